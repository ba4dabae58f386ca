//! Stories: a learner presses keys and sees what happens. The world is a script; state, screens and keys are the real ones.

use crate::learner::{Learner, SECRET, TOKEN, sees, sees_not};
use oauth_tutor::app::Page;
use oauth_tutor::app::message::{Build, Message};
use oauth_tutor::oauth::request::Field;
use oauth_tutor::oauth::time::UnixTime;

/// Where the learner is, as the progress file spells it.
fn at(learner: &Learner) -> Option<String> {
    let player = learner.app.player.as_ref()?;
    Some(player.at.name(player.lesson))
}

#[test]
fn a_guess_is_kept_changed_and_settled_by_the_exchange() {
    let mut learner = Learner::new(100, 30);
    learner.keys("1 ]");
    assert!(learner.sees("How many requests does your app send"));
    learner.keys("2 enter + +");
    assert!(learner.sees("[certain]"));
    assert!(
        !learner.sees("You said"),
        "nothing is settled before the exchange"
    );
    learner.keys("up enter");
    learner.keys("] ] ] pgdn pgdn s g 2");
    assert!(
        learner.sees("You said ✓ One: straight to the server"),
        "{}",
        learner.text()
    );
    // What was measured is no longer open to guesses.
    learner.keys("3");
    assert!(learner.sees("You said ✓ One"));
}

#[test]
fn a_token_is_verified_for_the_api_that_it_was_asked_for_whatever_the_form_says_by_now() {
    let mut learner = Learner::new(100, 30);
    learner.keys("1 ] ] ] ] pgdn pgdn s");
    let other = Build::Set(Field::Audience, "https://api.users.example".into());
    learner.tell(Message::Build(other));
    let player = learner.app.player.as_ref().unwrap();
    let run = player.bench.latest().unwrap();
    let demand = run.demand(learner.app.facts(), (UnixTime(0), 0));
    assert_eq!(
        demand.audience.as_deref(),
        Some("https://api.reports.example")
    );
}

#[test]
fn the_first_answer_to_a_card_counts_and_its_feedback_has_four_parts() {
    let mut learner = Learner::new(80, 24);
    learner.keys("1 g end up up up up up enter 1 enter");
    for words in ["Not this one.", "You picked", "Why", "Now", "Read more"] {
        assert!(learner.sees(words), "{words}:\n{}", learner.text());
    }
    learner.keys("2");
    assert!(learner.sees("Not this one."));
    learner.keys("enter");
    assert_eq!(at(&learner).as_deref(), Some("quiz.2"));
}

#[test]
fn a_card_that_does_not_fit_shows_its_verdict_once_it_is_answered() {
    let mut learner = Learner::new(60, 20);
    learner.keys("1 g end up up up up enter 1 enter");
    assert!(learner.sees("Not this one."), "{}", learner.text());
    learner.keys("home");
    assert!(learner.sees("Card 2 of 5"), "{}", learner.text());
}

#[test]
fn hints_come_one_at_a_time_and_end_with_the_solution() {
    let mut learner = Learner::new(100, 30);
    learner.keys("1 ] ] ] ] esc h");
    assert!(learner.sees("Hint 1") && !learner.sees("Hint 2"));
    learner.keys("h h");
    assert!(learner.sees("Hint 3") && !learner.sees("Solution"));
    learner.keys("h");
    assert!(learner.sees("Solution"));
    learner.keys("esc");
    assert!(!learner.sees("Hint 1"));
    // What was opened stays open.
    learner.keys("h");
    assert!(learner.sees("Solution"));
}

#[test]
fn the_way_home_and_back_loses_nothing() {
    let mut learner = Learner::new(100, 30);
    learner.keys("1 ] 2 enter ] q");
    assert_eq!(learner.app.page, Page::Home);
    assert!(
        learner.sees("Continue") && learner.sees("step 3 of 17"),
        "{}",
        learner.text()
    );
    learner.keys("enter");
    assert_eq!(at(&learner).as_deref(), Some("predict.2"));
    let saved = learner
        .saved
        .clone()
        .expect("progress is saved with each step");
    let mut tomorrow = Learner::with(saved, 80, 24);
    tomorrow.keys("enter");
    assert_eq!(at(&tomorrow).as_deref(), Some("predict.2"));
    tomorrow.keys("[");
    assert!(
        tomorrow.sees("(•) 2  Two"),
        "the guess is kept:\n{}",
        tomorrow.text()
    );
}

