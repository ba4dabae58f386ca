//! The course as its readers and authors meet it: the built-in lesson is fit to teach, and a faulty one is told so.
#![cfg(test)]

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use oauth_tutor::lesson::lint::{lint, lint_course};
use oauth_tutor::lesson::model::{ActionKind, AskAt, CardKind, Measure};
use oauth_tutor::lesson::place::line_of;
use oauth_tutor::lesson::{FILES, Lesson, course, keys, parse};
use proptest::prelude::{prop_assert, proptest};
use rstest::rstest;

fn text() -> &'static str {
    FILES[0].1
}

fn first() -> Lesson {
    parse(text(), "01-first-token.toml").unwrap()
}

/// The built-in lesson with one passage of its file replaced; the passage must be there.
fn with(from: &str, to: &str) -> Lesson {
    assert!(text().contains(from), "the lesson no longer says {from:?}");
    parse(&text().replacen(from, to, 1), "changed.toml").unwrap()
}

#[test]
fn every_built_in_lesson_is_fit_to_teach() {
    for (name, text) in FILES {
        let lesson = parse(text, name).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(lint(&lesson), [], "{name}");
        assert_eq!(*name, format!("{:02}-{}.toml", lesson.number, lesson.name));
    }
    assert_eq!(lint_course(&course().lessons), []);
}

#[test]
fn every_lesson_file_is_in_the_binary() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/lessons");
    let on_disk: HashSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let embedded: HashSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(on_disk, embedded);
}

#[test]
fn a_lesson_is_found_by_number_and_by_name() {
    assert_eq!(course().find("1").unwrap().name, "first-token");
    assert_eq!(course().find("first-token").unwrap().number, 1);
    for unknown in ["0", "01", "2", "", "First-token"] {
        assert!(course().find(unknown).is_none(), "{unknown}");
    }
}

#[test]
fn every_key_of_the_screens_has_its_text() {
    let lesson = first();
    for action in ActionKind::ALL {
        let act = lesson.act(action).unwrap();
        for about in keys::act_notes(action) {
            assert!(act.note(about).is_some(), "{}: {about}", action.name());
        }
    }
    for about in keys::EXPLAIN {
        assert!(lesson.annotation(about).is_some(), "{about}");
    }
}

#[test]
fn what_is_measured_decides_which_guess_is_right() {
    let lesson = first();
    let measures: Vec<_> = lesson.predict.iter().map(|one| one.measure).collect();
    assert_eq!(
        measures,
        [
            Measure::TokenRequests,
            Measure::BrowserUsed,
            Measure::ReplyMember
        ]
    );
    let reply = &lesson.predict[2];
    assert!(
        reply
            .right("access_token")
            .unwrap()
            .text
            .starts_with("access_token")
    );
    assert!(reply.right("token").is_none());

    let broken = &lesson.experiment.prediction;
    assert_eq!(
        (broken.measure, broken.ask_at),
        (Measure::StatusAndError, AskAt::Break)
    );
    assert!(broken.right("401 access_denied").is_some());
    assert!(
        broken.right("401 invalid_client").is_some(),
        "what another dialect answers"
    );
}

#[test]
fn a_wrong_guess_names_the_belief_behind_it() {
    let lesson = first();
    let [requests, browser, reply] = lesson.predict.as_slice() else {
        panic!("three questions")
    };
    assert_eq!(requests.belief("2"), Some("M1"), "the option's own");
    assert_eq!(requests.belief("1"), None);
    assert_eq!(browser.belief("yes"), Some("M1"), "the question's");
    assert_eq!(reply.belief("refresh_token"), Some("M12"));
    assert_eq!(reply.belief("id_token"), Some("M5"));
}

#[test]
fn the_quiz_has_one_card_of_each_kind_and_one_right_option_each() {
    let lesson = first();
    let kinds: Vec<_> = lesson.quiz.iter().map(|card| card.kind).collect();
    assert_eq!(kinds, CardKind::ALL);
    let places: Vec<_> = lesson
        .quiz
        .iter()
        .map(|card| card.options.iter().position(|option| option.right).unwrap())
        .collect();
    let different: HashSet<_> = places.iter().collect();
    assert!(
        different.len() >= 3,
        "the right one hides at {places:?}: easy to guess"
    );
}

