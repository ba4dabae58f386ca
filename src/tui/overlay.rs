//! What lies over a screen for a moment: help, hints, the copy menu, the jump list, a question before something is lost.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::message::{CopyWhat, Message};
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Action, Context, Typing};
use crate::tui::theme::Look;
use crate::tui::widget::field::Field;

mod confirm;
mod copy;
mod elsewhere;
mod help;
mod hint;
mod jump;
mod menu;
mod palette;
mod runs;
mod scenarios;
mod settings;
mod sheet;
pub(crate) mod targets;

pub(crate) use confirm::Confirm;
pub(crate) use copy::CopyMenu;
pub(crate) use elsewhere::Elsewhere;
pub(crate) use help::Help;
pub(crate) use hint::Hint;
pub(crate) use jump::{Jump, title as jump_title};
pub(crate) use menu::Menu;
pub(crate) use palette::Palette;
pub(crate) use runs::Runs;
pub(crate) use scenarios::Scenarios;
pub(crate) use settings::Settings;
pub(crate) use sheet::Step;
pub(crate) use targets::Targets;

/// An open overlay.
#[derive(Debug)]
pub(crate) enum Overlay {
    /// The keys that are valid here.
    Help(Help),
    /// The hints of this step.
    Hint(Hint),
    /// What can be copied.
    Copy(CopyMenu),
    /// The steps of the lesson.
    Jump(Jump),
    /// A question before something is lost.
    Confirm(Confirm),
    /// Numbered choices.
    Menu(Menu),
    /// Everything that can be done here.
    Palette(Box<Palette>),
    /// What is chosen once.
    Settings(Settings),
    /// One request at three servers.
    Elsewhere(Elsewhere),
    /// Two exchanges, byte by byte.
    Runs(Runs),
    /// The scenarios of the sandbox.
    Scenarios(Box<Scenarios>),
    /// Tenants of the learner's own.
    Targets(Box<Targets>),
}

impl Overlay {
    /// The help for the keys of `context`, while a field of that kind has the focus.
    pub(crate) fn help(context: Context, typing: Typing, app: &App) -> Self {
        Self::Help(Help::new(context, typing, app))
    }

    /// The hints of this step.
    pub(crate) fn hint() -> Self {
        Self::Hint(Hint::default())
    }

    /// What can be copied now.
    pub(crate) fn copy(app: &App) -> Self {
        Self::Copy(CopyMenu::new(app))
    }

    /// What can be copied of what is selected, each in its own words.
    pub(crate) fn copies(rows: Vec<(CopyWhat, String)>) -> Self {
        Self::Copy(CopyMenu::of(rows))
    }

    /// The steps of the open lesson, the present one selected.
    pub(crate) fn jump(app: &App) -> Self {
        Self::Jump(Jump::new(app))
    }

    /// Asks `question`; Enter sends `yes`.
    pub(crate) fn confirm(question: impl Into<String>, yes: Message) -> Self {
        Self::Confirm(Confirm::new(question.into(), yes))
    }

    /// What the app asks before a sandbox is put away.
    pub(crate) fn way_out(question: &str) -> Self {
        Self::Confirm(Confirm::way_out(question))
    }

    /// True for a question of the app.
    pub(crate) fn is_of_app(&self) -> bool {
        matches!(self, Self::Confirm(confirm) if confirm.is_of_app())
    }

    /// Numbered choices, each with what it tells the app.
    pub(crate) fn menu(
        title: &'static str,
        about: &'static str,
        rows: Vec<(String, Message)>,
    ) -> Self {
        Self::Menu(Menu::new(title, about, rows))
    }

    /// Everything that can be done in `context`.
    pub(crate) fn palette(context: Context, app: &App, unicode: bool) -> Self {
        Self::Palette(Box::new(Palette::new(context, app, unicode)))
    }

    /// Where typed text goes, if there is a field.
    pub(crate) fn field(&mut self) -> Option<&mut Field> {
        match self {
            Self::Palette(palette) => Some(palette.field()),
            Self::Scenarios(scenarios) => scenarios.field(),
            Self::Targets(targets) => targets.field(),
            Self::Help(_)
            | Self::Hint(_)
            | Self::Copy(_)
            | Self::Jump(_)
            | Self::Confirm(_)
            | Self::Menu(_)
            | Self::Elsewhere(_)
            | Self::Runs(_)
            | Self::Settings(_) => None,
        }
    }

