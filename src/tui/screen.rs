//! A screen: what it draws, which keys live on it, what they ask for. One file a screen, and the table of which is open when.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::app::message::Message;
use crate::app::player::Player;
use crate::app::spot::{Scene, Spot};
use crate::app::{App, Page};
use crate::lesson::bench::Bench;
use crate::oauth::text::is_hidden;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::Size;
use crate::tui::overlay::Overlay;
use crate::tui::theme::Look;
use crate::tui::widget::field::Field;

mod build;
mod call;
mod check;
mod checker;
mod dashboard;
mod decoder;
mod desk;
mod done;
mod explain;
mod flow;
mod goal;
mod home;
mod lab;
mod predict;
mod quiz;
mod read;
mod send;

/// What all screens are to the program. Down go method calls, up go values; state that matters is in [`App`].
pub(crate) trait Screen {
    /// Which keys are live.
    fn context(&self, app: &App) -> Context;

    /// A key that is bound in that context.
    fn react(&mut self, action: Action, app: &App) -> Reply;

    /// The text field that has the focus: it gets characters, editing keys and pastes.
    fn field(&mut self) -> Option<&mut Field> {
        None
    }

    /// True where an empty text row is selected: what is typed there begins a text.
    fn takes_text(&self, _app: &App) -> bool {
        false
    }

    /// Opens the field of that row.
    fn begin_text(&mut self, _app: &App) {}

    /// Called after the focused field has changed.
    fn edited(&mut self, _app: &App) -> Vec<Message> {
        Vec::new()
    }

    /// A paste while no field has the focus; `None` where a paste means nothing.
    fn paste(&mut self, _text: &str, _app: &App) -> Option<Vec<Message>> {
        None
    }

    /// Called after each update, before drawing: takes values that changed in [`App`] (undo, fill) over into fields.
    fn sync(&mut self, _app: &App) {}

    /// The part of the terminal that the screen draws on, told when it opens and when it changes. For the arithmetic of scrolling.
    fn resized(&mut self, _body: Rect, _size: Size) {}

    /// A sentence about the state, for the line above the footer; a toast goes before it.
    fn status(&self, _app: &App) -> String {
        String::new()
    }

    /// The keys that matter most in the present state; the footer shows them before the usual ones.
    fn urges(&self, _app: &App) -> &'static [Action] {
        &[]
    }

    /// The keys that would do nothing in the present state; the footer leaves them out.
    fn idle(&self, _app: &App) -> &'static [Action] {
        &[]
    }

    /// Draws onto `area`.
    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App);
}

/// What a screen makes of an action.
#[derive(Debug)]
pub(crate) enum Reply {
    /// Nothing: the action has its usual meaning, if it has one.
    Ignored,
    /// Something changed that only the eye sees.
    Done,
    /// The app is to know.
    Send(Vec<Message>),
    /// An overlay opens.
    Open(Overlay),
}

/// So many characters a cell may hold: a sign, and its marks ([`crate::oauth::text::visible`] lets as many pass).
const MARKED: usize = 9;

/// What screens draw on.
pub(crate) struct Canvas<'a, 'b> {
    frame: &'a mut Frame<'b>,
}

impl<'a, 'b> Canvas<'a, 'b> {
    /// A canvas over a frame.
    pub(crate) fn new(frame: &'a mut Frame<'b>) -> Self {
        Self { frame }
    }

    /// Leaves ASCII alone on the screen, for a locale that has no more: whatever came from outside or from a shortened value would
    /// otherwise show as other letters.
    pub(crate) fn plain(&mut self) {
        for cell in &mut self.frame.buffer_mut().content {
            if !cell.symbol().is_ascii() {
                let sign = if cell.symbol() == "\u{2026}" {
                    "."
                } else {
                    "?"
                };
                cell.set_symbol(sign);
            }
        }
    }

