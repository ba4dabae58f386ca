//! What the terminal sent, cut into pieces that mean one thing each.

use crate::oauth::time::UnixMillis;
use crate::tui::burst::{Flow, Input};
use crate::tui::keys::Press;
use crate::tui::keys::decoder::Token;

/// What was read, in its order: runs of keys and pastes, and what the terminal says in between.
pub(super) enum Part {
    /// Keys and pastes.
    Typed(Vec<Token>),
    /// The background, the mouse.
    Said(Token),
}

/// Takes apart what was read, so that nothing overtakes anything.
pub(super) fn apart(read: Vec<Token>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut typed = Vec::new();
    for token in read {
        match token {
            Token::Press(_) | Token::Paste(_) => typed.push(token),
            Token::Ground(_) | Token::Mouse(_) => {
                parts.push(Part::Typed(std::mem::take(&mut typed)));
                parts.push(Part::Said(token));
            }
        }
    }
    parts.push(Part::Typed(typed));
    parts
}

/// What was read, as pieces: runs of keys that may be a paste, and pastes.
pub(super) fn inputs(read: Vec<Token>, at: UnixMillis, flow: &mut Flow) -> Vec<Input> {
    let mut seen = Vec::new();
    let mut run: Vec<Press> = Vec::new();
    for token in read {
        match token {
            Token::Press(press) => run.push(press),
            Token::Paste(text) => {
                close(&mut run, at, flow, &mut seen);
                seen.push(Input::Paste(text));
            }
            // The session takes it before.
            Token::Ground(_) | Token::Mouse(_) => {}
        }
    }
    close(&mut run, at, flow, &mut seen);
    seen
}

fn close(run: &mut Vec<Press>, at: UnixMillis, flow: &mut Flow, seen: &mut Vec<Input>) {
    if !run.is_empty() {
        seen.extend(flow.take(run, at));
    }
    run.clear();
}

/// The keys among what was read.
pub(super) fn presses(read: &[Token]) -> Vec<Press> {
    let pressed = |token: &Token| match token {
        Token::Press(press) => Some(*press),
        Token::Paste(_) | Token::Ground(_) | Token::Mouse(_) => None,
    };
    read.iter().filter_map(pressed).collect()
}
