//! The temporary folder with the private keys of the practice apps: for its owner only, and gone when `serve` ends.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::practice::{AppKey, Random as _};
use crate::shell::random::SystemRandom;

/// The folder. Dropping it removes it.
#[derive(Debug)]
pub(super) struct KeyFolder(PathBuf);

impl KeyFolder {
    /// Makes a fresh folder that only its owner may enter.
    pub(super) fn create() -> io::Result<Self> {
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

    /// Writes a key and gives the file's path.
    pub(super) fn keep(&self, name: &str, key: &AppKey) -> io::Result<PathBuf> {
        let path = self.0.join(format!("{name}.pem"));
        write(&path, key.expose_pem())?;
        Ok(path)
    }
}

/// Only the owner may read it, from the first byte on.
fn write(path: &Path, pem: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(pem.as_bytes())
}

impl Drop for KeyFolder {
    fn drop(&mut self) {
        // Nobody is left to tell when this fails; the keys are worth nothing once the tenants are gone.
        drop(fs::remove_dir_all(&self.0));
    }
}
