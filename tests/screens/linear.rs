//! Linear mode, played by its words: the whole lesson over real sockets, everything done wrong, and every way to end.

use std::io::{Cursor, Read, Write};

use oauth_tutor::app::progress::Progress;
use oauth_tutor::lesson::course;
use oauth_tutor::lesson::model::{Ask, Hint, Lesson, Stage};
use oauth_tutor::linear::{How, LinearOptions, run};
use oauth_tutor::oauth::text::is_hidden;
use tempfile::TempDir;

use crate::line_by_line::{Learner, options};

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn lesson() -> &'static Lesson {
    course().find("1").unwrap()
}

fn quiz_cards() -> &'static [Ask] {
    &lesson().steps_of(Stage::Quiz).next().unwrap().asks
}

fn begun(folder: &TempDir) -> Learner {
    let (learner, heard) = Learner::start(options(folder.path(), Some("first-token")));
    assert!(
        heard.contains("Lesson 1, Your first token. Step 1 of "),
        "{heard}"
    );
    learner
}

/// Fills in the dashboard and registers the app.
fn create_app(learner: &mut Learner, app_type: &str) -> String {
    learner.answer("type the app's name", &["Nightly report job"]);
    learner.choose("pick the type");
    learner.choose(app_type);
    learner.choose("tick APIs and permissions");
    learner.choose("tick the permission read:reports");
    learner.choose("back");
    learner.choose("create the app")
}

/// From the goal to a registered app, predictions skipped.
fn with_app(folder: &TempDir) -> Learner {
    let mut learner = begun(folder);
    go(&mut learner, "Create the app");
    create_app(&mut learner, "Machine to machine");
    learner
}

fn go(learner: &mut Learner, step: &str) -> String {
    learner.follow(&["more", "go to another step", step])
}

fn heard(text: &str, words: &[&str]) {
    for words in words {
        assert!(text.contains(words), "{words:?} is missing in:\n{text}");
    }
}

#[test]
fn a_choice_at_home_leads_to_the_practice_servers() {
    let folder = folder();
    let (mut learner, _) = Learner::start(options(folder.path(), None));
    let page = learner.choose("take the practice servers in hand");
    heard(
        &page,
        &[
            "The practice server Auth0.",
            "fault: none.",
            "no API named: refused: 403 access_denied.",
            "No request yet.",
        ],
    );
    let done = learner.choose("Fault: token requests get 429");
    heard(
        &done,
        &[
            "The next token request that arrives gets 429",
            "fault: token requests get 429. Changed here.",
        ],
    );
    assert!(learner.offers("put back all changes here"));
    let back = learner.choose("put back the newest change: Fault: token requests get 429");
    heard(&back, &["Put back: Fault", "fault: none."]);
    assert!(!learner.offers("put back all changes here"));
    let again = learner.choose("make again what was put back: Fault");
    heard(&again, &["fault: token requests get 429. Changed here."]);
    assert!(!learner.offers("make again what was put back"));
    learner.choose("put back the newest change");
    let okta = learner.choose("go to the server Okta");
    heard(
        &okta,
        &["The practice server Okta.", "answers: yes.", "signs with: "],
    );
    learner.choose("home");
}

#[test]
fn the_whole_lesson_is_played_from_home_to_the_finished_quiz() {
    let folder = folder();
    let (mut learner, home) = Learner::start(options(folder.path(), None));
    heard(
        &home,
        &[
            "Home.",
            "The practice tenant answers at 127.0.0.1:",
            "Lesson 1, Your first token: after OAuth School",
        ],
    );

    let goal = learner.choose("begin lesson 1");
    heard(
        &goal,
        &[
            "After this you can get an access token by hand",
            "What OAuth School leaves out",
        ],
    );
    predict(&mut learner);
    create(&mut learner);
    let sent = send(&mut learner);
    heard(
        &sent,
        &[
            "You predicted: Two: one for a code, one for the token (sureness: certain). It was otherwise: One: straight",
        ],
    );
    heard(
        &sent,
        &["You predicted: The app itself, by its client ID (sureness: fairly). It was so."],
    );
    read(&mut learner);
    check(&mut learner);
    explain(&mut learner);
    break_it(&mut learner);
    let done = quiz(&mut learner);
    heard(
        &done,
        &[
            "Quiz: 4 of 5 right.",
            "Predictions: 2 of 4 came out as you said.",
            "In your error book: The token endpoint answers 401",
        ],
    );

    let (how, all) = learner.leave();
    assert_eq!(how, How::Left);
    heard(&all, &["Your progress is kept. Good-bye."]);

    let (learner, again) = Learner::start(options(folder.path(), None));
    heard(
        &again,
        &[
            "done, finished once so far",
            "Error book. You see: The token endpoint answers 401",
        ],
    );
    assert_eq!(learner.leave().0, How::Left);
}

