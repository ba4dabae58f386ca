//! `serve --control`: what is ordered over HTTP happens to the next client, and is taken back.

use std::io::{Read, Write};
use std::net::TcpStream;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{FORM, Serve, send};

const HEADER: &str = "X-Tutor-Control: 1\r\n";

/// A tenant that is steered, and its first app with a secret in the body.
struct Steered {
    serve: Serve,
    tenant: Value,
    base: String,
    app: Value,
}

impl Steered {
    fn start(dialect: usize, flags: &[&str]) -> Self {
        let mut serve = Serve::start(&[&["--json", "--control"], flags].concat());
        let tenant = serve.ready()["tenants"][dialect].clone();
        let control = tenant["control"].as_str().unwrap();
        let base = control.strip_suffix("/-/control/").unwrap().to_owned();
        let by_post = |app: &&Value| app["auth"] == "client_secret_post" && app["dpop"] != true;
        let app = tenant["apps"].as_array().unwrap().iter().find(by_post);
        Self {
            base,
            app: app.unwrap().clone(),
            tenant,
            serve,
        }
    }

    fn id(&self) -> &str {
        self.app["client_id"].as_str().unwrap()
    }

    fn get(&self, path: &str) -> Value {
        body(&send(
            &format!("{}/-/control/{path}", self.base),
            HEADER,
            None,
        ))
    }

    /// Asks for a change. Gives status and body.
    fn asks(&self, change: &Value) -> (u16, Value) {
        let url = format!("{}/-/control/change", self.base);
        let reply = send(&url, HEADER, Some(&change.to_string()));
        (status(&reply), body(&reply))
    }

    /// Makes a change, and gives the state after it.
    #[track_caller]
    fn change(&self, change: &Value) -> Value {
        let (status, state) = self.asks(change);
        assert_eq!(status, 200, "{change}: {state}");
        state
    }

    fn reset(&self) -> Value {
        body(&send(
            &format!("{}/-/control/reset", self.base),
            HEADER,
            Some(""),
        ))
    }

    fn ask_with(&self, secret: &str, more: &str) -> String {
        let id = self.id();
        let body =
            format!("grant_type=client_credentials&client_id={id}&client_secret={secret}{more}");
        send(
            self.tenant["token_endpoint"].as_str().unwrap(),
            FORM,
            Some(&body),
        )
    }

    /// Asks for a token as the app does that was told how.
    fn ask(&self) -> String {
        let mut more = String::new();
        for (name, member) in [
            ("audience", "audience"),
            ("resource", "resource"),
            ("scope", "scope"),
        ] {
            if let Some(value) = self.app[member].as_str() {
                more.extend(["&", name, "=", value]);
            }
        }
        self.ask_with(self.app["client_secret"].as_str().unwrap(), &more)
    }

    #[track_caller]
    fn token(&self) -> String {
        let reply = self.ask();
        assert_eq!(status(&reply), 200, "{reply}");
        body(&reply)["access_token"].as_str().unwrap().to_owned()
    }

    fn call(&self, token: &str) -> String {
        let api = self.tenant["api"].as_str().unwrap();
        send(api, &format!("Authorization: Bearer {token}\r\n"), None)
    }
}

fn status(reply: &str) -> u16 {
    let code = reply.split(' ').nth(1).unwrap_or_default();
    code.parse().unwrap_or_default()
}

fn body(reply: &str) -> Value {
    let (_, body) = reply.split_once("\r\n\r\n").unwrap_or_default();
    serde_json::from_str(body).unwrap_or_default()
}

fn header<'a>(reply: &'a str, name: &str) -> Option<&'a str> {
    let (head, _) = reply.split_once("\r\n\r\n")?;
    let mut fields = head.lines().filter_map(|line| line.split_once(": "));
    let found = fields.find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value)
}

fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[test]
fn without_the_flag_there_is_nothing() {
    let mut serve = Serve::start(&["--json"]);
    let keys = serve.auth0()["jwks_uri"].as_str().unwrap().to_owned();
    let host = keys.split('/').nth(2).unwrap();
    let hidden = send(&format!("http://{host}/-/control/state"), HEADER, None);
    let unknown = send(&format!("http://{host}/nothing/at/all"), HEADER, None);
    assert_eq!((status(&hidden), status(&unknown)), (404, 404));
    assert_eq!(body(&hidden)["error"], body(&unknown)["error"]);
}

