//! How a command ends that could not do its work for a reason that is no bug: full disks, closed pipes, limits of the system.

use std::io;

use rustix::io::Errno;

use crate::cli::exit::Exit;
use crate::cli::print::{Out, Unwritten};
use crate::oauth::text::visible_line;
use crate::shell::secluded::NoFolder;

/// Says what is wrong, and with which status to end.
pub(super) fn end(error: &anyhow::Error, out: &mut Out) -> Exit {
    if let Some(unwritten) = find::<Unwritten>(error) {
        return end_output(unwritten, out);
    }
    if let Some(none) = find::<NoFolder>(error) {
        out.complain(&visible_line(&format!("{none}.")));
        return Exit::CannotCreate;
    }
    if let Some(words) = find::<io::Error>(error).and_then(|error| full(error).or(limit(error))) {
        out.complain(&format!("oauth-tutor cannot go on: {words}."));
        return Exit::CannotCreate;
    }
    let said = format!("oauth-tutor stopped, this is a bug: {error:#}");
    out.complain(&visible_line(&said));
    Exit::Bug
}

/// The same where the output is what failed.
pub(super) fn end_output(unwritten: &Unwritten, out: &mut Out) -> Exit {
    if unwritten.is_closed() {
        return Exit::Done;
    }
    let said = format!("oauth-tutor cannot go on: {unwritten}.");
    out.complain(&visible_line(&said));
    Exit::Output
}

fn find<E: std::error::Error + Send + Sync + 'static>(error: &anyhow::Error) -> Option<&E> {
    error.chain().find_map(|cause| cause.downcast_ref::<E>())
}

/// Why nothing more goes to the disk.
fn full(error: &io::Error) -> Option<&'static str> {
    const FULL: [(Errno, &str); 3] = [
        (Errno::NOSPC, "the disk is full"),
        (Errno::DQUOT, "the disk is full"),
        (
            Errno::FBIG,
            "it may write no larger files (the limit is shown by ulimit -f)",
        ),
    ];
    words_of(error, &FULL)
}

/// What the system has run out of, where that is not the output's own disk.
pub(super) fn limit(error: &io::Error) -> Option<&'static str> {
    const LIMITS: [(Errno, &str); 4] = [
        (
            Errno::MFILE,
            "it may open no more files (the limit is shown by ulimit -n)",
        ),
        (Errno::NFILE, "this machine opens no more files"),
        (
            Errno::AGAIN,
            "it may start no more threads (the limit is shown by ulimit -u)",
        ),
        (Errno::NOMEM, "there is no more memory"),
    ];
    words_of(error, &LIMITS)
}

/// How a command ends that cannot read an input: a limit of the system is no fault of the input.
pub(super) fn unreadable(why: &io::Error) -> Exit {
    if limit(why).is_some() {
        Exit::CannotCreate
    } else {
        Exit::Unreadable
    }
}

fn words_of(error: &io::Error, known: &[(Errno, &'static str)]) -> Option<&'static str> {
    let number = error.raw_os_error()?;
    let found = known
        .iter()
        .find(|(errno, _)| errno.raw_os_error() == number);
    found.map(|(_, words)| *words)
}
