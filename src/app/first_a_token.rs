//! What to do first where a token is wanted and there is none: the place that asks for one, by its name, since a sandbox has no steps.

use crate::app::player::Player;
use crate::lesson::bench::Bench;
use crate::lesson::change::{Change, Move, Press};
use crate::lesson::desks::{filled, words};
use crate::lesson::model::Step;

impl Player {
    /// That there is no token yet, and which place brings one; `{key:...}` in it.
    pub fn first_a_token(&self) -> String {
        // A test has no other steps than its own.
        if self.is_tested() {
            return words("token.none.test").to_owned();
        }
        match self.asks_for_tokens() {
            Some(step) => filled("token.none", &[("step", step.title.clone())]),
            None => words("token.none.here").to_owned(),
        }
    }

    /// True where the open experiment takes a token that is there already, and there is none: it asks for none of its own.
    pub fn lacks_a_token(&self) -> bool {
        let moves = self.lab.variant(self.step()).map(|variant| &variant.moves);
        let decides = |one: &Move| match one {
            Move::Change(Change::Token(_)) | Move::Press(Press::Call(..)) => Some(true),
            Move::Press(Press::Send(_)) => Some(false),
            Move::Change(_) | Move::Press(_) => None,
        };
        let takes_one = moves.and_then(|moves| moves.iter().find_map(decides));
        self.bench.token().is_none() && takes_one == Some(true)
    }

    /// The nearest place that asks for a token, a plain request before a flow, and before this place if there is any; nothing where it
    /// is this one.
    fn asks_for_tokens(&self) -> Option<&'static Step> {
        let plainly = |step: &&Step| matches!(step.bench, Some(Bench::Send | Bench::Build));
        let by_cards = |step: &&Step| step.bench == Some(Bench::Flow);
        let (before, behind) = self.lesson.steps.split_at(self.at.step);
        let nearest = |asks: &dyn Fn(&&'static Step) -> bool| {
            let before = before.iter().rev().find(asks);
            before.or_else(|| behind.iter().find(asks))
        };
        let found = nearest(&plainly).or_else(|| nearest(&by_cards))?;
        (found.id != self.step().id).then_some(found)
    }
}
