//! How printed lines look: whether there is colour, which signs can be drawn, and the few roles that reports use.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::cli::environment::Environment;
use crate::cli::flags::Color;
use crate::oauth::finding::Severity;
use crate::oauth::pages::{Page, pages};

/// Decided once for each stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Escape sequences for colour are written.
    pub colour: bool,
    /// Signs outside ASCII are written.
    pub unicode: bool,
    /// Clauses are written as links (OSC 8).
    pub links: bool,
}

/// What a piece of a line is, so that only this file knows colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The text of a severity.
    Severity(Severity),
    /// A heading.
    Strong,
    /// Line numbers, clauses, labels.
    Quiet,
}

impl Style {
    /// No colour, ASCII only: what a pipe gets.
    pub const PLAIN: Self = Self {
        colour: false,
        unicode: false,
        links: false,
    };

    /// For a stream. `--color` goes before `NO_COLOR`, that before `CLICOLOR_FORCE`, that before what the stream is.
    pub fn decide(flag: Color, environment: &Environment, terminal: bool) -> Self {
        let colour = match flag {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if environment.no_color => false,
            Color::Auto if environment.clicolor_force => true,
            Color::Auto => terminal && !environment.is_dumb(),
        };
        Self {
            colour,
            unicode: terminal && environment.shows_unicode(),
            // Whoever wants no colours wants no sequences.
            links: terminal && colour && environment.shows_links(),
        }
    }

    /// `text` with its clauses as links, where they are shown.
    pub fn linked<'a>(self, text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
        let text = text.into();
        if !self.links {
            return text;
        }
        let mut linked = String::new();
        let mut from = 0;
        for Page { at, address } in pages(&text) {
            let before = text.get(from..at.start).unwrap_or_default();
            let named = text.get(at.clone()).unwrap_or_default();
            let _ = write!(
                linked,
                "{before}\u{1b}]8;;{address}\u{1b}\\{named}\u{1b}]8;;\u{1b}\\"
            );
            from = at.end;
        }
        linked.push_str(text.get(from..).unwrap_or_default());
        Cow::Owned(linked)
    }

    /// `text` in the look of `role`.
    pub fn paint<'a>(self, role: Role, text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
        let text = text.into();
        if !self.colour || text.is_empty() {
            return text;
        }
        let code = match role {
            Role::Severity(Severity::Fail) => "1;31",
            Role::Severity(Severity::Warn) => "1;33",
            Role::Severity(Severity::Note) => "1;36",
            Role::Severity(Severity::Pass) => "1;32",
            Role::Strong => "1",
            Role::Quiet => "2",
        };
        Cow::Owned(format!("\u{1b}[{code}m{text}\u{1b}[0m"))
    }

    /// The sign of a severity. Each severity has a sign and a word besides its colour.
    pub fn sign(self, severity: Severity) -> &'static str {
        match (severity, self.unicode) {
            (Severity::Fail, true) => "\u{2717}",
            (Severity::Fail, false) => "x",
            (Severity::Warn, _) => "!",
            (Severity::Note, _) => "i",
            (Severity::Pass, true) => "\u{2713}",
            (Severity::Pass, false) => "v",
        }
    }

    /// What stands for something left out.
    pub fn ellipsis(self) -> &'static str {
        if self.unicode { "\u{2026}" } else { "..." }
    }

    /// The bar between a line number and the line.
    pub fn bar(self) -> &'static str {
        if self.unicode { "\u{2502}" } else { "|" }
    }
}
