//! The break stage: one thing is changed, the request goes out again, and both answers stand side by side.

use crate::app::workbench::{Run, Sending};
use crate::oauth::names::ClientSecret;

/// How the experiment stands.
#[derive(Debug, Default)]
pub struct Bench {
    /// The broken secret, once it is broken: the app's own with one character changed.
    pub broken: Option<Broken>,
    /// How sending goes.
    pub sending: Sending,
    /// The broken exchange.
    pub run: Option<Run>,
    /// The right secret is back in its place.
    pub put_back: bool,
}

/// A secret with one character changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The changed secret.
    pub secret: ClientSecret,
    /// Which character, from 1.
    pub position: usize,
    /// What it was.
    pub was: char,
    /// What it is now.
    pub is: char,
}

impl Broken {
    /// `secret` with its middle character replaced by another letter or digit. `None` for an empty secret.
    pub fn of(secret: &ClientSecret) -> Option<Self> {
        let mut chars: Vec<char> = secret.expose().chars().collect();
        let at = chars.len().checked_sub(1)? / 2;
        let was = chars[at];
        let is = if was == 'x' { 'y' } else { 'x' };
        chars[at] = is;
        Some(Self {
            secret: ClientSecret::new(chars.into_iter().collect::<String>()),
            position: at + 1,
            was,
            is,
        })
    }
}