#[test]
fn escape_leads_home_and_never_out() {
    let mut learner = Learner::new(100, 30);
    learner.keys("1 g esc");
    assert_eq!(learner.app.page, Page::Lesson);
    learner.keys("esc esc esc esc");
    assert_eq!(learner.app.page, Page::Home);
    assert!(!learner.app.leaving);
    learner.keys("q");
    assert!(learner.app.leaving);
}

#[test]
fn starting_over_asks_first() {
    let mut learner = Learner::new(100, 30);
    learner.keys("1 ] ] q R esc enter");
    assert_eq!(at(&learner).as_deref(), Some("predict.2"));
    learner.keys("q R enter");
    assert_eq!(at(&learner).as_deref(), Some("goal"));
}

#[test]
fn resetting_a_step_asks_first() {
    let mut learner = Learner::new(100, 30);
    learner.keys("1 ] ] ] ] esc x");
    assert!(learner.sees("Put this step back"));
    learner.keys("enter");
    assert!(learner.sees("This step is as you found it."));
}

#[test]
fn the_copy_menu_offers_only_what_is_there_and_says_what_is_inside() {
    let mut learner = Learner::new(100, 30);
    learner.keys("1 ] ] ] ] pgdn pgdn y");
    assert!(
        learner.sees("curl to show: the secret is masked") && !learner.sees("the access token")
    );
    learner.keys("1");
    assert!(!learner.copied[0].contains(SECRET));
    learner.keys("y 2");
    assert!(learner.copied[1].contains(SECRET));
    learner.keys("s y");
    assert!(learner.sees("the access token"), "{}", learner.text());
    learner.keys("4");
    assert_eq!(learner.copied[2], TOKEN);
}

#[test]
fn no_screen_shows_the_secret_unless_it_is_asked_to() {
    for (columns, rows) in [(60, 20), (80, 24), (100, 30), (130, 40)] {
        let mut learner = Learner::new(columns, rows);
        learner.keys("1 ] ] ] ] pgdn pgdn s");
        let of = |learner: &Learner| learner.text().replace(['\n', ' ', '│'], "");
        for _ in 0..14 {
            let text = of(&learner);
            assert!(!text.contains("scripted-secret-0123"), "{}", learner.text());
            learner.keys("pgdn pgdn");
        }
    }
}

#[test]
fn a_revealed_secret_hides_again_after_ten_seconds() {
    let mut learner = Learner::new(100, 30);
    learner.keys("1 ] ] ] ] pgdn pgdn r");
    assert!(learner.sees("secrets shown"));
    learner.waits(9_900);
    assert!(learner.sees("secrets shown"));
    learner.waits(200);
    assert!(learner.sees("masked"));
}

#[test]
fn every_step_draws_something_at_every_size() {
    for (columns, rows) in [
        (60, 16),
        (60, 20),
        (80, 24),
        (100, 30),
        (120, 35),
        (200, 60),
    ] {
        let mut learner = Learner::new(columns, rows);
        learner.keys("1");
        for _ in 0..16 {
            assert!(
                learner.text().split_whitespace().count() > 20,
                "{}",
                learner.text()
            );
            let before = at(&learner);
            learner.keys("pgdn");
            if at(&learner) == before {
                // What is open is said once; the second time leads on.
                learner.keys("pgdn");
            }
        }
        assert_eq!(at(&learner).as_deref(), Some("done"));
        learner
            .resizes(10, 4)
            .keys("[ ? esc")
            .resizes(columns, rows);
        // Where nothing was drawn no key did anything.
        assert_eq!(at(&learner).as_deref(), Some("done"));
    }
}