#[test]
fn only_a_program_on_this_machine_that_means_it_is_let_in() {
    let steered = Steered::start(0, &["--host", "tutor.example"]);
    let url = format!("{}/-/control/state", steered.base);
    let without = send(&url, "", None);
    assert_eq!(status(&without), 403);
    assert!(
        without.contains("X-Tutor-Control: 1 is missing"),
        "{without}"
    );
    assert_eq!(status(&send(&url, "X-Tutor-Control: yes\r\n", None)), 403);
    // A name that the tenant answers to, and that is no name of this machine's loopback.
    let ask_at = |target: &str, host: &str| {
        let at = steered.base.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(at).unwrap();
        let head =
            format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{HEADER}\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        status(&reply)
    };
    let ask = |host| ask_at("/-/control/state", host);
    let asked = [
        "tutor.example",
        "evil.example",
        "localhost:9400",
        "[::1]",
        "127.0.0.1",
    ]
    .map(ask);
    assert_eq!(asked, [403, 421, 200, 200, 200]);
    let whole = "http://tutor.example/-/control/state";
    assert_eq!(ask_at(whole, "localhost"), 403);
    let wrong_method = send(&url, HEADER, Some("{}"));
    assert_eq!(status(&wrong_method), 405);
    assert_eq!(header(&wrong_method, "allow"), Some("GET"));
    assert_eq!(
        status(&send(
            &format!("{}/-/control/nothing", steered.base),
            HEADER,
            None
        )),
        404
    );
}

#[test]
fn the_first_token_is_refused_and_the_second_is_not() {
    for dialect in 0..3 {
        let steered = Steered::start(dialect, &[]);
        let state = steered
            .change(&json!({ "change": "fault", "kind": "401", "door": "token", "next": 1 }));
        assert_eq!(
            state["faults"],
            json!([{ "door": "token", "kind": "401", "error": "invalid_client", "next": 1 }])
        );
        let refused = steered.ask();
        assert_eq!(status(&refused), 401, "{refused}");
        assert_eq!(body(&refused)["error"], "invalid_client");
        assert_eq!(status(&steered.ask()), 200);
        assert_eq!(steered.get("state")["faults"], json!([]));
        // A message of one's own, for as long as one likes.
        steered.change(&json!({ "change": "fault", "kind": "400", "error": "invalid_scope", "description": "Not tonight." }));
        for _ in 0..3 {
            let refused = steered.ask();
            assert_eq!(
                (
                    status(&refused),
                    body(&refused)["error_description"].as_str()
                ),
                (400, Some("Not tonight."))
            );
        }
        steered.change(&json!({ "change": "fault", "kind": "none", "door": "token" }));
        assert_eq!(status(&steered.ask()), 200);
    }
}

#[test]
fn whoever_comes_back_too_soon_is_refused_again() {
    let steered = Steered::start(0, &[]);
    steered.change(
        &json!({ "change": "fault", "kind": 429, "next": 1, "retry_after": 600, "enforce": true }),
    );
    for _ in 0..3 {
        let reply = steered.ask();
        assert_eq!(status(&reply), 429, "{reply}");
        let seconds: u32 = header(&reply, "retry-after").unwrap().parse().unwrap();
        assert!((590..=600).contains(&seconds), "{seconds}");
    }
    steered.change(&json!({ "change": "fault", "kind": "none" }));
    assert_eq!(status(&steered.ask()), 200);
}

#[test]
fn too_many_requests_say_when_to_come_back() {
    for dialect in 0..3 {
        let steered = Steered::start(dialect, &[]);
        let token = steered.token();
        steered.change(&json!({ "change": "fault", "kind": "429", "next": 1, "retry_after": 7 }));
        steered.change(&json!({ "change": "fault", "kind": "429", "door": "api", "next": 1, "retry_after": 8 }));
        steered.change(&json!({ "change": "fault", "kind": "503", "door": "api", "next": 1, "retry_after": 9 }));
        for (reply, code, seconds) in [
            (steered.ask(), 429, "7"),
            (steered.call(&token), 429, "8"),
            (steered.call(&token), 503, "9"),
        ] {
            assert_eq!(
                (status(&reply), header(&reply, "retry-after")),
                (code, Some(seconds)),
                "{reply}"
            );
        }
        assert_eq!(
            (status(&steered.ask()), status(&steered.call(&token))),
            (200, 200)
        );
    }
}

