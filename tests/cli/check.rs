//! `check` and `decode` as commands: exit codes, streams, JSON shape, no escape sequences in pipes, keys over the network.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::thread::{self, JoinHandle};

use assert_cmd::Command;
use oauth_tutor::cli::report::excerpt::excerpt;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};

const AT: &str = "2023-11-14T22:13:20Z";

fn tutor() -> Command {
    let mut command = Command::cargo_bin("oauth-tutor").unwrap();
    command.env_clear();
    command
}

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/check");
    path.join(name).display().to_string()
}

fn vector() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    path.display().to_string()
}

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(words: &[&str], stdin: impl AsRef<[u8]>) -> Ran {
    let output = tutor()
        .args(words)
        .write_stdin(stdin.as_ref())
        .output()
        .unwrap();
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn json_of(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.out))
}

#[rstest]
#[case("good/auth0.json", 0)]
#[case("paste.smart-quotes.bad.txt", 0)]
#[case("claim.exp.expired.bad.txt", 1)]
#[case("paste.html.bad.txt", 1)]
#[case("no-such-file", 3)]
fn check_ends_with_the_code_of_the_contract(#[case] file: &str, #[case] code: i32) {
    let ran = run(&["check", "--at", AT, &fixture(file)], "");
    assert_eq!(ran.code, Some(code), "{}{}", ran.out, ran.err);
    assert_eq!(ran.err.is_empty(), code != 3);
    assert_eq!(ran.out.is_empty(), code == 3);
}

