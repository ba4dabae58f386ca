//! The one key table: which key does what where. Footer, help and tests read it; nothing else knows a key code.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use crossterm::event::KeyCode;

use crate::oauth::text::visible_line;

mod action;
pub mod decoder;
mod mouse;
mod press;
mod table;

pub use action::{Action, Context};
pub use mouse::{Deed, Mouse};
pub(crate) use press::Stroke;
pub use press::{Press, Typing};
pub use table::footer as footer_actions;
pub(crate) use table::{Binding, Group, footer};

/// The table with keys of one's own, where the settings name some.
static OWN: OnceLock<Vec<Binding>> = OnceLock::new();

fn table() -> &'static [Binding] {
    OWN.get().map_or(table::ROWS, Vec::as_slice)
}

/// The rows with their keys read, once.
static ROWS: LazyLock<Vec<(Vec<Press>, &'static Binding)>> = LazyLock::new(|| {
    let read = |row: &'static Binding| (presses(&row.keys), row);
    table().iter().map(read).collect()
});

/// Takes keys of one's own, by the names that prose calls them (`NAMED`), before any key is looked up.
///
/// # Errors
/// In words: a name or key that is not known, or a key that would mean two things on one screen.
pub fn take_own(own: &BTreeMap<String, String>) -> Result<(), String> {
    if !own.is_empty() {
        let _ = OWN.set(with_own(own)?);
    }
    Ok(())
}

/// The table with these keys in it.
fn with_own(own: &BTreeMap<String, String>) -> Result<Vec<Binding>, String> {
    let mut rows = table::ROWS.to_vec();
    for (name, keys) in own {
        let Some((_, action)) = NAMED.iter().find(|(known, _)| known == name) else {
            let all: Vec<&str> = NAMED.iter().map(|(known, _)| *known).collect();
            let all = all.join(", ");
            return Err(format!(
                "[keys] {name}: nothing is called so. These are: {all}"
            ));
        };
        let keys: Vec<&str> = keys.split_whitespace().collect();
        let is_key = |key: &&&str| Press::named(key).is_some_and(Press::can_be_own);
        let odd = keys.iter().find(|key| !is_key(key));
        if let Some(odd) = odd.copied().or(Some("").filter(|_| keys.is_empty())) {
            return Err(format!(
                "[keys] {name}: \"{}\" is no key of one's own. Keys are written so: s, S, f6, ctrl+k, pgdn, enter, space",
                visible_line(odd)
            ));
        }
        for row in rows.iter_mut().filter(|row| row.action == *action) {
            row.keys = Cow::Owned(keys.join(" "));
        }
    }
    match conflict(&rows) {
        Some((key, one, other)) => Err(format!(
            "[keys] {key} would mean both \"{one}\" and \"{other}\" on one screen"
        )),
        None => Ok(rows),
    }
}

/// A key that means two things in one context, and the two.
fn conflict(rows: &[Binding]) -> Option<(String, &'static str, &'static str)> {
    for (at, row) in rows.iter().enumerate() {
        for other in rows.iter().skip(at + 1) {
            let meet = row.contexts.iter().any(|one| other.contexts.contains(one));
            let (mine, theirs) = (presses(&row.keys), presses(&other.keys));
            if let Some(at) = mine.iter().position(|key| theirs.contains(key))
                && meet
            {
                let key = row.keys.split(' ').nth(at).unwrap_or(&row.keys);
                return Some((key.to_owned(), row.help, other.help));
            }
        }
    }
    None
}

/// What `press` asks for in `context`. Inside a text field only Ctrl and function keys and those that leave the field count.
pub fn lookup(context: Context, press: Press, typing: Typing) -> Option<Action> {
    if !press.acts(typing) {
        return None;
    }
    let bare = press.without_alt();
    let (_, row) = ROWS
        .iter()
        .find(|(keys, row)| row.contexts.contains(&context) && keys.contains(&bare))?;
    match (row.action, press.code) {
        (Action::Pick(_), KeyCode::Char(digit)) => {
            let digit = digit
                .to_digit(10)
                .and_then(|digit| u8::try_from(digit).ok());
            digit.map(Action::Pick)
        }
        (action, _) => Some(action),
    }
}

/// Every key that is live in `context`, with what it asks for.
pub fn rows(context: Context) -> Vec<(Press, Action)> {
    ROWS.iter()
        .filter(|(_, row)| row.contexts.contains(&context))
        .flat_map(|(keys, row)| keys.iter().map(|press| (*press, row.action)))
        .collect()
}

