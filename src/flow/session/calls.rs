//! Cards that call another flow, keep what it gave, or go back to an earlier card.

use std::sync::Arc;

use super::{End, Outcome, Session, State};
use crate::flow::card::{Ports, port};
use crate::flow::fault::{Fault, FaultName};
use crate::flow::model::{Card, Kind, Place};
use crate::flow::value::Value;
use crate::oauth::time::UnixTime;

impl Session {
    /// Opens the flow that the card names, with what went into the card in the fields of the same names.
    pub(super) fn call(&mut self, card: &Card, took: &Ports) -> Result<(), Fault> {
        let wanted = card.of.as_deref().unwrap_or_default();
        let found = self.library.iter().find(|flow| flow.id == wanted).cloned();
        let flow = found.ok_or_else(|| {
            Fault::new(
                FaultName::InvalidFlow,
                "the flow that this card calls is not there.",
            )
        })?;
        let mut inner = Self::new(flow, Arc::clone(&self.library));
        inner.fill(&|name| self.known.get(name).cloned());
        let fields = inner.flow.cards.first().cloned();
        for input in fields.iter().flat_map(|card| &card.inputs) {
            let value = port(took, &input.port).clone();
            let card = fields
                .as_ref()
                .map_or_else(String::new, |card| card.id.clone());
            let place = Place {
                card,
                port: input.port.clone(),
            };
            inner.typed.insert(place, value);
        }
        self.inner = Some(Box::new(inner));
        Ok(())
    }

    pub(super) fn step_inside(&mut self, now: UnixTime) -> Outcome {
        let Some(inner) = &mut self.inner else {
            return Outcome::Ran;
        };
        let outcome = inner.step(now);
        if inner.end.is_none() {
            return outcome;
        }
        let end = self.inner.take().and_then(|inner| inner.end);
        let Some(card) = self.flow.cards.get(self.at).cloned() else {
            return Outcome::Ran;
        };
        match end {
            Some(End::Returned(gave)) => self.came_home(&card, gave, now),
            Some(End::Threw(said)) => {
                let message = port(&said, "message").shown();
                let why = format!("the flow that was called ended with an error: {message}.");
                self.fail(Fault::new(FaultName::InvalidFlow, why));
            }
            Some(End::Failed(fault)) => self.fail(fault),
            None => {}
        }
        Outcome::Ran
    }

    fn came_home(&mut self, card: &Card, gave: Ports, now: UnixTime) {
        let took = self.took(card).unwrap_or_default();
        if card.kind == Kind::Cache {
            let token = port(&gave, "token").clone();
            let lives = whole(port(&took, "lives"));
            self.kept.insert(
                card.id.clone(),
                (token.clone(), now.0.saturating_add(lives)),
            );
            return self.give(took, kept(token, false));
        }
        self.give(took, gave);
    }

    /// A token that is kept and will live longer than the margin.
    pub(super) fn fresh(&self, card: &str, took: &Ports, now: UnixTime) -> Option<Value> {
        let (token, until) = self.kept.get(card)?;
        let margin = whole(port(took, "margin"));
        (until.saturating_sub(margin) > now.0).then(|| token.clone())
    }

    /// On 401 the kept token is thrown away, and all cards from the one named run once more; never a second time.
    pub(super) fn again(&mut self, card: &Card, took: Ports) -> Result<(), Fault> {
        let refused = whole(port(&took, "status")) == 401;
        if !refused || self.asked_again {
            let again = Value::Flag(self.asked_again);
            self.give(took, vec![("again".to_owned(), again)]);
            return Ok(());
        }
        let back = card.of.as_deref().and_then(|of| self.flow.index(of));
        let back = back.filter(|back| *back < self.at).ok_or_else(|| {
            Fault::new(
                FaultName::InvalidFlow,
                "there is no card before this one to go back to.",
            )
        })?;
        self.asked_again = true;
        self.kept.clear();
        for state in self.states.iter_mut().skip(back) {
            *state = State::Waits;
        }
        self.at = back;
        Ok(())
    }
}

pub(super) fn kept(token: Value, kept: bool) -> Ports {
    vec![
        ("token".to_owned(), token),
        ("kept".to_owned(), Value::Flag(kept)),
    ]
}

fn whole(value: &Value) -> i64 {
    match value {
        Value::Number(number) => number.as_i64().unwrap_or(0),
        _ => 0,
    }
}
