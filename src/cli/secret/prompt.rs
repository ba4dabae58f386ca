//! The hidden prompt: what is typed is not echoed, and the terminal is as it was afterwards.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use secrecy::zeroize::Zeroizing;

use crate::oauth::names::ClientSecret;
use crate::oauth::text::is_hidden;
use crate::shell::manners;
use crate::tui::keys::decoder::{Decoder, Token};
use crate::tui::keys::{Press, Stroke};

/// A longer line is no secret. It also keeps the buffer from moving, which would leave copies behind.
const LONGEST: usize = 64 * 1024;

const CHUNK: usize = 4096;

/// How often somebody may type what cannot be a secret.
const TRIES: u32 = 3;

/// What became of asking.
pub(super) enum Typed {
    /// This was typed.
    Secret(ClientSecret),
    /// Nothing was, or nobody sits at a terminal.
    Nothing,
    /// The terminal is gone.
    Gone,
}

/// Asks for the secret, where a person sits at a terminal.
pub(super) fn ask() -> Typed {
    let is_seated = io::stdin().is_terminal() && io::stderr().is_terminal();
    let Some(hidden) = is_seated.then(manners::hide_keys).flatten() else {
        return Typed::Nothing;
    };
    let mut stderr = io::stderr();
    let mut typed = Typed::Nothing;
    for _ in 0..TRIES {
        let _ = write!(stderr, "Client secret (not shown while you type): ");
        let _ = stderr.flush();
        let line = Line::read();
        let _ = writeln!(stderr);
        manners::drop_the_rest();
        match line {
            Ok(line) => {
                typed = line;
                break;
            }
            Err(why) => {
                let _ = writeln!(
                    stderr,
                    "{why} Nothing of it was taken; type the secret again."
                );
            }
        }
    }
    drop(hidden);
    typed
}

/// What is typed.
struct Line {
    text: Zeroizing<String>,
    /// The first bytes of a character whose others are still to come.
    begun: Zeroizing<Vec<u8>>,
    /// Something came that is no part of a secret.
    refused: Option<&'static str>,
}

const CONTROL: &str = "A key or a control character came in between that is no part of a secret.";
const LINES: &str = "There is a line end in the middle.";
const DAMAGED: &str = "A character came that is not UTF-8.";
const LONG: &str = "That is longer than any secret.";

impl Line {
    /// Reads to the end of the line.
    fn read() -> Result<Typed, &'static str> {
        let mut line = Self {
            text: Zeroizing::new(String::with_capacity(LONGEST)),
            begun: Zeroizing::new(Vec::with_capacity(2 * CHUNK)),
            refused: None,
        };
        let mut decoder = Decoder::default();
        let mut chunk = Zeroizing::new([0; CHUNK]);
        loop {
            let tokens = match wait(decoder.patience()) {
                Ok(true) => match rustix::io::read(io::stdin(), chunk.as_mut_slice()) {
                    // Ctrl+D comes as a key here.
                    Ok(0) => return Ok(Typed::Gone),
                    Ok(length) => {
                        let bytes = chunk.get(..length).unwrap_or_default();
                        line.look_at(bytes);
                        decoder.feed(bytes)
                    }
                    Err(Errno::INTR | Errno::AGAIN) => continue,
                    Err(_) => return Ok(Typed::Gone),
                },
                Ok(false) => decoder.rest(),
                Err(_) => return Ok(Typed::Gone),
            };
            for token in tokens {
                let ended = match token {
                    Token::Press(press) => line.press(press),
                    Token::Paste(text) => {
                        line.paste(&Zeroizing::new(text));
                        false
                    }
                    Token::Ground(_) | Token::Mouse(_) => false,
                };
                if ended {
                    return line.taken();
                }
            }
        }
    }

    fn taken(self) -> Result<Typed, &'static str> {
        match self.refused {
            Some(why) => Err(why),
            None if self.text.is_empty() => Ok(Typed::Nothing),
            None => Ok(Typed::Secret(ClientSecret::new(self.text.as_str()))),
        }
    }

    /// The decoder passes over bytes that are no text. Here they may have been meant. A character may come in two reads.
    fn look_at(&mut self, bytes: &[u8]) {
        self.begun.extend_from_slice(bytes);
        let begun = match std::str::from_utf8(&self.begun) {
            Ok(_) => self.begun.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => {
                self.refuse(DAMAGED);
                self.begun.len()
            }
        };
        self.begun.drain(..begun);
    }

    fn refuse(&mut self, why: &'static str) {
        self.refused = self.refused.or(Some(why));
    }

    /// One key; true when it ends the line.
    fn press(&mut self, press: Press) -> bool {
        if press.is_end_of_input() {
            return true;
        }
        match press.stroke() {
            Some(Stroke::Break) => return true,
            Some(Stroke::Insert(c)) => self.push(c),
            Some(Stroke::Backspace) => {
                self.text.pop();
            }
            Some(Stroke::Clear) => {
                self.text.clear();
                self.refused = None;
            }
            Some(Stroke::DeleteWord) => self.delete_word(),
            Some(
                Stroke::Delete
                | Stroke::DeleteNextWord
                | Stroke::DeleteToEnd
                | Stroke::Left
                | Stroke::Right
                | Stroke::Up
                | Stroke::Down
                | Stroke::WordLeft
                | Stroke::WordRight
                | Stroke::Head
                | Stroke::End,
            )
            | None => self.refuse(CONTROL),
        }
        false
    }

    /// A paste usually brings the line end along.
    fn paste(&mut self, text: &str) {
        let text = text.trim_end_matches(['\r', '\n']);
        if text.contains(['\r', '\n']) {
            self.refuse(LINES);
        }
        text.chars().for_each(|c| self.push(c));
    }

    fn push(&mut self, c: char) {
        if is_hidden(c) {
            self.refuse(CONTROL);
        } else if self.text.len() + c.len_utf8() > LONGEST {
            self.refuse(LONG);
        } else {
            self.text.push(c);
        }
    }

    fn delete_word(&mut self) {
        let kept = self.text.trim_end();
        let kept = kept.trim_end_matches(|c: char| !c.is_whitespace()).len();
        self.text.truncate(kept);
    }
}

/// Waits for a key; false when none came in time.
fn wait(patience: Option<Duration>) -> rustix::io::Result<bool> {
    let timeout = patience.and_then(|patience| Timespec::try_from(patience).ok());
    let stdin = io::stdin();
    match poll(&mut [PollFd::new(&stdin, PollFlags::IN)], timeout.as_ref()) {
        Ok(ready) => Ok(ready > 0),
        // A signal; the read that follows finds nothing and says so.
        Err(Errno::INTR) => Ok(false),
        Err(error) => Err(error),
    }
}
