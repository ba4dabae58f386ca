//! Every lesson is played by its own solution against the practice tenants that it names: every goal is reached, every prediction
//! measured, every experiment comes out as the lesson says, and everything that was broken is put back.

use crate::player::Tutor;
use oauth_tutor::app::exchange;
use oauth_tutor::app::fact::{Evidence, Truth};
use oauth_tutor::app::message::{Create, FlowPlay, Message, Play};
use oauth_tutor::app::spot::{Scene, Spot};
use oauth_tutor::app::tenant::Rule;
use oauth_tutor::app::token::Verifying;
use oauth_tutor::app::verdict::Verdict;
use oauth_tutor::flow::{Place, Value};
use oauth_tutor::lesson::bench::Bench;
use oauth_tutor::lesson::change::{Bearing, Change, Move};
use oauth_tutor::lesson::lint::lint;
use oauth_tutor::lesson::model::Round;
use oauth_tutor::lesson::model::{Ask, AskKind, Lesson, Stage, Step};
use oauth_tutor::lesson::{Course, course};
use oauth_tutor::oauth::jwt::ladder::Footing;
use oauth_tutor::oauth::jwt::signature::Trust;
use oauth_tutor::oauth::wire::Secrets;

fn lessons() -> impl Iterator<Item = &'static Lesson> {
    let solved = |round: &&Lesson| !matches!(round.kind, Round::Own | Round::Sandbox);
    course().all().filter(solved)
}

/// A lesson about a made-up API, written by somebody who had the program and `assets/README.md` alone.
fn parcels() -> (&'static Course, &'static Lesson) {
    let text = include_str!("../fixtures/parcels/lessons/01-parcels.toml");
    let course = Course::from_files([("lessons", "01-parcels.toml", text)]);
    let course = Box::leak(Box::new(course.expect("a course")));
    let lesson = course.lesson("parcels").expect("its lesson");
    (course, lesson)
}

/// Goes to a page of the lesson, as the jump list does.
pub(crate) fn goes(tutor: &mut Tutor, step: usize, ask: usize) {
    tutor.tell(Message::Go(oauth_tutor::app::message::Go::Spot(Spot {
        step,
        ask,
    })));
}

/// Plays the steps in their order, and says what is not as it should be.
fn played(lesson: &'static Lesson) -> (Tutor, Vec<String>) {
    played_by(Tutor::at(lesson), lesson)
}

fn played_by(mut tutor: Tutor, lesson: &'static Lesson) -> (Tutor, Vec<String>) {
    let mut faults = Vec::new();
    for (at, step) in lesson.steps.iter().enumerate() {
        goes(&mut tutor, at, 0);
        let told = format!("{}, step {}", lesson.id, step.id);
        tutor.plays(&step.solve);
        let player = tutor.player();
        if player.at.step != at && step.solve.is_empty() {
            faults.push(format!("{told}: is at {:?}", player.at));
        }
        // A solution that sends may lead on to the step that shows the answer.
        if !step.goals.is_empty() && !player.reached.contains(&step.id) {
            faults.push(format!("{told}: not reached: {:?}", player.open_goal()));
        }
        // Whoever does all that the step asks finds every box of its list ticked.
        if let Some(left) = player.open_tick().filter(|_| player.at.step == at) {
            faults.push(format!("{told}: not ticked: {left}"));
        }
    }
    (tutor, faults)
}

#[test]
fn every_step_of_every_lesson_is_solved_by_its_solution() {
    for lesson in lessons() {
        let (_tutor, faults) = played(lesson);
        assert_eq!(faults, Vec::<String>::new());
    }
}

#[test]
fn a_lesson_of_somebody_elses_is_played_to_its_end() {
    let (course, lesson) = parcels();
    assert_eq!(lint(lesson, course), []);
    let (mut tutor, faults) = played_by(Tutor::in_course(course, lesson), lesson);
    assert_eq!(faults, Vec::<String>::new());
    let mut steps = lesson.steps.iter();
    let at = steps.position(|step| step.stage == Stage::Break);
    goes(&mut tutor, at.expect("a break step"), 0);
    for (number, experiment) in lesson
        .steps_of(Stage::Break)
        .flat_map(|step| &step.experiments)
        .enumerate()
    {
        tutor.tell(Message::Play(Play::OpenExperiment(number)));
        for variant in 0..experiment.variants.len() {
            tries(&mut tutor, variant);
        }
    }
    tutor.tell(Message::Play(Play::Next));
    assert_eq!(tutor.player().open_count(), 0);
}

