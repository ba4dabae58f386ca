//! Credit for what was done, and for nothing else: what was sent for another step, by an experiment or by a jump is no deed of this one, and
//! what is not there proves nothing.

use oauth_tutor::app::create::AppType;
use oauth_tutor::app::deed::Deed;
use oauth_tutor::app::fact::{Evidence, Truth};
use oauth_tutor::app::lab::Trial;
use oauth_tutor::app::message::{Build, Create, Hand, Message, Play};
use oauth_tutor::app::progress::{LessonProgress, Progress};
use oauth_tutor::lesson::fact::Condition;
use oauth_tutor::oauth::names::ClientSecret;
use oauth_tutor::oauth::request::Field;
use rstest::rstest;

use crate::met::before;
use crate::player::Tutor;

fn holds(tutor: &Tutor, condition: &str) -> Truth {
    let condition = Condition::read(condition).unwrap();
    Evidence::of(tutor.player(), tutor.app.facts()).holds(&condition, 0)
}

fn tries(tutor: &mut Tutor, experiment: usize, variant: usize) {
    tutor.tell(Message::Play(Play::OpenExperiment(experiment)));
    tutor.tell(Message::Play(Play::OpenVariant(variant)));
    tutor.tell(Message::Play(Play::Vary));
    tutor.guess();
    tutor.tell(Message::Play(Play::Send));
    tutor.tell(Message::Play(Play::PutBack));
}

#[test]
fn an_answer_to_what_was_sent_before_a_reset_is_no_deed_of_the_step() {
    let mut tutor = before("think-like-the-api", "token");
    tutor.tell(Message::Build(Build::FillFromApp));
    let audience = tutor.app.facts().unwrap().api("reports").unwrap();
    let audience = Build::Set(Field::Audience, audience.identifier.clone());
    tutor.tell(Message::Build(audience.clone()));
    let reset = vec![Message::Play(Play::ResetStep)];
    tutor.tell_meanwhile(Message::Play(Play::Send), reset);
    assert_eq!(tutor.player().bench.latest().unwrap().status(), 200);
    assert!(!tutor.player().reached.contains("token"));
    // The same, waited for, is one.
    tutor.tell(Message::Build(Build::FillFromApp));
    tutor.tell(Message::Build(audience));
    tutor.tell(Message::Play(Play::Send));
    assert!(tutor.player().reached.contains("token"));
}

/// Whoever takes a step back from the tutor finds it without the app that the tutor made: else all of it would be done at once.
#[test]
fn a_reset_of_the_step_that_makes_the_app_takes_the_app_away() {
    let mut tutor = before("first-token", "build");
    assert!(tutor.player().bench.app.is_some());
    tutor.goes_to("create-app");
    tutor.tell(Message::Play(Play::ResetStep));
    let player = tutor.player();
    assert!(player.bench.app.is_none());
    assert!(!player.reached.contains("create-app"));
    assert!((0..5).all(|at| !player.is_ticked(at)));
    // One that is on its way comes too late.
    tutor.tell(Message::Create(Create::Name("job".to_owned())));
    tutor.tell(Message::Create(Create::Type(AppType::MachineToMachine)));
    tutor.tell(Message::Create(Create::ToggleApi(0)));
    let reset = vec![Message::Play(Play::ResetStep)];
    tutor.tell_meanwhile(Message::Create(Create::Submit), reset);
    assert!(tutor.player().bench.app.is_none());
    assert!(!tutor.player().reached.contains("create-app"));
}

#[test]
fn what_an_experiment_calls_is_a_deed_of_the_lab_alone() {
    let mut tutor = before("think-like-the-api", "ladder");
    let ticked = |tutor: &Tutor| (0..9).filter(|at| tutor.player().is_ticked(*at)).count();
    let stood = ticked(&tutor);
    tutor.goes_to("break");
    let experiments = tutor.player().step().experiments.iter();
    let b18 = experiments
        .map(|one| one.id.as_str())
        .position(|id| id == "B18");
    tries(&mut tutor, b18.unwrap(), 0);
    tutor.goes_to("ladder");
    assert_eq!(ticked(&tutor), stood);
    assert!(!tutor.player().reached.contains("ladder"));
}

