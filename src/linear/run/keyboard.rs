//! The keyboard's manners where it is one, and what it means where a terminal does not edit lines.

use std::io;

use rustix::io::Errno;

use crate::shell::manners::{self, Manners};

/// Where the lines come from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keyboard {
    /// True when it is this process's own terminal; a pipe has no manners to change.
    pub(super) is_terminal: bool,
}

impl Keyboard {
    /// From now on what is typed is not shown, but for the line end.
    pub(super) fn hide(self) -> Option<Manners> {
        self.is_terminal.then(manners::hide_lines).flatten()
    }

    /// From now on lines may be of any length.
    pub(super) fn take_long_lines(self) -> Option<Manners> {
        self.is_terminal.then(manners::take_long_lines).flatten()
    }
}

/// How many cells a line of this process's terminal has.
pub(super) fn columns() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

/// True for what a terminal says that is gone.
pub(super) fn is_gone(error: &io::Error) -> bool {
    error.raw_os_error() == Some(Errno::IO.raw_os_error())
}

/// A pasted line as it was meant: a terminal that does not edit lines hands on the keys that do, and may mark where a paste begins.
pub(super) fn as_meant(line: &str) -> String {
    let line = line.replace("\u{1b}[200~", "").replace("\u{1b}[201~", "");
    let mut meant = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\u{7f}' | '\u{8}' => {
                meant.pop();
            }
            '\u{15}' => meant.clear(),
            other => meant.push(other),
        }
    }
    meant
}

#[cfg(test)]
mod tests {
    use super::as_meant;

    #[test]
    fn editing_keys_edit() {
        assert_eq!(as_meant("x\u{7f}."), ".");
        assert_eq!(as_meant("wrong\u{15}{}"), "{}");
        assert_eq!(as_meant("\u{1b}[200~{}\u{1b}[201~"), "{}");
        assert_eq!(as_meant("\u{7f}é\u{7f}"), "");
    }
}
