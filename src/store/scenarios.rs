//! Scenarios of the sandbox: `scenarios.toml` beside the progress, replaced as a whole. No secret stands in it.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::damage::{Damage, version};
use super::{bounded, followed, lock, replace};
use crate::app::effect::{KeepAs, ScenarioAsk};
use crate::app::scenario::Kept;

pub(super) const FILE: &str = "scenarios.toml";

/// The format that this program reads.
const VERSION: u32 = 1;

/// More than any number of scenarios that somebody keeps.
pub(super) const LARGEST: usize = 1024 * 1024;

/// The file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct All {
    version: u32,
    #[serde(default)]
    scenarios: Kept,
}

/// Why scenarios cannot be had or kept.
#[derive(Debug, Error)]
pub enum ScenariosError {
    /// There is no place for them on this system.
    #[error("this system names no folder for program state")]
    NoFolder,
    /// The file cannot be read, or is none of this program. It is left as it is.
    #[error("{path}: {why}. It is left as it is: mend it, or move it away")]
    File {
        /// Which.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// It cannot be written.
    #[error("{path}: {why}")]
    Unkept {
        /// Which.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// There is one of this name by now.
    #[error("another tutor has kept one of this name meanwhile")]
    Taken,
    /// There would be more than the file may hold.
    #[error("there are too many; delete some first")]
    Full,
}

/// The scenarios; none where there is no file.
///
/// # Errors
/// [`ScenariosError`]; a file that cannot be understood is left as it is.
pub fn load(folder: Option<&Path>) -> Result<Kept, ScenariosError> {
    let path = folder.ok_or(ScenariosError::NoFolder)?.join(FILE);
    let fault = |why: &dyn std::fmt::Display| ScenariosError::File {
        path: path.display().to_string(),
        why: why.to_string(),
    };
    let text = bounded::text(&path, LARGEST).map_err(|error| fault(&error))?;
    let text = text.unwrap_or_default();
    understood(&text).map_err(|damage| match damage {
        // What stands there is not repeated: it may be what was not to be in the file.
        Damage::Line(line) => fault(&format!("line {line} is not how a scenario is written")),
        Damage::Foreign => fault(&"it is of another version of this program"),
    })
}

/// What such a text says; a blank one has none.
pub(super) fn understood(text: &str) -> Result<Kept, Damage> {
    if text.trim().is_empty() {
        return Ok(Kept::new());
    }
    let damaged = |error| Damage::at(text, &error);
    // What another version has beside its number is for that one to judge.
    if version(text).map_err(damaged)? != VERSION {
        return Err(Damage::Foreign);
    }
    let all: All = toml::from_str(text).map_err(damaged)?;
    Ok(all.scenarios)
}

/// Does what is asked, and gives the scenarios as they are kept then. Two tutors that do so at once do it one after the other.
///
/// # Errors
/// [`ScenariosError`]; what was there is then as it was.
pub fn perform(folder: Option<&Path>, ask: ScenarioAsk) -> Result<Kept, ScenariosError> {
    if ask == ScenarioAsk::Read {
        return load(folder);
    }
    let place = folder.ok_or(ScenariosError::NoFolder)?;
    let path = place.join(FILE);
    let unkept = |why: &dyn std::fmt::Display| ScenariosError::Unkept {
        path: path.display().to_string(),
        why: why.to_string(),
    };
    fs::create_dir_all(place).map_err(|error| unkept(&error))?;
    let _lock = lock(place, "scenarios.lock").map_err(|error| unkept(&error))?;
    let mut kept = load(folder)?;
    change(&mut kept, ask)?;
    let all = All {
        version: VERSION,
        scenarios: kept,
    };
    let text = toml::to_string(&all).map_err(|error| unkept(&error))?;
    if text.len() > LARGEST {
        return Err(ScenariosError::Full);
    }
    replace(&followed(&path), &text).map_err(|error| unkept(&error))?;
    Ok(all.scenarios)
}

fn change(kept: &mut Kept, ask: ScenarioAsk) -> Result<(), ScenariosError> {
    match ask {
        ScenarioAsk::Read => {}
        ScenarioAsk::Keep(name, _, KeepAs::New) if kept.contains_key(&name) => {
            return Err(ScenariosError::Taken);
        }
        ScenarioAsk::Keep(name, scenario, _) => {
            kept.insert(name, *scenario);
        }
        ScenarioAsk::Drop(name) => {
            kept.remove(&name);
        }
    }
    Ok(())
}
