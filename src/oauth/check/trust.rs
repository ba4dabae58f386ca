//! The trust layer: what the signature check came to.

use crate::oauth::check::trust_misfit;
use crate::oauth::finding::{Finding, shorten};
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::algorithm::Algorithm;
use crate::oauth::jwt::keys::Keys;
use crate::oauth::jwt::signature::{Trust, Unchecked, has_crit, uncheckable, verify};
use crate::oauth::rules::{Rule, words};

/// Checks the signature if there are keys.
pub(super) fn judge(jwt: &Jwt, keys: Option<&Keys>) -> Trust {
    match keys {
        Some(keys) => verify(jwt, keys),
        None => Trust::NotChecked(unaided(jwt)),
    }
}

/// Says of a token whose keys were asked for and did not come what is true: that they did not come.
pub fn keys_did_not_come(findings: &mut [Finding]) {
    let waiting = |one: &&mut Finding| {
        one.rule == Rule::TrustNotChecked && one.case == Some(Unchecked::NoKeys.case())
    };
    for finding in findings.iter_mut().filter(waiting) {
        finding.case = Some("unfetched");
        finding.values = vec![("reason", words::phrase("unchecked.unfetched").to_owned())];
    }
}

/// Why nothing is checked where no key was given. Where none would help, asking for one leads astray.
fn unaided(jwt: &Jwt) -> Unchecked {
    if let Some(why) = uncheckable(jwt) {
        return why;
    }
    match jwt.header_text("alg") {
        Some(alg) if alg.eq_ignore_ascii_case("none") => Unchecked::Unsigned,
        Some(alg) if Algorithm::from_name(alg).is_some() && has_crit(jwt) => Unchecked::Critical,
        Some(alg) if Algorithm::from_name(alg).is_some() => Unchecked::NoKeys,
        Some(_) | None => Unchecked::UnknownAlgorithm,
    }
}

/// What there is to say about it.
pub(super) fn finding(trust: &Trust, jwt: &Jwt, keys: Option<&Keys>) -> Option<Finding> {
    let alg = shorten(jwt.header_text("alg").unwrap_or_default());
    Some(match trust {
        Trust::NotChecked(Unchecked::NoToken) => return None,
        Trust::NotChecked(why) => {
            let finding = Finding::new(Rule::TrustNotChecked).case(why.case());
            finding.with("reason", words::phrase(why.id()))
        }
        Trust::Passed { kid, alg } => {
            let key = match kid {
                Some(kid) => words::fill(words::phrase("key.named"), &[("kid", shorten(kid))]),
                None => words::phrase("key.unnamed").to_owned(),
            };
            Finding::new(Rule::TrustPassed)
                .with("key", key)
                .with("alg", alg.clone())
        }
        Trust::Failed(refusal) => {
            let finding = Finding::new(refusal.rule())
                .with("problem", words::phrase(refusal.id()))
                .with("alg", alg);
            match trust_misfit::case(*refusal, jwt, keys) {
                Some(case) => finding.case(case),
                None => finding,
            }
        }
    })
}
