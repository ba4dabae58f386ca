//! The checker: each rule with a paste that fires it and one that nearly does, replies of real servers that must raise no alarm, the seeds.

use std::fs;
use std::path::{Path, PathBuf};

use oauth_tutor::oauth::check::paste::{Kind, Pasted, from_bytes};
use oauth_tutor::oauth::check::{Expectation, Report, check, judge_token, specimen};
use oauth_tutor::oauth::finding::{Finding, Layer, Severity};
use oauth_tutor::oauth::jwt::Form;
use oauth_tutor::oauth::jwt::keys::Keys;
use oauth_tutor::oauth::jwt::signature::Trust;
use oauth_tutor::oauth::rules::{Rule, words};
use oauth_tutor::oauth::time::UnixTime;
use oauth_tutor::oauth::vendor::{Profile, ProfileChoice};
use proptest::prelude::*;
use rstest::rstest;

/// The second at which every fixture is judged; their tokens end 59 minutes later.
const AT: UnixTime = UnixTime(1_700_000_000);

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/check")
}

fn read(path: &Path) -> Pasted {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    from_bytes(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn now() -> Expectation {
    Expectation {
        at: AT,
        ..Expectation::default()
    }
}

/// What a rule's fixtures are judged against: most rules need nothing to compare with.
fn expectation(rule: Rule) -> Expectation {
    let mut wanted = now();
    match rule.id() {
        id if id.starts_with("claim.iss") => wanted.issuer = Some("https://as.example".into()),
        id if id.starts_with("claim.aud") => wanted.audiences = vec!["https://api.example".into()],
        "reply.scope.narrowed" => wanted.scope = Some("write".into()),
        _ => {}
    }
    wanted
}

/// The key of RFC 7515 A.2, whose token the trust fixtures hold.
fn rfc_key() -> Keys {
    let vectors = include_str!("../vectors/jws.json");
    let all: serde_json::Value = serde_json::from_str(vectors).unwrap();
    Keys::parse(&all[1]["jwk"].to_string()).unwrap()
}

fn keys(rule: Rule, bad: bool) -> Option<Keys> {
    match (rule, bad) {
        (Rule::TrustNotChecked, true) => None,
        (Rule::TrustKey, true) => {
            let set = fs::read_to_string(fixtures().join("keys.json")).unwrap();
            Some(Keys::parse(&set).unwrap())
        }
        _ if rule.layer() == Layer::Trust => Some(rfc_key()),
        _ => None,
    }
}

/// Rules that `decode` alone tells: of a response they say nothing, or something else.
fn is_of_decode(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::TokenNotAToken
            | Rule::SubPerson
            | Rule::ClaimNeeded
            | Rule::TokenPayload
            | Rule::TokenJsonSerialization
            | Rule::PasteSeveralTokens
            | Rule::TrustSecretWeak
    )
}

/// What is told of a rule's fixture.
fn told(rule: Rule, which: &str) -> Vec<Finding> {
    if !is_of_decode(rule) {
        return judge(rule, which).findings;
    }
    let path = fixtures().join(format!("{}.{which}.txt", rule.id()));
    let secret = match which {
        "bad" => "secret",
        _ => "a-secret-of-forty-bytes-for-this-test-ok",
    };
    let keys = (rule == Rule::TrustSecretWeak).then(|| Keys::from_secret(secret.into()));
    specimen::read(&read(&path))
        .judge(&now(), keys.as_ref())
        .findings
}

fn judge(rule: Rule, which: &str) -> Report {
    let path = fixtures().join(format!("{}.{which}.txt", rule.id()));
    let keys = keys(rule, which == "bad");
    check(&read(&path), &expectation(rule), keys.as_ref())
}

fn has(report: &Report, rule: Rule) -> bool {
    report.findings.iter().any(|finding| finding.rule == rule)
}

fn ids(findings: &[Finding], severity: Severity) -> Vec<&'static str> {
    let worse = findings.iter().filter(|f| f.severity == severity);
    worse.map(|finding| finding.rule.id()).collect()
}

fn faults() -> impl Iterator<Item = Rule> {
    Rule::all().filter(|rule| rule.severity() != Severity::Pass)
}

