//! One part of a token, opened: its members as a table, as JSON, or the part as it is written.

use std::ops::Range;

use ratatui::text::{Line, Span};

use crate::lesson::desks::{filled, words};
use crate::oauth::dictionary::plain_in_header;
use crate::oauth::json::Document;
use crate::oauth::jwt::{Form, Jwt, PartName, member};
use crate::oauth::text::{visible, visible_line};
use crate::oauth::time::UnixTime;
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::claims;
use crate::tui::widget::jwt::{Piece, around, role};

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
        (Style::Raw, _) => raw(jwt, piece, view.selected, width, look),
        (Style::Table, Some(document)) => table(jwt, document, view, width, look),
        (Style::Json, Some(document)) => json(document, view.selected, width, look),
        (Style::Table | Style::Json, None) => unread(jwt, piece, width, look),
    }
}

fn table(jwt: &Jwt, document: &Document, view: View, width: u16, look: &Look<'_>) -> Drawn {
    let mut rows = claims::of(document, view.at);
    if jwt.form == Form::Jwe {
        for row in rows
            .iter_mut()
            .filter(|row| ["alg", "kid"].contains(&row.name.as_str()))
        {
            if let Some(words) = plain_in_header(jwt, &row.name) {
                words.clone_into(&mut row.words);
            }
        }
    }
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

/// The JSON over several lines, the lines of the selected member marked.
fn json(document: &Document, selected: usize, width: u16, look: &Look<'_>) -> Drawn {
    let mut out = String::new();
    if let Some(root) = document.root() {
        document.write_pretty(root, 2, &mut out);
    }
    let mut drawn = Drawn::default();
    for line in visible(&out).lines() {
        // Members of the root, and nothing else, begin with a quote behind two blanks.
        let first = line.strip_prefix("  ").filter(|rest| rest.starts_with('"'));
        if first.is_some() {
            drawn.places.push(drawn.lines.len());
        }
        let inside = line.starts_with("  ") && drawn.places.len() == selected + 1;
        let role = if inside { Role::Strong } else { Role::Value };
        let style = look.style(role);
        let mut spans = vec![(line.to_owned(), style)];
        if let Some(rest) = first.filter(|_| inside) {
            let cursor = format!("{} ", look.marks.cursor);
            spans = vec![(cursor, look.style(Role::Accent)), (rest.to_owned(), style)];
        }
        drawn.lines.extend(text::fold(&spans, usize::from(width)));
    }
    drawn
}

/// The part as it stands in the token, the characters of the selected member marked.
fn raw(jwt: &Jwt, piece: &Piece, selected: usize, width: u16, look: &Look<'_>) -> Drawn {
    let kept = matches!(piece.part, Some(PartName::Signature) | None) && !look.revealed;
    let cells = usize::from(width).max(1);
    let style = look.style(role(piece.part));
    if kept {
        let short = text::middle(&piece.text, 24, look);
        let words = format!("{short}   r shows it whole");
        return Drawn {
            lines: prose(&words, cells, style),
            places: Vec::new(),
        };
    }
    let marks: Vec<Range<usize>> = piece
        .part
        .map_or_else(Vec::new, |part| member::all_characters(jwt, part).collect());
    let spans = match marks.get(selected) {
        Some(mark) => around(&piece.text, mark, usize::MAX, style, look),
        None => vec![(piece.text.clone(), style)],
    };
    Drawn {
        lines: text::fold(&spans, cells),
        places: marks.iter().map(|mark| mark.start / cells).collect(),
    }
}

/// A part that holds no members: a signature, sealed content, an opaque token, or a broken part.
fn unread(jwt: &Jwt, piece: &Piece, width: u16, look: &Look<'_>) -> Drawn {
    let bytes = piece
        .part
        .and_then(|name| jwt.part(name))
        .and_then(|part| part.bytes.as_ref());
    let count = bytes.map_or(0, Vec::len).to_string();
    let told = |id| filled(id, &[("bytes", count.clone())]);
    let words = match (piece.part, bytes) {
        (Some(PartName::Signature), Some(bytes)) if bytes.is_empty() => {
            words("part.unsigned").to_owned()
        }
        (Some(PartName::Signature), Some(_)) => {
            let alg = jwt.header_text("alg").unwrap_or("an unknown algorithm");
            let values = [("bytes", count.clone()), ("alg", visible_line(alg))];
            filled("part.signature", &values)
        }
        // RFC 7516 3: the order of a JWE's parts.
        (Some(PartName::Sealed(2)), Some(_)) => told("part.key"),
        (Some(PartName::Sealed(3)), Some(_)) => told("part.iv"),
        (Some(PartName::Sealed(4)), Some(_)) => told("part.ciphertext"),
        (Some(PartName::Sealed(_)), Some(_)) => told("part.tag"),
        (Some(_), Some(_)) => "Not a JSON object. Press v for the text.".to_owned(),
        (Some(_), None) => "Not base64url, so it cannot be read.".to_owned(),
        (None, _) if piece.label == "OPAQUE" => words("form.opaque").to_owned(),
        (None, _) => words("form.none").to_owned(),
    };
    Drawn {
        lines: prose(&words, usize::from(width), look.style(Role::Text)),
        places: Vec::new(),
    }
}