#[rstest]
#[case(b"".to_vec())]
#[case(b" \n\t".to_vec())]
#[case(b"\xff\xfe\x00".to_vec())]
#[case(b"\x80\x81".to_vec())]
#[case(vec![b'a'; 1024 * 1024 + 1])]
fn what_cannot_be_read_ends_with_3_and_one_line(#[case] input: Vec<u8>) {
    for words in [
        &["check", "--json"][..],
        &["check"],
        &["decode"],
        &["decode", "--json", "-"],
    ] {
        let ran = run(words, &input);
        assert_eq!(ran.code, Some(3), "{words:?}");
        assert_eq!(ran.out, "");
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
}

#[test]
fn strict_turns_a_repair_into_1() {
    let file = fixture("paste.smart-quotes.bad.txt");
    assert_eq!(
        run(&["check", "--at", AT, "--strict", &file], "").code,
        Some(1)
    );
}

#[rstest]
#[case(&["check", "--profile", "nobody"])]
#[case(&["check", "--at", "yesterday"])]
#[case(&["check", "--jwks", "a", "--key", "b"])]
#[case(&["decode", "--raw", "signature"])]
#[case(&["decode", "--leeway", "-1"])]
#[case::secret_for_keys(&["check", "--jwks", "https://as.invalid/?client_secret=s3cr3t"])]
#[case::user_for_keys(&["decode", "--jwks", "https://u:s3cr3t@as.invalid/", "eyJhbGciOiJSUzI1NiJ9.e30.AA"])]
#[case::signature_for_keys(&["check", "--jwks", "https://as.invalid/?sig=s3cr3t"])]
#[case::key_for_keys(&["decode", "--jwks", "https://as.invalid/#Key=s3cr3t", "eyJhbGciOiJSUzI1NiJ9.e30.AA"])]
#[case::encoded_for_keys(&["check", "--jwks", "https://as.invalid/?subscription%2Dkey=s3cr3t"])]
#[case::secret_of_issuer(&["check", "--verify", "--issuer", "https://as.invalid/?token=s3cr3t"])]
fn wrong_usage_ends_with_2(#[case] words: &[&str]) {
    let ran = run(words, "{}");
    assert_eq!(ran.code, Some(2));
    assert_eq!(ran.out, "");
    let carries = words.iter().any(|word| word.contains("s3cr3t"));
    assert_eq!(ran.err.contains("rotate it now"), carries, "{}", ran.err);
    assert!(!ran.err.contains("s3cr3t"), "{}", ran.err);
}

#[test]
fn the_json_of_check_has_the_shape_of_the_contract() {
    let ran = run(
        &[
            "check",
            "--json",
            "--at",
            AT,
            &fixture("reply.token_type.unknown.bad.txt"),
        ],
        "",
    );
    let report = json_of(&ran);
    assert_eq!(report["schema"], 1);
    assert_eq!(report["verdict"], "fail");
    assert_eq!(report["kind"], "token-reply");
    assert_eq!(report["profile"], "generic");
    assert_eq!(report["trust"], "not-checked");
    assert_eq!(report["form"], "jws");
    assert_eq!(report["repairs"], json!([]));
    assert_eq!(report["token"]["header"]["alg"], "RS256");
    assert_eq!(report["token"]["payload"]["aud"], "https://api.example");
}

#[test]
fn a_finding_in_json_says_where_what_why_and_by_which_clause() {
    let ran = run(
        &[
            "check",
            "--json",
            "--at",
            AT,
            &fixture("reply.token_type.unknown.bad.txt"),
        ],
        "",
    );
    let report = json_of(&ran);
    let finding = &report["findings"][0];
    assert_eq!(finding["id"], "reply.token_type.unknown");
    assert_eq!(finding["severity"], "fail");
    assert_eq!(finding["layer"], "reply");
    assert_eq!(
        finding["place"],
        json!({"line": 3, "column": 17, "pointer": "/token_type", "part": "reply"})
    );
    assert_eq!(finding["seen"], "Bearr");
    assert_eq!(finding["spec"], "RFC 6749 7.1");
    for name in ["what", "why", "fix"] {
        assert!(
            finding[name].as_str().is_some_and(|text| text.len() > 10),
            "{name}"
        );
    }
}

#[test]
fn an_opaque_token_leaves_token_out_and_repairs_are_listed() {
    let ran = run(
        &["check", "--json"],
        "{\u{201c}access_token\u{201d}:\u{201c}opaque\u{201d},}",
    );
    let report = json_of(&ran);
    assert_eq!(report.get("token"), None);
    assert_eq!(report["form"], "opaque");
    let ids: Vec<&str> = report["repairs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["paste.smart-quotes", "paste.trailing-comma"]);
}

#[test]
fn claims_keep_their_digits_and_their_order() {
    // {"z":1.50,"a":12345678901234567890,"e":1e2}
    let token =
        "eyJhbGciOiJSUzI1NiJ9.eyJ6IjoxLjUwLCJhIjoxMjM0NTY3ODkwMTIzNDU2Nzg5MCwiZSI6MWUyfQ.AAAA";
    let ran = run(&["decode", "--json", token], "");
    assert!(
        ran.out
            .contains(r#""payload":{"z":1.50,"a":12345678901234567890,"e":1e2}"#),
        "{}",
        ran.out
    );
}

#[test]
fn nothing_from_outside_is_obeyed_and_pipes_get_no_colour() {
    let hostile = "{\"access_token\":\"\\u001b[31mred\\u202e\",\"token_type\":\"\u{202e}Be\u{1b}[2Jarer\",\"expires_in\":1}";
    for words in [&["check"][..], &["check", "--json"]] {
        let ran = run(words, hostile);
        let hidden = ran
            .out
            .chars()
            .find(|c| *c != '\n' && oauth_tutor::oauth::text::is_hidden(*c));
        assert_eq!(hidden, None, "{}", ran.out);
    }
}

#[test]
fn a_decoded_token_obeys_nothing_either() {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let payload = engine.encode("{\"sub\":\"\u{202e}\u{9b}31m\u{e0041}\"}");
    let token = format!("eyJhbGciOiJSUzI1NiJ9.{payload}.AAAA");
    let plain = run(&["decode", &token], "");
    let json = run(&["decode", "--json", &token], "");
    for text in [&plain.out, &json.out] {
        assert!(
            !text
                .chars()
                .any(|c| c != '\n' && oauth_tutor::oauth::text::is_hidden(c)),
            "{text}"
        );
    }
    assert_eq!(
        json_of(&json)["payload"]["sub"],
        "\u{202e}\u{9b}31m\u{e0041}"
    );
}

#[rstest]
#[case(&["--color", "always"], &[], true)]
#[case(&["--color", "always"], &[("NO_COLOR", "1")], true)]
#[case(&["--color", "never"], &[("CLICOLOR_FORCE", "1")], false)]
#[case(&[], &[("CLICOLOR_FORCE", "1")], true)]
#[case(&[], &[("CLICOLOR_FORCE", "0")], false)]
#[case(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false)]
#[case(&[], &[], false)]
fn colour_is_decided_by_flag_then_environment_then_stream(
    #[case] flags: &[&str],
    #[case] environment: &[(&str, &str)],
    #[case] colour: bool,
) {
    let output = tutor()
        .arg("check")
        .args(flags)
        .envs(environment.iter().copied())
        .write_stdin("{}")
        .output()
        .unwrap();
    assert_eq!(output.stdout.contains(&0x1b), colour);
}

#[test]
fn a_request_with_a_secret_is_not_repeated() {
    let ran = run(&["check", &fixture("paste.request.bad.txt")], "");
    assert!(!ran.out.contains("not-a-real-one"), "{}", ran.out);
    assert!(ran.out.contains("change that secret"));
}

#[test]
fn a_closed_pipe_is_quiet() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("oauth-tutor"))
        .args(["check", "--json"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // The reader goes before there is anything to read; the program only writes once its stdin has ended.
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(b"{}").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

#[rstest]
#[case("Bearer TOKEN")]
#[case("Authorization: Bearer TOKEN\n")]
#[case("  \"TOKEN\"\n")]
#[case("{\"access_token\":\"TOKEN\",\"token_type\":\"Bearer\"}")]
fn decode_takes_a_token_with_things_around_it(#[case] around: &str) {
    let token = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.eyJzdWIiOiJhcHAiLCJleHAiOjE3MDAwMDM1NDB9.AAAA";
    let (front, back) = token.split_at(50);
    for token in [
        token.to_owned(),
        format!("{front}\r\n{back}"),
        format!("{front} {back}"),
    ] {
        if around.starts_with('{') && token.contains(char::is_whitespace) {
            continue;
        }
        let ran = run(
            &["decode", "--json", "--at", AT],
            around.replace("TOKEN", &token),
        );
        let report = json_of(&ran);
        assert_eq!(report["payload"]["sub"], "app", "{}", ran.out);
        assert_eq!(
            report["times"]["exp"],
            json!({"unix": 1_700_003_540, "utc": "2023-11-14T23:12:20Z", "in": "59 minutes"})
        );
        assert_eq!(ran.code, Some(0), "{}", ran.out);
    }
}

#[test]
fn raw_gives_exactly_the_bytes() {
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJ0eXAiOiJKV1QiLA0KICJhIjoxfQ.AAAA";
    let output = tutor()
        .args(["decode", "--raw", "payload", token])
        .output()
        .unwrap();
    assert_eq!(output.stdout, b"{\"typ\":\"JWT\",\r\n \"a\":1}");
}

#[test]
fn a_jwe_shows_its_header_and_no_payload() {
    let ran = run(
        &[
            "decode",
            "--json",
            "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.AA.AA.AA.AA",
        ],
        "",
    );
    let report = json_of(&ran);
    assert_eq!(report["form"], "jwe");
    assert_eq!(report["header"]["enc"], "A256GCM");
    assert_eq!(report["payload"], Value::Null);
}

#[test]
fn a_secret_file_checks_hmac_and_says_what_it_cut() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    std::fs::write(&path, "your-256-bit-secret-for-this-test\n").unwrap();
    // Signed with that text, without the line end.
    let token = include_str!("../vectors/test-only-hmac.jwt").trim();
    let path = path.display().to_string();
    let ran = run(&["decode", "--json", "--secret-file", &path, token], "");
    assert_eq!(json_of(&ran)["trust"], "passed");
    assert!(ran.err.contains("line end was removed"));
}

#[test]
fn keys_in_files_check_signatures_and_a_file_without_keys_ends_with_3() {
    let token = std::fs::read_to_string(format!("{}/test-only-rsa.jwt", vector())).unwrap();
    let key = format!("{}/test-only-rsa-spki.pem", vector());
    let ran = run(&["decode", "--json", "--key", &key], &token);
    assert_eq!(json_of(&ran)["trust"], "passed");
    let ran = run(&["check", "--json", "--key", &key], &token);
    assert_eq!(json_of(&ran)["trust"], "passed");
    let other = format!("{}/test-only-ec-spki.pem", vector());
    let ran = run(&["decode", "--json", "--key", &other], &token);
    assert_eq!(json_of(&ran)["trust"], "failed");
    assert_eq!(ran.code, Some(1));
    let none = fixture("good/auth0.json");
    let ran = run(&["decode", "--key", &none], &token);
    assert_eq!((ran.code, ran.out.as_str()), (Some(3), ""));
}

#[expect(
    clippy::disallowed_methods,
    reason = "the caller joins the thread, so that it ends and no panic is lost"
)]
/// A server on loopback that answers `count` requests by `answer`, path in, status and body out.
fn serve(
    count: usize,
    answer: impl Fn(&str, &str) -> (u16, String) + Send + 'static,
) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let own = issuer.clone();
    let handle = thread::spawn(move || {
        let mut asked = Vec::new();
        for stream in listener.incoming().take(count) {
            let mut stream = stream.unwrap();
            let mut request = Vec::new();
            let mut buffer = [0; 1024];
            while !request.windows(4).any(|end| end == b"\r\n\r\n") {
                let read = stream.read(&mut buffer).unwrap();
                assert_ne!(read, 0, "the request ends too early");
                request.extend_from_slice(&buffer[..read]);
            }
            let text = String::from_utf8(request).unwrap();
            let path = text.split(' ').nth(1).unwrap().to_owned();
            let (status, body) = answer(&own, &path);
            let head = format!(
                "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            stream
                .write_all(format!("{head}{body}").as_bytes())
                .unwrap();
            asked.push(path);
        }
        asked
    });
    (issuer, handle)
}

fn published_key() -> String {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/jws.json")).unwrap();
    json!({"keys": [vectors[1]["jwk"]]}).to_string()
}

fn signed_by_it() -> String {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/jws.json")).unwrap();
    vectors[1]["jws"].as_str().unwrap().to_owned()
}

#[test]
fn verify_finds_the_keys_through_the_metadata() {
    let (issuer, server) = serve(3, |issuer, path| match path {
        "/.well-known/openid-configuration" => (
            200,
            json!({"issuer": issuer, "jwks_uri": format!("{issuer}/keys")}).to_string(),
        ),
        "/keys" => (200, published_key()),
        _ => (404, String::new()),
    });
    let ran = run(
        &[
            "decode",
            "--json",
            "--issuer",
            &issuer,
            "--verify",
            &signed_by_it(),
        ],
        "",
    );
    assert_eq!(json_of(&ran)["trust"], "passed", "{}", ran.err);
    assert!(
        ran.err.contains("127.0.0.1"),
        "the host is named: {}",
        ran.err
    );
    let asked = server.join().unwrap();
    assert_eq!(
        asked,
        [
            "/.well-known/oauth-authorization-server",
            "/.well-known/openid-configuration",
            "/keys"
        ]
    );
}

#[rstest]
#[case::aloud(&[])]
#[case::quiet(&["--quiet"])]
fn a_host_of_keys_that_only_the_metadata_name_is_named_and_then_asked(#[case] more: &[&str]) {
    let (issuer, server) = serve(2, |issuer, path| match path {
        "/.well-known/oauth-authorization-server" => (
            200,
            json!({"issuer": issuer, "jwks_uri": "https://keys.invalid/jwks"}).to_string(),
        ),
        _ => (502, String::new()),
    });
    // What is beyond this machine goes through a proxy, which is where it is seen.
    let output = tutor()
        .args(["decode", "--issuer", &issuer, "--verify", &signed_by_it()])
        .args(more)
        .env("https_proxy", &issuer)
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    let named = "Its metadata names keys on another host, or in plain http. Asking keys.invalid";
    assert!(err.contains(named), "{err}");
    assert_eq!(output.status.code(), Some(4), "{err}");
    let asked = server.join().unwrap();
    assert_eq!(asked[1], "keys.invalid:443");
}

#[test]
fn metadata_of_another_issuer_gives_no_keys() {
    let (issuer, server) = serve(1, |issuer, _| {
        (
            200,
            json!({"issuer": format!("{issuer}/"), "jwks_uri": format!("{issuer}/keys")})
                .to_string(),
        )
    });
    let ran = run(
        &["check", "--json", "--issuer", &issuer, "--verify"],
        signed_by_it(),
    );
    assert_eq!(ran.code, Some(4));
    assert_eq!(json_of(&ran)["trust"], "not-checked");
    assert!(ran.err.contains("character by character"), "{}", ran.err);
    server.join().unwrap();
}

#[test]
fn keys_that_cannot_be_fetched_end_with_4_and_a_report() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let url = format!("http://{free}/keys");
    for command in ["check", "decode"] {
        let ran = run(&[command, "--json", "--jwks", &url], signed_by_it());
        assert_eq!(ran.code, Some(4), "{}", ran.err);
        assert_eq!(json_of(&ran)["trust"], "not-checked");
        // They were asked for, so "no keys were given" would be false.
        assert!(
            ran.out.contains("the keys could not be fetched"),
            "{}",
            ran.out
        );
    }
}

