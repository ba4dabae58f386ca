//! What to try next: the flags that fit what this run sent and what the server said to it, by the table of errors.

use crate::cli::token::args::AuthName;
use crate::cli::token::make::Client;
use crate::cli::token::outcome::is_bound;
use crate::oauth::check::error_evidence::{Evidence, explain};
use crate::oauth::reply::Reply;

/// A sentence or two for each thing worth trying; empty when all went well.
pub(super) fn of(client: &Client<'_>, reply: &Reply) -> Vec<String> {
    let mut advice = Vec::new();
    if let Some(place) = redirect(reply) {
        advice.push(format!(
            "The server points to {place}. That was not followed: what proves who you are goes only where you send it. If you trust that place, name it with --token-url."
        ));
        return advice;
    }
    if reply.status == 200 && client.own.dpop && !is_bound(reply) {
        advice.push("You asked for a token that is bound to your key, and token_type does not say DPoP: whoever holds this token can use it (RFC 9449 5).".to_owned());
    }
    if reply.status == 200 && !client.own.dpop && is_bound(reply) {
        advice.push(
            "The token is bound to a key, and this run has none: ask again with --dpop.".to_owned(),
        );
    }
    if let Some(evidence) = Evidence::of_reply(reply) {
        advice.extend(of_error(client, &evidence, reply));
    }
    advice
}

/// What the word of the table means for the flags of this run.
fn of_error(client: &Client<'_>, evidence: &Evidence, reply: &Reply) -> Vec<String> {
    let word = explain(evidence).advice;
    let own = client.own;
    let say = |text: &str| vec![text.to_owned()];
    let mut advice = match word {
        "dpop" | "dpop-nonce" if !own.dpop => {
            say("The server wants proof of possession: add --dpop. The nonce is sent by itself.")
        }
        "wait" => wait(reply),
        "add-audience" => say("Name the API: --audience and its identifier."),
        "add-resource" => say("Name the API: --resource and its address."),
        "drop-scope" if own.scope.is_some() => {
            say("Leave --scope out, or ask for what is granted.")
        }
        "drop-scope" | "fix-scope" => say("Name what is granted to the app: --scope."),
        _ if client.auth == AuthName::Json && is_of_form(word, evidence) => {
            say("Send a form: --auth post.")
        }
        "check-endpoint" => say(
            "Check the address of --token-url. The metadata name it: --issuer and the address of the server finds it.",
        ),
        "fresh-assertion" => say(
            "Run it again: each run makes a new assertion. If that is refused too, compare the clocks of the two machines.",
        ),
        "check-clock" => say("Set this machine's clock by the network, and run it again."),
        _ => Vec::new(),
    };
    if refuses_client(word, evidence) {
        advice.extend(of_client(client, word));
    }
    advice
}

/// True where a server may have looked for a form and seen none: many say no more than that the grant is missing.
fn is_of_form(word: &str, evidence: &Evidence) -> bool {
    let code = evidence.code.as_deref();
    word == "form-not-json"
        || evidence.status == Some(415)
        || matches!(code, Some("invalid_request" | "unsupported_grant_type"))
}

/// What may be wrong with the proof that was given, and the other ways to give one. Most servers use one code for all of it, and one sentence
/// (RFC 6749 5.2), so all of it is named, what the words speak of first.
fn of_client(client: &Client<'_>, word: &str) -> Vec<String> {
    let has_key = client.auth == AuthName::PrivateKeyJwt;
    let proof = if has_key {
        "Check --client-id, and that the server knows the public half of --key, under the name of --kid. If it wants another algorithm: --alg."
    } else {
        "Check --client-id and the secret (--client-secret-file), without blanks and line ends."
    };
    let others = other_audience(client)
        .into_iter()
        .chain([other_methods(client)]);
    let proof = [proof.to_owned()];
    match word {
        "fresh-assertion" | "check-clock" => others.collect(),
        "other-auth-method" | "other-assertion-audience" => others.chain(proof).collect(),
        _ => proof.into_iter().chain(others).collect(),
    }
}

