//! `oauth-tutor token` as a program: bytes on the wire, streams, exit codes, and secrets that stay hidden.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::time::Duration;

use crate::listener::{Listener, Turn};
use assert_cmd::Command;
use oauth_tutor::oauth::names::ClientSecret;
use oauth_tutor::oauth::request::{BodyFormat, TokenRequest};
use oauth_tutor::oauth::wire::WireRequest;
use rstest::rstest;
use serde_json::Value;
use url::Url;

#[cfg(unix)]
mod prompt;
mod report;

const SECRET: &str = "s3cr3t-for tests+only-7f";
const TOKEN: &str = "opaque-token-for-tests-only-0123456789";

/// What the program printed and how it ended.
struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

fn program() -> Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("oauth-tutor");
    for name in [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
        "NO_PROXY",
        "no_proxy",
    ] {
        command.env_remove(name);
    }
    command
        .env_remove("OAUTH_TUTOR_CLIENT_SECRET")
        .timeout(Duration::from_mins(1));
    command
}

/// `oauth-tutor token --client-id an-id` with the secret in the environment.
fn token(words: &[&str]) -> Command {
    let mut command = program();
    command
        .args(["token", "--client-id", "an-id"])
        .args(words)
        .env("OAUTH_TUTOR_CLIENT_SECRET", SECRET);
    command
}

fn run(mut command: Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn reply() -> String {
    format!("{{\"access_token\":\"{TOKEN}\", \"expires_in\":86400,\n\"token_type\":\"Bearer\"}}")
}

fn wire(url: &str, format: BodyFormat) -> WireRequest {
    let request = TokenRequest {
        format,
        client_id: Some("an-id".into()),
        client_secret: Some(ClientSecret::new(SECRET)),
        audience: Some("https://api.example".into()),
        scope: Some("read:reports write:reports".into()),
        extra: vec![("organization".into(), "ö".into())],
        ..TokenRequest::new(Url::parse(url).unwrap())
    };
    request.to_wire()
}

const WHAT: [&str; 6] = [
    "--scope",
    "read:reports write:reports",
    "--audience",
    "https://api.example",
    "--param",
    "organization=ö",
];

fn dead_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

#[rstest]
fn the_wire_view_is_what_a_listener_receives(
    #[values(BodyFormat::Form, BodyFormat::Json)] format: BodyFormat,
    #[values(false, true)] proxy: bool,
    #[values(false, true)] certificates: bool,
    #[values("127.0.0.1", "localhost")] host: &str,
) {
    let listener = Listener::start(vec![Turn::json("200 OK", &reply())]);
    let url = format!("http://{host}:{}/oauth/token", listener.port);
    let auth = match format {
        BodyFormat::Form => "post",
        BodyFormat::Json => "json",
    };
    let mut command = token(&["--token-url", &url, "--auth", auth]);
    command.args(WHAT);
    if proxy {
        let dead = format!("http://127.0.0.1:{}", dead_port());
        for name in [
            "HTTP_PROXY",
            "http_proxy",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "all_proxy",
        ] {
            command.env(name, &dead);
        }
    }
    if !certificates {
        command
            .env("SSL_CERT_FILE", "/nonexistent/file")
            .env("SSL_CERT_DIR", "/nonexistent/folder");
    }
    let ran = run(command);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(ran.stdout, reply());
    assert!(!ran.stderr.contains("proxy"), "{}", ran.stderr);
    let received = listener.requests().remove(0);
    let sent = wire(&url, format).bytes();
    assert_eq!(
        String::from_utf8_lossy(&received),
        String::from_utf8_lossy(&sent)
    );
}

#[test]
fn the_curl_views_send_the_same_body() {
    for (shown, is_masked) in [("Shown", false), ("Masked", true)] {
        for format in [BodyFormat::Form, BodyFormat::Json] {
            let listener = Listener::start(vec![Turn::json("200 OK", "{}")]);
            let wire = wire(&listener.url("/oauth/token"), format);
            let secrets = if is_masked {
                oauth_tutor::oauth::wire::Secrets::Masked
            } else {
                oauth_tutor::oauth::wire::Secrets::Shown
            };
            let command = wire.copy_text(oauth_tutor::oauth::wire::View::Curl, secrets);
            let Ok(status) = std::process::Command::new("bash")
                .args(["-c", &command])
                .env("CLIENT_SECRET", SECRET)
                .output()
            else {
                return;
            };
            assert!(status.status.success(), "{shown} {command}");
            let received = String::from_utf8(listener.requests().remove(0)).unwrap();
            let (head, body) = received.split_once("\r\n\r\n").unwrap();
            let sent = String::from_utf8(wire.body_bytes().to_vec()).unwrap();
            // curl writes a blank as %20 where it encodes; both mean the same.
            assert_eq!(body.replace("for%20tests", "for+tests"), sent, "{command}");
            assert!(head.contains("Accept: application/json"), "{head}");
        }
    }
}

#[test]
fn a_proxy_for_other_machines_is_used_and_named() {
    let proxy = Listener::start(vec![Turn::json("200 OK", &reply())]);
    let mut command = token(&[
        "--token-url",
        "http://tenant.invalid/oauth/token",
        "--allow-http",
    ]);
    command.env(
        "http_proxy",
        format!("http://user:pass@127.0.0.1:{}", proxy.port),
    );
    let named = format!("through the proxy http://127.0.0.1:{}", proxy.port);
    let ran = run(command);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains(&named), "{}", ran.stderr);
    assert!(!ran.stderr.contains("pass"), "{}", ran.stderr);
    let received = String::from_utf8(proxy.requests().remove(0)).unwrap();
    assert!(received.starts_with("POST http://tenant.invalid/oauth/token HTTP/1.1\r\n"));
}

