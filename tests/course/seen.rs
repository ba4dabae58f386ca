//! Lessons played by keys, wrongly: nothing on the screen says what was not so.

use oauth_tutor::app::create::AppType;
use oauth_tutor::app::message::{Build, Create, FlowPlay, Message, Play};
use oauth_tutor::app::run::Run;
use oauth_tutor::flow::Place;
use oauth_tutor::oauth::names::ClientSecret;

use crate::met::lesson;
use crate::player::Tutor;

/// At a step of a lesson, with what the steps before it leave behind.
fn at(id: &str, step: &str) -> Tutor {
    let mut tutor = Tutor::at(lesson(id));
    tutor.goes_to(step);
    tutor
}

#[track_caller]
fn sees(tutor: &Tutor, words: &str) {
    let screen = tutor.screen();
    assert!(screen.contains(words), "{words} is not in: {screen}");
}

#[track_caller]
fn sees_no(tutor: &Tutor, words: &str) {
    let screen = tutor.screen();
    assert!(!screen.contains(words), "{words} is in: {screen}");
}

#[test]
fn what_was_predicted_of_a_change_is_not_told_of_what_came_after_it() {
    let mut tutor = at("think-like-the-api", "break");
    tutor.keys("b 1 enter f5");
    sees(&tutor, "401");
    sees_no(&tutor, "With the change it was");
    tutor.keys("p f5");
    sees(&tutor, "200 OK The Reports API let the request in.");
    let screen = tutor.screen();
    let told = screen.contains("With the change it was") || screen.contains("With the change, as");
    assert!(told, "{screen}");

    let mut tutor = at("automate", "break");
    // The secret in the URL.
    tutor.keys("v v v v b 1 enter f5 p f5");
    sees(&tutor, "200 OK");
    sees(
        &tutor,
        "With the change it was: 401. You said: 200 (guess).",
    );

    let mut tutor = at("private-key-jwt", "break");
    // The level None, called without a token.
    tutor.keys("v v v v v v v v");
    sees(&tutor, "None (public service)");
    tutor.keys("b 3 enter f5 p f5");
    sees(&tutor, "With the change, as you said");
}

#[test]
fn a_reply_after_a_change_without_an_answer_is_seen_as_that() {
    let mut tutor = at("automate", "break");
    tutor.keys("v v v v v v v");
    sees(&tutor, "a port at which nobody listens");
    tutor.keys("b f5 p");
    sees(&tutor, "No answer came with the change");
    tutor.keys("f5");
    sees(&tutor, "200 OK");
    sees_no(&tutor, "No answer came with the change");
    sees(&tutor, "After everything was put back:");
}

/// Makes the app of lesson 5, of that type.
fn makes_app(tutor: &mut Tutor, of: AppType) {
    tutor.tell(Message::Create(Create::Name("Flow caller".into())));
    tutor.tell(Message::Create(Create::Type(of)));
    tutor.tell(Message::Create(Create::Submit));
}

fn place(name: &str) -> Place {
    Place::named(name).expect("a place")
}

fn plays(tutor: &mut Tutor, play: FlowPlay) {
    tutor.tell(Message::Play(Play::Flow(play)));
}

fn types(tutor: &mut Tutor, port: &str, text: &str) {
    plays(tutor, FlowPlay::Edit(place(port), ClientSecret::new(text)));
}

/// Which boxes of the step are ticked.
fn ticked(tutor: &Tutor) -> Vec<bool> {
    let player = tutor.player();
    let boxes = 0..player.step().ticks.len();
    boxes.map(|at| player.is_ticked(at)).collect()
}

