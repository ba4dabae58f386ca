//! A flow being run: card by card, to the end, or back to the start. It asks nobody itself: a card that does yields its request, and
//! gets the reply.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::flow::card::{self, Ports};
use crate::flow::fault::Fault;
use crate::flow::http;
use crate::flow::model::{Card, Flow, Input, Kind, Place};
use crate::flow::value::Value;
use crate::oauth::reply::{Reply, SendError};
use crate::oauth::time::UnixTime;
use crate::oauth::wire::WireRequest;

mod calls;
mod edit;
mod readable;
mod traced;

pub use edit::Refused;
pub use readable::Readable;

/// A request of a card.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The card.
    pub card: String,
    /// What goes over the wire.
    pub request: WireRequest,
    /// The members of its body, where that is an object.
    pub parameters: Vec<(String, Value)>,
    /// True where the body is JSON.
    pub json: bool,
}

/// What a step came to.
#[derive(Debug)]
pub enum Outcome {
    /// A card ran, or failed.
    Ran,
    /// This is to be sent; the answer comes by [`Session::answer`].
    Ask(Box<Asked>),
    /// The flow is at its end.
    Ended,
}

/// How a card stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It did not run yet.
    Waits,
    /// Its request is under way.
    Asks,
    /// It ran.
    Ran {
        /// What went in.
        took: Ports,
        /// What came out.
        gave: Ports,
    },
    /// It failed.
    Failed(Fault),
    /// It stands in the branch that was not taken.
    Skipped,
}

/// How a flow ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// With Return, or behind its last card.
    Returned(Ports),
    /// With Return Error.
    Threw(Ports),
    /// With a card that failed.
    Failed(Fault),
}

impl End {
    /// The word that facts use.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Returned(_) => "return",
            Self::Threw(_) => "return-error",
            Self::Failed(_) => "failed",
        }
    }
}

/// A flow being run.
#[derive(Debug)]
pub struct Session {
    /// The flow, with what was changed in it.
    pub flow: Flow,
    library: Arc<Vec<Flow>>,
    /// What stands in the ports that nothing was dropped into.
    typed: BTreeMap<Place, Value>,
    history: edit::History,
    /// What `{name}` stands for, as far as it was asked.
    known: BTreeMap<String, Value>,
    states: Vec<State>,
    at: usize,
    end: Option<End>,
    inner: Option<Box<Session>>,
    /// Tokens that were kept, by card, and until when. Rewinding does not lose them.
    kept: BTreeMap<String, (Value, i64)>,
    asked_again: bool,
}

impl Session {
    /// A flow at its start; `library` is where it finds the flows that it calls.
    pub fn new(flow: Flow, library: Arc<Vec<Flow>>) -> Self {
        let states = vec![State::Waits; flow.cards.len()];
        Self {
            flow,
            library,
            typed: BTreeMap::new(),
            history: edit::History::default(),
            known: BTreeMap::new(),
            states,
            at: 0,
            end: None,
            inner: None,
            kept: BTreeMap::new(),
            asked_again: false,
        }
    }

    /// How the card at `at` stands.
    pub fn state(&self, at: usize) -> &State {
        self.states.get(at).unwrap_or(&State::Waits)
    }

    /// The card that runs next, by its index.
    pub fn next(&self) -> Option<usize> {
        (self.end.is_none() && self.at < self.flow.cards.len()).then_some(self.at)
    }

    /// How it ended.
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    /// The card that failed, and why.
    pub fn failed(&self) -> Option<(&Card, &Fault)> {
        let mut all = self.flow.cards.iter().zip(&self.states);
        all.find_map(|(card, state)| match state {
            State::Failed(fault) => Some((card, fault)),
            State::Waits | State::Asks | State::Ran { .. } | State::Skipped => None,
        })
    }

    /// The flow that a card of this one is running at the moment.
    pub fn inside(&self) -> Option<&Session> {
        self.inner.as_deref()
    }

    /// True while the answer to a request is awaited.
    pub fn is_asking(&self) -> bool {
        let asks = self.states.contains(&State::Asks);
        match &self.inner {
            Some(inner) => inner.is_asking(),
            None => asks,
        }
    }

    /// What a port of a card that ran holds.
    pub fn gave(&self, place: &Place) -> Option<&Value> {
        let at = self.flow.index(&place.card)?;
        match self.state(at) {
            State::Ran { gave, .. } => {
                let found = gave.iter().find(|(name, _)| *name == place.port);
                found.map(|(_, value)| value)
            }
            State::Waits | State::Asks | State::Failed(_) | State::Skipped => None,
        }
    }

    /// Back to the start. What was put in stays, and so does a token that was kept.
    pub fn rewind(&mut self) {
        self.states = vec![State::Waits; self.flow.cards.len()];
        (self.at, self.end, self.inner, self.asked_again) = (0, None, None, false);
    }

    /// True where a token is kept for later runs.
    pub fn keeps(&self) -> bool {
        !self.kept.is_empty()
    }

    /// True where no card ran since the flow was at its start.
    pub fn is_at_start(&self) -> bool {
        self.end.is_none() && self.states.iter().all(|state| *state == State::Waits)
    }

    /// Drops the tokens that were kept: a token outlives a change of what the app may do.
    pub fn drop_kept(&mut self) {
        self.kept.clear();
    }

