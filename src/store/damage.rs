//! What keeps a text from being what its file is for.

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

/// The line, from 1, that an error is about.
pub(super) fn line(text: &str, error: &toml::de::Error) -> usize {
    error.span().map_or(1, |span| {
        let before = text.get(..span.start).unwrap_or_default();
        before.matches('\n').count() + 1
    })
}