    /// The last door: what stands in a cell is a sign and no more marks than a script needs. A field shows what was pasted into it as it
    /// is, and there a joiner may hold a whole family together, or a thousand marks one letter.
    pub(crate) fn guard(&mut self) {
        for cell in &mut self.frame.buffer_mut().content {
            let symbol = cell.symbol();
            if symbol.len() <= 4 && !symbol.chars().any(is_hidden) {
                continue;
            }
            let shown = symbol.chars().take_while(|c| !is_hidden(*c)).take(MARKED);
            let shown: String = shown.collect();
            if shown.len() < symbol.len() {
                cell.set_symbol(if shown.is_empty() { " " } else { &shown });
            }
        }
    }

    /// The whole terminal.
    pub(crate) fn area(&self) -> Rect {
        self.frame.area()
    }

    /// Draws a widget; what would lie outside the terminal is left out.
    pub(crate) fn put(&mut self, widget: impl Widget, area: Rect) {
        let area = area.intersection(self.frame.area());
        if !area.is_empty() {
            self.frame.render_widget(widget, area);
        }
    }

    /// Writes lines from the top of `area`; lines beyond its bottom are not drawn, so count them first.
    pub(crate) fn write(&mut self, lines: &[Line<'_>], area: Rect) {
        for (row, line) in area.rows().zip(lines) {
            self.put(line, row);
        }
    }

    /// Where the terminal's own cursor stands.
    pub(crate) fn cursor(&mut self, at: Position) {
        self.frame.set_cursor_position(at);
    }
}

/// Which screen is open. A new one is made whenever this changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Home.
    Home,
    /// A page of the lesson with that number, and what is on it.
    Lesson(u32, Spot, Scene),
    /// The checker.
    Checker,
    /// The decoder.
    Decoder,
}

impl Place {
    /// Where `app` is.
    pub(crate) fn of(app: &App) -> Self {
        let lesson =
            |player: &Player| Self::Lesson(player.lesson.number, player.at, player.scene());
        match app.page {
            Page::Home => Self::Home,
            Page::Lesson => app.player.as_ref().map_or(Self::Home, lesson),
            Page::Checker => Self::Checker,
            Page::Decoder => Self::Decoder,
        }
    }

    /// True where a request is made, sent or looked at: there a large terminal shows the server's view as well.
    pub(crate) fn has_server_view(self) -> bool {
        match self {
            Self::Lesson(_, _, Scene::Work(bench)) => match bench {
                Bench::Dashboard
                | Bench::Build
                | Bench::Send
                | Bench::Read
                | Bench::Call
                | Bench::Lab
                | Bench::Flow => true,
                Bench::Check | Bench::Explain => false,
            },
            Self::Lesson(_, _, Scene::Goal | Scene::Predict(_) | Scene::Quiz(_) | Scene::Done)
            | Self::Home
            | Self::Checker
            | Self::Decoder => false,
        }
    }

    /// A fresh screen for this place.
    pub(crate) fn open(self, app: &App) -> Box<dyn Screen> {
        match self {
            Self::Home => Box::new(home::Home::new(app)),
            Self::Checker => Box::new(checker::Checker::new(app)),
            Self::Decoder => Box::new(decoder::Decoder::new(app)),
            Self::Lesson(_, _, scene) => match scene {
                Scene::Goal => Box::new(goal::Goal::default()),
                Scene::Predict(at) => Box::new(predict::Predict::new(at, app)),
                Scene::Work(bench) => bench_screen(bench, app),
                Scene::Quiz(card) => Box::new(quiz::Quiz::new(card, app)),
                Scene::Done => Box::new(done::Done::default()),
            },
        }
    }
}

fn bench_screen(bench: Bench, app: &App) -> Box<dyn Screen> {
    match bench {
        Bench::Dashboard => Box::new(dashboard::Dashboard::new(app)),
        Bench::Build => Box::new(build::Build::new(app)),
        Bench::Send => Box::new(send::Send::new(app)),
        Bench::Read => Box::new(read::Read::new(app)),
        Bench::Call => Box::new(call::Call::new(app)),
        Bench::Check => Box::new(check::Check::new(app)),
        Bench::Explain => Box::new(explain::Explain::default()),
        Bench::Lab => Box::new(lab::Lab::new(app)),
        Bench::Flow => Box::new(flow::FlowScreen::new()),
    }
}
