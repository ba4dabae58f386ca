//! What the desks stand on: the words file, the characters and the change of a claim, reports in Markdown, files read and kept.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use oauth_tutor::app::effect::{Effect, RunId};
use oauth_tutor::app::message::{Message, World};
use oauth_tutor::oauth::check::paste::Pasted;
use oauth_tutor::oauth::check::report::markdown;
use oauth_tutor::oauth::check::{Expectation, check};
use oauth_tutor::oauth::jwt::member::{BadValue, characters, with_value};
use oauth_tutor::oauth::jwt::{PartName, read};
use oauth_tutor::oauth::time::UnixTime;
use oauth_tutor::shell::{Practice, Shell, ShellOptions};
use proptest::prelude::*;

/// `{"alg":"none"}` and `{"sub":"job","aud":"https://api.example","exp":1}`.
const TOKEN: &str =
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiJqb2IiLCJhdWQiOiJodHRwczovL2FwaS5leGFtcGxlIiwiZXhwIjoxfQ.";

fn sources(folder: &Path, found: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_word_is_used_and_every_word_that_is_used_is_there() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = fs::read_to_string(here.join("assets/desks.toml")).unwrap();
    let words: BTreeMap<String, String> = toml::from_str(&file).unwrap();
    let root = here.join("src");
    let mut text = String::new();
    for layer in ["app", "shell", "tui", "linear"] {
        sources(&root.join(layer), &mut text);
    }
    for file in ["lesson/belief.rs", "lesson/at_own.rs"] {
        text.push_str(&fs::read_to_string(root.join(file)).unwrap());
    }
    for (id, words) in &words {
        assert!(text.contains(&format!("\"{id}\"")), "{id} is used nowhere");
        assert!(!words.trim().is_empty() && !words.contains('!'), "{id}");
    }
    let heads = [
        "ask", "target", "repair", "export", "file", "key", "edit", "ladder", "rung", "footing",
        "read", "jwe", "hand",
    ];
    for literal in text.split('"') {
        let Some((head, tail)) = literal.split_once('.') else {
            continue;
        };
        let plain = tail.chars().all(|c| c.is_ascii_lowercase() || c == '.');
        if heads.contains(&head) && plain && !tail.is_empty() {
            assert!(words.contains_key(literal), "{literal} has no words");
        }
    }
}

#[test]
fn the_characters_of_a_claim_decode_to_the_claim() {
    let jwt = read(TOKEN);
    let payload = TOKEN.split('.').nth(1).unwrap();
    for (at, name) in ["sub", "aud", "exp"].into_iter().enumerate() {
        let range = characters(&jwt, PartName::Payload, at).unwrap();
        assert!(range.end <= payload.len());
        // Whole groups of four decode on their own; the last one may be shorter.
        let group = payload.get(range).unwrap();
        let alone = format!("eyJhbGciOiJub25lIn0.{group}.");
        let bytes = read(&alone)
            .part(PartName::Payload)
            .and_then(|part| part.bytes.clone());
        let text = String::from_utf8(bytes.unwrap()).unwrap();
        assert!(text.contains(&format!("\"{name}\":")), "{text}");
    }
    assert_eq!(characters(&jwt, PartName::Payload, 3), None);
    assert_eq!(characters(&jwt, PartName::Signature, 0), None);
}

