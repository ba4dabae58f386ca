//! The reference at the full screen: pictures, what its keys do, and the ways in and out.

use oauth_tutor::app::Page;
use oauth_tutor::app::progress::{ErrorLine, LessonProgress, Progress};
use oauth_tutor::oauth::time::UnixMillis;
use oauth_tutor::tui::keys::{Deed, Mouse};

use crate::learner::{Learner, TOKEN};
use crate::picture::picture;

const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (100, 30), (160, 45)];

/// The reference, opened on home.
fn opened(columns: u16, rows: u16) -> Learner {
    let mut learner = Learner::new(columns, rows);
    learner.keys("/");
    learner
}

/// Somebody who has finished the first lesson.
fn finished(columns: u16, rows: u16) -> Learner {
    let mut progress = Progress::default();
    let kept = LessonProgress {
        finished: 1,
        ..LessonProgress::default()
    };
    progress.lessons.insert("first-token".into(), kept);
    Learner::with(progress, columns, rows)
}

#[test]
fn an_error_is_found_by_its_word() {
    for (columns, rows) in SIZES {
        let mut learner = opened(columns, rows);
        learner.types("invalid_client").keys("enter");
        insta::assert_snapshot!(
            format!("reference-error-{columns}x{rows}"),
            picture(&learner.screen())
        );
    }
}

#[test]
fn a_clause_says_what_stands_on_it() {
    let mut learner = opened(100, 30);
    learner.types("rfc 6749 5.2").keys("enter enter");
    insta::assert_snapshot!("reference-clause", picture(&learner.screen()));
}

#[test]
fn nothing_found_says_so() {
    let mut learner = opened(60, 20);
    learner.types("qqq");
    insta::assert_snapshot!("reference-none", picture(&learner.screen()));
}

#[test]
fn enter_goes_deeper_and_esc_the_same_way_back() {
    let mut learner = opened(80, 24);
    learner.types("aud").keys("down enter enter down esc");
    assert_eq!(learner.app.page, Page::Reference);
    // A letter is text in the search alone.
    learner.keys("j").keys("/").types("x");
    assert_eq!(learner.app.sought, "audx");
    learner.keys("esc esc");
    assert_eq!(learner.app.page, Page::Home);
}

#[test]
fn tab_shows_one_kind_alone() {
    let mut learner = opened(100, 30);
    let tags = |learner: &Learner, tag: &str| {
        let text = learner.text();
        let rows = text.lines().skip(6);
        let ends = |row: &str| {
            row.chars()
                .take(42)
                .collect::<String>()
                .trim_end()
                .ends_with(tag)
        };
        rows.filter(|row| ends(row)).count()
    };
    learner.types("nonce");
    assert!(tags(&learner, "term") > 0 && tags(&learner, "claim") > 0);
    learner.keys("tab tab tab");
    assert!(learner.sees("[claims]") && tags(&learner, "claim") > 0);
    assert_eq!(tags(&learner, "term"), 0, "{}", learner.text());
}

#[test]
fn the_screen_that_was_left_for_it_goes_on_where_it_was() {
    let mut learner = Learner::new(100, 30);
    learner.keys("d");
    learner.pastes(TOKEN);
    learner.keys("down down");
    let before = picture(&learner.screen());
    learner.keys("f3").types("nonce").keys("enter esc");
    assert_eq!(picture(&learner.screen()), before);
}

#[test]
fn a_search_of_the_decoder_that_finds_nothing_goes_on_in_the_reference() {
    let mut learner = Learner::new(100, 30);
    learner.keys("d");
    learner.pastes(TOKEN);
    learner.keys("/").types("introspection");
    assert!(
        learner
            .text()
            .contains("Enter looks it up in the reference")
    );
    learner.keys("enter");
    assert_eq!(learner.app.page, Page::Reference);
    assert!(learner.text().contains("The question of an API"));
    // What is there is searched for here.
    learner.keys("esc /").types("scope").keys("enter");
    assert_eq!(learner.app.page, Page::Decoder);
}

#[test]
fn the_error_book_is_read_here() {
    let mut progress = Progress::default();
    let line = ErrorLine {
        symptom: "401 after a new secret".into(),
        cause: "the old one is in use".into(),
        fix: "put the new one in".into(),
    };
    progress.error_book.insert("B1".into(), line);
    let mut learner = Learner::with(progress, 80, 24);
    learner.keys("/ shift+tab");
    let text = learner.text();
    for said in [
        "A wrong secret",
        "401 after a new secret",
        "the old one is in use",
        "put the new one in",
    ] {
        assert!(text.contains(said), "no {said} on:\n{text}");
    }
}

#[test]
fn notes_are_read_once_their_lesson_is_finished() {
    let mut learner = opened(100, 30);
    learner.keys("shift+tab");
    assert!(learner.text().contains("A finished experiment"));
    learner.keys("shift+tab");
    assert!(learner.text().contains("once you have finished it"));
    let mut learner = finished(100, 30);
    learner
        .keys("/")
        .types("machine to machine")
        .keys("shift+tab shift+tab");
    let text = learner.text();
    assert!(
        text.contains("A program on a computer you control"),
        "{text}"
    );
    assert!(text.contains("lesson 1"), "{text}");
}

#[test]
fn a_click_selects_also_while_the_search_is_typed() {
    let mut learner = opened(100, 30);
    learner.types("scope");
    let before = learner.text();
    let (row, line) = before.lines().enumerate().nth(9).unwrap();
    let name = line.split_whitespace().next().unwrap();
    let click = Mouse {
        what: Deed::Click,
        column: 6,
        row: u16::try_from(row).unwrap(),
    };
    let asked = learner.ui.points(click, &learner.app);
    assert!(asked.is_empty(), "{asked:?}");
    // The detail is headed by what is selected, and the search stays as it was typed.
    let head = learner.text().lines().nth(5).unwrap().to_owned();
    assert!(head.contains(&format!("─ {name}")), "{name}: {head}");
    assert_eq!(learner.app.sought, "scope");
}

#[test]
fn nothing_wakes_it() {
    let mut learner = opened(100, 30);
    learner.types("aud").waits(UnixMillis(10_000).0);
    assert_eq!(learner.next_wake(), None);
    assert_eq!(learner.app.next_wake(), None);
}