#[test]
fn every_prediction_is_measured_and_one_option_foresaw_it() {
    for lesson in lessons() {
        let (tutor, _) = played(lesson);
        let predictions = lesson.asks().filter(|(_, ask)| ask.is_prediction());
        for (_, ask) in predictions {
            let verdict = tutor.app.verdict(ask).expect("a lesson is open");
            let measured = verdict.measured();
            assert!(
                measured.is_some_and(|measured| measured.option.is_some()),
                "{}: {}: {verdict:?}",
                lesson.id,
                ask.id
            );
            assert!(
                matches!(verdict, Verdict::Right(..)),
                "{}: {verdict:?}",
                ask.id
            );
        }
    }
}

#[test]
fn every_experiment_comes_out_as_the_lesson_says_and_is_put_back() {
    for lesson in lessons() {
        let (mut tutor, _) = played(lesson);
        let breaks = lesson.steps.iter().enumerate();
        for (at, step) in breaks.filter(|(_, step)| !step.experiments.is_empty()) {
            goes(&mut tutor, at, 0);
            for (number, experiment) in step.experiments.iter().enumerate() {
                tutor.tell(Message::Play(Play::OpenExperiment(number)));
                for variant in 0..experiment.variants.len() {
                    tries(&mut tutor, variant);
                }
            }
        }
    }
}

pub(crate) fn tries(tutor: &mut Tutor, at: usize) {
    tutor.tell(Message::Play(Play::OpenVariant(at)));
    let step = tutor.player().step();
    let experiment = tutor.player().lab.experiment(step).expect("one is open");
    let variant = tutor.player().lab.variant(step).expect("one is open");
    let told = format!("{} of {}", variant.id, experiment.id);
    let draft = tutor.player().bench.draft.clone();
    let facts = tutor.app.facts().cloned();
    let app = tutor.player().bench.app.clone();
    if let Some(ask) = &variant.ask {
        let first = tutor.answer(&ask.id, 0);
        tutor.tell(first);
    }
    if variant.changes() {
        tutor.tell(Message::Play(Play::Vary));
    }
    tutor.tell(Message::Play(Play::Send));
    let player = tutor.player();
    let evidence = Evidence::of(player, tutor.app.facts());
    let of = (experiment.id.clone(), variant.id.clone());
    let its = |run: &&oauth_tutor::app::run::Run| {
        let calls = run.call.answers.iter();
        let mut tried = calls.map(|call| &call.tried).chain([&run.tried]);
        tried.any(|tried| tried.as_ref() == Some(&of))
    };
    let run = player.bench.runs.iter().rev().find(its);
    let run = run.filter(|_| !variant.expects_no_reply());
    assert!(
        run.is_some() || variant.expects_no_reply(),
        "{told}: nothing was sent"
    );
    for condition in &variant.expect {
        let truth = evidence.holds_on(condition, run);
        let answer = run.map_or_else(String::new, |run| run.answer.reply.text());
        assert_eq!(truth, Truth::Yes, "{told}: {condition:?} on {answer}");
    }
    if let Some(ask) = variant.ask.as_ref().filter(|ask| ask.is_prediction()) {
        let verdict = tutor.app.verdict(ask).expect("a lesson is open");
        let measured = verdict.measured().and_then(|measured| measured.option);
        assert!(measured.is_some(), "{told}: {verdict:?}");
    }
    tutor.tell(Message::Play(Play::PutBack));
    let player = tutor.player();
    assert_eq!(player.bench.draft, draft, "{told}: the request");
    assert_eq!(tutor.app.facts().cloned(), facts, "{told}: the tenant");
    assert_eq!(player.bench.app, app, "{told}: the app");
    if let Some((id, _)) = experiment.line_of(variant) {
        assert!(tutor.app.progress.error_book.contains_key(&id), "{told}");
    }
}

