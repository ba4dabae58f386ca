//! How the program ends when the world is not as it should be: nobody reads, nothing fits, clocks and pipes of every kind.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use assert_cmd::cargo::cargo_bin;
use rstest::rstest;

mod clocks;
mod closed;
mod limits;
mod stopped;

fn program() -> Command {
    let mut command = Command::new(cargo_bin("oauth-tutor"));
    command.env_remove("OAUTH_TUTOR_CLIENT_SECRET");
    command
}

/// A line for `sh`, in which `"$0"` is the program.
fn shell(line: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", line]).arg(cargo_bin("oauth-tutor"));
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Waits for at most `limit`; `None` when it has not ended by then, and it is ended then.
fn ends_within(child: &mut std::process::Child, limit: Duration) -> Option<i32> {
    let (done, ended) = std::sync::mpsc::channel::<()>();
    for _ in 0..limit.as_millis() / 10 {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        // Nobody sends; this is how long one look takes.
        let _ = ended.recv_timeout(Duration::from_millis(10));
    }
    drop(done);
    child.kill().unwrap();
    child.wait().unwrap();
    None
}

#[rstest]
#[case::check("printf '{\"error\":\"invalid_client\"}' | \"$0\" check > /dev/full")]
#[case::check_json("printf '{\"error\":\"invalid_client\"}' | \"$0\" check --json > /dev/full")]
#[case::decode("\"$0\" decode eyJhbGciOiJub25lIn0.e30. > /dev/full")]
#[case::lessons("\"$0\" lessons > /dev/full")]
#[case::help("\"$0\" --help > /dev/full")]
#[case::serve("\"$0\" serve --port 0 --json > /dev/full")]
#[case::linear("\"$0\" learn --linear < /dev/null > /dev/full")]
fn a_full_disk_ends_with_74_and_says_so(#[case] line: &str) {
    let home = tempfile::tempdir().unwrap();
    let output = shell(line)
        .env("XDG_STATE_HOME", home.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(74), "{}", said(&output));
    assert!(
        said(&output).contains("cannot be written"),
        "{}",
        said(&output)
    );
}

#[rstest]
#[case::check("printf '{}' | \"$0\" check | true")]
#[case::help("\"$0\" --help | true")]
fn a_closed_pipe_is_quiet(#[case] line: &str) {
    let output = shell(line).output().unwrap();
    assert_eq!(said(&output), "");
}

#[rstest]
#[case::empty("", "TMPDIR is empty")]
#[case::relative("somewhere", "TMPDIR is no whole path")]
#[case::missing(
    "/nowhere/at/all",
    "no temporary folder can be made in /nowhere/at/all"
)]
fn without_a_temporary_folder_serve_ends_with_73(#[case] folder: &str, #[case] words: &str) {
    let output = program()
        .args(["serve", "--port", "0"])
        .env("TMPDIR", folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(73), "{}", said(&output));
    assert!(said(&output).contains(words), "{}", said(&output));
}

