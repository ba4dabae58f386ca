//! Lessons at a tenant of one's own: played to their end against a server of another process, in both forms; what only practice can
//! show says so, and what cannot be seen there is not asked for.

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use oauth_tutor::app::desk::Target;
use oauth_tutor::app::message::{Build, Desk, Go, Message, Play};
use oauth_tutor::app::own::Own;
use oauth_tutor::app::spot::{Scene, Spot};
use oauth_tutor::app::verdict::Verdict;
use oauth_tutor::lesson::course;
use oauth_tutor::lesson::model::{Lesson, Round, Stage};
use oauth_tutor::lesson::target::TargetName;
use oauth_tutor::oauth::request::Field;
use rstest::rstest;

use crate::own::foreign_at;
use crate::player::Tutor;
use crate::servers::{PROGRAM, Servers};

/// The tutor with that lesson open at that tenant.
fn at(lesson: &'static str, own: Own) -> Tutor {
    let mut tutor = Tutor::at_own(course().extra(Round::Own).unwrap(), own);
    tutor.tell(Message::Go(Go::AtOwn(lesson)));
    let player = tutor.player();
    assert_eq!(
        (player.lesson.id.as_str(), player.target),
        (lesson, TargetName::Own)
    );
    tutor
}

/// The tenant of `servers` that fits the lesson: Auth0 for the first two, Okta's custom server for the third.
fn fitting(lesson: &str, servers: &Servers) -> Own {
    if lesson != "basic-and-scopes" {
        return foreign_at(&servers.tenants[1], "client_secret_post");
    }
    let mut own = foreign_at(&servers.tenants[2], "client_secret_basic");
    own.facts.apis[0].identifier = "api://default".into();
    own
}

#[rstest]
fn a_lesson_is_played_to_its_end(
    #[values("first-token", "audience", "basic-and-scopes")] lesson: &'static str,
) {
    let servers = Servers::start();
    let mut tutor = at(lesson, fitting(lesson, &servers));
    let there = tutor.player().lesson;
    let mut passed = Vec::new();
    for (index, step) in there.steps.iter().enumerate() {
        tutor.tell(Message::Go(Go::Spot(Spot::of_step(index))));
        if step.only.is_some() {
            assert_eq!(tutor.player().scene(), Scene::Practice, "{}", step.id);
            passed.push(step.id.as_str());
            let at = tutor.player().at;
            tutor.tell(Message::Play(Play::Next));
            assert_ne!(tutor.player().at, at, "{} asks for something", step.id);
            continue;
        }
        tutor.plays(&step.solve);
        let reached = &tutor.player().reached;
        let is_done = step.goals.is_empty() || reached.contains(&step.id);
        assert!(is_done, "{} of {reached:?}", step.id);
    }
    let only: &[&str] = match lesson {
        "first-token" => &["create-app", "break"],
        "audience" => &[
            "create-app",
            "settings",
            "default",
            "organization",
            "deny",
            "break",
        ],
        _ => &["create-app", "general", "scope", "break"],
    };
    assert_eq!(passed, only);
    let player = tutor.player();
    assert_eq!((player.scene(), player.open_count()), (Scene::Done, 0));
    for ask in there.steps_of(Stage::Predict).flat_map(|step| &step.asks) {
        let verdict = tutor.app.verdict(ask).unwrap();
        // What another API says, and what a setting of the tenant brings, is measured at practice alone.
        let is_unseen = ["l2-empty", "l2-wrong-api"].contains(&ask.id.as_str());
        let is_right = matches!(verdict, Verdict::Right(..));
        assert_ne!(is_right, is_unseen, "{}: {verdict:?}", ask.id);
        assert!(!matches!(verdict, Verdict::Wrong(..)), "{}", ask.id);
    }
    let lines = &there.done.summary;
    assert!(lines.iter().all(|line| player.reached.contains(&line.step)));
    assert!(
        tutor.app.progress.lessons.is_empty(),
        "nothing of it is kept"
    );
}

