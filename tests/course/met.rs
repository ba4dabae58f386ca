//! What learners met on their way: a wrong turn each, and the way back that the tutor shows.

use oauth_tutor::app::create::AppType;
use oauth_tutor::app::deed::Deed;
use oauth_tutor::app::elsewhere::Told;
use oauth_tutor::app::fact::Truth;
use oauth_tutor::app::message::{Build, Create, Go, Hand, Message, Play};
use oauth_tutor::app::verdict::Verdict;
use oauth_tutor::app::way_back::WayBack;
use oauth_tutor::lesson::change::{Bearing, Change, Move};
use oauth_tutor::lesson::course;
use oauth_tutor::lesson::model::Lesson;
use oauth_tutor::oauth::request::{AuthMethod, Field};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::player::Tutor;

pub(crate) fn lesson(id: &str) -> &'static Lesson {
    course().lesson(id).expect("a lesson")
}

/// The lesson played by its solutions up to that step, which is not played.
pub(crate) fn before(id: &str, step: &str) -> Tutor {
    let mut tutor = Tutor::at(lesson(id));
    for one in &lesson(id).steps {
        tutor.goes_to(&one.id);
        if one.id == step {
            return tutor;
        }
        tutor.plays(&one.solve);
    }
    panic!("no step {step}");
}

fn call(tutor: &mut Tutor) {
    tutor.tell(Message::Play(Play::Call {
        api: Some("reports".into()),
        bearing: Bearing::Token,
    }));
}

#[test]
fn an_app_with_another_permission_is_led_back_to_its_dashboard() {
    let mut tutor = Tutor::at(lesson("first-token"));
    tutor.goes_to("create-app");
    let create = tutor.player().step();
    let mut other = String::new();
    for one in &create.solve {
        match one {
            Move::Change(Change::Form(change)) if change.field == "grant" => {
                let apis = &tutor.app.facts().unwrap().apis;
                let api = apis.iter().position(|api| api.key == "reports").unwrap();
                let scopes = &apis[api].scopes;
                let at = scopes.iter().position(|(name, _)| name != "read:reports");
                let at = at.expect("two permissions");
                other.clone_from(&scopes[at].0);
                tutor.tell(Message::Create(Create::ToggleApi(api)));
                tutor.tell(Message::Create(Create::ToggleScope(api, at)));
            }
            one => tutor.plays(std::slice::from_ref(one)),
        }
    }
    for step in ["build", "send"] {
        tutor.goes_to(step);
        let solve = &tutor.player().step().solve;
        tutor.plays(solve);
    }
    let player = tutor.player();
    assert_eq!(player.way_back(tutor.app.facts()), Some(WayBack::Scope));
    let words = player.way_back_words(WayBack::Scope, "");
    assert!(words.contains(&create.title), "{words}");

    // Whoever asks for what the app has gets a token, and the API misses the other permission in it.
    tutor.tell(Message::Build(Build::Set(Field::Scope, other)));
    tutor.tell(Message::Play(Play::Send));
    tutor.goes_to("read");
    call(&mut tutor);
    let player = tutor.player();
    let last = player.bench.calls().and_then(|calls| calls.last());
    let last = last.expect("a call");
    assert_eq!(last.answer.reply.status, 403);
    let way = player.way_back_of_call(last, tutor.app.facts());
    assert_eq!(way, Some(WayBack::Permission));
}

#[test]
fn a_refusal_that_the_step_asks_for_has_no_way_back() {
    let mut tutor = before("audience", "call");
    tutor.tell(Message::Play(Play::Call {
        api: Some("users".into()),
        bearing: Bearing::Token,
    }));
    let player = tutor.player();
    let last = player.bench.calls().and_then(|calls| calls.last()).unwrap();
    assert_eq!(last.answer.reply.status, 401);
    assert_eq!(player.way_back_of_call(last, tutor.app.facts()), None);
}

