//! Create the app: the dashboard of the practice tenant, which really registers it, then its id and its secret.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::create::Registering;
use crate::app::message::{Create as Edit, Message};
use crate::tui::keys::{Action, Context};
use crate::tui::layout::{Size, above, below};
use crate::tui::screen::{Canvas, Reply, Screen};
use crate::tui::theme::Look;
use crate::tui::widget::field::Field;
use crate::tui::widget::guide;
use crate::tui::widget::list::Selection;
use crate::tui::widget::panes::Panes;
use crate::tui::widget::sheet::{Sheet, around, measuring, room};

mod aside;
mod card;
mod form;

use form::Row;

/// The create screen. It opens with the list of the form focused and no text field, so that arrows and letters work at once.
pub(crate) struct Create {
    rows: Selection,
    panes: Panes<Pane>,
    /// True while the learner changes the form of an app that is registered.
    changing: bool,
    typing: Option<Field>,
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

impl Create {
    /// The screen as it opens.
    pub(crate) fn new(_app: &App) -> Self {
        Self {
            rows: Selection::default(),
            panes: Panes::new(&PANES, Pane::Form),
            changing: false,
            typing: None,
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    fn rows(&self, app: &App) -> Vec<Row> {
        form::rows(app, self.changing)
    }

    fn row(&self, app: &App) -> Row {
        let rows = self.rows(app);
        let last = rows.len().saturating_sub(1);
        rows.get(self.rows.at.min(last))
            .copied()
            .unwrap_or(Row::Name)
    }

    /// The rectangles of form, aside and question; on small screens all are the one below the tabs.
    fn areas(app: &App, area: Rect, size: Size) -> [Rect; 3] {
        if !size.is_wide() {
            let [_, pane] = above(area, 1);
            return [pane; 3];
        }
        let look = measuring(size, app.revealed());
        let question = guide::question(app, area.width.saturating_sub(4), &look);
        let most = area.height * 2 / 5;
        let rows = u16::try_from(question.len()).unwrap_or(most);
        let rows = match rows {
            0 => 0,
            rows => (rows + 2).min(most),
        };
        let [top, question] = below(area, rows);
        let [aside, form] = crate::tui::layout::beside(top, 38);
        [form, aside, question]
    }

    fn pane_lines(
        &self,
        pane: Pane,
        app: &App,
        width: u16,
        look: &Look<'_>,
    ) -> (Vec<Line<'static>>, usize) {
        match pane {
            Pane::Form => {
                let drawn = form::draw(app, &self.rows(app), self.row(app), width, look);
                (drawn.lines, drawn.at)
            }
            Pane::Aside => (aside::lines(app, self.row(app), width, look), 0),
            Pane::Question => (guide::question(app, width, look), 0),
        }
    }

    fn draw_pane(
        &self,
        canvas: &mut Canvas<'_, '_>,
        (pane, area): (Pane, Rect),
        look: &Look<'_>,
        app: &App,
    ) {
        if area.is_empty() {
            return;
        }
        let (width, rows) = room(area);
        let (lines, at) = self.pane_lines(pane, app, width, look);
        let answer = guide::answer_keys(app);
        let (title, aside, scroll) = match pane {
            Pane::Form => {
                let scroll = around(at, lines.len(), rows);
                (
                    "Practice dashboard",
                    form::heading(app, self.changing),
                    scroll,
                )
            }
            Pane::Aside => ("Your steps", "", self.panes.scroll_of(pane)),
            Pane::Question => (
                "Before you go on",
                answer.as_str(),
                self.panes.scroll_of(pane),
            ),
        };
        let focus = self.panes.focus(pane);
        let inner = Sheet {
            title,
            aside,
            focus,
            lines,
            scroll,
        }
        .draw(canvas, area, look);
        if let (Pane::Form, Some(field)) = (pane, &self.typing) {
            let y = u16::try_from(at.saturating_sub(scroll.top)).unwrap_or(0);
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

    fn walk(&mut self, action: Action, app: &App) -> Reply {
        let moved = match self.panes.at() {
            Pane::Form => {
                self.rows.at = self.rows.at.min(self.rows(app).len().saturating_sub(1));
                let count = self.rows(app).len();
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
        if moved { Reply::Done } else { Reply::Ignored }
    }

    fn turn(&mut self, forward: bool, app: &App) -> Reply {
        self.typing = None;
        self.panes.turn(forward, Self::count(app))
    }

    /// How many panes there are: the last is the question, where one is asked.
    fn count(app: &App) -> usize {
        PANES.len() - usize::from(!guide::asks(app))
    }

    /// Enter or Space on a row.
    fn press(&mut self, app: &App) -> Reply {
        if self.panes.at() != Pane::Form {
            return self.panes.go(Pane::Form);
        }
        let edit = match self.row(app) {
            Row::Name => return self.type_name(app),
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
        };
        Reply::Send(vec![Message::Create(edit)])
    }

    fn type_name(&mut self, app: &App) -> Reply {
        let Some(player) = &app.player else {
            return Reply::Ignored;
        };
        self.panes.go(Pane::Form);
        let mut field = Field::line().with_placeholder("a name for people");
        field.set(&player.bench.form.name);
        self.typing = Some(field);
        Reply::Done
    }

    fn submit(&mut self, app: &App) -> Reply {
        self.typing = None;
        // What is missing is said by the app; the first row that wants something is selected.
        if let Some(row) = form::first_gap(app) {
            let rows = self.rows(app);
            let at = rows.iter().position(|this| *this == row);
            self.rows.at = at.unwrap_or(self.rows.at);
        } else {
            self.changing = false;
        }
        Reply::Send(vec![Message::Create(Edit::Submit)])
    }

    /// A key while the name is being typed; `None` for keys with their usual meaning.
    fn react_typing(&mut self, action: Action) -> Option<Reply> {
        match action {
            Action::Accept | Action::Down | Action::NextPane => {
                self.typing = None;
                self.rows.at += 1;
            }
            Action::Up | Action::Close => self.typing = None,
            _ => return None,
        }
        Some(Reply::Done)
    }
}

impl Screen for Create {
    fn context(&self, _app: &App) -> Context {
        Context::Create
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        if self.typing.is_some()
            && let Some(reply) = self.react_typing(action)
        {
            return reply;
        }
        match action {
            Action::NextPane => self.turn(true, app),
            Action::PrevPane => self.turn(false, app),
            Action::Accept | Action::Toggle => self.press(app),
            Action::Edit if self.row(app) == Row::Change => self.press(app),
            Action::Edit => {
                self.rows.at = 0;
                self.type_name(app)
            }
            Action::Submit => self.submit(app),
            Action::Close if self.changing => {
                self.changing = false;
                self.rows = Selection::default();
                Reply::Done
            }
            _ => match guide::answer(action, app) {
                Some(message) => Reply::Send(vec![message]),
                None => self.walk(action, app),
            },
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.typing.as_mut()
    }

    fn edited(&mut self, _app: &App) -> Vec<Message> {
        let Some(field) = &self.typing else {
            return Vec::new();
        };
        vec![Message::Create(Edit::Name(field.value()))]
    }

    fn sync(&mut self, app: &App) {
        if let (Some(field), Some(player)) = (&mut self.typing, &app.player) {
            field.set(&player.bench.form.name);
        }
        let last = self.rows(app).len().saturating_sub(1);
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
        form::status(app, self.typing.is_some(), self.changing)
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        let made = app.player.as_ref().map(|player| &player.bench);
        match made.and_then(|bench| bench.app.as_ref()) {
            Some(made) if !made.is_public() && !self.changing => &[Action::NextStep],
            Some(_) | None => &[],
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let names = &["Form", "Steps", "Question"][..Self::count(app)];
        let areas = Self::areas(app, area, look.size);
        for pane in self.panes.shown(canvas, look, names, (area, &areas)) {
            self.draw_pane(canvas, pane, look, app);
        }
    }
}
