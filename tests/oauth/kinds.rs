//! Kinds that people paste and that nobody had thought of: mail sources, Amazon's and SOAP's errors, tokens that an app signs by itself,
//! `UserInfo`, `GraphQL`, envelopes that say that nothing went wrong.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth_tutor::oauth::check::paste::{Kind, Pasted};
use oauth_tutor::oauth::check::{Expectation, Report, TokenReport, check, specimen};
use oauth_tutor::oauth::finding::{Finding, Severity};
use oauth_tutor::oauth::kind::{Family, TokenKind};
use oauth_tutor::oauth::time::UnixTime;
use rstest::rstest;
use serde_json::{Value, json};

fn token(header: &Value, claims: &Value) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!(
        "{}.{}.{}",
        encode(header),
        encode(claims),
        "c2ln".repeat(20)
    )
}

fn access() -> String {
    let claims = json!({"iss": "https://as.example", "sub": "app", "aud": "https://api.example", "iat": 1_699_999_940,
        "exp": 1_700_003_540, "client_id": "app"});
    token(
        &json!({"alg": "RS256", "typ": "at+jwt", "kid": "k"}),
        &claims,
    )
}

fn reply() -> Value {
    json!({"access_token": access(), "token_type": "Bearer", "expires_in": 3540})
}

fn wanted() -> Expectation {
    Expectation {
        at: UnixTime(1_700_000_000),
        ..Expectation::default()
    }
}

fn decoded(text: &str) -> TokenReport {
    specimen::read(&Pasted::new(text)).judge(&wanted(), None)
}

fn checked(text: &str) -> Report {
    check(&Pasted::new(text), &wanted(), None)
}

/// What is wrong, by id.
fn wrong(findings: &[Finding]) -> Vec<&'static str> {
    let bad = findings.iter().filter(|one| one.severity >= Severity::Warn);
    bad.map(|one| one.rule.id()).collect()
}

/// Everything that the worst finding says.
fn told(findings: &[Finding]) -> String {
    let first = findings.first().expect("a finding");
    format!("{} {} {}", first.what(), first.why(), first.fix())
}

/// As a mailer writes it (RFC 2045 6.7): escapes, and lines of 76 characters.
fn mailed(text: &str) -> String {
    let (mut out, mut column) = (String::new(), 0);
    for c in text.chars() {
        let piece = match c {
            '\n' => "\n".to_owned(),
            ' '..='<' | '>'..='~' => c.to_string(),
            _ => {
                let bytes = c.to_string().into_bytes();
                bytes
                    .iter()
                    .fold(String::new(), |out, byte| format!("{out}={byte:02X}"))
            }
        };
        if column + piece.len() > 75 {
            out.push_str("=\n");
            column = 0;
        }
        column = if c == '\n' { 0 } else { column + piece.len() };
        out.push_str(&piece);
    }
    out
}

#[rstest]
#[case::bare(reply().to_string())]
#[case::pretty(serde_json::to_string_pretty(&reply()).unwrap())]
#[case::under_a_head(format!("Content-Type: application/json\nContent-Transfer-Encoding: quoted-printable\n\n{}", reply()))]
fn a_reply_in_the_source_of_a_mail_is_the_reply(#[case] text: String) {
    for source in [mailed(&text), mailed(&text).replace('\n', "\r\n")] {
        let report = checked(&source);
        assert_eq!(wrong(&report.findings), Vec::<&str>::new(), "{source}");
        assert!(
            report
                .findings
                .iter()
                .any(|one| one.rule.id() == "paste.quoted-printable")
        );
        let report = decoded(&source);
        assert_eq!(report.identity.kind, TokenKind::AccessToken);
        assert_eq!(wrong(&report.findings), Vec::<&str>::new(), "{source}");
    }
}

#[test]
fn words_and_letters_of_a_mail_come_back() {
    let error = json!({"error": "invalid_client", "error_description": "Zugang = gesperrt für Café, seit einer Woche schon und noch länger"});
    let report = checked(&mailed(&error.to_string()));
    assert!(
        told(&report.findings).contains("Zugang = gesperrt für Café"),
        "{:?}",
        report.findings
    );
    let mail = mailed(&format!(
        "Hello,\n\nhere is the token, 1 = one:\n\n{}\n\nBye.",
        access()
    ));
    let report = decoded(&mail);
    assert_eq!(wrong(&report.findings), Vec::<&str>::new());
}

