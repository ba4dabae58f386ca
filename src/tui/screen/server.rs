//! A practice server in hand: how it stands, what can be changed of it, and what it hears as it comes.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::deed::Deed;
use crate::app::message::{Go, Hand, Message};
use crate::lesson::desks::words;
use crate::lesson::target::TargetName;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::{Size, above, beside, inside};
use crate::tui::screen::{Reply, Screen};
use crate::tui::theme::Look;
use crate::tui::widget::list::Selection;
use crate::tui::widget::panes::Panes;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sheet::measuring;

mod heard;
mod stands;

/// The panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Deeds,
    Stands,
    Heard,
}

const PANES: &[Pane] = &[Pane::Deeds, Pane::Stands, Pane::Heard];
const NAMES: [&str; 3] = ["Change it", "How it stands", "Heard"];

/// The screen of the server.
pub(crate) struct Server {
    panes: Panes<Pane>,
    deeds: Selection,
    /// The change that the cursor is on, and at which tenant: the same one stays selected when others come and go.
    on: Option<(TargetName, Deed)>,
    heard: Selection,
    /// How many requests there were: the selected one stays the same when more come.
    count: usize,
    body: Rect,
    size: Size,
}

impl Server {
    pub(crate) fn new(app: &App) -> Self {
        Self {
            panes: Panes::new(PANES, Pane::Deeds),
            deeds: Selection::default(),
            on: None,
            heard: Selection::default(),
            count: heard::count(app),
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    fn deed(&self, app: &App) -> Option<Deed> {
        self.rows(app).get(self.deeds.at).copied()
    }

    /// The changes as they are listed. One that was made and is offered no more keeps its row while the cursor is on it: else another
    /// change would slide under the cursor, and a second Enter would make that.
    fn rows(&self, app: &App) -> Vec<Deed> {
        let mut deeds = app.deeds();
        let target = app.target_in_hand();
        let on = self.on.filter(|(at, _)| *at == target && !deeds.is_empty());
        if let Some((_, deed)) = on.filter(|(_, deed)| !deeds.contains(deed)) {
            deeds.insert(self.deeds.at.min(deeds.len()), deed);
        }
        deeds
    }

    /// Finds the row of what the cursor is on, or what is on its row.
    fn follow(&mut self, app: &App) {
        let rows = self.rows(app);
        let target = app.target_in_hand();
        let on = self.on.filter(|(at, _)| *at == target);
        let row = on.and_then(|(_, deed)| rows.iter().position(|one| *one == deed));
        let last = rows.len().saturating_sub(1);
        self.deeds.at = row.unwrap_or(self.deeds.at.min(last));
        self.on = rows.get(self.deeds.at).map(|deed| (target, *deed));
    }

    fn moved(&mut self, action: Action, app: &App) -> bool {
        match self.panes.at() {
            Pane::Deeds => {
                let rows = self.rows(app);
                let has_moved = self.deeds.react(action, rows.len());
                let on = rows.get(self.deeds.at);
                self.on = on.map(|deed| (app.target_in_hand(), *deed));
                self.follow(app);
                has_moved
            }
            // The cursor is in the list; a screenful is one of the record below it.
            Pane::Heard if matches!(action, Action::PageDown | Action::PageUp) => {
                let look = measuring(self.size, false);
                let [.., area] = areas(self.body, self.size);
                let of = (app, self.heard, area);
                heard::read(&mut self.panes.scroll, action, &look, of)
            }
            Pane::Heard => {
                self.panes.scroll = Scroll::default();
                self.heard.react(action, heard::count(app))
            }
            Pane::Stands => {
                let look = measuring(self.size, false);
                let inner = inside(areas(self.body, self.size)[1]);
                let lines = stands::lines(app, usize::from(inner.width), &look);
                self.panes
                    .scroll
                    .react(action, lines.len(), usize::from(inner.height))
            }
        }
    }
}

impl Screen for Server {
    fn context(&self, _app: &App) -> Context {
        Context::Server
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        let hand = match action {
            Action::Turn => Hand::Turn,
            Action::Undo => Hand::Undo,
            Action::Redo => Hand::Redo,
            Action::PutBack => Hand::PutBack,
            Action::NextPane | Action::Right => return self.panes.turn(true, PANES.len()),
            Action::PrevPane | Action::Left => return self.panes.turn(false, PANES.len()),
            Action::Accept if self.panes.at() == Pane::Deeds => match self.deed(app) {
                Some(deed) => Hand::Make(deed),
                None => return Reply::Done,
            },
            Action::Accept => return Reply::Done,
            Action::Close if app.opened_from_lesson() => {
                return Reply::Send(vec![Message::Go(Go::Return)]);
            }
            _ if self.moved(action, app) => return Reply::Done,
            _ => return Reply::Ignored,
        };
        Reply::Send(vec![Message::Hand(hand)])
    }

    fn sync(&mut self, app: &App) {
        let count = heard::count(app);
        if self.heard.at > 0 {
            self.heard.at += count.saturating_sub(self.count);
        }
        self.count = count;
        let last = |rows: usize| rows.saturating_sub(1);
        self.heard.at = self.heard.at.min(last(count));
        self.follow(app);
    }

    fn resized(&mut self, body: Rect, size: Size) {
        self.body = body;
        self.size = size;
    }

    fn status(&self, app: &App) -> String {
        let status = match self.panes.at() {
            // Where panes stand behind tabs, the words have room below the list.
            Pane::Deeds if !self.size.is_wide() => None,
            Pane::Deeds => {
                let then = |deed| stands::then(&app.deeds(), deed);
                return self.deed(app).map_or_else(String::new, then);
            }
            Pane::Stands => app.newest_in_hand().map(|_| words("hand.undo")),
            Pane::Heard => Some(words("hand.anyone")),
        };
        status.unwrap_or_default().to_owned()
    }

    fn idle(&self, app: &App) -> &'static [Action] {
        match (app.newest_in_hand(), self.panes.at()) {
            (None, Pane::Deeds) => &[Action::Undo, Action::PutBack],
            (None, _) => &[Action::Undo, Action::PutBack, Action::Accept],
            (Some(_), Pane::Deeds) => &[],
            (Some(_), _) => &[Action::Accept],
        }
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        match app.next_redo_in_hand() {
            Some(_) => &[Action::Redo],
            None => &[],
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let areas = areas(area, look.size);
        let shown = self.panes.shown(canvas, look, &NAMES, (area, &areas));
        for shown in shown {
            let (focus, area) = (self.panes.focus(shown.pane), shown.area);
            match shown.pane {
                Pane::Deeds => {
                    let rows = self.rows(app);
                    stands::deeds(canvas, area, look, (app, &rows, self.deeds, focus));
                }
                Pane::Stands => {
                    let scroll: Scroll = self.panes.scroll_of(Pane::Stands);
                    stands::draw(canvas, area, look, (app, scroll, focus));
                }
                Pane::Heard => {
                    let scroll = self.panes.scroll_of(Pane::Heard);
                    heard::draw(canvas, area, look, (app, self.heard, scroll, focus));
                }
            }
        }
    }
}

/// Where the panes are, in their order: what can be changed above how it stands, and beside both what is heard.
fn areas(area: Rect, size: Size) -> [Rect; 3] {
    if !size.is_wide() {
        let [_, rest] = above(area, 1);
        return [rest; 3];
    }
    let [left, heard] = beside(area, 48);
    let [deeds, stands] = above(left, left.height / 2);
    [deeds, stands, heard]
}