    /// Takes over what the app has become.
    pub(crate) fn sync(&mut self, app: &App) {
        if let Self::Targets(targets) = self {
            targets.sync(app);
        } else if let Self::Hint(hint) = self {
            hint.sync(app);
        }
    }

    /// Its text was changed.
    pub(crate) fn edited(&mut self) {
        if let Self::Palette(palette) = self {
            palette.edited();
        }
    }

    /// A key that is bound in an overlay. `area` is the whole terminal.
    pub(crate) fn react(&mut self, action: Action, area: Rect, look: &Look<'_>, app: &App) -> Step {
        match (self, action) {
            (Self::Confirm(confirm), action) => confirm.react(action),
            (Self::Targets(targets), action) => targets.react(action, app),
            (Self::Scenarios(scenarios), action) => scenarios.react(action, app),
            (_, Action::Close) | (Self::Help(_), Action::Help | Action::Accept) => Step::Close,
            (Self::Help(help), action) => help.react(action, area, look),
            (Self::Hint(hint), action) => hint.react(action, area, look, app),
            (Self::Copy(menu), action) => menu.react(action),
            (Self::Menu(menu), action) => menu.react(action),
            (Self::Palette(palette), action) => palette.react(action),
            (Self::Jump(jump), action) => jump.react(action, app),
            (Self::Settings(settings), action) => settings.react(action, app),
            (Self::Elsewhere(elsewhere), action) => elsewhere.react(action, area, look, app),
            (Self::Runs(runs), action) => runs.react(action, area, look, app),
        }
    }

    /// The keys that matter in it, and what they do there.
    pub(crate) fn keys(&self) -> &'static [(Action, &'static str)] {
        match self {
            Self::Help(_) | Self::Elsewhere(_) => {
                &[(Action::Down, "more"), (Action::Close, "close")]
            }
            Self::Runs(_) => &[
                (Action::Down, "more"),
                (Action::Pick(0), "further back"),
                (Action::Close, "close"),
            ],
            Self::Hint(hint) => hint.keys(),
            Self::Copy(_) => &[
                (Action::Accept, "copy"),
                (Action::Pick(0), "copy that"),
                (Action::Down, "move"),
                (Action::Close, "close"),
            ],
            Self::Jump(_) => &[
                (Action::Accept, "go there"),
                (Action::Down, "move"),
                (Action::Close, "close"),
            ],
            Self::Menu(_) => &[
                (Action::Accept, "choose"),
                (Action::Down, "move"),
                (Action::Close, "close"),
            ],
            Self::Palette(_) => &[
                (Action::Accept, "do it"),
                (Action::Down, "move"),
                (Action::Close, "close"),
            ],
            Self::Settings(_) => &[
                (Action::Accept, "change"),
                (Action::Down, "move"),
                (Action::Close, "close"),
            ],
            Self::Scenarios(scenarios) => scenarios.keys(),
            Self::Targets(targets) => targets.keys(),
            Self::Confirm(_) => &[(Action::Accept, "yes"), (Action::Close, "no")],
        }
    }

    /// Draws it over the screen.
    pub(crate) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>, app: &App) {
        match self {
            Self::Help(help) => help.draw(canvas, look),
            Self::Hint(hint) => hint.draw(canvas, look, app),
            Self::Copy(menu) => menu.draw(canvas, look),
            Self::Menu(menu) => menu.draw(canvas, look),
            Self::Palette(palette) => palette.draw(canvas, look),
            Self::Jump(jump) => jump.draw(canvas, look, app),
            Self::Settings(settings) => settings.draw(canvas, look, app),
            Self::Elsewhere(elsewhere) => elsewhere.draw(canvas, look, app),
            Self::Runs(runs) => runs.draw(canvas, look, app),
            Self::Scenarios(scenarios) => scenarios.draw(canvas, look, app),
            Self::Targets(targets) => targets.draw(canvas, look, app),
            Self::Confirm(confirm) => confirm.draw(canvas, look),
        }
    }
}