#[test]
fn an_action_that_denies_is_led_back_to_the_form_of_actions() {
    let mut tutor = before("audience", "organization");
    // As the servers' page denies, whatever a lesson set.
    tutor.tell(Message::Go(Go::Server));
    tutor.tell(Message::Hand(Hand::Make(Deed::Deny)));
    tutor.goes_to("default");
    tutor.tell(Message::Play(Play::Send));
    let player = tutor.player();
    assert_eq!(player.way_back(tutor.app.facts()), Some(WayBack::Rule));
    assert!(
        player
            .way_back_words(WayBack::Rule, "")
            .contains("{key:servers}")
    );
    let settings = lesson("audience")
        .steps
        .iter()
        .find(|step| step.id == "settings");
    let words = player.way_back_words(WayBack::Action, "");
    assert!(words.contains(&settings.unwrap().title), "{words}");
}

#[test]
fn whoever_takes_a_solution_out_of_a_dashboard_again_finds_no_box_ticked_by_it() {
    let mut tutor = Tutor::at(lesson("first-token"));
    tutor.goes_to("create-app");
    let form = tutor.player().bench.form.clone();
    tutor.tell(Message::Play(Play::LayIn));
    assert!(tutor.player().is_ticked(0));
    tutor.tell(Message::Play(Play::Undo));
    assert_eq!(tutor.player().bench.form, form);
    assert!(!tutor.player().is_ticked(0));
}

#[test]
fn a_warning_to_go_on_is_forgotten_once_something_else_was_done() {
    let mut tutor = Tutor::at(lesson("first-token"));
    tutor.goes_to("create-app");
    tutor.tell(Message::Play(Play::Next));
    tutor.tell(Message::Play(Play::Hint));
    tutor.tell(Message::Play(Play::Next));
    assert_eq!(tutor.player().step().id, "create-app", "told anew");
    tutor.tell(Message::Play(Play::Next));
    assert_ne!(tutor.player().step().id, "create-app");
}

#[test]
fn what_an_experiment_sent_is_no_deed_of_another_step() {
    let mut tutor = before("first-token", "break");
    tutor.guess();
    tutor.tell(Message::Play(Play::Vary));
    tutor.tell(Message::Play(Play::Send));
    assert!(tutor.player().bench.latest().unwrap().tried.is_some());
    tutor.goes_to("send");
    tutor.tell(Message::Play(Play::ResetStep));
    assert!(
        !tutor.player().is_ticked(0),
        "nothing was sent at this step"
    );
    tutor.tell(Message::Play(Play::Send));
    assert!(tutor.player().is_ticked(0));
}

#[test]
fn what_was_measured_of_a_prediction_is_known_after_a_restart() {
    let id = "l1-requests";
    let mut tutor = Tutor::at(lesson("first-token"));
    let ask = tutor.player().ask(id).unwrap();
    let of = |tutor: &Tutor| tutor.player().verdict(ask, tutor.app.facts());
    tutor.tell(tutor.answer(id, 1));
    for step in ["create-app", "build", "send"] {
        tutor.goes_to(step);
        let solve = &tutor.player().step().solve;
        tutor.plays(solve);
    }
    let before = of(&tutor);
    let seen = before.measured().expect("measured").option;
    assert!(seen.is_some());
    let mut tutor = Tutor::again(lesson("first-token"), tutor.app.progress.clone());
    let after = of(&tutor);
    assert_eq!(after.measured().and_then(|seen| seen.option), seen);
    assert_eq!(
        matches!(after, Verdict::Right(..)),
        matches!(before, Verdict::Right(..))
    );
    // It is settled: no other guess counts now.
    tutor.tell(tutor.answer(id, 0));
    assert_eq!(tutor.player().guesses[id].option, 1);
}