#[rstest]
#[case("first-token")]
#[case("basic-and-scopes")]
#[case("private-key-jwt")]
fn a_break_step_is_done_by_the_experiment_that_it_assigns(#[case] lesson: &str) {
    let mut tutor = before(lesson, "break");
    tries(&mut tutor, 1, 0);
    assert!(!tutor.player().reached.contains("break"));
    tries(&mut tutor, 0, 0);
    assert!(tutor.player().reached.contains("break"));
}

#[test]
fn a_reset_of_one_lab_leaves_the_others_as_they_are() {
    let mut tutor = before("think-like-the-api", "six-tokens");
    tries(&mut tutor, 0, 0);
    assert!(tutor.player().lab.trial_of("T1/good").is_some());
    tutor.goes_to("break");
    tutor.tell(Message::Play(Play::ResetStep));
    tutor.goes_to("six-tokens");
    assert!(tutor.player().lab.trial_of("T1/good").is_some());
    tutor.tell(Message::Play(Play::ResetStep));
    assert!(tutor.player().lab.trial_of("T1/good").is_none());
}

#[test]
fn what_is_not_there_proves_nothing() {
    let mut tutor = before("audience", "break");
    let absences = [
        "token.claim.scope lacks write:reports",
        "token.claim.aud != {api.users}",
        "token.claim.exp absent",
    ];
    // The good token says something.
    assert_eq!(holds(&tutor, absences[1]), Truth::Yes);
    let mut tutor_without = before("first-token", "build");
    tutor_without.tell(Message::Build(Build::FillFromApp));
    let wrong = ClientSecret::new("another-secret-0123456789");
    tutor_without.tell(Message::Build(Build::SetSecret(wrong)));
    tutor_without.tell(Message::Play(Play::Send));
    for absence in absences {
        assert_eq!(
            holds(&tutor_without, absence),
            Truth::No,
            "no token: {absence}"
        );
    }
    // With the change of the first experiment the token is opaque: nobody here reads what is in it, or is not.
    tries(&mut tutor, 0, 0);
    let on_it = |condition: &str| {
        let condition = Condition::read(condition).unwrap();
        let run = tutor
            .player()
            .bench
            .runs
            .iter()
            .rev()
            .find(|run| run.tried.is_some());
        Evidence::of(tutor.player(), tutor.app.facts()).holds_on(&condition, run)
    };
    assert_eq!(on_it("token.form == opaque"), Truth::Yes);
    for absence in absences {
        assert_eq!(on_it(absence), Truth::No, "an opaque token: {absence}");
    }
}

#[test]
fn one_of_several_is_enough_whichever_it_is_read_from() {
    let tutor = before("first-token", "build");
    let file = "when = { any = [\"draft.grant_type present\", \"reply.status == 200\"] }";
    let read: toml::Table = toml::from_str(file).unwrap();
    let any: Condition = read["when"].clone().try_into().unwrap();
    assert!(tutor.player().bench.runs.is_empty());
    assert_eq!(
        Evidence::of(tutor.player(), tutor.app.facts()).holds(&any, 0),
        holds(&tutor, "draft.grant_type present"),
    );
    let quoted = Condition::read("reply.description == 'this and that' and reply.status == 400");
    assert_eq!(quoted.unwrap().facts().len(), 2);
}

