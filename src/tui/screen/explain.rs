//! The learner's own exchange, line by line: what went over the wire on one side, what it means on the other.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::exchange::{self, Side};
use crate::app::player::Player;
use crate::app::run::Run;
use crate::lesson::model::Note;
use crate::oauth::text::visible_line;
use crate::oauth::wire::Secrets;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::{below, beside, inside};
use crate::tui::screen::{Reply, Screen};
use crate::tui::text::{ending, fold, middle, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::list::Selection;
use crate::tui::widget::panel::{Focus, panel};

/// The explain screen.
#[derive(Default)]
pub(crate) struct Explain {
    selection: Selection,
}

impl Screen for Explain {
    fn context(&self, _app: &App) -> Context {
        Context::Explain
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        let rows = app
            .player
            .as_ref()
            .map_or(0, |player| player.step().notes.len());
        let action = match action {
            Action::NextPane | Action::Accept | Action::Right => Action::Down,
            Action::PrevPane | Action::Left => Action::Up,
            action => action,
        };
        if self.selection.react(action, rows) {
            Reply::Done
        } else {
            Reply::Ignored
        }
    }

    fn status(&self, app: &App) -> String {
        match app.player.as_ref().and_then(exchange_of) {
            Some(run) => format!("Your request number {}, and its reply.", run.number),
            None => "Nothing was sent in this session yet. {key:jump} leads to the request.".into(),
        }
    }

    /// The arrow that the selected line belongs to.
    fn lights(&self, app: &App) -> Option<Side> {
        let player = app.player.as_ref()?;
        let note = player.step().notes.get(self.selection.at)?;
        Some(said(note, exchange_of(player), Secrets::Masked).0)
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let Some(player) = &app.player else { return };
        let notes = &player.step().notes;
        let Some(note) = notes.get(self.selection.at) else {
            return;
        };
        let run = exchange_of(player);
        let secrets = if look.revealed {
            Secrets::Shown
        } else {
            Secrets::Masked
        };
        let [lines, meaning] = parts(area, look, note, run, secrets);
        let inner = panel(canvas, lines, look, ("Your exchange", ""), Focus::Here);
        let cells = usize::from(inner.width).saturating_sub(2);
        let rows: Vec<Vec<Line<'_>>> = notes
            .iter()
            .map(|note| vec![row(note, run, secrets, cells, look)])
            .collect();
        self.selection
            .draw(canvas, inner, look, (&rows, Focus::Here));
        let titles = (note.title.as_str(), "");
        let inner = panel(canvas, meaning, look, titles, Focus::Elsewhere);
        canvas.write(&explained(note, run, secrets, inner, look), inner);
    }
}

/// The list and the explanation: side by side where there is room, else one above the other, the explanation as high as it needs.
fn parts(
    area: Rect,
    look: &Look<'_>,
    note: &Note,
    run: Option<&Run>,
    secrets: Secrets,
) -> [Rect; 2] {
    if look.is_wide() {
        return beside(area, 52);
    }
    let inner = inside(area);
    let needed = explained(note, run, secrets, inner, look).len() + 2;
    let most = area.height.saturating_sub(5);
    below(area, u16::try_from(needed).unwrap_or(most).min(most))
}

/// The exchange that is explained.
fn exchange_of(player: &Player) -> Option<&Run> {
    player.bench.explained()
}

/// The line itself, whole where it fits into a few rows, then the lesson's words about it.
fn explained(
    note: &Note,
    run: Option<&Run>,
    secrets: Secrets,
    inner: Rect,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let cells = usize::from(inner.width);
    let (_, text) = said(note, run, secrets);
    let mut lines = Vec::new();
    if look.is_wide()
        && let Some(text) = text
    {
        let quote = fold(&[(text, look.style(Role::Value))], cells);
        lines.extend(quote.into_iter().take(4));
        lines.push(Line::default());
    }
    lines.extend(prose(&note.text, cells, look.style(Role::Text)));
    lines
}

fn said(note: &Note, run: Option<&Run>, secrets: Secrets) -> (Side, Option<String>) {
    let line = run.and_then(|run| exchange::line(run, &note.about, secrets));
    line.map_or((Side::Both, None), |line| {
        (line.side, line.text.map(|text| visible_line(&text)))
    })
}

fn row(
    note: &Note,
    run: Option<&Run>,
    secrets: Secrets,
    cells: usize,
    look: &Look<'_>,
) -> Line<'static> {
    let (side, text) = said(note, run, secrets);
    let (sign, role) = match side {
        Side::Both => (look.marks.dot, Role::Dim),
        Side::Request => (look.marks.right, Role::Accent),
        Side::Reply => (look.marks.left, Role::Payload),
    };
    let sign = format!("{sign:<3}");
    let room = cells.saturating_sub(crate::tui::text::width(&sign));
    let words = match (text, run) {
        (Some(text), _) => Span::styled(middle(&text, room, look), look.style(Role::Value)),
        (None, Some(_)) => Span::styled(
            ending(&format!("{}: not there", note.title), room, look),
            look.style(Role::Dim),
        ),
        (None, None) => Span::styled(ending(&note.title, room, look), look.style(Role::Dim)),
    };
    Line::from(vec![Span::styled(sign, look.style(role)), words])
}