#[test]
fn settings_of_the_tenant_are_in_force_again_after_a_restart() {
    let tutor = before("audience", "default");
    let goals = &lesson("audience")
        .steps
        .iter()
        .find(|step| step.id == "settings");
    let goals = &goals.unwrap().goals;
    let mut tutor = Tutor::again(lesson("audience"), tutor.app.progress.clone());
    for goal in goals {
        let evidence = oauth_tutor::app::fact::Evidence::of(tutor.player(), tutor.app.facts());
        assert_eq!(evidence.holds(&goal.when, 0), Truth::Yes, "{goal:?}");
    }
    let player = tutor.player();
    assert_eq!(player.step().id, "default", "where it was left");
    let solve = &player.step().solve;
    tutor.plays(solve);
    assert!(tutor.player().reached.contains("default"));
}

#[test]
fn a_lesson_says_that_its_server_was_changed_by_hand() {
    let mut tutor = Tutor::at(lesson("first-token"));
    tutor.tell(Message::Go(Go::Server));
    tutor.tell(Message::Hand(Hand::Make(Deed::ApiClock)));
    tutor.tell(Message::Go(Go::Lesson("first-token")));
    let toast = tutor.app.toast.as_ref().expect("a notice");
    assert!(toast.text.contains(Deed::ApiClock.name()), "{}", toast.text);
}

#[test]
fn the_same_request_gets_three_answers_and_what_differs_is_marked() {
    let mut tutor = before("first-token", "send");
    tutor.tell(Message::Elsewhere);
    let asked = &tutor.player().bench.elsewhere;
    let statuses = |tutor: &Tutor| -> Vec<u16> {
        let told = tutor.player().bench.elsewhere.servers().iter();
        told.map(|(target, told)| match told {
            Told::Answered(reply) => reply.status,
            told => panic!("{target:?}: {told:?}"),
        })
        .collect()
    };
    // By the RFC an API is named by resource (RFC 8707), here nothing names one; Okta's server has no such scope.
    assert_eq!(statuses(&tutor), [400, 200, 400], "rfc, auth0, okta");
    let rows = asked.rows();
    let row = |name: &str| rows.iter().find(|row| row.name == name).expect(name);
    let error: Vec<Option<&str>> = row("error").cells.iter().map(Option::as_deref).collect();
    assert_eq!(error, [Some("invalid_target"), None, Some("invalid_scope")]);
    assert!(row("status").differs && row("error").differs && row("token sub").differs);
    let shown = format!("{rows:?}");
    let app = tutor.player().bench.app.as_ref().unwrap();
    assert!(!shown.contains(app.client_secret.as_ref().unwrap().expose()));
    // It was a comparison, and no deed of the step.
    assert!(tutor.player().bench.runs.is_empty());
    assert!(!tutor.player().is_ticked(0));

    // A wrong secret is wrong everywhere.
    let wrong = oauth_tutor::oauth::names::ClientSecret::new("no-such-secret");
    tutor.tell(Message::Build(Build::SetSecret(wrong)));
    tutor.tell(Message::Elsewhere);
    assert_eq!(statuses(&tutor), [401; 3]);
}

#[test]
fn looking_at_what_the_tutor_did_on_a_jump_is_no_deed() {
    let lesson = lesson("first-token");
    let mut tutor = Tutor::at(lesson);
    let last = lesson.steps.iter().rposition(|step| step.id == "explain");
    tutor.goes_to("explain");
    for _ in 0..last.unwrap() {
        tutor.tell(Message::Play(Play::Back));
    }
    assert_eq!(tutor.player().reached, std::collections::BTreeSet::new());
    // Whoever does the step then has done it.
    tutor.goes_to("send");
    tutor.tell(Message::Play(Play::Send));
    assert!(tutor.player().reached.contains("send"));
}

