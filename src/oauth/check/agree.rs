//! The agree layer: whether the reply and its token say the same, and whether the client's names do.

use std::collections::BTreeSet;

use crate::oauth::check::Expectation;
use crate::oauth::check::locate::Locator;
use crate::oauth::check::paste::{self, Prepared};
use crate::oauth::check::reply::{FIRST_INSTANT, object, scope_fault};
use crate::oauth::check::scene::Scene;
use crate::oauth::check::token::{member, place};
use crate::oauth::finding::{Finding, Part, Place, shorten};
use crate::oauth::json::{Document, Integer};
use crate::oauth::jwt::claims::{client_names, duration, moment, scope_names};
use crate::oauth::rules::{Rule, words};

/// How much earlier than `expires_in` says a token may end, in seconds: both are rounded.
const SHORTER: i64 = 5;
/// How much longer it may live. Entra adds up to five minutes to each.
const LONGER: i64 = 600;

/// What there is to say about a reply with a readable token in it, or about a token alone.
pub(super) fn findings(
    prepared: &Prepared,
    payload: &Document,
    wanted: &Expectation,
    locator: &Locator<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if prepared.kind == paste::Kind::TokenReply
        && let Some((document, root)) = object(prepared)
    {
        let scene = Scene {
            document,
            root,
            locator,
        };
        findings.extend(expires_in(&scene, payload));
        findings.extend(scope(&scene, payload));
        findings.extend(token_type(&scene, payload));
    }
    findings.extend(client(payload, wanted, &locator.token()));
    findings
}

fn expires_in(scene: &Scene<'_>, payload: &Document) -> Option<Finding> {
    let value = scene.member("expires_in")?;
    let Some(Integer::Fits(said @ 1..FIRST_INSTANT)) = scene.document.integer(value) else {
        return None;
    };
    let (iat, exp) = (moment(payload, "iat"), moment(payload, "exp"));
    // Milliseconds are told where they stand; to compare them would say the same twice.
    if iat.is_milliseconds() || exp.is_milliseconds() {
        return None;
    }
    let life = exp.instant()?.0.saturating_sub(iat.instant()?.0);
    let note = if life < said - SHORTER {
        "life.shorter"
    } else if life > said + LONGER {
        "life.longer"
    } else {
        return None;
    };
    let lives = if life <= 0 {
        words::phrase("life.none").to_owned()
    } else {
        let values = [
            ("seconds", life.to_string()),
            ("duration", duration(life.unsigned_abs())),
        ];
        words::fill(words::phrase("life.some"), &values)
    };
    let finding = scene.at(Rule::AgreeExpiresIn, value);
    Some(
        finding
            .seen(scene.document.raw(value))
            .with("value", said.to_string())
            .with("life", lives)
            .with("life_note", words::phrase(note)),
    )
}

fn scope(scene: &Scene<'_>, payload: &Document) -> Option<Finding> {
    let value = scene.member("scope")?;
    let said = scene.document.string(value)?;
    if scene.is_garbled(value) {
        return None;
    }
    if scope_fault(said).is_some() {
        return None;
    }
    let in_token = scope_names(payload, "scope").or_else(|| scope_names(payload, "scp"))?;
    let said: BTreeSet<&str> = said.split(' ').collect();
    let held: BTreeSet<&str> = in_token.into_iter().collect();
    if said == held {
        return None;
    }
    let only = |one: &BTreeSet<&str>, other: &BTreeSet<&str>| {
        let names: Vec<&str> = one.difference(other).copied().collect();
        if names.is_empty() {
            words::phrase("scope.nothing").to_owned()
        } else {
            shorten(&names.join(" "))
        }
    };
    Some(
        scene
            .at(Rule::AgreeScope, value)
            .with("in_reply", only(&said, &held))
            .with("in_token", only(&held, &said)),
    )
}

/// RFC 9449 5 and 6.1: a token that is bound to a key says so in `cnf.jkt`, and the reply calls it `DPoP`.
fn token_type(scene: &Scene<'_>, payload: &Document) -> Option<Finding> {
    let value = scene.member("token_type")?;
    let said = scene.document.string(value)?;
    let cnf = member(payload, "cnf");
    let binds = |name| cnf.and_then(|cnf| payload.member(cnf, name)).is_some();
    // RFC 8705 3 binds to a certificate and keeps the type Bearer; Auth0 says DPoP for that too.
    let note = match said.to_ascii_lowercase().as_str() {
        "bearer" if binds("jkt") => "bound.bearer",
        "dpop" if !binds("jkt") && !binds("x5t#S256") => "bound.nothing",
        _ => return None,
    };
    let finding = scene.at(Rule::AgreeTokenType, value).seen(said);
    Some(finding.with("bound_note", words::phrase(note)))
}

pub(super) fn client(payload: &Document, wanted: &Expectation, token: &Place) -> Option<Finding> {
    let names = client_names(payload);
    let (other, first, expected) = match (&wanted.client_id, names.first()) {
        (Some(id), _) => ("client.wanted", "", id.as_str()),
        (None, Some((claim, name))) => ("client.claim", *claim, *name),
        (None, None) => return None,
    };
    let (claim, name) = names.iter().find(|(_, name)| *name != expected)?;
    let finding = Finding::new(Rule::AgreeClient).at(Place {
        line: token.line,
        column: token.column,
        ..place(payload, member(payload, claim), Part::Payload)
    });
    let values = [("claim", first.to_owned()), ("expected", shorten(expected))];
    Some(
        finding
            .seen(name)
            .with("claim", *claim)
            .with("value", shorten(name))
            .with("other", words::fill(words::phrase(other), &values)),
    )
}