#[test]
fn an_app_of_the_wrong_type_is_led_back_to_where_the_type_is_chosen() {
    let led = "Only API Services apps get a token here: g, Create the API Services app.";
    for of in [AppType::Native, AppType::SinglePage, AppType::RegularWeb] {
        let mut tutor = at("private-key-jwt", "create-app");
        makes_app(&mut tutor, of);
        // The lesson wants a key, so it is no want of a secret.
        sees(&tutor, "neither a secret nor a key makes up for that");
        sees_no(&tutor, "Without a secret");
        tutor.goes_to("attempt");
        tutor.keys("f5");
        sees(&tutor, led);
        tutor.keys("pgdn");
        sees(&tutor, led);
        // The solution mends the cards alone, and says what it does not mend.
        tutor.tell(Message::Play(Play::LayIn));
        sees(
            &tutor,
            "The solution is in the form. Only API Services apps",
        );
        tutor.keys("f5");
        sees(&tutor, led);
        // The way leads out.
        tutor.goes_to("create-app");
        sees(
            &tutor,
            "No token for this type: change the form and pick API Services.",
        );
        makes_app(&mut tutor, AppType::MachineToMachine);
        sees_no(&tutor, "No token for this type");
        tutor.goes_to("attempt");
        types(&mut tutor, "sign.algorithm", "");
        tutor.keys("f5");
        assert_eq!(
            ticked(&tutor),
            [true, false, false, false],
            "{}",
            tutor.screen()
        );
        tutor.tell(Message::Play(Play::LayIn));
        tutor.keys("f5");
        assert!(
            tutor.player().reached.contains("attempt"),
            "{}",
            tutor.screen()
        );
    }
}

#[test]
fn where_a_secret_is_wanted_its_want_is_what_is_said() {
    let mut tutor = at("automate", "create-app");
    tutor.tell(Message::Create(Create::ToggleApi(0)));
    makes_app(&mut tutor, AppType::Native);
    sees(&tutor, "Without a secret this app gets no token");
    tutor.goes_to("attempt");
    tutor.tell(Message::Play(Play::LayIn));
    sees(
        &tutor,
        "Without a secret this app gets no token: g, An app for the flow.",
    );
}

#[test]
fn what_a_web_app_does_not_demand_was_not_unchecked() {
    let mut tutor = at("private-key-jwt", "create-app");
    makes_app(&mut tutor, AppType::RegularWeb);
    tutor.goes_to("possession");
    assert!(!tutor.player().reached.contains("possession"));
    tutor.goes_to("create-app");
    makes_app(&mut tutor, AppType::MachineToMachine);
    tutor.goes_to("possession");
    assert_eq!(ticked(&tutor), [false]);
    assert!(!tutor.player().reached.contains("possession"));
}

#[test]
fn a_refusal_of_the_algorithm_is_none_of_the_audience() {
    let mut tutor = at("private-key-jwt", "audience");
    types(&mut tutor, "sign.algorithm", "HS512");
    tutor.keys("f5");
    assert_eq!(ticked(&tutor), [false, false, false], "{}", tutor.screen());
    types(&mut tutor, "sign.algorithm", "RS256");
    tutor.keys("f5");
    assert_eq!(ticked(&tutor), [true, false, false], "{}", tutor.screen());
}

#[test]
fn a_choice_for_one_api_leaves_what_was_granted_at_others() {
    let mut tutor = at("automate", "create-app");
    tutor.tell(Message::Create(Create::Name("User sync".into())));
    tutor.tell(Message::Create(Create::Type(AppType::MachineToMachine)));
    let facts = tutor.app.facts().expect("a tenant");
    let (reports, users) = (facts.apis[0].clone(), facts.apis[1].clone());
    let scope = reports
        .scopes
        .iter()
        .position(|(one, _)| one == "write:reports");
    tutor.tell(Message::Create(Create::ToggleApi(0)));
    tutor.tell(Message::Create(Create::ToggleScope(
        0,
        scope.expect("a scope"),
    )));
    tutor.tell(Message::Create(Create::ToggleApi(1)));
    tutor.tell(Message::Create(Create::Submit));
    assert!(!tutor.player().is_ticked(1));
    tutor.goes_to("authorize");
    for option in [1, 2, 0] {
        tutor.tell(Message::Create(Create::Choose {
            form: "management".into(),
            field: "management".into(),
            option,
        }));
        let grants = &tutor
            .player()
            .bench
            .app
            .as_ref()
            .expect("an app")
            .form
            .grants;
        let own: Vec<&str> = grants[&reports.identifier]
            .iter()
            .map(String::as_str)
            .collect();
        assert_eq!(own, ["write:reports"]);
        assert!(grants.contains_key(&users.identifier), "{grants:?}");
        assert_eq!(grants.len(), if option == 0 { 2 } else { 3 });
    }
    tutor.goes_to("create-app");
    assert!(!tutor.player().is_ticked(1), "{}", tutor.screen());
}

