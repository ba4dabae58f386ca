//! What is tested: a client of the Reports API that keeps its token, and recovers where it can. Yours stands here.

use std::time::Duration;

use reqwest::header::RETRY_AFTER;
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;
use thiserror::Error;

/// Why there are no reports.
#[derive(Debug, Error)]
pub enum Failed {
    /// The server cannot be reached, or speaks no HTTP.
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    /// The token endpoint said no.
    #[error("no token: {0}")]
    Refused(StatusCode),
    /// The API said no.
    #[error("no reports: {0}")]
    Denied(StatusCode),
}

/// Where to ask, and as whom.
#[derive(Clone, Debug)]
pub struct Settings {
    pub token_endpoint: String,
    pub api: String,
    pub client_id: String,
    pub client_secret: String,
    pub scope: String,
    pub resource: String,
}

/// The client.
pub struct Reports {
    http: Client,
    settings: Settings,
    token: Option<String>,
}

impl Reports {
    pub fn new(settings: Settings) -> Self {
        Self {
            http: Client::new(),
            settings,
            token: None,
        }
    }

    /// The reports. A token that the API no longer takes is replaced, once.
    pub async fn list(&mut self) -> Result<Vec<Value>, Failed> {
        let mut reply = self.call().await?;
        if reply.status() == StatusCode::UNAUTHORIZED {
            self.token = None;
            reply = self.call().await?;
        }
        if !reply.status().is_success() {
            return Err(Failed::Denied(reply.status()));
        }
        let body: Value = reply.json().await?;
        Ok(body["reports"].as_array().cloned().unwrap_or_default())
    }

    async fn call(&mut self) -> Result<Response, Failed> {
        let token = match self.token.take() {
            Some(token) => token,
            None => self.ask().await?,
        };
        let reply = self.http.get(&self.settings.api).bearer_auth(&token).send();
        self.token = Some(token);
        Ok(reply.await?)
    }

    /// A token. Where the server says when to come back, it is asked again then, once.
    async fn ask(&self) -> Result<String, Failed> {
        let mut reply = self.token_request().await?;
        let seconds = reply
            .headers()
            .get(RETRY_AFTER)
            .and_then(|it| it.to_str().ok()?.parse().ok());
        if let Some(seconds) = seconds {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            reply = self.token_request().await?;
        }
        if !reply.status().is_success() {
            return Err(Failed::Refused(reply.status()));
        }
        let body: Value = reply.json().await?;
        Ok(body["access_token"].as_str().unwrap_or_default().to_owned())
    }

    async fn token_request(&self) -> Result<Response, reqwest::Error> {
        let own = &self.settings;
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &own.client_id),
            ("client_secret", &own.client_secret),
            ("scope", &own.scope),
            ("resource", &own.resource),
        ];
        self.http.post(&own.token_endpoint).form(&form).send().await
    }
}
