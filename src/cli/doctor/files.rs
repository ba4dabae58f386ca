//! What stands in the files that the program keeps. Nothing of it is repeated but counts, lines and names.

use std::path::Path;

use super::told::{Check, State};
use crate::cli::targets::inside;
use crate::oauth::carrier::text;
use crate::oauth::text::visible_line;
use crate::store;
use crate::store::look::{self, Found, Look};
use crate::tui::keys;

/// The checks; `known` is the secret that the environment holds.
pub(super) fn checks(known: Option<&str>) -> Vec<Check> {
    let (state, config) = (store::folder(), store::config_folder());
    vec![
        check("files.progress", state.as_deref(), |folder| {
            progress(folder, known)
        }),
        check("files.scenarios", state.as_deref(), |folder| {
            scenarios(folder, known)
        }),
        check("files.settings", config.as_deref(), |folder| {
            settings(folder, known)
        }),
        check("files.targets", config.as_deref(), |folder| {
            targets(folder, known)
        }),
    ]
}

fn check(
    id: &'static str,
    folder: Option<&Path>,
    seen: impl FnOnce(&Path) -> (String, Seen),
) -> Check {
    match folder.map(seen) {
        None => Check::new(
            (id, "absent"),
            State::Ok,
            "this system names no folder for it",
        ),
        Some((path, seen)) => seen.told(id, &path),
    }
}

/// What is well or wrong with a file: the names of what is said of it, and what was seen.
struct Seen {
    state: State,
    cases: Vec<&'static str>,
    words: Vec<String>,
}

impl Seen {
    fn well(case: &'static str, words: impl Into<String>) -> Self {
        Self {
            state: State::Ok,
            cases: vec![case],
            words: vec![words.into()],
        }
    }

    /// One thing more that is wrong; what was well is no more said to be so.
    fn wrong(&mut self, case: &'static str, words: impl Into<String>) {
        if self.state == State::Ok {
            self.cases.clear();
        }
        self.state = State::Weak;
        self.cases.push(case);
        self.words.push(words.into());
    }

    fn told(self, id: &'static str, path: &str) -> Check {
        let words = self.words.join("; ");
        let check = Check::of_several((id, &self.cases), self.state, format!("{path}: {words}"));
        check.with("{file}", &quoted(path))
    }
}

/// As a shell takes it.
fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+~".contains(c);
    if path.chars().all(is_plain) {
        return path.to_owned();
    }
    format!("'{}'", path.replace('\'', "'\\''"))
}

/// What can be said of any file; `whole` says what one that is as it should be holds.
fn seen<T>(look: &Look<T>, whole: impl FnOnce(&T) -> String) -> Seen {
    let nothing = || Seen {
        state: State::Weak,
        cases: Vec::new(),
        words: Vec::new(),
    };
    let mut seen = match &look.found {
        Found::Nothing => Seen::well("absent", "not there yet"),
        Found::Blank => Seen::well("blank", "empty"),
        Found::Whole(of) => Seen::well("whole", whole(of)),
        Found::Dangling(_)
        | Found::Unreadable(_)
        | Found::Bytes
        | Found::Foreign
        | Found::Damaged(_) => nothing(),
    };
    match &look.found {
        Found::Nothing | Found::Blank | Found::Whole(_) => {}
        Found::Dangling(to) => seen.wrong(
            "dangling",
            format!("a link to {}, where nothing is", to.display()),
        ),
        Found::Unreadable(why) => seen.wrong("unreadable", why.to_string()),
        Found::Bytes => seen.wrong("damaged", "no text"),
        Found::Foreign => seen.wrong("foreign", "of another version of this program"),
        Found::Damaged(line) => seen.wrong("damaged", format!("line {line} cannot be understood")),
    }
    if look.open {
        seen.wrong("open", "others than you may change it");
    }
    seen
}

/// The first line of a text in which a secret is set.
fn secret_line<'a>(
    lines: impl Iterator<Item = (usize, &'a str)>,
    known: Option<&str>,
) -> Option<usize> {
    let mut lines = lines;
    let holds = |line: &str| text::assigns(line) || text::is_random(line);
    let found = lines.find(|(_, line)| holds(line) || inside::is_known(line, known));
    found.map(|(at, _)| at + 1)
}

fn in_lines(seen: &mut Seen, text: &str, known: Option<&str>) {
    if let Some(line) = secret_line(text.lines().enumerate(), known) {
        seen.wrong("secret", format!("a secret or a token in line {line}"));
    }
}

fn path<T>(look: &Look<T>) -> String {
    visible_line(&look.path.display().to_string())
}

fn count(many: usize, one: &str) -> String {
    match many {
        1 => format!("1 {one}"),
        many => format!("{many} {one}s"),
    }
}

fn progress(folder: &Path, known: Option<&str>) -> (String, Seen) {
    let look = look::progress(folder);
    let mut seen = seen(&look, |of| count(of.lessons.len(), "lesson"));
    in_lines(&mut seen, &look.text, known);
    (path(&look), seen)
}

fn scenarios(folder: &Path, known: Option<&str>) -> (String, Seen) {
    let look = look::scenarios(folder);
    let mut seen = seen(&look, |of| count(of.len(), "scenario"));
    in_lines(&mut seen, &look.text, known);
    (path(&look), seen)
}

fn settings(folder: &Path, known: Option<&str>) -> (String, Seen) {
    let look = look::settings(folder);
    let mut seen = seen(&look, |of| {
        let keys = count(of.keys.len(), "key");
        format!("understood, {keys} of your own")
    });
    if let Found::Whole(of) = &look.found
        && keys::take_own(&of.keys).is_err()
    {
        seen.wrong("keys", "a key of [keys] cannot be taken");
    }
    in_lines(&mut seen, &look.text, known);
    (path(&look), seen)
}

fn targets(folder: &Path, known: Option<&str>) -> (String, Seen) {
    let look = look::targets(folder);
    let mut seen = seen(&look, |of| count(of.len(), "target"));
    let Found::Whole(all) = &look.found else {
        in_lines(&mut seen, &look.text, known);
        return (path(&look), seen);
    };
    for (name, target) in all {
        let Some(found) = inside::of((name, target), known) else {
            continue;
        };
        let place = if found.is_in_name() {
            "the name of a target".to_owned()
        } else {
            format!("the member {} of {name}", found.member())
        };
        seen.wrong("secret", format!("a secret or a token in {place}"));
    }
    // What is understood was judged member by member; a remark was not.
    let lines = look.text.lines().enumerate();
    let remarks = lines.filter_map(|(at, line)| Some((at, line.split_once('#')?.1)));
    if let Some(line) = secret_line(remarks, known) {
        seen.wrong("secret", format!("a secret or a token in line {line}"));
    }
    (path(&look), seen)
}
