//! What is there of the files that this program keeps, for whoever asks: nothing is changed, set aside or waited for.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::damage::Damage;
use super::{bounded, scenarios, settings, targets};
use crate::app::progress::Progress;
use crate::app::scenario::Kept;
use crate::app::settings::Settings;
use crate::store::targets::Target;

/// What was seen of a file.
#[derive(Debug)]
pub struct Look<T> {
    /// Which.
    pub path: PathBuf,
    /// What it is.
    pub found: Found<T>,
    /// What it says, where it could be read.
    pub text: String,
    /// Others than its owner may change it, or put another one in its place.
    pub open: bool,
}

/// What a file is.
#[derive(Debug)]
pub enum Found<T> {
    /// There is none.
    Nothing,
    /// A link to where nothing is.
    Dangling(PathBuf),
    /// It cannot be read.
    Unreadable(io::Error),
    /// It is no text.
    Bytes,
    /// There is nothing in it.
    Blank,
    /// It is of another version of this program.
    Foreign,
    /// This line cannot be understood.
    Damaged(usize),
    /// It is as it should be.
    Whole(T),
}

/// What is there of the progress in this folder.
pub fn progress(folder: &Path) -> Look<Progress> {
    look(folder.join(super::FILE), super::LARGEST, |text| {
        Ok(super::understood(text)?.unwrap_or_default())
    })
}

/// What is there of the settings in this folder.
pub fn settings(folder: &Path) -> Look<Settings> {
    let path = folder.join(settings::FILE);
    look(path, settings::LARGEST, settings::understood)
}

/// What is there of the targets in this folder.
pub fn targets(folder: &Path) -> Look<std::collections::BTreeMap<String, Target>> {
    let path = folder.join(targets::FILE);
    look(path, targets::LARGEST, targets::understood)
}

/// What is there of the scenarios in this folder.
pub fn scenarios(folder: &Path) -> Look<Kept> {
    let path = folder.join(scenarios::FILE);
    look(path, scenarios::LARGEST, scenarios::understood)
}

fn look<T>(path: PathBuf, most: usize, understood: impl Fn(&str) -> Result<T, Damage>) -> Look<T> {
    let open = is_open(&path);
    let bytes = match bounded::file(&path, most) {
        Ok(bytes) => bytes,
        Err(why) => {
            let found = without(&path, why);
            return Look {
                path,
                found,
                text: String::new(),
                open,
            };
        }
    };
    let Ok(text) = String::from_utf8(bytes) else {
        return Look {
            path,
            found: Found::Bytes,
            text: String::new(),
            open,
        };
    };
    let found = match understood(&text) {
        _ if text.trim().is_empty() => Found::Blank,
        Ok(whole) => Found::Whole(whole),
        Err(Damage::Foreign) => Found::Foreign,
        Err(Damage::Line(line)) => Found::Damaged(line),
    };
    Look {
        path,
        found,
        text,
        open,
    }
}

/// Why there is nothing to be read.
fn without<T>(path: &Path, why: io::Error) -> Found<T> {
    match fs::read_link(path) {
        _ if why.kind() != io::ErrorKind::NotFound => Found::Unreadable(why),
        Ok(to) => Found::Dangling(to),
        Err(_) => Found::Nothing,
    }
}

/// True where others may write to the file, or to the folder that it stands in.
fn is_open(path: &Path) -> bool {
    let file = fs::metadata(path).ok();
    let folder = path.parent().and_then(|folder| fs::metadata(folder).ok());
    file.is_some_and(|file| {
        others_write(&file)
            || folder.is_some_and(|folder| others_write(&folder) && !is_sticky(&folder))
    })
}

/// A group of the same number as its owner is that person's alone, as many systems make them.
#[cfg(unix)]
fn others_write(of: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let (all, group) = (of.mode() & 0o002 != 0, of.mode() & 0o020 != 0);
    all || (group && of.gid() != of.uid())
}

/// In such a folder only the owner of a file replaces it.
#[cfg(unix)]
fn is_sticky(of: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::mode(of) & 0o1000 != 0
}

#[cfg(not(unix))]
fn others_write(_of: &Metadata) -> bool {
    false
}

#[cfg(not(unix))]
fn is_sticky(_of: &Metadata) -> bool {
    true
}
