//! Reading a JWT: never fails, reads any `alg`, `none` or no `alg` at all, and says what is wrong with it part by part.

use std::fmt;
use std::ops::Range;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::oauth::json::{self, Document, Kind};
use sd_jwt::Disclosed;

pub mod algorithm;
pub mod assertion;
pub mod claims;
pub mod compose;
mod der;
pub mod dpop;
pub mod forge;
pub(crate) mod jwk;
pub mod keys;
pub mod ladder;
pub mod member;
pub mod paseto;
mod pem;
pub mod private;
pub mod sd_jwt;
pub mod serialization;
pub mod signature;
pub mod signed;

/// What shape a token has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Three parts, the first a JSON object: signed, or pretending to be (RFC 7515).
    Jws,
    /// Five parts, the first a JSON object: encrypted (RFC 7516).
    Jwe,
    /// Any other text (RFC 6749 1.4).
    Opaque,
    /// Begins like a JWT but has another number of parts.
    None,
}

impl Form {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Jws => "jws",
            Self::Jwe => "jwe",
            Self::Opaque => "opaque",
            Self::None => "none",
        }
    }
}

/// Which part of a compact serialization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartName {
    /// The protected header.
    Header,
    /// The claims of a JWS.
    Payload,
    /// The signature of a JWS.
    Signature,
    /// A part of a JWE after its header, by its place from 1.
    Sealed(usize),
}

/// One part between dots.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenPart {
    /// Which.
    pub name: PartName,
    /// Its bytes in the token's text, dots excluded.
    pub range: Range<usize>,
    /// What it decodes to; `None` where it is not base64.
    pub bytes: Option<Vec<u8>>,
}

/// What is wrong with a token's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenFault {
    /// It begins like a JWT but has this many parts.
    Parts(usize),
    /// A part holds a character outside the alphabet, at this byte offset in the token.
    Alphabet(PartName, usize),
    /// A part is one character too long or too short to be base64.
    Length(PartName),
    /// A part carries `=` at its end.
    Padding(PartName),
    /// A part is written with `+` or `/`.
    StandardAlphabet(PartName),
    /// Header or payload is not UTF-8.
    NotText(PartName),
    /// Header or payload is not JSON.
    NotJson(PartName),
    /// Header or payload is JSON, but this and not an object.
    NotObject(PartName, Kind),
}

/// A token, read as far as it can be.
#[derive(Clone)]
pub struct Jwt {
    /// Its shape.
    pub form: Form,
    /// Its parts, in order; empty for an opaque token.
    pub parts: Vec<TokenPart>,
    /// The header, if it is a JSON object.
    pub header: Option<Document>,
    /// The claims, if they are a JSON object. Never there in a JWE.
    pub payload: Option<Document>,
    /// What was disclosed along with it, where it is an SD-JWT.
    pub disclosed: Option<Disclosed>,
    /// The token that is its payload.
    pub inner: Option<Box<Jwt>>,
    /// Everything that is wrong with the text.
    pub faults: Vec<TokenFault>,
    text: String,
}

impl fmt::Debug for Jwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A token is a credential, so a debug print gives its shape only.
        write!(f, "Jwt({}, {} parts)", self.form.word(), self.parts.len())
    }
}

/// Reads `text`, which is the token and nothing around it.
pub fn read(text: &str) -> Jwt {
    if let Some((token, disclosed)) = sd_jwt::split(text) {
        let mut jwt = read_compact(token);
        jwt.disclosed = Some(disclosed.compared_with(jwt.payload.as_ref()));
        return jwt;
    }
    let mut jwt = read_compact(text);
    jwt.payload = jwt.payload.or_else(|| paseto::public_payload(text));
    jwt
}