#[rstest]
#[case::form("grant_type=client_credentials&client_id=AB12")]
#[case::form_of_digits("a=12&b=AB&access_token=AB3D&token_type=bearer&expires_in=3600")]
#[case::padded_lines(
    "sha256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nsha256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
)]
#[case::key(
    "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9aaaa\nq9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\n-----END PUBLIC KEY-----\n"
)]
#[case::header(
    "HTTP/1.1 200 OK\nx-request-signature: AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefghijklmn=\ncontent-type: application/json\n\n{\"access_token\":\"x\",\"token_type\":\"Bearer\"}"
)]
#[case::one_header("Authorization: Bearer AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefghijklmnopq=")]
#[case::curl(
    "> POST /oauth/token HTTP/1.1\n> Authorization: Basic AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefghij=\n>\n{\"error\":\"invalid_client\"}"
)]
fn what_has_equals_signs_of_its_own_is_no_mail(#[case] text: &str) {
    let report = checked(text);
    assert!(
        report
            .findings
            .iter()
            .all(|one| one.rule.id() != "paste.quoted-printable")
    );
}

#[rstest]
#[case::sts(
    "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>InvalidIdentityToken</Code><Message>No provider found</Message></Error><RequestId>r</RequestId></ErrorResponse>",
    "No provider found",
    "aud"
)]
#[case::s3(
    "<?xml version=\"1.0\"?>\n<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>",
    "ExpiredToken",
    "Assume the role"
)]
#[case::ec2(
    "<Response><Errors><Error><Code>AuthFailure</Code><Message>not able to validate</Message></Error></Errors></Response>",
    "AuthFailure",
    "keys"
)]
#[case::boto(
    r#"{"Error":{"Code":"AccessDenied","Message":"no"},"ResponseMetadata":{"HTTPStatusCode":403}}"#,
    "AccessDenied",
    "policy"
)]
#[case::soap(
    "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><soap:Fault><faultcode>wsse:FailedAuthentication</faultcode><faultstring>could not be authenticated</faultstring></soap:Fault></soap:Body></soap:Envelope>",
    "could not be authenticated",
    "documentation"
)]
#[case::azure_storage(
    "<Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request.</Message></Error>",
    "AuthenticationFailed",
    "server"
)]
#[case::graphql(
    r#"{"errors":[{"message":"no","extensions":{"code":"UNAUTHENTICATED"}}],"data":null}"#,
    "UNAUTHENTICATED",
    "GraphQL"
)]
#[case::graphql_expired(r#"{"errors":[{"message":"Context creation failed: jwt expired","extensions":{"code":"UNAUTHENTICATED"}}]}"#, "jwt expired", "has run out")]
#[case::graphql_forbidden(
    r#"{"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}]}"#,
    "FORBIDDEN",
    "lacks a permission"
)]
#[case::graphql_query(r#"{"errors":[{"message":"Cannot query field","locations":[{"line":1,"column":2}],"extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}"#, "Cannot query field", "not looked at")]
#[case::graphql_nameless(r#"{"data":{"a":null},"errors":[{"message":"boom","path":["a"],"locations":[{"line":1,"column":2}]}]}"#, "boom", "GraphQL")]
#[case::appsync(
    r#"{"errors":[{"errorType":"UnauthorizedException","message":"not authorized"}]}"#,
    "UnauthorizedException",
    "AppSync"
)]
#[case::apple(r#"{"errors":[{"status":"401","code":"NOT_AUTHORIZED","title":"Authentication credentials are missing or invalid.","detail":"Provide a properly configured and signed bearer token"}]}"#, "NOT_AUTHORIZED", "twenty minutes")]
#[case::linkedin(r#"{"serviceErrorCode":65604,"code":"EXPIRED_ACCESS_TOKEN","message":"The token used in the request has expired","status":401}"#, "EXPIRED_ACCESS_TOKEN", "has run out")]
#[case::wechat(
    r#"{"errcode":40013,"errmsg":"invalid appid"}"#,
    "invalid appid",
    "app id"
)]
#[case::grpc(
    "rpc error: code = Unauthenticated desc = token is expired by 5m0s",
    "token is expired",
    "has run out"
)]
#[case::grpc_denied(
    "rpc error: code = PermissionDenied desc = no",
    "PermissionDenied",
    "lacks a permission"
)]
fn an_error_of_another_world_is_an_error(
    #[case] text: &str,
    #[case] said: &str,
    #[case] meant: &str,
) {
    let report = checked(text);
    assert_eq!(wrong(&report.findings), ["reply.error"]);
    let all = told(&report.findings);
    assert!(all.contains(said) && all.contains(meant), "{all}");
    let report = decoded(text);
    assert_eq!(wrong(&report.findings), ["token.not-a-token"]);
    assert!(told(&report.findings).contains("an error response"));
    assert!(told(&report.findings).contains(meant));
}