#[test]
fn a_step_that_was_reset_stays_open_beside_a_tutor_that_knew_it_done() {
    let kept = |edition: u64, reached: &[&str], reopened: &[(&str, u32)]| LessonProgress {
        edition,
        reached: reached.iter().map(|id| (*id).to_owned()).collect(),
        reopened: reopened
            .iter()
            .map(|(id, count)| ((*id).to_owned(), *count))
            .collect(),
        ..LessonProgress::default()
    };
    let of = |one: LessonProgress| Progress {
        lessons: [("first-token".to_owned(), one)].into(),
        ..Progress::default()
    };
    let reset = kept(8, &["build"], &[("send", 1)]);
    let other = kept(9, &["build", "send"], &[]);
    for (one, two) in [(&reset, &other), (&other, &reset)] {
        let joined = of(one.clone()).merged(of(two.clone()));
        let joined = &joined.lessons["first-token"];
        assert_eq!(joined.reached, reset.reached);
        assert_eq!(joined.reopened, reset.reopened);
    }
    // Whoever does it again after the reset has done it.
    let again = kept(10, &["build", "send"], &[("send", 1)]);
    let joined = of(other).merged(of(again.clone()));
    assert_eq!(joined.lessons["first-token"].reached, again.reached);
}

/// What a jump sends is the tutor's own request. Whoever goes back to where they were finds the one that they had typed.
#[test]
fn a_jump_sends_nothing_that_the_learner_typed_and_brings_it_back() {
    let mut tutor = before("first-token", "build");
    tutor.tell(Message::Build(Build::FillFromApp));
    let typed = Build::Set(Field::ClientId, "myownid".into());
    tutor.tell(Message::Build(typed));
    for _ in 0..5 {
        tutor.tell(Message::Play(Play::Next));
    }
    tutor.goes_to("build");
    assert!(tutor.player().bench.runs.is_empty());
    tutor.goes_to("check");
    let run = tutor.player().bench.latest().unwrap();
    assert_eq!(run.status(), 200);
    assert_ne!(run.asked.client_id.as_deref(), Some("myownid"));
    assert_eq!(tutor.player().bench.draft.client_id, "myownid");
}

/// After a jump whoever sends has built the request as well as sent it.
#[test]
fn sending_what_a_jump_had_filled_in_closes_both_steps() {
    let mut tutor = before("first-token", "create-app");
    tutor.goes_to("break");
    assert!(!tutor.player().reached.contains("build"));
    tutor.goes_to("build");
    tutor.tell(Message::Play(Play::Send));
    let reached = &tutor.player().reached;
    assert!(
        reached.contains("build") && reached.contains("send"),
        "{reached:?}"
    );
}

/// What the tutor sent for a jump is no deed of whoever is refused afterwards, and what is wrong in a request is not built yet.
#[rstest]
#[case::without_a_grant(Field::GrantType, "")]
#[case::for_no_api(Field::Audience, "https://api.reports.example/")]
#[case::of_another_app(Field::ClientId, "another")]
fn a_refusal_after_a_jump_closes_nothing(#[case] field: Field, #[case] text: &str) {
    let mut tutor = before("first-token", "create-app");
    tutor.goes_to("break");
    tutor.goes_to("build");
    tutor.tell(Message::Build(Build::Set(field, text.to_owned())));
    tutor.tell(Message::Play(Play::Send));
    let player = tutor.player();
    assert_ne!(player.bench.latest().expect("an answer").status(), 200);
    assert!(!player.reached.contains("build") && !player.reached.contains("send"));
    assert_eq!(player.step().id, "send");
    assert!(player.open_goal().is_some());
    let right = tutor.player().step().ticks.iter().enumerate();
    let about_the_answer = right.filter(|(_, tick)| tick.text.contains("200"));
    for (at, tick) in about_the_answer {
        assert!(!tutor.player().is_ticked(at), "{}", tick.text);
    }
}

