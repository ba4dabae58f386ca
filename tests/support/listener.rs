//! A raw listener on loopback: keeps the bytes of one request after the other, and answers with given bytes.

use std::io::{Error, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// What the listener does with one connection.
pub(crate) enum Turn {
    /// Answers with these bytes and closes.
    Answer(Vec<u8>),
    /// Answers with these bytes, then keeps the connection open until the other side closes it.
    Hold(Vec<u8>),
    /// Speaks first, without waiting for a request.
    Greet(Vec<u8>),
}

impl Turn {
    /// A whole reply with a JSON body.
    pub(crate) fn json(status: &str, body: &str) -> Self {
        let length = body.len();
        Self::Answer(
            format!(
                "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
            )
            .into_bytes(),
        )
    }
}

/// A listener with its turns. It ends after the last of them.
pub(crate) struct Listener {
    pub(crate) port: u16,
    thread: JoinHandle<Vec<Vec<u8>>>,
}

impl Listener {
    /// Starts listening; each connection takes the next turn.
    pub(crate) fn start(turns: Vec<Turn>) -> Self {
        Self::with_port(|_| turns)
    }

    /// As `start`, where the answers name the port.
    pub(crate) fn with_port(turns: impl FnOnce(u16) -> Vec<Turn>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let turns = turns(port);
        let serve = move || {
            turns
                .into_iter()
                .map(|turn| take_turn(&mut listener.accept().unwrap().0, turn))
                .collect()
        };
        let thread = Builder::new().spawn(serve).unwrap();
        Self { port, thread }
    }

    /// The requests as received. Waits until every turn was taken.
    pub(crate) fn requests(self) -> Vec<Vec<u8>> {
        self.thread.join().unwrap()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

fn take_turn(stream: &mut TcpStream, turn: Turn) -> Vec<u8> {
    // So that a test that waits for ever fails instead.
    let longest = Some(Duration::from_secs(20));
    stream.set_read_timeout(longest).unwrap();
    // Writing may fail: the other side may have gone already, when it has seen enough.
    match turn {
        Turn::Answer(bytes) => {
            let request = read_request(stream);
            drop(stream.write_all(&bytes));
            request
        }
        Turn::Hold(bytes) => {
            let request = read_request(stream);
            drop(stream.write_all(&bytes));
            let closed = !matches!(stream.read(&mut [0]), Err(error) if is_late(&error));
            assert!(closed, "the connection was left open");
            request
        }
        Turn::Greet(bytes) => {
            drop(stream.write_all(&bytes));
            let mut first = [0; 4096];
            let count = stream.read(&mut first).unwrap_or(0);
            first[..count].to_vec()
        }
    }
}

fn is_late(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// Reads until the head is whole and the body has its announced length, or the other side stops.
fn read_request(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    while !is_whole(&bytes) {
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => break,
            Ok(count) => bytes.extend_from_slice(&chunk[..count]),
        }
    }
    bytes
}

fn is_whole(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.parse::<usize>().unwrap())
    });
    body.len() >= length.unwrap_or(0)
}
