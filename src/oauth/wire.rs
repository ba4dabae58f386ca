//! A request as it goes over the wire, and the views of it: HTTP text, curl for bash, curl for PowerShell, bytes. All show the same bytes.

use url::Url;

use crate::oauth::request::Field;

/// A run of bytes of the request that belongs to one field. Its `Debug` never shows a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text as sent, already encoded.
    pub text: String,
    /// The field it belongs to; `None` for punctuation in between.
    pub field: Option<Field>,
    /// True where `text` is (the encoded form of) a secret.
    pub secret: bool,
}

impl std::fmt::Debug for Piece {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.secret {
            f.write_str("Piece(hidden)")
        } else {
            write!(f, "Piece({:?})", self.text)
        }
    }
}

/// An HTTP request, whole: what the wire view shows is what is sent, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireRequest {
    /// `POST`, `GET`, ...
    pub method: String,
    /// Where it goes; the request target is its path and query.
    pub url: Url,
    /// Every header that is sent, `Host` and `Content-Length` included, in order, in the spelling of the wire (`Content-Type`).
    pub headers: Vec<(String, Vec<Piece>)>,
    /// The body.
    pub body: Vec<Piece>,
}

/// The four ways to look at a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The text of the HTTP/1.1 message.
    Http,
    /// A curl command line for bash and other POSIX shells.
    Curl,
    /// A `curl.exe` command line for PowerShell.
    PowerShell,
    /// Offset, hexadecimal and characters.
    Bytes,
}

/// Whether secrets are in a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    /// Shown as a mask.
    Masked,
    /// Shown in full.
    Shown,
}

/// A run of a view's line.
#[derive(Clone, PartialEq, Eq)]
pub struct Span {
    /// What to print.
    pub text: String,
    /// The field it belongs to.
    pub field: Option<Field>,
    /// True where `text` stands for, or is, a secret.
    pub secret: bool,
}

/// One line of a view.
pub type Line = Vec<Span>;

impl crate::oauth::request::TokenRequest {
    /// The request as it goes over the wire.
    pub fn to_wire(&self) -> WireRequest {
        WireRequest {
            method: "POST".into(),
            url: self.endpoint.clone(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }
}

impl WireRequest {
    /// A call of an API.
    pub fn api_get(url: &Url, _token: Option<&str>) -> Self {
        Self {
            method: "GET".into(),
            url: url.clone(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }
    /// A view as text for the clipboard.
    pub fn copy_text(&self, _view: View, _secrets: Secrets) -> String {
        String::new()
    }
    /// A view, line by line.
    pub fn view(&self, _view: View, _secrets: Secrets) -> Vec<Line> {
        Vec::new()
    }
}
