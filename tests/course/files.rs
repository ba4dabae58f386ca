//! The course as its readers and authors meet it: the built-in course is fit to teach, and a faulty one is told so.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use oauth_tutor::lesson::bench::Bench;
use oauth_tutor::lesson::change::{Change, FaultKind, Move, Press, WorldChange};
use oauth_tutor::lesson::dashboard::{Dashboard, FieldKind};
use oauth_tutor::lesson::fact::{Condition, Subject};
use oauth_tutor::lesson::lint::{Complaint, lint, lint_course, lint_dashboard};
use oauth_tutor::lesson::model::{Ask, AskKind, CardKind, Stage};
use oauth_tutor::lesson::notes::demanded;
use oauth_tutor::lesson::place::line_of;
use oauth_tutor::lesson::target::TargetName;
use oauth_tutor::lesson::template::Template;
use oauth_tutor::lesson::{self, Course, FOLDERS, Lesson, course, number_of, parse};
use proptest::prelude::{prop_assert, proptest};
use rstest::rstest;

/// The steps of the first lesson that the tests change, by their place.
const CREATE: usize = 2;
const BUILD: usize = 3;
const SEND: usize = 4;
const BREAK: usize = 8;
const QUIZ: usize = 9;

/// The files of one folder of the course: name and text.
fn files(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    lesson::files()
        .iter()
        .filter(move |(of, ..)| *of == folder)
        .map(|(_, name, text)| (*name, text.as_str()))
}

fn text() -> &'static str {
    files("lessons").next().unwrap().1
}

fn first() -> Lesson {
    let lesson = parse(text(), "01-first-token.toml").unwrap();
    let ids = [CREATE, BUILD, SEND, BREAK, QUIZ].map(|at| lesson.steps[at].id.clone());
    assert_eq!(ids, ["create-app", "build", "send", "break", "quiz"]);
    lesson
}

/// The text of the first lesson with one passage replaced; the passage must be there.
fn replaced(from: &str, to: &str) -> String {
    assert!(text().contains(from), "the lesson no longer says {from:?}");
    text().replacen(from, to, 1)
}

fn with(from: &str, to: &str) -> Lesson {
    parse(&replaced(from, to), "changed.toml").unwrap()
}

#[track_caller]
fn told(complaints: &[Complaint], place: &str, text: &str) {
    let found = complaints
        .iter()
        .any(|one| one.place == place && one.text.contains(text));
    assert!(found, "wanted {place}: {text}; got {complaints:#?}");
}

/// Every question of a lesson, those of its experiments included.
fn all_asks(lesson: &Lesson) -> Vec<&Ask> {
    let experiments = lesson.steps.iter().flat_map(|step| &step.experiments);
    let variants = experiments.flat_map(|one| &one.variants);
    let of_steps = lesson.asks().map(|(_, ask)| ask);
    of_steps
        .chain(variants.filter_map(|one| one.ask.as_ref()))
        .collect()
}

#[test]
fn every_built_in_lesson_is_fit_to_teach() {
    for (place, (name, text)) in files("lessons").enumerate() {
        let lesson = parse(text, name).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(lint(&lesson, course()), [], "{name}");
        assert_eq!(name, format!("{:02}-{}.toml", place + 1, lesson.id));
        assert_eq!(course().lessons[place].id, lesson.id);
        assert_eq!(number_of(&lesson.id), Some(place + 1));
    }
    assert_eq!(lint_course(&course().lessons), []);
    assert_eq!(number_of("no-such-lesson"), None);
}

#[test]
fn every_built_in_dashboard_is_fit_to_use() {
    for (name, text) in files("dashboards") {
        let read = Course::from_files([("dashboards", name, text)]);
        let read = read.unwrap_or_else(|error| panic!("{error}"));
        let [dashboard] = read.dashboards.as_slice() else {
            panic!("{name} is one dashboard")
        };
        assert_eq!(lint_dashboard(dashboard), [], "{name}");
        assert_eq!(name, format!("{}.toml", dashboard.target.name()));
    }
    for lesson in &course().lessons {
        for target in &lesson.targets {
            let mut steps = lesson.steps.iter();
            let wants = steps.any(|step| step.bench == Some(Bench::Dashboard));
            assert!(
                !wants || course().dashboard(*target).is_some(),
                "{} asks for a dashboard of {}",
                lesson.id,
                target.word()
            );
        }
    }
}

#[test]
fn every_file_of_the_course_is_in_the_binary() {
    for folder in FOLDERS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("assets")
            .join(folder);
        let on_disk: HashSet<String> = fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let embedded: HashSet<String> = files(folder).map(|(name, _)| name.to_owned()).collect();
        assert_eq!(on_disk, embedded, "{folder}");
    }
}

#[test]
fn a_lesson_is_found_by_number_and_by_id() {
    for (at, lesson) in course().lessons.iter().enumerate() {
        let number = (at + 1).to_string();
        assert_eq!(lesson.number.to_string(), number);
        assert_eq!(course().find(&number).unwrap().id, lesson.id);
        assert_eq!(course().find(&lesson.id).unwrap().number, lesson.number);
        assert_eq!(course().lesson(&lesson.id), Some(lesson));
    }
    assert_eq!(course().find("1").unwrap().id, "first-token");
    let beyond = (course().lessons.len() + 1).to_string();
    for unknown in ["0", "01", &beyond, "", "First-token"] {
        assert!(course().find(unknown).is_none(), "{unknown}");
    }
}

/// Every value under a member `lesson`, at any depth.
fn lessons_named(value: &toml::Value, found: &mut Vec<String>) {
    let toml::Value::Table(table) = value else {
        return;
    };
    for (key, below) in table {
        match below {
            toml::Value::String(id) if key == "lesson" => found.push(id.clone()),
            below => lessons_named(below, found),
        }
    }
}

#[test]
fn every_lesson_that_a_rule_speaks_of_is_there() {
    let rules: toml::Table = include_str!("../../assets/rules.toml").parse().unwrap();
    let mut named = Vec::new();
    lessons_named(&toml::Value::Table(rules), &mut named);
    assert!(named.len() > 20, "the rules speak of lessons");
    for id in named {
        assert!(
            course().lesson(&id).is_some(),
            "a rule speaks of a lesson {id}, which is not there"
        );
    }
}

#[test]
fn every_thing_on_the_screens_has_its_text() {
    for lesson in &course().lessons {
        let dashboard = course().dashboard(lesson.targets[0]);
        for step in &lesson.steps {
            let of_forms = dashboard.map_or_else(Vec::new, |one| one.notes(&step.forms));
            for about in demanded(step, &lesson.form, &of_forms) {
                assert!(step.note(&about).is_some(), "{}: {about}", step.id);
            }
        }
    }
}

