//! Temporary files that hold secrets: each readable by its owner only, in a folder that is gone when its owner is dropped.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::practice::Random as _;
use crate::shell::random::SystemRandom;

/// A temporary folder for its owner only: what others put beside the files, as editors do, is hidden too. Dropping it removes
/// it with all there is.
#[derive(Debug)]
pub struct SecludedFolder(PathBuf);

impl SecludedFolder {
    /// Makes a fresh one.
    ///
    /// # Errors
    /// When the operating system makes no folder there.
    pub fn create() -> io::Result<Self> {
        let mut bytes = [0; 8];
        SystemRandom.fill(&mut bytes);
        let name = format!("oauth-tutor-{:016x}", u64::from_le_bytes(bytes));
        let path = std::env::temp_dir().join(name);
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path)?;
        Ok(Self(path))
    }

    /// Writes a new file and gives its path. Only its owner may read it, from the first byte on.
    ///
    /// # Errors
    /// When the file is there already, or cannot be written.
    pub fn keep(&self, name: &str, text: &str) -> io::Result<PathBuf> {
        let path = self.0.join(name);
        write(&path, text)?;
        Ok(path)
    }
}

impl Drop for SecludedFolder {
    fn drop(&mut self) {
        // When this fails nobody is left to tell, and the folder is still its owner's alone.
        drop(fs::remove_dir_all(&self.0));
    }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}
