//! What happens on a bug: a report without secrets is written, its path is printed, and the exit code is 70.

use std::any::Any;
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::panic::PanicHookInfo;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

/// How many reports of one process are kept before the oldest name is not tried any more.
const NAMES: u32 = 20;

/// Beginnings of messages of the standard library that hold numbers and nothing else.
const HARMLESS: [&str; 4] = [
    "index out of bounds:",
    "range ",
    "slice index ",
    "attempt to ",
];

/// Some thread of this process has panicked.
static PANICKED: AtomicBool = AtomicBool::new(false);

/// True once any thread has panicked: whatever the others say, the program does not end well.
pub fn has_panicked() -> bool {
    PANICKED.load(Ordering::SeqCst)
}

/// Makes every later panic of this process write a report and print its path.
/// The full-screen tutor puts its own hook before this one, so that the terminal is restored first.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        PANICKED.store(true, Ordering::SeqCst);
        let mut said = String::from(
            "oauth-tutor stopped: this is a bug in the program, not a mistake of yours.\n",
        );
        match write_report(&report(info)) {
            Ok(path) => {
                let _ = write!(said, "A report without secrets is in {}", path.display());
            }
            Err(error) => {
                let _ = write!(
                    said,
                    "No report could be written ({error}); it happened at {}",
                    place(info)
                );
            }
        }
        let _ = writeln!(io::stderr(), "{said}");
    }));
}

/// The text of the report: version, place, thread and message. Neither arguments nor environment, since both may name secrets.
fn report(info: &PanicHookInfo<'_>) -> String {
    format!(
        "oauth-tutor {}\nsystem: {} {}\nplace: {}\nthread: {}\nmessage: {}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        place(info),
        std::thread::current().name().unwrap_or("unnamed"),
        message(info.payload()),
    )
}

fn place(info: &PanicHookInfo<'_>) -> String {
    info.location()
        .map_or_else(|| "unknown".to_owned(), ToString::to_string)
}

/// The panic's message, where it cannot hold data: a literal, or numbers from the standard library.
/// `expect` on a `Result` or a wrong string index print the value itself, which may be a secret.
fn message(payload: &dyn Any) -> String {
    if let Some(literal) = payload.downcast_ref::<&'static str>() {
        return (*literal).to_owned();
    }
    payload
        .downcast_ref::<String>()
        .filter(|text| HARMLESS.iter().any(|start| text.starts_with(start)))
        .cloned()
        .unwrap_or_else(|| "left out, since it may hold data".to_owned())
}

/// Writes `text` to a new file that only this user may read. Never follows a link that somebody put there.
fn write_report(text: &str) -> io::Result<PathBuf> {
    let named = std::env::temp_dir();
    // A variable that names no whole path would put the report wherever the program was started.
    let folder = if named.is_absolute() {
        named
    } else {
        PathBuf::from("/tmp")
    };
    let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
    for number in 0..NAMES {
        let path = folder.join(format!(
            "oauth-tutor-crash-{}-{number}.txt",
            std::process::id()
        ));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Ok(mut file) => return file.write_all(text.as_bytes()).map(|()| path),
            Err(error) => last = error,
        }
    }
    Err(last)
}

#[cfg(test)]
mod tests {
    use super::message;

    #[test]
    fn a_message_that_may_hold_data_is_left_out() {
        let failed = Err::<(), _>("s3cr3t").map_err(|why| format!("{why:?}"));
        let of_result = format!("called `Result::unwrap()` on an `Err` value: {failed:?}");
        for text in [of_result, "no token begins with eyJhbGci".to_owned()] {
            assert_eq!(message(&text), "left out, since it may hold data");
        }
        assert_eq!(message(&17), "left out, since it may hold data");
        assert_eq!(message(&"a place of ours"), "a place of ours");
        let numbers = "index out of bounds: the len is 3 but the index is 7".to_owned();
        assert_eq!(message(&numbers), numbers);
    }
}