/// Auth0 repeats the audience that it does not know. A learner who drops the secret there must not read it in the answer.
#[test]
fn a_secret_that_a_server_repeats_is_on_no_card_and_in_no_exchange() {
    let lesson = course().lesson("automate").expect("lesson 4");
    let step = lesson.steps.iter().position(|step| step.id == "attempt");
    let step = step.expect("the step");
    let mut tutor = Tutor::at(lesson);
    goes(&mut tutor, step, 0);
    tutor.plays(&lesson.steps[step].solve);
    let place = |name: &str| Place::named(name).expect("a place");
    for play in [
        FlowPlay::Rewind,
        FlowPlay::Connect(place("start.client_secret"), place("json.audience")),
        FlowPlay::RunToEnd,
    ] {
        tutor.tell(Message::Play(Play::Flow(play)));
    }
    let player = tutor.player();
    let app = player.bench.app.as_ref().expect("an app");
    let secret = app.client_secret.as_ref().expect("a secret").expose();
    let reply = &player.bench.latest().expect("an exchange").answer.reply;
    assert_eq!(reply.status, 403, "{}", reply.text());
    assert!(reply.text().contains("********"), "it was repeated");
    assert!(!reply.text().contains(secret));
    let desk = player.flow().expect("a flow");
    let body = desk.gave("ask", "body").map(Value::expose);
    assert!(body.is_some_and(|body| !body.contains(secret)));
}

#[test]
fn whoever_goes_back_to_a_step_finds_the_world_as_it_needs_it() {
    for lesson in lessons() {
        let by_hand = |step: &Step| {
            let world = |one: &Move| matches!(one, Move::Change(Change::World(_)));
            step.solve.iter().any(world)
        };
        // What the learner's own hands changed on the way stays as they left it: behind that the steps are gone back to.
        let behind = lesson.steps.iter().rposition(by_hand).unwrap_or(0);
        let last = lesson
            .steps
            .iter()
            .rposition(|step| step.stage == Stage::Do);
        let steps = lesson.steps.iter().enumerate().skip(behind);
        for (at, step) in steps.filter(|(_, step)| step.stage == Stage::Do) {
            let mut tutor = Tutor::at(lesson);
            goes(&mut tutor, last.expect("there is something to do") + 1, 0);
            goes(&mut tutor, at, 0);
            // What the tutor has chosen is put back before it can be chosen.
            if step.bench == Some(Bench::Dashboard) && tutor.player().is_flown() {
                tutor.tell(Message::Play(Play::ResetStep));
            }
            tutor.plays(&step.solve);
            let reached = tutor.player().reached.contains(&step.id);
            let run = tutor
                .player()
                .bench
                .latest()
                .map(|run| run.answer.reply.text());
            assert!(
                reached,
                "{}, step {}: {:?} after {run:?}",
                lesson.id,
                step.id,
                tutor.player().open_goal()
            );
        }
    }
}

#[test]
fn nothing_of_a_later_step_is_in_force_at_an_earlier_one() {
    let lesson = course().lesson("audience").expect("lesson 2");
    let at = |id: &str| lesson.steps.iter().position(|step| step.id == id).unwrap();
    let rules = |tutor: &Tutor| -> Vec<&str> {
        let rules = &tutor.app.facts().expect("a tenant").rules;
        rules.iter().map(Rule::word).collect()
    };
    let mut tutor = Tutor::at(lesson);
    goes(&mut tutor, at("aim"), 0);
    let before = rules(&tutor);
    goes(&mut tutor, at("deny"), 0);
    assert_eq!(rules(&tutor), ["deny"]);
    // The jump itself chose on the dashboard, as the learner would; the denying rule came with the step.
    goes(&mut tutor, at("organization"), 0);
    assert!(!rules(&tutor).contains(&"deny"));
    goes(&mut tutor, at("aim"), 0);
    assert!(!rules(&tutor).contains(&"deny"), "{before:?}");
    tutor.tell(Message::Play(Play::ResetStep));
    tutor.tell(Message::Play(Play::Send));
    assert_eq!(
        tutor.player().bench.latest().expect("it was sent").status(),
        200
    );
}

