//! What keeps a text from being what its file is for.

use serde::Deserialize;

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Damage {
    /// This line cannot be understood. What stands there is not repeated: it may be what was not to be in the file.
    Line(usize),
    /// It is of another version of this program.
    Foreign,
}

impl Damage {
    /// The damage that the reader met.
    pub(super) fn at(text: &str, error: &toml::de::Error) -> Self {
        Self::Line(line(text, error))
    }
}

/// The one member that every format of a kept file has.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

/// Of which version a text is. What another version has beside its number is for that one to judge.
pub(super) fn version(text: &str) -> Result<u32, toml::de::Error> {
    toml::from_str(text).map(|of: Version| of.version)
}

/// The line, from 1, that an error is about.
pub(super) fn line(text: &str, error: &toml::de::Error) -> usize {
    error.span().map_or(1, |span| {
        let before = text.get(..span.start).unwrap_or_default();
        before.matches('\n').count() + 1
    })
}
