//! What `serve` tells about its tenants: as one line of JSON, or for a person with a line to copy for each app.

use std::path::PathBuf;

use serde_json::{Map, Value, json};
use url::form_urlencoded::byte_serialize;

use super::apps::App;
use super::control::PREFIX;
use crate::oauth::method::AuthMethod;
use crate::oauth::text::visible_line;
use crate::practice::{Binding, DialectName, Place, Tenant};

impl App {
    /// The secret. This program's own, made for practice, and printing it is what `serve` is for.
    fn secret(&self) -> Option<&str> {
        self.registered
            .client_secret
            .as_ref()
            .map(crate::oauth::names::ClientSecret::expose)
    }

    /// What a request names to say which API it is for: the name of the parameter, and its value.
    fn target(&self, dialect: DialectName) -> Option<(&'static str, &str)> {
        let audience = self.place.audience.as_str();
        match dialect {
            DialectName::Auth0 => Some(("audience", audience)),
            DialectName::Rfc => Some(("resource", audience)),
            // The server's own setting says it.
            DialectName::Okta => None,
        }
    }

    fn json(&self, dialect: DialectName, main: &Place) -> Value {
        let mut app = Map::new();
        let mut put = |name: &str, value: Value| app.insert(name.to_owned(), value);
        put("name", self.name.into());
        put("auth", self.auth.name().into());
        put("client_id", self.registered.client_id.0.as_str().into());
        if let Some((file, kid)) = &self.key {
            put("key_file", file.to_string_lossy().into());
            put("kid", kid.as_str().into());
        } else if let Some(secret) = self.secret() {
            put("client_secret", secret.into());
        }
        if let Some((name, value)) = self.target(dialect) {
            put(name, value.into());
        }
        put("scope", self.place.scope.into());
        if self.binding == Binding::Demanded {
            put("dpop", true.into());
        }
        if !self.grants.is_empty() {
            let grants = self.grants.iter();
            let grants =
                grants.map(|grant| json!({ "api": grant.audience, "scopes": grant.scopes }));
            put("grants", grants.collect::<Vec<_>>().into());
        }
        let addresses = [
            ("issuer", &self.place.issuer, &main.issuer),
            (
                "token_endpoint",
                &self.place.token_endpoint,
                &main.token_endpoint,
            ),
            ("jwks_uri", &self.place.jwks_uri, &main.jwks_uri),
            ("api", &self.place.api, &main.api),
        ];
        for (name, own, usual) in addresses {
            if own != usual {
                put(name, own.as_str().into());
            }
        }
        app.into()
    }

    /// A command for any POSIX shell. Ids and secrets are form-encoded (RFC 6749 2.3.1, and in the body in any case), so that they hold nothing
    /// that a shell or a form would take apart; audiences hold nothing of the kind.
    fn command(&self, dialect: DialectName) -> String {
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let id = encoded(&self.registered.client_id.0);
        let secret = encoded(self.secret().unwrap_or_default());
        let by_hand = self.binding == Binding::Free;
        let start = format!("curl --request POST --url '{}'", self.place.token_endpoint);
        let start = match self.auth {
            AuthMethod::ClientSecretPost if by_hand => format!(
                "{start} --data grant_type=client_credentials --data client_id={id} --data client_secret={secret}"
            ),
            AuthMethod::ClientSecretBasic if by_hand => {
                format!("{start} --user '{id}:{secret}' --data grant_type=client_credentials")
            }
            AuthMethod::ClientSecretPost
            | AuthMethod::ClientSecretBasic
            | AuthMethod::ClientSecretJwt
            | AuthMethod::PrivateKeyJwt
            | AuthMethod::Public => return self.token_command(dialect),
        };
        let mut line = vec![start];
        if let Some((name, value)) = self.target(dialect) {
            line.push(format!("--data-urlencode {name}={value}"));
        }
        line.push(format!("--data-urlencode scope={}", self.place.scope));
        line.join(" ")
    }

    /// What curl cannot do by itself, this program can: sign.
    fn token_command(&self, dialect: DialectName) -> String {
        let place = &self.place;
        let mut line = match (&self.key, self.secret()) {
            (None, Some(secret)) => vec![format!("OAUTH_TUTOR_CLIENT_SECRET={}", quoted(secret))],
            (Some(_), _) | (None, None) => Vec::new(),
        };
        let auth = match self.auth {
            AuthMethod::ClientSecretBasic => "basic",
            AuthMethod::ClientSecretPost | AuthMethod::Public => "post",
            AuthMethod::ClientSecretJwt => "secret-jwt",
            AuthMethod::PrivateKeyJwt => "private-key-jwt",
        };
        line.push(format!(
            "oauth-tutor token --token-url '{}' --client-id {} --auth {auth}",
            place.token_endpoint, self.registered.client_id
        ));
        if let Some((file, kid)) = &self.key {
            // Auth0 wants its issuer there, which no token URL tells.
            let audience = match dialect {
                DialectName::Auth0 => place.issuer.as_str(),
                DialectName::Rfc | DialectName::Okta => "token-url",
            };
            line.push(format!(
                "--key '{}' --kid {kid} --assertion-audience '{audience}'",
                file.display()
            ));
        }
        if let Some((name, value)) = self.target(dialect) {
            line.push(format!("--{name} {value}"));
        }
        line.push(format!("--scope {}", place.scope));
        if self.binding == Binding::Demanded {
            line.push("--dpop".to_owned());
        }
        line.join(" ")
    }

