//! The cases of a rule that are told in words of their own: a paste for each, read as somebody who has to go on from there.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use oauth_tutor::oauth::check::paste::Pasted;
use oauth_tutor::oauth::check::{Expectation, Report, check, specimen};
use oauth_tutor::oauth::finding::{Finding, Severity};
use oauth_tutor::oauth::jwt::keys::Keys;
use oauth_tutor::oauth::rules::{Rule, words};
use oauth_tutor::oauth::time::UnixTime;
use rstest::rstest;

const AT: UnixTime = UnixTime(1_700_000_000);

fn judged(text: &str) -> Report {
    judged_with(text, None)
}

fn judged_with(text: &str, scope: Option<&str>) -> Report {
    let wanted = Expectation {
        at: AT,
        scope: scope.map(str::to_owned),
        ..Expectation::default()
    };
    check(&Pasted::new(text), &wanted, None)
}

fn token(header: &str, payload: &str) -> String {
    let encoded = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.AAAA", encoded(header), encoded(payload))
}

const RS256: &str = r#"{"alg":"RS256","typ":"at+jwt","kid":"k"}"#;
const CLAIMS: &str = r#"{"iss":"https://as.example","sub":"app","aud":"a","iat":1699999940,"exp":1700003540,"client_id":"app"}"#;

fn good() -> String {
    token(RS256, CLAIMS)
}

fn reply(token: &str) -> String {
    format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":3600}}"#)
}