fn read_compact(text: &str) -> Jwt {
    let count = text.split('.').count();
    let mut jwt = Jwt::unread(text);
    let looks_like_one = text.starts_with("eyJ");
    if count != 3 && count != 5 {
        if looks_like_one {
            jwt.form = Form::None;
            jwt.faults.push(TokenFault::Parts(count));
            // The first part is read all the same: its kid and alg help to find out what happened.
            jwt.read_header_quietly();
        }
        return jwt;
    }
    jwt.read_parts(count);
    jwt.header = jwt.object(0);
    match (&jwt.header, count) {
        (Some(_), 5) => jwt.form = Form::Jwe,
        (Some(_), _) => {
            jwt.form = Form::Jws;
            jwt.open_payload();
        }
        (None, 3) if looks_like_one => jwt.payload = jwt.object(1),
        (None, _) if looks_like_one => {}
        (None, _) => {
            jwt.parts.clear();
            jwt.faults.clear();
        }
    }
    jwt
}

impl Jwt {
    fn unread(text: &str) -> Self {
        Self {
            form: Form::Opaque,
            parts: Vec::new(),
            header: None,
            payload: None,
            disclosed: None,
            inner: None,
            faults: Vec::new(),
            text: text.to_owned(),
        }
    }

    /// What stands where no token is.
    pub fn nothing() -> Self {
        Self {
            form: Form::None,
            ..Self::unread("")
        }
    }

    /// True where the payload was left out, to be sent beside the token (RFC 7515 appendix F).
    pub fn is_detached(&self) -> bool {
        let payload = self.part(PartName::Payload);
        self.form == Form::Jws && payload.is_some_and(|part| part.range.is_empty())
    }

    /// True where the payload stands as it is, not in base64url (RFC 7797).
    pub fn is_unencoded(&self) -> bool {
        self.header.as_ref().is_some_and(|header| {
            let b64 = header.root().and_then(|root| header.member(root, "b64"));
            b64.is_some_and(|b64| header.kind(b64) == Kind::False)
        })
    }

    /// The payload's bytes, where they are no claims.
    pub fn content(&self) -> Option<&[u8]> {
        if self.payload.is_some() || self.inner.is_some() || self.form != Form::Jws {
            return None;
        }
        let bytes = self.part(PartName::Payload)?.bytes.as_deref()?;
        (!bytes.is_empty()).then_some(bytes)
    }

    /// Reads the payload of a signed token: claims, a token, or nothing.
    fn open_payload(&mut self) {
        if self.is_detached() {
            return;
        }
        if self.is_unencoded() {
            self.take_as_written();
        }
        let bytes = self
            .part(PartName::Payload)
            .and_then(|part| part.bytes.as_deref());
        let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
        if let Some(text) = text.filter(|text| text.starts_with("eyJ")) {
            let inner = read(text.trim());
            if matches!(inner.form, Form::Jws | Form::Jwe) {
                self.inner = Some(Box::new(inner));
                return;
            }
        }
        self.payload = self.object(1);
    }

    fn take_as_written(&mut self) {
        self.faults.retain(|fault| {
            !matches!(
                fault,
                TokenFault::Alphabet(PartName::Payload, _)
                    | TokenFault::Length(PartName::Payload)
                    | TokenFault::Padding(PartName::Payload)
                    | TokenFault::StandardAlphabet(PartName::Payload)
            )
        });
        let text = std::mem::take(&mut self.text);
        if let Some(part) = self
            .parts
            .iter_mut()
            .find(|part| part.name == PartName::Payload)
        {
            part.bytes = text
                .get(part.range.clone())
                .map(|text| text.as_bytes().to_vec());
        }
        self.text = text;
    }

    /// The token's text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The part of this name.
    pub fn part(&self, name: PartName) -> Option<&TokenPart> {
        self.parts.iter().find(|part| part.name == name)
    }

    /// What the signature covers: header and payload with the dot between them, as written (RFC 7515 5.1).
    pub fn signing_input(&self) -> Option<&[u8]> {
        let payload = self.part(PartName::Payload)?;
        self.text.as_bytes().get(..payload.range.end)
    }

