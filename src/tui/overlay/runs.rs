//! Two exchanges beside one another: each line of both, and under a line that is not the same the signs that show where.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::compared::{Compared, Half, Pair, Side, Verdict};
use crate::app::message::{Message, OddKey};
use crate::lesson::desks::{filled, words};
use crate::oauth::text::visible_line;
use crate::oauth::wire::Secrets;
use crate::tui::canvas::Canvas;
use crate::tui::keys::Action;
use crate::tui::overlay::sheet::{Step, gap, sheet, sheet_rows};
use crate::tui::text::{prose, width as cells_of};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::scroll::Scroll;

const WIDTH: u16 = 110;

/// The open comparison.
#[derive(Debug)]
pub(crate) struct Runs {
    /// How many exchanges before the newest one the other is.
    back: usize,
    scroll: Scroll,
}

impl Default for Runs {
    fn default() -> Self {
        Self {
            back: 1,
            scroll: Scroll::default(),
        }
    }
}

impl Runs {
    pub(super) fn react(&mut self, action: Action, area: Rect, look: &Look<'_>, app: &App) -> Step {
        match action {
            Action::Accept => return Step::Close,
            Action::Pick(back) => {
                let back = usize::from(back);
                if compared(app, back).is_none() {
                    return Step::Tell(Message::OddKey(OddKey::NoExchange));
                }
                self.back = back;
                self.scroll = Scroll::default();
                return Step::Stay;
            }
            _ => {}
        }
        let width = width(area);
        let lines = self.lines(app, width, look).len();
        self.scroll
            .react(action, lines, sheet_rows(area, width, lines));
        Step::Stay
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>, app: &App) {
        let width = width(canvas.area());
        let lines = self.lines(app, width, look);
        let titles = ("Two requests, byte by byte", "Esc closes");
        let inner = sheet(canvas, look, titles, (width, lines.len()));
        self.scroll.draw(canvas, inner, look, &lines);
    }

    fn lines(&self, app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
        let cells = usize::from(width).saturating_sub(4);
        let Some(both) = compared(app, self.back) else {
            return prose(words("runs.none"), cells, look.style(Role::Text));
        };
        let numbers = [
            ("newest", both.newest.number.to_string()),
            ("before", both.before.number.to_string()),
        ];
        let mut lines = prose(
            &filled("runs.about", &numbers),
            cells,
            look.style(Role::Text),
        );
        let secrets = if look.revealed {
            Secrets::Shown
        } else {
            Secrets::Masked
        };
        let halves = [(Half::Request, "Request"), (Half::Reply, "Reply")];
        let halves = halves.map(|(half, title)| (both.pairs(half, secrets), half, title));
        // What came of it stands first: a small screen has room for little more.
        lines.push(gap());
        for (pairs, half, title) in &halves {
            let words = format!("{title}: {}", came_of(both.verdict(*half, pairs)));
            lines.extend(prose(&words, cells, look.style(Role::Strong)));
        }
        for (pairs, _, title) in &halves {
            lines.push(gap());
            lines.push(Line::styled(*title, look.style(Role::Title)));
            for pair in pairs {
                lines.extend(of_pair(pair, cells, look));
            }
        }
        lines
    }
}

fn came_of(verdict: Verdict) -> String {
    match verdict {
        Verdict::Same => "every byte is the same".to_owned(),
        Verdict::Unshown => words("runs.unshown").to_owned(),
        Verdict::Lines(1) => "1 line differs".to_owned(),
        Verdict::Lines(odd) => format!("{odd} lines differ"),
    }
}

fn compared(app: &App, back: usize) -> Option<Compared<'_>> {
    app.player.as_ref()?.bench.compared(back)
}

fn width(area: Rect) -> u16 {
    WIDTH.min(area.width.saturating_sub(2))
}

fn of_pair(pair: &Pair, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    if !pair.differs {
        let same = pair.newest.as_ref().or(pair.before.as_ref());
        return same.map_or_else(Vec::new, |side| drawn(side, (' ', Role::Dim), cells, look));
    }
    let mut lines = Vec::new();
    for (side, mark) in [
        (&pair.before, ('-', Role::Fail)),
        (&pair.newest, ('+', Role::Pass)),
    ] {
        lines.extend(side.iter().flat_map(|side| drawn(side, mark, cells, look)));
    }
    let text = |side: &Option<Side>| side.as_ref().map(|side| side.text.clone());
    if text(&pair.before) == text(&pair.newest) {
        lines.extend(prose(words("runs.masked"), cells, look.style(Role::Warn)));
    }
    lines
}

/// One line, broken where it is too long, with signs under what the other has not.
fn drawn(
    side: &Side,
    (sign, role): (char, Role),
    cells: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let marked = sign != ' ';
    let mut lines = Vec::new();
    let mut mark = format!("{sign} ");
    let mut row = Row::default();
    for (at, c) in side.text.chars().enumerate() {
        let shown = visible_line(&c.to_string());
        if row.cells + cells_of(&shown) > cells.saturating_sub(2) {
            row.end(&mut lines, &mark, role, look);
            "  ".clone_into(&mut mark);
        }
        row.put(&shown, marked && (side.odd.0..side.odd.1).contains(&at));
    }
    row.end(&mut lines, &mark, role, look);
    lines
}

/// A row that is being filled: runs of text, each odd or not.
#[derive(Default)]
struct Row {
    runs: Vec<(String, bool)>,
    cells: usize,
}

impl Row {
    fn put(&mut self, shown: &str, odd: bool) {
        self.cells += cells_of(shown);
        match self.runs.last_mut() {
            Some((text, same)) if *same == odd => text.push_str(shown),
            Some(_) | None => self.runs.push((shown.to_owned(), odd)),
        }
    }

    fn end(&mut self, lines: &mut Vec<Line<'static>>, mark: &str, role: Role, look: &Look<'_>) {
        let runs = std::mem::take(&mut self.runs);
        self.cells = 0;
        let mut spans = vec![Span::styled(mark.to_owned(), look.style(role))];
        let mut under = vec![Span::raw("  ")];
        let has_odd = runs.iter().any(|(_, odd)| *odd);
        let plain = if role == Role::Dim {
            Role::Dim
        } else {
            Role::Text
        };
        for (text, odd) in runs {
            let sign = if odd { "^" } else { " " };
            let signs = sign.repeat(cells_of(&text));
            under.push(Span::styled(signs, look.style(role)));
            spans.push(Span::styled(
                text,
                look.style(if odd { role } else { plain }),
            ));
        }
        lines.push(Line::from(spans));
        if has_odd {
            lines.push(Line::from(under));
        }
    }
}
