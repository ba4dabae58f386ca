//! `oauth-tutor lessons`: list the course, or lint lesson files.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::cli::args::Args;
use crate::cli::exit::Exit;
use crate::cli::print::Out;
use crate::lesson::lint::{Complaint, lint, lint_course};
use crate::lesson::place::line_of;
use crate::lesson::{FILES, Lesson, course, parse};
use crate::oauth::text::visible_line;
use crate::store::bounded;

/// As for every input of this program.
const LARGEST_FILE: usize = 1024 * 1024;

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
        /// A folder with lesson files (*.toml), or one such file; the built-in course when nothing is given.
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
        Some(LessonsAction::Check { dir }) => match files(dir.as_deref()) {
            Ok(files) => check(args, &files),
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

/// A lesson file: what to call it, and its text.
struct File {
    name: String,
    text: String,
}

fn files(dir: Option<&Path>) -> Result<Vec<File>, String> {
    let Some(dir) = dir else {
        let embedded = |(name, text): &(&str, &str)| File {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
        };
        return Ok(FILES.iter().map(embedded).collect());
    };
    if dir.is_file() {
        return Ok(vec![read(dir)?]);
    }
    let shown = visible_line(&dir.to_string_lossy());
    let unreadable = |error: io::Error| format!("{shown}: {error}");
    let entries = fs::read_dir(dir).map_err(unreadable)?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(format!(
            "{shown}: there is no lesson file (*.toml) in this folder"
        ));
    }
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<File, String> {
    let name = visible_line(&path.to_string_lossy());
    let bytes = bounded::file(path, LARGEST_FILE).map_err(|error| format!("{name}: {error}"))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{name}: not UTF-8 text"))?;
    if text.trim().is_empty() {
        return Err(format!("{name}: empty"));
    }
    Ok(File { name, text })
}

fn check(args: &Args, files: &[File]) -> anyhow::Result<Exit> {
    let mut out = Vec::new();
    let mut lessons = Vec::new();
    let mut sources = Vec::new();
    for file in files {
        match parse(&file.text, &file.name) {
            Ok(lesson) => {
                lessons.push(lesson);
                sources.push(file);
            }
            Err(error) => out.push(format!("{error}\n")),
        }
    }
    let between = lint_course(&lessons);
    for (index, (lesson, file)) in lessons.iter().zip(sources).enumerate() {
        let shared = between.iter().filter(|(later, _)| *later == index);
        for complaint in lint(lesson)
            .iter()
            .chain(shared.map(|(_, complaint)| complaint))
        {
            out.push(line(file, complaint));
        }
    }
    if out.is_empty() {
        let lessons = if files.len() == 1 {
            "lesson"
        } else {
            "lessons"
        };
        let said = format!("{} {lessons} checked, no complaint", files.len());
        Out::of_process(args.quiet).say(&said);
        return Ok(Exit::Done);
    }
    print(&out.concat(), Exit::Failed)
}

/// `file:line: place: what is wrong`.
fn line(file: &File, complaint: &Complaint) -> String {
    let Complaint { place, text } = complaint;
    match line_of(&file.text, place) {
        Some(line) => format!("{}:{line}: {place}: {text}\n", file.name),
        None => format!("{}: {place}: {text}\n", file.name),
    }
}

/// Writes to stdout. Whoever closed the pipe has read enough: that is no fault.
fn print(text: &str, exit: Exit) -> anyhow::Result<Exit> {
    match Out::of_process(false).bytes(text.as_bytes()) {
        Ok(()) => Ok(exit),
        Err(unwritten) if unwritten.is_closed() => Ok(Exit::Done),
        Err(unwritten) => Err(unwritten.into()),
    }
}
