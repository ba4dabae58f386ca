//! A checker's desk on the screen: what was pasted, what there is to say of it, and one finding in full. Shared by lesson and tool.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::desk::CheckDesk;
use crate::app::message::{Desk as Act, Destination, Format, Message};
use crate::lesson::desks::words;
use crate::oauth::finding::{Finding, Severity};
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::{Size, above, below, beside};
use crate::tui::overlay::Overlay;
use crate::tui::screen::Reply;
use crate::tui::theme::Look;
use crate::tui::widget::field::Field;
use crate::tui::widget::list::Selection;
use crate::tui::widget::panes;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sheet::{measuring, room};

mod draw;
mod entry;
mod offer;
mod over;
mod own;
mod target;

pub(super) use entry::Entry;
pub(super) use offer::{Offer, empty, keys, offered};
pub(super) use over::Over;
pub(super) use own::verify;

/// A desk as it is looked at.
pub(super) struct View {
    pane: Pane,
    finding: Selection,
    scroll: Scroll,
    paste: PasteView,
    /// Whether the rules that held are folded; decided by the findings while nobody said.
    folded: Option<bool>,
    /// True while the detail shows what the practice API said.
    answer: bool,
    typing: Option<Field>,
    over: Over,
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

/// How the pasted text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PasteView {
    /// With its repairs, where there are some.
    Repaired,
    /// As it was pasted.
    Pasted,
    /// As it was pasted, nothing shortened.
    Whole,
}

const PANES: [Pane; 3] = [Pane::Paste, Pane::Findings, Pane::Detail];

/// How a report can be handed on.
const EXPORTS: [(&str, Act); 4] = [
    (
        "Markdown, to the clipboard",
        Act::Export(Format::Markdown, Destination::Clipboard),
    ),
    (
        "JSON, to the clipboard",
        Act::Export(Format::Json, Destination::Clipboard),
    ),
    (
        "Markdown, into a new file",
        Act::Export(Format::Markdown, Destination::File),
    ),
    (
        "JSON, into a new file",
        Act::Export(Format::Json, Destination::File),
    ),
];

