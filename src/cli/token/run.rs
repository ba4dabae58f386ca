//! Sends the request, calls the API with the token, and decides how the command ends.

use std::io::IsTerminal;
use std::time::Duration;

use crate::cli::clock;
use crate::cli::exit::Exit;
use crate::cli::print::Out;
use crate::cli::token::args::TokenArgs;
use crate::cli::token::asked::{Asked, Place};
use crate::cli::token::endpoint::{self, Found, NoEndpoint, Standing};
use crate::cli::token::exchange::ask;
use crate::cli::token::make::Client;
use crate::cli::token::outcome::{Exchange, Outcome, is_bound};
use crate::cli::token::said::Veil;
use crate::cli::token::who::{self, Credential, Known};
use crate::cli::token::{advice, json, said};
use crate::net::{Limits, Sender};
use crate::oauth::check::paste::Kind;
use crate::oauth::check::{self, Expectation, Report};
use crate::oauth::finding::{Layer, Severity};
use crate::oauth::json as json_reader;
use crate::oauth::reply::{Reply, SendError, veil};
use crate::oauth::rules::Rule;
use crate::oauth::text::{visible, visible_line};

/// Asks for a token, and for the API where one is named.
pub(super) async fn run(
    own: &TokenArgs,
    asked: &Asked,
    credential: Credential,
    sender: &Sender,
    out: &mut Out,
) -> anyhow::Result<Exit> {
    let limits = limits(own);
    let found = match token_endpoint(own, &asked.place, (sender, limits), out).await {
        Ok(found) => found,
        Err(exit) => return Ok(exit),
    };
    let chosen = who::choose(own, known(&asked.place, &found));
    let Ok((auth, reason)) = chosen.inspect_err(|why| out.complain(&visible_line(why))) else {
        return Ok(Exit::Usage);
    };
    let client = Client {
        own,
        auth,
        credential,
        endpoint: found.endpoint,
        endpoint_text: found.text,
        proof_key: own.proof_key()?,
    };
    let asking = ask(sender, limits, |nonce| client.token_request(nonce), out).await?;
    let answer = match asking.result {
        Ok(answer) => answer,
        Err(error) => {
            out.complain(&said::failure(&error));
            return Ok(exit_of(&error));
        }
    };
    let report = check(own, &answer.reply);
    let token = access_token(&answer.reply, &report);
    let call = match (&asked.call, &token) {
        (Some(url), Some(token)) => {
            let bound = is_bound(&answer.reply);
            let make = |nonce: Option<&str>| client.call(url, token, bound, nonce);
            Some(ask(sender, limits, make, out).await?)
        }
        (Some(_), None) | (None, _) => None,
    };
    let outcome = Outcome {
        challenge: asking.challenge,
        auth: who::said(auth, reason),
        advice: advice::of(&client, &answer.reply),
        token: Exchange {
            made: asking.made,
            answer,
        },
        report,
        call,
    };
    let veil = Veil::of(&client, &outcome, token.as_deref());
    print(own, &outcome, (token.as_deref(), &veil), out)?;
    Ok(exit(&outcome, token.is_some()))
}

fn limits(own: &TokenArgs) -> Limits {
    Limits {
        timeout: Duration::from_secs(own.timeout),
        ..Limits::default()
    }
}

fn known<'a>(place: &'a Place, found: &'a Found) -> Known<'a> {
    match (place, &found.methods) {
        (Place::Endpoint(_, endpoint), _) => Known::Nothing(endpoint),
        (Place::Issuer(..), None) => Known::NoList,
        (Place::Issuer(..), Some(methods)) => Known::List(methods, &found.endpoint),
    }
}

pub(super) async fn token_endpoint(
    own: &TokenArgs,
    place: &Place,
    (sender, limits): (&Sender, Limits),
    out: &mut Out,
) -> Result<Found, Exit> {
    let (issuer, url) = match place {
        Place::Endpoint(text, endpoint) => {
            return Ok(Found {
                endpoint: endpoint.clone(),
                text: text.clone(),
                methods: None,
                jwks_uri: None,
                date: None,
            });
        }
        Place::Issuer(issuer, url) => (issuer, url),
    };
    let error = match endpoint::find(issuer, url, sender, limits).await {
        Ok(found) if found.standing(url) == Standing::Telling => {
            out.complain(
                "No token was asked for: the token endpoint that the metadata names carries a secret or a token in its URL.",
            );
            return Err(Exit::Refused);
        }
        Ok(found) => {
            let shown = visible_line(found.endpoint.as_str());
            let named = format!("The metadata names the token endpoint {shown}");
            if found.standing(url) == Standing::Here {
                out.say(&named);
                return Ok(found);
            }
            // Also with --quiet: what proves who the client is would go to a host that nobody named.
            out.complain(&named);
            if own.allows(&found.endpoint) {
                return Ok(found);
            }
            let host = visible_line(found.endpoint.host_str().unwrap_or_default());
            out.complain(&format!(
                "No token was asked for: that is another host than the one you named, or plain http in place of https. If you trust it, add --allow-host {host}."
            ));
            return Err(Exit::Refused);
        }
        Err(error) => error,
    };
    match error {
        NoEndpoint::Network(error) => {
            out.complain(&said::failure(&error));
            Err(exit_of(&error))
        }
        NoEndpoint::Unsendable(error) => {
            out.complain(&said::failure(&error));
            Err(Exit::Refused)
        }
        other @ (NoEndpoint::NoMetadata { .. }
        | NoEndpoint::OtherIssuer { .. }
        | NoEndpoint::NotUrl) => {
            out.complain(&visible_line(&format!("No token was asked for: {other}.")));
            Err(Exit::Refused)
        }
    }
}

