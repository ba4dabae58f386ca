//! The learner's own editor: the text goes into a file that only its owner can read, in a folder that is gone afterwards.

use std::process::Command;

use crate::oauth::check::paste::{self, LIMIT, Pasted};
use crate::shell::secluded::SecludedFolder;
use crate::store::bounded;

/// The variable that holds a client secret (CONTRACT.md section 1).
const SECRET: &str = "OAUTH_TUTOR_CLIENT_SECRET";

/// More than this is not read back; what is beyond the checker's limit is said to be too large.
const EDITED: usize = 16 * LIMIT;

/// Has `text` edited by `command`, as a shell understands it (`code --wait`), and gives what it is afterwards. The terminal must
/// be the editor's for that time.
///
/// # Errors
/// In words for the learner; the text that was there stays then.
pub fn edit(command: &str, text: &str) -> Result<Pasted, String> {
    let folder = SecludedFolder::create().map_err(|why| why.to_string())?;
    let path = folder
        .keep("paste.txt", text)
        .map_err(|why| format!("no temporary file: {why}"))?;
    // The words of the variable are the shell's to split, the path is handed over whole. `exec`, since a shell that waits beside
    // the editor would end on a Ctrl+C that the editor takes for itself.
    let status = Command::new("sh")
        .arg("-c")
        .arg(format!("exec {command} \"$@\""))
        .arg(command)
        .arg(&path)
        // Whatever the editor starts would inherit it.
        .env_remove(SECRET)
        .status()
        .map_err(|why| format!("the editor could not be started: {why}"))?;
    if !status.success() {
        return Err(format!("the editor ended with {status}."));
    }
    let bytes = bounded::file(&path, EDITED)
        .map_err(|why| format!("the file cannot be read any more: {why}"))?;
    paste::from_bytes(&bytes).map_err(|why| why.to_string())
}
