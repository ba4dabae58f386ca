//! The decoder: any token, taken apart without asking for a key; what is to be said of it, and never "valid" without a check.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::message::{Desk as Act, Message};
use crate::lesson::desks::{filled, words};
use crate::oauth::check::TokenReport;
use crate::oauth::jwt::Form;
use crate::oauth::jwt::ladder::Rung;
use crate::oauth::kind::Family;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::Size;
use crate::tui::screen::desk::{Over, keys};
use crate::tui::screen::{Reply, Screen};
use crate::tui::theme::Look;
use crate::tui::widget::field::Field;
use crate::tui::widget::jwt;
use crate::tui::widget::list::Selection;
use crate::tui::widget::panes;
use crate::tui::widget::part::Style;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sheet::{measuring, room};

mod act;
mod beside;
mod copies;
mod draw;
mod find;
mod rung;
mod strange;

use find::Find;

/// The decoder screen.
pub(crate) struct Decoder {
    /// The part that was chosen; the payload while nobody chose one.
    piece: Option<usize>,
    claim: Selection,
    finding: Selection,
    rung: Selection,
    /// True while the ladder shows in place of the findings.
    climbing: bool,
    style: Style,
    whole: bool,
    pane: Pane,
    scroll: Scroll,
    typing: Option<Field>,
    find: Find,
    over: Over,
    /// How many changes of the token have been seen.
    edits: usize,
    /// Whether the ladder had been climbed by then.
    climbed: bool,
    body: Rect,
    size: Size,
}

/// What has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Token,
    Part,
    Findings,
    Trust,
    Detail,
}

const PANES: [Pane; 5] = [
    Pane::Token,
    Pane::Part,
    Pane::Findings,
    Pane::Trust,
    Pane::Detail,
];

