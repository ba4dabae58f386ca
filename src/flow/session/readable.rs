//! Where a credential that was put into a flow can be read afterwards: in the flow's own file, in the history of its run, in what goes out.
//! A table takes it out of the first of these alone.

use super::{Session, State};
use crate::flow::fault::FaultName;
use crate::flow::model::{Card, Kind, Place};
use crate::flow::value::Value;

/// Where one credential can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readable {
    /// The port through which it came into the flow.
    pub port: Place,
    /// True where it stands in the flow itself, and goes wherever the flow is copied to; else only its name does.
    pub in_file: bool,
    /// The cards whose history has it; `None` where none has run yet.
    pub history: Option<Vec<String>>,
    /// The ports from which it goes out of the flow.
    pub out: Vec<Place>,
}

impl Session {
    /// Where what stands in that port can be read; `None` where that is no credential that was put in, as a token is none.
    pub fn readable(&self, place: &Place) -> Option<Readable> {
        let card = self.flow.card(&place.card)?;
        let shown = self.put_in(card, card.input(&place.port)?);
        let Value::Secret(_) = shown else {
            return None;
        };
        let (port, secret) = self.put_in_by_hand_or_name(&shown)?;
        let has_run = |at: &usize| matches!(self.state(*at), State::Ran { .. } | State::Failed(_));
        let cards = || self.flow.cards.iter().enumerate();
        let history = cards().any(|(at, _)| has_run(&at)).then(|| {
            let having = cards().filter(|(at, card)| has_run(at) && self.saw(card, *at, &secret));
            having.map(|(_, card)| card.id.clone()).collect()
        });
        Some(Readable {
            in_file: self.stands_in_file(&port),
            out: self.goes_out(&secret),
            port,
            history,
        })
    }

    /// The first port without a value from a card before that has it: there it came in.
    fn put_in_by_hand_or_name(&self, shown: &Value) -> Option<(Place, String)> {
        let cards = self.flow.cards.iter();
        let mut ports = cards.flat_map(|card| card.inputs.iter().map(move |input| (card, input)));
        ports.find_map(|(card, input)| {
            let value = self.put_in(card, input);
            let secret = value.expose();
            let is_it = input.from.is_none() && value.is_secret() && holds(shown, &secret);
            is_it.then(|| (place(card, &input.port), secret))
        })
    }

    /// A Compose card is a text of the flow; elsewhere it is what was typed in, and not what a name stands for.
    fn stands_in_file(&self, port: &Place) -> bool {
        let is_text = self
            .flow
            .card(&port.card)
            .is_some_and(|card| card.kind == Kind::Compose);
        is_text || self.is_typed_by_hand(port)
    }

    /// True where the card took it, or gave it.
    fn saw(&self, card: &Card, at: usize, secret: &str) -> bool {
        let in_ports = card
            .inputs
            .iter()
            .any(|input| holds(&self.put_in(card, input), secret));
        let gave = match self.state(at) {
            State::Ran { gave, .. } => gave.iter().any(|(_, value)| holds(value, secret)),
            State::Waits | State::Asks | State::Failed(_) | State::Skipped => false,
        };
        in_ports || gave
    }

    /// The ports of cards that send, or that hand it to another flow.
    fn goes_out(&self, secret: &str) -> Vec<Place> {
        let sends = |card: &&Card| {
            matches!(
                card.kind,
                Kind::Post | Kind::RawRequest | Kind::CallFlow | Kind::Cache
            )
        };
        // What a card holds that did not run, or that gave a token which it had kept, went nowhere.
        let ran = |(at, card): &(usize, &Card)| match self.state(*at) {
            State::Ran { gave, .. } => {
                let is_kept =
                    |(port, value): &(String, Value)| port == "kept" && value.expose() == "true";
                card.kind != Kind::Cache || !gave.iter().any(is_kept)
            }
            // One that fails on its way has sent; one that the card itself refused has not.
            State::Failed(fault) => matches!(
                fault.name,
                FaultName::Http | FaultName::Network | FaultName::Timeout
            ),
            State::Waits | State::Asks | State::Skipped => false,
        };
        let cards = self.flow.cards.iter().enumerate().filter(ran);
        let cards = cards.map(|(_, card)| card).filter(sends);
        let ports = cards.flat_map(|card| card.inputs.iter().map(move |input| (card, input)));
        ports
            .filter(|(card, input)| holds(&self.put_in(card, input), secret))
            .map(|(card, input)| place(card, &input.port))
            .collect()
    }
}

/// Fewer characters than this stand in many a text by chance: there only what was made of a secret is said to hold it.
const BY_CHANCE: usize = 8;

/// True where the value has it, as it is or as JSON writes it.
fn holds(value: &Value, secret: &str) -> bool {
    let text = value.expose();
    let written = serde_json::Value::from(secret).to_string();
    let written = written.trim_matches('"');
    let has = !secret.is_empty() && (text.contains(secret) || text.contains(written));
    has && (value.is_secret() || secret.chars().count() >= BY_CHANCE)
}

fn place(card: &Card, port: &str) -> Place {
    Place {
        card: card.id.clone(),
        port: port.to_owned(),
    }
}
