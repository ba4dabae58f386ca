//! What people paste besides tokens and responses: each is found, or named, and nothing is said that is not so.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use oauth_tutor::oauth::check::paste::veil::veiled;
use oauth_tutor::oauth::check::paste::{Kind, Pasted};
use oauth_tutor::oauth::check::{Expectation, Report, TokenReport, check, specimen};
use oauth_tutor::oauth::finding::{Finding, Severity};
use oauth_tutor::oauth::kind::{Family, TokenKind};
use oauth_tutor::oauth::time::UnixTime;
use rstest::rstest;
use serde_json::json;

const AT: UnixTime = UnixTime(1_700_000_000);
const CLAIMS: &str = r#"{"iss":"https://as.example","sub":"app","aud":"https://api.example","iat":1699999940,"exp":1700003540,"client_id":"app","scope":"read"}"#;

fn encode(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

fn token(header: &str, claims: &str) -> String {
    format!(
        "{}.{}.{}",
        encode(header),
        encode(claims),
        "c2ln".repeat(20)
    )
}

fn access() -> String {
    token(r#"{"alg":"RS256","typ":"at+jwt","kid":"k"}"#, CLAIMS)
}

fn reply() -> String {
    json!({"access_token": access(), "token_type": "Bearer", "expires_in": 3540, "scope": "read"})
        .to_string()
}

fn wanted() -> Expectation {
    Expectation {
        at: AT,
        ..Expectation::default()
    }
}

fn decoded(text: &str) -> TokenReport {
    specimen::read(&Pasted::new(text)).judge(&wanted(), None)
}

fn checked(text: &str) -> Report {
    check(&Pasted::new(text), &wanted(), None)
}

fn ids(findings: &[Finding], severity: Severity) -> BTreeSet<&'static str> {
    let found = findings.iter().filter(|one| one.severity == severity);
    found.map(|one| one.rule.id()).collect()
}

/// Where it stood, as it is told.
fn place(findings: &[Finding]) -> String {
    let found = findings
        .iter()
        .find(|one| one.rule.id() == "paste.found-inside");
    found.map_or_else(String::new, Finding::what)
}

#[rstest]
#[case::cookie("Cookie: theme=dark; session=@@; lang=en", "cookie")]
#[case::set_cookie("HTTP/1.1 200 OK\nSet-Cookie: t=@@; Path=/\n\n", "cookie")]
#[case::settings("# prod\nCLIENT_ID=abc\nACCESS_TOKEN=\"@@\"\n", "ACCESS_TOKEN")]
#[case::powershell("$env:TOKEN = \"@@\"", "TOKEN")]
#[case::fragment(
    "https://app.example/cb#access_token=@@&token_type=bearer&expires_in=3600",
    "address"
)]
#[case::query(
    "GET /api?access_token=@@&x=1 HTTP/1.1\nHost: api.example\n",
    "address"
)]
#[case::escaped("https://op.example/end?id_token_hint=@@%26state%3D1", "address")]
#[case::curl(
    "curl -s https://api.example -H 'Authorization: Bearer @@' -H 'Accept: */*'",
    "header"
)]
#[case::fetch(
    "fetch(\"https://a.example\", {\"headers\": {\"authorization\": \"Bearer @@\"}, \"method\": \"GET\"});",
    "header"
)]
#[case::deep(r#"{"a":[{"b":{"c":"@@"}}]}"#, "/a/0/b/c")]
#[case::in_a_text(
    r#"{"result":"{\"inner\":{\"token\":\"@@\"}}"}"#,
    "/result/inner/token"
)]
#[case::list(r#"[{"t":"@@"}]"#, "/0/t")]
#[case::xml("<?xml version=\"1.0\"?><r><jwt>@@</jwt></r>", "XML")]
#[case::logfmt("time=2026-11-26T10:00:00Z level=info token=@@ dur=3ms", "log")]
#[case::go("&oauth2.Token{AccessToken:\"@@\", TokenType:\"Bearer\"}", "line 1")]
#[case::diff("+@@\n context\n", "line 1")]
#[case::prose("Hello, this is my token @@ and it fails", "line 1")]
fn a_token_is_found_wherever_it_stands(#[case] around: &str, #[case] said: &str) {
    let token = access();
    let report = decoded(&around.replace("@@", &token));
    assert_eq!(report.identity.kind, TokenKind::AccessToken);
    assert_eq!(report.jwt.text(), token);
    assert_eq!(ids(&report.findings, Severity::Fail), BTreeSet::new());
    assert!(
        place(&report.findings).contains(said),
        "{}",
        place(&report.findings)
    );
}

