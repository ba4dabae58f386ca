//! What stands in the verdict band.

use crate::oauth::finding::shorten;
use crate::oauth::reply::Reply;
use crate::oauth::text::visible_line;
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

/// The status of a reply, with the word that its error has.
pub(super) fn chip(reply: &Reply, code: Option<&str>) -> String {
    let words = code.map_or_else(
        || visible_line(&reply.reason),
        |code| visible_line(&shorten(code)),
    );
    format!("{} {words}", reply.status).trim_end().to_owned()
}

/// What an option says first, where it says why too: `401: for this API the token is none`. A status says something alone; a word
/// such as None or Both does not.
pub(super) fn head(option: &str) -> &str {
    let parted = option.split_once(": ");
    let status = parted.filter(|(head, _)| head.starts_with(|c: char| c.is_ascii_digit()));
    status.map_or(option, |(head, _)| head)
}
