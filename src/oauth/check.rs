//! Checking a pasted token response: each layer finds what it can, and all findings are reported at once.

use crate::oauth::finding::{Finding, Place, Severity};
use crate::oauth::json::Document;
use crate::oauth::jwt::keys::Keys;
use crate::oauth::jwt::signature::{Trust, Unchecked};
use crate::oauth::jwt::{self, Form, Jwt};
use crate::oauth::kind::{Family, Identity, TokenKind, identify};
use crate::oauth::reply::Reply;
use crate::oauth::rules::Rule;
use crate::oauth::time::UnixTime;
use crate::oauth::vendor::{self, Profile, ProfileChoice};

pub mod diff;
pub mod paste;
pub mod report;

mod agree;
mod before;
mod cascade;
mod claim;
mod claim_name;
mod claim_needed;
mod claim_subject;
pub mod compare;
mod compared;
pub mod error_evidence;
mod find;
mod header;
mod json;
mod locate;
mod noted;
mod reply;
mod reply_error;
mod reply_strange;
mod scene;
pub mod specimen;
mod strange_text;
mod thing;
mod token;
mod token_kind;
mod trust;
mod trust_misfit;

use cascade::{arrange, settle_cascades};
use locate::Locator;
use paste::{Kind, Pasted, Prepared};
pub use trust::keys_did_not_come;

/// What the learner says the response should be, and when it is judged.
#[derive(Clone, Debug, Default)]
pub struct Expectation {
    /// Whose habits it is judged by.
    pub profile: ProfileChoice,
    /// The issuer that the token should name.
    pub issuer: Option<String>,
    /// The token should be for one of these; empty when nothing was said.
    pub audiences: Vec<String>,
    /// The scope that was asked for.
    pub scope: Option<String>,
    /// The client that asked.
    pub client_id: Option<String>,
    /// True when a repair counts as a fault.
    pub strict: bool,
    /// True when it must be an access token that came by client credentials; [`check`] takes that for granted.
    pub client_credentials: bool,
    /// Repairs that are not wanted, by the id of their rule: what they would put right is judged as it stands.
    pub undo: Vec<&'static str>,
    /// The time of judging.
    pub at: UnixTime,
    /// How many seconds clocks may differ.
    pub leeway: i64,
}

/// Everything that is known about one pasted text.
#[derive(Clone, Debug)]
pub struct Report {
    /// What was pasted.
    pub pasted: Pasted,
    /// The same, made ready for judging.
    pub prepared: Prepared,
    /// Whose habits it was judged by.
    pub profile: Profile,
    /// What is known about the signature.
    pub trust: Trust,
    /// The shape of the token.
    pub form: Form,
    /// The token, as far as it could be read; `None` where there is none, or none that is whole.
    pub jwt: Option<Jwt>,
    /// What the token is, and whose.
    pub identity: Identity,
    /// What of the token was compared with something: `signature`, `iss`, `aud`, `exp`, `nbf`, `iat`.
    pub compared: Vec<&'static str>,
    /// What there is to say, worst first.
    pub findings: Vec<Finding>,
}

impl Report {
    /// What kind of thing was pasted.
    pub fn kind(&self) -> Kind {
        self.prepared.kind
    }

    /// `pass`, `warn` or `fail`: the worst of the findings, where a note is a pass.
    pub fn verdict(&self) -> Severity {
        verdict(&self.findings)
    }
}

/// The worst severity among `findings`; notes and rules that held count as [`Severity::Pass`].
pub fn verdict(findings: &[Finding]) -> Severity {
    match findings.iter().map(|finding| finding.severity).max() {
        Some(worst @ (Severity::Fail | Severity::Warn)) => worst,
        Some(Severity::Note | Severity::Pass) | None => Severity::Pass,
    }
}

/// What is known about a token that stands alone.
#[derive(Clone, Debug)]
pub struct TokenReport {
    /// Whose habits it was judged by.
    pub profile: Profile,
    /// What is known about the signature.
    pub trust: Trust,
    /// The token.
    pub jwt: Jwt,
    /// What it is, and whose.
    pub identity: Identity,
    /// What of it was compared with something: `signature`, `iss`, `aud`, `exp`, `nbf`, `iat`.
    pub compared: Vec<&'static str>,
    /// What there is to say of the layers token, claim and trust, worst first. Places have no line: there is no paste.
    pub findings: Vec<Finding>,
}

/// Judges `pasted`: repairs what can be repaired, then looks at every layer. Never fails; what cannot be read is a finding.
pub fn check(pasted: &Pasted, wanted: &Expectation, keys: Option<&Keys>) -> Report {
    judge_prepared(
        pasted,
        paste::prepare_without(pasted, &wanted.undo),
        wanted,
        keys,
    )
}