#[test]
fn every_door_can_fail_by_itself() {
    let steered = Steered::start(0, &[]);
    let jwks = steered.tenant["jwks_uri"].as_str().unwrap().to_owned();
    let metadata = format!("{}/.well-known/oauth-authorization-server", steered.base);
    steered.change(&json!({ "change": "fault", "kind": "html", "door": "jwks", "next": 1 }));
    steered.change(&json!({ "change": "fault", "kind": "500", "door": "metadata", "next": 1 }));
    let page = send(&jwks, "", None);
    assert_eq!(
        (status(&page), header(&page, "content-type")),
        (502, Some("text/html; charset=utf-8"))
    );
    assert_eq!(status(&send(&metadata, "", None)), 500);
    assert_eq!(
        (
            status(&send(&jwks, "", None)),
            status(&send(&metadata, "", None))
        ),
        (200, 200)
    );
    // Half of what its length promises.
    steered.change(&json!({ "change": "fault", "kind": "cut", "door": "jwks", "next": 1 }));
    let cut = send(&jwks, "", None);
    let promised: usize = header(&cut, "content-length").unwrap().parse().unwrap();
    let (_, came) = cut.split_once("\r\n\r\n").unwrap();
    assert_eq!(came.len(), promised / 2);
    // A key that nobody published: the API finds out.
    steered.change(&json!({ "change": "fault", "kind": "wrong-key", "next": 1 }));
    let forged = steered.call(&steered.token());
    assert_eq!(status(&forged), 401, "{forged}");
    assert_eq!(status(&steered.call(&steered.token())), 200);
    let told =
        steered.change(&json!({ "change": "fault", "kind": "401", "door": "api", "next": 1 }));
    assert_eq!(told["faults"][0]["error"], "invalid_token");
    let denied = steered.call(&steered.token());
    assert!(
        header(&denied, "www-authenticate")
            .unwrap()
            .starts_with("Bearer error=\"invalid_token\""),
        "{denied}"
    );
}

#[test]
fn time_passes_for_a_token_without_anybody_waiting() {
    let steered = Steered::start(1, &[]);
    let old = steered.token();
    let state = steered.change(&json!({ "change": "clock", "of": "tenant", "by": "+25h" }));
    assert_eq!(state["clock"]["tenant"]["ahead"], 90_000);
    let refused = steered.call(&old);
    assert_eq!(status(&refused), 401, "{refused}");
    // The client asks again, and all is well by the server's own time.
    assert_eq!(status(&steered.call(&steered.token())), 200);
    steered.change(&json!({ "change": "clock", "of": "api", "by": "+25h" }));
    assert_eq!(status(&steered.call(&steered.token())), 401);
    steered.reset();
    assert_eq!(status(&steered.call(&old)), 200);
    // A clock that stands: two tokens of one second.
    steered.change(&json!({ "change": "clock", "of": "tenant", "do": "freeze", "by": "-1h" }));
    let (one, two) = (claims(&steered.token()), claims(&steered.token()));
    assert_eq!(one["iat"], two["iat"]);
    let state = steered.change(&json!({ "change": "lifetime", "to": 60 }));
    assert_eq!(
        (&state["lifetime"], &state["clock"]["tenant"]["frozen"]),
        (&json!(60), &json!(true))
    );
    let short = claims(&steered.token());
    assert_eq!(
        short["exp"].as_i64().unwrap() - short["iat"].as_i64().unwrap(),
        60
    );
}

