//! Beliefs about the flow that are common and wrong (`M1` to `M18`), and where in the course one sees for oneself that they are.

use crate::lesson::course::Course;
use crate::lesson::desks::{filled, words};

/// One belief: its number, the words for it, and the lesson and step that show otherwise.
struct Belief {
    id: &'static str,
    words: &'static str,
    lesson: &'static str,
    step: &'static str,
}

const fn belief(
    id: &'static str,
    words: &'static str,
    lesson: &'static str,
    step: &'static str,
) -> Belief {
    Belief {
        id,
        words,
        lesson,
        step,
    }
}

/// All of them.
const ALL: [Belief; 18] = [
    belief("M1", "belief.M1", "first-token", "read"),
    belief("M2", "belief.M2", "first-token", "explain"),
    belief("M3", "belief.M3", "first-token", "explain"),
    belief("M4", "belief.M4", "first-token", "create-app"),
    belief("M5", "belief.M5", "basic-and-scopes", "break"),
    belief("M6", "belief.M6", "first-token", "read"),
    belief("M7", "belief.M7", "think-like-the-api", "break"),
    belief("M8", "belief.M8", "audience", "break"),
    belief("M9", "belief.M9", "audience", "break"),
    belief("M10", "belief.M10", "think-like-the-api", "ladder"),
    belief("M11", "belief.M11", "think-like-the-api", "break"),
    belief("M12", "belief.M12", "automate", "again"),
    belief("M13", "belief.M13", "basic-and-scopes", "break"),
    belief("M14", "belief.M14", "automate", "break"),
    belief("M15", "belief.M15", "audience", "aim"),
    belief("M16", "belief.M16", "automate", "break"),
    belief("M17", "belief.M17", "audience", "break"),
    belief("M18", "belief.M18", "private-key-jwt", "break"),
];

/// The numbers of all of them.
pub fn numbers() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|belief| belief.id)
}

/// What is said to somebody who holds it: the belief, what it overlooks, and the step that shows it, where this course has that.
pub fn answered(id: &str, course: &Course) -> Option<String> {
    let belief = ALL.iter().find(|belief| belief.id == id)?;
    let said = words(belief.words);
    let lesson = course.lesson(belief.lesson);
    let step = lesson.and_then(|lesson| Some((lesson, lesson.step(belief.step)?)));
    Some(match step {
        Some((lesson, step)) => {
            let step = [("lesson", lesson.called()), ("step", step.title.clone())];
            format!("{said} {}", filled("belief.see", &step))
        }
        None => said.to_owned(),
    })
}
