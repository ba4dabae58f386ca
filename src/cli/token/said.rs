//! The short report of `token` on stderr. Nothing in it is a secret or a whole token.

use std::io::IsTerminal;

use secrecy::zeroize::Zeroizing;

use crate::cli::print::Out;
use crate::cli::token::advice::redirect;
use crate::cli::token::make::{Client, Made};
use crate::cli::token::outcome::{Asking, Outcome};
use crate::cli::token::who::Credential;
use crate::oauth::finding::{Finding, Severity};
use crate::oauth::jwt::Form;
use crate::oauth::jwt::signed::{HIDDEN_SIGNATURE, SignedJwt};
use crate::oauth::reply::{Answer, SendError, echo};
use crate::oauth::rules::Rule;
use crate::oauth::text::{visible, visible_line};
use crate::oauth::wire::basic;

/// So much of an API's reply is shown.
const BODY: usize = 400;

/// What must not stand in the report although a server may repeat it: the secret, what was signed, the token.
pub(super) struct Veil(Vec<Zeroizing<String>>);

impl Veil {
    /// Over everything that this run knows and nobody else should.
    pub(super) fn of(client: &Client<'_>, outcome: &Outcome, token: Option<&str>) -> Self {
        let secret = match &client.credential {
            Credential::Secret(secret) => Some(secret.expose()),
            Credential::Key(..) => None,
        };
        let first = outcome.challenge.iter().map(|exchange| &exchange.made);
        let call = outcome.call.iter().map(|asking| &asking.made);
        let made = first.chain([&outcome.token.made]).chain(call);
        let signed = made.flat_map(Made::signed);
        let mut hidden: Vec<_> = signed.map(|(_, jwt)| jwt.expose()).collect();
        hidden.extend(secret);
        hidden.extend(token);
        let own = |text: &str| Zeroizing::new(text.to_owned());
        let mut hidden: Vec<Zeroizing<String>> = hidden.into_iter().map(own).collect();
        let id = client.own.client_id();
        hidden.extend(
            secret
                .into_iter()
                .flat_map(|secret| basic::spoken(id, secret)),
        );
        // The longest first, since one may be a part of another.
        hidden.sort_by_key(|text| std::cmp::Reverse(text.len()));
        Self(hidden)
    }

    /// `text` with every secret of this run hidden.
    pub(super) fn over(&self, text: &str) -> String {
        let secrets: Vec<&str> = self.0.iter().map(|one| one.as_str()).collect();
        echo::hidden_as(text, &secrets, "[hidden]")
    }
}

/// One line for a token request, or one for metadata, that brought no reply.
pub(super) fn failure(error: &SendError) -> String {
    line(error.how_far(), error)
}

/// The same for the call with the token: OAuth was reached, the API was not.
fn call_failure(error: &SendError) -> String {
    line("The token is yours, but the API was not reached", error)
}

fn line(start: &str, error: &SendError) -> String {
    let said = match error {
        SendError::PlainHttp { .. } => {
            format!("Nothing was sent: {error}. Add --allow-http if you mean it.")
        }
        SendError::Exhausted { .. } => {
            format!("{start}: {error}. The limit is shown by ulimit -n.")
        }
        SendError::Unsendable { .. } => format!("Nothing was sent: {error}."),
        SendError::Name { .. } => {
            format!("{start}: {error}. Look at the spelling, then at the network.")
        }
        SendError::Connect { .. } => {
            format!("{start}: {error}. Does the server run, and is the port right?")
        }
        SendError::Proxy { .. } => format!(
            "{start}: {error}. The proxy comes from HTTPS_PROXY or HTTP_PROXY, or from the system; NO_PROXY names hosts that need none."
        ),
        SendError::Tls { .. } => format!(
            "{start}: {error}. Nothing secret was sent; without a checked certificate it could go to anyone. A private authority is believed with --ca-cert."
        ),
        SendError::TimedOut { .. } => {
            format!("{start}: {error}. Try again, or wait longer with --timeout.")
        }
        SendError::GivenUp => format!("{start}: {error}."),
        SendError::TooLarge { .. } => {
            format!("{start}: {error}. Look at the address: this is no page to read whole.")
        }
        SendError::NotHttp { .. } => {
            format!("{start}: {error}. Look at the address: http or https, host, port.")
        }
    };
    visible_line(&said)
}

/// An assertion or a proof, decoded, its signature left out.
pub(super) fn decoded(word: &str, jwt: &SignedJwt) -> String {
    let header = visible_line(jwt.header());
    let claims = visible_line(jwt.claims());
    format!(
        "{word} header     {header}\n{word} claims     {claims}\n{word} signature  {HIDDEN_SIGNATURE}"
    )
}

/// What is signed, before it is sent.
pub(super) fn signed(made: &Made, out: &mut Out) {
    for (word, jwt) in made.signed() {
        out.say(&decoded(word, jwt));
    }
}

