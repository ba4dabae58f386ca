//! One part of a token, opened: its members as a table, as JSON, or the part as it is written.

use ratatui::text::{Line, Span};

use crate::oauth::json::Document;
use crate::oauth::jwt::{Jwt, PartName};
use crate::oauth::text::visible;
use crate::oauth::time::UnixTime;
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::claims;
use crate::tui::widget::jwt::{Piece, role};

/// How a part is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Name, value, plain words.
    Table,
    /// The decoded JSON.
    Json,
    /// The part as it stands in the token.
    Raw,
}

impl Style {
    /// The one after it.
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Table => Self::Json,
            Self::Json => Self::Raw,
            Self::Raw => Self::Table,
        }
    }

    /// All three by name, this one in brackets.
    pub(crate) fn names(self) -> String {
        match self {
            Self::Table => "[table] JSON raw",
            Self::Json => "table [JSON] raw",
            Self::Raw => "table JSON [raw]",
        }
        .to_owned()
    }
}

/// How to draw a part.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    /// Table, JSON or raw.
    pub(crate) style: Style,
    /// The selected member.
    pub(crate) selected: usize,
    /// The time by which times are put into words.
    pub(crate) at: UnixTime,
}

/// A part as drawn, and the line of each member of the table.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    /// The lines.
    pub(crate) lines: Vec<Line<'static>>,
    /// For each member its first line; empty where there is no table.
    pub(crate) places: Vec<usize>,
}

/// Draws `piece` of `jwt`, `width` cells wide.
pub(crate) fn draw(jwt: &Jwt, piece: &Piece, view: View, width: u16, look: &Look<'_>) -> Drawn {
    let document = match piece.part {
        Some(PartName::Header) => jwt.header.as_ref(),
        Some(PartName::Payload) => jwt.payload.as_ref(),
        Some(PartName::Signature | PartName::Sealed(_)) | None => None,
    };
    match (view.style, document) {
        (Style::Raw, _) => raw(piece, width, look),
        (Style::Table, Some(document)) => table(document, view, width, look),
        (Style::Json, Some(document)) => json(document, width, look),
        (Style::Table | Style::Json, None) => unread(jwt, piece, width, look),
    }
}

fn table(document: &Document, view: View, width: u16, look: &Look<'_>) -> Drawn {
    let mut rows = claims::of(document, view.at);
    let cells = usize::from(width).saturating_sub(40).clamp(10, 40);
    let bar = claims::lifetime(document, view.at, cells, look);
    let exp = rows.iter().position(|row| row.name == "exp");
    if let (Some(row), Some(_)) = (exp.and_then(|exp| rows.get_mut(exp)), &bar) {
        // The bar below says how long; the row need not.
        row.words = claims::plain_words("exp");
    }
    let table = claims::table(&rows, view.selected, width, look);
    let (mut lines, mut places) = (table.lines, table.places);
    if let (Some(exp), Some(bar)) = (exp, bar) {
        // The bar stands right below the claim that it draws.
        let below = places.get(exp + 1).copied().unwrap_or(lines.len());
        let mut bar = bar;
        bar.spans.insert(0, Span::raw(" ".repeat(table.indent)));
        lines.insert(below, bar);
        for place in places.iter_mut().skip(exp + 1) {
            *place += 1;
        }
    }
    Drawn { lines, places }
}

fn json(document: &Document, width: u16, look: &Look<'_>) -> Drawn {
    let mut out = String::new();
    if let Some(root) = document.root() {
        document.write_pretty(root, 2, &mut out);
    }
    let style = look.style(Role::Value);
    let lines = visible(&out)
        .lines()
        .flat_map(|line| text::fold(&[(line.to_owned(), style)], usize::from(width)))
        .collect();
    Drawn {
        lines,
        places: Vec::new(),
    }
}

fn raw(piece: &Piece, width: u16, look: &Look<'_>) -> Drawn {
    let kept = matches!(piece.part, Some(PartName::Signature) | None) && !look.revealed;
    let cells = usize::from(width);
    let style = look.style(role(piece.part));
    let lines = if kept {
        let short = text::middle(&piece.text, 24, look);
        let words = format!("{short}   r shows it whole");
        prose(&words, cells, style)
    } else {
        text::fold(&[(piece.text.clone(), style)], cells)
    };
    Drawn {
        lines,
        places: Vec::new(),
    }
}

/// A part that holds no members: a signature, sealed content, an opaque token, or a broken part.
fn unread(jwt: &Jwt, piece: &Piece, width: u16, look: &Look<'_>) -> Drawn {
    let bytes = piece
        .part
        .and_then(|name| jwt.part(name))
        .and_then(|part| part.bytes.as_ref());
    let words = match (piece.part, bytes) {
        (Some(PartName::Signature), Some(bytes)) if bytes.is_empty() => {
            "Empty: nobody signed this token.".to_owned()
        }
        (Some(PartName::Signature), Some(bytes)) => {
            let alg = jwt.header_text("alg").unwrap_or("an unknown algorithm");
            let alg = crate::oauth::text::visible_line(alg);
            format!("{} bytes, made with {alg}.", bytes.len())
        }
        (Some(PartName::Sealed(_)), Some(bytes)) => {
            format!(
                "{} bytes, encrypted: only the API has the key.",
                bytes.len()
            )
        }
        (Some(_), Some(_)) => "Not a JSON object. Press v for the text.".to_owned(),
        (Some(_), None) => "Not base64url, so it cannot be read.".to_owned(),
        (None, _) if piece.label == "OPAQUE" => {
            "Not a JWT. Only the server that made it knows what it means.".to_owned()
        }
        (None, _) => "A piece of a token that has the wrong number of parts.".to_owned(),
    };
    Drawn {
        lines: prose(&words, usize::from(width), look.style(Role::Text)),
        places: Vec::new(),
    }
}