#[test]
fn each_rule_fires_on_its_paste_and_not_on_its_near_miss() {
    let mut wrong = Vec::new();
    for rule in faults() {
        let fires = |which| told(rule, which).iter().any(|finding| finding.rule == rule);
        if !fires("bad") {
            wrong.push(format!("{} does not fire", rule.id()));
        }
        if fires("near") {
            wrong.push(format!("{} fires on its near miss", rule.id()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_rule_that_held_is_told_on_a_good_reply() {
    let told: Vec<Rule> = fs::read_dir(fixtures().join("good"))
        .unwrap()
        .flat_map(|file| check(&read(&file.unwrap().path()), &now(), None).findings)
        .map(|finding| finding.rule)
        .chain(
            judge(Rule::TrustSignature, "near")
                .findings
                .iter()
                .map(|f| f.rule),
        )
        .collect();
    for rule in Rule::all().filter(|rule| rule.severity() == Severity::Pass) {
        assert!(told.contains(&rule), "{} never held", rule.id());
    }
}

#[test]
fn each_rule_has_words_a_clause_and_no_slot_left_open() {
    for rule in Rule::all() {
        let words = rule.words();
        assert!(!words.what.is_empty(), "{} says nothing", rule.id());
        assert!(!words.why.is_empty(), "{} gives no reason", rule.id());
        assert!(!rule.spec().is_empty(), "{} has no clause", rule.id());
        assert_eq!(Rule::from_id(rule.id()), Some(rule));
        assert!(rule.id().starts_with(rule.layer().word()));
    }
    for rule in faults() {
        for finding in told(rule, "bad") {
            for text in [finding.what(), finding.why(), finding.fix()] {
                let open = slots(&text);
                assert!(
                    open.is_empty(),
                    "{} leaves {open:?}: {text}",
                    finding.rule.id()
                );
                let phrase = text.split(' ').any(|word| {
                    [
                        "unchecked.",
                        "refusal.",
                        "syntax.",
                        "kind.",
                        "typ.",
                        "fault.",
                        "status.",
                        "future.",
                        "life.",
                        "person.",
                        "bound.",
                        "shown.",
                    ]
                    .iter()
                    .any(|start| word.len() > start.len() && word.starts_with(start))
                });
                assert!(
                    !phrase,
                    "{} names a phrase that is not there: {text}",
                    finding.rule.id()
                );
            }
        }
    }
}

/// The `{name}` slots that are left in `text`.
fn slots(text: &str) -> Vec<&str> {
    let pieces = text.split('{').skip(1);
    let names = pieces.filter_map(|piece| piece.split_once('}').map(|(name, _)| name));
    names
        .filter(|name| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        })
        .collect()
}

#[test]
fn the_file_of_words_has_a_table_for_each_rule_and_no_other() {
    let file: toml::Table = toml::from_str(include_str!("../../assets/rules.toml")).unwrap();
    let rules = file["rules"].as_table().unwrap();
    let strays: Vec<&String> = rules
        .keys()
        .filter(|id| Rule::from_id(id).is_none())
        .collect();
    assert_eq!(strays, Vec::<&String>::new());
    for rule in Rule::all() {
        // The program has tables made from the file; both must say the same.
        let (table, words) = (&rules[rule.id()], rule.words());
        assert_eq!(table["what"].as_str(), Some(words.what));
        assert_eq!(table["why"].as_str(), Some(words.why));
        let fix = table.get("fix").map_or("", |fix| fix.as_str().unwrap());
        assert_eq!(fix, words.fix);
        let lesson = table.get("lesson").map(|lesson| lesson.as_str().unwrap());
        assert_eq!(lesson, words.lesson);
        let tutor = table.get("tutor").map(|tutor| tutor.as_str().unwrap());
        assert_eq!(tutor, words.tutor);
        let known = ["what", "why", "fix", "tutor", "lesson"];
        assert!(
            table
                .as_table()
                .unwrap()
                .keys()
                .all(|key| known.contains(&key.as_str()))
        );
    }
    for (id, text) in file["phrases"].as_table().unwrap() {
        // Ids live as long as the program; these are few and from a test.
        let id: &'static str = id.clone().leak();
        assert_eq!(text.as_str(), Some(words::phrase(id)));
    }
    for code in file["registered"].as_table().unwrap().keys() {
        assert!(words::registered(code));
    }
    assert!(!words::registered("too_many_requests"));
}

#[test]
fn what_is_wrong_says_what_to_do() {
    for rule in faults().filter(|rule| rule.severity() >= Severity::Warn) {
        assert!(
            !rule.words().fix.is_empty(),
            "{} leaves you alone",
            rule.id()
        );
    }
}

#[rstest]
#[case("auth0", "auth0.json", Profile::Auth0, Form::Jws)]
#[case("auth0", "auth0-scope.json", Profile::Auth0, Form::Jws)]
#[case("auth0", "auth0-9068.json", Profile::Auth0, Form::Jws)]
#[case("auth0", "auth0-9068-scope.json", Profile::Auth0, Form::Jws)]
#[case("okta", "okta.json", Profile::Okta, Form::Jws)]
#[case("okta", "okta-dpop.json", Profile::Okta, Form::Jws)]
#[case("okta", "okta-org.json", Profile::OktaOrg, Form::Jws)]
#[case("keycloak", "keycloak.json", Profile::Generic, Form::Jws)]
#[case("entra", "entra.json", Profile::Generic, Form::Jws)]
#[case("entra", "entra-v2.json", Profile::Generic, Form::Jws)]
#[case("oidc-provider", "oidc-provider.json", Profile::Generic, Form::Opaque)]
#[case("oidc-provider", "oidc-provider-jwt.json", Profile::Generic, Form::Jws)]
#[case("oidc-provider", "rfc9068-dpop.json", Profile::Generic, Form::Jws)]
fn a_good_reply_of_a_real_server_raises_no_alarm(
    #[case] head: &str,
    #[case] body: &str,
    #[case] profile: Profile,
    #[case] form: Form,
) {
    let body = read(&fixtures().join("good").join(body)).text;
    let head = read(&fixtures().join("heads").join(format!("{head}.txt"))).text;
    for text in [
        body.clone(),
        format!("{head}{body}"),
        format!("{head}{body}").replace('\n', "\r\n"),
    ] {
        let report = check(&Pasted::new(text), &now(), None);
        assert_eq!(ids(&report.findings, Severity::Fail), Vec::<&str>::new());
        assert_eq!(ids(&report.findings, Severity::Warn), Vec::<&str>::new());
        assert_eq!(report.kind(), Kind::TokenReply);
        assert_eq!((report.profile, report.form), (profile, form));
        assert_eq!(report.verdict(), Severity::Pass);
    }
}

#[rstest]
#[case("001.txt", &["claim.exp.expired"], &[])]
#[case("002.txt", &["paste.placeholder"], &["paste.no-braces"])]
#[case("003.txt", &["paste.truncated"], &[])]
#[case("004.txt", &["paste.truncated", "reply.access_token.missing"], &[])]
fn the_samples_of_the_guides_are_seen_for_what_they_are(
    #[case] file: &str,
    #[case] fails: &[&str],
    #[case] warns: &[&str],
) {
    let pasted = read(&fixtures().join("seeds").join(file));
    let at = UnixTime(1_795_000_000);
    let report = check(&pasted, &Expectation { at, ..now() }, None);
    assert_eq!(ids(&report.findings, Severity::Fail), fails);
    assert_eq!(ids(&report.findings, Severity::Warn), warns);
    assert_eq!(report.kind(), Kind::TokenReply);
}

/// A token with these claims, read but never trusted.
fn token_with(payload: &str) -> String {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let header = engine.encode(r#"{"alg":"RS256","kid":"k"}"#);
    format!("{header}.{}.AAAA", engine.encode(payload))
}

#[rstest]
#[case(r#"{"sub":"auth0|5f7c8ec7","azp":"app"}"#, true)]
#[case(r#"{"sub":"google-oauth2|1234"}"#, true)]
#[case(r#"{"sub":"alice@example.com","azp":"app"}"#, true)]
#[case(r#"{"sub":"00u1","cid":"0oa1","ver":1}"#, true)]
#[case(r#"{"sub":"x","uid":"00u1"}"#, true)]
#[case(r#"{"sub":"x","client_id":"app","email":"a@example.com"}"#, true)]
#[case(r#"{"sub":"x","client_id":"app","auth_time":1}"#, true)]
#[case(r#"{"name":"Alice"}"#, true)]
#[case(r#"{"sub":"app","client_id":"app","name":"Nightly reports"}"#, false)]
#[case(r#"{"sub":"app@clients","azp":"app","email":"a@example.com"}"#, false)]
#[case(
    r#"{"sub":"job@project.example","client_id":"job@project.example"}"#,
    false
)]
#[case(
    r#"{"sub":"3f1c8a52-0000-4000","azp":"job","preferred_username":"service-account-job"}"#,
    false
)]
#[case(r#"{"sub":"x","email":null,"client_id":"app"}"#, false)]
#[case(r#"{"sub":"https://user@as.example/app"}"#, false)]
fn a_person_is_told_by_a_sign_and_not_by_a_guess(#[case] payload: &str, #[case] person: bool) {
    let wanted = Expectation {
        client_credentials: true,
        ..now()
    };
    let report = judge_token(&token_with(payload), &wanted, None);
    let found = report.findings.iter().any(|f| f.rule == Rule::SubUser);
    assert_eq!(found, person);
}

#[rstest]
#[case(3534, false)]
#[case(3535, true)]
#[case(3540, true)]
#[case(4140, true)]
#[case(4141, false)]
fn a_lifetime_may_differ_by_rounding_and_five_minutes(#[case] life: i64, #[case] agrees: bool) {
    let token = token_with(&format!(r#"{{"iat":{},"exp":{}}}"#, AT.0, AT.0 + life));
    let text = format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":3540}}"#);
    let report = check(&Pasted::new(text), &now(), None);
    assert_eq!(has(&report, Rule::AgreeExpiresIn), !agrees);
}

/// Why a server does not say more is not seen: it may hide the reason, or have said all that its library says.
#[test]
fn of_a_refusal_without_a_reason_it_is_said_that_none_was_given() {
    let text = r#"{"error":"invalid_grant","error_description":"grant request is invalid"}"#;
    let report = check(&Pasted::new(text), &now(), None);
    let mut findings = report.findings.iter();
    let refused = findings.find(|finding| finding.rule == Rule::ReplyError);
    let said = refused.map(oauth_tutor::oauth::finding::Finding::why);
    let said = said.unwrap_or_default();
    assert!(said.contains("It did not say why."), "{said}");
    let table = include_str!("../../assets/errors.toml");
    assert!(!table.contains("hides the reason"));
}

#[rstest]
#[case("app", None)]
#[case("other", Some("app"))]
fn the_client_is_the_one_that_was_named(#[case] id: &str, #[case] seen: Option<&str>) {
    let token = token_with(r#"{"sub":"app@clients","azp":"app"}"#);
    let wanted = Expectation {
        client_id: Some(id.to_owned()),
        ..now()
    };
    let report = check(&Pasted::new(token), &wanted, None);
    let finding = report.findings.iter().find(|f| f.rule == Rule::AgreeClient);
    assert_eq!(finding.and_then(|f| f.seen.as_deref()), seen);
    if let Some(finding) = finding {
        assert_eq!(
            (finding.place.line, finding.place.column),
            (Some(1), Some(1))
        );
        assert_eq!(finding.place.pointer.as_deref(), Some("/azp"));
    }
}

#[rstest]
#[case(
    "HTTP/1.1 302 Found\nLocation: /login\n\n<html><title>x</title></html>",
    "redirect"
)]
#[case(
    "HTTP/1.1 404 Not Found\nServer: x\n\n{\"message\":\"no\"}",
    "no token endpoint"
)]
#[case(
    "HTTP/1.1 405 Method Not Allowed\nAllow: POST\n\n{\"error\":\"x\"}",
    "method"
)]
#[case(
    "HTTP/1.1 200 OK\nServer: x\n\n{\"error\":\"invalid_client\"}",
    "all went well"
)]
#[case(
    "HTTP/1.1 500 Oops\nServer: x\n\n{\"access_token\":\"x\"}",
    "status 200"
)]
fn a_status_is_explained_for_what_it_is(#[case] text: &str, #[case] why: &str) {
    let report = check(&Pasted::new(text), &now(), None);
    let finding = report
        .findings
        .iter()
        .find(|f| f.rule == Rule::HeaderStatus);
    assert!(
        finding.is_some_and(|f| f.why().contains(why)),
        "{finding:?}"
    );
    assert_eq!(finding.and_then(|f| f.place.line), Some(1));
}

