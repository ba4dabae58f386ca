//! The flow of a step as it stands, and whether it is running.

use crate::app::effect::RunId;
use crate::app::token::Call;
use crate::flow::{Place, Session, Value};
use crate::lesson::desks::filled;

/// A flow on a step.
#[derive(Debug)]
pub struct FlowDesk {
    /// The flow, run so far.
    pub session: Session,
    /// The question of the card that asks.
    pub(crate) waiting: Option<RunId>,
    /// The count of events when this pass through the flow began: what came before belongs to another.
    pub(crate) since: u64,
    /// The calls that the cards made in this pass, whatever they showed: one without a token of this session belongs to no exchange.
    pub calls: Call,
    /// True while it runs by itself to its end.
    pub(crate) to_end: bool,
}

impl FlowDesk {
    /// A flow at its start.
    pub(crate) fn new(session: Session) -> Self {
        Self {
            session,
            waiting: None,
            since: 0,
            calls: Call::default(),
            to_end: false,
        }
    }

    /// A new pass begins: what came so far belongs to another.
    pub(crate) fn begin_pass(&mut self, now: u64) {
        (self.since, self.calls) = (now, Call::default());
    }

    /// True for what happened in this pass.
    pub fn saw(&self, event: u64) -> bool {
        event > self.since
    }

    /// What a port gave, by the spelling of facts.
    pub fn gave(&self, card: &str, port: &str) -> Option<&Value> {
        let card = self.session.flow.card(card)?;
        let outputs = crate::flow::model::outputs(card);
        let place = outputs.into_iter().find(|one| spelled(&one.port) == port)?;
        self.session.gave(&place)
    }

    /// What stands in a port, by the spelling of facts.
    pub fn holds(&self, card: &str, port: &str) -> Option<Value> {
        let card = self.session.flow.card(card)?;
        let input = card.inputs.iter().find(|one| spelled(&one.port) == port)?;
        Some(self.session.put_in(card, input))
    }

    /// That a value was dropped in, and which it is of all that may be.
    pub(crate) fn connected(&self, from: &Place, to: &Place) -> String {
        let flow = &self.session.flow;
        let offers = flow.index(&to.card).map(|card| flow.offers(card));
        let offers = offers.unwrap_or_default();
        let at = offers.iter().position(|one| one == from).unwrap_or(0);
        let count = [
            ("from", from.spelled()),
            ("at", (at + 1).to_string()),
            ("all", offers.len().to_string()),
        ];
        filled("flow.connected", &count)
    }

    /// The port from which a value was dropped in.
    pub fn source(&self, card: &str, port: &str) -> Option<Place> {
        let card = self.session.flow.card(card)?;
        let input = card.inputs.iter().find(|one| spelled(&one.port) == port)?;
        input.from.clone()
    }
}

/// A port as facts spell it.
fn spelled(port: &str) -> String {
    port.to_lowercase().replace(' ', "-")
}
