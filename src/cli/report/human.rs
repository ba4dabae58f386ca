//! Reports for people: the verdict, what it is about, each finding, then what held.

use std::fmt::Write as _;

use crate::cli::report::claims::{self, Side};
use crate::cli::report::finding::{self, Scene};
use crate::cli::report::lines::wrapped;
use crate::cli::report::times::Times;
use crate::cli::style::{Role, Style};
use crate::oauth::check::paste::Kind;
use crate::oauth::check::{self, Report, TokenReport};
use crate::oauth::finding::{Finding, Severity};
use crate::oauth::jwt::signature::{Refusal, Trust, Unchecked};
use crate::oauth::jwt::{Form, Jwt, PartName};
use crate::oauth::kind::{Family, Identity, TokenKind};
use crate::oauth::rules::{Rule, words};
use crate::oauth::text::visible_line;
use crate::oauth::time::UnixTime;
use crate::oauth::vendor::Profile;

/// The report of `check`.
pub fn check(report: &Report, style: Style) -> String {
    let mut out = String::new();
    headline(&mut out, &report.findings, style);
    let mut about = vec![words::phrase(kind_words(report.kind()))];
    // What was not judged was judged by nobody's ways.
    if !matches!(report.kind(), Kind::Html | Kind::Request | Kind::Unreadable) {
        about.push(words::phrase(profile_words(report.profile)));
    }
    if report.jwt.is_some() {
        about.extend(token_words(report.form, &report.trust));
    }
    let _ = writeln!(
        out,
        "{}",
        style.paint(Role::Quiet, wrapped(&about.join(" "), 0, 0))
    );
    let scene = Scene {
        pasted: excerpts_of(&report.pasted.text, &report.findings),
        repairs: &report.prepared.repairs,
        jwt: report.jwt.as_ref(),
        style,
    };
    findings(&mut out, &report.findings, &scene);
    taught(&mut out, &report.findings, style);
    out
}

/// The text that excerpts are taken from. Of a mail's source there are none: its lines end within values, and the rest of a secret that is known
/// as a whole would stand in the next one.
fn excerpts_of<'a>(pasted: &'a str, findings: &[Finding]) -> Option<&'a str> {
    let mail = |finding: &Finding| finding.rule == Rule::PasteQuotedPrintable;
    (!findings.iter().any(mail)).then_some(pasted)
}

/// The report of `decode`. Claims are shown as the token holds them; words and times stand beside them.
pub fn decode(report: &TokenReport, at: UnixTime, style: Style) -> String {
    decode_with(
        report,
        Times {
            at,
            local: &|_| None,
        },
        style,
    )
}

/// As [`decode`], with times in a zone of one's own.
pub fn decode_with(report: &TokenReport, times: Times<'_>, style: Style) -> String {
    let mut out = String::new();
    let jwt = &report.jwt;
    if report.identity.kind != TokenKind::NotAToken {
        let about = [
            identity(&report.identity),
            token_words(jwt.form, &report.trust).join(" "),
        ];
        let about = wrapped(about.join(" ").trim(), 0, 0);
        let _ = writeln!(out, "{}", style.paint(Role::Quiet, about));
    }
    let family = report.identity.family;
    if let Some(header) = &jwt.header {
        claims::write(
            &mut out,
            "1 Header",
            header,
            Side::Header(jwt, family),
            style,
        );
    }
    if let Some(payload) = &jwt.payload {
        claims::write(
            &mut out,
            "2 Payload",
            payload,
            Side::Payload(times, family),
            style,
        );
    }
    if let Some(inner) = &jwt.inner {
        inside(&mut out, inner, times, family, style);
    }
    disclosures(&mut out, jwt, style);
    signature(&mut out, jwt, style);
    if report.identity.kind != TokenKind::NotAToken {
        let _ = writeln!(out, "{}", wrapped(&compared(report), 0, 2));
    }
    let _ = writeln!(out);
    verdict(&mut out, report, style);
    out
}