#[test]
fn what_cannot_be_seen_there_is_not_asked_for_and_says_so() {
    let servers = Servers::start();
    let mut own = foreign_at(&servers.tenants[1], "client_secret_post");
    own.has_keys = false;
    own.facts.apis.clear();
    let mut tutor = at("first-token", own);
    for step in ["build", "send"] {
        tutor.goes_to(step);
        let moves = &tutor.player().step().solve;
        tutor.plays(moves);
    }
    tutor.goes_to("read");
    let player = tutor.player();
    let boxes = player.step().ticks.iter().enumerate();
    let unseen = boxes.filter(|(at, _)| player.is_unseen(*at));
    let unseen: Vec<&str> = unseen.map(|(_, tick)| tick.text.as_str()).collect();
    assert_eq!(
        unseen,
        [
            "Verify it with the issuer's published keys",
            "Call the API of your target with it",
            "Call it without, and read the refusal",
        ]
    );
    assert_eq!(player.open_goal(), None);
    // What nobody saw is no deed either, and nothing that is still to do.
    assert!(!player.reached.contains("read") && player.is_unseen_step("read"));
    assert!(!player.is_unseen_step("check"));
    let at = player.at;
    tutor.tell(Message::Play(Play::Next));
    assert_ne!(tutor.player().at, at);
}

/// Nobody made an app there, and whose record a server keeps is its own affair.
#[test]
fn no_lesson_there_speaks_of_what_only_practice_has() {
    let round = course().extra(Round::Own).unwrap();
    let there = course().lessons.iter();
    let there = there.filter_map(|lesson| lesson.at_own(round));
    let mut count = 0;
    for lesson in there {
        for step in lesson.steps.iter().filter(|step| step.only.is_none()) {
            let asks: Vec<String> = step.asks.iter().map(|ask| ask.now.clone()).collect();
            let said = [
                step.task.clone(),
                step.intro.clone(),
                step.solution.clone(),
                format!("{:?}", step.hints),
                asks.join(" "),
            ];
            let said = said.join(" ");
            for practice in [
                "server's view",
                "that you made",
                "this tenant",
                "practice curl",
            ] {
                let place = (&lesson.id, &step.id);
                assert!(!said.contains(practice), "{place:?}: {practice} in {said}");
            }
            count += 1;
        }
    }
    assert!(count > 10);
}

#[test]
fn from_what_only_practice_shows_a_key_leads_there() {
    let servers = Servers::start();
    let mut tutor = at(
        "first-token",
        foreign_at(&servers.tenants[1], "client_secret_post"),
    );
    tutor.goes_to("break");
    let at = tutor.player().at;
    tutor.tell(Message::Go(Go::AtPractice("first-token", at)));
    let player = tutor.player();
    assert_eq!((player.target, player.at), (TargetName::Auth0, at));
    assert!(tutor.app.facts().is_some_and(|facts| !facts.is_own()));
    let run = player
        .bench
        .latest()
        .expect("the tutor got a token on the way");
    assert_eq!(run.answer.reply.status, 200);
    // And back, from the start.
    tutor.tell(Message::Go(Go::AtOwn("first-token")));
    assert_eq!(tutor.player().at, Spot::default());
    assert!(tutor.app.at_own_tenant());
    // What was done there is kept nowhere, so that it is asked for first.
    tutor.goes_to("build");
    tutor.tell(Message::Play(Play::Send));
    tutor.tell(Message::Go(Go::AtPractice("first-token", at)));
    assert!(tutor.app.asks_first() && tutor.app.at_own_tenant());
    tutor.tell(Message::Go(Go::PutAway));
    assert!(!tutor.app.at_own_tenant());
}

/// Each reply of one's own is compared with the scope that its own request asked for, until the learner says with what.
#[test]
fn a_reply_of_ones_own_is_compared_with_what_its_request_asked_for() {
    let servers = Servers::start();
    let own = foreign_at(&servers.tenants[1], "client_secret_post");
    let mut tutor = at("first-token", own);
    let compared = |tutor: &Tutor| tutor.player().bench.desk.wanted.clone();
    for scope in ["read:reports", ""] {
        tutor.goes_to("build");
        tutor.tell(Message::Build(Build::Set(Field::Scope, scope.to_owned())));
        tutor.tell(Message::Play(Play::Send));
        tutor.goes_to("check");
        tutor.tell(Message::Desk(Desk::TakeOwnReply));
        assert_eq!(compared(&tutor).scope, scope);
        assert!(compared(&tutor).kept.is_some());
        // Emptied, the desk has still heard nothing from the learner.
        tutor.tell(Message::Desk(Desk::Clear));
    }
    let said = "https://another.example".to_owned();
    tutor.tell(Message::Desk(Desk::Target(Target::Issuer, said.clone())));
    tutor.goes_to("send");
    tutor.tell(Message::Play(Play::Send));
    tutor.goes_to("check");
    tutor.tell(Message::Desk(Desk::TakeOwnReply));
    assert_eq!(compared(&tutor).issuer, said);
}

