//! Emptying a desk, which can be taken back; and another token laid beside the one that is there.

use crate::app::effect::Effect;
use crate::app::{App, Page};
use crate::lesson::desks::words;
use crate::oauth::check::compare;
use crate::oauth::check::paste::Pasted;

impl App {
    /// What is under way is given up: its answer belongs to no desk any more.
    pub(super) fn empty_desk(&mut self) -> Vec<Effect> {
        let mut given_up = Vec::new();
        let emptied = if self.page == Page::Decoder {
            given_up = self.decoder.give_up();
            self.decoder = std::mem::take(&mut self.decoder).emptied();
            self.decoder.cleared.is_some()
        } else if let Some(desk) = self.check_desk() {
            given_up = desk.give_up();
            *desk = std::mem::take(desk).emptied();
            desk.cleared.is_some()
        } else {
            false
        };
        if emptied && self.page != Page::Lesson {
            self.notice(words("clear.done"));
        }
        given_up
            .into_iter()
            .map(|run| Effect::Cancel { run })
            .collect()
    }

    /// Takes back the newest change of the token, or gives an emptied desk what lay there.
    pub(super) fn undo_at_desk(&mut self) {
        let page = self.page;
        let back = match page {
            Page::Decoder if self.decoder.edits.is_empty() => {
                let cleared = self.decoder.cleared.take();
                cleared.map(|desk| self.decoder = *desk).is_some()
            }
            Page::Decoder => false,
            Page::Home | Page::Server | Page::Reference | Page::Lesson | Page::Checker => {
                self.check_desk().is_some_and(|desk| {
                    let cleared = desk.cleared.take();
                    cleared.map(|cleared| *desk = *cleared).is_some()
                })
            }
        };
        match page {
            _ if back => {
                self.judge();
                self.notice(words("clear.back"));
            }
            Page::Decoder => self.undo_member(),
            Page::Home | Page::Server | Page::Reference | Page::Lesson | Page::Checker => {
                self.notice(words("clear.none"));
            }
        }
    }

    /// Compares the decoder's token, as it stands now, with the one in `text`.
    pub(super) fn compare(&mut self, text: String) {
        if text.trim().is_empty() {
            self.decoder.compared = None;
            return;
        }
        let own = match self.decoder.edits.last() {
            Some(edit) => edit.token.clone(),
            None => self.decoder.text.clone(),
        };
        match compare::texts(&Pasted::new(own), &Pasted::new(text)) {
            Ok(comparison) => self.decoder.compared = Some(comparison),
            Err(1) => self.notice(words("compare.none")),
            Err(_) => self.notice(words("compare.nothing")),
        }
    }
}
