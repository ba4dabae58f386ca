//! Going somewhere: home, a lesson where it was left, a desk.

use crate::app::effect::Effect;
use crate::app::message::Go;
use crate::app::player::{Fading, Player};
use crate::app::progress::LessonProgress;
use crate::app::stage::Stage;
use crate::app::{App, Page};
use crate::lesson::{self, model::Lesson};

impl App {
    pub(super) fn go(&mut self, go: Go) -> Vec<Effect> {
        self.revealed_until = None;
        match go {
            Go::Home => self.page = Page::Home,
            Go::Checker => self.page = Page::Checker,
            Go::Decoder => self.page = Page::Decoder,
            Go::Stage(stage) => self.enter(stage),
            Go::Lesson(number) => return self.open(number),
            Go::Restart(number) => return self.restart(number),
        }
        Vec::new()
    }

    /// Moves within the open lesson.
    pub(super) fn enter(&mut self, stage: Stage) {
        self.refused = None;
        self.revealed_until = None;
        self.toast = None;
        if let Some(player) = &mut self.player {
            player.stage = stage;
            self.page = Page::Lesson;
        }
    }

    fn open(&mut self, number: u32) -> Vec<Effect> {
        let Some(lesson) = lesson_of(number) else {
            self.notice(format!("There is no lesson {number}."));
            return Vec::new();
        };
        self.page = Page::Lesson;
        if self
            .player
            .as_ref()
            .is_some_and(|player| player.lesson.number == number)
        {
            return Vec::new();
        }
        let kept = self.progress.lessons.get(&lesson.name).cloned();
        let finished = kept.as_ref().map_or(0, |kept| kept.finished);
        self.player = Some(Player::new(lesson, Fading::after(finished)));
        kept.map_or_else(Vec::new, |kept| self.resume(&kept))
    }

    fn restart(&mut self, number: u32) -> Vec<Effect> {
        let Some(lesson) = lesson_of(number) else {
            return self.open(number);
        };
        let finished = self
            .progress
            .lessons
            .get(&lesson.name)
            .map_or(0, |kept| kept.finished);
        self.player = Some(Player::new(lesson, Fading::after(finished)));
        self.page = Page::Lesson;
        Vec::new()
    }

    /// Takes up what an earlier session kept. The app is registered anew: its id and secret were never on disk.
    fn resume(&mut self, kept: &LessonProgress) -> Vec<Effect> {
        let Some(player) = &mut self.player else {
            return Vec::new();
        };
        player.stage = Stage::named(&kept.stage, player.lesson).unwrap_or(Stage::Goal);
        player.resumed = player.stage != Stage::Goal;
        player.guesses = kept
            .guesses
            .iter()
            .map(|(id, kept)| (id.clone(), kept.guess))
            .collect();
        player.cards = kept
            .cards
            .iter()
            .filter_map(|(card, picked)| {
                Some((card.parse::<usize>().ok()?.checked_sub(1)?, *picked))
            })
            .filter(|(card, picked)| {
                player
                    .lesson
                    .quiz
                    .get(*card)
                    .is_some_and(|card| *picked < card.options.len())
            })
            .collect();
        player.deeds.clone_from(&kept.deeds);
        player.bench.form = kept.form.clone();
        player.bench.draft.audience.clone_from(&kept.audience);
        player.bench.draft.scope.clone_from(&kept.scope);
        if kept.registered {
            self.register(true)
        } else {
            Vec::new()
        }
    }
}

fn lesson_of(number: u32) -> Option<&'static Lesson> {
    lesson::course()
        .lessons
        .iter()
        .find(|lesson| lesson.number == number)
}