#[test]
fn a_refusal_that_a_step_did_not_want_is_not_told_as_right() {
    let mut tutor = at("automate", "attempt");
    tutor.tell(Message::Play(Play::LayIn));
    types(&mut tutor, "audience.text 3", "/api/v2");
    tutor.keys("f5");
    sees(&tutor, "403 access_denied");
    sees_no(&tutor, "as it should");
    let mut tutor = at("automate", "branch");
    tutor.keys("f5");
    sees(&tutor, "as it should");
}

#[test]
fn the_secret_goes_out_as_no_bearer_wherever_that_leads() {
    for path in ["/nothing", "/api/v2/users", "/oauth/token"] {
        let mut tutor = at("automate", "caller");
        let sent = tutor.player().bench.runs.len();
        types(&mut tutor, "address.text 3", path);
        plays(
            &mut tutor,
            FlowPlay::Connect(place("values.client_secret"), place("bearer.token")),
        );
        tutor.keys("f5");
        let desk = tutor.player().flow().expect("a flow");
        let (card, fault) = desk.session.failed().expect("a card that failed");
        assert_eq!(card.id, "call", "{path}");
        assert!(fault.why.contains("secret"), "{path}: {}", fault.why);
        let calls: usize = tutor
            .player()
            .bench
            .runs
            .iter()
            .map(|run| run.call.answers.len())
            .sum();
        assert_eq!(calls, 0, "{path}");
        assert_eq!(
            tutor.player().bench.runs.len(),
            sent + 1,
            "{path}: the token alone"
        );
    }
}

#[test]
fn a_grant_follows_the_tenant_to_another_port() {
    let mut tutor = at("automate", "attempt");
    let form = tutor
        .player()
        .bench
        .app
        .as_ref()
        .expect("an app")
        .form
        .clone();
    let mut progress = tutor.app.progress.clone();
    let kept = progress.lessons.get_mut("automate").expect("it is kept");
    let moved = |api: String| match api.strip_prefix("http://127.0.0.1:") {
        Some(rest) => format!("http://127.0.0.1:1/{}", rest.split_once('/').unwrap().1),
        None => api,
    };
    let grants = kept.form.grants.clone().into_iter();
    kept.form.grants = grants.map(|(api, scopes)| (moved(api), scopes)).collect();
    assert_ne!(kept.form.grants, form.grants);
    tutor = Tutor::again(lesson("automate"), progress);
    let grants = &tutor
        .player()
        .bench
        .app
        .as_ref()
        .expect("an app")
        .form
        .grants;
    let facts = tutor.app.facts().expect("a tenant");
    let known = |api: &String| {
        let mut all = facts.apis.iter().chain(&facts.own_api);
        all.any(|one| one.identifier == *api)
    };
    assert!(grants.keys().all(known), "{grants:?}");
    assert_eq!(grants.len(), form.grants.len());
}

#[test]
fn a_line_of_the_error_book_is_about_what_was_seen() {
    for (id, title, presses, kept) in [
        (
            "automate",
            "asked too often",
            "v v v",
            Some(("B18/too-many", "429")),
        ),
        ("automate", "The body is JSON", "v v v v v v", None),
        (
            "private-key-jwt",
            "exp is in milliseconds",
            "v v v v",
            Some(("B17/milliseconds", "milliseconds")),
        ),
        (
            "think-like-the-api",
            "A day and an hour go by",
            "v v v v",
            None,
        ),
    ] {
        let mut tutor = at(id, "break");
        tutor.keys(presses);
        sees(&tutor, title);
        tutor.keys("b f5 f5 p");
        let book = &tutor.app.progress.error_book;
        if let Some((line, words)) = kept {
            let line = book.get(line).expect("a line of its own");
            assert!(format!("{line:?}").contains(words), "{line:?}");
            sees(&tutor, "In your error book");
        } else {
            // What a jump played on the way is another one's.
            let has_it = book.keys().any(|id| id.starts_with('B'));
            assert!(!has_it, "{title}: {book:?}");
            sees_no(&tutor, "In your error book");
            sees(&tutor, "no line of your error book");
        }
    }
}