#[rstest]
#[case::no_number("number = 1", "number = 0", "number", "count from 1")]
#[case::name("\"first-token\"", "\"First token\"", "name", "small letters")]
#[case::minutes("minutes = 8", "minutes = 0", "minutes", "1 to 30")]
#[case::dialect("\"auth0\"", "\"azure\"", "dialect", "auth0, okta, rfc")]
#[case::goals(
    "    \"say who talks to whom, and why no person signs in\",\n",
    "",
    "goal.can",
    "3 entries, not 2"
)]
#[case::same_id("l1-browser", "l1-requests", "predict[1].id", "used twice")]
#[case::id_of_experiment("b1-answer", "l1-reply", "experiment.prediction.id", "used twice")]
#[case::same_value(
    "value = \"2\"",
    "value = \"1\"",
    "predict[0].options[1].value",
    "same"
)]
#[case::not_a_count(
    "value = \"2\"",
    "value = \"two\"",
    "predict[0].options[1].value",
    "as 1"
)]
#[case::not_yes_or_no(
    "value = \"yes\"",
    "value = \"maybe\"",
    "predict[1].options[1].value",
    "no or yes"
)]
#[case::not_a_status(
    "value = \"400 invalid_request\"",
    "value = \"4000 invalid_request\"",
    "experiment.prediction.options[0].value",
    "a status and an error code"
)]
#[case::unknown_belief(
    "misconception = \"M1\"",
    "misconception = \"M19\"",
    "predict[0].options[1].misconception",
    "M1 to M18"
)]
#[case::too_few_options(
    "    { value = \"3\", text = \"Three: sign in, get a code, get the token\", misconception = \"M1\" },\n",
    "",
    "predict[0].options",
    "3 or 4 options, not 2"
)]
#[case::wrong_stage(
    "id = \"l1-browser\"",
    "id = \"l1-browser\"\nask_at = \"break\"",
    "predict[1].ask_at",
    "experiment.prediction"
)]
#[case::break_asked_elsewhere(
    "ask_at = \"break\"",
    "ask_at = \"send\"",
    "experiment.prediction.ask_at",
    "must be break"
)]
#[case::order_of_acts("action = \"build\"", "action = \"send\"", "act", "in this order")]
#[case::unknown_note(
    "about = \"endpoint\"",
    "about = \"endpont\"",
    "act[1].notes[0].about",
    "nothing on the screen is called endpont"
)]
#[case::missing_note(
    "about = \"endpoint\"",
    "about = \"endpont\"",
    "act[1].notes",
    "no note about endpoint"
)]
#[case::note_twice(
    "about = \"spa\"",
    "about = \"native\"",
    "act[0].notes[3].about",
    "already"
)]
#[case::missing_annotation(
    "about = \"reply.scope\"",
    "about = \"reply.cache\"",
    "explain",
    "no note about reply.scope"
)]
#[case::two_right_answers(
    "{ text = \"The server fills it in later\",",
    "{ text = \"The server fills it in later\", right = true,",
    "act[0].question.options",
    "exactly one option must be right, not 2"
)]
#[case::no_right_card(
    "{ text = \"The authorization server\", right = true }",
    "{ text = \"The authorization server\" }",
    "quiz[2].options",
    "not 0"
)]
#[case::cards("kind = \"who\"", "kind = \"recall\"", "quiz", "one of each")]
#[case::nothing_shown("kind = \"recall\"", "kind = \"spot\"", "quiz[0].shown", "look at")]
#[case::experiment_id("id = \"B1\"", "id = \"B19\"", "experiment.id", "B1 to B18")]
#[case::unknown_vendor(
    "about = \"okta\"",
    "about = \"azure\"",
    "experiment.vendors[2].about",
    "called azure"
)]
#[case::empty_text("title = \"Send it\"", "title = \" \"", "act[2].title", "is empty")]
#[case::exclamation(
    "title = \"Send it\"",
    "title = \"Send it!\"",
    "act[2].title",
    "exclamation mark"
)]
#[case::escape_character(
    "title = \"Send it\"",
    "title = \"Send \\u001b[2J it\"",
    "act[2].title",
    "U+001B"
)]
#[case::bidi_character(
    "title = \"Send it\"",
    "title = \"Send \\u202e it\"",
    "act[2].title",
    "U+202E"
)]
#[case::line_break(
    "title = \"Send it\"",
    "title = \"Send\\nit\"",
    "act[2].title",
    "U+000A"
)]
#[case::loose_blanks(
    "title = \"Send it\"",
    "title = \"Send  it\"",
    "act[2].title",
    "blanks"
)]
#[case::long_goal(
    "goal = \"Send the request",
    "goal = \"Send the request that you have put together so carefully",
    "act[2].goal",
    "72 fit"
)]
#[case::long_option(
    "text = \"The browser\"",
    "text = \"The browser, which by the way does not take part in this flow at all\"",
    "quiz[2].options[3].text",
    "60 fit"
)]
#[case::wide_sample(
    "Pragma: no-cache\n",
    "Pragma: no-cache; and then a lot more that no small screen can hold\n",
    "quiz[1].shown",
    "56 fit"
)]
#[case::tall_sample(
    "Pragma: no-cache\n",
    "Pragma: no-cache\nA: 1\nB: 2\nC: 3\nD: 4\n",
    "quiz[1].shown",
    "12 fit"
)]
#[case::real_address(
    "https://api.invoices.example. Permission",
    "https://tenant.auth0.com/ Permission",
    "act[0].hints[2]",
    "address"
)]
#[case::address_in_disguise(
    "https://api.invoices.example. Permission",
    "https://api.example@evil.test/ Permission",
    "act[0].hints[2]",
    "address"
)]
fn a_faulty_lesson_is_told_where_and_what(
    #[case] from: &str,
    #[case] to: &str,
    #[case] place: &str,
    #[case] text: &str,
) {
    let complaints = lint(&with(from, to));
    let found = complaints
        .iter()
        .any(|one| one.place == place && one.text.contains(text));
    assert!(found, "wanted {place}: {text}; got {complaints:#?}");
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
    assert_eq!(lint(&lesson).is_empty(), fine);
}

