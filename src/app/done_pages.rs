//! Which pages of a lesson are done and which are open: one rule, which the list of steps, the end of the lesson, home and the record go by.

use crate::app::fact::{Evidence, Truth};
use crate::app::player::Player;
use crate::app::progress::LessonProgress;
use crate::app::spot::Spot;
use crate::app::tenant::TenantFacts;
use crate::lesson::desks::{filled, words};
use crate::lesson::model::{Ask, Goal, Lesson, Stage};

/// What somebody has done of a lesson.
struct Deeds<'a> {
    /// Whether the goals of that step were reached, at some time; `None` where nobody could see that.
    reached: &'a dyn Fn(&str) -> Option<bool>,
    guessed: &'a dyn Fn(&Ask) -> bool,
    answered: &'a dyn Fn(&Ask) -> bool,
}

impl Deeds<'_> {
    /// Whether a page is done; `None` where there is nothing to do on it. A prediction that nobody made is not open: what was to come
    /// has come, or will be seen without it.
    fn is_done(&self, lesson: &Lesson, spot: Spot) -> Option<bool> {
        let step = spot.step(lesson);
        match spot.ask(lesson) {
            Some(ask) if step.stage == Stage::Quiz => Some((self.answered)(ask)),
            Some(ask) => ((self.guessed)(ask) || (self.answered)(ask)).then_some(true),
            None if step.goals.is_empty() => None,
            None => (self.reached)(&step.id),
        }
    }

    fn open(&self, lesson: &Lesson) -> Vec<Spot> {
        let mut all = Spot::all(lesson);
        all.retain(|spot| self.is_done(lesson, *spot) == Some(false));
        all
    }
}

impl LessonProgress {
    fn with_deeds<T>(&self, told: impl FnOnce(Deeds<'_>) -> T) -> T {
        told(Deeds {
            reached: &|id| Some(self.reached.contains(id)),
            guessed: &|ask| self.guesses.contains_key(&ask.id),
            answered: &|ask| self.answers.contains_key(&ask.id) || self.typed.contains_key(&ask.id),
        })
    }

    /// Whether a page is done, by what was kept; `None` where there is nothing to do on it.
    pub fn is_page_done(&self, lesson: &Lesson, spot: Spot) -> Option<bool> {
        self.with_deeds(|deeds| deeds.is_done(lesson, spot))
    }

    /// How many pages are open, by what was kept.
    pub fn open_count(&self, lesson: &Lesson) -> usize {
        self.with_deeds(|deeds| deeds.open(lesson).len())
    }
}

impl Player {
    fn with_deeds<T>(&self, told: impl FnOnce(Deeds<'_>) -> T) -> T {
        told(Deeds {
            reached: &|id| {
                let reached = self.reached.contains(id);
                (reached || !self.is_unseen_step(id)).then_some(reached)
            },
            guessed: &|ask| self.guesses.contains_key(&ask.id),
            answered: &|ask| self.is_answered(&ask.id),
        })
    }

    /// Whether a page is done; `None` where there is nothing to do on it.
    pub fn is_page_done(&self, spot: Spot) -> Option<bool> {
        self.with_deeds(|deeds| deeds.is_done(self.lesson, spot))
    }

    /// True where each page of that step is done that has something to do on it.
    pub fn is_step_done(&self, step: usize) -> bool {
        let mut spots = Spot::all(self.lesson);
        spots.retain(|spot| spot.step == step);
        let mut pages = spots
            .into_iter()
            .map(|spot| self.is_page_done(spot))
            .peekable();
        pages.peek().is_some() && pages.all(|page| page == Some(true))
    }

    /// How many steps with goals, and cards of the quiz, are still open.
    pub fn open_count(&self) -> usize {
        self.with_deeds(|deeds| deeds.open(self.lesson).len())
    }

    /// What is still open, a sentence each: a step as the end of the lesson says it, else by its title; the cards of the quiz as one.
    pub fn still_to_do(&self) -> Vec<String> {
        let lesson = self.lesson;
        let open = self.with_deeds(|deeds| deeds.open(lesson));
        let (cards, steps): (Vec<Spot>, Vec<Spot>) = open
            .into_iter()
            .partition(|spot| spot.ask(lesson).is_some());
        let said = |spot: Spot| {
            let step = spot.step(lesson);
            let mut summary = lesson.done.summary.iter();
            let line = summary.find(|line| line.step == step.id);
            line.map_or_else(|| format!("{}.", step.title), |line| line.open.clone())
        };
        let mut all: Vec<String> = steps.into_iter().map(said).collect();
        all.extend(match cards.len() {
            0 => None,
            1 => Some(words("done.card").to_owned()),
            count => Some(filled("done.cards", &[("count", count.to_string())])),
        });
        all
    }

    /// What the step still wants, in words. Where the newest exchange has to have all of it, that is the first line of the list which it
    /// has not: the goal as a whole would not tell what is missing.
    pub fn first_open(&self) -> Option<String> {
        let goal = self.open_goal()?;
        let tick = self.open_tick().filter(|_| self.step().newest);
        Some(tick.map_or(goal, |tick| format!("{tick}.")))
    }

    /// True where the step counts as done, and what it asks for is not so at the moment: it was reached before this session, or has been
    /// chosen otherwise since.
    pub fn was_done_before(&self, facts: Option<&TenantFacts>) -> bool {
        let step = self.step();
        let seen = self
            .began()
            .map_or(0, |state| state.goals.union(&state.unseen).count());
        let evidence = Evidence::of(self, facts);
        let is_otherwise = |goal: &Goal| {
            goal.when.is_of_the_present() && evidence.holds_on(&goal.when, None) == Truth::No
        };
        let differs = seen < step.goals.len() || step.goals.iter().any(is_otherwise);
        self.reached.contains(&step.id) && differs
    }
}
