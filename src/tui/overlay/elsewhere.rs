//! One request at three servers, side by side, with a mark where they do not all say the same.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::elsewhere::{Row, Told};
use crate::lesson::desks::words;
use crate::oauth::text::visible_line;
use crate::tui::canvas::Canvas;
use crate::tui::keys::Action;
use crate::tui::overlay::sheet::{Step, gap, sheet, sheet_rows};
use crate::tui::text::{column, ending, prose, wrap};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::scroll::Scroll;

const WIDTH: u16 = 110;
/// The names of the rows.
const NAMES: usize = 18;
/// So many lines of a long value are shown.
const MOST: usize = 3;

/// The open comparison.
#[derive(Debug, Default)]
pub(crate) struct Elsewhere {
    scroll: Scroll,
}

impl Elsewhere {
    pub(super) fn react(&mut self, action: Action, area: Rect, look: &Look<'_>, app: &App) -> Step {
        if action == Action::Accept {
            return Step::Close;
        }
        let width = width(area);
        let lines = lines(app, width, look).len();
        self.scroll
            .react(action, lines, sheet_rows(area, width, lines));
        Step::Stay
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>, app: &App) {
        let width = width(canvas.area());
        let lines = lines(app, width, look);
        let titles = ("The same request at three servers", "Esc closes");
        let inner = sheet(canvas, look, titles, (width, lines.len()));
        self.scroll.draw(canvas, inner, look, &lines);
    }
}

fn width(area: Rect) -> u16 {
    WIDTH.min(area.width.saturating_sub(2))
}

fn lines(app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let cells = usize::from(width).saturating_sub(4);
    let asked = app.player.as_ref().map(|player| &player.bench.elsewhere);
    let Some(asked) = asked.filter(|asked| !asked.servers().is_empty()) else {
        return prose(words("elsewhere.none"), cells, look.style(Role::Text));
    };
    let mut lines = prose(words("elsewhere.about"), cells, look.style(Role::Text));
    lines.push(gap());
    let servers = asked.servers();
    let names = NAMES.min(cells / 4);
    let each = (cells.saturating_sub(names + 2) / servers.len().max(1)).saturating_sub(1);
    let mut head = vec![Span::raw(" ".repeat(names + 2))];
    for (target, _) in servers {
        let word = column(target.word(), each + 1, look);
        head.push(Span::styled(word, look.style(Role::Title)));
    }
    lines.push(Line::from(head));
    let answered = servers
        .iter()
        .any(|(_, told)| matches!(told, Told::Answered(_)));
    for row in asked.rows() {
        lines.extend(row_lines(&row, answered, (names, each), look));
    }
    lines
}

fn row_lines(
    row: &Row,
    answered: bool,
    (names, each): (usize, usize),
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let differs = row.differs && answered;
    let cells: Vec<Vec<String>> = row
        .cells
        .iter()
        .map(|cell| folded(cell.as_deref(), each, look))
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(1);
    let role = if differs { Role::Strong } else { Role::Dim };
    let line = |at: usize| {
        let (mark, name) = match at {
            0 if differs => (look.marks.warn, visible_line(&row.name)),
            0 => (" ", visible_line(&row.name)),
            _ => (" ", String::new()),
        };
        let mut spans = vec![
            Span::styled(format!("{mark} "), look.style(Role::Warn)),
            Span::styled(column(&name, names, look), look.style(Role::Name)),
        ];
        for cell in &cells {
            let text = cell.get(at).map_or("", String::as_str);
            spans.push(Span::styled(column(text, each + 1, look), look.style(role)));
        }
        Line::from(spans)
    };
    (0..height).map(line).collect()
}

/// A value in its column; a long one over a few lines.
fn folded(cell: Option<&str>, each: usize, look: &Look<'_>) -> Vec<String> {
    let Some(cell) = cell else {
        return vec!["-".to_owned()];
    };
    let mut lines = wrap(&visible_line(cell), each);
    if lines.len() > MOST {
        let rest = lines.split_off(MOST - 1).concat();
        lines.push(ending(&rest, each, look));
    }
    lines
}
