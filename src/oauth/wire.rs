//! A request as it goes over the wire, and the views of it: HTTP text, curl for bash, curl for PowerShell, bytes. All show the same bytes.

use secrecy::zeroize::Zeroizing;
use url::{Host, Url};

use crate::oauth::field::Field;
use crate::oauth::jwt::signed::SignedJwt;

pub(crate) use command::power_shell_word;
pub use spelled::Spelled;

pub mod basic;
mod bytes;
mod command;
pub mod form;
mod http;
pub(crate) mod json;
mod mask;
pub(crate) mod slot;
mod spelled;

/// A run of bytes of the request that belongs to one field. Its `Debug` never shows a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text as sent, already encoded.
    pub text: Spelled,
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
            write!(f, "Piece({:?})", &*self.text)
        }
    }
}

impl Piece {
    /// Text that everyone may see.
    pub(crate) fn open(text: &str, field: Option<Field>) -> Self {
        Self {
            text: text.into(),
            field,
            secret: false,
        }
    }

    /// Text that a masked view hides.
    pub(crate) fn secret(text: &str, field: Field) -> Self {
        Self {
            text: text.into(),
            field: Some(field),
            secret: true,
        }
    }
}

/// An HTTP request, whole: what the wire view shows is what is sent, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireRequest {
    /// `POST`, `GET`, ...
    pub method: String,
    /// Where it goes.
    pub url: Url,
    /// Parameters that stand in the URL behind all that `url` says, which holds no secret: there alone where somebody puts them wrongly.
    pub query: Vec<Piece>,
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

/// A run of a view's line. Its `Debug` never shows a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Span {
    /// What to print.
    pub text: String,
    /// The field it belongs to.
    pub field: Option<Field>,
    /// True where `text` stands for, or is, a secret.
    pub secret: bool,
}

impl std::fmt::Debug for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.secret {
            f.write_str("Span(hidden)")
        } else {
            write!(f, "Span({:?})", self.text)
        }
    }
}

impl Span {
    /// Text that everyone may see.
    pub(crate) fn open(text: &str, field: Option<Field>) -> Self {
        Self {
            text: text.to_owned(),
            field,
            secret: false,
        }
    }
}

/// One line of a view.
pub type Line = Vec<Span>;

impl WireRequest {
    /// A GET that wants JSON: metadata and keys.
    pub fn get(url: &Url) -> Self {
        Self {
            method: "GET".to_owned(),
            url: url.clone(),
            query: Vec::new(),
            headers: vec![
                host(url),
                (
                    "Accept".to_owned(),
                    vec![Piece::open("application/json", Some(Field::Other))],
                ),
            ],
            body: Vec::new(),
        }
    }

    /// Anything else than a GET: another method, and a body of this type.
    #[must_use]
    pub fn carrying(mut self, method: &str, body: Option<(&str, &str)>) -> Self {
        method.clone_into(&mut self.method);
        if let Some((media, text)) = body {
            let open = |text: &str| vec![Piece::open(text, Some(Field::Other))];
            self.headers.push(("Content-Type".to_owned(), open(media)));
            self.headers
                .push(("Content-Length".to_owned(), open(&text.len().to_string())));
            self.body = open(text);
        }
        self
    }

    /// A GET to an API with `token` in the header (RFC 6750 2.1).
    pub fn bearer_get(url: &Url, token: &str) -> Self {
        let mut request = Self::get(url);
        let scheme = Piece::open("Bearer ", Some(Field::Other));
        request.headers.push(authorization(scheme, token));
        request
    }

    /// A GET to an API with a token that is bound to a key, and the proof that the caller holds it (RFC 9449 7.1).
    pub fn dpop_get(url: &Url, token: &str, proof: &SignedJwt) -> Self {
        let mut request = Self::get(url);
        let scheme = Piece::open("DPoP ", Some(Field::Other));
        let headers = [authorization(scheme, token), self::proof(proof)];
        request.headers.extend(headers);
        request
    }

    /// The request target in origin form (RFC 9112 3.2.1): path and query.
    fn target(&self) -> Vec<Piece> {
        let target = match self.url.query() {
            Some(query) => format!("{}?{query}", self.url.path()),
            None => self.url.path().to_owned(),
        };
        self.with_query(&target)
    }

    /// Path and query as they may be shown: secrets masked.
    pub fn masked_target(&self) -> String {
        let spans = self.target().into_iter();
        let spans: Line = spans
            .map(|piece| mask::span(&piece, Secrets::Masked))
            .collect();
        plain(&spans)
    }

    /// The whole address.
    fn address(&self) -> Vec<Piece> {
        self.with_query(self.url.as_str())
    }

    fn with_query(&self, before: &str) -> Vec<Piece> {
        let mut pieces = vec![Piece::open(before, Some(Field::Endpoint))];
        if !self.query.is_empty() {
            let sign = if self.url.query().is_some() { "&" } else { "?" };
            pieces.push(Piece::open(sign, None));
            pieces.extend(self.query.iter().cloned());
        }
        pieces
    }

    /// The address as it is asked, the parameters that stand in it included.
    pub fn full_url(&self) -> Url {
        let mut url = self.url.clone();
        if !self.query.is_empty() {
            let own = url.query().map(|query| format!("{query}&"));
            let mut query = Zeroizing::new(own.unwrap_or_default());
            query.extend(self.query.iter().map(|piece| &*piece.text));
            url.set_query(Some(&query));
        }
        url
    }

