//! What repairs changed, as the lines of the paste before and after, for a reader to see and to undo.

use crate::oauth::check::paste::{Edit, Repair};

/// A run of lines that repairs changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The first line, as pasted, from 1.
    pub line: usize,
    /// The lines as pasted. They may hold anything, a token or a secret included.
    pub before: Vec<String>,
    /// The same lines repaired; none where they went away whole.
    pub after: Vec<String>,
}

/// The lines of `pasted` that `repairs` changed, in order. Lines that are neighbours and both changed stand in one change.
pub fn changes(pasted: &str, repairs: &[Repair]) -> Vec<Change> {
    let mut edits: Vec<&Edit> = repairs.iter().flat_map(|repair| &repair.edits).collect();
    edits.sort_by_key(|edit| (edit.start, edit.end));
    let starts: Vec<usize> = std::iter::once(0)
        .chain(pasted.match_indices('\n').map(|(at, _)| at + 1))
        .collect();
    let line_of = |offset: usize| starts.partition_point(|start| *start <= offset).max(1) - 1;
    let mut changes = Vec::new();
    let mut rest = edits.as_slice();
    while let Some(first) = rest.first() {
        let from = line_of(first.start);
        // An edit that ends with a line break takes the next line in, since it is joined to this one.
        let mut to = line_of(first.end.max(first.start));
        let mut count = 1;
        while let Some(next) = rest.get(count)
            && line_of(next.start) <= to
        {
            to = to.max(line_of(next.end));
            count += 1;
        }
        let (own, more) = rest.split_at(count);
        rest = more;
        let start = starts.get(from).copied().unwrap_or_default();
        let end = starts.get(to + 1).copied().unwrap_or(pasted.len());
        changes.push(Change {
            line: from + 1,
            before: lines(pasted.get(start..end).unwrap_or_default()),
            after: lines(&edited(pasted, (start, end), own)),
        });
    }
    changes
}

/// The stretch of the text with the edits made. Edits that overlap an earlier one are passed over.
fn edited(pasted: &str, (start, end): (usize, usize), edits: &[&Edit]) -> String {
    let mut out = String::new();
    let mut at = start;
    for edit in edits.iter().filter(|edit| edit.end <= end) {
        if edit.start < at {
            continue;
        }
        out.push_str(pasted.get(at..edit.start).unwrap_or_default());
        out.push_str(&edit.replacement);
        at = edit.end;
    }
    out.push_str(pasted.get(at..end).unwrap_or_default());
    out
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}
