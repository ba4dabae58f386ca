//! Temporary files that hold secrets: each readable by its owner only, in a folder that is gone when its owner is dropped. What a killed
//! program left behind is removed by the next one.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use thiserror::Error;

use crate::practice::Random as _;
use crate::shell::random::SystemRandom;

/// A temporary folder for its owner only: what others put beside the files, as editors do, is hidden too. Dropping it removes
/// it with all there is.
#[derive(Debug)]
pub struct SecludedFolder {
    path: PathBuf,
    /// Locked as long as this program lives: whoever finds the folder can tell whether anybody still needs it.
    _alive: File,
}

/// Why there is no such folder.
#[derive(Debug, Error)]
pub enum NoFolder {
    /// The variable is set to nothing.
    #[error("TMPDIR is empty. Set it to the whole path of a folder, or unset it for {usual}", usual = USUAL)]
    Empty,
    /// The variable names a place that depends on where one stands.
    #[error("TMPDIR is no whole path: {0}. Set it to one that begins with /, or unset it for {usual}", usual = USUAL)]
    Relative(String),
    /// The operating system makes no folder there.
    #[error("no temporary folder can be made in {place}: {why}")]
    Refused {
        /// Where.
        place: String,
        /// The operating system's words.
        why: io::Error,
    },
}

/// Where temporary files go when nobody says otherwise (POSIX).
const USUAL: &str = "/tmp";
const PREFIX: &str = "oauth-tutor-";
const ALIVE: &str = "alive.lock";

/// The folders of this process that are not removed yet.
static OPEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn open() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    // A panic elsewhere leaves the set whole.
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes all folders of this process, where it ends without dropping them.
pub fn remove_all() {
    for path in std::mem::take(&mut *open()) {
        clear(&path);
    }
}

impl SecludedFolder {
    /// Makes a fresh one, and removes those of programs that were killed.
    ///
    /// # Errors
    /// [`NoFolder`].
    pub fn create() -> Result<Self, NoFolder> {
        let parent = parent()?;
        let mut bytes = [0; 8];
        SystemRandom.fill(&mut bytes);
        let path = parent.join(format!("{PREFIX}{:016x}", u64::from_le_bytes(bytes)));
        let refused = |why| NoFolder::Refused {
            place: parent.display().to_string(),
            why,
        };
        fs::DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .map_err(refused)?;
        open().insert(path.clone());
        let alive = alive(&path).inspect_err(|_| remove(&path));
        let alive = alive.map_err(refused)?;
        sweep(&parent, alive.metadata().and_then(|it| it.modified()).ok());
        Ok(Self {
            path,
            _alive: alive,
        })
    }

    /// Writes a new file and gives its path. Only its owner may read it, from the first byte on.
    ///
    /// # Errors
    /// When the file is there already, or cannot be written.
    pub fn keep(&self, name: &str, text: &str) -> io::Result<PathBuf> {
        let path = self.path.join(name);
        private(&path)?.write_all(text.as_bytes())?;
        Ok(path)
    }
}

impl Drop for SecludedFolder {
    fn drop(&mut self) {
        remove(&self.path);
    }
}

fn remove(path: &Path) {
    clear(path);
    open().remove(path);
}

/// Removes a folder, and last of all the file that says whose it is: who is killed in the middle of it leaves something that the next
/// start knows. When it fails nobody is left to tell, and the folder is still its owner's alone.
fn clear(path: &Path) {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name() != ALIVE) {
        let inside = entry.path();
        // An editor may have made a folder for its copies.
        drop(fs::remove_file(&inside).or_else(|_| fs::remove_dir_all(&inside)));
    }
    drop(fs::remove_dir_all(path));
}

/// Where temporary folders are made.
///
/// # Errors
/// Where the variable says nothing that could be used: a folder of secrets is not put just anywhere.
fn parent() -> Result<PathBuf, NoFolder> {
    let path = std::env::temp_dir();
    if path.as_os_str().is_empty() {
        return Err(NoFolder::Empty);
    }
    if path.is_relative() {
        return Err(NoFolder::Relative(path.display().to_string()));
    }
    Ok(path)
}

/// The file that says that this program lives. It gets its name once it is locked, so that nobody finds it unlocked meanwhile.
fn alive(folder: &Path) -> io::Result<File> {
    let unnamed = folder.join("alive.new");
    let file = private(&unnamed)?;
    file.try_lock()?;
    fs::rename(&unnamed, folder.join(ALIVE))?;
    Ok(file)
}

