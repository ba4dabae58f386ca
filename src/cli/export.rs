//! `oauth-tutor export`: a lesson's example as a script, a file for an HTTP client, a Postman collection or a handout. The lesson is played
//! for it against its practice tenant, so that every line of it was on a wire.

use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use clap::ValueEnum;
use clap::builder::NonEmptyStringValueParser;

use crate::app::App;
use crate::app::message::{Go, Message};
use crate::app::progress::Progress;
use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::learn::unknown;
use crate::cli::print::Out;
use crate::lesson::course;
use crate::lesson::model::Round;
use crate::oauth::export::Format;
use crate::shell::{FIRST_PORT, Practice, Shell, ShellOptions, clock};

/// Write a lesson's example down, to run or to read elsewhere.
#[derive(clap::Args, Debug)]
pub struct ExportArgs {
    /// The lesson: its number or its name.
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    pub lesson: String,
    /// What it is written as.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: FormatName,
}

/// The forms.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatName {
    /// A script for bash that asks for the secret.
    Curl,
    /// A script for PowerShell that asks for the secret.
    #[value(name = "powershell")]
    PowerShell,
    /// An .http file, for httpyac and the HTTP clients of editors.
    Http,
    /// A Postman collection, format 2.1.
    Postman,
    /// A handout to read.
    Markdown,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Curl => Self::Curl,
            FormatName::PowerShell => Self::PowerShell,
            FormatName::Http => Self::Http,
            FormatName::Postman => Self::Postman,
            FormatName::Markdown => Self::Markdown,
        }
    }
}

/// How long any one answer of the practice tenant may take, and how many a lesson may need.
const PATIENCE: Duration = Duration::from_secs(10);
const ANSWERS: usize = 2000;

/// Runs `export`.
///
/// # Errors
/// When the operating system gives no thread or takes no output.
pub fn run(flags: &Flags, own: &ExportArgs) -> anyhow::Result<Exit> {
    let mut out = Out::of_process(flags.quiet);
    let found = course().find(&own.lesson);
    let Some(lesson) = found.filter(|lesson| lesson.kind != Round::Own) else {
        out.complain(&unknown(&own.lesson, course()));
        return Ok(Exit::Usage);
    };
    let app = played(&lesson.id)?;
    let Some(text) = app.example(own.format.into()) else {
        out.complain("The practice tenant did not answer, so there is no exchange to write down. Is another program keeping this machine busy?");
        return Ok(Exit::Network);
    };
    // A handout shows what was; what is to be run goes to where `serve` answers, also where other ports were taken just now.
    let text = match (own.format, app.facts()) {
        (FormatName::Markdown, _) | (_, None) => text,
        (_, Some(facts)) => {
            let port = FIRST_PORT + facts.target.place();
            text.replace(&facts.host, &format!("127.0.0.1:{port}"))
        }
    };
    out.data(text.trim_end())?;
    out.say("It was sent to a practice tenant just now.");
    if let (Some(facts), Some(player)) = (app.facts(), &app.player) {
        let (tenant, method) = (facts.target.word(), player.bench.draft.auth.name());
        out.say(&format!(
            "To run it: `oauth-tutor serve` answers at these addresses; take id and secret from an app with {method} of its {tenant} tenant."
        ));
    }
    Ok(Exit::Done)
}

/// The tutor with that lesson played as far as its work goes. Nothing is kept of it.
fn played(id: &'static str) -> anyhow::Result<App> {
    let practice = Practice::bind(FIRST_PORT);
    let known = practice.known();
    let (queue, answers) = mpsc::channel();
    let shell = Shell::start(ShellOptions::default(), practice, move |message| {
        // Whoever ended the loop has no more questions.
        let _ = queue.send(message);
    })?;
    let mut app = App::new(clock::now(), Progress::default());
    for world in known {
        tell(&mut app, &shell, Message::World(world));
    }
    tell(&mut app, &shell, Message::Go(Go::Lesson(id)));
    if let Some(spot) = app.after_work() {
        tell(&mut app, &shell, Message::Go(Go::Spot(spot)));
    }
    answered(&mut app, &shell, &answers);
    shell.stop();
    Ok(app)
}

/// Waits until nothing is under way any more.
fn answered(app: &mut App, shell: &Shell, answers: &Receiver<Message>) {
    for _ in 0..ANSWERS {
        if !app.busy() && !app.is_flying() {
            return;
        }
        match answers.recv_timeout(PATIENCE) {
            Ok(message) => tell(app, shell, message),
            Err(_) => return,
        }
    }
}

fn tell(app: &mut App, shell: &Shell, message: Message) {
    for effect in app.update(clock::now(), message) {
        shell.perform(effect);
    }
}
