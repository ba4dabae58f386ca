//! What a repair changed, as a diff of the pasted text.

use std::fmt::Write as _;

use crate::cli::report::excerpt;
use crate::cli::style::{Role, Style};
use crate::oauth::check::diff::{Change, changes};
use crate::oauth::check::paste::Repair;
use crate::oauth::finding::Severity;

/// Changes that are shown; the others are counted.
const MOST: usize = 4;
/// Lines of one change that are shown on each side.
const MOST_LINES: usize = 3;

/// Writes the lines before and after one repair.
pub(super) fn write(out: &mut String, pasted: &str, repair: &Repair, style: Style) {
    let all = changes(pasted, std::slice::from_ref(repair));
    for change in all.iter().take(MOST) {
        one(out, change, style);
    }
    if all.len() > MOST {
        let more = format!("       and {} more", all.len() - MOST);
        let _ = writeln!(out, "{}", style.paint(Role::Quiet, &more));
    }
}

fn one(out: &mut String, change: &Change, style: Style) {
    let (before, after) = (change.before.first(), change.after.first());
    let target = match (before, after) {
        (Some(before), Some(after)) => first_difference(before, after),
        (Some(_), None) | (None, _) => 0,
    };
    let sides = [
        ("-", Severity::Fail, &change.before),
        ("+", Severity::Pass, &change.after),
    ];
    for (sign, severity, lines) in sides {
        for (index, line) in lines.iter().take(MOST_LINES).enumerate() {
            // Lines that may hold a secret are not shown on either side.
            let target = if index == 0 { target } else { 0 };
            let Some(shown) = excerpt::around(line, target, style.ellipsis()) else {
                continue;
            };
            let number = if sign == "-" && index == 0 {
                change.line.to_string()
            } else {
                String::new()
            };
            let number = style.paint(Role::Quiet, format!("{number:>4}"));
            let text = style.paint(Role::Severity(severity), format!("{sign} {}", shown.text));
            let _ = writeln!(out, "{number} {text}");
        }
        if lines.len() > MOST_LINES {
            let _ = writeln!(out, "     {sign} {}", style.ellipsis());
        }
    }
}

/// The index of the first character in which two lines differ.
fn first_difference(one: &str, other: &str) -> usize {
    let same = one.chars().zip(other.chars());
    same.take_while(|(a, b)| a == b).count()
}
