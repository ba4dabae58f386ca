//! Flows as data: each kind of card, each official error name, taint, edits, and the session that asks nobody itself.

use std::sync::Arc;

use oauth_tutor::flow::session::{Asked, End, Outcome as Step, State};
use oauth_tutor::flow::{Flow, Outcome, Place, Session, Value, read};
use oauth_tutor::lesson::course;
use oauth_tutor::oauth::names::ClientSecret;
use oauth_tutor::oauth::reply::{Reply, SendError};
use oauth_tutor::oauth::time::UnixTime;

const CANARY: &str = "canary-0123456789-secret";
const NOW: UnixTime = UnixTime(1_800_000_000);

fn known(name: &str) -> Option<Value> {
    Some(match name {
        "tenant.domain" => Value::Text("127.0.0.1:9401".into()),
        "tenant.scheme" => Value::Text("http".into()),
        "app.client_id" => Value::Text("abc".into()),
        "app.secret" => Value::Secret(ClientSecret::new(CANARY)),
        _ => return None,
    })
}

fn opened(flow: &Flow) -> Session {
    let mut session = Session::new(flow.clone(), Arc::new(course().flows.to_vec()));
    session.fill(&known);
    session
}

fn of_course(id: &str) -> Session {
    opened(course().flow(id).expect("a flow"))
}

fn of_text(cards: &str) -> Session {
    let text = format!("format = 1\nid = \"t\"\ntitle = \"T\"\nsays = \"s\"\n{cards}");
    opened(&read::read(&text, "t.toml").unwrap_or_else(|why| panic!("{why}")))
}

fn place(spelled: &str) -> Place {
    Place::named(spelled).expect("a place")
}

/// Runs until a card asks or the flow ends.
fn runs(session: &mut Session, now: UnixTime) -> Option<Asked> {
    for _ in 0..100 {
        match session.step(now) {
            Outcome::Ran => {}
            Outcome::Ask(asked) => return Some(*asked),
            Outcome::Ended => return None,
        }
    }
    panic!("it never ends");
}

fn replies(status: u16, body: &str) -> Reply {
    Reply {
        status,
        reason: String::new(),
        headers: vec![("Content-Type".into(), "application/json".into())],
        body: body.as_bytes().to_vec(),
    }
}

fn failed(session: &Session) -> (&str, &'static str) {
    let (card, fault) = session.failed().expect("a card failed");
    (card.id.as_str(), fault.name.word())
}

#[test]
fn the_helper_flow_asks_as_the_source_has_it_and_returns_the_token() {
    let mut session = of_course("auth0-token");
    let asked = runs(&mut session, NOW).unwrap_or_else(|| panic!("{:?}", session.failed()));
    assert_eq!(
        asked.request.url.as_str(),
        "http://127.0.0.1:9401/oauth/token"
    );
    let body: String = asked
        .request
        .body
        .iter()
        .map(|piece| &*piece.text)
        .collect();
    assert_eq!(
        body,
        format!(
            "{{\"client_id\":\"abc\",\"client_secret\":\"{CANARY}\",\"audience\":\"http://127.0.0.1:9401/api/v2/\",\"grant_type\":\"client_credentials\"}}"
        )
    );
    session.answer(Ok(&replies(
        200,
        r#"{"access_token":"aaa.bbb.ccc","expires_in":86400}"#,
    )));
    assert!(runs(&mut session, NOW).is_none());
    let Some(End::Returned(gave)) = session.end() else {
        panic!("{:?}", session.failed());
    };
    assert_eq!(gave[0].1.expose(), "aaa.bbb.ccc");
    let fail = session.flow.index("fail").expect("a card");
    assert_eq!(*session.state(fail), State::Skipped);
}

