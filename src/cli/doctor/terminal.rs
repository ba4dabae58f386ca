//! What the terminal can show and take, as far as it can be known without asking it.

use super::told::{Check, State};
use crate::cli::environment::Environment;

/// What stands around the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Around {
    /// A person sits at both ends.
    pub interactive: bool,
    /// Columns and rows, where they can be had.
    pub size: Option<(u16, u16)>,
}

/// The smallest screen that everything fits on.
const SMALLEST: (u16, u16) = (60, 20);

/// The checks, from these facts alone.
pub fn checks(environment: &Environment, around: Around) -> Vec<Check> {
    vec![
        kind(environment, around),
        size(around),
        colour(environment),
        unicode(environment),
        links(environment),
        clipboard(environment),
    ]
}

fn term(environment: &Environment) -> String {
    if environment.term.is_empty() {
        "TERM is not set".to_owned()
    } else {
        environment.term.clone()
    }
}

fn kind(environment: &Environment, around: Around) -> Check {
    let id = "terminal.kind";
    let seen = term(environment);
    if !around.interactive {
        return Check::new((id, "none"), State::Weak, "no terminal at both ends");
    }
    if environment.is_dumb() || environment.term.is_empty() {
        return Check::new((id, "dumb"), State::Weak, seen);
    }
    Check::new((id, "screen"), State::Ok, seen)
}

fn size(around: Around) -> Check {
    let id = "terminal.size";
    let Some((columns, rows)) = around.size else {
        return Check::new((id, "unknown"), State::Weak, "not known");
    };
    let seen = format!("{columns} columns, {rows} rows");
    if columns < SMALLEST.0 || rows < SMALLEST.1 {
        return Check::new((id, "small"), State::Weak, seen);
    }
    Check::new((id, "fits"), State::Ok, seen)
}

fn colour(environment: &Environment) -> Check {
    let id = "terminal.colour";
    if environment.no_color {
        return Check::new((id, "off"), State::Ok, "none, since NO_COLOR is set");
    }
    if environment.is_dumb() || environment.term.is_empty() {
        return Check::new((id, "none"), State::Weak, "none");
    }
    if environment.shows_any_colour() {
        return Check::new((id, "any"), State::Ok, "any colour");
    }
    if environment.term.contains("256color") {
        return Check::new((id, "many"), State::Ok, "256 colours");
    }
    Check::new((id, "few"), State::Weak, "16 colours")
}

fn unicode(environment: &Environment) -> Check {
    let id = "terminal.unicode";
    let (case, state, seen) = if environment.ascii {
        ("asked", State::Ok, "ASCII alone, as asked for")
    } else if environment.is_console() {
        ("console", State::Weak, "the console of Linux has few signs")
    } else if environment.shows_unicode() {
        ("whole", State::Ok, "UTF-8")
    } else {
        ("locale", State::Weak, "the locale does not say UTF-8")
    };
    Check::new((id, case), state, seen)
}

fn links(environment: &Environment) -> Check {
    let id = "terminal.links";
    // Nothing is lost without them, so there is nothing to mend.
    let (case, seen) = if environment.shows_links() {
        ("shown", "this kind of terminal shows them")
    } else {
        ("text", "not known to be shown here")
    };
    Check::new((id, case), State::Ok, seen)
}

fn clipboard(environment: &Environment) -> Check {
    let id = "clipboard";
    let (case, state, seen) = if environment.tmux {
        ("tmux", State::Weak, "tmux stands in between")
    } else if environment.screen {
        ("screen", State::Weak, "GNU screen stands in between")
    } else if environment.is_dumb() || environment.is_console() {
        ("none", State::Weak, "this terminal has none")
    } else {
        ("plain", State::Ok, "through the terminal (OSC 52)")
    };
    Check::new((id, case), state, seen)
}
