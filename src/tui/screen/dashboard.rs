//! The dashboard of a vendor: its forms, which really change the practice tenant, and the app that it holds.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::message::{Create as Edit, Message};
use crate::app::workbench::Registering;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::Size;
use crate::tui::overlay::Overlay;
use crate::tui::screen::{Reply, Screen};
use crate::tui::theme::Look;
use crate::tui::widget::field::Field;
use crate::tui::widget::guide;
use crate::tui::widget::list::Selection;
use crate::tui::widget::panes::Panes;
use crate::tui::widget::question::Cursor;
use crate::tui::widget::sheet::{measuring, room};

mod aside;
mod card;
mod draw;
mod panes;
mod rows;

use rows::Row;

/// The dashboard screen. It opens with its rows focused and no text field, so that arrows and letters work at once.
pub(crate) struct Dashboard {
    rows: Selection,
    panes: Panes<Pane>,
    cursor: Cursor,
    /// True while the learner changes the form of an app that is registered.
    changing: bool,
    typing: Option<Field>,
    /// The row whose field was left with Esc: letters are commands there until another row was selected.
    left: Option<usize>,
    body: Rect,
    size: Size,
}

/// What has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Form,
    Aside,
    Question,
}

const PANES: [Pane; 3] = [Pane::Form, Pane::Aside, Pane::Question];

