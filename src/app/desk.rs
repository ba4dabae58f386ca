//! The desks: a text that was pasted, and what the checker or the decoder says of it.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::app::effect::RunId;
use crate::app::key_fault::KeyFault;
use crate::app::token::Call;
use crate::oauth::check::paste::Pasted;
use crate::oauth::check::{self, Report, TokenReport};
use crate::oauth::jwt;
use crate::oauth::jwt::keys::{Keys, NoKeys};
use crate::oauth::jwt::ladder::{self, Demand, Step};
use crate::oauth::time::UnixTime;

mod repaired;
mod wanted;

pub use repaired::{Row, Sign};
pub use wanted::{PROFILES, Target, Wanted, next_profile, profile_word};

/// A checker's desk.
#[derive(Default)]
pub struct CheckDesk {
    /// The text as pasted.
    pub text: String,
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
    /// How getting the keys goes.
    pub keys: KeyFetch,
    /// True when the text is the reply of the tutor's own exchange.
    pub own: bool,
    /// Asking the practice API.
    pub call: Call,
    /// The file that is being read.
    pub opening: Option<RunId>,
    pub(crate) held: Option<Keys>,
}

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
    token: String,
}

/// A change of one member of a token.
#[derive(Clone)]
pub struct TokenEdit {
    /// The name of the member.
    pub name: String,
    pub(crate) token: String,
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

/// Keys as somebody pasted them: PEM, JWK, a JWK set, or a shared secret. Never printed.
#[derive(Clone)]
pub struct GivenKeys(SecretString);

impl GivenKeys {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretString::from(text.into()))
    }

    /// The keys in it. Where the token says HMAC, text that is no key is the secret itself, byte for byte.
    ///
    /// # Errors
    /// [`NoKeys`].
    pub(crate) fn read(&self, symmetric: bool) -> Result<Keys, NoKeys> {
        let text = self.0.expose_secret();
        match Keys::parse(text) {
            Err(NoKeys::NotKeys) if symmetric && !text.is_empty() => {
                Ok(Keys::from_secret(text.as_bytes().to_vec()))
            }
            read => read,
        }
    }
}

impl PartialEq for GivenKeys {
    fn eq(&self, other: &Self) -> bool {
        self.0.expose_secret() == other.0.expose_secret()
    }
}

impl Eq for GivenKeys {}

impl fmt::Debug for GivenKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GivenKeys(hidden)")
    }
}

/// How getting the keys goes.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum KeyFetch {
    /// Nobody asked.
    #[default]
    Idle,
    /// Under way.
    Waiting(RunId),
    /// They could not be fetched.
    Failed(KeyFault),
    /// There is nowhere to fetch them from: the token is not from the practice tenant.
    NotOurs(String),
    /// The practice tenant's are in the report.
    Done,
    /// Those that were given by hand are in the report.
    Given {
        /// How many.
        count: usize,
    },
    /// What was given by hand holds no key.
    Refused(NoKeys),
}

impl KeyFetch {
    /// Stops waiting, and says which question is given up.
    pub(crate) fn give_up(&mut self) -> Option<RunId> {
        match self {
            Self::Waiting(run) => {
                let run = *run;
                *self = Self::Idle;
                Some(run)
            }
            Self::Idle
            | Self::Failed(_)
            | Self::NotOurs(_)
            | Self::Done
            | Self::Given { .. }
            | Self::Refused(_) => None,
        }
    }
}

impl CheckDesk {
    /// A desk with another text on it; what is wanted stays.
    pub(crate) fn laid(self, pasted: Pasted, own: bool) -> Self {
        Self {
            text: pasted.text,
            utf16: pasted.utf16,
            own,
            wanted: self.wanted,
            ..Self::default()
        }
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
        self.repaired = repaired::rows(&report);
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
        let called = self.call.waiting.take().map(|(run, _)| run);
        let runs = [self.keys.give_up(), called, self.opening.take()];
        runs.into_iter().flatten().collect()
    }

    /// True while something is under way.
    pub fn is_waiting(&self) -> bool {
        let keys = matches!(self.keys, KeyFetch::Waiting(_));
        keys || self.call.waiting.is_some() || self.opening.is_some()
    }
}

impl DecodeDesk {
    /// A desk with another text on it: the token in a response, a header line or quotes, else the text itself. What is wanted stays.
    pub(crate) fn laid(self, pasted: Pasted, at: UnixTime) -> Self {
        let wanted = self.wanted;
        let token = if pasted.text.trim().is_empty() {
            String::new()
        } else {
            let around = check::check(&pasted, &wanted.expectation(at, &[]), None);
            match &around.jwt {
                Some(jwt) => jwt.text().to_owned(),
                None => pasted.text.split_whitespace().collect(),
            }
        };
        Self {
            text: pasted.text,
            utf16: pasted.utf16,
            wanted,
            token,
            ..Self::default()
        }
    }

    /// Reads the token anew, with what was changed in it, and climbs the ladder where there are keys.
    pub(crate) fn judge(&mut self, at: UnixTime) {
        if self.token.is_empty() {
            self.report = None;
            self.ladder = None;
            return;
        }
        let wanted = self.wanted.expectation(at, &[]);
        let keys = self.held.as_ref();
        let report = check::judge_token(self.token(), &wanted, keys);
        let demand = Demand {
            issuer: wanted.issuer.or_else(|| self.issuer.clone()),
            audience: wanted.audiences.into_iter().next(),
            at,
            leeway: wanted.leeway,
        };
        self.ladder = keys.map(|keys| ladder::climb(&report.jwt, Some(keys), &demand));
        self.report = Some(report);
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
        let runs = [self.keys.give_up(), self.opening.take()];
        runs.into_iter().flatten().collect()
    }

    /// True while something is under way.
    pub fn is_waiting(&self) -> bool {
        matches!(self.keys, KeyFetch::Waiting(_)) || self.opening.is_some()
    }
}
