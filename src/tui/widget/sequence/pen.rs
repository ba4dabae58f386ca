//! The pen of the sequence diagram: three lifelines, and arrows between them, laid out in cells.

use ratatui::text::{Line, Span};

use crate::tui::text;
use crate::tui::theme::{Look, Role};

/// Where the three lifelines stand, in cells from the left, and how wide the diagram is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    pub(super) app: usize,
    pub(super) server: usize,
    pub(super) api: usize,
    pub(super) right: usize,
}

/// The margin for the selection mark and the step's number.
const MARGIN: usize = 5;
/// The column of times, to the right.
pub(super) const TIME: usize = 8;
/// The cells between app and server that `POST /oauth/token` and its arrow need.
const REQUEST: usize = 22;

impl Columns {
    pub(super) fn of(width: usize) -> Self {
        let right = width.saturating_sub(TIME + 1).max(MARGIN + 24);
        let room = right - MARGIN;
        let between = (room * 2 / 5).max(REQUEST).min(room * 3 / 5);
        Self {
            app: MARGIN + 1,
            server: MARGIN + 1 + between,
            api: right.saturating_sub(1),
            right: right + 1,
        }
    }
}

impl Columns {
    /// The lifelines as far apart as the width allows, without numbers and times.
    pub(super) fn spread(width: usize) -> Self {
        Self {
            app: 6,
            server: width / 2,
            api: width.saturating_sub(6).max(width / 2 + 2),
            right: width,
        }
    }
}

/// What draws rows of the diagram.
#[derive(Clone, Copy)]
pub(super) struct Pen<'a, 'l> {
    pub(super) columns: Columns,
    pub(super) look: &'a Look<'l>,
}

/// Text on a row of the diagram, from a cell on.
pub(super) struct Ink {
    pub(super) at: usize,
    pub(super) text: String,
    pub(super) role: Role,
}

/// Which way an arrow points, and its colour.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way {
    Right(Role),
    Left(Role),
}

impl Pen<'_, '_> {
    /// The names over the lifelines.
    pub(super) fn names(&self, [app, server, api]: [&str; 3]) -> Line<'static> {
        let centred = |at: usize, text: &str| Ink {
            at: at.saturating_sub(text.len() / 2),
            text: text.to_owned(),
            role: Role::Title,
        };
        let names = [
            centred(self.columns.app, app),
            centred(self.columns.server, server),
            centred(self.columns.api, api),
        ];
        self.row(names.into())
    }

    pub(super) fn lifelines(&self) -> Vec<Ink> {
        let bar = self.look.marks.bar;
        [self.columns.app, self.columns.server, self.columns.api]
            .map(|at| Ink {
                at,
                text: bar.to_owned(),
                role: Role::Border,
            })
            .into()
    }

    /// An arrow between two lifelines with its words in the middle of it.
    pub(super) fn arrow(&self, from: usize, to: usize, label: &str, way: Way) -> Vec<Ink> {
        let dash = if self.look.unicode { '─' } else { '-' };
        let (left, right) = match (way, self.look.unicode) {
            (Way::Right(_), true) => ("─", "▶"),
            (Way::Right(_), false) => ("-", ">"),
            (Way::Left(_), true) => ("◀", "─"),
            (Way::Left(_), false) => ("<", "-"),
        };
        let (Way::Right(role) | Way::Left(role)) = way;
        let room = to - from - 1;
        let label = format!(
            " {} ",
            text::middle(label, room.saturating_sub(4), self.look)
        );
        let dashes = room.saturating_sub(2 + text::width(&label));
        let before = dashes / 2;
        let line = |count: usize| dash.to_string().repeat(count);
        let mut inks = self.lifelines();
        inks.retain(|ink| ink.at <= from || ink.at >= to);
        let after = line(dashes - before);
        inks.push(ink(from + 1, format!("{left}{}", line(before)), role));
        inks.push(ink(from + 2 + before, label.clone(), role));
        let rest = from + 2 + before + text::width(&label);
        inks.push(ink(rest, format!("{after}{right}"), role));
        inks
    }

    /// Lays the inks out on one row, left to right; what would overlap begins where the one before it ends.
    pub(super) fn row(&self, mut inks: Vec<Ink>) -> Line<'static> {
        inks.sort_by_key(|ink| ink.at);
        let mut spans = Vec::new();
        let mut used = 0;
        for ink in inks {
            if ink.at > used {
                spans.push(Span::raw(" ".repeat(ink.at - used)));
                used = ink.at;
            }
            used += text::width(&ink.text);
            spans.push(Span::styled(ink.text, self.look.style(ink.role)));
        }
        Line::from(spans)
    }
}

pub(super) fn ink(at: usize, text: String, role: Role) -> Ink {
    Ink { at, text, role }
}
