//! What a token is and whose: decided by `typ`, members and form, never by a host name alone.

use crate::oauth::json::Document;
use crate::oauth::jwt::{Form, Jwt};
use crate::oauth::rules::words;

mod evidence;
mod family;
mod prefix;

pub use evidence::life;
pub(in crate::oauth) use evidence::own_made;
pub use family::Family;
pub use prefix::{Secret, secret_in, vendor_of};

/// The kinds of token, and the word for what is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// For an API (RFC 6749 1.4, RFC 9068).
    AccessToken,
    /// Says who signed in (OpenID Connect Core 2).
    IdToken,
    /// For asking the server again (RFC 6749 1.5).
    RefreshToken,
    /// Ends sessions (OpenID Connect Back-Channel Logout 2.4).
    LogoutToken,
    /// Proves who the client is, or is a grant of its own (RFC 7523).
    ClientAssertion,
    /// Proof of possession (RFC 9449 4).
    DpopProof,
    /// Tells of an event (RFC 8417).
    SecurityEvent,
    /// The parameters of an authorization request (RFC 9101).
    RequestObject,
    /// A signed answer of introspection (RFC 9701).
    Introspection,
    /// The identity of a job or a machine.
    Workload,
    /// Claims that are disclosed one by one (RFC 9901).
    SdJwt,
    /// A token whose payload is a token.
    Nested,
    /// Encrypted (RFC 7516).
    Jwe,
    /// A JWT that nothing tells more of.
    Jwt,
    /// PASETO.
    Paseto,
    /// Any other text.
    Opaque,
    /// No token at all.
    NotAToken,
}

impl TokenKind {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::AccessToken => "access-token",
            Self::IdToken => "id-token",
            Self::RefreshToken => "refresh-token",
            Self::LogoutToken => "logout-token",
            Self::ClientAssertion => "client-assertion",
            Self::DpopProof => "dpop-proof",
            Self::SecurityEvent => "security-event",
            Self::RequestObject => "request-object",
            Self::Introspection => "introspection",
            Self::Workload => "workload",
            Self::SdJwt => "sd-jwt",
            Self::Nested => "nested",
            Self::Jwe => "jwe",
            Self::Jwt => "jwt",
            Self::Paseto => "paseto",
            Self::Opaque => "opaque",
            Self::NotAToken => "not-a-token",
        }
    }

    /// What it is called, what it is for and what it is not for.
    pub fn words(self) -> [&'static str; 3] {
        let head = format!("kinds.{}", self.word());
        ["name", "purpose", "not"].map(|key| words::value(&head, key))
    }

    /// True for a kind that no API takes as an access token, which a response must not carry as one.
    pub fn is_another_token(self) -> bool {
        match self {
            Self::IdToken
            | Self::LogoutToken
            | Self::ClientAssertion
            | Self::DpopProof
            | Self::SecurityEvent
            | Self::RequestObject => true,
            Self::AccessToken
            | Self::RefreshToken
            | Self::Introspection
            | Self::Workload
            | Self::SdJwt
            | Self::Nested
            | Self::Jwe
            | Self::Jwt
            | Self::Paseto
            | Self::Opaque
            | Self::NotAToken => false,
        }
    }
}

/// What a token is, and by which evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// What it is.
    pub kind: TokenKind,
    /// What says so, such as `typ at+jwt`; empty where nothing does.
    pub kind_sign: String,
    /// Whose it looks like.
    pub family: Family,
    /// What says so.
    pub family_sign: String,
}

impl Identity {
    /// Something that is no token, of this family.
    pub fn nothing(family: Family) -> Self {
        Self {
            kind: TokenKind::NotAToken,
            kind_sign: String::new(),
            family,
            family_sign: String::new(),
        }
    }
}

/// What `jwt` is. `name` is the member or parameter that held it, which says what its sender takes it for.
pub fn identify(jwt: &Jwt, name: Option<&str>) -> Identity {
    let (family, family_sign) = family::of(jwt);
    let (kind, kind_sign) = match jwt.form {
        Form::Jwe => (TokenKind::Jwe, words::phrase("sign.five-parts").to_owned()),
        Form::Jws | Form::None => evidence::of(jwt, family, name),
        Form::Opaque if jwt.is_jwt() => (TokenKind::Jwt, String::new()),
        Form::Opaque => opaque(jwt.text()),
    };
    Identity {
        kind,
        kind_sign,
        family,
        family_sign,
    }
}

fn opaque(text: &str) -> (TokenKind, String) {
    if crate::oauth::jwt::paseto::is_paseto(text) {
        let sign = text.split('.').take(2).collect::<Vec<_>>().join(".");
        return (TokenKind::Paseto, sign);
    }
    let vendor = vendor_of(text).map_or_else(String::new, |known| {
        let values = [
            ("prefix", known.prefix.to_owned()),
            ("vendor", known.name.to_owned()),
        ];
        words::fill(words::phrase("sign.prefix"), &values)
    });
    (TokenKind::Opaque, vendor)
}

/// The text of a member at the top.
fn text<'a>(document: &'a Document, name: &str) -> Option<&'a str> {
    document.string(document.member(document.root()?, name)?)
}

/// True when the object at the top has a member `name`.
fn has(document: &Document, name: &str) -> bool {
    document
        .root()
        .is_some_and(|root| document.member(root, name).is_some())
}
