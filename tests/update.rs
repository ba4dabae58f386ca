//! The tutor's state machine: a message in, state and effects out. No terminal, no runtime, no socket.
#![cfg(test)]

use oauth_tutor::app::create::AppType;
use oauth_tutor::app::desk::{GivenKeys, Target};
use oauth_tutor::app::effect::{Effect, RunId};
use oauth_tutor::app::message::{Build, CopyWhat, Create, Desk, Go, Message, Play, World};
use oauth_tutor::app::player::{Fading, Sureness};
use oauth_tutor::app::progress::{LessonProgress, Progress};
use oauth_tutor::app::stage::Stage;
use oauth_tutor::app::tenant::{ApiFacts, TenantFacts};
use oauth_tutor::app::workbench::{Preflight, Sending};
use oauth_tutor::app::{App, Page};
use oauth_tutor::lesson::model::{ActionKind, Deed};
use oauth_tutor::oauth::check::paste::Pasted;
use oauth_tutor::oauth::jwt::algorithm::Hash;
use oauth_tutor::oauth::jwt::assertion::{Claims, Signer, sign};
use oauth_tutor::oauth::jwt::signed::SignedJwt;
use oauth_tutor::oauth::names::{ClientId, ClientSecret};
use oauth_tutor::oauth::reply::{Answer, Reply, SendError, Timing};
use oauth_tutor::oauth::request::{ClientAuth, Field};
use oauth_tutor::oauth::time::UnixMillis;
use secrecy::ExposeSecret;
use url::Url;

const NOW: UnixMillis = UnixMillis(1_763_722_800_250);

fn facts() -> TenantFacts {
    let url = |path: &str| Url::parse(&format!("http://127.0.0.1:9400{path}")).unwrap();
    TenantFacts {
        host: "127.0.0.1:9400".into(),
        issuer: "http://127.0.0.1:9400/".into(),
        token_endpoint: url("/oauth/token"),
        jwks_uri: url("/.well-known/jwks.json"),
        default_audience: Some("https://api.reports.example".into()),
        apis: vec![ApiFacts {
            name: "Reports API".into(),
            identifier: "https://api.reports.example".into(),
            url: url("/api/reports"),
            scopes: vec![("read:reports".into(), "read".into())],
        }],
    }
}

struct Tutor {
    app: App,
    now: UnixMillis,
}

impl Tutor {
    fn new() -> Self {
        let mut tutor = Self {
            app: App::new(NOW, Progress::default()),
            now: NOW,
        };
        tutor.tell(Message::World(World::TenantReady(Box::new(facts()))));
        tutor
    }

    /// A tutor at `stage` of lesson 1, with an app registered.
    fn at(stage: Stage) -> Self {
        let mut tutor = Self::new();
        tutor.tell(Message::Go(Go::Lesson(1)));
        tutor.tell(Message::Go(Go::Stage(Stage::Act(ActionKind::CreateApp))));
        tutor.fill_form();
        let effects = tutor.tell(Message::Create(Create::Submit));
        tutor.registered(run_of(&effects));
        tutor.tell(Message::Go(Go::Stage(stage)));
        tutor
    }

    fn fill_form(&mut self) {
        self.tell(Message::Create(Create::Name("Job".into())));
        self.tell(Message::Create(Create::Type(AppType::MachineToMachine)));
        self.tell(Message::Create(Create::ToggleScope(0, 0)));
    }

    fn registered(&mut self, run: RunId) {
        self.tell(Message::World(World::Registered {
            run,
            client_id: ClientId("k3JpAAAAAAAAAAAAAAAAAAAAAAAA9sQx".into()),
            client_secret: Some(ClientSecret::new("s".repeat(64))),
        }));
    }

    fn tell(&mut self, message: Message) -> Vec<Effect> {
        self.app.update(self.now, message)
    }

    fn play(&mut self, play: Play) -> Vec<Effect> {
        self.tell(Message::Play(play))
    }

    fn stage(&self) -> Stage {
        self.app.player.as_ref().unwrap().stage
    }

    fn toast(&self) -> String {
        self.app
            .toast
            .as_ref()
            .map(|toast| toast.text.clone())
            .unwrap_or_default()
    }
}

