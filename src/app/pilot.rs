//! Plays the solutions of steps for the learner, so that a jump finds the world as if they had been done. On practice tenants only;
//! it ticks nothing.

use std::collections::{BTreeSet, VecDeque};

use crate::app::draft::Draft;
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
    /// The learner's own request, to be put back in the end where they come back to what they had begun.
    pub(crate) draft: Option<Box<Draft>>,
    /// Where the learner goes in the end.
    pub(crate) then: Spot,
    /// True where it does again what the learner had done in an earlier session.
    pub(crate) again: bool,
}

/// What pilots did, which is the tutor's and no deed of the learner.
#[derive(Debug, Default)]
pub(crate) struct Flights {
    /// The steps that were played, and that nobody has worked on since.
    pub(crate) steps: BTreeSet<usize>,
    /// From which event to which each flight lasted; the last may still be on its way.
    spans: Vec<(u64, Option<u64>)>,
}

impl Flights {
    /// The steps, by id.
    pub(crate) fn ids(&self, lesson: &Lesson) -> BTreeSet<String> {
        let steps = self.steps.iter().filter_map(|at| lesson.steps.get(*at));
        steps.map(|step| step.id.clone()).collect()
    }

    /// What an earlier session kept of it.
    pub(crate) fn of(ids: &BTreeSet<String>, lesson: &Lesson) -> Self {
        let steps = lesson.steps.iter().enumerate();
        let steps = steps.filter(|(_, step)| ids.contains(&step.id));
        Self {
            steps: steps.map(|(at, _)| at).collect(),
            spans: Vec::new(),
        }
    }

    /// A pilot begins, after so many events.
    pub(crate) fn take_off(&mut self, events: u64) {
        self.spans.push((events, None));
    }

    /// It has ended, after so many events.
    pub(crate) fn land(&mut self, events: u64) {
        for (_, to) in &mut self.spans {
            to.get_or_insert(events);
        }
    }

    /// True for an event of a flight.
    pub(crate) fn had(&self, event: u64) -> bool {
        let has =
            |(from, to): &(u64, Option<u64>)| event > *from && to.is_none_or(|to| event <= to);
        self.spans.iter().any(has)
    }
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
            draft: None,
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