/// The rows that hold in `context`, in the order of the table.
pub(crate) fn help(context: Context) -> impl Iterator<Item = &'static Binding> {
    table()
        .iter()
        .filter(move |row| row.contexts.contains(&context))
}

/// The row that asks for `action` in `context`.
pub(crate) fn binding(context: Context, action: Action) -> Option<&'static Binding> {
    help(context).find(|row| row.action == action)
}

/// The keys of `action` in `context`, as a reader sees them: `s`. Empty when it is not bound there.
pub(crate) fn name(context: Context, action: Action, unicode: bool) -> String {
    binding(context, action).map_or_else(String::new, |row| row.first(unicode))
}

impl Binding {
    /// The first key, as the footer shows it.
    pub(crate) fn first(&self, unicode: bool) -> String {
        self.keys
            .split(' ')
            .next()
            .map_or_else(String::new, |key| shown(key, unicode))
    }

    /// The first key that does this while a field of that kind has the focus, as the footer shows it; `None` when all its
    /// keys are text there.
    pub(crate) fn first_acting(&self, typing: Typing, unicode: bool) -> Option<String> {
        let key = self.acting(typing).next()?;
        Some(shown(key, unicode))
    }

    /// All keys that do this while a field of that kind has the focus, as the help shows them; empty when all are text there.
    pub(crate) fn all_acting(&self, typing: Typing, unicode: bool) -> String {
        let keys: Vec<String> = self.acting(typing).map(|key| shown(key, unicode)).collect();
        keys.join(" ")
    }

    fn acting(&self, typing: Typing) -> impl Iterator<Item = &str> {
        self.keys.split(' ').filter(move |key| {
            let press = Press::named(key);
            // A chord with Ctrl is never text, also where the field itself makes something of it.
            typing == Typing::No || press.is_some_and(|press| press.ctrl || press.acts(typing))
        })
    }
}

/// What prose calls a key, `{key:send}`, and what that key asks for.
const NAMED: &[(&str, Action)] = &[
    ("next", Action::NextStep),
    ("back", Action::PrevStep),
    ("skip", Action::Skip),
    ("send", Action::Send),
    ("create", Action::Submit),
    ("call", Action::CallApi),
    ("call-bare", Action::CallBare),
    ("verify", Action::Verify),
    ("check", Action::Judge),
    ("own-reply", Action::TakeOwn),
    ("copy", Action::Copy),
    ("view", Action::View),
    ("fill", Action::Fill),
    ("hint", Action::Hint),
    ("lay-in", Action::LayIn),
    ("undo", Action::Undo),
    ("redo", Action::Redo),
    ("reset", Action::Reset),
    ("reveal", Action::Reveal),
    ("vary", Action::Vary),
    ("put-back", Action::PutBack),
    ("practise", Action::Practise),
    ("run-card", Action::RunCard),
    ("run-to-end", Action::RunToEnd),
    ("rewind", Action::Rewind),
    ("connect", Action::Connect),
    ("jump", Action::Jump),
    ("home", Action::GoHome),
    ("close", Action::Close),
    ("whole", Action::Whole),
    ("theme", Action::Theme),
    ("mouse", Action::Mouse),
    ("settings", Action::Settings),
    ("elsewhere", Action::Elsewhere),
    ("review", Action::Review),
    ("servers", Action::Server),
    ("sandbox", Action::Sandbox),
    ("against", Action::Against),
    ("key-url", Action::KeyUrl),
    ("runs", Action::Runs),
];

/// `text` with each `{key:send}` replaced by the key that does it: in this context, else wherever it is bound; by its name where it
/// is bound nowhere.
pub(crate) fn filled(text: &str, context: Context, unicode: bool) -> String {
    filled_while(Typing::No, text, context, unicode)
}

/// The same while a field may have the focus: a letter would be text there.
pub(crate) fn filled_while(typing: Typing, text: &str, context: Context, unicode: bool) -> String {
    let pieces = pieces_while(typing, text, context, unicode).into_iter();
    pieces.map(|(piece, _)| piece).collect()
}

