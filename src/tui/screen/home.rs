//! Home: go on where you left, the lessons with their progress, the tools, and what the selected thing is about.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::message::{Desk, Go, Message, OwnTargetAct};
use crate::app::tenant::Tenant;
use crate::app::{App, Saving};
use crate::lesson::at_own::SANDBOX_AT_OWN;
use crate::lesson::desks::{filled, words};
use crate::lesson::model::Round;
use crate::oauth::text::visible_line;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::{Size, above, below, beside, inside};
use crate::tui::overlay::Overlay;
use crate::tui::screen::{Reply, Screen};
use crate::tui::theme::Look;
use crate::tui::widget::list::{ABOVE, Selection};
use crate::tui::widget::panel::{Focus, panel};
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sequence::flow;

mod detail;
mod items;
mod rows;

use items::{Item, at_end, finished, items, lesson_items, tools};
use rows::{due, row};

/// The home screen.
pub(crate) struct Home {
    selection: Selection,
    /// The detail is being read: the movement keys scroll it.
    reading: bool,
    scroll: Scroll,
    body: Rect,
    size: Size,
}

impl Home {
    /// Opens with the lesson that was open last selected, else the first.
    pub(crate) fn new(_app: &App) -> Self {
        Self {
            selection: Selection::default(),
            reading: false,
            scroll: Scroll::default(),
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    fn selected(&self, app: &App) -> Item {
        let items = items(app);
        items
            .get(self.selection.at)
            .copied()
            .unwrap_or(Item::Checker)
    }

    fn open(&self, app: &App) -> Reply {
        let go = match self.selected(app) {
            Item::Continue(lesson) | Item::Lesson(lesson) => Go::Lesson(&lesson.id),
            Item::Checker => Go::Checker,
            Item::Decoder => Go::Decoder,
            Item::Sandbox => return Reply::Open(sandboxes(app)),
            Item::Own => return own_tenants(),
            Item::AtOwn(lesson) => Go::AtOwn(&lesson.id),
            Item::Server => Go::Server,
            Item::Review => Go::Review,
        };
        Reply::Send(vec![Message::Go(go)])
    }

    /// Starting over keeps what was learned, but asks, since the step is lost.
    fn restart(&self, app: &App) -> Reply {
        let Some(lesson) = self.selected(app).lesson() else {
            return Reply::Done;
        };
        // Nothing is lost where nothing was begun.
        if app.progress.of(&lesson.id).is_none() {
            return Reply::Send(vec![Message::Go(Go::Lesson(&lesson.id))]);
        }
        let question = format!(
            "Start {} from its first step? Your guesses and cards are asked anew, and the app is made anew.",
            lesson.called()
        );
        let yes = Message::Go(Go::Restart(&lesson.id));
        Reply::Open(Overlay::confirm(question, yes))
    }

    fn test_out(&self, app: &App) -> Reply {
        let lesson = self.selected(app).lesson();
        lesson.map_or(Reply::Done, |lesson| {
            Reply::Send(vec![Message::Go(Go::TestOut(&lesson.id))])
        })
    }
}

impl Screen for Home {
    fn context(&self, _app: &App) -> Context {
        Context::Home
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        match action {
            Action::Accept => return self.open(app),
            Action::Restart => return self.restart(app),
            Action::TestOut => return self.test_out(app),
            Action::Sandbox => return Reply::Open(sandboxes(app)),
            Action::OwnTenants => return own_tenants(),
            Action::Pick(number) => {
                let at = usize::from(number).checked_sub(1);
                let lesson = at.and_then(|at| app.course.lessons.get(at));
                let open = lesson.map(|lesson| Message::Go(Go::Lesson(&lesson.id)));
                return open.map_or_else(Reply::beyond, |open| Reply::Send(vec![open]));
            }
            Action::NextPane | Action::PrevPane => {
                self.reading = !self.reading;
                return Reply::Done;
            }
            Action::Right => {
                self.reading = true;
                return Reply::Done;
            }
            Action::Left | Action::Close => {
                self.reading = false;
                return Reply::Done;
            }
            _ => {}
        }
        let moved = if self.reading {
            let parts = parts(self.body, self.size, app);
            let inner = inside(parts.detail);
            let cells = usize::from(inner.width);
            let lines = detail::lines(self.selected(app), app, cells, &Look::measuring());
            self.scroll
                .react(action, lines.len(), usize::from(inner.height))
        } else {
            self.scroll = Scroll::default();
            self.selection.react(action, items(app).len())
        };
        if moved { Reply::Done } else { Reply::Ignored }
    }

    /// Whoever pastes here wants to know what it is.
    fn paste(&mut self, text: &str, _app: &App) -> Option<Vec<Message>> {
        let text = Message::Desk(Desk::Text(text.to_owned()));
        Some(vec![Message::Go(Go::Decoder), text])
    }

    fn resized(&mut self, body: Rect, size: Size) {
        self.body = body;
        self.size = size;
    }

    fn status(&self, app: &App) -> String {
        match (app.tenant(), &app.saving) {
            (Tenant::Failed(why), _) => {
                format!("The practice server did not start: {}", visible_line(why))
            }
            (_, Saving::Impossible(why)) => {
                format!("Your progress cannot be kept here: {}", visible_line(why))
            }
            (_, Saving::Untouched | Saving::Saved(_)) if app.progress.last.is_none() => {
                match self.selected(app) {
                    Item::Continue(lesson) | Item::Lesson(lesson) => format!(
                        "New here? Enter opens {}. You need no account and no network.",
                        lesson.called()
                    ),
                    Item::Checker | Item::Decoder => {
                        "Nothing that you paste leaves this machine.".into()
                    }
                    Item::Sandbox => words("sandbox.status").into(),
                    Item::Own | Item::AtOwn(_) => {
                        "Your own server answers there, and no practice tenant.".into()
                    }
                    Item::Server => "The practice servers listen on this machine alone.".into(),
                    Item::Review => words("review.about").into(),
                }
            }
            (_, Saving::Untouched | Saving::Saved(_)) if due(app) > 0 => {
                filled("review.status", &[("due", due(app).to_string())])
            }
            (_, Saving::Untouched | Saving::Saved(_)) => match app.open_target() {
                Some(open) => filled("home.kept.own", &[("host", visible_line(&open.host()))]),
                None => words("home.kept").into(),
            },
        }
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        match self.selected(app) {
            Item::Continue(lesson) | Item::Lesson(lesson) if finished(lesson, app) => {
                &[Action::Accept, Action::Restart, Action::Quit]
            }
            _ if due(app) > 0 => &[Action::Accept, Action::Review],
            Item::Continue(_)
            | Item::Lesson(_)
            | Item::Checker
            | Item::Decoder
            | Item::Sandbox
            | Item::Own
            | Item::AtOwn(_)
            | Item::Server
            | Item::Review => &[],
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let (parts, items) = (parts(area, look.size, app), items(app));
        let focus = |on: &[Item]| Focus::when(!self.reading && on.contains(&self.selected(app)));
        if let Some(item @ Item::Continue(_)) = items.first() {
            let aside = "Enter goes on";
            let inner = panel(
                canvas,
                parts.first,
                look,
                ("Continue", aside),
                focus(&[*item]),
            );
            self.group(canvas, inner, look, (app, 0..1));
        }
        let lessons = lesson_items(&items);
        let done = app
            .course
            .lessons
            .iter()
            .filter(|lesson| finished(lesson, app))
            .count();
        let aside = format!("{done} of {} done", app.course.lessons.len());
        let here = focus(items.get(lessons.clone()).unwrap_or_default());
        let inner = panel(canvas, parts.lessons, look, ("Lessons", &aside), here);
        self.group(canvas, inner, look, (app, lessons.clone()));
        let tools = lessons.end..items.len();
        let here = focus(items.get(tools.clone()).unwrap_or_default());
        let inner = panel(canvas, parts.tools, look, ("Tools", ""), here);
        self.group(canvas, inner, look, (app, tools));
        let item = self.selected(app);
        let focus = Focus::when(self.reading);
        let inner = detail::frame(canvas, parts.detail, look, (item, focus));
        let lines = detail::lines(item, app, usize::from(inner.width), look);
        self.scroll.draw(canvas, inner, look, &lines);
        let titles = ("Client credentials in one picture", "");
        flow::panel(canvas, parts.flow, look, titles);
    }
}

impl Home {
    /// The rows of one group; the cursor shows in the group that holds it.
    fn group(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        (app, range): (&App, Range<usize>),
    ) {
        let cells = usize::from(area.width).saturating_sub(2);
        let rows: Vec<Vec<Line<'_>>> = items(app)
            .get(range.clone())
            .unwrap_or_default()
            .iter()
            .map(|item| vec![row(*item, app, cells, look)])
            .collect();
        let at = self.selection.at.checked_sub(range.start);
        let focus = Focus::when(!self.reading && range.contains(&self.selection.at));
        let selection = Selection {
            at: at.unwrap_or(ABOVE),
        };
        selection.draw(canvas, area, look, (&rows, focus));
    }
}

/// The list of the learner's own tenants, read anew.
fn own_tenants() -> Reply {
    let list = Message::OwnTarget(OwnTargetAct::List);
    Reply::Ask(Box::new((Overlay::Targets(Box::default()), list)))
}

/// The sandboxes: one for each practice tenant, and one at the learner's own where the session has that.
fn sandboxes(app: &App) -> Overlay {
    let all = app.course.extras(Round::Sandbox);
    let rows = all.map(|round| (round.title.clone(), Message::Go(Go::Lesson(&round.id))));
    let own = (
        words("sandbox.own").to_owned(),
        Message::Go(Go::AtOwn(SANDBOX_AT_OWN)),
    );
    let rows = rows.chain(app.has_own().then_some(own));
    Overlay::menu(
        words("sandbox.title"),
        words("sandbox.which"),
        rows.collect(),
    )
}

struct Parts {
    first: Rect,
    lessons: Rect,
    tools: Rect,
    detail: Rect,
    /// The flow in one picture; empty where it has no room.
    flow: Rect,
}

/// The panes: on the left what to select, on the right, or below where it is narrow, what that is.
fn parts(area: Rect, size: Size, app: &App) -> Parts {
    let items = items(app);
    let lessons = lesson_items(&items);
    let rows = |count: usize| u16::try_from(count).unwrap_or(u16::MAX).saturating_add(2);
    let of_tools = rows(tools(app).len());
    let first = if lessons.start > 0 { 3 } else { 0 };
    if size.is_wide() {
        let cells = usize::from(inside(beside(area, 54)[1]).width);
        let tallest = items
            .iter()
            .map(|item| detail::lines(*item, app, cells, &Look::measuring()).len())
            .max();
        // Both columns end on the same row, whatever is selected.
        let height = rows(tallest.unwrap_or(0)).max(rows(lessons.len()) + of_tools);
        // A free row at the top looks better, but not at the price of the picture.
        let room = area.height.saturating_sub(first + height);
        let [_, area] = above(
            area,
            u16::from(!(flow::LEAST..=flow::HEIGHT).contains(&room)),
        );
        let [first, rest] = above(area, first);
        let height = height.min(rest.height);
        let [left, right] = beside(rest, 54);
        let [left, _] = above(left, height);
        let [detail, _] = above(right, height);
        let [lessons, tools] = below(left, of_tools);
        let [_, flow] = above(rest, height);
        return Parts {
            first,
            lessons,
            tools,
            detail,
            flow,
        };
    }
    let [first, rest] = above(area, first);
    let [lessons, rest] = above(rest, rows(lessons.len()));
    let [tools, detail] = above(rest, of_tools);
    Parts {
        first,
        lessons,
        tools,
        detail,
        flow: Rect::default(),
    }
}
