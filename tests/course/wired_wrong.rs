//! A learner who wires a flow wrongly: no box is ticked for it, no secret goes where it does not belong, and all is taken back at once.

use crate::met::before;
use crate::played::goes;
use crate::player::Tutor;
use oauth_tutor::app::message::{FlowPlay, Message, Play};
use oauth_tutor::flow::{FaultName, Place};
use oauth_tutor::lesson::course;
use oauth_tutor::lesson::model::Lesson;
use oauth_tutor::oauth::names::ClientSecret;

fn place(name: &str) -> Place {
    Place::named(name).expect("a place")
}

fn at(lesson: &str, step: &str) -> (&'static Lesson, Tutor) {
    let lesson = course().lesson(lesson).expect("a lesson");
    let mut tutor = Tutor::at(lesson);
    goes(&mut tutor, index(lesson, step), 0);
    (lesson, tutor)
}

fn index(lesson: &Lesson, step: &str) -> usize {
    let mut steps = lesson.steps.iter();
    steps.position(|one| one.id == step).expect("a step")
}

fn does(tutor: &mut Tutor, play: FlowPlay) {
    tutor.tell(Message::Play(Play::Flow(play)));
}

fn types(tutor: &mut Tutor, port: &str, text: &str) {
    let text = ClientSecret::new(text);
    does(tutor, FlowPlay::Edit(place(port), text));
}

/// The boxes of the step that are ticked.
fn ticked(tutor: &Tutor) -> Vec<&str> {
    let player = tutor.player();
    let boxes = player.step().ticks.iter().enumerate();
    let ticked = boxes.filter(|(at, _)| player.is_ticked(*at));
    ticked.map(|(_, tick)| tick.text.as_str()).collect()
}

#[test]
fn the_word_bearer_is_not_taken_for_the_token() {
    let (_, mut tutor) = at("automate", "attempt");
    tutor.tell(Message::Play(Play::LayIn));
    types(&mut tutor, "get.path", "token_type");
    does(&mut tutor, FlowPlay::RunToEnd);
    assert_eq!(tutor.player().bench.latest().unwrap().status(), 200);
    assert!(!tutor.player().reached.contains("attempt"));
    assert!(!ticked(&tutor).contains(&"The flow returns the token"));
    types(&mut tutor, "get.path", "access_token");
    does(&mut tutor, FlowPlay::RunToEnd);
    assert!(tutor.player().reached.contains("attempt"));
}

#[test]
fn an_address_of_another_host_ticks_no_box() {
    let (_, mut tutor) = at("automate", "attempt");
    types(&mut tutor, "url.text 3", "/oauth/token");
    does(
        &mut tutor,
        FlowPlay::Connect(place("start.client_id"), place("url.text 2")),
    );
    does(&mut tutor, FlowPlay::RunToEnd);
    assert_eq!(ticked(&tutor), Vec::<&str>::new());
}

#[test]
fn a_refusal_that_is_turned_into_a_return_does_not_count_as_mended() {
    let (_, mut tutor) = at("automate", "branch");
    does(&mut tutor, FlowPlay::RunToEnd);
    types(&mut tutor, "ok.value 2", "401");
    types(&mut tutor, "get.path", "error");
    does(&mut tutor, FlowPlay::RunToEnd);
    let desk = tutor.player().flow().expect("a flow");
    assert_eq!(
        desk.session
            .end()
            .map(oauth_tutor::flow::session::End::word),
        Some("return")
    );
    assert!(!tutor.player().reached.contains("branch"));
}

#[test]
fn the_flow_of_another_step_is_no_deed_of_this_one() {
    let (lesson, mut tutor) = at("private-key-jwt", "audience");
    does(&mut tutor, FlowPlay::RunToEnd);
    assert_eq!(tutor.player().bench.latest().unwrap().status(), 401);
    tutor.tell(Message::Play(Play::Back));
    tutor.plays(&lesson.steps[index(lesson, "attempt")].solve);
    assert_eq!(tutor.player().bench.latest().unwrap().status(), 200);
    tutor.tell(Message::Play(Play::Next));
    assert_eq!(tutor.player().step().id, "audience");
    assert_eq!(ticked(&tutor), ["Run it as it is: 401, for the audience"]);
    assert!(!tutor.player().reached.contains("audience"));
}

