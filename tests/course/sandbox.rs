//! The sandbox: all benches of a practice server, where nothing is asked for and nothing is kept as progress.

use crate::player::Tutor;
use oauth_tutor::app::deed::Deed;
use oauth_tutor::app::lab::Trial;
use oauth_tutor::app::message::{Build, Create, Desk, FlowPlay, Go, Hand, Message, Play};
use oauth_tutor::app::progress::{Card, Progress};
use oauth_tutor::app::spot::Spot;
use oauth_tutor::app::verdict::Verdict;
use oauth_tutor::app::way_back::WayBack;
use oauth_tutor::app::workbench::Sending;
use oauth_tutor::lesson::bench::Bench;
use oauth_tutor::lesson::change::Bearing;
use oauth_tutor::lesson::course;
use oauth_tutor::lesson::model::{Experiment, Lesson, Round};
use oauth_tutor::oauth::request::Field;
use rstest::rstest;

pub(crate) fn sandboxes() -> impl Iterator<Item = &'static Lesson> {
    course().extras(Round::Sandbox)
}

/// Sends the request of the form, and says what came.
pub(crate) fn sends(tutor: &mut Tutor) -> (u16, Option<String>) {
    tutor.tell(Message::Play(Play::Send));
    let run = tutor.player().bench.latest().expect("an exchange");
    (run.status(), run.error_code().map(str::to_owned))
}

#[test]
fn there_is_one_for_each_practice_server_and_its_first_request_brings_a_token() {
    let mut targets = Vec::new();
    for sandbox in sandboxes() {
        let mut tutor = Tutor::at(sandbox);
        targets.push(tutor.player().target);
        assert_eq!(sends(&mut tutor), (200, None), "{}", sandbox.id);
    }
    targets.sort();
    assert_eq!(targets.as_slice(), {
        let mut all = oauth_tutor::lesson::target::TargetName::ALL;
        all.sort();
        all
    });
}

#[test]
fn nothing_is_demanded_on_the_way_through_all_its_benches() {
    for sandbox in sandboxes() {
        let mut tutor = Tutor::at(sandbox);
        let spots = Spot::all(sandbox);
        for spot in &spots {
            assert_eq!(tutor.player().at, *spot, "{}", sandbox.id);
            assert_eq!(tutor.player().open_goal(), None);
            tutor.tell(Message::Play(Play::Next));
        }
        for spot in spots.iter().rev() {
            tutor.tell(Message::Go(Go::Spot(*spot)));
            assert_eq!(tutor.player().at, *spot, "{}", sandbox.id);
        }
        let benches = [
            Bench::Build,
            Bench::Read,
            Bench::Call,
            Bench::Check,
            Bench::Explain,
            Bench::Lab,
        ];
        assert!(
            benches.into_iter().all(|bench| sandbox.has(bench)),
            "{}",
            sandbox.id
        );
    }
}

#[test]
fn nothing_of_it_is_kept_as_progress() {
    for sandbox in sandboxes() {
        let mut tutor = Tutor::at(sandbox);
        let before = tutor.app.progress.clone();
        sends(&mut tutor);
        tutor.tell(Message::Play(Play::Verify));
        tutor.tell(Message::Play(Play::Next));
        tutor.tell(Message::Hand(Hand::Turn));
        tutor.tell(Message::Go(Go::Home));
        assert_eq!(tutor.app.progress, before, "{}", sandbox.id);
    }
}

/// Makes that change of the server.
fn makes(tutor: &mut Tutor, deed: Deed) {
    tutor.tell(Message::Go(Go::Server));
    assert!(tutor.app.deeds().contains(&deed), "{deed:?}");
    tutor.tell(Message::Hand(Hand::Make(deed)));
    tutor.tell(Message::Go(Go::Return));
}

fn puts_back(tutor: &mut Tutor) {
    tutor.tell(Message::Hand(Hand::PutBack));
}

/// Calls the API with the token in hand, and says what it answered.
fn calls(tutor: &mut Tutor) -> u16 {
    tutor.tell(Message::Play(Play::Call {
        api: Some("reports".to_owned()),
        bearing: Bearing::Token,
    }));
    let calls = tutor.player().bench.calls().expect("a token");
    calls.answers.last().expect("an answer").answer.reply.status
}

