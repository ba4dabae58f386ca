//! Read the token: three parts, its claims in plain words, the ladder of checks that an API climbs, and the call of the API itself.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::message::{Message, Play};
use crate::app::token::Verifying;
use crate::lesson::change::Bearing;
use crate::oauth::jwt::PartName;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::{Size, above, below, drawer};
use crate::tui::screen::{Reply, Screen};
use crate::tui::theme::Look;
use crate::tui::widget::guide;
use crate::tui::widget::jwt::{self, Extent, Piece};
use crate::tui::widget::list::Selection;
use crate::tui::widget::panel::Focus;
use crate::tui::widget::panes::turned;
use crate::tui::widget::panes::{Panes, Shown};
use crate::tui::widget::part::{self, Style};
use crate::tui::widget::question::Cursor;
use crate::tui::widget::sheet::{Sheet, around, measuring, room};

pub(super) mod call;
mod trust;

use trust::token;

/// The read screen.
pub(crate) struct Read {
    /// The part that was chosen; the payload while nobody chose one.
    piece: Option<usize>,
    claim: Selection,
    style: Style,
    panes: Panes<Pane>,
    cursor: Cursor,
    steps: bool,
    body: Rect,
    size: Size,
}

/// What has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Token,
    Part,
    Trust,
    Call,
    Steps,
    Question,
}

/// The question is the last: not every step asks one.
const PANES: [Pane; 6] = [
    Pane::Token,
    Pane::Part,
    Pane::Trust,
    Pane::Call,
    Pane::Steps,
    Pane::Question,
];

/// How many panes there are.
fn count(app: &App) -> usize {
    PANES.len() - usize::from(!guide::asks(app))
}

