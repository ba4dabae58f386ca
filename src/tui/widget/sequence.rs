//! The sequence diagram: your app, the authorization server, the API; one row a step, with the time each really took.

use ratatui::text::Line;

use crate::app::run::Run;
use crate::app::token::Call;
use crate::oauth::journal::{Check, Door, Entry, Outcome};
use crate::oauth::text::visible_line;
use crate::oauth::wire::WireRequest;
use crate::tui::text;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::reply;

pub(crate) mod flow;
mod pen;

use pen::{Columns, Ink, Pen, TIME, Way, ink};

/// A step that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// The token request leaves the app.
    Request,
    /// A check of the authorization server, by index.
    Check(usize),
    /// The reply is back.
    Reply,
    /// The call of the API leaves the app.
    Call,
    /// A check of the API, by index.
    ApiCheck(usize),
    /// The API's answer is back.
    ApiReply,
}

/// What the diagram shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exchange<'a> {
    /// The exchange with the token endpoint, once answered.
    pub(crate) run: Option<&'a Run>,
    /// What was sent, while its answer is awaited.
    pub(crate) waiting: Option<&'a WireRequest>,
    /// Calls of the API with this exchange's token.
    pub(crate) call: Option<&'a Call>,
}

impl<'a> Exchange<'a> {
    /// The server's own record of the token request.
    pub(crate) fn entry(&self) -> Option<&'a Entry> {
        self.run.and_then(Run::server_view)
    }

    /// The API's own record of the newest call.
    pub(crate) fn api_entry(&self) -> Option<&'a Entry> {
        let answer = self.call?.last()?;
        answer
            .journal
            .iter()
            .rev()
            .find(|entry| entry.door == Door::Api)
    }

    /// The steps that have happened, in order.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        if self.run.is_some() || self.waiting.is_some() {
            steps.push(Step::Request);
        }
        if self.run.is_some() {
            let checks = self.entry().map_or(0, |entry| entry.checks.len());
            steps.extend((0..checks).map(Step::Check));
            steps.push(Step::Reply);
        }
        let Some(call) = self.call else {
            return steps;
        };
        if call.waiting.is_some() || call.last().is_some() || call.failed.is_some() {
            steps.push(Step::Call);
        }
        if call.last().is_some() {
            let checks = self.api_entry().map_or(0, |entry| entry.checks.len());
            steps.extend((0..checks).map(Step::ApiCheck));
            steps.push(Step::ApiReply);
        }
        steps
    }
}

/// Microseconds as a person reads them: `850 µs`, `1.24 ms`, `96 ms`, `1.2 s`.
pub(crate) fn micros(us: u64, look: &Look<'_>) -> String {
    let tenths = |whole: u64, part: u64, unit: &str| format!("{whole}.{part} {unit}");
    match us {
        0..1_000 if look.unicode => format!("{us} µs"),
        0..1_000 => format!("{us} us"),
        1_000..10_000 => format!("{}.{:02} ms", us / 1_000, us % 1_000 / 10),
        10_000..1_000_000 => tenths(us / 1_000, us % 1_000 / 100, "ms"),
        _ => tenths(us / 1_000_000, us % 1_000_000 / 100_000, "s"),
    }
}

/// The mark and role of a check's outcome.
pub(crate) fn outcome(outcome: Outcome, look: &Look<'_>) -> (Role, &'static str) {
    match outcome {
        Outcome::Passed => (Role::Pass, look.marks.pass),
        Outcome::Failed => (Role::Fail, look.marks.fail),
        Outcome::Noted => (Role::Note, look.marks.note),
    }
}

/// The diagram, and the line on which each step stands.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    /// The lines.
    pub(crate) lines: Vec<Line<'static>>,
    /// For each step its line.
    pub(crate) places: Vec<(Step, usize)>,
}

/// Draws the exchange `width` cells wide, with `selected` marked.
pub(crate) fn draw(
    exchange: &Exchange<'_>,
    selected: Option<Step>,
    width: u16,
    look: &Look<'_>,
) -> Drawn {
    let pen = Pen {
        columns: Columns::of(usize::from(width)),
        look,
    };
    let mut drawing = Drawing {
        pen,
        selected,
        drawn: Drawn::default(),
        number: 0,
    };
    drawing.head();
    drawing.token_request(exchange);
    drawing.api_call(exchange);
    drawing.drawn
}

struct Drawing<'a, 'l> {
    pen: Pen<'a, 'l>,
    selected: Option<Step>,
    drawn: Drawn,
    number: usize,
}

impl Drawing<'_, '_> {
    fn head(&mut self) {
        let line = self.pen.names(["APP", "AUTH SERVER", "API"]);
        self.drawn.lines.push(line);
        self.plain_row();
    }

    /// The lifelines alone.
    fn plain_row(&mut self) {
        let line = self.pen.row(self.pen.lifelines());
        self.drawn.lines.push(line);
    }

