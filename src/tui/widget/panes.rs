//! The panes of a screen: which one has the focus and how far it is scrolled. Side by side where there is room, else behind tabs.

use ratatui::layout::Rect;

use crate::tui::canvas::{Canvas, Hit};
use crate::tui::layout::above;
use crate::tui::screen::Reply;
use crate::tui::theme::Look;
use crate::tui::widget::panel::Focus;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sheet::tabs;

/// The pane after `at` in the order of Tab, or the one before, round and round among the first `count`.
pub(crate) fn next<P: Copy + PartialEq>(all: &[P], at: P, (forward, count): (bool, usize)) -> P {
    let index = all.iter().position(|pane| *pane == at).unwrap_or(0);
    let step = if forward { 1 } else { count.saturating_sub(1) };
    let next = (index + step) % count.max(1);
    all.get(next).copied().unwrap_or(at)
}

/// The panes of a screen, of which one has the focus. Panes that share an area are the tabs of a drawer: the one that was looked at
/// last is open.
#[derive(Clone, Debug)]
pub(crate) struct Panes<P: 'static> {
    all: &'static [P],
    at: P,
    /// In the order in which they had the focus, the newest last.
    seen: Vec<P>,
    /// How far the one with the focus is scrolled.
    pub(crate) scroll: Scroll,
}

/// A pane that shows.
pub(crate) struct Shown<'n, P> {
    /// Which.
    pub(crate) pane: P,
    /// Where.
    pub(crate) area: Rect,
    /// What else its area can hold.
    pub(crate) others: Vec<&'n str>,
}

impl<P: Copy + PartialEq> Panes<P> {
    /// All panes in the order of Tab; `at` has the focus.
    pub(crate) fn new(all: &'static [P], at: P) -> Self {
        Self {
            all,
            at,
            seen: Vec::new(),
            scroll: Scroll::default(),
        }
    }

    /// The one with the focus.
    pub(crate) fn at(&self) -> P {
        self.at
    }

    /// Where the one with the focus stands in the order of Tab.
    pub(crate) fn index(&self) -> usize {
        let at = self.all.iter().position(|pane| *pane == self.at);
        at.unwrap_or(0)
    }

    /// Whether `pane` has the focus.
    pub(crate) fn focus(&self, pane: P) -> Focus {
        Focus::when(self.at == pane)
    }

    /// How far `pane` is scrolled: all but the one with the focus stand at their top.
    pub(crate) fn scroll_of(&self, pane: P) -> Scroll {
        if self.at == pane {
            self.scroll
        } else {
            Scroll::default()
        }
    }

    /// `pane` gets the focus, and stands at its top.
    pub(crate) fn go(&mut self, pane: P) -> Reply {
        (self.at, self.scroll) = (pane, Scroll::default());
        self.seen.retain(|seen| *seen != pane);
        self.seen.push(pane);
        Reply::Done
    }

    /// The next of the first `count` panes, or the one before.
    pub(crate) fn turn(&mut self, forward: bool, count: usize) -> Reply {
        self.go(next(self.all, self.at, (forward, count)))
    }

    /// The panes that show, and where: of those that share one of the `areas` the open one, or the one with the focus below the tabs that
    /// name them all.
    pub(crate) fn shown<'n>(
        &self,
        canvas: &mut Canvas<'_, '_>,
        look: &Look<'_>,
        names: &[&'n str],
        (area, areas): (Rect, &[Rect]),
    ) -> Vec<Shown<'n, P>> {
        if !look.size.is_wide() {
            let area = tabs(canvas, area, look, names, self.index());
            let pane = self.at;
            return vec![Shown {
                pane,
                area,
                others: Vec::new(),
            }];
        }
        let places = || self.all.iter().copied().zip(areas.iter().copied());
        let mut shown = Vec::new();
        for (pane, area) in places() {
            let sharing: Vec<P> = places()
                .filter(|(_, at)| *at == area)
                .map(|(one, _)| one)
                .collect();
            if self.open(&sharing) == Some(pane) {
                self.clicked(canvas, area, pane, (&sharing, names.len()));
                let others = self.all.iter().zip(names);
                let others = others.filter(|(one, _)| **one != pane && sharing.contains(one));
                let others = others.map(|(_, name)| *name).collect();
                shown.push(Shown { pane, area, others });
            }
        }
        shown
    }

    /// A click on a pane leads there, a click on the titles of a drawer to its next pane.
    /// `count` is how many panes there are now.
    fn clicked(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        pane: P,
        (sharing, count): (&[P], usize),
    ) {
        let index = |pane: P| self.all.iter().position(|one| *one == pane).unwrap_or(0);
        let turns = |to: P| (index(to) + count - self.index()) % count.max(1);
        if pane != self.at {
            canvas.hit(area, Hit::Turn(turns(pane)));
        }
        let at = sharing.iter().position(|one| *one == pane).unwrap_or(0);
        if let Some(next) = sharing.get((at + 1) % sharing.len().max(1))
            && *next != pane
        {
            let [title, _] = above(area, 1);
            canvas.hit(title, Hit::Turn(turns(*next)));
        }
    }

    /// Of panes that share an area the one that was looked at last, else the first.
    fn open(&self, sharing: &[P]) -> Option<P> {
        if sharing.contains(&self.at) {
            return Some(self.at);
        }
        let newest = self.seen.iter().rev().find(|seen| sharing.contains(seen));
        newest.or(sharing.first()).copied()
    }
}
