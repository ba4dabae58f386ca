//! The token in hand: taken apart, verified step by step when asked, and used to call the API.

use secrecy::{ExposeSecret, SecretString};

use crate::app::deed::Deed;
use crate::app::effect::{Effect, RunId};
use crate::app::key_fault::KeyFault;
use crate::lesson::change::Bearing;
use crate::oauth::check::{self, Expectation, TokenReport};
use crate::oauth::journal::Entry;
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::keys::Keys;
use crate::oauth::jwt::ladder::{self, Demand, Step};
use crate::oauth::reply::{Answer, SendError};
use crate::oauth::time::{UnixMillis, UnixTime};
use crate::oauth::wire::WireRequest;

/// An access token that a run brought.
#[derive(Debug)]
pub struct TokenInHand {
    /// The token as received.
    pub text: SecretString,
    /// The number of the run that brought it.
    pub run: usize,
    /// When it came.
    pub at: UnixMillis,
    /// Taken apart.
    pub jwt: Jwt,
    /// When it dies, by its own `exp`.
    pub expires: Option<UnixTime>,
    /// How verifying goes.
    pub verifying: Verifying,
    /// When it was last asked to be verified, in the count of everything that happened to exchanges of the session.
    pub judged: u64,
}

impl TokenInHand {
    /// The token, for the wire and the eye that asked for it.
    pub fn expose(&self) -> &str {
        self.text.expose_secret()
    }

    /// True where it is bound to a key, and good only with a proof (RFC 9449 6).
    pub fn is_bound(&self) -> bool {
        let payload = self.jwt.payload.as_ref();
        payload.is_some_and(|payload| {
            let root = payload.root();
            root.is_some_and(|root| payload.member(root, "cnf").is_some())
        })
    }

    /// Judges the token against keys that were fetched, and climbs the ladder as the API named in `demand` would.
    pub(crate) fn verified(
        &mut self,
        keys: Result<&Keys, &KeyFault>,
        expectation: &Expectation,
        demand: &Demand,
    ) {
        self.verifying = match keys {
            Ok(keys) => Verifying::Judged {
                report: Box::new(check::judge_token(self.expose(), expectation, Some(keys))),
                ladder: ladder::climb(&self.jwt, Some(keys), demand),
            },
            Err(fault) => Verifying::Failed(fault.clone()),
        };
    }
}

/// How verifying goes.
#[derive(Debug, Default)]
pub enum Verifying {
    /// Nobody asked: the token was read, not trusted.
    #[default]
    NotChecked,
    /// The keys are being fetched.
    Waiting(RunId),
    /// Judged against the fetched keys.
    Judged {
        /// What there is to say of the token.
        report: Box<TokenReport>,
        /// The steps of the API, in order.
        ladder: [Step; 7],
    },
    /// There are no keys.
    Failed(KeyFault),
}

impl Verifying {
    /// Stops waiting, and says which question is given up.
    pub(crate) fn give_up(&mut self) -> Option<RunId> {
        match self {
            Self::Waiting(run) => {
                let run = *run;
                *self = Self::NotChecked;
                Some(run)
            }
            Self::NotChecked | Self::Judged { .. } | Self::Failed(_) => None,
        }
    }

    /// True while the keys that `run` asked for are awaited.
    pub fn waits_for(&self, run: RunId) -> bool {
        matches!(self, Self::Waiting(waiting) if *waiting == run)
    }
}

/// Calls of protected APIs with one token.
#[derive(Debug, Default)]
pub struct Call {
    /// The question that is under way.
    pub waiting: Option<(RunId, Box<Asked>)>,
    /// Every call that was answered, oldest first.
    pub answers: Vec<ApiAnswer>,
    /// The newest call that was not, and why.
    pub failed: Option<SendError>,
    /// What of the server was changed by hand when the newest one was made.
    pub(crate) in_force: Vec<Deed>,
}

/// A call as it is made.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What lessons call the API; empty for one that no lesson knows.
    pub api: String,
    /// What it carries.
    pub bearing: Bearing,
    /// The request.
    pub request: WireRequest,
    /// The experiment and variant that it is made for.
    pub tried: Option<(String, String)>,
    /// When it was made, in the count of everything that happens to exchanges of a lesson.
    pub sent: u64,
}

impl Call {
    /// Starts a call, in place of one that may be under way.
    pub(crate) fn send(&mut self, run: RunId, asked: Asked) -> Effect {
        let request = Box::new(asked.request.clone());
        self.waits(run, asked);
        Effect::Send { run, request }
    }

