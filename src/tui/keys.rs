//! The one key table: which key does what where. Footer, help and tests read it; nothing else knows a key code.

use std::sync::LazyLock;

use crossterm::event::KeyCode;

pub mod decoder;
mod press;
mod table;

pub use press::Press;
pub(crate) use press::Stroke;
pub use table::footer as footer_actions;
pub(crate) use table::{Group, footer};

/// Where keys are pressed: the open screen, or the overlay on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "one a screen, named as the screen is")]
pub enum Context {
    Home,
    Goal,
    Predict,
    Create,
    Build,
    Send,
    Read,
    Call,
    Check,
    Explain,
    Break,
    Flow,
    Quiz,
    Done,
    Checker,
    Decoder,
    Target,
    Overlay,
}

/// What a key asks for. The open screen gives it its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// The row above.
    Up,
    /// The row below.
    Down,
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// The first row.
    Top,
    /// The last row.
    Bottom,
    /// A screenful up.
    PageUp,
    /// A screenful down.
    PageDown,
    /// The next field or pane.
    NextPane,
    /// The field or pane before.
    PrevPane,
    /// Do what the selected thing is for.
    Accept,
    /// Tick or untick.
    Toggle,
    /// Leave the field, the overlay, the screen.
    Close,
    /// The next step of the lesson.
    NextStep,
    /// The step before.
    PrevStep,
    /// The next step without doing this one.
    Skip,
    /// Answer, part or row of that number, 1 to 9.
    Pick(u8),
    /// Less sure of the guess.
    LessSure,
    /// Surer of the guess.
    MoreSure,
    /// Create the app.
    Submit,
    /// Send the request.
    Send,
    /// Check the text.
    Judge,
    /// Call the API with the token.
    CallApi,
    /// Call the API without one.
    CallBare,
    /// Verify as the API would.
    Verify,
    /// Take id and secret from the app.
    Fill,
    /// Type into the text or the field.
    Edit,
    /// Take the reply of the own exchange.
    TakeOwn,
    /// Empty the desk.
    Clear,
    /// Ask the practice API with the pasted token.
    AskApi,
    /// The report as a file or on the clipboard.
    Export,
    /// A file by its path.
    OpenFile,
    /// The text in the learner's own editor.
    OpenEditor,
    /// Keys of the learner's own.
    GiveKeys,
    /// The values to compare with.
    Target,
    /// The next profile.
    Profile,
    /// Repairs count as faults, or not.
    Strict,
    /// Take a repair back, or make it again.
    Unrepair,
    /// Change the selected claim.
    Tamper,
    /// The next view of this pane.
    View,
    /// The whole of what is shortened or folded.
    Whole,
    /// Run the next card.
    RunCard,
    /// Run the flow to its end.
    RunToEnd,
    /// Back to the start of the flow.
    Rewind,
    /// Drop the next value into the port.
    Connect,
    /// Make the changes of an experiment.
    Vary,
    /// Put everything back.
    PutBack,
    /// Lay the solution into the form, unsent.
    LayIn,
    /// The next hint.
    Hint,
    /// Take back the last edit.
    Undo,
    /// Do it again.
    Redo,
    /// Put the step back to how it was found.
    Reset,
    /// Show secrets for ten seconds.
    Reveal,
    /// The menu of things to copy.
    Copy,
    /// The list of steps to jump to.
    Jump,
    /// The keys that are valid here.
    Help,
    /// Empty the field.
    ClearField,
    /// The checker.
    Checker,
    /// The decoder.
    Decoder,
    /// A lesson from its start.
    Restart,
    /// Back to home.
    GoHome,
    /// Leave the program.
    Quit,
    /// Cancel what is under way, or leave.
    Interrupt,
    /// Stop, until the shell brings it back.
    Suspend,
    /// Draw everything anew.
    Redraw,
}

/// Whether a text field has the focus, and of which kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    /// None has: letters act.
    No,
    /// One line: Enter, Up and Down leave it.
    Line,
    /// Many lines: Enter, Up and Down belong to it.
    Lines,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Binding {
    /// Where it holds.
    pub(crate) contexts: &'static [Context],
    /// The keys, as the table spells them.
    keys: &'static str,
    /// What it asks for.
    pub(crate) action: Action,
    /// One or two words for the footer.
    pub(crate) label: &'static str,
    /// A few words for the help.
    pub(crate) help: &'static str,
    /// Under which heading the help shows it.
    pub(crate) group: Group,
}

/// The rows with their keys read, once.
static ROWS: LazyLock<Vec<(Vec<Press>, &'static Binding)>> = LazyLock::new(|| {
    let read = |row: &'static Binding| (presses(row.keys), row);
    table::ROWS.iter().map(read).collect()
});

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
    table::ROWS
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
        let key = self.keys.split(' ').find(|key| {
            let press = Press::named(key);
            // A chord with Ctrl is never text, also where the field itself makes something of it.
            typing == Typing::No || press.is_some_and(|press| press.ctrl || press.acts(typing))
        })?;
        Some(shown(key, unicode))
    }

    /// All keys, as the help shows them.
    pub(crate) fn all(&self, unicode: bool) -> String {
        let keys: Vec<String> = self
            .keys
            .split(' ')
            .map(|key| shown(key, unicode))
            .collect();
        keys.join(" ")
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
    ("jump", Action::Jump),
    ("home", Action::GoHome),
    ("close", Action::Close),
    ("whole", Action::Whole),
    ("run-card", Action::RunCard),
    ("run-to-end", Action::RunToEnd),
    ("rewind", Action::Rewind),
];

/// `text` with each `{key:send}` replaced by the key that does it: in this context, else wherever it is bound; by its name where it
/// is bound nowhere.
pub(crate) fn filled(text: &str, context: Context, unicode: bool) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{key:") {
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(before);
        let action = NAMED.iter().find(|(known, _)| *known == name);
        let here = action.and_then(|(_, action)| binding(context, *action));
        let row = here.or_else(|| {
            let (_, action) = action?;
            table::ROWS.iter().find(|row| row.action == *action)
        });
        match row {
            Some(row) => out.push_str(&row.first(unicode)),
            None => out.push_str(name),
        }
        rest = behind;
    }
    out.push_str(rest);
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