#[test]
fn the_body_reaches_stdout_as_received() {
    let body = "{\"access_token\":\"abc\",  \"x\":\u{202e}1}\r\n\u{1b}[31m";
    let listener = Listener::start(vec![Turn::json("200 OK", body)]);
    let ran = run(token(&["--token-url", &listener.url("/")]));
    assert_eq!(ran.stdout, body);
    // Damaged JSON is no token response.
    assert_eq!(ran.code, 5);
    assert!(!ran.stderr.contains('\u{1b}'));
}

#[rstest]
#[case::oauth_error(
    "401 Unauthorized",
    "{\"error\":\"access_denied\",\"error_description\":\"Unauthorized\"}"
)]
#[case::error_with_200("200 OK", "{\"error\":\"invalid_client\"}")]
#[case::no_token("200 OK", "{}")]
#[case::empty_token("200 OK", "{\"access_token\":\"\"}")]
#[case::token_in_an_error(
    "400 Bad Request",
    "{\"access_token\":\"abc\",\"token_type\":\"Bearer\"}"
)]
#[case::html("200 OK", "<html><title>Login</title></html>")]
#[case::empty("403 Forbidden", "")]
#[case::redirect("302 Found", "")]
fn anything_but_a_token_ends_with_5(#[case] status: &str, #[case] body: &str) {
    let listener = Listener::start(vec![Turn::json(status, body)]);
    let ran = run(token(&["--token-url", &listener.url("/")]));
    assert_eq!((ran.code, ran.stdout.as_str()), (5, body));
    assert!(ran.stderr.contains(status), "{}", ran.stderr);
}

#[test]
fn the_report_names_status_and_length_and_hides_the_rest() {
    let listener = Listener::start(vec![Turn::json("200 OK", &reply())]);
    let ran = run(token(&["--token-url", &listener.url("/oauth/token")]));
    for part in [
        "200 OK",
        " ms from http://127.0.0.1:",
        "opaque, 38 characters",
        "oauth-tutor decode",
    ] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
    assert!(!ran.stderr.contains(TOKEN) && !ran.stderr.contains(SECRET));
}