#[test]
fn what_is_measured_decides_which_guess_is_right() {
    let lesson = first();
    let [requests, subject, reply] = lesson.steps[1].asks.as_slice() else {
        panic!("three questions")
    };
    let measure = |ask: &Ask| ask.measure.as_ref().map(Subject::spelling);
    assert_eq!(measure(requests).as_deref(), Some("request.rounds"));
    assert_eq!(measure(subject).as_deref(), Some("token.claim.sub"));
    assert_eq!(measure(reply), None);
    assert!(reply.options.iter().all(|option| option.when.is_some()));
    let broken = lesson.steps[BREAK].experiments[0].variants[0].ask.as_ref();
    let broken = broken.unwrap();
    assert_eq!(measure(broken).as_deref(), Some("reply.answer"));
    for ask in [requests, subject, reply, broken] {
        assert!(ask.is_prediction(), "{}", ask.id);
        assert_eq!(
            ask.right(),
            None,
            "the file knows no right answer: {}",
            ask.id
        );
    }
    let value = |wanted: &str| {
        let mut values = broken.options.iter().filter_map(|one| one.value.as_deref());
        values.any(|value| value == wanted)
    };
    assert!(value("401 access_denied"));
    assert!(value("401 invalid_client"), "what another dialect answers");
}

#[test]
fn a_wrong_guess_names_the_belief_behind_it() {
    let lesson = first();
    let [requests, subject, reply] = lesson.steps[1].asks.as_slice() else {
        panic!("three questions")
    };
    assert_eq!(requests.belief(1), Some("M1"), "the option's own");
    assert_eq!(requests.belief(0), None);
    assert_eq!(subject.belief(0), Some("M1"));
    assert_eq!(subject.belief(1), None, "wrong for another reason");
    assert_eq!(reply.belief(2), Some("M12"));
    assert_eq!(reply.belief(1), Some("M5"));
    assert_eq!(reply.belief(9), None, "no such option");
}

#[test]
fn every_quiz_has_one_card_of_each_kind_and_one_right_option_each() {
    for lesson in &course().lessons {
        for step in lesson.steps_of(Stage::Quiz) {
            let kinds = step.asks.iter().filter_map(|card| card.card);
            let kinds: Vec<_> = kinds.filter(|kind| *kind != CardKind::Apply).collect();
            assert_eq!(kinds, CardKind::NEEDED, "{}", lesson.id);
            let chosen = step.asks.iter().filter(|card| card.kind == AskKind::Choose);
            let places: Vec<_> = chosen.map(|card| card.right().unwrap()).collect();
            let different: HashSet<_> = places.iter().collect();
            assert!(
                different.len() >= 3,
                "{}: the right one hides at {places:?}: easy to guess",
                lesson.id
            );
        }
    }
}

#[test]
fn no_lesson_names_a_key_by_its_spelling() {
    let function = |word: &str| {
        let number = word
            .strip_prefix('F')
            .and_then(|rest| rest.parse::<u8>().ok());
        number.is_some_and(|number| (1..=12).contains(&number))
    };
    let keys = ["PgDn", "PgUp", "Esc", "Ctrl", "Tab", "Shift", "Del"];
    for (name, text) in files("lessons") {
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            let is_key = keys.contains(&word) || function(word);
            assert!(
                !is_key,
                "{name} names the key {word}; name it as {{key:send}}"
            );
        }
    }
}

#[test]
fn every_answer_of_the_course_has_feedback() {
    for lesson in &course().lessons {
        for ask in all_asks(lesson) {
            assert!(!ask.why.is_empty(), "{}: {}", lesson.id, ask.id);
            for option in &ask.options {
                assert!(!option.feedback.is_empty(), "{}: {}", ask.id, option.text);
            }
        }
    }
}