/// Nobody gets a token any more, and the token in hand opens the API as before.
fn unplugs(tutor: &mut Tutor, told: &str) {
    makes(tutor, Deed::Unplug);
    tutor.tell(Message::Play(Play::Send));
    let failed = matches!(tutor.player().bench.sending, Sending::Failed(_));
    assert!(failed, "{told}: unplugged");
    assert_eq!(calls(tutor), 200, "{told}: the API goes on");
    puts_back(tutor);
}

#[test]
fn a_trainer_shows_each_way_to_fail_at_each_server() {
    for sandbox in sandboxes() {
        let told = &sandbox.id;
        let mut tutor = Tutor::at(sandbox);
        assert_eq!(sends(&mut tutor), (200, None), "{told}");
        assert_eq!(calls(&mut tutor), 200, "{told}");

        makes(&mut tutor, Deed::ApiClock);
        assert_eq!(calls(&mut tutor), 401, "{told}: expired");
        puts_back(&mut tutor);

        makes(&mut tutor, Deed::Secret);
        assert_eq!(sends(&mut tutor).0, 401, "{told}: rotated");
        tutor.goes_to("request");
        tutor.tell(Message::Build(Build::FillFromApp));
        assert_eq!(sends(&mut tutor), (200, None), "{told}: the new one");
        puts_back(&mut tutor);
        assert_eq!(sends(&mut tutor), (200, None), "{told}: the old one again");

        unplugs(&mut tutor, told);

        makes(&mut tutor, Deed::Deny);
        assert_ne!(sends(&mut tutor).0, 200, "{told}: denied");
        puts_back(&mut tutor);

        makes(&mut tutor, Deed::Bound);
        let refused = sends(&mut tutor);
        assert_eq!(
            refused,
            (400, Some("invalid_dpop_proof".to_owned())),
            "{told}"
        );
        tutor.goes_to("request");
        tutor.tell(Message::Build(Build::Bound(true)));
        assert_eq!(sends(&mut tutor), (200, None), "{told}: with a proof");
        let run = tutor.player().bench.latest().expect("an exchange");
        assert_eq!(run.member_text("token_type"), Some("DPoP"), "{told}");
        assert_eq!(calls(&mut tutor), 200, "{told}: with a proof");
        makes(&mut tutor, Deed::Unbound);
        puts_back(&mut tutor);
    }
}

#[test]
fn what_is_put_back_is_not_held_against_the_request_any_more() {
    for sandbox in sandboxes() {
        let told = &sandbox.id;
        let mut tutor = Tutor::at(sandbox);
        assert_eq!(sends(&mut tutor).0, 200, "{told}");
        makes(&mut tutor, Deed::ApiClock);
        assert_eq!(calls(&mut tutor), 401, "{told}");
        let way = |tutor: &Tutor| {
            let last = tutor.player().bench.calls()?.last()?;
            tutor.player().way_back_of_call(last, tutor.app.facts())
        };
        assert_eq!(way(&tutor), Some(WayBack::Expired), "{told}");
        puts_back(&mut tutor);
        assert_eq!(way(&tutor), Some(WayBack::Again), "{told}");
        assert_eq!(calls(&mut tutor), 200, "{told}");
        assert_eq!(way(&tutor), None, "{told}");

        makes(&mut tutor, Deed::Deny);
        assert_ne!(sends(&mut tutor).0, 200, "{told}");
        let way = |tutor: &Tutor| tutor.player().way_back(tutor.app.facts());
        assert_eq!(way(&tutor), Some(WayBack::Rule), "{told}");
        puts_back(&mut tutor);
        assert_eq!(way(&tutor), Some(WayBack::Again), "{told}");
        assert_eq!(sends(&mut tutor).0, 200, "{told}");
        assert_eq!(way(&tutor), None, "{told}");
    }
}

#[test]
fn a_row_whose_value_was_changed_since_is_not_asked_to_be_changed_again() {
    let mut tutor = Tutor::at(sandboxes().next().expect("Auth0's"));
    makes(&mut tutor, Deed::Bound);
    assert_eq!(sends(&mut tutor).0, 400);
    let mend = |tutor: &Tutor| tutor.player().mend(tutor.app.facts()).unwrap_or_default();
    assert!(mend(&tutor).contains("change that"), "{}", mend(&tutor));
    tutor.goes_to("request");
    tutor.tell(Message::Build(Build::Bound(true)));
    assert!(
        mend(&tutor).contains("{key:send} sends it"),
        "{}",
        mend(&tutor)
    );
}