    fn token_request(&mut self, exchange: &Exchange<'_>) {
        let Columns { app, server, .. } = self.pen.columns;
        let sent = exchange.run.map(|run| &run.request).or(exchange.waiting);
        let Some(sent) = sent else { return };
        let label = words(sent);
        let arrow = self
            .pen
            .arrow(app, server, &label, Way::Right(Role::Accent));
        self.step(Step::Request, arrow, Some("0".to_owned()));
        let Some(run) = exchange.run else {
            let ink = self.note(server, "waiting for the answer", Role::Dim);
            let line = self.pen.row(ink);
            self.drawn.lines.push(line);
            return;
        };
        if let Some(entry) = exchange.entry() {
            for (index, check) in entry.checks.iter().enumerate() {
                let ink = self.check(server, self.pen.columns.right, check);
                self.step(Step::Check(index), ink, Some(self.time(check.at_us)));
            }
        }
        let status = run.answer.reply.status;
        let (role, _) = reply::verdict(status, self.pen.look);
        let label = format!("{status} {}", visible_line(&run.answer.reply.reason));
        let arrow = self
            .pen
            .arrow(app, server, label.trim_end(), Way::Left(role));
        let total = self.time(run.answer.timing.total_us);
        self.step(Step::Reply, arrow, Some(total));
    }

    fn api_call(&mut self, exchange: &Exchange<'_>) {
        let Columns { app, api, .. } = self.pen.columns;
        let Some(call) = exchange.call else { return };
        if call.waiting.is_none() && call.last().is_none() && call.failed.is_none() {
            return;
        }
        self.plain_row();
        let sent = call.request_under_way();
        let sent = sent.or(call.last().map(|answer| &answer.request));
        let label = sent.map_or_else(|| "GET".to_owned(), words);
        let arrow = self.pen.arrow(app, api, &label, Way::Right(Role::Accent));
        self.step(Step::Call, arrow, Some("0".to_owned()));
        if let Some(error) = &call.failed {
            let ink = self.note(app, &error.to_string(), Role::Fail);
            let line = self.pen.row(ink);
            self.drawn.lines.push(line);
        }
        let Some(answer) = call.last() else { return };
        if let Some(entry) = exchange.api_entry() {
            for (index, check) in entry.checks.iter().enumerate() {
                let ink = self.api_check(check);
                self.step(Step::ApiCheck(index), ink, Some(self.time(check.at_us)));
            }
        }
        let status = answer.answer.reply.status;
        let (role, _) = reply::verdict(status, self.pen.look);
        let label = format!("{status} {}", visible_line(&answer.answer.reply.reason));
        let arrow = self.pen.arrow(app, api, label.trim_end(), Way::Left(role));
        let total = self.time(answer.answer.timing.total_us);
        self.step(Step::ApiReply, arrow, Some(total));
    }

    fn time(&self, us: u64) -> String {
        micros(us, self.pen.look)
    }

    /// A check beside the lifeline of whoever made it.
    fn check(&self, beside: usize, until: usize, check: &Check) -> Vec<Ink> {
        let (role, mark) = outcome(check.outcome, self.pen.look);
        let room = until.saturating_sub(beside + 4 + text::width(mark));
        let mut inks = self.pen.lifelines();
        let words = text::middle(check.id, room, self.pen.look);
        let at = beside + 3 + text::width(mark);
        // The API's lifeline goes on beside the words, where they leave it room.
        inks.retain(|ink| ink.at <= beside || ink.at > at + text::width(&words));
        inks.push(ink(beside + 2, mark.to_owned(), role));
        inks.push(ink(at, words, Role::Text));
        inks
    }

    /// A check of the API, on the left of its lifeline, where there is room.
    fn api_check(&self, check: &Check) -> Vec<Ink> {
        let (role, mark) = outcome(check.outcome, self.pen.look);
        let Columns { server, api, .. } = self.pen.columns;
        let room = api.saturating_sub(server + 5 + text::width(mark));
        let words = text::middle(check.id, room, self.pen.look);
        let at = api.saturating_sub(2 + text::width(&words));
        let mut inks = self.pen.lifelines();
        inks.push(ink(
            at.saturating_sub(1 + text::width(mark)),
            mark.to_owned(),
            role,
        ));
        inks.push(ink(at, words, Role::Text));
        inks
    }

    fn note(&self, beside: usize, words: &str, role: Role) -> Vec<Ink> {
        let room = self.pen.columns.right.saturating_sub(beside + 2);
        let mut inks = self.pen.lifelines();
        inks.retain(|ink| ink.at <= beside);
        inks.push(ink(
            beside + 2,
            text::outside(words, room, self.pen.look),
            role,
        ));
        inks
    }

    /// A row that can be selected: mark, number, picture, time.
    fn step(&mut self, step: Step, inks: Vec<Ink>, time: Option<String>) {
        self.number += 1;
        let chosen = self.selected == Some(step);
        let mut inks = inks;
        let number = format!("{:>2}", self.number);
        inks.push(ink(
            2,
            number,
            if chosen { Role::Accent } else { Role::Dim },
        ));
        if chosen {
            inks.push(ink(0, self.pen.look.marks.cursor.to_owned(), Role::Accent));
        }
        if let Some(time) = time {
            let at = (self.pen.columns.right + TIME).saturating_sub(text::width(&time));
            inks.push(ink(at, time, if chosen { Role::Accent } else { Role::Dim }));
        }
        self.drawn.places.push((step, self.drawn.lines.len()));
        let line = self.pen.row(inks);
        self.drawn.lines.push(line);
    }
}

/// Method and path.
fn words(request: &WireRequest) -> String {
    format!("{} {}", request.method, visible_line(request.url.path()))
}
