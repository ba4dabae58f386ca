//! The decoder: any token, taken apart without asking for a key; what is to be said of it, and never "valid" without a check.

use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Clear;

use crate::app::App;
use crate::app::message::{Desk as Act, Message};
use crate::oauth::check::TokenReport;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::{Size, above, below, beside};
use crate::tui::screen::desk::{Offer, empty, keys};
use crate::tui::screen::{Canvas, Reply, Screen};
use crate::tui::theme::Look;
use crate::tui::widget::field::Field;
use crate::tui::widget::findings;
use crate::tui::widget::jwt::{self, Extent};
use crate::tui::widget::list::Selection;
use crate::tui::widget::panel::{Focus, panel};
use crate::tui::widget::part::{self, Style};
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sheet::{Sheet, around, measuring, room, tabs};

/// The decoder screen.
pub(crate) struct Decoder {
    /// The part that was chosen; the payload while nobody chose one.
    piece: Option<usize>,
    claim: Selection,
    finding: Selection,
    style: Style,
    pane: Pane,
    scroll: Scroll,
    typing: Option<Field>,
    body: Rect,
    size: Size,
}

/// What has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Token,
    Part,
    Findings,
    Detail,
}

const PANES: [Pane; 4] = [Pane::Token, Pane::Part, Pane::Findings, Pane::Detail];

const OFFERS: &[Offer] = &[
    (
        "",
        "Paste a token, or a whole token response. Reading it takes no key, and it stays on this machine.",
    ),
    ("p", "opens the field; then paste"),
    ("Esc", "leaves the field, then this screen"),
];

