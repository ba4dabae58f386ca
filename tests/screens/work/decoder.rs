//! Stories at the decoder: what is no token, nested values, copies, keys from elsewhere, a search, signing anew, two tokens, undo.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth_tutor::app::desk::KeyFetch;
use oauth_tutor::oauth::time::UnixTime;

use crate::learner::{Learner, TOKEN, sees, sees_not};

const CLAIMS: &str = r#"{"iss":"https://as.example","sub":"u1","aud":"https://api.example","iat":1763722800,"exp":1763726400,"realm_access":{"roles":["admin","audit"]},"address":{"country":"NL","lines":[{"street":"Kade 1"}]}}"#;

fn token(claims: &str) -> String {
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let header = encode(r#"{"alg":"EdDSA","kid":"k1"}"#);
    format!("{header}.{}.{}", encode(claims), "A".repeat(86))
}

fn at(text: &str) -> Learner {
    let mut learner = Learner::new(100, 30);
    learner.keys("d");
    assert!(learner.pastes(text));
    learner
}

fn pem(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/keys/");
    std::fs::read_to_string(format!("{folder}{name}")).unwrap()
}

#[test]
fn what_is_no_token_is_named_and_a_key_is_not_shown() {
    let key = pem("test-only-ed25519-pkcs8.pem");
    let learner = at(&key);
    sees(&learner, "You pasted a secret: a private key.");
    let body = key.lines().nth(1).unwrap();
    sees_not(&learner, body);
    let learner = at(r#"{"error":"invalid_client"}"#);
    sees(&learner, "No token in this text");
    sees(&learner, "an error response");
    sees_not(&learner, "It is a reference");
    let learner = at("it does not work");
    sees(&learner, "token.not-a-token");
}

#[test]
fn a_token_is_found_wherever_it_stands_and_pasting_at_home_leads_to_it() {
    let mut learner = Learner::new(100, 30);
    let text = format!("Cookie: theme=dark; session={}", token(CLAIMS));
    assert!(learner.pastes(&text));
    sees(&learner, "realm_access");
    sees(&learner, "paste.found-inside");
}

#[test]
fn nested_values_stand_below_their_own_and_can_be_changed() {
    let mut learner = at(&token(CLAIMS));
    learner.keys("Z");
    sees(&learner, "country NL");
    sees(&learner, "street Kade 1");
    let mut learner = at(&token(CLAIMS));
    // iss sub aud iat exp realm_access roles address country.
    learner.keys("down down down down down down down down e ctrl+u");
    sees(&learner, "Change country");
    learner.types("\"BE\"").keys("enter");
    assert!(learner.sees("You changed country."));
    learner.keys("y 3");
    assert!(learner.copied[0].contains(r#""country":"BE","lines""#));
}

#[test]
fn what_is_selected_can_be_copied_by_itself() {
    let token = token(CLAIMS);
    let mut learner = at(&token);
    learner.keys("down down y");
    sees(&learner, "the value of aud");
    learner.keys("2 y 3 y 4 y 1");
    let payload = token.split('.').nth(1).unwrap();
    assert_eq!(
        learner.copied,
        ["https://api.example", CLAIMS, payload, &token]
    );
}

#[test]
fn a_search_keeps_what_holds_the_text_and_what_is_selected_is_meant() {
    let mut learner = at(&token(CLAIMS));
    learner.keys("/").types("COUNTRY");
    sees(&learner, "country NL");
    sees_not(&learner, "https://api.example");
    // The address holds it too, in its value.
    learner.keys("enter down y 2");
    assert_eq!(learner.copied, ["NL"]);
    sees(&learner, "shows all again");
    learner.keys("esc");
    sees(&learner, "https://api.example");
    learner.keys("/").types("nowhere");
    sees(&learner, "Nothing here holds what you look for.");
    learner.keys("esc");
    assert!(learner.sees("https://api.example"));
}

#[test]
fn keys_come_out_of_a_file() {
    let mut learner = at(&token(CLAIMS));
    learner
        .files
        .insert("own.pem".into(), pem("test-only-ed25519-pkcs8.pem"));
    learner.keys("F").types("own.pem").keys("enter");
    assert_eq!(learner.app.decoder.keys, KeyFetch::Given { count: 1 });
    sees(&learner, "failed");
    learner.keys("F").types("nowhere.pem").keys("enter");
    sees(&learner, "Not opened: nowhere.pem: no such file");
}

#[test]
fn an_address_is_asked_for_keys_only_after_its_host_was_named() {
    let mut learner = at(&token(CLAIMS));
    learner
        .keys("U")
        .types("https://as.example/keys")
        .keys("enter");
    sees(&learner, "This asks as.example for its public keys");
    assert_eq!(learner.app.decoder.keys, KeyFetch::Idle);
    learner.keys("esc");
    assert_eq!(learner.app.decoder.keys, KeyFetch::Idle);
    learner
        .keys("U")
        .types("https://as.example/keys")
        .keys("enter enter");
    assert_eq!(
        learner.app.decoder.keys,
        KeyFetch::From("as.example".into())
    );
    sees(&learner, "Checked with the keys that as.example publishes.");
    for (address, why) in [
        ("http://as.example/keys", "not fetched over plain http"),
        ("as.example", "That is no address."),
        ("https://u:p@as.example/", "carries a secret"),
        ("https://as.example/?access_token=x", "rotate it now"),
    ] {
        learner.keys("U").types(address).keys("enter");
        sees(&learner, why);
    }
}

#[test]
fn a_changed_token_is_signed_anew_and_fits_and_each_step_is_taken_back() {
    let mut learner = at(&token(CLAIMS));
    let key = pem("test-only-ed25519-pkcs8.pem");
    learner
        .keys("down e ctrl+u")
        .types("\"u2\"")
        .keys("enter O");
    assert!(learner.pastes(&key));
    sees_not(&learner, key.lines().nth(1).unwrap());
    learner.keys("enter");
    sees(&learner, "✓ signature fits");
    sees(&learner, "passed");
    sees(
        &learner,
        "You changed sub, and signed it with a key of yours.",
    );
    learner.keys("u");
    sees(&learner, "· signature fits");
    sees(&learner, "the key that checked it is put away");
    learner.keys("u");
    assert!(learner.app.decoder.edits.is_empty());
}

#[test]
fn the_practice_tenant_signs_what_was_changed_and_its_keys_say_so() {
    let mut learner = at(TOKEN);
    learner.keys("e ctrl+u").types("\"me\"").keys("enter S");
    sees(&learner, "✓ signature fits");
    assert_eq!(learner.app.decoder.keys, KeyFetch::Done);
    sees(&learner, "the practice tenant signed it with its own key");
}

#[test]
fn a_key_that_cannot_sign_is_refused_with_a_reason() {
    let mut learner = at(&token(CLAIMS));
    learner.keys("O").types("secret").keys("enter");
    sees(&learner, "Not signed:");
    assert!(learner.app.decoder.edits.is_empty());
}

#[test]
fn two_tokens_stand_beside_each_other() {
    let mut learner = at(&token(CLAIMS));
    learner.keys("c");
    let other = CLAIMS
        .replace("https://api.example", "https://other.example")
        .replace("1763726400", "1763730000");
    assert!(learner.pastes(&token(&other)));
    learner.keys("enter");
    sees(&learner, "- aud \"https://api.example\"");
    sees(&learner, "+ aud \"https://other.example\"");
    sees(&learner, "the second is 60 minutes later");
    learner.keys("esc");
    sees_not(&learner, "other.example");
    learner.keys("c").types("it does not work").keys("enter");
    sees(&learner, "there is nothing to compare");
}

#[test]
fn emptying_a_desk_is_taken_back() {
    for (desk, words) in [("d", "realm_access"), ("c", "paste.bare-token")] {
        let mut learner = Learner::new(100, 30);
        learner.keys(desk);
        assert!(learner.pastes(&token(CLAIMS)));
        learner.keys("del");
        sees_not(&learner, words);
        sees(&learner, "The desk is empty. u brings back");
        learner.keys("u");
        sees(&learner, words);
        learner.keys("u");
        assert!(
            learner.sees("nothing to take back") || learner.sees("You have changed nothing."),
            "{}",
            learner.text()
        );
    }
}

#[test]
fn a_number_that_is_typed_shows_its_date_and_local_time_stands_beside_utc() {
    let mut learner = Learner::new(100, 30);
    learner.app.local = |UnixTime(at)| Some(format!("in the zone of here {at}"));
    learner.keys("d");
    assert!(learner.pastes(&token(CLAIMS)));
    learner.keys("down down down down").resizes(80, 24);
    sees(&learner, "2025-11-21T12:00:00Z, here in the zone of here");
    learner.keys("e ctrl+u").types("1763809200");
    sees(&learner, "2025-11-22T11:00:00Z");
    sees(&learner, "24 hours from now");
    learner.types("000");
    sees(&learner, "count milliseconds");
    learner.keys("ctrl+u").types("12");
    sees_not(&learner, "count milliseconds");
}

#[test]
fn every_view_and_size_draws_nested_values() {
    for (columns, rows) in [(60, 20), (80, 24), (120, 35)] {
        let mut learner = at(&token(CLAIMS));
        learner.resizes(columns, rows);
        for keys in ["v", "v", "v", "/ a enter", "down", "end", "c esc"] {
            learner.keys(keys);
            assert!(!learner.text().is_empty());
        }
    }
}