/// A demand for a nonce, which is answered with a second request.
pub(super) fn challenged(answer: &Answer, out: &mut Out) {
    let time = milliseconds(answer.timing.total_us);
    let status = answer.reply.status;
    out.say(&format!(
        "nonce   {status} in {time}: the server wants its nonce in the proof (use_dpop_nonce, RFC 9449 8). You ask again, with everything that is signed made new"
    ));
}

/// Status, time, token and what next.
pub(super) fn report(outcome: &Outcome, token: Option<&str>, veil: &Veil, out: &mut Out) {
    // A refusal is told also where nobody wants to hear of success.
    let failed = token.is_none() || outcome.call.as_ref().is_some_and(Asking::is_refused);
    let mut say = |text: &str| {
        let text = veil.over(text);
        if failed {
            out.complain(&text);
        } else {
            out.say(&text);
        }
    };
    let answer = &outcome.token.answer;
    let is_empty = answer.reply.body.iter().all(u8::is_ascii_whitespace);
    if let Some(line) = &outcome.auth {
        say(line);
    }
    say(&status(answer, outcome.token.made.request.url.as_str()));
    match token {
        Some(token) => {
            let length = token.chars().count();
            let form = form(outcome.report.form);
            say(&format!("token   {form}, {length} characters"));
        }
        None if is_empty => say("token   none: the reply has no body"),
        None => say("token   none: this is no token response"),
    }
    for finding in &outcome.report.findings {
        match finding.severity {
            // That nothing is no JSON has been said already.
            Severity::Fail | Severity::Warn if is_empty && finding.rule == Rule::JsonSyntax => {}
            Severity::Fail | Severity::Warn => say(&sentence(finding)),
            Severity::Note | Severity::Pass => {}
        }
    }
    for line in &outcome.advice {
        say(&visible_line(&format!("advice  {line}")));
    }
    if let Some(asking) = &outcome.call {
        match &asking.result {
            Ok(answer) => called(answer, asking.made.request.url.as_str(), veil, &mut say),
            Err(error) => out.complain(&call_failure(error)),
        }
    }
    out.say(match token {
        Some(_) if outcome.call.is_none() => {
            "next    --call URL gets an API with this token; --raw | oauth-tutor decode reads it"
        }
        Some(_) => "next    --raw | oauth-tutor decode reads the token",
        None if is_empty => {
            "next    the status is all that the server says; look at the address and at its log"
        }
        None => "next    pipe the response into oauth-tutor check; it says what each part means",
    });
}

fn status(answer: &Answer, url: &str) -> String {
    let time = milliseconds(answer.timing.total_us);
    let proxy = answer.proxy.as_deref();
    let proxy = proxy.map_or_else(String::new, |proxy| format!(" through the proxy {proxy}"));
    let code = format!("{} {}", answer.reply.status, answer.reply.reason);
    visible_line(&format!(
        "status  {} in {time} from {url}{proxy}",
        code.trim_end()
    ))
}

/// Whole microseconds as milliseconds with a tenth.
fn milliseconds(us: u64) -> String {
    format!("{}.{} ms", us / 1000, us % 1000 / 100)
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Jws => "JWT",
        Form::Jwe => "encrypted JWT",
        Form::Opaque => "opaque",
        Form::None => "broken",
    }
}

fn sentence(finding: &Finding) -> String {
    let mut said = format!(
        "{:<8}{}: {}",
        finding.severity.word(),
        finding.rule.id(),
        finding.what()
    );
    // Of a paste it would say to run the request, which has just been done.
    let fix = if finding.rule == Rule::JsonSyntax {
        "Look at the address: something else than a token endpoint may be there.".into()
    } else {
        finding.fix()
    };
    if !fix.is_empty() {
        said.push(' ');
        said.push_str(&fix);
    }
    visible_line(&said)
}

fn called(answer: &Answer, url: &str, veil: &Veil, say: &mut impl FnMut(&str)) {
    say(&status(answer, url).replacen("status", "call  ", 1));
    if let Some(challenge) = answer.reply.header("www-authenticate") {
        say(&visible_line(&format!("says    {challenge}")));
    }
    if let Some(place) = redirect(&answer.reply) {
        say(&visible_line(&format!(
            "advice  The API points to {place}. That was not followed: the token goes only where you send it. If you trust that place, name it with --call."
        )));
    }
    // Before it is cut: half a token is still half a token.
    let text = veil.over(&visible(&answer.reply.text()));
    let shown: String = text.chars().take(BODY).collect();
    let rest = if shown.len() < text.len() { " ..." } else { "" };
    // At a terminal it stands above, where the answer itself is printed.
    if !shown.is_empty() && !std::io::stdout().is_terminal() {
        say(&format!("{}{rest}", shown.trim_end()));
    }
}
