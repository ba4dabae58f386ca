//! Which screen is open when: the place in the app, and the fresh screen for it.

use super::{
    Screen, build, call, check, checker, dashboard, decoder, done, explain, goal, home, lab,
    practice, predict, quiz, read, reference, send, server,
};
use crate::app::player::Player;
use crate::app::spot::{Scene, Spot};
use crate::app::{App, Page};
use crate::lesson::bench::Bench;
use crate::lesson::target::TargetName;

/// Which screen is open. A new one is made whenever this changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Home.
    Home,
    /// A page of the lesson with that number, and what is on it.
    Lesson(u32, Spot, Scene),
    /// The checker.
    Checker,
    /// The decoder.
    Decoder,
    /// The practice server of that name.
    Server(TargetName),
    /// The reference.
    Reference,
}

impl Place {
    /// Where `app` is.
    pub(crate) fn of(app: &App) -> Self {
        let lesson =
            |player: &Player| Self::Lesson(player.lesson.number, player.at, player.scene());
        match app.page {
            Page::Home => Self::Home,
            Page::Lesson => app.player.as_ref().map_or(Self::Home, lesson),
            Page::Checker => Self::Checker,
            Page::Decoder => Self::Decoder,
            Page::Server => Self::Server(app.target_in_hand()),
            Page::Reference => Self::Reference,
        }
    }

    /// True where a request is made, sent or looked at: there a large terminal shows the server's view as well.
    pub(crate) fn has_server_view(self) -> bool {
        match self {
            Self::Lesson(_, _, Scene::Work(bench)) => match bench {
                Bench::Dashboard
                | Bench::Build
                | Bench::Send
                | Bench::Read
                | Bench::Call
                | Bench::Lab
                | Bench::Flow => true,
                Bench::Check | Bench::Explain => false,
            },
            Self::Lesson(
                _,
                _,
                Scene::Goal | Scene::Predict(_) | Scene::Practice | Scene::Quiz(_) | Scene::Done,
            )
            | Self::Home
            | Self::Checker
            | Self::Decoder
            | Self::Server(_)
            | Self::Reference => false,
        }
    }

    /// A fresh screen for this place.
    pub(crate) fn open(self, app: &App) -> Box<dyn Screen> {
        match self {
            Self::Home => Box::new(home::Home::new(app)),
            Self::Checker => Box::new(checker::Checker::new(app)),
            Self::Decoder => Box::new(decoder::Decoder::new(app)),
            Self::Server(_) => Box::new(server::Server::new(app)),
            Self::Reference => Box::new(reference::Reference::new(app)),
            Self::Lesson(_, _, scene) => match scene {
                Scene::Goal => Box::new(goal::Goal::default()),
                Scene::Predict(at) => Box::new(predict::Predict::new(at, app)),
                Scene::Work(bench) => bench_screen(bench, app),
                Scene::Practice => Box::new(practice::Practice::default()),
                Scene::Quiz(card) => Box::new(quiz::Quiz::new(card, app)),
                Scene::Done => Box::new(done::Done::default()),
            },
        }
    }
}

fn bench_screen(bench: Bench, app: &App) -> Box<dyn Screen> {
    match bench {
        Bench::Dashboard => Box::new(dashboard::Dashboard::new(app)),
        Bench::Build => Box::new(build::Build::new(app)),
        Bench::Send => Box::new(send::Send::new(app)),
        Bench::Read => Box::new(read::Read::new(app)),
        Bench::Call => Box::new(call::Call::new(app)),
        Bench::Check => Box::new(check::Check::new(app)),
        Bench::Explain => Box::new(explain::Explain::default()),
        Bench::Lab => Box::new(lab::Lab::new(app)),
        Bench::Flow => Box::new(super::flow::FlowScreen::new()),
    }
}
