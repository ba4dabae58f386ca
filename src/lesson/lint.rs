//! What serde cannot see about a lesson: counts, lengths, ids, notes and voice. All complaints at once.

use crate::lesson::course::Course;
use crate::lesson::dashboard::Dashboard;
use crate::lesson::model::Lesson;

mod asks;
mod at_own;
mod complaint;
mod dashboards;
mod experiments;
mod facts;
mod keys;
mod moves;
mod prose;
mod references;
mod structure;

pub use complaint::Complaint;
use complaint::repeated;
pub use keys::KEYS;
pub use prose::Fit;

/// All complaints about `lesson`, which belongs to `course`: first its structure, then its prose; none when it is fit to teach.
pub fn lint(lesson: &Lesson, course: &Course) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    structure::lint(lesson, course, &mut complaints);
    moves::lint(lesson, course, &mut complaints);
    prose::lint(lesson, &mut complaints);
    if complaints.is_empty() {
        at_own::lint(lesson, course, &mut complaints);
    }
    complaints
}

/// All complaints about a dashboard.
pub fn lint_dashboard(dashboard: &Dashboard) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    dashboards::lint(dashboard, &mut complaints);
    complaints
}

/// What is wrong between lessons: ids that are used twice. Each complaint comes with the index of the later lesson.
pub fn lint_course(lessons: &[Lesson]) -> Vec<(usize, Complaint)> {
    let ids = lessons.iter().map(|lesson| lesson.id.as_str());
    let taken = |(index, id): (usize, &str)| {
        let text = format!("the id {id} is taken by another lesson");
        (index, Complaint::new("id", text))
    };
    repeated(ids).into_iter().map(taken).collect()
}
