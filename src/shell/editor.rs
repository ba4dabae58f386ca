//! The learner's own editor: the text goes into a file that only its owner can read, in a folder that is gone afterwards.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::oauth::check::paste::{self, Pasted};
use crate::practice::Random as _;
use crate::shell::random::SystemRandom;

/// Has `text` edited by `command`, as a shell understands it (`code --wait`), and gives what it is afterwards. The terminal must
/// be the editor's for that time.
///
/// # Errors
/// In words for the learner; the text that was there stays then.
pub fn edit(command: &str, text: &str) -> Result<Pasted, String> {
    let folder = Folder::create().map_err(|why| format!("no temporary folder: {why}"))?;
    let path = folder.0.join("paste.txt");
    write(&path, text).map_err(|why| format!("no temporary file: {why}"))?;
    // The words of the variable are the shell's to split, the path is handed over whole. `exec`, since a shell that waits beside
    // the editor would end on a Ctrl+C that the editor takes for itself.
    let status = Command::new("sh")
        .arg("-c")
        .arg(format!("exec {command} \"$@\""))
        .arg(command)
        .arg(&path)
        .status()
        .map_err(|why| format!("the editor could not be started: {why}"))?;
    if !status.success() {
        return Err(format!("the editor ended with {status}."));
    }
    let bytes = fs::read(&path).map_err(|why| format!("the file is not there any more: {why}"))?;
    paste::from_bytes(&bytes).map_err(|why| why.to_string())
}

/// A folder for its owner only, since editors put copies of their own beside the file. Dropping it removes it with all there is.
struct Folder(PathBuf);

impl Folder {
    fn create() -> io::Result<Self> {
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
}

impl Drop for Folder {
    fn drop(&mut self) {
        // When this fails the folder is still its owner's alone, and the words on the screen cannot mend it.
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Only the owner may read it, from the first byte on.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}