impl View {
    /// A desk as it opens: at the findings, where there are some.
    pub(super) fn new(desk: Option<&CheckDesk>) -> Self {
        let judged = desk.is_some_and(|desk| desk.report.is_some());
        Self {
            pane: if judged { Pane::Findings } else { Pane::Paste },
            finding: Selection::default(),
            scroll: Scroll::default(),
            paste: PasteView::Repaired,
            folded: None,
            answer: false,
            typing: None,
            over: Over::default(),
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

    /// The context that something over the desk brings.
    pub(super) fn context(&self) -> Option<Context> {
        self.over.context()
    }

    /// Draws what lies over the desk, for a screen that shows a page in its place.
    pub(super) fn draw_over(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        desk: &CheckDesk,
    ) {
        self.over.draw(canvas, area, look, &desk.wanted);
    }

    pub(super) fn field(&mut self) -> Option<&mut Field> {
        self.typing.as_mut().or(self.over.field())
    }

    pub(super) fn edited(&mut self) -> Vec<Message> {
        if let Some(messages) = self.over.edited() {
            return messages;
        }
        self.finding = Selection::default();
        let text = self.typing.as_ref().map(Field::value);
        text.map(|text| Message::Desk(Act::Text(text)))
            .into_iter()
            .collect()
    }

    /// A paste replaces what lies there.
    pub(super) fn paste(&mut self, text: &str) -> Vec<Message> {
        self.anew();
        vec![Message::Desk(Act::Text(text.to_owned()))]
    }

    /// Another text is about to lie there.
    fn anew(&mut self) {
        self.finding = Selection::default();
        self.folded = None;
        self.answer = false;
        self.paste = PasteView::Repaired;
        self.over = Over::default();
        self.go(Pane::Findings);
    }

    pub(super) fn resized(&mut self, body: Rect, size: Size) {
        self.body = body;
        self.size = size;
    }

    pub(super) fn sync(&mut self, desk: &CheckDesk) {
        if desk.opening.is_some() {
            self.anew();
        }
        if desk.call.waiting.is_some() {
            self.answer = true;
        }
        let rows = self.rows(desk);
        self.finding.at = self.finding.at.min(rows.saturating_sub(1));
    }

    /// A key; what it does where it has a meaning here.
    pub(super) fn react(&mut self, action: Action, desk: &CheckDesk, app: &App) -> Reply {
        let act = |act| Reply::Send(vec![Message::Desk(act)]);
        if self.typing.is_some() && action == Action::Close {
            self.typing = None;
            let judged = desk.report.is_some();
            self.go(if judged { Pane::Findings } else { Pane::Paste });
            return Reply::Done;
        }
        let jwt = desk.report.as_ref().and_then(|report| report.jwt.as_ref());
        if let Some(reply) = self.over.react(action, jwt, app) {
            return reply;
        }
        match action {
            Action::NextPane => self.turn(true),
            Action::PrevPane => self.turn(false),
            Action::Edit => self.open_field(),
            Action::Accept if self.pane == Pane::Paste => self.open_field(),
            Action::Accept if self.pane == Pane::Findings => self.open_finding(desk),
            Action::Toggle => self.fold(desk),
            Action::View => self.next_view(desk),
            Action::Whole => self.show(PasteView::Whole),
            Action::Judge => {
                self.typing = None;
                self.go(Pane::Findings);
                act(Act::Judge)
            }
            Action::Clear => {
                self.anew();
                self.go(Pane::Paste);
                act(Act::Clear)
            }
            Action::Undo => act(Act::UndoMember),
            Action::Verify => verify(app),
            Action::TakeOwn => {
                self.anew();
                act(Act::TakeOwnReply)
            }
            Action::Unrepair => act(self
                .repair(desk)
                .map_or(Act::ToggleRepairs, Act::ToggleRepair)),
            Action::AskApi => match app.asking() {
                Ok(question) => Reply::Open(Overlay::confirm(question, Message::Desk(Act::AskApi))),
                Err(_) => act(Act::AskApi),
            },
            Action::Export if desk.report.is_some() => Reply::Open(Overlay::menu(
                "The report",
                words("export.about"),
                EXPORTS
                    .iter()
                    .map(|(words, act)| ((*words).to_owned(), Message::Desk(act.clone())))
                    .collect(),
            )),
            _ => self.walk(action, desk, app),
        }
    }

    /// An empty field: what is pasted or typed into it replaces the text as soon as there is something.
    fn open_field(&mut self) -> Reply {
        self.go(Pane::Paste);
        self.typing = Some(Field::text().with_placeholder("Paste the whole reply here"));
        Reply::Done
    }

    /// The finding in full; the last row of a folded list unfolds it.
    fn open_finding(&mut self, desk: &CheckDesk) -> Reply {
        if self.selected(desk).is_none() {
            return self.fold(desk);
        }
        self.go(Pane::Detail);
        Reply::Done
    }

    fn go(&mut self, pane: Pane) {
        self.pane = pane;
        self.scroll = Scroll::default();
    }

    fn turn(&mut self, forward: bool) -> Reply {
        self.typing = None;
        self.go(panes::next(&PANES, self.pane, (forward, PANES.len())));
        Reply::Done
    }

    fn show(&mut self, view: PasteView) -> Reply {
        self.paste = if self.paste == view {
            PasteView::Repaired
        } else {
            view
        };
        self.go(Pane::Paste);
        Reply::Done
    }

    /// Repaired, as pasted, whole: round and round; what there is nothing of is passed over.
    fn next_view(&mut self, desk: &CheckDesk) -> Reply {
        self.paste = match self.paste {
            PasteView::Repaired if !desk.repaired.is_empty() => PasteView::Pasted,
            PasteView::Repaired | PasteView::Pasted => PasteView::Whole,
            PasteView::Whole => PasteView::Repaired,
        };
        self.go(Pane::Paste);
        Reply::Done
    }

    fn fold(&mut self, desk: &CheckDesk) -> Reply {
        self.folded = Some(!self.is_folded(desk));
        self.go(Pane::Findings);
        let rows = self.rows(desk);
        self.finding.at = self.finding.at.min(rows.saturating_sub(1));
        Reply::Done
    }

    /// Where something is wrong, what held is folded, so that the eye finds the faults.
    fn is_folded(&self, desk: &CheckDesk) -> bool {
        let bad = desk
            .report
            .as_ref()
            .is_some_and(|report| report.verdict() > Severity::Pass);
        held(desk) > 1 && self.folded.unwrap_or(bad)
    }

    /// How many rows the list has: each finding one, the folded ones one together.
    fn rows(&self, desk: &CheckDesk) -> usize {
        let count = findings(desk).len();
        if self.is_folded(desk) {
            count - held(desk) + 1
        } else {
            count
        }
    }

    fn walk(&mut self, action: Action, desk: &CheckDesk, app: &App) -> Reply {
        let [_, pasted, _, detail] = Self::areas(self.body, self.size);
        let look = measuring(self.size, app.revealed());
        let moved = match self.pane {
            Pane::Paste => {
                let (width, rows) = room(pasted);
                let lines = self.paste_lines(desk, width);
                self.scroll.react(action, lines, usize::from(rows))
            }
            Pane::Findings => {
                let moved = self.finding.react(action, self.rows(desk));
                self.answer &= !moved;
                moved
            }
            Pane::Detail => {
                let (width, rows) = room(detail);
                let lines = self.detail(desk, app, width, &look).len();
                self.scroll.react(action, lines, usize::from(rows))
            }
        };
        if moved { Reply::Done } else { Reply::Ignored }
    }

    /// True while there is neither a text nor anything over the desk.
    pub(super) fn is_empty(&self, desk: &CheckDesk) -> bool {
        desk.report.is_none() && self.typing.is_none() && !self.over.covers()
    }

    /// The finding that is selected; `None` on the row of the folded ones.
    fn selected<'a>(&self, desk: &'a CheckDesk) -> Option<&'a Finding> {
        let unfolded = findings(desk).len() - held(desk);
        if self.is_folded(desk) && self.finding.at >= unfolded {
            return None;
        }
        findings(desk).get(self.finding.at)
    }

    /// The repair that the selected finding is about.
    fn repair(&self, desk: &CheckDesk) -> Option<&'static str> {
        let rule = self.selected(desk)?.rule.id();
        desk.repairs().into_iter().find(|repair| *repair == rule)
    }
}

fn findings(desk: &CheckDesk) -> &[Finding] {
    desk.report
        .as_ref()
        .map_or(&[], |report| report.findings.as_slice())
}

/// How many rules held; they stand last.
fn held(desk: &CheckDesk) -> usize {
    let held = findings(desk)
        .iter()
        .filter(|finding| finding.severity == Severity::Pass);
    held.count()
}

impl View {
    /// How many lines the pasted text has as it is shown.
    fn paste_lines(&self, desk: &CheckDesk, width: u16) -> usize {
        match self.paste {
            PasteView::Repaired if !desk.repaired.is_empty() => desk.repaired.len(),
            PasteView::Repaired | PasteView::Pasted => desk.text.lines().count(),
            PasteView::Whole => crate::tui::widget::paste::whole_rows(&desk.veiled, width),
        }
    }
}
