//! The reply layer: the members of a token response (RFC 6749 5.1).

use crate::oauth::check::Expectation;
use crate::oauth::check::locate::Locator;
use crate::oauth::check::paste::{self, Prepared};
use crate::oauth::check::scene::Scene;
use crate::oauth::check::{reply_error, reply_strange as strange};
use crate::oauth::finding::{Finding, Severity, shorten};
use crate::oauth::json::{Document, FaultKind, Integer, Kind, NodeId};
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::claims::{duration, scope_names};
use crate::oauth::kind::vendor_of;
use crate::oauth::rules::{Rule, words};

/// From here on a number of seconds is a point in time: 10^9 is September 2001, and no token lives 31 years.
pub(super) const FIRST_INSTANT: i64 = 1_000_000_000;

/// What there is to say about the members of the reply.
pub(super) fn findings(
    prepared: &Prepared,
    jwt: Option<&Jwt>,
    wanted: &Expectation,
    locator: &Locator<'_>,
) -> Vec<Finding> {
    let Some((document, root)) = object(prepared) else {
        let told = reply_error::in_text(prepared, |offset| locator.pasted(offset));
        return told.into_iter().collect();
    };
    let scene = Scene {
        document,
        root,
        locator,
    };
    let mut findings = reply_error::findings(&scene, prepared);
    // An error reply is not blamed for what a token reply must have.
    if prepared.kind == paste::Kind::ErrorReply {
        if findings.is_empty() {
            findings.push(reply_error::nameless(&scene, prepared));
        }
        return findings;
    }
    if prepared.kind == paste::Kind::OtherJson && strange::is_unknown(&scene) {
        if findings.is_empty() {
            findings.extend(strange::unknown(&scene, prepared));
        }
        return findings;
    }
    let strange = strange::findings(&scene);
    let excuse = Excuse::of(prepared, &scene);
    let told = [
        access_token(&scene, jwt),
        token_type(&scene),
        expires_in(&scene),
    ];
    let renamed =
        |one: &Finding| one.rule == Rule::ExpiresInMissing && strange::has_instant(&scene);
    let told = told.into_iter().flatten();
    // What the reader of JSON could not make out of a damaged text is not missing from it.
    let unread = |one: &Finding| is_unread(one, &scene);
    findings.extend(told.filter(|one| excuse.tells(one) && !renamed(one) && !unread(one)));
    findings.extend(strange);
    findings.extend(scope(&scene));
    findings.extend(narrowed(&scene, jwt, wanted));
    findings.extend(uninvited(&scene, "refresh_token", Rule::RefreshToken));
    findings.extend(uninvited(&scene, "id_token", Rule::IdToken));
    findings
}

/// Why members that are not there are not told one by one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Excuse {
    /// There is none.
    None,
    /// The paste ends in mid-air, or dots stand for members: nobody knows what stood there.
    Cut,
    /// The response is there under other names, and that is told.
    Elsewhere,
}

impl Excuse {
    fn of(prepared: &Prepared, scene: &Scene<'_>) -> Self {
        let cut = prepared.document.as_ref().is_some_and(|document| {
            let mut faults = document.faults().iter();
            faults.any(|f| matches!(f.kind, FaultKind::Truncated | FaultKind::Ellipsis))
        });
        match (cut, strange::explains_all(scene)) {
            (true, _) => Self::Cut,
            (false, true) => Self::Elsewhere,
            (false, false) => Self::None,
        }
    }

    /// True for a finding that must be told all the same.
    fn tells(self, finding: &Finding) -> bool {
        let missing = matches!(
            finding.rule,
            Rule::AccessTokenMissing | Rule::TokenTypeMissing | Rule::ExpiresInMissing
        );
        match self {
            Self::None => true,
            // The one member that a learner came for is named all the same: without it nothing else helps.
            Self::Cut | Self::Elsewhere => !missing || finding.rule == Rule::AccessTokenMissing,
        }
    }
}

/// True for the absence of a member whose name stands in a text that is no JSON.
fn is_unread(finding: &Finding, scene: &Scene<'_>) -> bool {
    let name = match finding.rule {
        Rule::TokenTypeMissing => "token_type",
        Rule::ExpiresInMissing => "expires_in",
        _ => return false,
    };
    let text = scene.document.text();
    let alone = |at: usize| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        // ext_expires_in is another member.
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    };
    let mut found = text.match_indices(name);
    !scene.document.faults().is_empty() && found.any(|(at, _)| alone(at))
}

