//! What `serve` tells about its tenants: as one line of JSON, or for a person with a curl line to copy.

use serde_json::{Value, json};

use crate::practice::{Registered, Tenant};

/// An app that is there from the start.
pub(super) struct App {
    pub(super) name: &'static str,
    /// The registered name of the way it authenticates.
    pub(super) auth: &'static str,
    pub(super) registered: Registered,
    /// What a request with this app names to get a 200.
    pub(super) audience: String,
    pub(super) scope: String,
}

impl App {
    /// The secret. This program's own, made for practice, and printing it is what `serve` is for.
    fn secret(&self) -> &str {
        self.registered
            .client_secret
            .as_ref()
            .map_or("", |secret| secret.expose())
    }

    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "auth": self.auth,
            "client_id": self.registered.client_id.0,
            "client_secret": self.secret(),
            "audience": self.audience,
            "scope": self.scope,
        })
    }

    /// A command for any POSIX shell. Ids, secrets and audiences hold nothing that a shell or a form would take apart.
    fn curl(&self, token_endpoint: &str) -> String {
        [
            format!("curl --request POST --url '{token_endpoint}'"),
            "--data grant_type=client_credentials".into(),
            format!("--data client_id={}", self.registered.client_id),
            format!("--data client_secret={}", self.secret()),
            format!("--data-urlencode audience={}", self.audience),
        ]
        .join(" ")
    }
}

/// What one tenant offers.
pub(super) struct Facts {
    dialect: &'static str,
    issuer: String,
    token_endpoint: String,
    jwks_uri: String,
    api: String,
    apps: Vec<App>,
}

impl Facts {
    /// The facts of this tenant with these apps.
    pub(super) fn of(tenant: &Tenant, apps: Vec<App>) -> Self {
        let first = tenant.apis().into_iter().next();
        Self {
            dialect: tenant.dialect(),
            issuer: tenant.issuer(),
            token_endpoint: tenant.token_endpoint(),
            jwks_uri: tenant.jwks_uri(),
            api: first
                .and_then(|api| tenant.api_url(api.identifier))
                .unwrap_or_default(),
            apps,
        }
    }

    /// The ready line of the contract.
    pub(super) fn json(&self) -> String {
        let apps: Vec<_> = self.apps.iter().map(App::json).collect();
        let ready = json!({
            "schema": 1,
            "ready": true,
            "tenants": [{
                "dialect": self.dialect,
                "issuer": self.issuer,
                "token_endpoint": self.token_endpoint,
                "jwks_uri": self.jwks_uri,
                "api": self.api,
                "apps": apps,
            }],
        });
        format!("{ready}\n")
    }

    /// The same for a person.
    pub(super) fn text(&self) -> String {
        let mut lines = vec![
            format!("The practice tenant is ready: {}", self.dialect),
            format!("  issuer          {}", self.issuer),
            format!("  token endpoint  {}", self.token_endpoint),
            format!("  public keys     {}", self.jwks_uri),
            format!("  protected API   {}", self.api),
        ];
        for app in &self.apps {
            lines.push(String::new());
            lines.push(format!("App: {} ({})", app.name, app.auth));
            lines.push(format!("  client_id       {}", app.registered.client_id));
            lines.push(format!("  client_secret   {}", app.secret()));
            lines.push(format!("  audience        {}", app.audience));
            lines.push(format!("  scope           {}", app.scope));
            lines.push(String::new());
            lines.push("Get a token from another shell:".into());
            lines.push(String::new());
            lines.push(app.curl(&self.token_endpoint));
        }
        lines.push(String::new());
        lines.push("Ctrl+C stops. Each request is one line below.".into());
        lines.push(String::new());
        lines.join("\n")
    }
}
