//! The decoder's desk: a text, the token in it, what was changed in that, and another token beside it.

use std::fmt;

use super::{KeyFetch, Wanted};
use crate::app::effect::RunId;
use crate::oauth::check::compare::Comparison;
use crate::oauth::check::paste::Pasted;
use crate::oauth::check::{self, TokenReport, specimen};
use crate::oauth::jwt;
use crate::oauth::jwt::keys::Keys;
use crate::oauth::jwt::ladder::{self, Demand, Step};
use crate::oauth::kind::TokenKind;
use crate::oauth::time::UnixTime;

/// A decoder's desk.
#[derive(Default)]
pub struct DecodeDesk {
    /// The text as pasted.
    pub text: String,
    /// True when it came from a file in UTF-16.
    pub utf16: bool,
    /// The token in it, and what is to be said of it; `None` for an empty desk.
    pub report: Option<TokenReport>,
    /// What the token should be. It stays when another text is pasted.
    pub wanted: Wanted,
    /// How getting the keys goes.
    pub keys: KeyFetch,
    /// The steps of an API, once there are keys.
    pub ladder: Option<[Step; 7]>,
    /// What was changed in the token, oldest first.
    pub edits: Vec<TokenEdit>,
    /// Changes that were taken back, the newest last.
    pub redo: Vec<TokenEdit>,
    /// The file that is being read.
    pub opening: Option<RunId>,
    pub(crate) held: Option<Keys>,
    /// The issuer whose keys are held; `None` for keys that were given by hand.
    pub(crate) issuer: Option<String>,
    /// The issuer whose keys were asked for last.
    pub(crate) asked: Option<String>,
    /// The practice tenant is to sign the token anew.
    pub(crate) signing: Option<RunId>,
    token: String,
    /// Another token beside this one, member by member.
    pub compared: Option<Comparison>,
    /// The desk as it was before it was emptied, until another text comes.
    pub(crate) cleared: Option<Box<DecodeDesk>>,
}

/// A change of a token.
#[derive(Clone)]
pub struct TokenEdit {
    /// The name of the member; nothing for one that only signs.
    pub name: String,
    /// Who signed what came of it.
    pub signature: Signature,
    pub(crate) token: String,
}

/// Who signed a token that was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// Nobody anew: it is that of the token as it was.
    Old,
    /// The practice tenant, with the key that it signs its own tokens with.
    Practice,
    /// A key that somebody gave.
    Own,
}

impl fmt::Debug for DecodeDesk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "DecodeDesk({} bytes, {} edits)",
            self.text.len(),
            self.edits.len()
        )
    }
}

impl fmt::Debug for TokenEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenEdit({})", self.name)
    }
}

impl DecodeDesk {
    /// A desk with another text on it, and the token that stands anywhere in it. What is wanted stays.
    pub(crate) fn laid(self, pasted: Pasted) -> Self {
        let found = specimen::read(&pasted);
        let token = found.first().map(|jwt| jwt.text().to_owned());
        Self {
            text: pasted.text,
            utf16: pasted.utf16,
            wanted: self.wanted,
            token: token.unwrap_or_default(),
            ..Self::default()
        }
    }

    /// An empty desk that can be given back what lay there.
    pub(crate) fn emptied(self) -> Self {
        let wanted = self.wanted.clone();
        let cleared = if self.text.is_empty() {
            self.cleared
        } else {
            Some(Box::new(self))
        };
        Self {
            wanted,
            cleared,
            ..Self::default()
        }
    }

    /// True where emptying the desk can be taken back.
    pub fn cleared(&self) -> bool {
        self.cleared.is_some()
    }

    /// Reads the token anew, with what was changed in it, and climbs the ladder where there are keys.
    pub(crate) fn judge(&mut self, at: UnixTime) {
        if self.text.trim().is_empty() {
            self.report = None;
            self.ladder = None;
            return;
        }
        let wanted = self.wanted.expectation(at, &[]);
        let keys = self.held.as_ref();
        let report = match self.edits.last() {
            Some(edit) => check::judge_token(&edit.token, &wanted, keys),
            None => specimen::read(&self.pasted()).judge(&wanted, keys),
        };
        let demand = Demand {
            issuer: wanted.issuer.or_else(|| self.issuer.clone()),
            audience: wanted.audiences.into_iter().next(),
            at,
            leeway: wanted.leeway,
        };
        self.ladder = keys.map(|keys| ladder::climb(&report.jwt, Some(keys), &demand));
        self.report = Some(report);
    }

    /// The text as it came.
    fn pasted(&self) -> Pasted {
        Pasted {
            text: self.text.clone(),
            utf16: self.utf16,
        }
    }

    /// True for a text in which there is no token: what it is instead is the one finding.
    pub fn holds_no_token(&self) -> bool {
        let report = self.report.as_ref();
        report.is_some_and(|report| report.identity.kind == TokenKind::NotAToken)
    }

    /// The token as it stands, changes included.
    pub(crate) fn token(&self) -> &str {
        self.edits.last().map_or(&self.token, |edit| &edit.token)
    }

    /// The issuer that the token named before anything was changed in it.
    pub(crate) fn first_issuer(&self) -> String {
        let pasted = jwt::read(&self.token);
        pasted.claim_text("iss").unwrap_or_default().to_owned()
    }

    /// Gives up everything that is under way.
    pub(crate) fn give_up(&mut self) -> Vec<RunId> {
        let runs = [
            self.keys.give_up(),
            self.opening.take(),
            self.signing.take(),
        ];
        runs.into_iter().flatten().collect()
    }

    /// True while something is under way.
    pub fn is_waiting(&self) -> bool {
        self.keys.is_waiting() || self.opening.is_some() || self.signing.is_some()
    }
}
