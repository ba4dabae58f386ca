//! Send: the exchange as a sequence of steps with real times, the step that is selected in full, and what was predicted beside what happened.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::message::{Message, Play};
use crate::app::tenant::TenantFacts;
use crate::app::workbench::{Sending, Workbench};
use crate::lesson::change::Bearing;
use crate::lesson::desks::words;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::{Size, above, below, drawer};
use crate::tui::screen::{Reply, Screen};
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::guide;
use crate::tui::widget::panes::turned;
use crate::tui::widget::panes::{Panes, Shown};
use crate::tui::widget::question::Cursor;
use crate::tui::widget::sequence::{self, Exchange, Step};
use crate::tui::widget::sheet::{Sheet, around, measuring, room};

mod detail;
mod foot;
mod inside;
mod outcome;
pub(super) mod server;
mod status;

use foot::Foot;

pub(super) use detail::{by_hand, failure, now, refusal};

/// The send screen.
pub(crate) struct Send {
    /// The step that is selected; the newest while nobody chose one.
    step: Option<Step>,
    view: View,
    panes: Panes<Pane>,
    cursor: Cursor,
    foot: Foot,
    body: Rect,
    size: Size,
}

/// Whose view of the exchange shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    /// The app's: what was sent, what came back.
    App,
    /// The server's, from its own record.
    Server,
    /// The server's, of a request that another program sent.
    Visitor,
}

/// What has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Picture,
    Detail,
    Foot,
}

const PANES: [Pane; 3] = [Pane::Detail, Pane::Picture, Pane::Foot];

/// The exchange as the diagram draws it.
pub(super) fn exchange(bench: &Workbench) -> Exchange<'_> {
    let waiting = match &bench.sending {
        Sending::Waiting { request, .. } => Some(request.as_ref()),
        Sending::Idle | Sending::Failed(_) => None,
    };
    Exchange {
        // While a new request is under way the old answer would be taken for its own.
        run: bench.latest().filter(|_| bench.sending == Sending::Idle),
        waiting,
        call: bench
            .latest()
            .filter(|_| bench.sending == Sending::Idle)
            .map(|run| &run.call),
    }
}