#[test]
fn a_request_that_is_put_back_is_as_the_sandbox_began_with_it() {
    let mut tutor = Tutor::at(sandboxes().next().expect("Auth0's"));
    let stood = tutor.player().bench.draft.audience.clone();
    assert!(!stood.is_empty());
    tutor.tell(Message::Play(Play::ResetStep));
    assert_eq!(tutor.player().bench.draft.audience, stood);
}

/// Somebody in Auth0's sandbox to whom a card is due.
fn with_a_card() -> Tutor {
    let card = Card {
        day: 0,
        right: 0,
        certain: false,
        round: 0,
        seen: None,
        solution: None,
    };
    let progress = Progress {
        review: [("first-token/recall".to_owned(), card)].into(),
        ..Progress::default()
    };
    Tutor::again(sandboxes().next().expect("Auth0's"), progress)
}

#[rstest]
#[case::a_lesson(Go::Lesson("first-token"), "first-token")]
#[case::another_sandbox(Go::Lesson("sandbox-okta"), "sandbox-okta")]
#[case::the_tour(Go::Lesson("tour"), "tour")]
#[case::a_lesson_again(Go::Restart("first-token"), "first-token")]
#[case::itself_again(Go::Restart("sandbox-auth0"), "sandbox-auth0")]
#[case::a_test(Go::TestOut("first-token"), "first-token")]
#[case::a_review(Go::Review, "review")]
fn every_way_out_asks_before_a_sandbox_is_put_away(#[case] way: Go, #[case] lesson: &str) {
    let mut tutor = with_a_card();
    sends(&mut tutor);
    tutor.tell(Message::Go(Go::Home));
    for answer in [Message::Go(Go::Stay), Message::Cancel] {
        tutor.tell(Message::Go(way));
        assert!(tutor.app.asks_first());
        assert_eq!(tutor.player().bench.runs.len(), 1, "nothing is lost yet");
        tutor.tell(answer);
        assert!(!tutor.app.asks_first());
        assert_eq!(tutor.player().lesson.id, "sandbox-auth0");
    }
    tutor.tell(Message::Go(Go::PutAway));
    assert_eq!(tutor.player().bench.runs.len(), 1, "the answer was no");
    tutor.tell(Message::Go(way));
    tutor.tell(Message::Go(Go::PutAway));
    assert!(!tutor.app.asks_first());
    assert_eq!(tutor.player().lesson.id, lesson);
    assert!(tutor.player().bench.runs.is_empty());
}

#[test]
fn ways_that_lead_back_to_the_sandbox_ask_nothing() {
    let mut tutor = with_a_card();
    sends(&mut tutor);
    let all = [
        Go::Checker,
        Go::Decoder,
        Go::Reference,
        Go::Return,
        Go::Server,
        Go::Home,
        Go::Lesson("sandbox-auth0"),
        Go::Spot(Spot::of_step(1)),
        Go::TestOut("tour"),
    ];
    for way in all {
        tutor.tell(Message::Go(way));
        assert!(!tutor.app.asks_first(), "{way:?}");
    }
    assert_eq!(tutor.player().bench.runs.len(), 1);
}

#[rstest]
#[case::an_edit(|tutor: &mut Tutor| {
    tutor.tell(Message::Build(Build::Set(Field::Scope, "read:reports".to_owned())));
})]
#[case::a_paste(|tutor: &mut Tutor| {
    tutor.goes_to("check");
    tutor.tell(Message::Desk(Desk::Text("{}".to_owned())));
})]
#[case::a_change_of_the_server(|tutor: &mut Tutor| makes(tutor, Deed::Deny))]
fn whatever_would_be_missed_is_asked_for_and_else_nothing(#[case] act: fn(&mut Tutor)) {
    let mut tutor = with_a_card();
    tutor.tell(Message::Play(Play::Next));
    tutor.tell(Message::Go(Go::Lesson("sandbox-okta")));
    assert!(!tutor.app.asks_first(), "nothing was done");
    assert_eq!(tutor.player().lesson.id, "sandbox-okta");
    let mut tutor = with_a_card();
    act(&mut tutor);
    tutor.tell(Message::Go(Go::Lesson("sandbox-okta")));
    assert!(tutor.app.asks_first());
}

