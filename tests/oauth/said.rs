//! Inputs of the shapes of real issuers and of real pastes, each with what must be said of it, and nothing that is not so.

use std::collections::BTreeSet;
use std::path::Path;

use assert_cmd::Command;
use rstest::rstest;
use serde_json::Value;

/// The second at which everything is judged: the tokens are a few minutes old.
const AT: &str = "2026-11-26T14:16:00Z";

fn case(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cases");
    folder.join(name).display().to_string()
}

struct Ran {
    code: Option<i32>,
    report: Value,
    text: String,
}

impl Ran {
    /// The ids of this severity.
    fn ids(&self, severity: &str) -> BTreeSet<&str> {
        let findings = self.report["findings"].as_array().unwrap().iter();
        let found = findings.filter(|f| f["severity"] == severity);
        found.map(|f| f["id"].as_str().unwrap()).collect()
    }
}

fn run(words: &[&str]) -> Ran {
    let go = |more: &[&str]| {
        let mut command = Command::cargo_bin("oauth-tutor").unwrap();
        command
            .env_clear()
            .args(words)
            .args(["--at", AT])
            .args(more)
            .output()
            .unwrap()
    };
    let (json, plain) = (go(&["--json"]), go(&[]));
    let out = String::from_utf8(json.stdout).unwrap();
    assert_eq!(json.status.code(), plain.status.code());
    Ran {
        code: json.status.code(),
        report: serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}")),
        text: String::from_utf8(plain.stdout).unwrap(),
    }
}

/// What each token is, whose, and which rules must and may fire besides the notes.
#[rstest]
#[case("02_auth0_user.jwt", "access-token", "auth0", &[], &["claim.sub.person"])]
#[case("04_okta_custom.jwt", "access-token", "okta", &[], &["claim.sub.person"])]
#[case("06_entra_v1_app.jwt", "access-token", "entra", &[], &["claim.power"])]
#[case("08_entra_v2_user.jwt", "access-token", "entra", &[], &["claim.sub.person"])]
#[case("10_keycloak_refresh.jwt", "refresh-token", "keycloak", &[], &["token.kind"])]
#[case("12_cognito_id.jwt", "id-token", "cognito", &[], &["token.kind"])]
#[case("14_firebase.jwt", "id-token", "firebase", &[], &["token.kind"])]
#[case("16_gitlab_ci.jwt", "workload", "gitlab-ci", &[], &["token.kind"])]
#[case("18_k8s_projected.jwt", "workload", "kubernetes", &["claim.life.long"], &["token.kind"])]
#[case("20_vault_identity.jwt", "workload", "vault", &[], &["token.kind"])]
#[case("22_salesforce.jwt", "access-token", "salesforce", &[], &[])]
#[case("24_slack_id.jwt", "id-token", "slack", &[], &["token.kind"])]
#[case("26_supabase_user.jwt", "access-token", "supabase", &["token.alg.hmac"], &["claim.sub.person"])]
#[case("28_spring_as.jwt", "access-token", "spring", &[], &[])]
#[case("30_pingfederate.jwt", "access-token", "ping", &[], &[])]
#[case("32_oidc_id.jwt", "id-token", "generic", &[], &["token.kind"])]
#[case("34_sdjwt.txt", "sd-jwt", "generic", &[], &["token.sd-jwt"])]
#[case("36_client_assertion.jwt", "client-assertion", "generic", &[], &["token.kind"])]
#[case("38_b64false.txt", "jwt", "generic", &[], &["token.detached"])]
#[case("40_jwe_dir.jwe", "jwe", "generic", &["token.jwe"], &[])]
#[case("42_paseto_v4_local.txt", "paseto", "generic", &[], &["token.paseto"])]
#[case("44_mldsa65.jwt", "jwt", "generic", &[], &["token.alg.unknown"])]
#[case("46_hs256_weak.jwt", "jwt", "generic", &[], &[])]
#[case("48_act.jwt", "access-token", "generic", &[], &["claim.sub.person"])]
#[case("50_jws_flat.json", "jwt", "generic", &[], &["token.json-serialization"])]
#[case("74_code_token_type.jwt", "access-token", "generic", &[], &[])]
#[case("76_jar.jwt", "request-object", "generic", &[], &["token.kind"])]
#[case("78_id_jag.jwt", "jwt", "generic", &[], &["token.kind"])]
fn a_token_is_what_it_is_and_no_fault_is_found(
    #[case] file: &str,
    #[case] kind: &str,
    #[case] family: &str,
    #[case] warns: &[&str],
    #[case] notes: &[&str],
) {
    let ran = run(&["decode", &case(&format!("tokens/{file}"))]);
    assert_eq!(
        (
            ran.report["token_kind"].as_str(),
            ran.report["family"].as_str()
        ),
        (Some(kind), Some(family))
    );
    assert_eq!(ran.ids("fail"), BTreeSet::new());
    assert_eq!(ran.ids("warn"), warns.iter().copied().collect());
    for note in notes {
        assert!(ran.ids("note").contains(note), "{note}: {}", ran.text);
    }
    assert_eq!(ran.code, Some(0));
}

