//! One part of a token, opened: its members as a table, as JSON, or the part as it is written.

use std::ops::Range;

use ratatui::text::{Line, Span};

use crate::lesson::desks::{filled, words};
use crate::oauth::dictionary::Side;
use crate::oauth::json::Document;
use crate::oauth::jwt::{Jwt, PartName, member};
use crate::oauth::kind::Family;
use crate::oauth::text::{visible, visible_line};
use crate::oauth::time::UnixTime;
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::claims::{self, Claim, Telling};
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

/// What a part is told by besides itself.
#[derive(Clone, Copy)]
pub(crate) struct Aids<'a> {
    /// Whose words go first; `None` for the few that all agree on.
    pub(crate) family: Option<Family>,
    /// An instant in the zone of this machine.
    pub(crate) local: fn(UnixTime) -> Option<String>,
    /// Only values are kept whose name, value or words hold this; empty keeps all.
    pub(crate) filter: &'a str,
}

/// A part as drawn, and the line of each value that can be selected.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    /// The lines.
    pub(crate) lines: Vec<Line<'static>>,
    /// For each value its first line; empty where there is nothing to select.
    pub(crate) places: Vec<usize>,
    /// For each value its number among the places of the part.
    pub(crate) numbers: Vec<usize>,
}

/// Draws `piece` of `jwt`, `width` cells wide.
pub(crate) fn draw(jwt: &Jwt, piece: &Piece, view: View, width: u16, look: &Look<'_>) -> Drawn {
    let aids = Aids {
        family: None,
        local: |_| None,
        filter: "",
    };
    draw_with(jwt, piece, (view, aids), width, look)
}

