//! Walking through a lesson: next, back, skip, jump, and coming back to it.

use oauth_tutor::app::App;
use oauth_tutor::app::effect::{Effect, Lot, Wish};
use oauth_tutor::app::message::{Build, Create, Go, Message, Play, World};
use oauth_tutor::app::player::Fading;
use oauth_tutor::app::progress::{LessonProgress, Progress};
use oauth_tutor::app::spot::{Scene, Spot};
use oauth_tutor::lesson::target::TargetName;
use oauth_tutor::oauth::request::Field;

use crate::update::{NOW, REPORTS, Tutor, facts, run_of};

#[test]
fn next_and_back_visit_every_step_and_stop_at_the_ends() {
    let mut tutor = Tutor::at("goal");
    let all = Spot::all(tutor.player().lesson);
    for spot in &all {
        assert_eq!(tutor.player().at, *spot);
        tutor.play(Play::Skip);
    }
    for spot in all.iter().rev() {
        assert_eq!(tutor.player().at, *spot);
        tutor.play(Play::Back);
    }
    assert_eq!(tutor.spot(), "goal");
}

#[test]
fn a_lesson_that_was_skipped_through_is_not_finished_and_says_what_is_left() {
    let mut tutor = Tutor::new();
    tutor.open("first-token");
    for _ in Spot::all(tutor.player().lesson) {
        let effects = tutor.play(Play::Skip);
        tutor.settle(effects);
    }
    let player = tutor.player();
    assert_eq!(player.scene(), Scene::Done);
    for deed in DEEDS {
        assert!(!player.reached.contains(deed), "{deed}");
    }
    // The six steps, and the five cards.
    assert_eq!(player.open_count(), 11);
    let kept = tutor.app.progress.lessons.values().next().unwrap();
    assert_eq!(kept.finished, 0);
}

/// The steps of lesson 1 that take a deed. The tutor fills in the request for whoever comes the first time: looking at it, and going on,
/// is the deed there.
const DEEDS: [&str; 6] = ["create-app", "build", "send", "read", "check", "break"];

#[test]
fn a_request_that_the_tutor_filled_in_is_done_when_it_is_left_and_not_before() {
    let goes_on: [fn(&mut Tutor) -> Vec<Effect>; 4] = [
        |tutor| tutor.play(Play::Next),
        |tutor| tutor.jump("send"),
        |tutor| tutor.play(Play::Send),
        |tutor| {
            tutor.tell(Message::Build(Build::Set(
                Field::Scope,
                "read:reports".into(),
            )))
        },
    ];
    for goes_on in goes_on {
        let mut tutor = Tutor::new().with_app_at("create-app");
        let effects = tutor.play(Play::Next);
        tutor.settle(effects);
        assert_eq!(tutor.spot(), "build");
        assert_eq!(tutor.player().open_goal(), None, "all of it stands there");
        assert!(!tutor.player().reached.contains("build"));
        let effects = goes_on(&mut tutor);
        tutor.settle(effects);
        assert!(tutor.player().reached.contains("build"));
    }
}

#[test]
fn a_jump_plays_the_steps_before_it_and_they_count_as_open() {
    let mut tutor = Tutor::new();
    tutor.open("first-token");
    let effects = tutor.jump("check");
    assert!(
        tutor.toast().contains("it still counts as open"),
        "{}",
        tutor.toast()
    );
    tutor.settle(effects);
    assert_eq!(tutor.spot(), "check");
    let player = tutor.player();
    assert_eq!(
        player.bench.app.as_ref().unwrap().form.name,
        "Nightly report job"
    );
    assert_eq!(player.bench.runs.len(), 1);
    let call = player.bench.calls().unwrap().last().unwrap();
    assert_eq!(call.api, "reports");
    for deed in DEEDS {
        assert!(!player.reached.contains(deed), "{deed}");
    }
}