#[test]
fn neither_the_secret_nor_the_private_key_goes_where_it_does_not_belong() {
    let (_, mut tutor) = at("automate", "caller");
    tutor.tell(Message::Play(Play::LayIn));
    let calls = |tutor: &Tutor| {
        let runs = tutor.player().bench.runs.iter();
        runs.map(|run| run.call.answers.len()).sum::<usize>()
    };
    let before = calls(&tutor);
    does(
        &mut tutor,
        FlowPlay::Connect(place("values.client_secret"), place("bearer.token")),
    );
    does(&mut tutor, FlowPlay::RunToEnd);
    let desk = tutor.player().flow().expect("a flow");
    let (card, fault) = desk.session.failed().expect("a card that failed");
    assert_eq!(
        (card.id.as_str(), fault.name),
        ("call", FaultName::InvalidInput)
    );
    assert!(fault.why.contains("the app's secret"), "{}", fault.why);
    assert_eq!(calls(&tutor), before, "nothing went out");

    let (_, mut tutor) = at("private-key-jwt", "audience");
    let sent = tutor.player().bench.runs.len();
    does(
        &mut tutor,
        FlowPlay::Connect(place("key.output"), place("sign.audience")),
    );
    does(&mut tutor, FlowPlay::RunToEnd);
    let desk = tutor.player().flow().expect("a flow");
    let (card, fault) = desk.session.failed().expect("a card that failed");
    assert_eq!(card.id, "sign");
    assert!(
        fault.why.contains("audience holds a secret"),
        "{}",
        fault.why
    );
    assert_eq!(tutor.player().bench.runs.len(), sent, "nothing went out");
}

#[test]
fn a_solution_is_laid_in_once_and_taken_out_at_once() {
    let (_, mut tutor) = at("automate", "attempt");
    let ports = |tutor: &Tutor| {
        let desk = tutor.player().flow().expect("a flow");
        let of = |card: &str, port: &str| desk.holds(card, port).map(|value| value.expose());
        [
            of("url", "text-3"),
            of("audience", "text-3"),
            of("get", "path"),
        ]
    };
    let found = ports(&tutor);
    tutor.tell(Message::Play(Play::LayIn));
    assert_ne!(ports(&tutor), found);
    tutor.tell(Message::Play(Play::LayIn));
    tutor.tell(Message::Play(Play::Undo));
    assert_eq!(ports(&tutor), found);
    tutor.tell(Message::Play(Play::Redo));
    assert_ne!(ports(&tutor), found);
}

#[test]
fn an_experiment_asks_once_for_a_guess_and_ticks_it_only_where_there_is_one() {
    let (_, mut tutor) = at("first-token", "break");
    tutor.tell(Message::Play(Play::Vary));
    let sent = tutor.player().bench.runs.len();
    tutor.tell(Message::Play(Play::Send));
    assert_eq!(tutor.player().bench.runs.len(), sent, "it asks first");
    tutor.tell(Message::Play(Play::Send));
    assert_eq!(tutor.player().bench.runs.len(), sent + 1, "once more sends");
    tutor.tell(Message::Play(Play::PutBack));
    assert!(!ticked(&tutor).contains(&"Say what you expect"));
}

#[test]
fn a_secret_that_a_step_spoilt_is_spoilt_again_when_the_solution_is_taken_out() {
    let (_, mut tutor) = at("automate", "branch");
    let status = |tutor: &mut Tutor| {
        does(tutor, FlowPlay::RunToEnd);
        tutor.player().bench.latest().unwrap().status()
    };
    tutor.tell(Message::Play(Play::LayIn));
    assert_eq!(status(&mut tutor), 200);
    tutor.tell(Message::Play(Play::Undo));
    assert_eq!(status(&mut tutor), 401);
    tutor.tell(Message::Play(Play::Redo));
    assert_eq!(status(&mut tutor), 200);
}

#[test]
fn the_private_key_goes_into_no_body_either_and_a_wrong_path_is_no_leak() {
    let (_, mut tutor) = at("private-key-jwt", "attempt");
    let sent = tutor.player().bench.runs.len();
    does(
        &mut tutor,
        FlowPlay::Connect(place("key.output"), place("body.client_assertion")),
    );
    does(&mut tutor, FlowPlay::RunToEnd);
    let desk = tutor.player().flow().expect("a flow");
    let (card, fault) = desk.session.failed().expect("a card that failed");
    assert_eq!(card.id, "post");
    assert!(fault.why.contains("private key"), "{}", fault.why);
    assert_eq!(tutor.player().bench.runs.len(), sent, "nothing went out");

    let (_, mut tutor) = at("automate", "attempt");
    tutor.tell(Message::Play(Play::LayIn));
    types(&mut tutor, "url.text 3", "/oauth2/token");
    does(&mut tutor, FlowPlay::RunToEnd);
    let desk = tutor.player().flow().expect("a flow");
    assert!(
        desk.session.failed().is_none(),
        "{:?}",
        desk.session.failed()
    );
    let status = desk
        .gave("ask", "status-code")
        .map(oauth_tutor::flow::Value::expose);
    assert_eq!(status.as_deref(), Some("404"));
}