#[test]
fn the_flows_of_the_sandboxes_run_and_bring_a_token_that_opens_an_api() {
    // What the introduction says: on the page of the app one choice is made first.
    let all = [
        ("sandbox-auth0", "management", "management"),
        ("sandbox-okta", "keys", "public-key"),
    ];
    for (sandbox, form, field) in all {
        let sandbox = course().lesson(sandbox).expect("a sandbox");
        assert!(sandbox.has(Bench::Flow));
        let mut tutor = Tutor::at(sandbox);
        tutor.goes_to("app");
        tutor.tell(Message::Create(Create::Choose {
            form: form.to_owned(),
            field: field.to_owned(),
            option: 1,
        }));
        tutor.goes_to("flow");
        tutor.tell(Message::Play(Play::Flow(FlowPlay::RunToEnd)));
        let player = tutor.player();
        let flow = player.flow().expect("a flow");
        assert!(flow.session.failed().is_none(), "{}", sandbox.id);
        let run = player.bench.latest().expect("an exchange");
        assert_eq!(run.status(), 200, "{}: {:?}", sandbox.id, run.error_code());
        tutor.goes_to("read");
        tutor.tell(Message::Play(Play::Call {
            api: None,
            bearing: Bearing::Token,
        }));
        let calls = tutor.player().bench.calls().expect("a token");
        let last = calls.answers.last().expect("an answer");
        assert_eq!(last.answer.reply.status, 200, "{}", sandbox.id);
        // A flow that was run is something that would be missed.
        tutor.tell(Message::Go(Go::Lesson("first-token")));
        assert!(tutor.app.asks_first());
    }
}

#[test]
fn every_experiment_that_a_sandbox_borrows_comes_out_as_its_lesson_says_and_is_put_back() {
    for sandbox in sandboxes() {
        let step = sandbox.step("break").expect("a step with experiments");
        let mut tutor = Tutor::at(sandbox);
        assert_eq!(sends(&mut tutor), (200, None), "{}", sandbox.id);
        let form = tutor.player().bench.draft.clone();
        tutor.goes_to("break");
        let ids = |experiment: &Experiment| format!("{}, {}", sandbox.id, experiment.id);
        for (at, experiment) in step.experiments.iter().enumerate() {
            tutor.tell(Message::Play(Play::OpenExperiment(at)));
            for (which, variant) in experiment.variants.iter().enumerate() {
                let told = format!("{}/{}", ids(experiment), variant.id);
                tutor.tell(Message::Play(Play::OpenVariant(which)));
                tutor.tell(Message::Play(Play::Vary));
                // Nobody asks for a guess first.
                tutor.tell(Message::Play(Play::Send));
                let player = tutor.player();
                assert_eq!(player.lab.trial(step), Some(Trial::Sent), "{told}");
                let of = (experiment.id.as_str(), variant);
                let otherwise = player.came_out_otherwise(of, tutor.app.facts());
                assert!(!otherwise, "{told}");
                tutor.tell(Message::Play(Play::PutBack));
                assert_eq!(tutor.player().bench.draft, form, "{told}");
            }
            let book = &tutor.app.progress.error_book;
            let has = |(id, _): &(String, _)| book.contains_key(id);
            assert!(experiment.lines().iter().all(has), "{}", ids(experiment));
        }
        assert!(
            tutor.app.progress.lessons.is_empty(),
            "nothing else is kept"
        );
        assert_eq!(sends(&mut tutor), (200, None), "{}", sandbox.id);
    }
}

#[test]
fn from_a_bench_each_change_by_hand_is_made_put_back_and_made_again() {
    for sandbox in sandboxes() {
        let mut tutor = Tutor::at(sandbox);
        let target = tutor.player().target;
        // Another one was looked at before.
        for one in [Go::Server, Go::Return] {
            tutor.tell(Message::Go(one));
            tutor.tell(Message::Hand(Hand::Turn));
        }
        for deed in tutor.app.deeds() {
            tutor.tell(Message::Hand(Hand::Make(deed)));
            assert_eq!(tutor.app.hand.in_force(target), [deed], "{}", sandbox.id);
            for (act, in_force) in [
                (Hand::Undo, [].as_slice()),
                (Hand::Redo, [deed].as_slice()),
                (Hand::PutBack, [].as_slice()),
            ] {
                let offers = tutor.app.offers_in_hand();
                assert!(offers.iter().any(|(_, hand)| *hand == act), "{act:?}");
                tutor.tell(Message::Hand(act));
                let now = tutor.app.hand.in_force(target);
                assert_eq!(now, in_force, "{}: {act:?} {deed:?}", sandbox.id);
            }
        }
    }
}

