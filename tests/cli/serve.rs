//! `oauth-tutor serve` as a process: its ready line, its answers, its log and its end.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;

mod control;
mod tls;
mod ways;
mod wide;

/// A running `serve`, ended with the test.
struct Serve {
    child: Child,
    stdout: BufReader<ChildStdout>,
}

impl Serve {
    fn start(flags: &[&str]) -> Self {
        let mut child = Command::new(cargo_bin("oauth-tutor"))
            .arg("serve")
            .args(["--port", "0"])
            .args(flags)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self { child, stdout }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line
    }

    fn ready(&mut self) -> Value {
        let ready: Value = serde_json::from_str(&self.line()).unwrap();
        assert_eq!(
            (&ready["schema"], &ready["ready"]),
            (&Value::from(1), &Value::from(true))
        );
        let names: Vec<_> = ready["tenants"]
            .as_array()
            .unwrap()
            .iter()
            .map(|tenant| tenant["dialect"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["rfc", "auth0", "okta"]);
        ready
    }

    /// The Auth0 tenant of the ready line.
    fn auth0(&mut self) -> Value {
        self.ready()["tenants"][1].clone()
    }

    /// Ends it with this signal. Gives exit code and what it said on stderr.
    #[cfg(unix)]
    fn end(mut self, signal: rustix::process::Signal) -> (Option<i32>, String) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal).unwrap();
        let code = self.child.wait().unwrap().code();
        let mut log = String::new();
        let mut stderr = self.child.stderr.take().unwrap();
        stderr.read_to_string(&mut log).unwrap();
        (code, log)
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends one request and reads to the end. `url` is `http://host:port/path`.
fn send(url: &str, headers: &str, body: Option<&str>) -> String {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let (method, body) = body.map_or(("GET", ""), |body| ("POST", body));
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    reply
}

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

#[cfg(unix)]
#[test]
fn the_ready_line_has_all_that_a_first_token_and_a_first_call_need() {
    let mut serve = Serve::start(&["--json"]);
    let tenant = serve.auth0();
    assert_eq!(tenant["dialect"], "auth0");
    let app = &tenant["apps"][0];
    assert_eq!(app["auth"], "client_secret_post");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (id, secret) = (text(&app["client_id"]), text(&app["client_secret"]));
    let endpoint = text(&tenant["token_endpoint"]);
    // As in the exercise: no audience, no scope.
    let exercise = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let named = format!(
        "{exercise}&audience={}&scope={}",
        text(&app["audience"]),
        text(&app["scope"])
    );
    let mut token = String::new();
    for body in [exercise, named] {
        let reply = send(&endpoint, FORM, Some(&body));
        assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{reply}");
        let (_, json) = reply.split_once("\r\n\r\n").unwrap();
        let json: Value = serde_json::from_str(json).unwrap();
        assert_eq!(json["scope"], app["scope"]);
        token = text(&json["access_token"]);
    }
    let api = text(&tenant["api"]);
    let called = send(&api, &format!("Authorization: Bearer {token}\r\n"), None);
    assert!(called.starts_with("HTTP/1.1 200 OK\r\n"), "{called}");
    assert!(send(&api, "", None).starts_with("HTTP/1.1 401 Unauthorized\r\n"));
    assert!(send(&text(&tenant["jwks_uri"]), "", None).contains(r#""kty":"RSA""#));

    let (code, log) = serve.end(rustix::process::Signal::TERM);
    assert_eq!(code, Some(0));
    assert_eq!(log.lines().count(), 5, "{log}");
    assert!(
        log.contains("POST /oauth/token -> 200 token") && log.contains("secret ok"),
        "{log}"
    );
    assert!(log.contains("token FAILED: no token came"), "{log}");
    assert!(!log.contains(&secret) && !log.contains(&token), "{log}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_well_and_quiet_keeps_no_log() {
    let mut serve = Serve::start(&["--json", "--quiet"]);
    let tenant = serve.auth0();
    send(tenant["api"].as_str().unwrap(), "", None);
    assert_eq!(
        serve.end(rustix::process::Signal::INT),
        (Some(0), String::new())
    );
}

#[cfg(unix)]
#[test]
fn escapes_from_outside_do_not_reach_the_terminal() {
    let mut serve = Serve::start(&["--json"]);
    let endpoint = serve.auth0()["token_endpoint"].as_str().unwrap().to_owned();
    let body = "grant_type=%1b]0;x%07%0a%e2%80%ae&client_id=%1b%5b31m";
    send(&endpoint, FORM, Some(body));
    let (_, log) = serve.end(rustix::process::Signal::TERM);
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(!log.contains('\u{1b}') && !log.contains('\u{202e}'));
    // Nor does the text around them: nobody here knows it.
    assert!(
        !log.contains("31m") && log.contains("grant_type=("),
        "{log}"
    );
}

#[cfg(unix)]
#[test]
fn a_secret_in_the_wrong_place_is_counted_and_not_logged() {
    let mut serve = Serve::start(&["--json"]);
    let tenant = serve.auth0();
    let endpoint = tenant["token_endpoint"].as_str().unwrap().to_owned();
    let host = endpoint.strip_suffix("/oauth/token").unwrap();
    let secret = "hunter2!";
    for body in [
        format!("grant_type={secret}"),
        format!("grant_type=client_credentials&client_id={secret}&client_secret=x"),
        format!("grant_type=client_credentials&audience={secret}&scope=a%20{secret}"),
        format!("{secret}=x&grant_type=client_credentials"),
        format!("client_secrt={secret}"),
    ] {
        send(&endpoint, FORM, Some(&body));
    }
    send(&endpoint, &format!("Content-Type: {secret}\r\n"), Some("x"));
    send(&format!("{host}/{secret}?{secret}={secret}"), "", None);
    send(
        &format!("{host}/api/reports"),
        &format!("Authorization: {secret}\r\n"),
        None,
    );
    let id = tenant["apps"][0]["client_id"].as_str().unwrap();
    send(
        &endpoint,
        FORM,
        Some(&format!(
            "grant_type=client_credentials&client_id={id}&client_secret={secret}"
        )),
    );
    let (_, log) = serve.end(rustix::process::Signal::TERM);
    assert_eq!(log.lines().count(), 9, "{log}");
    assert!(!log.contains("hunter2"), "{log}");
    // What the tenant knows is there.
    assert!(
        log.contains(&format!("client_id={id}")) && log.contains("POST /oauth/token"),
        "{log}"
    );
}

#[cfg(unix)]
#[test]
fn a_json_body_labelled_as_a_form_is_named_as_such_in_the_log() {
    let mut serve = Serve::start(&["--json"]);
    let endpoint = serve.auth0()["token_endpoint"].as_str().unwrap().to_owned();
    send(
        &endpoint,
        FORM,
        Some(r#"{"grant_type":"client_credentials"}"#),
    );
    let (_, log) = serve.end(rustix::process::Signal::TERM);
    assert!(log.contains("JSON by its looks"), "{log}");
}

#[cfg(unix)]
#[test]
fn a_secret_in_the_query_is_masked_and_the_log_says_what_a_real_one_would_hold() {
    let mut serve = Serve::start(&["--json"]);
    let ready = serve.ready();
    for place in 0..3 {
        let endpoint = ready["tenants"][place]["token_endpoint"].as_str().unwrap();
        let with_secret = format!("{endpoint}?client_secret=hunter2-for-tests");
        send(&with_secret, FORM, Some("grant_type=client_credentials"));
    }
    let (_, log) = serve.end(rustix::process::Signal::TERM);
    assert_eq!(log.lines().count(), 3, "{log}");
    assert!(!log.contains("hunter2"), "{log}");
    for line in log.lines() {
        assert!(line.contains("in the URL"), "{line}");
        assert!(line.contains("a real log would hold them"), "{line}");
    }
}

#[test]
fn a_seed_repeats_ids_and_secrets_but_never_keys() {
    let facts = || {
        let mut serve = Serve::start(&["--json", "--seed", "11"]);
        let tenant = serve.auth0();
        let keys = send(tenant["jwks_uri"].as_str().unwrap(), "", None);
        let (_, keys) = keys.split_once("\r\n\r\n").unwrap();
        let named = |app: &Value| (app["client_id"].clone(), app["client_secret"].clone());
        let apps: Vec<_> = tenant["apps"]
            .as_array()
            .unwrap()
            .iter()
            .map(named)
            .collect();
        (apps, keys.to_owned())
    };
    let (one, two) = (facts(), facts());
    assert_eq!(one.0, two.0);
    assert_ne!(one.1, two.1);
}

#[test]
fn for_a_person_it_prints_a_curl_line_with_the_apps_own_values() {
    let mut serve = Serve::start(&[]);
    let mut lines = Vec::new();
    // The text is some hundred and fifty lines; one of the last says how to stop.
    for _ in 0..400 {
        lines.push(serve.line());
        if lines.last().is_some_and(|line| line.starts_with("Ctrl+C")) {
            break;
        }
    }
    let value = |label: &str| {
        let line = lines
            .iter()
            .find(|line| line.trim_start().starts_with(label))
            .unwrap();
        line.split_whitespace().last().unwrap().to_owned()
    };
    let curl = lines.iter().find(|line| line.starts_with("curl ")).unwrap();
    for label in ["client_id", "client_secret", "audience", "token endpoint"] {
        assert!(curl.contains(&value(label)), "{label}: {curl}");
    }
}

#[test]
fn a_port_in_use_ends_with_4_and_names_the_port() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let mut command = assert_cmd::Command::new(cargo_bin("oauth-tutor"));
    let output = command
        .args(["serve", "--json", "--port", &port])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8(output.stderr).unwrap().contains(&port));
}

#[test]
fn an_address_that_others_can_reach_needs_a_flag() {
    let mut command = assert_cmd::Command::new(cargo_bin("oauth-tutor"));
    let output = command
        .args(["serve", "--addr", "0.0.0.0", "--port", "0"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("--allow-remote")
    );
}

#[test]
#[expect(
    clippy::cognitive_complexity,
    reason = "one look after another at the same thing"
)]
#[expect(clippy::too_many_lines, reason = "one table, one row a case")]
fn every_dialect_has_an_app_for_every_way_and_says_what_gets_a_200() {
    let mut serve = Serve::start(&["--json", "--quiet"]);
    let ready = serve.ready();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let ways = [
        (0, "rfc", 4, "resource"),
        (1, "auth0", 3, "audience"),
        (2, "okta", 4, ""),
    ];
    for (place, dialect, count, target) in ways {
        let tenant = &ready["tenants"][place];
        assert_eq!(tenant["dialect"], dialect);
        let mut methods = std::collections::BTreeSet::new();
        let mut bound = false;
        for app in tenant["apps"].as_array().unwrap() {
            methods.insert(text(&app["auth"]));
            bound |= app["dpop"] == true;
            let by_key = app["auth"] == "private_key_jwt";
            assert_eq!(app["client_secret"].is_null(), by_key, "{app}");
            assert_eq!(
                app["key_file"].is_string() && app["kid"].is_string(),
                by_key,
                "{app}"
            );
            assert_eq!(app[target].is_string(), !target.is_empty(), "{app}");
            for other in ["resource", "audience"] {
                assert!(other == target || app[other].is_null(), "{app}");
            }
            // What curl can do by itself gets its 200 here.
            let secret = text(&app["client_secret"]);
            let id = text(&app["client_id"]);
            let basic = base64::Engine::encode(
                &base64::engine::general_purpose::STANDARD,
                format!("{id}:{secret}"),
            );
            let named = format!(
                "grant_type=client_credentials&scope={}&{target}={}",
                text(&app["scope"]),
                text(&app[target])
            );
            let (headers, body) = match app["auth"].as_str().unwrap() {
                "client_secret_basic" => (format!("{FORM}Authorization: Basic {basic}\r\n"), named),
                "client_secret_post" if app["dpop"].is_null() => (
                    FORM.to_owned(),
                    format!("{named}&client_id={id}&client_secret={secret}"),
                ),
                _ => continue,
            };
            let reply = send(&text(&tenant["token_endpoint"]), &headers, Some(&body));
            assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{reply}");
            let (_, json) = reply.split_once("\r\n\r\n").unwrap();
            let json: Value = serde_json::from_str(json).unwrap();
            let api = app.get("api").unwrap_or(&tenant["api"]);
            let bearer = format!("Authorization: Bearer {}\r\n", text(&json["access_token"]));
            let called = send(&text(api), &bearer, None);
            assert!(called.starts_with("HTTP/1.1 200 OK\r\n"), "{called}");
        }
        assert_eq!(methods.len(), count, "{methods:?}");
        assert!(bound, "one app must prove possession of a key");
    }
    let org = ready["tenants"][2]["apps"].as_array().unwrap();
    let org = org.iter().find(|app| app["issuer"].is_string()).unwrap();
    assert!(text(&org["token_endpoint"]).ends_with("/oauth2/v1/token"));
    assert!(text(&org["api"]).ends_with("/api/flo/nightly-report/invoke"));
}

#[cfg(unix)]
#[test]
fn key_files_are_for_their_owner_only_and_gone_at_the_end() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut serve = Serve::start(&["--json", "--quiet"]);
    let ready = serve.ready();
    let files: Vec<_> = (0..3)
        .flat_map(|place| ready["tenants"][place]["apps"].as_array().unwrap().clone())
        .filter_map(|app| app["key_file"].as_str().map(std::path::PathBuf::from))
        .collect();
    assert!(files.len() >= 3, "{files:?}");
    for file in &files {
        let mode = std::fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
        let folder = std::fs::metadata(file.parent().unwrap()).unwrap();
        assert_eq!(folder.permissions().mode() & 0o777, 0o700);
        let pem = std::fs::read_to_string(file).unwrap();
        assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----\n"));
    }
    serve.end(rustix::process::Signal::TERM);
    for file in &files {
        assert!(!file.exists() && !file.parent().unwrap().exists());
    }
}