#[test]
fn a_token_in_pieces_or_in_base64_once_more_is_the_same_token() {
    let token = access();
    let secret = format!(
        "kind: Secret\ndata:\n  token: {}\n",
        STANDARD.encode(&token)
    );
    let (front, back) = token.split_at(60);
    let mail = format!("{front}=\r\n{back}");
    for text in [
        secret,
        mail,
        token.replace('.', " . "),
        format!("BEARER {token}"),
    ] {
        assert_eq!(decoded(&text).jwt.text(), token, "{text}");
    }
}

#[test]
fn several_tokens_are_counted_and_each_can_be_seen() {
    let other = token(
        r#"{"alg":"RS256","kid":"k"}"#,
        r#"{"iss":"https://op.example","sub":"u","aud":"web","nonce":"n","iat":1699999940,"exp":1700003540}"#,
    );
    let text = format!("1,{}\n2,{other}\n3,{other}\n", access());
    assert!(ids(&decoded(&text).findings, Severity::Note).contains("paste.several-tokens"));
    let reports = specimen::read(&Pasted::new(text)).judge_all(&wanted(), None);
    let kinds: Vec<TokenKind> = reports.iter().map(|report| report.identity.kind).collect();
    assert_eq!(kinds, [TokenKind::AccessToken, TokenKind::IdToken]);
}

#[rstest]
#[case::compose("web_1  | ", "web_1  | ")]
#[case::kubectl("[pod/x/app] ", "[pod/x/app] ")]
#[case::journald("Nov 26 10:00:00 host app[812]: ", "Nov 26 10:00:07 host app[812]: ")]
#[case::bunyan("2026-11-26T10:00:00.123Z INFO  ", "2026-11-26T10:00:01.456Z INFO  ")]
fn a_reply_over_lines_of_a_log_is_read(#[case] first: &str, #[case] next: &str) {
    let pretty =
        serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&reply()).unwrap())
            .unwrap();
    let lines = pretty.lines().enumerate();
    let text: Vec<String> = lines
        .map(|(index, line)| format!("{}{line}", if index == 0 { first } else { next }))
        .collect();
    let report = checked(&text.join("\n"));
    assert_eq!(report.kind(), Kind::TokenReply);
    assert_eq!(ids(&report.findings, Severity::Fail), BTreeSet::new());
    assert_eq!(ids(&report.findings, Severity::Warn), BTreeSet::new());
    assert!(place(&report.findings).contains("log"));
}

#[test]
fn a_reply_inside_of_what_shippers_write_is_read() {
    let own = reply();
    let split: Vec<String> = own
        .split_inclusive(',')
        .map(|piece| json!({"log": format!("{piece}\n"), "stream": "stdout"}).to_string())
        .collect();
    for text in [
        json!({"MESSAGE": own, "_PID": "1"}).to_string(),
        json!({"_raw": format!("2026-11-26 10:00:00 INFO got {own}"), "host": "a"}).to_string(),
        json!({"events": [{"message": own}]}).to_string(),
        format!("2026-11-26T10:00:00.123456789Z stdout F {own}"),
        split.join("\n"),
    ] {
        let report = checked(&text);
        assert_eq!(report.kind(), Kind::TokenReply, "{text}");
        assert_eq!(
            ids(&report.findings, Severity::Fail),
            BTreeSet::new(),
            "{text}"
        );
        assert!(!place(&report.findings).is_empty(), "{text}");
    }
}

