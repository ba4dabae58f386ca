//! The paste layer: what the learner pasted, what of it is the reply, and what had to be repaired before it could be judged.
//!
//! It never repairs a value's meaning, and it never touches what is valid JSON already, but for invisible characters inside the token.

mod escaped;
pub mod exception;
mod find;
mod headers;
mod html;
mod inside;
mod logs;
mod map;
mod marks;
pub(in crate::oauth) mod members;
mod noise;
mod powershell;
mod quoted;
mod received;
mod repair;
mod secrets;
mod signs;
mod source;
mod token;
pub mod veil;
mod work;

use std::borrow::Cow;
use std::fmt;

use crate::oauth::json::{Document, Fault};

pub(super) use find::tells;
pub(super) use logs::is_logged;
use map::Mapped;
pub(super) use quoted::decoded as decoded_mail;
pub(super) use received::as_received;
pub use source::{LIMIT, Unreadable, from_bytes, from_vec};

/// A text as pasted.
#[derive(Clone, PartialEq, Eq)]
pub struct Pasted {
    /// The text; places are counted in it.
    pub text: String,
    /// True when it came as UTF-16 with a byte order mark.
    pub utf16: bool,
}

impl Pasted {
    /// A paste that was text already.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            utf16: false,
        }
    }
}

impl fmt::Debug for Pasted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The text may hold a token or a secret.
        write!(
            f,
            "Pasted({} bytes, utf16: {})",
            self.text.len(),
            self.utf16
        )
    }
}

/// What kind of thing was pasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A token response (RFC 6749 5.1), possibly damaged.
    TokenReply,
    /// An error response (RFC 6749 5.2, or Okta's `errorCode` shape).
    ErrorReply,
    /// Only a token.
    BareToken,
    /// An HTML page.
    Html,
    /// The request instead of the response.
    Request,
    /// Nothing that was recognised.
    Unreadable,
    /// JSON of another shape.
    OtherJson,
}

impl Kind {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::TokenReply => "token-reply",
            Self::ErrorReply => "error-reply",
            Self::BareToken => "bare-token",
            Self::Html => "html",
            Self::Request => "request",
            Self::Unreadable => "unreadable",
            Self::OtherJson => "other-json",
        }
    }
}

/// The last block of HTTP headers in the paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderBlock {
    /// The status code; `None` when headers were pasted without their status line.
    pub status: Option<u16>,
    /// Byte offset of the block in the text as pasted.
    pub offset: usize,
    /// Name and value as written, and the value's byte offset in the text as pasted.
    pub fields: Vec<(String, String, usize)>,
}

/// A stretch of the text as pasted, and what stands in its place after a repair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// First byte.
    pub start: usize,
    /// Behind the last byte; equal to `start` for an insertion.
    pub end: usize,
    /// The new text. Nearly all of them are a mark or nothing, and a hostile paste can need a million.
    pub replacement: Cow<'static, str>,
}

/// Something that was put right before judging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The rule's id, such as `paste.smart-quotes`.
    pub rule: &'static str,
    /// What was done, in a few words.
    pub what: String,
    /// Where, in order of place. Edits of one repair do not overlap.
    pub edits: Vec<Edit>,
}

/// A result of this layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// The rule's id, such as `paste.truncated`.
    pub id: &'static str,
    /// Byte offset in the text as pasted.
    pub offset: Option<usize>,
    /// What stands there, shortened; never a whole token.
    pub seen: Option<String>,
    /// Values for the `{name}` slots in the rule's words.
    pub values: Vec<(&'static str, String)>,
    /// Which case of the rule, where it needs words of its own.
    pub case: Option<&'static str>,
}

/// A paste made ready for judging.
#[derive(Clone)]
pub struct Prepared {
    /// What it is.
    pub kind: Kind,
    /// The last block of headers, if any was pasted.
    pub headers: Option<HeaderBlock>,
    /// The JSON to be judged, after repairs; its text is that of the repaired part alone. `None` where there is none: a bare token,
    /// an HTML page, a request.
    pub document: Option<Document>,
    /// The token of a bare token: without scheme, quotes, blanks and line breaks.
    pub token: Option<String>,
    /// What was repaired.
    pub repairs: Vec<Repair>,
    /// What could be repaired, and was not since nobody wants it.
    pub undone: Vec<Repair>,
    /// All results of this layer, those of the repairs included.
    pub notes: Vec<Noted>,
    /// The first syntax fault that neither a repair nor a note explains; its offsets count in the document's text.
    pub syntax: Option<Fault>,
    /// What a text that is no JSON tells of an error.
    pub told: Option<exception::Told>,
    map: Mapped,
}

impl Prepared {
    /// The member or parameter that held the token, where there was one.
    pub fn token_name(&self) -> Option<&'static str> {
        match self.kind {
            Kind::TokenReply => Some("access_token"),
            Kind::BareToken
            | Kind::ErrorReply
            | Kind::Html
            | Kind::Request
            | Kind::Unreadable
            | Kind::OtherJson => None,
        }
    }

    /// True where a private key or a known secret was pasted, which is all that need be said of it.
    pub fn holds_a_secret(&self) -> bool {
        let grave = |note: &Noted| note.id == "paste.secret" && note.case.is_none();
        self.notes.iter().any(grave)
    }

    /// True where a note of this rule was made.
    pub fn has_noted(&self, id: &str) -> bool {
        self.notes.iter().any(|note| note.id == id)
    }

    /// From a byte offset in the document's text (or in the bare token) to the one in the text as pasted.
    pub fn original_offset(&self, repaired: usize) -> usize {
        self.map.original(repaired)
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Document and token stay out: they are, or hold, the token.
        f.debug_struct("Prepared")
            .field("kind", &self.kind)
            .field("headers", &self.headers.as_ref().map(|block| block.status))
            .field("repairs", &self.repairs.len())
            .field("notes", &self.notes)
            .field("syntax", &self.syntax)
            .finish_non_exhaustive()
    }
}

/// True when the value of this member was cut with an ellipsis, or is a placeholder from the documentation.
pub(in crate::oauth) fn is_unfilled(name: &str, value: &str) -> bool {
    marks::is_cut(name, value) || marks::is_placeholder(name, value)
}

/// The token of a text that is one and nothing else, without scheme, quotes, blanks and line breaks.
pub(in crate::oauth) fn alone(text: &str) -> Option<String> {
    let bare = token::alone(text)?;
    let mut edits: Vec<Edit> = bare.invisible.iter().chain(&bare.blanks).cloned().collect();
    edits.sort_by_key(|edit| edit.start);
    Some(Mapped::whole(text).part(bare.start, bare.end, &edits).text)
}

/// Finds what is to be judged in a paste, and repairs what can be repaired without guessing at a value.
pub fn prepare(pasted: &Pasted) -> Prepared {
    work::prepare(pasted, &[])
}

/// As [`prepare`], without the repairs of these rules: what they would have put right is judged as it stands.
pub fn prepare_without(pasted: &Pasted, undo: &[&'static str]) -> Prepared {
    work::prepare(pasted, undo)
}