#[test]
fn all_faults_are_told_at_once() {
    let mut lesson = with("minutes = 8", "minutes = 99");
    lesson.act[0].hints.clear();
    lesson.done.next.clear();
    lesson.quiz[4].feedback.why = "Because. ".repeat(40);
    let places: Vec<_> = lint(&lesson).into_iter().map(|one| one.place).collect();
    for place in [
        "minutes",
        "act[0].hints",
        "done.next",
        "quiz[4].feedback.why",
    ] {
        assert!(
            places.iter().any(|one| one == place),
            "{place} in {places:?}"
        );
    }
}

#[test]
fn two_lessons_may_not_share_number_or_name() {
    let clashes = lint_course(&[first(), first()]);
    let told: Vec<_> = clashes
        .iter()
        .map(|(index, one)| (*index, one.place.as_str()))
        .collect();
    assert_eq!(told, [(1, "number"), (1, "name")]);
}

#[test]
fn a_parse_error_gives_the_place_and_quotes_the_line() {
    let fault = |from: &str, to: &str| {
        assert!(text().contains(from));
        parse(&text().replacen(from, to, 1), "mine.toml").unwrap_err()
    };
    let unknown = fault("minutes = 8", "minuets = 8");
    let line = text()
        .lines()
        .position(|line| line == "minutes = 8")
        .unwrap()
        + 1;
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

    let measure = fault("measure = \"browser-used\"", "measure = \"weather\"");
    assert!(measure.message.contains("weather"), "{measure}");
    assert_eq!(measure.quoted, "measure = \"weather\"");

    let absent = fault("minutes = 8\n", "");
    assert!(
        absent.message.contains("missing field `minutes`"),
        "{absent}"
    );
}