#[rstest]
#[case("66_none.jwt", "jwt", "token.alg.none")]
#[case("68_ms_exp.jwt", "jwt", "claim.exp.milliseconds")]
#[case("72_expired.jwt", "access-token", "claim.exp.expired")]
#[case("52_jwks.json", "not-a-token", "token.not-a-token")]
#[case("56_saml.xml", "not-a-token", "token.not-a-token")]
#[case("58_flask_session.txt", "not-a-token", "token.not-a-token")]
fn a_fault_of_the_token_is_the_one_thing_that_is_told(
    #[case] file: &str,
    #[case] kind: &str,
    #[case] id: &str,
) {
    let ran = run(&["decode", &case(&format!("tokens/{file}"))]);
    assert_eq!(ran.report["token_kind"], kind);
    assert_eq!(ran.ids("fail"), BTreeSet::from([id]));
    assert_eq!(ran.code, Some(1));
}

/// What `decode` must say of the hunted inputs: the rule, and a piece of what is said.
#[rstest]
#[case("20-payload-objectid", &[], "token.payload", "5d1951c247269034222c4b99", 0)]
#[case("56-header-no-alg", &[], "token.payload", "67 26 73", 0)]
#[case("22-nested-jws", &[], "token.nested", "https://as.example/", 0)]
#[case("24-gbk-payload", &[], "token.json", "not text", 1)]
#[case("28-apple-float-iat", &[], "token.kind", "client assertion", 0)]
#[case("30-dpop-proof", &[], "token.kind", "DPoP proof", 0)]
#[case("62-user-sub", &[], "claim.sub", "nothing here says whether that is the app", 0)]
#[case("66-decode-wrapped-json", &[], "paste.found-inside", "/data/access_token", 1)]
#[case("18-graph-nonce", &["18-graph-nonce.pub.pem"], "trust.signature", "only Graph can check", 1)]
#[case("26-apple-der-sig", &["26-apple-der-sig.pub.pem"], "trust.signature", "DER", 1)]
fn decode_says_what_is_so(
    #[case] file: &str,
    #[case] key: &[&str],
    #[case] id: &str,
    #[case] said: &str,
    #[case] code: i32,
) {
    let path = case(&format!("hunted/{file}.in"));
    let key: Vec<String> = key
        .iter()
        .map(|key| case(&format!("hunted/{key}")))
        .collect();
    let mut words = vec!["decode", &path];
    words.extend(key.iter().flat_map(|key| ["--key", key.as_str()]));
    let ran = run(&words);
    let findings = ran.report["findings"].as_array().unwrap();
    assert!(findings.iter().any(|f| f["id"] == id), "{id}: {}", ran.text);
    let flat = ran.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(said), "{said}: {}", ran.text);
    assert_eq!(ran.code, Some(code));
}

