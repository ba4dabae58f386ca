//! Bytes that no honest client sends: the server answers or closes, and goes on answering others.

use std::time::Duration;

use oauth_tutor::practice::Limits;
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::stage::{REPORTS, Reply, Stage, read_to_end};

/// The server still gives tokens.
async fn still_well(stage: &Stage) {
    let token = stage
        .token(&stage.job(), &format!("&audience={REPORTS}"))
        .await;
    assert_eq!(token.split('.').count(), 3);
}

fn short() -> Limits {
    Limits {
        header_read: Duration::from_millis(60),
        body_read: Duration::from_millis(60),
        drain: Duration::from_millis(60),
        ..Limits::default()
    }
}

#[tokio::test]
async fn what_is_no_http_gets_a_400_or_the_end() {
    let stage = Stage::start();
    for bytes in [
        &b"\xff\xfe\x00\x01\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"POST /oauth/token HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nBad\x00Header: y\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"",
    ] {
        let answer = stage.exchange(bytes).await;
        assert!(
            answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"),
            "{bytes:?}: {answer:?}"
        );
    }
    still_well(&stage).await;
}

#[tokio::test]
async fn bytes_that_are_not_utf8_are_refused_everywhere() {
    let stage = Stage::start();
    let bodies: [(&str, &[u8]); 3] = [
        (
            "application/x-www-form-urlencoded",
            b"grant_type=\xff\xfe&client_id=\xc3",
        ),
        ("application/json", b"{\"grant_type\":\"\xff\"}"),
        ("\u{e9}", b"x"),
    ];
    for (content_type, body) in bodies {
        let mut bytes = format!(
            "POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        bytes.extend_from_slice(body);
        assert_eq!(stage.raw(&bytes).await.status, 400, "{content_type}");
    }
    let api = b"GET /api/reports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer \xff\xfe\r\n\r\n";
    assert_eq!(stage.raw(api).await.status, 401);
    still_well(&stage).await;
}

#[tokio::test]
async fn pipelined_requests_are_answered_in_order() {
    let stage = Stage::start();
    let bytes = "GET /api/reports HTTP/1.1\r\nHost: localhost\r\n\r\n\
        POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc\
        GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let answer = String::from_utf8(stage.exchange(bytes.as_bytes()).await).unwrap();
    let statuses: Vec<_> = answer
        .lines()
        .filter_map(|line| line.split_once("HTTP/1.1 "))
        .map(|(_, rest)| rest.split(' ').next().unwrap())
        .collect();
    assert_eq!(statuses, ["401", "400", "200"], "{answer}");
}

#[tokio::test]
async fn broken_and_endless_bodies_are_refused() {
    let stage = Stage::with(short(), None);
    let head = "POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n";
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n");
    for (what, bytes, status) in [
        (
            "no chunk size",
            format!("{chunked}zz\r\nabc\r\n0\r\n\r\n"),
            400,
        ),
        ("cut in a chunk", format!("{chunked}5\r\nab"), 400),
        (
            "an absurd chunk size",
            format!("{chunked}ffffffffffffffffff\r\nab"),
            400,
        ),
        (
            "shorter than said",
            format!("{head}Content-Length: 10\r\n\r\nabc"),
            400,
        ),
        (
            "much too large",
            format!("{chunked}1ffff\r\n{}\r\n0\r\n\r\n", "x".repeat(0x1_ffff)),
            413,
        ),
    ] {
        assert_eq!(stage.raw(bytes.as_bytes()).await.status, status, "{what}");
    }
    still_well(&stage).await;
}

#[tokio::test]
async fn two_lengths_or_length_with_chunks_are_not_taken() {
    let stage = Stage::start();
    let two = "POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd";
    assert_eq!(stage.raw(two.as_bytes()).await.status, 400);
    // RFC 9112 6.1: the chunks count, and what the length would have left over is no request of its own.
    let both = "POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let answer = String::from_utf8(stage.exchange(both.as_bytes()).await).unwrap();
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{answer}");
    still_well(&stage).await;
}

#[tokio::test]
async fn huge_headers_get_a_431() {
    let stage = Stage::start();
    let one = format!(
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n",
        "x".repeat(100_000)
    );
    assert_eq!(stage.raw(one.as_bytes()).await.status, 431);
    let many = format!(
        "GET / HTTP/1.1\r\nHost: localhost\r\n{}\r\n",
        "X: y\r\n".repeat(500)
    );
    assert_eq!(stage.raw(many.as_bytes()).await.status, 431);
    still_well(&stage).await;
}

#[tokio::test]
async fn slow_headers_are_closed_and_slow_bodies_answered() {
    let stage = Stage::with(short(), None);
    let mut slow = TcpStream::connect(stage.at).await.unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nHo").await.unwrap();
    let closed = read_to_end(&mut slow).await;
    assert!(!closed.starts_with(b"HTTP/1.1 2"));
    let mut slow = TcpStream::connect(stage.at).await.unwrap();
    let head = "POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nab";
    slow.write_all(head.as_bytes()).await.unwrap();
    assert_eq!(Reply::parse(&read_to_end(&mut slow).await).status, 408);
}

#[tokio::test]
async fn an_idle_connection_is_closed() {
    let stage = Stage::with(short(), None);
    let mut idle = TcpStream::connect(stage.at).await.unwrap();
    idle.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await
        .unwrap();
    let answer = read_to_end(&mut idle).await;
    assert!(answer.starts_with(b"HTTP/1.1 200"));
}

#[tokio::test]
async fn beyond_the_connection_cap_others_wait_their_turn() {
    let limits = Limits {
        connections: 1,
        header_read: Duration::from_millis(60),
        ..Limits::default()
    };
    let stage = Stage::with(limits, None);
    // Holds the only place and says nothing; the other gets its answer once this one is closed for its silence.
    let mut silent = TcpStream::connect(stage.at).await.unwrap();
    let reply = stage.get("/", "").await;
    assert_eq!(reply.status, 200);
    assert!(read_to_end(&mut silent).await.is_empty());
}

#[tokio::test]
async fn a_stop_lets_the_request_under_way_end_and_closes_the_rest() {
    let limits = Limits {
        body_read: Duration::from_secs(5),
        ..Limits::default()
    };
    let mut stage = Stage::with(limits, None);
    stage.tenant.ready().await.unwrap();
    let body = format!("{}&audience={REPORTS}", stage.job().form());
    let mut idle = TcpStream::connect(stage.at).await.unwrap();
    idle.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await
        .unwrap();
    let mut first = [0; 1];
    idle.read_exact(&mut first).await.unwrap();
    let mut busy = TcpStream::connect(stage.at).await.unwrap();
    let head = format!(
        "POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    busy.write_all(head.as_bytes()).await.unwrap();
    // The interim reply proves that the request is under way.
    let mut interim = [0; 25];
    busy.read_exact(&mut interim).await.unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    let finish = async {
        read_to_end(&mut idle).await;
        busy.write_all(body.as_bytes()).await.unwrap();
        read_to_end(&mut busy).await
    };
    let ((), answer) = tokio::join!(stage.stop(), finish);
    assert_eq!(Reply::parse(&answer).status, 200);
}

#[tokio::test]
async fn an_idle_connection_does_not_hold_up_a_stop() {
    let limits = Limits {
        drain: Duration::from_mins(10),
        ..Limits::default()
    };
    let mut stage = Stage::with(limits, None);
    let mut idle = TcpStream::connect(stage.at).await.unwrap();
    idle.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await
        .unwrap();
    let mut first = [0; 1];
    idle.read_exact(&mut first).await.unwrap();
    stage.stop().await;
    let rest = read_to_end(&mut idle).await;
    assert!(rest.ends_with(b"\n"));
}

#[tokio::test]
async fn a_stop_does_not_wait_for_ever() {
    let mut stage = Stage::with(short(), None);
    let mut stuck = TcpStream::connect(stage.at).await.unwrap();
    stuck.write_all(b"GET / HTTP/1.1\r\nHo").await.unwrap();
    stage.stop().await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_take_the_server_down(
        requests in prop::collection::vec((any::<bool>(), prop::collection::vec(any::<u8>(), 0..300)), 1..12)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let stage = Stage::with(short(), None);
            for (json, body) in requests {
                let media = if json { "application/json" } else { "application/x-www-form-urlencoded" };
                let mut bytes = format!("POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n", body.len()).into_bytes();
                bytes.extend(&body);
                assert_eq!(stage.raw(&bytes).await.status / 100, 4);
                stage.exchange(&body).await;
            }
            assert_eq!(stage.get("/", "").await.status, 200);
        });
    }
}