/// Made while the test runs: nothing of the kind lies in a file.
#[test]
fn secrets_are_named_and_never_repeated() {
    let body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC";
    let key = |label: &str| format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n");
    let random = "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8";
    for text in [
        key("PRIVATE KEY"),
        key("RSA PRIVATE KEY"),
        key("EC PRIVATE KEY"),
        key("OPENSSH PRIVATE KEY"),
        json!({"type": "service_account", "private_key": key("PRIVATE KEY")}).to_string(),
        json!({"kty": "OKP", "crv": "Ed25519", "x": random, "d": random}).to_string(),
        json!({"keys": [{"kty": "oct", "k": random}]}).to_string(),
        format!("Authorization: SSWS 00{random}aB3d"),
        format!("GOCSPX-{random}"),
        format!("{}_live_{random}", "sk"),
        format!("my secret is {}_live_{random}, is that right?", "sk"),
    ] {
        for findings in [decoded(&text).findings, checked(&text).findings] {
            assert_eq!(
                ids(&findings, Severity::Fail),
                BTreeSet::from(["paste.secret"]),
                "{text}"
            );
            for one in findings {
                let said = format!("{} {} {} {:?}", one.what(), one.why(), one.fix(), one.seen);
                assert!(!said.contains(random) && !said.contains(body), "{said}");
            }
        }
    }
}

#[test]
fn a_secret_beside_a_reply_is_a_warning() {
    let basic = STANDARD.encode("job-7:9fK2-mQ8zLp0");
    for before in [
        format!(
            "POST /token HTTP/1.1\nHost: as.example\nAuthorization: Basic {basic}\n\ngrant_type=client_credentials\n\n"
        ),
        "$ curl -u job-7:9fK2-mQ8zLp0 -d grant_type=client_credentials https://as.example/token\n"
            .to_owned(),
        "grant_type=client_credentials&client_id=job-7&client_secret=9fK2-mQ8zLp0\n\n".to_owned(),
    ] {
        let report = checked(&format!("{before}{}", reply()));
        assert_eq!(report.kind(), Kind::TokenReply, "{before}");
        assert_eq!(
            ids(&report.findings, Severity::Fail),
            BTreeSet::new(),
            "{before}"
        );
        assert_eq!(
            ids(&report.findings, Severity::Warn),
            BTreeSet::from(["paste.secret"]),
            "{before}"
        );
    }
    for empty in [
        "$CLIENT_SECRET",
        "YOUR_CLIENT_SECRET",
        "{clientSecret}",
        "********",
        "<secret>",
    ] {
        let text = format!("client_secret={empty}\n\n{}", reply());
        assert!(
            !ids(&checked(&text).findings, Severity::Warn).contains("paste.secret"),
            "{empty}"
        );
    }
}

#[rstest]
#[case::github("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "GitHub")]
#[case::google("ya29.a0AfH6SMBx1234567890abcdefghijklmnop", "Google")]
#[case::vault("hvs.CAESIJ1234567890abcdefghijklmnop", "Vault")]
#[case::salesforce("00D5g000004xABCDEF!AQEAQNsyJ8sN0123456789abcdef", "Salesforce")]
fn an_opaque_token_is_of_the_maker_whose_prefix_it_has(#[case] token: &str, #[case] maker: &str) {
    let report = decoded(token);
    assert_eq!(report.identity.kind, TokenKind::Opaque);
    assert_eq!(ids(&report.findings, Severity::Fail), BTreeSet::new());
    assert!(
        report.identity.kind_sign.contains(maker),
        "{}",
        report.identity.kind_sign
    );
}

