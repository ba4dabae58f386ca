//! What is told of all that was found: roots and not their consequences, worst first, nothing twice.

use crate::oauth::finding::{Finding, Severity};
use crate::oauth::rules::Rule;

/// Leaves out what follows from a root that is told: a value that no token can be has no form and no signature worth a note, a
/// form has the type of a form, and a token of another kind is not blamed for what an access token must have.
pub(super) fn settle_cascades(findings: &mut Vec<Finding>) {
    let has = |findings: &[Finding], rule: Rule| {
        findings
            .iter()
            .any(|one| one.rule == rule && one.severity == Severity::Fail)
    };
    if has(findings, Rule::AccessTokenCharset) {
        findings.retain(|one| {
            one.severity != Severity::Note
                || !matches!(one.rule, Rule::TokenOpaque | Rule::TrustNotChecked)
        });
    }
    // One word that is a secret is no token that was pasted alone.
    let opaque = findings.iter().any(|one| one.rule == Rule::TokenOpaque);
    if has(findings, Rule::PasteSecret) && opaque {
        findings.retain(|one| {
            !matches!(
                one.rule,
                Rule::PasteBareToken | Rule::TokenOpaque | Rule::TrustNotChecked
            )
        });
    }
    if has(findings, Rule::ReplyForm) || has(findings, Rule::ReplyXml) {
        findings.retain(|one| one.rule != Rule::HeaderContentType);
    }
    let another = has(findings, Rule::TokenKind) || has(findings, Rule::TokenTyp);
    if another {
        findings.retain(|one| {
            !matches!(
                one.rule,
                Rule::SubUser
                    | Rule::SubMissing
                    | Rule::ExpMissing
                    | Rule::AudMissing
                    | Rule::IssMissing
            )
        });
    }
}

/// Worst first; within one severity by layer, then by place. Equal findings are told once.
pub(super) fn arrange(findings: &mut Vec<Finding>) {
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
