//! The server's view: what arrived, each check in its own order, what was answered; of our request or of another program's.

use ratatui::text::{Line, Span};

use crate::app::Visitor;
use crate::lesson::desks::words;
use crate::oauth::journal::Entry;
use crate::oauth::text::visible_line;
use crate::oauth::time::UnixMillis;
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::reply;
use crate::tui::widget::sequence::{Step, micros, outcome};

/// The record as lines, and the line of the selected step.
pub(in crate::tui::screen) fn lines(
    entry: Option<&Entry>,
    selected: Option<Step>,
    width: u16,
    look: &Look<'_>,
) -> (Vec<Line<'static>>, usize) {
    let Some(entry) = entry else {
        let none = words("send.record.none");
        return (prose(none, usize::from(width), look.style(Role::Dim)), 0);
    };
    let mut at = 0;
    let cells = usize::from(width);
    let mut lines = vec![heading("Arrived", look)];
    let request = text::outside(&entry.request_line, cells.saturating_sub(2), look);
    let chosen = selected == Some(Step::Request);
    lines.push(Line::from(vec![
        cursor(chosen, look),
        Span::styled(request, look.style(Role::Method)),
    ]));
    let name = entry
        .received
        .iter()
        .map(|(name, _)| text::width(name))
        .max()
        .unwrap_or(0)
        .min(cells / 3);
    for (key, value) in &entry.received {
        let value_room = cells.saturating_sub(name + 4);
        lines.push(Line::from(vec![
            Span::raw("  "),
            Span::styled(
                text::column(&visible_line(key), name, look),
                look.style(Role::Name),
            ),
            Span::styled(
                format!("  {}", text::outside(value, value_room, look)),
                look.style(Role::Value),
            ),
        ]));
    }
    lines.push(Line::default());
    lines.push(heading("Checked", look));
    for (index, check) in entry.checks.iter().enumerate() {
        let chosen = selected == Some(Step::Check(index));
        if chosen {
            at = lines.len();
        }
        lines.push(check_row(check, chosen, cells, look));
    }
    lines.push(Line::default());
    let chosen = selected == Some(Step::Reply);
    if chosen {
        at = lines.len();
    }
    lines.extend(answer(entry, chosen, cells, look));
    (lines, at)
}

fn heading(words: &'static str, look: &Look<'_>) -> Line<'static> {
    Line::styled(words, look.style(Role::Title))
}

fn cursor(chosen: bool, look: &Look<'_>) -> Span<'static> {
    let cursor = if chosen { look.marks.cursor } else { " " };
    Span::styled(format!("{cursor} "), look.style(Role::Accent))
}

fn check_row(
    check: &crate::oauth::journal::Check,
    chosen: bool,
    cells: usize,
    look: &Look<'_>,
) -> Line<'static> {
    const ID: usize = 13;
    let (role, mark) = outcome(check.outcome, look);
    let time = micros(check.at_us, look);
    let room = cells.saturating_sub(ID + text::width(mark) + text::width(&time) + 6);
    let words = text::column(&visible_line(&check.what), room, look);
    let id_role = if chosen { Role::Strong } else { Role::Text };
    Line::from(vec![
        cursor(chosen, look),
        Span::styled(format!("{mark} "), look.style(role)),
        Span::styled(text::column(check.id, ID, look), look.style(id_role)),
        Span::styled(format!(" {words} "), look.style(Role::Dim)),
        Span::styled(time, look.style(Role::Dim)),
    ])
}

fn answer(entry: &Entry, chosen: bool, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let (role, mark) = reply::verdict(entry.status, look);
    let status = entry.status.to_string();
    // An API that lets a call in says nothing more.
    let more = Some(visible_line(&entry.answered)).filter(|more| *more != status);
    let words = format!("{mark} {status} {}", more.unwrap_or_default());
    let words = words.trim_end();
    let took = format!("  after {}", micros(entry.took_us, look));
    let words = text::middle(words, cells.saturating_sub(2 + text::width(&took)), look);
    vec![
        heading("Answered", look),
        Line::from(vec![
            cursor(chosen, look),
            Span::styled(words, look.style(role)),
            Span::styled(took, look.style(Role::Dim)),
        ]),
    ]
}

/// That another program asked, and when.
pub(super) fn about_visitor(
    visitor: &Visitor,
    now: UnixMillis,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let (at, entry) = (visitor.at, &visitor.entry);
    let cells = usize::from(width);
    let seconds = now.seconds().0.saturating_sub(at.seconds().0).max(0);
    let when = if seconds < 2 {
        "just now".to_owned()
    } else {
        format!("{seconds} s ago")
    };
    let agent = entry
        .received
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("user-agent"))
        .map_or("another program", |(_, value)| value.as_str());
    let tenant = visitor.target.word();
    let words = format!("{} asked the {tenant} tenant {when}.", visible_line(agent));
    let mut lines = prose(&words, cells, look.style(Role::Strong));
    lines.push(Line::default());
    lines.extend(prose(
        "The practice tenant answers anyone on this machine while the tutor is open.",
        cells,
        look.style(Role::Text),
    ));
    lines.push(Line::default());
    let id = format!("request id {}", visible_line(&entry.id));
    lines.extend(prose(&id, cells, look.style(Role::Dim)));
    lines
}