#[rstest]
#[case::logout("logout+jwt", r#"{"iss":"a","aud":"b","iat":1699999990,"exp":1700000100,"jti":"j","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#, TokenKind::LogoutToken)]
#[case::event(
    "secevent+jwt",
    r#"{"iss":"a","iat":1699999990,"jti":"j","events":{"urn:x":{}}}"#,
    TokenKind::SecurityEvent
)]
#[case::introspection(
    "token-introspection+jwt",
    r#"{"iss":"a","aud":"b","iat":1699999990,"token_introspection":{"active":true}}"#,
    TokenKind::Introspection
)]
#[case::refresh(
    "JWT",
    r#"{"token_type":"refresh","exp":1700009999,"iat":1699999990,"jti":"a"}"#,
    TokenKind::RefreshToken
)]
#[case::offline(
    "JWT",
    r#"{"iat":1699999990,"iss":"https://k/realms/x","sub":"s","typ":"Offline","azp":"w"}"#,
    TokenKind::RefreshToken
)]
#[case::assertion("JWT", r#"{"iss":"c","sub":"c","aud":"https://as.example/token","iat":1699999990,"exp":1700000050,"jti":"a"}"#, TokenKind::ClientAssertion)]
#[case::circleci("JWT", r#"{"iss":"https://oidc.circleci.com/org/x","aud":"x","sub":"y","oidc.circleci.com/project-id":"p","iat":1699999990,"exp":1700003500}"#, TokenKind::Workload)]
#[case::spiffe(
    "JWT",
    r#"{"iss":"a","sub":"spiffe://x/y","aud":["b"],"exp":1700000300,"iat":1699999990}"#,
    TokenKind::Workload
)]
#[case::nothing_tells(
    "JWT",
    r#"{"iss":"a","sub":"b","aud":"c","exp":1700000300}"#,
    TokenKind::Jwt
)]
fn each_kind_has_its_own_rules(#[case] typ: &str, #[case] claims: &str, #[case] kind: TokenKind) {
    let header = format!(r#"{{"alg":"RS256","typ":"{typ}","kid":"k"}}"#);
    let report = decoded(&token(&header, claims));
    assert_eq!(report.identity.kind, kind);
    assert_eq!(ids(&report.findings, Severity::Fail), BTreeSet::new());
    assert_eq!(ids(&report.findings, Severity::Warn), BTreeSet::new());
}

#[rstest]
#[case::saml_in_base64(
    "PHNhbWxwOlJlc3BvbnNlIHhtbG5zOnNhbWxwPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6cHJvdG9jb2wiLz4=",
    "SAML"
)]
#[case::metadata(r#"{"issuer":"https://a","token_endpoint":"https://a/t"}"#, "metadata")]
#[case::userinfo(r#"{"sub":"1","email":"a@b.example"}"#, "UserInfo")]
#[case::introspected(r#"{"active":true,"scope":"a"}"#, "introspection")]
#[case::claims(r#"{"iss":"a","exp":1}"#, "decoded")]
#[case::pushed(
    r#"{"request_uri":"urn:ietf:params:oauth:request_uri:bwc4JK-ESC0w8","expires_in":60}"#,
    "pushed authorization request"
)]
#[case::basic("Authorization: Basic am9iLTc6OWZLMi1tUTh6THAw", "Basic header")]
#[case::device(
    r#"{"device_code":"a","user_code":"B","expires_in":900}"#,
    "device grant"
)]
#[case::django(
    "eyJ1c2VyIjoxfQ:1rABCD:BkVzdlGDZwF5nmS1wQPRWSaKcoEBkVzdlGDZwF5nmS1",
    "cookie"
)]
#[case::rails(
    "BAh7B0kiD3Nlc3Npb25faWQGOgZFVEkiJTQ1--0123456789abcdef0123456789abcdef01234567",
    "cookie"
)]
#[case::error(r#"{"error":"invalid_client"}"#, "error response")]
#[case::page(
    "<!DOCTYPE html><html><head><title>x</title></head></html>",
    "web page"
)]
#[case::prose("it does not work", "text")]
fn what_is_no_token_is_named(#[case] text: &str, #[case] thing: &str) {
    let report = decoded(text);
    assert_eq!(report.identity.kind, TokenKind::NotAToken);
    assert_eq!(
        ids(&report.findings, Severity::Fail),
        BTreeSet::from(["token.not-a-token"])
    );
    let said = report.findings.first().unwrap().what();
    assert!(said.contains(thing), "{said}");
}