/// True where the server does not take the client for who it says it is, whatever its words.
fn refuses_client(word: &str, evidence: &Evidence) -> bool {
    let by_word = matches!(
        word,
        "other-auth-method"
            | "other-assertion-audience"
            | "check-credentials"
            | "fresh-assertion"
            | "check-key"
            | "check-clock"
    );
    let code = evidence.code.as_deref();
    by_word || word.is_empty() && (code == Some("invalid_client") || evidence.status == Some(401))
}

fn wait(reply: &Reply) -> Vec<String> {
    let seconds = reply.header("retry-after").map(str::trim);
    vec![match seconds {
        Some(seconds) if seconds.bytes().all(|b| b.is_ascii_digit()) => {
            format!("Wait {seconds} seconds, then run it again.")
        }
        Some(_) | None => {
            "Wait a little, then run it again. Keep a token until shortly before it ends."
                .to_owned()
        }
    }]
}

/// Where a reply points to.
pub(super) fn redirect(reply: &Reply) -> Option<&str> {
    matches!(reply.status, 301 | 302 | 303 | 307 | 308)
        .then(|| reply.header("location"))
        .flatten()
}

/// The other methods that go with what was given. An assertion goes with a key alone; a secret goes four ways.
fn other_methods(client: &Client<'_>) -> String {
    let used = match client.auth {
        AuthName::Basic => "basic",
        AuthName::Post => "post",
        AuthName::SecretJwt => "secret-jwt",
        AuthName::Json => "json",
        AuthName::PrivateKeyJwt => {
            let kid = client.own.kid.as_ref().map(|_| "--kid");
            let own = ["--key"].into_iter().chain(kid).chain(signing(client));
            let out = left_out(client, own);
            return format!(
                "If the app has a secret and no key: leave {out} out, and give --client-secret-file."
            );
        }
    };
    let others: Vec<String> = ["basic", "post", "secret-jwt", "json"]
        .into_iter()
        .filter(|name| *name != used)
        .map(|name| format!("--auth {name}"))
        .collect();
    let flags: Vec<&str> = signing(client).collect();
    let without = if flags.is_empty() {
        String::new()
    } else {
        format!(", without {}", listed(&flags))
    };
    let file = client.own.client_secret_file.as_ref();
    let file = file.map(|_| "--client-secret-file");
    // A key signs by algorithms of its own; for whom an assertion is holds for both.
    let hmac = client.own.alg.filter(|alg| alg.algorithm().is_symmetric());
    let own = file.into_iter().chain(hmac.map(|_| "--alg"));
    let out = left_out(client, own);
    let out = if out.is_empty() {
        out
    } else {
        format!("leave {out} out, and ")
    };
    format!(
        "This run used --auth {used}. If the app is registered for another way: {}{without}. With a key pair: {out}give --key FILE.",
        others.join(", ")
    )
}

/// The flags of an assertion, which go with no plain secret.
fn signing(client: &Client<'_>) -> impl Iterator<Item = &'static str> {
    let alg = client.own.alg.as_ref().map(|_| "--alg");
    let audience = client.own.assertion_audience.as_ref();
    alg.into_iter()
        .chain(audience.map(|_| "--assertion-audience"))
}

/// The flags that do not go with another proof (RFC 6749 2.3: one method for each request).
fn left_out(client: &Client<'_>, own: impl Iterator<Item = &'static str>) -> String {
    let auth = client.own.auth.map(|_| "--auth");
    let flags: Vec<&str> = own.chain(auth).collect();
    listed(&flags)
}

/// `a, b and c`.
fn listed(flags: &[&str]) -> String {
    match flags {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// RFC 7523 3 lets a server want its token endpoint or its issuer, and they do differ.
fn other_audience(client: &Client<'_>) -> Option<String> {
    match client.auth {
        AuthName::PrivateKeyJwt | AuthName::SecretJwt => {}
        AuthName::Basic | AuthName::Post | AuthName::Json => return None,
    }
    let sent = client.assertion_audience();
    let other = if sent == client.endpoint_text {
        match client.issuer() {
            Some(_) if client.own.issuer.is_some() => "--assertion-audience issuer".to_owned(),
            Some(issuer) => format!("--assertion-audience {issuer}"),
            None => "--assertion-audience and the issuer's address".to_owned(),
        }
    } else {
        "--assertion-audience token-url".to_owned()
    };
    Some(format!(
        "The assertion says that it is for {sent}. Some servers want another name there: {other}."
    ))
}
