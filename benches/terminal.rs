//! Measures the program as a person meets it: start, key to paint, rest, paste, memory, size and whole commands.
//!
//! `scripts/measure` runs this on a release build. `--program COMMAND` measures another full-screen program instead,
//! as a check of the measuring or as a peer.

use std::fs;
use std::io::{Write, stdout};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[path = "terminal/process.rs"]
mod process;
#[expect(dead_code, reason = "the bench uses a part of the harness")]
#[expect(
    clippy::expect_used,
    reason = "the harness is test code; a failure ends the measuring"
)]
#[path = "../tests/support/pty.rs"]
mod pty;
#[path = "terminal/screens.rs"]
mod screens;

use pty::{Key, Launch, Terminal};

/// How often the start is measured; the median counts.
const STARTS: usize = 20;
/// How many keys are timed.
const KEYS: usize = 100;
/// How many whole processes are timed.
const PROCESSES: usize = 50;
/// A program that writes nothing for this long has finished painting.
const QUIET: Duration = Duration::from_millis(300);

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let other = args
        .iter()
        .position(|arg| arg == "--program")
        .and_then(|at| args.get(at + 1));
    let words: Vec<&str> = match other {
        Some(command) => command.split_whitespace().collect(),
        None => vec![env!("CARGO_BIN_EXE_oauth-tutor")],
    };
    row("what", "measured", "goal");
    row("----", "--------", "----");
    starts(&words);
    let home = home();
    let (terminal, _) = started(home.path(), &words);
    keys("home", &terminal);
    if other.is_none() {
        let (terminal, _home) = screens::open(&screens::SEND);
        keys("send", &terminal);
        screens::rest();
    } else {
        screens::rest_of(&[("as it opens", terminal)]);
    }
    pastes(&words);
    if other.is_none() {
        size(words[0]);
        commands(words[0]);
    }
}

#[expect(clippy::disallowed_methods, reason = "a measurement needs the clock")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "rest is what is measured")]
fn leave_alone(time: Duration) {
    std::thread::sleep(time);
}

