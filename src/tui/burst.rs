//! Key presses that came in together: a paste without brackets is told from typing, so that its letters do not act as commands.

use crate::oauth::time::UnixMillis;
use crate::tui::keys::Press;

/// More visible characters than this in one read are no typing.
const TYPING: usize = 8;

/// More visible characters than this are no keys either, even where a paste means nothing: they are dropped.
const KEYS: usize = 32;

/// For so many milliseconds after a piece of a paste, several characters at once are its next piece: a slow line or a
/// busy machine makes pauses in a paste, and no hand is that fast.
const PAUSE: i64 = 1_000;

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
    /// The next piece of a text that did not come in at once.
    More {
        /// The piece.
        piece: String,
        /// The text so far, with this piece.
        whole: String,
    },
    /// A bracketed paste.
    Paste(String),
}

/// A paste without brackets, as far as it has come.
#[derive(Debug, Default)]
pub struct Flow {
    text: String,
    until: Option<UnixMillis>,
    /// True until the last piece has been dealt with.
    fresh: bool,
}

impl Flow {
    /// True while characters that come in at `at` may be the next piece.
    pub fn may_go_on(&self, at: UnixMillis) -> bool {
        self.until.is_some_and(|until| at < until)
    }

    /// The last piece has been dealt with: the pause begins now, since nobody looked for more before.
    pub fn rests_at(&mut self, now: UnixMillis) {
        if std::mem::take(&mut self.fresh) {
            self.until = Some(now.plus(PAUSE));
        }
    }

    /// Puts presses together that came in at `at`. Whatever is neither a paste nor its next piece ends the paste.
    pub fn take(&mut self, presses: &[Press], at: UnixMillis) -> Vec<Input> {
        let typed = presses.iter().map_while(|press| press.typed()).count();
        if let [press] = presses
            && let Some(c) = press.typed()
            && self.may_go_on(at)
        {
            // A key, by all appearances. Should more of the paste follow after all, it belongs to that too.
            self.text.push(c);
            return gathered(presses);
        }
        let before = self.may_go_on(at).then(|| std::mem::take(&mut self.text));
        *self = Self::default();
        let (more, rest) = match before {
            Some(_) if typed > 1 => presses.split_at(typed),
            Some(_) | None => presses.split_at(0),
        };
        let mut inputs = gathered(rest);
        if !more.is_empty() {
            let piece = text(more);
            let whole = before.unwrap_or_default() + &piece;
            inputs.insert(0, Input::More { piece, whole });
        }
        if let Some(text) = unfinished(&inputs, rest) {
            *self = Self {
                text,
                until: Some(at.plus(PAUSE)),
                fresh: true,
            };
        }
        inputs
    }
}

/// The text that `inputs`, made of `presses` after the next piece, end with, when it is too long to be keys.
fn unfinished(inputs: &[Input], presses: &[Press]) -> Option<String> {
    if let [Input::More { whole, .. }] = inputs {
        return Some(whole.clone());
    }
    let untyped = presses.iter().rposition(|press| press.typed().is_none());
    let last = presses.get(untyped.map_or(0, |at| at + 1)..)?;
    (visible(last) > KEYS).then(|| text(last))
}

fn text(presses: &[Press]) -> String {
    presses.iter().filter_map(|press| press.typed()).collect()
}

fn visible(presses: &[Press]) -> usize {
    presses.iter().filter(|press| press.is_printable()).count()
}

/// True when so many characters came together that more of the same text may still be on its way.
pub fn is_paste(inputs: &[Input]) -> bool {
    inputs.iter().any(|input| match input {
        Input::Press(_) | Input::Paste(_) => false,
        Input::Burst { .. } | Input::More { .. } => true,
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
    let visible = visible(run);
    if visible > TYPING {
        let text = text(run);
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
