//! The changed copy of the token in hand: what somebody without the server's key can make of it, and what the next call carries.

use secrecy::{ExposeSecret, SecretString};

use crate::app::effect::RunId;
use crate::app::token::ApiAnswer;
use crate::lesson::change::TokenChange;
use crate::oauth::jwt::forge::{CannotForge, Forgery, forged};
use crate::oauth::jwt::keys::Keys;
use crate::oauth::jwt::member::document;
use crate::oauth::jwt::{self, Jwt, PartName};
use crate::oauth::text::visible_line;

/// The changed copy, where there is one.
#[derive(Debug, Default)]
pub struct Forging {
    /// It, once it is made.
    pub copy: Option<Forged>,
    /// The question for the keys that a change needs.
    pub(crate) waiting: Option<RunId>,
}

/// A changed copy of a token.
#[derive(Debug)]
pub struct Forged {
    /// The number of the run whose token it is a copy of.
    pub run: usize,
    /// As it is sent.
    text: SecretString,
    /// Taken apart.
    pub jwt: Jwt,
}

impl Forged {
    fn new(run: usize, text: String) -> Self {
        let jwt = jwt::read(&text);
        let text = SecretString::from(text);
        Self { run, text, jwt }
    }

    /// The token, for the wire.
    pub fn expose(&self) -> &str {
        self.text.expose_secret()
    }
}

impl Forging {
    /// The changed copy of the token of that run.
    pub fn of(&self, run: usize) -> Option<&Forged> {
        self.copy.as_ref().filter(|copy| copy.run == run)
    }

    /// Everything as it was.
    pub(crate) fn put_back(&mut self) {
        *self = Self::default();
    }

    /// Makes one more change on the copy of `token`, the token of that run. `to` is the value that the change names, filled in;
    /// `keys` are those of the server, where the change needs them.
    pub(crate) fn change(
        &mut self,
        (run, token): (usize, &str),
        (change, to): (&TokenChange, &str),
        keys: Option<&Keys>,
    ) -> Result<(), CannotForge> {
        let forgery = match change {
            TokenChange::Claim(name, _) => Forgery::Member {
                part: PartName::Payload,
                name,
                to,
            },
            TokenChange::Header(name, _) => Forgery::Member {
                part: PartName::Header,
                name,
                to,
            },
            TokenChange::Unsigned => Forgery::Unsigned,
            TokenChange::PublicKeyAsSecret => {
                Forgery::PublicKeyAsSecret(keys.ok_or(CannotForge::NoKey)?)
            }
            TokenChange::Signature => Forgery::Signature,
        };
        let before = self.of(run).map_or(token, Forged::expose);
        let after = forged(before, forgery)?;
        self.copy = Some(Forged::new(run, after));
        Ok(())
    }
}

/// A token beside the one that came.
#[derive(Debug)]
pub struct Differences {
    /// The members of the header, then those of the payload.
    pub parts: [Vec<Member>; 2],
    /// What became of the signature.
    pub signature: Signature,
}

/// A member of a token.
#[derive(Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its value, as it is written.
    pub value: String,
    /// True where the token that came has another value, or no such member.
    pub is_other: bool,
}

/// The signature of a token beside that of the one that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// The same, over the same characters.
    Same,
    /// The same, but what it was made over is not.
    OverOthers,
    /// Another.
    Other,
    /// There is none.
    Missing,
}

impl Signature {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "as it came",
            Self::OverOthers => "as it came, over other characters",
            Self::Other => "another than the one that came",
            Self::Missing => "none: the third part is empty",
        }
    }
}

/// Compares a token with the one that came.
pub fn compared(jwt: &Jwt, came: &Jwt) -> Differences {
    let signature = |jwt: &Jwt| jwt.text().rsplit('.').next().unwrap_or_default().to_owned();
    let input = |jwt: &Jwt| jwt.signing_input().map(<[u8]>::to_vec);
    let (now, before) = (signature(jwt), signature(came));
    Differences {
        parts: [PartName::Header, PartName::Payload].map(|part| members(jwt, came, part)),
        signature: if now.is_empty() {
            Signature::Missing
        } else if now != before {
            Signature::Other
        } else if input(jwt) == input(came) {
            Signature::Same
        } else {
            Signature::OverOthers
        },
    }
}

fn members(jwt: &Jwt, came: &Jwt, part: PartName) -> Vec<Member> {
    let raw = |jwt: &Jwt, name: &str| {
        let document = document(jwt, part)?;
        let value = document.member(document.root()?, name)?;
        Some(document.raw(value).to_owned())
    };
    let Some((document, root)) = document(jwt, part).and_then(|one| Some((one, one.root()?)))
    else {
        return Vec::new();
    };
    let member = |name: &str| {
        let value = raw(jwt, name).unwrap_or_default();
        Member {
            is_other: raw(came, name).as_ref() != Some(&value),
            name: visible_line(name),
            value: visible_line(&value),
        }
    };
    document.members(root).map(|one| member(one.name)).collect()
}

/// The token that a call carried.
pub fn carried(answer: &ApiAnswer) -> Option<Jwt> {
    let mut headers = answer.request.headers.iter();
    let (_, pieces) = headers.find(|(name, _)| name.eq_ignore_ascii_case("authorization"))?;
    let text: String = pieces.iter().map(|piece| &*piece.text).collect();
    let (_, token) = text.rsplit_once(' ')?;
    Some(jwt::read(token))
}