#[test]
fn a_jump_over_every_step_lands_in_a_world_where_they_were_done() {
    for lesson in lessons() {
        let last = lesson
            .steps
            .iter()
            .rposition(|step| step.stage == Stage::Do);
        let last = last.expect("a lesson has something to do");
        let mut tutor = Tutor::at(lesson);
        goes(&mut tutor, last, 0);
        assert_eq!(tutor.player().at.step, last, "{}", lesson.id);
        assert!(
            tutor.player().bench.latest_good().is_some(),
            "{}",
            lesson.id
        );
        let step = &lesson.steps[last];
        tutor.plays(&step.solve);
        assert!(tutor.player().reached.contains(&step.id), "{}", lesson.id);
    }
}

#[test]
fn an_app_made_anew_is_set_up_as_the_old_one_was() {
    let lesson = course().lesson("audience").expect("lesson 2");
    let at = |id: &str| lesson.steps.iter().position(|step| step.id == id).unwrap();
    let mut tutor = Tutor::at(lesson);
    goes(&mut tutor, at("organization"), 0);
    let before = tutor.player().bench.app.clone().expect("an app");
    tutor.tell(Message::Create(Create::Submit));
    let after = tutor.player().bench.app.clone().expect("an app");
    assert_ne!(after.client_id, before.client_id);
    tutor.tell(Message::Play(Play::ResetStep));
    tutor.plays(&lesson.steps[at("organization")].solve);
    assert!(tutor.player().reached.contains("organization"));
}

#[test]
fn every_wrong_answer_gets_its_feedback_and_leaves_a_way_on() {
    for lesson in lessons() {
        let mut tutor = Tutor::at(lesson);
        for (at, step) in lesson.steps.iter().enumerate() {
            for (number, ask) in step.asks.iter().enumerate() {
                goes(&mut tutor, at, number);
                wrong_answers(&mut tutor, ask);
            }
        }
        // Cards to play have no quiz behind them.
        let before = lesson
            .steps
            .iter()
            .rposition(|step| step.stage != Stage::Done);
        let last = before.expect("a lesson is more than its end");
        let pages = lesson.steps[last].pages();
        goes(&mut tutor, last, pages - 1);
        if lesson.steps[last].stage != Stage::Quiz {
            tutor.plays(&lesson.steps[last].solve);
        }
        tutor.tell(Message::Play(Play::Next));
        assert_eq!(tutor.player().scene(), Scene::Done, "{}", lesson.id);
    }
}

fn wrong_answers(tutor: &mut Tutor, ask: &Ask) {
    if ask.is_prediction() {
        return;
    }
    match ask.kind {
        AskKind::Choose => {
            for (option, choice) in ask.options.iter().enumerate() {
                let message = tutor.answer(&ask.id, option);
                tutor.tell(message);
                let says = !choice.feedback.is_empty() || !ask.why.is_empty();
                assert!(says, "{}: option {option} says nothing", ask.id);
            }
        }
        AskKind::Type | AskKind::Order | AskKind::Sort => tutor.tell(Message::Play(Play::Type {
            id: ask.id.clone(),
            text: "no such thing".to_owned(),
        })),
    }
    assert!(tutor.player().is_answered(&ask.id), "{}", ask.id);
}

#[test]
fn an_app_set_to_a_key_loses_its_secret_and_gets_another_when_it_comes_back() {
    let lesson = course().lesson("private-key-jwt").expect("lesson 5");
    let step = lesson.steps.iter().position(|step| step.id == "key");
    let mut tutor = Tutor::at(lesson);
    goes(&mut tutor, step.expect("the step of the key"), 0);
    let app = |tutor: &Tutor| tutor.player().bench.app.clone().expect("an app");
    let first = app(&tutor).client_secret.expect("a secret");
    tutor.plays(&lesson.steps[step.unwrap()].solve);
    let keyed = app(&tutor);
    assert!(keyed.client_secret.is_none() && !keyed.is_public());
    let shown = format!("{keyed:?}");
    let key = keyed.key.expect("a key").private.expect("the tutor's own");
    assert!(key.expose().contains("PRIVATE KEY") && !shown.contains("PRIVATE KEY"));
    tutor.tell(Message::Create(Create::Choose {
        form: "keys".to_owned(),
        field: "public-key".to_owned(),
        option: 0,
    }));
    let back = app(&tutor).client_secret.expect("a secret again");
    assert_ne!(back, first);
}

