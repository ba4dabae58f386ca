//! Where things go: pure functions from one area to its parts, shared by drawing and by the arithmetic of scrolling.
//!
//! Sums and no solver: ratatui's `Layout` took a tenth of the time to the first frame for splits that have one solution.

use ratatui::layout::Rect;

/// The size classes of SCREENS.md section 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// Below 60x16: one line that says so.
    Tiny,
    /// From 60x16: one pane, one idea.
    Small,
    /// From 80x22: two panes fold.
    Medium,
    /// From 100x28: as drawn.
    Normal,
    /// From 120x35: room for a further column.
    Large,
}

/// The smallest terminal that is drawn on: columns, rows.
pub(crate) const SMALLEST: (u16, u16) = (60, 16);

impl Size {
    /// The class of an area.
    pub fn of(area: Rect) -> Self {
        let fits = |columns, rows| area.width >= columns && area.height >= rows;
        if fits(120, 35) {
            Self::Large
        } else if fits(100, 28) {
            Self::Normal
        } else if fits(80, 22) {
            Self::Medium
        } else if fits(SMALLEST.0, SMALLEST.1) {
            Self::Small
        } else {
            Self::Tiny
        }
    }

    /// True where two panes stand side by side.
    pub(crate) fn is_wide(self) -> bool {
        self >= Self::Normal
    }
}

/// The parts of the whole screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chrome {
    /// Lesson and title, target, masked.
    pub(crate) top: Rect,
    /// The stage bar; no rows on small screens, where it joins the top line.
    pub(crate) bar: Rect,
    /// What is to be done now.
    pub(crate) task: Rect,
    /// The three lanes of the exchange; no rows where a screen has none.
    pub(crate) spine: Rect,
    /// What happened, and what it means; no rows where nothing is judged.
    pub(crate) band: Rect,
    /// What the screen itself draws on.
    pub(crate) body: Rect,
    /// The toast, or a sentence about the state.
    pub(crate) status: Rect,
    /// The keys.
    pub(crate) footer: Rect,
}

/// Longer rows are hard to follow: what is wider stays free on both sides.
const WIDEST: u16 = 104;

/// What a screen asks of the terminal's room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Rows of the spine.
    pub(crate) spine: u16,
    /// Rows of the verdict band.
    pub(crate) band: u16,
    /// A column beside the work screen.
    pub(crate) column: bool,
}

/// The parts of the whole screen; one column stays free on both sides of the lines. What is about the step stands in the middle of a
/// wide terminal.
pub(crate) fn chrome(area: Rect, asked: Asked) -> Chrome {
    let bar = u16::from(Size::of(area).is_wide());
    let rows = [1, bar, asked.spine, 1, asked.band];
    let (head, foot) = (rows.iter().sum(), 2);
    let [head, rest] = above(area, head);
    let [body, foot] = below(rest, foot);
    let [top, head] = above(head, rows[0]);
    let [bar, head] = above(head, rows[1]);
    let [spine, head] = above(head, rows[2]);
    let [task, band] = above(head, rows[3]);
    let [status, footer] = above(foot, 1);
    let widest = if asked.column {
        WORK + 1 + COLUMN.1
    } else {
        WIDEST
    };
    let middle = |part: Rect| centred(part, widest, part.height);
    let inset = |line: Rect| Rect {
        x: line.x + 1,
        width: line.width.saturating_sub(2),
        ..line
    };
    Chrome {
        top: inset(middle(top)),
        bar: inset(middle(bar)),
        spine: inset(middle(spine)),
        task: inset(middle(task)),
        band: inset(middle(band)),
        body: middle(body),
        status: inset(middle(status)),
        footer: inset(middle(footer)),
    }
}

/// True where a column has room beside a work screen.
pub(crate) fn has_column(area: Rect) -> bool {
    Size::of(area) == Size::Large && area.width > WORK + COLUMN.0
}

/// Two panes side by side, the left taking `share` of a hundred columns, one column between them.
pub(crate) fn beside(area: Rect, share: u16) -> [Rect; 2] {
    let left = (u32::from(area.width) * u32::from(share) + 50) / 100;
    let left = u16::try_from(left).unwrap_or(area.width);
    let [left, rest] = left_of(area, left);
    let [_, right] = left_of(rest, 1);
    [left, right]
}

/// What a work screen is drawn for, and how wide the column beside it is: at least, and at most.
const WORK: u16 = 100;
const COLUMN: (u16, u16) = (31, 48);

/// The work screen, and on the right of it the column for the server's view.
pub(crate) fn with_column(body: Rect) -> [Rect; 2] {
    let wide = body.width.saturating_sub(WORK + 1);
    let wide = wide.clamp(COLUMN.0, COLUMN.1).min(body.width);
    let [rest, column] = left_of(body, body.width - wide);
    let [work, _] = left_of(rest, rest.width.saturating_sub(1));
    [work, column]
}

/// The left `columns` columns, and the rest.
fn left_of(area: Rect, columns: u16) -> [Rect; 2] {
    let width = columns.min(area.width);
    let left = Rect { width, ..area };
    let right = Rect {
        x: area.x + width,
        width: area.width - width,
        ..area
    };
    [left, right]
}

/// The upper `rows` rows, and the rest.
pub(crate) fn above(area: Rect, rows: u16) -> [Rect; 2] {
    let height = rows.min(area.height);
    let upper = Rect { height, ..area };
    let lower = Rect {
        y: area.y + height,
        height: area.height - height,
        ..area
    };
    [upper, lower]
}

/// The lower `rows` rows, after the rest.
pub(crate) fn below(area: Rect, rows: u16) -> [Rect; 2] {
    above(area, area.height.saturating_sub(rows))
}

/// The rows of the drawer under a work screen: a third at most.
pub(crate) fn drawer(area: Rect) -> u16 {
    (area.height / 3).max(6).min(area.height / 2)
}

/// The inside of a framed pane: the border and one cell of padding to the left and right are taken off.
pub(crate) fn inside(pane: Rect) -> Rect {
    Rect {
        x: pane.x.saturating_add(2),
        y: pane.y.saturating_add(1),
        width: pane.width.saturating_sub(4),
        height: pane.height.saturating_sub(2),
    }
}

/// A box of at most `width` columns and `height` rows in the middle of `area`.
pub(crate) fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}
