//! `serve` in a terminal of its own, whose reader presses Ctrl+S: the log waits, and nothing else does.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use rustix::process::Signal;

use crate::pty::{Key, Launch, Terminal};

/// The host of the first tenant, out of the ready line.
#[track_caller]
fn host(terminal: &Terminal) -> String {
    terminal.wait_for_bytes(0, b"\r\n");
    let raw = String::from_utf8(terminal.raw()).expect("it is text");
    let line = raw.lines().next().expect("the ready line");
    let ready: serde_json::Value = serde_json::from_str(line).expect("it is JSON");
    let issuer = ready["tenants"][0]["issuer"].as_str().expect("an issuer");
    issuer.trim_start_matches("http://").to_owned()
}

/// Asks so many times over one connection; each is answered.
#[track_caller]
fn asks(host: &str, times: usize) {
    let mut stream = TcpStream::connect(host).expect("it listens");
    let limit = Some(Duration::from_secs(10));
    stream.set_read_timeout(limit).expect("a limit");
    let mut reader = BufReader::new(stream.try_clone().expect("a second end"));
    for number in 0..times {
        let request = format!("GET /nothing/{number} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it takes it");
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("an answer");
            let name = line.to_ascii_lowercase();
            if let Some(rest) = name.strip_prefix("content-length:") {
                length = rest.trim().parse().expect("a number");
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("a whole answer");
    }
}

#[test]
fn a_terminal_that_was_stopped_with_ctrl_s_stops_neither_answers_nor_signals() {
    for (signal, status) in [(Signal::INT, 0), (Signal::TERM, 0), (Signal::HUP, 129)] {
        let home = tempfile::tempdir().expect("a temporary folder");
        let words = ["serve", "--port", "0", "--json"];
        let mut terminal = Launch::tutor(home.path(), &words).alone().start();
        let host = host(&terminal);
        asks(&host, 1);
        terminal.wait_for(" -> 404");
        terminal.key(Key::Ctrl('s'));
        terminal.typed();
        asks(&host, 1000);
        terminal.signal(signal);
        let ended = terminal.ends_within(Duration::from_secs(5));
        assert_eq!(ended, Some(status), "{signal:?}");
    }
}