fn run_of(effects: &[Effect]) -> RunId {
    effects
        .iter()
        .find_map(|effect| match effect {
            Effect::Send { run, .. }
            | Effect::Register { run, .. }
            | Effect::SetMethod { run, .. }
            | Effect::Sign { run, .. }
            | Effect::Prove { run, .. }
            | Effect::FetchKeys { run, .. }
            | Effect::ReadFile { run, .. } => Some(*run),
            Effect::Cancel { .. }
            | Effect::Save(_)
            | Effect::Copy { .. }
            | Effect::KeepReport { .. }
            | Effect::EditOutside { .. }
            | Effect::Leave => None,
        })
        .expect("a question to the world")
}

fn answer(status: u16, body: &str) -> Answer {
    Answer {
        reply: Reply {
            status,
            reason: String::new(),
            headers: vec![],
            body: body.as_bytes().to_vec(),
        },
        timing: Timing::default(),
        proxy: None,
    }
}

fn answered(run: RunId, status: u16, body: &str) -> Message {
    Message::World(World::Answered {
        run,
        result: Ok(answer(status, body)),
        journal: vec![],
    })
}

#[test]
fn an_answer_that_nobody_waits_for_any_more_changes_nothing() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    let first = run_of(&tutor.play(Play::Send));
    let effects = tutor.play(Play::Send);
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Cancel { run } if *run == first))
    );
    tutor.tell(answered(first, 200, "{}"));
    assert!(tutor.app.player.as_ref().unwrap().bench.runs.is_empty());
    tutor.tell(answered(run_of(&effects), 401, "{}"));
    assert_eq!(tutor.app.player.as_ref().unwrap().bench.runs.len(), 1);
}

#[test]
fn cancelling_stops_the_wait_and_drops_the_late_answer() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    let run = run_of(&tutor.play(Play::Send));
    assert!(tutor.app.busy());
    let effects = tutor.tell(Message::Cancel);
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Cancel { .. }))
    );
    assert!(!tutor.app.busy());
    tutor.tell(answered(run, 200, "{}"));
    assert!(tutor.app.player.as_ref().unwrap().bench.latest().is_none());
}

#[test]
fn a_network_fault_is_kept_with_its_layer() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    let run = run_of(&tutor.play(Play::Send));
    let fault = SendError::TimedOut { seconds: 10 };
    tutor.tell(Message::World(World::Answered {
        run,
        result: Err(fault.clone()),
        journal: vec![],
    }));
    let sending = &tutor.app.player.as_ref().unwrap().bench.sending;
    assert_eq!(*sending, Sending::Failed(fault));
}

#[test]
fn undo_and_redo_walk_through_the_forms_and_leave_the_secret_alone() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    tutor.tell(Message::Build(Build::Set(
        Field::Audience,
        "https://a".into(),
    )));
    tutor.tell(Message::Build(Build::SetSecret(ClientSecret::new("typed"))));
    tutor.tell(Message::Build(Build::Set(
        Field::Scope,
        "read:reports".into(),
    )));
    tutor.play(Play::Undo);
    let draft = tutor.app.player.as_ref().unwrap().bench.draft.clone();
    assert_eq!(
        (draft.audience.as_str(), draft.scope.as_str()),
        ("https://a", "")
    );
    assert_eq!(draft.client_secret, Some(ClientSecret::new("typed")));
    tutor.play(Play::Undo);
    assert_eq!(tutor.app.player.as_ref().unwrap().bench.draft.audience, "");
    tutor.play(Play::Redo);
    tutor.play(Play::Redo);
    assert_eq!(
        tutor.app.player.as_ref().unwrap().bench.draft.scope,
        "read:reports"
    );
}