#[test]
fn quiet_leaves_stderr_empty() {
    let listener = Listener::start(vec![Turn::json("200 OK", &reply())]);
    let ran = run(token(&["--quiet", "--token-url", &listener.url("/")]));
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[test]
fn raw_prints_the_token_alone() {
    let listener = Listener::start(vec![Turn::json("200 OK", &reply())]);
    let ran = run(token(&["--raw", "--token-url", &listener.url("/")]));
    assert_eq!((ran.code, ran.stdout), (0, format!("{TOKEN}\n")));
}

#[test]
fn raw_never_prints_what_a_terminal_would_obey() {
    let body = "{\"access_token\":\"abc\\u001b[31m\",\"token_type\":\"Bearer\"}";
    let listener = Listener::start(vec![Turn::json("200 OK", body)]);
    let ran = run(token(&["--raw", "--token-url", &listener.url("/")]));
    assert_eq!((ran.code, ran.stdout.as_str()), (5, ""));
}

#[test]
fn json_has_the_shape_of_the_contract() {
    let listener = Listener::start(vec![
        Turn::json("200 OK", &reply()),
        Turn::json("200 OK", "{\"reports\":[1.50]}"),
    ]);
    let (url, api) = (listener.url("/oauth/token"), listener.url("/api"));
    let ran = run(token(&["--json", "--token-url", &url, "--call", &api]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let read: Value = serde_json::from_str(&ran.stdout).unwrap();
    for (pointer, expected) in [
        ("/schema", Value::from(1)),
        ("/request/method", "POST".into()),
        ("/request/url", url.into()),
        ("/request/headers/Accept", "application/json".into()),
        (
            "/request/body",
            "grant_type=client_credentials&client_id=an-id&client_secret=********".into(),
        ),
        ("/status", 200.into()),
        ("/headers/content-type", "application/json".into()),
        ("/body/access_token", TOKEN.into()),
        ("/report/kind", "token-reply".into()),
        ("/report/form", "opaque".into()),
        ("/call/status", 200.into()),
    ] {
        assert_eq!(read.pointer(pointer), Some(&expected), "{pointer}");
    }
    assert!(read["timing"]["total_us"].as_u64() >= read["timing"]["headers_us"].as_u64());
    assert!(ran.stdout.contains("1.50"), "numbers stay as written");
    assert!(!ran.stdout.contains(SECRET) && !ran.stdout.contains("s3cr3t"));
    let requests = listener.requests();
    let called = WireRequest::bearer_get(&Url::parse(&api).unwrap(), TOKEN);
    assert_eq!(requests[1], called.bytes().to_vec());
}

#[rstest]
#[case(200, 0)]
#[case(401, 5)]
#[case(403, 5)]
fn a_call_is_made_with_the_token(#[case] status: u16, #[case] code: i32) {
    let challenge = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer error=\"invalid_token\"\r\nContent-Length: 2\r\n\r\n{}";
    let listener = Listener::start(vec![
        Turn::json("200 OK", &reply()),
        Turn::Answer(challenge.replace("401", &status.to_string()).into_bytes()),
    ]);
    let ran = run(token(&[
        "--token-url",
        &listener.url("/"),
        "--call",
        &listener.url("/api"),
    ]));
    // What the API says is what a script wants of it, whatever its status.
    assert_eq!((ran.code, ran.stdout.as_str()), (code, "{}"));
    assert!(
        ran.stderr.contains(&format!("call    {status}")),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("Bearer error=\"invalid_token\""),
        "{}",
        ran.stderr
    );
}

#[rstest]
#[case::plain(&[])]
#[case::as_json(&["--json"])]
fn a_dry_run_shows_the_masked_request_and_sends_nothing(#[case] more: &[&str]) {
    let url = format!("http://127.0.0.1:{}/oauth/token", dead_port());
    let mut command = token(&["--dry-run", "--token-url", &url]);
    command.args(more);
    let ran = run(command);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for part in [
        "POST",
        "/oauth/token",
        "Content-Length",
        "client_id=an-id",
        "client_secret=********",
    ] {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
    assert!(!ran.stdout.contains("s3cr3t"));
}

#[test]
fn a_dry_run_asks_no_issuer() {
    let ran = run(token(&["--dry-run", "--issuer", "http://127.0.0.1:9/"]));
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
}

fn metadata(issuer: &str, port: u16) -> String {
    format!("{{\"issuer\":\"{issuer}\",\"token_endpoint\":\"http://127.0.0.1:{port}/t\"}}")
}

#[test]
fn the_issuer_s_metadata_names_the_endpoint() {
    let listener = Listener::with_port(|port| {
        let issuer = format!("http://127.0.0.1:{port}/tenant/");
        vec![
            Turn::json("404 Not Found", "{}"),
            Turn::json("200 OK", &metadata(&issuer, port)),
            Turn::json("200 OK", &reply()),
        ]
    });
    let ran = run(token(&["--issuer", &listener.url("/tenant/")]));
    assert_eq!((ran.code, ran.stdout), (0, reply()), "{}", ran.stderr);
    let requests = listener.requests();
    let asked: Vec<&str> = requests
        .iter()
        .map(|request| {
            std::str::from_utf8(request)
                .unwrap()
                .lines()
                .next()
                .unwrap()
        })
        .collect();
    assert_eq!(
        asked,
        [
            "GET /.well-known/oauth-authorization-server/tenant HTTP/1.1",
            "GET /tenant/.well-known/openid-configuration HTTP/1.1",
            "POST /t HTTP/1.1",
        ]
    );
}

#[test]
fn an_issuer_that_differs_by_a_slash_is_not_believed() {
    let listener = Listener::with_port(|port| {
        let issuer = format!("http://127.0.0.1:{port}/");
        vec![Turn::json("200 OK", &metadata(&issuer, port))]
    });
    let ran = run(token(&["--issuer", &listener.url("")]));
    assert_eq!((ran.code, ran.stdout.as_str()), (5, ""));
    let port = listener.port;
    let both = format!("for http://127.0.0.1:{port}/, not for http://127.0.0.1:{port};");
    assert!(ran.stderr.contains(&both), "{}", ran.stderr);
    assert_eq!(listener.requests().len(), 1);
}

#[test]
fn metadata_cannot_lead_into_the_open() {
    let listener = Listener::with_port(|port| {
        let issuer = format!("http://127.0.0.1:{port}");
        let text =
            metadata(&issuer, port).replace("127.0.0.1:".to_owned().as_str(), "tenant.invalid:");
        let text = text.replacen("tenant.invalid:", "127.0.0.1:", 1);
        vec![Turn::json("200 OK", &text)]
    });
    let ran = run(token(&["--issuer", &listener.url("")]));
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    assert!(ran.stderr.contains("tenant.invalid"), "{}", ran.stderr);
}

#[rstest]
#[case::refused(&[], 5, 1)]
#[case::refused_aloud(&["--quiet"], 5, 1)]
#[case::refused_for_an_assertion(&["--auth", "secret-jwt"], 5, 1)]
#[case::another_is_allowed(&["--allow-host", "other.invalid"], 5, 1)]
#[case::allowed(&["--allow-host", "TENANT.invalid", "--allow-http", "--timeout", "5"], 4, 1)]
fn a_host_that_only_the_metadata_name_gets_nothing_unless_allowed(
    #[case] more: &[&str],
    #[case] code: i32,
    #[case] requests: usize,
) {
    let listener = Listener::with_port(|port| {
        let issuer = format!("http://127.0.0.1:{port}");
        let text = format!(
            "{{\"issuer\":\"{issuer}\",\"token_endpoint\":\"https://tenant.invalid:{port}/token\"}}"
        );
        vec![Turn::json("200 OK", &text)]
    });
    let url = listener.url("");
    let ran = run(token(&[&["--issuer", &url], more].concat()));
    assert_eq!(ran.code, code, "{}", ran.stderr);
    assert!(ran.stderr.contains("tenant.invalid"), "{}", ran.stderr);
    assert_eq!(listener.requests().len(), requests);
}

#[test]
fn a_proxy_that_is_not_there_is_named_as_the_cause() {
    let port = dead_port();
    for scheme in ["http", "https"] {
        let url = format!("{scheme}://tenant.invalid/oauth/token");
        let mut command = token(&["--token-url", &url, "--allow-http"]);
        command.env(
            format!("{scheme}_proxy"),
            format!("http://me:pass@127.0.0.1:{port}"),
        );
        let ran = run(command);
        assert_eq!(ran.code, 4, "{}", ran.stderr);
        let named = format!("through the proxy http://127.0.0.1:{port}");
        assert!(ran.stderr.contains(&named), "{}", ran.stderr);
        assert!(!ran.stderr.contains("pass@"), "{}", ran.stderr);
    }
}

#[test]
fn no_certificates_is_a_tls_fault_only_where_tls_is_used() {
    let mut command = token(&[
        "--token-url",
        &format!("https://127.0.0.1:{}/", dead_port()),
    ]);
    command
        .env("SSL_CERT_FILE", "/nonexistent/file")
        .env("SSL_CERT_DIR", "/nonexistent/folder");
    let ran = run(command);
    assert_eq!((ran.code, ran.stdout.as_str()), (4, ""));
    assert!(ran.stderr.contains("no secure channel"), "{}", ran.stderr);
    // In words of ours: the library calls it an unexpected error.
    assert!(
        ran.stderr.contains("this machine has no certificates"),
        "{}",
        ran.stderr
    );
}

#[rstest]
#[case::closed_port(None)]
#[case::not_http(Some("SSH-2.0-x\r\n"))]
#[case::cut(Some("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"))]
fn a_network_fault_ends_with_4_and_one_line(
    #[case] turn: Option<&str>,
    #[values(&[], &["--json"])] more: &[&str],
) {
    let url = match turn {
        None => format!("http://127.0.0.1:{}/", dead_port()),
        Some(bytes) => Listener::start(vec![Turn::Answer(bytes.into())]).url("/"),
    };
    let mut command = token(&["--token-url", &url]);
    command.args(more);
    let ran = run(command);
    assert_eq!((ran.code, ran.stdout.as_str()), (4, ""));
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    // Where something answered, it had the request: only where nobody did is it certain that OAuth was not reached.
    let how_far = match turn {
        None => "You never reached OAuth",
        Some(_) => "No whole reply came",
    };
    assert!(ran.stderr.starts_with(how_far), "{}", ran.stderr);
}

#[test]
fn plain_http_behind_an_https_url_ends_with_4() {
    let listener = Listener::start(vec![Turn::Greet(
        b"HTTP/1.1 400 Bad Request\r\n\r\n".into(),
    )]);
    let url = format!("https://127.0.0.1:{}/", listener.port);
    let ran = run(token(&["--token-url", &url]));
    assert_eq!((ran.code, ran.stdout.as_str()), (4, ""));
    assert!(
        ran.stderr.contains("no secure channel to 127.0.0.1:"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_server_that_hangs_ends_with_4() {
    let listener = Listener::start(vec![Turn::Hold(Vec::new())]);
    let ran = run(token(&[
        "--timeout",
        "1",
        "--token-url",
        &listener.url("/"),
    ]));
    assert_eq!(ran.code, 4);
    assert!(ran.stderr.contains("within 1 s"), "{}", ran.stderr);
    assert_eq!(listener.requests().len(), 1);
}

#[rstest]
#[case::plain_http(&["--token-url", "http://tenant.invalid/t"], "allow-http")]
#[case::plain_call(&["--token-url", "http://127.0.0.1:9/t", "--call", "http://api.invalid/"], "allow-http")]
#[case::no_url(&["--token-url", "tenant"], "--token-url tenant")]
#[case::other_scheme(&["--token-url", "ftp://127.0.0.1/t"], "not an http")]
#[case::password(&["--token-url", "http://u:p@127.0.0.1:9/t"], "rotate")]
#[case::nowhere(&[], "--token-url")]
#[case::fragment(&["--token-url", "http://127.0.0.1:9/t#x"], "no fragment")]
#[case::secret_in_the_address(&["--token-url", "http://127.0.0.1:9/t?client_secret=s3cr3t"], "rotate")]
#[case::assertion_in_the_address(&["--token-url", "http://127.0.0.1:9/t?client_assertion=s3cr3t"], "rotate")]
#[case::assertion_type_parameter(&["--token-url", "http://127.0.0.1:9/t", "--param", "client_assertion_type=x"], "--key")]
#[case::secret_parameter_in_another_spelling(&["--token-url", "http://127.0.0.1:9/t", "--param", "Client-Secret=s3cr3t"], "rotate")]
#[case::password_parameter(&["--token-url", "http://127.0.0.1:9/t", "--param", "password=s3cr3t"], "rotate")]
#[case::secret_parameter(&["--token-url", "http://127.0.0.1:9/t", "--param", "client_secret=s3cr3t"], "rotate")]
#[case::secret_of_issuer(&["--issuer", "https://127.0.0.1:9/?client_secret=s3cr3t"], "rotate")]
#[case::secret_in_the_call(&["--token-url", "http://127.0.0.1:9/t", "--call", "http://u:s3cr3t@127.0.0.1:9/"], "rotate")]
#[case::secret_in_the_audience(&["--token-url", "http://127.0.0.1:9/t", "--audience", "https://u:s3cr3t@api.example"], "rotate")]
#[case::secret_in_a_resource(&["--token-url", "http://127.0.0.1:9/t", "--resource", "https://api.example/?access_token=s3cr3t"], "rotate")]
#[case::doubled(&["--token-url", "http://127.0.0.1:9/t", "--param", "scope=x"], "use --scope")]
#[case::no_value(&["--token-url", "http://127.0.0.1:9/t", "--param", "x"], "NAME=VALUE")]
fn wrong_usage_ends_with_2_before_anything_is_sent(#[case] words: &[&str], #[case] said: &str) {
    let ran = run(token(words));
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    assert!(!ran.stderr.contains("s3cr3t"), "{}", ran.stderr);
}

/// Where nobody listens: whoever is refused in time never learns that.
const NOWHERE: &str = "http://127.0.0.1:9/t";

#[rstest]
fn a_secret_in_another_field_is_refused_by_its_looks(
    #[values(
        "--client-id",
        "--scope",
        "--audience",
        "--resource",
        "--organization",
        "--kid",
        "--assertion-audience"
    )]
    flag: &str,
    #[values(
        "client_secret=s3cr3t",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzM2NyM3QifQ.c2ln",
        "from the environment kJ8-qRtY_u7v2Lm90a"
    )]
    value: &str,
) {
    let mut command = program();
    command
        .args(["token", "--token-url", NOWHERE, flag, value])
        .env("OAUTH_TUTOR_CLIENT_SECRET", "kJ8-qRtY_u7v2Lm90a");
    if flag != "--client-id" {
        command.args(["--client-id", "x"]);
    }
    let ran = run(command);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
    let begins = format!("{flag} holds a secret or a token");
    assert!(ran.stderr.starts_with(&begins), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("No token was asked for") && ran.stderr.contains("rotate it"),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains(value), "{}", ran.stderr);
}

/// Ids, names and hosts of one maker have pieces in common with its secrets, and a server for a trial has one word for both.
#[rstest]
#[case("nightly-job", &["--client-id", "nightly-job"])]
#[case("api", &["--client-id", "x", "--audience", "api"])]
#[case("5b2c7a10-7d3e-11ee-be56-0242ac120002", &["--client-id", "3f2a9c44-7d3d-11ee-be56-0242ac120002"])]
#[case("sandbox-nightly-8f3kQz91LmZx0Vt4", &["--client-id", "sandbox-nightly"])]
#[case("examplecorp-9f8a7b6c5d4e3f2a1b0c", &["--client-id", "x", "--audience", "https://api.examplecorp.example", "--scope", "examplecorp.read"])]
fn what_a_secret_has_in_common_with_other_fields_is_no_secret_in_them(
    #[case] secret: &str,
    #[case] flags: &[&str],
) {
    let mut command = program();
    command
        .args(["token", "--token-url", NOWHERE, "--dry-run"])
        .args(flags)
        .env("OAUTH_TUTOR_CLIENT_SECRET", secret);
    let ran = run(command);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("grant_type"), "{}", ran.stdout);
}

#[rstest]
fn the_secret_of_a_file_is_refused_in_every_other_field(
    #[values(
        "--client-id",
        "--scope",
        "--audience",
        "--resource",
        "--organization",
        "--param",
        "--param name",
        "--call"
    )]
    flag: &str,
) {
    let secret = "kJ8-qRtY_u7v2Lm90a";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    fs::write(&file, format!("{secret}\n")).unwrap();
    let value = match flag {
        "--param name" => format!("{secret}=1"),
        "--param" => format!("note={secret}"),
        "--call" => format!("http://127.0.0.1:9/{secret}"),
        _ => format!("read {secret}"),
    };
    let flag = flag.trim_end_matches(" name");
    let mut command = program();
    command
        .args(["token", "--token-url", NOWHERE, flag, &value])
        .arg("--client-secret-file")
        .arg(&file);
    if flag != "--client-id" {
        command.args(["--client-id", "x"]);
    }
    for dry in [false, true] {
        if dry && flag != "--call" {
            command.arg("--dry-run");
        }
        let ran = command.output().unwrap();
        let said = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(
            (ran.status.code(), ran.stdout.len()),
            (Some(2), 0),
            "{said}"
        );
        assert!(said.contains(&format!("{flag} holds a secret")), "{said}");
        assert!(!said.contains(secret), "{said}");
    }
}