#[rstest]
#[case::apigee(
    r#"{"ErrorCode":"invalid_client","Error":"ClientId is Invalid"}"#,
    "ClientId is Invalid"
)]
#[case::fault(
    r#"{"fault":{"faultstring":"Invalid Access Token","detail":{"errorcode":"keymanagement.x"}}}"#,
    "Invalid Access Token"
)]
#[case::google(
    r#"{"error":{"code":401,"message":"Bad credentials","status":"UNAUTHENTICATED"}}"#,
    "Bad credentials"
)]
#[case::salesforce(
    r#"[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]"#,
    "Session expired"
)]
#[case::graphql(
    r#"{"errors":[{"message":"Not authenticated"}],"data":null}"#,
    "Not authenticated"
)]
#[case::list(
    r#"{"detail":[{"loc":["body"],"msg":"field required","type":"missing"}]}"#,
    "field required"
)]
#[case::problem(
    r#"{"title":"Unauthorized","status":401,"detail":"Full authentication is required"}"#,
    "Full authentication"
)]
#[case::form(
    "error=invalid_client&error_description=The+id+is+wrong",
    "The id is wrong"
)]
#[case::library(
    "oauthlib.errors.InvalidClientError: (invalid_client) Client authentication failed",
    "invalid_client"
)]
#[case::go_client(
    "oauth2: cannot fetch token: 401 Unauthorized\nResponse: {\"error\":\"invalid_client\"}",
    "invalid_client"
)]
#[case::gateway(
    "HTTP/1.1 503 Service Unavailable\nContent-Type: text/plain\n\nupstream connect error",
    "503"
)]
#[case::curl("curl: (22) The requested URL returned error: 401", "401")]
fn an_error_is_explained_in_whatever_it_came(#[case] text: &str, #[case] said: &str) {
    let report = checked(text);
    assert_eq!(
        ids(&report.findings, Severity::Fail),
        BTreeSet::from(["reply.error"])
    );
    let told = report
        .findings
        .iter()
        .find(|one| one.rule.id() == "reply.error")
        .unwrap();
    assert!(told.what().contains(said), "{}", told.what());
    assert!(!told.fix().is_empty());
}

#[rstest]
#[case(r#"{"error":"invalid_client"}"#, "AADSTS")]
#[case(r#"{"error":"access_denied"}"#, "Auth0")]
#[case(r#"{"error":"invalid_scope"}"#, "Okta")]
fn no_vendor_is_named_without_evidence(#[case] text: &str, #[case] vendor: &str) {
    let report = checked(text);
    assert_eq!(report.identity.family, Family::Generic);
    let told = report.findings.first().unwrap();
    assert!(!format!("{} {} {}", told.what(), told.why(), told.fix()).contains(vendor));
}

#[test]
fn waiting_is_said_first_where_the_server_is_busy() {
    let report = checked(
        "HTTP/1.1 429 Too Many Requests\nContent-Type: application/json\nRetry-After: 30\n\n{\"error\":\"invalid_request\"}",
    );
    let told = report.findings.first().unwrap();
    assert!(told.fix().contains("30"), "{}", told.fix());
    assert!(told.fix().to_lowercase().contains("wait"), "{}", told.fix());
}

