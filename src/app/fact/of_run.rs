//! What one exchange shows: what was sent, what came back, what the servers noted, what the calls with its token gave.

use super::seen::auth_word;
use super::{Evidence, Seen};
use crate::app::run::Run;
use crate::app::token::{ApiAnswer, TokenInHand, Verifying};
use crate::lesson::change::Bearing;
use crate::oauth::journal::{Door, Entry, Outcome};
use crate::oauth::json::{Document, Kind, NodeId};
use crate::oauth::jwt::ladder::Footing;
use crate::oauth::jwt::signature::Trust;
use crate::oauth::jwt::signed::SignedJwt;
use crate::oauth::jwt::{self, Form, Jwt};
use crate::oauth::kind::identify;
use crate::oauth::reply::Reply;
use crate::oauth::request::{AuthMethod, BodyFormat, InUrl, TokenRequest};

/// What is seen of this subject on `run`.
pub(super) fn seen(subject: &[&str], run: &Run, evidence: Evidence<'_>) -> Seen {
    match subject {
        ["request", part] => request(part, run),
        ["assertion", part, name] => signed(run.asked.assertion.as_ref(), part, name),
        ["proof", part, name] => signed(run.asked.proof.as_ref(), part, name),
        ["reply", "header", name] => Seen::text(run.answer.reply.header(name)),
        ["reply", "member", name] => member(run, name),
        ["reply", part] => reply(part, run),
        ["token", part, name] => token(run).map_or(Seen::Nothing, |token| {
            part_of_token(&token.jwt, (part, name), evidence)
        }),
        ["token", part] => of_token(part, run),
        ["trust"] => trust(run, evidence),
        ["server", part] => server(part, run.server_view()),
        ["api", key, part] => api((run, evidence), key, part),
        _ => Seen::Unknown,
    }
}

fn request(part: &str, run: &Run) -> Seen {
    let asked = &run.asked;
    match part {
        "method" => Seen::text(Some(run.request.method.as_str())),
        "auth" => Seen::text(Some(method(asked))),
        "grant_type" => Seen::text(asked.grant_type.clone()),
        "client_id" => Seen::text(asked.client_id.clone()),
        "audience" => Seen::text(asked.audience.clone()),
        "scope" => Seen::text(asked.scope.clone()),
        "resource" if asked.resources.is_empty() => Seen::Absent,
        "resource" => Seen::List(asked.resources.clone()),
        "organization" => Seen::text(asked.organization.clone()),
        "content_type" => Seen::text(Some(match asked.format {
            BodyFormat::Form => "application/x-www-form-urlencoded",
            BodyFormat::Json => "application/json",
        })),
        "credentials_at" => Seen::text(place(asked)),
        "rounds" => Seen::text(Some(run.rounds.to_string())),
        _ => Seen::Unknown,
    }
}

fn method(asked: &TokenRequest) -> &'static str {
    if asked.misuse.also_in_body {
        return "both";
    }
    auth_word(asked.auth)
}

fn place(asked: &TokenRequest) -> Option<&'static str> {
    if asked.misuse.in_url != InUrl::Nothing && asked.auth == AuthMethod::ClientSecretPost {
        return asked.client_secret.as_ref().map(|_| "query");
    }
    match asked.auth {
        AuthMethod::PrivateKeyJwt | AuthMethod::ClientSecretJwt => Some("assertion"),
        AuthMethod::ClientSecretBasic => Some("header"),
        AuthMethod::Public => None,
        AuthMethod::ClientSecretPost => {
            asked.client_secret.as_ref()?;
            Some("body")
        }
    }
}

fn signed(jwt: Option<&SignedJwt>, part: &str, name: &str) -> Seen {
    jwt.map_or(Seen::Nothing, |jwt| {
        part_of(&jwt::read(jwt.expose()), part, name)
    })
}

fn reply(part: &str, run: &Run) -> Seen {
    let status = run.status().to_string();
    match part {
        "status" => Seen::Text(status),
        "error" => Seen::text(run.error_code()),
        "answer" => Seen::Text(match run.error_code() {
            Some(code) => format!("{status} {code}"),
            None => status,
        }),
        "description" => Seen::text(
            run.member_text("error_description")
                .or_else(|| run.member_text("errorSummary")),
        ),
        "token_type" | "expires_in" => member(run, part),
        _ => Seen::Unknown,
    }
}

fn member(run: &Run, name: &str) -> Seen {
    let document = run.document();
    let value = document.root().and_then(|root| document.member(root, name));
    value.map_or(Seen::Absent, |value| value_of(document, value))
}

/// A JSON value as it is compared: texts without quotes, a list element by element, all else as it is written.
fn value_of(document: &Document, value: NodeId) -> Seen {
    match document.kind(value) {
        Kind::String => Seen::text(document.string(value)),
        Kind::Array => {
            let texts = document.items(value).map(|one| {
                let text = document.string(one).map(str::to_owned);
                text.unwrap_or_else(|| document.raw(one).to_owned())
            });
            Seen::List(texts.collect())
        }
        _ => Seen::Text(document.raw(value).to_owned()),
    }
}

fn token(run: &Run) -> Option<&TokenInHand> {
    run.token.as_ref()
}

fn part_of(jwt: &Jwt, part: &str, name: &str) -> Seen {
    let document = match part {
        "header" => jwt.header.as_ref(),
        "claim" => jwt.payload.as_ref(),
        _ => return Seen::Unknown,
    };
    let Some(document) = document else {
        return Seen::Nothing;
    };
    let value = document.root().and_then(|root| document.member(root, name));
    value.map_or(Seen::Absent, |value| value_of(document, value))
}

