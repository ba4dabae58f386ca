//! What is taken back: resets, undo, jumps and restarts leave nothing standing that was not done, and take nothing that was.

use oauth_tutor::app::draft::Preflight;
use oauth_tutor::app::fact::{Evidence, Truth};
use oauth_tutor::app::message::{Build, Create, Desk, Message, Play};
use oauth_tutor::app::verdict::Verdict;
use oauth_tutor::lesson::course;
use oauth_tutor::oauth::request::Field;

use crate::met::{before, lesson};
use crate::player::Tutor;

fn is_open(tutor: &Tutor, step: &str) -> bool {
    let evidence = Evidence::of(tutor.player(), tutor.app.facts());
    let goals = &tutor.player().lesson.step(step).unwrap().goals;
    goals
        .iter()
        .all(|goal| evidence.holds(&goal.when, 0) == Truth::No)
}

fn toast(tutor: &Tutor) -> &str {
    tutor
        .app
        .toast
        .as_ref()
        .map_or("", |toast| toast.text.as_str())
}

#[test]
fn a_reset_of_settings_puts_them_back_and_leaves_the_app_alone() {
    let mut tutor = before("audience", "settings");
    let form = tutor.player().bench.form.clone();
    let solve = &tutor.player().step().solve;
    tutor.plays(solve);
    assert!(tutor.player().is_ticked(0), "the setting is made");
    tutor.tell(Message::Play(Play::ResetStep));
    assert!(is_open(&tutor, "settings"));
    assert!(!tutor.player().is_ticked(0));
    assert!(
        !tutor.player().reached.contains("settings"),
        "it is open again"
    );
    assert_eq!(tutor.player().bench.form, form);
    assert!(!tutor.player().bench.form_differs());
    // The next session still has an app.
    let tutor = Tutor::again(lesson("audience"), tutor.app.progress.clone());
    assert!(tutor.player().bench.app.is_some());
}

#[test]
fn undo_takes_back_what_was_typed_at_this_step_and_nothing_of_another() {
    let mut tutor = before("basic-and-scopes", "scope");
    let form = tutor.player().bench.form.clone();
    let text = |tutor: &Tutor| tutor.player().bench.fields.get("scope-name").cloned();
    tutor.tell(Message::Create(Create::Field(
        "scope-name".into(),
        "reports".into(),
    )));
    assert!(tutor.player().can_undo());
    tutor.tell(Message::Play(Play::ResetStep));
    assert_eq!(text(&tutor), None);
    for expected in ["reports", ""] {
        tutor.tell(Message::Play(Play::Undo));
        assert_eq!(text(&tutor).unwrap_or_default(), expected);
    }
    assert!(!tutor.player().can_undo());
    assert_eq!(tutor.player().bench.form, form, "that of another step");
}

#[test]
fn a_name_that_the_tutor_replaced_comes_back_by_undo_as_it_says() {
    let mut tutor = Tutor::at(lesson("first-token"));
    tutor.goes_to("create-app");
    tutor.tell(Message::Create(Create::Name("mine".into())));
    for _ in 0..2 {
        tutor.tell(Message::Play(Play::Next));
    }
    assert!(
        toast(&tutor).contains("brings yours back"),
        "{}",
        toast(&tutor)
    );
    tutor.tell(Message::Play(Play::Back));
    assert_ne!(tutor.player().bench.form.name, "mine");
    tutor.tell(Message::Play(Play::Undo));
    assert_eq!(tutor.player().bench.form.name, "mine");
}

#[test]
fn what_was_seen_first_settles_a_prediction_in_later_sessions_too() {
    let id = "l2-empty";
    let ask = course().lesson("audience").unwrap().ask(id).unwrap();
    let of = |tutor: &Tutor| tutor.player().verdict(ask, tutor.app.facts());
    let mut tutor = Tutor::at(lesson("audience"));
    tutor.tell(tutor.answer(id, 2));
    for step in ["create-app", "aim"] {
        tutor.goes_to(step);
        let solve = &tutor.player().step().solve;
        tutor.plays(solve);
    }
    tutor.tell(Message::Build(Build::Set(Field::Audience, String::new())));
    tutor.tell(Message::Play(Play::Send));
    assert!(matches!(of(&tutor), Verdict::Right(..)), "{:?}", of(&tutor));
    let mut tutor = Tutor::again(lesson("audience"), tutor.app.progress.clone());
    tutor.goes_to("deny");
    tutor.tell(Message::Build(Build::Set(Field::Audience, String::new())));
    tutor.tell(Message::Play(Play::Send));
    assert!(matches!(of(&tutor), Verdict::Right(..)), "{:?}", of(&tutor));
    assert_eq!(
        tutor.app.progress.lessons["audience"].guesses[id].right,
        Some(true)
    );
}

#[test]
fn what_nobody_predicted_is_known_after_a_restart_and_cannot_be_guessed() {
    let id = "l1-requests";
    let tutor = before("first-token", "read");
    let ask = tutor.player().ask(id).unwrap();
    let mut progress = tutor.app.progress.clone();
    let kept = progress.lessons.get_mut("first-token").unwrap();
    // As if nobody had said anything.
    if kept.guesses.remove(id).is_some() {
        kept.measured.insert(id.to_owned(), 0);
    }
    let mut tutor = Tutor::again(lesson("first-token"), progress);
    tutor.tell(tutor.answer(id, 1));
    assert!(!tutor.player().guesses.contains_key(id));
    let verdict = tutor.player().verdict(ask, tutor.app.facts());
    assert!(matches!(verdict, Verdict::Unguessed(_)), "{verdict:?}");
}

