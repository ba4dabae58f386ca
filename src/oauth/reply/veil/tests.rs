//! What is masked of a reply, and what stays.

use super::*;

#[test]
fn a_token_is_masked_however_its_characters_are_spelled() {
    for body in [
        r#"{"access_token":"SECRETabcdefghijklmnopqrstuvwxyzTAIL","token_type":"Bearer"}"#,
        r#"{"access_token":"SECRETab\/cdefghijklmnopqrstuvwxyzTAIL"}"#,
        r#"{"access_token":"SECRETab\u002bcdefghijklmnopqrstuvwxyzTAIL"}"#,
        r#"{"data":[{"access_token":"SECRETabcdefghijklmnopqrstuvwxyzTAIL"}]}"#,
    ] {
        let shown = tokens(body);
        assert!(shown.contains(r#""access_token":"SECR...TAIL""#), "{shown}");
    }
}

#[test]
fn a_token_is_masked_however_its_member_is_spelled_and_alone() {
    for body in [
        r#"{"accessToken":"SECRETabcdefghijklmnopqrstuvwxyzTAIL"}"#,
        r#"{"access_token":"SECRETabcdefghijklmnopqrstuvwxyzTAIL",}"#,
        r#"[{"access_token":"SECRETabcdefghijklmnopqrstuvwxyzTAIL"}]"#,
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJSECRETab.SECRETabcdef",
    ] {
        let shown = tokens(body);
        assert!(!shown.contains("SECRETab"), "{shown}");
    }
    for plain in [
        r#"{"token_type":"Bearer tokens, all"}"#,
        "eyJhbGci is how they begin. All.",
    ] {
        assert_eq!(tokens(plain), plain);
    }
}

#[test]
fn a_token_is_masked_wherever_a_server_puts_it() {
    const TOKEN: &str = "Abc1-SECRETab-defghijklmnop-9TAIL";
    let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJSECRETab.SECRETabcdef";
    for body in [
        format!(r#"{{"access_token":["{TOKEN}"]}}"#),
        format!(r#"{{"access_token":{{"value":"{TOKEN}"}}}}"#),
        format!(r#"{{"tokens":["{TOKEN}"]}}"#),
        format!(r#"{{"client_assertion":"{TOKEN}"}}"#),
        format!(r#"{{"access_token_value":"{TOKEN}"}}"#),
        format!(r#"{{"client_secret":"{TOKEN}"}}"#),
        format!(r#"{{"private_key":"{TOKEN}"}}"#),
        format!(r#"{{"body":"{{\"access_token\":\"{TOKEN}\"}}"}}"#),
        format!(r#"{{"access_token":"{TOKEN}","note":"{TOKEN}"}}"#),
        format!(r#"{{"jwt":"{jwt}"}}"#),
        format!(r#"{{"error_description":"{jwt} is over"}}"#),
        format!(r#"{{"error_description":"client_secret={TOKEN}"}}"#),
        format!("\"{TOKEN}\""),
        TOKEN.to_owned(),
        format!("Bearer {TOKEN}"),
        format!("<p>Your token: {jwt}</p>"),
        format!("<r><access_token>{TOKEN}</access_token></r>"),
        format!("access_token={TOKEN};token_type=bearer"),
        format!("token_type=bearer\naccess_token={TOKEN}"),
        format!(r#")]}}',{{"access_token":"{TOKEN}"}}"#),
        format!(r#"{{"a":1}}{{"access_token":"{TOKEN}"}}"#),
    ] {
        let shown = tokens(&body);
        assert!(!shown.contains("ECRETab"), "{body}: {shown}");
    }
    assert_eq!(
        tokens(r#"{"access_token":123456789}"#),
        r#"{"access_token":********}"#
    );
    for (name, value) in [
        ("Set-Cookie", format!("sid={TOKEN}; Path=/")),
        ("X-Access-Token", TOKEN.to_owned()),
        ("Authorization", format!("Bearer {TOKEN}")),
        ("X-Auth", format!("Bearer {TOKEN}")),
        ("Location", format!("https://x/#access_token={TOKEN}&a=b")),
        ("X-Note", jwt.to_owned()),
    ] {
        let shown = Tokens::default().header(name, &value);
        assert!(!shown.contains("ECRETab"), "{name}: {shown}");
    }
}

#[test]
fn a_token_is_masked_in_every_part_of_the_reply_that_brings_it() {
    let token = "Abc1.SECRETab/defghijklmnop-9TAIL";
    let body = format!(
        r#"{{"access_token":"{}","note":"issued {token} to you"}}"#,
        token.replace('/', "\\/")
    );
    let tokens = Tokens::of(&body);
    for part in [format!("\"issued {token} to you\""), body, token.to_owned()] {
        assert!(!tokens.hide(&part).contains("SECRETab"), "{part}");
    }
    let header = tokens.header("X-Note", &format!("for {token}"));
    assert!(!header.contains("SECRETab"), "{header}");
}

#[test]
fn what_looks_like_much_and_is_nothing_stays_and_a_long_list_of_tokens_goes() {
    // Each took minutes once, since every word was followed to the end of the text.
    for plain in ["basic/".repeat(20_000), "bearer a ".repeat(20_000)] {
        assert!(
            tokens(&plain) == plain,
            "{}",
            plain.get(..20).unwrap_or_default()
        );
    }
    // Each level was read twice as often as the one above it.
    let mut nested = r#"{"a":1}"#.to_owned();
    for _ in 0..40 {
        let inner = nested.replace('\\', "\\u005c").replace('"', "\\u0022");
        nested = format!(r#"{{"a":"{inner}"}}"#);
    }
    assert!(!tokens(&nested).contains("u005c"), "so deep nobody looks");
    let list = format!(r#"{{"token":[{}"x"]}}"#, r#""t0000001","#.repeat(10_000));
    assert!(!tokens(&list).contains("t0000001"));
}

#[test]
fn what_is_no_token_stays_as_it_is() {
    for plain in [
        r#"{"token_type":"Bearer","expires_in":86400,"scope":"read:reports"}"#,
        r#"{"error":"invalid_token","error_description":"The token: expired"}"#,
        r#"{"token_endpoint":"https://as.example/token"}"#,
        "<p>Password</p>",
        "Not found",
        "unsupported_grant_type",
        r#"{"error":"unsupported_grant_type","scope":"customScope.readwrite.all"}"#,
        r#"{"error_description":"Grant type 'password' not allowed for the client."}"#,
        r#"{"error_description":"The 'client_secret' parameter is missing"}"#,
        r#"{"error_description":"Missing Bearer Token. Basic Authentication failed."}"#,
        r#"{"errors":{"client_secret":["The client_secret field is required."]}}"#,
        r#"<label for="password">Password</label><input type="password" name="password">"#,
    ] {
        assert_eq!(tokens(plain), plain);
    }
    for (name, value) in [
        (
            "WWW-Authenticate",
            r#"Bearer error="invalid_token", error_description="over""#,
        ),
        ("WWW-Authenticate", r#"DPoP algs="ES256 RS256""#),
        ("WWW-Authenticate", "Basic realm=corp"),
        ("WWW-Authenticate", "Bearer"),
        ("Content-Type", "application/json;charset=UTF-8"),
        ("DPoP-Nonce", "Abc1-9TAIL"),
        ("Location", "https://x.example/login?next=/"),
    ] {
        assert_eq!(Tokens::default().header(name, value), value);
    }
}

#[test]
fn a_token_in_a_form_is_masked_too() {
    let shown = tokens("access_token=SECRETabcdefghijklmnopqrstuvwxyzTAIL&token_type=bearer");
    assert_eq!(shown, "access_token=SECRE...zTAIL&token_type=bearer");
    assert_eq!(tokens("no token here"), "no token here");
}

#[test]
fn of_a_short_token_nothing_is_shown() {
    let shown = tokens(r#"{"access_token":"abcdefghij"}"#);
    assert_eq!(shown, r#"{"access_token":"********"}"#);
    assert_eq!(
        echo::hidden("hunter2 and hunter", &["hunter2"]),
        "******** and hunter"
    );
}