#[test]
fn the_server_itself_refuses_hs256_where_a_public_key_is_registered() {
    let lesson = course().lesson("private-key-jwt").expect("lesson 5");
    let step = lesson.steps.iter().position(|step| step.id == "attempt");
    let mut tutor = Tutor::at(lesson);
    goes(&mut tutor, step.expect("the flow"), 0);
    tutor.tell(Message::Play(Play::Flow(FlowPlay::RunToEnd)));
    let run = tutor.player().bench.latest().expect("it was sent");
    let reply = run.answer.reply.text();
    assert_eq!(run.status(), 401, "{reply}");
    let words = "The client_assertion JWT signature algorithm is invalid.";
    assert!(reply.contains(words), "{reply}");
    assert_eq!(run.refused_at(), Some("assertion"));
    assert!(run.token.is_none());
}

#[test]
fn an_app_made_anew_gets_its_key_back_before_the_flow_signs() {
    let lesson = course().lesson("private-key-jwt").expect("lesson 5");
    let at = lesson.steps.iter().position(|step| step.id == "attempt");
    let at = at.expect("the flow");
    let mut tutor = Tutor::at(lesson);
    goes(&mut tutor, at, 0);
    let before = tutor.player().bench.app.clone().expect("an app");
    tutor.tell(Message::Create(Create::Submit));
    let after = tutor.player().bench.app.clone().expect("an app");
    assert_ne!(after.client_id, before.client_id);
    assert_eq!((after.key, after.bound), (before.key, false));
    tutor.tell(Message::Play(Play::ResetStep));
    tutor.plays(&lesson.steps[at].solve);
    assert!(tutor.player().reached.contains("attempt"));
}

#[test]
fn a_token_of_the_org_server_is_judged_by_that_servers_keys() {
    let lesson = course().lesson("private-key-jwt").expect("lesson 5");
    let at = lesson.steps.iter().position(|step| step.id == "read");
    let mut tutor = Tutor::at(lesson);
    goes(&mut tutor, at.expect("the step that reads"), 0);
    tutor.tell(Message::Play(Play::Verify));
    let token = tutor.player().bench.token().expect("a token");
    let Verifying::Judged { report, ladder } = &token.verifying else {
        panic!("{:?}", token.verifying);
    };
    assert!(matches!(report.trust, Trust::Passed { .. }), "{report:?}");
    let broke = ladder.iter().find(|step| step.footing == Footing::Broke);
    assert_eq!(broke, None);
}

/// Type and assertion are two parameters of one field; they stand as they went over the wire, secrets shown or not.
#[test]
fn the_explained_assertion_keeps_what_stands_between_its_parameters() {
    let lesson = course().lesson("private-key-jwt").expect("lesson 5");
    let (tutor, _) = played(lesson);
    let run = tutor.player().bench.latest_good().expect("an exchange");
    for secrets in [Secrets::Masked, Secrets::Shown] {
        let line = exchange::line(run, "request.assertion", secrets).expect("such a line");
        let text = line.text.expect("it was sent");
        assert!(text.starts_with("client_assertion_type="), "{text}");
        assert!(text.contains("&client_assertion="), "{text}");
    }
}

#[test]
fn a_call_of_an_experiment_before_is_no_deed_of_a_later_step() {
    let lesson = course().lesson("think-like-the-api").expect("lesson 6");
    let at = |id: &str| {
        lesson
            .steps
            .iter()
            .position(|step| step.id == id)
            .expect("a step")
    };
    let mut tutor = Tutor::at(lesson);
    goes(&mut tutor, at("six-tokens"), 0);
    tutor.guess();
    tutor.tell(Message::Play(Play::Send));
    let calls = tutor.player().bench.called_for("T1", "good");
    assert_eq!(calls.map(|(_, call)| call.answer.reply.status), Some(200));
    goes(&mut tutor, at("ladder"), 0);
    let call = |bearing| {
        Message::Play(Play::Call {
            api: Some("reports".to_owned()),
            bearing,
        })
    };
    tutor.tell(call(Bearing::Nothing));
    assert!(!tutor.player().reached.contains("ladder"));
    tutor.tell(call(Bearing::Token));
    assert!(tutor.player().reached.contains("ladder"));
}