#[rstest]
#[case(&["token", "--client-secret", "s3cr3t"])]
#[case(&["token", "--client-secret=s3cr3t", "--client-id", "x"])]
#[case(&["--client-secret", "s3cr3t", "token"])]
fn a_secret_as_a_flag_is_refused_and_not_repeated(#[case] words: &[&str]) {
    let mut command = program();
    command.args(words);
    let ran = run(command);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("rotate"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("s3cr3t"));
}

/// Runs with the secret in a file of these bytes, and gives the secret that arrived.
fn through_file(bytes: &[u8]) -> (Ran, Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("secret");
    fs::write(&path, bytes).unwrap();
    let listener = Listener::start(vec![Turn::json("200 OK", &reply())]);
    let mut command = program();
    command
        .args([
            "token",
            "--client-id",
            "x",
            "--token-url",
            &listener.url("/"),
        ])
        .args(["--auth", "post", "--client-secret-file"])
        .arg(&path);
    let ran = run(command);
    if ran.code == 3 {
        return (ran, None);
    }
    let request = listener.requests().remove(0);
    let body = String::from_utf8(request).unwrap();
    let (_, body) = body.split_once("\r\n\r\n").unwrap();
    let fields = url::form_urlencoded::parse(body.as_bytes());
    let secret = fields
        .into_owned()
        .find(|(name, _)| name == "client_secret");
    (ran, secret.map(|(_, value)| value))
}

