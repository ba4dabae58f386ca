//! What is repeated of a value that was refused: nothing of a password, a token or a key, wherever it was put by mistake.

use std::fs;
use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use rstest::rstest;
use tempfile::TempDir;

/// How the program ended, all it said, and what it kept of targets.
fn run(words: &[&str]) -> (i32, String, String) {
    let home = TempDir::new().unwrap();
    let ran = Command::new(cargo_bin("oauth-tutor"))
        .args(words)
        .env("XDG_CONFIG_HOME", home.path())
        .env_remove("OAUTH_TUTOR_CLIENT_SECRET")
        .current_dir(home.path())
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let said = [ran.stdout, ran.stderr].concat();
    let kept = fs::read_to_string(home.path().join("oauth-tutor/targets.toml"));
    (
        ran.status.code().unwrap(),
        String::from_utf8(said).unwrap(),
        kept.unwrap_or_default(),
    )
}

/// Each flag that takes an address, with the words that it needs; `VALUE` is the address.
fn with_an_address(value: &str) -> Vec<Vec<&str>> {
    let token = |rest: &[&'static str]| -> Vec<&'static str> {
        let mut words = vec!["token", "--client-id", "ID"];
        words.extend(rest);
        words
    };
    let here = ["--token-url", "http://127.0.0.1:1/token"];
    let dry = |flag: &'static str| token(&[&here[..], &["--dry-run", flag, "VALUE"]].concat());
    let lines = [
        token(&["--token-url", "VALUE"]),
        token(&["--issuer", "VALUE"]),
        token(&[&here[..], &["--call", "VALUE"]].concat()),
        dry("--resource"),
        dry("--audience"),
        vec!["targets", "add", "m", "--issuer", "VALUE"],
        vec![
            "targets",
            "add",
            "m",
            "--issuer",
            "http://127.0.0.1:1",
            "--api",
            "VALUE",
        ],
        vec![
            "targets",
            "add",
            "m",
            "--issuer",
            "http://127.0.0.1:1",
            "--resource",
            "VALUE",
        ],
        vec!["check", "--verify", "--issuer", "VALUE", "token.jwt"],
        vec!["decode", "--jwks", "VALUE", "eyJhbGciOiJub25lIn0.e30."],
    ];
    let filled = lines.into_iter().map(|line| {
        line.into_iter()
            .map(|word| if word == "VALUE" { value } else { word })
            .collect()
    });
    filled.collect()
}

#[rstest]
#[case::path("https://t.example/TOKEN/x")]
#[case::query("https://t.example/?x=TOKEN")]
#[case::bare_query("https://t.example/?TOKEN")]
#[case::fragment("https://t.example/#TOKEN")]
#[case::encoded("https://t.example/?x=%67%68%70_16C7e42F292c6912E7710c838347Ae178B4a")]
fn a_vendors_token_in_an_address_is_refused_wherever_it_stands(
    #[case] place: &str,
    #[values(
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx",
        "ya29.a0AfH6SMBx-7Qk2_Lm90aS3cr3tkJ8",
        "glpat-16C7e42F292c6912E771",
        "hvs.CAESIJ16C7e42F292c6912E771"
    )]
    token: &str,
) {
    let value = place.replace("TOKEN", token);
    for words in with_an_address(&value) {
        if words[0] == "check" {
            // The file comes first, and there is none.
            continue;
        }
        let (code, said, kept) = run(&words);
        assert_eq!((code, kept.as_str()), (2, ""), "{words:?}: {said}");
        assert!(
            !said.contains(token) && !said.contains("16C7e42"),
            "{words:?}: {said}"
        );
    }
}

#[rstest]
#[case("--key", "keys/ghp_16C7e42F292c6912E7710c838347Ae178B4a")]
#[case("--key", "ghp_16C7e42F292c6912E7710c838347Ae178B4a")]
#[case("--client-id", "app:ghp_16C7e42F292c6912E7710c838347Ae178B4a")]
fn a_vendors_token_is_kept_in_no_other_field(#[case] flag: &str, #[case] value: &str) {
    let words = [
        "targets",
        "add",
        "m",
        "--issuer",
        "http://127.0.0.1:1",
        flag,
        value,
    ];
    let (code, said, kept) = run(&words);
    assert_eq!((code, kept.as_str()), (2, ""), "{said}");
    assert!(!said.contains("16C7e42"), "{said}");
}

#[rstest]
fn no_password_is_repeated_of_what_is_no_address(
    #[values(
        "http://u:hunter2zz@t.example:99999/",
        "//u:hunter2zz@t.example/",
        "u:hunter2zz@t.example",
        "htp://u:hunter2zz@t.example/",
        "http://u:hunter2zz@[::1/",
        "http://u:hunter2zz@t exam/",
        "https://u:hunter2zz@t.example%/",
        "t.example/?client_secret=hunter2zz"
    )]
    value: &str,
) {
    for words in with_an_address(value) {
        let (_, said, kept) = run(&words);
        assert!(!said.contains("hunter2zz"), "{words:?}: {said}");
        if value.contains("//") {
            assert_eq!(kept, "", "{words:?}: {said}");
        }
    }
    for words in [
        &["serve", "--host", value][..],
        &["serve", "--nothing", value],
        &["serve", value],
        &["targets", "remove", value],
        &["token", "--target", value],
        &["learn", value],
    ] {
        let (code, said, _) = run(words);
        assert_ne!(code, 0, "{words:?}: {said}");
        assert!(!said.contains("hunter2zz"), "{words:?}: {said}");
    }
}

#[rstest]
fn no_key_and_no_token_is_repeated_that_was_given_in_the_place_of_a_name(
    #[values(
        "-----BEGIN PRIVATE KEY-----\nMIIhunter2zz==\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY----- MIIhunter2zz",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"hunter2zz\"}",
        "{kty:EC,d:hunter2zz}",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.hunter2zz",
        "ghp_16C7e42F292c6912E7710c83hunter2zz"
    )]
    value: &str,
) {
    let (_, said, _) = run(&["sign", &format!("--key={value}")]);
    assert!(said.contains("name the file that holds it"), "{said}");
    let glued = |flag: &str| format!("{flag}={value}");
    let [key, alg] = [glued("--key"), glued("--alg")];
    let here = [
        "token",
        "--client-id",
        "ID",
        "--token-url",
        "http://127.0.0.1:1/",
    ];
    let token = |rest: &[&'static str]| [&here[..], rest].concat();
    let (auth, trusted) = (token(&["--auth"]), token(&["--dry-run", "--ca-cert"]));
    let mut lines: Vec<Vec<&str>> = vec![
        vec!["sign", "--key", value],
        vec!["sign", &key],
        vec!["sign", "--secret-file", value],
        vec!["sign", "--key", "x", "--alg", value],
        vec!["sign", &alg],
        vec!["decode", &key, "eyJhbGciOiJub25lIn0.e30."],
        vec!["decode", "--jwks", value, "eyJhbGciOiJub25lIn0.e30."],
        vec!["check", value],
        vec!["targets", "add", value],
        vec!["targets", "show", value],
        vec!["lessons", "reset", value],
        vec!["learn", value],
        vec!["help", value],
        vec!["man", value],
        vec![value],
    ];
    for mut line in [auth, trusted] {
        line.push(value);
        lines.push(line);
    }
    if value.starts_with("-----") {
        lines.push(vec!["decode", value]);
        lines.push(vec!["diff", value, "x"]);
    }
    for words in lines {
        let (code, said, _) = run(&words);
        assert_ne!(code, 0, "{words:?}: {said}");
        assert!(!said.contains("hunter2zz"), "{words:?}: {said}");
    }
}