fn predict(learner: &mut Learner) {
    let first = learner.choose("begin");
    heard(
        &first,
        &["Question: How many requests does your app send to get a token?"],
    );
    let sure = learner.choose("I say: Two");
    heard(&sure, &["You predict: Two", "How sure are you?"]);
    let kept = learner.choose("certain");
    heard(
        &kept,
        &["You predict: Two: one for a code, one for the token (sureness: certain)."],
    );
    learner.choose("next step");
    learner.follow(&["I say: The app itself", "fairly sure", "next step"]);
    learner.follow(&["I say: id_token", "a guess"]);
    let create = learner.choose("next step");
    heard(
        &create,
        &[
            "Do 1 of 5: Create the app",
            "Type: none picked.",
            "API Reports API, https://api.reports.example: not ticked.",
        ],
    );
}

fn create(learner: &mut Learner) {
    let registered = create_app(learner, "Machine to machine");
    heard(
        &registered,
        &[
            "Notice: Created",
            "Client secret: hidden, 64 characters, ends in ",
        ],
    );
    learner.choose("answer the question");
    let answered = learner.choose("It reuses the address of the API");
    heard(
        &answered,
        &["Not so. The two have nothing to do with each other."],
    );
    let note = learner.follow(&["explain what is on this step", "Permissions (scopes)"]);
    heard(&note, &["A scope is a permission with a name"]);
    learner.choose("back");
    let revealed = reveal(learner);
    heard(&revealed, &["Careful: the next line is the secret."]);
}

fn reveal(learner: &mut Learner) -> String {
    let revealed = learner.follow(&["more", "print something in full", "the client secret"]);
    learner.choose("back");
    revealed
}

fn send(learner: &mut Learner) -> String {
    let build = learner.choose("next step");
    heard(
        &build,
        &[
            "It goes to: POST http://127.0.0.1:",
            "client_secret: hidden, 64 characters",
            "Nothing has been sent.",
        ],
    );
    let http = learner.follow(&["read the request", "HTTP"]);
    heard(
        &http,
        &[
            "POST /oauth/token HTTP/1.1",
            "grant_type=client_credentials",
            "&client_secret=********",
        ],
    );
    learner.choose("bytes");
    learner.choose("back");
    learner.choose("change a field");
    let audience = learner.answer("audience", &["https://api.reports.example"]);
    heard(&audience, &["audience: https://api.reports.example."]);
    learner.choose("back");
    let sent = learner.choose("send the request");
    heard(
        &sent,
        &[
            "Do 3 of 5: Send it",
            "Your app sent POST /oauth/token to 127.0.0.1:",
            "the authorization server looked at secret: client_secret is this app's: held. RFC 6749",
            "Result: 200 OK.",
            "access_token: begins with eyJ",
            "token_type: Bearer",
            "You hold the token of run 1.",
        ],
    );
    let view = learner.choose("the server's view in full");
    heard(&view, &["Received client_secret: (hidden, 64 characters"]);
    sent
}

fn read(learner: &mut Learner) {
    let token = learner.choose("next step");
    heard(
        &token,
        &[
            "Part 1, header:",
            "alg: RS256. That is how it is signed.",
            "Part 2, payload:",
            "aud: https://api.reports.example.",
            "gty: client-credentials.",
            "Part 3, signature:",
            "Lifetime: it ends ",
            "Trust: not checked.",
        ],
    );
    let verified = learner.choose("verify the token as the API does");
    heard(
        &verified,
        &[
            "fetch the server's public keys: held.",
            "look whether exp is still to come: held.",
            "Trust: passed.",
        ],
    );
    let bare = learner.choose("call the API without a token");
    heard(
        &bare,
        &["without a token", "Result: 401", "WWW-Authenticate: Bearer"],
    );
    let called = learner.choose("call the API with the token");
    heard(
        &called,
        &[
            "Your app sent GET /api/reports",
            "with the token",
            "Result: 200 OK.",
        ],
    );
    let left = learner.choose("how long does the token still live?");
    heard(&left, &["Lifetime: it ends ", " seconds."]);
}

fn check(learner: &mut Learner) {
    let desk = learner.choose("next step");
    heard(&desk, &["Do 5 of 5: Check the reply", "The desk is empty."]);
    let judged = learner.choose("take the reply of your own exchange");
    heard(
        &judged,
        &[
            "On the desk: the reply of your own exchange, run 1.",
            "What it is: token-reply.",
            "Trust: not-checked.",
            "Profile: auth0.",
        ],
    );
    let verified = learner.choose("fetch the keys and verify");
    heard(&verified, &["Trust: passed."]);
    let all = learner.choose("all findings");
    heard(&all, &["pass, claim.exp", "Source: RFC"]);
}

fn explain(learner: &mut Learner) {
    let explained = learner.choose("next step");
    heard(
        &explained,
        &[
            "These are the lines of run 1.",
            "Line: POST /oauth/token HTTP/1.1\nPOST to the token endpoint:",
            "Line: 200 OK\nStatus:",
            "Line: token_type: Bearer\ntoken_type:",
            "Line: refresh_token is not in the reply",
        ],
    );
}

