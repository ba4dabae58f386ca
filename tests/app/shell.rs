//! A whole session without a screen: the app, the shell, the practice tenants and a real socket between them.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use oauth_tutor::app::App;
use oauth_tutor::app::create::{AppType, Changed};
use oauth_tutor::app::effect::{Effect, RunId};
use oauth_tutor::app::message::{Create, Go, Message, Play, World};
use oauth_tutor::app::player::Player;
use oauth_tutor::app::progress::Progress;
use oauth_tutor::app::run::Run;
use oauth_tutor::app::spot::Spot;
use oauth_tutor::app::tenant::Rule;
use oauth_tutor::lesson::{Course, course};
use oauth_tutor::shell::{Practice, Shell, ShellOptions, clock};

mod exchanges;
mod hand;
mod keeping;
mod proofs;
mod tenants;

struct Session {
    app: App,
    shell: Shell,
    answers: Receiver<Message>,
}

impl Session {
    fn start(folder: &Path) -> Self {
        Self::with(folder, Progress::default(), course())
    }

    /// A session whose first lesson leaves the way to prove who asks to the learner.
    fn free(folder: &Path) -> Self {
        Self::with(
            folder,
            Progress::default(),
            crate::free_course::free_course(),
        )
    }

    fn with(folder: &Path, progress: Progress, course: &'static Course) -> Self {
        let practice = Practice::bind(0);
        let mut app = App::with_course(clock::now(), progress, course);
        for world in practice.known() {
            app.update(clock::now(), Message::World(world));
        }
        let (sink, answers) = channel();
        let options = ShellOptions {
            folder: Some(folder.to_owned()),
            ..ShellOptions::default()
        };
        let shell = Shell::start(options, Arc::clone(&practice), move |message| {
            let _ = sink.send(message);
        })
        .unwrap();
        Self {
            app,
            shell,
            answers,
        }
    }

    fn tell(&mut self, message: Message) {
        for effect in self.app.update(clock::now(), message) {
            self.shell.perform(effect);
        }
    }

    fn play(&mut self, play: Play) {
        self.tell(Message::Play(play));
    }

    /// The next answer; the wait for it is bounded.
    fn heard(&self) -> Message {
        let answer = self.answers.recv_timeout(Duration::from_secs(20));
        answer.expect("an answer in time")
    }

    /// Takes in answers until `done`.
    fn until(&mut self, done: impl Fn(&App) -> bool) {
        while !done(&self.app) {
            let answer = self.heard();
            self.tell(answer);
        }
    }

    /// What becomes of a change of a tenant, asked for by hand.
    fn changed(&mut self, effect: Effect) -> Result<Changed, String> {
        let asked = match &effect {
            Effect::Change { run, .. }
            | Effect::PutBack { run, .. }
            | Effect::TakeBack { run, .. } => *run,
            other => panic!("{other:?} changes no tenant"),
        };
        self.shell.perform(effect);
        for _ in 0..100 {
            match self.heard() {
                Message::World(World::Changed { run, result }) if run == asked => return result,
                other => self.tell(other),
            }
        }
        panic!("no answer to a change");
    }

    fn open(&mut self, lesson: &'static str) {
        self.tell(Message::Go(Go::Lesson(lesson)));
    }

    /// Goes to a page of the lesson; the tutor does the steps before it.
    fn go(&mut self, spot: &str) {
        let spot = Spot::named(spot, self.player().lesson).expect("a page of the lesson");
        self.tell(Message::Go(Go::Spot(spot)));
        self.until(|app| !app.busy());
        assert_eq!(self.player().at, spot);
    }

    fn create_app(&mut self, app_type: AppType) {
        self.open("first-token");
        self.go("create-app");
        self.tell(Message::Create(Create::Name("Nightly report job".into())));
        self.tell(Message::Create(Create::Type(app_type)));
        self.tell(Message::Create(Create::ToggleScope(0, 0)));
        self.tell(Message::Create(Create::Submit));
        self.until(|app| app.player.as_ref().unwrap().bench.app.is_some());
    }

    /// Says what the experiment that is open will bring, whatever it will be.
    fn guess(&mut self) {
        let player = self.app.player.as_ref().expect("a lesson is open");
        let ask = player
            .lab
            .variant(player.step())
            .and_then(|one| one.ask.as_ref());
        let id = ask.map(|ask| ask.id.clone());
        if let Some(id) = id {
            self.play(Play::Guess { id, option: 0 });
        }
    }

    /// Sends the request, or tries the experiment, and waits for the reply.
    fn send(&mut self) -> &Run {
        let before = self.player().bench.runs.len();
        self.play(Play::Send);
        self.until(|app| app.player.as_ref().unwrap().bench.runs.len() > before);
        self.player().bench.latest().unwrap()
    }

    fn player(&self) -> &Player {
        self.app.player.as_ref().expect("an open lesson")
    }
}

/// The number of a question that no lesson asks.
const BY_HAND: RunId = RunId(1_000_000);

/// The words that facts use for these rules.
fn words_of(rules: &[Rule]) -> Vec<&'static str> {
    rules.iter().map(Rule::word).collect()
}
