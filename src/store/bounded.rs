//! Reading files that may be none: pipes and devices are read as far as a limit goes, and nobody waits for ever for a pipe that no program
//! writes to.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;

/// How long a pipe may be without a program that writes to it, and a device without a byte.
const PATIENCE: Duration = Duration::from_secs(3);

/// Names of standard input, which is read as it is: opening it anew fails for a socket and moves nothing for a pipe.
const STDIN: [&str; 3] = ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"];

/// At most `most` bytes of what `path` names. A pipe whose writer is slow is waited for, as standard input is.
///
/// # Errors
/// What the operating system says, or that nothing came.
pub fn any(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    if STDIN.iter().any(|name| path == Path::new(name)) {
        return up_to(io::stdin().lock(), most);
    }
    let file = open(path)?;
    let kind = file.metadata()?.file_type();
    if kind.is_fifo() || kind.is_char_device() || kind.is_socket() {
        return patiently(&file, most);
    }
    up_to(file, most)
}

/// What `path` names, where that is a file of at most `most` bytes; links are followed.
///
/// # Errors
/// What the operating system says, or that it is no file, or too large.
pub fn file(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("this is no file"));
    }
    let bytes = up_to(file, most.saturating_add(1))?;
    if bytes.len() > most {
        return Err(io::Error::other(format!("larger than {} KiB", most / 1024)));
    }
    Ok(bytes)
}

/// The text of a file, as [`file()`] reads it; `None` where there is none.
///
/// # Errors
/// As [`file()`], or that it is no text.
pub fn text(path: &Path, most: usize) -> io::Result<Option<String>> {
    let bytes = match file(path, most) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let text = String::from_utf8(bytes);
    text.map(Some)
        .map_err(|_| io::Error::other("it is no text"))
}

/// Reads at most so many bytes, so that an endless source ends.
///
/// # Errors
/// Those of the source.
pub fn up_to(source: impl Read, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    source.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Without waiting: opening a pipe waits for its writer otherwise, and a modem for its carrier.
fn open(path: &Path) -> io::Result<File> {
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    let flags = i32::try_from(flags.bits()).unwrap_or_default();
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

fn patiently(mut file: &File, most: usize) -> io::Result<Vec<u8>> {
    let is_pipe = file.metadata()?.file_type().is_fifo();
    let mut bytes = Vec::new();
    let mut chunk = [0; 16 * 1024];
    let mut late = false;
    while bytes.len() < most {
        let room = (most - bytes.len()).min(chunk.len());
        let waits = match file.read(chunk.get_mut(..room).unwrap_or_default()) {
            // No program has it open for writing: none any more, or none yet.
            Ok(0) if is_pipe && bytes.is_empty() => {
                if late {
                    return Err(io::Error::new(
                        ErrorKind::TimedOut,
                        "no program writes to this pipe",
                    ));
                }
                Some(PATIENCE)
            }
            Ok(0) => break,
            Ok(length) => {
                bytes.extend_from_slice(chunk.get(..length).unwrap_or_default());
                continue;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                let has_a_writer = is_pipe || rustix::termios::isatty(file) || !bytes.is_empty();
                if late && !has_a_writer {
                    return Err(io::Error::new(
                        ErrorKind::TimedOut,
                        "nothing comes from this device",
                    ));
                }
                (!has_a_writer).then_some(PATIENCE)
            }
            Err(error) => return Err(error),
        };
        late = !comes(file, waits)?;
        // A pipe that had a writer, which left without a byte, has ended.
        if !late && is_pipe && waits.is_some() && has_ended(file)? {
            break;
        }
    }
    Ok(bytes)
}

/// Waits for something to read; false when nothing came in time.
fn comes(file: &File, patience: Option<Duration>) -> io::Result<bool> {
    let timeout = patience.and_then(|patience| Timespec::try_from(patience).ok());
    match poll(&mut [PollFd::new(file, PollFlags::IN)], timeout.as_ref()) {
        Ok(ready) => Ok(ready > 0),
        Err(Errno::INTR) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

fn has_ended(file: &File) -> io::Result<bool> {
    let mut polled = [PollFd::new(file, PollFlags::IN)];
    poll(&mut polled, Some(&Timespec::default()))?;
    let seen = polled[0].revents();
    Ok(seen.contains(PollFlags::HUP) && !seen.contains(PollFlags::IN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endless_devices_end_at_the_limit_and_are_no_files() {
        assert_eq!(any(Path::new("/dev/zero"), 1000).unwrap().len(), 1000);
        assert!(any(Path::new("/dev/null"), 10).unwrap().is_empty());
        assert!(file(Path::new("/dev/zero"), 1000).is_err());
    }
}