#[test]
fn a_code_that_nobody_knows_is_told_once() {
    let report = checked(r#"{"errors":[{"code":"ODD_ONE","detail":"no"}]}"#);
    assert_eq!(
        told(&report.findings)
            .matches("did not give a token")
            .count(),
        1
    );
}

#[test]
fn a_challenge_without_a_body_is_an_error() {
    let text = "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"The token expired\"\n\n";
    assert!(told(&decoded(text).findings).contains("an error response"));
}

#[rstest]
#[case::null(json!({"success": true, "error": null, "data": reply()}))]
#[case::empty_list(json!({"data": reply(), "errors": []}))]
#[case::zero(json!({"errorCode": 0, "message": "success", "data": reply()}))]
#[case::empty(json!({"errcode": 0, "errmsg": "ok", "result": reply()}))]
fn an_envelope_that_says_that_all_went_well_is_no_error(#[case] envelope: Value) {
    let report = checked(&envelope.to_string());
    assert_eq!(report.kind(), Kind::TokenReply);
    assert_eq!(wrong(&report.findings), Vec::<&str>::new());
}

#[rstest]
#[case::graphql(json!({"data": {"login": {"accessToken": access(), "errors": []}}}), "GraphQL")]
#[case::graphql_opaque(json!({"data": {"create": {"customerAccessToken": {"accessToken": "8f2a9c1d4b7e6f3a0c5d8e9f1a2b3c4d"}}}}), "GraphQL")]
#[case::lark(json!({"code": 0, "msg": "ok", "tenant_access_token": "t-g1044ghJRUIJJ5ELPBMPVKOMSU7ATDLP", "expire": 7140}), "under another name")]
fn a_token_in_an_envelope_is_read_and_the_envelope_named(
    #[case] envelope: Value,
    #[case] thing: &str,
) {
    let text = envelope.to_string();
    let report = checked(&text);
    assert_eq!(wrong(&report.findings), ["reply.unknown"]);
    assert!(
        told(&report.findings).contains(thing),
        "{}",
        told(&report.findings)
    );
    let report = decoded(&text);
    assert_eq!(wrong(&report.findings), Vec::<&str>::new());
    assert_ne!(report.identity.kind, TokenKind::NotAToken);
}

#[rstest]
#[case::of_a_team(json!({"iss": "57246542-96fe-1a63-e053-0824d011072a", "iat": 1_700_000_000, "exp": 1_700_001_100, "aud": "appstoreconnect-v1"}))]
#[case::of_a_person(json!({"sub": "user", "iat": 1_700_000_000, "exp": 1_700_001_100, "aud": "appstoreconnect-v1"}))]
#[case::with_a_scope(json!({"iss": "i", "iat": 1_700_000_000, "exp": 1_700_001_100, "aud": "appstoreconnect-v1", "scope": ["GET /v1/apps"]}))]
#[case::of_the_store(json!({"iss": "i", "iat": 1_700_000_000, "exp": 1_700_003_600, "aud": "appstoreconnect-v1", "bid": "com.example.app"}))]
#[case::push(json!({"iss": "TEAMID1234", "iat": 1_700_000_000}))]
fn what_an_app_signs_for_apple_is_its_access_token(#[case] claims: Value) {
    let header = json!({"alg": "ES256", "kid": "2X9R4HXF34", "typ": "JWT"});
    let report = decoded(&token(&header, &claims));
    assert_eq!(
        (report.identity.kind, report.identity.family),
        (TokenKind::AccessToken, Family::Apple)
    );
    assert_eq!(wrong(&report.findings), Vec::<&str>::new());
}

#[rstest]
#[case::number(json!("123456"))]
#[case::client_id(json!("Iv1.8a61f9b3a7aba766"))]
#[case::new_client_id(json!("Iv23liAbCdEfGhIjKlMn"))]
fn what_a_github_app_signs_is_its_assertion(#[case] iss: Value) {
    let header = json!({"alg": "RS256", "typ": "JWT"});
    let claims = json!({"iat": 1_699_999_940, "exp": 1_700_000_540, "iss": iss});
    let report = decoded(&token(&header, &claims));
    assert_eq!(report.identity.kind, TokenKind::ClientAssertion);
    assert_eq!(wrong(&report.findings), Vec::<&str>::new());
    // One claim more, and it is a JWT of whoever it likes.
    let more = json!({"iat": 1_699_999_940, "exp": 1_700_000_540, "iss": iss, "jti": "j"});
    assert_eq!(
        decoded(&token(&header, &more)).identity.kind,
        TokenKind::Jwt
    );
}

#[test]
fn a_signed_answer_of_userinfo_is_one_and_needs_no_end() {
    let header = json!({"alg": "RS256", "kid": "k"});
    let claims = json!({"iss": "https://as.example", "sub": "1", "aud": "app", "name": "Jo", "email": "jo@example.com"});
    let report = decoded(&token(&header, &claims));
    assert_eq!(report.identity.kind, TokenKind::Jwt);
    assert!(report.identity.kind_sign.contains("UserInfo"));
    assert_eq!(wrong(&report.findings), Vec::<&str>::new());
}

#[rstest]
#[case::subject_alone(r#"{"sub":"248289761001"}"#)]
#[case::nickname(r#"{"sub":"auth0|1","nickname":"jo","updated_at":"2023-11-14T22:13:20.000Z"}"#)]
#[case::google(r#"{"id":"1","email":"jo@example.com","verified_email":true}"#)]
#[case::graph(
    r#"{"@odata.context":"x","displayName":"Jo","userPrincipalName":"jo@example.com","id":"1"}"#
)]
fn what_is_told_of_a_person_is_named(#[case] text: &str) {
    assert!(told(&decoded(text).findings).contains("UserInfo"));
    assert!(told(&checked(text).findings).contains("UserInfo"));
}