#[test]
fn a_judgement_that_a_step_asks_for_comes_before_the_call() {
    let mut tutor = before("think-like-the-api", "six-tokens");
    let sent = |tutor: &Tutor| tutor.player().lab.trial_of("T1/good").is_some();
    tutor.keys("b f5 f5 f5");
    assert!(!sent(&tutor), "{}", tutor.screen());
    assert!(!tutor.player().is_ticked(0));
    // What is asked for is where one is by then: its arrows choose.
    let screen = tutor.screen();
    assert!(
        screen.contains("[Predict]") || screen.contains("▸ 1"),
        "{screen}"
    );
    // Wrong is a judgement too.
    tutor.guess();
    tutor.keys("f5");
    assert!(sent(&tutor), "{}", tutor.screen());
    assert!(tutor.player().is_ticked(0));
    // It changed nothing, so nothing is put back before the next one is opened.
    assert!(
        tutor.screen().contains("Nothing was changed"),
        "{}",
        tutor.screen()
    );
    tutor.keys("v");
    let trial = tutor.player().lab.trial_of("T1/good");
    assert_eq!(trial.map(Trial::word), Some("put-back"));
}

#[rstest]
#[case("automate")]
#[case("private-key-jwt")]
#[case("think-like-the-api")]
fn a_guess_that_comes_too_late_is_not_waited_for(#[case] lesson: &str) {
    let mut tutor = before(lesson, "break");
    tutor.keys("b f5 f5 p");
    let player = tutor.player();
    assert!(player.reached.contains("break"));
    assert!(player.has_done(tutor.app.facts()));
    let ticks = &player.step().ticks;
    let late = ticks
        .iter()
        .position(|tick| tick.text == "Say what you expect");
    let late = late.unwrap();
    assert!(player.is_unseen(late) && !player.is_ticked(late));
    let words = player.unseen_words(late, "A guess".into());
    assert!(words.contains("too late"), "{words}");
}

#[test]
fn what_is_open_is_told_alike_by_the_list_and_by_the_end() {
    let mut tutor = before("private-key-jwt", "grant");
    tutor.keys("g");
    let list = tutor.screen();
    assert!(list.contains("✓ Predict question 1"), "{list}");
    tutor.keys("esc");
    tutor.goes_to("done");
    let player = tutor.player();
    let (open, still) = (player.open_count(), player.still_to_do());
    let spots = oauth_tutor::app::spot::Spot::all(player.lesson);
    let pages = spots
        .iter()
        .filter(|at| player.is_page_done(**at) == Some(false));
    assert_eq!(pages.count(), open);
    // Each step has a line, and the cards of the quiz have one together.
    let cards = player.lesson.steps.iter().find(|step| step.id == "quiz");
    let cards = cards.unwrap().asks.len();
    assert_eq!(still.len(), open - cards + 1, "{still:?}");
    let kept = &tutor.app.progress.lessons["private-key-jwt"];
    assert_eq!(kept.open_count(player.lesson), open);
}

#[test]
fn a_step_that_was_done_and_is_undone_says_both() {
    let mut tutor = before("private-key-jwt", "grant");
    let solve = &tutor.player().step().solve;
    tutor.plays(solve);
    assert!(tutor.screen().contains("2/2 done"), "{}", tutor.screen());
    // The last choice on the page is None (public service).
    tutor.keys("end enter");
    let player = tutor.player();
    assert!(player.reached.contains("grant"));
    assert!(player.was_done_before(tutor.app.facts()));
    assert!(
        tutor.screen().contains("1/2, done before"),
        "{}",
        tutor.screen()
    );
}

#[test]
fn who_goes_back_is_told_whose_settings_are_in_force() {
    let mut tutor = before("private-key-jwt", "grant");
    tutor.keys("end enter");
    let level = |tutor: &Tutor| tutor.app.facts().unwrap().flow_security.word();
    assert_eq!(level(&tutor), "public");
    tutor.goes_to("attempt");
    assert_eq!(level(&tutor), "oauth");
    tutor.goes_to("grant");
    assert_eq!(level(&tutor), "public");
    let screen = tutor.screen();
    assert!(
        screen.contains("Here the server is as you left it."),
        "{screen}"
    );
    // Where nothing at the server goes, nothing is said of it.
    tutor.goes_to("possession");
    assert!(
        !tutor.screen().contains("as you left it"),
        "{}",
        tutor.screen()
    );
}