#[rstest]
#[case(400)]
#[case(401)]
#[case(403)]
#[case(429)]
#[case(503)]
fn an_error_with_its_status_is_an_error_and_no_more(#[case] status: u16) {
    let head = format!("HTTP/1.1 {status} X\nContent-Type: application/json\n\n");
    let text = format!("{head}{{\"error\":\"invalid_client\"}}");
    let report = check(&Pasted::new(text), &now(), None);
    assert_eq!(ids(&report.findings, Severity::Fail), ["reply.error"]);
    // Nothing in it is worth keeping out of a cache.
    assert!(!has(&report, Rule::HeaderCacheControl));
}

#[test]
fn the_last_of_several_blocks_of_headers_counts() {
    let proxy = "HTTP/1.1 407 Proxy Authentication Required\nContent-Type: text/html\n\n";
    let path = fixtures().join("heads/auth0.txt");
    let body = read(&fixtures().join("good/auth0.json")).text;
    let text = format!("{proxy}{}{body}", read(&path).text);
    let report = check(&Pasted::new(text), &now(), None);
    assert_eq!(report.verdict(), Severity::Pass);
}

#[test]
fn places_are_those_of_the_text_as_pasted() {
    let text = "{\n  \"access_token\": \"x\",\n  \"token_type\": \"Bearr\"\n}";
    let report = check(&Pasted::new(text), &now(), None);
    let finding = report
        .findings
        .iter()
        .find(|finding| finding.rule == Rule::TokenTypeUnknown)
        .unwrap();
    assert_eq!(
        (finding.place.line, finding.place.column),
        (Some(3), Some(17))
    );
    assert_eq!(finding.place.pointer.as_deref(), Some("/token_type"));
    assert_eq!(finding.seen.as_deref(), Some("Bearr"));
}

