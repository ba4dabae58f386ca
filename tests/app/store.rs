//! Progress on disk: kept, joined, carried over from the first format, set aside, never half written.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use oauth_tutor::app::create::AppType;
use oauth_tutor::app::guess::{Guess, Sureness};
use oauth_tutor::app::progress::{Card, Kept, LessonProgress, Progress};
use oauth_tutor::app::spot::Spot;
use oauth_tutor::lesson::course;
use oauth_tutor::oauth::time::UnixTime;
use oauth_tutor::store;
use rstest::rstest;

fn lesson(at: &str, furthest: usize, edition: u64) -> LessonProgress {
    LessonProgress {
        at: at.into(),
        furthest,
        edition,
        ..LessonProgress::default()
    }
}

fn with(name: &str, lesson: LessonProgress) -> Progress {
    let mut progress = Progress::default();
    progress.lessons.insert(name.into(), lesson);
    progress
}

fn reached(steps: &[&str]) -> BTreeSet<String> {
    steps.iter().map(|&step| step.to_owned()).collect()
}

fn guess(option: usize, right: Option<bool>) -> Kept {
    Kept {
        guess: Guess {
            option,
            sureness: Sureness::Guess,
            event: 0,
        },
        right,
        seen: right.map(|right| option + usize::from(!right)),
    }
}

/// Saves as a tutor that knew nothing of what is on disk, and gives what is there then.
fn save(folder: &Path, progress: &Progress) -> Progress {
    let known = Progress::default();
    let joined = store::save(Some(folder), progress, &known).unwrap();
    joined.progress
}

/// Saves as a tutor that knows this of the disk, and gives what it knows then.
fn save_knowing(folder: &Path, progress: &Progress, known: &Progress) -> (Progress, Progress) {
    let joined = store::save(Some(folder), progress, known).unwrap();
    (joined.own, joined.news)
}

#[test]
fn what_was_kept_is_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut progress = with(
        "first-token",
        LessonProgress {
            reached: reached(&["create-app", "build"]),
            finished: 2,
            round: 3,
            registered: true,
            answers: [("recall".to_owned(), 1)].into(),
            typed: [("l3-header".to_owned(), "Basic".to_owned())].into(),
            guesses: [("l1-requests".to_owned(), guess(1, Some(false)))].into(),
            ..lesson("build", 5, 10)
        },
    );
    progress.last = Some("first-token".into());
    save(folder.path(), &progress);
    assert_eq!(
        store::load(Some(folder.path()), UnixTime(0)).progress,
        progress
    );
}

#[test]
fn two_tutors_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    save(folder.path(), &with("one", lesson("quiz.2", 12, 50)));
    save(folder.path(), &with("two", lesson("goal", 0, 60)));
    let joined = save(folder.path(), &with("one", lesson("goal", 0, 70)));
    assert_eq!(
        joined.lessons["two"].at, "goal",
        "the other tutor's lesson is still there"
    );
    assert_eq!(
        joined.lessons["one"].at, "goal",
        "the newer state is where one goes on"
    );
    assert_eq!(
        joined.lessons["one"].furthest, 12,
        "how far one got is never lost"
    );
}

