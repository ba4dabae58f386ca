//! From a place in a lesson (`act[1].hints[2]`) to the line of its file, so that an author can jump there.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The line, from 1, of that place in the text of a lesson file; of what contains it, where the
/// place itself is absent. `None` when the text is not TOML or nothing of the place is there.
pub fn line_of(text: &str, place: &str) -> Option<usize> {
    let document = DeTable::parse(text).ok()?;
    let mut steps = steps(place).into_iter();
    let mut here: &Spanned<DeValue<'_>> = document.get_ref().get(steps.next()?)?;
    let mut offset = start(here);
    for step in steps {
        let below = match here.get_ref() {
            DeValue::Array(array) => step.parse().ok().and_then(|n: usize| array.get(n)),
            DeValue::Table(table) => table.get(step),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => None,
        };
        let Some(below) = below else { break };
        here = below;
        offset = start(here).or(offset);
    }
    offset.map(|offset| line_at(text, offset))
}

/// A file as it is read, whatever system's editor saved it.
pub(super) fn plain(file: &str) -> String {
    file.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

/// The line, from 1, that the byte at `offset` stands on.
pub(super) fn line_at(text: &str, offset: usize) -> usize {
    text.get(..offset).unwrap_or(text).matches('\n').count() + 1
}

/// Where a value begins. An array made of `[[..]]` tables has no bytes of its own: its first table has.
fn start(value: &Spanned<DeValue<'_>>) -> Option<usize> {
    let span = value.span();
    match value.get_ref() {
        DeValue::Array(array) if span.is_empty() => array.first().map(|first| first.span().start),
        _ => (!span.is_empty()).then_some(span.start),
    }
}

fn steps(place: &str) -> Vec<&str> {
    place
        .split(['.', '[', ']'])
        .filter(|step| !step.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::line_of;

    const TEXT: &str = "title = 'a'\n\n[goal]\ncan = [\n  'x',\n  'y',\n]\n\n[[act]]\ntitle = 'b'\n\n[[act]]\ntitle = 'c'\n[[act.notes]]\nabout = 'n'\n";

    #[test]
    fn a_place_is_found_on_its_line() {
        let lines = [
            ("title", 1),
            ("goal.can[1]", 6),
            ("act[0].title", 10),
            ("act[1]", 12),
            ("act[1].title", 13),
            ("act[1].notes[0].about", 15),
        ];
        for (place, line) in lines {
            assert_eq!(line_of(TEXT, place), Some(line), "{place}");
        }
    }

    #[test]
    fn what_is_absent_is_blamed_on_what_contains_it() {
        assert_eq!(line_of(TEXT, "act[1].hints[2]"), Some(12));
        assert_eq!(line_of(TEXT, "goal.why"), Some(3));
        assert_eq!(line_of(TEXT, "act"), Some(9));
        assert_eq!(line_of(TEXT, "quiz"), None);
        assert_eq!(line_of("not toml", "quiz"), None);
    }
}
