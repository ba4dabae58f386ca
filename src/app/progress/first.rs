//! The first format of the progress file, in which a lesson had five fixed acts. It is read and carried over, never written.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{ErrorLine, Kept, LessonProgress, Progress};
use crate::app::create::AppForm;

/// The number of that format.
pub const VERSION: u32 = 1;

/// A file of the first format.
#[derive(Deserialize)]
pub struct FirstFormat {
    #[serde(default)]
    last: Option<String>,
    #[serde(default)]
    lessons: BTreeMap<String, FirstLesson>,
    #[serde(default)]
    error_book: BTreeMap<String, ErrorLine>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct FirstLesson {
    stage: String,
    furthest: usize,
    steps: usize,
    finished: u32,
    registered: bool,
    deeds: BTreeSet<String>,
    audience: String,
    scope: String,
    form: AppForm,
    guesses: BTreeMap<String, Kept>,
    cards: BTreeMap<String, usize>,
}

/// What the cards of a quiz exercised, in their order.
const CARDS: [&str; 5] = ["recall", "spot", "who", "misconception", "transfer"];

impl FirstFormat {
    /// The same in today's format.
    pub fn carried_over(self) -> Progress {
        let lessons = self.lessons.into_iter();
        Progress {
            last: self.last,
            lessons: lessons
                .map(|(id, lesson)| (id, lesson.carried_over()))
                .collect(),
            error_book: self.error_book,
            ..Progress::default()
        }
    }
}

impl FirstLesson {
    fn carried_over(self) -> LessonProgress {
        let deeds = &self.deeds;
        let has = |deed: &str| deeds.contains(deed);
        // A deed was seen by the program; the step that asks for it counts where all that it asks for was seen.
        let reached = [
            (self.registered || has("token"), "create-app"),
            (has("token"), "build"),
            (has("token"), "send"),
            (has("verify") && has("call"), "read"),
            (has("check"), "check"),
            (has("break"), "break"),
        ];
        let reached = reached.into_iter().filter(|(done, _)| *done);
        let card = |(number, picked): (String, usize)| {
            let at = number.parse::<usize>().ok()?.checked_sub(1)?;
            Some(((*CARDS.get(at)?).to_owned(), picked))
        };
        LessonProgress {
            at: self
                .stage
                .strip_prefix("do.")
                .unwrap_or(&self.stage)
                .to_owned(),
            furthest: self.furthest,
            steps: self.steps,
            reached: reached.map(|(_, step)| step.to_owned()).collect(),
            finished: self.finished,
            registered: self.registered,
            audience: self.audience,
            scope: self.scope,
            form: self.form,
            guesses: self.guesses,
            answers: self.cards.into_iter().filter_map(card).collect(),
            ..LessonProgress::default()
        }
    }
}