/// What there is to say, worst first.
fn verdict(out: &mut String, report: &TokenReport, style: Style) {
    // A token that was only read has passed nothing, so there is no word for a good one.
    match check::verdict(&report.findings) {
        Severity::Fail | Severity::Warn => headline(out, &report.findings, style),
        Severity::Note | Severity::Pass => {
            let _ = writeln!(out, "{}", counts(&report.findings));
        }
    }
    let scene = Scene {
        pasted: None,
        repairs: &[],
        jwt: Some(&report.jwt),
        style,
    };
    // What it is stands at the top already.
    let told: Vec<Finding> = report
        .findings
        .iter()
        .filter(|one| {
            !matches!(one.rule, Rule::TokenKind | Rule::TokenFamily)
                || one.severity == Severity::Fail
        })
        .cloned()
        .collect();
    findings(out, &told, &scene);
}

/// What it is, whose, what it is for and what it is not for.
fn identity(identity: &Identity) -> String {
    let [name, purpose, not] = identity.kind.words();
    let mut said = format!("This is {name}");
    if identity.family != Family::Generic {
        let _ = write!(said, " of {}", identity.family.name());
    }
    if !identity.kind_sign.is_empty() {
        let _ = write!(said, " (by {})", identity.kind_sign);
    }
    format!("{said}. {purpose} {not}")
}

/// The token inside of a token.
fn inside(out: &mut String, inner: &Jwt, times: Times<'_>, family: Family, style: Style) {
    if let Some(header) = &inner.header {
        claims::write(
            out,
            "2 Payload: a token, its header",
            header,
            Side::Header(inner, family),
            style,
        );
    }
    if let Some(payload) = &inner.payload {
        claims::write(
            out,
            "2 Payload: a token, its claims",
            payload,
            Side::Payload(times, family),
            style,
        );
    }
}

fn disclosures(out: &mut String, jwt: &Jwt, style: Style) {
    let Some(disclosed) = &jwt.disclosed else {
        return;
    };
    let _ = writeln!(
        out,
        "\n{}",
        style.paint(Role::Strong, words::phrase("report.disclosures"))
    );
    for one in &disclosed.disclosures {
        let name = visible_line(one.name().unwrap_or(words::phrase("sd-jwt.item")));
        let value = visible_line(one.value().unwrap_or_default());
        let fits = words::phrase(if one.fits {
            "sd-jwt.fits"
        } else {
            "sd-jwt.strange"
        });
        let _ = writeln!(out, "  {name}  {value}  {}", style.paint(Role::Quiet, fits));
    }
}

/// Which of signature, issuer, audience and times were compared, and which were not.
fn compared(report: &TokenReport) -> String {
    let all = ["signature", "iss", "aud", "exp", "nbf", "iat"];
    let there = |name: &&str| {
        *name == "signature"
            || report.jwt.payload.as_ref().is_some_and(|payload| {
                payload
                    .root()
                    .is_some_and(|root| payload.member(root, name).is_some())
            })
    };
    let rest: Vec<&str> = all
        .into_iter()
        .filter(there)
        .filter(|name| !report.compared.contains(name))
        .collect();
    let list = |names: &[&str]| {
        if names.is_empty() {
            words::phrase("scope.nothing").to_owned()
        } else {
            names.join(", ")
        }
    };
    let values = [("compared", list(&report.compared)), ("rest", list(&rest))];
    words::fill(words::phrase("report.compared"), &values)
}

fn signature(out: &mut String, jwt: &Jwt, style: Style) {
    let bytes = jwt
        .part(PartName::Signature)
        .and_then(|part| part.bytes.as_ref());
    if let Some(bytes) = bytes {
        let title = style.paint(Role::Strong, "3 Signature");
        let _ = writeln!(out, "\n{title}\n  {} bytes", bytes.len());
    }
}

fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::TokenReply => "report.token-reply",
        Kind::ErrorReply => "report.error-reply",
        Kind::BareToken => "report.bare-token",
        Kind::Html => "report.html",
        Kind::Request => "report.request",
        Kind::Unreadable => "report.unreadable",
        Kind::OtherJson => "report.other-json",
    }
}

fn profile_words(profile: Profile) -> &'static str {
    match profile {
        Profile::Generic => "profile.generic",
        Profile::Auth0 => "profile.auth0",
        Profile::Okta => "profile.okta",
        Profile::OktaOrg => "profile.okta-org",
    }
}

/// What the token is, and what is known about its signature.
fn token_words(form: Form, trust: &Trust) -> [&'static str; 2] {
    let unsigned = matches!(
        trust,
        Trust::NotChecked(Unchecked::Unsigned) | Trust::Failed(Refusal::Unsigned)
    );
    let form = if unsigned {
        "form.unsigned"
    } else {
        form_words(form)
    };
    [form, trust_words(trust)].map(words::phrase)
}

fn form_words(form: Form) -> &'static str {
    match form {
        Form::Jws => "form.jws",
        Form::Jwe => "form.jwe",
        Form::Opaque => "form.opaque",
        Form::None => "form.none",
    }
}

fn trust_words(trust: &Trust) -> &'static str {
    match trust {
        Trust::NotChecked(Unchecked::Opaque | Unchecked::NoToken | Unchecked::Unsigned) => {
            "trust.nothing"
        }
        Trust::NotChecked(_) => "trust.not-checked",
        Trust::Passed { .. } => "trust.passed",
        Trust::Failed(_) => "trust.failed",
    }
}

fn headline(out: &mut String, findings: &[Finding], style: Style) {
    let verdict = check::verdict(findings);
    let word = match verdict {
        Severity::Fail => "FAIL",
        Severity::Warn => "WARN",
        Severity::Note | Severity::Pass => "PASS",
    };
    let word = style.paint(Role::Severity(verdict), word);
    let _ = writeln!(out, "{word}  {}", counts(findings));
}

fn counts(findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let plural = |count: usize, word: &str| {
        let ending = if count == 1 { "" } else { "s" };
        format!("{count} {word}{ending}")
    };
    format!(
        "{}, {}, {}, {} held",
        plural(count(Severity::Fail), "fail"),
        plural(count(Severity::Warn), "warning"),
        plural(count(Severity::Note), "note"),
        plural(count(Severity::Pass), "rule"),
    )
}

fn findings(out: &mut String, findings: &[Finding], scene: &Scene<'_>) {
    let style = scene.style;
    let (held, rest): (Vec<&Finding>, Vec<&Finding>) = findings
        .iter()
        .partition(|finding| finding.severity == Severity::Pass);
    // Several findings may stand at one place, and its line is worth showing once.
    let mut shown: Option<&Finding> = None;
    for one in rest {
        let _ = writeln!(out);
        finding::write(out, one, scene, shown);
        shown = Some(one);
    }
    if held.is_empty() {
        return;
    }
    let _ = writeln!(out);
    for finding in held {
        let sign = style.paint(Role::Severity(Severity::Pass), style.sign(Severity::Pass));
        let _ = writeln!(out, "{sign} {}", wrapped(&finding.what(), 2, 2));
    }
}

/// Where the worst finding is taught.
fn taught(out: &mut String, findings: &[Finding], style: Style) {
    let worst = findings
        .iter()
        .filter(|finding| finding.severity >= Severity::Warn)
        .find_map(|finding| finding.rule.words().lesson);
    if let Some(lesson) = worst.and_then(crate::lesson::number_of) {
        let pointer = words::fill(
            words::phrase("report.lesson"),
            &[("lesson", lesson.to_string())],
        );
        let _ = writeln!(out, "\n{}", style.paint(Role::Quiet, &pointer));
    }
}
