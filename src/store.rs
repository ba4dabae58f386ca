//! Progress on disk: one small TOML file, replaced as a whole, joined with what another tutor kept meanwhile.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use etcetera::{AppStrategy, AppStrategyArgs};
use rustix::fs::OFlags;
use serde::Deserialize;
use thiserror::Error;

use damage::Damage;

use crate::app::progress::{FIRST, FirstFormat, Progress, VERSION};
use crate::oauth::time::UnixTime;

pub mod bounded;
mod damage;
pub mod look;
pub mod report;
pub mod scenarios;
pub mod settings;
pub mod targets;

const FILE: &str = "progress.toml";

/// What was found on disk.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The progress; fresh when there was none or it could not be read.
    pub progress: Progress,
    /// The name under which an unreadable file was set aside.
    pub set_aside: Option<String>,
}

/// More than any progress of this program: a text in a field is the longest thing in it.
const LARGEST: usize = 16 * 1024 * 1024;

/// How long another tutor may hold the lock: it holds it for one small file.
const LOCKED: Duration = Duration::from_millis(400);

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
    /// Another tutor saves and does not come to an end: it may have been stopped in the middle.
    #[error("{path} is held locked by another tutor")]
    Locked {
        /// Which.
        path: String,
    },
    /// What is there is no progress file: a pipe, a device, a damaged file.
    #[error("{path} cannot be read and is left as it is: {source}")]
    Unreadable {
        /// Which.
        path: String,
        /// Why.
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
    etcetera::choose_app_strategy(names())
        .ok()
        .and_then(|strategy| strategy.state_dir())
}

/// The folder for settings: `$XDG_CONFIG_HOME/oauth-tutor` or its default. `None` where there is no home.
pub fn config_folder() -> Option<PathBuf> {
    let strategy = etcetera::choose_app_strategy(names()).ok()?;
    Some(strategy.config_dir())
}

fn names() -> AppStrategyArgs {
    AppStrategyArgs {
        top_level_domain: "org".into(),
        author: "oauth-tutor".into(),
        app_name: "oauth-tutor".into(),
    }
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

/// What was kept.
#[derive(Debug)]
pub struct Joined {
    /// The progress as it is on disk now.
    pub progress: Progress,
    /// What this tutor put there, as it is read back: what the disk has beside it is news until this tutor has it too.
    pub own: Progress,
    /// What of it others had kept meanwhile; blank where nobody had.
    pub news: Progress,
}

/// Keeps `progress`, joined with what others put there since this tutor `known` it: what this tutor took back stays taken back.
///
/// # Errors
/// [`SaveError`] when there is no folder or it cannot be written; what was on disk is then as it was.
pub fn save(
    folder: Option<&Path>,
    progress: &Progress,
    known: &Progress,
) -> Result<Joined, SaveError> {
    let folder = folder.ok_or(SaveError::NoFolder)?;
    fs::create_dir_all(folder).map_err(|source| unwritable(folder, source))?;
    let _lock = lock(folder, "progress.lock")?;
    let path = folder.join(FILE);
    let there = read(&path).map_err(|why| why.into_save_error(&path))?;
    let news = there.unwrap_or_default().news(known, progress);
    let joined = progress.clone().merged(news.clone());
    let text = toml::to_string(&joined).map_err(io::Error::other);
    text.and_then(|text| replace(&followed(&path), &text))
        .map_err(|source| unwritable(&path, source))?;
    Ok(Joined {
        progress: joined,
        own: read_back(progress),
        news,
    })
}

/// The same as a file gives it back: what is of a session alone is not in it.
fn read_back(progress: &Progress) -> Progress {
    let text = toml::to_string(progress).unwrap_or_default();
    toml::from_str(&text).unwrap_or_else(|_| progress.clone())
}

/// Where a link leads; a link is the learner's, and what is replaced is the file behind it. One that leads nowhere yet is followed too.
fn followed(path: &Path) -> PathBuf {
    let mut place = path.to_owned();
    for _ in 0..LINKS {
        let Ok(next) = fs::read_link(&place) else {
            break;
        };
        // A whole path stands for itself here.
        place = place
            .parent()
            .map_or(next.clone(), |parent| parent.join(&next));
    }
    place
}

/// As many links as the kernel follows.
const LINKS: usize = 40;

/// Two tutors may save at the same moment; the second waits until the first has replaced the file.
fn lock(folder: &Path, name: &str) -> Result<File, SaveError> {
    let path = folder.join(name);
    // Without waiting: somebody may have put a pipe there.
    let flags = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
    let file = File::options()
        .create(true)
        .write(true)
        .truncate(false)
        .custom_flags(flags)
        .open(&path);
    let file = file.map_err(|source| unwritable(&path, source))?;
    for _ in 0..LOCKED.as_millis() / BREATH.as_millis() {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(source)) => return Err(unwritable(&path, source)),
            Err(TryLockError::WouldBlock) => breathe(),
        }
    }
    Err(SaveError::Locked {
        path: path.display().to_string(),
    })
}