    /// Exactly what goes over the socket (over the secure channel, with https), wiped from memory when dropped.
    /// A plain-http proxy gets the same with the whole URL in the first line (RFC 9112 3.2.2).
    pub fn bytes(&self) -> Zeroizing<Vec<u8>> {
        // The whole length first: a buffer that grows would leave pieces of the secret behind.
        let pieces = self.pieces();
        let length = pieces.iter().map(|piece| piece.text.len()).sum();
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        for piece in &pieces {
            bytes.extend_from_slice(piece.text.as_bytes());
        }
        bytes
    }

    /// The body's bytes, wiped from memory when dropped.
    pub fn body_bytes(&self) -> Zeroizing<Vec<u8>> {
        let length = self.body.iter().map(|piece| piece.text.len()).sum();
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        for piece in &self.body {
            bytes.extend_from_slice(piece.text.as_bytes());
        }
        bytes
    }

    /// The lines of a view, without line ends.
    ///
    /// `Http`: every line of the head ends with CRLF on the wire, the empty one too; the lines of the body, one a parameter, are
    /// joined with nothing in between. `Curl` and `PowerShell` are commands that send the same body and the same headers but for
    /// curl's own `User-Agent`. A masked command shows a mask and does not run as it stands; [`WireRequest::copy_text`] does.
    pub fn view(&self, view: View, secrets: Secrets) -> Vec<Line> {
        match view {
            View::Http => http::lines(self, secrets),
            View::Curl => command::lines(self, command::Shell::Bash, secrets.into()),
            View::PowerShell => command::lines(self, command::Shell::PowerShell, secrets.into()),
            View::Bytes => bytes::lines(self, secrets),
        }
    }

    /// What is copied from a view. A masked command takes the secret from an environment variable, `CLIENT_SECRET`,
    /// `BASIC_CREDENTIALS`, `CLIENT_ASSERTION`, `DPOP_PROOF` or `ACCESS_TOKEN`, so that it runs and shows nothing; the body of `Http` stands on one line.
    pub fn copy_text(&self, view: View, secrets: Secrets) -> String {
        let lines = match (view, secrets) {
            (View::Http, _) => return http::text(self, secrets),
            (View::Curl, Secrets::Masked) => {
                command::lines(self, command::Shell::Bash, command::Values::Variables)
            }
            (View::PowerShell, Secrets::Masked) => {
                command::lines(self, command::Shell::PowerShell, command::Values::Variables)
            }
            (View::Curl | View::PowerShell | View::Bytes, _) => self.view(view, secrets),
        };
        let lines: Vec<String> = lines.iter().map(|line| plain(line)).collect();
        lines.join("\n")
    }

    /// Every byte of the request in order, line ends included.
    fn pieces(&self) -> Vec<Piece> {
        let endpoint = Some(Field::Endpoint);
        let mut pieces = vec![Piece::open(&format!("{} ", self.method), endpoint)];
        pieces.extend(self.target());
        pieces.push(Piece::open(" HTTP/1.1", endpoint));
        for (name, value) in &self.headers {
            let field = value.first().and_then(|piece| piece.field);
            pieces.push(Piece::open("\r\n", None));
            pieces.push(Piece::open(&format!("{name}: "), field));
            pieces.extend(value.iter().cloned());
        }
        pieces.push(Piece::open("\r\n\r\n", None));
        pieces.extend(self.body.iter().cloned());
        pieces
    }
}

/// The text of a line.
pub fn plain(line: &[Span]) -> String {
    line.iter().map(|span| span.text.as_str()).collect()
}

/// The name that is loopback without being looked up (RFC 6761 6.3).
pub(crate) const LOCALHOST: &str = "localhost";

/// True for an address to which a request that somebody else's lesson misdirects may be addressed: on this machine, or by plain http, which is
/// refused before anything is sent.
pub fn stays_here(address: &str) -> bool {
    let url = Url::parse(address);
    url.is_ok_and(|url| is_loopback(&url) || url.scheme() == "http")
}

/// True when `url` stays on this machine: 127.0.0.0/8, `::1`, or the name `localhost`, which is never looked up (RFC 6761 6.3).
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == LOCALHOST,
        None => false,
    }
}

/// The `Host` header of `url` (RFC 9112 3.2): host, and the port where it is not the scheme's own.
pub(crate) fn host(url: &Url) -> (String, Vec<Piece>) {
    let name = url.host_str().unwrap_or_default();
    let value = match url.port() {
        Some(port) => format!("{name}:{port}"),
        None => name.to_owned(),
    };
    (
        "Host".to_owned(),
        vec![Piece::open(&value, Some(Field::Endpoint))],
    )
}

/// The `Authorization` header with an access token.
fn authorization(scheme: Piece, token: &str) -> (String, Vec<Piece>) {
    let token = Piece::secret(token, Field::Other);
    ("Authorization".to_owned(), vec![scheme, token])
}

/// The `DPoP` header (RFC 9449 4.1). Names are compared without case, and HTTP/1.1 goes out in title case here, so that this is
/// the spelling on the wire.
pub(crate) fn proof(proof: &SignedJwt) -> (String, Vec<Piece>) {
    let value = Piece::secret(proof.expose(), Field::Possession);
    ("Dpop".to_owned(), vec![value])
}
