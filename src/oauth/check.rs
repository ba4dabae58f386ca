//! Checking a pasted token response: each layer finds what it can, and all findings are reported at once.

use crate::oauth::finding::{Finding, Place, Severity};
use crate::oauth::json::Document;
use crate::oauth::jwt::keys::Keys;
use crate::oauth::jwt::signature::{Trust, Unchecked};
use crate::oauth::jwt::{self, Form, Jwt};
use crate::oauth::rules::Rule;
use crate::oauth::time::UnixTime;
use crate::oauth::vendor::{self, Profile, ProfileChoice};

pub mod diff;
pub mod paste;
pub mod report;

mod agree;
mod claim;
mod claim_name;
mod claim_subject;
mod header;
mod json;
mod locate;
mod noted;
mod reply;
mod reply_error;
mod reply_strange;
mod strange_text;
mod token;
mod trust;

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
    /// What there is to say of the layers token, claim and trust, worst first. Places have no line: there is no paste.
    pub findings: Vec<Finding>,
}

/// Judges `pasted`: repairs what can be repaired, then looks at every layer. Never fails; what cannot be read is a finding.
pub fn check(pasted: &Pasted, wanted: &Expectation, keys: Option<&Keys>) -> Report {
    let prepared = paste::prepare_without(pasted, &wanted.undo);
    let locator = Locator::new(pasted, &prepared);
    let document = prepared.document.as_ref();
    let jwt = token_text(&prepared, &locator).map(|text| jwt::read(&text));
    let profile = decide(wanted, document, jwt.as_ref());

    let mut findings = noted::findings(&prepared, &locator, wanted);
    findings.extend(json::findings(&prepared, &locator));
    findings.extend(reply::findings(&prepared, jwt.as_ref(), wanted, &locator));
    findings.extend(header::findings(&prepared, &locator));
    if let Some(payload) = jwt.as_ref().and_then(|jwt| jwt.payload.as_ref()) {
        findings.extend(agree::findings(&prepared, payload, wanted, &locator));
    }
    let trust = match &jwt {
        Some(jwt) => {
            let (trust, of_token) = judge(jwt, profile, wanted, keys);
            let base = locator.token();
            findings.extend(of_token.into_iter().map(|finding| settle(finding, &base)));
            trust
        }
        None => Trust::NotChecked(Unchecked::NoToken),
    };
    settle_cascades(&mut findings);
    arrange(&mut findings);
    Report {
        pasted: pasted.clone(),
        profile,
        trust,
        form: jwt.as_ref().map_or(Form::None, |jwt| jwt.form),
        jwt,
        findings,
        prepared,
    }
}

/// Judges a token that stands alone, as `decode` does.
pub fn judge_token(token: &str, wanted: &Expectation, keys: Option<&Keys>) -> TokenReport {
    let jwt = jwt::read(token);
    let profile = decide(wanted, None, Some(&jwt));
    let (trust, mut findings) = judge(&jwt, profile, wanted, keys);
    arrange(&mut findings);
    TokenReport {
        profile,
        trust,
        jwt,
        findings,
    }
}

fn decide(wanted: &Expectation, document: Option<&Document>, jwt: Option<&Jwt>) -> Profile {
    match wanted.profile {
        ProfileChoice::Auto => vendor::evident(document, jwt),
        ProfileChoice::Only(profile) => profile,
    }
}

fn judge(
    jwt: &Jwt,
    profile: Profile,
    wanted: &Expectation,
    keys: Option<&Keys>,
) -> (Trust, Vec<Finding>) {
    let mut findings = token::findings(jwt, profile);
    if let Some(payload) = &jwt.payload {
        findings.extend(claim::findings(payload, wanted));
        findings.extend(claim_name::findings(payload, wanted));
        findings.extend(claim_subject::findings(payload, wanted));
    }
    let trust = trust::judge(jwt, keys);
    findings.extend(trust::finding(&trust, jwt));
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

/// Gives a finding about the token the line and column of the token in the paste.
fn settle(mut finding: Finding, token: &Place) -> Finding {
    finding.place.line = token.line;
    finding.place.column = token.column;
    finding
}

/// Leaves out what follows from a root that is told: a value that no token can be has no form and no signature worth a note.
fn settle_cascades(findings: &mut Vec<Finding>) {
    if findings
        .iter()
        .any(|one| one.rule == Rule::AccessTokenCharset)
    {
        findings.retain(|one| {
            one.severity != Severity::Note
                || !matches!(one.rule, Rule::TokenOpaque | Rule::TrustNotChecked)
        });
    }
}

/// Worst first; within one severity by layer, then by place. Equal findings are told once.
fn arrange(findings: &mut Vec<Finding>) {
    findings.sort_by_key(|finding| {
        let place = &finding.place;
        (
            std::cmp::Reverse(finding.severity),
            finding.rule.layer(),
            place.line,
            place.column,
            finding.rule,
        )
    });
    findings.dedup_by(|later, earlier| {
        later.rule == earlier.rule && later.place == earlier.place && later.seen == earlier.seen
    });
}
