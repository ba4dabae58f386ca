//! `lessons code`, `take-up` and `reset`: progress that goes to another machine, and progress that is forgotten.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use oauth_tutor::app::progress::code::{CodeFault, carried, code};
use oauth_tutor::app::progress::{Card, ErrorLine, LessonProgress, Progress};
use oauth_tutor::lesson::course;
use oauth_tutor::oauth::time::UnixTime;
use oauth_tutor::store;
use proptest::prelude::*;

/// The exit code, what came on stdout, and what on stderr.
fn lessons(state: &Path, words: &[&str]) -> (i32, String, String) {
    let ran = Command::new(env!("CARGO_BIN_EXE_oauth-tutor"))
        .arg("lessons")
        .args(words)
        .env("XDG_STATE_HOME", state)
        .env("HOME", state)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        ran.status.code().unwrap(),
        text(ran.stdout),
        text(ran.stderr),
    )
}

fn kept(state: &Path) -> Progress {
    store::load(Some(&state.join("oauth-tutor")), UnixTime(0)).progress
}

fn keep(state: &Path, progress: &Progress) {
    let known = Progress::default();
    store::save(Some(&state.join("oauth-tutor")), progress, &known).unwrap();
}

/// Lesson 1 done, of lesson 2 the steps that make and aim the app; a card that comes back.
fn played() -> Progress {
    let mut progress = Progress::default();
    let goals = |id: &str, most: usize| {
        let steps = course().lesson(id).unwrap().steps.iter();
        let steps = steps.filter(|step| !step.goals.is_empty()).take(most);
        steps.map(|step| step.id.clone()).collect()
    };
    let first = LessonProgress {
        reached: goals("first-token", 99),
        done: true,
        finished: 1,
        furthest: 16,
        ..LessonProgress::default()
    };
    let second = LessonProgress {
        reached: goals("audience", 2),
        furthest: 5,
        ..LessonProgress::default()
    };
    progress.lessons.insert("first-token".into(), first);
    progress.lessons.insert("audience".into(), second);
    let card = Card {
        day: 20_000,
        right: 0,
        certain: true,
        round: 0,
        seen: None,
        solution: None,
    };
    progress.review.insert("first-token/recall".into(), card);
    progress
}

#[test]
fn a_code_carries_what_was_done_to_another_machine_and_joins_what_is_there() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    keep(here.path(), &played());
    let (status, code, _) = lessons(here.path(), &["code"]);
    assert_eq!(status, 0);
    assert!(code.trim().len() <= 40, "{code}");
    let (status, said, _) = lessons(there.path(), &["take-up", &code.trim().to_lowercase()]);
    assert_eq!(status, 0);
    assert!(said.contains("Lesson 1, Your first token: done"), "{said}");
    assert!(said.contains("2 steps done"), "{said}");
    let now = kept(there.path());
    assert_eq!(now.lessons["first-token"].finished, 1);
    assert_eq!(
        now.lessons["audience"].reached,
        played().lessons["audience"].reached
    );
    assert_eq!(now.lessons.len(), 2);
    // Taken up twice it changes nothing.
    lessons(there.path(), &["take-up", code.trim()]);
    assert_eq!(kept(there.path()), now);
}

#[test]
fn a_code_says_what_it_carries_and_what_stays_and_what_carries_nothing_says_so() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (_, _, said) = lessons(here.path(), &["code"]);
    assert!(said.contains("Nothing is kept yet"), "{said}");
    // Begun, with a card that comes back: the code has no place for either.
    let mut begun = played();
    begun.lessons.clear();
    let audience = LessonProgress {
        at: "create-app".into(),
        furthest: 3,
        ..LessonProgress::default()
    };
    begun.lessons.insert("audience".into(), audience);
    keep(here.path(), &begun);
    let (_, code, said) = lessons(here.path(), &["code"]);
    assert!(said.contains("The code carries nothing"), "{said}");
    assert!(said.contains("the cards of Review"), "{said}");
    let (status, said, _) = lessons(there.path(), &["take-up", code.trim()]);
    assert_eq!(status, 0);
    assert!(said.contains("The code carries nothing"), "{said}");
    keep(here.path(), &played());
    let (_, _, said) = lessons(here.path(), &["code"]);
    assert!(said.contains("Lesson 1, Your first token: done"), "{said}");
    assert!(said.contains("2 steps done"), "{said}");
    assert!(said.contains("the error book"), "{said}");
}

#[test]
fn what_is_no_code_is_refused_with_the_reason_and_changes_nothing() {
    let state = tempfile::tempdir().unwrap();
    let code = code(&played(), course());
    let signs: Vec<char> = code.chars().collect();
    let mut other = signs.clone();
    other[8] = if signs[8] == 'Z' { 'Y' } else { 'Z' };
    let other: String = other.into_iter().collect();
    let short: String = signs[..signs.len() - 1].iter().collect();
    for (typed, why) in [
        ("", "mistyped"),
        ("ABC!", "! stands in no such code"),
        (&short, ""),
        (&other, ""),
        (&format!("{code}00"), ""),
    ] {
        let (status, _, said) = lessons(state.path(), &["take-up", typed]);
        assert_eq!(status, 2, "{typed}");
        assert!(
            said.contains("is no code of this course") && said.contains(why),
            "{said}"
        );
    }
    assert!(kept(state.path()).lessons.is_empty());
}

