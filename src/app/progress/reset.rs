//! Beginning anew: a lesson, or all of it, with how far one got, what was done, what was answered and what comes back.

use crate::app::progress::{LessonProgress, Progress};
use crate::lesson::course::Course;
use crate::lesson::model::Lesson;

impl Progress {
    /// A lesson as if it had never been opened. The round is another one, so that no other tutor brings the old one back.
    pub fn reset(&mut self, lesson: &Lesson) {
        if let Some(kept) = self.lessons.get_mut(&lesson.id) {
            *kept = LessonProgress {
                round: kept.round.saturating_add(1),
                forgotten: kept.round.saturating_add(1),
                edition: kept.edition.saturating_add(1),
                steps: kept.steps,
                ..LessonProgress::default()
            };
        }
        let own = format!("{}/", lesson.id);
        self.review.retain(|id, _| !id.starts_with(&own));
        let experiments = lesson.steps.iter().flat_map(|step| &step.experiments);
        for (id, _) in experiments.flat_map(|experiment| experiment.lines()) {
            self.error_book.remove(&id);
        }
        if self.last.as_ref() == Some(&lesson.id) {
            self.last = None;
        }
    }

    /// All lessons of the course, and the whole error book.
    pub fn reset_all(&mut self, course: &Course) {
        for lesson in course.all() {
            self.reset(lesson);
        }
        self.review.clear();
        self.error_book.clear();
        self.last = None;
    }
}
