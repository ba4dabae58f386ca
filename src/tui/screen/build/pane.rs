//! The panes of the build screen, and where they stand.

use ratatui::layout::Rect;

use crate::tui::layout::{Size, above, below, beside};

/// What has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pane {
    Form,
    Wire,
    Foot,
}

/// What stands at the foot of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foot {
    /// Why the selected line is there.
    Why,
    /// What to do on this screen.
    Steps,
    /// What the lesson asks here.
    Question,
}

impl Pane {
    /// The pane that comes next, forward or backward.
    pub(super) fn turned(self, forward: bool) -> Self {
        match (self, forward) {
            (Self::Form, true) | (Self::Foot, false) => Self::Wire,
            (Self::Wire, true) | (Self::Form, false) => Self::Foot,
            (Self::Foot, true) | (Self::Wire, false) => Self::Form,
        }
    }
}

/// The rectangles of form, wire view and foot; on small screens all are the one below the tabs.
pub(super) fn areas(area: Rect, size: Size) -> [Rect; 3] {
    if !size.is_wide() {
        let [_, pane] = above(area, 1);
        return [pane; 3];
    }
    let [top, foot] = below(area, 7 + area.height.saturating_sub(25) / 4);
    // Beside the server's view the form needs its half, so that no value is cut.
    let [form, wire] = beside(top, if top.width < 96 { 50 } else { 45 });
    [form, wire, foot]
}