pub(super) fn object(prepared: &Prepared) -> Option<(&Document, NodeId)> {
    match prepared.kind {
        paste::Kind::TokenReply | paste::Kind::ErrorReply | paste::Kind::OtherJson => {}
        paste::Kind::BareToken
        | paste::Kind::Html
        | paste::Kind::Request
        | paste::Kind::Unreadable => return None,
    }
    let document = prepared.document.as_ref()?;
    let root = document.root()?;
    (document.kind(root) == Kind::Object).then_some((document, root))
}

fn access_token(scene: &Scene<'_>, jwt: Option<&Jwt>) -> Option<Finding> {
    let Some(value) = scene.member("access_token") else {
        return Some(strange::absent(scene));
    };
    let Some(text) = scene.document.string(value) else {
        return Some(scene.wrong_type(Rule::AccessTokenType, value));
    };
    if text.is_empty() {
        return Some(scene.at(Rule::AccessTokenEmpty, value));
    }
    // A token that was cut, or is a placeholder, has no `jwt`: its dots and brackets are told by the paste layer.
    let jwt = jwt.filter(|_| !scene.is_garbled(value))?;
    let Some(stray) = stray_character(text, jwt) else {
        return Some(scene.at(Rule::AccessTokenHeld, value));
    };
    let finding = scene
        .at(Rule::AccessTokenCharset, value)
        .with("character", name_character(stray));
    Some(match text.split_once(' ') {
        Some((word, _)) if ["bearer", "dpop"].contains(&word.to_ascii_lowercase().as_str()) => {
            finding.case("scheme").with("word", word)
        }
        _ if text.len() > 2 && text.starts_with('"') && text.ends_with('"') => {
            finding.case("quotes")
        }
        _ if stray == '=' && text.contains("=3D") => finding.case("mail"),
        // Nobody slipped when copying: this maker's tokens hold that character.
        _ if let Some(vendor) = vendor_of(text) => finding
            .case("vendor")
            .graded(Severity::Warn)
            .with("vendor", vendor.name),
        _ if matches!(stray, '!' | '%' | ':' | '@' | '*' | '$' | '|' | ';') => {
            finding.case("habit")
        }
        _ => finding,
    })
}

/// The first character that breaks b64token (RFC 6750 2.1). Inside a JWT `=` is told as padding, wherever it stands.
fn stray_character(text: &str, jwt: &Jwt) -> Option<char> {
    let body = text.trim_end_matches('=');
    let allowed = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '-' | '.' | '_' | '~' | '+' | '/')
            || (c == '=' && jwt.is_jwt())
    };
    if body.is_empty() {
        return Some('=');
    }
    body.chars().find(|c| !allowed(*c))
}

/// A character by its look where it has one, by its name if everybody knows it, else by its number.
pub(super) fn name_character(c: char) -> String {
    match c {
        ' ' => return words::phrase("character.blank").to_owned(),
        '\n' | '\r' => return words::phrase("character.line").to_owned(),
        '\t' => return words::phrase("character.tab").to_owned(),
        _ => {}
    }
    if c.is_ascii_graphic() {
        return c.to_string();
    }
    let number = u32::from(c);
    format!("U+{number:04X}")
}

fn token_type(scene: &Scene<'_>) -> Option<Finding> {
    let Some(value) = scene.member("token_type") else {
        return Some(scene.missing(Rule::TokenTypeMissing, "/token_type"));
    };
    if scene.is_garbled(value) {
        return None;
    }
    let Some(text) = scene.document.string(value) else {
        return Some(scene.wrong_type(Rule::TokenTypeType, value));
    };
    // RFC 6749 5.1: compared without case.
    let known = ["Bearer", "DPoP"];
    let rule = if known.iter().any(|one| one.eq_ignore_ascii_case(text)) {
        Rule::TokenTypeHeld
    } else {
        Rule::TokenTypeUnknown
    };
    let shown = if text.is_empty() {
        "\"\"".to_owned()
    } else {
        shorten(text)
    };
    Some(scene.at(rule, value).seen(text).with("value", shown))
}

