//! The lesson that is named on the command line, or what there is where none is called so.

use std::fmt::Write as _;

use crate::cli::shown;
use crate::lesson::at_own::SANDBOX_AT_OWN;
use crate::lesson::model::Round;
use crate::lesson::{Course, Lesson};

/// The lesson that is opened: the one that was named, else the round at the tenant that was.
pub(super) fn named(
    wanted: Option<&str>,
    at_own: bool,
    course: &'static Course,
) -> Result<Option<&'static str>, String> {
    let round = course.extra(Round::Own).filter(|_| at_own);
    let Some(wanted) = wanted else {
        return Ok(round.map(|round| round.id.as_str()));
    };
    if at_own && matches!(wanted, "sandbox" | SANDBOX_AT_OWN) {
        return Ok(Some(SANDBOX_AT_OWN));
    }
    let lesson = course.find(wanted);
    let lesson = lesson.ok_or_else(|| unknown(wanted, course))?;
    if at_own && lesson.own.is_none() && lesson.kind != Round::Own {
        return Err(at_practice_alone(lesson, course));
    }
    Ok(Some(lesson.id.as_str()))
}

fn at_practice_alone(lesson: &Lesson, course: &Course) -> String {
    let mut text = format!(
        "{} needs what only a practice server shows. These can be played at a tenant of your own:",
        lesson.title
    );
    for lesson in course.all().filter(|one| one.own.is_some()) {
        let _ = write!(
            text,
            "\n  {}  {}  {}",
            lesson.number, lesson.id, lesson.title
        );
    }
    text
}

pub(in crate::cli) fn unknown(wanted: &str, course: &Course) -> String {
    let mut text = format!(
        "There is no lesson {}. These are there:",
        shown::value(wanted)
    );
    for lesson in course.all().filter(|one| one.kind != Round::Own) {
        let (name, title) = (&lesson.id, &lesson.title);
        let number = match lesson.number {
            0 => " ".to_owned(),
            number => number.to_string(),
        };
        let _ = write!(text, "\n  {number}  {name}  {title}");
    }
    text
}