#[test]
fn a_jump_keeps_what_the_learner_did_and_undo_brings_the_own_request_back() {
    let mut tutor = Tutor::at("build");
    let app = tutor.player().bench.app.clone();
    tutor.tell(Message::Build(Build::Set(Field::Scope, "mine".into())));
    tutor.play(Play::ResetStep);
    tutor.play(Play::Undo);
    tutor.tell(Message::Build(Build::Set(Field::GrantType, "mine".into())));
    tutor.go("read");
    assert_eq!(tutor.player().bench.app, app);
    tutor.go("build");
    tutor.play(Play::Undo);
    assert_eq!(
        (
            tutor.draft().scope.as_str(),
            tutor.draft().grant_type.as_str()
        ),
        ("mine", "mine")
    );
}

#[test]
fn a_jump_that_is_cancelled_stays_where_it_got() {
    let mut tutor = Tutor::new();
    tutor.open("first-token");
    let effects = tutor.jump("check");
    tutor.tell(Message::Cancel);
    assert!(!tutor.app.busy());
    tutor.settle(effects);
    assert!(!tutor.app.busy());
    assert!(tutor.player().bench.runs.is_empty());
}

#[test]
fn where_a_cancelled_jump_got_the_learner_goes_on_by_hand() {
    let mut tutor = Tutor::new();
    tutor.open("first-token");
    tutor.jump("check");
    tutor.tell(Message::Cancel);
    assert_eq!(tutor.spot(), "create-app");
    tutor.play(Play::LayIn);
    let effects = tutor.tell(Message::Create(Create::Submit));
    tutor.registered(run_of(&effects));
    assert!(tutor.player().reached.contains("create-app"));
    assert!(tutor.player().is_ticked(0), "the list is ticked as usual");
}

#[test]
fn opening_a_lesson_sets_its_tenant_up_and_another_lesson_puts_that_back_first() {
    let mut tutor = Tutor::new();
    let effects = tutor.open("first-token");
    let opened = |effect: &Effect| matches!(effect, Effect::Open(TargetName::Auth0));
    assert!(effects.iter().any(opened));
    let to = Wish::DefaultAudience(Some(REPORTS.into()));
    assert_eq!(changes(&effects), [(TargetName::Auth0, Lot::Lesson, to)]);

    let effects = tutor.open("basic-and-scopes");
    let put_back = effects.iter().position(|effect| {
        matches!(
            effect,
            Effect::PutBack {
                target: TargetName::Auth0,
                lot: Lot::All,
                ..
            }
        )
    });
    let change = effects
        .iter()
        .position(|effect| matches!(effect, Effect::Change { .. }));
    assert!(put_back.unwrap() < change.unwrap());
    let to = Wish::ScopeRemoved("customScope".into());
    assert_eq!(changes(&effects), [(TargetName::Okta, Lot::Lesson, to)]);
}

#[test]
fn the_set_up_of_a_lesson_waits_for_its_tenant_and_is_made_once() {
    let mut app = App::new(NOW, Progress::default());
    let effects = app.update(NOW, Message::Go(Go::Lesson("first-token")));
    assert_eq!(changes(&effects), []);
    let ready = || World::TenantReady(Box::new(facts(TargetName::Auth0)));
    let effects = app.update(NOW, Message::World(ready()));
    assert_eq!(changes(&effects).len(), 1);
    let effects = app.update(NOW, Message::World(ready()));
    assert_eq!(changes(&effects), []);
}

/// The changes of tenants that these ask for.
fn changes(effects: &[Effect]) -> Vec<(TargetName, Lot, Wish)> {
    let change = |effect: &Effect| match effect {
        Effect::Change {
            target, lot, wish, ..
        } => Some((*target, *lot, (**wish).clone())),
        _ => None,
    };
    effects.iter().filter_map(change).collect()
}

#[test]
fn what_an_earlier_session_did_is_not_asked_for_again() {
    let mut progress = Progress::default();
    let kept = LessonProgress {
        at: "break".into(),
        reached: DEEDS.map(str::to_owned).into(),
        ..LessonProgress::default()
    };
    progress.lessons.insert("first-token".into(), kept);
    let mut app = App::new(NOW, progress);
    app.update(NOW, Message::Go(Go::Lesson("first-token")));
    app.update(NOW, Message::Play(Play::Next));
    let player = app.player.as_ref().unwrap();
    assert_eq!(player.scene(), Scene::Quiz(0));
}