#[test]
fn the_edition_says_which_state_is_newer_whoever_saves_last() {
    let folder = tempfile::tempdir().unwrap();
    let newer = LessonProgress {
        reached: reached(&["create-app"]),
        audience: "https://api.reports.example".into(),
        guesses: [("l1-requests".to_owned(), guess(0, Some(true)))].into(),
        answers: [("recall".to_owned(), 1)].into(),
        ..lesson("send", 6, 8)
    };
    let older = LessonProgress {
        reached: reached(&["build"]),
        audience: "https://api.users.example".into(),
        finished: 1,
        guesses: [
            ("l1-requests".to_owned(), guess(2, None)),
            ("l1-reply".to_owned(), guess(3, None)),
        ]
        .into(),
        answers: [("recall".to_owned(), 2), ("spot".to_owned(), 3)].into(),
        typed: [("l3-header".to_owned(), "Basic".to_owned())].into(),
        ..lesson("goal", 9, 7)
    };
    for (first, second) in [(&newer, &older), (&older, &newer)] {
        save(folder.path(), &with("one", first.clone()));
        let joined = save(folder.path(), &with("one", second.clone()));
        let one = &joined.lessons["one"];
        assert_eq!((one.at.as_str(), one.edition), ("send", 8));
        assert_eq!(one.audience, "https://api.reports.example");
        // What was reached and answered in either counts; where both answered, the newer does.
        assert_eq!(one.reached, reached(&["build", "create-app"]));
        assert_eq!((one.furthest, one.finished), (9, 1));
        assert_eq!(one.guesses["l1-requests"], guess(0, Some(true)));
        assert_eq!(one.guesses["l1-reply"], guess(3, None));
        assert_eq!((one.answers["recall"], one.answers["spot"]), (1, 3));
        assert_eq!(one.typed["l3-header"], "Basic");
        let again = save(folder.path(), &joined);
        assert_eq!(again, joined, "joining twice changes nothing");
        fs::remove_file(folder.path().join("progress.toml")).unwrap();
    }
}

/// A lesson that was begun anew, and what another tutor kept of the round before, in both orders of saving.
fn rounds_joined(anew: u64, before: u64) -> Vec<LessonProgress> {
    let anew = LessonProgress {
        round: 1,
        ..lesson("goal", 0, anew)
    };
    let before = LessonProgress {
        round: 0,
        finished: 1,
        reached: reached(&["create-app", "send"]),
        guesses: [("l1-requests".to_owned(), guess(2, Some(false)))].into(),
        answers: [("recall".to_owned(), 2)].into(),
        typed: [("l3-header".to_owned(), "Basic".to_owned())].into(),
        ..lesson("quiz.2", 12, before)
    };
    let joined = |first: &LessonProgress, second: &LessonProgress| {
        let folder = tempfile::tempdir().unwrap();
        save(folder.path(), &with("one", first.clone()));
        let joined = save(folder.path(), &with("one", second.clone()));
        joined.lessons["one"].clone()
    };
    vec![joined(&anew, &before), joined(&before, &anew)]
}

#[rstest]
#[case::kept_after_it(6, 5)]
// Another tutor went on with the round before, and kept more states of it.
#[case::the_round_before_was_kept_more_often(6, 9)]
fn a_round_begun_anew_is_not_overruled_by_an_older_round(#[case] anew: u64, #[case] before: u64) {
    for one in rounds_joined(anew, before) {
        assert_eq!((one.round, one.at.as_str()), (1, "goal"));
        assert_eq!(one.furthest, 0, "it begins at its start");
        assert_eq!(one.reached, BTreeSet::new());
        assert!(one.guesses.is_empty() && one.answers.is_empty() && one.typed.is_empty());
        assert_eq!(one.finished, 1, "that it was finished once stays true");
    }
}

#[test]
fn what_was_reset_while_a_tutor_had_the_lesson_open_does_not_come_back_as_finished() {
    let done = LessonProgress {
        finished: 1,
        done: true,
        ..lesson("done", 12, 5)
    };
    let open = with("audience", done);
    let mut reset = open.clone();
    reset.reset(oauth_tutor::lesson::course().lesson("audience").unwrap());
    let folder = tempfile::tempdir().unwrap();
    save(folder.path(), &open);
    save(folder.path(), &reset);
    let joined = save(folder.path(), &open);
    let one = &joined.lessons["audience"];
    assert_eq!((one.finished, one.done, one.furthest), (0, false, 0));

    // Begun anew by a tutor that does not know of it, it has the round of the reset.
    let mut anew = open.clone();
    let lesson = anew.lessons.get_mut("audience").unwrap();
    (lesson.round, lesson.done, lesson.furthest, lesson.edition) = (1, false, 2, 9);
    let joined = save(folder.path(), &anew);
    let one = &joined.lessons["audience"];
    assert_eq!((one.finished, one.furthest, one.forgotten), (0, 2, 1));
}