#[test]
fn a_token_with_escaped_dots_is_the_token() {
    let report = decoded(&access().replace('.', "%2E"));
    assert_eq!(report.identity.kind, TokenKind::AccessToken);
    assert_eq!(wrong(&report.findings), Vec::<&str>::new());
}

#[test]
fn what_a_library_left_out_is_no_token() {
    let text = "StandardTokenResponse { access_token: AccessToken([redacted]), token_type: Bearer, expires_in: Some(3600) }";
    assert_eq!(decoded(text).identity.kind, TokenKind::NotAToken);
}

#[rstest]
#[case::id_token(json!({"token_use": "id", "at_hash": "x"}))]
#[case::access_token(json!({"token_use": "access", "scp": ["a"], "permissions": ["b"]}))]
fn a_token_with_a_persons_claim_and_no_end_is_no_answer_of_userinfo(#[case] more: Value) {
    let mut claims =
        json!({"iss": "https://a.example", "aud": "app", "sub": "u", "email": "e@a.example"});
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let report = decoded(&token(&json!({"alg": "RS256"}), &claims));
    assert!(!report.identity.kind_sign.contains("UserInfo"));
    assert!(wrong(&report.findings).contains(&"claim.exp.missing"));
}

#[test]
fn a_number_that_issues_for_an_hour_is_no_github_app() {
    let claims = json!({"iss": "12345", "iat": 1_700_000_000, "exp": 1_700_003_600});
    let report = decoded(&token(&json!({"alg": "RS256"}), &claims));
    assert_ne!(report.identity.kind, TokenKind::ClientAssertion);
}