/// As [`draw`], told by `aids`.
pub(crate) fn draw_with(
    jwt: &Jwt,
    piece: &Piece,
    (view, aids): (View, Aids<'_>),
    width: u16,
    look: &Look<'_>,
) -> Drawn {
    let opened = piece.part.and_then(|part| member::document(jwt, part));
    let Some(document) = opened else {
        return match view.style {
            Style::Raw => raw(jwt, piece, None, width, look),
            Style::Table | Style::Json => unread(jwt, piece, width, look),
        };
    };
    let rows = kept(jwt, piece, document, (view, aids));
    let numbers: Vec<usize> = rows.iter().map(|row| row.place).collect();
    let chosen = numbers.get(view.selected).copied();
    let mut drawn = match view.style {
        Style::Raw => raw(jwt, piece, chosen, width, look),
        Style::Table => table(document, rows, view, width, look),
        Style::Json => json(document, chosen, width, look),
    };
    if view.style != Style::Table {
        let all = std::mem::take(&mut drawn.places);
        let place = |number: &usize| all.get(*number).copied().unwrap_or_default();
        drawn.places = numbers.iter().map(place).collect();
    }
    if drawn.places.is_empty() && !aids.filter.is_empty() {
        let style = look.style(Role::Dim);
        drawn.lines = prose(words("find.none"), usize::from(width), style);
    }
    drawn.numbers = numbers;
    drawn
}

/// The values that the filter keeps.
fn kept(
    jwt: &Jwt,
    piece: &Piece,
    document: &Document,
    (view, aids): (View, Aids<'_>),
) -> Vec<Claim> {
    let telling = Telling {
        jwt,
        family: aids.family,
        side: match piece.part {
            Some(PartName::Header) => Side::Header,
            Some(PartName::Payload | PartName::Signature | PartName::Sealed(_)) | None => {
                Side::Claims
            }
        },
        at: view.at,
        local: aids.local,
    };
    let mut rows = claims::of(document, telling);
    if !aids.filter.is_empty() {
        rows.retain(|row| {
            [&row.name, &row.value, &row.words]
                .iter()
                .any(|text| text::holds(text, aids.filter))
        });
    }
    rows
}

fn table(
    document: &Document,
    mut rows: Vec<Claim>,
    view: View,
    width: u16,
    look: &Look<'_>,
) -> Drawn {
    let cells = usize::from(width).saturating_sub(40).clamp(10, 40);
    let bar = claims::lifetime(document, view.at, cells, look);
    let exp = rows.iter().position(|row| row.name == "exp");
    if let (Some(row), Some(_)) = (exp.and_then(|exp| rows.get_mut(exp)), &bar) {
        // The bar below says how long; the row need not.
        row.words.clone_from(&row.plain);
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
    Drawn {
        lines,
        places,
        numbers: Vec::new(),
    }
}

/// The JSON over several lines, the lines of the chosen value marked. `places` has the line of every value of the part.
fn json(document: &Document, chosen: Option<usize>, width: u16, look: &Look<'_>) -> Drawn {
    let mut out = String::new();
    if let Some(root) = document.root() {
        document.write_pretty(root, 2, &mut out);
    }
    let depths: Vec<usize> = member::places(document)
        .iter()
        .map(|place| place.depth)
        .collect();
    let mut drawn = Drawn::default();
    let mut inside: Option<usize> = None;
    let whole = out.len();
    out.truncate(out.floor_char_boundary(MOST_JSON));
    for line in visible(&out).lines() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let rest = line.get(indent..).unwrap_or_default();
        let closes = rest.starts_with(['}', ']']);
        // Values come in the order of their lines, each set in as far as it stands deep.
        let number = drawn.places.len();
        let begins = depths
            .get(number)
            .is_some_and(|depth| indent == 2 * depth + 2)
            && !closes;
        if inside.is_some_and(|own| indent < own || indent == own && !closes) {
            inside = None;
        }
        if begins {
            drawn.places.push(drawn.lines.len());
            if chosen == Some(number) {
                inside = Some(indent);
            }
        }
        let first = begins && chosen == Some(number);
        let role = if inside.is_some() {
            Role::Strong
        } else {
            Role::Value
        };
        let style = look.style(role);
        let mut spans = vec![(line.to_owned(), style)];
        if first {
            let lead = " ".repeat(indent.saturating_sub(2));
            let cursor = format!("{lead}{} ", look.marks.cursor);
            spans = vec![(cursor, look.style(Role::Accent)), (rest.to_owned(), style)];
        }
        drawn.lines.extend(text::fold(&spans, usize::from(width)));
    }
    if whole > out.len() {
        drawn.lines.push(Line::default());
        let words = filled("part.cut", &[("length", whole.to_string())]);
        let words = prose(&words, usize::from(width), look.style(Role::Note));
        drawn.lines.extend(words);
    }
    drawn
}

/// So many bytes of a part's JSON are drawn at most.
const MOST_JSON: usize = 32 * 1024;

/// The part as it stands in the token, the characters of the selected member marked.
fn raw(jwt: &Jwt, piece: &Piece, chosen: Option<usize>, width: u16, look: &Look<'_>) -> Drawn {
    let kept = matches!(piece.part, Some(PartName::Signature) | None) && !look.revealed;
    let cells = usize::from(width).max(1);
    let style = look.style(role(piece.part));
    if kept {
        let short = text::middle(&piece.text, 24, look);
        let words = format!("{short}   r shows it whole");
        return Drawn {
            lines: prose(&words, cells, style),
            ..Drawn::default()
        };
    }
    let marks: Vec<Range<usize>> = piece
        .part
        .map_or_else(Vec::new, |part| member::all_characters(jwt, part).collect());
    let marked = chosen.and_then(|chosen| marks.get(chosen));
    let spans = match marked.filter(|_| !piece.is_cut()) {
        Some(mark) => around(&piece.text, mark, usize::MAX, style, look),
        None => vec![(piece.text.clone(), style)],
    };
    let mut lines = text::fold(&spans, cells);
    if piece.is_cut() {
        lines.push(Line::default());
        let words = filled("part.cut", &[("length", piece.length.to_string())]);
        lines.extend(prose(&words, cells, look.style(Role::Note)));
    }
    Drawn {
        lines,
        places: marks.iter().map(|mark| mark.start / cells).collect(),
        numbers: Vec::new(),
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
        ..Drawn::default()
    }
}