#[test]
fn what_was_seen_on_the_step_before_counts_where_it_is_shown() {
    let mut tutor = before("basic-and-scopes", "read");
    tutor.tell(Message::Play(Play::Verify));
    for bearing in [Bearing::Token, Bearing::Nothing] {
        tutor.tell(Message::Play(Play::Call {
            api: Some("reports".into()),
            bearing,
        }));
    }
    tutor.tell(Message::Play(Play::Next));
    assert_eq!(tutor.player().step().id, "call");
    assert!(
        tutor.player().reached.contains("call"),
        "{:?}",
        tutor.player().open_goal()
    );
}

#[test]
fn a_scope_that_is_not_there_is_led_back_to_the_form_that_adds_it() {
    let mut tutor = before("basic-and-scopes", "send");
    tutor.tell(Message::Build(Build::Set(
        Field::Scope,
        "customscope".into(),
    )));
    tutor.tell(Message::Play(Play::Send));
    let player = tutor.player();
    assert_eq!(player.way_back(tutor.app.facts()), Some(WayBack::NoScope));
    let form = player.lesson.steps.iter().find(|step| step.id == "scope");
    let words = player.way_back_words(WayBack::NoScope, "");
    assert!(words.contains(&form.unwrap().title), "{words}");
}

#[test]
fn the_step_at_which_a_setting_was_made_finds_it_again_after_a_restart() {
    let tutor = before("basic-and-scopes", "header");
    let mut tutor = Tutor::again(lesson("basic-and-scopes"), tutor.app.progress.clone());
    tutor.goes_to("scope");
    let scopes = &tutor.app.facts().unwrap().apis;
    let mut all = scopes.iter().flat_map(|api| &api.scopes);
    assert!(all.any(|(name, _)| name == "customScope"));
    assert!(tutor.player().reached.contains("scope"));
}

#[test]
fn a_secret_in_a_field_that_would_be_kept_is_refused_with_the_reason() {
    let mut tutor = before("first-token", "build");
    let app = tutor.player().bench.app.as_ref().unwrap();
    let secret = app.client_secret.as_ref().unwrap().expose().to_owned();
    let part: String = secret.chars().skip(5).take(9).collect();
    let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln".to_owned();
    let pem = "-----BEGIN PRIVATE KEY-----MIIEvQ".to_owned();
    let refused = oauth_tutor::lesson::desks::words("leak.refused");
    for text in [secret.clone(), secret.to_uppercase(), part, jwt, pem] {
        let fields = [Field::Audience, Field::Scope, Field::Organization];
        let edits = fields.map(|field| Message::Build(Build::Set(field, text.clone())));
        let name = Message::Create(Create::Name(text.clone()));
        for message in edits.into_iter().chain([name]) {
            let told = format!("{message:?}");
            let bench = &tutor.player().bench;
            let stood = (bench.draft.clone(), bench.form.clone());
            tutor.tell(message);
            let bench = &tutor.player().bench;
            assert_eq!((bench.draft.clone(), bench.form.clone()), stood, "{told}");
            let toast = tutor.app.toast.as_ref().map(|toast| toast.text.as_str());
            assert_eq!(toast, Some(refused), "{told}");
        }
    }
    let kept = format!("{:?}", tutor.app.progress);
    assert!(!kept.contains(&secret));
}

#[test]
fn a_token_that_came_has_no_way_back_whatever_became_of_the_app() {
    let mut tutor = before("first-token", "read");
    let make = |tutor: &mut Tutor, kind| {
        tutor.goes_to("create-app");
        tutor.tell(Message::Create(Create::Type(kind)));
        tutor.tell(Message::Create(Create::Submit));
        tutor.goes_to("send");
    };
    make(&mut tutor, AppType::SinglePage);
    let way = |tutor: &Tutor| tutor.player().way_back(tutor.app.facts());
    assert!(tutor.player().bench.app_is_public());
    assert_eq!(way(&tutor), None, "the newest exchange brought a token");
    tutor.tell(Message::Build(Build::FillFromApp));
    tutor.tell(Message::Play(Play::Send));
    assert_eq!(way(&tutor), Some(WayBack::Type), "this one did not");
}