#[rstest]
#[case::grpc("rpc error: code = Unauthenticated desc = client_secret=abc12 is wrong")]
#[case::password("rpc error: code = Unauthenticated desc = password=hunter2 for bob")]
fn what_others_words_give_away_is_not_repeated(#[case] text: &str) {
    let report = checked(text);
    let said = format!("{:?}", report.findings);
    assert!(
        !said.contains("abc12") && !said.contains("hunter2"),
        "{said}"
    );
    assert!(said.contains("(hidden)"), "{said}");
}

#[test]
fn the_head_of_a_mail_is_no_head_of_a_response() {
    let mail = format!(
        "From: ops@example.com\nMIME-Version: 1.0\nContent-Type: text/plain; charset=\"utf-8\"\nContent-Transfer-Encoding: quoted-printable\n\n{}",
        mailed(&reply().to_string())
    );
    let report = checked(&mail);
    let ids: Vec<&str> = report.findings.iter().map(|one| one.rule.id()).collect();
    assert!(ids.contains(&"paste.quoted-printable"), "{ids:?}");
    assert_eq!(wrong(&report.findings), Vec::<&str>::new());
}

#[test]
fn of_several_errors_in_xml_the_first_is_told() {
    let text = "<Response><Errors><Error><Code>AuthFailure</Code><Message>first</Message></Error><Error><Code>Other</Code><Message>second</Message></Error></Errors></Response>";
    let said = format!("{:?}", checked(text).findings);
    assert!(
        said.contains("AuthFailure") && !said.contains("duplicate"),
        "{said}"
    );
    let listing = "<ListBucketResult><Code>US</Code><Message>fine</Message><LastError>none</LastError></ListBucketResult>";
    assert_ne!(checked(listing).kind(), Kind::ErrorReply);
}

#[rstest]
#[case::success_false(r#"{"success":false,"code":200,"message":"client secret is wrong"}"#)]
#[case::status_error(r#"{"code":0,"status":"error","message":"client secret is wrong"}"#)]
fn one_member_that_says_failure_outweighs_the_others(#[case] text: &str) {
    let report = checked(text);
    let said = report.findings.iter().map(|one| one.rule.id());
    assert!(
        said.clone().any(|id| id == "reply.error"),
        "{:?}",
        said.collect::<Vec<_>>()
    );
}

#[rstest]
#[case::null_alone(r#"{"error":null}"#)]
#[case::capital(r#"{"Error":"invalid_client"}"#)]
fn an_error_without_a_word_is_one_all_the_same(#[case] text: &str) {
    let report = checked(text);
    assert_eq!(report.kind(), Kind::ErrorReply);
    assert!(wrong(&report.findings).contains(&"reply.error"));
}

#[rstest]
#[case::null(r#"{"error":null}"#, "reply.error")]
#[case::both(r#"{"error":false,"ok":false}"#, "reply.error")]
#[case::counted(r#"{"error":null,"count":0}"#, "reply.error")]
#[case::zero(r#"{"errcode":0}"#, "reply.unknown")]
#[case::none(r#"{"errors":[]}"#, "reply.unknown")]
#[case::graphql(r#"{"errors":[],"data":{}}"#, "reply.unknown")]
#[case::empty(r#"{"Error":""}"#, "reply.unknown")]
#[case::deep(format!(r#"{{"errors":{}"#, "[".repeat(2000)), "reply.unknown")]
fn no_token_and_no_word_of_an_error_is_never_right(
    #[case] text: impl AsRef<str>,
    #[case] rule: &str,
) {
    let report = checked(text.as_ref());
    assert!(
        wrong(&report.findings).contains(&rule),
        "{:?}",
        wrong(&report.findings)
    );
}