#[test]
fn tutors_that_save_at_the_same_moment_all_leave_their_mark() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let folder = folder.path();
            scope.spawn(move || {
                store::save(
                    Some(folder),
                    &with(&format!("lesson-{number}"), lesson("goal", 0, 1)),
                    &Progress::default(),
                )
                .unwrap()
            });
        }
    });
    assert_eq!(
        store::load(Some(folder.path()), UnixTime(0))
            .progress
            .lessons
            .len(),
        8
    );
}

/// A file as the program wrote it while a lesson had five fixed acts.
const FIRST_FORMAT: &str = r#"version = 1
last = "first-token"

[lessons.first-token]
stage = "do.build"
furthest = 16
steps = 17
finished = 1
touched = 1763722800
registered = true
deeds = ["token", "verify", "call"]
audience = "https://api.reports.example"
scope = "read:reports"

[lessons.first-token.form]
name = "Nightly report job"
app_type = "machine-to-machine"

[lessons.first-token.form.grants]
"https://api.reports.example" = ["read:reports"]

[lessons.first-token.guesses.l1-requests]
option = 0
sureness = "certain"
right = true

[lessons.first-token.guesses.b1-answer]
option = 2
sureness = "guess"

[lessons.first-token.cards]
1 = 1
3 = 0
5 = 3

[error_book.B1]
symptom = "401 access_denied"
cause = "The secret is wrong."
fix = "Copy it again."
"#;

fn first_format(text: &str) -> (tempfile::TempDir, Progress) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("progress.toml"), text).unwrap();
    let loaded = store::load(Some(folder.path()), UnixTime(7));
    assert_eq!(loaded.set_aside, None, "it can be read");
    (folder, loaded.progress)
}

#[test]
fn a_file_of_the_first_format_is_carried_over() {
    let (_folder, progress) = first_format(FIRST_FORMAT);
    assert_eq!(progress.version, 2);
    assert_eq!(progress.last.as_deref(), Some("first-token"));
    assert_eq!(progress.error_book["B1"].symptom, "401 access_denied");
    assert_eq!(progress.error_book["B1"].cause, "The secret is wrong.");
    assert_eq!(progress.error_book["B1"].fix, "Copy it again.");
    let one = &progress.lessons["first-token"];
    assert_eq!(
        (one.at.as_str(), one.furthest, one.steps),
        ("build", 16, 17)
    );
    assert_eq!((one.finished, one.registered), (1, true));
    assert_eq!(
        (one.round, one.edition),
        (0, 0),
        "any state of today is newer"
    );
    assert_eq!(one.audience, "https://api.reports.example");
    assert_eq!(one.scope, "read:reports");
    assert_eq!(one.form.name, "Nightly report job");
    assert_eq!(one.form.app_type, Some(AppType::MachineToMachine));
    assert!(one.form.grants["https://api.reports.example"].contains("read:reports"));
}

#[test]
fn what_was_guessed_and_answered_in_the_first_format_is_carried_over() {
    let (_folder, progress) = first_format(FIRST_FORMAT);
    let one = &progress.lessons["first-token"];
    let sure = Kept {
        guess: Guess {
            option: 0,
            sureness: Sureness::Certain,
            event: 0,
        },
        right: Some(true),
        seen: None,
    };
    assert_eq!(one.guesses["l1-requests"], sure);
    assert_eq!(one.guesses["b1-answer"], guess(2, None));
    // A card went by its number; now it goes by what it is.
    let answers: Vec<_> = one
        .answers
        .iter()
        .map(|(id, at)| (id.as_str(), *at))
        .collect();
    assert_eq!(answers, [("recall", 1), ("transfer", 3), ("who", 0)]);
    let lesson = course().lesson("first-token").unwrap();
    for id in one.answers.keys().chain(one.guesses.keys()) {
        let trials = lesson.steps.iter().flat_map(|step| &step.experiments);
        let asked = trials
            .flat_map(|one| &one.variants)
            .filter_map(|one| one.ask.as_ref());
        let known = lesson.ask(id).is_some() || asked.into_iter().any(|ask| ask.id == *id);
        assert!(known, "the lesson asks {id}");
    }
}

