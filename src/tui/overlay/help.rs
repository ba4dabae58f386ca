//! The keys that are valid here, grouped, from the one table.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::player::Player;
use crate::lesson::model::{Ask, AskKind};
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Action, Context, Group};
use crate::tui::overlay::sheet::{Step, gap, sheet, sheet_rows};
use crate::tui::text::{self, column, marked};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::scroll::Scroll;

/// No wider than the eye follows a line.
const WIDTH: u16 = 86;
const KEYS: usize = 14;

/// The open help.
#[derive(Debug)]
pub(crate) struct Help {
    context: Context,
    /// What this step does not ask for, although the screen could: nothing that does nothing is shown.
    idle: Vec<Action>,
    scroll: Scroll,
}

impl Help {
    pub(super) fn new(context: Context, app: &App) -> Self {
        Self {
            context,
            idle: idle(context, app),
            scroll: Scroll::default(),
        }
    }

    pub(super) fn react(&mut self, action: Action, area: Rect, look: &Look<'_>) -> Step {
        let width = self.width(area);
        let lines = self.lines(width, look).len();
        self.scroll
            .react(action, lines, sheet_rows(area, width, lines));
        Step::Stay
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>) {
        let width = self.width(canvas.area());
        let lines = self.lines(width, look);
        let inner = sheet(
            canvas,
            look,
            ("Keys that work here", "Esc closes"),
            (width, lines.len()),
        );
        self.scroll.draw(canvas, inner, look, &lines);
    }

    /// As wide as the longest row wants, where there is room.
    fn width(&self, area: Rect) -> u16 {
        let rows = keys::help(self.context);
        let rows = rows.filter(|row| !self.idle.contains(&row.action));
        let longest = rows.map(|row| text::width(row.help)).max().unwrap_or(0);
        let wanted = u16::try_from(longest + KEYS + 4).unwrap_or(WIDTH);
        wanted.min(WIDTH).min(area.width.saturating_sub(2))
    }

    fn lines(&self, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
        let cells = usize::from(width).saturating_sub(4);
        let mut lines = Vec::new();
        for group in Group::ALL {
            let rows: Vec<_> = keys::help(self.context)
                .filter(|row| row.group == group && !self.idle.contains(&row.action))
                .collect();
            if rows.is_empty() {
                continue;
            }
            if !lines.is_empty() {
                lines.push(gap());
            }
            lines.push(Line::styled(group.word(), look.style(Role::Title)));
            for row in rows {
                let keys = row.all(look.unicode);
                let keys = Span::styled(column(&keys, KEYS, look), look.style(Role::Key));
                lines.extend(marked(keys, row.help, cells, look.style(Role::Text)));
            }
        }
        lines
    }
}

/// The keys that sort, on a card that is answered otherwise.
fn unsorted(app: &App) -> Vec<Action> {
    let asked = app.player.as_ref().and_then(Player::asked_here);
    match asked {
        Some(ask) if ask.kind == AskKind::Sort => Vec::new(),
        Some(_) | None => vec![Action::LessSure, Action::MoreSure],
    }
}

/// The keys that do nothing here.
pub(super) fn idle(context: Context, app: &App) -> Vec<Action> {
    let mut idle = unasked(context, app);
    if !app.in_sandbox() {
        idle.push(Action::Scenarios);
    }
    idle
}

/// The keys of a question where an action asks none, and those for how sure one is where nothing is predicted.
fn unasked(context: Context, app: &App) -> Vec<Action> {
    let asking = match context {
        Context::Create | Context::Build | Context::Send | Context::Check | Context::Flow => true,
        Context::Quiz => return unsorted(app),
        // Digits pick a part of the token there.
        Context::Read => false,
        _ => return Vec::new(),
    };
    let player = app.player.as_ref();
    let asks = player.is_some_and(|player| player.choices().is_some());
    let asked = player.and_then(Player::asked_here);
    let predicts = asked.is_some_and(Ask::is_prediction);
    let mut idle = Vec::new();
    if asking && !asks {
        idle.push(Action::Pick(0));
    }
    if !predicts {
        idle.extend([Action::LessSure, Action::MoreSure]);
    }
    idle
}