#[rstest]
#[case::id("id = \"first-token\"", "id = \"First token\"", "id", "small letters")]
#[case::minutes("minutes = 8", "minutes = 0", "minutes", "1 to 30")]
#[case::no_target(
    "targets = [\"auth0\"]",
    "targets = []",
    "targets",
    "at least one of rfc, auth0, okta"
)]
#[case::goals(
    "    \"get an access token by hand\",\n",
    "",
    "can",
    "3 entries, not 2"
)]
#[case::id_of_step(
    "id = \"create-app\"\nstage",
    "id = \"Create app\"\nstage",
    "step[2].id",
    "small letters"
)]
#[case::same_step(
    "id = \"check\"\nstage",
    "id = \"read\"\nstage",
    "step[6].id",
    "used twice"
)]
#[case::same_id(
    "[[step.asks]]\nid = \"l1-subject\"",
    "[[step.asks]]\nid = \"l1-requests\"",
    "step[1].asks[1].id",
    "used twice"
)]
#[case::id_of_experiment(
    "ask]\nid = \"b1-answer\"",
    "ask]\nid = \"l1-reply\"",
    "step[8].experiments[0].variant[0].ask.id",
    "used twice"
)]
#[case::borrowed(
    "bench = \"lab\"\n",
    "bench = \"lab\"\nborrows = [\"audience/B6\"]\n",
    "step[8].borrows[0]",
    "only a sandbox"
)]
#[case::same_value(
    "value = \"2\"",
    "value = \"1\"",
    "step[1].asks[0].options[1].value",
    "same"
)]
#[case::same_text(
    "text = \"Your app, before it sends\"",
    "text = \"The browser\"",
    "step[9].asks[2].options[3].text",
    "same"
)]
#[case::no_measure(
    "measure = \"request.rounds\"\n",
    "",
    "step[1].asks[0].measure",
    "a prediction has a measure"
)]
#[case::value_without_measure(
    "measure = \"request.rounds\"\n",
    "",
    "step[1].asks[0].options[0]",
    "and nothing else has"
)]
#[case::no_value(
    "value = \"2\"\n",
    "",
    "step[1].asks[0].options[1]",
    "a value or a condition in each option"
)]
#[case::prediction_with_an_answer(
    "value = \"2\"",
    "value = \"2\"\nright = true",
    "step[1].asks[0].options",
    "no option is right by the file"
)]
#[case::value_names_nothing(
    "value = \"{app.client_id}@clients\"",
    "value = \"{app.id}@clients\"",
    "step[1].asks[1].options[2].value",
    "nothing is called {app.id}"
)]
#[case::unknown_belief(
    "misconception = \"M1\"",
    "misconception = \"M19\"",
    "step[1].asks[0].options[1].misconception",
    "M1 to M18"
)]
#[case::unknown_note(
    "about = \"endpoint\"",
    "about = \"endpont\"",
    "step[3].notes[0].about",
    "nothing on the screen is called endpont"
)]
#[case::missing_note(
    "about = \"endpoint\"",
    "about = \"endpont\"",
    "step[3].notes",
    "no note about endpoint"
)]
#[case::note_twice(
    "about = \"spa\"",
    "about = \"native\"",
    "step[2].notes[3].about",
    "already"
)]
#[case::missing_annotation(
    "about = \"reply.expires_in\"",
    "about = \"reply.cache\"",
    "step[7].notes",
    "no note about reply.expires_in"
)]
#[case::field_that_is_not_shown(
    "fields = [\"audience\", \"scope\"]",
    "fields = [\"audience\"]",
    "step[3].notes[5].about",
    "nothing on the screen is called scope"
)]
#[case::field_without_a_note(
    "auth = [\"post\"]",
    "auth = [\"post\", \"basic\"]",
    "step[3].notes",
    "no note about credentials"
)]
#[case::unknown_form(
    "forms = [\"create\"]",
    "forms = [\"kreate\"]",
    "step[2].forms[0]",
    "has no form kreate"
)]
#[case::no_form("forms = [\"create\"]", "forms = []", "step[2]", "names its forms")]
#[case::two_right_answers(
    "text = \"The server fills it in later\"",
    "text = \"The server fills it in later\"\nright = true",
    "step[2].asks[0].options",
    "exactly one option must be right, not 2"
)]
#[case::no_right_card(
    "text = \"The authorization server\"\nright = true",
    "text = \"The authorization server\"",
    "step[9].asks[2].options",
    "not 0"
)]
#[case::cards("card = \"who\"", "card = \"recall\"", "step[9].asks", "one of each")]
#[case::no_kind(
    "card = \"who\"\n",
    "",
    "step[9].asks[2].card",
    "what the card exercises"
)]
#[case::nothing_shown(
    "card = \"recall\"",
    "card = \"spot\"",
    "step[9].asks[0].shown",
    "look at"
)]
#[case::experiment_id(
    "id = \"B1\"",
    "id = \"B19\"",
    "step[8].experiments[0].id",
    "B1 to B18, X1 to X9, or T1 to T9"
)]
#[case::spelled_experiment_id(
    "id = \"B1\"",
    "id = \"B01\"",
    "step[8].experiments[0].id",
    "B1 to B18, X1 to X9, or T1 to T9"
)]
#[case::answers_nothing(
    "id = \"b1-answer\", option",
    "id = \"l1-reply\", option",
    "step[8].solve[0].id",
    "does not ask"
)]
#[case::set_up_names_nothing(
    "to = \"{api.reports}\" }]\ncan",
    "to = \"{apis.reports}\" }]\ncan",
    "setup[0]",
    "nothing is called {apis.reports}"
)]
#[case::goal_names_nothing(
    "app.apis has {api.reports}",
    "app.apis has {reports}",
    "step[2].goals[1]",
    "nothing is called {reports}"
)]
#[case::tick_names_nothing(
    "your app\", when = \"draft.client_id == {app.client_id}",
    "your app\", when = \"draft.client_id == {app.id}",
    "step[3].ticks[1].when",
    "nothing is called {app.id}"
)]
#[case::solution_names_nothing(
    "to = \"{app.client_id}\"",
    "to = \"{app.id}\"",
    "step[3].solve[1]",
    "nothing is called {app.id}"
)]
#[case::experiment_names_nothing(
    "flip({app.secret})",
    "flip({app.password})",
    "step[8].experiments[0].variant[0].moves[0]",
    "nothing is called {app.password}"
)]
#[case::expectation_names_nothing(
    "expect = [\"reply.answer == '401 access_denied'\"]",
    "expect = [\"reply.answer == {app.password}\"]",
    "step[8].experiments[0].variant[0].expect[0]",
    "nothing is called {app.password}"
)]
#[case::summary_of_nothing(
    "[[done.summary]]\nstep = \"check\"",
    "[[done.summary]]\nstep = \"chek\"",
    "done.summary[3].step",
    "no step of this lesson that has goals"
)]
#[case::summary_of_no_deed(
    "[[done.summary]]\nstep = \"check\"",
    "[[done.summary]]\nstep = \"explain\"",
    "done.summary[3].step",
    "no step of this lesson that has goals"
)]
#[case::empty_text("title = \"Send it\"", "title = \" \"", "step[4].title", "is empty")]
#[case::no_title("title = \"Send it\"\n", "", "step[4].title", "is empty")]
#[case::exclamation(
    "title = \"Send it\"",
    "title = \"Send it!\"",
    "step[4].title",
    "exclamation mark"
)]
#[case::escape_character(
    "title = \"Send it\"",
    "title = \"Send \\u001b[2J it\"",
    "step[4].title",
    "U+001B"
)]
#[case::bidi_character(
    "title = \"Send it\"",
    "title = \"Send \\u202e it\"",
    "step[4].title",
    "U+202E"
)]
#[case::line_break(
    "title = \"Send it\"",
    "title = \"Send\\nit\"",
    "step[4].title",
    "U+000A"
)]
#[case::loose_blanks(
    "title = \"Send it\"",
    "title = \"Send  it\"",
    "step[4].title",
    "blanks"
)]
#[case::long_task(
    "task = \"Send it, and read",
    "task = \"Send the request that you have put together so carefully, and then read",
    "step[4].task",
    "58 fit"
)]
#[case::long_option(
    "text = \"The browser\"",
    "text = \"The browser, which by the way does not take part in this flow at all\"",
    "step[9].asks[2].options[3].text",
    "60 fit"
)]
#[case::wide_sample(
    "Pragma: no-cache\n",
    "Pragma: no-cache; and then a lot more that no small screen can hold\n",
    "step[9].asks[1].shown",
    "56 fit"
)]
#[case::tall_sample(
    "Pragma: no-cache\n",
    "Pragma: no-cache\nA: 1\nB: 2\nC: 3\nD: 4\n",
    "step[9].asks[1].shown",
    "12 fit"
)]
#[case::real_address(
    "https://api.invoices.example. Permission",
    "https://tenant.auth0.com/ Permission",
    "step[2].hints[2]",
    "address"
)]
#[case::address_in_disguise(
    "https://api.invoices.example. Permission",
    "https://api.example@evil.test/ Permission",
    "step[2].hints[2]",
    "address"
)]
#[case::unknown_key("{key:verify}", "{key:prove}", "step[5].task", "no key does prove")]
#[case::key_by_its_spelling(
    "verify {key:verify}",
    "press F8 for the token",
    "step[5].task",
    "names the key"
)]
#[case::key_at_the_start_of_a_sentence(
    "task = \"Read, verify",
    "task = \"Press F8, and",
    "step[5].task",
    "names the key"
)]
#[case::page_key(
    "task = \"Send it, and",
    "task = \"PgDn, and",
    "step[4].task",
    "names the key PgDn"
)]
#[case::chord(
    "task = \"Send it, and",
    "task = \"Ctrl+S, and",
    "step[4].task",
    "names the key Ctrl+"
)]
#[case::escape_key(
    "task = \"Send it, and",
    "task = \"Esc, and",
    "step[4].task",
    "names the key Esc"
)]
fn a_faulty_lesson_is_told_where_and_what(
    #[case] from: &str,
    #[case] to: &str,
    #[case] place: &str,
    #[case] text: &str,
) {
    let changed = replaced(from, to);
    let lesson = parse(&changed, "changed.toml").unwrap();
    told(&lint(&lesson, course()), place, text);
    assert!(line_of(&changed, place).is_some(), "{place} is no line");
}

#[test]
fn a_sandbox_borrows_an_experiment_once() {
    let (name, text) = files("extra")
        .find(|(name, _)| *name == "sandbox-auth0.toml")
        .expect("a sandbox");
    let changed = text.replacen(
        "    \"first-token/B2\",\n",
        "    \"first-token/B2\",\n    \"first-token/B1\",\n",
        1,
    );
    let sandbox = parse(&changed, name).unwrap();
    told(
        &lint(&sandbox, course()),
        "step[8].borrows[2]",
        "is borrowed twice",
    );
    let as_it_is = parse(text, name).unwrap();
    assert_eq!(lint(&as_it_is, course()), []);
}

fn condition(text: &str) -> Condition {
    Condition::read(text).unwrap()
}

/// A change of a kind that names something.
fn names_nothing() -> Change {
    Change::World(WorldChange::Organization(Template::new("{acme}")))
}

