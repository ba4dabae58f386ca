//! What is said while a command for the secret takes long.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::of_command_within;
use crate::cli::exit::Exit;
use crate::cli::print::Out;
use crate::shell::secret_command::{NoSecret, Patience};
use crate::shell::signals::Ended;

/// What was written, to be looked at.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut paper = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        paper.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn whoever_waits_is_told_for_what_and_how_it_ends() {
    let paper = Paper::default();
    let mut out = Out::to(Box::new(io::sink()), Box::new(paper.clone()), false);
    let words = ["sleep", "30"].map(str::to_owned);
    let patience = Patience {
        quiet: Duration::ZERO,
        more: Duration::ZERO,
    };
    let ended = of_command_within(&words, patience, &mut out);
    assert_eq!(ended.err(), Some(Exit::Unreadable));
    let said = String::from_utf8(paper.0.lock().unwrap().clone()).unwrap();
    let said: Vec<&str> = said.lines().collect();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(
        said[1].starts_with("Still waiting for sleep.") && said[1].contains("Ctrl+C"),
        "{said:?}"
    );
    assert!(
        said[2].ends_with("sleep did not end within 0 seconds and was stopped"),
        "{said:?}"
    );
}

#[test]
fn a_command_has_a_minute() {
    assert_eq!(Patience::default().seconds(), 60);
}

#[test]
fn a_command_that_ctrl_c_ended_ends_the_program_so_and_nothing_is_said_of_it() {
    let paper = Paper::default();
    let mut out = Out::to(Box::new(io::sink()), Box::new(paper.clone()), true);
    for ended in [Ended::Interrupted, Ended::Quit] {
        let code = super::gave_none(NoSecret::Signalled(ended), &mut out);
        assert_eq!(code, Exit::Signalled(ended));
    }
    assert_eq!(paper.0.lock().unwrap().as_slice(), b"");
}