#[test]
fn a_file_of_a_later_format_is_told_so_whatever_else_it_holds() {
    for extra in ["", "\nmood = \"calm\"\n"] {
        let later = text().replacen("format = 1\n", &format!("format = 2\n{extra}"), 1);
        let error = parse(&later, "later.toml").unwrap_err();
        assert_eq!(
            error.message,
            "format 2 is not known; this program reads format 1"
        );
        assert_eq!(error.quoted, "format = 2");
    }
}

#[test]
fn a_parse_error_is_safe_to_print() {
    let error = parse("format = 1\n\u{1b}[2J = \u{202e}\n", "evil\u{1b}.toml").unwrap_err();
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
            Ok(lesson) => for complaint in lint(&lesson) {
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
    for arguments in [&["lessons"][..], &["lessons", "list"]] {
        let done = tutor(arguments).success();
        assert_eq!(stdout(&done), "1  Your first token  OAuth School  8 min\n");
        assert_eq!(stderr(&done), "");
    }
}

#[test]
fn lessons_check_finds_the_built_in_course_clean() {
    let done = tutor(&["lessons", "check"]).success();
    assert_eq!(stdout(&done), "");
    assert_eq!(stderr(&done), "1 lesson checked, no complaint\n");
    assert_eq!(
        stderr(&tutor(&["--quiet", "lessons", "check"]).success()),
        ""
    );
}

#[test]
fn lessons_check_tells_file_line_place_and_fault_of_every_file() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("01-good.toml", text());
    write(
        "02-same.toml",
        &text().replacen("minutes = 8", "minutes = 99", 1),
    );
    write("03-torn.toml", "format = 1\nnumber = \n");
    write("notes.txt", "not a lesson");
    let done = tutor(&["lessons", "check", folder.path().to_str().unwrap()]).code(1);
    let told = stdout(&done);
    let line = |wanted: &str| text().lines().position(|line| line == wanted).unwrap() + 1;
    for wanted in [
        format!(
            "02-same.toml:{}: minutes: must be from 1 to 30",
            line("minutes = 8")
        ),
        format!(
            "02-same.toml:{}: number: number 1 is taken",
            line("number = 1")
        ),
        "03-torn.toml:2:".to_owned(),
    ] {
        assert!(told.contains(&wanted), "{wanted} in:\n{told}");
    }
    assert!(!told.contains("01-good.toml"), "{told}");
    assert!(!told.contains("notes.txt"), "{told}");
}

#[test]
fn a_closed_pipe_is_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let faulty = folder.path().join("faulty.toml");
    fs::write(&faulty, text().replacen("minutes = 8", "minutes = 99", 1)).unwrap();
    for arguments in [
        &["lessons"][..],
        &["lessons", "check", faulty.to_str().unwrap()],
    ] {
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
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let blank = folder.path().join("blank.toml");
    fs::write(&blank, " \n").unwrap();
    let binary = folder.path().join("binary.toml");
    fs::write(&binary, [0xff, 0xfe]).unwrap();
    let huge = folder.path().join("huge.toml");
    fs::write(&huge, "#".repeat(1024 * 1024 + 1)).unwrap();
    for (path, why) in [
        (folder.path().join("absent"), "No such file"),
        (empty, "no lesson file"),
        (blank, "empty"),
        (binary, "not UTF-8"),
        (huge, "1024 KiB"),
    ] {
        let done = tutor(&["lessons", "check", path.to_str().unwrap()]).code(3);
        assert_eq!(stdout(&done), "");
        let told = stderr(&done);
        assert!(
            told.contains(why) && told.lines().count() == 1,
            "{why} in {told:?}"
        );
    }
}

#[test]
fn lesson_files_with_line_ends_of_other_systems_are_read() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in FILES {
        let text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    tutor(&["lessons", "check", folder.path().to_str().unwrap()]).success();
}