#[test]
fn a_jump_sends_nothing_to_a_tenant_of_ones_own() {
    let servers = Servers::start();
    let own = foreign_at(&servers.tenants[1], "client_secret_post");
    let mut tutor = at("first-token", own);
    tutor.goes_to("read");
    assert!(tutor.player().bench.runs.is_empty());
    let said = &tutor.app.toast.as_ref().unwrap().text;
    assert!(said.contains("only you send"), "{said}");
}

#[test]
fn a_lesson_that_needs_practice_is_not_opened_there() {
    let servers = Servers::start();
    let mut tutor = at(
        "first-token",
        foreign_at(&servers.tenants[1], "client_secret_post"),
    );
    tutor.tell(Message::Go(Go::AtOwn("automate")));
    assert_eq!(tutor.player().lesson.id, "first-token");
    let said = &tutor.app.toast.as_ref().unwrap().text;
    assert!(said.contains("not played at your own tenant"), "{said}");
}

/// A tutor between two pipes, and what was heard last.
struct Piped {
    child: Child,
    keys: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    heard: Vec<String>,
}

impl Piped {
    fn start(home: &Path, words: &[&str]) -> Self {
        let mut child = program(home)
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (keys, out) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let lines = BufReader::new(out).lines();
        let mut piped = Self {
            child,
            keys,
            lines,
            heard: Vec::new(),
        };
        piped.hear();
        piped
    }

    /// Hears everything up to the end of a menu.
    fn hear(&mut self) {
        let all = self.lines.by_ref().map(Result::unwrap);
        self.heard = all
            .take_while(|line| !line.starts_with("Type a number"))
            .collect();
    }

    /// Chooses by some of its words, the newest menu's first.
    #[track_caller]
    fn choose(&mut self, words: &str) {
        self.picks(words);
        self.hear();
    }

    /// Chooses what asks for a line, and types it.
    #[track_caller]
    fn types(&mut self, words: &str, line: &str) {
        self.picks(words);
        writeln!(self.keys, "{line}").unwrap();
        self.hear();
    }

    #[track_caller]
    fn picks(&mut self, words: &str) {
        let offered = self.heard.iter().rev().find_map(|line| {
            let (number, label) = line.split_once(". ")?;
            let is_it = number.parse::<u32>().is_ok() && label.contains(words);
            is_it.then(|| number.to_owned())
        });
        let number = offered.unwrap_or_else(|| panic!("no {words:?} in {:#?}", self.heard));
        writeln!(self.keys, "{number}").unwrap();
    }

    #[track_caller]
    fn heard(&self, words: &str) {
        let said = self.heard.join("\n");
        assert!(said.contains(words), "{words:?} was not said: {said}");
    }
}

