//! Plays the solutions of steps for the learner, so that a jump finds the world as if they had been done. On practice tenants only;
//! it ticks nothing.

use std::collections::VecDeque;

use crate::app::flow_desk::FlowDesk;
use crate::app::spot::Spot;
use crate::lesson::change::{Change, Move};
use crate::lesson::model::Lesson;

/// What is still to be played, and where the learner goes then.
#[derive(Debug)]
pub(crate) struct Pilot {
    steps: VecDeque<usize>,
    moves: VecDeque<Move>,
    /// The learner's own flows of the steps that are played, to be put back in the end.
    pub(crate) aside: Vec<(usize, Option<FlowDesk>)>,
    /// Where the learner goes in the end.
    pub(crate) then: Spot,
    /// True where it does again what the learner had done in an earlier session.
    pub(crate) again: bool,
}

/// What a pilot does next.
#[derive(Debug)]
pub(crate) enum Leg {
    /// The set-up of a step.
    SetUp(usize),
    /// A move.
    Move(Move),
    /// It is there.
    Arrived(Spot),
}

impl Pilot {
    /// A pilot over these steps.
    pub(crate) fn new(steps: VecDeque<usize>, then: Spot) -> Self {
        Self {
            steps,
            moves: VecDeque::new(),
            aside: Vec::new(),
            then,
            again: false,
        }
    }

    /// The same, for what the learner had done in an earlier session.
    pub(crate) fn again(steps: VecDeque<usize>, then: Spot) -> Self {
        Self {
            again: true,
            ..Self::new(steps, then)
        }
    }

    /// What comes next.
    pub(crate) fn next(&mut self, lesson: &Lesson) -> Leg {
        if let Some(next) = self.moves.pop_front() {
            return Leg::Move(next);
        }
        let Some(step) = self.steps.pop_front() else {
            return Leg::Arrived(self.then);
        };
        if let Some(step) = lesson.steps.get(step) {
            self.moves = step.solve.iter().cloned().collect();
        }
        Leg::SetUp(step)
    }
}

/// What of a solution is laid into the form unsent: never a press, never a change of the world (ENGINE 5).
pub(crate) fn laid(solve: &[Move]) -> Vec<Change> {
    let of_form = |one: &Move| match one {
        Move::Change(
            change @ (Change::Draft(_) | Change::Form(_) | Change::Flow(_) | Change::Token(_)),
        ) => Some(change.clone()),
        Move::Change(Change::World(_)) | Move::Press(_) => None,
    };
    solve.iter().filter_map(of_form).collect()
}
