//! From the text of a flow file to a [`Flow`]. A complaint names line and column, and says in words what is wrong.

use std::fmt;

use crate::flow::model::{Flow, Kind};
use crate::oauth::text::visible_line;

/// The format that this program reads.
pub const FORMAT: u32 = 1;

/// What is wrong with a flow file, and where. Safe to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The file's name, as given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// In words.
    pub message: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            column,
            message,
        } = self;
        write!(f, "{file}:{line}:{column}: {message}")
    }
}

/// Reads a flow file; `name` is what a complaint calls it.
///
/// # Errors
/// The first thing that is not TOML, not in the model, or does not fit together.
pub fn read(text: &str, name: &str) -> Result<Flow, Complaint> {
    let at = |offset: usize, message: &str| {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default();
        Complaint {
            file: visible_line(name),
            line,
            column: column.chars().count() + 1,
            message: visible_line(message.trim_end()),
        }
    };
    let flow: Flow = toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        at(start, error.message())
    })?;
    match fault(&flow) {
        Some((wanted, message)) => Err(at(find(text, &wanted), &message)),
        None => Ok(flow),
    }
}

/// Where a name stands, in quotes, as a value.
fn find(text: &str, wanted: &str) -> usize {
    let quoted = format!("\"{wanted}\"");
    text.rfind(&quoted).unwrap_or(0)
}

/// The first thing that does not fit together: the name that it hangs on, and the words.
fn fault(flow: &Flow) -> Option<(String, String)> {
    if flow.format != FORMAT {
        let message = format!(
            "format {} is not known; this program reads format {FORMAT}",
            flow.format
        );
        return Some((flow.id.clone(), message));
    }
    for (at, card) in flow.cards.iter().enumerate() {
        if flow.index(&card.id) != Some(at) {
            return Some((card.id.clone(), format!("two cards are called {}", card.id)));
        }
        let offers = flow.offers(at);
        for input in &card.inputs {
            let Some(from) = &input.from else { continue };
            if !offers.contains(from) {
                let message = format!("no card before {} gives {}", card.id, from.spelled());
                return Some((from.spelled(), message));
            }
        }
        if let Some(when) = &card.when {
            let of = when.split_once('.').map_or("", |(of, _)| of);
            let is_branch = |card: &&crate::flow::Card| card.kind == Kind::IfElse && card.id == of;
            if !flow.cards.iter().take(at).any(|card| is_branch(&card)) {
                return Some((
                    when.clone(),
                    format!("no If/Else card before {} is called {of}", card.id),
                ));
            }
        }
    }
    None
}