/// What `check` must say of the hunted inputs: kind, every fail, every warning, and a piece of what is said.
#[rstest]
#[case("02-google-dots", "token-reply", &[], &[], "Google")]
#[case("04-github-form", "token-reply", &["reply.form"], &["reply.expires_in.missing"], "Accept: application/json")]
#[case("06-cloudflare", "html", &["paste.html"], &[], "bot protection")]
#[case("08-golang-marshal", "token-reply", &[], &["reply.name"], "A library wrote expiry where the server sends expires_in")]
#[case("10-php-print_r", "bare-token", &["paste.bare-token"], &[], "notation")]
#[case("12-k8s-tokenrequest", "other-json", &["reply.unknown"], &[], "/status/token")]
#[case("14-github-oidc-reply", "other-json", &["reply.unknown", "claim.exp.expired"], &[], "/value")]
#[case("16-sap-xsuaa", "token-reply", &[], &["token.key-from-header"], "key-from-header")]
#[case("32-okta-dotnet-exception", "error-reply", &["reply.error"], &[], "DPoP proof")]
#[case("34-entra-900144", "error-reply", &["reply.error"], &["paste.secret"], "Send a form")]
#[case("36-keycloak-noservice", "error-reply", &["reply.error"], &[], "Service accounts roles")]
#[case("38-keycloak-iat", "error-reply", &["reply.error"], &[], "iat")]
#[case("40-journald-prefix", "token-reply", &[], &[], "lines of a log")]
#[case("42-har", "token-reply", &[], &["paste.secret"], "/log/entries/0/response/content/text")]
#[case("44-ps-invoke-webrequest", "token-reply", &["paste.truncated"], &[], ".Content")]
#[case("46-twitter-error", "error-reply", &["reply.error"], &[], "Unable to verify your credentials")]
#[case("48-spring-exception", "error-reply", &["reply.error"], &[], "401")]
#[case("50-idserver-scope-array", "token-reply", &["reply.scope.type"], &[], "list")]
#[case("52-docker-json-log", "token-reply", &[], &[], "/log")]
#[case("54-okta-workflows-403", "error-reply", &["reply.error"], &[], "okta.logs.read")]
#[case("58-yaml", "bare-token", &["paste.bare-token"], &[], "notation")]
#[case("60-postman-console", "token-reply", &[], &["paste.secret"], "client secret")]
fn check_says_what_is_so(
    #[case] file: &str,
    #[case] kind: &str,
    #[case] fails: &[&str],
    #[case] warns: &[&str],
    #[case] said: &str,
) {
    let ran = run(&["check", &case(&format!("hunted/{file}.in"))]);
    assert_eq!(ran.report["kind"], kind);
    assert_eq!(ran.ids("fail"), fails.iter().copied().collect());
    assert_eq!(ran.ids("warn"), warns.iter().copied().collect());
    let flat = ran.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(said), "{said}: {}", ran.text);
    assert!(
        !ran.text.contains("not-a-secret-1234"),
        "a secret is repeated"
    );
    assert_eq!(ran.code, Some(i32::from(!fails.is_empty())));
}

#[test]
fn nearly_every_claim_of_the_issuers_is_explained() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cases/tokens");
    let (mut all, mut unknown) = (0, Vec::new());
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path().display().to_string();
        let ran = run(&["decode", &path]);
        for (name, words) in ran.report["explained"].as_object().unwrap() {
            all += 1;
            if words.as_str().unwrap().starts_with("unknown") {
                unknown.push(format!("{path}: {name}"));
            }
        }
    }
    assert!(
        unknown.len() * 20 <= all,
        "{all} claims, unknown: {unknown:#?}"
    );
}

#[test]
fn codes_are_translated_and_nested_values_explained() {
    let ran = run(&["decode", &case("tokens/06_entra_v1_app.jwt")]);
    let told = |name: &str| {
        ran.report["explained"][name]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert!(told("idtyp").contains("app"), "{}", told("idtyp"));
    assert!(
        told("appidacr").contains("certificate"),
        "{}",
        told("appidacr")
    );
    let ran = run(&["decode", &case("tokens/18_k8s_projected.jwt")]);
    let explained = ran.report["explained"].as_object().unwrap();
    assert!(
        explained.contains_key("kubernetes.io.serviceaccount.name"),
        "{explained:?}"
    );
}
