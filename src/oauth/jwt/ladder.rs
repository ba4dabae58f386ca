//! The ladder that an API climbs with a token: fetch keys, find the kid, allow the algorithm, check the signature, then expiry,
//! issuer and audience. A step that breaks ends the climb, as it does in an API.

use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::claims::{audiences, moment};
use crate::oauth::jwt::keys::Keys;
use crate::oauth::jwt::signature::{Refusal, Trust, Unchecked, verify};
use crate::oauth::time::UnixTime;

/// One thing that an API looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rung {
    /// It has the keys of the server.
    FetchKeys,
    /// One of them has the token's `kid`.
    FindKid,
    /// The algorithm is one that this key may be used with.
    AllowAlgorithm,
    /// The signature fits.
    Signature,
    /// `exp` is not over, `nbf` is.
    Expiry,
    /// `iss` is the server it trusts.
    Issuer,
    /// `aud` is the API itself.
    Audience,
}

impl Rung {
    /// All of them, from the ground up.
    pub const ALL: [Self; 7] = [
        Self::FetchKeys,
        Self::FindKid,
        Self::AllowAlgorithm,
        Self::Signature,
        Self::Expiry,
        Self::Issuer,
        Self::Audience,
    ];
}

/// How a step went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Footing {
    /// It held.
    Held,
    /// It broke: the API refuses the token here.
    Broke,
    /// Nobody said what to compare with, so it was passed over.
    Skipped,
    /// An earlier step broke.
    NotReached,
}

/// One step of a climb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What was looked at.
    pub rung: Rung,
    /// How it went.
    pub footing: Footing,
}

/// Whether an API would take the token, in a word: what was not compared is passed over.
pub fn word(climbed: &[Step]) -> &'static str {
    if climbed.iter().any(|step| step.footing == Footing::Broke) {
        "failed"
    } else {
        "passed"
    }
}

/// What the API wants of a token besides a signature.
#[derive(Clone, Debug, Default)]
pub struct Demand {
    /// The issuer that it trusts.
    pub issuer: Option<String>,
    /// Its own identifier.
    pub audience: Option<String>,
    /// The time of judging.
    pub at: UnixTime,
    /// How many seconds clocks may differ.
    pub leeway: i64,
}

/// Climbs with `jwt`. Always seven steps, in the order of [`Rung::ALL`].
pub fn climb(jwt: &Jwt, keys: Option<&Keys>, demand: &Demand) -> [Step; 7] {
    let mut broken = false;
    let trust = keys.map(|keys| verify(jwt, keys));
    Rung::ALL.map(|rung| {
        let footing = if broken {
            Footing::NotReached
        } else {
            try_rung(rung, jwt, trust.as_ref(), demand)
        };
        broken |= footing == Footing::Broke;
        Step { rung, footing }
    })
}

fn try_rung(rung: Rung, jwt: &Jwt, trust: Option<&Trust>, demand: &Demand) -> Footing {
    let held = match rung {
        Rung::FetchKeys => trust.is_some(),
        Rung::FindKid | Rung::AllowAlgorithm | Rung::Signature => {
            trust.is_some_and(|trust| broke_at(trust) != Some(rung))
        }
        Rung::Issuer => match &demand.issuer {
            Some(issuer) => jwt.claim_text("iss") == Some(issuer),
            None => return Footing::Skipped,
        },
        Rung::Audience => match &demand.audience {
            Some(audience) => names(jwt, audience),
            None => return Footing::Skipped,
        },
        Rung::Expiry => is_current(jwt, demand),
    };
    if held { Footing::Held } else { Footing::Broke }
}

/// The rung at which the signature check ended, unless it passed.
fn broke_at(trust: &Trust) -> Option<Rung> {
    match trust {
        Trust::Passed { .. } => None,
        Trust::Failed(refusal) => Some(match refusal {
            Refusal::UnknownKid | Refusal::Unusable | Refusal::NotForSignatures => Rung::FindKid,
            Refusal::Unsigned
            | Refusal::OtherKind
            | Refusal::TooShort
            | Refusal::OtherAlgorithm => Rung::AllowAlgorithm,
            Refusal::Signature => Rung::Signature,
        }),
        Trust::NotChecked(why) => Some(match why {
            Unchecked::Unsigned | Unchecked::UnknownAlgorithm | Unchecked::Critical => {
                Rung::AllowAlgorithm
            }
            // Without three readable parts there is no header to find a kid in.
            Unchecked::NoToken
            | Unchecked::Opaque
            | Unchecked::Encrypted
            | Unchecked::EncryptedDirectly
            | Unchecked::NoKeys => Rung::FindKid,
        }),
    }
}

fn names(jwt: &Jwt, audience: &str) -> bool {
    jwt.payload
        .as_ref()
        .is_some_and(|payload| audiences(payload).is_some_and(|names| names.contains(&audience)))
}

fn is_current(jwt: &Jwt, demand: &Demand) -> bool {
    let Some(payload) = &jwt.payload else {
        return false;
    };
    let exp = moment(payload, "exp").instant();
    let nbf = moment(payload, "nbf").instant();
    exp.is_some_and(|exp| demand.at.0 < exp.0.saturating_add(demand.leeway))
        && nbf.is_none_or(|nbf| nbf.0 <= demand.at.0.saturating_add(demand.leeway))
}