fn expires_in(scene: &Scene<'_>) -> Option<Finding> {
    let Some(value) = scene.member("expires_in") else {
        return Some(scene.missing(Rule::ExpiresInMissing, "/expires_in"));
    };
    if scene.is_garbled(value) {
        return None;
    }
    let raw = scene.document.raw(value);
    if scene.document.kind(value) != Kind::Number {
        return Some(scene.wrong_type(Rule::ExpiresInType, value).seen(raw));
    }
    let fault = match scene.document.integer(value) {
        Some(Integer::Fits(0)) => "fault.zero",
        Some(Integer::Fits(..0) | Integer::Huge { negative: true, .. }) => "fault.negative",
        Some(Integer::Fits(seconds @ 1..FIRST_INSTANT)) => {
            let held = scene.at(Rule::ExpiresInHeld, value).seen(raw);
            let lives = duration(seconds.unsigned_abs());
            return Some(held.with("value", shorten(raw)).with("duration", lives));
        }
        Some(
            Integer::Fits(FIRST_INSTANT..)
            | Integer::Huge {
                negative: false, ..
            },
        ) => "fault.instant",
        None => "fault.fraction",
    };
    let finding = scene.at(Rule::ExpiresInRange, value).seen(raw);
    let finding = finding.with("value", shorten(raw));
    Some(finding.with("fault", words::phrase(fault)))
}

fn scope(scene: &Scene<'_>) -> Option<Finding> {
    // RFC 6749 5.1: without the member the scope is the one that was asked for.
    let value = scene
        .member("scope")
        .filter(|value| !scene.is_garbled(*value))?;
    let Some(text) = scene.document.string(value) else {
        return Some(scene.wrong_type(Rule::ScopeType, value));
    };
    if let Some(fault) = scope_fault(text) {
        let finding = scene.at(Rule::ScopeGrammar, value).seen(text);
        return Some(finding.with("fault", fault));
    }
    let held = scene.at(Rule::ScopeHeld, value).seen(text);
    Some(held.with("value", shorten(text)))
}

/// Less was granted than was asked for. RFC 6749 5.1: a reply without `scope` grants what was asked for, but some servers drop
/// the member along with the scope, as Django OAuth Toolkit does, so the token's own claim is looked at then.
fn narrowed(scene: &Scene<'_>, jwt: Option<&Jwt>, wanted: &Expectation) -> Option<Finding> {
    let asked = wanted.scope.as_deref()?;
    let (finding, granted) = if let Some(value) = scene.member("scope") {
        let text = scene.document.string(value)?;
        let finding = scene.at(Rule::ScopeNarrowed, value).seen(text);
        (finding, text.split(' ').collect())
    } else {
        let payload = jwt.and_then(|jwt| jwt.payload.as_ref());
        let granted = payload.and_then(|payload| {
            scope_names(payload, "scope").or_else(|| scope_names(payload, "scp"))
        });
        let finding = scene.missing(Rule::ScopeNarrowed, "/scope");
        match granted {
            Some(granted) => (finding, granted),
            None if scene.member("access_token").is_none() => return None,
            None => return Some(finding.case("untold").with("missing", shorten(asked))),
        }
    };
    let missing: Vec<&str> = asked
        .split_whitespace()
        .filter(|name| !granted.contains(name))
        .collect();
    let told = || finding.with("missing", shorten(&missing.join(" ")));
    (!missing.is_empty()).then(told)
}

/// How `text` breaks the grammar of RFC 6749 3.3, in words.
pub(super) fn scope_fault(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some(words::phrase("scope.empty").to_owned());
    }
    if text.split(' ').any(str::is_empty) {
        return Some(words::phrase("scope.blanks").to_owned());
    }
    let stray = text
        .chars()
        .find(|c| *c != ' ' && !matches!(*c, '\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e'))?;
    let values = [("character", name_character(stray))];
    Some(words::fill(words::phrase("scope.character"), &values))
}

/// A member that has no place in this grant. `null` is how some programs write that there is none.
fn uninvited(scene: &Scene<'_>, name: &str, rule: Rule) -> Option<Finding> {
    scene
        .member(name)
        .filter(|value| scene.document.kind(*value) != Kind::Null)
        .map(|value| scene.at(rule, value))
}
