//! The skin as a whole: the open screen, the overlay on it, and the way of a key through both. Knows no terminal, so tests drive it with key strings.

use std::cell::{Cell, RefCell};

use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::message::{FlowPlay, Go, Message, OddKey, Play};
use crate::app::settings::Setting;
use crate::lesson::change::Bearing;
use crate::tui::canvas::Hit;
use crate::tui::chrome;
use crate::tui::keys::{self, Action, Context, Press, Typing};
use crate::tui::layout::{self, Asked, Size};
use crate::tui::motion::Motion;
use crate::tui::overlay::{Overlay, Step};
use crate::tui::screen::{Place, Reply, Screen};
use crate::tui::theme::Theme;
use crate::tui::widget::guide;

mod draw;
mod kept;
mod opened;
mod pointing;
mod unmeant;
mod worn;

#[cfg(test)]
mod tests;

/// What an input asks of the program.
#[derive(Debug)]
pub enum Wish {
    /// The app is to know.
    Tell(Message),
    /// Cancel what is under way, or leave.
    Interrupt,
    /// Stop, until the shell brings it back.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Take the mouse, or give it back to the terminal.
    Mouse,
}

/// The open screen and what lies over it.
pub struct Ui {
    theme: Theme,
    area: Rect,
    place: Place,
    screen: Box<dyn Screen>,
    /// The screen from which something is looked up.
    kept: Vec<(Place, Box<dyn Screen>)>,
    overlay: Option<Overlay>,
    /// Whether a field has the focus, as the last input left it: drawing changes nothing, so it cannot ask the screen.
    typing_now: Typing,
    /// The odd keys that were told of.
    told: Vec<OddKey>,
    /// How the newest exchange is told.
    motion: Motion,
    /// What this screen asks of the room.
    heads: Asked,
    /// The pane with the focus has the screen to itself.
    zoomed: bool,
    /// What can be clicked in the last picture.
    hits: RefCell<Vec<(Rect, Hit)>>,
    /// Where the selection stood in it.
    stands: Cell<Option<Position>>,
}

impl Ui {
    /// The skin over `app`, on a terminal of that size.
    pub fn new(app: &App, theme: Theme, area: Rect) -> Self {
        let place = Place::of(app);
        let mut ui = Self {
            theme,
            area,
            place,
            screen: place.open(app),
            kept: Vec::new(),
            overlay: None,
            typing_now: Typing::No,
            told: Vec::new(),
            motion: Motion::default(),
            heads: Asked::default(),
            zoomed: false,
            hits: RefCell::default(),
            stands: Cell::default(),
        };
        ui.arrange(area, app);
        ui.screen.sync(app);
        ui
    }

    /// The terminal has another size now.
    pub fn resize(&mut self, area: Rect, app: &App) {
        self.arrange(area, app);
        self.screen.sync(app);
    }

    /// Shares the terminal out.
    fn arrange(&mut self, area: Rect, app: &App) {
        self.area = area;
        self.heads = self.heads_on(area, app);
        self.screen.resized(self.areas(area)[0], self.size(area));
    }

    /// The size that the screen is drawn for: a pane that has it to itself stands behind tabs, as on a small one.
    fn size(&self, area: Rect) -> Size {
        let size = Size::of(area);
        if self.zoomed {
            size.min(Size::Medium)
        } else {
            size
        }
    }

    fn heads_on(&self, area: Rect, app: &App) -> Asked {
        let (context, size) = (self.screen.context(app), Size::of(area));
        if self.zoomed {
            return Asked::default();
        }
        Asked {
            spine: chrome::spine::rows(app, context, size),
            band: chrome::band::rows(app, context, (size, area.width)),
            column: layout::has_column(area) && self.place.has_server_view(),
        }
    }

    /// What the screen draws on, and what the server's view does: nothing where it has no room.
    fn areas(&self, area: Rect) -> [Rect; 2] {
        let body = layout::chrome(area, self.heads).body;
        if self.heads.column {
            layout::with_column(body)
        } else {
            [body, Rect::default()]
        }
    }

    /// Whether a field has the focus, and of which kind.
    pub fn typing_now(&self) -> Typing {
        self.typing_now
    }