#[test]
fn a_jump_guesses_nothing_and_leaves_the_guess_to_the_learner() {
    let mut tutor = Tutor::at(crate::met::lesson("think-like-the-api"));
    tutor.goes_to("ladder");
    tutor.goes_to("six-tokens");
    assert!(tutor.player().lab.trials.is_empty());
    assert!(tutor.player().guesses.is_empty());
    tutor.keys("b");
    tutor.guess();
    tutor.keys("f5");
    assert!(tutor.player().is_ticked(0), "{}", tutor.screen());
}

#[rstest]
#[case("key", ("keys", "public-key"))]
#[case("possession", ("proof", "dpop"))]
fn what_the_tutor_chose_is_not_chosen_once_more(
    #[case] step: &str,
    #[case] (form, field): (&str, &str),
) {
    let mut tutor = Tutor::at(crate::met::lesson("private-key-jwt"));
    tutor.goes_to("attempt");
    tutor.goes_to(step);
    let choice = || {
        Message::Create(Create::Choose {
            form: form.into(),
            field: field.into(),
            option: 1,
        })
    };
    tutor.tell(choice());
    let screen = tutor.screen();
    assert!(screen.contains("So the tutor has left it."), "{screen}");
    assert!(!tutor.player().reached.contains(step));
    tutor.tell(Message::Play(Play::ResetStep));
    assert!(!tutor.player().reached.contains(step));
    tutor.tell(choice());
    assert!(tutor.player().reached.contains(step));
}

#[test]
fn a_card_of_the_challenge_says_what_is_missing() {
    let mut tutor = before("challenge", "json");
    // The card before left id and secret in the header.
    assert_eq!(
        tutor.player().bench.draft.auth.name(),
        "client_secret_basic"
    );
    tutor.keys("end space f5");
    let screen = tutor.screen();
    assert!(
        screen.contains("Still open: Id and secret went in that body"),
        "{screen}"
    );
}

#[test]
fn a_change_beside_the_task_has_the_count_of_the_step_and_not_its_list() {
    let mut tutor = before("think-like-the-api", "break");
    tutor.keys("b v");
    let screen = tutor.screen();
    assert!(screen.contains("the step: 0/4"), "{screen}");
    assert!(!screen.contains("[>] Make the change"), "{screen}");
}

/// The token in hand may be one of a step that took a permission away: whoever puts the change back is shown that the call works.
#[test]
fn after_a_change_is_put_back_the_call_is_made_with_a_token_that_was_asked_for_anew() {
    let mut tutor = before("automate", "break");
    tutor.goes_to("break");
    tries(&mut tutor, 0, 0);
    let player = tutor.player();
    let runs = player.bench.runs.len();
    assert_eq!(
        player.tried_call().expect("a call").answer.reply.status,
        403
    );
    tutor.tell(Message::Play(Play::Send));
    let player = tutor.player();
    assert_eq!(player.bench.runs.len(), runs + 1, "a new token");
    assert_eq!(
        player.called_again().expect("a call").answer.reply.status,
        200
    );
    assert!(player.shows_as_it_was());
}

/// A token that was there before would show nothing of it.
#[test]
fn no_call_is_made_where_no_token_came_for_it() {
    let mut tutor = before("automate", "break");
    tutor.goes_to("break");
    tries(&mut tutor, 0, 0);
    tutor.tell(Message::Hand(Hand::Make(Deed::Broken)));
    let calls = |tutor: &Tutor| {
        let runs = tutor.player().bench.runs.iter();
        runs.map(|run| run.call.answers.len()).sum::<usize>()
    };
    let made = calls(&tutor);
    tutor.tell(Message::Play(Play::Send));
    assert_eq!(tutor.player().bench.latest().unwrap().status(), 500);
    assert_eq!(calls(&tutor), made);
}
