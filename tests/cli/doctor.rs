//! `oauth-tutor doctor`: what it makes of a terminal and of a machine, and how it ends.

use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use oauth_tutor::cli::doctor::terminal::{Around, checks};
use oauth_tutor::cli::doctor::{Check, State, text};
use oauth_tutor::cli::environment::Environment;
use oauth_tutor::cli::style::Style;
use rstest::rstest;
use serde_json::Value;

mod files;
mod target;

const SEATED: Around = Around {
    interactive: true,
    size: Some((80, 24)),
};

fn environment(variables: &[(&str, &str)]) -> Environment {
    Environment::of(|name| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

const GOOD: [(&str, &str); 3] = [
    ("TERM", "xterm-256color"),
    ("COLORTERM", "truecolor"),
    ("LANG", "en_GB.UTF-8"),
];

#[test]
fn a_good_terminal_has_nothing_to_mend() {
    let all = checks(&environment(&GOOD), SEATED);
    assert!(all.iter().all(|check| check.state == State::Ok), "{all:?}");
}

#[rstest]
#[case(&[("TERM", "dumb")], "terminal.kind", "--linear")]
#[case(&[("TERM", "xterm")], "terminal.colour", "COLORTERM")]
#[case(&[("LANG", "C")], "terminal.unicode", "C.UTF-8")]
#[case(&[("TERM", "linux")], "terminal.unicode", "window")]
#[case(&[("TMUX", "/tmp/x,1,0")], "clipboard", "set-clipboard on")]
#[case(&[("STY", "1.pts")], "clipboard", "tmux")]
fn what_is_weak_says_what_to_do(
    #[case] other: &[(&str, &str)],
    #[case] id: &str,
    #[case] advice: &str,
) {
    let usual = GOOD.iter().filter(|(name, _)| *name != "COLORTERM");
    let variables: Vec<_> = other.iter().chain(usual).copied().collect();
    let all = checks(&environment(&variables), SEATED);
    let check = all.iter().find(|check| check.id == id).unwrap();
    assert_eq!(check.state, State::Weak, "{check:?}");
    assert!(check.advice.contains(advice), "{check:?}");
}

#[test]
fn a_small_window_is_told_and_so_is_none() {
    let with = |size| checks(&environment(&GOOD), Around { size, ..SEATED })[1].clone();
    assert_eq!(with(Some((59, 24))).state, State::Weak);
    assert_eq!(with(Some((60, 20))).state, State::Ok);
    assert_eq!(with(None).state, State::Weak);
}

#[test]
fn it_reads_as_lines() {
    let variables = [
        ("TERM", "screen-256color\u{1b}[31m"),
        ("TMUX", "1"),
        ("LANG", "C"),
    ];
    let mut all = checks(&environment(&variables), SEATED);
    all.push(Check::new(
        ("sockets.loopback", "none"),
        State::Missing,
        "Permission denied",
    ));
    insta::assert_snapshot!("doctor", text(&all, Style::PLAIN));
}

#[test]
fn a_machine_is_told_in_json_and_nothing_is_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("not/there/yet");
    let output = Command::new(cargo_bin("oauth-tutor"))
        .args(["doctor", "--json"])
        .env("XDG_STATE_HOME", &state)
        .env("TMPDIR", folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["schema"], 1);
    let checks = told["checks"].as_array().unwrap();
    let mut ids: Vec<_> = checks
        .iter()
        .map(|check| check["id"].as_str().unwrap())
        .collect();
    for check in checks {
        let texts = ["seen", "means"].map(|name| check[name].as_str().unwrap());
        assert!(texts.iter().all(|text| !text.is_empty()), "{check}");
        assert!(["ok", "weak", "missing"].contains(&check["state"].as_str().unwrap()));
    }
    for id in [
        "terminal.colour",
        "clipboard",
        "tls.roots",
        "clock.date",
        "sockets.ports",
        "folders.state",
        "folders.config",
        "files.progress",
        "files.scenarios",
        "files.settings",
        "files.targets",
    ] {
        assert!(ids.contains(&id), "{id}");
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), checks.len());
    assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none());
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_weak_and_no_end_of_it() {
    // Whoever is root can write everywhere but where nothing can be written.
    let output = Command::new(cargo_bin("oauth-tutor"))
        .arg("doctor")
        .env("XDG_STATE_HOME", "/proc/none")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    let state = said
        .lines()
        .find(|line| line.contains("folders.state"))
        .unwrap();
    if cfg!(target_os = "linux") {
        assert!(state.starts_with("weak"), "{said}");
        assert!(said.contains("XDG_STATE_HOME"), "{said}");
    }
}
