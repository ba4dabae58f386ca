//! The words around a desk: how to fill an empty one, how fetching the keys goes, the verdict above the findings.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::desk::{CheckDesk, KeyFetch};
use crate::lesson::desks::filled;
use crate::oauth::text::visible_line;
use crate::oauth::vendor::ProfileChoice;
use crate::tui::canvas::Canvas;
use crate::tui::text::{self, marked, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::findings;
use crate::tui::widget::panel::Focus;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sheet::{Sheet, room};

/// A line of the empty desk: a key and what it does; a sentence where there is no key.
pub(in crate::tui::screen) type Offer = (&'static str, &'static str);

/// How fetching the keys goes, in words; `None` where there is nothing to say.
pub(in crate::tui::screen) fn keys(keys: &KeyFetch) -> Option<String> {
    match keys {
        KeyFetch::Idle => None,
        KeyFetch::Waiting(_) => Some("Fetching the public keys.".to_owned()),
        KeyFetch::Asking(_, host) => Some(format!(
            "Asking {} for its public keys.",
            visible_line(host)
        )),
        KeyFetch::From(host) => Some(format!(
            "Checked with the keys that {} publishes.",
            visible_line(host)
        )),
        KeyFetch::Failed(fault) => Some(format!("No keys: {}", visible_line(&fault.to_string()))),
        KeyFetch::NotOurs(issuer) if issuer.is_empty() => {
            Some("The token does not say who made it, so there are no keys to fetch.".to_owned())
        }
        KeyFetch::NotOurs(issuer) => {
            let issuer = ("issuer", visible_line(issuer));
            Some(filled("key.not-ours", &[issuer]))
        }
        KeyFetch::Done => {
            Some("Checked against the keys of the tenant of this session.".to_owned())
        }
        KeyFetch::Given { count: 1 } => Some("Checked with the key that you gave.".to_owned()),
        KeyFetch::Given { count } => Some(format!("Checked with the {count} keys that you gave.")),
        KeyFetch::Refused(why) => Some(format!("What you gave is no key: {why}.")),
    }
}

/// The verdict and the layers, above everything else.
pub(super) fn headline(canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, desk: &CheckDesk) {
    let mut lines = match &desk.report {
        Some(report) => vec![
            findings::headline(report, look),
            findings::chips(&report.findings, look),
        ],
        None => vec![Line::styled("Nothing to check yet", look.style(Role::Dim))],
    };
    for line in &mut lines {
        line.spans.insert(0, Span::raw(" "));
    }
    // What it is judged by stands to the right of the shorter line of the two, if one has room for it.
    let judged = judged_by(desk);
    let room = usize::from(area.width).saturating_sub(text::width(&judged) + 2);
    if let Some(line) = lines.iter_mut().find(|line| line.width() < room) {
        let gap = " ".repeat(room.saturating_sub(line.width()));
        line.spans.push(Span::raw(gap));
        line.spans.push(Span::styled(judged, look.style(Role::Dim)));
    }
    canvas.write(&lines, area);
}

/// Profile, strictness, and whether there is something to compare with, in a few words.
fn judged_by(desk: &CheckDesk) -> String {
    let Some(report) = &desk.report else {
        return String::new();
    };
    let mut words = format!("profile {}", report.profile.word());
    if desk.wanted.profile == ProfileChoice::Auto {
        words.push_str(" (auto)");
    }
    if desk.wanted.strict {
        words.push_str(", strict");
    }
    if desk.wanted.has_target() {
        words.push_str(", compared");
    }
    words
}

/// The desk without a text: the ways to get one.
pub(in crate::tui::screen) fn empty(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    offers: &[Offer],
) {
    let (width, _) = room(area);
    let lines = offered(offers, width, look);
    Sheet {
        title: "Nothing here yet",
        others: (&[], ""),
        aside: "",
        focus: Focus::Here,
        lines,
        scroll: Scroll::default(),
    }
    .draw(canvas, area, look);
}

/// The offers as lines: sentences, and keys with what they do.
pub(in crate::tui::screen) fn offered(
    offers: &[Offer],
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let cells = usize::from(width);
    let mut lines = vec![Line::default()];
    for (key, words) in offers {
        if key.is_empty() {
            lines.extend(prose(words, cells, look.style(Role::Text)));
            lines.push(Line::default());
            continue;
        }
        let key = Span::styled(format!("{key:<7}"), look.style(Role::Key));
        lines.extend(marked(key, words, cells, look.style(Role::Text)));
    }
    lines
}
