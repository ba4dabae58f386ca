//! An answer of the terminal that is still on its way when the terminal is given back.

use std::time::Duration;

use super::Event;
use super::session::Session;
use crate::shell::clock;
use crate::tui::keys::decoder::Token;

/// How long the end waits for an answer of the terminal, in milliseconds, and after what time no answer is expected any more.
const ANSWER: i64 = 120;
const FORGOTTEN: i64 = 1_000;

impl Session {
    /// Waits a moment for an answer of the terminal that is still on its way: it would be typed into the shell.
    pub(super) fn hears_the_answer(&mut self) {
        let end = clock::now().plus(ANSWER);
        while let Some(asked) = self.asked {
            let now = clock::now();
            let left = u64::try_from(end.0 - now.0).unwrap_or(0);
            if left == 0 || now.0 - asked.0 > FORGOTTEN {
                return;
            }
            match self.events.recv_timeout(Duration::from_millis(left)) {
                Ok(Event::Input(batch)) => {
                    let answered = |token: &Token| matches!(token, Token::Ground(_));
                    if batch.read.iter().any(answered) {
                        self.asked = None;
                    }
                    // Keys among it are for later.
                    self.held.push_back(Event::Input(batch));
                }
                Ok(Event::World(message)) => self.tell(message),
                Ok(Event::Room) => {}
                Ok(other) => {
                    self.held.push_back(other);
                    return;
                }
                Err(_) => return,
            }
        }
    }
}
