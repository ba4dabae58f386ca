//! The test of somebody who knows: the steps that a lesson names for it, done without help, then the cards. Whoever does those steps by real
//! exchanges and has all cards right has done the lesson.

use crate::app::player::{Fading, Player};
use crate::app::spot::Spot;
use crate::app::test_out::{Outcome, TestOut};
use crate::app::turn::Turn;
use crate::lesson::desks::words;
use crate::lesson::model::{Ask, Stage};

impl Player {
    /// Begins the test of this lesson, which was begun anew for it.
    pub(crate) fn begin_test(&mut self, turn: &mut Turn<'_>) {
        let at = |id: &String| self.lesson.steps.iter().position(|step| step.id == *id);
        let steps: Vec<usize> = self.lesson.test_out.iter().filter_map(at).collect();
        let Some(first) = steps.first().copied() else {
            return turn.say(words("test.none"));
        };
        // Whoever is tested gets a blank form.
        self.fading = Fading::Blank;
        self.bench.draft = self.fresh_draft();
        self.jump(turn, Spot::of_step(first));
        self.test = Some(TestOut {
            steps,
            outcome: None,
        });
        turn.say(words("test.begun"));
    }

    /// True while a test lasts.
    pub fn is_tested(&self) -> bool {
        let test = self.test.as_ref();
        test.is_some_and(|test| test.outcome.is_none())
    }

    /// True once this round of the lesson was tested out of.
    pub fn has_passed(&self) -> bool {
        let test = self.test.as_ref();
        self.tested_out || test.is_some_and(|test| test.outcome == Some(Outcome::Passed))
    }

    /// The page after this one. A test has its own steps, then the cards, then its end.
    pub(super) fn following(&self) -> Spot {
        let next = self.at.next(self.lesson);
        let Some(test) = self.test.as_ref().filter(|test| test.outcome.is_none()) else {
            return next;
        };
        let Some(own) = test.steps.iter().position(|step| *step == self.at.step) else {
            return next;
        };
        let quiz = || {
            let mut steps = self.lesson.steps.iter();
            steps.position(|step| step.stage == Stage::Quiz)
        };
        let after = test.steps.get(own + 1).copied().or_else(quiz);
        after.map_or(next, Spot::of_step)
    }

    /// The page before this one; a test has none but its own.
    pub(super) fn preceding(&self) -> Spot {
        let before = self.at.back(self.lesson);
        let Some(test) = self.test.as_ref().filter(|test| test.outcome.is_none()) else {
            return before;
        };
        if self.lesson.steps.get(before.step).map(|step| step.stage) == Some(Stage::Quiz) {
            return before;
        }
        let own = test.steps.iter().position(|step| *step == self.at.step);
        let last = own.map_or(test.steps.len(), |own| own).checked_sub(1);
        let step = last.and_then(|at| test.steps.get(at).copied());
        step.map_or(self.at, Spot::of_step)
    }

    /// At the end of a test: how it went.
    pub(super) fn judge_test(&mut self, turn: &mut Turn<'_>) {
        if !self.is_tested() || self.step().stage != Stage::Done {
            return;
        }
        let quiz = self.lesson.steps_of(Stage::Quiz);
        let cards: Vec<&Ask> = quiz.flat_map(|step| &step.asks).collect();
        let right = cards.iter().filter(|ask| self.is_right(ask)).count();
        let (reached, lesson) = (&self.reached, self.lesson);
        let Some(test) = &mut self.test else { return };
        let is_done = |step: &usize| {
            let step = lesson.steps.get(*step);
            step.is_some_and(|step| reached.contains(&step.id))
        };
        let done = test.steps.iter().all(is_done);
        let cards = cards.len();
        let outcome = if done && right == cards {
            Outcome::Passed
        } else {
            Outcome::Missed { right, cards, done }
        };
        test.outcome = Some(outcome);
        turn.say(outcome.words());
    }

    /// True where a test lasts that gives no help; says so.
    pub(super) fn stays_alone(&self, turn: &mut Turn<'_>) -> bool {
        if self.is_tested() {
            turn.say(words("test.alone"));
        }
        self.is_tested()
    }
}
