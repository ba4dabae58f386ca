//! From the text of a lesson file to a [`Lesson`], with the place of the fault when it cannot be read.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::flow::read::Complaint;
use crate::lesson::model::{FORMAT, Lesson};
use crate::lesson::place::{line_at, plain};
use crate::oauth::text::visible_line;

/// Why a lesson file cannot be read, and where. Safe to print: text from the file is made visible.
#[derive(thiserror::Error, Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// The file's name, as given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// That line, as it stands in the file.
    pub quoted: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            column,
            quoted,
            message,
        } = self;
        write!(f, "{file}:{line}:{column}: {message}\n  | {quoted}")
    }
}

impl ParseError {
    /// A complaint about a flow file.
    pub(super) fn of_flow(complaint: Complaint, text: &str) -> Self {
        let quoted = text.lines().nth(complaint.line - 1).unwrap_or_default();
        Self {
            file: complaint.file,
            line: complaint.line,
            column: complaint.column,
            quoted: visible_line(quoted.trim_end()),
            message: complaint.message,
        }
    }
}

/// Reads a lesson file; `name` is what the error calls it.
///
/// # Errors
/// The first thing that is not TOML, not of this format, or not in the model.
pub fn parse(text: &str, name: &str) -> Result<Lesson, ParseError> {
    let mut lesson: Lesson = file(text, name)?;
    lesson.size = Some(lesson.counted());
    Ok(lesson)
}

/// Reads a file of a course; `name` is what the error calls it. Line ends may be those of any system.
///
/// # Errors
/// The first thing that is not TOML, not of this format, or not in the model.
pub(super) fn file<T: DeserializeOwned>(text: &str, name: &str) -> Result<T, ParseError> {
    let text = &plain(text);
    let fault = |span: Range<usize>, message: &str| error_at(text, name, span.start, message);
    // An older or later format fails on a field that this program does not know; its number says more.
    if is_other_format(text) {
        return Err(wrong_format(text, name));
    }
    toml::from_str::<T>(text)
        .map_err(|error| fault(error.span().unwrap_or_default(), error.message()))
}

/// The one member that every format has.
#[derive(Deserialize)]
struct Head {
    format: toml::Spanned<u32>,
}

fn is_other_format(text: &str) -> bool {
    // Nearly every file says it plainly in a line of its own, and then it need not be read twice.
    let plain = format!("format = {FORMAT}");
    if text.lines().take(20).any(|line| line.trim_end() == plain) {
        return false;
    }
    toml::from_str::<Head>(text).is_ok_and(|head| *head.format.get_ref() != FORMAT)
}

fn wrong_format(text: &str, name: &str) -> ParseError {
    let (format, start) = toml::from_str::<Head>(text).map_or((0, 0), |head| {
        (*head.format.get_ref(), head.format.span().start)
    });
    let message = format!("format {format} is not known; this program reads format {FORMAT}");
    error_at(text, name, start, &message)
}

fn error_at(text: &str, name: &str, offset: usize, message: &str) -> ParseError {
    let before = text.get(..offset).unwrap_or(text);
    let line = line_at(text, offset);
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    let quoted = text.lines().nth(line - 1).unwrap_or_default();
    ParseError {
        file: visible_line(name),
        line,
        column,
        quoted: visible_line(quoted.trim_end()),
        message: visible_line(message.trim_end()),
    }
}