#[test]
fn a_lesson_or_all_of_it_is_forgotten_and_the_file_as_it_was_is_kept() {
    let state = tempfile::tempdir().unwrap();
    let mut progress = played();
    progress.last = Some("audience".into());
    keep(state.path(), &progress);
    let (status, _, said) = lessons(state.path(), &["reset", "1"]);
    assert_eq!(status, 0, "{said}");
    assert!(
        said.contains("begins anew") && said.contains("progress-before-"),
        "{said}"
    );
    let now = kept(state.path());
    let first = &now.lessons["first-token"];
    assert_eq!((first.finished, first.furthest, first.done), (0, 0, false));
    assert!(first.reached.is_empty() && now.review.is_empty());
    assert_eq!(
        now.lessons["audience"].furthest, 5,
        "the other is as it was"
    );
    let aside = fs::read_dir(state.path().join("oauth-tutor")).unwrap();
    let is_copy = |name: String| name.starts_with("progress-before-");
    assert!(
        aside
            .flatten()
            .any(|file| is_copy(file.file_name().into_string().unwrap()))
    );
    // No copy takes the place of an older one, however soon the next comes.
    lessons(state.path(), &["reset", "--all"]);
    let folder = state.path().join("oauth-tutor");
    let copies = fs::read_dir(folder).unwrap().flatten();
    let copies: Vec<String> = copies
        .map(|file| file.file_name().into_string().unwrap())
        .filter(|name| name.starts_with("progress-before-"))
        .collect();
    assert_eq!(copies.len(), 2, "{copies:?}");
    let now = kept(state.path());
    assert!(now.lessons.values().all(|lesson| lesson.reached.is_empty()));
    // Home goes on with none of them, and calls each of them new.
    assert_eq!(now.last, None);
    assert!(now.lessons.keys().all(|id| now.of(id).is_none()));
    assert_eq!(lessons(state.path(), &["reset", "99"]).0, 2);
    assert_eq!(lessons(state.path(), &["reset"]).0, 2);
}

#[test]
fn nothing_is_forgotten_where_no_copy_can_be_made() {
    let state = tempfile::tempdir().unwrap();
    keep(state.path(), &played());
    // No file may grow beyond nothing, as on a full disk.
    let line = "trap '' XFSZ; ulimit -f 0; exec \"$0\" lessons reset --all";
    let ran = Command::new("sh")
        .args(["-c", line, env!("CARGO_BIN_EXE_oauth-tutor")])
        .env("XDG_STATE_HOME", state.path())
        .env("HOME", state.path())
        .output()
        .unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(73), "{said}");
    assert!(said.contains("Nothing was forgotten"), "{said}");
    assert_eq!(kept(state.path()), played());
    let left = fs::read_dir(state.path().join("oauth-tutor")).unwrap();
    let left: Vec<_> = left.flatten().map(|file| file.file_name()).collect();
    assert!(
        !left
            .iter()
            .any(|name| name.to_string_lossy().contains("before")),
        "{left:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_progress_comes_through_and_one_other_sign_is_noticed(
        done in proptest::collection::vec(any::<bool>(), 7),
        many in proptest::collection::vec(0_usize..9, 7),
        (at, to) in (any::<prop::sample::Index>(), 0_u8..32),
    ) {
        let mut progress = Progress::default();
        for ((lesson, done), many) in course().lessons.iter().zip(done).zip(many) {
            let goals = lesson.steps.iter().filter(|step| !step.goals.is_empty());
            let reached = goals.take(many).map(|step| step.id.clone()).collect();
            let kept = LessonProgress { done, reached, ..LessonProgress::default() };
            progress.lessons.insert(lesson.id.clone(), kept);
        }
        let code = code(&progress, course());
        let read = carried(&code, course()).unwrap();
        for lesson in &course().lessons {
            let sent = &progress.lessons[&lesson.id];
            let came = read.lessons.get(&lesson.id).cloned().unwrap_or_default();
            prop_assert_eq!((sent.done, &sent.reached), (came.done, &came.reached));
        }
        let mut signs: Vec<char> = code.chars().filter(|c| *c != '-').collect();
        let place = at.index(signs.len());
        let other = char::from(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"[usize::from(to)]);
        let same = signs[place] == other;
        signs[place] = other;
        let typed: String = signs.into_iter().collect();
        let again = carried(&typed, course());
        // Twelve bits of sum miss one change in some thousands; what is let through is no other length or course.
        if same {
            prop_assert!(again.is_ok());
        } else if let Err(fault) = again {
            prop_assert!(matches!(fault, CodeFault::Mistyped | CodeFault::Course));
        }
    }

    #[test]
    fn no_text_makes_it_fall_over(text in "\\PC{0,60}") {
        let _ = carried(&text, course());
    }
}

#[test]
fn the_error_book_is_printed_in_the_order_of_the_course_and_an_empty_one_says_so() {
    let state = tempfile::tempdir().unwrap();
    let (code, out, said) = lessons(state.path(), &["book"]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(said.contains("error book is empty"), "{said}");

    let mut progress = played();
    for id in ["B16", "B1", "Z9"] {
        let line = ErrorLine {
            symptom: format!("{id} seen"),
            cause: "why".into(),
            fix: "so\u{1b}[31m".into(),
        };
        progress.error_book.insert(id.into(), line);
    }
    keep(state.path(), &progress);
    let (code, out, _) = lessons(state.path(), &["book"]);
    assert_eq!(code, 0);
    let heads: Vec<&str> = out.lines().filter(|line| line.starts_with("## ")).collect();
    let title = |line: &str| line.split(' ').nth(1).unwrap().to_owned();
    let ids: Vec<String> = heads.iter().map(|line| title(line)).collect();
    assert_eq!(ids, ["B1", "B16", "Z9"]);
    assert!(heads[0].contains("A wrong secret"), "{out}");
    assert!(
        out.contains("- Symptom: B1 seen\n- Cause: why\n- Fix: "),
        "{out}"
    );
    assert!(!out.contains('\u{1b}'), "{out}");
}
