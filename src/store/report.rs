//! Reports that a learner wants to keep: each in a new file of the state folder, none ever overwritten.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::store::{SaveError, unwritable};

/// The folder within the state folder.
const FOLDER: &str = "reports";

/// How many reports of one name there may be; a name holds the second, so more is no use but a runaway.
const MOST: usize = 100;

/// Writes `text` to `reports/NAME.ENDING` in `folder`, or to `NAME-2.ENDING` and so on where that is taken; gives the path.
///
/// # Errors
/// [`SaveError`] when there is no folder, or nothing can be written there.
pub fn keep(
    folder: Option<&Path>,
    name: &str,
    ending: &str,
    text: &str,
) -> Result<String, SaveError> {
    let folder = folder.ok_or(SaveError::NoFolder)?.join(FOLDER);
    fs::create_dir_all(&folder).map_err(|source| unwritable(&folder, source))?;
    for number in 1..=MOST {
        let name = match number {
            1 => format!("{name}.{ending}"),
            more => format!("{name}-{more}.{ending}"),
        };
        let path = folder.join(name);
        match File::create_new(&path) {
            Ok(mut file) => {
                let written = file.write_all(text.as_bytes());
                written.map_err(|source| unwritable(&path, source))?;
                return Ok(path.display().to_string());
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(unwritable(&path, error)),
        }
    }
    let full = io::Error::other("too many reports of this second");
    Err(unwritable(&folder, full))
}