impl Drop for Piped {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program(home: &Path) -> Command {
    let mut program = Command::new(PROGRAM);
    program
        .env("XDG_CONFIG_HOME", home)
        .env("XDG_STATE_HOME", home)
        .env("HOME", home)
        .env_remove("OAUTH_TUTOR_CLIENT_SECRET")
        .stderr(Stdio::null());
    program
}

/// Keeps it as the target `mine`, its secret in a file of its own.
fn keeps(home: &Path, own: &Own, more: &[&str]) {
    let secret = home.join("secret");
    std::fs::write(&secret, own.proof.secret().unwrap().expose()).unwrap();
    let mut add = program(home);
    add.args(["targets", "add", "mine", "--issuer", &own.facts.issuer])
        .args(["--client-id", &own.client_id])
        .args(["--api", own.facts.apis[0].url.as_str()])
        .args(more)
        .args(["--secret-command", "cat"])
        .arg(&secret);
    assert!(add.status().unwrap().success());
}

/// Answers the predictions with these options, from the goal page on.
fn predicts(tutor: &mut Piped, lesson: &Lesson, picked: &[usize]) {
    tutor.choose("begin");
    let there = lesson.at_own(course().extra(Round::Own).unwrap()).unwrap();
    let asks = there.steps_of(Stage::Predict).flat_map(|step| &step.asks);
    for (ask, option) in asks.zip(picked) {
        tutor.choose(&format!("I say: {}", ask.options[*option].text));
        tutor.choose("certain");
        tutor.choose("next step");
    }
}

fn answers_the_quiz(tutor: &mut Piped, lesson: &Lesson) {
    for card in lesson.steps_of(Stage::Quiz).flat_map(|step| &step.asks) {
        match card.options.iter().find(|option| option.right) {
            Some(right) => tutor.choose(&right.text),
            None => tutor.types("type the answer", &card.accepts[0]),
        }
        tutor.choose("next step");
    }
}

const ONLY: &str = "Only practice can show this step";

#[test]
fn lesson_1_line_by_line_from_the_command_to_its_end() {
    let (servers, home) = (Servers::start(), tempfile::tempdir().unwrap());
    let own = foreign_at(&servers.tenants[1], "client_secret_post");
    keeps(
        home.path(),
        &own,
        &["--auth", "post", "--audience", &own.audience],
    );
    let words = ["learn", "first-token", "--target", "mine", "--linear"];
    let mut tutor = Piped::start(home.path(), &words);
    let lesson = course().find("first-token").unwrap();
    predicts(&mut tutor, lesson, &[0, 0]);
    tutor.heard(ONLY);
    tutor.choose("next step");
    tutor.heard("Build the request");
    tutor.choose("send the request");
    tutor.heard("Result: 200 OK");
    tutor.heard("Only a practice tenant shows what it checked.");
    tutor.choose("next step");
    tutor.choose("verify the token");
    tutor.heard("Trust: passed.");
    tutor.choose("call the API without a token");
    tutor.choose("call the API with the token");
    tutor.heard("Result: 200 OK");
    tutor.choose("next step");
    tutor.choose("take the reply of your own exchange");
    tutor.choose("next step");
    tutor.choose("next step");
    tutor.heard(ONLY);
    tutor.choose("next step");
    answers_the_quiz(&mut tutor, lesson);
    for words in [
        "Quiz: 5 of 5 right.",
        "2 of 2 came out",
        "oauth-tutor token --target",
    ] {
        tutor.heard(words);
    }
    assert!(!tutor.heard.iter().any(|line| line.contains("Still to do")));
}

#[test]
fn lesson_3_line_by_line_from_the_command_to_its_end() {
    let (servers, home) = (Servers::start(), tempfile::tempdir().unwrap());
    let own = foreign_at(&servers.tenants[2], "client_secret_basic");
    let more = ["--auth", "basic", "--scope", &own.scope];
    keeps(home.path(), &own, &more);
    let words = ["learn", "3", "--target", "mine", "--linear"];
    let mut tutor = Piped::start(home.path(), &words);
    let lesson = course().find("3").unwrap();
    predicts(&mut tutor, lesson, &[1]);
    for _ in 0..3 {
        tutor.heard(ONLY);
        tutor.choose("next step");
    }
    tutor.choose("send the request");
    tutor.heard("Result: 200 OK");
    tutor.choose("next step");
    tutor.choose("verify the token");
    tutor.heard("Trust: passed.");
    tutor.choose("next step");
    tutor.choose("call the API of your target without a token");
    tutor.choose("call the API of your target with the token");
    tutor.heard("Result: 200 OK");
    tutor.choose("next step");
    // The app is set to Basic, and by the other method it is refused, as it says.
    for (place, status) in [
        ("in the body", "401"),
        ("in the Authorization header", "200"),
    ] {
        tutor.choose("change a field");
        tutor.choose(&format!("prove who you are by id and secret {place}"));
        tutor.choose("back");
        tutor.choose("send the request");
        tutor.heard(&format!("Result: {status}"));
        if status == "401" {
            tutor.choose("more");
            tutor.choose("step back");
        }
    }
    tutor.choose("next step");
    tutor.choose("next step");
    tutor.heard(ONLY);
    tutor.choose("next step");
    answers_the_quiz(&mut tutor, lesson);
    tutor.heard("Quiz: 6 of 6 right.");
    // What Okta writes into aud and sub is not asked at another server.
    tutor.heard("1 of 1 came out");
    assert!(!tutor.heard.iter().any(|line| line.contains("Still to do")));
}