#[test]
fn a_wrong_idea_leads_to_the_experiment_that_shows_it() {
    let mut tutor = at("automate", "break");
    tutor.keys("v v v v b 1 enter f5 tab tab down down down down down down down down");
    sees(&tutor, "B16 The secret in the URL");
}

#[test]
fn the_eye_goes_to_the_port_at_which_a_flow_stopped() {
    let mut tutor = at("automate", "attempt");
    tutor.keys("f5 c");
    let source =
        |tutor: &Tutor, port: &str| tutor.player().flow().expect("a flow").source("url", port);
    assert_eq!(
        source(&tutor, "text-2"),
        Some(place("start.domain")),
        "{}",
        tutor.screen()
    );
    tutor.keys("f5 enter / t o k e n enter");
    let held = tutor
        .player()
        .flow()
        .expect("a flow")
        .holds("url", "text-3");
    assert_eq!(held.map(|value| value.shown()).as_deref(), Some("/token"));
}

#[test]
fn a_footer_offers_what_can_be_done() {
    let tutor = Tutor::at(lesson("challenge"));
    sees_no(&tutor, "test out");
    let mut tutor = at("automate", "break");
    sees_no(&tutor, "F5 send");
    tutor.keys("b");
    sees(&tutor, "F5 send");
    let mut tutor = at("think-like-the-api", "token");
    tutor.keys("home");
    sees_no(&tutor, "Enter edit");
    tutor.keys("down");
    sees(&tutor, "Enter edit");
}

#[test]
fn a_card_that_wants_a_refusal_says_what_stopped_and_what_it_wants() {
    let mut tutor = at("challenge", "stranger");
    tutor.tell(Message::Build(Build::SetSecret(ClientSecret::new("wrong"))));
    tutor.tell(Message::Play(Play::Send));
    tutor.keys("pgup");
    sees(
        &tutor,
        "It stopped at secret. Wanted here: 401, stopped at the client.",
    );
    sees_no(&tutor, "change that, and send again");
    tutor.goes_to("known-not-allowed");
    tutor.tell(Message::Build(Build::SetSecret(ClientSecret::new("wrong"))));
    tutor.goes_to("no-dots");
    let app = tutor.player().bench.app.as_ref().expect("an app");
    assert_eq!(tutor.player().bench.draft.client_secret, app.client_secret);
}

#[test]
fn a_solution_mends_what_was_broken_beside_it() {
    let mut tutor = at("private-key-jwt", "attempt");
    tutor.keys("f5");
    types(&mut tutor, "key.text", "not a key");
    tutor.tell(Message::Play(Play::LayIn));
    tutor.keys("f5");
    assert!(
        tutor.player().reached.contains("attempt"),
        "{}",
        tutor.screen()
    );
    let text = |tutor: &Tutor| tutor.player().flow().expect("a flow").holds("key", "text");
    assert!(text(&tutor).is_some_and(|value| value.is_secret()));
    tutor.tell(Message::Play(Play::Undo));
    assert_eq!(
        text(&tutor).map(|value| value.expose()).as_deref(),
        Some("not a key")
    );
    tutor.tell(Message::Play(Play::Redo));
    assert!(text(&tutor).is_some_and(|value| value.is_secret()));
}

#[test]
fn a_secret_that_is_not_the_apps_is_told_apart_behind_its_mask() {
    let mut tutor = at("automate", "branch");
    sees(&tutor, "not your app's");
    tutor.tell(Message::Play(Play::LayIn));
    sees_no(&tutor, "not your app's");
}

#[test]
fn an_arranged_card_keeps_what_was_answered_in_sight() {
    let mut tutor = at("automate", "quiz");
    tutor.keys("enter down enter down enter up up up up up up up up");
    sees(&tutor, "Enter answers, once");
    sees_no(&tutor, "Not all of them");
    tutor.keys("enter");
    tutor.keys("up up up up up up up up up up up up");
    sees(&tutor, "(1) 1 Call the API with the token");
    sees(&tutor, "(4) 4 If none does");
}