#[test]
fn undo_takes_back_what_was_typed_in_one_go_and_only_on_this_step() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::CreateApp));
    for name in ["N", "Ni", "Nig"] {
        tutor.tell(Message::Create(Create::Name(name.into())));
    }
    tutor.tell(Message::Go(Go::Stage(Stage::Act(ActionKind::Build))));
    for audience in ["h", "ht", "htt"] {
        tutor.tell(Message::Build(Build::Set(Field::Audience, audience.into())));
    }
    tutor.play(Play::Undo);
    let bench = &tutor.app.player.as_ref().unwrap().bench;
    assert_eq!(
        (bench.draft.audience.as_str(), bench.form.name.as_str()),
        ("", "Nig")
    );
    tutor.play(Play::Undo);
    assert_eq!(tutor.toast(), "Nothing to undo.");
    assert_eq!(tutor.app.player.as_ref().unwrap().bench.form.name, "Nig");
}

#[test]
fn undo_never_brings_back_the_id_of_an_app_that_is_gone() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::CreateApp));
    tutor.fill_form();
    let effects = tutor.tell(Message::Create(Create::Submit));
    tutor.registered(run_of(&effects));
    tutor.tell(Message::Go(Go::Stage(Stage::Act(ActionKind::Build))));
    tutor.tell(Message::Build(Build::Set(Field::ClientId, "typed".into())));
    tutor.tell(Message::Build(Build::Set(
        Field::Audience,
        "https://a".into(),
    )));
    tutor.tell(Message::Build(Build::FillFromApp));
    let id = |tutor: &Tutor| {
        tutor
            .app
            .player
            .as_ref()
            .unwrap()
            .bench
            .draft
            .client_id
            .clone()
    };
    let ours = id(&tutor);
    for _ in 0..5 {
        tutor.play(Play::Undo);
    }
    assert_eq!(id(&tutor), ours, "id and secret stay a pair");
    let audience = &tutor.app.player.as_ref().unwrap().bench.draft.audience;
    assert_eq!(audience, "", "the rest is taken back");
}

#[test]
fn an_app_without_a_secret_is_held_up_once_and_told_why() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::CreateApp));
    tutor.fill_form();
    tutor.tell(Message::Create(Create::Type(AppType::SinglePage)));
    let effects = tutor.tell(Message::Create(Create::Submit));
    tutor.tell(Message::World(World::Registered {
        run: run_of(&effects),
        client_id: ClientId("spa".into()),
        client_secret: None,
    }));
    assert!(tutor.toast().contains("no secret"), "{}", tutor.toast());
    tutor.play(Play::Next);
    assert_eq!(tutor.stage(), Stage::Act(ActionKind::CreateApp));
    assert!(
        tutor.toast().contains("Change its type"),
        "{}",
        tutor.toast()
    );
    tutor.play(Play::Next);
    assert_eq!(
        tutor.stage(),
        Stage::Act(ActionKind::Build),
        "a second press goes on"
    );
}

#[test]
fn a_step_that_lacks_something_says_so_and_one_more_press_skips_it() {
    let mut tutor = Tutor::new();
    tutor.tell(Message::Go(Go::Lesson(1)));
    tutor.tell(Message::Go(Go::Stage(Stage::Act(ActionKind::CreateApp))));
    tutor.play(Play::Next);
    assert_eq!(tutor.stage(), Stage::Act(ActionKind::CreateApp));
    assert!(
        tutor.toast().contains("Create the app first"),
        "{}",
        tutor.toast()
    );
    let effects = tutor.play(Play::Next);
    assert_eq!(tutor.stage(), Stage::Act(ActionKind::Build));
    let run = run_of(&effects);
    tutor.registered(run);
    assert!(
        tutor.app.player.as_ref().unwrap().bench.app.is_some(),
        "a skipped dashboard leaves an app to work with"
    );
}

#[test]
fn next_and_back_visit_every_step_and_stop_at_the_ends() {
    let mut tutor = Tutor::at(Stage::Goal);
    let lesson = tutor.app.player.as_ref().unwrap().lesson;
    let all = Stage::all(lesson);
    for stage in &all {
        assert_eq!(tutor.stage(), *stage);
        tutor.play(Play::Skip);
    }
    for stage in all.iter().rev() {
        assert_eq!(tutor.stage(), *stage);
        tutor.play(Play::Back);
    }
    assert_eq!(tutor.stage(), Stage::Goal);
}