fn private(path: &Path) -> io::Result<File> {
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

/// Removes the folders of programs that were killed. What cannot be read or removed stays.
fn sweep(parent: &Path, now: Option<SystemTime>) {
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_ours = name.to_str().is_some_and(is_folder_name);
        if !is_ours {
            continue;
        }
        if is_left_behind(&entry.path()) {
            clear(&entry.path());
        } else if let Some(now) = now {
            remove_empty(&entry.path(), now);
        }
    }
}

/// Removes a folder that holds nothing and has not been touched for a minute: a living program has put something into its own by then.
fn remove_empty(folder: &Path, now: SystemTime) {
    let touched = fs::symlink_metadata(folder).and_then(|it| it.modified());
    let age = touched.ok().and_then(|at| now.duration_since(at).ok());
    if age.is_some_and(|age| age > Duration::from_mins(1)) {
        // Refused by the system where anything is in it, or where it is no folder.
        drop(fs::remove_dir(folder));
    }
}

fn is_folder_name(name: &str) -> bool {
    name.strip_prefix(PREFIX)
        .is_some_and(|rest| rest.len() == 16 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// True for a folder of this user, with a file in it that nobody holds locked any more.
fn is_left_behind(folder: &Path) -> bool {
    let owner = rustix::process::getuid().as_raw();
    let own = |it: &Metadata| it.uid() == owner;
    let is_folder = |it: &Metadata| it.is_dir() && own(it);
    // Without following a link, which somebody else could have laid.
    if !fs::symlink_metadata(folder).is_ok_and(|it| is_folder(&it)) {
        return false;
    }
    let alive = folder.join(ALIVE);
    if !fs::symlink_metadata(&alive).is_ok_and(|it| it.is_file() && own(&it)) {
        return false;
    }
    fs::OpenOptions::new()
        .write(true)
        .open(alive)
        .is_ok_and(|file| file.try_lock().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names in `folder` in the order in which `work` removes them, as the system tells it.
    #[cfg(target_os = "linux")]
    fn removed_by(folder: &Path, work: impl FnOnce()) -> Vec<String> {
        use rustix::fs::inotify::{CreateFlags, ReadFlags, Reader, WatchFlags, add_watch, init};
        let watch = init(CreateFlags::NONBLOCK).unwrap();
        add_watch(&watch, folder, WatchFlags::DELETE).unwrap();
        work();
        let mut buffer = [const { std::mem::MaybeUninit::uninit() }; 4096];
        let mut events = Reader::new(&watch, &mut buffer);
        let mut names = Vec::new();
        // Nothing more is there once the system would have to wait.
        while let Ok(event) = events.next() {
            if event.events().contains(ReadFlags::DELETE) {
                let name = event.file_name().unwrap().to_str().unwrap();
                names.push(name.to_owned());
            }
        }
        names
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_says_whose_a_folder_is_goes_last_when_it_is_cleared() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("oauth-tutor-0123456789abcdef");
        fs::create_dir(&path).unwrap();
        let _alive = alive(&path).unwrap();
        for number in 0..9 {
            fs::write(path.join(format!("{number}.pem")), "a key").unwrap();
        }
        fs::create_dir(path.join("copies")).unwrap();
        fs::write(path.join("copies/paste.txt"), "a token").unwrap();
        let removed = removed_by(&path, || clear(&path));
        assert_eq!(removed.len(), 11, "{removed:?}");
        assert_eq!(removed.last().map(String::as_str), Some(ALIVE));
        assert!(!path.exists());
    }

    #[test]
    fn folders_of_the_dead_go_and_those_of_the_living_stay() {
        let parent = tempfile::tempdir().unwrap();
        let made = |name: &str| {
            let path = parent.path().join(name);
            fs::create_dir(&path).unwrap();
            path
        };
        let dead = made("oauth-tutor-0123456789abcdef");
        drop(alive(&dead).unwrap());
        fs::write(dead.join("rfc.pem"), "a key").unwrap();
        let living = made("oauth-tutor-fedcba9876543210");
        let _alive = alive(&living).unwrap();
        let other = made("oauth-tutor-notes");
        drop(alive(&other).unwrap());
        let without = made("oauth-tutor-0000000000000000");
        let now = fs::metadata(&without).unwrap().modified().unwrap();
        sweep(parent.path(), Some(now));
        assert!(!dead.exists() && living.exists() && other.exists() && without.exists());

        // A minute later the empty one is nobody's; what somebody put something into stays.
        let kept = made("oauth-tutor-1111111111111111");
        fs::write(kept.join("notes"), "mine").unwrap();
        sweep(parent.path(), Some(now + Duration::from_secs(61)));
        assert!(!without.exists() && kept.exists() && living.exists());
    }
}
