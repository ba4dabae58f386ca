//! Progress on disk: one small TOML file, replaced as a whole, joined with what another tutor kept meanwhile.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use etcetera::{AppStrategy, AppStrategyArgs};
use serde::Deserialize;
use thiserror::Error;

use crate::app::progress::{FIRST, FirstFormat, Progress, VERSION};
use crate::oauth::time::UnixTime;

pub mod report;

const FILE: &str = "progress.toml";

/// What was found on disk.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The progress; fresh when there was none or it could not be read.
    pub progress: Progress,
    /// The name under which an unreadable file was set aside.
    pub set_aside: Option<String>,
}

/// Why progress was not kept.
#[derive(Debug, Error)]
pub enum SaveError {
    /// There is no place for it on this system.
    #[error("this system names no folder for program state")]
    NoFolder,
    /// The folder or file cannot be written.
    #[error("{path}: {source}")]
    Unwritable {
        /// Which.
        path: String,
        /// The operating system's words.
        source: io::Error,
    },
    /// Another version of this program keeps its progress here in a format that this one does not know.
    #[error("{path} was written by another version of this program and is left as it is")]
    Foreign {
        /// Which.
        path: String,
    },
}

/// The folder for progress: `$XDG_STATE_HOME/oauth-tutor` or its default. `None` where there is no home.
pub fn folder() -> Option<PathBuf> {
    let names = AppStrategyArgs {
        top_level_domain: "org".into(),
        author: "oauth-tutor".into(),
        app_name: "oauth-tutor".into(),
    };
    etcetera::choose_app_strategy(names)
        .ok()
        .and_then(|strategy| strategy.state_dir())
}

/// Reads the progress. A file that cannot be read is set aside, never overwritten; `now` makes its new name unique.
pub fn load(folder: Option<&Path>, now: UnixTime) -> Loaded {
    let Some(path) = folder.map(|folder| folder.join(FILE)) else {
        return Loaded::default();
    };
    match read(&path) {
        Ok(Some(progress)) => Loaded {
            progress,
            set_aside: None,
        },
        Ok(None) => Loaded::default(),
        Err(_) => Loaded {
            progress: Progress::default(),
            set_aside: set_aside(&path, now),
        },
    }
}

/// Keeps `progress`, joined with what is there by now, and gives back the joined progress.
///
/// # Errors
/// [`SaveError`] when there is no folder or it cannot be written; what was on disk is then as it was.
pub fn save(folder: Option<&Path>, progress: &Progress) -> Result<Progress, SaveError> {
    let folder = folder.ok_or(SaveError::NoFolder)?;
    fs::create_dir_all(folder).map_err(|source| unwritable(folder, source))?;
    let _lock = lock(folder)?;
    let path = folder.join(FILE);
    let there = read(&path).map_err(|_| SaveError::Foreign {
        path: path.display().to_string(),
    })?;
    let joined = match there {
        Some(there) => progress.clone().merged(there),
        None => progress.clone(),
    };
    replace(&path, &joined).map_err(|source| unwritable(&path, source))?;
    Ok(joined)
}

/// Two tutors may save at the same moment; the second waits until the first has replaced the file.
fn lock(folder: &Path) -> Result<File, SaveError> {
    let path = folder.join("progress.lock");
    let file = File::options()
        .create(true)
        .write(true)
        .truncate(false)
        .open(&path);
    let file = file.map_err(|source| unwritable(&path, source))?;
    file.lock().map_err(|source| unwritable(&path, source))?;
    Ok(file)
}

/// What is on disk; `None` when there is no file.
fn read(path: &Path) -> io::Result<Option<Progress>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let version: Version = toml::from_str(&text).map_err(io::Error::other)?;
    match version.version {
        FIRST => {
            let first: FirstFormat = toml::from_str(&text).map_err(io::Error::other)?;
            Ok(Some(first.carried_over()))
        }
        VERSION => Ok(Some(toml::from_str(&text).map_err(io::Error::other)?)),
        _ => Err(io::Error::other("another version")),
    }
}

/// The one member that every format has.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

fn set_aside(path: &Path, now: UnixTime) -> Option<String> {
    let kept = path.with_file_name(format!("progress-unreadable-{}.toml", now.0));
    fs::rename(path, &kept).ok()?;
    Some(kept.display().to_string())
}

/// Writes beside the file, then renames: a reader sees the old file or the new one, never half of one.
fn replace(path: &Path, progress: &Progress) -> io::Result<()> {
    let beside = path.with_file_name(format!("progress-{}.tmp", std::process::id()));
    let text = toml::to_string(progress).map_err(io::Error::other)?;
    let written = File::create(&beside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written
        .and_then(|()| fs::rename(&beside, path))
        .inspect_err(|_| {
            let _ = fs::remove_file(&beside);
        })
}

fn unwritable(path: &Path, source: io::Error) -> SaveError {
    SaveError::Unwritable {
        path: path.display().to_string(),
        source,
    }
}