#[test]
fn places_are_right_behind_a_repair_and_headers() {
    let text = "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\u{201c}access_token\u{201d}:\u{201c}x\u{201d},\n \u{201c}token_type\u{201d}: 7}";
    let report = check(&Pasted::new(text), &now(), None);
    let finding = report
        .findings
        .iter()
        .find(|finding| finding.rule == Rule::TokenTypeType)
        .unwrap();
    assert_eq!(
        (finding.place.line, finding.place.column),
        (Some(5), Some(16))
    );
}

#[test]
fn a_repair_is_a_warning_and_with_strict_a_fault() {
    let path = fixtures().join("paste.smart-quotes.bad.txt");
    let pasted = read(&path);
    let usual = check(&pasted, &now(), None);
    assert_eq!(usual.verdict(), Severity::Warn);
    let strict = Expectation {
        strict: true,
        ..now()
    };
    let report = check(&pasted, &strict, None);
    assert_eq!(
        ids(&report.findings, Severity::Fail),
        ["paste.smart-quotes"]
    );
    assert_eq!(report.prepared.repairs.len(), 1);
}

#[rstest]
#[case(Rule::TokenOpaque)]
#[case(Rule::TokenJwe)]
fn auth0_takes_no_opaque_and_no_encrypted_token(#[case] rule: Rule) {
    let pasted = read(&fixtures().join(format!("{}.bad.txt", rule.id())));
    let auth0 = Expectation {
        profile: ProfileChoice::Only(Profile::Auth0),
        ..now()
    };
    let report = check(&pasted, &auth0, None);
    assert!(ids(&report.findings, Severity::Fail).contains(&rule.id()));
    assert_eq!(report.profile, Profile::Auth0);
}

