//! Build the request: the form beside the wire view of the very bytes that will go out, and why each line is there.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::message::{Build as Edit, Message, Play};
use crate::app::workbench::Workbench;
use crate::oauth::names::ClientSecret;
use crate::oauth::request::Field as Part;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::{Size, above, below, beside};
use crate::tui::screen::{Canvas, Reply, Screen};
use crate::tui::theme::Look;
use crate::tui::widget::field::Field;
use crate::tui::widget::guide;
use crate::tui::widget::list::Selection;
use crate::tui::widget::panes::Panes;
use crate::tui::widget::sheet::{Sheet, around, measuring, room};
use crate::tui::widget::wire::{self, VIEWS};

mod choice;
mod form;

pub(super) use form::label;
use form::{ROWS, first_open, standing};

/// The build screen. It opens with a row selected and no text field focused, so that every letter is a command.
pub(crate) struct Build {
    row: usize,
    /// True once the learner has chosen a row: until then the first open one is selected, also after the app was registered.
    chosen: bool,
    panes: Panes<Pane>,
    view: usize,
    foot: Foot,
    editing: Option<Field>,
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
        let refused = bench.and_then(Workbench::refused_at);
        let refused = ROWS.iter().position(|part| Some(*part) == refused);
        let first = || bench.map_or(0, |bench| first_open(&bench.draft));
        Self {
            row: refused.unwrap_or_else(first),
            chosen: refused.is_some(),
            panes: Panes::new(&PANES, Pane::Form),
            view: 0,
            foot: if guide::asks(app) {
                Foot::Question
            } else {
                Foot::Why
            },
            editing: None,
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    fn part(&self) -> Part {
        ROWS.get(self.row).copied().unwrap_or(Part::Endpoint)
    }

    /// The rectangles of form, wire view and foot; on small screens all are the one below the tabs.
    fn areas(area: Rect, size: Size) -> [Rect; 3] {
        if !size.is_wide() {
            let [_, pane] = above(area, 1);
            return [pane; 3];
        }
        let [top, foot] = below(area, 7 + area.height.saturating_sub(25) / 4);
        // Beside the server's view the form needs its half, so that no value is cut.
        let [form, wire] = beside(top, if top.width < 96 { 50 } else { 45 });
        [form, wire, foot]
    }

    fn wire(&self, app: &App, width: u16, look: &Look<'_>) -> wire::Drawn {
        let request = app
            .tenant
            .facts()
            .zip(app.player.as_ref())
            .map(|(facts, player)| player.bench.request(facts).to_wire());
        let view = VIEWS.get(self.view).map_or(VIEWS[0].0, |view| view.0);
        match request {
            Some(request) => wire::draw(&request, view, Some(self.part()), width, look),
            None => wire::Drawn {
                lines: vec![form::tenant_line(app, look)],
                picked: None,
            },
        }
    }

    fn foot_lines(&self, app: &App, width: u16, look: &Look<'_>) -> (String, Vec<Line<'static>>) {
        match self.foot {
            Foot::Why => {
                let about = form::about(self.part());
                let title = guide::note_title(app, about);
                let mut lines = choice::signed(app, self.part(), width, look);
                lines.extend(guide::note(app, about, width, look));
                (format!("Why this line: {title}"), lines)
            }
            Foot::Steps => ("What to do".to_owned(), guide::steps(app, width, look)),
            Foot::Question => ("Question".to_owned(), guide::question(app, width, look)),
        }
    }

    fn draw_form(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let focus = self.panes.focus(Pane::Form);
        let (width, rows) = room(area);
        let drawn = form::draw(app, (self.row, self.editing.is_some()), width, look);
        let filled = app
            .player
            .as_ref()
            .map_or(0, |player| form::filled(&player.bench.draft));
        let at = drawn.places.get(self.row).copied().unwrap_or(0);
        let scroll = around(at, drawn.lines.len(), rows);
        let aside = format!("{filled} of 5 filled");
        let inner = Sheet {
            title: "Request",
            aside: &aside,
            focus,
            lines: drawn.lines,
            scroll,
        }
        .draw(canvas, area, look);
        if let Some(field) = &self.editing {
            let y = u16::try_from(at - scroll.top).unwrap_or(0);
            let area = Rect {
                x: inner.x + form::VALUE,
                y: inner.y + y,
                width: inner.width.saturating_sub(form::VALUE),
                height: 1,
            };
            canvas.put(ratatui::widgets::Clear, area);
            field.draw(canvas, area, look, focus);
        }
    }

    fn draw_wire(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let (width, rows) = room(area);
        let drawn = self.wire(app, width, look);
        let scroll = match (self.panes.at(), drawn.picked) {
            (Pane::Form | Pane::Foot, Some(line)) => around(line, drawn.lines.len(), rows),
            (Pane::Form | Pane::Foot | Pane::Wire, _) => self.panes.scroll,
        };
        Sheet {
            title: "On the wire",
            aside: &wire::names(self.view),
            focus: self.panes.focus(Pane::Wire),
            lines: drawn.lines,
            scroll,
        }
        .draw(canvas, area, look);
    }

    fn draw_foot(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let (width, _) = room(area);
        let (title, lines) = self.foot_lines(app, width, look);
        let aside = match self.foot {
            Foot::Steps => "w back",
            Foot::Why | Foot::Question => "w steps",
        };
        Sheet {
            title: &title,
            aside,
            focus: self.panes.focus(Pane::Foot),
            lines,
            scroll: self.panes.scroll_of(Pane::Foot),
        }
        .draw(canvas, area, look);
    }

    /// Up and down: rows of the form, else lines of the pane.
    fn step(&mut self, action: Action, app: &App) -> Reply {
        let look = measuring(self.size, app.revealed());
        let [_, wire, foot] = Self::areas(self.body, self.size);
        let moved = match self.panes.at() {
            Pane::Form => {
                let mut rows = Selection { at: self.row };
                let moved = rows.react(action, ROWS.len());
                self.row = rows.at;
                self.chosen |= moved;
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
        let mut field = match self.part() {
            Part::Credentials | Part::Possession | Part::ContentType => {
                return choice::turned(draft, self.part(), Action::Accept).unwrap_or(Reply::Done);
            }
            Part::Endpoint | Part::Other => return Reply::Done,
            Part::ClientSecret => Field::secret(),
            Part::GrantType | Part::ClientId | Part::Audience | Part::Scope => Field::line(),
        };
        field.set(standing(draft, self.part()));
        self.editing = Some(field);
        self.chosen = true;
        Reply::Done
    }

    /// A key while a field is typed into; what was typed is in the request already. Whatever leads on leads from text to text,
    /// as in any form, so that whoever types on never types commands. Esc is the way out.
    fn react_typing(&mut self, action: Action, app: &App) -> Option<Reply> {
        let row = match action {
            Action::Accept | Action::Down | Action::NextPane => (self.row + 1).min(ROWS.len() - 1),
            Action::Up | Action::PrevPane => self.row.saturating_sub(1),
            Action::Close => self.row,
            _ => return None,
        };
        (self.editing, self.row) = (None, row);
        let text = !matches!(
            self.part(),
            Part::Endpoint | Part::Credentials | Part::Possession | Part::ContentType | Part::Other
        );
        Some(if text && action != Action::Close {
            self.edit(app)
        } else {
            Reply::Done
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
        let wide = self.size.is_wide();
        self.panes
            .go(if wide { self.panes.at() } else { Pane::Foot })
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
        let draft = app.player.as_ref().map(|player| &player.bench.draft);
        match (action, draft) {
            (Action::NextPane, _) => self.turn(true),
            (Action::PrevPane, _) => self.turn(false),
            (Action::View, _) => self.next_view(),
            (Action::Whole, _) => self.next_foot(app),
            (Action::Accept | Action::Edit, _) => self.edit(app),
            (Action::Toggle | Action::Left | Action::Right, Some(draft)) => {
                let turned = choice::turned(draft, self.part(), action);
                turned.unwrap_or_else(|| self.step(action, app))
            }
            (Action::Fill, _) => Reply::Send(vec![Message::Build(Edit::FillFromApp)]),
            (Action::Send, _) => {
                self.editing = None;
                Reply::Send(vec![Message::Play(Play::Send)])
            }
            _ => match guide::answer(action, app) {
                Some(message) => Reply::Send(vec![message]),
                None => self.step(action, app),
            },
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.editing.as_mut()
    }

    fn edited(&mut self, _app: &App) -> Vec<Message> {
        let Some(field) = &self.editing else {
            return Vec::new();
        };
        let edit = match self.part() {
            Part::ClientSecret => Edit::SetSecret(ClientSecret::new(field.value())),
            part => Edit::Set(part, field.value()),
        };
        vec![Message::Build(edit)]
    }

    fn sync(&mut self, app: &App) {
        if let (false, Some(player)) = (self.chosen, &app.player) {
            self.row = first_open(&player.bench.draft);
        }
        let part = self.part();
        if let (Some(field), Some(player)) = (&mut self.editing, &app.player) {
            field.set(standing(&player.bench.draft, part));
        }
    }

    fn resized(&mut self, body: Rect, size: Size) {
        self.body = body;
        self.size = size;
    }

    fn status(&self, app: &App) -> String {
        form::status(app, self.editing.is_some())
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let names = ["Request", "On the wire", "Why"];
        let areas = Self::areas(area, look.size);
        for (pane, area) in self.panes.shown(canvas, look, &names, (area, &areas)) {
            match pane {
                Pane::Form => self.draw_form(canvas, area, look, app),
                Pane::Wire => self.draw_wire(canvas, area, look, app),
                Pane::Foot => self.draw_foot(canvas, area, look, app),
            }
        }
    }
}