#[rstest]
#[case::no_steps(|lesson: &mut Lesson| lesson.steps.clear(), "step", "1 to 8 do-steps, not 0")]
#[case::nothing_to_do(
    |lesson: &mut Lesson| lesson.steps.retain(|step| step.stage != Stage::Do),
    "step",
    "1 to 8 do-steps, not 0"
)]
#[case::too_much_to_do(
    |lesson: &mut Lesson| for _ in 0..4 {
        let again = lesson.steps[SEND].clone();
        lesson.steps.insert(SEND, again);
    },
    "step",
    "1 to 8 do-steps, not 9"
)]
#[case::no_goal_step(|lesson: &mut Lesson| drop(lesson.steps.remove(0)), "step", "begins with a goal step")]
#[case::no_done_step(|lesson: &mut Lesson| drop(lesson.steps.pop()), "step", "ends with a done step")]
#[case::stage_in_two_pieces(
    |lesson: &mut Lesson| lesson.steps.swap(BREAK, SEND),
    "step[5].stage",
    "stand together"
)]
#[case::leaves_out(|lesson: &mut Lesson| lesson.leaves_out.clear(), "leaves_out", "no entry")]
#[case::no_summary(|lesson: &mut Lesson| lesson.done.summary.clear(), "done.summary", "no line")]
#[case::no_next(|lesson: &mut Lesson| lesson.done.next.clear(), "done.next", "is empty")]
#[case::no_why(|lesson: &mut Lesson| lesson.why.clear(), "why", "is empty")]
#[case::bench_of_a_quiz(
    |lesson: &mut Lesson| lesson.steps[QUIZ].bench = Some(Bench::Read),
    "step[9].bench",
    "has no bench"
)]
#[case::no_bench(|lesson: &mut Lesson| lesson.steps[SEND].bench = None, "step[4]", "a do-step has a bench")]
#[case::other_bench_to_explain(
    |lesson: &mut Lesson| lesson.steps[7].bench = Some(Bench::Read),
    "step[7]",
    "has the bench explain"
)]
#[case::other_bench_to_break(
    |lesson: &mut Lesson| lesson.steps[BREAK].bench = Some(Bench::Send),
    "step[8]",
    "has the bench lab"
)]
#[case::nothing_to_break(
    |lesson: &mut Lesson| lesson.steps[BREAK].experiments.clear(),
    "step[8]",
    "and an experiment"
)]
#[case::no_variant(
    |lesson: &mut Lesson| lesson.steps[BREAK].experiments[0].variants.clear(),
    "step[8].experiments[0].variant",
    "has none"
)]
#[case::expects_nothing(
    |lesson: &mut Lesson| lesson.steps[BREAK].experiments[0].variants[0].expect.clear(),
    "step[8].experiments[0].variant[0].expect",
    "says nothing"
)]
#[case::experiment_without_a_meaning(
    |lesson: &mut Lesson| lesson.steps[BREAK].experiments[0].variants[0].means.clear(),
    "step[8].experiments[0].variant[0].means",
    "is empty"
)]
#[case::no_way_back(
    |lesson: &mut Lesson| lesson.steps[BREAK].experiments[0].put_back.clear(),
    "step[8].experiments[0].put_back",
    "is empty"
)]
#[case::empty_error_book(
    |lesson: &mut Lesson| lesson.steps[BREAK].experiments[0].error_book.as_mut().unwrap().fix.clear(),
    "step[8].experiments[0].error_book.fix",
    "is empty"
)]
#[case::guess_of_an_experiment_with_an_answer(
    |lesson: &mut Lesson| asked_at_break(lesson).options[0].right = true,
    "step[8].experiments[0].variant[0].ask.options",
    "no option is right by the file"
)]
#[case::guess_of_an_experiment_without_a_measure(
    |lesson: &mut Lesson| asked_at_break(lesson).measure = None,
    "step[8].experiments[0].variant[0].ask.measure",
    "a prediction has a measure"
)]
#[case::hints(|lesson: &mut Lesson| drop(lesson.steps[SEND].hints.pop()), "step[4].hints", "3 entries, not 2")]
#[case::hints_of_an_experiment(
    |lesson: &mut Lesson| lesson.steps[BREAK].hints.clear(),
    "step[8].hints",
    "3 entries, not 0"
)]
#[case::no_goal(|lesson: &mut Lesson| lesson.steps[SEND].goals.clear(), "step[4]", "has no goal")]
#[case::no_solve(|lesson: &mut Lesson| lesson.steps[SEND].solve.clear(), "step[4]", "has no solve")]
#[case::no_solution(|lesson: &mut Lesson| lesson.steps[SEND].solution.clear(), "step[4].solution", "is empty")]
#[case::no_intro(|lesson: &mut Lesson| lesson.steps[SEND].intro.clear(), "step[4].intro", "is empty")]
#[case::no_tick(|lesson: &mut Lesson| lesson.steps[SEND].ticks.clear(), "step[4].ticks", "1 to 8 ticks, not 0")]
#[case::one_question(
    |lesson: &mut Lesson| lesson.steps[1].asks.truncate(1),
    "step[1].asks",
    "2 or 3 questions, not 1"
)]
#[case::four_questions(
    |lesson: &mut Lesson| {
        let again = lesson.steps[1].asks[0].clone();
        lesson.steps[1].asks.push(again);
    },
    "step[1].asks",
    "2 or 3 questions, not 4"
)]
#[case::too_few_options(
    |lesson: &mut Lesson| lesson.steps[1].asks[0].options.truncate(2),
    "step[1].asks[0].options",
    "3 or 4 options, not 2"
)]
#[case::no_feedback(
    |lesson: &mut Lesson| lesson.steps[QUIZ].asks[0].options[1].feedback.clear(),
    "step[9].asks[0].options[1].feedback",
    "the right one too"
)]
#[case::no_feedback_of_a_prediction(
    |lesson: &mut Lesson| lesson.steps[1].asks[2].options[3].feedback.clear(),
    "step[1].asks[2].options[3].feedback",
    "is told why"
)]
#[case::no_feedback_of_an_experiment(
    |lesson: &mut Lesson| asked_at_break(lesson).options[2].feedback.clear(),
    "step[8].experiments[0].variant[0].ask.options[2].feedback",
    "is told why"
)]
#[case::no_reason(
    |lesson: &mut Lesson| lesson.steps[QUIZ].asks[0].why.clear(),
    "step[9].asks[0].why",
    "is empty"
)]
#[case::card_without_now(
    |lesson: &mut Lesson| lesson.steps[QUIZ].asks[0].now.clear(),
    "step[9].asks[0].now",
    "a card says it"
)]
#[case::card_without_more(
    |lesson: &mut Lesson| lesson.steps[QUIZ].asks[0].more.clear(),
    "step[9].asks[0].more",
    "a card says it"
)]
#[case::belief_of_a_question(
    |lesson: &mut Lesson| lesson.steps[QUIZ].asks[2].misconception = Some("M0".into()),
    "step[9].asks[2].misconception",
    "M1 to M18"
)]
#[case::nothing_to_type(
    |lesson: &mut Lesson| lesson.steps[QUIZ].asks[0].kind = AskKind::Type,
    "step[9].asks[0].accepts",
    "nothing would be right"
)]
#[case::options_beside_typing(
    |lesson: &mut Lesson| lesson.steps[QUIZ].asks[0].kind = AskKind::Type,
    "step[9].asks[0].options",
    "has no options"
)]
#[case::question_beside_the_work_without_an_answer(
    |lesson: &mut Lesson| for option in &mut lesson.steps[CREATE].asks[0].options {
        option.right = false;
    },
    "step[2].asks[0].options",
    "exactly one option must be right, not 0"
)]
#[case::condition_beside_a_right_option(
    |lesson: &mut Lesson| {
        let option = &mut lesson.steps[CREATE].asks[0].options[0];
        option.when = Some(condition("reply.status == 200"));
    },
    "step[2].asks[0].options[1]",
    "a value or a condition in each option"
)]
#[case::set_up_of_a_step_names_nothing(
    |lesson: &mut Lesson| lesson.steps[SEND].setup.push(names_nothing()),
    "step[4].setup[0]",
    "nothing is called {acme}"
)]
#[case::second_change_of_a_set_up_names_nothing(
    |lesson: &mut Lesson| {
        let fault = Change::World(WorldChange::Fault(FaultKind::Slow));
        lesson.steps[SEND].setup = vec![fault, names_nothing()];
    },
    "step[4].setup[1]",
    "nothing is called {acme}"
)]
#[case::a_name_that_is_missing(
    |lesson: &mut Lesson| lesson.steps[BUILD].solve.push(Move::Change(Change::World(
        WorldChange::DefaultAudience(Template::new("{api.}"))
    ))),
    "step[3].solve[5]",
    "nothing is called {api.}"
)]
#[case::typed_answer_to_nothing(
    |lesson: &mut Lesson| lesson.steps[SEND].solve.push(Move::Press(Press::Type("none".into(), "x".into()))),
    "step[4].solve[1].id",
    "does not ask"
)]
#[case::what_a_hint_lays_in_names_nothing(
    |lesson: &mut Lesson| lesson.steps[BUILD].hints[2].lays.push(names_nothing()),
    "step[3].hints[2].lays[0]",
    "nothing is called {acme}"
)]
#[case::condition_of_an_option_names_nothing(
    |lesson: &mut Lesson| lesson.steps[1].asks[2].options[0].when = Some(condition("token.claim.aud has {apis.x}")),
    "step[1].asks[2].options[0].when",
    "nothing is called {apis.x}"
)]
#[case::what_settles_a_guess_names_nothing(
    |lesson: &mut Lesson| lesson.steps[1].asks[0].given = Some(condition("token.claim.aud has {apis.x}")),
    "step[1].asks[0].given",
    "nothing is called {apis.x}"
)]
#[case::empty_word_on_a_set_up(
    |lesson: &mut Lesson| lesson.steps[SEND].told = Some(String::new()),
    "step[4].told",
    "is empty"
)]
fn a_faulty_step_is_told_where_and_what(
    #[case] change: fn(&mut Lesson),
    #[case] place: &str,
    #[case] text: &str,
) {
    let mut lesson = first();
    change(&mut lesson);
    told(&lint(&lesson, course()), place, text);
}

