//! A flow: its cards with their ports in a row, from where each value comes and where it goes, and the selected one in full.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::flow_desk::FlowDesk;
use crate::app::message::{FlowPlay, Message, Play};
use crate::app::player::Player;
use crate::flow::{Place, Value};
use crate::lesson::desks::words;
use crate::oauth::names::ClientSecret;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Action, Context};
use crate::tui::layout::{Size, above, below, beside};
use crate::tui::screen::{Reply, Screen};
use crate::tui::theme::Look;
use crate::tui::widget::field::Field;
use crate::tui::widget::guide;
use crate::tui::widget::list::Selection;
use crate::tui::widget::panel::{Focus, panel};
use crate::tui::widget::panes::{Panes, Shown};
use crate::tui::widget::question::{Answer, Cursor};
use crate::tui::widget::sheet::{Sheet, measuring, room};

mod leaks;
mod rows;

use rows::Row;

/// The flow screen.
pub(crate) struct FlowScreen {
    rows: Selection,
    panes: Panes<Pane>,
    cursor: Cursor,
    /// The port that is typed into.
    typing: Option<Typed>,
    /// The card that ran last is selected when it changes.
    next: Option<usize>,
    /// The row at which the flow stopped.
    stopped: Option<usize>,
    body: Rect,
    size: Size,
}

/// A port that is typed into.
struct Typed {
    place: Place,
    field: Field,
    /// What stood in the field when it was opened: a secret, or a value from another card, is not repeated there.
    opened: String,
}

/// What has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Cards,
    Detail,
    Foot,
}

const PANES: [Pane; 3] = [Pane::Cards, Pane::Detail, Pane::Foot];

fn desk(app: &App) -> Option<&FlowDesk> {
    app.player.as_ref()?.flow()
}

/// The secret of the learner's app.
fn secret(app: &App) -> Option<&ClientSecret> {
    let player = app.player.as_ref()?;
    player.bench.app.as_ref()?.client_secret.as_ref()
}

fn play(play: FlowPlay) -> Reply {
    Reply::Send(vec![Message::Play(Play::Flow(play))])
}

