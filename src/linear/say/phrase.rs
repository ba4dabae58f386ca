//! The fixed phrases of the conversation.

use crate::app::guess::Sureness;
use crate::app::message::{CopyWhat, Message, OwnTargetAct, Play, ScenarioAct};
use crate::lesson::desks::words;
use crate::oauth::text::visible_line;

/// The first words.
pub(in crate::linear) const WELCOME: &str = "oauth-tutor, line by line. You choose by number. Nothing leaves this machine but the requests you send.";

/// Said after a choice that changed nothing one could hear: that all is as it was, in the words of what was chosen.
pub(in crate::linear) fn unchanged(message: &Message) -> String {
    match message {
        Message::Play(Play::Sure { sureness, .. }) => format!(
            "Noted: {}. The real exchange will tell.",
            how_sure(*sureness)
        ),
        Message::Play(Play::Guess { .. }) => {
            "You stay with that answer. The real exchange will tell.".to_owned()
        }
        Message::Play(Play::Answer { .. }) => "You stay with that answer.".to_owned(),
        Message::Scenario(ScenarioAct::List) => words("scenario.about").to_owned(),
        Message::OwnTarget(OwnTargetAct::List) => {
            format!(
                "{} {}",
                words("own.target.about"),
                words("own.target.by-hand")
            )
        }
        Message::OwnTarget(OwnTargetAct::Open(..) | OwnTargetAct::Choose(_)) => {
            words("own.target.unopened").to_owned()
        }
        Message::Create(_) | Message::Build(_) => "It stands like that already.".to_owned(),
        _ => "Nothing changed. ? says again how things stand.".to_owned(),
    }
}

/// How sure somebody is.
pub(in crate::linear) fn how_sure(sureness: Sureness) -> &'static str {
    match sureness {
        Sureness::Guess => "a guess",
        Sureness::Fairly => "fairly sure",
        Sureness::Certain => "certain",
    }
}

/// Said after a paste that was too large.
pub(in crate::linear) const PASTE_CUT: &str =
    "The paste is larger than 1 MiB. The lines beyond that were left out.";

/// How to answer a menu.
pub(in crate::linear) const HOW_TO_CHOOSE: &str = "Type a number, or ? to hear this again.";

/// `once`, `2 times`, ...
pub(in crate::linear) fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        many => format!("{many} times"),
    }
}

/// A notice of the tutor.
pub(in crate::linear) fn notice(text: &str) -> String {
    format!("Notice: {}", visible_line(text))
}

/// That somebody is still waited for.
pub(in crate::linear) fn heartbeat(what: &str, seconds: u64) -> String {
    format!("Still waiting for {what}, {seconds} seconds by now. Ctrl+C stops waiting.")
}

/// The line before a text that is meant for copying.
pub(in crate::linear) fn begin(label: &str) -> String {
    format!("Begin: {label}.")
}

/// The line behind it.
pub(in crate::linear) fn end(label: &str) -> String {
    format!("End: {label}.")
}

/// What is said before something is printed that opens doors.
pub(in crate::linear) fn warning(what: CopyWhat) -> Option<&'static str> {
    match what {
        CopyWhat::CurlPractice => Some(
            "Careful: the next lines hold the practice secret. Whoever reads them can pass for your app.",
        ),
        CopyWhat::Reply => {
            Some("Careful: the next lines may hold a token. Whoever reads them can use it.")
        }
        CopyWhat::Token => {
            Some("Careful: the next line is the token. Whoever reads it can use it.")
        }
        CopyWhat::CurlMasked
        | CopyWhat::Report
        | CopyWhat::Value(..)
        | CopyWhat::Claims
        | CopyWhat::Exchange(_)
        | CopyWhat::Part(_) => None,
    }
}