    /// Waits for the answer to a call that goes out.
    pub(crate) fn waits(&mut self, run: RunId, asked: Asked) {
        self.waiting = Some((run, Box::new(asked)));
        self.failed = None;
    }

    /// Stops waiting, and says which question is given up.
    pub(crate) fn give_up(&mut self) -> Option<RunId> {
        let (run, _) = self.waiting.take()?;
        self.failed = Some(SendError::GivenUp);
        Some(run)
    }

    /// True where one was made at all.
    pub fn is_begun(&self) -> bool {
        self.waiting.is_some() || !self.answers.is_empty() || self.failed.is_some()
    }

    /// True where the newest call is answered: none is under way, none was lost since.
    pub fn is_settled(&self) -> bool {
        self.waiting.is_none() && self.failed.is_none()
    }

    /// The newest call that was answered, those of experiments apart: they belong to their experiment.
    pub fn last(&self) -> Option<&ApiAnswer> {
        let mut newest_first = self.answers.iter().rev();
        newest_first.find(|answer| answer.tried.is_none())
    }

    /// The newest answer of that API to a call that carried this, those of experiments apart.
    pub fn of(&self, api: &str, bearing: Bearing) -> Option<&ApiAnswer> {
        let mut newest_first = self.answers.iter().rev();
        newest_first
            .find(|answer| answer.api == api && answer.bearing == bearing && answer.tried.is_none())
    }

    /// The same, those of experiments too, of the events that count.
    pub(crate) fn of_any(
        &self,
        api: &str,
        bearing: Bearing,
        counts: impl Fn(&ApiAnswer) -> bool,
    ) -> Option<&ApiAnswer> {
        let mut newest_first = self.answers.iter().rev();
        newest_first.find(|answer| answer.api == api && answer.bearing == bearing && counts(answer))
    }

    /// The newest of those that were made for a variant, after a guess about it.
    pub(crate) fn of_variant(
        &self,
        api: &str,
        bearing: Bearing,
        tried: &Tried<'_>,
    ) -> Option<&ApiAnswer> {
        let is_its = |answer: &&ApiAnswer| {
            let of = answer.tried.as_ref();
            of.is_some_and(|(experiment, variant)| {
                experiment == tried.experiment && variant == tried.variant
            })
        };
        let mut newest_first = self.answers.iter().rev().filter(is_its);
        newest_first.find(|answer| {
            answer.api == api && answer.bearing == bearing && answer.event > tried.since
        })
    }

    /// What is on its way.
    pub fn request_under_way(&self) -> Option<&WireRequest> {
        self.waiting.as_ref().map(|(_, asked)| &asked.request)
    }

    /// True while the answer to `run` is awaited.
    pub(crate) fn waits_for(&self, run: RunId) -> bool {
        self.waiting
            .as_ref()
            .is_some_and(|(waiting, _)| *waiting == run)
    }

    /// Takes in the answer.
    pub(crate) fn answered(
        &mut self,
        at: UnixMillis,
        result: Result<Answer, SendError>,
        journal: Vec<Entry>,
    ) {
        let Some((_, asked)) = self.waiting.take() else {
            return;
        };
        match result {
            Ok(answer) => self.answers.push(ApiAnswer {
                at,
                api: asked.api,
                bearing: asked.bearing,
                request: asked.request,
                answer,
                journal,
                tried: asked.tried,
                event: asked.sent,
            }),
            Err(error) => self.failed = Some(error),
        }
    }
}

/// An experiment, a variant of it, and the count of events after which its calls count.
#[derive(Clone, Copy, Debug)]
pub struct Tried<'a> {
    /// The experiment.
    pub(crate) experiment: &'a str,
    /// The variant.
    pub(crate) variant: &'a str,
    /// Since when.
    pub(crate) since: u64,
}

/// What an API answered.
#[derive(Clone, Debug)]
pub struct ApiAnswer {
    /// When it came.
    pub at: UnixMillis,
    /// What lessons call the API; empty for one that no lesson knows.
    pub api: String,
    /// What the call carried.
    pub bearing: Bearing,
    /// What was sent.
    pub request: WireRequest,
    /// What came back.
    pub answer: Answer,
    /// The API's own view.
    pub journal: Vec<Entry>,
    /// The experiment and variant that it was made for.
    pub tried: Option<(String, String)>,
    /// When it came, in the count of everything that happened to exchanges of the session.
    pub event: u64,
}