#[test]
fn too_few_descriptors_end_with_73_wherever_they_end() {
    // With fewer the loader of the system does not even find its libraries.
    for most in 6..24 {
        let line = format!("ulimit -n {most}; exec \"$0\" serve --port 0 --json");
        let mut child = shell(&line)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        if line.is_empty() {
            assert_eq!(child.wait().unwrap().code(), Some(73), "{most}");
        } else {
            // Enough to begin; the rest is its own affair.
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

#[test]
fn a_thread_that_panicked_is_never_an_end_with_0() {
    let reports = tempfile::tempdir().unwrap();
    for words in [&["lessons"][..], &["decode", "eyJhbGciOiJub25lIn0.e30."]] {
        let output = program()
            .args(words)
            .env("OAUTH_TUTOR_DEBUG_PANIC", "beside")
            .env("TMPDIR", reports.path())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(70), "{words:?}");
        assert!(said(&output).contains("this is a bug"), "{words:?}");
    }
}

#[test]
fn a_path_of_nothing_is_an_input_that_cannot_be_read_and_no_token() {
    for place in ["/nope", "./nope", "nope.jwt", "nosuch/token", "src"] {
        let output = program().args(["decode", place]).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
        assert!(output.stdout.is_empty());
        assert_eq!(said(&output).lines().count(), 1, "{}", said(&output));
    }
}

#[rstest]
#[case::substitution(
    "printf eyJhbGciOiJub25lIn0.e30. | \"$0\" decode --json /dev/stdin",
    Some("\"form\"")
)]
#[case::descriptor(
    "printf eyJhbGciOiJub25lIn0.e30. | \"$0\" decode --json /dev/fd/0",
    Some("\"form\"")
)]
#[case::another(
    "\"$0\" decode --json /dev/fd/3 3<<EOF\neyJhbGciOiJub25lIn0.e30.\nEOF",
    Some("\"form\"")
)]
#[case::endless("\"$0\" decode /dev/zero", None)]
#[case::endless_check("\"$0\" check /dev/urandom", None)]
#[case::nothing("\"$0\" decode /dev/null", None)]
#[case::folder("\"$0\" decode /", None)]
#[case::endless_keys("\"$0\" decode eyJhbGciOiJSUzI1NiJ9.e30.AA --key /dev/zero", None)]
#[case::endless_secret(
    "\"$0\" decode eyJhbGciOiJIUzI1NiJ9.e30.AA --secret-file /dev/zero",
    None
)]
#[case::endless_secret_to_sign_with(
    "echo '{\"a\":1}' | \"$0\" sign - --secret-file /dev/zero",
    None
)]
#[case::endless_set("\"$0\" decode eyJhbGciOiJSUzI1NiJ9.e30.AA --jwks /dev/zero", None)]
fn pipes_and_devices_are_read_or_refused(#[case] line: &str, #[case] expected: Option<&str>) {
    let output = shell(line).output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    if let Some(words) = expected {
        assert!(stdout.contains(words), "{stdout}{}", said(&output));
    } else {
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
        assert_eq!(stdout, "");
    }
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_pipe_that_nobody_writes_to_is_no_place_to_wait_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    fifo(&pipe);
    for words in [["check"], ["decode"]] {
        let mut child = program()
            .args(words)
            .arg(&pipe)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        assert_eq!(
            ends_within(&mut child, Duration::from_secs(10)),
            Some(3),
            "{words:?}"
        );
    }
    // One that somebody does write to, late, is read.
    let line = format!(
        "(exec 3>'{0}'; printf eyJhbGciOiJub25lIn0.e30. >&3) & exec \"$0\" decode --json '{0}'",
        pipe.display()
    );
    let output = shell(&line).output().unwrap();
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("\"form\""),
        "{}",
        said(&output)
    );
}

