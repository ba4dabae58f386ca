//! Where in a lesson the learner is: a step, and among the questions of a predict or quiz step which one. What is on the screen there.

use crate::lesson::bench::Bench;
use crate::lesson::model::{Ask, Lesson, Stage, Step};

/// A place in a lesson: everything that Next and Back visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Spot {
    /// The step, by its index.
    pub step: usize,
    /// The question, where each has a page of its own.
    pub ask: usize,
}

/// What is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scene {
    /// What this is for.
    Goal,
    /// A question about what will happen, by its index in the step.
    Predict(usize),
    /// A work screen.
    Work(Bench),
    /// That only practice can show this, and the way there.
    Practice,
    /// A quiz card, by its index in the step.
    Quiz(usize),
    /// What was learned, and what is next.
    Done,
}

impl Spot {
    /// Every spot of `lesson`, in order.
    pub fn all(lesson: &Lesson) -> Vec<Self> {
        let pages = |(step, it): (usize, &Step)| (0..it.pages()).map(move |ask| Self { step, ask });
        lesson.steps.iter().enumerate().flat_map(pages).collect()
    }

    /// The first page of the step with this index.
    pub fn of_step(step: usize) -> Self {
        Self { step, ask: 0 }
    }

    /// The spot after this one; the last stays.
    #[must_use]
    pub fn next(self, lesson: &Lesson) -> Self {
        let all = Self::all(lesson);
        all.get(self.index(lesson) + 1).copied().unwrap_or(self)
    }

    /// The spot before this one; the first stays.
    #[must_use]
    pub fn back(self, lesson: &Lesson) -> Self {
        let before = self.index(lesson).checked_sub(1);
        before
            .and_then(|at| Self::all(lesson).get(at).copied())
            .unwrap_or(self)
    }

    /// The place among all spots, from 0.
    pub fn index(self, lesson: &Lesson) -> usize {
        let all = Self::all(lesson);
        all.iter().position(|spot| *spot == self).unwrap_or(0)
    }

    /// Its step; a blank one stands in where a lesson has none, which no lesson that was read with its lint has.
    pub fn step(self, lesson: &Lesson) -> &Step {
        static NONE: std::sync::LazyLock<Step> =
            std::sync::LazyLock::new(|| Step::blank("none", Stage::Goal));
        let step = lesson.steps.get(self.step).or(lesson.steps.last());
        step.unwrap_or(&NONE)
    }

    /// The question that has this page for itself.
    pub fn ask(self, lesson: &Lesson) -> Option<&Ask> {
        let step = self.step(lesson);
        step.stage
            .asks_page_by_page()
            .then(|| step.asks.get(self.ask))?
    }

    /// How the progress file spells it: the step's id, and from the second question on its number: `quiz.3`.
    pub fn name(self, lesson: &Lesson) -> String {
        let id = &self.step(lesson).id;
        if self.step(lesson).stage.asks_page_by_page() {
            format!("{id}.{}", self.ask + 1)
        } else {
            id.clone()
        }
    }

    /// The spot of that name, if the lesson (still) has it; the step's first page, where only that is left.
    pub fn named(name: &str, lesson: &Lesson) -> Option<Self> {
        let all = Self::all(lesson);
        let exact = all.iter().find(|spot| spot.name(lesson) == name);
        let step = name.rsplit_once('.').map_or(name, |(step, _)| step);
        let first = || all.iter().find(|spot| spot.step(lesson).id == step);
        exact.or_else(first).copied()
    }

    /// What its step shows by itself.
    pub fn scene(self, lesson: &Lesson) -> Scene {
        let step = self.step(lesson);
        match (step.stage, step.bench) {
            (Stage::Predict, _) => Scene::Predict(self.ask),
            (Stage::Quiz, _) => Scene::Quiz(self.ask),
            (Stage::Done, _) => Scene::Done,
            (Stage::Goal | Stage::Do | Stage::Explain | Stage::Break, Some(bench)) => {
                Scene::Work(bench)
            }
            _ if step.only.is_some() => Scene::Practice,
            (Stage::Goal | Stage::Do | Stage::Explain | Stage::Break, None) => Scene::Goal,
        }
    }
}