/// Judges a reply as it came over the wire: its headers hold, and nothing of it is repaired or passed over as a paste's would be.
pub fn of_reply(reply: &Reply, wanted: &Expectation, keys: Option<&Keys>) -> Report {
    let (pasted, prepared) = paste::as_received(reply);
    judge_prepared(&pasted, prepared, wanted, keys)
}

fn judge_prepared(
    pasted: &Pasted,
    prepared: Prepared,
    wanted: &Expectation,
    keys: Option<&Keys>,
) -> Report {
    // What is no response may hold any token, and nothing of it came by client credentials.
    let wanted = &Expectation {
        client_credentials: matches!(prepared.kind, Kind::TokenReply | Kind::BareToken),
        ..wanted.clone()
    };
    let locator = Locator::new(pasted, &prepared);
    let document = prepared.document.as_ref();
    let inner = inner_token(&prepared);
    let own = token_text(&prepared, &locator)
        .filter(|_| prepared.kind == Kind::TokenReply || inner.is_none());
    let own = own.map(|text| jwt::read(&text));
    let jwt = own.or_else(|| inner.as_ref().map(|found| jwt::read(&found.text)));
    let profile = decide(wanted, document, jwt.as_ref());

    let mut findings = noted::findings(&prepared, &locator, wanted);
    let inside = |found: &find::Found| {
        Finding::new(Rule::PasteFoundInside).with("where", found.place.clone())
    };
    findings.extend(inner.iter().filter(|found| !is_its_own(found)).map(inside));
    findings.extend(json::findings(&prepared, &locator));
    findings.extend(reply::findings(&prepared, jwt.as_ref(), wanted, &locator));
    findings.extend(header::findings(&prepared, &locator));
    if let Some(payload) = jwt.as_ref().and_then(|jwt| jwt.payload.as_ref()) {
        findings.extend(agree::findings(&prepared, payload, wanted, &locator));
    }
    let (trust, identity, compared) = if let Some(jwt) = &jwt {
        let held = inner.as_ref().and_then(|found| found.name.as_deref());
        let identity = identify(jwt, prepared.token_name().or(held));
        let subject = Subject {
            jwt,
            identity: &identity,
            profile,
            wanted,
        };
        let (trust, of_token) = judge(&subject, keys);
        let base = locator.token();
        findings.extend(of_token.into_iter().map(|finding| settle(finding, &base)));
        let compared = compared::of(jwt, &trust, wanted);
        (trust, identity, compared)
    } else {
        let family = reply_error::family(&prepared).unwrap_or(Family::Generic);
        let trust = Trust::NotChecked(Unchecked::NoToken);
        (trust, Identity::nothing(family), Vec::new())
    };
    settle_cascades(&mut findings);
    arrange(&mut findings);
    Report {
        pasted: pasted.clone(),
        profile,
        trust,
        form: jwt.as_ref().map_or(Form::None, |jwt| jwt.form),
        jwt,
        identity,
        compared,
        findings,
        prepared,
    }
}

/// Judges a token that stands alone, as `decode` does.
pub fn judge_token(token: &str, wanted: &Expectation, keys: Option<&Keys>) -> TokenReport {
    judge_jwt(jwt::read(token), None, wanted, keys)
}

/// As [`judge_token`], for a token that was read; `name` is the member or parameter that held it.
pub fn judge_jwt(
    jwt: Jwt,
    name: Option<&str>,
    wanted: &Expectation,
    keys: Option<&Keys>,
) -> TokenReport {
    let profile = decide(wanted, None, Some(&jwt));
    let identity = identify(&jwt, name);
    let subject = Subject {
        jwt: &jwt,
        identity: &identity,
        profile,
        wanted,
    };
    let (trust, mut findings) = judge(&subject, keys);
    if wanted.client_credentials
        && let Some(payload) = &jwt.payload
    {
        findings.extend(agree::client(payload, wanted, &Place::default()));
    }
    arrange(&mut findings);
    TokenReport {
        profile,
        compared: compared::of(&jwt, &trust, wanted),
        trust,
        jwt,
        identity,
        findings,
    }
}

/// What stands in place of a token where there is none, with what there is to say about it.
pub fn no_token(family: Family, mut findings: Vec<Finding>) -> TokenReport {
    arrange(&mut findings);
    TokenReport {
        profile: Profile::Generic,
        trust: Trust::NotChecked(Unchecked::NoToken),
        jwt: Jwt::nothing(),
        identity: Identity::nothing(family),
        compared: Vec::new(),
        findings,
    }
}