#[test]
fn plain_http_to_another_machine_is_not_asked() {
    let ran = run(
        &[
            "decode",
            "--json",
            "--jwks",
            "http://keys.example/",
            &signed_by_it(),
        ],
        "",
    );
    assert_eq!(ran.code, Some(4));
    assert!(ran.err.contains("neither https"), "{}", ran.err);
}

#[test]
fn the_report_for_people_points_at_the_place_and_hides_the_token() {
    let file = fixture("reply.token_type.unknown.bad.txt");
    let ran = run(&["check", "--at", AT, &file], "");
    let pointed = "   3 |   \"token_type\": \"Bearr\",\n     |                 ^^^^^^^\n";
    assert!(ran.out.contains(pointed), "{}", ran.out);
    assert!(ran.out.starts_with("FAIL  1 fail"), "{}", ran.out);
    let text = std::fs::read_to_string(file).unwrap();
    let token = serde_json::from_str::<Value>(&text).unwrap()["access_token"].clone();
    assert!(!ran.out.contains(token.as_str().unwrap()));
    assert!(
        ran.out.lines().all(|line| line.chars().count() <= 100),
        "{}",
        ran.out
    );
}

#[rstest]
#[case("https://as.example", "", "")]
#[case("https://as.example/", "", "")]
#[case(
    "https://as.example/oauth2/default",
    "/oauth2/default",
    "/oauth2/default"
)]
#[case("https://as.example:8443/a/", "/a", "/a")]
fn metadata_is_looked_for_before_and_behind_the_path(
    #[case] issuer: &str,
    #[case] behind: &str,
    #[case] before: &str,
) {
    let url = url::Url::parse(issuer).unwrap();
    let [rfc8414, openid] = oauth_tutor::cli::discover::places(&url);
    assert_eq!(
        rfc8414.path(),
        format!("/.well-known/oauth-authorization-server{behind}")
    );
    assert_eq!(
        openid.path(),
        format!("{before}/.well-known/openid-configuration")
    );
    assert_eq!(rfc8414.port(), url.port());
}