/// Checks the reply as it came, headers and all.
fn check(own: &TokenArgs, reply: &Reply) -> Report {
    let wanted = Expectation {
        issuer: own.issuer.clone(),
        audiences: own.audience.iter().cloned().collect(),
        scope: own.scope.clone(),
        client_id: own.client_id.clone(),
        at: clock::now(),
        ..Expectation::default()
    };
    check::of_reply(reply, &wanted, None)
}

/// The access token of a reply that can be used as it stands: 2xx, one JSON object, no error beside the token, a type that is
/// known, and a token that a header can carry.
fn access_token(reply: &Reply, report: &Report) -> Option<String> {
    let good = (200..300).contains(&reply.status) && report.kind() == Kind::TokenReply;
    let spoils = |rule: Rule| {
        rule.layer() == Layer::Json
            || rule.id().starts_with("reply.error")
            || rule.id().starts_with("reply.access_token")
            || matches!(
                rule,
                Rule::TokenTypeType | Rule::TokenTypeUnknown | Rule::ReplyForm | Rule::ReplyXml
            )
    };
    let spoiled = report
        .findings
        .iter()
        .any(|one| one.severity == Severity::Fail && spoils(one.rule));
    if !good || spoiled {
        return None;
    }
    let document = json_reader::read(&reply.text());
    let root = document.root()?;
    let error = document
        .member(root, "error")
        .map(|error| document.kind(error));
    if error.is_some_and(|kind| kind != json_reader::Kind::Null) {
        return None;
    }
    document
        .string(document.member(root, "access_token")?)
        // RFC 6749 A.12: a token is visible ASCII. Anything else could be a message to the terminal.
        .filter(|token| token.bytes().all(|byte| (0x20..0x7f).contains(&byte)))
        .map(str::to_owned)
}

/// Prints what came back.
fn print(
    own: &TokenArgs,
    outcome: &Outcome,
    (token, hidden): (Option<&str>, &Veil),
    out: &mut Out,
) -> anyhow::Result<()> {
    let reply = &outcome.token.answer.reply;
    match (token, &own.env) {
        _ if own.json => out.data(&json::outcome(outcome, hidden))?,
        (_, _) if own.call.is_some() => called(own, outcome, hidden, out)?,
        (Some(token), Some(name)) => out.data(&format!("{name}={token}"))?,
        (Some(token), None) if own.raw => out.data(token)?,
        // Nothing else may stand where a script reads a token.
        (None, Some(_)) => {}
        (None, None) if own.raw => {}
        (Some(_) | None, None) if std::io::stdout().is_terminal() => {
            let text = visible(&reply.text());
            let shown = if own.show {
                text
            } else {
                hidden.over(&veil::tokens(&text))
            };
            out.data(shown.trim_end())?;
        }
        (Some(_) | None, None) => out.bytes(&reply.body)?,
    }
    said::report(outcome, token, hidden, out);
    Ok(())
}

/// The API's answer, as received, with its head where that is asked for. Nothing else stands on stdout then.
fn called(own: &TokenArgs, outcome: &Outcome, hidden: &Veil, out: &mut Out) -> anyhow::Result<()> {
    let Some(Ok(answer)) = outcome.call.as_ref().map(|call| &call.result) else {
        return Ok(());
    };
    let reply = &answer.reply;
    let terminal = std::io::stdout().is_terminal();
    let tokens = veil::Tokens::of(&reply.text());
    if own.include {
        let status = format!("HTTP/1.1 {} {}", reply.status, reply.reason);
        out.data(&visible_line(status.trim_end()))?;
        for (name, value) in &reply.headers {
            let value = if terminal && !own.show {
                hidden.over(&tokens.header(name, value))
            } else {
                value.clone()
            };
            out.data(&visible_line(&format!("{name}: {value}")))?;
        }
        out.data("")?;
    }
    if terminal {
        let text = reply.text();
        let shown = if own.show {
            text
        } else {
            hidden.over(&veil::tokens(&text))
        };
        out.data(visible(&shown).trim_end())?;
    } else {
        out.bytes(&reply.body)?;
    }
    Ok(())
}

fn exit(outcome: &Outcome, has_token: bool) -> Exit {
    match outcome.call.as_ref().map(|call| &call.result) {
        _ if !has_token => Exit::Refused,
        Some(Err(error)) => exit_of(error),
        // A redirect is not followed with the token, so the API has not answered.
        Some(Ok(answer)) if !(200..300).contains(&answer.reply.status) => Exit::Refused,
        Some(Ok(_)) | None => Exit::Done,
    }
}

fn exit_of(error: &SendError) -> Exit {
    match error {
        SendError::PlainHttp { .. } | SendError::Unsendable { .. } => Exit::Usage,
        SendError::Exhausted { .. } => Exit::CannotCreate,
        SendError::Name { .. }
        | SendError::Connect { .. }
        | SendError::Proxy { .. }
        | SendError::Tls { .. }
        | SendError::TimedOut { .. }
        | SendError::GivenUp
        | SendError::TooLarge { .. }
        | SendError::NotHttp { .. } => Exit::Network,
    }
}