#[test]
fn a_lesson_that_was_skipped_through_is_not_finished_and_says_what_is_left() {
    let mut tutor = Tutor::new();
    tutor.tell(Message::Go(Go::Lesson(1)));
    while tutor.stage() != Stage::Done {
        tutor.play(Play::Skip);
    }
    let player = tutor.app.player.as_ref().unwrap();
    assert!(player.deeds.is_empty() && !player.is_through());
    let kept = tutor.app.progress.lessons.values().next().unwrap();
    assert_eq!(kept.finished, 0);
}

#[test]
fn what_an_earlier_session_did_is_not_asked_for_again() {
    let mut progress = Progress::default();
    let kept = LessonProgress {
        stage: Stage::Break.name(),
        deeds: Deed::NEEDED.into(),
        ..LessonProgress::default()
    };
    progress.lessons.insert("first-token".into(), kept);
    let mut app = App::new(NOW, progress);
    app.update(NOW, Message::Go(Go::Lesson(1)));
    app.update(NOW, Message::Play(Play::Next));
    assert_eq!(app.player.as_ref().unwrap().stage, Stage::Quiz(0));
}

#[test]
fn a_guess_can_be_changed_before_the_event_and_not_after_it() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    let id = tutor.app.player.as_ref().unwrap().lesson.predict[1]
        .id
        .clone();
    let guess = |option| Play::Guess {
        id: id.clone(),
        option,
    };
    tutor.play(guess(1));
    tutor.play(Play::Sure {
        id: id.clone(),
        sureness: Sureness::Certain,
    });
    tutor.play(guess(0));
    assert_eq!(
        tutor.app.player.as_ref().unwrap().guesses[&id].sureness,
        Sureness::Certain
    );
    let run = run_of(&tutor.play(Play::Send));
    tutor.tell(answered(run, 200, r#"{"access_token":"a"}"#));
    tutor.play(guess(1));
    assert_eq!(tutor.app.player.as_ref().unwrap().guesses[&id].option, 0);
}

#[test]
fn the_first_answer_to_a_card_counts() {
    let mut tutor = Tutor::at(Stage::Quiz(0));
    tutor.play(Play::AnswerCard(1));
    tutor.play(Play::AnswerCard(0));
    tutor.play(Play::AnswerCard(99));
    assert_eq!(tutor.app.player.as_ref().unwrap().cards[&0], 1);
}

#[test]
fn nothing_wakes_the_loop_unless_something_on_the_screen_changes_by_itself() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    tutor.now = NOW.plus(60_000);
    tutor.tell(Message::Clock);
    assert_eq!(tutor.app.next_wake(), None);
    tutor.tell(Message::ToggleReveal);
    assert_eq!(tutor.app.next_wake(), Some(tutor.now.plus(10_000)));
    tutor.now = tutor.now.plus(10_000);
    tutor.tell(Message::Clock);
    assert!(!tutor.app.revealed(), "a reveal ends after ten seconds");
    assert_eq!(tutor.app.next_wake(), None);
}

#[test]
fn a_reveal_ends_when_the_learner_goes_elsewhere() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    tutor.tell(Message::ToggleReveal);
    assert!(tutor.app.revealed());
    tutor.play(Play::Back);
    assert!(!tutor.app.revealed());
}

#[test]
fn hints_open_one_by_one_and_end_with_the_solution() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    for open in 1..=4 {
        tutor.play(Play::Hint);
        assert_eq!(tutor.app.player.as_ref().unwrap().hints_open(), open);
    }
    tutor.play(Play::Hint);
    assert_eq!(tutor.app.player.as_ref().unwrap().hints_open(), 4);
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
        app.update(NOW, Message::Go(Go::Restart(1)));
        let player = app.player.as_ref().unwrap();
        assert_eq!(player.fading, fading);
        assert_eq!(
            player.bench.draft.grant_type.is_empty(),
            fading == Fading::Blank
        );
    }
}