impl Send {
    /// The screen as it opens.
    pub(crate) fn new(app: &App) -> Self {
        Self {
            step: None,
            view: View::App,
            panes: Panes::new(&PANES, Pane::Detail),
            cursor: guide::asked(app).map_or_else(Cursor::default, |(_, state)| Cursor::of(&state)),
            foot: Foot::Outcome,
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    /// The selected step: the one that was chosen, as long as it is there, else the reply.
    fn step(&self, exchange: &Exchange<'_>) -> Option<Step> {
        let steps = exchange.steps();
        self.step.filter(|step| steps.contains(step)).or_else(|| {
            let reply = steps
                .iter()
                .rev()
                .find(|step| matches!(step, Step::Reply | Step::ApiReply));
            reply.or(steps.last()).copied()
        })
    }

    /// The rectangles of detail, picture and foot: the last two are the tabs of the drawer. On small screens all are the one below
    /// the tabs.
    fn areas(area: Rect, size: Size) -> [Rect; 3] {
        if !size.is_wide() {
            let [_, pane] = above(area, 1);
            return [pane; 3];
        }
        let [detail, drawer] = below(area, drawer(area) + 1);
        [detail, drawer, drawer]
    }

    fn picture(&self, app: &App, width: u16, look: &Look<'_>) -> (Vec<Line<'static>>, usize) {
        let Some(player) = &app.player else {
            return (Vec::new(), 0);
        };
        let exchange = exchange(&player.bench);
        let step = self.step(&exchange);
        match self.view {
            View::App if exchange.steps().is_empty() => {
                let none = prose(
                    words("send.no-steps"),
                    usize::from(width),
                    look.style(Role::Dim),
                );
                (none, 0)
            }
            View::App => {
                let drawn = sequence::draw(&exchange, step, width, look);
                let at = drawn
                    .places
                    .iter()
                    .find(|(this, _)| Some(*this) == step)
                    .map_or(0, |(_, line)| *line);
                (drawn.lines, at)
            }
            View::Server if app.facts().is_some_and(TenantFacts::is_own) => {
                let own = prose(
                    words("own.record"),
                    usize::from(width),
                    look.style(Role::Dim),
                );
                (own, 0)
            }
            View::Server if exchange.waiting.is_some() => {
                let waits = prose(
                    words("send.record.waits"),
                    usize::from(width),
                    look.style(Role::Dim),
                );
                (waits, 0)
            }
            View::Server => server::lines(exchange.entry(), step, width, look),
            View::Visitor => {
                let visitor = app.visitor.as_ref().map(|visitor| &visitor.entry);
                server::lines(visitor, None, width, look)
            }
        }
    }

    fn picture_title(&self, app: &App, look: &Look<'_>) -> (&'static str, String) {
        match self.view {
            View::App => {
                let player = app.player.as_ref();
                // Of a request without an answer there is no run; the one before is another's.
                let shown = player.map(|player| exchange(&player.bench));
                let aside = match shown.map(|shown| (shown.run, shown.waiting)) {
                    Some((Some(run), _)) => {
                        let total = sequence::micros(run.answer.timing.total_us, look);
                        format!("run {}, {total} in all", run.number)
                    }
                    Some((None, Some(_))) => words("send.under-way").to_owned(),
                    Some((None, None)) | None => String::new(),
                };
                ("What happened", aside)
            }
            View::Server => ("The server's own record", "v your view".to_owned()),
            View::Visitor => ("A request from another program", "v your view".to_owned()),
        }
    }

    fn detail(&self, app: &App, width: u16, look: &Look<'_>) -> (String, Vec<Line<'static>>) {
        let Some(player) = &app.player else {
            return (String::new(), Vec::new());
        };
        let exchange = exchange(&player.bench);
        if let (View::Visitor, Some(visitor)) = (self.view, &app.visitor) {
            let lines = server::about_visitor(visitor, app.now, width, look);
            return ("Who asked".to_owned(), lines);
        }
        let step = self.step(&exchange);
        let steps = exchange.steps();
        if steps.is_empty() {
            return (
                "The answer".to_owned(),
                detail::nothing_sent(app, width, look),
            );
        }
        let number = steps.iter().position(|this| Some(*this) == step);
        let (title, lines) = detail::of(app, &exchange, step, width, look);
        match number {
            Some(number) => (format!("Step {}: {title}", number + 1), lines),
            None => (title, lines),
        }
    }

    fn foot(&self, app: &App, width: u16, look: &Look<'_>) -> (&'static str, Vec<Line<'static>>) {
        let cursor = (self.panes.at() == Pane::Foot).then_some(self.cursor);
        self.foot.now(app).lines(app, cursor, (width, look))
    }

    fn draw_pane(
        &self,
        canvas: &mut Canvas<'_, '_>,
        Shown { pane, area, others }: Shown<'_, Pane>,
        look: &Look<'_>,
        app: &App,
    ) {
        let (width, rows) = room(area);
        let scroll = self.panes.scroll_of(pane);
        let (title, aside, lines, scroll) = match pane {
            Pane::Picture => {
                let (title, aside) = self.picture_title(app, look);
                let (lines, at) = self.picture(app, width, look);
                let scroll = around(at, lines.len(), rows);
                (title.to_owned(), aside, lines, scroll)
            }
            Pane::Detail => {
                let (title, lines) = self.detail(app, width, look);
                (title, String::new(), lines, scroll)
            }
            Pane::Foot => {
                let (title, lines) = self.foot(app, width, look);
                let aside = self.foot.now(app).turn(app);
                (title.to_owned(), aside, lines, scroll)
            }
        };
        let inner = Sheet {
            title: &title,
            others: turned(&others),
            aside: &aside,
            focus: self.panes.focus(pane),
            lines,
            scroll,
        }
        .draw(canvas, area, look);
        if pane == Pane::Foot && self.foot.now(app) == Foot::Outcome {
            guide::hit_options(canvas, inner, app);
        }
    }

    /// Up and down: steps of the exchange, else lines of the pane.
    fn walk(&mut self, action: Action, app: &App) -> Reply {
        let look = measuring(self.size, app.revealed());
        let [detail, _, foot] = Self::areas(self.body, self.size);
        let moved = match self.panes.at() {
            Pane::Picture => self.walk_steps(action, app),
            Pane::Detail => {
                let (width, rows) = room(detail);
                let lines = self.detail(app, width, &look).1.len();
                self.panes.scroll.react(action, lines, usize::from(rows))
            }
            Pane::Foot => {
                let (width, rows) = room(foot);
                let lines = self.foot(app, width, &look).1.len();
                self.panes.scroll.react(action, lines, usize::from(rows))
            }
        };
        if moved { Reply::Done } else { Reply::Ignored }
    }

    fn walk_steps(&mut self, action: Action, app: &App) -> bool {
        let Some(player) = &app.player else {
            return false;
        };
        let exchange = exchange(&player.bench);
        let steps = exchange.steps();
        let now = self.step(&exchange);
        let mut rows = crate::tui::widget::list::Selection {
            at: steps
                .iter()
                .position(|step| Some(*step) == now)
                .unwrap_or(0),
        };
        let moved = rows.react(action, steps.len());
        if moved {
            self.step = steps.get(rows.at).copied();
        }
        moved
    }

    /// A key for the question.
    fn answer(&mut self, action: Action, app: &App) -> Option<Reply> {
        let is_there = self.panes.at() == Pane::Foot && self.foot.now(app) == Foot::Outcome;
        guide::answered(action, &mut self.cursor, app, is_there, || {
            self.foot = Foot::Outcome;
            self.panes.go(Pane::Foot)
        })
    }

    fn next_view(&mut self, app: &App) -> Reply {
        self.panes.go(Pane::Picture);
        self.view = match self.view {
            View::App => {
                // From the top: what arrived comes first.
                self.step = Some(Step::Request);
                View::Server
            }
            View::Server if app.visitor.is_some() => View::Visitor,
            View::Server | View::Visitor => View::App,
        };
        Reply::Done
    }

    fn next_foot(&mut self) -> Reply {
        self.foot = match self.foot {
            Foot::Outcome => Foot::Steps,
            Foot::Steps => Foot::Outcome,
        };
        let wide = self.size.is_wide();
        self.panes
            .go(if wide { self.panes.at() } else { Pane::Foot })
    }
}

impl Screen for Send {
    fn context(&self, _app: &App) -> Context {
        Context::Send
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        let play = |play| Reply::Send(vec![Message::Play(play)]);
        if let Some(reply) = self.answer(action, app) {
            return reply;
        }
        match action {
            Action::NextPane => self.panes.turn(true, PANES.len()),
            Action::PrevPane => self.panes.turn(false, PANES.len()),
            Action::View => self.next_view(app),
            Action::Whole => self.next_foot(),
            Action::Accept if self.panes.at() == Pane::Picture => self.panes.go(Pane::Detail),
            Action::Send => {
                self.step = None;
                play(Play::Send)
            }
            Action::CallApi | Action::CallBare => {
                self.step = None;
                self.view = View::App;
                let bearing = if action == Action::CallApi {
                    Bearing::Token
                } else {
                    Bearing::Nothing
                };
                play(Play::Call { api: None, bearing })
            }
            _ => self.walk(action, app),
        }
    }

    fn resized(&mut self, body: Rect, size: Size) {
        self.body = body;
        self.size = size;
    }

    fn status(&self, app: &App) -> String {
        status::status(app)
    }

    fn idle(&self, app: &App) -> &'static [Action] {
        status::idle(app)
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        status::urges(app)
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let names = ["Detail", "What happened", Foot::tab(app)];
        let areas = Self::areas(area, look.size);
        for shown in self.panes.shown(canvas, look, &names, (area, &areas)) {
            self.draw_pane(canvas, shown, look, app);
        }
    }
}