#[test]
fn less_is_filled_in_each_time() {
    let mut progress = Progress::default();
    for (finished, fading) in [
        (0, Fading::Worked),
        (1, Fading::Completion),
        (2, Fading::Blank),
        (9, Fading::Blank),
    ] {
        progress
            .lessons
            .entry("first-token".into())
            .or_default()
            .finished = finished;
        let mut app = App::new(NOW, progress.clone());
        app.update(NOW, Message::Go(Go::Restart("first-token")));
        let player = app.player.as_ref().unwrap();
        assert_eq!(player.fading, fading);
        assert_eq!(
            player.bench.draft.grant_type.is_empty(),
            fading == Fading::Blank
        );
    }
}

/// The progress of the newest save.
fn saved(effects: &[Effect]) -> Option<Progress> {
    let mut newest_first = effects.iter().rev();
    newest_first.find_map(|effect| match effect {
        Effect::Save(progress) => Some((**progress).clone()),
        _ => None,
    })
}

#[test]
fn what_another_tutor_kept_is_taken_over_once() {
    let mut tutor = Tutor::at("send");
    let mut theirs = tutor.app.progress.clone();
    let lesson = theirs.lessons.get_mut("first-token").unwrap();
    lesson.at = "check".into();
    lesson.furthest += 3;
    lesson.edition += 5;
    lesson.reached.insert("check".into());
    let mut saves = 0;
    let mut effects = tutor.tell(Message::World(World::Saved(Box::new(theirs))));
    while let Some(_progress) = saved(&effects) {
        saves += 1;
        assert!(saves < 3, "it saves for ever");
        let nothing = Box::new(Progress::default());
        effects = tutor.tell(Message::World(World::Saved(nothing)));
    }
    assert!(tutor.player().reached.contains("check"));
    // What is taken back after that stays so, whatever comes back from the disk.
    tutor.go("check");
    let effects = tutor.play(Play::ResetStep);
    let kept = saved(&effects).expect("a save");
    assert!(!kept.lessons["first-token"].reached.contains("check"));
    let nothing = Box::new(Progress::default());
    assert_eq!(
        saved(&tutor.tell(Message::World(World::Saved(nothing)))),
        None
    );
}

#[test]
fn a_lesson_is_finished_once_a_round_and_also_by_what_was_left_open() {
    let mut tutor = Tutor::at("quiz");
    let all: Vec<String> = tutor
        .player()
        .lesson
        .steps
        .iter()
        .map(|step| step.id.clone())
        .collect();
    let mut theirs = tutor.app.progress.clone();
    let lesson = theirs.lessons.get_mut("first-token").unwrap();
    lesson.reached.extend(all);
    tutor.tell(Message::World(World::Saved(Box::new(theirs))));
    let finished = |tutor: &Tutor| tutor.app.progress.lessons["first-token"].finished;
    for id in ["recall", "spot", "who", "misconception"] {
        tutor.play(Play::Answer {
            id: id.into(),
            option: 0,
        });
    }
    tutor.go("done");
    assert_eq!(finished(&tutor), 0, "a card is open");
    tutor.play(Play::Back);
    tutor.play(Play::Answer {
        id: "transfer".into(),
        option: 0,
    });
    assert_eq!(finished(&tutor), 1, "nothing is open any more");
    for _ in 0..3 {
        tutor.play(Play::Next);
        tutor.play(Play::Back);
    }
    assert_eq!(finished(&tutor), 1, "it was finished once");
}

#[test]
fn a_reset_that_is_given_up_keeps_no_step_from_being_done() {
    let mut tutor = Tutor::new();
    tutor.open("first-token");
    tutor.go("create-app");
    tutor.play(Play::ResetStep);
    tutor.tell(Message::Cancel);
    tutor.play(Play::LayIn);
    assert!(tutor.player().is_ticked(0), "it is looked at again");
}