#[rstest]
#[case::docusign(
    r#"{"iss":"5c2b8d7e","sub":"464f7988","aud":"account-d.docusign.com","scope":"signature impersonation","iat":1699999940,"exp":1700003540}"#,
    TokenKind::ClientAssertion
)]
#[case::salesforce(
    r#"{"iss":"3MVG9consumer","sub":"jo@acme.example","aud":"https://login.salesforce.com","exp":1700000180}"#,
    TokenKind::ClientAssertion
)]
#[case::a_job_for_entra(
    r#"{"iss":"https://ci.example/0","sub":"sc://acme/proj/conn","aud":"api://AzureADTokenExchange","iat":1699999940,"exp":1700003540}"#,
    TokenKind::Workload
)]
#[case::an_api_behind_a_path(
    r#"{"iss":"https://as.example","sub":"app","aud":"https://api.example/token","scope":"read","iat":1699999940,"exp":1700003540}"#,
    TokenKind::AccessToken
)]
fn a_scope_alone_makes_no_access_token(#[case] claims: &str, #[case] kind: TokenKind) {
    let report = decoded(&token(r#"{"alg":"RS256","typ":"JWT","kid":"k"}"#, claims));
    assert_eq!(report.identity.kind, kind);
    assert_eq!(ids(&report.findings, Severity::Fail), BTreeSet::new());
}

#[test]
fn an_assertion_that_was_taken_for_the_token_is_not_said_to_be_a_persons_token() {
    let grant = token(
        r#"{"alg":"RS256"}"#,
        r#"{"iss":"3MVG9consumer","sub":"jo@acme.example","aud":"https://login.salesforce.com","exp":1700000180}"#,
    );
    let text = json!({"access_token": grant, "token_type": "Bearer", "expires_in": 180});
    let report = checked(&text.to_string());
    assert_eq!(
        ids(&report.findings, Severity::Fail),
        BTreeSet::from(["token.kind"])
    );
}

#[test]
fn whom_to_write_to_is_no_person_who_signed_in() {
    let vapid = token(
        r#"{"alg":"ES256","typ":"JWT"}"#,
        r#"{"aud":"https://push.example","exp":1700043200,"sub":"mailto:ops@acme.example"}"#,
    );
    let report = decoded(&vapid);
    assert!(!ids(&report.findings, Severity::Note).contains("claim.sub.person"));
}

#[rstest]
#[case::ruby(
    r#"{"access_token"=>"@@", "token_type"=>"Bearer", "expires_in"=>3540}"#,
    "json.syntax"
)]
#[case::objective_c(
    "{\n    \"access_token\" = \"@@\";\n    \"expires_in\" = 3540;\n    \"token_type\" = Bearer;\n}",
    "json.syntax"
)]
#[case::base64("##", "paste.bare-token")]
#[case::azure_cli(
    r#"{"accessToken": "@@", "expires_on": 1700003540, "tokenType": "Bearer"}"#,
    "reply.access_token.missing"
)]
fn a_token_in_another_notation_is_read_and_one_thing_is_wrong(
    #[case] around: &str,
    #[case] id: &str,
) {
    let token = access();
    let text = around
        .replace("@@", &token)
        .replace("##", &STANDARD.encode(&token));
    assert_eq!(decoded(&text).jwt.text(), token);
    let report = checked(&text);
    assert_eq!(
        report.jwt.as_ref().map(oauth_tutor::oauth::jwt::Jwt::text),
        Some(token.as_str())
    );
    assert_eq!(ids(&report.findings, Severity::Fail), BTreeSet::from([id]));
}

#[rstest]
#[case::page("<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>")]
#[case::envoy(
    "upstream connect error or disconnect/reset before headers. reset reason: connection failure"
)]
#[case::busy("HTTP/1.1 429 Too Many Requests\n\n<html><title>Slow down</title></html>")]
fn a_server_in_front_that_failed_says_nothing_about_the_request(#[case] text: &str) {
    let report = checked(text);
    let first = &report.findings[0];
    assert_eq!(first.severity, Severity::Fail);
    assert!(first.fix().starts_with("Wait a moment"), "{}", first.fix());
}

#[test]
fn a_call_that_an_api_refused_without_a_body_is_no_request_alone() {
    let text = format!(
        "> GET /x HTTP/2\n> Host: api.example\n> authorization: Bearer {}\n>\n< HTTP/2 401\n< www-authenticate: Bearer error=\"invalid_token\", error_description=\"The audience is invalid\"\n<",
        access()
    );
    let report = checked(&text);
    assert_ne!(report.kind(), Kind::Request);
    assert!(
        report.findings[0]
            .what()
            .contains("The audience is invalid")
    );
}