#[test]
fn what_a_jump_called_and_verified_ticks_nothing() {
    let mut tutor = Tutor::at(lesson("first-token"));
    tutor.goes_to("check");
    tutor.tell(Message::Play(Play::Back));
    assert_eq!(tutor.player().step().id, "read");
    let boxes = |tutor: &Tutor| -> Vec<bool> {
        let step = tutor.player().step();
        let measured = (0..step.ticks.len()).filter(|at| step.ticks[*at].when.is_some());
        measured.map(|at| tutor.player().is_ticked(at)).collect()
    };
    // Only what is done now counts.
    tutor.tell(Message::Play(Play::Verify));
    let ticked = boxes(&tutor).iter().filter(|ticked| **ticked).count();
    assert!(ticked <= 1, "{:?}", boxes(&tutor));
    assert!(!tutor.player().reached.contains("read"));
}

#[test]
fn the_settings_that_a_jump_made_are_in_force_after_a_restart() {
    let mut tutor = Tutor::at(lesson("basic-and-scopes"));
    tutor.goes_to("send");
    assert!(!tutor.player().bench.app.as_ref().unwrap().bound);
    let tutor = Tutor::again(lesson("basic-and-scopes"), tutor.app.progress.clone());
    let app = tutor.player().bench.app.as_ref().expect("registered anew");
    assert!(!app.bound, "the box is unchecked again");
}

#[test]
fn what_is_said_before_sending_was_compared() {
    let mut tutor = before("first-token", "send");
    let issuer = tutor.app.facts().unwrap().issuer.clone();
    let notes = |tutor: &Tutor| {
        let bench = &tutor.player().bench;
        bench.draft.preflight(tutor.app.facts(), bench.app.as_ref())
    };
    for path in ["x", "api/v2/"] {
        let audience = format!("{issuer}{path}");
        tutor.tell(Message::Build(Build::Set(Field::Audience, audience)));
        let found = notes(&tutor);
        assert!(
            !matches!(found[..], [Preflight::Clear(_)]),
            "{path}: {found:?}"
        );
        tutor.tell(Message::Play(Play::Send));
        assert_eq!(tutor.player().bench.latest().unwrap().status(), 403);
    }
    let tutor = before("basic-and-scopes", "send");
    let [Preflight::Clear(compared)] = notes(&tutor)[..] else {
        panic!("{:?}", notes(&tutor));
    };
    let words = compared.words();
    assert!(
        !words.contains("audience") && words.contains("scope"),
        "{words}"
    );
}

#[test]
fn nonsense_on_the_desk_of_the_checker_ticks_nothing() {
    let mut tutor = before("first-token", "check");
    let ticked = |tutor: &Tutor| (0..3).any(|at| tutor.player().is_ticked(at));
    for text in ["hello", r#"{"access_token":"abc","token_type":"Bearer"}"#] {
        tutor.tell(Message::Desk(Desk::Text(text.to_owned())));
        assert!(!ticked(&tutor), "{text}");
        assert!(!tutor.player().reached.contains("check"));
    }
    let solve = &tutor.player().step().solve;
    tutor.plays(solve);
    assert!(ticked(&tutor) && tutor.player().reached.contains("check"));
    // What is on the desk now is another text.
    tutor.tell(Message::Desk(Desk::Text("hello".to_owned())));
    assert!(!ticked(&tutor));
}

#[test]
fn a_refusal_of_the_app_before_says_that_the_app_is_another_one() {
    use oauth_tutor::app::way_back::WayBack;
    let mut tutor = before("first-token", "send");
    tutor.tell(Message::Build(Build::Set(
        Field::Scope,
        "write:reports".into(),
    )));
    tutor.tell(Message::Play(Play::Send));
    let way = |tutor: &Tutor| tutor.player().way_back(tutor.app.facts());
    assert_eq!(way(&tutor), Some(WayBack::Scope));
    tutor.goes_to("create-app");
    tutor.tell(Message::Create(Create::ToggleScope(0, 1)));
    tutor.tell(Message::Create(Create::Submit));
    tutor.goes_to("send");
    assert_eq!(way(&tutor), Some(WayBack::Anew));
    tutor.tell(Message::Build(Build::FillFromApp));
    tutor.tell(Message::Play(Play::Send));
    assert_eq!(way(&tutor), None);
}

#[test]
fn a_request_is_as_it_was_left_after_another_lesson_was_opened() {
    use oauth_tutor::app::message::Go;
    let mut tutor = before("audience", "organization");
    for (field, text) in [(Field::Organization, "acme"), (Field::GrantType, "")] {
        tutor.tell(Message::Build(Build::Set(field, text.into())));
    }
    tutor.tell(Message::Go(Go::Lesson("first-token")));
    tutor.tell(Message::Go(Go::Lesson("audience")));
    let draft = &tutor.player().bench.draft;
    assert_eq!(
        (draft.organization.as_str(), draft.grant_type.as_str()),
        ("acme", "")
    );
}

#[test]
fn what_an_experiment_has_changed_is_not_what_the_next_session_finds() {
    let mut tutor = before("first-token", "break");
    let step = tutor.player().step();
    let open = step.experiments.iter().position(|one| one.id == "B5");
    tutor.tell(Message::Play(Play::OpenExperiment(open.unwrap())));
    let stood = tutor.player().bench.draft.grant_type.clone();
    tutor.tell(Message::Play(Play::Vary));
    assert_ne!(tutor.player().bench.draft.grant_type, stood);
    let tutor = Tutor::again(lesson("first-token"), tutor.app.progress.clone());
    assert_eq!(tutor.player().bench.draft.grant_type, stood);
}