#[rstest]
#[case::none("abc", "abc", false)]
#[case::unix("abc\n", "abc", true)]
#[case::windows("abc\r\n", "abc", true)]
#[case::two("abc\n\n", "abc\n", true)]
#[case::before("\nabc\n", "\nabc", true)]
#[case::old("abc\r", "abc\r", false)]
#[case::blank_kept("abc \n", "abc ", true)]
fn exactly_one_line_end_is_removed_and_that_is_said(
    #[case] file: &str,
    #[case] secret: &str,
    #[case] said: bool,
) {
    let (ran, received) = through_file(file.as_bytes());
    assert_eq!(received.as_deref(), Some(secret), "{}", ran.stderr);
    assert_eq!(ran.stderr.contains("One line end was removed"), said);
    let left = secret.contains(['\n', '\r']);
    assert_eq!(ran.stderr.contains("still has a line end in it"), left);
}

#[rstest]
#[case::empty(b"")]
#[case::blank(b" \n\n")]
#[case::not_text(b"\xff\xfea\x00")]
fn a_secret_file_without_a_secret_ends_with_3(#[case] file: &[u8]) {
    let (ran, _) = through_file(file);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
}

#[rstest]
#[case::notes_below("s3cr3t\nurl: https://tenant.example\n", 2)]
#[case::inner("s3cr3t\nbc", 2)]
#[case::old_line_ends("s3cr3t\rbc\r", 2)]
#[case::apart("\n\ns3cr3t\n \nb\nc\n", 3)]
fn of_several_lines_none_is_taken_for_the_secret(#[case] text: &str, #[case] lines: usize) {
    let (in_file, _) = through_file(text.as_bytes());
    let mut command = token(&["--token-url", NOWHERE]);
    let in_environment = run({
        command.env("OAUTH_TUTOR_CLIENT_SECRET", text);
        command
    });
    for ran in [in_file, in_environment] {
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{}", ran.stderr);
        let why = format!("there are {lines} lines, and a secret is one");
        assert!(ran.stderr.contains(&why), "{}", ran.stderr);
        assert!(!ran.stderr.contains("s3cr3t"), "{}", ran.stderr);
    }
}