impl Decoder {
    /// The screen as it opens: at the payload.
    pub(crate) fn new(app: &App) -> Self {
        Self {
            piece: None,
            claim: Selection::default(),
            finding: Selection::default(),
            rung: Selection::default(),
            climbing: false,
            style: Style::Table,
            whole: false,
            pane: Pane::Part,
            scroll: Scroll::default(),
            typing: None,
            find: Find::default(),
            over: Over::default(),
            edits: app.decoder.edits.len(),
            climbed: app.decoder.ladder.is_some(),
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    fn piece(&self, report: &TokenReport) -> usize {
        let pieces = jwt::pieces(&report.jwt);
        let chosen = self.piece.filter(|at| *at < pieces.len());
        chosen.unwrap_or_else(|| jwt::first(&pieces))
    }

    fn go(&mut self, pane: Pane) {
        self.pane = pane;
        self.scroll = Scroll::default();
        match pane {
            Pane::Findings => self.climbing = false,
            Pane::Trust => self.climbing = true,
            Pane::Token | Pane::Part | Pane::Detail => {}
        }
    }

    fn turn(&mut self, forward: bool) -> Reply {
        self.typing = None;
        self.go(panes::next(&PANES, self.pane, (forward, PANES.len())));
        Reply::Done
    }

    fn open_part(&mut self, at: usize, report: Option<&TokenReport>) -> Reply {
        let count = report.map_or(0, |report| jwt::pieces(&report.jwt).len());
        if at >= count {
            return Reply::beyond();
        }
        self.piece = Some(at);
        self.claim = Selection::default();
        self.go(Pane::Part);
        Reply::Done
    }

    /// Another text is about to lie there.
    fn anew(&mut self) {
        self.piece = None;
        self.claim = Selection::default();
        self.finding = Selection::default();
        self.rung = Selection::default();
        self.climbing = false;
        self.find = Find::default();
        self.over = Over::default();
        self.go(Pane::Part);
    }

    /// Something else is in front, so the first of it is selected.
    fn chosen_anew(&mut self) {
        self.claim = Selection::default();
        self.finding = Selection::default();
    }

    /// What is left for the panes beside the line of a search.
    fn body(&self) -> Rect {
        self.find.areas(self.body)[0]
    }

    fn walk(&mut self, action: Action, app: &App) -> Reply {
        let Some(report) = &app.decoder.report else {
            return Reply::Ignored;
        };
        let look = measuring(self.size, app.revealed());
        if app.decoder.holds_no_token() {
            let (width, rows) = room(self.body);
            let lines = strange::lines(report, width, &look).len();
            let moved = self.scroll.react(action, lines, usize::from(rows));
            return if moved { Reply::Done } else { Reply::Ignored };
        }
        let rows = self.token_rows((app, report), self.body(), &look);
        let areas = self.areas(rows, self.body(), self.size);
        let at = PANES
            .iter()
            .position(|pane| *pane == self.pane)
            .unwrap_or(0);
        let (width, rows) = room(areas[at]);
        let claims = self.part(app, report, width, &look).places.len();
        let moved = match self.pane {
            Pane::Findings => {
                let count = self.find.findings(report).len();
                self.finding.react(action, count)
            }
            Pane::Trust => self.rung.react(action, Rung::ALL.len()),
            Pane::Part if claims > 0 => self.claim.react(action, claims),
            Pane::Token | Pane::Part | Pane::Detail => {
                let content = self.content(self.pane, (app, report), width, &look);
                self.scroll
                    .react(action, content.lines.len(), usize::from(rows))
            }
        };
        if moved { Reply::Done } else { Reply::Ignored }
    }
}

/// What the token is and whose it looks like, and what is known of its signature.
fn read_words(report: &TokenReport) -> String {
    let trust = report.trust.word().replace('-', " ");
    let mut kind = report.identity.kind.words()[0].to_owned();
    if let Some(first) = kind.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let family = match report.identity.family {
        Family::Generic => String::new(),
        family => format!(" ({})", family.name()),
    };
    let values = [("kind", kind), ("family", family), ("trust", trust)];
    filled("read.plain", &values)
}

impl Screen for Decoder {
    fn context(&self, _app: &App) -> Context {
        self.over.context().unwrap_or(Context::Decoder)
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        let act = |act| Reply::Send(vec![Message::Desk(act)]);
        let report = app.decoder.report.as_ref();
        let open = report.map_or(0, |report| self.piece(report));
        if let Some(reply) = self
            .in_front(action, app)
            .or_else(|| self.of_token(action, app))
        {
            return reply;
        }
        match action {
            Action::NextPane => self.turn(true),
            Action::PrevPane => self.turn(false),
            Action::Edit => {
                let hint = "Paste a token or a whole reply here";
                self.typing = Some(Field::text().with_placeholder(hint));
                Reply::Done
            }
            Action::Accept if report.is_none() => self.react(Action::Edit, app),
            Action::Accept if matches!(self.pane, Pane::Findings | Pane::Trust) => {
                self.go(Pane::Detail);
                Reply::Done
            }
            Action::Pick(digit) => self.open_part(usize::from(digit).saturating_sub(1), report),
            Action::Left => self.open_part(open.saturating_sub(1), report),
            Action::Right => self.open_part(open + 1, report),
            Action::View => {
                self.style = self.style.next();
                self.go(Pane::Part);
                Reply::Done
            }
            Action::Whole => {
                self.whole = !self.whole;
                self.go(Pane::Token);
                Reply::Done
            }
            Action::Judge => act(Act::Judge),
            Action::Clear => {
                self.anew();
                act(Act::Clear)
            }
            _ => self.walk(action, app),
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        let find = self.find.field();
        self.typing.as_mut().or(find).or(self.over.field())
    }

    fn edited(&mut self, _app: &App) -> Vec<Message> {
        if self.find.edited() {
            self.chosen_anew();
            return Vec::new();
        }
        if let Some(messages) = self.over.edited() {
            return messages;
        }
        let text = self.typing.as_ref().map(Field::value);
        text.map(|text| Message::Desk(Act::Text(text)))
            .into_iter()
            .collect()
    }

    fn paste(&mut self, text: &str, _app: &App) -> Option<Vec<Message>> {
        self.anew();
        Some(vec![Message::Desk(Act::Text(text.to_owned()))])
    }

    fn sync(&mut self, app: &App) {
        let desk = &app.decoder;
        if desk.opening.is_some() {
            self.anew();
        }
        let findings = desk
            .report
            .as_ref()
            .map_or(0, |report| self.find.findings(report).len());
        self.finding.at = self.finding.at.min(findings.saturating_sub(1));
        // A change of the token is made to see where the API stops now.
        if desk.edits.len() > self.edits {
            self.go(Pane::Trust);
        }
        if desk.edits.len() != self.edits || desk.ladder.is_some() != self.climbed {
            self.rung.at = rung::broken(desk);
        }
        self.edits = desk.edits.len();
        self.climbed = desk.ladder.is_some();
    }

    fn resized(&mut self, body: Rect, size: Size) {
        self.body = body;
        self.size = size;
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        match app.decoder.report {
            None => &[Action::Edit, Action::OpenFile],
            Some(_) => &[],
        }
    }

    fn idle(&self, app: &App) -> &'static [Action] {
        use Action::{
            Compare, Down, Find, GiveKeys, KeyFile, KeyUrl, SignOwn, SignPractice, Tamper, Verify,
            View,
        };
        match &app.decoder.report {
            None => &[
                Down,
                View,
                Verify,
                Tamper,
                GiveKeys,
                KeyFile,
                KeyUrl,
                SignPractice,
                SignOwn,
                Compare,
                Find,
            ],
            // There is no signature in an opaque token, and that of an encrypted one is inside.
            Some(report) => match report.jwt.form {
                Form::Opaque | Form::Jwe | Form::None => &[
                    Verify,
                    Tamper,
                    GiveKeys,
                    KeyFile,
                    KeyUrl,
                    SignPractice,
                    SignOwn,
                ],
                Form::Jws => &[],
            },
        }
    }

    fn status(&self, app: &App) -> String {
        if app.decoder.compared.is_some() {
            return words("compare.shown").to_owned();
        }
        if self.typing.is_some() {
            return "Paste a token. Esc leaves the field and shows it.".to_owned();
        }
        let report = app.decoder.report.as_ref();
        if self.find.is_open() && report.is_some_and(|it| self.finds_nothing(app, it)) {
            return words("reference.instead").to_owned();
        }
        if app.decoder.opening.is_some() {
            return "Reading the file.".to_owned();
        }
        if let Some(words) = app.changed_words() {
            return words;
        }
        if let Some(words) = keys(&app.decoder.keys) {
            return words;
        }
        match &app.decoder.report {
            None => "Nothing is uploaded. What you paste stays on this machine.".to_owned(),
            Some(_) if app.decoder.holds_no_token() => words("read.nothing").to_owned(),
            Some(report) => match report.jwt.form {
                Form::Jwe => words("read.sealed").to_owned(),
                Form::Opaque if !report.jwt.is_jwt() => words("read.opaque").to_owned(),
                Form::Jws | Form::Opaque | Form::None => read_words(report),
            },
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        self.draw_all(canvas, area, look, app);
    }
}