#[test]
fn another_grant_type_is_mended_in_the_request() {
    let mut tutor = before("first-token", "send");
    tutor.tell(Message::Build(Build::Set(
        Field::GrantType,
        "password".into(),
    )));
    tutor.tell(Message::Play(Play::Send));
    let way = tutor.player().way_back(tutor.app.facts());
    assert_eq!(way, Some(WayBack::Field(Field::GrantType)));
}

#[test]
fn a_refusal_says_what_was_changed_at_the_server_by_hand() {
    let mut tutor = before("first-token", "send");
    assert_eq!(tutor.app.changed_by_hand(), None);
    tutor.tell(Message::Go(Go::Server));
    tutor.tell(Message::Hand(Hand::Make(Deed::ApiClock)));
    tutor.tell(Message::Go(Go::Lesson("first-token")));
    let said = tutor.app.changed_by_hand().expect("what was changed");
    assert!(said.contains(Deed::ApiClock.name()), "{said}");
}

#[test]
fn a_token_of_the_app_before_is_said_to_be_that() {
    let mut tutor = Tutor::at(lesson("first-token"));
    tutor.goes_to("read");
    tutor.goes_to("create-app");
    tutor.tell(Message::Create(Create::ToggleScope(0, 0)));
    tutor.tell(Message::Create(Create::Submit));
    tutor.tell(Message::Build(Build::FillFromApp));
    tutor.goes_to("send");
    tutor.tell(Message::Build(Build::Set(Field::Scope, String::new())));
    tutor.tell(Message::Play(Play::Send));
    tutor.goes_to("create-app");
    tutor.tell(Message::Create(Create::ToggleScope(0, 0)));
    tutor.tell(Message::Create(Create::Submit));
    tutor.goes_to("read");
    call(&mut tutor);
    let player = tutor.player();
    let last = player.bench.calls().and_then(|calls| calls.last()).unwrap();
    assert_eq!(last.answer.reply.status, 403);
    let way = player.way_back_of_call(last, tutor.app.facts());
    assert_eq!(way, Some(WayBack::OldToken));
}

#[test]
fn an_experiment_that_was_left_half_way_is_put_back_and_says_so_when_the_learner_comes_back() {
    let mut tutor = before("first-token", "break");
    tutor.guess();
    tutor.tell(Message::Play(Play::Vary));
    tutor.tell(Message::Play(Play::Send));
    tutor.tell(Message::Play(Play::Next));
    tutor.tell(Message::Play(Play::Next));
    tutor.goes_to("break");
    let player = tutor.player();
    assert!(!player.lab.is_changed());
    let boxes = player.step().ticks.len();
    assert!((0..boxes).all(|at| player.step().ticks[at].when.is_none() || player.is_ticked(at)));
    assert!(tutor.app.progress.error_book.contains_key("B1"));
}

#[test]
fn a_solution_that_is_laid_in_twice_is_taken_out_by_one_undo() {
    let mut tutor = before("first-token", "send");
    tutor.goes_to("build");
    tutor.tell(Message::Build(Build::Set(Field::Audience, "mine".into())));
    for _ in 0..2 {
        tutor.tell(Message::Play(Play::LayIn));
    }
    tutor.tell(Message::Play(Play::Undo));
    assert_eq!(tutor.player().bench.draft.audience, "mine");
}

#[test]
fn a_step_that_the_tutor_did_is_said_to_be_that_and_not_to_miss_what_it_has() {
    let mut tutor = Tutor::at(lesson("audience"));
    tutor.goes_to("default");
    tutor.goes_to("settings");
    assert!(tutor.player().is_flown());
    tutor.tell(Message::Play(Play::Next));
    let toast = tutor.app.toast.as_ref().expect("a notice").text.clone();
    assert!(toast.contains("The tutor did this step"), "{toast}");
}

