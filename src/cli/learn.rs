//! `oauth-tutor learn`: opens the tutor, full screen or line by line. The environment is read here and handed down.

use clap::builder::NonEmptyStringValueParser;

use crate::cli::args::{self, Args, Color};
use crate::cli::exit::Exit;
use crate::cli::print::Out;
use crate::lesson;
use crate::shell::{FIRST_PORT, clock};
use crate::store;
use crate::tui::clipboard::Between;
use crate::tui::run::{self, Ending, Fault, RunOptions};
use crate::tui::theme::{Surroundings, Theme};

/// Flags of `learn`.
#[derive(clap::Args, Debug, Default)]
pub struct LearnArgs {
    /// The lesson to open: its number or its name. Home opens when none is given.
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    pub lesson: Option<String>,
    /// Plain numbered lines instead of a full screen; ACCESSIBLE=1 does the same.
    #[arg(long)]
    pub linear: bool,
}

/// Runs `learn`.
///
/// # Errors
/// When the terminal fails in the middle; everything a user can cause has an [`Exit`] of its own.
pub fn run(args: &Args, own: &LearnArgs) -> anyhow::Result<Exit> {
    let mut out = Out::of_process(args.quiet);
    let lesson = match &own.lesson {
        None => None,
        Some(wanted) => match lesson::course().find(wanted) {
            Some(lesson) => Some(lesson.number),
            None => {
                out.complain(&unknown(wanted));
                return Ok(Exit::Usage);
            }
        },
    };
    if own.linear || is_set("ACCESSIBLE") {
        out.complain("The linear mode is not built yet.");
        return Ok(Exit::Usage);
    }
    if !args::is_interactive() || variable("TERM") == "dumb" {
        out.complain(
            "The full screen needs a terminal that can move its cursor, and this is none.\n\
             The same lesson as plain lines: oauth-tutor learn 1 --linear",
        );
        return Ok(Exit::Usage);
    }
    let ending = run::run(options(args, lesson))?;
    Ok(match ending {
        Ending::Left => Exit::Done,
        Ending::Interrupted => Exit::Interrupted,
        Ending::Terminated => Exit::Terminated,
        Ending::Broken => Exit::Bug,
    })
}

fn options(args: &Args, lesson: Option<u32>) -> RunOptions {
    let folder = store::folder();
    let loaded = store::load(folder.as_deref(), clock::now().seconds());
    RunOptions {
        lesson,
        progress: loaded.progress,
        set_aside: loaded.set_aside,
        folder,
        port: FIRST_PORT,
        theme: Theme::fitting(&surroundings(args.color)),
        between: between(),
        fault: fault(args),
    }
}

fn unknown(wanted: &str) -> String {
    let mut text = format!(
        "There is no lesson {}. These are there:",
        crate::oauth::text::visible_line(wanted)
    );
    for lesson in &lesson::course().lessons {
        text.push_str(&format!(
            "\n  {}  {}  {}",
            lesson.number, lesson.name, lesson.title
        ));
    }
    text
}

fn surroundings(color: Color) -> Surroundings {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].map(variable);
    Surroundings {
        no_color: match color {
            Color::Always => false,
            Color::Never => true,
            Color::Auto => !variable("NO_COLOR").is_empty(),
        },
        term: variable("TERM"),
        colorterm: variable("COLORTERM"),
        colorfgbg: variable("COLORFGBG"),
        locale: locale
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default(),
        still: is_set("REDUCE_MOTION"),
    }
}

fn between() -> Between {
    if !variable("TMUX").is_empty() {
        Between::Tmux
    } else if !variable("STY").is_empty() {
        Between::Screen
    } else {
        Between::Nothing
    }
}

/// The hidden switches of debug builds: a flag for a panic at once, a variable for one on F12.
#[cfg(debug_assertions)]
fn fault(args: &Args) -> Option<Fault> {
    if args.panic_on_purpose {
        return Some(Fault::AtOnce);
    }
    match variable("OAUTH_TUTOR_DEBUG_PANIC").as_str() {
        "1" => Some(Fault::OnKey),
        "thread" => Some(Fault::InThread),
        _ => None,
    }
}

#[cfg(not(debug_assertions))]
fn fault(_args: &Args) -> Option<Fault> {
    None
}

fn is_set(name: &str) -> bool {
    !matches!(variable(name).as_str(), "" | "0")
}

/// A variable of the environment; empty when it is not there or not text.
#[expect(
    clippy::disallowed_methods,
    reason = "the environment is read here, once, and handed down"
)]
fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}