fn row(what: &str, measured: &str, goal: &str) {
    let _ = writeln!(stdout(), "{what:<44} {measured:<30} {goal}");
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

fn median_and_worst(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    (middle, times.last().copied().unwrap_or_default())
}

/// A program in a 100x30 terminal, waited for until the bottom line is painted.
fn started(home: &Path, words: &[&str]) -> (Terminal, Duration) {
    let launch = Launch::new(home, words).size(100, 30).alone();
    let before = now();
    let terminal = launch.start();
    terminal.wait_until(|screen| {
        screen
            .rows(0, 100)
            .last()
            .is_some_and(|row| !row.trim().is_empty())
    });
    (terminal, before.elapsed())
}

fn home() -> tempfile::TempDir {
    tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"))
}

fn starts(words: &[&str]) {
    let time = |words: &[&str]| {
        let times = (0..STARTS).map(|_| {
            let home = home();
            let (terminal, time) = started(home.path(), words);
            terminal.key(Key::Ctrl('c'));
            time
        });
        median_and_worst(times.collect())
    };
    // The same road with nothing at its end: what forking, the terminal and the measuring cost by themselves.
    let (bare, _) = time(&["printf", "\x1b[30;1Hx"]);
    let (median, worst) = time(words);
    let shown = format!("{} (worst {})", ms(median), ms(worst));
    row(
        "fork to first complete frame, median of 20",
        &shown,
        "10 ms",
    );
    row("  of which fork, exec and terminal (printf)", &ms(bare), "");
}

/// The time from a key to the first byte painted after it, or nothing when the key paints nothing.
fn key_to_paint(terminal: &Terminal, key: Key) -> Option<Duration> {
    rest(terminal, Duration::from_millis(15));
    let mark = terminal.written();
    let before = now();
    terminal.key(key);
    terminal
        .wrote_more(mark, Duration::from_secs(1))
        .then(|| before.elapsed())
}

/// Waits until the program has been silent for `quiet`; the time of its last byte.
fn rest(terminal: &Terminal, quiet: Duration) -> Instant {
    let mut last = now();
    loop {
        let mark = terminal.written();
        if !terminal.wrote_more(mark, quiet) {
            return last;
        }
        last = now();
    }
}

fn keys(screen: &str, terminal: &Terminal) {
    rest(terminal, QUIET);
    let times: Vec<Duration> = (0..KEYS)
        .map(|number| if number % 2 == 0 { Key::Down } else { Key::Up })
        .filter_map(|key| key_to_paint(terminal, key))
        .collect();
    let painted = times.len();
    let (median, worst) = median_and_worst(times);
    row(
        &format!("key to paint, {screen}, median"),
        &ms(median),
        "1 ms",
    );
    row(
        &format!("key to paint, {screen}, worst of {painted}"),
        &ms(worst),
        "5 ms",
    );
}

fn pastes(words: &[&str]) {
    let text = sample_reply(100_000);
    for (name, bracketed) in [("bracketed", true), ("unbracketed", false)] {
        let home = home();
        let (terminal, _) = started(home.path(), words);
        rest(&terminal, QUIET);
        // Home's key for the checker, where pasting is the point.
        terminal.keys("c");
        rest(&terminal, QUIET);
        let before = now();
        if bracketed {
            terminal.paste(&text);
        } else {
            terminal.type_raw(&text);
        }
        let painted = rest(&terminal, QUIET);
        row(
            &format!("100 kB paste shown, {name}"),
            &ms(painted - before),
            "20 ms",
        );
    }
}

fn size(program: &str) {
    let bytes = fs::metadata(program).map_or(0, |metadata| metadata.len());
    let tenths = bytes / 100_000;
    row(
        "program size",
        &format!("{}.{} MB", tenths / 10, tenths % 10),
        "10 MB",
    );
}

fn commands(program: &str) {
    let usual = sample_reply(1500);
    let large = sample_reply(1_000_000);
    let cases: [(&str, &[&str], &str, &str); 5] = [
        ("/bin/true", &[], "", ""),
        (
            "check, a usual reply",
            &["check"],
            &usual,
            "/bin/true + 1.5 ms",
        ),
        (
            "decode, a usual reply",
            &["decode"],
            &usual,
            "/bin/true + 1.5 ms",
        ),
        ("check, 1 MB", &["check"], &large, "10 ms"),
        ("decode, 1 MB", &["decode"], &large, "10 ms"),
    ];
    for (name, args, input, goal) in cases {
        let program = if args.is_empty() { name } else { program };
        let times = (0..PROCESSES).map(|_| whole_process(program, args, input));
        let (median, worst) = median_and_worst(times.collect());
        row(name, &format!("{} (worst {})", ms(median), ms(worst)), goal);
    }
}

fn whole_process(program: &str, args: &[&str], input: &str) -> Duration {
    let before = now();
    let child = Command::new(program)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else {
        panic!("{program} does not start")
    };
    if let Some(mut stdin) = child.stdin.take() {
        // A program that reads nothing closes its end; that is no failure here.
        let _ = stdin.write_all(input.as_bytes());
    }
    let _ = child.wait();
    before.elapsed()
}

/// A token reply whose access token makes it about `length` bytes long: a real shape, signed by nobody.
fn sample_reply(length: usize) -> String {
    use base64::prelude::{BASE64_URL_SAFE_NO_PAD as CODE, Engine};
    let header = CODE.encode(r#"{"alg":"RS256","typ":"JWT","kid":"measure"}"#);
    let permissions = "\"read:reports\",".repeat(length.saturating_sub(900) * 3 / 4 / 15);
    let payload = format!(
        r#"{{"iss":"http://127.0.0.1:9400/","sub":"abc@clients","aud":"https://api.reports.example","iat":1700000000,"exp":4000000000,"azp":"abc","gty":"client-credentials","permissions":[{permissions}"read:reports"]}}"#
    );
    let (payload, signature) = (CODE.encode(payload), CODE.encode([7_u8; 256]));
    format!(
        "{{\n  \"access_token\": \"{header}.{payload}.{signature}\",\n  \"token_type\": \"Bearer\",\n  \"expires_in\": 86400\n}}\n"
    )
}
