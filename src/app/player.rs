//! A lesson being played: where the learner is, what they guessed, what they made, and what can be undone.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::app::experiment::Bench;
use crate::app::history::History;
use crate::app::measure::{self, Verdict};
use crate::app::stage::{Stage, asked_at, asked_first};
use crate::app::token::Verifying;
use crate::app::workbench::{Draft, Workbench};
use crate::lesson::model::{ActionKind, AskAt, Deed, Lesson, Prediction};

/// A lesson being played.
#[derive(Debug)]
pub struct Player {
    /// The lesson.
    pub lesson: &'static Lesson,
    /// Where the learner is.
    pub stage: Stage,
    /// How much is filled in for the learner; help shrinks as skill grows.
    pub fading: Fading,
    /// What the five actions work on.
    pub bench: Workbench,
    /// The break stage.
    pub experiment: Bench,
    /// Guesses by prediction id.
    pub guesses: BTreeMap<String, Guess>,
    /// Quiz answers by card index.
    pub cards: BTreeMap<usize, usize>,
    /// Hints opened, by stage: 1 to 3, then 4 for the solution.
    pub hints: Vec<(Stage, usize)>,
    /// True when this session took up a lesson that an earlier one had begun.
    pub resumed: bool,
    /// What was done so far, in this session or an earlier one.
    pub deeds: BTreeSet<Deed>,
    pub(crate) history: History,
}

/// How much is filled in (COURSE.md section 1: a worked example first, then a completion, then a blank).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fading {
    /// First time: id and secret are put into the request for the learner.
    Worked,
    /// Second time: the learner fills in id and secret; one key takes them from the app.
    Completion,
    /// From the third time on: the grant type is theirs too.
    Blank,
}

impl Fading {
    /// By how often the lesson was finished before.
    pub fn after(finished: u32) -> Self {
        match finished {
            0 => Self::Worked,
            1 => Self::Completion,
            _ => Self::Blank,
        }
    }
}

/// A guess, and how sure the learner was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guess {
    /// Index of the option.
    pub option: usize,
    /// How sure.
    #[serde(default)]
    pub sureness: Sureness,
}

/// How sure a learner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sureness {
    /// A guess.
    #[default]
    Guess,
    /// Fairly sure.
    Fairly,
    /// Certain.
    Certain,
}

impl Sureness {
    /// All three, least sure first.
    pub const ALL: [Self; 3] = [Self::Guess, Self::Fairly, Self::Certain];

    /// The word on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Fairly => "fairly",
            Self::Certain => "certain",
        }
    }
}

impl Player {
    /// `lesson` from its start.
    pub fn new(lesson: &'static Lesson, fading: Fading) -> Self {
        let mut player = Self {
            lesson,
            stage: Stage::Goal,
            fading,
            bench: Workbench::default(),
            experiment: Bench::default(),
            guesses: BTreeMap::new(),
            cards: BTreeMap::new(),
            hints: Vec::new(),
            resumed: false,
            deeds: BTreeSet::new(),
            history: History::default(),
        };
        player.bench.draft = player.fresh_draft();
        player
    }

    /// The request form as the learner first finds it.
    pub(crate) fn fresh_draft(&self) -> Draft {
        let mut draft = Draft::default();
        if self.fading == Fading::Blank {
            draft.grant_type.clear();
        }
        draft
    }

    /// The action that the learner is at.
    pub fn action(&self) -> Option<ActionKind> {
        match self.stage {
            Stage::Act(action) => Some(action),
            Stage::Goal
            | Stage::Predict(_)
            | Stage::Explain
            | Stage::Break
            | Stage::Quiz(_)
            | Stage::Done => None,
        }
    }

    /// True while a countdown is on the screen: a token that is still alive, at the step that reads it.
    pub fn counting_down(&self) -> bool {
        self.stage == Stage::Act(ActionKind::Read)
            && self
                .bench
                .token
                .as_ref()
                .is_some_and(|token| token.expires.is_some())
    }

