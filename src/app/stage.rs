//! Where in a lesson the learner is: the six stages of the course, and the steps inside them, in order.

use crate::lesson::model::{ActionKind, AskAt, Lesson, Prediction};

/// A step of a lesson. Everything that Next and Back visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// What this is for.
    Goal,
    /// A question about what will happen, by index among the predictions asked here.
    Predict(usize),
    /// One of the five actions.
    Act(ActionKind),
    /// The learner's own exchange, line by line.
    Explain,
    /// One thing broken on purpose.
    Break,
    /// A quiz card, by index.
    Quiz(usize),
    /// What was learned, and what is next.
    Done,
}

/// The six names of the stage bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Heading {
    /// Goal.
    Goal,
    /// Predict.
    Predict,
    /// Do.
    Do,
    /// Explain.
    Explain,
    /// Break.
    Break,
    /// Quiz.
    Quiz,
}

impl Heading {
    /// All six, in order.
    pub const ALL: [Self; 6] = [
        Self::Goal,
        Self::Predict,
        Self::Do,
        Self::Explain,
        Self::Break,
        Self::Quiz,
    ];

    /// The word on the bar.
    pub fn word(self) -> &'static str {
        match self {
            Self::Goal => "Goal",
            Self::Predict => "Predict",
            Self::Do => "Do",
            Self::Explain => "Explain",
            Self::Break => "Break",
            Self::Quiz => "Quiz",
        }
    }
}

impl Stage {
    /// The heading it belongs to.
    pub fn heading(self) -> Heading {
        match self {
            Self::Goal => Heading::Goal,
            Self::Predict(_) => Heading::Predict,
            Self::Act(_) => Heading::Do,
            Self::Explain => Heading::Explain,
            Self::Break => Heading::Break,
            Self::Quiz(_) | Self::Done => Heading::Quiz,
        }
    }

    /// Every step of `lesson`, in order.
    pub fn all(lesson: &Lesson) -> Vec<Self> {
        let mut steps = vec![Self::Goal];
        steps.extend((0..asked_first(lesson).count()).map(Self::Predict));
        steps.extend(lesson.act.iter().map(|act| Self::Act(act.action)));
        steps.extend([Self::Explain, Self::Break]);
        steps.extend((0..lesson.quiz.len()).map(Self::Quiz));
        steps.push(Self::Done);
        steps
    }

    /// The step after this one; the last stays.
    #[must_use]
    pub fn next(self, lesson: &Lesson) -> Self {
        let steps = Self::all(lesson);
        let at = steps.iter().position(|step| *step == self).unwrap_or(0);
        steps.get(at + 1).copied().unwrap_or(self)
    }

    /// The step before this one; the first stays.
    #[must_use]
    pub fn back(self, lesson: &Lesson) -> Self {
        let steps = Self::all(lesson);
        let at = steps.iter().position(|step| *step == self).unwrap_or(0);
        at.checked_sub(1).map_or(self, |before| steps[before])
    }

    /// The place among all steps, from 0, for comparing how far someone got.
    pub fn index(self, lesson: &Lesson) -> usize {
        Self::all(lesson)
            .iter()
            .position(|step| *step == self)
            .unwrap_or(0)
    }

    /// How the progress file spells it: `goal`, `predict.1`, `do.create-app`, `quiz.3`, `done`.
    pub fn name(self) -> String {
        match self {
            Self::Goal => "goal".into(),
            Self::Predict(at) => format!("predict.{}", at + 1),
            Self::Act(action) => format!("do.{}", action.name()),
            Self::Explain => "explain".into(),
            Self::Break => "break".into(),
            Self::Quiz(at) => format!("quiz.{}", at + 1),
            Self::Done => "done".into(),
        }
    }

    /// The step of that name, if the lesson (still) has it.
    pub fn named(name: &str, lesson: &Lesson) -> Option<Self> {
        Self::all(lesson)
            .into_iter()
            .find(|step| step.name() == name)
    }
}

/// The predictions of the predict stage, in order.
pub fn asked_first(lesson: &Lesson) -> impl Iterator<Item = &Prediction> {
    lesson
        .predict
        .iter()
        .filter(|prediction| prediction.ask_at == AskAt::Predict)
}

/// The predictions that an action asks.
pub fn asked_at(lesson: &Lesson, action: ActionKind) -> impl Iterator<Item = &Prediction> {
    lesson
        .predict
        .iter()
        .filter(move |prediction| prediction.ask_at.action() == Some(action))
}
