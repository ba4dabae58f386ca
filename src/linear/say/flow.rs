//! The flow of a step, card by card: what goes in, from where, what comes out, how it went.

use std::fmt::Write as _;

use super::Words;
use crate::app::flow_desk::FlowDesk;
use crate::app::leak_table::LeakTable;
use crate::app::player::Player;
use crate::app::tenant::TenantFacts;
use crate::flow::session::{End, State};
use crate::flow::{Card, Place};
use crate::oauth::text::visible_line;

/// The whole flow.
pub(super) fn say(player: &Player, facts: Option<&TenantFacts>, words: &mut Words) {
    let Some(desk) = player.flow() else {
        return words.fact("The flow opens as soon as the practice tenant answers.");
    };
    let flow = &desk.session.flow;
    words.intro(format!("The flow: {}. {}", flow.title, flow.says));
    for (at, one) in flow.cards.iter().enumerate() {
        words.fact(card(desk, at, one));
    }
    for (table, port) in desk.leak_tables() {
        words.fact(leaks(&table, &port));
    }
    words.fact(match desk.session.end() {
        None => match desk.session.next().and_then(|at| flow.cards.get(at)) {
            Some(next) => format!("Next runs {}.", visible_line(&next.id)),
            None => "Every card ran.".to_owned(),
        },
        Some(End::Returned(_)) if desk.session.is_returned() => {
            "The flow ended with Return.".to_owned()
        }
        Some(End::Returned(_)) => "Every card of the way ran.".to_owned(),
        Some(End::Threw(_)) => "The flow ended with Return Error.".to_owned(),
        Some(End::Failed(fault)) => {
            format!("The flow stopped: {}. {}", fault.name.word(), fault.why)
        }
    });
    if let Some(asked) = player.asked_in_words() {
        words.fact(asked);
    }
    // Where the server stopped, or where that is mended which no card can mend.
    if let Some(mend) = player.way_on_of_flow(facts).or_else(|| player.mend(facts)) {
        words.fact(mend);
    }
}

/// The table of what a credential leaks, a line for each place.
fn leaks(table: &LeakTable, port: &str) -> String {
    let mut text = format!("{port}: {}", table.now);
    let Some(([_, typed, apart], rows)) = table.rows.split_first() else {
        return text;
    };
    for [place, one, other] in rows {
        let _ = if one == other {
            write!(text, "\n{place}: {one}.")
        } else {
            write!(text, "\n{place}: {typed}, {one}; {apart}, {other}.")
        };
    }
    let _ = write!(text, "\n{}", table.so);
    text
}

fn card(desk: &FlowDesk, at: usize, card: &Card) -> String {
    let session = &desk.session;
    let mut text = format!(
        "Card {}, {}, {}: {}",
        at + 1,
        card.id,
        card.kind.title(),
        card.says
    );
    text.push_str(match session.state(at) {
        State::Waits => "\nIt did not run yet.",
        State::Asks => "\nIt waits for its answer.",
        State::Ran { .. } => "\nIt ran.",
        State::Failed(_) => "\nIt failed.",
        State::Skipped => "\nIt was passed over: it stands in the other branch.",
    });
    for input in &card.inputs {
        let value = visible_line(&session.put_in(card, input).shown());
        let from = input.from.as_ref().map(Place::spelled);
        let from = from.map_or_else(String::new, |from| format!(", from {from}"));
        let _ = write!(text, "\nIn, {}: {value}{from}.", input.port);
    }
    if let State::Ran { gave, .. } = session.state(at) {
        for (port, value) in gave {
            let _ = write!(text, "\nOut, {port}: {}.", visible_line(&value.shown()));
        }
    }
    if let State::Failed(fault) = session.state(at) {
        let _ = write!(text, "\n{}: {}", fault.name.word(), fault.why);
    }
    text
}
