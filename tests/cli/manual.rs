//! Completions, pages of the manual, topics of help: made from the definitions that read the command line, and so never behind them.

use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use clap::CommandFactory;
use oauth_tutor::cli::args::Args;
use oauth_tutor::cli::completions::{self, ShellName};
use oauth_tutor::cli::man;
use rstest::rstest;

fn run(words: &[&str]) -> (i32, String, String) {
    let output = Command::new(cargo_bin("oauth-tutor"))
        .args(words)
        .output()
        .unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// The commands with their long flags, those that nobody is shown left out.
fn definitions() -> Vec<(String, Vec<String>)> {
    let mut command = Args::command();
    command.build();
    let told = |inner: &clap::Command| {
        let flags = inner.get_arguments().filter(|arg| !arg.is_hide_set());
        let flags = flags.filter_map(|arg| arg.get_long().map(str::to_owned));
        (inner.get_name().to_owned(), flags.collect())
    };
    command.get_subcommands().map(told).collect()
}

#[rstest]
#[case(ShellName::Bash)]
#[case(ShellName::Elvish)]
#[case(ShellName::Fish)]
#[case(ShellName::Nushell)]
#[case(ShellName::PowerShell)]
#[case(ShellName::Zsh)]
fn every_shell_learns_every_command_and_flag(#[case] shell: ShellName) {
    let text = completions::text(Args::command(), shell);
    for (name, flags) in definitions() {
        assert!(text.contains(&name), "{shell:?} lacks {name}");
        for flag in flags {
            // Fish names a flag without its dashes: `-l signing`.
            assert!(text.contains(&flag), "{shell:?} lacks --{flag} of {name}");
        }
    }
}

/// What Bash offers after these words.
#[cfg(unix)]
fn offered(words: &[&str]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("oauth-tutor.bash");
    std::fs::write(&file, run(&["completions", "bash"]).1).unwrap();
    let script = r#"source "$1"; shift
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _oauth__tutor oauth-tutor "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
        printf '%s\n' "${COMPREPLY[@]}""#;
    let output = Command::new("bash")
        .args(["-c", script, "bash"])
        .arg(&file)
        .arg("oauth-tutor")
        .args(words)
        .output()
        .unwrap();
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_flags_and_values() {
    assert_eq!(offered(&["do"]), ["doctor"]);
    assert_eq!(offered(&["serve", "--si"]), ["--signing"]);
    assert_eq!(offered(&["serve", "--signing", "E"]), ["ES256"]);
    assert_eq!(offered(&["completions", "nu"]), ["nushell"]);
    assert_eq!(offered(&["help", "exit"]), ["exit-codes"]);
    assert_eq!(offered(&["man", "tar"]), ["targets"]);
    assert_eq!(offered(&["learn", "3"]), ["3"]);
}

#[test]
fn fish_knows_what_stands_behind_a_command() {
    let text = run(&["completions", "fish"]).1;
    let lines: Vec<&str> = text.lines().collect();
    let behind = |command: &str| {
        let head = format!(
            "complete -c oauth-tutor -n \"__fish_oauth_tutor_using_subcommand {command}\" -f -a "
        );
        let found = lines.iter().rev().find_map(|line| line.strip_prefix(&head));
        found.unwrap_or_default().to_owned()
    };
    assert!(behind("help").contains("exit-codes"), "{text}");
    assert!(behind("learn").contains("1 2 3"), "{text}");
    assert!(behind("completions").contains("zsh"), "{text}");
}

#[test]
fn each_command_has_a_page_and_the_pages_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("share/man1");
    assert_eq!(run(&["man", "--dir", dir.to_str().unwrap()]).0, 0);
    for (name, flags) in definitions() {
        let page = std::fs::read_to_string(dir.join(format!("oauth-tutor-{name}.1"))).unwrap();
        for flag in flags {
            let written = flag.replace('-', "\\-");
            assert!(page.contains(&written), "{name}: {flag}");
        }
        assert_eq!(run(&["man", &name]), (0, page, String::new()));
    }
    let main = std::fs::read_to_string(dir.join("oauth-tutor.1")).unwrap();
    assert_eq!(run(&["man"]).1, main);
    assert!(main.contains("Exit codes:"));
    assert!(
        run(&["man", "lessons", "check"])
            .1
            .contains("lessons\\-check")
    );
    let (code, stdout, stderr) = run(&["man", "nonsense"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("serve"), "{stderr}");
}

#[test]
fn pages_and_completions_look_like_this() {
    let pages = man::pages(Args::command()).unwrap();
    let (_, page) = pages
        .iter()
        .find(|(name, _)| name == "oauth-tutor-man.1")
        .unwrap();
    // The version stands in the head of each page and is no part of the picture.
    insta::assert_snapshot!(
        "man_page",
        page.replace(env!("CARGO_PKG_VERSION"), "VERSION")
    );
    let fish = completions::text(Args::command(), ShellName::Fish);
    let own = "__fish_oauth_tutor_using_subcommand completions";
    let lines: Vec<_> = fish
        .lines()
        .filter(|line| line.contains(own) && !line.contains("panic"))
        .collect();
    insta::assert_snapshot!("fish_completions", lines.join("\n"));
}

#[test]
fn help_tells_of_commands_and_of_what_concerns_all_of_them() {
    for (topic, part) in [
        ("exit-codes", "  73 "),
        ("environment", "OAUTH_TUTOR_CLIENT_SECRET"),
        ("settings", "settings.toml"),
        ("secrets", "--client-secret-file"),
        ("accessibility", "--linear"),
        ("control", r#""change":"fault""#),
    ] {
        let (code, stdout, stderr) = run(&["help", topic]);
        assert_eq!((code, stderr.as_str()), (0, ""));
        assert!(stdout.contains(part), "{topic}: {stdout}");
        assert!(
            stdout.lines().all(|line| line.chars().count() <= 80),
            "{topic}"
        );
    }
    assert_eq!(run(&["help", "serve"]).1, run(&["serve", "--help"]).1);
    assert_eq!(
        run(&["help", "lessons", "check"]).1,
        run(&["lessons", "check", "--help"]).1
    );
    assert_eq!(run(&["help"]).1, run(&["--help"]).1);
    let (code, stdout, stderr) = run(&["help", "nonsense"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(
        stderr.contains("exit-codes") && stderr.contains("serve"),
        "{stderr}"
    );
}

#[test]
fn each_exit_code_of_the_long_help_is_explained() {
    let long = run(&["--help"]).1;
    let (_, codes) = long.split_once("Exit codes:\n").unwrap();
    let codes = codes.lines().take_while(|line| !line.is_empty());
    let topic = run(&["help", "exit-codes"]).1;
    for code in codes.filter_map(|line| line.split_whitespace().next()) {
        assert!(topic.contains(&format!("\n  {code} ")), "{code}");
    }
}