fn decide(wanted: &Expectation, document: Option<&Document>, jwt: Option<&Jwt>) -> Profile {
    match wanted.profile {
        ProfileChoice::Auto => vendor::evident(document, jwt),
        ProfileChoice::Only(profile) => profile,
    }
}

/// A token that is judged, and what is known about it.
struct Subject<'a> {
    jwt: &'a Jwt,
    identity: &'a Identity,
    profile: Profile,
    wanted: &'a Expectation,
}

impl Subject<'_> {
    /// True for what an API is shown, as far as anybody knows.
    fn is_for_an_api(&self) -> bool {
        match self.identity.kind {
            TokenKind::AccessToken => true,
            TokenKind::Jwt | TokenKind::Jwe | TokenKind::Nested | TokenKind::Opaque => {
                self.wanted.client_credentials
            }
            TokenKind::IdToken
            | TokenKind::RefreshToken
            | TokenKind::LogoutToken
            | TokenKind::ClientAssertion
            | TokenKind::DpopProof
            | TokenKind::SecurityEvent
            | TokenKind::RequestObject
            | TokenKind::Introspection
            | TokenKind::Workload
            | TokenKind::SdJwt
            | TokenKind::Paseto
            | TokenKind::NotAToken => false,
        }
    }
}

fn judge(subject: &Subject<'_>, keys: Option<&Keys>) -> (Trust, Vec<Finding>) {
    let jwt = subject.jwt;
    let mut findings = token::findings(subject);
    findings.extend(token_kind::findings(subject));
    // PASETO has claims of its own, and times written as text.
    if let Some(payload) = jwt
        .payload
        .as_ref()
        .filter(|_| jwt.form != Form::Opaque || jwt.is_jwt())
    {
        findings.extend(claim::findings(payload, subject));
        findings.extend(claim_name::findings(payload, subject));
        findings.extend(claim_subject::findings(payload, subject));
        findings.extend(claim_needed::findings(payload, subject));
    }
    let trust = trust::judge(jwt, keys);
    findings.extend(trust::finding(&trust, jwt, keys));
    findings.extend(trust_misfit::weak_secret(&trust, jwt, keys));
    (trust, findings)
}

/// The token's text: the bare token, or the member `access_token`. `None` where it was cut or is a placeholder, since judging
/// the rest of it would blame the learner for the dots.
fn token_text(prepared: &Prepared, locator: &Locator<'_>) -> Option<String> {
    if let Some(token) = &prepared.token {
        return (!locator.is_cut(0, token.len())).then(|| token.clone());
    }
    let document = prepared.document.as_ref()?;
    let value = document.member(document.root()?, "access_token")?;
    let text = document.string(value).filter(|text| !text.is_empty())?;
    let raw = document.raw(value);
    let is_open = raw.len() < 2 || !raw.ends_with('"');
    let cut = locator.is_cut(document.offset(value), document.end(value));
    (!cut && !is_open && !paste::is_unfilled("access_token", text)).then(|| text.to_owned())
}

/// The token inside of a text that is no token response (another service's answer, or other words), or of one in the notation of
/// a program, in which the reader of JSON sees no values. What was cut holds none.
fn inner_token(prepared: &Prepared) -> Option<find::Found> {
    let damaged = |document: &Document| !document.faults().is_empty();
    match prepared.kind {
        Kind::OtherJson | Kind::Unreadable => {}
        Kind::BareToken => {
            let token = prepared
                .token
                .as_deref()
                .filter(|token| token.starts_with("ZXlK"))?;
            return find::tokens(token).into_iter().next();
        }
        Kind::TokenReply
            if prepared.document.as_ref().is_some_and(damaged)
                && !prepared.has_noted("paste.truncated") => {}
        Kind::TokenReply | Kind::ErrorReply | Kind::Html | Kind::Request => {
            return None;
        }
    }
    let text = prepared.document.as_ref()?.text();
    find::tokens(text).into_iter().next()
}

/// True for the member of a response, in whatever spelling: that is told as a name, and is not inside of anything.
fn is_its_own(found: &find::Found) -> bool {
    let letters = |name: &str| name.replace(['_', '-', ' '], "").to_ascii_lowercase();
    let name = found.name.as_deref();
    name.is_some_and(|name| letters(name) == "accesstoken")
}

/// Gives a finding about the token the line and column of the token in the paste.
fn settle(mut finding: Finding, token: &Place) -> Finding {
    finding.place.line = token.line;
    finding.place.column = token.column;
    finding
}