/// The same piece by piece, with whether it is a key.
pub(crate) fn pieces_while(
    typing: Typing,
    text: &str,
    context: Context,
    unicode: bool,
) -> Vec<(String, bool)> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{key:") {
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        out.push((before.to_owned(), false));
        let action = NAMED.iter().find(|(known, _)| *known == name);
        let here = action.and_then(|(_, action)| binding(context, *action));
        let row = here.or_else(|| {
            let (_, action) = action?;
            table().iter().find(|row| row.action == *action)
        });
        let named = |row: &Binding| {
            let acting = row.first_acting(typing, unicode);
            acting.unwrap_or_else(|| row.first(unicode))
        };
        let key = row.map_or_else(|| name.to_owned(), named);
        out.push((key, true));
        rest = behind;
    }
    out.push((rest.to_owned(), false));
    out
}

/// The presses of a row. `1-9` stands for the nine digits.
fn presses(keys: &str) -> Vec<Press> {
    keys.split(' ')
        .flat_map(|key| match key {
            "1-9" => ('1'..='9').map(Press::character).collect(),
            key => Vec::from_iter(Press::named(key)),
        })
        .collect()
}

fn shown(key: &str, unicode: bool) -> String {
    let arrow = |sign: &str, word: &str| if unicode { sign } else { word }.to_owned();
    match key {
        "up" => arrow("↑", "Up"),
        "down" => arrow("↓", "Down"),
        "left" => arrow("←", "Left"),
        "right" => arrow("→", "Right"),
        "pgdn" => "PgDn".into(),
        "pgup" => "PgUp".into(),
        "home" => "Home".into(),
        "end" => "End".into(),
        "tab" => "Tab".into(),
        "shift+tab" => "Shift+Tab".into(),
        "enter" => "Enter".into(),
        "esc" => "Esc".into(),
        "space" => "Space".into(),
        "del" => "Del".into(),
        key => match key.strip_prefix("ctrl+") {
            Some(letter) => format!("Ctrl+{}", letter.to_uppercase()),
            None if key.len() > 1 && key.starts_with('f') => key.to_uppercase(),
            None => key.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name that no key has would be drawn as it stands.
    #[test]
    fn every_key_that_the_words_of_the_screens_name_is_one() {
        let text = include_str!("../../assets/desks.toml");
        let all: Vec<&str> = text.split("{key:").skip(1).collect();
        assert!(all.len() > 20, "{all:?}");
        for rest in all {
            let name = rest.split('}').next().unwrap_or_default();
            let is_known = NAMED.iter().any(|(known, _)| *known == name);
            assert!(is_known, "no key does {name}");
        }
    }

    fn own(name: &str, keys: &str) -> Result<Vec<Binding>, String> {
        with_own(&BTreeMap::from([(name.to_owned(), keys.to_owned())]))
    }

    #[test]
    fn no_key_means_two_things_on_one_screen() {
        assert_eq!(conflict(table::ROWS), None);
    }

    #[test]
    fn a_key_of_ones_own_stands_in_place_of_the_usual_ones() {
        let rows = own("send", "f8  ctrl+k").unwrap();
        let all: Vec<_> = rows
            .iter()
            .filter(|row| row.action == Action::Send)
            .collect();
        assert!(!all.is_empty() && all.iter().all(|row| row.keys == "f8 ctrl+k"));
        assert_eq!(all[0].first(true), "F8");
        let others = rows
            .iter()
            .zip(table::ROWS)
            .filter(|(row, _)| row.action != Action::Send);
        assert!(
            others
                .into_iter()
                .all(|(row, usual)| row.keys == usual.keys)
        );
    }

    #[test]
    fn the_help_on_settings_names_each_name_that_a_key_can_be_given() {
        let help = include_str!("../../assets/help/settings.txt");
        let words: Vec<&str> = help.split([' ', ',', '\n']).collect();
        for (name, _) in NAMED {
            assert!(words.contains(name), "{name}");
        }
    }

    #[test]
    fn what_cannot_be_taken_is_said_with_the_way_out() {
        let why = own("sent", "f6").unwrap_err();
        assert!(
            why.contains("[keys] sent: nothing is called so") && why.contains("send, "),
            "{why}"
        );
        for odd in [
            "",
            "nokey",
            "s,x",
            "alt+x",
            "f0",
            "f25",
            "ctrl+m",
            "ctrl+i",
            "ctrl+[",
            "ctrl+1",
            "ctrl+H",
            "\u{0}",
            "\u{1b}",
            "\u{202e}",
            "backspace",
        ] {
            let why = own("send", odd).unwrap_err();
            assert!(why.contains("is no key"), "{odd}: {why}");
        }
        let why = own("send", "enter").unwrap_err();
        assert!(
            why.starts_with("[keys] enter would mean both \"send the request\" and "),
            "{why}"
        );
    }
}