#[test]
fn progress_that_is_a_pipe_or_a_device_is_set_aside_and_a_link_is_followed() {
    type Make = fn(&Path);
    let make: [(&str, Make); 3] = [
        ("pipe", fifo),
        ("larger than any progress", |path| {
            let file = std::fs::File::create(path).unwrap();
            file.set_len(1 << 36).unwrap();
        }),
        ("endless", |path| {
            std::os::unix::fs::symlink("/dev/zero", path).unwrap();
        }),
    ];
    for (name, make) in make {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("oauth-tutor");
        std::fs::create_dir(&folder).unwrap();
        make(&folder.join("progress.toml"));
        let mut child = program()
            .args(["learn", "--linear"])
            .env("XDG_STATE_HOME", home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        assert_eq!(
            ends_within(&mut child, Duration::from_secs(10)),
            Some(0),
            "{name}"
        );
    }
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("oauth-tutor");
    std::fs::create_dir(&folder).unwrap();
    let kept = home.path().join("kept.toml");
    std::os::unix::fs::symlink("../kept.toml", folder.join("progress.toml")).unwrap();
    let mut child = program()
        .args(["learn", "1", "--linear"])
        .env("XDG_STATE_HOME", home.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    assert_eq!(ends_within(&mut child, Duration::from_secs(10)), Some(0));
    assert!(folder.join("progress.toml").is_symlink());
    assert!(
        std::fs::read_to_string(kept)
            .unwrap()
            .contains("version = 2")
    );
}

#[test]
fn what_was_typed_wrong_is_no_message_to_the_terminal() {
    for words in [
        vec!["\u{1b}]0;owned\u{7}"],
        vec!["serve", "--port", "\u{1b}[31m1"],
        vec!["check", "--at", "\u{9b}31m\n\u{202e}"],
        vec!["--color", "\u{1b}[2J"],
    ] {
        let output = program().args(&words).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let said = said(&output);
        let hidden = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!said.contains(hidden), "{said:?}");
        assert!(said.contains("\\u{"), "{said:?}");
    }
}

#[test]
fn claims_with_a_byte_order_mark_are_signed() {
    let home = tempfile::tempdir().unwrap();
    let (claims, secret) = (home.path().join("claims.json"), home.path().join("secret"));
    std::fs::write(&claims, "\u{feff}{\"sub\":\"a\"}").unwrap();
    std::fs::write(&secret, "S".repeat(32)).unwrap();
    let sign = |claims: &std::path::Path| {
        let mut sign = program();
        sign.arg("sign")
            .arg("--secret-file")
            .arg(&secret)
            .arg(claims);
        sign.output().unwrap()
    };
    let marked = sign(&claims);
    assert_eq!(marked.status.code(), Some(0), "{}", said(&marked));
    std::fs::write(&claims, "{\"sub\":\"a\"}").unwrap();
    assert_eq!(marked.stdout, sign(&claims).stdout);
}

/// A running `serve`, and the address of its first token endpoint.
fn serve(stderr: Stdio, flags: &[&str]) -> (std::process::Child, String) {
    let mut child = program()
        .args(["serve", "--port", "0", "--json"])
        .args(flags)
        .stdout(Stdio::piped())
        .stderr(stderr)
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
    let endpoint = ready["tenants"][0]["token_endpoint"]
        .as_str()
        .unwrap()
        .to_owned();
    (child, endpoint)
}

fn host(endpoint: &str) -> &str {
    let rest = endpoint.strip_prefix("http://").unwrap();
    rest.split('/').next().unwrap()
}

/// Sends one request as it stands, and gives the status line.
fn status(host: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(host).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    reply.lines().next().unwrap_or_default().to_owned()
}

#[rstest]
#[case(rustix::process::Signal::TERM)]
#[case(rustix::process::Signal::INT)]
fn a_log_that_nobody_reads_stops_neither_answers_nor_signals(
    #[case] signal: rustix::process::Signal,
) {
    let (mut child, endpoint) = serve(Stdio::piped(), &[]);
    let host = host(&endpoint);
    let mut stream = TcpStream::connect(host).unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    for number in 0..2600 {
        let request = format!("GET /nothing/{number} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if let Some(rest) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = rest.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
        }
        reader.read_exact(&mut vec![0; length]).unwrap();
    }
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, signal).unwrap();
    assert_eq!(ends_within(&mut child, Duration::from_secs(5)), Some(0));
}