#[test]
fn a_secret_key_of_aws_is_named_and_never_repeated() {
    let value = "wJalrXUtnFEMIK7MDENGbPxRfiCYzA9b";
    for text in [
        json!({"Credentials": {"AccessKeyId": "ASIA1", "SecretAccessKey": value}}).to_string(),
        format!("<Credentials><SecretAccessKey>{value}</SecretAccessKey></Credentials>"),
    ] {
        let report = checked(&text);
        assert!(ids(&report.findings, Severity::Warn).contains("paste.secret"));
        for one in &report.findings {
            assert!(!format!("{}{:?}", one.what(), one.seen).contains(value));
        }
    }
}

#[test]
fn a_paste_stands_on_a_screen_without_its_secrets_and_with_every_character_in_its_place() {
    let secret = "9fK2-mQ8zLp0";
    let basic = STANDARD.encode(format!("job-7:{secret}"));
    let assertion = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2ItNyJ9.c2lnbmF0dXJlLW9mLWEta2V5";
    for text in [
        format!("curl -u job-7:{secret} https://as.example/token"),
        format!("curl --user \"job-7:{secret}\" https://as.example/token"),
        format!("curl --user=job-7:{secret} https://as.example/token"),
        format!("grant_type=client_credentials&client_id=job-7&client_secret={secret}"),
        format!("{{\"client_id\": \"job-7\",\n \"client_secret\": \"{secret}\"}}"),
        format!("é CLIENT_SECRET={secret}\nCLIENT_ID=job-7"),
        format!("POST /token HTTP/1.1\r\nAuthorization: Basic {basic}\r\n\r\n"),
        format!("client_secret={secret}\nclient_secret={secret}"),
    ] {
        let shown = veiled(&text);
        assert!(!shown.contains(secret), "{shown}");
        assert!(!shown.contains(&basic), "{shown}");
        let lines = |text: &str| {
            text.lines()
                .map(|line| line.chars().count())
                .collect::<Vec<_>>()
        };
        assert_eq!(lines(&shown), lines(&text), "{shown}");
    }
    for token in [assertion, "a".repeat(300).as_str()] {
        let shown = veiled(&format!("{{\"access_token\": \"{token}\"}}"));
        assert!(!shown.contains(token) && shown.contains("***"), "{shown}");
        assert_eq!(shown.matches('*').count(), token.len() - 12, "{shown}");
    }
    // What is no secret stays readable, an address too.
    for plain in [
        "{\"token_type\": \"Bearer\", \"expires_in\": 86400, \"scope\": \"read:reports\"}",
        "https://tenant.eu.auth0.com/oauth/token",
        "{\"error\": \"invalid_client\", \"error_description\": \"Invalid client secret provided.\"}",
        "",
    ] {
        assert_eq!(veiled(plain), plain);
    }
    let pem = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n";
    assert!(!veiled(pem).contains("MIIE"));
}

#[rstest]
#[case::below_each_other("\n", "")]
#[case::in_a_line(" ", "")]
#[case::in_sentences(" and ", ".")]
fn tokens_without_a_signature_that_follow_each_other_are_told_apart(
    #[case] between: &str,
    #[case] end: &str,
) {
    let unsigned = |sub: &str| {
        let claims = CLAIMS.replace(r#""sub":"app""#, &format!(r#""sub":"{sub}""#));
        format!("{}.{}.", encode(r#"{"alg":"none"}"#), encode(&claims))
    };
    let tokens = ["one", "two", "three"].map(unsigned);
    let found = specimen::read(&Pasted::new(tokens.join(between) + end));
    let found: Vec<&str> = found.tokens.iter().map(|one| one.jwt.text()).collect();
    assert_eq!(found, tokens);
    // A signed one at the end of a sentence keeps no dot that is the sentence's.
    let text = format!("First {}. Then {}.", access(), unsigned("two"));
    let found = specimen::read(&Pasted::new(text));
    let found: Vec<&str> = found.tokens.iter().map(|one| one.jwt.text()).collect();
    assert_eq!(found, [access(), unsigned("two")]);
}
