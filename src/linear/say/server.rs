//! The practice servers: how the one in hand stands, and what it heard.

use super::Words;
use super::exchange;
use crate::app::App;
use crate::app::hand::Heard;
use crate::app::standing::{Row, Whose, rows};
use crate::lesson::desks;
use crate::oauth::text::visible_line;

/// So many requests are said at once.
const MOST: usize = 5;

/// The page of the server in hand.
pub(super) fn say(app: &App, words: &mut Words) {
    let target = app.target_in_hand();
    words.fact(format!("\nThe practice server {}.", target.word()));
    words.intro(desks::words("hand.about"));
    let Some(facts) = app.facts_in_hand() else {
        words.fact(desks::words("hand.starting"));
        return;
    };
    let in_force = app.hand.wishes_in_force(target);
    for row in rows(facts, app.hand.standing(target), &in_force) {
        words.fact(fact(&row));
    }
    let heard: Vec<_> = app.hand.heard(target).take(MOST).collect();
    if heard.is_empty() {
        words.intro(desks::words("hand.silent"));
    }
    for heard in heard.into_iter().rev() {
        words.fact(asked(heard));
    }
}

fn fact(row: &Row) -> String {
    let changed = if row.is_changed { " Changed here." } else { "" };
    let value = visible_line(&row.value);
    format!("{}: {}.{changed}", row.name, value.trim_end_matches('.'))
}

/// A request: when, who, what, how it was answered.
fn asked(heard: &Heard) -> String {
    let who = match heard.whose {
        Whose::Ours => "this tutor",
        Whose::Others => "another program",
        Whose::Unknown => "somebody",
    };
    let whole = heard.at.seconds().rfc3339().unwrap_or_default();
    let time = whole.get(11..19).unwrap_or_default();
    format!(
        "At {time} UTC {who} asked {}, and got {}.",
        visible_line(&heard.entry.request_line),
        exchange::answered(&heard.entry)
    )
}

/// The newest requests with the checks of each.
pub(super) fn journal(app: &App) -> Vec<String> {
    let heard = app.hand.heard(app.target_in_hand()).take(MOST);
    let mut said: Vec<String> = heard
        .flat_map(|heard| {
            let mut lines = vec![asked(heard)];
            lines.extend(exchange::noted("server", &heard.entry));
            lines
        })
        .collect();
    if said.is_empty() {
        said.push(desks::words("hand.silent").to_owned());
    }
    said
}
