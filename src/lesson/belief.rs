//! Beliefs about the flow that are common and wrong (`M1` to `M18`), and where in the course one sees for oneself that they are.

use crate::lesson::course::Course;
use crate::lesson::desks::{filled, words};

/// Each with its number, the words for it, and the lesson and step that show otherwise; of a step with
/// experiments, the one that does.
const ALL: [(&str, &str, &str, &str); 18] = [
    ("M1", "belief.M1", "first-token", "read"),
    ("M2", "belief.M2", "first-token", "explain"),
    ("M3", "belief.M3", "first-token", "explain"),
    ("M4", "belief.M4", "first-token", "create-app"),
    ("M5", "belief.M5", "basic-and-scopes", "break/B9"),
    ("M6", "belief.M6", "first-token", "read"),
    ("M7", "belief.M7", "think-like-the-api", "break/B11"),
    ("M8", "belief.M8", "audience", "break/B15"),
    ("M9", "belief.M9", "audience", "break/B6"),
    ("M10", "belief.M10", "think-like-the-api", "ladder"),
    ("M11", "belief.M11", "think-like-the-api", "break/B18"),
    ("M12", "belief.M12", "automate", "again"),
    ("M13", "belief.M13", "basic-and-scopes", "break/B9"),
    ("M14", "belief.M14", "automate", "break/B14"),
    ("M15", "belief.M15", "audience", "aim"),
    ("M16", "belief.M16", "automate", "break/B16"),
    ("M17", "belief.M17", "audience", "break/B6"),
    ("M18", "belief.M18", "private-key-jwt", "possession"),
];

/// The numbers of all of them.
pub fn numbers() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|(id, ..)| *id)
}

/// What is said to somebody who holds it: the belief, what it overlooks, and the step that shows it, where this course has that.
pub fn answered(id: &str, course: &Course) -> Option<String> {
    let (_, said, lesson, step) = ALL.iter().find(|(number, ..)| *number == id)?;
    let said = words(said);
    let lesson = course.lesson(lesson);
    let (step, experiment) = step.split_once('/').unwrap_or((step, ""));
    let step = lesson.and_then(|lesson| Some((lesson, lesson.step(step)?)));
    Some(match step {
        Some((lesson, step)) => {
            let mut all = step.experiments.iter();
            let shown = all.find(|one| one.id == experiment);
            let title = shown.map_or_else(
                || step.title.clone(),
                |one| format!("{} {}", one.id, one.title),
            );
            let step = [("lesson", lesson.called()), ("step", title)];
            format!("{said} {}", filled("belief.see", &step))
        }
        None => said.to_owned(),
    })
}
