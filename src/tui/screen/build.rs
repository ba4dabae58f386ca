//! Build the request: the form beside the wire view of the very bytes that will go out, and why each line is there.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::message::{Build as Edit, Message, Play};
use crate::app::player::Player;
use crate::lesson::bench::about_field;
use crate::oauth::names::ClientSecret;
use crate::oauth::request::Field as Part;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::{Size, above, below, beside, drawer};
use crate::tui::screen::{Reply, Screen};
use crate::tui::theme::Look;
use crate::tui::widget::field::Field;
use crate::tui::widget::guide;
use crate::tui::widget::list::Selection;
use crate::tui::widget::panes::{Panes, Shown};
use crate::tui::widget::question::Cursor;
use crate::tui::widget::sheet::{measuring, room};
use crate::tui::widget::wire::{self, VIEWS};

mod choice;
mod draw;
mod form;
mod status;

pub(super) use form::label;
use form::{first_open, rows, standing};

/// The build screen. It opens with a row selected and no text field focused, so that every letter is a command.
pub(crate) struct Build {
    row: usize,
    cursor: Cursor,
    /// True once the learner has chosen a row: until then the first open one is selected, also after the app was registered.
    chosen: bool,
    panes: Panes<Pane>,
    view: usize,
    foot: Foot,
    editing: Option<Field>,
    /// The row whose field was left with Esc: letters are commands there until another row was selected.
    left: Option<usize>,
    body: Rect,
    size: Size,
}

/// What has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Form,
    Wire,
    Foot,
}

const PANES: [Pane; 3] = [Pane::Form, Pane::Wire, Pane::Foot];
const NAMES: [&str; 3] = ["Request", "On the wire", "Why"];

/// The row below the address, which cannot be changed.
const FIRST: usize = 1;

/// What stands at the foot of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Foot {
    /// Why the selected line is there.
    Why,
    /// What to do on this screen.
    Steps,
    /// What the lesson asks here.
    Question,
}