#[test]
fn going_home_and_back_finds_the_lesson_as_it_was() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    tutor.tell(Message::Build(Build::Set(
        Field::Scope,
        "read:reports".into(),
    )));
    tutor.tell(Message::Go(Go::Home));
    assert_eq!(tutor.app.page, Page::Home);
    tutor.tell(Message::Go(Go::Lesson(1)));
    let player = tutor.app.player.as_ref().unwrap();
    assert_eq!(
        (player.stage, player.bench.draft.scope.as_str()),
        (Stage::Act(ActionKind::Build), "read:reports")
    );
}

#[test]
fn typing_does_not_save_at_every_key_but_the_next_step_does() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    assert!(
        tutor
            .tell(Message::Build(Build::Set(Field::Scope, "r".into())))
            .is_empty()
    );
    let effects = tutor.play(Play::Back);
    let saved = effects.iter().find_map(|effect| match effect {
        Effect::Save(progress) => Some(progress.lessons["first-token"].scope.clone()),
        _ => None,
    });
    assert_eq!(saved.as_deref(), Some("r"));
}

#[test]
fn the_masked_curl_holds_no_secret_and_the_practice_curl_says_that_it_does() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    let secret = "s".repeat(64);
    let mut copied = |what| match tutor.tell(Message::Copy(what)).pop() {
        Some(Effect::Copy { label, text }) => (label, text.expose_secret().to_owned()),
        other => panic!("{other:?}"),
    };
    let (_, masked) = copied(CopyWhat::CurlMasked);
    assert!(!masked.contains("ssss"), "{masked}");
    let (label, whole) = copied(CopyWhat::CurlPractice);
    assert!(
        whole.contains(&secret) && label.contains("secret inside"),
        "{label}"
    );
}

#[test]
fn what_is_worth_a_look_before_sending_is_said() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    let mut check = |field, text: &str| {
        tutor.tell(Message::Build(Build::Set(field, text.into())));
        let draft = &tutor.app.player.as_ref().unwrap().bench.draft;
        draft.preflight(tutor.app.tenant.facts())
    };
    assert_eq!(check(Field::Scope, "read:reports"), [Preflight::NoAudience]);
    assert_eq!(
        check(Field::Audience, "https://api.reports.example"),
        [Preflight::Clear]
    );
    assert_eq!(
        check(Field::Audience, "https://api.reports.example/"),
        [Preflight::UnknownAudience]
    );
    assert!(check(Field::ClientId, "{YOUR_CLIENT_ID}").contains(&Preflight::Braces));
    assert!(check(Field::ClientId, "abc ").contains(&Preflight::TrailingBlank));
    assert!(check(Field::GrantType, "").contains(&Preflight::NoGrantType));
}

#[test]
fn a_desk_judges_whatever_lies_on_it() {
    let mut tutor = Tutor::new();
    tutor.tell(Message::Go(Go::Checker));
    tutor.tell(Message::Desk(Desk::Text(
        r#"{"access_token":"opaque"}"#.into(),
    )));
    let report = tutor.app.checker.report.as_ref().unwrap();
    assert!(
        report
            .findings
            .iter()
            .any(|finding| finding.rule.id() == "reply.token_type.missing")
    );
    tutor.tell(Message::Desk(Desk::Clear));
    assert!(tutor.app.checker.report.is_none());
}

#[test]
fn a_desk_fetches_keys_from_the_practice_tenant_and_from_nobody_else() {
    let mut tutor = Tutor::new();
    tutor.tell(Message::Go(Go::Decoder));
    // {"alg":"RS256"} . {"iss":"https://elsewhere.example/"} . signature
    let foreign = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2Vsc2V3aGVyZS5leGFtcGxlLyJ9.c2ln";
    tutor.tell(Message::Desk(Desk::Text(foreign.into())));
    assert!(
        tutor.tell(Message::Desk(Desk::Verify)).is_empty(),
        "nothing is sent to a host that the paste names"
    );
}

#[test]
fn a_broken_secret_differs_in_one_character_and_the_right_one_stays() {
    let mut tutor = Tutor::at(Stage::Break);
    tutor.play(Play::FlipSecret);
    let player = tutor.app.player.as_ref().unwrap();
    let right = player
        .bench
        .app
        .as_ref()
        .unwrap()
        .client_secret
        .clone()
        .unwrap();
    let broken = player.experiment.broken.clone().unwrap();
    let differing = right
        .expose()
        .chars()
        .zip(broken.secret.expose().chars())
        .filter(|(a, b)| a != b)
        .count();
    assert_eq!(differing, 1);
    assert_eq!(player.bench.draft.client_secret.as_ref(), Some(&right));
}