#[test]
fn advice_is_about_the_fault_that_is_there() {
    let mut tutor = at("automate", "caller");
    plays(
        &mut tutor,
        FlowPlay::Connect(place("keep.token"), place("bearer.token")),
    );
    types(&mut tutor, "address.text 3", "/api/v2/users");
    types(&mut tutor, "bearer.word", "bearer_");
    tutor.keys("f5 pgdn");
    sees_no(&tutor, "fill bearer.token");
    sees(&tutor, "has not let the call in yet");
    let mut tutor = at("think-like-the-api", "token");
    tutor.tell(Message::Build(Build::Set(
        oauth_tutor::oauth::request::Field::Audience,
        "https://api.users.example".into(),
    )));
    tutor.tell(Message::Play(Play::Send));
    tutor.keys("pgup");
    sees(&tutor, "Aim at an API that the app has.");
    sees_no(&tutor, "PgUp, the request");
}

#[test]
fn a_verdict_is_told_to_its_end_on_a_small_screen() {
    let mut tutor = at("think-like-the-api", "break");
    tutor.keys("b 1 enter f5");
    sees(&tutor, "its signature cannot be verified.");
    sees(
        &tutor,
        "It was: 401, at the signature. You said: 200 (guess).",
    );
    let mut tutor = at("private-key-jwt", "attempt");
    types(&mut tutor, "sign.algorithm", "RS999");
    tutor.keys("f5");
    let desk = tutor.player().flow().expect("a flow");
    let (_, fault) = desk.session.failed().expect("a card that failed");
    sees(&tutor, &fault.why);
}

/// Makes the choice of lesson 4's second step.
fn authorizes(tutor: &mut Tutor, option: usize) {
    tutor.goes_to("authorize");
    tutor.tell(Message::Create(Create::Choose {
        form: "management".into(),
        field: "management".into(),
        option,
    }));
}

/// Walks on to a step, whatever is open on the way.
fn walks_to(tutor: &mut Tutor, step: &str) {
    while tutor.player().step().id != step {
        tutor.tell(Message::Play(Play::Next));
    }
}

#[test]
fn an_app_without_the_api_is_led_to_the_choice_from_where_its_flow_stops() {
    let led = "Your app may not have this API: g, Authorize it for the Management API.";
    let mut tutor = at("automate", "authorize");
    authorizes(&mut tutor, 0);
    walks_to(&mut tutor, "attempt");
    tutor.tell(Message::Play(Play::LayIn));
    tutor.keys("f5");
    sees(&tutor, led);
    tutor.keys("pgdn");
    sees(&tutor, led);
    walks_to(&mut tutor, "caller");
    tutor.tell(Message::Play(Play::LayIn));
    tutor.keys("f5");
    sees(&tutor, led);
    authorizes(&mut tutor, 1);
    walks_to(&mut tutor, "caller");
    tutor.keys("f5");
    assert!(tutor.player().reached.contains("caller"));
}

#[test]
fn a_kept_token_that_is_older_than_the_permission_is_dropped_in_place() {
    let mut tutor = at("automate", "authorize");
    // Another permission than the flow needs: the token comes, and the API refuses it.
    authorizes(&mut tutor, 2);
    walks_to(&mut tutor, "caller");
    tutor.tell(Message::Play(Play::LayIn));
    tutor.keys("f5");
    sees(&tutor, "403 Forbidden The token is good, but it lacks");
    let led = "403, too few permissions: g, Authorize it for the Management API.";
    sees(&tutor, led);
    tutor.keys("pgdn");
    sees(&tutor, led);
    authorizes(&mut tutor, 1);
    walks_to(&mut tutor, "caller");
    let typed = tutor
        .player()
        .flow()
        .expect("a flow")
        .holds("address", "text-3");
    // Chosen rightly, it is still the kept token that goes out.
    tutor.keys("f5");
    sees(
        &tutor,
        "403: the kept token is older than the permission. b twice drops it.",
    );
    tutor.keys("b");
    sees(&tutor, "A token is kept from before; b drops it.");
    tutor.keys("b");
    sees(&tutor, "The kept token is dropped");
    tutor.keys("f5");
    assert!(
        tutor.player().reached.contains("caller"),
        "{}",
        tutor.screen()
    );
    // What stood in the ports is as the learner left it.
    let flow = tutor.player().flow().expect("a flow");
    assert_eq!(flow.holds("address", "text-3"), typed);
}