#[test]
fn a_secret_file_that_is_too_large_ends_with_3() {
    let (ran, _) = through_file(&vec![b'x'; 1024 * 1024 + 1]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
}

#[test]
fn a_missing_secret_file_ends_with_3_and_nothing_else_is_tried() {
    let url = "http://127.0.0.1:9/t";
    let ran = run(token(&[
        "--token-url",
        url,
        "--client-secret-file",
        "no-such-file",
        "--json",
    ]));
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    assert!(ran.stderr.contains("no-such-file"));
}

#[test]
fn the_secret_may_come_from_stdin() {
    let listener = Listener::start(vec![Turn::json("200 OK", &reply())]);
    let mut command = program();
    command
        .args([
            "token",
            "--client-id",
            "x",
            "--token-url",
            &listener.url("/"),
        ])
        .args(["--auth", "post", "--client-secret-file", "-"])
        .write_stdin("from-stdin\n");
    assert_eq!(run(command).code, 0);
    let request = listener.requests().remove(0);
    assert!(
        String::from_utf8(request)
            .unwrap()
            .ends_with("&client_secret=from-stdin")
    );
}

#[test]
fn without_a_secret_and_a_terminal_it_says_the_ways() {
    let mut command = program();
    command.args([
        "token",
        "--client-id",
        "x",
        "--token-url",
        "http://127.0.0.1:9/t",
    ]);
    let ran = run(command);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("--client-secret-file"));
    assert!(ran.stderr.contains("OAUTH_TUTOR_CLIENT_SECRET"));
}