impl FlowScreen {
    /// The screen as it opens.
    pub(crate) fn new() -> Self {
        Self {
            rows: Selection::default(),
            panes: Panes::new(&PANES, Pane::Cards),
            cursor: Cursor::default(),
            typing: None,
            next: None,
            stopped: None,
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    fn row(&self, app: &App) -> Option<Row> {
        rows::of(desk(app)?).into_iter().nth(self.rows.at)
    }

    fn areas(area: Rect, size: Size) -> [Rect; 3] {
        if !size.is_wide() {
            let [_, pane] = above(area, 1);
            return [pane; 3];
        }
        let [cards, right] = beside(area, 58);
        let [detail, foot] = below(right, right.height / 2);
        [cards, detail, foot]
    }

    fn foot(&self, app: &App, width: u16, look: &Look<'_>) -> (&'static str, Vec<Line<'static>>) {
        let mut lines = guide::steps(app, Context::Flow, width, look);
        if guide::asks(app) {
            let cursor = (self.panes.at() == Pane::Foot).then_some(self.cursor);
            lines.push(Line::default());
            lines.extend(guide::question(app, cursor, width, look));
        }
        ("What to do", lines)
    }

    fn detail(&self, app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
        match (desk(app), self.row(app)) {
            (Some(desk), Some(row)) => rows::detail((desk, secret(app)), &row, width, look),
            _ => Vec::new(),
        }
    }

    fn walk(&mut self, action: Action, app: &App) -> Reply {
        let look = measuring(self.size, app.revealed());
        let [_, detail, foot] = Self::areas(self.body, self.size);
        let moved = match self.panes.at() {
            Pane::Cards => {
                let rows = desk(app).map_or(0, |desk| rows::of(desk).len());
                self.rows.react(action, rows)
            }
            Pane::Detail => {
                let (width, height) = room(detail);
                let lines = self.detail(app, width, &look).len();
                self.panes.scroll.react(action, lines, usize::from(height))
            }
            Pane::Foot => {
                let (width, height) = room(foot);
                let lines = self.foot(app, width, &look).1.len();
                self.panes.scroll.react(action, lines, usize::from(height))
            }
        };
        if moved { Reply::Done } else { Reply::Ignored }
    }

    /// Enter on a port that takes a value types into it; once more leaves it.
    fn accept(&mut self, app: &App) -> Reply {
        if let Some(typed) = self.typing.take() {
            let text = typed.field.value();
            // A port that nobody typed into keeps what it has.
            if text == typed.opened {
                return Reply::Done;
            }
            return play(FlowPlay::Edit(typed.place, ClientSecret::new(text)));
        }
        match self.row(app) {
            Some(Row::In(place)) if self.panes.at() == Pane::Cards => {
                let value = desk(app).and_then(|desk| rows::put_in(desk, &place));
                let secret = value.as_ref().is_some_and(Value::is_secret);
                let mut field = if secret {
                    Field::secret()
                } else {
                    Field::line()
                };
                if let Some(text) = value.and_then(|value| value.open_text()) {
                    field.set(&text);
                }
                let opened = field.value();
                self.typing = Some(Typed {
                    place,
                    field,
                    opened,
                });
                Reply::Done
            }
            _ => self.panes.go(Pane::Detail),
        }
    }

    /// Keeps what was typed, and goes on typing into the next port.
    fn next_field(&mut self, app: &App) -> Reply {
        let kept = self.accept(app);
        let rows = desk(app).map_or_else(Vec::new, rows::of);
        let mut ports = rows.iter().enumerate().skip(self.rows.at + 1);
        let next = ports.find(|(_, row)| matches!(row, Row::In(_)));
        if let Some((at, _)) = next {
            self.rows.at = at;
            // The text of the next port is there already; what is kept here is another one.
            let _ = self.accept(app);
        }
        kept
    }

    /// The next value from before is dropped into the port.
    fn connect(&self, app: &App) -> Reply {
        let (Some(desk), Some(Row::In(place))) = (desk(app), self.row(app)) else {
            return Reply::Done;
        };
        match rows::next_offer(desk, &place) {
            Some(from) => play(FlowPlay::Connect(from, place)),
            None => Reply::Done,
        }
    }

    fn answer(&mut self, action: Action, app: &App) -> Option<Reply> {
        let there = self.panes.at() == Pane::Foot;
        let digit = matches!(action, Action::Pick(_));
        let sure = matches!(action, Action::LessSure | Action::MoreSure);
        if !guide::asks(app) || !(there || digit || sure) {
            return None;
        }
        match guide::answer(action, &mut self.cursor, app) {
            Answer::Told(message) => Some(Reply::Send(vec![message])),
            Answer::Moved => Some(self.panes.go(Pane::Foot)),
            Answer::Nothing => None,
        }
    }

    fn draw_cards(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let Some(desk) = desk(app) else { return };
        let flow = &desk.session.flow;
        let focus = self.panes.focus(Pane::Cards);
        let mut inner = panel(canvas, area, look, (&flow.title, ""), focus);
        if let Some(Typed { place, field, .. }) = &self.typing {
            let [rest, line] = below(inner, 2);
            inner = rest;
            let [title, text] = above(line, 1);
            let words = format!("{} =", place.spelled());
            canvas.put(Line::from(words), title);
            field.draw(canvas, text, look, Focus::Here);
        }
        let cells = usize::from(inner.width).saturating_sub(2);
        let all = rows::of(desk);
        let selected = all.get(self.rows.at);
        let lines: Vec<Vec<Line<'_>>> = all
            .iter()
            .map(|row| vec![rows::line((desk, secret(app)), row, selected, cells, look)])
            .collect();
        self.rows.draw(canvas, inner, look, (&lines, focus));
    }
}

impl Screen for FlowScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Flow
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        if self.typing.is_some() {
            return match action {
                Action::ClearField => {
                    if let Some(typed) = &mut self.typing {
                        typed.field.set("");
                    }
                    Reply::Done
                }
                Action::NextPane => self.next_field(app),
                Action::Accept | Action::Close | Action::Up | Action::Down | Action::PrevPane => {
                    self.accept(app)
                }
                _ => Reply::Ignored,
            };
        }
        if let Some(reply) = self.answer(action, app) {
            return reply;
        }
        match action {
            Action::NextPane => self.panes.turn(true, PANES.len()),
            Action::PrevPane => self.panes.turn(false, PANES.len()),
            Action::Accept => self.accept(app),
            Action::Connect => self.connect(app),
            _ => self.walk(action, app),
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.typing.as_mut().map(|typed| &mut typed.field)
    }

    /// What is, or looks like, a key or a secret is hidden while it is still being typed or pasted.
    fn edited(&mut self, app: &App) -> Vec<Message> {
        let player = app.player.as_ref();
        let secret = |text: &str| player.is_some_and(|player| player.bench.must_not_keep(text));
        if let Some(typed) = self
            .typing
            .as_mut()
            .filter(|typed| secret(&typed.field.value()))
        {
            let mut hidden = Field::secret();
            hidden.set(&typed.field.value());
            typed.field = hidden;
        }
        Vec::new()
    }

    fn sync(&mut self, app: &App) {
        let Some(desk) = desk(app) else { return };
        let stopped = rows::stopped_at(desk);
        if self.stopped != stopped {
            self.stopped = stopped;
            if let Some(row) = stopped {
                // The eye goes to what has to be mended.
                (self.rows.at, self.next) = (row, rows::current(desk));
                return;
            }
        }
        let at = rows::current(desk);
        if self.next != at {
            // An edit takes the flow back to its start, and leaves the eye where it is.
            if self.next.is_some()
                && let Some(card) = at.filter(|at| Some(*at) > self.next)
            {
                self.rows.at = rows::row_of(desk, card);
            }
            self.next = at;
        }
    }

    fn resized(&mut self, body: Rect, size: Size) {
        self.body = body;
        self.size = size;
    }

    fn idle(&self, app: &App) -> &'static [Action] {
        match self.row(app) {
            Some(Row::In(_)) if self.panes.at() == Pane::Cards => &[],
            Some(_) | None => &[Action::Accept, Action::Connect],
        }
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        let Some(player) = &app.player else {
            return &[];
        };
        let ended = desk(app).is_some_and(|desk| desk.session.end().is_some());
        let failed = desk(app).is_some_and(|desk| desk.session.failed().is_some());
        match (player.has_done(app.facts()), ended || failed) {
            (true, _) => &[Action::NextStep, Action::Rewind],
            (false, true) => &[
                Action::Connect,
                Action::Accept,
                Action::RunToEnd,
                Action::Hint,
            ],
            (false, false) => &[],
        }
    }

