//! Progress on disk: kept, joined, set aside, never half written.
#![cfg(test)]

use std::fs;

use oauth_tutor::app::progress::{LessonProgress, Progress};
use oauth_tutor::oauth::time::UnixTime;
use oauth_tutor::store;

fn lesson(stage: &str, furthest: usize, touched: i64) -> LessonProgress {
    LessonProgress {
        stage: stage.into(),
        furthest,
        touched,
        ..LessonProgress::default()
    }
}

fn with(name: &str, lesson: LessonProgress) -> Progress {
    let mut progress = Progress::default();
    progress.lessons.insert(name.into(), lesson);
    progress
}

#[test]
fn what_was_kept_is_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let progress = with("first-token", lesson("do.build", 5, 10));
    store::save(Some(folder.path()), &progress).unwrap();
    assert_eq!(
        store::load(Some(folder.path()), UnixTime(0)).progress,
        progress
    );
}

#[test]
fn two_tutors_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    store::save(Some(folder.path()), &with("one", lesson("quiz.2", 12, 50))).unwrap();
    store::save(Some(folder.path()), &with("two", lesson("goal", 0, 60))).unwrap();
    let joined = store::save(Some(folder.path()), &with("one", lesson("goal", 0, 70))).unwrap();
    assert_eq!(
        joined.lessons["two"].stage, "goal",
        "the other tutor's lesson is still there"
    );
    assert_eq!(
        joined.lessons["one"].stage, "goal",
        "the newer state is where one goes on"
    );
    assert_eq!(
        joined.lessons["one"].furthest, 12,
        "how far one got is never lost"
    );
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

#[test]
fn an_unreadable_file_is_set_aside_with_its_bytes() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("progress.toml"),
        b"version = 1\n[lessons\xff",
    )
    .unwrap();
    let loaded = store::load(Some(folder.path()), UnixTime(7));
    assert_eq!(loaded.progress, Progress::default());
    let kept = loaded.set_aside.unwrap();
    assert_eq!(fs::read(kept).unwrap(), b"version = 1\n[lessons\xff");
}

#[test]
fn a_newer_format_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("progress.toml"), "version = 99\n").unwrap();
    assert!(store::save(Some(folder.path()), &Progress::default()).is_err());
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
    let error = store::save(Some(&file.join("state")), &Progress::default()).unwrap_err();
    assert!(error.to_string().contains("taken"), "{error}");
}
