//! Sending against raw listeners: the bytes that arrive, and every way in which no reply comes back.

use std::net::TcpListener;
use std::time::Duration;

use crate::listener::{Listener, Turn};
use oauth_tutor::net::{Limits, PlainHttp, Sender, is_loopback};
use oauth_tutor::oauth::names::ClientSecret;
use oauth_tutor::oauth::reply::{Answer, SendError};
use oauth_tutor::oauth::request::{BodyFormat, TokenRequest};
use oauth_tutor::oauth::wire::WireRequest;
use proptest::prelude::*;
use rstest::rstest;
use url::Url;

fn request(url: &str) -> WireRequest {
    let mut request = TokenRequest::new(Url::parse(url).unwrap());
    request.client_id = Some("an id".into());
    request.client_secret = Some(ClientSecret::new("s3cr3t-for-tests-only"));
    request.to_wire()
}

const SMALL: Limits = Limits {
    timeout: Duration::from_secs(10),
    max_bytes: 1000,
};

async fn send(url: &str, limits: Limits) -> Result<Answer, SendError> {
    Sender::default().send(&request(url), limits).await
}

/// Sends to a listener that takes one turn.
async fn answered(turn: Turn) -> Result<Answer, SendError> {
    let listener = Listener::start(vec![turn]);
    let answer = send(&listener.url("/oauth/token"), SMALL).await;
    assert_eq!(listener.requests().len(), 1);
    answer
}

#[rstest]
#[case::form(BodyFormat::Form)]
#[case::json(BodyFormat::Json)]
#[tokio::test]
async fn what_arrives_is_what_is_shown(#[case] format: BodyFormat) {
    let listener = Listener::start(vec![Turn::json("200 OK", "{}")]);
    let mut request = TokenRequest::new(Url::parse(&listener.url("/oauth/token?a=b")).unwrap());
    request.format = format;
    request.client_secret = Some(ClientSecret::new("ü \" +%"));
    request.scope = Some("a b".into());
    let wire = request.to_wire();
    let answer = Sender::default().send(&wire, SMALL).await.unwrap();
    assert_eq!(answer.proxy, None);
    let received = listener.requests().remove(0);
    assert_eq!(
        String::from_utf8_lossy(&received),
        String::from_utf8_lossy(&wire.bytes())
    );
}

#[tokio::test]
async fn an_api_call_arrives_as_shown() {
    let listener = Listener::start(vec![Turn::json("200 OK", "[]")]);
    let wire = WireRequest::bearer_get(&Url::parse(&listener.url("/api")).unwrap(), "abc.def");
    Sender::default().send(&wire, SMALL).await.unwrap();
    assert_eq!(listener.requests(), [wire.bytes().to_vec()]);
}

#[tokio::test]
async fn an_empty_post_arrives_as_shown() {
    let listener = Listener::start(vec![Turn::json("400 Bad Request", "{}")]);
    let mut request = TokenRequest::new(Url::parse(&listener.url("/")).unwrap());
    request.grant_type = None;
    let wire = request.to_wire();
    Sender::default().send(&wire, SMALL).await.unwrap();
    assert_eq!(listener.requests(), [wire.bytes().to_vec()]);
}

#[tokio::test]
async fn localhost_is_this_machine_without_a_lookup() {
    let listener = Listener::start(vec![Turn::json("200 OK", "{}")]);
    let url = format!("http://localhost:{}/token", listener.port);
    send(&url, SMALL).await.unwrap();
    let received = listener.requests().remove(0);
    let host = format!(
        "\r\nHost: localhost:{}\r\n",
        Url::parse(&url).unwrap().port().unwrap()
    );
    assert!(String::from_utf8_lossy(&received).contains(&host));
}

#[tokio::test]
async fn a_reply_is_kept_as_it_came() {
    let bytes = b"HTTP/1.1 401 Nope\r\nX-B: 2\r\nX-A: 1\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\xff{}";
    let answer = answered(Turn::Answer(bytes.to_vec())).await.unwrap();
    let reply = answer.reply;
    assert_eq!((reply.status, reply.reason.as_str()), (401, "Nope"));
    let names: Vec<&str> = reply
        .headers
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["X-B", "X-A", "Content-Encoding", "Content-Length"]);
    assert_eq!(reply.body, b"\xff{}");
    assert!(answer.timing.total_us >= answer.timing.headers_us);
}

