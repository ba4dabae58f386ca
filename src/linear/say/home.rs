//! Home: how far the lessons are, the error book, and where the practice tenant is.

use super::{Words, phrase};
use crate::app::App;
use crate::app::spot::Spot;
use crate::lesson::Lesson;
use crate::lesson::desks::filled;
use crate::lesson::model::Round;
use crate::oauth::text::visible_line;

/// `Lesson 3, its title`; the tour has no number.
pub(super) fn titled(lesson: &Lesson) -> String {
    if lesson.number == 0 {
        lesson.title.clone()
    } else {
        format!("{}, {}", lesson.heading(), lesson.title)
    }
}

/// The home page.
pub(super) fn say(app: &App, words: &mut Words) {
    words.fact("\nHome.");
    if let Some(facts) = app.facts().filter(|facts| facts.is_own()) {
        let host = [("host", visible_line(&facts.host))];
        words.fact(filled("own.home", &host));
    } else if let Some(facts) = app.facts() {
        words.fact(format!(
            "The practice tenant answers at {}, while this program runs.",
            facts.host
        ));
    }
    let tour = app.course.extra(Round::Tour);
    for lesson in app.course.lessons.iter().chain(tour) {
        let title = titled(lesson);
        let minutes = match lesson.minutes {
            1 => "1 minute".to_owned(),
            minutes => format!("{minutes} minutes"),
        };
        let about = format!("after {}, {minutes}", lesson.source);
        let state = match app.progress.of(&lesson.id) {
            None => "new".to_owned(),
            Some(kept) if kept.finished > 0 => {
                let count = usize::try_from(kept.finished).unwrap_or(usize::MAX);
                format!("done, finished {} so far", phrase::times(count))
            }
            Some(kept) if kept.furthest + 1 >= Spot::all(lesson).len() => {
                "walked to its end, with something left open".to_owned()
            }
            Some(kept) => format!("begun, got to step {} of {}", kept.furthest + 1, kept.steps),
        };
        words.fact(format!("{title}: {about}, {state}."));
    }
    if let Some(why) = &app.own_targets.fault {
        words.fact(format!("Your own tenant: {}", visible_line(why)));
    }
    if let Some(standing) = app.review() {
        words.fact(format!("Review: {}", standing.words()));
    }
    for line in app.progress.error_book.values() {
        words.fact(format!(
            "Error book. You see: {} Behind it: {} What to do: {}",
            visible_line(&line.symptom),
            visible_line(&line.cause),
            visible_line(&line.fix)
        ));
    }
}
