//! Key presses that came in together: a paste without brackets is told from typing, so that its letters do not act as commands.

use crate::tui::keys::Press;

/// More visible characters than this in one read are no typing.
const TYPING: usize = 8;

/// More visible characters than this are no keys either, even where a paste means nothing: they are dropped.
const KEYS: usize = 32;

/// A piece of input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// One key.
    Press(Press),
    /// A text that came in at once, and the keys that it would be.
    Burst {
        /// The text.
        text: String,
        /// The same as keys, where they are few enough to be meant as keys.
        presses: Vec<Press>,
    },
    /// A bracketed paste.
    Paste(String),
}

/// True when so many characters came together that more of the same text may still be on its way.
pub fn is_paste(inputs: &[Input]) -> bool {
    inputs.iter().any(|input| match input {
        Input::Press(_) | Input::Paste(_) => false,
        Input::Burst { .. } => true,
    })
}

/// Puts presses that came in one read together.
pub fn gathered(presses: &[Press]) -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut run = Vec::new();
    for press in presses {
        if press.typed().is_some() {
            run.push(*press);
        } else {
            close(&mut run, &mut inputs);
            inputs.push(Input::Press(*press));
        }
    }
    close(&mut run, &mut inputs);
    inputs
}

/// Ends a run of characters. Enter and Tab at its end are keys: a person who types fast ends with one.
fn close(run: &mut Vec<Press>, inputs: &mut Vec<Input>) {
    let end = run
        .iter()
        .rposition(|press| press.is_printable())
        .map_or(0, |last| last + 1);
    let tail = run.split_off(end);
    let visible = run.iter().filter(|press| press.is_printable()).count();
    if visible > TYPING {
        let text = run.iter().filter_map(|press| press.typed()).collect();
        let presses = if visible > KEYS {
            Vec::new()
        } else {
            std::mem::take(run)
        };
        inputs.push(Input::Burst { text, presses });
    } else {
        inputs.extend(run.iter().copied().map(Input::Press));
    }
    inputs.extend(tail.into_iter().map(Input::Press));
    run.clear();
}
