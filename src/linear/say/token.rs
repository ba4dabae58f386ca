//! The token: its three parts, its claims in plain words, how long it lives, the ladder of verifying, and the API it opens.

use super::{Words, call, exchange};
use crate::app::App;
use crate::app::player::Player;
use crate::app::token::{TokenInHand, Verifying};
use crate::oauth::check::TokenReport;
use crate::oauth::dictionary::{Side, Told, plain, plain_in_header, tell, unknown_claim};
use crate::oauth::json::{Document, NodeId};
use crate::oauth::jwt::claims::{distance, moment};
use crate::oauth::jwt::ladder::{Footing, Rung, Step};
use crate::oauth::jwt::{Form, Jwt, PartName};
use crate::oauth::kind::Family;
use crate::oauth::text::visible_line;
use crate::oauth::time::UnixTime;

/// Claims that are points in time.
const TIMES: [&str; 4] = ["exp", "iat", "nbf", "auth_time"];

/// The read step.
pub(super) fn say(app: &App, player: &Player, words: &mut Words) {
    let bench = &player.bench;
    match bench.token() {
        None => words.fact(player.first_a_token()),
        Some(token) => {
            words.fact(format!(
                "The token of run {}: {}.",
                token.run,
                exchange::token(token.expose())
            ));
            parts(&token.jwt, words);
            if let Some(left) = lifetime(token, app.now.seconds()) {
                words.live(left);
            }
            verifying(app, token, words);
        }
    }
    if let Some(calls) = bench.calls() {
        call::newest(calls, words);
        call::way_back(app, player, words);
    }
}

/// How long the token still lives, at `now`.
pub(super) fn lifetime(token: &TokenInHand, now: UnixTime) -> Option<String> {
    let expires = token.expires?;
    let when = distance(expires, now);
    let seconds = expires.0.saturating_sub(now.0);
    Some(if seconds > 0 {
        format!("Lifetime: it ends {when}, in {seconds} seconds.")
    } else {
        format!("Lifetime: it is over, it ended {when}.")
    })
}

/// How members are told: in whose words, and times in the zone of this machine too.
#[derive(Clone, Copy)]
struct Telling {
    family: Option<Family>,
    local: fn(UnixTime) -> Option<String>,
}

/// The parts of a token, with every member of header and payload.
pub(super) fn parts(jwt: &Jwt, words: &mut Words) {
    let telling = Telling {
        family: None,
        local: |_| None,
    };
    told(jwt, telling, words);
}

/// The same in the words of whoever made the token, nested values behind their own.
pub(super) fn parts_of(
    report: &TokenReport,
    local: fn(UnixTime) -> Option<String>,
    words: &mut Words,
) {
    let telling = Telling {
        family: Some(report.identity.family),
        local,
    };
    told(&report.jwt, telling, words);
}

fn told(jwt: &Jwt, telling: Telling, words: &mut Words) {
    words.fact(match jwt.form {
        Form::Jws => "Form: a JWT of three parts, signed.",
        Form::Jwe => "Form: a JWT of five parts, encrypted. Only its header can be read.",
        Form::Opaque => "Form: opaque. It is no JWT, and there is nothing to read in it.",
        Form::None => "Form: it begins like a JWT but has another number of parts.",
    });
    for (at, part) in jwt.parts.iter().enumerate() {
        let (name, document) = match part.name {
            PartName::Header => ("header", jwt.header.as_ref()),
            PartName::Payload => ("payload", jwt.payload.as_ref()),
            PartName::Signature => ("signature", None),
            PartName::Sealed(_) => ("sealed", None),
        };
        let bytes = part.bytes.as_ref().map_or_else(
            || "not base64".to_owned(),
            |bytes| format!("{} bytes", bytes.len()),
        );
        let length = part.range.len();
        words.fact(format!(
            "Part {}, {name}: {length} characters, {bytes}.",
            at + 1
        ));
        let about = |name: &str| match part.name {
            PartName::Header => plain_in_header(jwt, name),
            PartName::Payload | PartName::Signature | PartName::Sealed(_) => plain(name),
        };
        match (document, telling.family) {
            (Some(document), Some(family)) => {
                let side = match part.name {
                    PartName::Header => Side::Header,
                    PartName::Payload | PartName::Signature | PartName::Sealed(_) => Side::Claims,
                };
                let mut all = tell(document, family, side);
                // RFC 7516 4.1.1: there alg and kid tell of the encryption.
                let of_jwe = |one: &&mut Told| {
                    one.depth == 0 && side == Side::Header && jwt.form == Form::Jwe
                };
                for one in all.iter_mut().filter(of_jwe) {
                    one.words = about(&one.name).map(str::to_owned).or(one.words.take());
                }
                nested(document, all, telling, words);
            }
            (Some(document), None) => members(document, about, words),
            (None, _) => {}
        }
    }
}

