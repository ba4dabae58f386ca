//! Two exchanges, line by line: what is not the same is said of both, what is the same is counted.

use crate::app::compared::{Compared, Half, Pair, Side, Verdict};
use crate::lesson::desks::{filled, words};
use crate::oauth::text::visible_line;
use crate::oauth::wire::Secrets;

/// The comparison.
pub(super) fn said(both: &Compared<'_>) -> Vec<String> {
    let numbers = [
        ("newest", both.newest.number.to_string()),
        ("before", both.before.number.to_string()),
    ];
    let mut said = vec![filled("runs.said", &numbers)];
    for (half, name) in [(Half::Request, "request"), (Half::Reply, "reply")] {
        let pairs = both.pairs(half, Secrets::Masked);
        let (differ, same): (Vec<&Pair>, Vec<&Pair>) = pairs.iter().partition(|pair| pair.differs);
        said.push(match both.verdict(half, &pairs) {
            Verdict::Same => format!("Every byte of the {name} is the same."),
            Verdict::Unshown => format!("The {name}: {}.", words("runs.unshown")),
            Verdict::Lines(odd) => format!(
                "Of the {name}, {odd} differ and {} are the same.",
                same.len()
            ),
        });
        said.extend(differ.into_iter().map(of_pair));
    }
    said
}

fn of_pair(pair: &Pair) -> String {
    let text = |side: &Side| visible_line(&side.text);
    match (&pair.before, &pair.newest) {
        (Some(before), Some(newest)) if before.text == newest.text => {
            format!("{} {}", text(newest).trim(), words("runs.masked"))
        }
        (Some(before), Some(newest)) => format!(
            "Before: {} Now: {} {}",
            text(before).trim(),
            text(newest).trim(),
            parted(before, newest)
        ),
        (Some(before), None) => format!("Only before: {}", text(before).trim()),
        (None, Some(newest)) => format!("Only now: {}", text(newest).trim()),
        (None, None) => String::new(),
    }
}

/// The characters that are not the same.
fn parted(before: &Side, newest: &Side) -> String {
    let odd = |side: &Side| {
        let (from, end) = side.odd;
        let odd: String = side.text.chars().skip(from).take(end - from).collect();
        match odd.as_str() {
            "" => "nothing".to_owned(),
            odd => format!("\"{}\"", visible_line(odd)),
        }
    };
    let from = newest.odd.0 + 1;
    format!(
        "From character {from}: {} became {}.",
        odd(before),
        odd(newest)
    )
}
