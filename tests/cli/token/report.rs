//! What the report on stderr says of faults: the layer, the way out, and nothing secret, even where a server repeats it.

use rstest::rstest;
use url::form_urlencoded;

use super::{SECRET, TOKEN, dead_port, reply, run, token};
use crate::listener::{Listener, Turn};

#[rstest]
#[case::closed_port(None, "no connection", "port right")]
#[case::not_http(Some("SSH-2.0-x\r\n".to_owned()), "no HTTP reply", "http or https")]
#[case::too_large(Some(format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(1_100_000))), "larger than", "address")]
fn a_fault_names_its_layer_and_a_way_out(
    #[case] turn: Option<String>,
    #[case] layer: &str,
    #[case] way: &str,
    #[values(true, false)] in_call: bool,
) {
    let faulty = turn.map(|bytes| Listener::start(vec![Turn::Answer(bytes.into())]));
    let closed = format!("http://127.0.0.1:{}/", dead_port());
    let url = faulty.as_ref().map_or(closed, |faulty| faulty.url("/"));
    let good = Listener::start(vec![Turn::json("200 OK", &reply())]);
    let ran = if in_call {
        run(token(&["--token-url", &good.url("/t"), "--call", &url]))
    } else {
        run(token(&["--token-url", &url]))
    };
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    assert_eq!(ran.stdout, "", "nothing came from there");
    assert!(ran.stderr.contains(layer), "{}", ran.stderr);
    assert!(ran.stderr.contains(way), "{}", ran.stderr);
    let never = ran.stderr.contains("never reached OAuth");
    assert_eq!(never, !in_call && faulty.is_none(), "{}", ran.stderr);
    let had_it = ran.stderr.contains("No whole reply came");
    assert_eq!(had_it, !in_call && faulty.is_some(), "{}", ran.stderr);
}