/// A token that cannot be read (opaque, encrypted) has no claims that anybody here could see. At a tenant of one's own that is the
/// tenant's doing, and is not asked for; at practice it is the request's.
fn part_of_token(jwt: &Jwt, (part, name): (&str, &str), evidence: Evidence<'_>) -> Seen {
    match part_of(jwt, part, name) {
        Seen::Nothing if evidence.player.own.is_some() => Seen::Unknown,
        seen => seen,
    }
}

fn of_token(part: &str, run: &Run) -> Seen {
    let Some(token) = token(run) else {
        return Seen::Nothing;
    };
    match part {
        "form" => Seen::text(Some(match token.jwt.form {
            Form::Jws => "jws",
            Form::Jwe => "jwe",
            Form::Opaque | Form::None => "opaque",
        })),
        "kind" => Seen::text(Some(identify(&token.jwt, Some("access_token")).kind.word())),
        "lifetime" => {
            let number = |name| match part_of(&token.jwt, "claim", name) {
                Seen::Text(text) => text.parse::<i64>().ok(),
                _ => None,
            };
            let life = number("exp").zip(number("iat"));
            Seen::text(life.map(|(exp, iat)| (exp - iat).to_string()))
        }
        _ => Seen::Unknown,
    }
}

fn trust(run: &Run, evidence: Evidence<'_>) -> Seen {
    if !can_be_verified(run, evidence) {
        return Seen::Unknown;
    }
    // What a jump of the tutor's verified is no deed of the learner.
    let judged = |token: &&TokenInHand| !evidence.player.flown.had(token.judged);
    match token(run).filter(judged).map(|token| &token.verifying) {
        // A good signature is not all that an API looks at.
        Some(Verifying::Judged { ladder, .. })
            if ladder.iter().any(|step| step.footing == Footing::Broke) =>
        {
            Seen::text(Some("failed"))
        }
        Some(Verifying::Judged { report, .. }) => match report.trust {
            Trust::Passed { .. } => Seen::text(Some("passed")),
            Trust::Failed(_) => Seen::text(Some("failed")),
            Trust::NotChecked(_) => Seen::Absent,
        },
        Some(Verifying::NotChecked | Verifying::Waiting(_) | Verifying::Failed(_)) | None => {
            Seen::Absent
        }
    }
}

/// At a tenant of one's own a token may be opaque, and the metadata may name no keys.
fn can_be_verified(run: &Run, evidence: Evidence<'_>) -> bool {
    let own = evidence.player.own.as_ref();
    let is_signed = || token(run).is_none_or(|token| token.jwt.form == Form::Jws);
    own.is_none_or(|own| own.has_keys && is_signed())
}

/// Nothing is known of a server whose journal is not ours to read.
fn server(part: &str, entry: Option<&Entry>) -> Seen {
    let Some(entry) = entry else {
        return Seen::Unknown;
    };
    match part {
        "refused_at" => {
            let failed = |check: &&crate::oauth::journal::Check| check.outcome == Outcome::Failed;
            Seen::text(entry.checks.iter().find(failed).map(|check| check.id))
        }
        "log" => Seen::text(Some(entry.request_line.clone())),
        "checked" => Seen::List(
            entry
                .checks
                .iter()
                .map(|check| check.id.to_owned())
                .collect(),
        ),
        _ => Seen::Unknown,
    }
}

fn api((run, evidence): (&Run, Evidence<'_>), key: &str, part: &str) -> Seen {
    // A tenant of one's own names one API or none: what another would say cannot be seen.
    let own = evidence.facts.filter(|facts| facts.is_own());
    if own.is_some_and(|facts| facts.api(key).is_none()) {
        return Seen::Unknown;
    }
    let answer = |bearing| match evidence.tried {
        None => run.call.of_any(key, bearing, |answer| {
            answer.event > evidence.since && evidence.player.is_deed_of_step(answer)
        }),
        Some(tried) => run.call.of_variant(key, bearing, &tried),
    };
    if part == "bare" {
        return Seen::text(answer(Bearing::Nothing).map(status));
    }
    let Some(answer) = answer(Bearing::Token) else {
        return Seen::Absent;
    };
    match part {
        "status" => Seen::Text(status(answer)),
        "error" => Seen::text(challenge(&answer.answer.reply)),
        "refused_at" => refused_at(answer),
        "answer" => match refused_at(answer) {
            Seen::Text(check) => Seen::Text(format!("{} {check}", status(answer))),
            Seen::Absent => Seen::Text(status(answer)),
            other @ (Seen::Nothing | Seen::Secret(_) | Seen::List(_) | Seen::Unknown) => other,
        },
        _ => Seen::Unknown,
    }
}

fn refused_at(answer: &ApiAnswer) -> Seen {
    let mut doors = answer.journal.iter().rev();
    server("refused_at", doors.find(|entry| entry.door == Door::Api))
}

fn status(answer: &ApiAnswer) -> String {
    answer.answer.reply.status.to_string()
}

/// The `error` of a challenge (RFC 6750 3).
fn challenge(reply: &Reply) -> Option<String> {
    let header = reply.header("www-authenticate")?;
    let (_, rest) = header.split_once("error=\"")?;
    rest.split_once('"').map(|(code, _)| code.to_owned())
}
