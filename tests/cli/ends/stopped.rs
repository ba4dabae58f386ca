//! How `serve` ends when it is stopped, as whoever starts it from a script sees it.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Stdio;
use std::time::Duration;

use rstest::rstest;
use rustix::process::{Pid, Signal, kill_process};

use super::{ends_within, host, program, said, serve, shell};

#[rstest]
#[case::interrupt(Signal::INT, 0)]
#[case::terminate(Signal::TERM, 0)]
#[case::hang_up(Signal::HUP, 129)]
#[case::quit(Signal::QUIT, 131)]
fn each_signal_has_its_status_and_what_is_under_way_is_answered(
    #[case] signal: Signal,
    #[case] status: i32,
) {
    let (mut child, endpoint) = serve(Stdio::null(), &[]);
    let host = host(&endpoint);
    let path = endpoint.split(host).nth(1).unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    // Half a request: the server has read its head when it says that the rest may come (RFC 9110 10.1.1).
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 29\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut go_on = [0; 12];
    stream.read_exact(&mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100");
    kill_process(Pid::from_child(&child), signal).unwrap();
    stream.write_all(b"grant_type=client_credentials").unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    assert!(reply.contains("HTTP/1.1 40"), "{reply}");
    assert_eq!(
        ends_within(&mut child, Duration::from_secs(5)),
        Some(status)
    );
}

#[rstest]
#[case("INT")]
#[case("TERM")]
fn a_script_that_stops_it_goes_on(#[case] signal: &str) {
    let home = tempfile::tempdir().unwrap();
    // A shell without job control starts it deaf to Ctrl+C (POSIX, 2.11), which it is not.
    let line = format!(
        "set -e; mkfifo ready; \"$0\" serve --port 0 --json --quiet > ready & read -r line < ready; kill -{signal} $!; wait $!; echo goes on"
    );
    let output = shell(&line).current_dir(home.path()).output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        (output.status.code(), &*stdout),
        (Some(0), "goes on\n"),
        "{}",
        said(&output)
    );
}

#[test]
fn its_help_and_its_page_of_the_manual_say_so() {
    for words in [
        &["serve", "--help"][..],
        &["man", "serve"],
        &["help", "exit-codes"],
    ] {
        let output = program().args(words).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let says = ["ends with 0", "SIGTERM"]
            .iter()
            .all(|part| text.contains(part));
        assert!(says, "{words:?}: {text}");
    }
}