#[test]
fn lines_that_were_dropped_are_counted_once_the_reader_is_back() {
    let (mut child, endpoint) = serve(Stdio::piped(), &[]);
    let host = host(&endpoint).to_owned();
    let mut stream = TcpStream::connect(&host).unwrap();
    let ask = |number: usize| format!("GET /{number} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    let all: String = (0..4000).map(ask).collect();
    let mut reader = stream.try_clone().unwrap();
    // Answers are taken while questions are still being sent.
    let taken = std::thread::Builder::new().spawn(move || {
        let mut replies = Vec::new();
        let mut chunk = [0; 8192];
        while replies
            .windows(12)
            .filter(|window| *window == b"HTTP/1.1 404")
            .count()
            < 4000
        {
            let length = reader.read(&mut chunk).unwrap();
            assert!(length > 0);
            replies.extend_from_slice(&chunk[..length]);
        }
    });
    stream.write_all(all.as_bytes()).unwrap();
    taken.unwrap().join().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
    let counted = log.find(|line| {
        line.as_ref()
            .is_ok_and(|line| line.contains("left out here, since nobody read them"))
    });
    assert!(counted.is_some());
    child.kill().unwrap();
    child.wait().unwrap();
}

#[rstest]
#[case::hang_up(rustix::process::Signal::HUP, 129)]
#[case::quit(rustix::process::Signal::QUIT, 131)]
#[case::interrupt(rustix::process::Signal::INT, 0)]
fn key_files_are_gone_after_every_signal(
    #[case] signal: rustix::process::Signal,
    #[case] code: i32,
) {
    let folder = tempfile::tempdir().unwrap();
    let left = || std::fs::read_dir(folder.path()).unwrap().count();
    let start = || {
        let mut child = program()
            .args(["serve", "--port", "0", "--json", "--quiet"])
            .env("TMPDIR", folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.contains("key_file"), "{line}");
        child
    };
    // One that is killed leaves its folder behind, and the next one takes it away.
    let mut killed = start();
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_eq!(left(), 1);
    let mut child = start();
    assert_eq!(left(), 1);
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), signal).unwrap();
    assert_eq!(ends_within(&mut child, Duration::from_secs(5)), Some(code));
    assert_eq!(left(), 0);
}

#[test]
fn only_its_own_names_are_answered() {
    let (mut child, endpoint) = serve(Stdio::null(), &["--host", "lab.example"]);
    let host = host(&endpoint);
    let port = host.rsplit(':').next().unwrap();
    let get = |field: &str| {
        status(
            host,
            &format!("GET / HTTP/1.1\r\nConnection: close\r\n{field}\r\n"),
        )
    };
    for name in [
        "localhost",
        "LocalHost:1",
        "127.0.0.1",
        "127.1.2.3",
        "[::1]:80",
        "lab.example",
        "lab.example.:9",
    ] {
        assert_eq!(
            get(&format!("Host: {name}\r\n")),
            "HTTP/1.1 200 OK",
            "{name}"
        );
    }
    for name in [
        "evil.example",
        &format!("evil.example:{port}"),
        "10.0.0.1",
        "lab.example.evil",
        "localhost.evil",
    ] {
        assert_eq!(
            get(&format!("Host: {name}\r\n")),
            "HTTP/1.1 421 Misdirected Request",
            "{name}"
        );
    }
    for field in [
        "",
        "Host: \r\n",
        "Host: a b\r\n",
        "Host: localhost\r\nHost: localhost\r\n",
        "Host: me@localhost\r\n",
    ] {
        assert_eq!(get(field), "HTTP/1.1 400 Bad Request", "{field:?}");
    }
    let absolute =
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assert_eq!(status(host, absolute), "HTTP/1.1 421 Misdirected Request");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_crash_leaves_no_picture_of_the_memory_where_others_leave_one() {
    use std::os::unix::process::ExitStatusExt as _;
    // As large as the system lets it be: the program itself takes that back.
    let line = "ulimit -c \"$(ulimit -H -c)\"; exec \"$0\" serve --port 0 --json";
    let mut child = shell(line)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut ready = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut ready)
        .unwrap();
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::ABORT).unwrap();
    let status = child.wait().unwrap();
    let signal = rustix::process::Signal::ABORT.as_raw();
    assert_eq!(
        (status.signal(), status.core_dumped()),
        (Some(signal), false)
    );
}

#[test]
fn no_picture_of_the_memory_is_left() {
    let (mut child, _) = serve(Stdio::null(), &[]);
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", child.id()));
    if let Ok(limits) = limits {
        let core = limits
            .lines()
            .find(|line| line.starts_with("Max core file size"))
            .unwrap();
        let words: Vec<&str> = core.split_whitespace().collect();
        assert_eq!(&words[4..6], ["0", "0"], "{core}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
}
