//! A checker's desk on the screen: what was pasted, what there is to say of it, and one finding in full. Shared by lesson and tool.

use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Clear;

use crate::app::App;
use crate::app::desk::CheckDesk;
use crate::app::message::{Desk as Act, Message};
use crate::oauth::finding::Finding;
use crate::tui::keys::Action;
use crate::tui::layout::{Size, above, below, beside};
use crate::tui::screen::{Canvas, Reply};
use crate::tui::theme::Look;
use crate::tui::widget::field::Field;
use crate::tui::widget::findings;
use crate::tui::widget::list::Selection;
use crate::tui::widget::panel::{Focus, panel};
use crate::tui::widget::paste;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sheet::{Sheet, measuring, room, tabs};

/// A desk as it is looked at.
pub(super) struct View {
    pane: Pane,
    finding: Selection,
    scroll: Scroll,
    typing: Option<Field>,
    body: Rect,
    size: Size,
}

/// What has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Paste,
    Findings,
    Detail,
}

mod offer;

pub(super) use offer::{Offer, empty, keys, offered};

const PANES: [Pane; 3] = [Pane::Paste, Pane::Findings, Pane::Detail];

impl View {
    /// A desk as it opens: at the findings, where there are some.
    pub(super) fn new(desk: Option<&CheckDesk>) -> Self {
        let judged = desk.is_some_and(|desk| desk.report.is_some());
        Self {
            pane: if judged { Pane::Findings } else { Pane::Paste },
            finding: Selection::default(),
            scroll: Scroll::default(),
            typing: None,
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    /// Verdict, paste, findings, detail. On small screens the last three are the one pane below verdict and tabs.
    fn areas(area: Rect, size: Size) -> [Rect; 4] {
        let [verdict, rest] = above(area, 2);
        if !size.is_wide() {
            let [_, pane] = above(rest, 1);
            // With 80 columns the finding that is selected shows below the list; with 60 there is room for one thing.
            let [found, detail] = match size {
                Size::Medium => below(pane, 9),
                Size::Tiny | Size::Small | Size::Normal | Size::Large => [pane, pane],
            };
            return [verdict, pane, found, detail];
        }
        let [top, detail] = below(rest, 9 + area.height.saturating_sub(25) / 3);
        let [paste, findings] = beside(top, 48);
        [verdict, paste, findings, detail]
    }

    pub(super) fn field(&mut self) -> Option<&mut Field> {
        self.typing.as_mut()
    }

    pub(super) fn edited(&mut self) -> Vec<Message> {
        self.finding = Selection::default();
        let text = self.typing.as_ref().map(Field::value);
        text.map(|text| Message::Desk(Act::Text(text)))
            .into_iter()
            .collect()
    }

    /// A paste replaces what lies there.
    pub(super) fn paste(&mut self, text: &str) -> Vec<Message> {
        self.finding = Selection::default();
        self.scroll = Scroll::default();
        self.pane = Pane::Findings;
        vec![Message::Desk(Act::Text(text.to_owned()))]
    }

    pub(super) fn resized(&mut self, body: Rect, size: Size) {
        self.body = body;
        self.size = size;
    }

    pub(super) fn sync(&mut self, desk: &CheckDesk) {
        let count = desk
            .report
            .as_ref()
            .map_or(0, |report| report.findings.len());
        self.finding.at = self.finding.at.min(count.saturating_sub(1));
    }

    /// A key; what it does where it has a meaning here.
    pub(super) fn react(&mut self, action: Action, desk: &CheckDesk, app: &App) -> Reply {
        let act = |act| Reply::Send(vec![Message::Desk(act)]);
        if self.typing.is_some() && action == Action::Close {
            self.typing = None;
            self.go(if desk.report.is_some() {
                Pane::Findings
            } else {
                Pane::Paste
            });
            return Reply::Done;
        }
        match action {
            Action::NextPane => self.turn(true),
            Action::PrevPane => self.turn(false),
            Action::Edit => self.open_field(),
            Action::Accept if self.pane == Pane::Paste => self.open_field(),
            Action::Accept if self.pane == Pane::Findings => {
                self.go(Pane::Detail);
                Reply::Done
            }
            Action::Judge => {
                self.typing = None;
                self.go(Pane::Findings);
                act(Act::Judge)
            }
            Action::Clear => {
                self.go(Pane::Paste);
                act(Act::Clear)
            }
            Action::Verify => act(Act::Verify),
            Action::TakeOwn => {
                self.finding = Selection::default();
                self.go(Pane::Findings);
                act(Act::TakeOwnReply)
            }
            _ => self.walk(action, desk, app),
        }
    }

    /// An empty field: what is pasted or typed into it replaces the text as soon as there is something.
    fn open_field(&mut self) -> Reply {
        self.go(Pane::Paste);
        self.typing = Some(Field::text().with_placeholder("Paste the whole reply here"));
        Reply::Done
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

    fn walk(&mut self, action: Action, desk: &CheckDesk, app: &App) -> Reply {
        let [_, pasted, _, detail] = Self::areas(self.body, self.size);
        let moved = match self.pane {
            Pane::Paste => {
                let rows = usize::from(room(pasted).1);
                let lines = desk.text.lines().count();
                self.scroll.react(action, lines, rows)
            }
            Pane::Findings => {
                let count = desk
                    .report
                    .as_ref()
                    .map_or(0, |report| report.findings.len());
                self.finding.react(action, count)
            }
            Pane::Detail => {
                let look = measuring(self.size, app.revealed());
                let (width, rows) = room(detail);
                let lines = self
                    .selected(desk)
                    .map_or(0, |finding| findings::detail(finding, width, &look).len());
                self.scroll.react(action, lines, usize::from(rows))
            }
        };
        if moved { Reply::Done } else { Reply::Ignored }
    }

    /// True while there is neither a text nor a field for one.
    pub(super) fn is_empty(&self, desk: &CheckDesk) -> bool {
        desk.report.is_none() && self.typing.is_none()
    }

    fn selected<'a>(&self, desk: &'a CheckDesk) -> Option<&'a Finding> {
        desk.report.as_ref()?.findings.get(self.finding.at)
    }

    /// Draws the desk; `offers` are the ways to fill an empty one.
    pub(super) fn draw(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        (desk, offers): (&CheckDesk, &[Offer]),
    ) {
        let [verdict, pasted, found, detail] = Self::areas(area, look.size);
        if self.is_empty(desk) {
            return empty(canvas, area, look, offers);
        }
        offer::headline(canvas, verdict, look, desk);
        if look.size.is_wide() {
            self.draw_paste(canvas, pasted, look, desk);
            self.draw_findings(canvas, found, look, desk);
            self.draw_detail(canvas, detail, look, desk);
            return;
        }
        let [_, rest] = above(area, 2);
        let (names, at): (&[&str], usize) = match (look.size, self.pane) {
            (Size::Medium, Pane::Paste) => (&["Pasted", "Findings"], 0),
            (Size::Medium, Pane::Findings | Pane::Detail) => (&["Pasted", "Findings"], 1),
            (_, Pane::Paste) => (&["Pasted", "Findings", "Detail"], 0),
            (_, Pane::Findings) => (&["Pasted", "Findings", "Detail"], 1),
            (_, Pane::Detail) => (&["Pasted", "Findings", "Detail"], 2),
        };
        tabs(canvas, rest, look, names, at);
        let both = look.size == Size::Medium;
        if self.pane == Pane::Paste {
            return self.draw_paste(canvas, pasted, look, desk);
        }
        if both || self.pane == Pane::Findings {
            self.draw_findings(canvas, found, look, desk);
        }
        if both || self.pane == Pane::Detail {
            self.draw_detail(canvas, detail, look, desk);
        }
    }

    fn draw_paste(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        desk: &CheckDesk,
    ) {
        let focus = Focus::when(self.pane == Pane::Paste);
        let count = desk.text.chars().count();
        let aside = if desk.own {
            format!("your own reply, {count} characters")
        } else {
            format!("{count} characters")
        };
        let title = if self.typing.is_some() {
            "Paste"
        } else {
            "You pasted"
        };
        let inner = panel(canvas, area, look, (title, &aside), focus);
        if let Some(field) = &self.typing {
            canvas.put(Clear, inner);
            field.draw(canvas, inner, look, focus);
            return;
        }
        let place = self.selected(desk).map(|finding| &finding.place);
        let top = if self.pane == Pane::Paste {
            self.scroll.top
        } else {
            paste::top_for(place.and_then(|place| place.line), inner.height)
        };
        let lines = paste::lines(&desk.text, place, top, (inner.width, inner.height), look);
        canvas.write(&lines, inner);
    }

    fn draw_findings(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        desk: &CheckDesk,
    ) {
        let found = desk
            .report
            .as_ref()
            .map_or(&[][..], |report| report.findings.as_slice());
        let focus = Focus::when(self.pane == Pane::Findings);
        let aside = found.len().to_string();
        let inner = panel(canvas, area, look, ("Findings, worst first", &aside), focus);
        let rows: Vec<Vec<Line<'static>>> = found
            .iter()
            .map(|finding| vec![findings::row(finding, inner.width.saturating_sub(2), look)])
            .collect();
        self.finding.draw(canvas, inner, look, (&rows, focus));
    }

    fn draw_detail(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        desk: &CheckDesk,
    ) {
        let (width, _) = room(area);
        let finding = self.selected(desk);
        let title = finding.map_or("", |finding| finding.rule.id());
        let aside = finding.map_or("", |finding| finding.severity.word());
        let scroll = if self.pane == Pane::Detail {
            self.scroll
        } else {
            Scroll::default()
        };
        Sheet {
            title,
            aside,
            focus: Focus::when(self.pane == Pane::Detail),
            lines: finding.map_or_else(Vec::new, |finding| findings::detail(finding, width, look)),
            scroll,
        }
        .draw(canvas, area, look);
    }

    /// The sentence about the state.
    pub(super) fn status(&self, desk: &CheckDesk, app: &App) -> String {
        if self.typing.is_some() {
            return "Paste the whole reply. Esc leaves the field.".to_owned();
        }
        if let Some(words) = keys(&desk.keys) {
            return words;
        }
        match (&desk.report, &app.visitor) {
            (None, Some((at, entry))) => {
                let seconds = (app.now.seconds().0 - at.seconds().0).max(0);
                format!(
                    "Another program got {} from the practice tenant {seconds} s ago. Paste what it printed.",
                    entry.status
                )
            }
            (None, None) => "Nothing is uploaded. What you paste stays on this machine.".to_owned(),
            (Some(_), _) => "The check is local. Nothing was uploaded.".to_owned(),
        }
    }
}
