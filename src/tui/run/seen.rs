//! What the terminal sent, cut into pieces that mean one thing each.

use crossterm::event::{Event as Read, KeyEventKind};

use crate::oauth::time::UnixMillis;
use crate::tui::burst::{Flow, Input};
use crate::tui::keys::Press;

/// A piece of input, or a new size.
pub(super) enum Seen {
    /// What the terminal sent.
    Input(Input),
    /// Its size has changed.
    Resized,
}

/// What was read, as pieces: runs of keys that may be a paste, pastes, sizes.
pub(super) fn inputs(read: Vec<Read>, at: UnixMillis, flow: &mut Flow) -> Vec<Seen> {
    let mut seen = Vec::new();
    let mut run: Vec<Press> = Vec::new();
    let mut close = |run: &mut Vec<Press>, seen: &mut Vec<Seen>| {
        if !run.is_empty() {
            seen.extend(flow.take(run, at).into_iter().map(Seen::Input));
        }
        run.clear();
    };
    for event in read {
        match event {
            // Some terminals report releases too; acting on them would do everything twice.
            Read::Key(key) if key.kind == KeyEventKind::Release => {}
            Read::Key(key) => run.push(Press::of(key)),
            Read::Paste(text) => {
                close(&mut run, &mut seen);
                seen.push(Seen::Input(Input::Paste(text)));
            }
            Read::Resize(..) => {
                close(&mut run, &mut seen);
                seen.push(Seen::Resized);
            }
            Read::FocusGained | Read::FocusLost | Read::Mouse(_) => {}
        }
    }
    close(&mut run, &mut seen);
    seen
}

/// The keys among what was read.
pub(super) fn presses(read: &[Read]) -> Vec<Press> {
    let pressed = |event: &Read| event.as_key_press_event().map(Press::of);
    read.iter().filter_map(pressed).collect()
}