#[test]
fn a_changed_claim_changes_nothing_else() {
    let jwt = read(TOKEN);
    let changed = read(&with_value(&jwt, PartName::Payload, 1, " [\"a\", 2] ").unwrap());
    let text = changed.payload.as_ref().unwrap().text();
    assert_eq!(text, r#"{"sub":"job","aud":["a", 2],"exp":1}"#);
    assert_eq!(
        changed.header.as_ref().unwrap().text(),
        jwt.header.as_ref().unwrap().text()
    );
    for bad in ["", "text", "1 2", "{", "\"open"] {
        let refused = with_value(&jwt, PartName::Payload, 1, bad);
        assert_eq!(refused, Err(BadValue::NotJson), "{bad}");
    }
    let none = with_value(&jwt, PartName::Payload, 9, "1");
    assert_eq!(none, Err(BadValue::NoMember));
}

proptest! {
    #[test]
    fn any_token_and_any_value_are_survived(token in "\\PC{0,80}", value in "\\PC{0,20}", at in 0usize..4) {
        let jwt = read(&token);
        for part in [PartName::Header, PartName::Payload, PartName::Signature] {
            let range = characters(&jwt, part, at);
            prop_assert!(range.is_none_or(|range| range.start <= range.end));
            if let Ok(changed) = with_value(&jwt, part, at, &value) {
                prop_assert_eq!(changed.matches('.').count(), token.matches('.').count());
            }
        }
    }
}

#[test]
fn a_report_in_markdown_obeys_nobody_and_holds_no_token() {
    let nasty = "{\"access_token\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1\",\"token_type\":\"<b>*x*\\u001b[31m\"}";
    let report = check(&Pasted::new(nasty), &Expectation::default(), None);
    let text = markdown::check(&report, UnixTime(1_763_722_800));
    assert!(text.contains("- Judged as of: 2025-11-21T11:00:00Z"));
    assert!(text.contains("## fail `reply.token_type.unknown`"));
    assert!(text.contains("\\<b\\>\\*x\\*"), "{text}");
    assert!(!text.contains("<b>") && !text.contains('\u{1b}'));
    assert!(!text.contains("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
}

fn shell(folder: &Path) -> (Shell, Receiver<Message>) {
    let (sender, messages) = channel();
    let options = ShellOptions {
        folder: Some(folder.to_owned()),
        ..ShellOptions::default()
    };
    let shell = Shell::start(options, Practice::bind(0), move |message| {
        let _ = sender.send(message);
    });
    (shell.unwrap(), messages)
}

/// The next answer that is about a file.
fn told(messages: &Receiver<Message>) -> World {
    loop {
        let message = messages.recv_timeout(Duration::from_secs(30)).unwrap();
        if let Message::World(world @ (World::FileRead { .. } | World::ReportKept(_))) = message {
            return world;
        }
    }
}

#[test]
fn reports_are_kept_in_new_files_and_files_are_read_within_limits() {
    let folder = tempfile::tempdir().unwrap();
    let (shell, messages) = shell(folder.path());
    let mut paths = Vec::new();
    for text in ["one", "two"] {
        shell.perform(Effect::KeepReport {
            name: "check-x".into(),
            ending: "md",
            text: text.into(),
        });
        let World::ReportKept(Ok(path)) = told(&messages) else {
            panic!("not kept");
        };
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        paths.push(path);
    }
    assert_ne!(paths[0], paths[1]);
    assert_eq!(fs::read_to_string(&paths[0]).unwrap(), "one");

    let utf16: Vec<u8> = "\u{feff}{}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let large = vec![b' '; 1_048_577];
    for (name, bytes, words) in [
        ("utf16.json", utf16.as_slice(), None),
        ("large.json", large.as_slice(), Some("larger than 1 MiB")),
        ("blank.json", b" \n", Some("nothing here")),
        ("binary", b"\xff\x00\xfe", Some("not text")),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let result = asked(&shell, &messages, &path);
        match words {
            None => assert_eq!(
                result,
                Ok(Pasted {
                    text: "{}".into(),
                    utf16: true
                })
            ),
            Some(words) => assert!(result.unwrap_err().contains(words), "{name}"),
        }
    }
    assert!(asked(&shell, &messages, folder.path()).is_err());
    assert!(asked(&shell, &messages, &folder.path().join("none")).is_err());
    shell.stop();
}

fn asked(shell: &Shell, messages: &Receiver<Message>, path: &Path) -> Result<Pasted, String> {
    shell.perform(Effect::ReadFile {
        run: RunId(7),
        path: format!(" {} ", path.display()),
    });
    match told(messages) {
        World::FileRead { run, result } => {
            assert_eq!(run, RunId(7));
            result
        }
        other => panic!("{other:?}"),
    }
}