impl Read {
    /// The screen as it opens: at the payload, where the facts are.
    pub(crate) fn new(app: &App) -> Self {
        let mut panes = Panes::new(&PANES, Pane::Part);
        if guide::asks(app) {
            // It is what the drawer shows first.
            panes.go(Pane::Question);
            panes.go(Pane::Part);
        }
        Self {
            piece: None,
            claim: Selection::default(),
            style: Style::Table,
            panes,
            cursor: guide::asked(app).map_or_else(Cursor::default, |(_, state)| Cursor::of(&state)),
            steps: false,
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    /// The rectangles of the panes: the token and its open part above, the rest as tabs of the drawer.
    fn areas(&self, app: &App, area: Rect, size: Size) -> [Rect; 6] {
        if !size.is_wide() {
            let [_, pane] = above(area, 1);
            return [pane; 6];
        }
        let [top, drawer] = below(area, drawer(area) + 1);
        let look = measuring(size, app.revealed());
        let token = self.lines(Pane::Token, app, room(area).0, &look).0.len();
        let rows = u16::try_from(token + 2).unwrap_or(u16::MAX);
        let [token, part] = above(top, rows.min(top.height / 2));
        [token, part, drawer, drawer, drawer, drawer]
    }

    /// The open part.
    fn piece(&self, pieces: &[Piece]) -> usize {
        let chosen = self.piece.filter(|at| *at < pieces.len());
        chosen.unwrap_or_else(|| jwt::first(pieces))
    }

    fn pieces(app: &App) -> Vec<Piece> {
        token(app).map_or_else(Vec::new, |token| jwt::pieces(&token.jwt))
    }

    fn note(part: Option<PartName>) -> &'static str {
        match part {
            Some(PartName::Header) => "header",
            Some(PartName::Payload) => "payload",
            Some(PartName::Signature | PartName::Sealed(_)) => "signature",
            None => "opaque",
        }
    }

    /// The open part: its members or its text, then what the lesson says of it.
    fn part(&self, app: &App, width: u16, look: &Look<'_>) -> part::Drawn {
        let Some(token) = token(app) else {
            return part::Drawn::default();
        };
        let pieces = Self::pieces(app);
        let Some(piece) = pieces.get(self.piece(&pieces)) else {
            return part::Drawn::default();
        };
        let at = app.now.seconds();
        let view = part::View {
            style: self.style,
            selected: self.claim.at,
            at,
        };
        let mut drawn = part::draw(&token.jwt, piece, view, width, look);
        let note = guide::note(app, Self::note(piece.part), width, look);
        if !note.is_empty() {
            drawn.lines.push(Line::default());
            drawn.lines.extend(note);
        }
        drawn
    }

    fn lines(
        &self,
        pane: Pane,
        app: &App,
        width: u16,
        look: &Look<'_>,
    ) -> (Vec<Line<'static>>, usize) {
        match pane {
            Pane::Token => {
                let extent = if look.size.is_wide() && !look.revealed {
                    Extent::Lines(2)
                } else {
                    Extent::Whole
                };
                let pieces = Self::pieces(app);
                let open = self.piece(&pieces);
                (jwt::lines(&pieces, (open, None), extent, width, look), 0)
            }
            Pane::Part => {
                let drawn = self.part(app, width, look);
                let at = drawn.places.get(self.claim.at).copied().unwrap_or(0);
                (drawn.lines, at)
            }
            Pane::Trust => (trust::lines(app, width, look), 0),
            Pane::Call => (call::lines(app, width, look), 0),
            Pane::Steps => (guide::steps(app, Context::Read, width, look), 0),
            Pane::Question => {
                let cursor = (self.panes.at() == pane).then_some(self.cursor);
                (guide::question(app, cursor, width, look), 0)
            }
        }
    }

    fn titles(&self, pane: Pane, app: &App) -> (String, String) {
        let pieces = Self::pieces(app);
        match pane {
            Pane::Token => {
                let length = token(app).map_or(0, |token| token.jwt.text().chars().count());
                let many = if pieces.len() > 1 { "s" } else { "" };
                let aside = format!("{length} characters, {} part{many}", pieces.len().max(1));
                ("access_token".to_owned(), aside)
            }
            Pane::Part => {
                let open = self.piece(&pieces);
                let name = pieces
                    .get(open)
                    .map_or_else(String::new, |piece| format!("{} {}", open + 1, piece.label));
                (name, self.style.names())
            }
            Pane::Trust => (
                "Is it to be trusted?".to_owned(),
                trust::state(app).to_owned(),
            ),
            Pane::Call => ("The API".to_owned(), call::state(app)),
            Pane::Steps => ("What to do".to_owned(), String::new()),
            Pane::Question if self.panes.at() == pane => {
                ("Question".to_owned(), guide::answer_keys(app))
            }
            // Elsewhere the digits open parts of the token.
            Pane::Question => ("Question".to_owned(), String::new()),
        }
    }

    fn draw_pane(
        &self,
        canvas: &mut Canvas<'_, '_>,
        Shown { pane, area, others }: Shown<'_, Pane>,
        look: &Look<'_>,
        app: &App,
    ) {
        let (width, rows) = room(area);
        let (lines, at) = self.lines(pane, app, width, look);
        let (title, aside) = self.titles(pane, app);
        let scroll = match pane {
            Pane::Part if self.style == Style::Table && !self.at_end(app) => {
                around(at, lines.len(), rows)
            }
            Pane::Token | Pane::Part | Pane::Trust | Pane::Call | Pane::Steps | Pane::Question => {
                self.panes.scroll_of(pane)
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
        if pane == Pane::Question {
            guide::hit_options(canvas, inner, app);
        }
    }

    /// True when the last claim is selected: then the pane shows its end, with the note below the table.
    fn at_end(&self, app: &App) -> bool {
        let rows = self.claims(app);
        rows == 0 || (self.claim.at + 1 >= rows && self.panes.scroll.top > 0)
    }

    fn claims(&self, app: &App) -> usize {
        let look = measuring(self.size, app.revealed());
        self.part(app, 90, &look).places.len()
    }

    fn walk(&mut self, action: Action, app: &App) -> Reply {
        let look = measuring(self.size, app.revealed());
        if self.steps {
            let (width, rows) = room(self.body);
            let lines = guide::steps(app, Context::Read, width, &look).len();
            let moved = self.panes.scroll.react(action, lines, usize::from(rows));
            return if moved { Reply::Done } else { Reply::Ignored };
        }
        let areas = self.areas(app, self.body, self.size);
        let (width, rows) = room(areas[self.panes.index()]);
        let lines = self.lines(self.panes.at(), app, width, &look).0.len();
        let claims = self.claims(app);
        let table = self.panes.at() == Pane::Part && self.style == Style::Table && claims > 0;
        if table && !(self.claim.at + 1 >= claims && matches!(action, Action::Down)) {
            // Down from the last claim scrolls on to the note; up from there goes back into the table.
            let moved = self.claim.react(action, claims);
            self.panes.go(Pane::Part);
            return if moved { Reply::Done } else { Reply::Ignored };
        }
        if table {
            self.panes.scroll.top = lines.saturating_sub(usize::from(rows));
            return Reply::Done;
        }
        if self.panes.scroll.react(action, lines, usize::from(rows)) {
            Reply::Done
        } else {
            Reply::Ignored
        }
    }

    fn open_part(&mut self, at: usize, app: &App) -> Reply {
        if at >= Self::pieces(app).len() {
            return Reply::beyond();
        }
        self.piece = Some(at);
        self.claim = Selection::default();
        self.panes.go(Pane::Part)
    }
}

impl Screen for Read {
    fn context(&self, _app: &App) -> Context {
        Context::Read
    }

    fn idle(&self, app: &App) -> &'static [Action] {
        match app.player.as_ref().and_then(|player| player.bench.token()) {
            Some(_) => &[],
            None => &[Action::Verify, Action::CallApi, Action::CallBare],
        }
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        let play = |play| Reply::Send(vec![Message::Play(play)]);
        if self.steps && matches!(action, Action::Close | Action::NextPane | Action::PrevPane) {
            self.steps = false;
            return Reply::Done;
        }
        // Digits open parts of the token, so the question has them only while it has the focus.
        if self.panes.at() == Pane::Question {
            let answered = guide::answered(action, &mut self.cursor, app, true, || Reply::Done);
            if let Some(reply) = answered {
                return reply;
            }
        }
        match action {
            Action::NextPane => self.panes.turn(true, count(app)),
            Action::PrevPane => self.panes.turn(false, count(app)),
            Action::Pick(digit) => self.open_part(usize::from(digit).saturating_sub(1), app),
            Action::Left => {
                let open = self.piece(&Self::pieces(app));
                self.open_part(open.saturating_sub(1), app)
            }
            Action::Right => {
                let open = self.piece(&Self::pieces(app));
                self.open_part(open + 1, app)
            }
            Action::View => {
                self.style = self.style.next();
                self.panes.go(Pane::Part)
            }
            Action::Whole => {
                self.steps = !self.steps;
                self.panes.go(self.panes.at())
            }
            Action::Verify => {
                self.steps = false;
                self.panes.go(Pane::Trust);
                play(Play::Verify)
            }
            Action::CallApi | Action::CallBare => {
                self.panes.go(Pane::Call);
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
        trust::status(app)
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        let called = |app: &App| Some(app.player.as_ref()?.bench.calls()?.last().is_some());
        match token(app).map(|token| &token.verifying) {
            None => &[Action::Jump, Action::PrevStep, Action::NextStep],
            Some(Verifying::Judged { .. }) if called(app) == Some(true) => &[Action::NextStep],
            Some(_) => &[],
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        if self.steps || token(app).is_none() {
            let width = room(area).0;
            let (title, lines) = if token(app).is_none() {
                ("No token yet", call::no_token(app, width, look))
            } else {
                ("What to do", guide::steps(app, Context::Read, width, look))
            };
            Sheet {
                title,
                others: (&[], ""),
                aside: if self.steps { "w back" } else { "" },
                focus: Focus::Here,
                lines,
                scroll: self.panes.scroll,
            }
            .draw(canvas, area, look);
            return;
        }
        let names = &["Token", "Part", "Trust", "API", "To do", "Question"][..count(app)];
        let areas = &self.areas(app, area, look.size)[..count(app)];
        for shown in self.panes.shown(canvas, look, names, (area, areas)) {
            self.draw_pane(canvas, shown, look, app);
        }
    }
}
