//! The desks: a text that was pasted, and what the checker or the decoder says of it.

use std::fmt;

use crate::app::effect::RunId;
use crate::app::token::{Asked, Call};
use crate::oauth::check::paste::{Pasted, veil};
use crate::oauth::check::{self, Report};
use crate::oauth::jwt::keys::Keys;
use crate::oauth::time::UnixTime;

mod decode;
mod keys;
mod repaired;
mod wanted;

pub use decode::{DecodeDesk, Signature, TokenEdit};
pub use keys::{GivenKeys, KeyFetch};
pub use repaired::{Row, Sign};
pub use wanted::{PROFILES, Target, Wanted, next_profile, profile_word};

/// A checker's desk.
#[derive(Default)]
pub struct CheckDesk {
    /// The text as pasted.
    pub text: String,
    /// The same as it may stand on a screen, its secrets and the middles of its tokens hidden; every character in its place.
    pub veiled: String,
    /// True when it came from a file in UTF-16.
    pub utf16: bool,
    /// What the checker says; `None` until there is a text.
    pub report: Option<Report>,
    /// The text with its repairs, line by line; nothing where nothing was repaired.
    pub repaired: Vec<Row>,
    /// The repairs that were taken back, by rule.
    pub undone: Vec<&'static str>,
    /// What the response should be. It stays when another text is pasted.
    pub wanted: Wanted,
    /// What was filled in there for a reply at a tenant of one's own, without the learner's doing; likewise.
    pub(crate) filled: Option<Box<Wanted>>,
    /// How getting the keys goes.
    pub keys: KeyFetch,
    /// The exchange of this session whose reply the text is, by its number.
    pub own: Option<usize>,
    /// Asking the practice API.
    pub call: Call,
    /// The question that waits for a proof of possession, since the token is bound to a key.
    pub(crate) proving: Option<(RunId, Box<Asked>)>,
    /// The file that is being read.
    pub opening: Option<RunId>,
    pub(crate) held: Option<Keys>,
    /// The text that was taken away last, until another comes.
    pub(crate) cleared: Option<Box<CheckDesk>>,
}

impl fmt::Debug for CheckDesk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The text may hold a token or a secret.
        write!(
            f,
            "CheckDesk({} bytes, {:?})",
            self.text.len(),
            self.wanted.profile
        )
    }
}

impl CheckDesk {
    /// A desk with another text on it; what is wanted stays.
    pub(crate) fn laid(self, pasted: Pasted, own: Option<usize>) -> Self {
        Self {
            veiled: veil::veiled(&pasted.text),
            text: pasted.text,
            utf16: pasted.utf16,
            own,
            wanted: self.wanted,
            filled: self.filled,
            ..Self::default()
        }
    }

    /// An empty desk that can be given back what lay there.
    pub(crate) fn emptied(self) -> Self {
        let (wanted, filled) = (self.wanted.clone(), self.filled.clone());
        let cleared = if self.text.is_empty() {
            self.cleared
        } else {
            Some(Box::new(self))
        };
        Self {
            wanted,
            filled,
            cleared,
            ..Self::default()
        }
    }

    /// The text for a screen, on which secrets are shown or not.
    pub fn shown(&self, revealed: bool) -> &str {
        if revealed { &self.text } else { &self.veiled }
    }

    /// True where emptying the desk can be taken back.
    pub fn cleared(&self) -> bool {
        self.cleared.is_some()
    }

    /// Judges the text anew.
    pub(crate) fn judge(&mut self, at: UnixTime) {
        if self.text.trim().is_empty() {
            self.report = None;
            self.repaired.clear();
            return;
        }
        let pasted = Pasted {
            text: self.text.clone(),
            utf16: self.utf16,
        };
        let wanted = self.wanted.expectation(at, &self.undone);
        let report = check::check(&pasted, &wanted, self.held.as_ref());
        self.repaired = repaired::rows(&report, &self.veiled);
        self.report = Some(report);
    }

    /// Takes back the repair of this rule, or makes it again.
    pub(crate) fn toggle_repair(&mut self, rule: &'static str) {
        match self.undone.iter().position(|undone| *undone == rule) {
            Some(at) => {
                self.undone.remove(at);
            }
            None => self.undone.push(rule),
        }
    }

    /// The repairs that were made.
    pub fn repairs(&self) -> Vec<&'static str> {
        self.report.as_ref().map_or_else(Vec::new, |report| {
            let mut rules: Vec<_> = report.prepared.repairs.iter().map(|one| one.rule).collect();
            rules.dedup();
            rules
        })
    }

    /// Gives up everything that is under way.
    pub(crate) fn give_up(&mut self) -> Vec<RunId> {
        let runs = [
            self.keys.give_up(),
            self.call.give_up(),
            self.proving.take().map(|(run, _)| run),
            self.opening.take(),
        ];
        runs.into_iter().flatten().collect()
    }

    /// True while something is under way.
    pub fn is_waiting(&self) -> bool {
        self.keys.is_waiting()
            || self.call.waiting.is_some()
            || self.proving.is_some()
            || self.opening.is_some()
    }
}
