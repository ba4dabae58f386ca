//! The keyboard's manners where it is one: no echo while a secret is typed, no line limit while something is pasted.

/// Where the lines come from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keyboard {
    /// True when it is this process's own terminal; a pipe has no manners to change.
    pub(super) is_terminal: bool,
}

/// Puts the terminal back to how it was, when dropped.
pub(super) struct Manners {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl Keyboard {
    /// From now on what is typed is not shown, but for the line end.
    pub(super) fn hide(self) -> Manners {
        self.with(Change::Hide)
    }

    /// From now on lines may be of any length: a terminal that edits lines itself loses what is beyond 4095 bytes of one.
    pub(super) fn take_long_lines(self) -> Manners {
        self.with(Change::LongLines)
    }

    #[cfg(unix)]
    fn with(self, change: Change) -> Manners {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

        let nothing = Manners { before: None };
        if !self.is_terminal {
            return nothing;
        }
        let terminal = rustix::stdio::stdin();
        let Ok(before) = tcgetattr(terminal) else {
            return nothing;
        };
        let mut wanted = before.clone();
        match change {
            Change::Hide => {
                wanted.local_modes.remove(LocalModes::ECHO);
                wanted.local_modes.insert(LocalModes::ECHONL);
            }
            Change::LongLines => wanted.local_modes.remove(LocalModes::ICANON),
        }
        match tcsetattr(terminal, OptionalActions::Now, &wanted) {
            Ok(()) => Manners {
                before: Some(before),
            },
            Err(_) => nothing,
        }
    }

    #[cfg(not(unix))]
    fn with(self, _change: Change) -> Manners {
        Manners {}
    }
}

#[derive(Clone, Copy)]
enum Change {
    Hide,
    LongLines,
}

impl Drop for Manners {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(before) = &self.before {
            use rustix::termios::{OptionalActions, tcsetattr};

            // A terminal that is gone needs no putting back.
            let _ = tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, before);
        }
    }
}

/// How many cells a line of this process's terminal has.
#[cfg(unix)]
pub(super) fn columns() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

/// Nothing to go by here: the terminal breaks lines as it likes.
#[cfg(not(unix))]
pub(super) fn columns() -> Option<usize> {
    None
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