    /// A string member of the header.
    pub fn header_text(&self, name: &str) -> Option<&str> {
        text_member(self.header.as_ref()?, name)
    }

    /// A string claim.
    pub fn claim_text(&self, name: &str) -> Option<&str> {
        text_member(self.payload.as_ref()?, name)
    }

    /// True when the token was meant to be a JWT, whole or broken.
    pub fn is_jwt(&self) -> bool {
        self.form != Form::Opaque || !self.parts.is_empty()
    }

    fn read_parts(&mut self, count: usize) {
        let text = std::mem::take(&mut self.text);
        let mut start = 0;
        for (index, part) in text.split('.').enumerate() {
            let range = start..start + part.len();
            start = range.end + 1;
            let name = match (index, count) {
                (0, _) => PartName::Header,
                (1, 3) => PartName::Payload,
                (2, 3) => PartName::Signature,
                _ => PartName::Sealed(index + 1),
            };
            let bytes = self.decode(name, range.start, part);
            self.parts.push(TokenPart { name, range, bytes });
        }
        self.text = text;
    }

    fn read_header_quietly(&mut self) {
        let Some(first) = self.text.split('.').next() else {
            return;
        };
        self.header = decode_lenient(first)
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .map(|text| json::read(&text))
            .filter(is_object);
    }

    /// Decodes one part, noting what is unusual about how it is written.
    fn decode(&mut self, name: PartName, start: usize, part: &str) -> Option<Vec<u8>> {
        // What is written as RFC 7515 2 has it, and nearly all is, need not be searched for what is unusual.
        if let Ok(bytes) = ENGINE.decode(part) {
            return Some(bytes);
        }
        let body = part.trim_end_matches('=');
        if let Some(at) = body.bytes().position(|byte| !in_alphabet(byte)) {
            self.faults.push(TokenFault::Alphabet(name, start + at));
            return None;
        }
        let standard = body.contains('+') || body.contains('/');
        let decoded = decode_lenient(body);
        if decoded.is_none() {
            self.faults.push(TokenFault::Length(name));
        }
        if body.len() != part.len() {
            self.faults.push(TokenFault::Padding(name));
        }
        if standard {
            self.faults.push(TokenFault::StandardAlphabet(name));
        }
        decoded
    }

    /// The JSON object in a part, noting why there is none. The header of a text that is no JWT at all is judged by the caller.
    fn object(&mut self, index: usize) -> Option<Document> {
        let part = self.parts.get(index)?;
        let name = part.name;
        let Ok(text) = String::from_utf8(part.bytes.clone()?) else {
            self.faults.push(TokenFault::NotText(name));
            return None;
        };
        let document = Document::new(text);
        let kind = document.root().map(|root| document.kind(root));
        match kind {
            _ if !document.faults().is_empty() => self.faults.push(TokenFault::NotJson(name)),
            Some(Kind::Object) => return Some(document),
            Some(kind) => self.faults.push(TokenFault::NotObject(name, kind)),
            None => self.faults.push(TokenFault::NotJson(name)),
        }
        None
    }
}

fn in_alphabet(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'/')
}

fn is_object(document: &Document) -> bool {
    document.faults().is_empty()
        && document
            .root()
            .is_some_and(|root| document.kind(root) == Kind::Object)
}

fn text_member<'a>(document: &'a Document, name: &str) -> Option<&'a str> {
    let value = document.member(document.root()?, name)?;
    document.string(value)
}

const FORGIVING: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_allow_trailing_bits(true)
    .with_decode_padding_mode(DecodePaddingMode::RequireNone);
/// Base64url without padding. Stray bits in the last character are let pass: they carry no byte.
const ENGINE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, FORGIVING);

/// Base64 of either alphabet, without padding.
fn decode_lenient(part: &str) -> Option<Vec<u8>> {
    if part.contains('+') || part.contains('/') {
        return ENGINE.decode(part.replace('+', "-").replace('/', "_")).ok();
    }
    ENGINE.decode(part).ok()
}
