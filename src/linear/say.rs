//! What each page says, as plain paragraphs. Words that teach come from the lesson; here are only the labels around them.

use crate::app::player::Player;
use crate::app::spot::Spot;
use crate::app::{App, Saving};
use crate::lesson::model::Stage;
use crate::oauth::names::ClientSecret;
use crate::oauth::text::visible_line;

mod call;
mod dashboard;
mod desk;
mod elsewhere;
pub(super) mod exchange;
mod explain;
mod flow;
mod home;
mod lab;
mod open_page;
pub(super) mod phrase;
pub(super) mod reference;
mod request;
mod runs;
mod scenarios;
mod server;
pub(super) mod shown;
mod targets;
mod teach;
mod token;
mod verdict;

pub(super) use open_page::page;

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

/// What a page is called: `Do 2 of 5: Build the request`.
pub(super) fn title(player: &Player, spot: Spot) -> String {
    let lesson = player.lesson;
    let step = spot.step(lesson);
    let word = step.stage.word();
    let same: Vec<&str> = lesson
        .steps_of(step.stage)
        .map(|one| one.id.as_str())
        .collect();
    let at = same.iter().position(|id| *id == step.id).unwrap_or(0) + 1;
    match step.stage {
        Stage::Goal | Stage::Done => word.to_owned(),
        Stage::Predict => format!("{word}: question {} of {}", spot.ask + 1, step.pages()),
        Stage::Quiz => format!("{word}: card {} of {}", spot.ask + 1, step.pages()),
        Stage::Do => format!("{word} {at} of {}: {}", same.len(), step.title),
        Stage::Explain | Stage::Break => format!("{word}: {}", step.title),
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