#[test]
fn a_proof_that_is_sent_again_stands_beside_the_one_that_was_taken() {
    let mut tutor = at("private-key-jwt", "break");
    tutor.keys(&"v ".repeat(7));
    sees(&tutor, "Change 8 of 8");
    tutor.keys("b f5 f5");
    let compared = {
        let player = tutor.player();
        let step = player.step();
        let open = player.lab.experiment(step).zip(player.lab.variant(step));
        let (experiment, variant) = open.expect("an experiment");
        player.compared(experiment, variant)
    };
    let status = |run: Option<&Run>| run.map(Run::status);
    assert_eq!(status(compared.before), Some(200));
    assert_eq!(status(compared.changed), Some(400));
    sees(&tutor, "Sent before");
    sees(&tutor, "Sent again");
    sees(&tutor, "200 OK");
    sees_no(&tutor, "Without the change");
    // The change before it: the good reply of the flow, which named its app in the assertion alone, is one without the change.
    let mut tutor = at("private-key-jwt", "break");
    tutor.keys(&"v ".repeat(6));
    tutor.keys("b f5 f5");
    sees(&tutor, "Without the change");
    sees(&tutor, "With the change");
    sees(&tutor, "400 Bad Request");
}

#[test]
fn before_an_experiment_is_tried_its_arrow_leads_to_the_api_that_it_calls() {
    let mut tutor = at("automate", "break");
    sees(&tutor, "B14");
    sees(&tutor, "GET /api/v2/users");
    sees_no(&tutor, "GET /api/reports");
    tutor.keys("b f5 f5");
    sees(&tutor, "GET /api/v2/users");
}

#[test]
fn an_empty_port_says_how_it_is_typed_into_since_letters_are_commands_there() {
    let mut tutor = at("automate", "attempt");
    tutor.keys("b down down down down down down down");
    sees(
        &tutor,
        "Empty: c drops in a value from before, Enter types one.",
    );
    tutor.keys("enter");
    sees_no(&tutor, "Empty: c drops in");
}

#[test]
fn in_a_quiz_the_palette_finds_nothing_by_letters_from_anywhere() {
    let mut tutor = at("first-token", "quiz");
    let card = tutor.player().at;
    tutor.keys(": p u t");
    sees(&tutor, "Nothing that can be done here is called that.");
    tutor.keys("enter esc");
    assert_eq!(tutor.player().at, card);
}

#[test]
fn a_credential_shows_what_it_leaks_typed_in_and_kept_apart() {
    let mut tutor = at("automate", "keep");
    tutor.keys("down down down tab");
    sees(&tutor, "Kept apart: values.client_secret has its name");
    sees(&tutor, "values.client_secret, by its name");
    tutor.keys("down down down down down down down down");
    sees(&tutor, "not run yet");
    tutor.keys("f5");
    let tables = tutor.player().flow().expect("a flow").leak_tables();
    let [(table, port)] = tables.as_slice() else {
        panic!("one credential: {tables:?}");
    };
    assert_eq!(port, "values.client_secret");
    assert_eq!(table.rows[2][1..], ["values, keep", "values, keep"]);
    assert_eq!(
        table.rows[3][1..],
        ["keep.client_secret", "keep.client_secret"]
    );
    let secret = tutor
        .player()
        .bench
        .app
        .as_ref()
        .and_then(|app| app.client_secret.clone());
    types(
        &mut tutor,
        "values.client_secret",
        secret.expect("a secret").expose(),
    );
    let tables = tutor.player().flow().expect("a flow").leak_tables();
    assert!(tables[0].0.now.contains("Typed in"), "{tables:?}");
}