fn asked_at_break(lesson: &mut Lesson) -> &mut Ask {
    let variant = &mut lesson.steps[BREAK].experiments[0].variants[0];
    variant.ask.as_mut().unwrap()
}

#[test]
fn a_quiz_may_hold_cards_that_use_the_skill_anywhere() {
    for at in 0..=CardKind::NEEDED.len() {
        let mut lesson = first();
        let mut apply = lesson.steps[QUIZ].asks[0].clone();
        apply.id = "apply".into();
        apply.card = Some(CardKind::Apply);
        lesson.steps[QUIZ].asks.insert(at, apply);
        assert_eq!(lint(&lesson, course()), [], "at {at}");
    }
    let mut lesson = first();
    lesson.steps[QUIZ].asks.swap(0, 1);
    told(&lint(&lesson, course()), "step[9].asks", "in this order");
}

#[test]
fn a_dashboard_step_is_held_to_the_dashboard_of_its_target() {
    let mut lesson = first();
    lesson.targets = vec![TargetName::Okta];
    let complaints = lint(&lesson, course());
    let okta = course().dashboard(TargetName::Okta).unwrap();
    assert_eq!(
        okta.form("create").is_none(),
        complaints.iter().any(|one| one.place == "step[2].forms[0]"),
        "{complaints:#?}"
    );
    let nowhere = Course::default();
    told(
        &lint(&first(), &nowhere),
        "step[2].forms[0]",
        "has no form create",
    );
}

#[rstest]
#[case::types(|it: &mut Dashboard| it.types.swap(0, 1), "types", "native, spa, regular-web, m2m, in this order")]
#[case::a_type_is_missing(|it: &mut Dashboard| drop(it.types.pop()), "types", "in this order")]
#[case::same_form(
    |it: &mut Dashboard| it.forms[1].id = it.forms[0].id.clone(),
    "form[1].id",
    "used twice"
)]
#[case::same_field(
    |it: &mut Dashboard| it.forms[0].fields[2].id = it.forms[0].fields[0].id.clone(),
    "form[0].field[2].id",
    "used twice"
)]
#[case::no_choice(
    |it: &mut Dashboard| it.forms[1].fields[0].options.truncate(1),
    "form[1].field[0]",
    "two options or more"
)]
#[case::shows_nothing(
    |it: &mut Dashboard| it.forms[0].fields[0].kind = FieldKind::Shown,
    "form[0].field[0]",
    "shows nothing"
)]
#[case::button_without_a_change(
    |it: &mut Dashboard| it.forms[0].fields[0].kind = FieldKind::Button,
    "form[0].field[0]",
    "changes something"
)]
#[case::change_names_nothing(
    |it: &mut Dashboard| it.forms[1].fields[0].options[0].changes.push(names_nothing()),
    "form[1].field[0].options[0].changes[1]",
    "nothing is called {acme}"
)]
#[case::shown_value_names_nothing(
    |it: &mut Dashboard| {
        it.forms[0].fields[0].kind = FieldKind::Shown;
        it.forms[0].fields[0].shows = Some(Template::new("{app.password}"));
    },
    "form[0].field[0].shows",
    "nothing is called {app.password}"
)]
fn a_faulty_dashboard_is_told_where_and_what(
    #[case] change: fn(&mut Dashboard),
    #[case] place: &str,
    #[case] text: &str,
) {
    let mut dashboard = course().dashboard(TargetName::Auth0).unwrap().clone();
    change(&mut dashboard);
    told(&lint_dashboard(&dashboard), place, text);
}

#[rstest]
#[case("https://api.reports.example/", true)]
#[case("http://127.0.0.1:9401/oauth/token", true)]
#[case("https://www.example.com.", true)]
#[case("https://notexample.com", false)]
#[case("http://127.0.0.1.evil.test/", false)]
#[case("https://", false)]
fn only_reserved_addresses_may_stand_in_a_lesson(#[case] address: &str, #[case] fine: bool) {
    let lesson = with("title = \"Send it\"", &format!("title = \"{address}\""));
    assert_eq!(lint(&lesson, course()).is_empty(), fine);
}

#[test]
fn all_faults_are_told_at_once() {
    let mut lesson = with("minutes = 8", "minutes = 99");
    lesson.steps[CREATE].hints.clear();
    lesson.done.next.clear();
    lesson.steps[QUIZ].asks[4].why = "Because. ".repeat(40);
    let places: Vec<_> = lint(&lesson, course())
        .into_iter()
        .map(|one| one.place)
        .collect();
    for place in [
        "minutes",
        "step[2].hints",
        "done.next",
        "step[9].asks[4].why",
    ] {
        assert!(
            places.iter().any(|one| one == place),
            "{place} in {places:?}"
        );
    }
}

