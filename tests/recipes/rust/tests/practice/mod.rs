//! A practice server for a test suite: one for each test, steered from it, stopped at its end. Copy this file.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

pub struct Practice {
    server: Child,
    http: reqwest::Client,
    pub tenant: Value,
    pub app: Value,
}

impl Practice {
    /// Starts `oauth-tutor serve --control` on free ports. `dialect` is rfc, auth0 or okta.
    pub fn start(dialect: &str) -> Self {
        let program = std::env::var("OAUTH_TUTOR").unwrap_or_else(|_| "oauth-tutor".to_owned());
        let mut server = Command::new(program)
            .args(["serve", "--control", "--json", "--quiet", "--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("oauth-tutor is on the path, or named by OAUTH_TUTOR");
        // One line when every tenant answers.
        let mut line = String::new();
        let mut stdout = BufReader::new(server.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let find = |all: &Value, name: &str, value: &str| {
            let all = all.as_array().unwrap();
            all.iter().find(|one| one[name] == value).unwrap().clone()
        };
        let tenant = find(&ready["tenants"], "dialect", dialect);
        let app = find(&tenant["apps"], "auth", "client_secret_post");
        Self {
            server,
            http: reqwest::Client::new(),
            tenant,
            app,
        }
    }

    pub async fn change(&self, change: Value) {
        let url = format!("{}change", self.tenant["control"].as_str().unwrap());
        let request = self
            .http
            .post(url)
            .header("X-Tutor-Control", "1")
            .json(&change);
        let reply = request.send().await.unwrap();
        assert!(
            reply.status().is_success(),
            "{}",
            reply.text().await.unwrap()
        );
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
