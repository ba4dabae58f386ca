//! The files of a course: those inside the program, or those of a folder, so that an author needs no compiler.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::shown;
use crate::lesson::lint::{Complaint, lint, lint_course, lint_dashboard};
use crate::lesson::place::line_of;
use crate::lesson::{self, Course, FOLDERS, course};
use crate::store::bounded;

/// As for every input of this program.
const LARGEST_FILE: usize = 1024 * 1024;

/// One file: which part of a course it is, what to call it, and its text.
pub(super) struct File {
    /// `lessons` or another of [`FOLDERS`].
    folder: &'static str,
    name: String,
    text: String,
}

/// The files inside the program.
fn embedded() -> Vec<File> {
    let file = |(folder, name, text): &(&'static str, &str, String)| File {
        folder,
        name: (*name).to_owned(),
        text: text.clone(),
    };
    lesson::files().iter().map(file).collect()
}

/// The files of a course at `path`: a folder with the sub-folders of a course, a folder of lesson files, or one lesson file. What a
/// folder lacks is taken from the program, so that a lesson can be tried without copying the dashboards. Nothing given: the built-in course.
///
/// # Errors
/// What could not be read, in words.
pub(super) fn files(path: Option<&Path>) -> Result<Vec<File>, String> {
    let Some(path) = path else {
        return Ok(embedded());
    };
    let mut found = Vec::new();
    if path.is_file() {
        found.push(read(path, "lessons")?);
    } else {
        let is_course = FOLDERS.iter().any(|folder| path.join(folder).is_dir());
        if is_course {
            for folder in FOLDERS {
                let part = path.join(folder);
                if part.is_dir() {
                    found.extend(of_folder(&part, folder)?);
                }
            }
        } else {
            found.extend(of_folder(path, "lessons")?);
        }
    }
    if !found.iter().any(|file| file.folder == "lessons") {
        let shown = shown::path(path);
        return Err(format!(
            "{shown}: there is no lesson file (*.toml) in this folder"
        ));
    }
    Ok(found)
}

fn of_folder(path: &Path, folder: &'static str) -> Result<Vec<File>, String> {
    let shown = shown::path(path);
    let unreadable = |error: io::Error| format!("{shown}: {error}");
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|end| end == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    paths.iter().map(|path| read(path, folder)).collect()
}

fn read(path: &Path, folder: &'static str) -> Result<File, String> {
    let name = shown::path(path);
    let bytes = bounded::file(path, LARGEST_FILE).map_err(|error| format!("{name}: {error}"))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{name}: not UTF-8 text"))?;
    if text.trim().is_empty() {
        return Err(format!("{name}: empty"));
    }
    Ok(File { folder, name, text })
}

/// What was found in the files of a course.
pub(super) struct Checked {
    /// The course; without the files that cannot be read.
    pub course: Course,
    /// How many of `files` are lessons.
    pub lessons: usize,
    /// All complaints, each a line or more that ends with a line end; none when the course is fit to teach.
    pub complaints: String,
}

/// Reads and lints `files`, each for itself and all with each other.
pub(super) fn check(files: &[File]) -> Checked {
    let mut own = Course::default();
    let mut complaints = String::new();
    let mut sources = Vec::new();
    let mut dashboards = Vec::new();
    let mut extras = Vec::new();
    let mut unread = 0;
    for file in files {
        let one = (file.folder, file.name.as_str(), file.text.as_str());
        match Course::of_folder([one]) {
            Ok(read) => {
                sources.extend((!read.lessons.is_empty()).then_some(file));
                dashboards.extend((!read.dashboards.is_empty()).then_some(file));
                extras.extend((!read.extra.is_empty()).then_some(file));
                own.extra.extend(read.extra);
                own.lessons.extend(read.lessons);
                own.dashboards.extend(read.dashboards);
                own.flows.extend(read.flows);
            }
            Err(error) => {
                unread += usize::from(file.folder == "lessons");
                let _ = writeln!(complaints, "{error}");
            }
        }
    }
    let lessons = own.lessons.len() + unread;
    let whole = completed(own);
    let between = lint_course(&whole.lessons);
    for (at, (lesson, file)) in whole.lessons.iter().zip(&sources).enumerate() {
        let shared = between.iter().filter(|(later, _)| *later == at);
        for complaint in lint(lesson, &whole)
            .iter()
            .chain(shared.map(|(_, complaint)| complaint))
        {
            complaints += &line(file, complaint);
        }
    }
    for (extra, file) in whole.extra.iter().zip(extras) {
        for complaint in lint(extra, &whole) {
            complaints += &line(file, &complaint);
        }
    }
    for (dashboard, file) in whole.dashboards.iter().zip(dashboards) {
        for complaint in lint_dashboard(dashboard) {
            complaints += &line(file, &complaint);
        }
    }
    Checked {
        course: whole,
        lessons,
        complaints,
    }
}

/// With the dashboards of the program behind those of the files, for the vendors that these leave out, and the lessons numbered.
fn completed(mut own: Course) -> Course {
    for dashboard in &course().dashboards {
        if own.dashboard(dashboard.target).is_none() {
            own.dashboards.push(dashboard.clone());
        }
    }
    for flow in &course().flows {
        if own.flow(&flow.id).is_none() {
            own.flows.push(flow.clone());
        }
    }
    own.number();
    own
}

/// `file:line: place: what is wrong`.
fn line(file: &File, complaint: &Complaint) -> String {
    let Complaint { place, text } = complaint;
    match line_of(&file.text, place) {
        Some(line) => format!("{}:{line}: {place}: {text}\n", file.name),
        None => format!("{}: {place}: {text}\n", file.name),
    }
}