const DAMAGED: &str =
    "{ “access_token”: \"abc.def\", 'token_type': \"Bearer\", \"expires_in\": 3600 }";

fn at_checker(text: &str) -> Tutor {
    let mut tutor = Tutor::new();
    tutor.tell(Message::Go(Go::Checker));
    tutor.tell(Message::Desk(Desk::Text(text.into())));
    tutor
}

fn rules(tutor: &Tutor) -> Vec<&'static str> {
    let report = tutor.app.checker.report.as_ref().unwrap();
    let findings = report.findings.iter();
    findings.map(|finding| finding.rule.id()).collect()
}

#[test]
fn a_repair_that_is_taken_back_is_judged_as_it_stands_and_another_text_forgets_it() {
    let mut tutor = at_checker(DAMAGED);
    assert_eq!(
        tutor.app.checker.repairs(),
        ["paste.smart-quotes", "paste.single-quotes"]
    );
    tutor.tell(Message::Desk(Desk::ToggleRepairs));
    assert!(rules(&tutor).contains(&"json.syntax"));
    assert!(tutor.app.checker.repaired.is_empty());
    tutor.tell(Message::Desk(Desk::ToggleRepairs));
    assert!(!rules(&tutor).contains(&"json.syntax"));
    tutor.tell(Message::Desk(Desk::ToggleRepair("paste.smart-quotes")));
    tutor.tell(Message::Desk(Desk::Text("{\"error\":\"x\"}".into())));
    assert!(tutor.app.checker.undone.is_empty());
    tutor.tell(Message::Desk(Desk::ToggleRepairs));
    assert_eq!(tutor.toast(), "Nothing was repaired here.");
}

#[test]
fn what_is_wanted_stays_when_another_text_comes() {
    let mut tutor = at_checker(DAMAGED);
    tutor.tell(Message::Desk(Desk::ToggleStrict));
    tutor.tell(Message::Desk(Desk::Target(
        Target::Scope,
        "  read:all  ".into(),
    )));
    tutor.tell(Message::Desk(Desk::Text("{}".into())));
    assert!(tutor.app.checker.wanted.strict);
    assert_eq!(tutor.app.checker.wanted.scope, "read:all");
    tutor.tell(Message::Desk(Desk::ClearTarget));
    assert!(tutor.app.checker.wanted.strict && !tutor.app.checker.wanted.has_target());
}

#[test]
fn asking_the_api_is_a_question_that_can_be_given_up_and_whose_late_answer_is_dropped() {
    let mut tutor = at_checker("eyJhbGciOiJub25lIn0.e30.");
    let effects = tutor.tell(Message::Desk(Desk::AskApi));
    let run = run_of(&effects);
    assert!(tutor.app.busy());
    tutor.tell(Message::Cancel);
    assert!(!tutor.app.busy());
    tutor.tell(Message::World(World::Answered {
        run,
        result: Ok(answer(401, "{}")),
        journal: vec![],
    }));
    assert!(tutor.app.checker.call.last.is_none());
}

#[test]
fn a_file_that_comes_late_lands_on_the_desk_that_asked_for_it() {
    let mut tutor = at_checker("old");
    let run = run_of(&tutor.tell(Message::Desk(Desk::Open("new.json".into()))));
    tutor.tell(Message::Go(Go::Decoder));
    let pasted = Pasted {
        text: "{\"error\":\"invalid_client\"}".into(),
        utf16: true,
    };
    tutor.tell(Message::World(World::FileRead {
        run,
        result: Ok(pasted),
    }));
    assert!(tutor.app.decoder.report.is_none());
    assert!(rules(&tutor).contains(&"paste.utf16"));
    tutor.tell(Message::World(World::FileRead {
        run,
        result: Err("late".into()),
    }));
    assert!(!tutor.toast().contains("late"));
}

