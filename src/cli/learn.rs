//! `oauth-tutor learn`: opens the tutor, full screen or line by line.

use std::io::{self, IsTerminal};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use clap::builder::NonEmptyStringValueParser;
use secrecy::SecretString;

use crate::app::message::Go;
use crate::app::own::Own;
use crate::app::settings::Settings;
use crate::cli::course;
use crate::cli::environment::Environment;
use crate::cli::environment::is_interactive;
use crate::cli::exit::Exit;
use crate::cli::fault;
use crate::cli::flags::{Color, Flags, ThemeName};
use crate::cli::print::{Out, Unwritten};
use crate::cli::token;
use crate::lesson::at_own::SANDBOX_AT_OWN;
use crate::lesson::desks::words;
use crate::lesson::model::Round;
use crate::lesson::{self, Course};
use crate::linear::{self, How, LinearOptions};
use crate::oauth::text::visible_line;
use crate::shell::{FIRST_PORT, ShellOptions, clock};
use crate::store;
use crate::tui::clipboard::Between;
use crate::tui::keys;
use crate::tui::run::{self, Ending, Fault, Known, RunOptions};
use crate::tui::theme::{Palette, Surroundings, Theme};

mod named;

use named::named;
pub(super) use named::unknown;

/// Open the tutor at a lesson, full screen or line by line.
#[derive(clap::Args, Debug, Default)]
pub struct LearnArgs {
    /// The lesson to open: its number or its name. Home opens when none is given.
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    pub lesson: Option<String>,
    /// Plain numbered lines instead of a full screen; ACCESSIBLE=1 does the same.
    #[arg(long)]
    pub linear: bool,
    /// The full screen, also where the settings say plain lines.
    #[arg(long, conflicts_with = "linear", hide_short_help = true)]
    pub screen: bool,
    /// A folder with a course of one's own (lessons/, dashboards/) instead of the built-in one; `OAUTH_TUTOR_COURSE` does the same.
    #[arg(long, value_name = "DIR")]
    pub course: Option<PathBuf>,
    /// Play at a tenant of your own, by its name (oauth-tutor targets): the round for it, or a lesson that can be played there.
    #[arg(long, value_name = "NAME")]
    pub target: Option<String>,
    /// A host that the target's metadata may name beside its own; may be given again.
    #[arg(long, value_name = "HOST", requires = "target")]
    pub allow_host: Vec<String>,
}

/// How the round at a tenant of one's own is opened.
const ROUND: &str = "It opens by the name of the target alone: oauth-tutor learn --target NAME";

/// Runs `learn`.
///
/// # Errors
/// When the terminal fails in the middle; everything a user can cause has an [`Exit`] of its own.
pub fn run(flags: &Flags, own: &LearnArgs) -> anyhow::Result<Exit> {
    let mut out = Out::of_process(flags.quiet);
    let environment = Environment::read();
    let folder = own.course.as_deref().or(environment.course.as_deref());
    let course = match chosen(folder) {
        Ok(course) => course,
        Err((exit, why)) => {
            out.complain(&why);
            return Ok(exit);
        }
    };
    let lesson = match named(own.lesson.as_deref(), own.target.is_some(), course) {
        Ok(lesson) => lesson,
        Err(why) => {
            out.complain(&why);
            return Ok(Exit::Usage);
        }
    };
    // What is asked for there comes after what can be said without it.
    let (at, authorities) = match &own.target {
        None => (None, Vec::new()),
        Some(name) => match token::own::open((name, &own.allow_host), &mut out)? {
            Ok((at, authorities)) => (Some(at), authorities),
            Err(exit) => return Ok(exit),
        },
    };
    let round = course.extra(Round::Own).map(|round| round.id.as_str());
    let shows_secret = lesson != round && lesson != Some(SANDBOX_AT_OWN);
    if shows_secret && at.as_ref().is_some_and(Own::signs) {
        out.complain(&format!("{}\n{ROUND}", words("own.signs")));
        return Ok(Exit::Usage);
    }
    if own.linear || (environment.accessible && !own.screen) {
        return line_by_line((lesson, course), (at, authorities));
    }
    let settings = match settings(&mut out) {
        Ok(settings) => settings,
        Err(exit) => return Ok(exit),
    };
    if settings.linear == Some(true) && !own.screen {
        return line_by_line((lesson, course), (at, authorities));
    }
    if !is_interactive() || environment.is_dumb() {
        out.complain(
            "The full screen needs a terminal that can move its cursor, and this is none.\n\
             The same lesson as plain lines: the same command with --linear",
        );
        return Ok(Exit::Usage);
    }
    full_screen_of(flags, &environment, settings, |options| RunOptions {
        course: Some(course),
        first: lesson.map(if at.is_some() { Go::AtOwn } else { Go::Lesson }),
        own: at,
        authorities,
        ..options
    })
}

