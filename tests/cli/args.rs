//! The command line itself: help, typos, colour, closed pipes, signals and what happens on a bug.

use std::time::Duration;

use assert_cmd::Command;
use rstest::rstest;

/// What the program printed and how it ended.
struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

fn program(words: &[&str]) -> Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("oauth-tutor");
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "ACCESSIBLE"] {
        command.env_remove(name);
    }
    command.args(words).timeout(Duration::from_mins(1));
    command
}

fn run(words: &[&str]) -> Ran {
    ran(program(words))
}

fn ran(mut command: Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

const COMMANDS: [&str; 9] = [
    "learn",
    "check",
    "decode",
    "token",
    "serve",
    "lessons",
    "doctor",
    "completions",
    "man",
];

#[test]
fn short_help_has_commands_and_examples() {
    let help = run(&["-h"]);
    assert_eq!((help.code, help.stderr.as_str()), (0, ""));
    for part in COMMANDS.iter().chain(&["Examples:", "| oauth-tutor check"]) {
        assert!(help.stdout.contains(part), "{part}: {}", help.stdout);
    }
    assert!(!help.stdout.contains("Exit codes"));
    assert!(help.stdout.lines().count() <= 30, "{}", help.stdout);
}

#[test]
fn the_help_of_a_command_begins_with_what_the_list_of_commands_says_of_it() {
    let list = run(&["-h"]).stdout;
    for name in COMMANDS {
        let line = list.lines().find_map(|line| line.trim().strip_prefix(name));
        let help = run(&[name, "-h"]).stdout;
        let begins = help.lines().next().unwrap();
        assert_eq!(
            line.map(str::trim),
            Some(begins.trim_end_matches('.')),
            "{name}"
        );
    }
}

#[test]
fn long_help_has_the_exit_codes() {
    let help = run(&["--help"]);
    assert_eq!((help.code, help.stderr.as_str()), (0, ""));
    let (_, codes) = help.stdout.split_once("Exit codes:").unwrap();
    let codes: Vec<&str> = codes
        .lines()
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(
        codes,
        [
            "0", "1", "2", "3", "4", "5", "70", "73", "74", "129", "130", "131", "143"
        ]
    );
    for part in ["OAUTH_TUTOR_CLIENT_SECRET", "NO_COLOR", "ACCESSIBLE"] {
        assert!(help.stdout.contains(part), "{part}");
    }
}

#[rstest]
#[case(&["chekc"], "check")]
#[case(&["lesons", "list"], "lessons")]
#[case(&["token", "--token-ulr", "x"], "--token-url")]
fn a_typo_gets_a_suggestion(#[case] words: &[&str], #[case] meant: &str) {
    let typo = run(words);
    assert_eq!((typo.code, typo.stdout.as_str()), (2, ""));
    assert!(
        typo.stderr.contains(&format!("'{meant}'")),
        "{}",
        typo.stderr
    );
}

#[test]
fn without_a_terminal_the_tutor_says_what_to_do() {
    let bare = run(&[]);
    assert_eq!((bare.code, bare.stdout.as_str()), (2, ""));
    assert!(
        bare.stderr.starts_with("The tutor needs a terminal"),
        "{}",
        bare.stderr
    );
    assert!(COMMANDS.iter().all(|name| bare.stderr.contains(name)));
}

#[test]
fn the_version_is_one_line() {
    let version = run(&["--version"]);
    let expected = format!("oauth-tutor {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!((version.code, version.stdout), (0, expected));
}

#[rstest]
#[case(&["--help"])]
#[case(&["-h"])]
#[case(&["token", "--help"])]
#[case(&["no-such-command"])]
#[case(&["--color", "never", "--help"])]
fn a_pipe_gets_no_escape_codes(#[case] words: &[&str]) {
    let piped = run(words);
    assert!(!(piped.stdout + &piped.stderr).contains('\u{1b}'));
}

#[rstest]
#[case(&["--color", "always", "--help"])]
#[case(&["--color=always", "--help"])]
fn colour_comes_where_it_is_asked_for(#[case] words: &[&str]) {
    assert!(run(words).stdout.contains('\u{1b}'));
}

/// Runs with a stdout whose reader has gone.
#[cfg(unix)]
#[rstest]
#[case(&["--help"], 0)]
#[case(&["token", "--client-id", "x", "--token-url", "http://127.0.0.1:9/", "--dry-run"], 0)]
fn a_closed_pipe_is_quiet(#[case] words: &[&str], #[case] code: i32) {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = std::process::Command::new(assert_cmd::cargo::cargo_bin!("oauth-tutor"))
        .args(words)
        .env("OAUTH_TUTOR_CLIENT_SECRET", "s3cr3t")
        .stdout(writer)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(code));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[cfg(debug_assertions)]
#[test]
fn a_bug_leaves_a_report_without_secrets_and_ends_with_70() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = program(&["token", "--client-id", "x", "--param", "note=s3cr3t"]);
    command
        .args(["--token-url", "http://127.0.0.1:9/", "--panic-on-purpose"])
        .env("OAUTH_TUTOR_CLIENT_SECRET", "s3cr3t")
        .env("TMPDIR", folder.path());
    let crashed = ran(command);
    assert_eq!((crashed.code, crashed.stdout.as_str()), (70, ""));
    let reports: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(reports.len(), 1);
    let path = reports[0].path();
    assert!(
        crashed.stderr.contains(path.to_str().unwrap()),
        "{}",
        crashed.stderr
    );
    let report = std::fs::read_to_string(path).unwrap();
    assert!(report.contains("message: a panic on purpose"), "{report}");
    assert!(report.contains("place: src"), "{report}");
    assert!(!(report + &crashed.stderr).contains("s3cr3t"));
}

#[cfg(unix)]
mod signals {
    use std::io::Read;
    use std::net::TcpListener;
    use std::process::{Command, Stdio};

    use rstest::rstest;
    use rustix::process::{Pid, Signal, kill_process};

    #[rstest]
    #[case(Signal::INT, 130)]
    #[case(Signal::TERM, 143)]
    fn a_signal_ends_a_request_in_flight(#[case] signal: Signal, #[case] code: i32) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("oauth-tutor"))
            .args(["token", "--client-id", "x", "--token-url", &url])
            .env("OAUTH_TUTOR_CLIENT_SECRET", "s3cr3t")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (mut stream, _) = listener.accept().unwrap();
        // The request is on its way, so the program waits for the reply.
        assert!(stream.read(&mut [0; 16]).unwrap() > 0);
        let pid = Pid::from_raw(child.id().try_into().unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code));
    }
}

#[rstest]
#[case(&["check"])]
#[case(&["check", "-"])]
#[case(&["check", "reply.json"])]
#[case(&["decode"])]
#[case(&["decode", "-"])]
#[case(&["decode", "eyJhbGciOiJub25lIn0.e30."])]
#[case(&["decode", "help"])]
#[case(&["decode", "a b"])]
fn a_line_without_flags_is_read_as_one_with_flags(#[case] line: &[&str]) {
    let words: Vec<std::ffi::OsString> = std::iter::once("oauth-tutor")
        .chain(line.iter().copied())
        .map(Into::into)
        .collect();
    let short = oauth_tutor::cli::args::parse(&words).unwrap();
    let whole = oauth_tutor::cli::args::parse_described(&words).unwrap();
    assert_eq!(format!("{short:?}"), format!("{whole:?}"));
}