#[test]
fn nothing_on_a_desk_prints_itself() {
    let mut tutor = at_checker("{\"access_token\":\"very.secret.token\"}");
    tutor.tell(Message::Go(Go::Decoder));
    tutor.tell(Message::Desk(Desk::Text("very.secret.token".into())));
    tutor.tell(Message::Desk(Desk::Keys(GivenKeys::new("very secret"))));
    let keys = Desk::Keys(GivenKeys::new("very secret"));
    let printed = format!("{:?} {keys:?}", tutor.app);
    assert!(!printed.contains("very"), "{printed}");
}

/// The method that an effect sets, and the question's number.
fn setting(effects: &[Effect]) -> Option<(RunId, ClientAuth)> {
    effects.iter().find_map(|effect| match effect {
        Effect::SetMethod { run, method, .. } => Some((*run, *method)),
        _ => None,
    })
}

#[test]
fn another_method_is_set_at_the_tenant_before_anything_is_sent() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    let effects = tutor.tell(Message::Build(Build::Method(ClientAuth::Basic)));
    let (run, method) = setting(&effects).expect("the tenant is told");
    assert_eq!(method, ClientAuth::Basic);
    let early = tutor.play(Play::Send);
    let sent = |effects: &[Effect]| {
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Send { .. }))
    };
    assert!(!sent(&early), "the tenant does not know yet");
    let effects = tutor.tell(Message::World(World::MethodSet {
        run,
        result: Ok(()),
    }));
    assert!(tutor.toast().contains("client_secret_basic"));
    assert!(sent(&effects), "it goes out once the tenant knows");
}

#[test]
fn undo_reset_and_the_experiment_put_the_method_back() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    let answer = |tutor: &mut Tutor, message| {
        let set = setting(&tutor.tell(message))?;
        tutor.tell(Message::World(World::MethodSet {
            run: set.0,
            result: Ok(()),
        }));
        Some(set.1)
    };
    let basic = || Message::Build(Build::Method(ClientAuth::Basic));
    let (post, set) = (Some(ClientAuth::Post), Some(ClientAuth::Basic));
    assert_eq!(answer(&mut tutor, basic()), set);
    assert_eq!(answer(&mut tutor, Message::Play(Play::Undo)), post);
    assert_eq!(answer(&mut tutor, Message::Play(Play::Redo)), set);
    assert_eq!(answer(&mut tutor, Message::Play(Play::ResetStep)), post);
    assert_eq!(answer(&mut tutor, basic()), set);
    assert_eq!(
        answer(&mut tutor, Message::Go(Go::Stage(Stage::Break))),
        post
    );
    let back = Message::Go(Go::Stage(Stage::Act(ActionKind::Build)));
    assert_eq!(answer(&mut tutor, back), set);
}

#[test]
fn a_method_that_could_not_be_set_is_taken_back_and_said() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    let effects = tutor.tell(Message::Build(Build::Method(ClientAuth::Basic)));
    let (run, _) = setting(&effects).unwrap();
    let effects = tutor.tell(Message::World(World::MethodSet {
        run,
        result: Err("no app".into()),
    }));
    assert_eq!(setting(&effects), None);
    assert!(tutor.toast().contains("no app"));
    let draft = &tutor.app.player.as_ref().unwrap().bench.draft;
    assert_eq!(draft.auth, ClientAuth::Post);
}

/// Whom an effect signs for, and the question's number.
fn signing(effects: &[Effect]) -> Option<(RunId, &str)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Sign { run, client_id, .. } => Some((*run, client_id.as_str())),
        _ => None,
    })
}

fn assertion() -> SignedJwt {
    let claims = Claims {
        client_id: "any",
        audience: "any",
        issued_at: NOW.seconds(),
        lifetime: 60,
        jti: "once",
    };
    let secret = ClientSecret::new("s".repeat(64));
    let signer = Signer::Secret {
        secret: &secret,
        hash: Hash::Sha256,
    };
    sign(&signer, &claims).unwrap()
}