/// The course inside the program, or that of a folder, which must be fit to teach.
fn chosen(folder: Option<&Path>) -> Result<&'static Course, (Exit, String)> {
    if folder.is_none() {
        return Ok(lesson::course());
    }
    let files = course::files(folder).map_err(|why| (Exit::Unreadable, why))?;
    let checked = course::check(&files);
    if !checked.complaints.is_empty() {
        let why = format!(
            "{}This course is not opened before that is mended. `lessons check` says the same without opening it.",
            checked.complaints
        );
        return Err((Exit::Failed, why));
    }
    // The tutor holds its course for as long as the program runs, as it does the built-in one.
    Ok(Box::leak(Box::new(checked.course)))
}

/// The tutor on the whole screen, opened there, with this pasted.
pub(super) fn full_screen(
    flags: &Flags,
    environment: &Environment,
    first: Option<Go>,
    pasted: Option<SecretString>,
) -> anyhow::Result<Exit> {
    let settings = match settings(&mut Out::of_process(flags.quiet)) {
        Ok(settings) => settings,
        Err(exit) => return Ok(exit),
    };
    full_screen_of(flags, environment, settings, |options| RunOptions {
        first,
        pasted,
        ..options
    })
}

/// What was chosen once, its own keys taken. A file that cannot be understood is said, and nothing is opened on half of it.
fn settings(out: &mut Out) -> Result<Settings, Exit> {
    let folder = store::config_folder();
    let settings = store::settings::load(folder.as_deref()).map_err(|why| why.to_string());
    let taken = settings.and_then(|settings| {
        let place = folder.as_deref().map(store::settings::shown);
        let place = place.unwrap_or_default();
        keys::take_own(&settings.keys).map_err(|why| format!("{place}: {why}"))?;
        Ok(settings)
    });
    taken.map_err(|why| {
        out.complain(&format!(
            "{}\nMend that line, or move the file away; without it everything is as usual.",
            visible_line(&why)
        ));
        Exit::Unreadable
    })
}

/// The tutor on the whole screen.
fn full_screen_of(
    flags: &Flags,
    environment: &Environment,
    settings: Settings,
    with: impl FnOnce(RunOptions) -> RunOptions,
) -> anyhow::Result<Exit> {
    let mut out = Out::of_process(flags.quiet);
    let Ok(keys) = run::terminal() else {
        out.complain(
            "There is no terminal to take keys from: standard input is none, and /dev/tty cannot be opened.\n\
             The same without a screen: oauth-tutor check, oauth-tutor decode, or oauth-tutor learn --linear",
        );
        return Ok(Exit::Usage);
    };
    let options = options(flags, environment, settings, keys);
    let left = run::run(with(options)).map_err(failed)?;
    if let Some(why) = left.unsaved {
        out.complain(&visible_line(&format!(
            "Your progress could not be kept: {why}"
        )));
    }
    if let Some(why) = left.unkept {
        out.complain(&visible_line(&format!(
            "What you chose last in the settings could not be kept: {why}"
        )));
    }
    Ok(match left.ending {
        Ending::Left => Exit::Done,
        Ending::Signalled(ended) => Exit::Signalled(ended),
        Ending::Broken => Exit::Bug,
    })
}

