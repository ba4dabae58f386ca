//! Limits of the system: few descriptors, small files, and files that are larger than anything that is kept.

use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use super::{ends_within, fifo, program, shell};

/// How the line ended under these limits, and what it said. It may not wait for ever.
#[track_caller]
fn under(limits: &str, words: &str, home: &Path) -> (i32, String) {
    let said = home.join("said");
    let line = format!("exec 2> {}; {limits}; exec \"$0\" {words}", said.display());
    let mut child = shell(&line)
        .env("XDG_STATE_HOME", home.join("state"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("OAUTH_TUTOR_CLIENT_SECRET", "s3cr3t")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let ended = ends_within(&mut child, Duration::from_secs(10));
    let said = std::fs::read_to_string(said).unwrap();
    let code = ended.unwrap_or_else(|| panic!("{limits} {words} does not end: {said}"));
    (code, said)
}

#[test]
fn with_few_descriptors_a_lesson_is_played_or_ends_with_73_and_never_waits() {
    let home = tempfile::tempdir().unwrap();
    let mut ends = Vec::new();
    for most in 6..16 {
        let limit = format!("ulimit -n {most}");
        let (code, said) = under(&limit, "learn 1 --linear", home.path());
        if code != 0 {
            assert_eq!(code, 73, "{most}: {said}");
            assert!(said.contains("it may open no more files"), "{most}: {said}");
        }
        ends.push(code);
    }
    assert!(ends.contains(&73) && ends.contains(&0), "{ends:?}");
}

#[test]
fn with_few_descriptors_a_request_blames_this_machine_and_no_server() {
    // Nobody listens there any more: a request that goes out is told so.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let home = tempfile::tempdir().unwrap();
    let words = format!("token --client-id x --token-url {url}");
    let mut ends = Vec::new();
    for most in 6..16 {
        let (code, said) = under(&format!("ulimit -n {most}"), &words, home.path());
        let refused = said.contains("refused");
        assert_eq!(code, if refused { 4 } else { 73 }, "{most}: {said}");
        assert_eq!(refused, said.contains("Does the server run"), "{said}");
        ends.push(code);
    }
    assert!(ends.contains(&73) && ends.contains(&4), "{ends:?}");
}

#[test]
fn with_few_descriptors_a_file_that_cannot_be_opened_is_no_fault_of_the_file() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    std::fs::write(&file, "{\"sub\":\"a\"}").unwrap();
    let file = file.display();
    let token = "token --dry-run --client-id x --token-url http://127.0.0.1:1/";
    for words in [
        format!("{token} --client-secret-file {file}"),
        format!("{token} --key {file}"),
        format!("{token} --ca-cert {file}"),
    ] {
        let mut ends = Vec::new();
        for most in 3..9 {
            let (code, said) = under(&format!("ulimit -n {most}"), &words, home.path());
            let few = said.contains("Too many open files") || said.contains("no more files");
            assert_eq!(code == 73, few, "{most} {words}: {code} {said}");
            ends.push(code);
        }
        assert!(ends.contains(&73), "{words}: {ends:?}");
    }
}

#[test]
fn with_few_descriptors_a_command_for_the_secret_is_not_blamed() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("config/oauth-tutor");
    std::fs::create_dir_all(&folder).unwrap();
    let text = "version = 1\n[targets.t]\nissuer = \"http://127.0.0.1:1/\"\nclient_id = \"x\"\nsecret_command = [\"true\"]\n";
    std::fs::write(folder.join("targets.toml"), text).unwrap();
    let words = "token --target t";
    let alone = "unset OAUTH_TUTOR_CLIENT_SECRET";
    let mut ends = Vec::new();
    for most in 4..20 {
        let (code, said) = under(&format!("{alone}; ulimit -n {most}"), words, home.path());
        let few = said.contains("Too many open files") || said.contains("no more files");
        assert_eq!(code == 73, few, "{most}: {code} {said}");
        ends.push(code);
    }
    assert!(ends.contains(&73) && ends.contains(&3), "{ends:?}");
}

#[test]
fn a_limit_on_the_size_of_files_is_no_bug() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("said"), "").unwrap();
    for (words, code) in [
        ("serve --port 0 --json", 73),
        ("targets add t --issuer https://127.0.0.1:9/", 73),
        ("lessons > \"$HOME/out\"", 74),
    ] {
        // What is said goes where no limit holds.
        let line = format!("ulimit -f 0; \"$0\" {words}");
        let output = shell(&line)
            .env("HOME", home.path())
            .env("XDG_CONFIG_HOME", home.path().join("config"))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{words}: {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(!said.contains("bug"), "{said}");
    }
}

#[test]
fn settings_and_targets_that_are_pipes_or_endless_are_refused_at_once() {
    type Make = fn(&Path);
    let make: [Make; 3] = [
        fifo,
        |path| std::os::unix::fs::symlink("/dev/zero", path).unwrap(),
        |path| {
            let file = std::fs::File::create(path).unwrap();
            file.set_len(1 << 36).unwrap();
        },
    ];
    for make in make {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("oauth-tutor");
        std::fs::create_dir(&folder).unwrap();
        make(&folder.join("settings.toml"));
        make(&folder.join("targets.toml"));
        for words in [&["targets", "list"][..], &["learn", "1"]] {
            let mut child = program()
                .args(words)
                .env("XDG_CONFIG_HOME", home.path())
                .env("XDG_STATE_HOME", home.path().join("state"))
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let ended = ends_within(&mut child, Duration::from_secs(10));
            assert!(matches!(ended, Some(2 | 3)), "{words:?} {ended:?}");
        }
    }
}