proptest! {
    #[test]
    fn an_excerpt_never_panics_and_stays_short(text in any::<String>(), line in 0_usize..6, column in 0_usize..90) {
        if let Some(found) = excerpt(&text, line, column, "...") {
            prop_assert!(found.caret <= 80, "{}", found.caret);
            prop_assert!(!found.text.contains('\n'));
        }
    }
}

#[rstest]
#[case(&["check"], &std::fs::read_to_string(fixture("good/auth0.json")).unwrap())]
#[case(&["check"], "<html>")]
#[case(&["decode"], include_str!("../vectors/test-only-ec.jwt"))]
fn what_is_piped_in_without_a_command_gets_the_report_that_fits(
    #[case] command: &[&str],
    #[case] paste: &str,
) {
    let (bare, named) = (run(&[], paste), run(command, paste));
    assert!(!bare.out.is_empty());
    assert_eq!((bare.out, bare.code), (named.out, named.code));
}

/// A document that another server might publish as metadata or as keys.
fn published() -> impl Strategy<Value = Vec<u8>> {
    let name = prop::sample::select(vec![
        "issuer", "jwks_uri", "keys", "kty", "kid", "alg", "use", "key_ops", "n", "e", "crv", "x",
        "y", "k", "d", "x5c", "unknown",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        prop::sample::select(vec![
            "https://as.example",
            "https://as.example/jwks",
            "http://127.0.0.1:1/jwks",
            "file:///etc/passwd",
            "RSA",
            "EC",
            "OKP",
            "oct",
            "P-256",
            "Ed25519",
            "AQAB",
            "sig",
        ])
        .prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from),
        "[A-Za-z0-9_-]{0,60}".prop_map(Value::from),
    ];
    let document = leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..8).prop_map(|members| {
                let members = members.into_iter();
                Value::Object(
                    members
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect(),
                )
            }),
        ]
    });
    prop_oneof![
        document.prop_map(|document| document.to_string().into_bytes()),
        prop::collection::vec(any::<u8>(), 0..200),
    ]
}