    /// What stands in a port: what was dropped in, if its card ran, else what was typed.
    pub fn put_in(&self, card: &Card, input: &Input) -> Value {
        match &input.from {
            Some(from) => self.gave(from).cloned().unwrap_or(Value::Empty),
            None => self.typed(card, input),
        }
    }

    fn typed(&self, card: &Card, input: &Input) -> Value {
        let place = Place {
            card: card.id.clone(),
            port: input.port.clone(),
        };
        self.typed.get(&place).cloned().unwrap_or(Value::Empty)
    }

    /// True where a Return card ended it, and not the last card by having run.
    pub fn is_returned(&self) -> bool {
        let mut cards = self.flow.cards.iter().enumerate();
        cards.any(|(at, card)| {
            card.kind == Kind::Return && matches!(self.state(at), State::Ran { .. })
        })
    }

    /// Runs the next card, or the next one of the flow that a card called.
    pub fn step(&mut self, now: UnixTime) -> Outcome {
        if self.inner.is_some() {
            return self.step_inside(now);
        }
        // A flow that a file leaves without cards is at its end before it began.
        self.pass_over();
        if self.end.is_some() || self.is_asking() {
            return Outcome::Ended;
        }
        let card = self.flow.cards[self.at].clone();
        match self.run(&card, now) {
            Ok(outcome) => outcome,
            Err(fault) => {
                self.fail(fault);
                Outcome::Ran
            }
        }
    }

    fn run(&mut self, card: &Card, now: UnixTime) -> Result<Outcome, Fault> {
        let took = self.took(card)?;
        match card.kind {
            Kind::Post | Kind::RawRequest => {
                let asked = http::request((&card.id, card.kind), &took)?;
                self.set(State::Asks);
                return Ok(Outcome::Ask(Box::new(asked)));
            }
            Kind::CallFlow => self.call(card, &took)?,
            Kind::Cache => match self.fresh(&card.id, &took, now) {
                Some(token) => self.give(took, calls::kept(token, true)),
                None => self.call(card, &took)?,
            },
            Kind::AskAgain => self.again(card, took)?,
            _ => {
                let gave = card::run(card, &took, now)?;
                self.end = match card.kind {
                    Kind::Return => Some(End::Returned(gave.clone())),
                    Kind::ReturnError => Some(End::Threw(gave.clone())),
                    _ => None,
                };
                self.give(took, gave);
            }
        }
        Ok(Outcome::Ran)
    }

    fn took(&self, card: &Card) -> Result<Ports, Fault> {
        let mut took = Vec::new();
        for input in &card.inputs {
            let value = self.put_in(card, input);
            // Of the branches that a Join closes only one ran.
            let input = match card.kind {
                Kind::Join => &Input {
                    optional: true,
                    ..input.clone()
                },
                _ => input,
            };
            let taken = card::taken(input, value).map_err(|fault| self.traced(input, fault))?;
            took.push((input.port.clone(), taken));
        }
        Ok(took)
    }

    /// True where the card stands in a branch that was taken, or in none.
    fn is_taken(&self, at: usize) -> bool {
        let Some(when) = self.flow.cards.get(at).and_then(|card| card.when.as_ref()) else {
            return true;
        };
        let Some((of, branch)) = when.split_once('.') else {
            return false;
        };
        let place = Place {
            card: of.to_owned(),
            port: "result".to_owned(),
        };
        self.gave(&place) == Some(&Value::Flag(branch == "true"))
    }

    fn set(&mut self, state: State) {
        if let Some(own) = self.states.get_mut(self.at) {
            *own = state;
        }
    }

    fn give(&mut self, took: Ports, gave: Ports) {
        self.set(State::Ran { took, gave });
        self.at += 1;
        self.pass_over();
    }

    /// The cards of a branch that was not taken are passed over as soon as that is known. Behind the last card the flow has ended,
    /// and nobody has to ask it once more to hear so.
    fn pass_over(&mut self) {
        while self.end.is_none() && self.at < self.flow.cards.len() && !self.is_taken(self.at) {
            self.set(State::Skipped);
            self.at += 1;
        }
        if self.end.is_none() && self.at >= self.flow.cards.len() {
            self.end = Some(End::Returned(Vec::new()));
        }
    }

    fn fail(&mut self, fault: Fault) {
        self.set(State::Failed(fault.clone()));
        self.end = Some(End::Failed(fault));
    }

    /// The reply to the request of the card that asked, or why there is none.
    pub fn answer(&mut self, answer: Result<&Reply, &SendError>) {
        if let Some(inner) = &mut self.inner {
            return inner.answer(answer);
        }
        let Some(card) = self.flow.cards.get(self.at).cloned() else {
            return;
        };
        if *self.state(self.at) != State::Asks {
            return;
        }
        match answer {
            Ok(reply) => {
                let took = self.took(&card).unwrap_or_default();
                self.give(took, http::answer(card.kind, reply));
            }
            Err(error) => self.fail(http::failed(error)),
        }
    }

    /// What the card would send may not go out.
    pub fn refuse(&mut self, fault: Fault) {
        match &mut self.inner {
            Some(inner) => inner.refuse(fault),
            None => self.fail(fault),
        }
    }

    /// The request was given up.
    pub fn give_up(&mut self) {
        if let Some(inner) = &mut self.inner {
            inner.give_up();
        }
        if *self.state(self.at) == State::Asks {
            self.set(State::Waits);
        }
    }
}
