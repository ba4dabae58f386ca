//! Beside the work screen of a large terminal: what the practice servers know, and their own record of every request they heard.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::player::Player;
use crate::app::tenant::TenantFacts;
use crate::oauth::journal::Entry;
use crate::oauth::text::visible_line;
use crate::tui::canvas::Canvas;
use crate::tui::text::{self, fold, prose, width};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::panel::Focus;
use crate::tui::widget::reply;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sequence::{micros, outcome};
use crate::tui::widget::sheet::{Sheet, room};

/// Draws the column.
pub(crate) fn server(canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
    let (Some(player), Some(facts)) = (&app.player, app.facts()) else {
        return;
    };
    let cells = usize::from(room(area).0);
    let entries = heard(app, player);
    let mut lines = known(player, facts, cells, look);
    lines.push(Line::default());
    lines.push(Line::styled("Heard, newest first", look.style(Role::Title)));
    if entries.is_empty() {
        let words = "Nothing yet. A request shows here as it comes in.";
        lines.extend(prose(words, cells, look.style(Role::Dim)));
    }
    for (age, entry) in entries.into_iter().rev().enumerate() {
        lines.push(headline(entry, cells, look));
        // Only the newest in full: the older ones are a list to compare it with.
        if age == 0 {
            lines.extend(entry.checks.iter().map(|check| {
                let (role, mark) = outcome(check.outcome, look);
                let time = micros(check.at_us, look);
                let id = cells.saturating_sub(width(mark) + width(&time) + 4);
                Line::from(vec![
                    Span::styled(format!("  {mark} "), look.style(role)),
                    Span::styled(text::column(check.id, id, look), look.style(Role::Text)),
                    Span::styled(format!(" {time}"), look.style(Role::Dim)),
                ])
            }));
            lines.push(Line::default());
        }
    }
    Sheet {
        title: "The server's view",
        others: (&[], ""),
        aside: "",
        focus: Focus::Elsewhere,
        lines,
        scroll: Scroll::default(),
    }
    .draw(canvas, area, look);
}

/// What it was set up with.
fn known(
    player: &Player,
    facts: &TenantFacts,
    cells: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    const LABEL: usize = 9;
    let app = player.bench.app.as_ref();
    let id = app.map_or("none of yours yet", |app| app.client_id.0.as_str());
    let default = facts.default_audience.as_deref().unwrap_or("none");
    let row = |label: &str, value: &str| {
        let whole = visible_line(value);
        let name = Span::styled(text::column(label, LABEL, look), look.style(Role::Name));
        if LABEL + width(&whole) <= cells {
            let value = Span::styled(whole, look.style(Role::Value));
            return vec![Line::from(vec![name, value])];
        }
        // What has no room beside its name stands below it, whole.
        let mut lines = vec![Line::from(name)];
        lines.extend(fold(&[(whole, look.style(Role::Value))], cells));
        lines
    };
    let mut lines = vec![Line::styled("Knows", look.style(Role::Title))];
    lines.extend(row("client", id));
    if facts.takes_audience() {
        lines.extend(row("default", default));
    }
    for rule in &facts.rules {
        lines.extend(row("Action", rule.word()));
    }
    for api in &facts.apis {
        lines.extend(row("API", &api.name));
    }
    lines
}

/// Every request that is on record in this session, oldest first: of the lesson, and of another program.
fn heard<'a>(app: &'a App, player: &'a Player) -> Vec<&'a Entry> {
    // By the clock of the tutor: that of a tenant may be moved.
    let runs = &player.bench.runs;
    let own = runs
        .iter()
        .flat_map(|run| run.journal.iter().map(|entry| (run.at, entry)));
    let calls = runs.iter().flat_map(|run| &run.call.answers);
    let calls = calls.flat_map(|call| call.journal.iter().map(|entry| (call.at, entry)));
    let visitor = app
        .visitor
        .as_ref()
        .filter(|visitor| visitor.target == player.target)
        .map(|visitor| (visitor.at, &visitor.entry));
    let mut all: Vec<_> = own.chain(calls).chain(visitor).collect();
    all.sort_by_key(|(at, _)| *at);
    let mut entries: Vec<&Entry> = all.into_iter().map(|(_, entry)| entry).collect();
    entries.dedup_by_key(|entry| &entry.id);
    entries
}

fn headline(entry: &Entry, cells: usize, look: &Look<'_>) -> Line<'static> {
    let (role, mark) = reply::verdict(entry.status, look);
    let status = format!("{mark} {} ", entry.status);
    let room = cells.saturating_sub(width(&status));
    let asked = entry.request_line.trim_end_matches(" HTTP/1.1");
    Line::from(vec![
        Span::styled(status, look.style(role)),
        Span::styled(
            text::middle(&visible_line(asked), room, look),
            look.style(Role::Method),
        ),
    ])
}
