//! The keys that are valid here, grouped, from the one table.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::player::Player;
use crate::lesson::model::{Ask, AskKind};
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Action, Binding, Context, Group, Typing};
use crate::tui::overlay::sheet::{Step, gap, sheet, sheet_rows};
use crate::tui::text::{self, column, marked};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::scroll::Scroll;

/// No wider than the eye follows a line.
const WIDTH: u16 = 86;
const KEYS: usize = 14;
/// Above the keys that a field takes as text.
const TEXT_NOW: &str = "Text in this field, keys outside it";

/// The open help.
#[derive(Debug)]
pub(crate) struct Help {
    context: Context,
    /// What had the focus when it was opened: in a field letters are text.
    typing: Typing,
    /// What this step does not ask for, although the screen could: nothing that does nothing is shown.
    idle: Vec<Action>,
    scroll: Scroll,
}

impl Help {
    pub(super) fn new(context: Context, typing: Typing, app: &App) -> Self {
        Self {
            context,
            typing,
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
        let longest = self
            .rows()
            .map(|row| text::width(row.help))
            .max()
            .unwrap_or(0);
        let wanted = u16::try_from(longest + KEYS + 4).unwrap_or(WIDTH);
        wanted.min(WIDTH).min(area.width.saturating_sub(2))
    }

    /// What can be done here, in the order of the table.
    fn rows(&self) -> impl Iterator<Item = &'static Binding> {
        keys::help(self.context).filter(|row| !self.idle.contains(&row.action))
    }

    /// The keys that act now, and below them those that are text as long as a field has the focus.
    fn lines(&self, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
        let (acting, text): (Vec<_>, Vec<_>) = self
            .rows()
            .partition(|row| !row.all_acting(self.typing, look.unicode).is_empty());
        let mut lines = Vec::new();
        for group in Group::ALL {
            let rows = acting.iter().filter(|row| row.group == group);
            let rows: Vec<_> = rows.copied().collect();
            part(&mut lines, (group.word(), &rows), self.typing, width, look);
        }
        part(&mut lines, (TEXT_NOW, &text), Typing::No, width, look);
        lines
    }
}

/// Some keys below their heading, if there are any.
fn part(
    lines: &mut Vec<Line<'static>>,
    (heading, rows): (&'static str, &[&Binding]),
    typing: Typing,
    width: u16,
    look: &Look<'_>,
) {
    if rows.is_empty() {
        return;
    }
    if !lines.is_empty() {
        lines.push(gap());
    }
    lines.push(Line::styled(heading, look.style(Role::Title)));
    let cells = usize::from(width).saturating_sub(4);
    for row in rows {
        let keys = row.all_acting(typing, look.unicode);
        let keys = Span::styled(column(&keys, KEYS, look), look.style(Role::Key));
        lines.extend(marked(keys, row.help, cells, look.style(Role::Text)));
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
