//! What stands in the verdict band.

use crate::tui::theme::Role;

/// What stands in the band.
pub(super) struct Told {
    pub(super) chip: String,
    pub(super) role: Role,
    pub(super) words: String,
    /// The same in fewer words, where there is no room for them all.
    pub(super) short: Option<String>,
}

impl Told {
    pub(super) fn new(chip: impl Into<String>, role: Role, words: impl Into<String>) -> Self {
        Self {
            chip: chip.into(),
            role,
            words: words.into(),
            short: None,
        }
    }
}

/// Nothing happened yet.
pub(super) fn nothing(chip: &str, words: &str) -> Told {
    Told::new(chip, Role::Chip, words)
}
