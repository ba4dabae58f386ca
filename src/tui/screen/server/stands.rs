//! How the server in hand stands, and what can be changed of it.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::deed::Deed;
use crate::app::standing::{Row, rows};
use crate::lesson::desks::words;
use crate::oauth::text::visible_line;
use crate::tui::canvas::Canvas;
use crate::tui::layout::below;
use crate::tui::text::{column, ending, prose, width};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::list::Selection;
use crate::tui::widget::panel::{Focus, panel};
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sheet::Sheet;

/// The rows of what a change means.
const MEANING: u16 = 3;

/// The cells of a name.
const NAME: usize = 14;

/// How it stands.
pub(super) fn draw(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    (app, scroll, focus): (&App, Scroll, Focus),
) {
    let cells = usize::from(crate::tui::widget::sheet::room(area).0);
    Sheet {
        title: "How it stands",
        others: (&[], ""),
        aside: &changed(app, look),
        focus,
        lines: lines(app, cells, look),
        scroll,
    }
    .draw(canvas, area, look);
}

/// How many changes are in force, where some are.
fn changed(app: &App, look: &Look<'_>) -> String {
    match app.hand.in_force(app.target_in_hand()).len() {
        0 => String::new(),
        count => format!("{} {count} changed", look.marks.warn),
    }
}

/// The facts, and below them what was changed, the newest first.
pub(super) fn lines(app: &App, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let target = app.target_in_hand();
    let Some(facts) = app.facts_in_hand() else {
        return prose(words("hand.starting"), cells, look.style(Role::Warn));
    };
    let standing = app.hand.standing(target);
    let mut lines: Vec<_> = rows(facts, standing, &app.hand.wishes_in_force(target))
        .iter()
        .flat_map(|row| fact(row, cells, look))
        .collect();
    let made = app.hand.made(target);
    if !made.is_empty() {
        lines.push(Line::default());
        let head = "Changed here, newest first";
        lines.push(Line::styled(head, look.style(Role::Title)));
        for deed in made.iter().rev().filter_map(Deed::of) {
            lines.extend(prose(deed.name(), cells, look.style(Role::Text)));
        }
    }
    lines
}

/// A fact; what has no room beside its name goes on below it.
fn fact(row: &Row, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let (mark, role) = if row.is_changed {
        (look.marks.warn, Role::Warn)
    } else {
        (" ", Role::Name)
    };
    let name = format!("{mark} {}", column(row.name, NAME, look));
    let room = cells.saturating_sub(width(&name));
    let whole = visible_line(&row.value);
    let told = look.style(Role::Value);
    let value = prose(&whole, room, told);
    value
        .into_iter()
        .enumerate()
        .map(|(at, line)| {
            let head = match at {
                0 => Span::styled(name.clone(), look.style(role)),
                _ => Span::raw(" ".repeat(width(&name))),
            };
            let mut spans = vec![head];
            spans.extend(line.spans.into_iter().map(|span| span.style(told)));
            Line::from(spans)
        })
        .collect()
}

/// What can be changed.
pub(super) fn deeds(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    (app, deeds, selection, focus): (&App, &[Deed], Selection, Focus),
) {
    let inner = panel(
        canvas,
        area,
        look,
        ("Change it", &changed(app, look)),
        focus,
    );
    let cells = usize::from(inner.width).saturating_sub(2);
    if deeds.is_empty() {
        let lines = prose(words("hand.starting"), cells, look.style(Role::Warn));
        return canvas.write(&lines, inner);
    }
    let in_force = app.hand.in_force(app.target_in_hand());
    let offered = app.deeds();
    let row = |deed: &Deed| {
        let (mark, role) = if in_force.contains(deed) {
            (look.marks.warn, Role::Warn)
        } else if offered.contains(deed) {
            (" ", Role::Text)
        } else {
            (" ", Role::Dim)
        };
        vec![Line::from(vec![
            Span::styled(format!("{mark} "), look.style(Role::Warn)),
            Span::styled(
                ending(deed.name(), cells.saturating_sub(2), look),
                look.style(role),
            ),
        ])]
    };
    let rows: Vec<Vec<Line<'_>>> = deeds.iter().map(row).collect();
    if look.size.is_wide() {
        return selection.draw(canvas, inner, look, (&rows, focus));
    }
    let [list, below] = below(inner, MEANING);
    selection.draw(canvas, list, look, (&rows, focus));
    let selected = deeds.get(selection.at);
    let words = selected.map_or_else(String::new, |deed| then(&offered, *deed));
    let cells = usize::from(below.width);
    canvas.write(&prose(&words, cells, look.style(Role::Dim)), below);
}

/// What a change means for the next request; of one that is made and can be made no more, that.
pub(super) fn then(offered: &[Deed], deed: Deed) -> String {
    if offered.contains(&deed) {
        return format!("Then: {}", deed.means());
    }
    words("hand.done").to_owned()
}