fn break_it(learner: &mut Learner) {
    let experiment = learner.choose("next step");
    heard(
        &experiment,
        &[
            "Experiment B1. Change one character of the client secret.",
            "Nothing is changed at the moment.",
        ],
    );
    learner.follow(&[
        "predict what will come back",
        "I say: 401 access_denied",
        "fairly sure",
    ]);
    let broken = learner.choose("make the change");
    heard(&broken, &["The secret is changed: character "]);
    let refused = learner.choose("try it: send");
    heard(
        &refused,
        &[
            "Result: 401",
            "failed, and that decides the answer",
            "Without the change, run 1: 200 OK. With the change: 401 Unauthorized, error access_denied.",
            "You predicted: 401 access_denied: no, and no reason given (sureness: fairly). It was so.",
            "At Okta: 401 invalid_client",
        ],
    );
    let back = learner.choose("put everything back");
    heard(&back, &["Everything is as it was.", "In your error book."]);
}

fn quiz(learner: &mut Learner) -> String {
    let mut last = learner.choose("next step");
    for (at, card) in quiz_cards().iter().enumerate() {
        heard(&last, &[&card.question]);
        // The second card is answered wrong on purpose.
        let picked = card
            .options
            .iter()
            .find(|option| option.right == (at != 1))
            .unwrap();
        let feedback = learner.choose(&picked.text);
        heard(&feedback, &[&card.why, &card.more, &picked.feedback]);
        let right = feedback.contains("Not so.");
        assert_eq!(right, at == 1, "{feedback}");
        last = learner.choose("next step");
    }
    last
}

#[test]
fn a_second_session_resumes_where_the_first_was_cut_off() {
    let folder = folder();
    let mut learner = with_app(&folder);
    let secret = reveal(&mut learner)
        .lines()
        .find(|line| line.len() == 64)
        .unwrap()
        .to_owned();
    learner.choose("next step");
    learner.choose("send the request");
    let (how, all) = learner.end();
    assert_eq!(how, How::EndOfInput);
    heard(&all, &["Your progress is kept."]);

    let (learner, resumed) = Learner::start(options(folder.path(), Some("first-token")));
    heard(
        &resumed,
        &[
            "Do 3 of 5: Send it",
            "You are where you left this lesson.",
            "Notice: Your practice app was registered anew: its id and secret are new.",
        ],
    );
    let (how, all) = learner.end();
    assert_eq!(how, How::EndOfInput);
    assert!(!all.contains(&secret));
}

#[test]
fn an_answer_given_twice_is_noted_and_a_refusal_says_where_to_mend_it() {
    let folder = folder();
    let mut learner = begun(&folder);
    learner.choose("begin");
    learner.choose("I say: Two");
    heard(&learner.choose("a guess"), &["Noted: a guess."]);
    heard(
        &learner.choose("I say: Two"),
        &["You stay with that answer."],
    );
    learner.choose("certain");

    go(&mut learner, "Create the app");
    learner.choose("next step");
    learner.choose("next step");
    learner.choose("change a field");
    let typed = learner.answer("audience", &["https://api.reports.example/"]);
    heard(&typed, &["no API of this tenant has that identifier"]);
    learner.choose("back");
    let refused = learner.choose("send the request");
    heard(
        &refused,
        &[
            "Result: 403",
            "No token this time: the server stopped at audience.",
            "2. step back, to the request",
        ],
    );
    let back = learner.choose("step back");
    heard(
        &back,
        &["The server stopped at audience: change that, and send again."],
    );
    assert_eq!(learner.leave().0, How::Left);
}

#[test]
fn everything_done_wrong_is_answered_and_nothing_is_lost() {
    let folder = folder();
    let mut learner = begun(&folder);
    for (typed, words) in [
        ("0", "\"0\" is no choice here. Type a number of the list"),
        ("77", "is no choice here"),
        ("begin", "\"begin\" is no choice here"),
        ("", "Type a number of the list, or ?"),
        ("\u{1b}[31mred\u{202e}", "is no choice here"),
    ] {
        learner.type_line(typed);
        learner.hear_until(words);
    }
    learner.type_line("?");
    let again = learner.hear();
    heard(&again, &["Lesson 1, Your first token", "1. begin"]);

    go(&mut learner, "Create the app");
    let refused = learner.choose("next step");
    heard(&refused, &["Notice: Create an app that can keep a secret"]);
    let nameless = learner.choose("create the app");
    heard(&nameless, &["Notice: Give the app a name first"]);
    learner.answer("type the app's name", &["\u{1b}]0;title\u{7} \u{202e}"]);
    learner.choose("pick the type");
    let native = learner.choose("Native");
    heard(&native, &["Type: Native. A phone or desktop app."]);
    let apiless = learner.choose("create the app");
    heard(&apiless, &["Notice: Tick the API"]);
    learner.choose("tick APIs and permissions");
    learner.choose("tick the API Reports API");
    learner.choose("back");
    let created = learner.choose("create the app");
    heard(
        &created,
        &["It has no client secret: an app of this type cannot keep one."],
    );

    // What was said before something else was done is said anew.
    learner.choose("next step");
    learner.choose("next step");
    let sent = learner.choose("send the request");
    heard(&sent, &["Result: 4", "failed, and that decides the answer"]);
    let no_token = learner.choose("next step");
    heard(
        &no_token,
        &["Notice: The newest request was refused. Change the type of the app:"],
    );

    empty_fields(&mut learner);
    garbage(&mut learner);
    assert_eq!(learner.leave().0, How::Left);
}

