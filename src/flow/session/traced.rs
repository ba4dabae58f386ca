//! Where a value comes from that a card misses: the card that stops is seldom the one to mend.

use super::{Session, State};
use crate::flow::fault::Fault;
use crate::flow::model::{Input, Place};

impl Session {
    /// Why a card cannot take what stands in its port; where another card was to give it, that one is named.
    pub(super) fn traced(&self, input: &Input, fault: Fault) -> Fault {
        match self.giver(input) {
            Some(giver) => Fault {
                why: format!("{} is empty: {} gave nothing.", input.port, giver.spelled()),
                ..fault
            },
            None => fault,
        }
    }

    /// The port that gave nothing, of a card that ran, behind all those that only pass on what they are given.
    fn giver(&self, input: &Input) -> Option<Place> {
        let from = input.from.as_ref()?;
        let at = self.flow.index(&from.card)?;
        let card = self.flow.cards.get(at)?;
        let ran = matches!(self.state(at), State::Ran { .. });
        if !ran || self.gave(from).is_some_and(|value| !value.is_empty()) {
            return None;
        }
        let passed = card.input(&from.port).filter(|_| card.kind.passes_on());
        passed
            .and_then(|before| self.giver(before))
            .or_else(|| Some(from.clone()))
    }

    /// The port to look at where a card failed for want of a value: what was typed into the card that gave none.
    pub fn mended_at(&self) -> Option<Place> {
        let (card, _) = self.failed()?;
        let wants = |input: &&Input| !input.optional && self.put_in(card, input).is_empty();
        let giver = self.giver(card.inputs.iter().find(wants)?)?;
        let mut inputs = self.flow.card(&giver.card)?.inputs.iter();
        let typed = inputs.find(|input| input.from.is_none())?;
        Some(Place {
            card: giver.card,
            port: typed.port.clone(),
        })
    }
}