fn members(document: &Document, plain: impl Fn(&str) -> Option<&'static str>, words: &mut Words) {
    let Some(root) = document.root() else { return };
    for member in document.members(root) {
        let value = value(document, member.name, member.value);
        let about =
            plain(member.name).map_or_else(String::new, |about| format!(" That is {about}."));
        words.fact(format!("{}: {value}.{about}", visible_line(member.name)));
    }
}

fn nested(document: &Document, all: Vec<Told>, telling: Telling, words: &mut Words) {
    for one in all {
        let value = value_in(document, (&one.name, one.node), telling.local);
        let about = match (&one.words, one.depth) {
            (Some(about), _) => format!(" That is {about}."),
            (None, 0) => format!(" That is {}.", unknown_claim()),
            (None, _) => String::new(),
        };
        words.fact(format!("{}: {value}.{about}", visible_line(&one.name)));
    }
}

/// A claim as the token holds it, and the date behind a number of seconds.
fn value(document: &Document, name: &str, at: NodeId) -> String {
    value_in(document, (name, at), |_| None)
}

fn value_in(
    document: &Document,
    (name, at): (&str, NodeId),
    local: fn(UnixTime) -> Option<String>,
) -> String {
    let held = document.string(at).unwrap_or_else(|| document.raw(at));
    let held = visible_line(held);
    let instant = TIMES
        .contains(&name)
        .then(|| moment(document, name).instant())
        .flatten();
    match instant.and_then(|instant| Some((instant.rfc3339()?, local(instant)))) {
        Some((date, Some(local))) => format!("{held}, which is {date}, here {local}"),
        Some((date, None)) => format!("{held}, which is {date}"),
        None => held,
    }
}

fn verifying(app: &App, token: &TokenInHand, words: &mut Words) {
    match &token.verifying {
        Verifying::NotChecked => words.fact("Trust: not checked. It was read, not verified."),
        Verifying::Waiting(_) => words.fact("The keys are being fetched."),
        Verifying::Failed(fault) => words.fact(format!(
            "Trust: not checked. There are no keys: {}.",
            visible_line(&fault.to_string())
        )),
        Verifying::Judged { report, ladder } => {
            let mut lines = vec!["Verified as the API does it:".to_owned()];
            lines.extend(ladder.iter().map(|step| rung(*step, &token.jwt)));
            lines.push(format!("Trust: {}.", report.trust.word()));
            let clock = app.facts();
            lines.extend(clock.and_then(|facts| facts.other_clock("verify.clock")));
            words.fact(lines.join("\n"));
        }
    }
}

pub(super) fn rung(step: Step, jwt: &Jwt) -> String {
    let name = |value: Option<&str>| value.map_or_else(|| "none".to_owned(), visible_line);
    let what = match step.rung {
        Rung::FetchKeys => "fetch the server's public keys".to_owned(),
        Rung::FindKid => format!(
            "find the key that kid names, {}",
            name(jwt.header_text("kid"))
        ),
        Rung::AllowAlgorithm => {
            format!("allow the algorithm, {}", name(jwt.header_text("alg")))
        }
        Rung::Signature => "check the signature over parts 1 and 2".to_owned(),
        Rung::Issuer => format!("trust the issuer, {}", name(jwt.claim_text("iss"))),
        Rung::Audience => "find the API itself in aud".to_owned(),
        Rung::Expiry => "look whether exp is still to come".to_owned(),
    };
    let footing = match step.footing {
        Footing::Held => "held",
        Footing::Broke => "broke, here the API refuses the token",
        Footing::Skipped => "passed over, there is nothing to compare with",
        Footing::NotReached => "not reached",
    };
    format!("{what}: {footing}.")
}
