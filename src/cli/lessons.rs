//! `oauth-tutor lessons`: list the course, lint lesson files, carry progress to another machine, forget it.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::Subcommand;

use crate::cli::course as files;
use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::print::{Out, print};
use crate::lesson::{Lesson, course};

mod keep;

/// List or lint the course, carry progress along, forget it.
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
    /// Print a short code that carries your progress to another machine.
    Code,
    /// Print your error book as Markdown: symptom, cause and fix of each experiment that you finished.
    Book,
    /// Take up progress from another machine: the code that `lessons code` printed there.
    TakeUp {
        /// The code; hyphens, blanks and case do not count.
        code: String,
    },
    /// Forget how far you got in a lesson, or in all of them; the file as it was is kept beside the new one.
    Reset {
        /// The lesson: its number or its name.
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        lesson: Option<String>,
        /// All lessons, what comes back in review, and the error book.
        #[arg(long)]
        all: bool,
    },
}

/// Runs `lessons`.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub fn run(flags: &Flags, own: &LessonsArgs) -> anyhow::Result<Exit> {
    match &own.action {
        None | Some(LessonsAction::List) => {
            let with_head = io::stdout().is_terminal();
            print(&table(&course().lessons, with_head), Exit::Done)
        }
        Some(LessonsAction::Code) => keep::code(flags),
        Some(LessonsAction::Book) => keep::book(flags),
        Some(LessonsAction::TakeUp { code }) => keep::take_up(flags, code),
        Some(LessonsAction::Reset { lesson, .. }) => Ok(keep::reset(flags, lesson.as_deref())),
        Some(LessonsAction::Check { dir }) => match files::files(dir.as_deref()) {
            Ok(files) => check(flags, &files),
            Err(why) => {
                Out::of_process(false).complain(&why);
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

fn check(flags: &Flags, files: &[files::File]) -> anyhow::Result<Exit> {
    let checked = files::check(files);
    if !checked.complaints.is_empty() {
        return print(&checked.complaints, Exit::Failed);
    }
    if !flags.quiet {
        let lessons = if checked.lessons == 1 {
            "lesson"
        } else {
            "lessons"
        };
        let said = format!("{} {lessons} checked, no complaint", checked.lessons);
        Out::of_process(false).say(&said);
    }
    Ok(Exit::Done)
}