const BREATH: Duration = Duration::from_millis(5);

#[expect(
    clippy::disallowed_methods,
    reason = "a file lock can be waited for without an end or not at all"
)]
fn breathe() {
    std::thread::sleep(BREATH);
}

/// Why there is no progress to be had from a file that is there.
#[derive(Debug)]
enum Unread {
    /// It cannot be read, or is no progress.
    Unreadable(io::Error),
    /// It is of another version.
    Foreign,
}

impl Unread {
    fn into_save_error(self, path: &Path) -> SaveError {
        let path = path.display().to_string();
        match self {
            Self::Unreadable(source) => SaveError::Unreadable { path, source },
            Self::Foreign => SaveError::Foreign { path },
        }
    }
}

/// What is on disk; `None` when there is no file.
fn read(path: &Path) -> Result<Option<Progress>, Unread> {
    let bytes = match bounded::file(path, LARGEST) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Unread::Unreadable(error)),
    };
    let unreadable = |why: &str| Unread::Unreadable(io::Error::other(why.to_owned()));
    let text = String::from_utf8(bytes).map_err(|_| unreadable("it is no text"))?;
    match understood(&text) {
        Ok(progress) => Ok(progress),
        Err(Damage::Line(_)) => Err(unreadable("it is no progress of this program")),
        Err(Damage::Foreign) => Err(Unread::Foreign),
    }
}

/// What such a file says; `None` where it says nothing.
fn understood(text: &str) -> Result<Option<Progress>, Damage> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let damaged = |error| Damage::at(text, &error);
    let version: Version = toml::from_str(text).map_err(damaged)?;
    match version.version {
        FIRST => {
            let first: FirstFormat = toml::from_str(text).map_err(damaged)?;
            Ok(Some(first.carried_over()))
        }
        VERSION => Ok(Some(toml::from_str(text).map_err(damaged)?)),
        _ => Err(Damage::Foreign),
    }
}

/// The one member that every format has.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

/// So many copies may be of one second.
const COPIES: u32 = 1_000;

/// A copy of the progress file as it is, and where; nothing where there is no file.
///
/// # Errors
/// What the operating system says.
pub fn copied_aside(folder: Option<&Path>, now: UnixTime) -> io::Result<Option<String>> {
    let Some(folder) = folder.filter(|folder| folder.join(FILE).exists()) else {
        return Ok(None);
    };
    let name = |count: u32| match count {
        0 => format!("progress-before-{}.toml", now.0),
        count => format!("progress-before-{}-{count}.toml", now.0),
    };
    // No copy takes the place of an older one.
    let free = |path: &PathBuf| fs::symlink_metadata(path).is_err();
    let copy = (0..COPIES)
        .map(|count| folder.join(name(count)))
        .find(free)
        .ok_or_else(|| io::Error::other("there are too many copies already"))?;
    // Half a copy is none.
    fs::copy(folder.join(FILE), &copy).inspect_err(|_| drop(fs::remove_file(&copy)))?;
    Ok(Some(copy.display().to_string()))
}

fn set_aside(path: &Path, now: UnixTime) -> Option<String> {
    let kept = path.with_file_name(format!("progress-unreadable-{}.toml", now.0));
    fs::rename(path, &kept).ok()?;
    Some(kept.display().to_string())
}

/// Writes beside the file, then renames: a reader sees the old file or the new one, never half of one.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!("{name}-{}.tmp", std::process::id()));
    let written = own_file(&beside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written
        .and_then(|()| fs::rename(&beside, path))
        .inspect_err(|_| {
            let _ = fs::remove_file(&beside);
        })
}

/// A new file, which nobody else reads.
fn own_file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    options.mode(0o600);
    options.open(path)
}

fn unwritable(path: &Path, source: io::Error) -> SaveError {
    SaveError::Unwritable {
        path: path.display().to_string(),
        source,
    }
}
