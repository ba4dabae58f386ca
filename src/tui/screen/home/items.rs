//! What home offers, from top to bottom, and how far each lesson got.

use std::ops::Range;

use crate::app::App;
use crate::app::progress::LessonProgress;
use crate::app::spot::Spot;
use crate::lesson::Lesson;
use crate::lesson::model::Round;

/// What can be selected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Item {
    Continue(&'static Lesson),
    Lesson(&'static Lesson),
    Checker,
    Decoder,
    /// The round at a tenant of one's own.
    Own,
    /// A lesson there, where this session has one.
    AtOwn(&'static Lesson),
    /// Benches without goals, at a tenant of one's choice.
    Sandbox,
    Server,
    /// The cards that come back.
    Review,
}

impl Item {
    /// The lesson that it stands for.
    pub(super) fn lesson(self) -> Option<&'static Lesson> {
        match self {
            Self::Continue(lesson) | Self::Lesson(lesson) => Some(lesson),
            Self::Checker
            | Self::Decoder
            | Self::Own
            | Self::AtOwn(_)
            | Self::Sandbox
            | Self::Server
            | Self::Review => None,
        }
    }
}

/// What there is to select, from top to bottom.
pub(super) fn items(app: &App) -> Vec<Item> {
    let lessons = &app.course.lessons;
    let last = app.progress.last.as_deref();
    let tour = app.course.extra(Round::Tour);
    let mut all = lessons.iter().chain(tour);
    let begun = all.find(|lesson| Some(lesson.id.as_str()) == last);
    // A finished lesson is not gone on with: the next one that is open is.
    let begun = begun.map(|lesson| {
        if (lesson.number == 0 && !finished(lesson, app)) || played_again(lesson, app) {
            return lesson;
        }
        let mut after = lessons.iter().skip_while(|one| one.id != lesson.id);
        let open = after.find(|one| !finished(one, app));
        open.or(lessons.iter().find(|one| !finished(one, app)))
            .unwrap_or(lesson)
    });
    let mut items = Vec::new();
    items.extend(begun.map(Item::Continue));
    // Whoever has begun a lesson needs the tour first no more.
    let others = |tour: &Lesson| {
        let mut others = lessons.iter().filter(|one| one.id != tour.id);
        others.any(|one| app.progress.of(&one.id).is_some())
    };
    let is_new = |tour: &&Lesson| !others(tour);
    items.extend(tour.filter(is_new).map(Item::Lesson));
    items.extend(lessons.iter().map(Item::Lesson));
    let is_left = |tour: &&Lesson| !is_new(tour) && !finished(tour, app);
    items.extend(tour.filter(is_left).map(Item::Lesson));
    items.extend(tools(app));
    items
}

/// The tools, below the lessons. There is nothing to review before anything was wrong.
pub(super) fn tools(app: &App) -> Vec<Item> {
    let mut tools = vec![Item::Checker, Item::Decoder];
    let sandbox = app.course.extra(Round::Sandbox);
    tools.extend(sandbox.map(|_| Item::Sandbox));
    tools.push(Item::Own);
    tools.extend(app.lessons_at_own().map(Item::AtOwn));
    tools.push(Item::Server);
    tools.extend(app.review().map(|_| Item::Review));
    tools
}

/// Which of `items` are lessons.
pub(super) fn lesson_items(items: &[Item]) -> Range<usize> {
    let start = items
        .iter()
        .position(|item| matches!(item, Item::Lesson(_)))
        .unwrap_or(0);
    let behind = items
        .iter()
        .rposition(|item| matches!(item, Item::Lesson(_)));
    start..behind.map_or(start, |last| last + 1)
}

pub(super) fn at_end(kept: &LessonProgress, lesson: &Lesson) -> bool {
    kept.furthest + 1 >= Spot::all(lesson).len()
}

/// True while a lesson that was finished before is played once more.
pub(super) fn played_again(lesson: &Lesson, app: &App) -> bool {
    let kept = app.progress.of(&lesson.id);
    kept.is_some_and(|kept| kept.finished > 0 && !kept.done && kept.furthest > 0)
}

pub(super) fn finished(lesson: &Lesson, app: &App) -> bool {
    let kept = app.progress.of(&lesson.id);
    kept.is_some_and(|kept| kept.finished > 0)
}