#[test]
fn two_lessons_may_not_share_an_id() {
    let clashes = lint_course(&[first(), first()]);
    let told: Vec<_> = clashes
        .iter()
        .map(|(index, one)| (*index, one.place.as_str()))
        .collect();
    assert_eq!(told, [(1, "id")]);
}

#[test]
fn a_parse_error_gives_the_place_and_quotes_the_line() {
    let fault = |from: &str, to: &str| parse(&replaced(from, to), "mine.toml").unwrap_err();
    let unknown = fault("minutes = 8", "minuets = 8");
    let line = line_with("minutes = 8");
    assert_eq!((unknown.line, unknown.column), (line, 1));
    assert_eq!(unknown.quoted, "minuets = 8");
    assert!(unknown.message.contains("unknown field `minuets`"));
    assert!(
        unknown
            .to_string()
            .starts_with(&format!("mine.toml:{line}:1: "))
    );

    let typed = fault("minutes = 8", "minutes = \"eight\"");
    assert_eq!((typed.line, typed.column), (line, 11));

    let syntax = fault("minutes = 8", "minutes = ");
    assert_eq!(syntax.line, line);

    let measure = fault("measure = \"request.rounds\"", "measure = \"weather\"");
    assert!(measure.message.contains("weather"), "{measure}");
    assert_eq!(measure.quoted, "measure = \"weather\"");

    let absent = fault("minutes = 8\n", "");
    assert!(
        absent.message.contains("missing field `minutes`"),
        "{absent}"
    );
}

#[test]
fn boxes_of_the_newest_exchange_need_one_goal() {
    let challenge = files("lessons").find(|(name, _)| *name == "07-challenge.toml");
    let (_, text) = challenge.unwrap();
    let goal = "goals = [{ when = \"token.claim.aud has {api.users} and api.users.status == 200\", open = \"One token that the Users API takes.\" }]";
    let two = goal.replace(
        "}]",
        "}, { when = \"reply.status == 200\", open = \"A token.\" }]",
    );
    assert!(text.contains(goal));
    let lesson = parse(&text.replace(goal, &two), "changed.toml").unwrap();
    told(&lint(&lesson, course()), "step[1].newest", "one goal");
}

#[test]
fn a_fault_of_a_change_has_the_line_of_its_table() {
    let list = r#"setup = [{ tenant = "default_audience", to = "{api.reports}" }]"#;
    let line = line_with(list);
    let other = r#"{ tenant = "default_audience", to = "" }"#;
    for odd in [
        r#"{ tenant = "default_audiense", to = "" }"#,
        r#"{ tenant = "default_audience", too = "" }"#,
    ] {
        let lines = format!("setup = [\n    {other},\n    {odd},\n]");
        let fault = parse(&replaced(list, &lines), "mine.toml").unwrap_err();
        assert_eq!((fault.line, fault.column), (line + 2, 5), "{fault}");
        assert_eq!(fault.quoted.trim(), format!("{odd},"));
    }
}

fn line_with(wanted: &str) -> usize {
    let at = text().lines().position(|line| line == wanted);
    at.unwrap_or_else(|| panic!("the lesson has no line {wanted}")) + 1
}

#[rstest]
#[case::target("targets = [\"auth0\"]", "targets = [\"azure\"]", "azure")]
#[case::number(
    "id = \"first-token\"\n",
    "id = \"first-token\"\nnumber = 1\n",
    "number"
)]
#[case::stage("stage = \"goal\"", "stage = \"gaol\"", "gaol")]
#[case::bench("bench = \"send\"", "bench = \"sent\"", "sent")]
#[case::field_of_the_form("fields = [\"audience\", ", "fields = [\"prompt\", ", "prompt")]
#[case::card("card = \"who\"", "card = \"where\"", "where")]
#[case::subject(
    "given = \"reply.status",
    "given = \"reply.weather",
    "called reply.weather"
)]
#[case::operator(
    "given = \"reply.status ==",
    "given = \"reply.status =",
    "the operator is one of"
)]
#[case::no_value(
    "given = \"reply.status == 200\"",
    "given = \"reply.status ==\"",
    "nothing to compare with"
)]
#[case::value_of_present(
    "given = \"token.claim.sub present\"",
    "given = \"token.claim.sub present here\"",
    "take no value"
)]
#[case::fact_of_a_tick(
    "when = \"requests.token > 0\"",
    "when = \"requests.tokens > 0\"",
    "called requests.tokens"
)]
#[case::fact_of_a_goal("when = \"app.apis has", "when = \"app.apes has", "called app.apes")]
#[case::bare_fact_of_a_goal(
    "goals = [{ when = \"reply.status == 200\", open = \"There is no token yet. Mend the request and send it again.\" }]",
    "goals = [\"reply.weather == 200\"]",
    "called reply.weather"
)]
#[case::fact_of_a_goal_among_others(
    "any = [\"app.type ==",
    "any = [\"app.tipe ==",
    "called app.tipe"
)]
#[case::what_a_hint_lays_in(
    "\"Look at client_secret, and nowhere else. All other lines stay as they are.\"",
    "{ text = \"Look\", lays = [{ set = \"prompt\", to = \"x\" }] }",
    "prompt is none of: grant_type"
)]
#[case::fact_of_an_experiment(
    "expect = [\"reply.answer",
    "expect = [\"reply.weather",
    "called reply.weather"
)]
#[case::change(
    "setup = [{ tenant = \"default_audience\"",
    "setup = [{ tenant = \"weather\"",
    "tenant is one of"
)]
#[case::unknown_change("setup = [{ tenant =", "setup = [{ weather =", "weather")]
#[case::no_change(
    "setup = [{ tenant = \"default_audience\", to",
    "setup = [{ to",
    "a move names one of"
)]
#[case::change_to_nothing(
    "setup = [{ tenant = \"default_audience\", to = \"{api.reports}\" }]",
    "setup = [{ tenant = \"default_audience\" }]",
    "to is missing"
)]
#[case::press_in_a_set_up(
    "setup = [{ tenant = \"default_audience\", to = \"{api.reports}\" }]",
    "setup = [{ press = \"send\" }]",
    "only solutions hold one"
)]
#[case::press(
    "solve = [{ press = \"send\" }]",
    "solve = [{ press = \"sent\" }]",
    "press is one of"
)]
#[case::answer_without_an_option(
    "id = \"l1-requests\", option = 1 }",
    "id = \"l1-requests\" }",
    "option is missing"
)]
#[case::draft_field(
    "set = \"audience\"",
    "set = \"prompt\"",
    "prompt is none of: grant_type"
)]
fn what_is_not_in_the_model_is_told_by_name(
    #[case] from: &str,
    #[case] to: &str,
    #[case] says: &str,
) {
    let changed = replaced(from, to);
    let error = parse(&changed, "mine.toml").unwrap_err();
    assert!(error.message.contains(says), "{error}");
    // Where a passage was replaced is where the author has to look, or where the list begins that it stands in.
    let (before, _) = text().split_once(from).unwrap();
    let breaks = |text: &str| text.matches('\n').count();
    let first = breaks(before) + 1;
    let lines = first..=first + breaks(to);
    let list = before.rsplit_once(" = [\n");
    let list = list.filter(|(_, inside)| !inside.starts_with(']') && !inside.contains("\n]"));
    let list = list.map(|(outside, _)| breaks(outside) + 1);
    assert!(
        lines.contains(&error.line) || list == Some(error.line),
        "{lines:?} or {list:?}: {error}"
    );
}