#[rstest]
#[case("[]", &[])]
#[case(r#"["token"]"#, &["build", "create-app", "send"])]
// The step asks for both.
#[case(r#"["token", "verify"]"#, &["build", "create-app", "send"])]
#[case(r#"["token", "verify", "call"]"#, &["build", "create-app", "read", "send"])]
#[case(r#"["check", "break"]"#, &["break", "check"])]
fn what_was_seen_in_the_first_format_counts_as_reached(
    #[case] deeds: &str,
    #[case] steps: &[&str],
) {
    let text = FIRST_FORMAT
        .replace(r#"["token", "verify", "call"]"#, deeds)
        .replace("registered = true", "registered = false");
    let (_folder, progress) = first_format(&text);
    let one = &progress.lessons["first-token"];
    assert_eq!(one.reached, reached(steps));
    let lesson = course().lesson("first-token").unwrap();
    for step in &one.reached {
        let step = lesson.step(step).expect("a step of the lesson");
        assert!(!step.goals.is_empty(), "{}", step.id);
    }
}

#[test]
fn an_app_that_was_registered_in_the_first_format_was_created() {
    let text = FIRST_FORMAT.replace(r#"["token", "verify", "call"]"#, "[]");
    let (_folder, progress) = first_format(&text);
    let one = &progress.lessons["first-token"];
    assert_eq!(one.reached, reached(&["create-app"]));
}

#[rstest]
#[case("goal", "goal")]
#[case("predict.2", "predict.2")]
#[case("do.create-app", "create-app")]
#[case("do.build", "build")]
#[case("do.send", "send")]
#[case("do.read", "read")]
#[case("do.check", "check")]
#[case("explain", "explain")]
#[case("break", "break")]
#[case("quiz.3", "quiz.3")]
#[case("done", "done")]
fn a_place_of_the_first_format_is_the_same_place_today(#[case] stage: &str, #[case] today: &str) {
    let (_folder, progress) = first_format(&FIRST_FORMAT.replace("do.build", stage));
    let lesson = course().lesson("first-token").unwrap();
    let spot = Spot::named(&progress.lessons["first-token"].at, lesson).unwrap();
    assert_eq!(spot.name(lesson), today);
}

#[test]
fn a_file_of_the_first_format_is_joined_and_written_as_today() {
    let (folder, _) = first_format(FIRST_FORMAT);
    let joined = save(folder.path(), &with("audience", lesson("goal", 0, 1)));
    assert_eq!(joined.lessons["first-token"].at, "build");
    assert_eq!(joined.last.as_deref(), Some("first-token"));
    let text = fs::read_to_string(folder.path().join("progress.toml")).unwrap();
    assert!(text.starts_with("version = 2\n"), "{text}");
    assert_eq!(
        store::load(Some(folder.path()), UnixTime(7)).progress,
        joined
    );
}

#[test]
fn a_file_of_the_first_format_with_little_in_it_is_read() {
    let (_folder, progress) = first_format("version = 1\n");
    assert_eq!(progress, Progress::default());
    let (_folder, progress) = first_format(
        "version = 1\n[lessons.first-token]\nstage = \"goal\"\nfurthest = 0\nsteps = 17\n",
    );
    assert_eq!(progress.lessons["first-token"].at, "goal");
}

#[test]
fn an_unreadable_file_is_set_aside_with_its_bytes() {
    let torn: [&[u8]; 3] = [
        b"version = 1\n[lessons\xff",
        b"version = 1\n[lessons.first-token]\nfurthest = \"far\"\n",
        b"version = 2\n[lessons.first-token]\nfurthest = \"far\"\n",
    ];
    for bytes in torn {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("progress.toml"), bytes).unwrap();
        let loaded = store::load(Some(folder.path()), UnixTime(7));
        assert_eq!(loaded.progress, Progress::default());
        let kept = loaded.set_aside.unwrap();
        assert_eq!(fs::read(kept).unwrap(), bytes);
    }
}

#[test]
fn a_newer_format_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("progress.toml"), "version = 99\n").unwrap();
    assert!(
        store::save(
            Some(folder.path()),
            &Progress::default(),
            &Progress::default()
        )
        .is_err()
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("progress.toml")).unwrap(),
        "version = 99\n"
    );
}