    fn status(&self, app: &App) -> String {
        let way = app.player.as_ref();
        if let Some(way) = way.and_then(|player| player.way_on_of_flow(app.facts())) {
            return keys::filled(&way, Context::Flow, true);
        }
        let failed = desk(app).is_some_and(|desk| desk.session.failed().is_some());
        if failed {
            // Why it stopped stands in the verdict; here is what cures it.
            let at_port = matches!(self.row(app), Some(Row::In(_)));
            return words(if at_port { "flow.cure" } else { "flow.at-card" }).to_owned();
        }
        let Some(desk) = desk(app) else {
            return String::new();
        };
        // Letters are commands here, so whoever begins to type is told how.
        if self.typing.is_none() && self.row(app).is_some_and(|row| rows::is_empty(desk, &row)) {
            return keys::filled(words("flow.empty"), Context::Flow, true);
        }
        let asked = way.and_then(Player::asked_in_words).unwrap_or_default();
        let words = format!("{} {asked}", rows::status(desk));
        keys::filled(words.trim_end(), Context::Flow, true)
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let names = ["Cards", "Detail", "What to do"];
        let areas = Self::areas(area, look.size);
        for Shown { pane, area, .. } in self.panes.shown(canvas, look, &names, (area, &areas)) {
            let (width, _) = room(area);
            let (title, lines) = match pane {
                Pane::Cards => {
                    self.draw_cards(canvas, area, look, app);
                    continue;
                }
                Pane::Detail => ("Selected", self.detail(app, width, look)),
                Pane::Foot => self.foot(app, width, look),
            };
            let sheet = Sheet {
                title,
                others: (&[], ""),
                aside: "",
                focus: self.panes.focus(pane),
                lines,
                scroll: self.panes.scroll_of(pane),
            };
            let inner = sheet.draw(canvas, area, look);
            if pane == Pane::Foot {
                guide::hit_options(canvas, inner, app);
            }
        }
    }
}