    /// A key press.
    pub fn press(&mut self, press: Press, app: &App) -> Vec<Wish> {
        self.motion.ends();
        if self.is_blind() {
            return self.press_blindly(press, app);
        }
        // A digit answers the question that stands beside the form.
        let answers = press.is_digit() && guide::asked(app).is_some_and(|(_, it)| it.is_open());
        let begins = press.is_text() && !answers;
        if self.overlay.is_none() && begins && self.screen.takes_text(app) {
            self.screen.begin_text(app);
        }
        let typing = self.typing();
        let wishes = match keys::lookup(self.context(app), press, typing) {
            Some(action) => self.act(action, app),
            None if typing == Typing::No => self.odd(press, app),
            None => {
                if let Some(overlay) = &mut self.overlay {
                    if overlay.field().is_some_and(|field| field.press(press)) {
                        overlay.edited();
                    }
                    return Vec::new();
                }
                let changed = self.screen.field().is_some_and(|field| field.press(press));
                if changed {
                    self.edited(app)
                } else {
                    Vec::new()
                }
            }
        };
        self.typing_now = self.typing();
        wishes
    }

    /// A whole text that came in at once; `None` where a text means nothing.
    pub fn paste(&mut self, text: &str, app: &App) -> Option<Vec<Wish>> {
        self.paste_more(text, text, app)
    }

    /// The next `piece` of a text that is `whole` so far: a field puts it behind what it has, a desk takes the whole anew.
    pub fn paste_more(&mut self, piece: &str, whole: &str, app: &App) -> Option<Vec<Wish>> {
        if self.is_blind() {
            return Some(Vec::new());
        }
        if let Some(overlay) = &mut self.overlay {
            overlay.field()?.insert(piece);
            overlay.edited();
            return Some(Vec::new());
        }
        if self.screen.takes_text(app) {
            self.screen.begin_text(app);
        }
        if let Some(field) = self.screen.field() {
            field.insert(piece);
            return Some(self.edited(app));
        }
        // Terminals send the ends of pasted lines as carriage returns.
        let text = whole.replace("\r\n", "\n").replace('\r', "\n");
        self.screen.paste(&text, app).map(told)
    }

    /// Ctrl+C while something is open: it closes, and keeps what was typed. False where nothing was open, or the app asks something,
    /// which is the app's to cancel.
    pub fn interrupt(&mut self, app: &App) -> bool {
        // What is asked of a tenant of one's own is given up first: its page would come to somebody who has left.
        let of_app = self.overlay.as_ref().is_some_and(Overlay::is_of_app);
        let asks = app.own_targets.is_waiting() && app.can_cancel();
        if of_app || (self.overlay.is_some() && asks) {
            return false;
        }
        if self.overlay.take().is_some() {
            return true;
        }
        if self.typing() == Typing::No {
            return false;
        }
        let _ = self.screen.react(Action::Close, app);
        self.typing_now = self.typing();
        true
    }

    /// Takes over what `app` has become.
    pub fn sync(&mut self, app: &App) {
        let place = Place::of(app);
        if place != self.place {
            self.goes_to(place, app);
        } else if self.heads_on(self.area, app) != self.heads {
            self.arrange(self.area, app);
        }
        self.motion.sees(app);
        let is_asked = self.overlay.as_ref().is_some_and(Overlay::is_of_app);
        if app.asks_first() != is_asked {
            self.overlay = app.way_out_asks().map(Overlay::way_out);
        }
        if let Some(overlay) = &mut self.overlay {
            overlay.sync(app);
        }
        self.screen.sync(app);
        self.typing_now = self.typing();
    }

    fn context(&self, app: &App) -> Context {
        match self.overlay {
            Some(_) => Context::Overlay,
            None => self.screen.context(app),
        }
    }

    fn typing(&mut self) -> Typing {
        let field = match &mut self.overlay {
            Some(overlay) => overlay.field(),
            None => self.screen.field(),
        };
        field.map_or(Typing::No, |field| field.typing())
    }

    fn edited(&mut self, app: &App) -> Vec<Wish> {
        told(self.screen.edited(app))
    }

