//! Call the APIs: each API of the tenant, what it said to the token in hand and to a call without, and why.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::message::{Message, Play};
use crate::app::tenant::ApiFacts;
use crate::app::token::ApiAnswer;
use crate::lesson::change::Bearing;
use crate::oauth::text::visible_line;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Action, Context};
use crate::tui::layout::{Size, above, below, beside, drawer};
use crate::tui::screen::read::call;
use crate::tui::screen::{Reply, Screen};
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::guide;
use crate::tui::widget::list::Selection;
use crate::tui::widget::panes::{Panes, Shown};
use crate::tui::widget::question::Cursor;
use crate::tui::widget::reply;
use crate::tui::widget::sheet::{Sheet, around, measuring, room};

/// The call screen.
pub(crate) struct Call {
    rows: Selection,
    panes: Panes<Pane>,
    cursor: Cursor,
    /// What the last call from here carried.
    bearing: Bearing,
    body: Rect,
    size: Size,
}

/// What has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Apis,
    Answer,
    Steps,
    Question,
}

/// The question is the last: not every step asks one.
const PANES: [Pane; 4] = [Pane::Apis, Pane::Answer, Pane::Steps, Pane::Question];

/// How many panes there are.
fn count(app: &App) -> usize {
    PANES.len() - usize::from(!guide::asks(app))
}

fn apis(app: &App) -> &[ApiFacts] {
    app.facts().map_or(&[], |facts| facts.apis.as_slice())
}

impl Call {
    /// The screen as it opens: at the API that the token is for.
    pub(crate) fn new(app: &App) -> Self {
        let token = app.player.as_ref().and_then(|player| player.bench.token());
        let own = app
            .facts()
            .and_then(|facts| facts.api_for(token.map(|token| &token.jwt)));
        let at = own.and_then(|own| apis(app).iter().position(|api| api.key == own.key));
        let mut panes = Panes::new(&PANES, Pane::Apis);
        if guide::asks(app) {
            // It is what the drawer shows first.
            panes.go(Pane::Question);
            panes.go(Pane::Apis);
        }
        Self {
            rows: Selection {
                at: at.unwrap_or(0),
            },
            panes,
            cursor: guide::asked(app).map_or_else(Cursor::default, |(_, state)| Cursor::of(&state)),
            bearing: Bearing::Token,
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    fn api<'a>(&self, app: &'a App) -> Option<&'a ApiFacts> {
        apis(app).get(self.rows.at)
    }

    /// The rectangles of APIs and answer, and of list and question, which share one.
    fn areas(area: Rect, size: Size) -> [Rect; 4] {
        if !size.is_wide() {
            let [_, pane] = above(area, 1);
            return [pane; 4];
        }
        let [top, foot] = below(area, drawer(area));
        let [apis, answer] = beside(top, 45);
        [apis, answer, foot, foot]
    }

    /// The APIs, each with the address that is called and what it said last.
    fn list(&self, app: &App, width: u16, look: &Look<'_>) -> (Vec<Line<'static>>, usize) {
        let cells = usize::from(width);
        let mut lines = aimed(app, cells, look);
        let mut at = 0;
        for (index, api) in apis(app).iter().enumerate() {
            let chosen = index == self.rows.at;
            if chosen {
                at = lines.len();
            }
            let cursor = if chosen { look.marks.cursor } else { " " };
            let role = if chosen { Role::Strong } else { Role::Text };
            lines.push(Line::from(vec![
                Span::styled(format!("{cursor} "), look.style(Role::Accent)),
                Span::styled(format!("{}  ", api.name), look.style(role)),
                Span::styled(
                    format!("GET {}", visible_line(api.url.path())),
                    look.style(Role::Method),
                ),
            ]));
            let own = format!("  {}", api.told());
            let own = text::outside(&own, cells, look);
            lines.push(Line::styled(own, look.style(Role::Dim)));
            for (bearing, words) in [
                (Bearing::Token, "with your token"),
                (Bearing::Nothing, "without a token"),
            ] {
                lines.push(said(app, api, (bearing, words), look));
            }
            lines.push(Line::default());
        }
        (lines, at)
    }

    fn answer_lines(&self, app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
        let cells = usize::from(width);
        let Some(made) = app.player.as_ref().and_then(|player| player.bench.calls()) else {
            return call::no_token(app, width, look);
        };
        if made.waiting.is_some() || made.failed.is_some() {
            return call::answered(made, width, look);
        }
        let answer = self
            .api(app)
            .and_then(|api| made.of(&api.key, self.bearing));
        if let Some(answer) = answer {
            return call::here(app, (answer, Context::Call), width, look);
        }
        let words = keys::filled(
            "Not called yet. {key:call} calls it with your token, {key:call-bare} without one.",
            Context::Call,
            look.unicode,
        );
        prose(&words, cells, look.style(Role::Text))
    }

    /// The lines of list or question.
    fn foot(&self, pane: Pane, app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
        if pane == Pane::Question {
            let cursor = (self.panes.at() == pane).then_some(self.cursor);
            return guide::question(app, cursor, width, look);
        }
        guide::steps(app, Context::Call, width, look)
    }

    fn walk(&mut self, action: Action, app: &App) -> Reply {
        let look = measuring(self.size, app.revealed());
        let [_, answer, foot, _] = Self::areas(self.body, self.size);
        let moved = match self.panes.at() {
            Pane::Apis => self.rows.react(action, apis(app).len()),
            Pane::Answer => {
                let (width, rows) = room(answer);
                let lines = self.answer_lines(app, width, &look).len();
                self.panes.scroll.react(action, lines, usize::from(rows))
            }
            pane @ (Pane::Steps | Pane::Question) => {
                let (width, rows) = room(foot);
                let lines = self.foot(pane, app, width, &look).len();
                self.panes.scroll.react(action, lines, usize::from(rows))
            }
        };
        if moved { Reply::Done } else { Reply::Ignored }
    }