#[test]
fn a_file_of_another_format_is_told_so_whatever_else_it_holds() {
    for format in [1, 3] {
        for extra in ["", "\nmood = \"calm\"\n"] {
            let other = replaced("format = 2\n", &format!("format = {format}\n{extra}"));
            let error = parse(&other, "other.toml").unwrap_err();
            assert_eq!(
                error.message,
                format!("format {format} is not known; this program reads format 2")
            );
            assert_eq!(error.quoted, format!("format = {format}"));
        }
    }
}

#[test]
fn a_parse_error_is_safe_to_print() {
    let error = parse("format = 2\n\u{1b}[2J = \u{202e}\n", "evil\u{1b}.toml").unwrap_err();
    let printed = error.to_string();
    assert!(
        !printed.contains('\u{1b}') && !printed.contains('\u{202e}'),
        "{printed:?}"
    );
    assert_eq!(error.line, 2);
}

#[test]
fn nesting_without_end_is_an_error_and_not_a_crash() {
    for (open, close) in [("[", "]"), ("{a=", "}")] {
        let text = format!(
            "format = {}1{}",
            open.repeat(200_000),
            close.repeat(200_000)
        );
        let error = parse(&text, "deep.toml").unwrap_err();
        assert_eq!(error.line, 1);
    }
}

proptest! {
    #[test]
    fn any_damage_to_a_lesson_is_read_or_told_with_a_place_in_the_file(
        at in 0..text().len(), cut in 0_usize..40, put in ".{0,8}",
    ) {
        let mut bytes = text().as_bytes().to_vec();
        bytes.splice(at..(at + cut).min(text().len()), put.bytes());
        let damaged = String::from_utf8_lossy(&bytes);
        match parse(&damaged, "damaged.toml") {
            // Whatever parses can be linted, and each complaint can be placed.
            Ok(lesson) => for complaint in lint(&lesson, course()) {
                prop_assert!(line_of(&damaged, &complaint.place).is_some(), "{complaint:?}");
            },
            Err(error) => prop_assert!(error.line <= damaged.matches('\n').count() + 1),
        }
    }
}

fn tutor(arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("oauth-tutor")
        .unwrap()
        .args(arguments)
        .assert()
}

fn stdout(done: &assert_cmd::assert::Assert) -> String {
    String::from_utf8(done.get_output().stdout.clone()).unwrap()
}

fn stderr(done: &assert_cmd::assert::Assert) -> String {
    String::from_utf8(done.get_output().stderr.clone()).unwrap()
}

#[test]
fn lessons_lists_the_course_in_plain_lines_when_piped() {
    let width = |part: fn(&Lesson) -> &str| {
        let parts = course().lessons.iter().map(|one| part(one).chars().count());
        parts.max().unwrap()
    };
    let (title, source) = (width(|one| &one.title), width(|one| &one.source));
    let line = |one: &Lesson| {
        format!(
            "{}  {:title$}  {:source$}  {} min\n",
            one.number, one.title, one.source, one.minutes
        )
    };
    let lines: String = course().lessons.iter().map(line).collect();
    assert!(lines.starts_with("1  Your first token  "), "{lines}");
    for arguments in [&["lessons"][..], &["lessons", "list"]] {
        let done = tutor(arguments).success();
        assert_eq!(stdout(&done), lines);
        assert_eq!(stderr(&done), "");
    }
}

#[test]
fn lessons_check_finds_the_built_in_course_clean() {
    let done = tutor(&["lessons", "check"]).success();
    assert_eq!(stdout(&done), "");
    let many = course().lessons.len();
    assert_eq!(
        stderr(&done),
        format!("{many} lessons checked, no complaint\n")
    );
    assert_eq!(
        stderr(&tutor(&["--quiet", "lessons", "check"]).success()),
        ""
    );
}

/// A folder with these files: path in it, and text.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn lessons_check_takes_a_folder_of_lessons_or_one_lesson() {
    let folder = folder(&[("01-first-token.toml", text())]);
    let one = folder.path().join("01-first-token.toml");
    for path in [folder.path(), &one] {
        let done = tutor(&["lessons", "check", shown(path)]).success();
        assert_eq!(stderr(&done), "1 lesson checked, no complaint\n");
    }
}

#[test]
fn lessons_check_tells_file_line_place_and_fault_of_every_file() {
    let folder = folder(&[
        ("01-good.toml", text()),
        ("02-same.toml", &replaced("minutes = 8", "minutes = 99")),
        ("03-torn.toml", "format = 2\nid = \n"),
        ("notes.txt", "not a lesson"),
    ]);
    let done = tutor(&["lessons", "check", shown(folder.path())]).code(1);
    let told = stdout(&done);
    for wanted in [
        format!(
            "02-same.toml:{}: minutes: must be from 1 to 30",
            line_with("minutes = 8")
        ),
        format!(
            "02-same.toml:{}: id: the id first-token is taken",
            line_with("id = \"first-token\"")
        ),
        "03-torn.toml:2:".to_owned(),
    ] {
        assert!(told.contains(&wanted), "{wanted} in:\n{told}");
    }
    assert!(!told.contains("01-good.toml"), "{told}");
    assert!(!told.contains("notes.txt"), "{told}");
}

fn auth0() -> &'static str {
    let mut dashboards = files("dashboards");
    dashboards
        .find(|(name, _)| *name == "auth0.toml")
        .unwrap()
        .1
}

#[test]
fn lessons_check_reads_the_folders_of_a_course() {
    let all = lesson::files()
        .iter()
        .map(|(folder, name, text)| (format!("{folder}/{name}"), text.as_str()));
    let all: Vec<(String, &str)> = all.collect();
    let mut files: Vec<(&str, &str)> = all.iter().map(|(path, text)| (&**path, *text)).collect();
    files.push(("README.md", "how to write a lesson"));
    files.push(("rules.toml", "no = part of the course\n"));
    let whole = folder(&files);
    let done = tutor(&["lessons", "check", shown(whole.path())]).success();
    let many = course().lessons.len();
    assert_eq!(
        stderr(&done),
        format!("{many} lessons checked, no complaint\n")
    );
    // What a folder lacks is taken from the program.
    let part = folder(&[("lessons/01-first-token.toml", text())]);
    let done = tutor(&["lessons", "check", shown(part.path())]).success();
    assert_eq!(stderr(&done), "1 lesson checked, no complaint\n");
}

#[test]
fn lessons_check_tells_the_faults_of_a_dashboard_too() {
    let types = auth0().replacen("id = \"native\"", "id = \"phone\"", 1);
    let torn = auth0().replacen("kind = \"app-name\"", "kind = \"app-nahme\"", 1);
    let other = auth0().replacen("id = \"create\"", "id = \"register\"", 1);
    let line_of_text = |text: &str, wanted: &str| {
        text.lines()
            .position(|line| line.starts_with(wanted))
            .unwrap()
            + 1
    };
    for (dashboard, wanted) in [
        (
            &types,
            format!(
                "auth0.toml:{}: types: must name",
                line_of_text(&types, "types =")
            ),
        ),
        (
            &torn,
            format!(
                "auth0.toml:{}:",
                line_of_text(&torn, "kind = \"app-nahme\"")
            ),
        ),
        // A dashboard of one's own is the one that lessons are held to.
        (
            &other,
            format!(
                "01-mine.toml:{}: step[2].forms[0]: ",
                line_with("forms = [\"create\"]")
            ),
        ),
    ] {
        let folder = folder(&[
            ("lessons/01-mine.toml", text()),
            ("dashboards/auth0.toml", dashboard),
        ]);
        let done = tutor(&["lessons", "check", shown(folder.path())]).code(1);
        let told = stdout(&done);
        assert!(told.contains(&wanted), "{wanted} in:\n{told}");
    }
}

