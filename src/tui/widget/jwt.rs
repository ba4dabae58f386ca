//! A token on the screen: its parts numbered, named and coloured; the signature kept back unless secrets are revealed.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::oauth::jwt::{Form, Jwt, PartName};
use crate::tui::text;
use crate::tui::theme::{Look, Role};

/// What can be selected by its digit: the part, its number and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Which part; `None` for a token without parts.
    pub(crate) part: Option<PartName>,
    /// The name on the screen.
    pub(crate) label: &'static str,
    /// The text of the part as it stands in the token, made visible; of a very long one the middle is left out.
    pub(crate) text: String,
    /// How many characters the part has.
    pub(crate) length: usize,
    cut: bool,
}

impl Piece {
    fn of(part: Option<PartName>, label: &'static str, text: &str) -> Self {
        Self {
            part,
            label,
            text: text::laid_out(text),
            length: text.chars().count(),
            cut: text::is_too_long(text),
        }
    }

    /// True where its middle is left out.
    pub(crate) fn is_cut(&self) -> bool {
        self.cut
    }

    /// True where these characters of the part are drawn.
    fn holds(&self, mark: &Range<usize>) -> bool {
        !self.cut || mark.end <= text::FRONT
    }
}

/// The pieces of a token, in order. An opaque token is one piece; a broken one has as many as it has dots plus one.
pub(crate) fn pieces(jwt: &Jwt) -> Vec<Piece> {
    if !jwt.parts.is_empty() {
        return jwt
            .parts
            .iter()
            .map(|part| {
                let text = jwt.text().get(part.range.clone()).unwrap_or_default();
                Piece::of(Some(part.name), label(part.name), text)
            })
            .collect();
    }
    match jwt.form {
        Form::Opaque => vec![Piece::of(None, "OPAQUE", jwt.text())],
        Form::Jws | Form::Jwe | Form::None => jwt
            .text()
            .split('.')
            .take(MOST_PIECES)
            .map(|piece| Piece::of(None, "PART", piece))
            .collect(),
    }
}

/// A broken token may have thousands of dots; nobody selects the tenth piece by a digit.
const MOST_PIECES: usize = 9;

/// The piece to open first: the payload where it can be read, else the first.
pub(crate) fn first(pieces: &[Piece]) -> usize {
    pieces
        .iter()
        .position(|piece| piece.part == Some(PartName::Payload))
        .unwrap_or(0)
}

fn label(part: PartName) -> &'static str {
    match part {
        PartName::Header => "HEADER",
        PartName::Payload => "PAYLOAD",
        PartName::Signature => "SIGNATURE",
        // RFC 7516 section 3: the order of a JWE's parts.
        PartName::Sealed(2) => "KEY",
        PartName::Sealed(3) => "IV",
        PartName::Sealed(4) => "CIPHERTEXT",
        PartName::Sealed(_) => "TAG",
    }
}

/// The colour of a part; its number and name say the same.
pub(crate) fn role(part: Option<PartName>) -> Role {
    match part {
        Some(PartName::Header) => Role::Header,
        Some(PartName::Payload | PartName::Sealed(4)) => Role::Payload,
        Some(PartName::Signature | PartName::Sealed(_)) => Role::Signature,
        None => Role::Value,
    }
}

/// How much of the parts is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Everything.
    Whole,
    /// At most so many lines a part, the middle left out.
    Lines(usize),
}

/// The columns in front of a part's text: cursor, number, name.
const LABEL: usize = 15;

/// The pieces drawn one below the other, the selected one marked, and in it the characters of `mark`; a dot stands between them as it does in the token.
pub(crate) fn lines(
    pieces: &[Piece],
    (selected, mark): (usize, Option<Range<usize>>),
    extent: Extent,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let room = usize::from(width).saturating_sub(LABEL).max(8);
    let mut lines = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let style = look.style(role(piece.part));
        let dot = if index + 1 < pieces.len() { "." } else { "" };
        let mark = mark.clone();
        let mark = mark.filter(|mark| index == selected && piece.holds(mark));
        let mut body = drawn((piece, mark), extent, room, style, look);
        if let Some(last) = body.last_mut() {
            last.spans.push(Span::styled(dot, look.style(Role::Dim)));
        }
        for (at, mut line) in body.into_iter().enumerate() {
            let label = if at == 0 {
                front(piece, index, index == selected, look)
            } else {
                vec![Span::raw(" ".repeat(LABEL))]
            };
            line.spans.splice(0..0, label);
            lines.push(line);
        }
    }
    lines
}

fn front(piece: &Piece, index: usize, selected: bool, look: &Look<'_>) -> Vec<Span<'static>> {
    let cursor = if selected { look.marks.cursor } else { " " };
    let words = text::column(&format!("{} {}", index + 1, piece.label), LABEL - 2, look);
    vec![
        Span::styled(format!("{cursor} "), look.style(Role::Accent)),
        Span::styled(words, look.style(role(piece.part))),
    ]
}

fn drawn(
    (piece, mark): (&Piece, Option<Range<usize>>),
    extent: Extent,
    room: usize,
    style: Style,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    // Without its signature a token opens nothing, so that is the part that stays hidden. An opaque token is all secret.
    let hidden = match piece.part {
        Some(PartName::Signature) => true,
        Some(PartName::Header | PartName::Payload | PartName::Sealed(_)) => false,
        None => piece.label == "OPAQUE",
    };
    if hidden && !look.revealed {
        return vec![kept_back(piece, room, style, look)];
    }
    // The dot of the next part needs a cell.
    let room = room.saturating_sub(1).max(1);
    let most = match extent {
        Extent::Whole => usize::MAX,
        Extent::Lines(most) => room * most.max(1),
    };
    match mark {
        Some(mark) => text::fold(&around(&piece.text, &mark, most, style, look), room),
        None => text::fold(&[(text::middle(&piece.text, most, look), style)], room),
    }
}

/// `text` with the characters of `mark` marked, in at most `most` cells: where that is too few, the stretch around the mark.
pub(crate) fn around(
    text: &str,
    mark: &Range<usize>,
    most: usize,
    style: Style,
    look: &Look<'_>,
) -> Vec<(String, Style)> {
    let length = text.chars().count();
    let dots = look.marks.dots;
    let window = if length <= most {
        0..length
    } else {
        let room = most.saturating_sub(2 * text::width(dots)).max(1);
        let start = mark.start.saturating_sub(room / 4).min(length - room);
        start..start + room
    };
    let cut = |from: usize, to: usize| -> String {
        let (from, to) = (from.max(window.start), to.min(window.end));
        text.chars()
            .skip(from)
            .take(to.saturating_sub(from))
            .collect()
    };
    let lead = if window.start > 0 { dots } else { "" };
    let tail = if window.end < length { dots } else { "" };
    let quiet = look.style(Role::Dim);
    vec![
        (lead.to_owned(), quiet),
        (cut(0, mark.start), style),
        (
            cut(mark.start, mark.end),
            style.patch(look.style(Role::Selection)),
        ),
        (cut(mark.end, length), style),
        (tail.to_owned(), quiet),
    ]
}

fn kept_back(piece: &Piece, room: usize, style: Style, look: &Look<'_>) -> Line<'static> {
    let length = piece.length;
    if length < 24 {
        let words = format!("{}  {length} characters", look.marks.mask.repeat(8));
        return Line::styled(words, look.style(Role::Masked));
    }
    let words = format!("  {length} characters");
    let short = text::middle(&piece.text, 14.min(room.saturating_sub(words.len())), look);
    Line::from(vec![
        Span::styled(short, style),
        Span::styled(words, look.style(Role::Dim)),
    ])
}