#[test]
fn an_experiment_that_wants_a_token_names_the_place_that_brings_one() {
    for sandbox in sandboxes() {
        let step = sandbox.step("break").expect("a step with experiments");
        let of_token = step.experiments.iter().position(|one| one.id == "B11");
        let mut tutor = Tutor::at(sandbox);
        tutor.goes_to("break");
        tutor.tell(Message::Play(Play::OpenExperiment(of_token.expect("B11"))));
        let place = &sandbox.step("request").expect("a request").title;
        let led = format!("There is no token yet. g leads to where one is asked for: {place}.");
        // It stands there, and is said to whoever tries all the same.
        assert!(tutor.screen().contains(&led), "{}", tutor.screen());
        tutor.keys("b");
        assert!(tutor.screen().contains(&led), "{}", tutor.screen());
        assert!(!tutor.player().lab.is_changed());
        tutor.goes_to("request");
        tutor.keys("f5");
        tutor.goes_to("break");
        tutor.tell(Message::Play(Play::OpenExperiment(of_token.expect("B11"))));
        tutor.keys("b f5");
        assert_eq!(tutor.player().lab.trial(step), Some(Trial::Sent));
    }
}

#[test]
fn a_token_from_before_a_permission_is_told_from_one_that_lacks_it() {
    let sandbox = course().lesson("sandbox-auth0").expect("a sandbox");
    let mut tutor = Tutor::at(sandbox);
    let chooses = |tutor: &mut Tutor, option| {
        tutor.tell(Message::Create(Create::Choose {
            form: "management".into(),
            field: "management".into(),
            option,
        }));
    };
    let way = |tutor: &Tutor| {
        let call = tutor.player().bench.calls().and_then(|calls| calls.last());
        let facts = tutor.app.facts();
        tutor
            .player()
            .way_back_of_call(call.expect("an answer"), facts)
    };
    tutor.goes_to("app");
    chooses(&mut tutor, 2);
    let management = tutor.app.facts().and_then(|facts| facts.api("management"));
    let audience = management.expect("an API").identifier.clone();
    tutor.tell(Message::Build(Build::Set(Field::Audience, audience)));
    assert_eq!(sends(&mut tutor), (200, None));
    tutor.goes_to("call");
    tutor.tell(Message::Play(Play::Call {
        api: None,
        bearing: Bearing::Token,
    }));
    assert_eq!(way(&tutor), Some(WayBack::Permission));
    tutor.goes_to("app");
    chooses(&mut tutor, 1);
    tutor.goes_to("call");
    assert_eq!(way(&tutor), Some(WayBack::Older));
    assert!(
        tutor
            .screen()
            .contains("the token is older than the permission"),
        "{}",
        tutor.screen()
    );
}

#[test]
fn an_experiment_beside_a_change_by_hand_is_not_judged_until_it_comes_out_alone() {
    let sandbox = sandboxes().next().expect("Auth0's");
    let mut tutor = Tutor::at(sandbox);
    assert_eq!(sends(&mut tutor).0, 200);
    makes(&mut tutor, Deed::ApiClock);
    tutor.goes_to("break");
    let step = sandbox.step("break").expect("a step with experiments");
    let ids = |one: &Experiment| one.id == "B13";
    let at = step.experiments.iter().position(ids).expect("B13");
    let ask = step.experiments[at].variants[0].ask.as_ref().expect("asks");
    tutor.tell(Message::Play(Play::OpenExperiment(at)));
    let verdict = |tutor: &Tutor| tutor.player().verdict(ask, tutor.app.facts());
    let tries = |tutor: &mut Tutor| {
        tutor.tell(Message::Play(Play::Vary));
        tutor.tell(Message::Play(Play::Send));
    };
    tutor.tell(Message::Play(Play::Vary));
    tutor.tell(Message::Play(Play::Guess {
        id: ask.id.clone(),
        option: 1,
    }));
    tutor.tell(Message::Play(Play::Send));
    assert!(matches!(verdict(&tutor), Verdict::Waiting(_)));
    let why = tutor
        .player()
        .not_judged(tutor.app.facts(), ("lab.otherwise", "lab.otherwise.hand"));
    let why = why.expect("it is not judged");
    assert!(why.contains(Deed::ApiClock.name()), "{why}");
    tutor.tell(Message::Play(Play::PutBack));
    let said = tutor.app.toast.clone().expect("a notice").text;
    assert!(said.contains(Deed::ApiClock.name()), "{said}");
    assert!(!said.contains("Everything is"), "{said}");
    assert!(!tutor.app.progress.error_book.contains_key("B13"));
    // Alone it comes out as its lesson says, and then what was guessed before is judged.
    puts_back(&mut tutor);
    tries(&mut tutor);
    assert!(matches!(verdict(&tutor), Verdict::Right(..)));
    tutor.tell(Message::Play(Play::PutBack));
    let said = tutor.app.toast.clone().expect("a notice").text;
    assert!(said.contains("Everything is as it was."), "{said}");
}

