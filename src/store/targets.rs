//! Tenants of the learner's own: `targets.toml` in the folder for settings. No secret stands in it; where one comes from may.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::oauth::carrier::text;

use super::damage::{Damage, line, version};
use super::{bounded, followed, lock, replace};

mod command;
pub mod inside;

pub(super) const FILE: &str = "targets.toml";

/// The format that this program reads.
const VERSION: u32 = 1;

/// More than any list of tenants that somebody types.
pub(super) const LARGEST: usize = 1024 * 1024;

/// A tenant of the learner's own.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq, Default)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The issuer identifier, as its metadata spells it.
    pub issuer: String,
    /// The client id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// How the client proves who it is, as `token --auth` spells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth: Option<String>,
    /// The file with the client's private key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<PathBuf>,
    /// By what name the server knows the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// A command that prints the secret: its words, which no shell takes apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secret_command: Vec<String>,
    /// A file with the certificates of an authority to believe, besides those of the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca_cert: Option<PathBuf>,
    /// The API that tokens are for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// The services that tokens are for (RFC 8707).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource: Vec<String>,
    /// What tokens should allow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Where that API is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api: Option<String>,
}

/// The file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct All {
    version: u32,
    #[serde(default)]
    targets: BTreeMap<String, Target>,
}

/// Why the tenants cannot be read or kept.
#[derive(Debug, Error)]
pub enum TargetsError {
    /// There is no place for them on this system.
    #[error("this system names no folder for settings")]
    NoFolder,
    /// The file cannot be read or understood.
    #[error("{path}: {why}")]
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
}

/// The tenants by name; none where there is no file.
///
/// # Errors
/// [`TargetsError`]; a file that cannot be understood is left as it is.
pub fn load(folder: Option<&Path>) -> Result<BTreeMap<String, Target>, TargetsError> {
    let path = folder.ok_or(TargetsError::NoFolder)?.join(FILE);
    let text = bounded::text(&path, LARGEST).map_err(|error| fault(&path, &error))?;
    let text = text.unwrap_or_default();
    let all = read(&text).map_err(|error| {
        let line = line(&text, &error);
        // A value of the wrong kind is not repeated: it may be what was not to be here.
        let why = match error.message() {
            name if name.starts_with("missing field") => name,
            name if name.starts_with("unknown field") && !tells(name) => name,
            _ => "this is not how a target is written",
        };
        fault(&path, &format!("line {line}: {why}"))
    })?;
    if all.version != VERSION {
        return Err(fault(&path, &"it is of another version of this program"));
    }
    Ok(all.targets)
}

/// True where a member's name, in a complaint about it, is no name: somebody has put there what he took for a place of it.
fn tells(complaint: &str) -> bool {
    let name = complaint.split('`').nth(1).unwrap_or_default();
    text::carries(name) || text::is_random(name)
}

/// What such a file says; a blank one has no targets.
fn read(text: &str) -> Result<All, toml::de::Error> {
    if text.trim().is_empty() {
        return Ok(All {
            version: VERSION,
            targets: BTreeMap::new(),
        });
    }
    // What another version has beside its number is for that one to judge.
    let of = version(text)?;
    if of != VERSION {
        return Ok(All {
            version: of,
            targets: BTreeMap::new(),
        });
    }
    toml::from_str(text)
}

/// The targets of a text.
pub(super) fn understood(text: &str) -> Result<BTreeMap<String, Target>, Damage> {
    match read(text) {
        Ok(all) if all.version == VERSION => Ok(all.targets),
        Ok(_) => Err(Damage::Foreign),
        Err(error) => Err(Damage::at(text, &error)),
    }
}

/// Changes the tenants, and says where they are kept and what the change gave. Two programs that do so at once do it one after the other; a
/// change that changes nothing touches no file.
///
/// # Errors
/// [`TargetsError`]; what was there is then as it was.
pub fn change<T>(
    folder: Option<&Path>,
    change: impl Fn(&mut BTreeMap<String, Target>) -> T,
) -> Result<(PathBuf, T), TargetsError> {
    let place = folder.ok_or(TargetsError::NoFolder)?;
    let path = place.join(FILE);
    let before = load(folder)?;
    let mut targets = before.clone();
    let given = change(&mut targets);
    if targets == before {
        return Ok((path, given));
    }
    fs::create_dir_all(place).map_err(|error| unkept(place, &error))?;
    let _lock = lock(place, "targets.lock").map_err(|error| unkept(&path, &error))?;
    let mut targets = load(folder)?;
    let given = change(&mut targets);
    let all = All {
        version: VERSION,
        targets,
    };
    let text = toml::to_string(&all).map_err(|error| unkept(&path, &error))?;
    replace(&followed(&path), &text).map_err(|error| unkept(&path, &error))?;
    Ok((path, given))
}

fn unkept(path: &Path, why: &dyn std::fmt::Display) -> TargetsError {
    TargetsError::Unkept {
        path: path.display().to_string(),
        why: why.to_string(),
    }
}

fn fault(path: &Path, why: &dyn std::fmt::Display) -> TargetsError {
    TargetsError::File {
        path: path.display().to_string(),
        why: why.to_string(),
    }
}