impl Build {
    /// The screen as it opens: the row at which the server stopped is selected, else the first that wants something.
    pub(crate) fn new(app: &App) -> Self {
        let bench = app.player.as_ref().map(|player| &player.bench);
        let player = app.player.as_ref();
        let rows = rows(app);
        let row_of = |part: Option<Part>| rows.iter().position(|this| Some(*this) == part);
        let refused = row_of(player.and_then(Player::row_refused));
        let open = bench.and_then(|bench| first_open(&rows, &bench.draft));
        // Whoever comes back goes on where they were.
        let edited = row_of(player.and_then(Player::row_edited)).filter(|_| open.is_none());
        let chosen = refused.or(edited);
        Self {
            row: chosen.or(open).unwrap_or(FIRST),
            cursor: guide::asked(app).map_or_else(Cursor::default, |(_, state)| Cursor::of(&state)),
            chosen: chosen.is_some(),
            panes: Panes::new(&PANES, Pane::Form),
            view: 0,
            foot: if guide::asks(app) {
                Foot::Question
            } else {
                Foot::Why
            },
            editing: None,
            left: None,
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    fn part(&self, app: &App) -> Part {
        let rows = rows(app);
        rows.get(self.row).copied().unwrap_or(Part::Endpoint)
    }

    /// The rectangles of form, wire view and foot; on small screens all are the one below the tabs.
    fn areas(area: Rect, size: Size) -> [Rect; 3] {
        if !size.is_wide() {
            let [_, pane] = above(area, 1);
            return [pane; 3];
        }
        let [top, foot] = below(area, drawer(area));
        // Beside the server's view the form needs its half, so that no value is cut.
        let [form, wire] = beside(top, if top.width < 96 { 50 } else { 45 });
        [form, wire, foot]
    }

    fn wire(&self, app: &App, width: u16, look: &Look<'_>) -> wire::Drawn {
        let both = app.facts().zip(app.player.as_ref());
        let request = both.map(|(facts, player)| player.bench.request(facts).to_wire());
        let view = VIEWS.get(self.view).map_or(VIEWS[0].0, |view| view.0);
        match request {
            Some(request) => wire::draw(&request, view, Some(self.part(app)), width, look),
            None => wire::Drawn {
                lines: vec![form::tenant_line(app, look)],
                picked: None,
            },
        }
    }

    fn foot_lines(&self, app: &App, width: u16, look: &Look<'_>) -> (String, Vec<Line<'static>>) {
        match self.foot {
            Foot::Why => {
                let about = about_field(self.part(app));
                let title = guide::note_title(app, about);
                let mut lines = choice::signed(app, self.part(app), width, look);
                lines.extend(choice::basic(app, self.part(app), width, look));
                lines.extend(guide::note(app, about, width, look));
                (format!("Why this line: {title}"), lines)
            }
            Foot::Steps => (
                "What to do".to_owned(),
                guide::steps(app, Context::Build, width, look),
            ),
            Foot::Question => {
                let cursor = (self.panes.at() == Pane::Foot).then_some(self.cursor);
                let lines = guide::question(app, cursor, width, look);
                ("Question".to_owned(), lines)
            }
        }
    }

    /// Up and down: rows of the form, else lines of the pane.
    fn step(&mut self, action: Action, app: &App) -> Reply {
        let look = measuring(self.size, app.revealed());
        let [_, wire, foot] = Self::areas(self.body, self.size);
        let moved = match self.panes.at() {
            Pane::Form => {
                let mut rows = Selection { at: self.row };
                let moved = rows.react(action, self::rows(app).len());
                self.row = rows.at;
                self.chosen |= moved;
                self.left = self.left.filter(|_| !moved);
                moved
            }
            Pane::Wire => {
                let (width, rows) = room(wire);
                let lines = self.wire(app, width, &look).lines.len();
                self.panes.scroll.react(action, lines, usize::from(rows))
            }
            Pane::Foot => {
                let (width, rows) = room(foot);
                let lines = self.foot_lines(app, width, &look).1.len();
                self.panes.scroll.react(action, lines, usize::from(rows))
            }
        };
        if moved { Reply::Done } else { Reply::Ignored }
    }

    fn turn(&mut self, forward: bool) -> Reply {
        self.editing = None;
        self.panes.turn(forward, PANES.len())
    }

    /// Enter or `e` on a row: type into it, or change what is no text.
    fn edit(&mut self, app: &App) -> Reply {
        let Some(player) = &app.player else {
            return Reply::Ignored;
        };
        self.panes.go(Pane::Form);
        let draft = &player.bench.draft;
        let part = self.part(app);
        let mut field = match part {
            Part::Credentials | Part::Possession | Part::ContentType => {
                return choice::turned(player, part, Action::Accept).unwrap_or(Reply::Done);
            }
            Part::Endpoint | Part::Other => return Reply::Done,
            Part::ClientSecret => Field::secret(),
            Part::GrantType
            | Part::ClientId
            | Part::Audience
            | Part::Scope
            | Part::Resource
            | Part::Organization => Field::line(),
        };
        field.set(standing(draft, part));
        self.editing = Some(field);
        self.chosen = true;
        Reply::Done
    }

    /// A key while a field is typed into; what was typed is in the request already. Whatever leads on leads from text to text,
    /// as in any form, so that whoever types on never types commands; behind the last text the field is left.
    fn react_typing(&mut self, action: Action, app: &App) -> Option<Reply> {
        let rows = rows(app);
        let is_text = |row: &usize| rows.get(*row).is_some_and(|part| form::is_text(*part));
        let row = match action {
            Action::Accept | Action::Down | Action::NextPane => {
                (self.row + 1..rows.len()).find(is_text)
            }
            Action::Up | Action::PrevPane => (0..self.row).rev().find(is_text),
            Action::Close => {
                self.left = Some(self.row);
                None
            }
            _ => return None,
        };
        self.editing = None;
        let Some(row) = row else {
            // Behind the last text nothing is typed any more, also where it is empty.
            self.left = Some(self.row);
            return Some(Reply::Done);
        };
        self.row = row;
        Some(self.edit(app))
    }

    /// A key for the question.
    fn answer(&mut self, action: Action, app: &App) -> Option<Reply> {
        let is_there = self.panes.at() == Pane::Foot && self.foot == Foot::Question;
        guide::answered(action, &mut self.cursor, app, is_there, || {
            self.foot = Foot::Question;
            self.panes.go(Pane::Foot)
        })
    }

    fn next_view(&mut self) -> Reply {
        self.view = (self.view + 1) % VIEWS.len();
        let wide = self.size.is_wide();
        self.panes
            .go(if wide { self.panes.at() } else { Pane::Wire })
    }

    fn next_foot(&mut self, app: &App) -> Reply {
        self.foot = match self.foot {
            Foot::Why => Foot::Steps,
            Foot::Steps if guide::asks(app) => Foot::Question,
            Foot::Steps | Foot::Question => Foot::Why,
        };
        // What to do may be longer than its place: it is scrolled where it has the focus.
        let reads = self.foot == Foot::Steps || !self.size.is_wide();
        let back = self.panes.at() == Pane::Foot && !reads;
        self.panes.go(match (reads, back) {
            (true, _) => Pane::Foot,
            (false, true) => Pane::Form,
            (false, false) => self.panes.at(),
        })
    }
}

impl Screen for Build {
    fn context(&self, _app: &App) -> Context {
        Context::Build
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        if self.editing.is_some()
            && let Some(reply) = self.react_typing(action, app)
        {
            return reply;
        }
        if let Some(reply) = self.answer(action, app) {
            return reply;
        }
        // An empty text row is a field already, and Tab leads on from it as from one that is typed into.
        if action == Action::NextPane && self.takes_text(app) {
            return self.react_typing(action, app).unwrap_or(Reply::Done);
        }
        match (action, &app.player) {
            // A row that is emptied by it is no field that the next key would be typed into.
            (Action::Undo | Action::Redo, _) => {
                self.left = Some(self.row);
                Reply::Ignored
            }
            (Action::Close, _) if self.takes_text(app) => {
                self.left = Some(self.row);
                Reply::Done
            }
            (Action::NextPane, _) => self.turn(true),
            (Action::PrevPane, _) => self.turn(false),
            (Action::View, _) => self.next_view(),
            (Action::Whole, _) => self.next_foot(app),
            (Action::Accept, _) if self.panes.at() != Pane::Form => self.panes.go(Pane::Form),
            (Action::Accept | Action::Edit, _) => self.edit(app),
            (Action::Toggle | Action::Left | Action::Right, Some(player)) => {
                let turned = choice::turned(player, self.part(app), action);
                turned.unwrap_or_else(|| self.step(action, app))
            }
            (Action::Fill, _) => Reply::Send(vec![Message::Build(Edit::FillFromApp)]),
            (Action::Send, _) => {
                self.editing = None;
                Reply::Send(vec![Message::Play(Play::Send)])
            }
            _ => self.step(action, app),
        }
    }

    fn idle(&self, app: &App) -> &'static [Action] {
        if matches!(self.part(app), Part::Endpoint | Part::Other) {
            &[Action::Accept]
        } else {
            &[]
        }
    }

    /// Where id or secret are not those of the app, one key takes them from it.
    fn urges(&self, app: &App) -> &'static [Action] {
        if form::lacks_own(app) {
            &[Action::Send, Action::Fill]
        } else {
            &[]
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.editing.as_mut()
    }

    fn takes_text(&self, app: &App) -> bool {
        let part = self.part(app);
        let draft = app.player.as_ref().map(|player| &player.bench.draft);
        self.is_on_text(app)
            && self.left != Some(self.row)
            && draft.is_some_and(|draft| standing(draft, part).is_empty())
    }

    fn is_on_text(&self, app: &App) -> bool {
        self.editing.is_none() && self.panes.at() == Pane::Form && form::is_text(self.part(app))
    }

    fn begin_text(&mut self, app: &App) {
        let _ = self.edit(app);
    }

    fn edited(&mut self, app: &App) -> Vec<Message> {
        let part = self.part(app);
        let Some(field) = &self.editing else {
            return Vec::new();
        };
        let edit = match part {
            Part::ClientSecret => Edit::SetSecret(ClientSecret::new(field.value())),
            part => Edit::Set(part, field.value()),
        };
        vec![Message::Build(edit)]
    }

    fn sync(&mut self, app: &App) {
        if let (false, Some(player)) = (self.chosen, &app.player) {
            self.row = first_open(&rows(app), &player.bench.draft).unwrap_or(FIRST);
        }
        let part = self.part(app);
        if let (Some(field), Some(player)) = (&mut self.editing, &app.player) {
            field.set(standing(&player.bench.draft, part));
        }
    }

    fn resized(&mut self, body: Rect, size: Size) {
        self.body = body;
        self.size = size;
    }

    fn status(&self, app: &App) -> String {
        status::status(app, self.editing.is_some())
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let areas = Self::areas(area, look.size);
        for Shown { pane, area, .. } in self.panes.shown(canvas, look, &NAMES, (area, &areas)) {
            match pane {
                Pane::Form => self.draw_form(canvas, area, look, app),
                Pane::Wire => self.draw_wire(canvas, area, look, app),
                Pane::Foot => self.draw_foot(canvas, area, look, app),
            }
        }
    }
}
