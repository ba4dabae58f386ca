//! `oauth-tutor token` against `serve`: a token by every way of every tenant, the API called with it, and nothing secret said.

use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;

use super::Serve;

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// `oauth-tutor token` as this app of this tenant, told where by `place`.
fn ask(app: &Value, tenant: &Value, place: &str) -> Output {
    let of = |name: &str| text(app.get(name).unwrap_or(&tenant[name]));
    let way = match app["auth"].as_str().unwrap() {
        "client_secret_basic" => "basic",
        "client_secret_post" => "post",
        "client_secret_jwt" => "secret-jwt",
        "private_key_jwt" => "private-key-jwt",
        other => panic!("{other}"),
    };
    let at = match place {
        "--issuer" => of("issuer"),
        _ => of("token_endpoint"),
    };
    let mut command = Command::new(cargo_bin("oauth-tutor"));
    command
        .args(["token", place, &at, "--auth", way, "--call", &of("api")])
        .args(["--client-id", &of("client_id"), "--scope", &of("scope")])
        .env("OAUTH_TUTOR_CLIENT_SECRET", of("client_secret"));
    for (flag, member) in [("--audience", "audience"), ("--resource", "resource")] {
        if app[member].is_string() {
            command.args([flag, &text(&app[member])]);
        }
    }
    if app["key_file"].is_string() {
        command.args([
            "--key",
            &text(&app["key_file"]),
            "--kid",
            &text(&app["kid"]),
        ]);
        if tenant["dialect"] == "auth0" {
            command.args(["--assertion-audience", &of("issuer")]);
        }
    }
    if app["dpop"] == true {
        command.arg("--dpop");
    }
    command.arg("--json").output().unwrap()
}

#[test]
fn every_app_gets_its_token_by_issuer_and_by_address_and_the_api_answers() {
    let mut serve = Serve::start(&["--json", "--quiet"]);
    let ready = serve.ready();
    for tenant in ready["tenants"].as_array().unwrap() {
        for app in tenant["apps"].as_array().unwrap() {
            for place in ["--issuer", "--token-url"] {
                let what = format!("{} {} {place}", tenant["dialect"], app["name"]);
                let output = ask(app, tenant, place);
                let said = String::from_utf8(output.stderr).unwrap();
                assert_eq!(output.status.code(), Some(0), "{what}: {said}");
                let whole: Value = serde_json::from_slice(&output.stdout).unwrap();
                let reply = &whole["body"];
                let kind = if app["dpop"] == true {
                    "DPoP"
                } else {
                    "Bearer"
                };
                assert_eq!(reply["token_type"], kind, "{what}");
                assert!(said.contains("call    200"), "{what}: {said}");
                assert!(!said.contains(&text(&reply["access_token"])), "{what}");
                let secret = text(&app["client_secret"]);
                assert!(secret.is_empty() || !said.contains(&secret), "{what}");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn each_printed_line_of_the_program_itself_works_in_a_shell() {
    let mut serve = Serve::start(&["--quiet"]);
    let folder = cargo_bin("oauth-tutor").parent().unwrap().to_owned();
    let mut lines = Vec::new();
    loop {
        let line = serve.line();
        if line.starts_with("Ctrl+C stops") {
            break;
        }
        assert!(!line.is_empty(), "it ended early");
        lines.push(line);
    }
    let own = lines
        .iter()
        .filter(|line| line.contains("oauth-tutor token "));
    let mut count = 0;
    for line in own {
        let script = format!("PATH='{}':$PATH\nexport PATH\n{line}", folder.display());
        let output = Command::new("sh").args(["-c", &script]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}: {said}");
        count += 1;
    }
    // What curl cannot do by itself: three at the RFC tenant, two at Auth0, five at Okta.
    assert_eq!(count, 10, "{lines:?}");
}