proptest! {
    #[test]
    fn no_metadata_and_no_keys_make_a_panic(
        documents in prop::collection::vec((published(), prop::sample::select(vec![200_u16, 200, 200, 302, 404])), 3),
        right in any::<bool>(),
    ) {
        use oauth_tutor::cli::discover::{keys_at, keys_of};
        use oauth_tutor::oauth::reply::Reply;

        let mut documents = documents.into_iter();
        let mut asked = Vec::new();
        let mut fetch = |url: &url::Url| {
            asked.push(url.clone());
            let (mut body, status) = documents.next().unwrap_or_default();
            if right && asked.len() == 1 {
                body = br#"{"issuer":"https://as.example","jwks_uri":"https://as.example/jwks"}"#.to_vec();
            }
            Ok(Reply { status, reason: String::new(), headers: Vec::new(), body })
        };
        // Whatever is published: keys, or a reason in words, and nothing is asked in the open.
        match keys_of("https://as.example", &mut fetch, &mut |_| {}) {
            Ok(keys) => prop_assert!(!keys.keys.is_empty()),
            Err(why) => prop_assert!(!why.to_string().is_empty()),
        }
        let other = url::Url::parse("https://as.example/other").unwrap();
        let _ = keys_at(&other, &mut fetch).map_err(|why| why.to_string());
        let in_the_open = |url: &url::Url| url.scheme() != "https" && url.host_str() != Some("127.0.0.1");
        prop_assert!(!asked.iter().any(in_the_open), "{asked:?}");
        prop_assert!(asked.len() <= 4, "{asked:?}");
    }
}