    /// The prediction with this id, wherever it is asked.
    pub fn prediction(&self, id: &str) -> Option<&'static Prediction> {
        let own = &self.lesson.experiment.prediction;
        self.lesson
            .predict
            .iter()
            .chain(std::iter::once(own))
            .find(|prediction| prediction.id == id)
    }

    /// What became of a prediction: compared with what was measured in the real exchange.
    pub fn verdict(&self, prediction: &Prediction) -> Verdict {
        let measured = match prediction.ask_at {
            AskAt::Break => self
                .experiment
                .run
                .as_ref()
                .and_then(|run| measure::of_run(prediction, run)),
            AskAt::Predict
            | AskAt::CreateApp
            | AskAt::Build
            | AskAt::Send
            | AskAt::Read
            | AskAt::Check => measure::of_bench(prediction, &self.bench),
        };
        Verdict::of(
            prediction,
            self.guesses.get(&prediction.id).copied(),
            measured,
        )
    }

    /// How many hints are open at this stage; 4 means the solution.
    pub fn hints_open(&self) -> usize {
        self.hints
            .iter()
            .find(|(stage, _)| *stage == self.stage)
            .map_or(0, |(_, open)| *open)
    }

    /// The hints of this stage and its solution; empty where the stage has none.
    pub fn hints_here(&self) -> (&'static [String], &'static str) {
        match self.stage {
            Stage::Act(action) => self
                .lesson
                .act
                .iter()
                .find(|act| act.action == action)
                .map_or((&[], ""), |act| {
                    (act.hints.as_slice(), act.solution.as_str())
                }),
            Stage::Break => (
                self.lesson.experiment.hints.as_slice(),
                self.lesson.experiment.solution.as_str(),
            ),
            Stage::Goal | Stage::Predict(_) | Stage::Explain | Stage::Quiz(_) | Stage::Done => {
                (&[], "")
            }
        }
    }

    /// True when an edit of this step can be taken back.
    pub fn can_undo(&self) -> bool {
        self.action()
            .is_some_and(|action| self.history.offers(action, true))
    }

    /// True when an edit of this step that was taken back can be done again.
    pub fn can_redo(&self) -> bool {
        self.action()
            .is_some_and(|action| self.history.offers(action, false))
    }

    /// True at the steps that hold something a learner may want to begin anew.
    pub fn can_reset(&self) -> bool {
        matches!(
            self.stage,
            Stage::Act(ActionKind::CreateApp | ActionKind::Build | ActionKind::Check)
                | Stage::Break
        )
    }

    /// Adds what the workbench shows to be done. What was done stays done.
    pub(crate) fn note_deeds(&mut self) {
        let bench = &self.bench;
        let verified = bench
            .token
            .as_ref()
            .is_some_and(|token| matches!(token.verifying, Verifying::Judged { .. }));
        let called = bench
            .call
            .last
            .as_ref()
            .is_some_and(|call| call.answer.reply.status == 200);
        let seen = [
            (bench.token.is_some(), Deed::Token),
            (verified, Deed::Verify),
            (called, Deed::Call),
            (bench.desk.report.is_some(), Deed::Check),
            (self.experiment.run.is_some(), Deed::Break),
        ];
        let done = seen
            .into_iter()
            .filter_map(|(done, deed)| done.then_some(deed));
        self.deeds.extend(done);
    }

    /// True when nothing that the lesson is about was left out.
    pub fn is_through(&self) -> bool {
        Deed::NEEDED.iter().all(|deed| self.deeds.contains(deed))
    }

    /// How many answers the question of this step has; `None` where it asks nothing.
    pub fn choices(&self) -> Option<usize> {
        match self.stage {
            Stage::Predict(at) => asked_first(self.lesson).nth(at).map(|it| it.options.len()),
            Stage::Act(action) => {
                let asked = asked_at(self.lesson, action).next();
                let inline = || self.lesson.act(action)?.question.as_ref();
                asked
                    .map(|it| it.options.len())
                    .or_else(|| inline().map(|it| it.options.len()))
            }
            Stage::Break => Some(self.lesson.experiment.prediction.options.len()),
            Stage::Quiz(card) => self.lesson.quiz.get(card).map(|it| it.options.len()),
            Stage::Goal | Stage::Explain | Stage::Done => None,
        }
    }
}