/// What is in a text, whatever the case and the blanks.
fn bare(text: &str) -> String {
    let seen = text.chars().filter(|c| !c.is_whitespace());
    seen.flat_map(char::to_lowercase).collect()
}

/// A piece of a secret of 64 characters, spelled in another way, in the middle of something else.
fn disguised() -> impl Strategy<Value = (String, usize, usize, u8, String)> {
    let around = "[a-z:/ .]{0,12}";
    (around, 0_usize..57, 8_usize..65, 0_u8..4, around)
}

#[test]
fn no_piece_of_a_secret_is_kept_wherever_it_was_put_and_however_it_is_spelled() {
    let mut tutor = before("first-token", "build");
    let app = tutor.player().bench.app.as_ref().unwrap();
    let secret = app.client_secret.as_ref().unwrap().expose().to_owned();
    let letters: Vec<char> = bare(&secret).chars().collect();
    let windows: Vec<String> = letters.windows(8).map(String::from_iter).collect();
    let asks = tutor
        .player()
        .lesson
        .steps
        .iter()
        .flat_map(|step| &step.asks);
    let asks: Vec<String> = asks.map(|ask| ask.id.clone()).collect();
    let tutor = std::cell::RefCell::new(&mut tutor);
    let config = ProptestConfig::with_cases(48);
    let ran = TestRunner::new(config).run(&disguised(), |(before, from, length, way, after)| {
        let piece: String = secret.chars().skip(from).take(length).collect();
        let piece = match way {
            0 => piece,
            1 => piece.to_uppercase(),
            2 => piece.to_lowercase(),
            _ => piece.chars().flat_map(|c| [c, ' ']).collect(),
        };
        let text = format!("{before}{piece}{after}");
        let mut tutor = tutor.borrow_mut();
        for field in [Field::Audience, Field::Scope, Field::Organization] {
            tutor.tell(Message::Build(Build::Set(field, text.clone())));
        }
        tutor.tell(Message::Create(Create::Name(text.clone())));
        for id in asks.clone() {
            let text = text.clone();
            tutor.tell(Message::Play(Play::Type { id, text }));
        }
        // As it would stand in the file.
        let kept = bare(&toml::to_string(&tutor.app.progress).unwrap());
        let found = windows.iter().find(|window| kept.contains(window.as_str()));
        prop_assert_eq!(found, None, "{}", text);
        Ok(())
    });
    ran.unwrap();
}

#[test]
fn the_app_that_a_lesson_brings_is_that_of_its_file_whatever_was_kept() {
    let lesson = course().lesson("think-like-the-api").expect("lesson 6");
    let mut tutor = Tutor::at(lesson);
    tutor.goes_to("token");
    let made = tutor
        .player()
        .bench
        .app
        .as_ref()
        .expect("an app")
        .form
        .clone();
    let mut progress = tutor.app.progress.clone();
    let kept = progress.lessons.get_mut(&lesson.id).expect("it was kept");
    // As an older file of the lesson had it.
    kept.form.grants.clear();
    kept.form.name = "Another".to_owned();
    let again = Tutor::again(lesson, progress);
    let app = again.player().bench.app.as_ref().expect("an app");
    assert_eq!(app.form, made);
}

#[test]
fn two_requests_that_a_step_asks_for_may_come_in_either_order() {
    for (step, field, named) in [
        ("aim", Field::Audience, "https://api.reports.example"),
        ("organization", Field::Organization, "acme"),
    ] {
        for order in [[named, ""], ["", named]] {
            let mut tutor = before("audience", step);
            tutor.plays(&lesson("audience").step("aim").unwrap().solve);
            tutor.goes_to(step);
            tutor.tell(Message::Play(Play::ResetStep));
            for value in order {
                tutor.tell(Message::Build(Build::Set(
                    Field::Audience,
                    "https://api.reports.example".to_owned(),
                )));
                tutor.tell(Message::Build(Build::Set(field, value.to_owned())));
                tutor.tell(Message::Play(Play::Send));
            }
            let player = tutor.player();
            assert!(player.has_done(tutor.app.facts()), "{step}: {order:?}");
        }
    }
}