fn empty_fields(learner: &mut Learner) {
    go(learner, "Build the request");
    learner.choose("change a field");
    for field in ["grant_type", "client_id", "client_secret"] {
        learner.answer(field, &[""]);
    }
    learner.choose("back");
    let sent = learner.choose("send the request");
    heard(
        &sent,
        &["Result: 400 Bad Request.", "error: invalid_request"],
    );
    learner.choose("step back, to the request");
    // A secret keeps no history; the edit before it does.
    let kept = learner.follow(&["more", "undo the last edit"]);
    heard(&kept, &["secret"]);
    let undone = learner.follow(&["more", "undo the last edit"]);
    heard(&undone, &["Taken back: client_id"]);
    let redone = learner.follow(&["more", "redo it"]);
    heard(&redone, &["Choices:"]);
    let reset = learner.follow(&["more", "reset this step"]);
    heard(
        &reset,
        &[
            "Notice: This step is as you found it.",
            "grant_type: client_credentials.",
        ],
    );
}

fn garbage(learner: &mut Learner) {
    go(learner, "Check the reply");
    let judged = learner.answer("paste a text", &["<html>", "", "not json \u{1b}[2J", "."]);
    heard(&judged, &["Verdict: fail."]);
    let cut = learner.answer("paste a text", &["{\"access_token\":\"eyJ...", "."]);
    heard(&cut, &["Verdict: fail."]);
    let whole = learner.answer(
        "paste a text",
        &[
            "{",
            "",
            "\"access_token\": \"Zk3.vT9-7Qm\",",
            "\"token_type\": \"Bearer\", \"expires_in\": 60",
            "}",
            "",
        ],
    );
    heard(
        &whole,
        &["What it is: token-reply.", "Form of the token: opaque."],
    );
    let cleared = learner.follow(&["more", "clear the desk"]);
    heard(&cleared, &["The desk is empty."]);

    go(learner, "Break: A wrong secret");
    let nothing = learner.choose("make the change");
    heard(&nothing, &["Notice: Nothing would be different"]);
    let skipped = learner.follow(&["more", "skip this step"]);
    heard(&skipped, &["Quiz: card 1 of 5"]);
    let unanswered = learner.choose("next step");
    heard(&unanswered, &["Notice: Answer the card first."]);
}

#[test]
fn hints_open_one_by_one_then_the_solution() {
    let folder = folder();
    let mut learner = begun(&folder);
    go(&mut learner, "Create the app");
    let act = lesson().steps_of(Stage::Do).next().unwrap();
    for (at, Hint { text: hint, .. }) in act.hints.iter().enumerate() {
        let said = learner.choose("a hint, in the end the solution");
        heard(&said, &[&format!("Hint {}", at + 1)]);
        heard(&said, &[hint]);
        assert!(!said.contains(&act.solution));
    }
    let solved = learner.choose("a hint, in the end the solution");
    heard(&solved, &[&act.solution]);
    assert!(!learner.offers("hint") && !learner.offers("the solution"));
    assert_eq!(learner.leave().0, How::Left);
}

#[test]
fn checker_and_decoder_take_what_is_pasted() {
    let folder = folder();
    let mut learner = with_app(&folder);
    learner.follow(&["next step", "send the request", "next step"]);
    let printed = learner.follow(&["more", "print something in full", "the access token"]);
    heard(
        &printed,
        &[
            "Careful: the next line is the token.",
            "Begin: the access token.",
            "End: the access token.",
        ],
    );
    let token = printed
        .lines()
        .find(|line| line.starts_with("eyJ"))
        .unwrap()
        .to_owned();
    learner.choose("back");
    learner.follow(&["more", "home"]);

    learner.choose("decode a token");
    let decoded = learner.answer("paste a text", &[&token, "."]);
    heard(
        &decoded,
        &["Form: a JWT of three parts, signed.", "Trust: not-checked."],
    );
    let verified = learner.choose("fetch the keys and verify");
    heard(&verified, &["Trust: passed."]);
    let json = learner.choose("header and payload as JSON");
    heard(&json, &["Payload:\n{\n", "\"gty\": \"client-credentials\""]);
    learner.choose("home");

    learner.choose("check a token response");
    let bare = learner.answer("paste a text", &[&token, "."]);
    heard(&bare, &["What it is: "]);
    let report = learner.choose("print the report");
    heard(
        &report,
        &["Begin: the report.", "verdict: ", "End: the report."],
    );
    let cleared = learner.choose("clear the desk");
    heard(&cleared, &["The desk is empty."]);
    assert_eq!(learner.leave().0, How::Left);
}

