//! The requests of the five guides, as the README prints them, against the practice servers: each gets its token.

use std::process::{Command, Output};

use serde_json::Value;

use crate::servers::{PROGRAM, Servers};

impl Servers {
    fn tenant(&self, dialect: &str) -> &Value {
        let mut tenants = self.tenants.as_array().unwrap().iter();
        tenants.find(|tenant| tenant["dialect"] == dialect).unwrap()
    }

    fn app(&self, dialect: &str, name: &str) -> &Value {
        let mut apps = self.tenant(dialect)["apps"].as_array().unwrap().iter();
        apps.find(|app| app["name"] == name).unwrap()
    }

    /// The README's command that `begins` so, with this app's values and this run's ports.
    fn play(&self, guide: &str, dialect: &str, name: &str) -> Output {
        let app = self.app(dialect, name);
        let text = |key: &str| app[key].as_str().unwrap_or_default().to_owned();
        let command = readme(guide)
            .replace("http://127.0.0.1:9401", &origin(self.tenant("auth0")))
            .replace("http://127.0.0.1:9402", &origin(self.tenant("okta")))
            .replace("curl ", "curl --silent --show-error --include ")
            .replace("oauth-tutor ", &format!("'{PROGRAM}' "));
        Command::new("sh")
            .args(["-c", &command])
            .env("CLIENT_ID", text("client_id"))
            .env("CLIENT_SECRET", text("client_secret"))
            .env("KEY_FILE", text("key_file"))
            .env("KID", text("kid"))
            .output()
            .unwrap()
    }
}

/// `http://127.0.0.1:PORT` of a tenant.
fn origin(tenant: &Value) -> String {
    let endpoint = url::Url::parse(tenant["token_endpoint"].as_str().unwrap()).unwrap();
    endpoint.origin().ascii_serialization()
}

/// The command below the comment that begins with `guide`, up to the next empty line or the end of the block.
fn readme(guide: &str) -> String {
    let text = include_str!("../../README.md");
    let (_, after) = text.split_once(&format!("# {guide}")).unwrap();
    let lines = after.lines().skip(1);
    let command: Vec<&str> = lines
        .take_while(|line| !line.is_empty() && !line.starts_with("```"))
        .collect();
    command.join("\n")
}

#[test]
fn each_guide_gets_its_token() {
    let servers = Servers::start();
    let guides = [
        ("OAuth School", "auth0", "Nightly report job"),
        ("Auth0, call your API", "auth0", "Nightly report job"),
        ("Okta, client credentials", "okta", "Nightly report job"),
        (
            "Okta Workflows, an Auth0 Management token",
            "auth0",
            "Management job",
        ),
    ];
    for (guide, dialect, name) in guides {
        let output = servers.play(guide, dialect, name);
        let reply = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            reply.starts_with("HTTP/1.1 200"),
            "{guide}: {reply}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(reply.contains("access_token"), "{guide}: {reply}");
    }
}

#[test]
fn the_guide_with_a_signed_assertion_gets_its_token_and_invokes_the_flow() {
    let servers = Servers::start();
    let output = servers.play("Okta Workflows, a secured flow", "okta", "Workflows caller");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{told}");
    // What the flow answers stands on stdout, and nothing else.
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(answer["access_token"].is_null(), "{answer}");
    assert!(told.contains("call    200"), "{told}");
}
