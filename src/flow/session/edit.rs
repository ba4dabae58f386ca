//! What is changed in a flow by hand: a value typed into a port, a value dropped into one. All of it can be taken back.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Session;
use crate::flow::model::{Flow, Place, outputs};
use crate::flow::value::Value;

/// Why a change was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is no such port.
    NoPort,
    /// Nothing before that card gives this.
    NotBefore,
}

/// A port as it stood. Of a secret nothing is kept but how it was spelled, `flip({app.secret})`: it is had anew from there.
#[derive(Clone, Debug)]
struct Stood {
    place: Place,
    from: Option<Place>,
    typed: Option<Value>,
    spelled: Option<String>,
}

/// Ports that were changed at once, as they stood, in the order of the changes.
type Lot = Vec<Stood>;

/// What stands in each port.
type Standing = Vec<(Option<Place>, Value)>;

/// The changes, the newest last, and those taken back.
#[derive(Debug, Default)]
pub(super) struct History {
    past: Vec<Lot>,
    future: Vec<Lot>,
    /// What stood in the ports when changes began to go into one lot, while they do.
    together: Option<Standing>,
    /// Ports that were typed into by hand: filling leaves them alone.
    by_hand: Vec<Place>,
    /// How a lesson spelled what stands in a port.
    spelled: BTreeMap<Place, String>,
}

impl History {
    fn remember(&mut self, stood: Stood) {
        self.future.clear();
        match self.past.last_mut().filter(|_| self.together.is_some()) {
            Some(lot) => lot.push(stood),
            None => self.past.push(vec![stood]),
        }
    }
}

impl Session {
    /// Fills in what the file spells as `{name}`, with what is known now; what nobody knows stays empty.
    pub fn fill(&mut self, look: &dyn Fn(&str) -> Option<Value>) {
        self.know(look);
        for card in &self.flow.cards {
            for input in &card.inputs {
                let place = Place {
                    card: card.id.clone(),
                    port: input.port.clone(),
                };
                if self.history.by_hand.contains(&place) || input.from.is_some() {
                    continue;
                }
                let value = filled(&input.is, look);
                // A called flow got its fields from its caller, and knows nothing else of the world.
                if input.is.contains('{') && value.is_empty() && self.typed.contains_key(&place) {
                    continue;
                }
                self.typed.insert(place, value);
            }
        }
    }

    /// Keeps what is known, for the flows that this one calls.
    fn know(&mut self, look: &dyn Fn(&str) -> Option<Value>) {
        let library = Arc::clone(&self.library);
        let inputs = library
            .iter()
            .flat_map(|flow| &flow.cards)
            .flat_map(|card| &card.inputs);
        for input in inputs {
            let mut rest = input.is.as_str();
            while let Some((_, name, after)) = next_reference(rest) {
                if let Some(value) = look(name) {
                    self.known.insert(name.to_owned(), value);
                }
                rest = after;
            }
        }
    }

    /// Types a value into a port. The cards from there on have to run again.
    ///
    /// # Errors
    /// Where there is no such port.
    pub fn edit(&mut self, place: &Place, value: Value) -> Result<(), Refused> {
        let stood = self.stood(place).ok_or(Refused::NoPort)?;
        self.history.remember(stood);
        self.set_port(place, None, Some(value));
        Ok(())
    }

    /// What was typed last came out of this text, and is had anew from it when it is brought back.
    pub fn spell(&mut self, place: &Place, spelled: &str) {
        let spelled = spelled.to_owned();
        self.history.spelled.insert(place.clone(), spelled);
    }

    /// How a lesson spelled what stands in a port.
    pub fn spelled(&self, place: &Place) -> Option<&str> {
        self.history.spelled.get(place).map(String::as_str)
    }

    /// True where somebody typed into the port, and no name stands there that is filled in.
    pub(super) fn is_typed_by_hand(&self, place: &Place) -> bool {
        let is_named = self.spelled(place).is_some_and(|text| text.contains('{'));
        self.history.by_hand.contains(place) && !is_named
    }

    /// What stands in a port is had anew; that is no change.
    pub fn refill(&mut self, place: &Place, value: Value) {
        self.typed.insert(place.clone(), value);
    }

    /// Drops the value of `from` into a port.
    ///
    /// # Errors
    /// Where there is no such port, or no card before it gives that.
    pub fn connect(&mut self, from: &Place, place: &Place) -> Result<(), Refused> {
        let stood = self.stood(place).ok_or(Refused::NoPort)?;
        let at = self.flow.index(&place.card).ok_or(Refused::NoPort)?;
        let mut before = self.flow.cards.iter().take(at);
        if !before.any(|card| outputs(card).contains(from)) {
            return Err(Refused::NotBefore);
        }
        self.history.remember(stood);
        self.set_port(place, Some(from.clone()), None);
        Ok(())
    }

