//! The definitions of the contract, 3.2, one line a row: what a reply with exactly this in it is told, and what not.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth_tutor::oauth::check::paste::Pasted;
use oauth_tutor::oauth::check::{Expectation, Report, check};
use oauth_tutor::oauth::finding::Severity;
use oauth_tutor::oauth::time::UnixTime;
use oauth_tutor::oauth::vendor::Profile;
use rstest::rstest;
use serde_json::{Value, json};

const AT: UnixTime = UnixTime(1_700_000_000);

/// A usual token's claims, with some of them put in, changed, or (by `null`) left out.
fn token(changes: &Value) -> String {
    let mut claims = json!({
        "iss": "https://as.example", "sub": "app", "aud": "https://api.example",
        "iat": AT.0, "exp": AT.0 + 3600, "client_id": "app"
    });
    let claims = claims.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            claims.remove(name);
        } else {
            claims.insert(name.clone(), value.clone());
        }
    }
    let part = |text: String| URL_SAFE_NO_PAD.encode(text);
    let header = part(json!({"alg": "RS256", "typ": "at+jwt", "kid": "k"}).to_string());
    format!("{header}.{}.AAAA", part(json!(claims).to_string()))
}

fn reply(token: &str) -> String {
    format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":3600}}"#)
}

fn judged(text: &str, wanted: Expectation) -> Report {
    check(&Pasted::new(text), &Expectation { at: AT, ..wanted }, None)
}

/// The severity of `id` in the report, if it is told.
fn told(report: &Report, id: &str) -> Option<Severity> {
    let mut findings = report.findings.iter();
    findings.find(|f| f.rule.id() == id).map(|f| f.severity)
}

#[rstest]
#[case::gty(json!({"gty": "client-credentials"}), Profile::Auth0)]
#[case::clients(json!({"sub": "app@clients"}), Profile::Auth0)]
#[case::cid_with_ver(json!({"cid": "app", "ver": 1, "client_id": null}), Profile::Okta)]
#[case::cid_alone(json!({"cid": "app", "client_id": null}), Profile::Generic)]
#[case::ver_alone(json!({"ver": 1}), Profile::Generic)]
#[case::aud_is_iss(
    json!({"cid": "app", "ver": 1, "client_id": null, "aud": "https://as.example"}),
    Profile::OktaOrg
)]
#[case::never_by_host(json!({"iss": "https://tenant.eu.auth0.com/"}), Profile::Generic)]
fn the_profile_is_decided_by_evidence(#[case] changes: Value, #[case] profile: Profile) {
    let report = judged(&reply(&token(&changes)), Expectation::default());
    assert_eq!(report.profile, profile);
}

#[rstest]
#[case::one_of_two(&["https://x.example", "https://api.example"], None, None)]
#[case::none_of_two(&["https://x.example", "https://y.example"], Some(Severity::Fail), None)]
#[case::slash_in_place_of_mismatch(&["https://api.example/"], None, Some(Severity::Fail))]
#[case::slash_among_others(&["https://x.example", "https://api.example/"], None, Some(Severity::Fail))]
fn the_token_must_name_one_of_the_audiences(
    #[case] audiences: &[&str],
    #[case] mismatch: Option<Severity>,
    #[case] slash: Option<Severity>,
) {
    let wanted = Expectation {
        audiences: audiences.iter().map(|&one| one.to_owned()).collect(),
        ..Expectation::default()
    };
    let report = judged(&reply(&token(&json!({}))), wanted);
    assert_eq!(told(&report, "claim.aud.mismatch"), mismatch);
    assert_eq!(told(&report, "claim.aud.slash"), slash);
}

#[rstest]
#[case::nothing_said(&[], Severity::Warn)]
#[case::flag_given(&["https://api.example"], Severity::Fail)]
fn a_missing_audience_is_worse_where_one_was_named(
    #[case] audiences: &[&str],
    #[case] severity: Severity,
) {
    let wanted = Expectation {
        audiences: audiences.iter().map(|&one| one.to_owned()).collect(),
        ..Expectation::default()
    };
    let report = judged(&reply(&token(&json!({"aud": null}))), wanted);
    assert_eq!(told(&report, "claim.aud.missing"), Some(severity));
}

#[rstest]
#[case::plain("3600", true)]
#[case::point_nothing("3600.0", true)]
#[case::exponent("36e2", true)]
#[case::largest("999999999", true)]
#[case::instant("1000000000", false)]
#[case::instant_in_other_words("1e9", false)]
#[case::nothing("0", false)]
#[case::negative("-3600", false)]
#[case::half("0.5", false)]
fn a_lifetime_is_a_whole_number_of_any_spelling(#[case] written: &str, #[case] held: bool) {
    let text = format!(
        r#"{{"access_token":"opaque-0123456789","token_type":"bearer","expires_in":{written}}}"#
    );
    let report = judged(&text, Expectation::default());
    let range = told(&report, "reply.expires_in.range");
    assert_eq!(range.is_none(), held);
}

#[rstest]
#[case::another_order("b a", json!("a b"), true)]
#[case::a_list("a b", json!(["b", "a"]), true)]
#[case::less("a", json!("a b"), false)]
fn scopes_are_compared_as_sets(#[case] said: &str, #[case] held: Value, #[case] agree: bool) {
    let token = token(&json!({"scope": held}));
    let text = reply(&token).replace("3600}", &format!(r#"3600,"scope":"{said}"}}"#));
    let report = judged(&text, Expectation::default());
    assert_eq!(told(&report, "agree.scope").is_none(), agree);
}

#[rstest]
#[case::padding_in_a_jwt(true, "token.padding", "reply.access_token.charset")]
#[case::padding_of_an_opaque_token(false, "token.opaque", "token.padding")]
fn padding_is_judged_by_what_the_token_is(#[case] jwt: bool, #[case] id: &str, #[case] not: &str) {
    let token = if jwt {
        token(&json!({})).replacen('.', "=.", 1)
    } else {
        "b3BhcXVlLTAxMjM0NTY3ODk=".to_owned()
    };
    let report = judged(&reply(&token), Expectation::default());
    assert!(told(&report, id).is_some(), "{:?}", report.findings);
    assert!(told(&report, not).is_none() && told(&report, "reply.access_token.charset").is_none());
}

#[rstest]
#[case("invalid_target")]
#[case("use_dpop_nonce")]
#[case("invalid_dpop_proof")]
#[case("access_denied")]
#[case("authorization_pending")]
#[case("slow_down")]
#[case("expired_token")]
fn codes_of_extensions_at_work_here_are_registered(#[case] code: &str) {
    let report = judged(&format!(r#"{{"error":"{code}"}}"#), Expectation::default());
    assert_eq!(told(&report, "reply.error"), Some(Severity::Fail));
    assert_eq!(told(&report, "reply.error.code"), None);
}
