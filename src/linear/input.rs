//! Lines in: one thread that reads a line when it is asked for one, so that nothing is read ahead of its question.

use std::io::{self, BufRead, Read};
use std::sync::mpsc::{self, Sender};
use std::thread;

use super::run::{Event, Input};

/// A line longer than this is taken as several: twice what the checker reads at most.
const LONGEST: u64 = 2 * 1024 * 1024;

/// Starts reading. Each `()` sent through the result asks for one line. The thread ends with its input or with its asker;
/// while it waits for a terminal it cannot be woken, so nobody waits for it.
pub(super) fn listen(
    mut input: impl BufRead + Send + 'static,
    queue: Sender<Event>,
) -> io::Result<Sender<()>> {
    let (asks, asked) = mpsc::channel();
    thread::Builder::new().name("input".into()).spawn(move || {
        for () in asked {
            let read = line(&mut input);
            let over = matches!(read, Input::End);
            if queue.send(Event::Input(read)).is_err() || over {
                return;
            }
        }
    })?;
    Ok(asks)
}

fn line(input: &mut impl BufRead) -> Input {
    let mut bytes = Vec::new();
    // A terminal that hung up is an end like any other.
    match input.take(LONGEST).read_until(b'\n', &mut bytes) {
        Ok(0) | Err(_) => Input::End,
        Ok(_) => {
            let text = String::from_utf8_lossy(&bytes);
            let text = text.strip_suffix('\n').unwrap_or(&text);
            Input::Line(text.strip_suffix('\r').unwrap_or(text).to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_without_their_ends_and_damaged_bytes_are_replaced() {
        let mut input = io::Cursor::new(b"one\r\n\xff\n\nlast".to_vec());
        let mut read = Vec::new();
        while let Input::Line(text) = line(&mut input) {
            read.push(text);
        }
        assert_eq!(read, ["one", "\u{fffd}", "", "last"]);
    }
}