#[test]
fn the_practice_curl_works_from_outside_and_its_visit_is_told() {
    let folder = folder();
    let mut learner = with_app(&folder);
    go(&mut learner, "Check the reply");
    let printed = learner.choose("curl with the practice secret inside");
    heard(
        &printed,
        &[
            "Careful: the next lines hold the practice secret.",
            "Begin: curl with the practice secret inside.",
            "curl -X POST",
        ],
    );
    // What curl would send, sent by hand.
    let parameters = printed.lines().filter_map(|line| {
        let data = line.trim().strip_prefix("-d ")?;
        Some(data.trim_end_matches(" \\").trim_matches('\'').to_owned())
    });
    let body = parameters.collect::<Vec<_>>().join("&");
    let (_, rest) = printed.split_once("http://").unwrap();
    let (host, _) = rest.split_once('/').unwrap();
    let mut socket = std::net::TcpStream::connect(host).unwrap();
    write!(
        socket,
        "POST /oauth/token HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut reply = String::new();
    socket.read_to_string(&mut reply).unwrap();
    assert!(reply.starts_with("HTTP/1.1 200 OK"), "{reply}");
    learner.hear_until("Visitor: another program asked the practice tenant, POST /oauth/token. It was answered 200");

    let (_, body) = reply.split_once("\r\n\r\n").unwrap();
    let judged = learner.answer("paste a text", &[body, ""]);
    heard(&judged, &["What it is: token-reply."]);
    let view = learner.choose("the server's view of the visitor");
    heard(&view, &["Received grant_type: client_credentials"]);
    assert_eq!(learner.leave().0, How::Left);
}

fn owned(learner: &Learner) -> Vec<String> {
    learner.menu().into_iter().map(str::to_owned).collect()
}

#[test]
fn no_menu_is_longer_than_a_person_can_hold() {
    let folder = folder();
    let mut learner = with_app(&folder);
    let mut longest = owned(&learner);
    for way in [
        &["next step"][..],
        &["send the request"],
        &["next step"],
        &["verify the token", "call the API with the token"],
        &["next step"],
        &["take the reply of your own exchange"],
        &["more"],
    ] {
        learner.follow(way);
        if learner.menu().len() > longest.len() {
            longest = owned(&learner);
        }
    }
    assert!(longest.len() <= 9, "{longest:#?}");
    learner.choose("back");
    assert_eq!(learner.leave().0, How::Left);
}

/// Plays `script` from a pipe and gives everything that was printed.
fn piped(options: LinearOptions, script: &str) -> (How, String) {
    let mut output = Vec::new();
    let how = run(
        options,
        Cursor::new(script.to_owned().into_bytes()),
        &mut output,
    )
    .unwrap();
    (how, String::from_utf8(output).unwrap())
}

#[test]
fn a_number_in_the_digits_of_any_script_is_that_number() {
    let folder = folder();
    let opens = |digit: &str| {
        let (mut learner, _) = Learner::start(options(folder.path(), Some("first-token")));
        let line = learner
            .menu()
            .iter()
            .position(|words| words.contains("more"));
        assert_eq!(line, Some(1), "the second choice opens more of them");
        learner.type_line(digit);
        learner.hear();
        learner.menu().join("\n")
    };
    let more = opens("2");
    assert!(more.contains("go to another step"), "{more}");
    for two in ["٢", "२", "２", "๒."] {
        assert_eq!(opens(two), more, "{two}");
    }
}

#[test]
fn a_script_plays_the_same_each_time() {
    // Goal, a guess, two questions passed over, the app left to the tutor, the request sent, on to the token: all typed ahead of
    // every answer.
    let script = "1\n1\n2\n4\n5\n5\n7\n7\n1\n7\n";
    let play = || {
        let folder = folder();
        piped(options(folder.path(), Some("first-token")), script)
    };
    let (how, text) = play();
    assert_eq!(how, How::EndOfInput);
    heard(
        &text,
        &[
            "Result: 200 OK.",
            "Do 4 of 5: Read the token",
            "Your progress is kept. Good-bye.",
        ],
    );
    assert!(!text.chars().any(|c| c != '\n' && is_hidden(c)));
    let titles = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.starts_with("Lesson 1,"));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(titles(&text), titles(&play().1));
}

#[test]
fn an_unreadable_progress_file_is_named_and_foreign_text_is_shown_not_obeyed() {
    let folder = folder();
    let (how, text) = piped(
        LinearOptions {
            set_aside: Some("progress-\u{1b}[31m.toml".into()),
            ..options(folder.path(), None)
        },
        "",
    );
    assert_eq!(how, How::EndOfInput);
    heard(
        &text,
        &["Notice: Your progress file could not be read. It was kept as progress-\\u{1b}[31m.toml"],
    );
}

