//! Pictures of the report that `check` prints, for pastes that people really have: to be read as somebody at eleven at night.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth_tutor::cli::report::human;
use oauth_tutor::cli::style::Style;
use oauth_tutor::oauth::check::paste::Pasted;
use oauth_tutor::oauth::check::{Expectation, check};
use oauth_tutor::oauth::time::UnixTime;
use rstest::rstest;

const AT: UnixTime = UnixTime(1_700_000_000);

/// A token that nobody signed, long enough to be shortened where it is shown.
fn token() -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let header = part(r#"{"alg":"RS256","typ":"at+jwt","kid":"test-only"}"#);
    let payload = part(
        r#"{"iss":"https://as.example","sub":"app","aud":"https://api.example","iat":1699999940,"exp":1700003540,"client_id":"app"}"#,
    );
    format!("{header}.{payload}.{}", "c2lnbmF0dXJl".repeat(8))
}

#[rstest]
#[case(
    "console-log",
    "{ accessToken: 'TOKEN', tokenType: 'Bearer', expiresIn: 3600 }"
)]
#[case(
    "python-with-none",
    "{'access_token': 'TOKEN', 'token_type': 'Bearer', 'expires_in': 3600, 'scope': None}"
)]
#[case(
    "wrapped-by-a-tool",
    "{\n  \"status\": 200,\n  \"data\": {\"access_token\": \"TOKEN\"}\n}"
)]
#[case(
    "auth0-unauthorized",
    "$ curl -i https://tenant.example/oauth/token\nHTTP/1.1 401 Unauthorized\nContent-Type: application/json\n\n{\"error\":\"access_denied\",\"error_description\":\"Unauthorized\"}\n"
)]
#[case(
    "nothing-listens",
    "curl: (7) Failed to connect to 127.0.0.1 port 9400 after 0 ms: Connection refused"
)]
#[case(
    "login-page",
    "<!DOCTYPE html>\n<html><head><title>Sign in | Example SSO</title></head>"
)]
#[case(
    "shortened-example",
    "{\n  \"access_token\": \"eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9...\",\n  \"expires_in\": 86400,\n  \"token_type\": \"Bearer\"\n}\n$ "
)]
#[case(
    "request-from-the-docs",
    "curl --request POST --url https://{yourDomain}/oauth/token \\\n  --data grant_type=client_credentials \\\n  --data client_id=YOUR_CLIENT_ID"
)]
#[case("yaml", "access_token: TOKEN\ntoken_type: Bearer\nexpires_in: 3600\n")]
#[case(
    "bearer-inside",
    "{\"access_token\":\"Bearer TOKEN\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
)]
fn the_report_says_what_to_do_now(#[case] name: &str, #[case] text: &str) {
    let wanted = Expectation {
        at: AT,
        ..Expectation::default()
    };
    let text = text.replace("TOKEN", &token());
    let report = check(&Pasted::new(text), &wanted, None);
    let printed = human::check(&report, Style::PLAIN);
    assert!(!printed.contains(&token()), "a whole token is printed");
    insta::assert_snapshot!(name, printed);
}
