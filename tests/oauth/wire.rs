//! The request as bytes and its views: what is shown is what is sent, and a mask shows nothing.

use oauth_tutor::oauth::names::{ClientSecret, Mask};
use oauth_tutor::oauth::request::{BodyFormat, Field, InUrl, Misuse, TokenRequest};
use oauth_tutor::oauth::wire::form::encode;
use oauth_tutor::oauth::wire::{Line, Secrets, View, WireRequest, plain};
use proptest::prelude::*;
use rstest::rstest;
use url::{Url, form_urlencoded};

const SECRET: &str = "s3cr3t-for-tests-only-7f";
const VIEWS: [View; 4] = [View::Http, View::Curl, View::PowerShell, View::Bytes];

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn request(format: BodyFormat, secret: &str) -> TokenRequest {
    TokenRequest {
        format,
        client_id: Some("k3Jp9sQx".into()),
        client_secret: Some(ClientSecret::new(secret)),
        audience: Some("https://api.reports.example".into()),
        scope: Some("read:reports write:reports".into()),
        ..TokenRequest::new(url("http://127.0.0.1:9401/oauth/token"))
    }
}

fn lines(request: &WireRequest, view: View, secrets: Secrets) -> Vec<String> {
    let lines = request.view(view, secrets);
    lines.iter().map(|line| plain(line)).collect()
}

/// The documented rule: head lines end with CRLF, body lines are joined with nothing.
fn join(lines: &[Line]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut in_body = false;
    for line in lines {
        let text = plain(line);
        bytes.extend_from_slice(text.as_bytes());
        if !in_body {
            bytes.extend_from_slice(b"\r\n");
        }
        in_body |= text.is_empty();
    }
    bytes
}

/// The bytes that a hex view stands for.
fn unhex(lines: &[String]) -> Vec<u8> {
    lines
        .iter()
        .flat_map(|line| {
            line.chars()
                .skip(6)
                .take(24)
                .collect::<String>()
                .split_whitespace()
                .map(|pair| u8::from_str_radix(pair, 16).unwrap())
                .collect::<Vec<u8>>()
        })
        .collect()
}

#[test]
fn a_form_request_is_these_bytes() {
    let wire = request(BodyFormat::Form, SECRET).to_wire();
    let expected = "POST /oauth/token HTTP/1.1\r\n\
        Host: 127.0.0.1:9401\r\n\
        Content-Type: application/x-www-form-urlencoded\r\n\
        Accept: application/json\r\n\
        Content-Length: 167\r\n\
        \r\n\
        grant_type=client_credentials&client_id=k3Jp9sQx&client_secret=s3cr3t-for-tests-only-7f\
        &audience=https%3A%2F%2Fapi.reports.example&scope=read%3Areports+write%3Areports";
    assert_eq!(String::from_utf8_lossy(&wire.bytes()), expected);
}

#[test]
fn a_json_request_is_these_bytes() {
    let wire = request(BodyFormat::Json, "quote\" and ü").to_wire();
    let expected = "POST /oauth/token HTTP/1.1\r\n\
        Host: 127.0.0.1:9401\r\n\
        Content-Type: application/json\r\n\
        Accept: application/json\r\n\
        Content-Length: 173\r\n\
        \r\n\
        {\"grant_type\":\"client_credentials\",\"client_id\":\"k3Jp9sQx\",\
        \"client_secret\":\"quote\\\" and \\u00fc\",\
        \"audience\":\"https://api.reports.example\",\"scope\":\"read:reports write:reports\"}";
    assert_eq!(String::from_utf8_lossy(&wire.bytes()), expected);
}

#[test]
fn an_api_call_carries_the_token_in_the_header() {
    let wire = WireRequest::bearer_get(&url("https://api.example/reports?page=2"), "abc.def.ghi");
    assert_eq!(
        String::from_utf8_lossy(&wire.bytes()),
        "GET /reports?page=2 HTTP/1.1\r\nHost: api.example\r\nAccept: application/json\r\n\
         Authorization: Bearer abc.def.ghi\r\n\r\n"
    );
}