#[rstest]
#[case::odd(
    "HTTP/1.1 200 OK\r\ncOnTent-lENGTH: 2\r\nset-Cookie:a\r\nX-ETag:  b \r\nSet-COOKIE: c\r\n\r\n",
    &[("cOnTent-lENGTH", "2"), ("set-Cookie", "a"), ("X-ETag", "b"), ("Set-COOKIE", "c")]
)]
#[case::behind_an_interim_reply(
    "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nCONTENT-LENGTH: 2\r\n\r\n",
    &[("CONTENT-LENGTH", "2")]
)]
#[case::none("HTTP/1.1 200 OK\r\n\r\n", &[])]
#[tokio::test]
async fn header_names_are_spelled_as_they_came(
    #[case] head: &str,
    #[case] expected: &[(&str, &str)],
) {
    let turn = Turn::Answer(format!("{head}{{}}").into_bytes());
    let reply = answered(turn).await.unwrap().reply;
    let headers: Vec<(&str, &str)> = reply
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(headers, expected);
    assert_eq!(reply.body, b"{}");
}

#[rstest]
#[case("200 OK", "OK")]
#[case("200", "")]
#[case("200 Fine", "Fine")]
#[tokio::test]
async fn the_reason_is_the_sender_s_own(#[case] status: &str, #[case] reason: &str) {
    let answer = answered(Turn::json(status, "{}")).await.unwrap();
    assert_eq!(answer.reply.reason, reason);
}

#[tokio::test]
async fn a_redirect_is_a_reply_and_is_not_followed() {
    let turn =
        b"HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n";
    let answer = answered(Turn::Answer(turn.to_vec())).await.unwrap();
    assert_eq!(answer.reply.status, 307);
    assert_eq!(answer.reply.header("location"), Some("/elsewhere"));
}

#[tokio::test]
async fn a_chunked_reply_is_put_together() {
    let turn = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{\"\r\n4\r\na\":1\r\n1\r\n}\r\n0\r\n\r\n";
    let answer = answered(Turn::Answer(turn.to_vec())).await.unwrap();
    assert_eq!(answer.reply.text(), "{\"a\":1}");
}

#[tokio::test]
async fn a_length_that_is_too_short_ends_the_reply() {
    let turn = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}and more";
    let answer = answered(Turn::Answer(turn.to_vec())).await.unwrap();
    assert_eq!(answer.reply.text(), "{}");
}

#[rstest]
#[case::cut_in_the_body("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"access_to")]
#[case::cut_in_a_chunk("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"a")]
#[case::cut_in_the_head("HTTP/1.1 200 OK\r\nContent-Le")]
#[case::another_protocol("SSH-2.0-OpenSSH_9.7\r\n")]
#[case::nothing_at_all("")]
#[tokio::test]
async fn half_a_reply_is_not_http(#[case] turn: &str) {
    let error = answered(Turn::Answer(turn.into())).await.unwrap_err();
    assert!(matches!(error, SendError::NotHttp { .. }), "{error:?}");
}

#[rstest]
#[case::announced(format!("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n{}", "x".repeat(1001)))]
#[case::endless(format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(100_000)))]
#[tokio::test]
async fn a_reply_over_the_limit_is_refused(#[case] turn: String) {
    let error = answered(Turn::Answer(turn.into_bytes())).await.unwrap_err();
    assert_eq!(error, SendError::TooLarge { limit: 1000 });
}

#[tokio::test]
async fn a_reply_of_exactly_the_limit_is_read() {
    let turn = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{}",
        "x".repeat(1000)
    );
    let answer = answered(Turn::Answer(turn.into_bytes())).await.unwrap();
    assert_eq!(answer.reply.body.len(), 1000);
}