#[test]
fn a_key_is_rolled_and_the_old_one_forgotten() {
    let steered = Steered::start(0, &[]);
    let signs = |state: &Value| {
        let keys = state["keys"].as_array().unwrap();
        keys.iter().find(|key| key["signs"] == true).unwrap()["kid"].clone()
    };
    let (old, before) = (steered.token(), signs(&steered.get("state")));
    let after = signs(&steered.change(&json!({ "change": "key", "do": "roll" })));
    assert_ne!(before, after);
    let published = send(steered.tenant["jwks_uri"].as_str().unwrap(), "", None);
    assert!(
        published.contains(after.as_str().unwrap()) && published.contains(before.as_str().unwrap())
    );
    assert_eq!(
        (
            status(&steered.call(&old)),
            status(&steered.call(&steered.token()))
        ),
        (200, 200)
    );
    steered.change(&json!({ "change": "key", "do": "forget-old" }));
    assert_eq!(
        (
            status(&steered.call(&old)),
            status(&steered.call(&steered.token()))
        ),
        (401, 200)
    );
    assert_eq!(signs(&steered.reset()), before);
    assert_eq!(status(&steered.call(&old)), 200);
}

#[cfg(unix)]
#[test]
fn a_rotated_secret_is_told_once_and_logged_never() {
    let steered = Steered::start(1, &[]);
    let old = steered.app["client_secret"].as_str().unwrap().to_owned();
    let state = steered.change(&json!({ "change": "secret", "app": steered.id(), "do": "rotate" }));
    assert_eq!(state["secret"]["client_id"], steered.app["client_id"]);
    let fresh = state["secret"]["client_secret"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_ne!(fresh, old);
    assert_eq!(status(&steered.ask()), 401);
    assert_eq!(status(&steered.ask_with(&fresh, "")), 200);
    for page in ["state", "journal"] {
        let told = steered.get(page).to_string();
        assert!(!told.contains(&fresh) && !told.contains(&old), "{told}");
    }
    // By its name, and one that the caller made.
    let by_name =
        json!({ "change": "secret", "app": steered.app["name"], "do": "set", "to": "a+b%c:d" });
    steered.change(&by_name);
    assert_eq!(status(&steered.ask_with("a%2Bb%25c%3Ad", "")), 200);
    steered.reset();
    assert_eq!(status(&steered.ask()), 200);
    let (_, log) = steered.serve.end(rustix::process::Signal::TERM);
    assert!(
        !log.contains(&fresh) && !log.contains("a+b%c:d") && !log.contains("control"),
        "{log}"
    );
}

#[test]
fn audiences_rules_and_demands_are_those_of_the_moment() {
    let steered = Steered::start(1, &[]);
    let secret = steered.app["client_secret"].as_str().unwrap().to_owned();
    assert_eq!(status(&steered.ask_with(&secret, "")), 200);
    let state = steered.change(&json!({ "change": "default_audience", "to": null }));
    assert_eq!(state["default_audience"], Value::Null);
    assert_eq!(status(&steered.ask_with(&secret, "")), 403);
    steered.change(&json!({ "change": "rule", "do": "add-claim", "name": "https://x.example/plan", "value": { "n": [1, true] } }));
    assert_eq!(
        claims(&steered.token())["https://x.example/plan"],
        json!({ "n": [1, true] })
    );
    steered.change(&json!({ "change": "rule", "do": "deny", "error": "invalid_scope", "reason": "No reports tonight." }));
    let denied = steered.ask();
    assert_eq!(
        (status(&denied), body(&denied)["error"].as_str()),
        (400, Some("invalid_scope")),
        "{denied}"
    );
    steered.change(&json!({ "change": "rule", "do": "none" }));
    steered.change(&json!({ "change": "bound", "app": steered.id(), "to": true }));
    let unproven = steered.ask();
    assert_ne!(status(&unproven), 200, "{unproven}");
    assert!(
        unproven.contains("DPoP") || unproven.contains("dpop"),
        "{unproven}"
    );
    steered.reset();
    assert_eq!(status(&steered.ask_with(&secret, "")), 200);
}

#[test]
fn a_pulled_plug_ends_connections_and_the_control_and_the_apis_go_on() {
    let steered = Steered::start(0, &[]);
    let token = steered.token();
    assert_eq!(
        steered.change(&json!({ "change": "up", "to": false }))["up"],
        false
    );
    assert_eq!(steered.ask(), "");
    assert_eq!(status(&steered.call(&token)), 200, "checked with kept keys");
    assert_eq!(status(&steered.call("nonsense")), 401);
    let keys = steered.tenant["jwks_uri"].as_str().unwrap();
    assert_eq!(send(keys, "", None), "");
    assert_eq!(steered.reset()["up"], true);
    assert_eq!(status(&steered.ask()), 200);
}

#[test]
fn apps_come_and_go() {
    let steered = Steered::start(0, &[]);
    let audience = steered.app["resource"].as_str().unwrap();
    let state = steered.change(&json!({
        "change": "app", "do": "register", "name": "Second job", "auth": "client_secret_post",
        "grants": [{ "api": audience, "scopes": ["read:reports"] }]
    }));
    let (id, secret) = (
        state["secret"]["client_id"].as_str().unwrap(),
        state["secret"]["client_secret"].as_str().unwrap(),
    );
    let ask = || {
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
        status(&send(
            steered.tenant["token_endpoint"].as_str().unwrap(),
            FORM,
            Some(&form),
        ))
    };
    assert_eq!(ask(), 200);
    steered.change(&json!({ "change": "grants", "app": "Second job", "to": [] }));
    assert_eq!(ask(), 400);
    steered.change(&json!({ "change": "app", "do": "delete", "app": id }));
    assert_eq!(ask(), 401);
}

/// Changes that Okta's tenant cannot make, and a part of the reason.
const IMPOSSIBLE: [(&str, &str); 26] = [
    (r#"{"change":"weather","to":"rain"}"#, "unknown word"),
    (r#"{"fault":"429"}"#, "change"),
    (
        r#"{"change":"fault","kind":"999"}"#,
        "a status from 400 to 599",
    ),
    (r#"{"change":"fault","kind":"429","next":0}"#, "1 or more"),
    (
        r#"{"change":"fault","kind":"wrong-key","door":"api"}"#,
        "token door alone",
    ),
    (
        r#"{"change":"fault","kind":"401","error":"a\"b"}"#,
        "quotes",
    ),
    (r#"{"change":"fault","kind":"slow","seconds":9999}"#, "600"),
    (r#"{"change":"clock","of":"api","by":"soon"}"#, "+25h"),
    (
        r#"{"change":"clock","of":"tenant","by":"+9999999d"}"#,
        "9999",
    ),
    (r#"{"change":"clock","of":"api","do":"freeze"}"#, "follows"),
    (
        r#"{"change":"secret","app":"nobody","do":"rotate"}"#,
        "no app",
    ),
    (
        r#"{"change":"secret","app":"Report mailer","do":"rotate"}"#,
        "has no secret",
    ),
    (
        r#"{"change":"default_audience","to":null}"#,
        "only rfc and auth0",
    ),
    (r#"{"change":"default_audience"}"#, "missing member `to`"),
    (
        r#"{"change":"clock","of":"api","by":"+1h","by":"+2h"}"#,
        "by stands there twice",
    ),
    (
        r#"{"change":"rule","do":"add-claim","name":"exp","value":1}"#,
        "server's own",
    ),
    (
        r#"{"change":"rule","do":"deny","error":"nope"}"#,
        "invalid_scope",
    ),
    (
        r#"{"change":"auth","app":"Report printer","to":"private_key_jwt"}"#,
        "jwks is missing",
    ),
    (r#"{"change":"lifetime","to":0}"#, "from 1"),
    (
        r#"{"change":"up","to":false,"really":true}"#,
        "unknown member",
    ),
    (r#"{"change":"lifetime"}"#, "missing member `to`"),
    (
        r#"{"change":"fault","kind":"429","enforce":true}"#,
        "retry_after",
    ),
    (
        r#"{"change":"rule","do":"deny","error":"invalid_request"}"#,
        "server_error alone",
    ),
    (
        r#"{"change":"secret","app":"Report printer","do":"set","to":"a\r\nb"}"#,
        "control characters",
    ),
    (
        r#"{"change":"app","do":"register","name":"a\u001bb"}"#,
        "visible characters",
    ),
    (
        r#"{"change":"fault","kind":"429","next":"one"}"#,
        "a whole number",
    ),
];

#[test]
fn what_cannot_be_done_is_refused_with_the_reason() {
    let steered = Steered::start(2, &[]);
    let url = format!("{}/-/control/change", steered.base);
    for (change, why) in IMPOSSIBLE {
        let reply = send(&url, HEADER, Some(change));
        let told = body(&reply);
        let said = told["error"].as_str().unwrap_or_default();
        assert!(
            status(&reply) == 422 && said.contains(why),
            "{change}: {reply}"
        );
    }
    for text in ["", "[]", "{", "a=b"] {
        assert_eq!(status(&send(&url, HEADER, Some(text))), 400, "{text}");
    }
    assert_eq!(status(&send(&url, HEADER, Some(&" ".repeat(70_000)))), 413);
}

#[test]
fn the_journal_goes_on_from_where_one_was() {
    let steered = Steered::start(0, &[]);
    steered.token();
    let first = steered.get("journal");
    assert_eq!(
        (&first["gap"], first["entries"].as_array().unwrap().len()),
        (&json!(false), 1)
    );
    let entry = &first["entries"][0];
    assert_eq!(
        (&entry["door"], &entry["status"]),
        (&json!("token"), &json!(200))
    );
    assert!(
        entry["checks"]
            .as_array()
            .unwrap()
            .iter()
            .any(|check| check["id"] == "secret" && check["outcome"] == "passed")
    );
    let last = first["last"].as_str().unwrap();
    let next = |id: &str| steered.get(&format!("journal?after={id}"));
    assert_eq!(next(last)["entries"], json!([]));
    steered.call("nonsense");
    let second = next(last);
    assert_eq!(second["entries"].as_array().unwrap().len(), 1);
    assert_eq!(second["entries"][0]["status"], 401);
    let all = next("unknown");
    assert_eq!(
        (&all["gap"], all["entries"].as_array().unwrap().len()),
        (&json!(true), 2)
    );
}

#[test]
fn a_set_up_is_there_from_the_start_and_after_a_reset() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("setup.json");
    let setup = json!([
        { "change": "lifetime", "to": 90 },
        { "tenant": "auth0", "change": "secret", "app": "Nightly report job", "do": "rotate" },
        { "tenant": "auth0", "change": "rule", "do": "add-claim", "name": "plan", "value": "night" },
        { "change": "fault", "kind": "503", "door": "api", "next": 1 },
        { "tenant": "rfc", "change": "up", "to": false },
    ]);
    // Some editors put a byte order mark in front.
    std::fs::write(&file, format!("\u{feff}{setup}")).unwrap();
    let steered = Steered::start(1, &["--course-setup", file.to_str().unwrap()]);
    // The ready line has the secret that the set-up made.
    let made = claims(&steered.token());
    assert_eq!(made["plan"], "night");
    steered.change(&json!({ "change": "lifetime", "to": null }));
    let token = steered.token();
    for _ in 0..2 {
        let state = steered.reset();
        assert_eq!(
            (&state["lifetime"], &state["up"]),
            (&json!(90), &json!(true))
        );
        // The fault is there again, whatever became of it meanwhile.
        assert_eq!(status(&steered.call(&token)), 503);
        assert_eq!(status(&steered.call(&token)), 200);
    }
    let unplugged = Steered::start(0, &["--course-setup", file.to_str().unwrap()]);
    unplugged.change(&json!({ "change": "up", "to": true }));
    assert_eq!(unplugged.reset()["up"], false);
    for (text, code, why) in [
        ("", 3, "cannot use"),
        (&*" ".repeat(2_000_000), 3, "cannot use"),
        ("{}", 2, "no list of changes"),
        (r#"[{"change":"weather"}]"#, 2, "change 1"),
        (
            r#"[{"tenant":"mine","change":"up","to":true}]"#,
            2,
            "rfc, auth0 or okta",
        ),
        (
            r#"[{"change":"default_audience","to":null}]"#,
            2,
            "change 1 at okta",
        ),
    ] {
        std::fs::write(&file, text).unwrap();
        let ended = std::process::Command::new(assert_cmd::cargo::cargo_bin("oauth-tutor"))
            .args(["serve", "--port", "0", "--json", "--course-setup"])
            .arg(&file)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(
            (ended.status.code(), ended.stdout.len()),
            (Some(code), 0),
            "{said}"
        );
        assert!(said.contains(why), "{said}");
    }
}