#[test]
fn a_paste_into_the_decoder_is_taken_whole_and_fast() {
    let mut learner = Learner::new(100, 30);
    learner.keys("d");
    assert!(learner.pastes(TOKEN));
    assert_eq!(learner.app.decoder.text.trim(), TOKEN);
    learner.keys("esc");
    assert_eq!(learner.app.page, Page::Home);
    assert!(
        learner.pastes(&"q".repeat(100_000)),
        "whoever pastes at home wants to know what it is"
    );
    assert_eq!(learner.app.page, Page::Decoder);
}

#[test]
fn going_to_the_build_step_leaves_its_letters_free() {
    let mut learner = Learner::new(100, 30);
    learner.keys("1 ] ] ] ] pgdn pgdn");
    assert_eq!(at(&learner).as_deref(), Some("build"));
    learner.keys("s");
    assert_eq!(at(&learner).as_deref(), Some("send"));
}

#[test]
fn letters_typed_into_a_field_are_text_and_escape_gives_them_back() {
    let mut learner = Learner::new(100, 30);
    learner.keys("1 ] ] ] ] enter");
    learner.types("quiet job");
    assert!(learner.sees("quiet job"), "{}", learner.text());
    assert_eq!(learner.app.page, Page::Lesson);
    learner.keys("esc q");
    assert_eq!(learner.app.page, Page::Home);
}

#[test]
fn the_palette_finds_what_can_be_done_by_a_part_of_its_words_and_does_it() {
    let mut learner = Learner::new(100, 30);
    learner.keys("1 :");
    sees(&learner, "What can be done here");
    // The letters of a command are text there, and the list gets shorter by them.
    learner.types("list");
    sees(&learner, "list of the steps");
    sees_not(&learner, "back home");
    learner.keys("enter");
    sees(&learner, "Jump to a step");
    learner.keys("esc ctrl+p");
    learner.types("no such thing");
    sees(&learner, "Nothing that can be done here is called that.");
    learner.keys("enter");
    sees(&learner, "Nothing that can be done here is called that.");
    learner.keys("esc");
    sees_not(&learner, "What can be done here");
    assert_eq!(learner.app.page, oauth_tutor::app::Page::Lesson);
}

#[test]
fn the_palette_knows_the_words_of_the_footer_too() {
    let mut learner = Learner::new(100, 30);
    learner.keys(":");
    learner.types("sandbox");
    sees(&learner, "all benches, at the tenant of your choice");
    learner.keys("esc 1 ] ] ] ] pgdn pgdn s ctrl+p");
    learner.types("compare");
    sees(&learner, "with those before, byte by byte");
}

#[test]
fn the_palette_opens_over_a_field_and_leaves_its_text_alone() {
    let mut learner = Learner::new(80, 24);
    learner.keys("1 ] ] ] ]");
    learner.types("Job");
    learner.keys("ctrl+p");
    learner.types("hint");
    learner.keys("enter");
    sees(&learner, "Hint 1");
    learner.keys("esc esc");
    assert_eq!(learner.app.player.as_ref().unwrap().bench.form.name, "Job");
}

#[test]
fn a_lesson_that_is_played_once_more_is_what_one_goes_on_with() {
    let mut progress = oauth_tutor::app::progress::Progress::default();
    let done = |done: bool| oauth_tutor::app::progress::LessonProgress {
        finished: 1,
        done,
        furthest: 5,
        ..Default::default()
    };
    progress.lessons.insert("first-token".into(), done(true));
    progress.lessons.insert("automate".into(), done(false));
    progress.last = Some("automate".into());
    let learner = Learner::with(progress, 80, 24);
    let text = learner.text();
    let row = |title: &str| {
        let rows = text.lines().filter(|line| line.contains(title));
        rows.map(str::to_owned).collect::<Vec<_>>()
    };
    let automate = row("Automate it");
    assert_eq!(automate.len(), 2, "{text}");
    assert!(automate[1].contains("again"), "{text}");
    // What is done has no bar.
    let first = row("Your first token");
    assert!(
        first.len() == 1 && first[0].contains("done") && !first[0].contains('█'),
        "{text}"
    );
}