#[test]
fn an_error_reply_is_explained_and_not_blamed_for_missing_members() {
    let text = r#"{"errorCode":"invalid_client","errorSummary":"Invalid value for 'client_id' parameter.","errorCauses":[]}"#;
    let report = check(&Pasted::new(text), &now(), None);
    assert_eq!(report.kind(), Kind::ErrorReply);
    assert_eq!(report.profile, Profile::Okta);
    assert_eq!(ids(&report.findings, Severity::Fail), ["reply.error"]);
    assert!(report.findings[0].what().contains("invalid_client"));
    assert!(
        report.findings[0].fix().contains("client"),
        "{}",
        report.findings[0].fix()
    );
    assert_eq!(report.form, Form::None);
}

#[test]
fn a_code_that_nobody_knows_is_told_in_the_servers_own_words() {
    let text = r#"{"error":"quux","error_description":"The moon is full"}"#;
    let report = check(&Pasted::new(text), &now(), None);
    assert!(report.findings[0].what().contains("The moon is full"));
    assert_eq!(ids(&report.findings, Severity::Warn), ["reply.error.code"]);
}

#[rstest]
#[case("1000000000000000000")]
#[case("-1000000000000000000")]
#[case("99999999999999999999999999999")]
#[case("1.5e400")]
#[case("1727304866.75")]
#[case("\"soon\"")]
#[case("null")]
#[case("{}")]
fn absurd_times_are_judged_and_never_a_panic(#[case] exp: &str) {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let header = engine.encode(r#"{"alg":"RS256","kid":"k"}"#);
    let payload = engine.encode(format!(r#"{{"exp":{exp},"iat":{exp},"nbf":{exp}}}"#));
    let report = judge_token(&format!("{header}.{payload}.AAAA"), &now(), None);
    let exp_rules = report
        .findings
        .iter()
        .filter(|finding| finding.rule.id().starts_with("claim.exp"))
        .count();
    assert_eq!(exp_rules, 1);
}

#[rstest]
#[case(0, true)]
#[case(30, true)]
#[case(31, false)]
fn leeway_moves_the_end(#[case] leeway: i64, #[case] expired: bool) {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let header = engine.encode(r#"{"alg":"RS256","kid":"k"}"#);
    let payload = engine.encode(format!(r#"{{"exp":{}}}"#, AT.0 - 30));
    let wanted = Expectation { leeway, ..now() };
    let report = judge_token(&format!("{header}.{payload}.AAAA"), &wanted, None);
    let found = report.findings.iter().any(|f| f.rule == Rule::ExpExpired);
    assert_eq!(found, expired);
}

#[test]
fn no_finding_repeats_a_whole_token_or_a_secret() {
    let token = judge(Rule::TokenTyp, "near").jwt.unwrap().text().to_owned();
    for rule in faults() {
        for finding in told(rule, "bad") {
            for text in [finding.what(), finding.why(), finding.fix()]
                .into_iter()
                .chain(finding.seen.clone())
            {
                assert!(
                    !text.contains(&token),
                    "{} repeats the token",
                    finding.rule.id()
                );
                assert!(
                    !text.contains("not-a-real-one"),
                    "{} repeats the secret",
                    finding.rule.id()
                );
                assert!(text.len() < 700, "{} is too long", finding.rule.id());
            }
        }
    }
}

#[test]
fn deep_nesting_and_many_repetitions_are_no_limit() {
    let deep = format!("{}1{}", "[".repeat(200_000), "]".repeat(200_000));
    let report = check(&Pasted::new(deep), &now(), None);
    assert!(has(&report, Rule::JsonNotObject));
    let many = format!("{{{}\"a\":1}}", "\"a\":1,".repeat(100_000));
    let report = check(&Pasted::new(many), &now(), None);
    assert!(has(&report, Rule::JsonDuplicateKey));
    let nested = format!(
        "{}1{}",
        "{\"a\":1,\"a\":".repeat(50_000),
        "}".repeat(50_000)
    );
    let report = check(&Pasted::new(nested), &now(), None);
    assert!(has(&report, Rule::JsonDuplicateKey));
}

#[test]
fn a_cut_token_is_not_called_trusted_or_checked() {
    let report = judge(Rule::PastePlaceholder, "bad");
    assert!(matches!(report.trust, Trust::NotChecked(_)));
    assert!(report.jwt.is_none());
}

/// What is wrong once is told once: no rule blames the learner for what another rule has already explained.
#[rstest]
#[case::end_is_missing("{\"access_token\":\"eyJhbGciOiJSUzI1NiJ9.e30.AA", &["paste.truncated"])]
#[case::dots_twice("{\"access_token\":\"eyJhbG...1LQ\",\"token_type\":\"Bearer\",\n...\n}", &["paste.truncated"])]
#[case::other_names(r#"{"accessToken":"x","tokenType":"Bearer","expiresIn":60}"#, &["reply.access_token.missing"])]
#[case::wrapped(r#"{"status":200,"data":{"access_token":"x","token_type":"Bearer","expires_in":60}}"#, &[])]
fn one_fault_is_told_once(#[case] text: &str, #[case] fails: &[&str]) {
    let report = check(&Pasted::new(text), &now(), None);
    assert_eq!(ids(&report.findings, Severity::Fail), fails);
    assert!(!has(&report, Rule::ExpiresInMissing));
}

#[test]
fn a_text_that_is_nothing_of_the_kind_is_told_so() {
    let report = check(
        &Pasted::new("it does not work, I get 401 all the time"),
        &now(),
        None,
    );
    assert_eq!(report.kind(), Kind::Unreadable);
    assert!(
        report.findings[0]
            .what()
            .contains("looks like a token response")
    );
}

/// Pastes that are nearly replies: pieces of one, put together at random.
fn nearly_a_reply() -> impl Strategy<Value = String> {
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        ":",
        ",",
        "...",
        "\u{2026}",
        "\u{201c}",
        "\u{feff}",
        "\n",
        "access_token",
        "\"access_token\":",
        "\"token_type\":\"Bearer\"",
        "\"expires_in\":",
        "3600",
        "-1",
        "1e999",
        "\"scope\":",
        "null",
        "true",
        "eyJhbGciOiJub25lIn0",
        "eyJhbGciOiJSUzI1NiJ9.e30.",
        ".",
        "\"error\":",
        "Bearer ",
        "HTTP/1.1 200 OK\n",
        "<html>",
        "curl ",
        "@{",
        "\\u0000",
        "\\ud800",
        "YOUR_CLIENT_ID",
        "\u{0}",
        "\"exp\":",
        "9",
        "=",
        "\\",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..40)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_is_judged_without_a_panic_and_nothing_is_said_twice(
        text in prop_oneof![any::<String>(), nearly_a_reply()],
        strict in any::<bool>(),
        at in any::<i64>(),
    ) {
        let wanted = Expectation { strict, at: UnixTime(at), leeway: at, ..Expectation::default() };
        let pasted = Pasted::new(text);
        for report in specimen::read(&pasted).judge_all(&wanted, None) {
            prop_assert!(!report.findings.is_empty());
        }
        let report = check(&pasted, &wanted, None);
        for (index, one) in report.findings.iter().enumerate() {
            for other in &report.findings[index + 1..] {
                let same = one.rule == other.rule && one.place == other.place && one.seen == other.seen;
                prop_assert!(!same, "{} is told twice", one.rule.id());
            }
        }
        let fails = report.findings.iter().any(|finding| finding.severity == Severity::Fail);
        prop_assert_eq!(fails, report.verdict() == Severity::Fail);
        prop_assert!(report.kind() != Kind::Unreadable || fails, "unreadable, and no reason told");
    }

    #[test]
    fn any_token_is_read_without_a_panic(text in "[a-zA-Z0-9_.=+/ -]{0,200}", at in any::<i64>()) {
        let wanted = Expectation { at: UnixTime(at), ..Expectation::default() };
        let report = judge_token(&text, &wanted, Some(&rfc_key()));
        prop_assert_ne!(report.trust.word(), "passed");
    }
}