#[rstest]
#[case::missing(None)]
#[case::empty(Some(String::new()))]
fn a_parameter_without_a_value_is_left_out(#[case] scope: Option<String>) {
    let request = TokenRequest {
        scope,
        ..request(BodyFormat::Form, SECRET)
    };
    let bytes = request.to_wire().bytes();
    assert!(!String::from_utf8_lossy(&bytes).contains("scope"));
}

#[test]
fn further_parameters_keep_their_order_and_may_repeat() {
    let mut request = TokenRequest::new(url("http://127.0.0.1:1/t"));
    request.extra = [("b", "2"), ("a", "1"), ("b", "3")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
    let body = String::from_utf8_lossy(&request.to_wire().body_bytes()).into_owned();
    assert_eq!(body, "grant_type=client_credentials&b=2&a=1&b=3");
}

// WIRE.md 5.8: the text of RFC 6749 appendix B, and the credentials with characters that must be encoded.
#[rstest]
#[case(" %&+£€", "+%25%26%2B%C2%A3%E2%82%AC")]
#[case("app:1", "app%3A1")]
#[case("a+b%c/é", "a%2Bb%25c%2F%C3%A9")]
#[case("AZaz09-._~", "AZaz09-._~")]
#[case("*\0\n", "%2A%00%0A")]
fn form_encoding_gives_the_published_text(#[case] text: &str, #[case] encoded: &str) {
    assert_eq!(encode(text), encoded);
}

#[test]
fn the_http_view_breaks_before_each_separator() {
    let wire = request(BodyFormat::Form, SECRET).to_wire();
    assert_eq!(
        lines(&wire, View::Http, Secrets::Masked)[5..],
        [
            "",
            "grant_type=client_credentials",
            "&client_id=k3Jp9sQx",
            "&client_secret=********",
            "&audience=https%3A%2F%2Fapi.reports.example",
            "&scope=read%3Areports+write%3Areports",
        ]
    );
}

#[test]
fn the_json_view_breaks_before_each_comma_between_members() {
    let mut request = request(BodyFormat::Json, SECRET);
    request.scope = Some("a,b&c".into());
    let shown = lines(&request.to_wire(), View::Http, Secrets::Masked);
    assert_eq!(
        shown[6..],
        [
            "{\"grant_type\":\"client_credentials\"",
            ",\"client_id\":\"k3Jp9sQx\"",
            ",\"client_secret\":\"********\"",
            ",\"audience\":\"https://api.reports.example\"",
            ",\"scope\":\"a,b&c\"}",
        ]
    );
}

#[test]
fn a_line_knows_which_field_it_shows() {
    let wire = request(BodyFormat::Form, SECRET).to_wire();
    for view in VIEWS {
        let spans: Vec<_> = wire.view(view, Secrets::Masked).concat();
        for field in [Field::Endpoint, Field::ClientSecret, Field::Audience] {
            assert!(
                spans.iter().any(|span| span.field == Some(field)),
                "{view:?} does not mark {field:?}"
            );
        }
        let hidden: Vec<_> = spans.iter().filter(|span| span.secret).collect();
        assert!(!hidden.is_empty(), "{view:?} does not mark the secret");
        assert!(hidden.iter().all(|s| s.field == Some(Field::ClientSecret)));
    }
}

#[test]
fn curl_for_bash_looks_like_the_exercise() {
    let wire = request(BodyFormat::Form, SECRET).to_wire();
    assert_eq!(
        lines(&wire, View::Curl, Secrets::Shown),
        [
            r"curl -X POST http://127.0.0.1:9401/oauth/token \",
            r"  -H 'Accept: application/json' \",
            r"  -d grant_type=client_credentials \",
            r"  -d client_id=k3Jp9sQx \",
            r"  -d client_secret=s3cr3t-for-tests-only-7f \",
            r"  -d audience=https%3A%2F%2Fapi.reports.example \",
            r"  -d scope=read%3Areports+write%3Areports",
        ]
    );
}

#[test]
fn a_masked_copy_runs_with_the_secret_from_a_variable() {
    let wire = request(BodyFormat::Form, SECRET).to_wire();
    let copied = wire.copy_text(View::Curl, Secrets::Masked);
    assert!(copied.contains(r#"--data-urlencode client_secret="$CLIENT_SECRET" \"#));
    let copied = wire.copy_text(View::PowerShell, Secrets::Masked);
    assert!(copied.contains(r#"--data-urlencode "client_secret=$env:CLIENT_SECRET" `"#));
}

#[test]
fn powershell_gets_json_through_a_pipe() {
    let wire = request(BodyFormat::Json, "it's").to_wire();
    let shown = lines(&wire, View::PowerShell, Secrets::Shown);
    assert!(shown[0].starts_with(r#"'{"grant_type":"client_credentials""#));
    assert!(shown[0].contains(r#""client_secret":"it''s""#));
    assert!(shown[0].ends_with("}' | curl.exe -X POST http://127.0.0.1:9401/oauth/token `"));
    assert_eq!(shown.last().unwrap(), "  -d '@-'");
}

#[test]
fn the_http_copy_has_its_body_on_one_line() {
    let wire = request(BodyFormat::Form, SECRET).to_wire();
    let copied = wire.copy_text(View::Http, Secrets::Shown);
    let sent = String::from_utf8_lossy(&wire.bytes()).replace("\r\n", "\n");
    assert_eq!(copied, sent);
}

#[test]
fn a_token_is_shown_by_its_ends() {
    let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
    let wire = WireRequest::bearer_get(&url("http://127.0.0.1:9401/api"), token);
    let shown = lines(&wire, View::Http, Secrets::Masked);
    assert_eq!(shown[3], "Authorization: Bearer eyJhbG…Jl");
    let copied = wire.copy_text(View::Curl, Secrets::Masked);
    assert!(copied.contains(r#"-H 'Authorization: Bearer '"$ACCESS_TOKEN""#));
    let short = WireRequest::bearer_get(&url("http://127.0.0.1:9401/api"), "short-opaque");
    let shown = lines(&short, View::Http, Secrets::Masked);
    assert_eq!(shown[3], "Authorization: Bearer ********");
}

#[test]
fn debug_printing_shows_no_secret() {
    let request = request(BodyFormat::Form, SECRET);
    let wire = request.to_wire();
    let view = wire.view(View::Http, Secrets::Shown);
    let printed = format!("{request:?} {wire:?} {view:?}");
    assert!(!printed.contains(SECRET));
}

fn formats() -> impl Strategy<Value = BodyFormat> {
    prop_oneof![Just(BodyFormat::Form), Just(BodyFormat::Json)]
}

proptest! {
    #[test]
    fn a_shown_view_is_the_bytes(format in formats(), secret: String, scope: String, id: String) {
        let request = TokenRequest {
            scope: Some(scope),
            client_id: Some(id),
            ..request(format, &secret)
        };
        let wire = request.to_wire();
        let bytes = wire.bytes();
        prop_assert_eq!(&join(&wire.view(View::Http, Secrets::Shown)), &*bytes);
        prop_assert_eq!(&unhex(&lines(&wire, View::Bytes, Secrets::Shown)), &*bytes);
    }

    #[test]
    fn a_form_is_read_back_as_it_was_written(secret: String, scope: String) {
        let request = TokenRequest {
            scope: Some(scope.clone()),
            ..request(BodyFormat::Form, &secret)
        };
        let body = request.to_wire().body_bytes();
        let read: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
        let of = |name: &str| {
            let found = read.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        prop_assert_eq!(of("client_secret"), secret);
        prop_assert_eq!(of("scope"), scope);
    }

    #[test]
    fn json_is_read_back_as_it_was_written(secret in ".+", scope in ".+") {
        let request = TokenRequest {
            scope: Some(scope.clone()),
            ..request(BodyFormat::Json, &secret)
        };
        let body = request.to_wire().body_bytes();
        prop_assert!(body.is_ascii());
        let read: serde_json::Value = serde_json::from_slice(&body).unwrap();
        prop_assert_eq!(read["client_secret"].as_str(), Some(secret.as_str()));
        prop_assert_eq!(read["scope"].as_str(), Some(scope.as_str()));
    }

    // Everything but the secret is fixed, so a masked view that depends on the secret shows some of it. Its length may show,
    // in Content-Length and in the bytes view; so the secrets compared have one length.
    #[test]
    fn a_masked_view_does_not_depend_on_the_secret(
        format in formats(),
        length in 1_usize..80,
        one in "[A-Za-z0-9]{80}",
        other in "[A-Za-z0-9]{80}",
    ) {
        let cut = |text: String| text.chars().take(length).collect::<String>();
        let (one, other) = (request(format, &cut(one)).to_wire(), request(format, &cut(other)).to_wire());
        for view in VIEWS {
            prop_assert_eq!(lines(&one, view, Secrets::Masked), lines(&other, view, Secrets::Masked));
            prop_assert_eq!(one.copy_text(view, Secrets::Masked), other.copy_text(view, Secrets::Masked));
        }
    }

    #[test]
    fn a_masked_view_never_holds_the_secret(format in formats(), secret in "[!-~]{6,60}") {
        let wire = request(format, &secret).to_wire();
        let encoded = encode(&secret);
        for view in VIEWS {
            let shown = lines(&wire, view, Secrets::Masked).join("\n") + &wire.copy_text(view, Secrets::Masked);
            prop_assert!(!shown.contains(&secret) && !shown.contains(&encoded));
        }
    }

    #[test]
    fn a_mask_never_shows_more_than_two_characters(secret: String) {
        let mask = Mask::of(&secret);
        prop_assert!(mask.tail.chars().count() <= 2);
        prop_assert!(mask.tail.is_empty() || secret.ends_with(&mask.tail) && mask.length >= 12);
    }
}

#[rstest]
#[case::secret(InUrl::Secret)]
#[case::everything(InUrl::Everything)]
fn a_secret_that_stands_in_the_url_is_masked_there_and_sent_there(#[case] in_url: InUrl) {
    let misuse = Misuse {
        in_url,
        ..Misuse::default()
    };
    let request = TokenRequest {
        misuse,
        ..request(BodyFormat::Form, SECRET)
    }
    .to_wire();
    for view in VIEWS {
        let masked = lines(&request, view, Secrets::Masked).join("\n");
        assert!(!masked.contains(SECRET), "{view:?}: {masked}");
        let copied = request.copy_text(view, Secrets::Masked);
        assert!(!copied.contains(SECRET), "{view:?}: {copied}");
    }
    let bytes = String::from_utf8(request.bytes().to_vec()).unwrap();
    let (line, rest) = bytes.split_once("\r\n").unwrap();
    assert!(line.contains(&format!("client_secret={SECRET}")), "{line}");
    assert!(!rest.contains(SECRET), "{rest}");
    assert_eq!(rest.ends_with("\r\n\r\n"), in_url == InUrl::Everything);
    assert_eq!(line.starts_with("GET "), in_url == InUrl::Everything);
    let query = request.full_url().query().map(str::to_owned);
    assert_eq!(line.split(['?', ' ']).nth(2).map(str::to_owned), query);
    assert_eq!(
        unhex(&lines(&request, View::Bytes, Secrets::Shown)),
        *request.bytes()
    );
    let debug = format!("{request:?}");
    assert!(!debug.contains(SECRET), "{debug}");
    // The copied command takes the secret from the environment, within one word of the shell.
    let curl = request.copy_text(View::Curl, Secrets::Masked);
    assert!(curl.contains("client_secret='\"$CLIENT_SECRET\""), "{curl}");
}