#[rstest]
#[case::before_the_reply("")]
#[case::within_the_reply("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"access_to")]
#[tokio::test]
async fn a_server_that_hangs_is_given_up(#[case] turn: &str) {
    let listener = Listener::start(vec![Turn::Hold(turn.into())]);
    let limits = Limits {
        timeout: Duration::from_millis(300),
        ..SMALL
    };
    let error = send(&listener.url("/"), limits).await.unwrap_err();
    assert!(matches!(error, SendError::TimedOut { .. }), "{error:?}");
    // The listener fails when the connection stays open. It waits on another thread, since this one has to close.
    let waited = tokio::task::spawn_blocking(|| listener.requests());
    assert_eq!(waited.await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_closed_port_is_a_failed_connection() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let error = send(&format!("http://127.0.0.1:{port}/"), SMALL)
        .await
        .unwrap_err();
    let SendError::Connect { host, why } = error else {
        panic!("{error:?}");
    };
    assert_eq!(host, format!("127.0.0.1:{port}"));
    assert!(why.to_lowercase().contains("refused"), "{why}");
}

#[tokio::test]
async fn plain_http_where_tls_is_expected_is_a_tls_fault() {
    let listener = Listener::start(vec![Turn::Greet(
        b"HTTP/1.1 400 Bad Request\r\n\r\n".into(),
    )]);
    let url = format!("https://127.0.0.1:{}/", listener.port);
    let error = send(&url, SMALL).await.unwrap_err();
    assert!(matches!(error, SendError::Tls { .. }), "{error:?}");
}

// A label of 64 characters is no DNS name (RFC 1035 2.3.4), so the resolver fails without asking anybody.
#[tokio::test]
async fn a_name_without_an_address_is_named() {
    let host = format!("{}.invalid", "a".repeat(64));
    let request = request(&format!("http://{host}/"));
    let sender = Sender::new(PlainHttp::Allowed);
    let error = sender.send(&request, SMALL).await.unwrap_err();
    assert_eq!(error, SendError::Name { host });
}

#[tokio::test]
async fn plain_http_to_another_machine_is_refused() {
    let error = send("http://tenant.invalid/oauth/token", SMALL)
        .await
        .unwrap_err();
    let host = "tenant.invalid:80".to_owned();
    assert_eq!(error, SendError::PlainHttp { host });
}

#[rstest]
#[case("abc\r\nX-Injected: 1")]
#[case("töken")]
#[tokio::test]
async fn a_token_that_breaks_the_header_is_not_sent(#[case] token: &str) {
    let url = Url::parse("http://127.0.0.1:9/").unwrap();
    let request = WireRequest::bearer_get(&url, token);
    let error = Sender::default().send(&request, SMALL).await.unwrap_err();
    let said = error.to_string();
    assert!(matches!(error, SendError::Unsendable { .. }), "{error:?}");
    assert!(!said.contains(token));
}

#[tokio::test]
async fn a_password_in_the_url_is_not_sent() {
    let error = send("http://user:pass@127.0.0.1:9/", SMALL)
        .await
        .unwrap_err();
    assert!(matches!(error, SendError::Unsendable { .. }), "{error:?}");
}

#[rstest]
#[case("http://127.0.0.1:9401/", true)]
#[case("http://127.9.9.9/", true)]
#[case("http://[::1]:9401/", true)]
#[case("http://LOCALHOST/", true)]
#[case("http://localhost.example/", false)]
#[case("http://0.0.0.0/", false)]
#[case("http://10.0.0.1/", false)]
#[case("http://127.0.0.1.example/", false)]
fn loopback_is_this_machine_only(#[case] url: &str, #[case] expected: bool) {
    assert_eq!(is_loopback(&Url::parse(url).unwrap()), expected);
}

/// Pieces of a reply, in any order, with anything between them.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let known: Vec<&[u8]> = vec![
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.0 401 \r\n",
        b"HTTP/1.1 999 x\r\n",
        b"Content-Type: application/json\r\n",
        b"content-length: 2\r\n",
        b"Content-Length: 99999999999999999999\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"X-A: b\r\nx-a:c\r\nX-a:\td \r\n",
        b"X-Bytes: \xff\xfe\r\n",
        b" folded\r\n",
        b"\r\n",
        b"\n",
        b":\r\n",
        b"2\r\n{}\r\n0\r\n\r\n",
        b"{}",
    ];
    let known = prop::sample::select(known).prop_map(<[u8]>::to_vec);
    let bytes = prop::collection::vec(any::<u8>(), 0..30);
    let piece = prop_oneof![4 => known, 1 => bytes];
    prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_back_is_a_reply_or_a_layer(front in any::<bool>(), bytes in pieces()) {
        let start: &[u8] = if front { b"HTTP/1.1 200 OK\r\n" } else { b"" };
        let bytes = [start, &bytes].concat();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        match runtime.block_on(answered(Turn::Answer(bytes.clone()))) {
            Ok(Answer { reply, .. }) => {
                prop_assert!((100..=999).contains(&reply.status));
                // No header is told that did not come.
                let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
                for (name, value) in &reply.headers {
                    prop_assert!(text.contains(&name.to_ascii_lowercase()), "{name}");
                    prop_assert!(text.contains(&value.to_ascii_lowercase()), "{name}: {value}");
                }
            }
            Err(SendError::NotHttp { .. } | SendError::TooLarge { .. }) => {}
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }
}

#[test]
fn elsewhere_is_another_host_and_the_same_in_the_open() {
    let url = |text: &str| url::Url::parse(text).unwrap();
    for (named, other, elsewhere) in [
        ("https://as.example/t", "https://as.example/keys", false),
        (
            "https://as.example/t",
            "https://as.example:8443/keys",
            false,
        ),
        ("https://as.example/t", "https://keys.example/", true),
        ("https://as.example/t", "http://as.example/keys", true),
        ("http://127.0.0.1:9400/", "http://localhost:9401/", false),
        ("http://127.0.0.1:9400/", "http://[::1]:9401/", false),
        ("https://localhost/", "http://127.0.0.1/", true),
    ] {
        let is = oauth_tutor::net::is_elsewhere(&url(named), &url(other));
        assert_eq!(is, elsewhere, "{named}, {other}");
    }
}