#[test]
fn any_other_status_ends_it_with_return_error() {
    let mut session = of_course("auth0-token");
    runs(&mut session, NOW).expect("it asks");
    session.answer(Ok(&replies(401, r#"{"error":"access_denied"}"#)));
    assert!(runs(&mut session, NOW).is_none());
    assert_eq!(session.end().map(End::word), Some("return-error"));
    let status = session.gave(&place("fail.statusCode"));
    assert_eq!(status, Some(&Value::whole(401)));
}

#[test]
fn a_secret_is_masked_wherever_it_flows() {
    let mut session = of_course("auth0-token");
    let asked = runs(&mut session, NOW).expect("it asks");
    session.answer(Ok(&replies(
        200,
        r#"{"access_token":"token-canary-0123456789"}"#,
    )));
    assert!(runs(&mut session, NOW).is_none());
    let mut shown = format!("{session:?} {asked:?}");
    for (at, card) in session.flow.cards.iter().enumerate() {
        for input in &card.inputs {
            shown += &session.put_in(card, input).shown();
        }
        if let State::Ran { gave, .. } = session.state(at) {
            shown += &gave
                .iter()
                .map(|(_, value)| value.shown())
                .collect::<String>();
        }
    }
    assert!(
        !shown.contains(CANARY) && !shown.contains("token-canary"),
        "{shown}"
    );
    assert!(shown.contains("hidden"));
}

#[test]
fn a_card_that_lacks_something_fails_by_its_official_name() {
    let concat = |port: &str| {
        format!("[[card]]\nid = \"c\"\nkind = \"concatenate\"\nsays = \"s\"\nin = [{port}]")
    };
    let get = |object: &str, declared: &str| {
        format!(
            "[[card]]\nid = \"c\"\nkind = \"object-get\"\ntype = \"{declared}\"\nsays = \"s\"\nin = [{{ port = \"object\", is = '{object}', type = \"any\" }}, {{ port = \"path\", is = \"a\" }}]"
        )
    };
    let post = |url: &str| {
        format!(
            "[[card]]\nid = \"c\"\nkind = \"post\"\nsays = \"s\"\nin = [{{ port = \"URL\", is = \"{url}\" }}]"
        )
    };
    let calls =
        "[[card]]\nid = \"c\"\nkind = \"call-flow\"\nof = \"nobody\"\nsays = \"s\"\nin = []";
    let cases = [
        (concat("{ port = \"text 1\" }"), "Invalid Input"),
        (
            concat("{ port = \"text 1\", is = \"x\", type = \"number\" }"),
            "Invalid Type Conversion",
        ),
        (get("no json", "text"), "Parse Error"),
        (get("{\"a\": [1]}", "number"), "Invalid Type Conversion"),
        (post("nowhere"), "URL Error"),
        (calls.to_owned(), "Invalid Flow"),
    ];
    for (cards, name) in cases {
        let mut session = of_text(&cards);
        assert!(runs(&mut session, NOW).is_none(), "{cards}");
        assert_eq!(failed(&session), ("c", name), "{cards}");
        assert_eq!(session.end().map(End::word), Some("failed"));
    }
}

#[test]
fn no_secret_goes_into_an_address_and_none_comes_out_of_a_text_that_holds_one() {
    let joined = |before: &str, after: &str| {
        format!(
            "[[card]]\nid = \"j\"\nkind = \"concatenate\"\nsays = \"s\"\nin = [{{ port = \"text 1\", is = '{before}' }}, {{ port = \"text 2\", is = \"{{app.secret}}\" }}, {{ port = \"text 3\", is = '{after}' }}]\n"
        )
    };
    for port in ["URL", "Query"] {
        let url = if port == "URL" {
            ""
        } else {
            "{ port = \"URL\", is = \"http://127.0.0.1:1/\" }, "
        };
        let post = format!(
            "[[card]]\nid = \"p\"\nkind = \"post\"\nsays = \"s\"\nin = [{url}{{ port = \"{port}\", from = \"j.output\" }}]"
        );
        let mut session = of_text(&format!(
            "{}{post}",
            joined("http://127.0.0.1:1/?s=", "&t=1")
        ));
        assert!(runs(&mut session, NOW).is_none(), "{port}");
        let (card, fault) = session.failed().expect("it fails");
        assert_eq!(card.id, "p");
        assert!(!fault.why.contains("canary"), "{}", fault.why);
    }
    let get = "[[card]]\nid = \"g\"\nkind = \"object-get\"\ntype = \"text\"\nsays = \"s\"\nin = [{ port = \"object\", from = \"j.output\" }, { port = \"path\", is = \"foo\" }]";
    let mut session = of_text(&format!("{}{get}", joined("{\"foo\":\"", "\"}")));
    assert!(runs(&mut session, NOW).is_none());
    let gave = session.gave(&place("g.output")).expect("it gave something");
    assert_eq!(gave.expose(), CANARY);
    assert!(gave.is_secret(), "whatever the member is called");
}

#[test]
fn what_nobody_answered_has_a_name_too() {
    let host = || "127.0.0.1:1".to_owned();
    let why = || "refused".to_owned();
    let cases = [
        (
            SendError::Connect {
                host: host(),
                why: why(),
            },
            "Connection Error",
        ),
        (SendError::TimedOut { seconds: 1 }, "Timeout"),
        (SendError::NotHttp { why: why() }, "HTTP Error"),
        (SendError::Name { host: host() }, "Network Error"),
        (SendError::Exhausted { why: why() }, "Network Error"),
        (SendError::PlainHttp { host: host() }, "URL Error"),
    ];
    for (error, name) in cases {
        let mut session = of_course("auth0-token");
        runs(&mut session, NOW).expect("it asks");
        session.answer(Err(&error));
        assert_eq!(failed(&session), ("ask", name));
        let (_, fault) = session.failed().expect("a card failed");
        assert!(
            !fault.why.contains("127.0.0.1"),
            "{}: a reason holds no value",
            fault.why
        );
    }
}

#[test]
fn numbers_and_texts_are_compared_by_their_declared_types() {
    let compares = |left: &str, right: &str, operator: &str| {
        let cards = format!(
            "[[card]]\nid = \"c\"\nkind = \"if-else\"\nsays = \"s\"\nin = [{{ port = \"value 1\", {left} }}, {{ port = \"operator\", is = \"{operator}\" }}, {{ port = \"value 2\", {right} }}]"
        );
        let mut session = of_text(&cards);
        assert!(runs(&mut session, NOW).is_none());
        session.gave(&place("c.result")).cloned()
    };
    let (number, text) = ("type = \"number\"", "type = \"text\"");
    let with = |value: &str, of: &str| format!("is = \"{value}\", {of}");
    let yes = Some(Value::Flag(true));
    let no = Some(Value::Flag(false));
    assert_eq!(compares(&with("80", number), &with("9", number), ">"), yes);
    assert_eq!(compares(&with("80", text), &with("9", text), ">"), no);
    assert_eq!(compares(&with("200", number), &with("200", text), "=="), no);
}

#[test]
fn the_caller_keeps_its_token_and_asks_again_once() {
    let mut session = of_course("auth0-caller");
    let token = r#"{"access_token":"aaa.bbb.ccc"}"#;
    let first = runs(&mut session, NOW).expect("it asks for a token");
    assert!(first.request.url.path().ends_with("/oauth/token"));
    session.answer(Ok(&replies(200, token)));
    let call = runs(&mut session, NOW).expect("it calls");
    assert!(call.request.url.path().ends_with("/api/v2/users"));
    session.answer(Ok(&replies(200, "[]")));
    assert!(runs(&mut session, NOW).is_none());
    session.rewind();
    let call = runs(&mut session, NOW).expect("it calls with what it kept");
    assert!(call.request.url.path().ends_with("/api/v2/users"));
    session.answer(Ok(&replies(401, "{}")));
    let second = runs(&mut session, NOW).expect("it asks once more");
    assert!(second.request.url.path().ends_with("/oauth/token"));
    session.answer(Ok(&replies(200, token)));
    runs(&mut session, NOW).expect("it calls again");
    session.answer(Ok(&replies(401, "{}")));
    assert!(runs(&mut session, NOW).is_none(), "never a second time");
    assert_eq!(
        session.gave(&place("again.again")),
        Some(&Value::Flag(true))
    );
    session.rewind();
    let late = UnixTime(NOW.0 + 86_400 - 30);
    let again = runs(&mut session, late).expect("within the margin it asks");
    assert!(again.request.url.path().ends_with("/oauth/token"));
}

#[test]
fn an_edit_can_be_taken_back_and_a_value_goes_only_forward() {
    let mut session = of_course("auth0-token");
    session
        .edit(&place("url.text 3"), Value::Text("/wrong".into()))
        .expect("a port");
    assert_eq!(session.walk(true), [place("url.text 3")]);
    let card = session.flow.card("url").expect("a card").clone();
    let port = card.input("text 3").expect("a port");
    assert_eq!(session.put_in(&card, port).expose(), "/oauth/token");
    assert!(
        session
            .connect(&place("return.token"), &place("url.text 3"))
            .is_err()
    );
    assert!(
        session
            .connect(&place("start.domain"), &place("url.text 1"))
            .is_ok()
    );
}

#[test]
fn a_complaint_names_line_and_column() {
    let text = "format = 1\nid = \"t\"\ntitle = \"T\"\nsays = \"s\"\n[[card]]\nid = \"c\"\nkind = \"compose\"\nsays = \"s\"\nin = [{ port = \"a\", from = \"b.output\" }]\n";
    let why = read::read(text, "t.toml").expect_err("b is no card");
    assert_eq!((why.line, why.column > 1), (9, true), "{why}");
    assert!(why.to_string().contains("no card before c gives b.output"));
    let why = read::read("format = 1\nid = 3\n", "t.toml").expect_err("no text");
    assert_eq!(why.line, 2);
}

#[test]
fn a_flow_without_cards_is_at_its_end() {
    let mut flow = course().flow("okta-token").expect("a flow").clone();
    flow.cards.clear();
    let mut session = Session::new(flow, Arc::new(Vec::new()));
    for _ in 0..2 {
        assert!(matches!(session.step(UnixTime(0)), Step::Ended));
        session.rewind();
    }
}

/// The token flow with a fresh key, and the text of that key.
fn token_flow() -> (Session, String) {
    let key = oauth_tutor::practice::AppKey::generate().expect("a key");
    let (pem, kid) = (key.expose_pem().to_owned(), key.kid.clone());
    let flow = course().flow("okta-token").expect("a flow");
    let mut session = Session::new(flow.clone(), Arc::new(course().flows.to_vec()));
    let secret = pem.clone();
    session.fill(&move |name| match name {
        "app.private_key" => Some(Value::Secret(ClientSecret::new(secret.as_str()))),
        "app.kid" => Some(Value::Text(kid.clone())),
        "tenant.org_token_endpoint" => {
            Some(Value::Text("http://127.0.0.1:9402/oauth2/v1/token".into()))
        }
        other => known(other),
    });
    (session, pem)
}

#[test]
fn the_token_flow_signs_as_okta_wants_it_and_shows_no_key() {
    let (mut session, pem) = token_flow();
    let asked = runs(&mut session, NOW).unwrap_or_else(|| panic!("{:?}", session.failed()));
    let body: String = asked
        .request
        .body
        .iter()
        .map(|piece| &*piece.text)
        .collect();
    assert!(body.starts_with("grant_type=client_credentials&scope=okta.workflows.invoke.manage"));
    let token = session
        .gave(&place("sign.token"))
        .expect("a token")
        .expose();
    let jwt = oauth_tutor::oauth::jwt::read(&token);
    for (claim, value) in [
        ("iss", "abc"),
        ("sub", "abc"),
        ("aud", "http://127.0.0.1:9402/oauth2/v1/token"),
    ] {
        assert_eq!(jwt.claim_text(claim), Some(value));
    }
    let middle = pem.lines().nth(3).expect("a line of the key").to_owned();
    assert!(!format!("{session:?} {asked:?}").contains(&middle));
    assert!(
        session
            .gave(&place("key.output"))
            .is_some_and(Value::is_secret)
    );
}

#[test]
fn without_an_algorithm_the_card_signs_by_hs256() {
    let (mut session, _) = token_flow();
    session
        .edit(&place("sign.algorithm"), Value::Empty)
        .expect("a port");
    runs(&mut session, NOW).expect("nothing on this side notices");
    let token = session
        .gave(&place("sign.token"))
        .expect("a token")
        .expose();
    let jwt = oauth_tutor::oauth::jwt::read(&token);
    let header = jwt.header.expect("a header");
    let alg = header.root().and_then(|root| header.member(root, "alg"));
    assert_eq!(alg.and_then(|alg| header.string(alg)), Some("HS256"));
}

#[test]
fn the_protected_flow_gives_its_return_fields() {
    let mut session = of_course("okta-protected");
    assert!(runs(&mut session, NOW).is_none());
    let Some(End::Returned(gave)) = session.end() else {
        panic!("{:?}", session.failed());
    };
    assert_eq!(gave[0].1, Value::Text("The flow ran".into()));
}

#[test]
fn what_a_credential_leaks_is_read_off_the_flow_and_its_run() {
    let secret = known("app.secret").expect("a secret").expose();
    let mut session = of_course("auth0-token");
    let port = place("start.client_secret");
    let found = session.readable(&port).expect("a credential");
    assert_eq!((found.in_file, found.history), (false, None));
    let now = UnixTime(0);
    let asked = runs(&mut session, now).expect("a request");
    assert!(asked.json);
    session.answer(Ok(&replies(401, "{\"error\":\"access_denied\"}")));
    assert!(runs(&mut session, now).is_none());
    // Kept apart or typed in, the run has it at the same places.
    let history = Some(vec![
        "start".to_owned(),
        "json".to_owned(),
        "ask".to_owned(),
    ]);
    let found = session.readable(&port).expect("a credential");
    assert!(!found.in_file);
    assert_eq!(found.history, history);
    assert_eq!(found.out, [place("ask.Body")]);
    session.edit(&port, Value::secret(secret)).unwrap();
    let _ = runs(&mut session, now).expect("a request");
    session.answer(Ok(&replies(401, "{}")));
    assert!(runs(&mut session, now).is_none());
    let found = session.readable(&port).expect("a credential");
    assert!(found.in_file, "it stands in the flow now");
    assert_eq!(found.history, history);
    // Where it came in is told wherever it is met; what is no credential that was put in has no table.
    let body = place("json.client_secret");
    assert_eq!(session.readable(&body).expect("a credential").port, port);
    assert_eq!(session.readable(&place("start.domain")), None);
}

#[test]
fn a_key_in_a_text_card_stands_in_the_flow_and_does_not_go_out() {
    let (mut session, _) = token_flow();
    let _ = runs(&mut session, UnixTime(0)).expect("a request");
    let found = session.readable(&place("key.text")).expect("a credential");
    assert!(found.in_file);
    assert_eq!(
        found.history,
        Some(vec!["key".to_owned(), "sign".to_owned()])
    );
    assert_eq!(found.out, []);
}