#[test]
fn progress_that_cannot_be_kept_is_said() {
    let (_, text) = piped(
        LinearOptions {
            lesson: Some("first-token"),
            progress: Progress::default(),
            ..LinearOptions::default()
        },
        "1\n",
    );
    heard(&text, &["Your progress could not be kept: "]);
}

#[test]
fn a_progress_file_with_an_app_that_cannot_be_registered_does_not_hang() {
    let folder = folder();
    drop(with_app(&folder).end());
    let mut options = options(folder.path(), Some("first-token"));
    for kept in options.progress.lessons.values_mut() {
        kept.form.app_type = None;
    }
    let (how, text) = piped(options, "");
    assert_eq!(how, How::EndOfInput);
    heard(&text, &["The app is not registered yet."]);
}

#[test]
fn a_reader_that_goes_away_ends_the_session_quietly() {
    /// Takes a little, then is closed.
    struct Head(usize);

    impl Write for Head {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self
                .0
                .checked_sub(1)
                .ok_or(std::io::ErrorKind::BrokenPipe)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let folder = folder();
    let how = run(
        options(folder.path(), Some("first-token")),
        Cursor::new("1\n1\n1\n1\n"),
        &mut Head(12),
    );
    assert_eq!(how.unwrap(), How::Left);
}

/// The well-known example of jwt.io, whose secret everybody knows.
const HMAC: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";

#[test]
fn the_checker_repairs_compares_asks_and_hands_on() {
    let folder = folder();
    let (mut learner, _) = Learner::start(options(folder.path(), None));
    learner.choose("check a token response");
    let damaged = format!("{{ 'access_token': \"{HMAC}\", 'token_type': \"Bearer\" }}");
    let path = folder.path().join("reply.txt");
    std::fs::write(&path, damaged).unwrap();
    learner.choose("other things");
    let judged = learner.answer("open a file", &[path.to_str().unwrap()]);
    heard(
        &judged,
        &["paste.single-quotes", "What it is: token-reply."],
    );

    let repaired = learner.follow(&["other things", "what was repaired"]);
    heard(&repaired, &["Line 1 was changed, now: { \"access_token\""]);
    assert!(!repaired.contains(HMAC), "{repaired}");
    let undone = learner.follow(&["undo a repair", "undo paste.single-quotes"]);
    heard(&undone, &["json.syntax", "taken back: paste.single-quotes"]);
    learner.choose("redo paste.single-quotes");
    learner.choose("back");

    learner.follow(&["other things", "say what the response should be"]);
    let strict = learner.choose("strict, now off");
    heard(&strict, &["Judged by: profile auto, strict"]);
    let scope = learner.answer("issuer", &["https://issuer.example"]);
    heard(&scope, &["Compared issuer: https://issuer.example"]);
    learner.choose("back");

    let before = learner.follow(&["other things", "ask the practice API"]);
    heard(&before, &["goes nowhere else.", "1. send it"]);
    let asked = learner.choose("send it");
    heard(
        &asked,
        &["Result: 401", "refuses every token from elsewhere"],
    );

    let kept = learner.follow(&["other things", "hand the report on", "keep it as Markdown"]);
    heard(&kept, &["Notice: Kept as "]);
    let printed = learner.follow(&["other things", "hand the report on", "print it as JSON"]);
    heard(&printed, &["Begin: the report as JSON.", "{\"schema\":1"]);
    let files = std::fs::read_dir(folder.path().join("reports")).unwrap();
    assert_eq!(files.count(), 1);
    assert_eq!(learner.leave().0, How::Left);
}

#[test]
fn the_decoder_takes_a_secret_and_a_changed_claim_breaks_the_signature() {
    let folder = folder();
    let (mut learner, _) = Learner::start(options(folder.path(), None));
    learner.choose("decode a token");
    learner.answer("paste a text", &[HMAC, "."]);
    learner.choose("verify with a key");
    let verified = learner.answer("type or paste it", &["your-256-bit-secret"]);
    heard(
        &verified,
        &["Trust: passed.", "Checked with the key that you gave."],
    );
    // {"sub":"1234567890","name":"Jane"}
    let other = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkphbmUifQ.c2ln";
    let other = learner.answer("lay another token", &[other, "."]);
    heard(
        &other,
        &[
            "name, in the claims: here \"John Doe\", in the other \"Jane\".",
            "iat, in the claims: only here, 1516239022.",
        ],
    );
    learner.choose("take the other token away");
    learner.choose("change a claim");
    let changed = learner.answer("name, in the payload", &["\"Jane Doe\""]);
    heard(
        &changed,
        &[
            "name: Jane Doe",
            "check the signature over parts 1 and 2: broke",
            "You changed name.",
        ],
    );
    let back = learner.choose("take back the change");
    heard(
        &back,
        &["name: John Doe", "The token is as you pasted it again."],
    );
    let again = learner.choose("make the change again");
    heard(&again, &["name: Jane Doe", "You changed name."]);
    learner.choose("sign it anew");
    let signed = learner.answer("with a key of yours", &["another secret"]);
    heard(
        &signed,
        &["Trust: passed.", "signed it with a key of yours."],
    );
    learner.choose("clear the desk");
    let back = learner.choose("bring back what lay there");
    heard(&back, &["name: Jane Doe", "What lay there is back."]);
    learner.choose("take back the change");
    learner.choose("take back the change");
    let steps = learner.choose("how an API verifies");
    heard(&steps, &["Reading proves nothing"]);
    assert_eq!(learner.leave().0, How::Left);
}

#[test]
fn an_encrypted_token_is_not_said_to_be_signed() {
    let folder = folder();
    let (mut learner, _) = Learner::start(options(folder.path(), None));
    learner.choose("decode a token");
    // {"alg":"RSA-OAEP-256","enc":"A256GCM"}
    let jwe = "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMjU2R0NNIn0.AAAA.AAAA.AAAA.AAAA";
    let read = learner.answer("paste a text", &[jwe, "."]);
    heard(
        &read,
        &[
            "alg: RSA-OAEP-256. That is how the key of the content is encrypted.",
            "token.jwe",
        ],
    );
    assert_eq!(learner.leave().0, How::Left);
}

#[test]
fn a_lesson_that_teaches_two_ways_to_prove_who_asks_offers_both() {
    let folder = folder();
    let (mut learner, _) = Learner::start(options(folder.path(), Some("basic-and-scopes")));
    go(&mut learner, "Build the Basic header");
    learner.choose("change a field");
    let post = learner.choose("prove who you are by id and secret in the body");
    heard(&post, &["Your app is now set to client_secret_post"]);
    let basic = learner.choose("prove who you are by id and secret in the Authorization header");
    heard(&basic, &["Your app is now set to client_secret_basic"]);
    learner.choose("back");
    let wire = learner.follow(&["read the request", "HTTP"]);
    heard(&wire, &["Authorization: Basic ********"]);
    learner.choose("back");
    assert_eq!(learner.leave().0, How::Left);
}

#[test]
fn something_is_looked_up_in_the_middle_of_a_lesson_and_the_lesson_goes_on() {
    let folder = folder();
    let mut learner = begun(&folder);
    let said = learner.follow(&["more", "another step, the reference", "look something up"]);
    heard(&said, &["The reference.", "hear the names of all errors"]);
    let said = learner.answer("search for something", &["invalid_client"]);
    heard(&said, &["Searched for invalid_client: "]);
    let said = learner.choose("read invalid_client, error, rfc");
    heard(
        &said,
        &[
            "What: The server could not make sure who you are.",
            "Source: RFC 6749 5.2",
        ],
    );
    let said = learner.answer("search for something", &["nothingofthekind"]);
    heard(&said, &["Nothing here holds that."]);
    let said = learner.choose("back to where you were");
    heard(&said, &["Lesson 1, Your first token. Step 1 of "]);
}

#[test]
fn scenarios_of_a_sandbox_are_kept_loaded_and_deleted_under_more() {
    let folder = folder();
    let (mut learner, _) = Learner::start(options(folder.path(), Some("sandbox-okta")));
    let list = learner.follow(&["more", "scenarios:"]);
    heard(&list, &["A scenario is your request as it stands"]);
    let kept = learner.answer("keep what stands here as a new one", &[""]);
    heard(&kept, &["Kept as Okta 1."]);
    let long = "x".repeat(41);
    let refused = learner.answer("keep what stands here as a new one", &[&long]);
    heard(&refused, &["40 signs at most, and this one has 41"]);
    learner.follow(&[
        "back",
        "go to another step",
        "take the practice server in hand",
    ]);
    learner.choose("Fault: token requests get 429");
    learner.choose("back to the lesson");
    learner.follow(&["more", "scenarios:"]);
    let kept = learner.answer("keep what stands here as a new one", &["too many"]);
    heard(&kept, &["Kept as too many."]);
    let told = learner.choose("read out what is in each");
    heard(
        &told,
        &[
            "too many: It has: 1 change",
            "Changed by hand: Fault: token requests get 429.",
        ],
    );
    let loaded = learner.choose("load Okta 1");
    heard(&loaded, &["Loaded: Okta 1. The form stood so already"]);
    let sent = learner.choose("send the request");
    heard(&sent, &["200"]);
    let list = learner.follow(&["more", "scenarios:"]);
    assert!(list.contains("load what stood here before"), "{list}");
    learner.choose("write over or delete Okta 1");
    let gone = learner.choose("delete it, for good");
    heard(&gone, &["Deleted: Okta 1."]);
    assert!(!learner.offers("load Okta 1"));
    let loaded = learner.choose("load too many");
    heard(&loaded, &["Loaded: too many. The form stood so already"]);
    let sent = learner.choose("send the request");
    heard(&sent, &["429"]);
}

#[test]
fn a_file_of_scenarios_that_is_damaged_is_named_and_left_as_it_is() {
    let folder = folder();
    let (mut learner, _) = Learner::start(options(folder.path(), Some("sandbox-rfc")));
    let path = folder.path().join("scenarios.toml");
    std::fs::write(&path, "version = 1\n\u{1b}[2J = hunter2\n").unwrap();
    let told = learner.follow(&["more", "scenarios:"]);
    heard(&told, &["line 2", "move it away"]);
    let told = learner.answer("keep what stands here as a new one", &["mine"]);
    heard(&told, &["Not kept:", "line 2"]);
    assert!(
        !told.contains("hunter2") && !told.contains('\u{1b}'),
        "{told}"
    );
    assert!(std::fs::read_to_string(&path).unwrap().contains("hunter2"));
}

#[test]
fn what_came_of_a_send_or_a_call_is_told_of_the_newest_and_not_of_what_stood_before() {
    let folder = folder();
    let (mut learner, _) = Learner::start(options(folder.path(), Some("sandbox-auth0")));
    let sent = learner.choose("send the request");
    heard(&sent, &["200"]);
    let called = learner.choose("call the API");
    heard(&called, &["/api/reports", "200"]);
    learner.follow(&[
        "more",
        "go to another step",
        "take the practice server in hand",
    ]);
    learner.choose("Unplug the authorization server");
    learner.choose("back to the lesson");
    let failed = learner.choose("send the request");
    heard(
        &failed,
        &[
            "No whole reply came",
            "still as you changed it by hand: Unplug the authorization server. The page of the practice server (under more, another step) leads",
        ],
    );
    assert!(!failed.contains("200"), "{failed}");
    let called = learner.choose("call the API with the token");
    assert!(!called.contains("Nothing changed"), "{called}");
    heard(&called, &["GET", "200"]);
}

#[test]
fn each_way_out_of_a_sandbox_is_asked_for_in_lines() {
    let folder = folder();
    let (mut learner, _) = Learner::start(options(folder.path(), Some("sandbox-rfc")));
    learner.choose("send the request");
    learner.follow(&["more", "home"]);
    let ways = [
        "the sandbox at the practice server Okta",
        "test out of lesson 1",
        "begin lesson 2",
    ];
    for way in ways {
        let asked = learner.choose(way);
        heard(
            &asked,
            &["puts the sandbox away", "1. yes", "2. no, keep it"],
        );
        let stays = learner.choose("no, keep it");
        heard(&stays, &["Nothing changed.", way]);
    }
    learner.choose("the sandbox at the practice server Okta");
    let there = learner.choose("yes");
    heard(&there, &["Sandbox at Okta. Step 1"]);
    // Nothing was done there.
    learner.follow(&["more", "home"]);
    let there = learner.choose("begin lesson 2");
    heard(&there, &["Lesson 2"]);
}

#[test]
fn a_sandbox_has_flows_and_experiments_in_lines() {
    let folder = folder();
    let (mut learner, _) = Learner::start(options(folder.path(), Some("sandbox-okta")));
    learner.choose("send the request");
    let flow = go(&mut learner, "A flow of cards");
    heard(&flow, &["The token flow of lesson 5"]);
    assert!(!learner.offers("lay the solution"), "there is none");
    let ran = learner.choose("run the flow to its end");
    heard(&ran, &["text is empty"]);
    go(&mut learner, "Experiments");
    learner.choose("open experiment B4");
    learner.choose("make the change");
    let tried = learner.choose("try it: send");
    heard(&tried, &["401"]);
    let back = learner.choose("put everything back");
    heard(&back, &["error book"]);
}

#[test]
fn a_flow_says_in_lines_what_its_credential_leaks_and_drops_the_token_that_it_keeps() {
    let folder = folder();
    let (mut learner, _) = Learner::start(options(folder.path(), Some("automate")));
    let opened = go(&mut learner, "One token for many calls");
    heard(
        &opened,
        &[
            "values.client_secret: Kept apart: values.client_secret has its name alone.",
            "the flow, its copies: typed in, the value itself; kept in a table, its name alone.",
            "the run's history: not run yet.",
            "A table takes it out of the flow and its copies, and out of no history.",
        ],
    );
    let ran = learner.choose("run the flow to its end");
    heard(
        &ran,
        &[
            "the run's history: values, keep.",
            "what goes out, by: keep.client_secret.",
        ],
    );
    learner.choose("back to the start of the flow");
    let dropped = learner.choose("drop the token that is kept");
    heard(&dropped, &["The kept token is dropped"]);
    assert!(learner.offers("back to the start of the flow"));
}

#[test]
fn an_experiment_of_a_sandbox_names_the_place_that_brings_a_token_in_lines() {
    let folder = folder();
    let (mut learner, _) = Learner::start(options(folder.path(), Some("sandbox-auth0")));
    go(&mut learner, "Experiments");
    let opened = learner.choose("open experiment B11");
    heard(
        &opened,
        &["There is no token yet.", "is asked for: The request."],
    );
}