    /// Each port as the file has it. What the file fills in has to be filled in anew.
    pub fn restore(&mut self, file: &Flow) {
        let cards = file.cards.iter();
        let ports = cards.flat_map(|card| card.inputs.iter().map(move |input| (card, input)));
        for (card, input) in ports {
            let place = Place {
                card: card.id.clone(),
                port: input.port.clone(),
            };
            let stood = self.stood(&place);
            let is_other =
                |stood: &Stood| stood.from != input.from || self.history.by_hand.contains(&place);
            if let Some(stood) = stood.filter(is_other) {
                self.history.remember(stood);
                self.set_port(&place, input.from.clone(), None);
            }
        }
    }

    /// What was changed so far is how the learner finds it.
    pub fn forget_history(&mut self) {
        self.history.past.clear();
        self.history.future.clear();
    }

    /// True where a change can be taken back, or made again.
    pub fn offers(&self, back: bool) -> bool {
        let from = if back {
            &self.history.past
        } else {
            &self.history.future
        };
        !from.is_empty()
    }

    /// From here on all changes are one, to be taken back at once.
    pub fn begin_together(&mut self) {
        self.history.together = Some(self.standing());
        self.history.past.push(Lot::new());
    }

    /// That was all. False where it left everything as it was.
    pub fn end_together(&mut self) -> bool {
        let before = self.history.together.take();
        let differs = before.is_some_and(|before| before != self.standing());
        if !differs {
            self.history.past.pop();
        }
        differs
    }

    /// What stands in each port.
    fn standing(&self) -> Standing {
        let cards = self.flow.cards.iter();
        let ports = cards.flat_map(|card| card.inputs.iter().map(move |input| (card, input)));
        ports
            .map(|(card, input)| match &input.from {
                Some(from) => (Some(from.clone()), Value::Empty),
                None => (None, self.typed(card, input)),
            })
            .collect()
    }

    /// Takes back the newest change, or makes it again; says which ports that were.
    pub fn walk(&mut self, back: bool) -> Vec<Place> {
        let history = &mut self.history;
        let from = if back {
            &mut history.past
        } else {
            &mut history.future
        };
        let Some(lot) = from.pop() else {
            return Vec::new();
        };
        let mut now = Lot::new();
        let mut places = Vec::new();
        // The newest first: a port that was changed twice ends as it began.
        for then in lot.into_iter().rev() {
            now.extend(self.stood(&then.place));
            places.push(then.place.clone());
            self.set_port(&then.place, then.from, then.typed);
            if let Some(spelled) = then.spelled {
                self.history.by_hand.push(then.place.clone());
                self.history.spelled.insert(then.place, spelled);
            }
        }
        let to = if back {
            &mut self.history.future
        } else {
            &mut self.history.past
        };
        to.push(now);
        places
    }

    fn stood(&self, place: &Place) -> Option<Stood> {
        let input = self.flow.card(&place.card)?.input(&place.port)?;
        let typed = self.typed.get(place).filter(|value| !value.is_secret());
        Some(Stood {
            place: place.clone(),
            from: input.from.clone(),
            typed: typed.cloned(),
            spelled: self.history.spelled.get(place).cloned(),
        })
    }

    fn set_port(&mut self, place: &Place, from: Option<Place>, typed: Option<Value>) {
        let cards = self.flow.cards.iter_mut();
        let mut inputs = cards
            .filter(|card| card.id == place.card)
            .flat_map(|card| &mut card.inputs);
        let Some(input) = inputs.find(|input| input.port == place.port) else {
            return;
        };
        input.from = from;
        self.history.by_hand.retain(|one| one != place);
        self.history.spelled.remove(place);
        self.typed.remove(place);
        if let Some(value) = typed {
            self.history.by_hand.push(place.clone());
            self.typed.insert(place.clone(), value);
        }
        // A card that failed may run now; one that gave something else before is asked again.
        self.rewind();
    }
}

/// The text before the first `{name}`, the name, and the text behind it. Any other brace is only a brace.
fn next_reference(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    (!name.is_empty() && name.chars().all(plain)).then_some((before, name, after))
}

/// A text of the file with each `{name}` filled in; empty where one of them is not known.
fn filled(text: &str, look: &dyn Fn(&str) -> Option<Value>) -> Value {
    let mut rest = text;
    let mut out = String::new();
    let mut secret = false;
    while let Some((before, name, after)) = next_reference(rest) {
        let Some(value) = look(name) else {
            return Value::Empty;
        };
        out.push_str(before);
        out.push_str(&value.expose());
        secret |= value.is_secret();
        rest = after;
    }
    out.push_str(rest);
    if out.is_empty() {
        Value::Empty
    } else {
        Value::worded(out, secret)
    }
}
