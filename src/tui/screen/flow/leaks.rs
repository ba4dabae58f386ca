//! The table of what a credential leaks, below the value of a port: three columns where there is room, else place by place.

use ratatui::text::{Line, Span};

use crate::app::flow_desk::FlowDesk;
use crate::app::leak_table::LeakTable;
use crate::flow::Place;
use crate::tui::text::{column, prose, wrap};
use crate::tui::theme::{Look, Role};

/// Below this many cells a column would break the name of a port.
const WIDE: usize = 64;

/// The table for what stands in that port; nothing where that is no credential.
pub(super) fn lines(
    desk: &FlowDesk,
    place: &Place,
    cells: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let Some(table) = desk.leak_table(place) else {
        return Vec::new();
    };
    let mut lines = vec![Line::default()];
    lines.extend(prose(&table.now, cells, look.style(Role::Accent)));
    lines.push(Line::default());
    if cells < WIDE {
        lines.extend(stacked(&table, cells, look));
    } else {
        lines.extend(table.rows.iter().enumerate().flat_map(|(at, row)| {
            let role = if at == 0 { Role::Title } else { Role::Text };
            of_row(row, role, cells, look)
        }));
    }
    lines.push(Line::default());
    lines.extend(prose(table.so, cells, look.style(Role::Text)));
    lines
}

fn of_row(row: &[String; 3], role: Role, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let third = cells / 3;
    let columns = row
        .each_ref()
        .map(|text| wrap(text, third.saturating_sub(2)));
    let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
    let line = |at: usize| {
        let spans = columns.iter().enumerate().map(|(which, lines)| {
            let words = lines.get(at).map_or("", String::as_str);
            let role = if which == 0 && role == Role::Text {
                Role::Name
            } else {
                role
            };
            Span::styled(column(words, third, look), look.style(role))
        });
        Line::from(spans.collect::<Vec<_>>())
    };
    (0..rows).map(line).collect()
}

fn stacked(table: &LeakTable, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let Some(([_, typed, apart], rows)) = table.rows.split_first() else {
        return Vec::new();
    };
    let of = |[place, one, other]: &[String; 3]| {
        let mut lines = prose(place, cells, look.style(Role::Name));
        let both = if one == other {
            vec![one.clone()]
        } else {
            vec![format!("{typed}: {one}"), format!("{apart}: {other}")]
        };
        let words = both
            .iter()
            .flat_map(|words| prose(words, cells.saturating_sub(2), look.style(Role::Text)));
        lines.extend(words.map(|mut line| {
            line.spans.insert(0, Span::raw("  "));
            line
        }));
        lines
    };
    rows.iter().flat_map(of).collect()
}
