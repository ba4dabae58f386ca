//! What each page says, as plain paragraphs. Words that teach come from the lesson; here are only the labels around them.

use crate::app::player::Player;
use crate::app::stage::{Heading, Stage, asked_first};
use crate::app::tenant::Tenant;
use crate::app::{App, Page, Saving};
use crate::oauth::names::ClientSecret;
use crate::oauth::text::visible_line;

mod create;
mod desk;
pub(super) mod exchange;
mod experiment;
mod explain;
mod home;
pub(super) mod phrase;
mod request;
pub(super) mod shown;
mod teach;
mod token;
mod verdict;

/// A paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The words; several lines where they belong together.
    pub(super) text: String,
    /// When it is said.
    pub(super) kind: Kind,
}

/// When a paragraph is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// On the first visit, and on demand.
    Intro,
    /// On each visit, whenever it has changed, and on demand.
    Fact,
    /// On each visit and on demand: it changes with the clock.
    Live,
}

/// The paragraphs of a page, in order.
#[derive(Default)]
pub(super) struct Words(Vec<Said>);

impl Words {
    fn add(&mut self, kind: Kind, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.0.push(Said { text, kind });
        }
    }

    fn intro(&mut self, text: impl Into<String>) {
        self.add(Kind::Intro, text);
    }

    fn fact(&mut self, text: impl Into<String>) {
        self.add(Kind::Fact, text);
    }

    fn live(&mut self, text: impl Into<String>) {
        self.add(Kind::Live, text);
    }
}

/// Everything there is to say about the open page.
pub(super) fn page(app: &App) -> Vec<Said> {
    let mut words = Words::default();
    if let Tenant::Failed(why) = &app.tenant {
        words.fact(format!(
            "The practice tenant is not running: {}",
            visible_line(why)
        ));
    }
    match (app.page, &app.player) {
        (Page::Home, _) | (Page::Lesson, None) => home::say(app, &mut words),
        (Page::Lesson, Some(player)) => lesson(app, player, &mut words),
        (Page::Checker, _) => desk::checker(app, &mut words),
        (Page::Decoder, _) => desk::decoder(app, &mut words),
    }
    words.0
}

fn lesson(app: &App, player: &Player, words: &mut Words) {
    let steps = Stage::all(player.lesson).len();
    words.fact(format!(
        "\nLesson {}, {}. Step {} of {steps}. {}.",
        player.lesson.number,
        player.lesson.title,
        player.stage.index(player.lesson) + 1,
        stage_title(player, player.stage),
    ));
    if player.resumed {
        words.intro("You are where you left this lesson.");
    }
    match player.stage {
        Stage::Goal => teach::goal(player, words),
        Stage::Predict(at) => {
            if let Some(prediction) = asked_first(player.lesson).nth(at) {
                verdict::asked(player, prediction, words);
            }
        }
        Stage::Act(action) => teach::act(app, player, action, words),
        Stage::Explain => explain::say(player, words),
        Stage::Break => experiment::say(player, words),
        Stage::Quiz(card) => teach::card(player, card, words),
        Stage::Done => teach::done(app, player, words),
    }
    teach::hints(player, words);
}

/// What a step is called: `Do 2 of 5: Build the request`.
pub(super) fn stage_title(player: &Player, stage: Stage) -> String {
    let lesson = player.lesson;
    let heading = match stage {
        Stage::Done => "Done",
        other => other.heading().word(),
    };
    match stage {
        Stage::Goal | Stage::Done => heading.to_owned(),
        Stage::Predict(at) => {
            format!(
                "{heading}: question {} of {}",
                at + 1,
                asked_first(lesson).count()
            )
        }
        Stage::Act(action) => {
            let at = lesson.act.iter().position(|act| act.action == action);
            let title = lesson.act(action).map_or("", |act| act.title.as_str());
            let at = at.map_or(0, |at| at + 1);
            format!("{heading} {at} of {}: {title}", lesson.act.len())
        }
        Stage::Explain => format!("{heading}: your own exchange, line by line"),
        Stage::Break => format!("{}: {}", Heading::Break.word(), lesson.experiment.title),
        Stage::Quiz(card) => format!("{heading}: card {} of {}", card + 1, lesson.quiz.len()),
    }
}

/// What may be said of a secret.
fn masked(secret: Option<&ClientSecret>) -> String {
    let mask = secret.map(ClientSecret::mask).unwrap_or_default();
    match (mask.length, mask.tail.as_str()) {
        (0, _) => "empty, 0 characters".to_owned(),
        (length, "") => format!("hidden, {length} characters"),
        (length, tail) => format!(
            "hidden, {length} characters, ends in {}",
            visible_line(tail)
        ),
    }
}

/// A text that may be empty.
fn filled(text: &str) -> String {
    if text.is_empty() {
        "empty".to_owned()
    } else {
        visible_line(text)
    }
}

/// A time in the largest unit that loses nothing worth hearing.
fn micros(us: u64) -> String {
    if us < 1000 {
        format!("{us} microseconds")
    } else {
        let (whole, tenth) = (us / 1000, us % 1000 / 100);
        format!("{whole}.{tenth} milliseconds")
    }
}

/// The last words.
pub(super) fn farewell(app: &App) -> String {
    match &app.saving {
        Saving::Untouched => "Good-bye.".to_owned(),
        Saving::Saved(_) => "Your progress is kept. Good-bye.".to_owned(),
        Saving::Impossible(why) => {
            format!(
                "Your progress could not be kept: {} Good-bye.",
                visible_line(why)
            )
        }
    }
}