    fn act(&mut self, action: Action, app: &App) -> Vec<Wish> {
        match action {
            Action::Interrupt => return vec![Wish::Interrupt],
            Action::Suspend => return vec![Wish::Suspend],
            Action::Redraw => return vec![Wish::Redraw],
            Action::Mouse if self.overlay.is_none() => return vec![Wish::Mouse],
            Action::Theme if self.overlay.is_none() => {
                let next = self.theme.palette.next();
                return vec![Wish::Tell(Message::Set(Setting::Theme(next)))];
            }
            Action::Zoom if self.overlay.is_none() => {
                self.zoomed = !self.zoomed;
                self.arrange(self.area, app);
                self.screen.sync(app);
                return Vec::new();
            }
            _ => {}
        }
        if let Some(overlay) = &mut self.overlay {
            let look = self.theme.look(Size::of(self.area), app.revealed());
            return match overlay.react(action, self.area, &look, app) {
                Step::Stay => Vec::new(),
                Step::Tell(message) => vec![Wish::Tell(message)],
                Step::Close => {
                    self.overlay = None;
                    Vec::new()
                }
                Step::Send(message) => {
                    self.overlay = None;
                    vec![Wish::Tell(message)]
                }
                Step::Act(action) => {
                    self.overlay = None;
                    // A command is no text: what is typed into is left first, as by Esc, and keeps what it has.
                    let mut wishes = match self.typing() {
                        Typing::No => Vec::new(),
                        Typing::Line | Typing::Lines => self.act(Action::Close, app),
                    };
                    wishes.extend(self.act(action, app));
                    wishes
                }
            };
        }
        match self.screen.react(action, app) {
            Reply::Done => Vec::new(),
            Reply::Send(messages) => told(messages),
            Reply::Open(overlay) => {
                self.overlay = Some(overlay);
                Vec::new()
            }
            Reply::Ask(asks) => {
                let (overlay, message) = *asks;
                self.overlay = Some(overlay);
                vec![Wish::Tell(message)]
            }
            Reply::Ignored => self.usual(action, app),
        }
    }

    /// What an action means where the screen gives it no meaning of its own.
    fn usual(&mut self, action: Action, app: &App) -> Vec<Wish> {
        let message = match action {
            Action::NextStep => Message::Play(Play::Next),
            Action::PrevStep => Message::Play(Play::Back),
            Action::Skip => Message::Play(Play::Skip),
            Action::Undo => Message::Play(Play::Undo),
            Action::Redo => Message::Play(Play::Redo),
            Action::Submit => Message::Create(crate::app::message::Create::Submit),
            Action::Send => Message::Play(Play::Send),
            Action::CallApi => Message::Play(Play::Call {
                api: None,
                bearing: Bearing::Token,
            }),
            Action::CallBare => Message::Play(Play::Call {
                api: None,
                bearing: Bearing::Nothing,
            }),
            Action::RunCard => Message::Play(Play::Flow(FlowPlay::RunCard)),
            Action::RunToEnd => Message::Play(Play::Flow(FlowPlay::RunToEnd)),
            Action::Rewind => Message::Play(Play::Flow(FlowPlay::Rewind)),
            Action::Vary => Message::Play(Play::Vary),
            Action::LayIn => Message::Play(Play::LayIn),
            Action::PutBack => Message::Play(Play::PutBack),
            Action::Fill => Message::Build(crate::app::message::Build::FillFromApp),
            Action::Reveal => Message::ToggleReveal,
            Action::GoHome | Action::Close if self.place != Place::Home => Message::Go(Go::Home),
            Action::Checker => Message::Go(Go::Checker),
            Action::Decoder => Message::Go(Go::Decoder),
            Action::Server => Message::Go(Go::Server),
            Action::Review => Message::Go(Go::Review),
            Action::Reference | Action::Find => Message::Go(Go::Reference),
            Action::Quit => Message::Leave,
            Action::Hint => return self.hint(app),
            Action::Elsewhere | Action::Scenarios => return self.asks(action, app),
            action => {
                self.overlay = self.opened(action, app);
                return Vec::new();
            }
        };
        vec![Wish::Tell(message)]
    }

    /// The first press opens hint 1; later ones show again what is open. A step without hints says so in a toast.
    fn hint(&mut self, app: &App) -> Vec<Wish> {
        let Some(player) = &app.player else {
            return Vec::new();
        };
        // A test gives none, and says so.
        let none = player.is_tested() || player.step().hints.is_empty();
        if !none {
            self.overlay = Some(Overlay::hint());
        }
        if none || player.hints_open() == 0 {
            return vec![Wish::Tell(Message::Play(Play::Hint))];
        }
        Vec::new()
    }
}

fn told(messages: Vec<Message>) -> Vec<Wish> {
    messages.into_iter().map(Wish::Tell).collect()
}
