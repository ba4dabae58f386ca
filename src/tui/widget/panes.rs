//! The panes of a screen: which one has the focus and how far it is scrolled. Side by side where there is room, else behind tabs.

use ratatui::layout::Rect;

use crate::tui::canvas::Canvas;
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

/// The panes of a screen, of which one has the focus.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Panes<P: 'static> {
    all: &'static [P],
    at: P,
    /// How far the one with the focus is scrolled.
    pub(crate) scroll: Scroll,
}

impl<P: Copy + PartialEq> Panes<P> {
    /// All panes in the order of Tab; `at` has the focus.
    pub(crate) fn new(all: &'static [P], at: P) -> Self {
        Self {
            all,
            at,
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
        Reply::Done
    }

    /// The next of the first `count` panes, or the one before.
    pub(crate) fn turn(&mut self, forward: bool, count: usize) -> Reply {
        self.go(next(self.all, self.at, (forward, count)))
    }

    /// The panes that show, and where: all on their `areas`, or the one with the focus below the tabs that name them.
    pub(crate) fn shown(
        &self,
        canvas: &mut Canvas<'_, '_>,
        look: &Look<'_>,
        names: &[&str],
        (area, areas): (Rect, &[Rect]),
    ) -> Vec<(P, Rect)> {
        if look.size.is_wide() {
            return self
                .all
                .iter()
                .copied()
                .zip(areas.iter().copied())
                .collect();
        }
        let rest = tabs(canvas, area, look, names, self.index());
        vec![(self.at, rest)]
    }
}