#[rstest]
#[case(r#"{"success":true,"errorCode":null,"message":"ok","data":{"id":5}}"#)]
#[case(r#"{"success":true,"code":null,"message":"created"}"#)]
#[case(r#"{"errcode":"","msg":"ok"}"#)]
#[case(r#"{"code":0,"status":"active","message":"welcome"}"#)]
#[case(r#"{"success":true,"code":1000,"message":"welcome"}"#)]
#[case(r#"{"status":"200 OK","message":"welcome"}"#)]
#[case(r#"{"status":"created","message":"welcome"}"#)]
fn an_envelope_that_says_well_is_no_refusal(#[case] text: &str) {
    let report = checked(text);
    assert!(
        !wrong(&report.findings).contains(&"reply.error"),
        "{:?}",
        report.findings
    );
}

#[rstest]
#[case(r#"{"success":false,"code":200,"message":"no such app"}"#)]
#[case(r#"{"code":0,"status":"failed","message":"no such app"}"#)]
#[case(r#"{"code":10003,"msg":"no such app"}"#)]
#[case(r#"{"status":403,"message":"no such app"}"#)]
fn an_envelope_that_says_ill_is_one(#[case] text: &str) {
    assert!(wrong(&checked(text).findings).contains(&"reply.error"));
}

#[rstest]
#[case::word(r#"{"Error":"password=hunter2"}"#)]
#[case::colon(r#"{"Error":"client_secret:hunter2"}"#)]
#[case::code(r#"{"error":"client_secret=hunter2"}"#)]
#[case::basic(r#"{"message":"Authorization: Basic YTpodW50ZXIy was bad"}"#)]
fn no_code_and_no_word_repeats_a_secret(#[case] text: &str) {
    let report = checked(text);
    for finding in report
        .findings
        .iter()
        .filter(|one| one.rule.id().starts_with("reply."))
    {
        let told = finding.what();
        assert!(
            !told.contains("hunter2") && !told.contains("YTpodW50"),
            "{told}"
        );
    }
}

#[rstest]
#[case::detail(
    "<s:Envelope><s:Fault><faultcode>soap:Client</faultcode><faultstring>no</faultstring><detail><Error><number>17</number></Error></detail></s:Fault></s:Envelope>",
    "soap:Client"
)]
#[case::space(
    "<Response xmlns=\"http://a.example/\"><Error xmlns=\"x\"><Code>Gone</Code><Message>no</Message></Error></Response>",
    "Gone"
)]
#[case::prefix(
    "<aws:Response><aws:Error><aws:Code>Gone</aws:Code><aws:Message>no</aws:Message></aws:Error></aws:Response>",
    "Gone"
)]
#[case::second(
    "<a><Error>text<b/></Error><Error><Code>Gone</Code><Message>no</Message></Error></a>",
    "Gone"
)]
#[case::beside(
    "<a><Error><x>1</x></Error><error>invalid_client</error></a>",
    "invalid_client"
)]
fn an_error_in_xml_is_read_however_its_element_is_written(#[case] text: &str, #[case] code: &str) {
    let said = format!("{:?}", checked(text).findings);
    assert!(said.contains(&format!("\"{code}\"")), "{said}");
}

#[test]
fn a_token_in_xml_is_read_beside_an_empty_error() {
    let text = "<response><access_token>opaque-0123456789</access_token><token_type>Bearer</token_type><expires_in>3600</expires_in><Error><Code>0</Code></Error></response>";
    let report = checked(text);
    assert_eq!(report.kind(), Kind::TokenReply);
}

#[rstest]
#[case::blank("\n\n".to_owned())]
#[case::long("Received: from a.example\n".repeat(200))]
fn a_mail_is_turned_back_whatever_stands_before_its_head(#[case] before: String) {
    let mail = format!(
        "{before}From: ops@example.com\nContent-Transfer-Encoding: quoted-printable\n\n{}",
        mailed(&reply().to_string())
    );
    let report = checked(&mail);
    assert_eq!(wrong(&report.findings), Vec::<&str>::new());
}

#[test]
fn a_mail_that_needs_no_turning_back_is_not_said_to_have_been() {
    let mail = format!(
        "From: ops@example.com\nContent-Type: text/plain; charset=\"utf-8\"\nContent-Transfer-Encoding: quoted-printable\n\n{}",
        r#"{"error":"invalid_client"}"#
    );
    let report = checked(&mail);
    assert!(
        report
            .findings
            .iter()
            .all(|one| one.rule.id() != "paste.quoted-printable")
    );
}