#[test]
fn a_closed_pipe_is_no_fault() {
    let folder = folder(&[("faulty.toml", &replaced("minutes = 8", "minutes = 99"))]);
    let faulty = folder.path().join("faulty.toml");
    for arguments in [&["lessons"][..], &["lessons", "check", shown(&faulty)]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_oauth-tutor"))
            .args(arguments)
            .stdout(writer)
            .stderr(std::process::Stdio::piped())
            .spawn()
            .and_then(std::process::Child::wait_with_output)
            .unwrap();
        assert_eq!(
            (done.status.code(), done.stderr.as_slice()),
            (Some(0), &b""[..])
        );
    }
}

#[test]
fn what_cannot_be_read_is_named_on_stderr_with_code_3() {
    let folder = folder(&[
        ("blank.toml", " \n"),
        ("huge.toml", &"#".repeat(1024 * 1024 + 1)),
        ("empty/notes.txt", "no lesson"),
        ("half/dashboards/auth0.toml", auth0()),
        ("bare/lessons/notes.txt", "no lesson"),
    ]);
    let path = |name: &str| folder.path().join(name);
    fs::write(path("binary.toml"), [0xff, 0xfe]).unwrap();
    for (path, why) in [
        (path("absent"), "No such file"),
        (path("empty"), "no lesson file"),
        (path("half"), "no lesson file"),
        (path("bare"), "no lesson file"),
        (path("blank.toml"), "empty"),
        (path("binary.toml"), "not UTF-8"),
        (path("huge.toml"), "1024 KiB"),
    ] {
        for arguments in [
            &["lessons", "check", shown(&path)][..],
            &["learn", "--course", shown(&path)],
            &["learn", "1", "--linear", "--course", shown(&path)],
        ] {
            let done = tutor(arguments).code(3);
            assert_eq!(stdout(&done), "");
            let told = stderr(&done);
            assert!(
                told.contains(why) && told.lines().count() == 1,
                "{arguments:?}: {why} in {told:?}"
            );
        }
    }
}

#[test]
fn a_faulty_course_is_not_opened_and_its_faults_are_told() {
    let faulty = replaced("minutes = 8", "minutes = 99");
    let folder = folder(&[
        ("lessons/01-first-token.toml", faulty.as_str()),
        ("lessons/02-torn.toml", "format = 2\nid = \n"),
    ]);
    let path = shown(folder.path());
    let by_flag = |arguments: &[&str]| tutor(arguments).code(1);
    let by_name = Command::cargo_bin("oauth-tutor")
        .unwrap()
        .args(["learn", "1", "--linear"])
        .env("OAUTH_TUTOR_COURSE", path)
        .assert()
        .code(1);
    for done in [
        by_flag(&["learn", "--course", path]),
        by_flag(&["learn", "1", "--linear", "--course", path]),
        by_name,
    ] {
        let told = stderr(&done);
        let line = line_with("minutes = 8");
        for wanted in [
            format!("01-first-token.toml:{line}: minutes: must be from 1 to 30"),
            "02-torn.toml:2:".to_owned(),
            "lessons check".to_owned(),
        ] {
            assert!(told.contains(&wanted), "{wanted} in:\n{told}");
        }
        assert_eq!(stdout(&done), "", "nothing of the course is shown");
    }
}

#[test]
fn an_unknown_lesson_is_answered_by_those_that_are_there() {
    for unknown in ["0", "first", "First-token", "99"] {
        let done = tutor(&["learn", unknown, "--linear"]).code(2);
        let told = stderr(&done);
        assert!(
            told.contains(&format!("There is no lesson {unknown}.")),
            "{told}"
        );
        for lesson in &course().lessons {
            let (number, id, title) = (lesson.number, &lesson.id, &lesson.title);
            let line = format!("{number}  {id}  {title}");
            assert!(told.contains(&line), "{line} in:\n{told}");
        }
        assert_eq!(stdout(&done), "");
    }
}

#[test]
fn the_lessons_of_a_folder_are_its_own() {
    let mine = replaced("id = \"first-token\"", "id = \"my-token\"").replacen(
        "title = \"Your first token\"",
        "title = \"Mine\"",
        1,
    );
    let folder = folder(&[("lessons/07-my-token.toml", mine.as_str())]);
    let path = shown(folder.path());
    let done = tutor(&["learn", "first-token", "--linear", "--course", path]).code(2);
    let told = stderr(&done);
    assert!(told.contains("1  my-token  Mine"), "{told}");
    for lesson in &course().lessons {
        assert!(!told.contains(&lesson.title), "{told}");
    }
    // A number is a place in the course, whatever the file is called.
    let state = tempfile::tempdir().unwrap();
    for lesson in ["1", "my-token"] {
        let done = Command::cargo_bin("oauth-tutor")
            .unwrap()
            .args(["learn", lesson, "--linear", "--course", path])
            .env("XDG_STATE_HOME", state.path())
            .write_stdin("")
            .assert()
            .success();
        assert!(stdout(&done).contains("Mine"), "{}", stdout(&done));
    }
}

#[test]
fn lesson_files_with_line_ends_of_other_systems_are_read() {
    let folder = tempfile::tempdir().unwrap();
    for (_, name, text) in lesson::files()
        .iter()
        .filter(|(part, ..)| *part == "lessons")
    {
        let text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    tutor(&["lessons", "check", folder.path().to_str().unwrap()]).success();
}

#[test]
fn the_course_made_when_the_program_is_built_is_that_of_the_files() {
    let all = lesson::files().iter();
    let all = all.map(|(folder, name, text)| (*folder, *name, text.as_str()));
    let parsed = Course::from_files(all).expect("the files are well formed");
    assert_eq!(*course(), parsed);
}

#[test]
fn a_fault_in_a_change_has_the_line_of_the_change() {
    let broken = text().replacen("{ set = \"grant_type\",", "{ sett = \"grant_type\",", 1);
    let line = broken
        .lines()
        .position(|line| line.contains("sett ="))
        .unwrap()
        + 1;
    let fault = parse(&broken, "01-first-token.toml").unwrap_err();
    assert_eq!(fault.line, line, "{fault}");
    assert!(fault.message.contains("sett"), "{fault}");
}

#[test]
fn the_page_for_authors_lists_everything_that_can_be_measured() {
    let page = include_str!("../../assets/README.md");
    for row in oauth_tutor::lesson::fact::SUBJECTS {
        let line = format!("| `{}` | {} |", row.spelling, row.evidence);
        assert!(page.contains(&line), "{line}");
    }
    for number in oauth_tutor::lesson::belief::numbers() {
        assert!(page.contains(&format!("- `{number}` ")), "{number}");
    }
}