#[test]
fn a_change_that_another_one_took_back_is_none() {
    for sandbox in sandboxes() {
        let mut tutor = Tutor::at(sandbox);
        let target = tutor.player().target;
        tutor.tell(Message::Go(Go::Server));
        for (there, back) in [
            (Deed::Deny, Deed::NoRule),
            (Deed::Claim, Deed::NoRule),
            (Deed::Unplug, Deed::PlugIn),
            (Deed::Broken, Deed::NoFault),
            (Deed::Bound, Deed::Unbound),
        ] {
            let told = format!("{}: {there:?}, {back:?}", sandbox.id);
            if !tutor.app.deeds().contains(&there) {
                continue;
            }
            tutor.tell(Message::Hand(Hand::Make(there)));
            assert_eq!(tutor.app.hand.in_force(target), [there], "{told}");
            tutor.tell(Message::Hand(Hand::Make(back)));
            assert_eq!(tutor.app.hand.in_force(target), [], "{told}");
            puts_back(&mut tutor);
        }
    }
}

#[test]
fn what_is_changed_on_the_tenants_own_page_is_a_change_of_the_server_like_any_other() {
    let sandbox = sandboxes().next().expect("Auth0's");
    let mut tutor = Tutor::at(sandbox);
    let target = tutor.player().target;
    tutor.goes_to("tenant");
    let chooses = |tutor: &mut Tutor, field: &str, option: usize| {
        let form = if field == "action" { field } else { "tenant" };
        tutor.tell(Message::Create(Create::Choose {
            form: form.to_owned(),
            field: field.to_owned(),
            option,
        }));
    };
    // What is so already is no change.
    chooses(&mut tutor, "action", 0);
    chooses(&mut tutor, "default-audience", 0);
    assert_eq!(tutor.app.hand.in_force(target), []);
    chooses(&mut tutor, "default-audience", 1);
    assert_eq!(tutor.app.hand.in_force(target), [Deed::Audience]);
    chooses(&mut tutor, "default-audience", 0);
    assert_eq!(tutor.app.hand.in_force(target), []);
    chooses(&mut tutor, "action", 2);
    assert_eq!(tutor.app.hand.in_force(target), [Deed::Deny]);
    assert_ne!(sends(&mut tutor).0, 200);
    tutor.goes_to("tenant");
    chooses(&mut tutor, "action", 0);
    assert_eq!(tutor.app.hand.in_force(target), []);
    makes(&mut tutor, Deed::ApiClock);
    tutor.tell(Message::Hand(Hand::Undo));
    assert!(tutor.app.next_redo_in_hand().is_some());
    tutor.goes_to("tenant");
    chooses(&mut tutor, "action", 1);
    assert_eq!(tutor.app.hand.in_force(target), [Deed::Claim]);
    // What was put back before it is made again no more.
    tutor.tell(Message::Go(Go::Server));
    assert_eq!(tutor.app.next_redo_in_hand(), None);
    puts_back(&mut tutor);
    assert_eq!(tutor.app.hand.in_force(target), []);
}

#[test]
fn a_token_that_is_judged_by_another_clock_than_the_apis_says_so() {
    for sandbox in sandboxes() {
        let mut tutor = Tutor::at(sandbox);
        let said = |tutor: &Tutor| tutor.app.facts()?.other_clock("verify.clock");
        assert_eq!(said(&tutor), None, "{}", sandbox.id);
        makes(&mut tutor, Deed::ApiClock);
        let words = said(&tutor).expect("another clock");
        assert!(words.contains("+25 h"), "{words}");
        assert!(tutor.app.is_over_by_the_clock(WayBack::Expired));
        puts_back(&mut tutor);
        assert_eq!(said(&tutor), None, "{}", sandbox.id);
        assert!(!tutor.app.is_over_by_the_clock(WayBack::Expired));
    }
}
