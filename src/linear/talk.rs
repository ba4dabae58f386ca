//! What was said already, so that only news is said again, and which menu is open.

use crate::app::desk::KeyFetch;
use crate::app::spot::{Scene, Spot};
use crate::app::tenant::Tenant;
use crate::app::token::Verifying;
use crate::app::workbench::Registering;
use crate::app::workbench::Sending;
use crate::app::{App, Page};
use crate::lesson::target::TargetName;
use crate::oauth::text::wrap::{Long, wrap};

use super::choices::{Numbers, Sub};
use super::say::{self, Kind, Said};

/// Where the learner is.
type Place = (Page, Option<(u32, Spot, Scene)>, Option<TargetName>);

/// The state of the conversation; everything else is the app's.
#[derive(Default)]
pub(super) struct Talk {
    place: Option<Place>,
    said: Vec<Said>,
    visited: Vec<Place>,
    /// The menu that is open.
    pub(super) open: Sub,
    /// The numbers that choices have had at this place.
    pub(super) numbers: Numbers,
}

impl Talk {
    /// What is to be said now: the whole page at a new place, its introduction only the first time; else what has changed.
    pub(super) fn news(&mut self, app: &App) -> Vec<String> {
        let place = place(app);
        let page = say::page(app);
        let moved = self.place != Some(place);
        let first = !self.visited.contains(&place);
        if moved {
            self.numbers.clear();
            self.open = Sub::Main;
        }
        if first {
            self.visited.push(place);
        }
        let news = page.iter().filter(|said| match said.kind {
            Kind::Intro => moved && first,
            Kind::Live => moved,
            Kind::Fact => moved || !self.said.contains(said),
        });
        let lines = news.map(|said| said.text.clone()).collect();
        self.place = Some(place);
        self.said = page;
        lines
    }
}

fn place(app: &App) -> Place {
    let stage = app
        .player
        .as_ref()
        .filter(|_| app.page == Page::Lesson)
        .map(|player| (player.lesson.number, player.at, player.scene()));
    let server = Some(app.target_in_hand()).filter(|_| app.page == Page::Server);
    (app.page, stage, server)
}

/// `text` with its long lines broken between words, so that none is wider than `columns` cells. A word that is wider itself,
/// such as a token, and what is indented, such as a command, is left to the terminal.
pub(super) fn wrapped(text: &str, columns: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        if line.starts_with(' ') {
            out.push_str(line);
            continue;
        }
        out.push_str(&wrap(line, [columns, columns], Long::Whole).join("\n"));
    }
    out
}

/// What the tutor waits for, in words; `None` when it waits for nobody but the learner.
pub(super) fn awaited(app: &App) -> Option<&'static str> {
    if *app.tenant() == Tenant::Starting && app.page == Page::Lesson {
        return Some("the practice tenant to start");
    }
    if app.own_targets.is_waiting() {
        return Some("your own tenant, or the file that names it");
    }
    let target = app.target_in_hand();
    let unknown = app.facts_in_hand().is_some() && app.hand.is_awaited(target);
    if app.hand.is_waiting() || (app.page == Page::Server && unknown) {
        return Some("the practice tenant");
    }
    let desks = [&app.checker]
        .into_iter()
        .chain(app.player.as_ref().map(|player| &player.bench.desk));
    for desk in desks {
        if desk.opening.is_some() {
            return Some("the file");
        }
        if desk.call.waiting.is_some() {
            return Some("the answer of the API");
        }
    }
    if app.decoder.opening.is_some() || app.keeping > 0 {
        return Some("the file");
    }
    let fetching = KeyFetch::is_waiting;
    if fetching(&app.checker.keys) || fetching(&app.decoder.keys) {
        return Some("the keys");
    }
    let player = app.player.as_ref()?;
    let bench = &player.bench;
    if bench.proving.is_waiting() {
        return Some("the proof of who you are");
    }
    let waiting = |sending: &Sending| matches!(sending, Sending::Waiting { .. });
    if waiting(&bench.sending) {
        Some("the answer of the authorization server")
    } else if bench.runs.iter().any(|run| run.call.waiting.is_some()) {
        Some("the answer of the API")
    } else if is_registering(app) {
        Some("the app to be registered")
    } else if app.busy() {
        Some("the practice tenant")
    } else if fetching(&bench.desk.keys) || is_verifying(app) {
        Some("the keys")
    } else {
        None
    }
}

/// A form without a type cannot be registered, so nobody answers: a progress file that was edited by hand may hold one.
fn is_registering(app: &App) -> bool {
    app.player.as_ref().is_some_and(|player| {
        matches!(player.bench.registering, Registering::Waiting { .. })
            && player.bench.form.app_type.is_some()
            && app.facts().is_some()
    })
}

fn is_verifying(app: &App) -> bool {
    let token = app.player.as_ref().and_then(|player| player.bench.token());
    token.is_some_and(|token| matches!(token.verifying, Verifying::Waiting(_)))
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_end_between_words_and_nothing_is_lost() {
        assert_eq!(wrapped("one two three", 7), "one two\nthree");
        assert_eq!(wrapped("\na\n\nb c", 1), "\na\n\nb\nc");
        assert_eq!(wrapped("averylongtoken x", 4), "averylongtoken\nx");
        assert_eq!(wrapped("  -d 'a b c'", 4), "  -d 'a b c'");
    }
}