#[test]
fn a_folder_that_cannot_be_made_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("taken");
    fs::write(&file, "").unwrap();
    let error = store::save(
        Some(&file.join("state")),
        &Progress::default(),
        &Progress::default(),
    )
    .unwrap_err();
    assert!(error.to_string().contains("taken"), "{error}");
}

#[test]
fn what_a_tutor_took_back_stays_taken_back_and_what_others_kept_is_news() {
    let folder = tempfile::tempdir().unwrap();
    let done = LessonProgress {
        reached: reached(&["build", "check"]),
        ..lesson("check", 7, 1)
    };
    let ours = with("one", done);
    let known = save(folder.path(), &ours);
    let reset = LessonProgress {
        reached: reached(&["build"]),
        ..lesson("check", 7, 2)
    };
    let joined = store::save(Some(folder.path()), &with("one", reset.clone()), &known).unwrap();
    assert_eq!(joined.progress.lessons["one"], reset);
    assert!(joined.news.is_blank(), "{:?}", joined.news);

    // Another tutor gets further meanwhile.
    let theirs = LessonProgress {
        reached: reached(&["explain"]),
        ..lesson("explain", 8, 9)
    };
    save(folder.path(), &with("one", theirs));
    let known = joined.own;
    let again = LessonProgress {
        edition: 3,
        ..reset
    };
    let joined = store::save(Some(folder.path()), &with("one", again), &known).unwrap();
    let news = &joined.news.lessons["one"].reached;
    assert!(news.contains("explain"), "{news:?}");
    assert!(joined.progress.lessons["one"].reached.contains("explain"));
}

#[test]
fn a_guess_of_this_session_is_no_news_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = guess(1, None);
    // Of a session alone: no file has it.
    kept.guess.event = 7;
    let guessed = LessonProgress {
        guesses: [("l1-requests".to_owned(), kept)].into(),
        ..lesson("predict", 1, 1)
    };
    let (known, _) = save_knowing(
        folder.path(),
        &with("one", guessed.clone()),
        &Progress::default(),
    );
    let (_, news) = save_knowing(folder.path(), &with("one", guessed), &known);
    assert!(news.is_blank(), "{news:?}");
}

#[test]
fn news_that_the_tutor_has_not_heard_of_yet_outlast_its_next_save() {
    let folder = tempfile::tempdir().unwrap();
    let ours = with("one", lesson("build", 4, 1));
    let (known, _) = save_knowing(folder.path(), &ours, &Progress::default());
    save(folder.path(), &with("two", lesson("send", 5, 1)));
    // Two saves, one after the other, before anybody told the tutor of lesson two.
    let (known, news) = save_knowing(folder.path(), &ours, &known);
    assert!(news.lessons.contains_key("two"));
    let (_, news) = save_knowing(folder.path(), &ours, &known);
    assert!(news.lessons.contains_key("two"), "still news");
    let there = store::load(Some(folder.path()), UnixTime(0)).progress;
    assert!(there.lessons.contains_key("two"));
}

#[test]
fn a_round_begun_anew_outlasts_the_save_of_a_tutor_that_knew_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let anew = LessonProgress {
        round: 1,
        ..lesson("build", 4, 2)
    };
    let known = save(folder.path(), &with("one", anew.clone()));
    let old = with("one", lesson("quiz", 12, 90));
    let joined = store::save(Some(folder.path()), &old, &known).unwrap();
    assert_eq!(joined.progress.lessons["one"].round, 1);
    assert_eq!(joined.progress.lessons["one"].at, "build");
}

#[test]
fn a_card_that_was_right_for_the_third_time_stays_away_after_a_join() {
    let card = |right| Card {
        day: 20_000,
        right,
        certain: false,
        round: 0,
        seen: None,
        solution: None,
    };
    let with = |right| {
        let mut progress = Progress::default();
        progress
            .review
            .insert("first-token/recall".into(), card(right));
        progress
    };
    for (ours, theirs) in [(3, 2), (2, 3)] {
        let joined = with(ours).merged(with(theirs));
        assert_eq!(joined.review["first-token/recall"].right, 3);
    }
}
