//! Reports in writing: as JSON in the shape of the contract, and as Markdown to hand on.

use crate::oauth::finding::Part;

pub mod json;
pub mod markdown;

/// The word for a part in every kind of report.
pub(crate) fn part_word(part: Part) -> &'static str {
    match part {
        Part::Reply => "reply",
        Part::Header => "header",
        Part::Payload => "payload",
    }
}