#[test]
fn what_an_experiment_sent_is_not_told_of_a_flow() {
    let mut tutor = before("automate", "break");
    for experiment in ["B14", "B8"] {
        tutor.goes_to("break");
        let mut all = tutor.player().step().experiments.iter();
        let at = all.position(|one| one.id == experiment).unwrap();
        tutor.tell(Message::Play(Play::OpenExperiment(at)));
        tutor.tell(Message::Play(Play::Vary));
        tutor.guess();
        tutor.tell(Message::Play(Play::Send));
        tutor.tell(Message::Play(Play::PutBack));
        for step in ["attempt", "caller"] {
            tutor.goes_to(step);
            let screen = tutor.screen();
            assert!(!screen.contains("403"), "{experiment}, {step}: {screen}");
            assert!(!screen.contains("kept token"), "{experiment}: {screen}");
        }
    }
}

#[test]
fn a_call_with_no_token_of_this_session_is_told_as_it_was_answered() {
    let (_, mut tutor) = at("automate", "caller");
    tutor.tell(Message::Play(Play::LayIn));
    does(&mut tutor, FlowPlay::RunToEnd);
    assert!(tutor.player().reached.contains("caller"));
    types(&mut tutor, "bearer.token", "nobodys-token");
    does(&mut tutor, FlowPlay::RunToEnd);
    let screen = tutor.screen();
    assert!(screen.contains("401 Unauthorized"), "{screen}");
    assert!(!screen.contains("✓ 200"), "{screen}");
}

#[test]
fn two_calls_are_two_whatever_the_card_before_is_told() {
    let mut tutor = before("automate", "again");
    types(&mut tutor, "again.status", "200");
    does(&mut tutor, FlowPlay::RunToEnd);
    let calls = "Two calls, and 401 to the second";
    assert!(!ticked(&tutor).contains(&calls));
    let open = tutor.player().open_goal().unwrap();
    assert!(open.contains("again.status"), "{open}");
    tutor.tell(Message::Play(Play::ResetStep));
    does(&mut tutor, FlowPlay::RunToEnd);
    assert!(ticked(&tutor).contains(&calls));
    assert!(tutor.player().reached.contains("again"));
}

#[test]
fn a_card_that_gives_nothing_is_named_where_its_value_is_missed() {
    let (_, mut tutor) = at("automate", "attempt");
    tutor.tell(Message::Play(Play::LayIn));
    types(&mut tutor, "get.path", "token");
    does(&mut tutor, FlowPlay::RunToEnd);
    let session = &tutor.player().flow().unwrap().session;
    let (card, fault) = session.failed().unwrap();
    assert_eq!(card.id, "return");
    assert_eq!(fault.why, "token is empty: get.output gave nothing.");
    assert_eq!(session.mended_at(), Some(place("get.path")));
    // The eye is where it is mended, so that Enter types there.
    tutor.keys("enter");
    let screen = tutor.screen();
    assert!(screen.contains("get.path ="), "{screen}");
}

#[test]
fn a_flow_has_ended_when_its_last_card_ran() {
    let (lesson, mut tutor) = at("private-key-jwt", "attempt");
    let flow = lesson.steps[index(lesson, "attempt")]
        .flow
        .as_ref()
        .unwrap();
    let cards = course().flow(flow).unwrap().cards.len();
    types(&mut tutor, "sign.algorithm", "RS256");
    for _ in 0..cards {
        assert!(tutor.player().flow().unwrap().session.end().is_none());
        does(&mut tutor, FlowPlay::RunCard);
    }
    assert!(tutor.player().flow().unwrap().session.end().is_some());
    let screen = tutor.screen();
    assert!(!screen.contains("NOT RUN"), "{screen}");
}

#[test]
fn a_flow_says_how_often_it_asked_and_what_was_dropped_in() {
    let mut tutor = before("automate", "again");
    does(&mut tutor, FlowPlay::RunToEnd);
    let screen = tutor.screen();
    assert!(screen.contains("token requests 2, calls 2"), "{screen}");
    let (_, mut tutor) = at("automate", "attempt");
    does(
        &mut tutor,
        FlowPlay::Connect(place("start.domain"), place("url.text 2")),
    );
    let screen = tutor.screen();
    assert!(screen.contains("start.domain is in, 1 of 3"), "{screen}");
}
