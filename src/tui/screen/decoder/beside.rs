//! Another token beside the decoder's: what is only in one of the two, what differs, and what that means.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::message::{Desk as Act, Message};
use crate::lesson::desks::words;
use crate::oauth::check::compare::{Comparison, Row, State};
use crate::oauth::text::visible_line;
use crate::tui::canvas::Canvas;
use crate::tui::keys::Action;
use crate::tui::screen::Reply;
use crate::tui::screen::decoder::Decoder;
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::panel::Focus;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sheet::{Sheet, measuring, room};

impl Decoder {
    /// A key while the two stand beside each other.
    pub(super) fn beside(&mut self, action: Action, comparison: &Comparison) -> Reply {
        if matches!(action, Action::Close | Action::Compare) {
            self.scroll = Scroll::default();
            let none = Message::Desk(Act::Compare(String::new()));
            return Reply::Send(vec![none]);
        }
        let (width, rows) = room(self.body);
        let lines = lines(comparison, width, &measuring(self.size, false)).len();
        if self.scroll.react(action, lines, usize::from(rows)) {
            Reply::Done
        } else {
            Reply::Ignored
        }
    }
}

/// Draws the two on the whole area.
pub(super) fn draw(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    (comparison, scroll): (&Comparison, Scroll),
) {
    let (width, _) = room(area);
    Sheet {
        title: "This token and another",
        others: (&[], ""),
        aside: "- only here  + only there",
        focus: Focus::Here,
        lines: lines(comparison, width, look),
        scroll,
    }
    .draw(canvas, area, look);
}

/// What differs stands first in its part, what is alike last and quiet.
fn lines(comparison: &Comparison, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let cells = usize::from(width);
    let mut lines = Vec::new();
    if comparison.is_alike() {
        lines.extend(prose(
            words("compare.alike"),
            cells,
            look.style(Role::Strong),
        ));
    }
    for (part, rows) in &comparison.parts {
        lines.push(Line::default());
        lines.push(Line::styled(*part, look.style(Role::Strong)));
        let (alike, other): (Vec<&Row>, Vec<&Row>) =
            rows.iter().partition(|row| row.state == State::Equal);
        for row in other.into_iter().chain(alike) {
            member(row, cells, look, &mut lines);
        }
    }
    lines
}

fn member(row: &Row, cells: usize, look: &Look<'_>, lines: &mut Vec<Line<'static>>) {
    let name = visible_line(&row.name);
    let mut side = |sign: &str, value: Option<&String>, role: Role| {
        let value = value.map_or_else(String::new, |value| visible_line(value));
        let lead = Span::styled(format!("{sign} {name}  "), look.style(role));
        lines.extend(text::marked(lead, &value, cells, look.style(role)));
    };
    match row.state {
        State::Equal => side(" ", row.first.as_ref(), Role::Dim),
        State::OnlyFirst => side("-", row.first.as_ref(), Role::Fail),
        State::OnlySecond => side("+", row.second.as_ref(), Role::Pass),
        State::Differs => {
            side("-", row.first.as_ref(), Role::Fail);
            side("+", row.second.as_ref(), Role::Pass);
        }
    }
    if !row.meaning.is_empty() {
        let lead = Span::raw("    ");
        lines.extend(text::marked(
            lead,
            &row.meaning,
            cells,
            look.style(Role::Text),
        ));
    }
}
