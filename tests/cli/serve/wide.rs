//! What `serve` offers for what clients get wrong: ids that need encoding, grants that are wider than a token, other algorithms.

use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use url::form_urlencoded::byte_serialize;

use super::{FORM, Serve, send};

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn app<'a>(tenant: &'a Value, name: &str) -> &'a Value {
    let mut apps = tenant["apps"].as_array().unwrap().iter();
    apps.find(|app| app["name"] == name).unwrap()
}

fn body(reply: &str) -> Value {
    serde_json::from_str(reply.split_once("\r\n\r\n").unwrap().1).unwrap()
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

#[test]
fn an_id_that_needs_encoding_shows_who_does_not_encode() {
    let mut serve = Serve::start(&["--json", "--quiet", "--control"]);
    let ready = serve.ready();
    for tenant in ready["tenants"].as_array().unwrap() {
        let odd = app(tenant, "Odd names");
        let (id, secret) = (text(&odd["client_id"]), text(&odd["client_secret"]));
        assert_ne!(
            (encoded(&id), encoded(&secret)),
            (id.clone(), secret.clone())
        );
        let ask = |id: &str, secret: &str| {
            let basic = STANDARD.encode(format!("{id}:{secret}"));
            let headers = format!("{FORM}Authorization: Basic {basic}\r\n");
            let named = format!(
                "grant_type=client_credentials&scope={}",
                text(&odd["scope"])
            );
            send(&text(&tenant["token_endpoint"]), &headers, Some(&named))
        };
        let right = ask(&encoded(&id), &encoded(&secret));
        assert!(right.starts_with("HTTP/1.1 200"), "{right}");
        // To the letter of RFC 6749 2.3.1 nothing else will do.
        let strict = r#"{"change":"basic","to":"strict"}"#;
        let url = format!("{}change", text(&tenant["control"]));
        send(&url, "X-Tutor-Control: 1\r\n", Some(strict));
        let (right, raw) = (ask(&encoded(&id), &encoded(&secret)), ask(&id, &secret));
        assert!(
            right.starts_with("HTTP/1.1 200") && raw.starts_with("HTTP/1.1 401"),
            "{raw}"
        );
    }
}

#[test]
fn a_wide_grant_meets_403_with_the_wrong_scope_and_401_at_the_other_api() {
    let mut serve = Serve::start(&["--json", "--quiet"]);
    let ready = serve.ready();
    for (place, target) in [(0, "resource"), (1, "audience")] {
        let tenant = &ready["tenants"][place];
        let wide = app(tenant, "Wide grant");
        let grants = wide["grants"].as_array().unwrap();
        assert_eq!(grants.len(), 2);
        assert_eq!(
            grants[0]["scopes"],
            serde_json::json!(["read:reports", "write:reports"])
        );
        let token = |scope: &str, api: &Value| {
            let (id, secret) = (text(&wide["client_id"]), text(&wide["client_secret"]));
            let form = format!(
                "grant_type=client_credentials&client_id={id}&client_secret={secret}&scope={scope}&{target}={}",
                text(api)
            );
            let reply = send(&text(&tenant["token_endpoint"]), FORM, Some(&form));
            text(&body(&reply)["access_token"])
        };
        let call = |token: &str| {
            let bearer = format!("Authorization: Bearer {token}\r\n");
            let reply = send(&text(&tenant["api"]), &bearer, None);
            reply.split(' ').nth(1).unwrap().to_owned()
        };
        let (reports, other) = (&grants[0]["api"], &grants[1]["api"]);
        assert_eq!(call(&token("read:reports", reports)), "200");
        assert_eq!(call(&token("write:reports", reports)), "403");
        assert_eq!(call(&token("read:users", other)), "401");
    }
    // Okta's other API is at its org server, which takes keys alone.
    let okta = app(&ready["tenants"][2], "Wide grant");
    assert_eq!(okta["auth"], "private_key_jwt");
    let ask = |scope: &str| {
        let tenant = &ready["tenants"][2];
        let done = Command::new(cargo_bin("oauth-tutor"))
            .args(["token", "--token-url", &text(&tenant["token_endpoint"])])
            .args([
                "--auth",
                "private-key-jwt",
                "--client-id",
                &text(&okta["client_id"]),
            ])
            .args([
                "--key",
                &text(&okta["key_file"]),
                "--kid",
                &text(&okta["kid"]),
            ])
            .args(["--scope", scope, "--call", &text(&tenant["api"]), "--json"])
            .output()
            .unwrap();
        let told: Value = serde_json::from_slice(&done.stdout).unwrap();
        told["call"]["status"].clone()
    };
    assert_eq!(
        (ask("customScope"), ask("write:reports")),
        (200.into(), 403.into())
    );
}

#[test]
fn tokens_are_signed_as_asked_where_the_vendor_does_so() {
    for (flag, algorithms) in [
        ("ES256", ["ES256", "RS256", "RS256"]),
        ("PS256", ["PS256", "PS256", "RS256"]),
    ] {
        let mut serve = Serve::start(&["--json", "--quiet", "--signing", flag]);
        let ready = serve.ready();
        for (tenant, algorithm) in ready["tenants"].as_array().unwrap().iter().zip(algorithms) {
            let mut apps = tenant["apps"].as_array().unwrap().iter();
            let own = apps
                .find(|app| app["auth"] == "client_secret_post")
                .unwrap();
            let mut form = format!(
                "grant_type=client_credentials&client_id={}&client_secret={}&scope={}",
                text(&own["client_id"]),
                text(&own["client_secret"]),
                text(&own["scope"])
            );
            for target in ["audience", "resource"] {
                if own[target].is_string() {
                    form.extend(["&", target, "=", &text(&own[target])]);
                }
            }
            let token = text(
                &body(&send(&text(&tenant["token_endpoint"]), FORM, Some(&form)))["access_token"],
            );
            let called = send(
                &text(&tenant["api"]),
                &format!("Authorization: Bearer {token}\r\n"),
                None,
            );
            assert!(called.starts_with("HTTP/1.1 200"), "{called}");
            let read = Command::new(cargo_bin("oauth-tutor"))
                .args(["decode", &token, "--jwks", &text(&tenant["jwks_uri"])])
                .args(["--fail-on", "signature", "--json"])
                .output()
                .unwrap();
            let told: Value = serde_json::from_slice(&read.stdout).unwrap();
            assert_eq!(
                (read.status.code(), &told["header"]["alg"]),
                (Some(0), &algorithm.into())
            );
        }
    }
}

#[test]
fn a_change_of_the_algorithm_leaves_old_tokens_good() {
    let mut serve = Serve::start(&["--json", "--quiet", "--control"]);
    let tenant = serve.ready()["tenants"][0].clone();
    let own = app(&tenant, "Report printer");
    let token = || {
        let form = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}",
            text(&own["client_id"]),
            text(&own["client_secret"])
        );
        text(&body(&send(&text(&tenant["token_endpoint"]), FORM, Some(&form)))["access_token"])
    };
    let call = |token: &str| {
        let bearer = format!("Authorization: Bearer {token}\r\n");
        send(&text(&tenant["api"]), &bearer, None)
    };
    let old = token();
    let url = format!("{}change", text(&tenant["control"]));
    let to = |algorithm: &str| {
        let change = format!(r#"{{"change":"signing","to":"{algorithm}"}}"#);
        body(&send(&url, "X-Tutor-Control: 1\r\n", Some(&change)))
    };
    let state = to("ES256");
    assert_eq!(
        (&state["signing"], &state["keys"][0]["alg"]),
        (&"ES256".into(), &"ES256".into())
    );
    for token in [old, token()] {
        let called = call(&token);
        assert!(called.starts_with("HTTP/1.1 200"), "{called}");
    }
    assert!(
        to("HS256")["error"]
            .as_str()
            .unwrap()
            .contains("RS256 PS256 ES256")
    );
}