#[test]
fn an_empty_reply_is_not_called_broken_json() {
    for status in ["403 Forbidden", "200 OK", "302 Found"] {
        let listener = Listener::start(vec![Turn::json(status, "")]);
        let ran = run(token(&["--token-url", &listener.url("/")]));
        assert_eq!((ran.code, ran.stdout.as_str()), (5, ""));
        assert!(ran.stderr.contains("no body"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("json.syntax"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("paste"), "{}", ran.stderr);
    }
}

#[test]
fn a_reply_that_is_no_json_is_not_told_to_run_what_was_run() {
    let listener = Listener::start(vec![Turn::json("200 OK", "access_token=abc")]);
    let ran = run(token(&["--token-url", &listener.url("/")]));
    assert_eq!((ran.code, ran.stdout.as_str()), (5, "access_token=abc"));
    assert!(!ran.stderr.contains("then paste"), "{}", ran.stderr);
}

#[rstest]
#[case::post(&[])]
#[case::basic(&["--auth", "basic"])]
#[case::assertion(&["--auth", "secret-jwt"])]
fn what_a_server_repeats_is_hidden_in_the_report(#[case] more: &[&str]) {
    let body = format!(r#"{{"error":"invalid_client","error_description":"no: {SECRET}"}}"#);
    let listener = Listener::start(vec![Turn::json("401 Unauthorized", &body)]);
    let url = listener.url("/t");
    let ran = run(token(&[&["--token-url", url.as_str()], more].concat()));
    assert_eq!((ran.code, &ran.stdout), (5, &body), "stdout is as received");
    assert!(!ran.stderr.contains(SECRET), "{}", ran.stderr);
    assert!(ran.stderr.contains("no: [hidden]"), "{}", ran.stderr);
}

#[rstest]
#[case::plain("no-signs-in-it-1f7a")]
#[case::quoted("se\"cr\\et-77quoted")]
#[case::encoded("a+b c/d%e-1f7a")]
fn a_secret_is_hidden_however_a_server_spells_what_it_repeats(#[case] secret: &str) {
    let as_json = serde_json::to_string(secret).unwrap();
    let as_json = as_json.trim_matches('"');
    let encoded: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let spelled = [
        as_json.to_owned(),
        encoded.clone(),
        encoded.replace('+', "%20"),
    ];
    for echoed in spelled {
        let body = format!(r#"{{"error":"invalid_client","error_description":"no: {echoed}"}}"#);
        for more in [&[][..], &["--json"]] {
            let listener = Listener::start(vec![Turn::json("401 Unauthorized", &body)]);
            let url = listener.url("/t");
            let mut command = token(&[&["--token-url", url.as_str()], more].concat());
            command.env("OAUTH_TUTOR_CLIENT_SECRET", secret);
            let ran = run(command);
            assert_eq!(ran.code, 5);
            // The body is as received, which CONTRACT 5 wants; all that is said about it holds no secret.
            let said = if more.is_empty() {
                ran.stderr
            } else {
                let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
                json["report"].to_string()
            };
            for hidden in [secret, as_json, echoed.as_str()] {
                assert!(!said.contains(hidden), "{hidden} in {said}");
            }
            assert!(said.contains("[hidden]"), "{said}");
        }
    }
}

#[test]
fn a_token_that_an_api_repeats_is_hidden_even_where_the_text_is_cut() {
    let echoed = format!("{}{TOKEN}", "x".repeat(390));
    let challenge = format!(
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer realm=\"{TOKEN}\"\r\nContent-Length: {}\r\n\r\n{echoed}",
        echoed.len()
    );
    let listener = Listener::start(vec![
        Turn::json("200 OK", &reply()),
        Turn::Answer(challenge.into_bytes()),
    ]);
    let (url, api) = (listener.url("/t"), listener.url("/api"));
    let ran = run(token(&["--token-url", &url, "--call", &api]));
    assert_eq!(ran.code, 5);
    let front: String = TOKEN.chars().take(8).collect();
    assert!(!ran.stderr.contains(&front), "{}", ran.stderr);
    assert!(ran.stderr.contains("[hidden]"), "{}", ran.stderr);
}

#[test]
fn an_api_that_points_elsewhere_is_not_followed_and_has_not_answered() {
    let elsewhere = Listener::start(Vec::new());
    let location = format!(
        "HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
        elsewhere.url("/login")
    );
    let listener = Listener::start(vec![
        Turn::json("200 OK", &reply()),
        Turn::Answer(location.into_bytes()),
    ]);
    let (url, api) = (listener.url("/t"), listener.url("/api"));
    let ran = run(token(&["--token-url", &url, "--call", &api]));
    assert_eq!((ran.code, ran.stdout.as_str()), (5, ""));
    assert!(ran.stderr.contains("/login"), "{}", ran.stderr);
    assert!(ran.stderr.contains("not followed"), "{}", ran.stderr);
}

#[test]
fn metadata_that_is_not_there_is_told_with_the_status() {
    let gone = || Turn::json("410 Gone", "<html></html>");
    let listener = Listener::start(vec![gone(), gone()]);
    let ran = run(token(&["--issuer", &listener.url("")]));
    assert_eq!((ran.code, ran.stdout.as_str()), (5, ""));
    assert!(ran.stderr.contains("410"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--token-url"), "{}", ran.stderr);
}

#[rstest]
#[case::not_text(b"\xff\xfe\x00".to_vec())]
#[case::deep("[".repeat(200_000).into_bytes())]
#[case::an_array(b"[]".to_vec())]
#[case::wrong_types(br#"{"issuer":1,"token_endpoint":[]}"#.to_vec())]
#[case::twice(br#"{"issuer":"a","issuer":"b","token_endpoint":"https://x/"}"#.to_vec())]
#[case::escapes(b"{\"issuer\":\"\x1b[31m\",\"token_endpoint\":\"x\"}".to_vec())]
fn hostile_metadata_ends_with_5_and_one_line(#[case] body: Vec<u8>) {
    let answer = || {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
        Turn::Answer([head.into_bytes(), body.clone()].concat())
    };
    let listener = Listener::start(vec![answer(), answer()]);
    let ran = run(token(&["--issuer", &listener.url("")]));
    assert_eq!((ran.code, ran.stdout.as_str()), (5, ""), "{}", ran.stderr);
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    assert!(!ran.stderr.contains('\u{1b}'), "{}", ran.stderr);
}

#[rstest]
#[case("relative")]
#[case("javascript:alert(1)")]
#[case("ftp://127.0.0.1/t")]
#[case("http://tenant.invalid/t")]
#[case("https://user:word@127.0.0.1:9/t")]
#[case("http://127.0.0.1:9/t?client_secret=zz")]
fn a_token_endpoint_that_cannot_be_asked_is_refused_before_the_secret_leaves(
    #[case] endpoint: &str,
) {
    let listener = Listener::with_port(|port| {
        let issuer = format!("http://127.0.0.1:{port}");
        let body = serde_json::json!({ "issuer": issuer, "token_endpoint": endpoint });
        vec![Turn::json("200 OK", &body.to_string())]
    });
    let ran = run(token(&["--issuer", &listener.url("")]));
    assert_eq!((ran.code, ran.stdout.as_str()), (5, ""), "{}", ran.stderr);
    assert_eq!(listener.requests().len(), 1, "{}", ran.stderr);
}

#[rstest]
#[case("a b\u{7}c")]
#[case("t\u{f6}ken")]
#[case("abc\r\nX-Injected: 1")]
fn a_token_that_no_header_can_carry_goes_to_no_api(#[case] odd: &str) {
    let body = serde_json::json!({ "access_token": odd, "token_type": "Bearer" }).to_string();
    // It answers once: a call would be refused, and end with 4.
    let listener = Listener::start(vec![Turn::json("200 OK", &body)]);
    let (url, api) = (listener.url("/t"), listener.url("/api"));
    let ran = run(token(&["--token-url", &url, "--call", &api]));
    assert_eq!((ran.code, ran.stdout.as_str()), (5, ""), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("reply.access_token.charset"),
        "{}",
        ran.stderr
    );
    assert_eq!(listener.requests().len(), 1);
}