#[test]
fn an_assertion_is_signed_anew_when_it_was_sent_when_it_is_old_and_for_another_client() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    let signed = |run| {
        Message::World(World::Signed {
            run,
            result: Ok(assertion()),
        })
    };
    let effects = tutor.tell(Message::Build(Build::Method(ClientAuth::PrivateKeyJwt)));
    let (method, _) = setting(&effects).expect("the tenant gets the public key");
    let (run, _) = signing(&effects).expect("the first");
    tutor.tell(Message::World(World::MethodSet {
        run: method,
        result: Ok(()),
    }));
    assert_eq!(signing(&tutor.tell(signed(run))), None, "it is there");

    let effects = tutor.play(Play::Send);
    let (run, _) = signing(&effects).expect("one for the next request");
    tutor.tell(signed(run));

    tutor.tell(Message::Go(Go::Stage(Stage::Act(ActionKind::Build))));
    tutor.now = UnixMillis(NOW.0 + 60_000);
    let effects = tutor.play(Play::Send);
    let (run, _) = signing(&effects).expect("the old one would be refused");
    let goes_out = |effects: &[Effect]| {
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Send { .. }))
    };
    assert!(!goes_out(&effects));
    let effects = tutor.tell(signed(run));
    assert!(goes_out(&effects), "it goes out with the new one");
    let (run, _) = signing(&effects).expect("and the next is made");
    tutor.tell(signed(run));

    tutor.tell(Message::Go(Go::Stage(Stage::Act(ActionKind::Build))));
    let other = Build::Set(Field::ClientId, "other".into());
    let effects = tutor.tell(Message::Build(other));
    assert_eq!(signing(&effects).map(|(_, id)| id), Some("other"));
}

#[test]
fn without_a_key_the_request_goes_back_to_the_secret() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    let effects = tutor.tell(Message::Build(Build::Method(ClientAuth::PrivateKeyJwt)));
    let (run, _) = signing(&effects).unwrap();
    tutor.tell(Message::World(World::Signed {
        run,
        result: Err("no key".into()),
    }));
    assert!(tutor.toast().contains("no key"));
    let draft = &tutor.app.player.as_ref().unwrap().bench.draft;
    assert_eq!(draft.auth, ClientAuth::Post);
}

/// The number of the question for a proof, and the nonce in it.
fn proving(effects: &[Effect]) -> Option<(RunId, Option<&str>)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Prove { run, nonce, .. } => Some((*run, nonce.as_deref())),
        _ => None,
    })
}

#[test]
fn a_demand_for_a_nonce_is_followed_once_as_a_second_exchange() {
    let mut tutor = Tutor::at(Stage::Act(ActionKind::Build));
    let proved = |run| {
        Message::World(World::Proved {
            run,
            result: Ok(assertion()),
        })
    };
    let effects = tutor.tell(Message::Build(Build::Bound(true)));
    let (proof, nonce) = proving(&effects).expect("a proof");
    assert_eq!(nonce, None);
    tutor.tell(proved(proof));
    let demand = |run| {
        let mut answer = answer(400, r#"{"error":"use_dpop_nonce"}"#);
        let header = ("DPoP-Nonce".into(), "n-1".into());
        answer.reply.headers.push(header);
        Message::World(World::Answered {
            run,
            result: Ok(answer),
            journal: vec![],
        })
    };
    let sending = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::Send { run, .. } => Some(*run),
            _ => None,
        })
    };
    let effects = tutor.play(Play::Send);
    let first = sending(&effects).expect("the first request");
    let (proof, _) = proving(&effects).expect("one for the next");
    tutor.tell(proved(proof));
    let effects = tutor.tell(demand(first));
    let (proof, nonce) = proving(&effects).expect("one with the nonce");
    assert_eq!(nonce, Some("n-1"));
    let effects = tutor.tell(proved(proof));
    let second = sending(&effects).expect("the request goes out again");
    let (proof, _) = proving(&effects).unwrap();
    tutor.tell(proved(proof));
    let effects = tutor.tell(demand(second));
    assert_eq!(sending(&effects), None, "a second demand is an answer");
    assert_eq!(tutor.app.player.as_ref().unwrap().bench.runs.len(), 2);
}
