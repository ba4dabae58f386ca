//! The trust layer: what the signature check came to.

use crate::oauth::finding::{Finding, shorten};
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::keys::Keys;
use crate::oauth::jwt::signature::{Trust, Unchecked, uncheckable, verify};
use crate::oauth::rules::{Rule, words};

/// Checks the signature if there are keys.
pub(super) fn judge(jwt: &Jwt, keys: Option<&Keys>) -> Trust {
    match keys {
        Some(keys) => verify(jwt, keys),
        None => Trust::NotChecked(uncheckable(jwt).unwrap_or(Unchecked::NoKeys)),
    }
}

/// What there is to say about it.
pub(super) fn finding(trust: &Trust, jwt: &Jwt) -> Option<Finding> {
    let alg = shorten(jwt.header_text("alg").unwrap_or_default());
    Some(match trust {
        Trust::NotChecked(Unchecked::NoToken) => return None,
        Trust::NotChecked(why) => {
            let how = match why {
                Unchecked::NoKeys => "how.keys",
                Unchecked::NoToken
                | Unchecked::Opaque
                | Unchecked::Encrypted
                | Unchecked::UnknownAlgorithm
                | Unchecked::Critical => "how.nothing",
            };
            Finding::new(Rule::TrustNotChecked)
                .with("reason", words::phrase(why.id()))
                .with("how", words::phrase(how))
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
        Trust::Failed(refusal) => Finding::new(refusal.rule())
            .with("problem", words::phrase(refusal.id()))
            .with("alg", alg),
    })
}
