//! What prose calls a key, `{key:send}`, found among the choices of a menu.

use super::{Choice, Menu, Sub, Then};
use crate::app::message::{Build, Create, Desk, FlowPlay, Go, Hand, Message, Play};
use crate::lesson::change::Bearing;

impl Menu {
    /// The number of the choice that does what prose calls by this name; `None` where the menu does not offer it.
    fn number_of(&self, name: &str) -> Option<usize> {
        let is_it = |choice: &Choice| does(name, &choice.then, &choice.after);
        let at = self.choices.iter().position(is_it)?;
        self.numbers.get(at).copied()
    }

    /// `text` with each `{key:send}` replaced by the number of the choice that does it, else by what it does.
    pub(in crate::linear) fn filled(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{key:") {
            let (name, behind) = after.split_once('}').unwrap_or((after, ""));
            out.push_str(before);
            let way = match self.number_of(name) {
                Some(number) => format!("choice {number}"),
                None => words(name).to_owned(),
            };
            push_word(&mut out, &way);
            rest = behind;
        }
        out.push_str(rest);
        out
    }
}

/// Puts `word` behind what stands there, with a capital where a sentence begins with it.
fn push_word(out: &mut String, word: &str) {
    let before = out.trim_end_matches(' ');
    let is_first = before.is_empty() || before.ends_with(['.', '?', '!', '\n']);
    let mut letters = word.chars();
    match letters.next().filter(|_| is_first) {
        Some(first) => out.extend(first.to_uppercase().chain(letters)),
        None => out.push_str(word),
    }
}

/// True where this choice does what prose calls by that name.
fn does(name: &str, then: &Then, after: &Sub) -> bool {
    match then {
        Then::Tell(message) => tells(name, message),
        Then::Open => matches!(
            (name, after),
            ("view", Sub::Views) | ("copy", Sub::Print) | ("jump", Sub::Steps)
        ),
        Then::Ask(_) | Then::Show(_) | Then::Print(_) => false,
    }
}

fn tells(name: &str, message: &Message) -> bool {
    match message {
        Message::Play(play) => match play {
            Play::Next => name == "next",
            Play::Back => name == "back",
            Play::Skip => name == "skip",
            Play::Hint => name == "hint",
            Play::LayIn => name == "lay-in",
            Play::Undo => name == "undo",
            Play::Redo => name == "redo",
            Play::ResetStep => name == "reset",
            Play::Send => name == "send",
            Play::Verify => name == "verify",
            Play::Vary => name == "vary",
            Play::PutBack => name == "put-back",
            Play::Call { bearing, .. } => match bearing {
                Bearing::Token => name == "call",
                Bearing::Nothing => name == "call-bare",
            },
            Play::Flow(play) => match play {
                FlowPlay::RunCard => name == "run-card",
                FlowPlay::RunToEnd => name == "run-to-end",
                FlowPlay::Rewind => name == "rewind",
                FlowPlay::Edit(..) | FlowPlay::Connect(..) => false,
            },
            Play::Guess { .. }
            | Play::Sure { .. }
            | Play::Answer { .. }
            | Play::Type { .. }
            | Play::Arrange { .. }
            | Play::Look(_)
            | Play::OpenExperiment(_)
            | Play::OpenVariant(_) => false,
        },
        Message::Create(Create::Submit) => name == "create",
        Message::Build(Build::FillFromApp) => name == "fill",
        Message::Desk(Desk::TakeOwnReply) => name == "own-reply",
        Message::Desk(Desk::Judge) => name == "check",
        Message::Hand(Hand::Undo) => name == "undo",
        Message::Hand(Hand::Redo) => name == "redo",
        Message::Hand(Hand::PutBack) => name == "put-back",
        Message::Elsewhere => name == "elsewhere",
        Message::Go(Go::Home) => name == "home",
        Message::Go(Go::Server) => name == "servers",
        _ => false,
    }
}

/// What it does, where the open menu does not offer it.
fn words(name: &str) -> &'static str {
    match name {
        "next" => "the next step",
        "back" => "the step back",
        "skip" => "skipping this step",
        "send" => "sending the request",
        "create" => "creating the app",
        "call" => "calling the API",
        "call-bare" => "calling the API without a token",
        "verify" => "verifying the token",
        "check" => "checking the text",
        "own-reply" => "taking your own reply",
        "copy" => "printing it for copying, under more",
        "view" => "the views of the request",
        "fill" => "filling in id and secret from your app",
        "hint" => "a hint",
        "lay-in" => "laying the solution in",
        "undo" => "undo, under more",
        "redo" => "redo, under more",
        "reset" => "resetting the step, under more",
        "reveal" => "printing the secret, under more",
        "vary" => "making the change",
        "put-back" => "putting everything back",
        "jump" => "going to another step, under more",
        "home" => "going home, under more",
        "servers" => "the page of the practice server (under more, another step)",
        "close" => "going back",
        "theme" => "another theme",
        "mouse" => "the mouse",
        "whole" => "hearing the whole",
        "elsewhere" => "the same request at all three, under more,",
        "run-card" => "running the next card",
        "run-to-end" => "running to the end",
        "rewind" => "going back to the start of the flow",
        _ => "that",
    }
}