impl Decoder {
    /// The screen as it opens: at the payload.
    pub(crate) fn new(_app: &App) -> Self {
        Self {
            piece: None,
            claim: Selection::default(),
            finding: Selection::default(),
            style: Style::Table,
            pane: Pane::Part,
            scroll: Scroll::default(),
            typing: None,
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    /// The rectangles of token, part, findings and detail; on small screens all are the one below the tabs.
    fn areas(&self, token_rows: usize, area: Rect, size: Size) -> [Rect; 4] {
        if !size.is_wide() {
            let [_, pane] = above(area, 1);
            return [pane; 4];
        }
        let lower = match self.pane {
            Pane::Token | Pane::Part => 7 + area.height.saturating_sub(25) / 2,
            Pane::Findings | Pane::Detail => 11 + area.height.saturating_sub(25) / 2,
        };
        let [top, bottom] = below(area, lower);
        let rows = u16::try_from(token_rows + 2).unwrap_or(u16::MAX);
        let [token, part] = above(top, rows.min(top.height / 2));
        let [found, detail] = beside(bottom, 44);
        [token, part, found, detail]
    }

    /// How many lines the token takes on the whole width.
    fn token_rows(&self, of: (&App, &TokenReport), area: Rect, look: &Look<'_>) -> usize {
        let (width, _) = room(area);
        self.content(Pane::Token, of, width, look).lines.len()
    }

    fn piece(&self, report: &TokenReport) -> usize {
        let pieces = jwt::pieces(&report.jwt);
        let chosen = self.piece.filter(|at| *at < pieces.len());
        chosen.unwrap_or_else(|| jwt::first(&pieces))
    }

    fn part(&self, app: &App, report: &TokenReport, width: u16, look: &Look<'_>) -> part::Drawn {
        let pieces = jwt::pieces(&report.jwt);
        let Some(piece) = pieces.get(self.piece(report)) else {
            return part::Drawn::default();
        };
        let view = part::View {
            style: self.style,
            selected: self.claim.at,
            at: app.now.seconds(),
        };
        part::draw(&report.jwt, piece, view, width, look)
    }

    /// Title, aside, lines and the line to keep in sight of every pane but the findings.
    fn content(
        &self,
        pane: Pane,
        (app, report): (&App, &TokenReport),
        width: u16,
        look: &Look<'_>,
    ) -> Content {
        let pieces = jwt::pieces(&report.jwt);
        let piece = self.piece(report);
        match pane {
            Pane::Token => {
                let extent = if look.size.is_wide() && !look.revealed {
                    Extent::Lines(2)
                } else {
                    Extent::Whole
                };
                Content {
                    title: "Token".to_owned(),
                    aside: format!("{}, {}", report.jwt.form.word(), report.profile.word()),
                    lines: jwt::lines(&pieces, piece, extent, width, look),
                    at: None,
                }
            }
            Pane::Part => {
                let drawn = self.part(app, report, width, look);
                let label = pieces.get(piece).map_or("", |piece| piece.label);
                Content {
                    title: format!("{} {label}", piece + 1),
                    aside: self.style.names(),
                    at: drawn.places.get(self.claim.at).copied(),
                    lines: drawn.lines,
                }
            }
            Pane::Findings | Pane::Detail => {
                let finding = report.findings.get(self.finding.at);
                Content {
                    title: finding.map_or("", |finding| finding.rule.id()).to_owned(),
                    aside: finding
                        .map_or("", |finding| finding.severity.word())
                        .to_owned(),
                    lines: finding
                        .map_or_else(Vec::new, |finding| findings::detail(finding, width, look)),
                    at: None,
                }
            }
        }
    }

    fn draw_pane(
        &self,
        canvas: &mut Canvas<'_, '_>,
        (pane, area): (Pane, Rect),
        look: &Look<'_>,
        (app, report): (&App, &TokenReport),
    ) {
        let focus = Focus::when(self.pane == pane);
        if pane == Pane::Findings {
            let trust = format!("trust: {}", report.trust.word());
            let inner = panel(canvas, area, look, ("Findings", &trust), focus);
            let rows: Vec<Vec<Line<'static>>> = report
                .findings
                .iter()
                .map(|finding| vec![findings::row(finding, inner.width.saturating_sub(2), look)])
                .collect();
            self.finding.draw(canvas, inner, look, (&rows, focus));
            return;
        }
        let (width, rows) = room(area);
        let content = self.content(pane, (app, report), width, look);
        let scroll = match content.at {
            Some(at) => around(at, content.lines.len(), rows),
            None if self.pane == pane => self.scroll,
            None => Scroll::default(),
        };
        Sheet {
            title: &content.title,
            aside: &content.aside,
            focus,
            lines: content.lines,
            scroll,
        }
        .draw(canvas, area, look);
    }

    fn go(&mut self, pane: Pane) {
        self.pane = pane;
        self.scroll = Scroll::default();
    }

    fn turn(&mut self, forward: bool) -> Reply {
        self.typing = None;
        let at = PANES
            .iter()
            .position(|pane| *pane == self.pane)
            .unwrap_or(0);
        let step = if forward { 1 } else { PANES.len() - 1 };
        self.go(PANES[(at + step) % PANES.len()]);
        Reply::Done
    }

    fn open_part(&mut self, at: usize, report: Option<&TokenReport>) -> Reply {
        let count = report.map_or(0, |report| jwt::pieces(&report.jwt).len());
        if at < count {
            self.piece = Some(at);
            self.claim = Selection::default();
            self.go(Pane::Part);
        }
        Reply::Done
    }

    fn walk(&mut self, action: Action, app: &App) -> Reply {
        let Some(report) = &app.decoder.report else {
            return Reply::Ignored;
        };
        let look = measuring(self.size, app.revealed());
        let rows = self.token_rows((app, report), self.body, &look);
        let areas = self.areas(rows, self.body, self.size);
        let at = PANES
            .iter()
            .position(|pane| *pane == self.pane)
            .unwrap_or(0);
        let (width, rows) = room(areas[at]);
        let claims = self.part(app, report, width, &look).places.len();
        let moved = match self.pane {
            Pane::Findings => self.finding.react(action, report.findings.len()),
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

struct Content {
    title: String,
    aside: String,
    lines: Vec<Line<'static>>,
    at: Option<usize>,
}

impl Screen for Decoder {
    fn context(&self, _app: &App) -> Context {
        Context::Decoder
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        let act = |act| Reply::Send(vec![Message::Desk(act)]);
        let report = app.decoder.report.as_ref();
        let open = report.map_or(0, |report| self.piece(report));
        match action {
            Action::Close if self.typing.is_some() => {
                self.typing = None;
                Reply::Done
            }
            Action::NextPane => self.turn(true),
            Action::PrevPane => self.turn(false),
            Action::Edit => {
                let words = "Paste a token or a whole reply here";
                self.typing = Some(Field::text().with_placeholder(words));
                Reply::Done
            }
            Action::Accept if report.is_none() => self.react(Action::Edit, app),
            Action::Accept if self.pane == Pane::Findings => {
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
            Action::Judge => act(Act::Judge),
            Action::Clear => act(Act::Clear),
            Action::Verify => {
                self.finding = Selection::default();
                act(Act::Verify)
            }
            _ => self.walk(action, app),
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.typing.as_mut()
    }

    fn edited(&mut self, _app: &App) -> Vec<Message> {
        let text = self.typing.as_ref().map(Field::value);
        text.map(|text| Message::Desk(Act::Text(text)))
            .into_iter()
            .collect()
    }

    fn paste(&mut self, text: &str, _app: &App) -> Option<Vec<Message>> {
        self.piece = None;
        self.claim = Selection::default();
        self.finding = Selection::default();
        self.go(Pane::Part);
        Some(vec![Message::Desk(Act::Text(text.to_owned()))])
    }

    fn sync(&mut self, app: &App) {
        let count = app
            .decoder
            .report
            .as_ref()
            .map_or(0, |report| report.findings.len());
        self.finding.at = self.finding.at.min(count.saturating_sub(1));
    }

    fn resized(&mut self, body: Rect, size: Size) {
        self.body = body;
        self.size = size;
    }

    fn status(&self, app: &App) -> String {
        if self.typing.is_some() {
            return "Paste a token. Esc leaves the field and shows it.".to_owned();
        }
        if let Some(words) = keys(&app.decoder.keys) {
            return words;
        }
        match &app.decoder.report {
            None => "Nothing is uploaded. What you paste stays on this machine.".to_owned(),
            Some(report) => format!(
                "You have read it, and reading proves nothing. Trust: {}.",
                report.trust.word().replace('-', " ")
            ),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        if let Some(field) = &self.typing {
            let inner = panel(
                canvas,
                area,
                look,
                ("Paste", "Esc leaves the field"),
                Focus::Here,
            );
            canvas.put(Clear, inner);
            field.draw(canvas, inner, look, Focus::Here);
            return;
        }
        let Some(report) = &app.decoder.report else {
            return empty(canvas, area, look, OFFERS);
        };
        if look.size.is_wide() {
            let rows = self.token_rows((app, report), area, look);
            for pane in PANES.into_iter().zip(self.areas(rows, area, look.size)) {
                self.draw_pane(canvas, pane, look, (app, report));
            }
            return;
        }
        let names = ["Token", "Part", "Findings", "Detail"];
        let at = PANES
            .iter()
            .position(|pane| *pane == self.pane)
            .unwrap_or(0);
        let rest = tabs(canvas, area, look, &names, at);
        self.draw_pane(canvas, (self.pane, rest), look, (app, report));
    }
}
