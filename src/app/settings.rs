//! What a person chooses once and keeps: colours, motion, mouse, clipboard, lines instead of screens, signs, keys of one's own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What is chosen. What nobody chose is `None`, so that flags, environment and terminal decide.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The colours of the screens.
    pub theme: Option<Palette>,
    /// What was sent is seen travelling.
    pub motion: Option<bool>,
    /// The mouse is the program's.
    pub mouse: Option<bool>,
    /// How a copy reaches the clipboard.
    pub clipboard: Option<Clipboard>,
    /// Numbered lines instead of screens.
    pub linear: Option<bool>,
    /// No signs beyond ASCII.
    pub ascii: Option<bool>,
    /// Keys by the name of what they do (`send = "f6 s"`), in place of the usual ones.
    pub keys: BTreeMap<String, String>,
}

/// One choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Colours.
    Theme(Palette),
    /// Motion.
    Motion(bool),
    /// Mouse.
    Mouse(bool),
    /// Clipboard.
    Clipboard(Clipboard),
    /// Lines.
    Linear(bool),
    /// Signs.
    Ascii(bool),
}

impl Setting {
    /// What the file calls it, and its value there.
    pub fn written(self) -> (&'static str, String) {
        match self {
            Self::Theme(palette) => ("theme", format!("\"{}\"", palette.name())),
            Self::Motion(on) => ("motion", on.to_string()),
            Self::Mouse(on) => ("mouse", on.to_string()),
            Self::Clipboard(way) => ("clipboard", format!("\"{}\"", way.name())),
            Self::Linear(on) => ("linear", on.to_string()),
            Self::Ascii(on) => ("ascii", on.to_string()),
        }
    }
}

impl Settings {
    /// From now on this is chosen.
    pub fn choose(&mut self, setting: Setting) {
        match setting {
            Setting::Theme(palette) => self.theme = Some(palette),
            Setting::Motion(on) => self.motion = Some(on),
            Setting::Mouse(on) => self.mouse = Some(on),
            Setting::Clipboard(way) => self.clipboard = Some(way),
            Setting::Linear(on) => self.linear = Some(on),
            Setting::Ascii(on) => self.ascii = Some(on),
        }
    }
}

/// Which colours somebody chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Palette {
    /// What can be read on the terminal's own background.
    #[default]
    Fitting,
    /// Light on dark, the background painted.
    Dark,
    /// Dark on light, the background painted.
    Light,
    /// White on black, everything at 7:1 and more.
    HighContrast,
    /// The sixteen colours of the terminal's own theme.
    Terminal,
}

impl Palette {
    /// All, in the order in which they follow each other.
    const ALL: [Self; 5] = [
        Self::Fitting,
        Self::Dark,
        Self::Light,
        Self::HighContrast,
        Self::Terminal,
    ];

    /// The one of that name; what fits the terminal where there is none.
    pub fn named(name: &str) -> Self {
        let found = Self::ALL.into_iter().find(|palette| palette.name() == name);
        found.unwrap_or_default()
    }

    /// Its name, as `--theme` and the settings spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fitting => "fitting",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high-contrast",
            Self::Terminal => "terminal",
        }
    }

    /// The next one.
    #[must_use]
    pub fn next(self) -> Self {
        after(&Self::ALL, self)
    }
}

/// How a copy reaches the clipboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clipboard {
    /// As what stands between this program and the terminal wants it.
    #[default]
    Fitting,
    /// Straight to the terminal (OSC 52).
    Plain,
    /// Wrapped for tmux.
    Tmux,
    /// In pieces for GNU screen.
    Screen,
    /// Not at all: nothing is sent to the terminal.
    Off,
}

impl Clipboard {
    const ALL: [Self; 5] = [
        Self::Fitting,
        Self::Plain,
        Self::Tmux,
        Self::Screen,
        Self::Off,
    ];

    /// Its name, as the settings spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fitting => "fitting",
            Self::Plain => "plain",
            Self::Tmux => "tmux",
            Self::Screen => "screen",
            Self::Off => "off",
        }
    }

    /// The next one.
    #[must_use]
    pub fn next(self) -> Self {
        after(&Self::ALL, self)
    }
}

fn after<T: Copy + PartialEq + Default>(all: &[T], this: T) -> T {
    let mut from = all.iter().skip_while(|one| **one != this);
    let next = from.nth(1).or(all.first());
    next.copied().unwrap_or_default()
}