impl Dashboard {
    /// The screen as it opens.
    pub(crate) fn new(app: &App) -> Self {
        Self {
            rows: Selection {
                at: rows::first(app),
            },
            panes: Panes::new(&PANES, Pane::Form),
            cursor: guide::asked(app).map_or_else(Cursor::default, |(_, state)| Cursor::of(&state)),
            changing: false,
            typing: None,
            left: None,
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    fn all(&self, app: &App) -> Vec<Row> {
        rows::of(app, self.changing)
    }

    fn row(&self, app: &App) -> Option<Row> {
        let rows = self.all(app);
        let last = rows.len().saturating_sub(1);
        rows.get(self.rows.at.min(last)).copied()
    }

    fn walk(&mut self, action: Action, app: &App) -> Reply {
        let moved = match self.panes.at() {
            Pane::Form => {
                let count = self.all(app).len();
                self.rows.at = self.rows.at.min(count.saturating_sub(1));
                self.rows.react(action, count)
            }
            Pane::Aside | Pane::Question => {
                let look = measuring(self.size, app.revealed());
                let [_, aside, question] = Self::areas(app, self.body, self.size);
                let area = if self.panes.at() == Pane::Aside {
                    aside
                } else {
                    question
                };
                let (width, rows) = room(area);
                let lines = self.pane_lines(self.panes.at(), app, width, &look).0.len();
                self.panes.scroll.react(action, lines, usize::from(rows))
            }
        };
        if !moved {
            return Reply::Ignored;
        }
        self.left = None;
        Reply::Done
    }

    fn turn(&mut self, forward: bool, app: &App) -> Reply {
        self.typing = None;
        self.panes.turn(forward, Self::count(app))
    }

    /// How many panes there are: the last is the question, where one is asked.
    fn count(app: &App) -> usize {
        PANES.len() - usize::from(!guide::asks(app))
    }

    /// A key for the question.
    fn answer(&mut self, action: Action, app: &App) -> Option<Reply> {
        let is_there = self.panes.at() == Pane::Question;
        guide::answered(action, &mut self.cursor, app, is_there, || {
            self.panes.go(Pane::Question)
        })
    }

    /// Enter or Space on a row.
    fn press(&mut self, app: &App) -> Reply {
        if self.panes.at() != Pane::Form {
            return self.panes.go(Pane::Form);
        }
        let Some(row) = self.row(app) else {
            return Reply::Ignored;
        };
        let edit = match row {
            Row::Name | Row::Field(..) => return self.type_into(app, row),
            Row::Type(app_type) => Edit::Type(app_type),
            Row::Api(api) => Edit::ToggleApi(api),
            Row::Scope(api, scope) => Edit::ToggleScope(api, scope),
            Row::Submit => return self.submit(app),
            Row::Change => {
                self.changing = true;
                self.rows = Selection::default();
                return Reply::Done;
            }
            Row::Revert => Edit::Revert,
            Row::Option(form, field, option) => Edit::Choose {
                form: form.to_owned(),
                field: field.to_owned(),
                option,
            },
            Row::Button(form, field) => Edit::Press {
                form: form.to_owned(),
                field: field.to_owned(),
            },
            Row::Shown(..) => return Reply::Done,
        };
        Reply::Send(vec![Message::Create(edit)])
    }

    fn type_into(&mut self, app: &App, row: Row) -> Reply {
        let Some(text) = rows::text(app, row) else {
            return Reply::Ignored;
        };
        self.panes.go(Pane::Form);
        let mut field = Field::line().with_placeholder(rows::example(app, row));
        field.set(&text);
        self.typing = Some(field);
        Reply::Done
    }

    fn submit(&mut self, app: &App) -> Reply {
        self.typing = None;
        if !rows::has_create(app) {
            // On a form that makes no app the key is that form's own button.
            let mut rows = self.all(app).into_iter().enumerate();
            let button = rows.find(|(_, row)| matches!(row, Row::Button(..)));
            // Where there is none the key does nothing: it must not make an app of what nobody sees.
            return button.map_or(Reply::Done, |(at, _)| {
                self.rows.at = at;
                self.panes.go(Pane::Form);
                self.press(app)
            });
        }
        let message = Message::Create(Edit::Submit);
        // What is missing is said by the app; the first row that wants something is selected.
        if let Some(row) = rows::first_gap(app) {
            let rows = self.all(app);
            let at = rows.iter().position(|this| *this == row);
            self.rows.at = at.unwrap_or(self.rows.at);
            return Reply::Send(vec![message]);
        }
        if app
            .player
            .as_ref()
            .is_some_and(|player| player.bench.app.is_some())
        {
            self.changing = false;
            let words = "Make a new app in place of yours? Its id and secret will be new, and the old ones stop working.";
            return Reply::Open(Overlay::confirm(words, message));
        }
        self.changing = false;
        Reply::Send(vec![message])
    }

    /// A key while a text is being typed; `None` for keys with their usual meaning.
    fn react_typing(&mut self, action: Action, app: &App) -> Option<Reply> {
        match action {
            Action::Accept | Action::Down | Action::NextPane => {
                self.typing = None;
                self.rows.at = (self.rows.at + 1).min(self.all(app).len().saturating_sub(1));
                // Whoever goes on from text to text goes on typing: letters would be commands otherwise.
                let next = self
                    .row(app)
                    .filter(|row| row.is_text() && action != Action::Down);
                if let Some(row) = next {
                    return Some(self.type_into(app, row));
                }
            }
            Action::Up => {
                self.typing = None;
                self.rows.at = self.rows.at.saturating_sub(1);
            }
            Action::Close => {
                self.typing = None;
                self.left = Some(self.rows.at);
            }
            _ => return None,
        }
        Some(Reply::Done)
    }
}

impl Screen for Dashboard {
    fn context(&self, _app: &App) -> Context {
        Context::Create
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        if self.typing.is_some()
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
        match action {
            Action::NextPane => self.turn(true, app),
            Action::PrevPane => self.turn(false, app),
            Action::Accept | Action::Toggle => self.press(app),
            Action::Edit => {
                let row = self.row(app).filter(|row| row.is_text());
                let row = row.or_else(|| self.all(app).into_iter().find(|row| row.is_text()));
                match row {
                    Some(row) => {
                        let at = self.all(app).iter().position(|this| *this == row);
                        self.rows.at = at.unwrap_or(self.rows.at);
                        self.type_into(app, row)
                    }
                    None => self.press(app),
                }
            }
            Action::Submit => self.submit(app),
            Action::Close if self.takes_text(app) => {
                self.left = Some(self.rows.at);
                Reply::Done
            }
            Action::Close if self.changing => {
                self.changing = false;
                self.rows = Selection::default();
                Reply::Done
            }
            _ => self.walk(action, app),
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.typing.as_mut()
    }

    fn takes_text(&self, app: &App) -> bool {
        let text = self.row(app).and_then(|row| rows::text(app, row));
        self.is_on_text(app)
            && self.left != Some(self.rows.at)
            && text.is_some_and(|text| text.is_empty())
    }

    fn is_on_text(&self, app: &App) -> bool {
        let row = self.row(app);
        self.typing.is_none()
            && self.panes.at() == Pane::Form
            && row.is_some_and(rows::Row::is_text)
    }

    fn begin_text(&mut self, app: &App) {
        if let Some(row) = self.row(app) {
            let _ = self.type_into(app, row);
        }
    }

    fn edited(&mut self, app: &App) -> Vec<Message> {
        let (Some(field), Some(row)) = (&self.typing, self.row(app)) else {
            return Vec::new();
        };
        let edit = match row {
            Row::Field(_, id) => Edit::Field(id.to_owned(), field.value()),
            _ => Edit::Name(field.value()),
        };
        vec![Message::Create(edit)]
    }

    fn sync(&mut self, app: &App) {
        let text = self.row(app).and_then(|row| rows::text(app, row));
        if let (Some(field), Some(text)) = (&mut self.typing, text) {
            field.set(&text);
        }
        let last = self.all(app).len().saturating_sub(1);
        self.rows.at = self.rows.at.min(last);
    }

    fn resized(&mut self, body: Rect, size: Size) {
        self.body = body;
        self.size = size;
    }

    fn status(&self, app: &App) -> String {
        let registering = app.player.as_ref().map(|player| &player.bench.registering);
        if let Some(Registering::Waiting { .. }) = registering {
            return "Registering your app at the practice tenant.".to_owned();
        }
        rows::status(app, self.typing.is_some(), self.changing)
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        let open = app
            .player
            .as_ref()
            .and_then(crate::app::player::Player::open_goal);
        if open.is_none() {
            &[Action::NextStep]
        } else {
            &[]
        }
    }

    fn idle(&self, app: &App) -> &'static [Action] {
        // Once it is made as the form says, the same again would only replace it.
        let bench = app.player.as_ref().map(|player| &player.bench);
        let is_made = bench.is_some_and(|bench| bench.app.is_some() && !bench.form_differs());
        let can_create = rows::has_create(app) && !is_made;
        // Beside the form there is nothing to choose.
        match (can_create, self.panes.at() == Pane::Form) {
            (true, true) => &[],
            (true, false) => &[Action::Accept],
            (false, true) => &[Action::Submit],
            (false, false) => &[Action::Submit, Action::Accept],
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let names = &["Form", "Steps", "Question"][..Self::count(app)];
        let areas = Self::areas(app, area, look.size);
        for pane in self.panes.shown(canvas, look, names, (area, &areas)) {
            self.draw_pane(canvas, (pane.pane, pane.area), look, app);
        }
    }
}
