//! A text that came out of the pasted one by edits, with the way back for every place.

use crate::oauth::check::paste::Edit;

/// A text, and where each part of it stood in the text as pasted.
#[derive(Clone, Debug)]
pub(super) struct Mapped {
    pub(super) text: String,
    /// In order of both ends; each reaches to the beginning of the next.
    runs: Vec<Run>,
    /// Where the text ended, as pasted.
    end: usize,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    /// Where it begins in `text`.
    at: usize,
    /// Where it began as pasted.
    from: usize,
    /// How many bytes of it were copied; the rest stands at the end of those.
    copied: usize,
}

impl Mapped {
    /// A text that has not been changed.
    pub(super) fn whole(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            runs: vec![Run {
                at: 0,
                from: 0,
                copied: text.len(),
            }],
            end: text.len(),
        }
    }

    /// From an offset in the text to the one in the text as pasted.
    pub(super) fn original(&self, offset: usize) -> usize {
        if offset >= self.text.len() {
            return self.end;
        }
        let behind = self.runs.partition_point(|run| run.at <= offset);
        let run = behind.checked_sub(1).and_then(|index| self.runs.get(index));
        run.map_or(0, |run| run.from + (offset - run.at).min(run.copied))
    }

    /// The part between two offsets, edited. Edits count in this text, lie inside the part, are in order and do not overlap.
    pub(super) fn part(&self, start: usize, end: usize, edits: &[Edit]) -> Self {
        let mut part = Self {
            text: String::with_capacity(end - start),
            runs: Vec::new(),
            end: self.original_end(end),
        };
        let mut at = start;
        for edit in edits {
            self.copy(at, edit.start, &mut part);
            if !edit.replacement.is_empty() {
                let from = self.original(edit.start);
                part.runs.push(Run {
                    at: part.text.len(),
                    from,
                    copied: 0,
                });
                part.text.push_str(&edit.replacement);
            }
            at = edit.end;
        }
        self.copy(at, end, &mut part);
        part
    }

    /// The edits with their places in the text as pasted.
    pub(super) fn original_edits(&self, edits: &[Edit]) -> Vec<Edit> {
        let place = |edit: &Edit| {
            let start = self.original(edit.start);
            let end = if edit.end == edit.start {
                start
            } else {
                self.original_end(edit.end)
            };
            Edit {
                start,
                end: end.max(start),
                replacement: edit.replacement.clone(),
            }
        };
        edits.iter().map(place).collect()
    }

    /// As [`Self::original`] for an offset behind something: what was cut out behind that is not part of it.
    fn original_end(&self, end: usize) -> usize {
        let Some(last) = end.checked_sub(1) else {
            return self.original(0);
        };
        let behind = self.runs.partition_point(|run| run.at <= last);
        let run = behind.checked_sub(1).and_then(|index| self.runs.get(index));
        run.map_or(0, |run| run.from + (end - run.at).min(run.copied))
    }

    fn copy(&self, start: usize, end: usize, into: &mut Self) {
        let mut at = start;
        let mut index = self
            .runs
            .partition_point(|run| run.at <= start)
            .saturating_sub(1);
        while at < end {
            let next = self
                .runs
                .get(index + 1)
                .map_or(self.text.len(), |run| run.at);
            let to = next.min(end);
            let copied = self
                .runs
                .get(index)
                .map_or(0, |run| (run.at + run.copied).min(to).saturating_sub(at));
            into.runs.push(Run {
                at: into.text.len(),
                from: self.original(at),
                copied,
            });
            into.text
                .push_str(self.text.get(at..to).unwrap_or_default());
            at = to;
            index += 1;
        }
    }
}
