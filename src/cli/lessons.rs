//! `oauth-tutor lessons`: list the course, or lint lesson files.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::Subcommand;

use crate::cli::args::Args;
use crate::cli::course as files;
use crate::cli::exit::Exit;
use crate::lesson::{Lesson, course};

/// List or lint the course.
#[derive(clap::Args, Debug, Default)]
pub struct LessonsArgs {
    /// What to do; the course is listed when nothing is given.
    #[command(subcommand)]
    pub action: Option<LessonsAction>,
}

/// What `lessons` can do.
#[derive(Subcommand, Debug)]
pub enum LessonsAction {
    /// List the course: number, title, source, minutes.
    List,
    /// Check lesson files: structure, lengths, keys and voice.
    Check {
        /// A folder of a course (with lessons/, dashboards/), a folder of lesson files (*.toml), or one such file; the built-in course when nothing is given.
        dir: Option<PathBuf>,
    },
}

/// Runs `lessons`.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub fn run(args: &Args, own: &LessonsArgs) -> anyhow::Result<Exit> {
    match &own.action {
        None | Some(LessonsAction::List) => {
            let with_head = io::stdout().is_terminal();
            print(&table(&course().lessons, with_head), Exit::Done)
        }
        Some(LessonsAction::Check { dir }) => match files::files(dir.as_deref()) {
            Ok(files) => check(args, &files),
            Err(why) => {
                tell(&why)?;
                Ok(Exit::Unreadable)
            }
        },
    }
}

fn table(lessons: &[Lesson], with_head: bool) -> String {
    let head = ["#", "Lesson", "After", "Time"].map(str::to_owned);
    let row = |lesson: &Lesson| {
        [
            lesson.number.to_string(),
            lesson.title.clone(),
            lesson.source.clone(),
            format!("{} min", lesson.minutes),
        ]
    };
    let rows: Vec<[String; 4]> = with_head
        .then_some(head)
        .into_iter()
        .chain(lessons.iter().map(row))
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let [number, title, source] = [0, 1, 2].map(|column| width(column).unwrap_or_default());
    let line =
        |[a, b, c, d]: &[String; 4]| format!("{a:>number$}  {b:<title$}  {c:<source$}  {d}\n");
    rows.iter().map(line).collect::<Vec<_>>().concat()
}

fn check(args: &Args, files: &[files::File]) -> anyhow::Result<Exit> {
    let checked = files::check(files);
    if !checked.complaints.is_empty() {
        return print(&checked.complaints, Exit::Failed);
    }
    if !args.quiet {
        let lessons = if checked.lessons == 1 {
            "lesson"
        } else {
            "lessons"
        };
        tell(&format!(
            "{} {lessons} checked, no complaint",
            checked.lessons
        ))?;
    }
    Ok(Exit::Done)
}

/// Writes to stdout. Whoever closed the pipe has read enough: that is no fault.
fn print(text: &str, exit: Exit) -> anyhow::Result<Exit> {
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Ok(()) => Ok(exit),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Done),
        Err(error) => Err(error).context("writing to stdout"),
    }
}

/// Writes one line to stderr.
fn tell(text: &str) -> anyhow::Result<()> {
    match writeln!(io::stderr().lock(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}
