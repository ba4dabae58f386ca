//! Reports of `check` and `decode`: for programs (`json`) and for people (`human`). Both print the same findings.

use crate::oauth::finding::Part;

mod changes;
mod claims;
pub mod excerpt;
mod finding;
pub mod human;
pub mod json;
mod lines;

/// The word for a part in both kinds of report.
fn part_word(part: Part) -> &'static str {
    match part {
        Part::Reply => "reply",
        Part::Header => "header",
        Part::Payload => "payload",
    }
}