/// The same tutor on plain stdin and stdout.
fn line_by_line(
    (lesson, course): (Option<&'static str>, &'static Course),
    (own, authorities): (Option<Own>, Vec<u8>),
) -> anyhow::Result<Exit> {
    let folder = store::folder();
    let loaded = store::load(folder.as_deref(), clock::now().seconds());
    let options = LinearOptions {
        shell: ShellOptions {
            folder,
            known: loaded.progress.clone(),
            settings: store::config_folder(),
            authorities,
            secret: Environment::read().client_secret,
        },
        port: FIRST_PORT,
        own,
        course: Some(course),
        progress: loaded.progress,
        set_aside: loaded.set_aside,
        lesson,
        terminal: std::io::stdin().is_terminal(),
        shown: std::io::stdout().is_terminal(),
    };
    let input = std::io::BufReader::new(std::io::stdin());
    let how = linear::run(options, input, &mut std::io::stdout()).map_err(failed)?;
    Ok(match how {
        How::Left | How::EndOfInput => Exit::Done,
        How::Signalled(ended) => Exit::Signalled(ended),
        How::Broken => Exit::Bug,
    })
}

/// The system gives no thread or no file, or else the output takes no more.
fn failed(error: io::Error) -> anyhow::Error {
    match fault::limit(&error) {
        Some(_) => error.into(),
        None => Unwritten(error).into(),
    }
}

fn options(
    flags: &Flags,
    environment: &Environment,
    mut settings: Settings,
    keys: OwnedFd,
) -> RunOptions {
    let folder = store::folder();
    let mut loaded = store::load(folder.as_deref(), clock::now().seconds());
    // Versions without settings kept the theme with the progress.
    let kept = loaded.progress.theme.take();
    let kept = kept.as_deref().map(Palette::named);
    let fitting = Theme::fitting(&surroundings(flags, environment, settings.theme.or(kept)));
    let theme = Theme {
        ascii: settings.ascii == Some(true),
        ..fitting
    };
    let can_point = !environment.is_console();
    let motion = !flags.no_motion && !environment.reduce_motion;
    let mouse = !flags.no_mouse && can_point && settings.mouse != Some(false);
    // As they are now, for whoever looks at them; kept is what is changed.
    settings.theme = Some(theme.palette);
    settings.ascii = Some(!theme.has_signs());
    settings.motion = Some(motion && settings.motion != Some(false));
    settings.mouse = Some(mouse);
    let place = store::config_folder();
    RunOptions {
        first: None,
        pasted: None,
        progress: loaded.progress,
        set_aside: loaded.set_aside,
        keys,
        known: Known {
            size: environment.size,
            is_console: environment.is_console(),
            mouse,
            links: environment.shows_links(),
        },
        folder,
        course: None,
        port: FIRST_PORT,
        theme,
        motion: settings.motion == Some(true),
        settings_at: place.as_deref().map(store::settings::shown),
        settings_folder: place,
        settings,
        between: between(environment),
        editor: environment.editor.clone(),
        fault: fault(flags, environment),
        own: None,
        authorities: Vec::new(),
        secret: environment.client_secret.clone(),
    }
}

fn surroundings(flags: &Flags, environment: &Environment, kept: Option<Palette>) -> Surroundings {
    Surroundings {
        palette: match flags.theme {
            None => kept.unwrap_or_default(),
            Some(ThemeName::Dark) => Palette::Dark,
            Some(ThemeName::Light) => Palette::Light,
            Some(ThemeName::HighContrast) => Palette::HighContrast,
            Some(ThemeName::Terminal) => Palette::Terminal,
        },
        many: environment.term.contains("256color"),
        no_color: match flags.color {
            Color::Always => false,
            Color::Never => true,
            Color::Auto => environment.no_color,
        },
        dumb: environment.is_dumb(),
        truecolor: environment.shows_any_colour(),
        utf8: environment.shows_unicode(),
        colorfgbg: environment.colorfgbg.clone(),
    }
}

fn between(environment: &Environment) -> Between {
    if environment.tmux {
        Between::Tmux
    } else if environment.screen {
        Between::Screen
    } else {
        Between::Nothing
    }
}

/// The hidden switches of debug builds: a flag for a panic at once, a variable for one on F12.
#[cfg(debug_assertions)]
fn fault(flags: &Flags, environment: &Environment) -> Option<Fault> {
    if flags.panic_on_purpose {
        return Some(Fault::AtOnce);
    }
    match environment.debug_panic.as_str() {
        "1" => Some(Fault::OnKey),
        "thread" => Some(Fault::InThread),
        _ => None,
    }
}

#[cfg(not(debug_assertions))]
fn fault(_flags: &Flags, _environment: &Environment) -> Option<Fault> {
    None
}