#[test]
fn what_no_row_of_the_request_mends_is_not_sought_there() {
    let mut tutor = before("first-token", "send");
    let type_of = |tutor: &mut Tutor, kind| {
        tutor.goes_to("create-app");
        tutor.tell(Message::Create(Create::Type(kind)));
        tutor.tell(Message::Create(Create::Submit));
        tutor.goes_to("send");
        tutor.tell(Message::Play(Play::Send));
    };
    let elsewhere = |tutor: &Tutor| tutor.player().mend(tutor.app.facts());
    type_of(&mut tutor, AppType::SinglePage);
    let words = elsewhere(&tutor).expect("told where");
    assert!(words.contains("type of the app"), "{words}");
    tutor.tell(Message::Play(Play::Next));
    let said = &tutor.app.toast.as_ref().expect("said").text;
    assert!(said.starts_with(&words), "{said}");
    type_of(&mut tutor, AppType::MachineToMachine);
    assert_eq!(elsewhere(&tutor), None);
}

#[test]
fn undo_brings_back_what_stood_before_a_field_was_emptied_and_pasted_into() {
    let mut tutor = before("first-token", "send");
    tutor.goes_to("build");
    for text in ["", "pasted", "pasted!"] {
        let typed = Build::Set(Field::GrantType, text.to_owned());
        tutor.tell(Message::Build(typed));
    }
    tutor.tell(Message::Play(Play::Undo));
    let draft = &tutor.player().bench.draft;
    assert_eq!(draft.grant_type, "client_credentials");
}

#[test]
fn how_an_app_proves_itself_is_chosen_on_its_dashboard_and_stays() {
    let mut tutor = before("basic-and-scopes", "general");
    let step = tutor.player().step();
    assert!(
        step.forms.iter().any(|form| form == "general"),
        "{}",
        step.id
    );
    tutor.plays(&step.solve);
    for (method, option) in [
        (AuthMethod::ClientSecretPost, 1),
        (AuthMethod::ClientSecretBasic, 0),
    ] {
        tutor.tell(Message::Create(Create::Choose {
            form: "general".into(),
            field: "client-authentication".into(),
            option,
        }));
        let bench = &tutor.player().bench;
        assert_eq!(bench.app.as_ref().map(|app| app.auth), Some(method));
        assert_eq!(bench.draft.auth, method);
    }
}

#[test]
fn an_app_that_may_not_have_the_default_api_is_led_to_the_settings_of_the_tenant() {
    let mut tutor = before("audience", "settings");
    let settings = tutor.player().step();
    tutor.plays(&settings.solve);
    tutor.tell(Message::Create(Create::Choose {
        form: "tenant".into(),
        field: "default-audience".into(),
        option: 2,
    }));
    tutor.tell(Message::Play(Play::Next));
    assert_eq!(tutor.player().step().id, "default");
    tutor.tell(Message::Build(Build::Set(Field::Audience, String::new())));
    tutor.tell(Message::Play(Play::Send));
    let player = tutor.player();
    assert_eq!(player.way_back(tutor.app.facts()), Some(WayBack::Default));
    let words = player.way_back_words(WayBack::Default, "");
    assert!(words.contains(&settings.title), "{words}");
}

#[test]
fn whoever_goes_on_over_a_refusal_is_told_at_which_row_the_server_stopped() {
    let mut tutor = before("first-token", "send");
    let wrong = Build::Set(Field::ClientSecret, "not-it".to_owned());
    tutor.tell(Message::Build(wrong));
    tutor.tell(Message::Play(Play::Send));
    tutor.tell(Message::Play(Play::Next));
    let said = &tutor.app.toast.as_ref().expect("said").text;
    assert!(said.contains("stopped at client_secret"), "{said}");
}