    fn text(&self, dialect: DialectName, authority: Option<&str>, lines: &mut Vec<String>) {
        let bound = match self.binding {
            Binding::Demanded => ", must prove possession of a key",
            Binding::Free => "",
        };
        lines.push(format!(
            "  App: {} ({}{bound})",
            self.name,
            self.auth.name()
        ));
        let mut fact = |name: &str, value: &str| {
            lines.push(format!("    {name:<15} {}", visible_line(value)));
        };
        fact("client_id", &self.registered.client_id.0);
        if let Some((file, kid)) = &self.key {
            fact("key_file", &file.to_string_lossy());
            fact("kid", kid);
        } else if let Some(secret) = self.secret() {
            fact("client_secret", secret);
        }
        if let Some((name, value)) = self.target(dialect) {
            fact(name, value);
        }
        fact("scope", self.place.scope);
        fact("calls", &self.place.api);
        for grant in &self.grants {
            let scopes = grant.scopes.join(" ");
            fact("may have", &format!("{}: {scopes}", grant.audience));
        }
        lines.push(String::new());
        let trust = |(name, flag): (&str, &str), line: String| match authority {
            Some(file) => line.replacen(name, &format!("{name} {flag} '{file}'"), 1),
            None => line,
        };
        let line = trust(("curl", "--cacert"), self.command(dialect));
        lines.push(trust(("oauth-tutor token", "--ca-cert"), line));
        lines.push(String::new());
    }
}

/// What the tenants offer.
pub(super) struct Facts {
    tenants: Vec<Offer>,
    /// The certificate that clients trust, where https is spoken.
    authority: Option<String>,
}

/// Whether the tenants can be steered from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Steering {
    /// By `--control`.
    Open,
    /// Not at all.
    Closed,
}

/// What one of them offers.
struct Offer {
    dialect: DialectName,
    places: Vec<Place>,
    /// The flow that takes a client token, and the token.
    flow: Option<(String, String)>,
    /// Where it is steered.
    control: Option<String>,
    apps: Vec<App>,
}

impl Facts {
    /// The facts of these tenants with these apps.
    pub(super) fn of(tenants: &[Tenant], apps: Vec<Vec<App>>, steering: Steering) -> Self {
        let offers = tenants.iter().zip(apps).map(|(tenant, apps)| Offer {
            dialect: tenant.dialect(),
            places: tenant.places(),
            flow: tenant
                .flow_token()
                .filter(|_| tenant.dialect() == DialectName::Okta)
                .map(|(url, token)| (url, token.expose().to_owned())),
            control: (steering == Steering::Open).then(|| format!("{}{PREFIX}", tenant.base())),
            apps,
        });
        Self {
            tenants: offers.collect(),
            authority: None,
        }
    }

    /// With the file of the authority behind the certificate.
    pub(super) fn trusting(self, authority: Option<PathBuf>) -> Self {
        let authority = authority.map(|file| file.to_string_lossy().into_owned());
        Self { authority, ..self }
    }

    /// The ready line of the contract.
    pub(super) fn json(&self) -> String {
        let tenants: Vec<_> = self.tenants.iter().filter_map(Offer::json).collect();
        let mut ready = json!({ "schema": 1, "ready": true });
        if let Some(members) = ready.as_object_mut() {
            if let Some(file) = &self.authority {
                members.insert("ca_file".to_owned(), file.as_str().into());
            }
            members.insert("tenants".to_owned(), tenants.into());
        }
        format!("{ready}\n")
    }

    /// The same for a person.
    pub(super) fn text(&self) -> String {
        let mut lines = vec!["The practice tenants are ready.".to_owned(), String::new()];
        if let Some(file) = &self.authority {
            lines.push(format!("Certificate of their authority: {file}"));
            lines.push(String::new());
        }
        for offer in &self.tenants {
            offer.text(self.authority.as_deref(), &mut lines);
        }
        lines.push("Copy a line into another shell to get a token.".into());
        lines.push("Ctrl+C stops. Each request is one line below.".into());
        lines.push(String::new());
        lines.join("\n")
    }
}

impl Offer {
    fn json(&self) -> Option<Value> {
        let main = self.places.first()?;
        let apps = self.apps.iter().map(|app| app.json(self.dialect, main));
        let mut told = json!({
            "dialect": self.dialect.name(),
            "issuer": main.issuer,
            "token_endpoint": main.token_endpoint,
            "jwks_uri": main.jwks_uri,
            "api": main.api,
        });
        let members = told.as_object_mut()?;
        if let Some(control) = &self.control {
            members.insert("control".to_owned(), control.as_str().into());
        }
        members.insert("apps".to_owned(), apps.collect::<Vec<_>>().into());
        Some(told)
    }

    fn text(&self, authority: Option<&str>, lines: &mut Vec<String>) {
        lines.push(format!("Tenant: {}", self.dialect.name()));
        let mut told = Vec::new();
        for place in &self.places {
            if told.contains(&&place.issuer) {
                continue;
            }
            told.push(&place.issuer);
            let mut fact = |name: &str, value: &str| lines.push(format!("  {name:<17} {value}"));
            if !place.server.is_empty() {
                fact("server", place.server);
            }
            fact("issuer", &place.issuer);
            fact("token endpoint", &place.token_endpoint);
            fact("public keys", &place.jwks_uri);
            fact("protected API", &place.api);
        }
        if let Some((url, token)) = &self.flow {
            lines.push(format!("  flow by token     {url}?clientToken={token}"));
        }
        if let Some(control) = &self.control {
            let trust = authority.map_or_else(String::new, |file| format!(" --cacert '{file}'"));
            lines.push(format!(
                "  steered by        curl{trust} -H 'X-Tutor-Control: 1' {control}state"
            ));
        }
        lines.push(String::new());
        for app in &self.apps {
            app.text(self.dialect, authority, lines);
        }
    }
}

/// `text` as a word of any POSIX shell.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    if text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", visible_line(text).replace('\'', r"'\''"))
}
