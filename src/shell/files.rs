//! Files that the learner names or keeps, read and written beside the session's other work.

use std::path::{Path, PathBuf};

use crate::app::desk::GivenKeys;
use crate::app::effect::RunId;
use crate::app::message::{Message, World};
use crate::oauth::check::paste::{self, LIMIT, Pasted};
use crate::store::{bounded, report};

/// Reads a file and says what became of it.
pub(super) fn read(run: RunId, path: &str) -> Message {
    let result = text(&at_home(path.trim()));
    Message::World(World::FileRead { run, result })
}

/// Reads a file of keys and says what became of it.
pub(super) fn read_keys(run: RunId, path: &str) -> Message {
    let path = at_home(path.trim());
    let read = bounded::any(&path, LIMIT);
    let result = read.map_err(|error| format!("{}: {error}", path.display()));
    let result = result.map(GivenKeys::of_file);
    Message::World(World::KeyFile { run, result })
}

/// Keeps a report and says where.
pub(super) fn keep(folder: Option<&Path>, name: &str, ending: &str, text: &str) -> Message {
    let kept = report::keep(folder, name, ending, text);
    let result = kept.map_err(|error| error.to_string());
    Message::World(World::ReportKept(result))
}

/// A path as typed: `~/` is what a shell makes of it, since many type it out of habit.
pub(crate) fn at_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        (Some(_) | None, _) => PathBuf::from(path),
    }
}

fn text(path: &Path) -> Result<Pasted, String> {
    let shown = path.display();
    // One byte beyond the limit, so that what is larger is known to be.
    let bytes = bounded::any(path, LIMIT + 1).map_err(|error| format!("{shown}: {error}"))?;
    paste::from_bytes(&bytes).map_err(|why| format!("{shown}: {why}"))
}