#[test]
fn what_was_taken_back_at_the_server_is_no_change_of_it_any_more() {
    let mut tutor = before("first-token", "send");
    tutor.tell(Message::Go(Go::Server));
    for deed in [Deed::Unplug, Deed::ApiClock, Deed::PlugIn] {
        tutor.tell(Message::Hand(Hand::Make(deed)));
    }
    tutor.tell(Message::Go(Go::Lesson("first-token")));
    let said = tutor.app.changed_by_hand().expect("the clock");
    assert!(said.contains(Deed::ApiClock.name()), "{said}");
    for gone in [Deed::Unplug, Deed::PlugIn] {
        assert!(!said.contains(gone.name()), "{said}");
    }
}

/// Where the step is about a request that names no API, naming one is no way back.
#[test]
fn a_step_without_an_audience_leads_to_the_default_and_not_to_the_row() {
    let mut tutor = before("audience", "default");
    tutor.server().set_default_audience(None);
    tutor.tell(Message::Build(Build::Set(Field::Audience, String::new())));
    tutor.tell(Message::Play(Play::Send));
    let player = tutor.player();
    assert_eq!(player.bench.latest().unwrap().status(), 403);
    let facts = tutor.app.facts();
    assert_eq!(player.way_back(facts), Some(WayBack::NoDefault));
    let mend = player.mend(facts).unwrap();
    assert!(mend.contains("Set a default API first"), "{mend}");
    let words = player.way_back_words(WayBack::NoDefault, "");
    let settings = &lesson("audience").step("settings").unwrap().title;
    assert!(words.contains(settings), "{words}");
}

/// An API that was named, and that nobody knows, is mended in its row.
#[test]
fn a_misspelt_api_leads_to_its_row_where_the_step_asks_for_none_as_well() {
    let mut tutor = before("audience", "aim");
    tutor.tell(Message::Build(Build::FillFromApp));
    let other = Build::Set(Field::Audience, "https://api.user.example".into());
    tutor.tell(Message::Build(other));
    tutor.tell(Message::Play(Play::Send));
    let player = tutor.player();
    assert_eq!(
        player.way_back(tutor.app.facts()),
        Some(WayBack::Field(Field::Audience))
    );
}

#[test]
fn the_way_back_from_an_experiment_is_to_put_it_back() {
    let mut tutor = before("automate", "break");
    tutor.keys("v b f5 pgdn");
    let player = tutor.player();
    assert_eq!(player.way_back(tutor.app.facts()), None);
    let screen = tutor.screen();
    assert!(screen.contains("p puts it back"), "{screen}");
}

#[test]
fn an_api_that_the_app_does_not_have_leads_to_the_row_that_names_it() {
    let mut tutor = before("think-like-the-api", "token");
    tutor.tell(Message::Build(Build::FillFromApp));
    let users = tutor.app.facts().unwrap().api("users").unwrap();
    let users = Build::Set(Field::Audience, users.identifier.clone());
    tutor.tell(Message::Build(users));
    tutor.tell(Message::Play(Play::Send));
    assert_eq!(tutor.player().row_refused(), Some(Field::Audience));
}

#[test]
fn what_is_said_over_two_rows_does_not_cover_what_is_selected() {
    let mut tutor = Tutor::at(lesson("private-key-jwt"));
    tutor.goes_to("create-app");
    for play in [
        Create::Name("Flow".into()),
        Create::Type(AppType::SinglePage),
        Create::Submit,
    ] {
        tutor.tell(Message::Create(play));
    }
    let button = "[ Change the form ]";
    assert!(tutor.screen().contains(button), "{}", tutor.screen());
    tutor.keys("esc pgdn");
    tutor.goes_to("create-app");
    tutor.keys("pgdn");
    let screen = tutor.screen();
    assert!(
        screen.contains("once more, goes on without it."),
        "{screen}"
    );
    assert!(screen.contains(button), "{screen}");
}
