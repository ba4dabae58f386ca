//! What serde cannot see about a lesson: counts, lengths, keys and voice. All complaints at once.

use crate::lesson::model::Lesson;

mod choices;
mod prose;
mod structure;

pub use prose::Fit;

/// One complaint about a lesson.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Complaint {
    /// Where in the lesson, as a path through its tables: `act[1].hints[2]`. Counts from 0.
    pub place: String,
    /// What is wrong and what is wanted.
    pub text: String,
}

impl Complaint {
    fn new(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            text: text.into(),
        }
    }
}

/// All complaints about `lesson`: first its structure, then its prose; none when it is fit to teach.
pub fn lint(lesson: &Lesson) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    structure::lint(lesson, &mut complaints);
    prose::lint(lesson, &mut complaints);
    complaints
}

/// What is wrong between lessons: numbers and names that are used twice. Each complaint comes with
/// the index of the later lesson.
pub fn lint_course(lessons: &[Lesson]) -> Vec<(usize, Complaint)> {
    let mut complaints = Vec::new();
    for (index, lesson) in lessons.iter().enumerate() {
        let earlier = lessons.iter().take(index);
        if earlier.clone().any(|other| other.number == lesson.number) {
            let text = format!("number {} is taken by another lesson", lesson.number);
            complaints.push((index, Complaint::new("number", text)));
        }
        if earlier.clone().any(|other| other.name == lesson.name) {
            let text = format!("the name {} is taken by another lesson", lesson.name);
            complaints.push((index, Complaint::new("name", text)));
        }
    }
    complaints
}

/// The values that occur a second time, each with its index.
fn repeated<'a>(values: impl Iterator<Item = &'a str>) -> Vec<(usize, &'a str)> {
    let mut seen = std::collections::HashSet::new();
    values
        .enumerate()
        .filter(|(_, value)| !seen.insert(*value))
        .collect()
}
