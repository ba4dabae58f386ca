//! What prose calls a key, `{key:send}`, found among the choices of a menu.

use super::{Sub, Then};
use crate::app::message::{Build, Create, Desk, FlowPlay, Go, Message, Play};
use crate::lesson::change::Bearing;

/// True where this choice does what prose calls by that name.
pub(super) fn does(name: &str, then: &Then, after: &Sub) -> bool {
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
            | Play::Look(_)
            | Play::OpenExperiment(_)
            | Play::OpenVariant(_) => false,
        },
        Message::Create(Create::Submit) => name == "create",
        Message::Build(Build::FillFromApp) => name == "fill",
        Message::Desk(Desk::TakeOwnReply) => name == "own-reply",
        Message::Desk(Desk::Judge) => name == "check",
        Message::Go(Go::Home) => name == "home",
        _ => false,
    }
}

/// What it does, where the open menu does not offer it.
pub(super) fn words(name: &str) -> &'static str {
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
        "close" => "going back",
        "whole" => "hearing the whole",
        "run-card" => "running the next card",
        "run-to-end" => "running to the end",
        "rewind" => "going back to the start of the flow",
        _ => "that",
    }
}
