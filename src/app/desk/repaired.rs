//! The pasted text with its repairs in it, line by line: what was added, what was changed, what went away.

use crate::oauth::check::Report;
use crate::oauth::check::diff::{self, Change};
use crate::oauth::check::paste::veil;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Nothing.
    Same,
    /// A repair changed it; the text is the new one.
    Changed,
    /// A repair added it.
    Added,
    /// A repair took it away; the text is the old one.
    Removed,
}

/// A line of the repaired text, or one that went away.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// What became of it.
    pub sign: Sign,
    /// Its number in the text as pasted, from 1; an added line has none.
    pub number: Option<usize>,
    /// The text. It may hold a token.
    pub text: String,
    /// The same with its secrets hidden.
    pub veiled: String,
    /// Where a changed line begins to differ from the old one, in characters.
    pub differs: usize,
}

impl Row {
    /// The text for a screen, on which secrets are shown or not.
    pub fn shown(&self, revealed: bool) -> &str {
        if revealed { &self.text } else { &self.veiled }
    }
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Row({:?}, {:?})", self.sign, self.number)
    }
}

/// The rows of a repaired paste; none where nothing was repaired.
pub(super) fn rows(report: &Report, veiled: &str) -> Vec<Row> {
    let changes = diff::changes(&report.pasted.text, &report.prepared.repairs);
    if changes.is_empty() {
        return Vec::new();
    }
    let pasted: Vec<&str> = report.pasted.text.lines().collect();
    let mut rows = Vec::with_capacity(pasted.len());
    let mut at = 1;
    for change in &changes {
        rows.extend(same(&pasted, at, change.line));
        mend(change, &mut rows);
        at = change.line + change.before.len();
    }
    rows.extend(same(&pasted, at, pasted.len() + 1));
    // A secret may reach over several lines, so that what was not changed is hidden as in the whole text.
    let lines: Vec<&str> = veiled.lines().collect();
    for row in &mut rows {
        let line = row
            .number
            .and_then(|number| lines.get(number.checked_sub(1)?));
        row.veiled = match (row.sign, line) {
            (Sign::Same | Sign::Removed, Some(line)) => (*line).to_owned(),
            (Sign::Same | Sign::Removed | Sign::Changed | Sign::Added, _) => {
                veil::veiled(&row.text)
            }
        };
    }
    rows
}

/// The untouched lines from number `from` up to, and not with, `to`.
fn same(pasted: &[&str], from: usize, to: usize) -> impl Iterator<Item = Row> {
    (from..to).filter_map(|number| {
        let text = pasted.get(number.checked_sub(1)?)?;
        Some(row(Sign::Same, Some(number), text))
    })
}

fn row(sign: Sign, number: Option<usize>, text: &str) -> Row {
    Row {
        sign,
        number,
        text: text.to_owned(),
        veiled: String::new(),
        differs: 0,
    }
}

/// A run of lines before and after. What is equal at both ends is untouched; of the rest, lines are paired from the top, and those
/// without a partner were added or went away.
fn mend(change: &Change, rows: &mut Vec<Row>) {
    let (before, after) = (&change.before, &change.after);
    let most = before.len().min(after.len());
    let head = (0..most)
        .take_while(|at| before.get(*at) == after.get(*at))
        .count();
    let tail = (1..=most - head)
        .take_while(|back| before.get(before.len() - back) == after.get(after.len() - back))
        .count();
    let number = |at: usize| Some(change.line + at);
    for (at, text) in before.iter().take(head).enumerate() {
        rows.push(row(Sign::Same, number(at), text));
    }
    let old = before.get(head..before.len() - tail).unwrap_or_default();
    let new = after.get(head..after.len() - tail).unwrap_or_default();
    for at in 0..old.len().max(new.len()) {
        rows.push(match (old.get(at), new.get(at)) {
            (Some(old), Some(new)) => Row {
                differs: first_difference(old, new),
                ..row(Sign::Changed, number(head + at), new)
            },
            (None, Some(new)) => row(Sign::Added, None, new),
            (Some(old), None) => row(Sign::Removed, number(head + at), old),
            (None, None) => break,
        });
    }
    let from = before.len() - tail;
    for (at, text) in before.iter().enumerate().skip(from) {
        rows.push(row(Sign::Same, number(at), text));
    }
}

fn first_difference(old: &str, new: &str) -> usize {
    old.chars()
        .zip(new.chars())
        .take_while(|(a, b)| a == b)
        .count()
}
