//! An exchange to take along: as a script, a file for an HTTP client, a Postman collection, or a handout. No form holds a secret, an
//! assertion or a token: whoever runs one is asked for them, or sets a variable.

use crate::oauth::check::Report;
use crate::oauth::reply::Reply;
use secrecy::zeroize::Zeroizing;

use url::Url;

use crate::oauth::wire::form;
use crate::oauth::wire::slot::Slot;
use crate::oauth::wire::{Piece, WireRequest};

mod handout;
mod http;
mod postman;
mod script;

/// What an exchange is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A script for bash that calls curl.
    Curl,
    /// A script for PowerShell that calls curl.
    PowerShell,
    /// A file for the HTTP clients of editors: httpyac, REST Client.
    Http,
    /// A Postman collection, format 2.1.
    Postman,
    /// A page to read.
    Markdown,
}

impl Format {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 5] = [
        Self::Curl,
        Self::PowerShell,
        Self::Http,
        Self::Postman,
        Self::Markdown,
    ];

    /// What it is called in a menu.
    pub fn label(self) -> &'static str {
        match self {
            Self::Curl => "a bash script that asks for the secret",
            Self::PowerShell => "a PowerShell script that asks for the secret",
            Self::Http => "an .http file for editors",
            Self::Postman => "a Postman collection",
            Self::Markdown => "a handout in Markdown",
        }
    }
}

/// A token request, what it was answered, and the call that was made with the token.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    /// What it shows, in a line.
    pub title: &'a str,
    /// True for an example, whose app is gone once it is read: the id is asked for too.
    pub example: bool,
    /// The token request.
    pub request: &'a WireRequest,
    /// What it was answered.
    pub reply: Option<&'a Reply>,
    /// What the checker says of the reply.
    pub report: Option<&'a Report>,
    /// The call of an API with the token that came.
    pub call: Option<(&'a WireRequest, &'a Reply)>,
}

impl Exchange<'_> {
    /// Everything secret that went out with it, as it went.
    fn secrets(&self) -> Vec<Zeroizing<String>> {
        let requests = std::iter::once(self.request).chain(self.call.map(|(call, _)| call));
        let words = requests.flat_map(WireRequest::words);
        let pieces = words.flatten().filter(|piece| piece.secret);
        let sent = pieces.map(|piece| piece.text);
        // What stood encoded may come back as it was before.
        let all = sent.flat_map(|text| [form::decoded(&text), text.to_string()]);
        let basic = self.request.basic().map(|(_, secret)| secret);
        all.chain(basic).map(Zeroizing::new).collect()
    }
}

/// The exchange in that form; it ends with a line break.
pub fn text(exchange: &Exchange<'_>, format: Format) -> String {
    let asked = exchange.request.with_place_for_id();
    // A proof of possession is for one request (RFC 9449 4.3): whoever makes one for the token has none for the call.
    let repeatable = |(call, _): &(&WireRequest, _)| !call.slots().contains(&Slot::Proof);
    let open = Exchange {
        request: &asked,
        call: exchange.call.filter(repeatable),
        ..*exchange
    };
    match format {
        Format::Curl => script::bash(&open),
        Format::PowerShell => script::power_shell(&open),
        Format::Http => http::file(&open),
        Format::Postman => postman::collection(&open),
        Format::Markdown => handout::page(exchange),
    }
}

/// An address in which no client finds a place to fill: braces are encoded, which a server reads as the same (RFC 3986 2.4).
fn address(url: &Url) -> String {
    url.as_str().replace('{', "%7B").replace('}', "%7D")
}

/// The pieces with the double braces of their own text taken apart, which clients would run or fill. They stand inside a JSON text,
/// where this is the same text (RFC 8259 7): forms have them encoded.
fn unbraced(pieces: &[Piece]) -> Vec<Piece> {
    let open = |piece: &Piece| Piece {
        text: if piece.secret {
            piece.text.clone()
        } else {
            piece.text.replace("{{", "{\\u007b").into()
        },
        ..piece.clone()
    };
    pieces.iter().map(open).collect()
}

/// The client id as a file may hold it: one line of printable text.
fn id(exchange: &Exchange<'_>) -> String {
    let own = exchange.request.client_id().filter(|_| !exchange.example);
    crate::oauth::text::visible_line(&own.unwrap_or_default())
}

/// What whoever runs it has to give: the id, and what is secret. Credentials of Basic are made of both.
fn given(request: &WireRequest) -> Vec<Slot> {
    let mut given = Vec::new();
    for slot in request.slots() {
        match slot {
            Slot::Basic => given.extend([Slot::ClientId, Slot::ClientSecret]),
            Slot::ClientId | Slot::ClientSecret | Slot::Assertion | Slot::Proof | Slot::Token => {
                given.push(slot);
            }
        }
    }
    given
}

/// The token request as lines for a bash that somebody sits at: what is secret is asked for.
pub fn for_a_shell(request: &WireRequest) -> String {
    let asked = request.with_place_for_id();
    script::paste(&Exchange {
        title: "",
        example: false,
        request: &asked,
        reply: None,
        report: None,
        call: None,
    })
}

/// The title as a comment may hold it: one line of printable text.
fn title(exchange: &Exchange<'_>) -> String {
    crate::oauth::text::visible_line(exchange.title)
}