/// Each case of the file, with a paste that is told in its words.
#[expect(clippy::too_many_lines, reason = "a table, one row a case")]
fn pastes() -> Vec<(&'static str, String)> {
    let good = good();
    let whole = reply(&good);
    let plain = |text: &str| text.to_owned();
    let later = |name: &str| {
        let payload = CLAIMS.replace("\"sub\"", &format!("\"{name}\":1700000000000,\"sub\""));
        let payload = payload.replace("\"iat\":1699999940,", "");
        reply(&token(RS256, &payload))
    };
    let (head, tail) = good.split_at(60);
    vec![
        (
            "paste.bare-token.notation",
            format!("access_token: {good}\ntoken_type: Bearer\nexpires_in: 3600\n"),
        ),
        ("paste.bare-token.encoded", STANDARD.encode(&whole)),
        (
            "paste.placeholder.request",
            plain(
                "curl https://YOUR_DOMAIN/oauth/token -d grant_type=client_credentials -d client_id=x",
            ),
        ),
        (
            "paste.html.titled",
            plain("<html><title>Welcome</title></html>"),
        ),
        (
            "paste.html.server",
            plain("<html><title>502 Bad Gateway</title></html>"),
        ),
        (
            "paste.html.login",
            plain("<!doctype html><title>Sign in | Example</title>"),
        ),
        (
            "paste.truncated.value",
            reply("eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9..."),
        ),
        ("paste.line-wrapped.token", format!("{head} {tail}")),
        (
            "json.syntax.curl-host",
            plain("curl: (6) Could not resolve host: as.example\n"),
        ),
        (
            "json.syntax.curl-connect",
            plain(
                "curl: (7) Failed to connect to 127.0.0.1 port 9400 after 0 ms: Connection refused",
            ),
        ),
        (
            "json.syntax.curl-timeout",
            plain("curl: (28) Operation timed out after 5000 ms"),
        ),
        ("json.syntax.gateway", plain("no healthy upstream")),
        (
            "json.syntax.curl-tls",
            plain(
                "curl: (60) SSL certificate problem: self-signed certificate\nMore details here: https://curl.se/docs/sslcerts.html",
            ),
        ),
        (
            "json.syntax.curl",
            plain("curl: (3) URL rejected: Malformed input"),
        ),
        ("json.syntax.python-response", plain("<Response [401]>\n")),
        (
            "json.syntax.python-error",
            plain(
                "Traceback (most recent call last):\n  File \"t.py\", line 3\nrequests.exceptions.ConnectionError: HTTPSConnectionPool",
            ),
        ),
        ("json.syntax.js-object", plain("[object Object]")),
        (
            "json.syntax.no-body",
            plain("HTTP/1.1 200 OK\nContent-Type: application/json\n\n"),
        ),
        (
            "json.syntax.challenge",
            plain(
                "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error=\"invalid_token\"\n\n",
            ),
        ),
        ("json.syntax.rocket", whole.replace("\":", "\"=>")),
        ("json.not-object.null", plain("null")),
        (
            "reply.access_token.missing.renamed",
            whole.replace("access_token", "accessToken"),
        ),
        (
            "reply.access_token.type.null",
            whole.replace(&format!("\"{good}\""), "null"),
        ),
        (
            "reply.access_token.charset.scheme",
            reply(&format!("Bearer {good}")),
        ),
        (
            "reply.access_token.charset.mail",
            reply("opaque-0123456789=3D=3D"),
        ),
        (
            "reply.access_token.charset.quotes",
            reply(&format!("\\\"{good}\\\"")),
        ),
        (
            "reply.token_type.type.null",
            whole.replace("\"Bearer\"", "null"),
        ),
        ("reply.expires_in.type.null", whole.replace("3600", "null")),
        (
            "reply.scope.type.null",
            whole.replace('}', ",\"scope\":null}"),
        ),
        ("token.parts.one", reply("eyJhbGciOiJSUzI1NiJ9")),
        ("trust.not-checked.no-keys", whole.clone()),
        ("trust.not-checked.opaque", reply("opaque-0123456789")),
        (
            "trust.not-checked.encrypted",
            reply(&format!(
                "{}.AA.AA.AA.AA",
                URL_SAFE_NO_PAD.encode(r#"{"alg":"RSA-OAEP","enc":"A128GCM"}"#)
            )),
        ),
        (
            "trust.not-checked.unsigned",
            reply(&token(r#"{"alg":"none"}"#, CLAIMS)),
        ),
        (
            "trust.not-checked.unknown-algorithm",
            reply(&token(r#"{"alg":"XX1","kid":"k"}"#, CLAIMS)),
        ),
        (
            "trust.not-checked.critical",
            reply(&token(
                r#"{"alg":"RS256","kid":"k","crit":["x"],"x":1}"#,
                CLAIMS,
            )),
        ),
        (
            "paste.secret.given",
            format!("client_secret=9d2fK1jQmPz\n\n{whole}"),
        ),
        (
            "paste.truncated.powershell",
            plain(
                "StatusCode        : 200\nContent           : {\"access_token\":\"eyJhb...\nRawContent        : x\n",
            ),
        ),
        (
            "paste.html.challenge",
            plain("<html><head><title>Just a moment...</title></head></html>"),
        ),
        (
            "reply.form.url",
            plain(
                "https://app.example/cb#access_token=opaque-0123456789&token_type=bearer&expires_in=60",
            ),
        ),
        (
            "reply.name.library",
            whole.replace("\"expires_in\":3600", "\"expires_at\":1700003540"),
        ),
        (
            "token.kind.another",
            reply(&token(
                RS256_JWT,
                &CLAIMS.replace("\"client_id\"", "\"nonce\""),
            )),
        ),
        (
            "token.jwe.dir",
            reply(&format!(
                "{}.AA.AA.AA.AA",
                URL_SAFE_NO_PAD.encode(r#"{"alg":"dir","enc":"A128GCM"}"#)
            )),
        ),
        (
            "trust.not-checked.dir",
            reply(&format!(
                "{}.AA.AA.AA.AA",
                URL_SAFE_NO_PAD.encode(r#"{"alg":"dir","enc":"A128GCM"}"#)
            )),
        ),
        (
            "reply.access_token.charset.vendor",
            reply("00D5g000004xABC!AQEAQNsyJ8sNEXAMPLEtoken0123456789"),
        ),
        (
            "reply.access_token.charset.habit",
            reply("abc!def0123456789"),
        ),
        ("reply.scope.narrowed.untold", reply("opaque-0123456789")),
        ("claim.iat.future.milliseconds", later("iat")),
        ("claim.nbf.future.milliseconds", later("nbf")),
    ]
}

/// Cases that `decode` alone tells.
#[expect(clippy::too_many_lines, reason = "a table, one row a case")]
fn decoded() -> Vec<(&'static str, String)> {
    let past = r#"{"iss":"a","sub":"b","exp":1}"#;
    let person = CLAIMS.replace("\"sub\":\"app\"", "\"sub\":\"u\"");
    let assertion = r#"{"iss":"c","sub":"c","aud":"https://as.example/token","iat":1699999940,"exp":1700010000}"#;
    let disclosed = URL_SAFE_NO_PAD.encode(r#"["salt","name","Jo"]"#);
    vec![
        ("claim.exp.expired.other", token(RS256_JWT, past)),
        (
            "claim.exp.missing.other",
            token(
                RS256_JWT,
                &person
                    .replace("\"exp\":1700003540,", "")
                    .replace("\"client_id\"", "\"x\""),
            ),
        ),
        ("claim.life.long.assertion", token(RS256_JWT, assertion)),
        (
            "claim.life.long.github",
            token(
                RS256_JWT,
                r#"{"iat":1699999940,"exp":1700003600,"iss":"Iv23liAbCdEfGhIjKlMn"}"#,
            ),
        ),
        (
            "claim.life.long.app-store",
            token(
                RS256_JWT,
                r#"{"iss":"i","iat":1699999940,"exp":1700003600,"aud":"appstoreconnect-v1"}"#,
            ),
        ),
        (
            "claim.life.long.app-store-read",
            token(
                RS256_JWT,
                r#"{"iss":"i","iat":1699999940,"exp":1716000000,"aud":"appstoreconnect-v1","scope":["GET /v1/apps"]}"#,
            ),
        ),
        ("token.alg.hmac.other", token(r#"{"alg":"HS256"}"#, past)),
        ("token.kind.unknown", token(RS256_JWT, past)),
        (
            "token.kind.typed",
            token(r#"{"alg":"RS256","typ":"x+jwt","kid":"k"}"#, past),
        ),
        (
            "token.kind.id-jag",
            token(
                r#"{"alg":"RS256","typ":"oauth-id-jag+jwt","kid":"k"}"#,
                past,
            ),
        ),
        (
            "token.payload.hex",
            format!(
                "{}.AAEC_w.AAAA",
                URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#)
            ),
        ),
        (
            "token.detached.unencoded",
            format!(
                "{}.hello.AAAA",
                URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","b64":false,"crit":["b64"]}"#)
            ),
        ),
        (
            "token.detached.both",
            format!(
                "{}..AAAA",
                URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","b64":false,"crit":["b64"]}"#)
            ),
        ),
        (
            "token.sd-jwt.strange",
            format!(
                "{}~{disclosed}~",
                token(r#"{"alg":"ES256","typ":"dc+sd-jwt","kid":"k"}"#, past)
            ),
        ),
        (
            "token.paseto.public",
            format!(
                "v4.public.{}",
                URL_SAFE_NO_PAD.encode([br#"{"sub":"x"}"#.as_slice(), &[0; 64]].concat())
            ),
        ),
    ]
}

const RS256_JWT: &str = r#"{"alg":"RS256","typ":"JWT","kid":"k"}"#;

/// Cases that a key brings out: a token, and the key.
#[expect(clippy::too_many_lines, reason = "a table, one row a case")]
fn with_keys() -> Vec<(&'static str, String, Keys)> {
    use hmac::sign_hs256 as hs256;
    let secret = b"a-secret-of-forty-bytes-for-this-test-ok".as_slice();
    let public = || Keys::parse(include_str!("../vectors/test-only-rsa-spki.pem")).unwrap();
    let curve = || Keys::parse(include_str!("../vectors/test-only-ec-spki.pem")).unwrap();
    let set =
        || Keys::parse(r#"{"keys":[{"kty":"RSA","kid":"other","n":"AQAB","e":"AQAB"}]}"#).unwrap();
    let shared = |bytes: &[u8]| Keys::from_secret(bytes.to_vec());
    let rsa = include_str!("../vectors/test-only-rsa.jwt")
        .trim()
        .to_owned();
    let ec = include_str!("../vectors/test-only-ec.jwt")
        .trim()
        .to_owned();
    let cut = |token: &str| {
        token
            .rsplit_once('.')
            .map(|(front, _)| format!("{front}."))
            .unwrap()
    };
    let graph = token(
        r#"{"alg":"RS256","kid":"k","nonce":"n"}"#,
        r#"{"aud":"https://graph.microsoft.com"}"#,
    );
    let der = |token: &str, digits: &[u8]| {
        let front = token
            .rsplit_once('.')
            .map(|(front, _)| front.to_owned())
            .unwrap();
        format!("{front}.{}", URL_SAFE_NO_PAD.encode(der_of(digits)))
    };
    let raw = URL_SAFE_NO_PAD
        .decode(ec.rsplit('.').next().unwrap())
        .unwrap();
    let padded = {
        let front = format!(
            "{}=.{}=",
            URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#),
            URL_SAFE_NO_PAD.encode(CLAIMS)
        );
        let plain = hs256(r#"{"alg":"HS256"}"#, CLAIMS, secret);
        format!("{front}.{}", plain.rsplit('.').next().unwrap())
    };
    vec![
        ("trust.key.unknown-kid", token(RS256, CLAIMS), set()),
        ("trust.key.graph-nonce", graph.clone(), set()),
        ("trust.signature.graph-nonce", graph, public()),
        ("trust.alg.secret", rsa.clone(), shared(secret)),
        ("trust.signature.empty", cut(&rsa), public()),
        ("trust.signature.detached", detached(&rsa), public()),
        ("trust.signature.der", der(&ec, &raw), curve()),
        ("trust.signature.der-other", der(&ec, &[7; 64]), curve()),
        (
            "trust.signature.base64-secret",
            hs256(HS, CLAIMS, secret),
            shared(STANDARD.encode(secret).as_bytes()),
        ),
        (
            "trust.signature.hex-secret",
            hs256(HS, CLAIMS, secret),
            shared(hex(secret).as_bytes()),
        ),
        (
            "trust.signature.blank-secret",
            hs256(HS, CLAIMS, secret),
            shared(&[secret, b"  "].concat()),
        ),
        (
            "trust.signature.newline-secret",
            hs256(HS, CLAIMS, &[secret, b"\n"].concat()),
            shared(secret),
        ),
        (
            "trust.signature.encoded-secret",
            hs256(HS, CLAIMS, STANDARD.encode(secret).as_bytes()),
            shared(secret),
        ),
        ("trust.signature.padding", padded, shared(secret)),
        (
            "trust.signature.other-algorithm",
            hs256(r#"{"alg":"HS512"}"#, CLAIMS, secret),
            shared(secret),
        ),
    ]
}

const HS: &str = r#"{"alg":"HS256"}"#;

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |out, byte| format!("{out}{byte:02x}"))
}

fn detached(token: &str) -> String {
    let parts: Vec<&str> = token.split('.').collect();
    format!("{}..{}", parts[0], parts[2])
}

/// Both numbers of a raw signature as DER (RFC 3279 2.2.3).
fn der_of(raw: &[u8]) -> Vec<u8> {
    let number = |digits: &[u8]| {
        let digits: Vec<u8> = digits.iter().copied().skip_while(|b| *b == 0).collect();
        let sign = if digits[0] >= 0x80 { vec![0] } else { vec![] };
        let body = [sign, digits].concat();
        [vec![2, u8::try_from(body.len()).unwrap()], body].concat()
    };
    let (r, s) = raw.split_at(raw.len() / 2);
    let body = [number(r), number(s)].concat();
    [vec![0x30, u8::try_from(body.len()).unwrap()], body].concat()
}

mod hmac {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    /// A token under this secret, whatever algorithm its header names.
    pub(crate) fn sign_hs256(header: &str, claims: &str, secret: &[u8]) -> String {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let input = format!("{}.{}", encode(header), encode(claims));
        let key = jsonwebtoken::EncodingKey::from_secret(secret);
        let signature =
            jsonwebtoken::crypto::sign(input.as_bytes(), &key, jsonwebtoken::Algorithm::HS256);
        format!("{input}.{}", signature.unwrap())
    }
}

fn assert_told(findings: &[Finding], id: &str) {
    let Some(finding) = told_among(findings, id) else {
        panic!("{id} is not told: {findings:#?}");
    };
    for said in [
        finding.what(),
        finding.why(),
        finding.fix(),
        finding.fix_in_tutor(),
    ] {
        assert!(!said.contains('{'), "{id} leaves a slot open: {said}");
    }
}

#[test]
fn each_case_of_decode_is_told_in_its_own_words() {
    let wanted = Expectation {
        at: AT,
        ..Expectation::default()
    };
    for (id, text) in decoded() {
        let report = specimen::read(&Pasted::new(text)).judge(&wanted, None);
        assert_told(&report.findings, id);
    }
    for (id, text, keys) in with_keys() {
        let report = specimen::read(&Pasted::new(text)).judge(&wanted, Some(&keys));
        assert_told(&report.findings, id);
    }
}

fn told_as<'a>(report: &'a Report, id: &str) -> Option<&'a Finding> {
    told_among(&report.findings, id)
}

fn told_among<'a>(findings: &'a [Finding], id: &str) -> Option<&'a Finding> {
    findings.iter().find(|finding| {
        finding
            .case
            .is_some_and(|case| format!("{}.{case}", finding.rule.id()) == id)
    })
}

#[test]
fn each_case_is_told_in_its_own_words_with_every_slot_filled() {
    for (id, text) in pastes() {
        let report = judged_with(&text, id.starts_with("reply.scope").then_some("read"));
        let Some(finding) = told_as(&report, id) else {
            panic!("{id} is not told: {:#?}", report.findings);
        };
        for said in [
            finding.what(),
            finding.why(),
            finding.fix(),
            finding.fix_in_tutor(),
        ] {
            assert!(!said.is_empty(), "{id} leaves something unsaid");
            assert!(!said.contains('{'), "{id} leaves a slot open: {said}");
        }
    }
}

#[test]
fn the_file_has_no_case_that_nothing_tells() {
    let (decoded, with_keys) = (decoded(), with_keys());
    let file: toml::Table = toml::from_str(include_str!("../../assets/rules.toml")).unwrap();
    let cases = file["cases"].as_table().unwrap();
    let mut told: BTreeSet<&str> = pastes().iter().map(|(id, _)| *id).collect();
    told.extend(decoded.iter().map(|(id, _)| *id));
    told.extend(with_keys.iter().map(|(id, _, _)| *id));
    // Told when keys were asked for over a network that fails, which only the command line does.
    let told_elsewhere = ["trust.not-checked.unfetched"];
    for (id, table) in cases {
        let told = told.contains(id.as_str()) || told_elsewhere.contains(&id.as_str());
        assert!(told, "{id} is never told");
        let (rule, case) = id.rsplit_once('.').unwrap();
        let rule = Rule::from_id(rule).unwrap_or_else(|| panic!("{id} belongs to no rule"));
        let words = words::of_case(rule, case.to_owned().leak());
        for (key, said) in table.as_table().unwrap() {
            let read = match key.as_str() {
                "what" => Some(words.what),
                "why" => Some(words.why),
                "fix" => Some(words.fix),
                "tutor" => words.tutor,
                key => panic!("{id} has a line that nobody reads: {key}"),
            };
            assert_eq!(said.as_str(), read);
        }
    }
}

/// The tutor has keys and fields where the command line has flags.
#[test]
fn inside_the_tutor_no_flag_of_the_command_line_is_named() {
    let flags = |text: &str| {
        let own = [
            "--jwks",
            "--key",
            "--verify",
            "--leeway",
            "--profile",
            "--issuer",
            "--audience",
            "--client-id",
            "--scope",
            "--strict",
            "--at",
        ];
        own.iter().any(|flag| text.contains(flag))
    };
    let file: toml::Table = toml::from_str(include_str!("../../assets/rules.toml")).unwrap();
    for group in ["rules", "cases"] {
        for (id, table) in file[group].as_table().unwrap() {
            for key in ["what", "why"] {
                let said = table.get(key).and_then(toml::Value::as_str);
                assert!(
                    !said.is_some_and(flags),
                    "{id} names a flag where all read it"
                );
            }
            let said = |key| table.get(key).and_then(toml::Value::as_str);
            let fix = said("tutor").or(said("fix"));
            assert!(!fix.is_some_and(flags), "{id} names a flag in the tutor");
        }
    }
    for (id, text) in file["phrases"].as_table().unwrap() {
        assert!(!text.as_str().is_some_and(flags), "{id} names a flag");
    }
}

/// The first finding is the one that matters, and what follows from it is not told again.
#[rstest]
#[case("[object Object]", &["json.syntax"])]
#[case(r#"{"data":{"access_token":"opaque-0123456789"}}"#, &["reply.token_type.missing", "reply.expires_in.missing"])]
#[case(r#"{"statusCode":200,"body":"{\"access_token\":\"opaque-0123456789\"}"}"#, &["reply.token_type.missing", "reply.expires_in.missing"])]
#[case(r#"{"keys":[]}"#, &["reply.unknown"])]
#[case("{}", &["reply.unknown"])]
#[case(r#"{"message":"Missing Authentication Token"}"#, &["reply.error"])]
#[case(r#"{"access_token":"Bearer abc.def.ghi","token_type":"Bearer","expires_in":3600}"#, &["reply.access_token.charset"])]
#[case(r#"{"access_token"=>"opaque-0123456789", "token_type"=>"Bearer", "expires_in"=>3600}"#, &["json.syntax"])]
#[case("{access_token: 'opaque-0123456789', token_type: 'Bearer', expires_in: 3600, scope: undefined}", &["json.syntax", "paste.unquoted-names", "paste.single-quotes"])]
#[case("curl -d grant_type=client_credentials https://YOUR_DOMAIN/oauth/token", &["paste.request", "paste.placeholder"])]
fn a_root_is_told_and_its_consequences_are_not(#[case] text: &str, #[case] ids: &[&str]) {
    let report = judged(text);
    let told: Vec<&str> = report
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note)
        .map(|finding| finding.rule.id())
        .collect();
    assert_eq!(told, ids);
}

#[rstest]
#[case(
    r#"{"error":"access_denied","error_description":"Unauthorized"}"#,
    "id and secret"
)]
#[case(
    r#"{"error":"access_denied","error_description":"Service not found: https://api.exmaple"}"#,
    "identifier"
)]
#[case(
    r#"{"error":"access_denied","error_description":"Client is not authorized to access \"x\". You need to create a \"client-grant\" associated to this API."}"#,
    "authorise your app"
)]
#[case(
    r#"{"error":"access_denied","error_description":"Policy evaluation failed for this request, please check the policy configurations."}"#,
    "Access Policies"
)]
#[case(
    r#"{"error":"invalid_client","error_description":"Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method."}"#,
    "custom server"
)]
#[case(
    r#"{"error":"invalid_scope","error_description":"The authorization server resource does not have any configured default scopes, 'scope' must be provided."}"#,
    "Send scope"
)]
#[case(
    r#"{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 1"}"#,
    "column Value"
)]
#[case(
    r#"{"error":"unauthorized_client","error_description":"AADSTS700016: Application with identifier 'x' was not found in the directory"}"#,
    "Application (client) ID"
)]
#[case(
    r#"{"error":"invalid_scope","error_description":"AADSTS1002012: The provided value for scope read is not valid."}"#,
    "/.default"
)]
#[case(
    r#"{"timestamp":"x","status":404,"error":"Not Found","path":"/tokn"}"#,
    "address"
)]
fn what_a_server_says_leads_to_one_thing_to_do(#[case] text: &str, #[case] advice: &str) {
    let report = judged(text);
    let told = report.findings.first().unwrap();
    assert_eq!(told.rule, Rule::ReplyError);
    assert!(told.fix().contains(advice), "{}", told.fix());
}

#[test]
fn what_was_cut_is_not_said_to_be_there() {
    for text in [
        reply("eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9..."),
        "{\"access_token\": \"eyJhbGciOiJSUzI1".to_owned(),
    ] {
        let held = |f: &&Finding| f.rule == Rule::AccessTokenHeld;
        assert!(judged(&text).findings.iter().find(held).is_none());
    }
}

#[test]
fn a_token_that_nobody_signed_names_no_key_that_signed_it() {
    let report = judged(&reply(&token(r#"{"alg":"none"}"#, CLAIMS)));
    assert!(
        report
            .findings
            .iter()
            .all(|f| f.rule != Rule::TokenKidMissing)
    );
    assert!(report.findings.iter().any(|f| f.rule == Rule::TokenAlgNone));
}