#[test]
fn clauses_are_links_on_a_terminal_that_has_them_alone() {
    use oauth_tutor::cli::environment::Environment;
    use oauth_tutor::cli::flags::Color;
    use oauth_tutor::cli::style::Style;
    let of = |variables: &[(&str, &str)], terminal| {
        let environment = Environment::of(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        });
        Style::decide(Color::Auto, &environment, terminal).links
    };
    assert!(of(&[("TERM", "xterm-kitty")], true));
    assert!(of(&[("TERM", "foot-extra")], true));
    assert!(of(
        &[("TERM", "xterm-256color"), ("VTE_VERSION", "5000")],
        true
    ));
    assert!(
        !of(&[("TERM", "xterm-kitty")], false),
        "what is piped is text"
    );
    assert!(!of(&[("TERM", "xterm-256color")], true));
    assert!(!of(&[("TERM", "footloose")], true));
    assert!(!of(
        &[("TERM", "xterm-256color"), ("VTE_VERSION", "4999")],
        true
    ));
    assert!(!of(
        &[
            ("TERM", "tmux-256color"),
            ("VTE_VERSION", "7600"),
            ("TMUX", "x")
        ],
        true
    ));
    let style = Style {
        links: true,
        ..Style::PLAIN
    };
    assert_eq!(
        style.linked("spec: RFC 6749 5.2, and"),
        "spec: \u{1b}]8;;https://www.rfc-editor.org/rfc/rfc6749#section-5.2\u{1b}\\RFC 6749 5.2\u{1b}]8;;\u{1b}\\, and"
    );
}