    fn call(&mut self, bearing: Bearing, app: &App) -> Reply {
        self.bearing = bearing;
        let api = self.api(app).map(|api| api.key.clone());
        Reply::Send(vec![Message::Play(Play::Call { api, bearing })])
    }

    /// A key for the question.
    fn answer(&mut self, action: Action, app: &App) -> Option<Reply> {
        let is_there = self.panes.at() == Pane::Question;
        guide::answered(action, &mut self.cursor, app, is_there, || {
            self.panes.go(Pane::Question)
        })
    }
}

/// Which API the token in hand names.
fn aimed(app: &App, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let token = app.player.as_ref().and_then(|player| player.bench.token());
    let words = match token {
        None => "There is no token in hand yet.".to_owned(),
        Some(token) => match token.jwt.claim_text("aud") {
            Some(aud) => format!("Your token says aud {}", visible_line(aud)),
            None => "Your token names no API that could be read here.".to_owned(),
        },
    };
    let mut lines = prose(&words, cells, look.style(Role::Value));
    lines.push(Line::default());
    lines
}

fn said(
    app: &App,
    api: &ApiFacts,
    (bearing, words): (Bearing, &'static str),
    look: &Look<'_>,
) -> Line<'static> {
    let calls = app.player.as_ref().and_then(|player| player.bench.calls());
    let answer: Option<&ApiAnswer> = calls.and_then(|calls| calls.of(&api.key, bearing));
    let (role, state) = match answer {
        None => (Role::Dim, "not called".to_owned()),
        Some(answer) => {
            let status = answer.answer.reply.status;
            let (role, mark) = reply::verdict(status, look);
            (role, format!("{mark} {status}"))
        }
    };
    Line::from(vec![
        Span::styled(format!("  {words:<17}"), look.style(Role::Dim)),
        Span::styled(state, look.style(role)),
    ])
}

impl Screen for Call {
    fn context(&self, _app: &App) -> Context {
        Context::Call
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        if let Some(reply) = self.answer(action, app) {
            return reply;
        }
        match action {
            Action::NextPane => self.panes.turn(true, count(app)),
            Action::PrevPane => self.panes.turn(false, count(app)),
            Action::Accept if self.panes.at() == Pane::Apis => self.call(Bearing::Token, app),
            Action::CallApi => self.call(Bearing::Token, app),
            Action::CallBare => self.call(Bearing::Nothing, app),
            Action::View => {
                self.bearing = match self.bearing {
                    Bearing::Token => Bearing::Nothing,
                    Bearing::Nothing => Bearing::Token,
                };
                Reply::Done
            }
            _ => self.walk(action, app),
        }
    }

    fn resized(&mut self, body: Rect, size: Size) {
        self.body = body;
        self.size = size;
    }

    fn status(&self, app: &App) -> String {
        match app.player.as_ref().and_then(|player| player.bench.token()) {
            None => call::no_token_yet(app),
            Some(_) => call::refused(app).unwrap_or_else(|| {
                "The API checks the token itself. The secret of your app is not in the call."
                    .to_owned()
            }),
        }
    }

    fn idle(&self, app: &App) -> &'static [Action] {
        match app.player.as_ref().and_then(|player| player.bench.token()) {
            Some(_) => &[],
            None => &[Action::CallApi],
        }
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        let open = app
            .player
            .as_ref()
            .and_then(crate::app::player::Player::open_goal);
        if app
            .player
            .as_ref()
            .is_some_and(|player| player.bench.token().is_none())
        {
            &[Action::Jump, Action::PrevStep]
        } else if open.is_none() {
            &[Action::NextStep]
        } else {
            &[Action::CallApi, Action::CallBare]
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let names = &["APIs", "Answer", "To do", "Question"][..count(app)];
        let areas = &Self::areas(area, look.size)[..count(app)];
        let answers = guide::answer_keys(app);
        for shown in self.panes.shown(canvas, look, names, (area, areas)) {
            let Shown { pane, area, others } = shown;
            let (width, rows) = room(area);
            let (title, lines, scroll) = match pane {
                Pane::Apis => {
                    let (lines, at) = self.list(app, width, look);
                    let scroll = around(at, lines.len(), rows);
                    ("The APIs of the tenant", lines, scroll)
                }
                Pane::Answer => {
                    let lines = self.answer_lines(app, width, look);
                    ("What it said", lines, self.panes.scroll_of(pane))
                }
                Pane::Steps => {
                    let lines = self.foot(pane, app, width, look);
                    ("What to do", lines, self.panes.scroll_of(pane))
                }
                Pane::Question => {
                    let lines = self.foot(pane, app, width, look);
                    ("Question", lines, self.panes.scroll_of(pane))
                }
            };
            // The list may be longer than its place: Tab leads there, whether it is alone in the drawer or not.
            let drawn = !others.is_empty() || pane == Pane::Steps;
            let key = if drawn && look.size.is_wide() {
                "Tab"
            } else {
                ""
            };
            let inner = Sheet {
                title,
                others: (&others, key),
                aside: if pane == Pane::Question { &answers } else { "" },
                focus: self.panes.focus(pane),
                lines,
                scroll,
            }
            .draw(canvas, area, look);
            if pane == Pane::Question {
                guide::hit_options(canvas, inner, app);
            }
        }
    }
}
