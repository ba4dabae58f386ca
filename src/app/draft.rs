//! The request form as filled in, right or wrong, and what is worth a look before it is sent.

use url::Url;

use crate::app::create::RegisteredApp;
use crate::app::tenant::TenantFacts;
use crate::lesson::desks::words;
use crate::oauth::jwt::assertion::Flaws;
use crate::oauth::names::ClientSecret;
use crate::oauth::request::{AuthMethod, BodyFormat, Field, Misuse, TokenRequest};

/// The request form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// `grant_type` as typed.
    pub grant_type: String,
    /// `client_id` as typed.
    pub client_id: String,
    /// `client_secret` as typed.
    pub client_secret: Option<ClientSecret>,
    /// `audience` as typed; empty leaves it out.
    pub audience: String,
    /// `scope` as typed; empty leaves it out.
    pub scope: String,
    /// `organization` as typed; empty leaves it out.
    pub organization: String,
    /// `resource` as typed (RFC 8707 2); several have blanks between, which no URI holds. Empty leaves it out.
    pub resource: String,
    /// Form or JSON.
    pub format: BodyFormat,
    /// How the app proves who it is.
    pub auth: AuthMethod,
    /// The token is asked for with a proof of possession, and so bound to a key (RFC 9449).
    pub bound: bool,
    /// What an experiment does wrong on purpose.
    pub misuse: Misuse,
    /// What an experiment has the assertion say otherwise than it should.
    pub flaws: Flaws,
    /// An experiment sends the proof of possession again that was sent already.
    pub proof_again: bool,
    /// Where an experiment sends the request in place of the token endpoint: to this machine, or where it is refused.
    pub endpoint: Option<Url>,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            grant_type: "client_credentials".into(),
            client_id: String::new(),
            client_secret: None,
            audience: String::new(),
            scope: String::new(),
            organization: String::new(),
            resource: String::new(),
            format: BodyFormat::Form,
            auth: AuthMethod::ClientSecretPost,
            bound: false,
            misuse: Misuse::default(),
            flaws: Flaws::default(),
            proof_again: false,
            endpoint: None,
        }
    }
}

/// Something about the request that is worth a look before sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preflight {
    /// No `grant_type`.
    NoGrantType,
    /// Another `grant_type` than this lesson's.
    OtherGrantType,
    /// No `client_id`.
    NoClientId,
    /// No `client_secret`.
    NoSecret,
    /// Braces of a placeholder were left in.
    Braces,
    /// A blank or line end at the end of the id or secret.
    TrailingBlank,
    /// The secret stands where the id should, or the other way round.
    Swapped,
    /// The type of the app cannot keep a secret, so it may not ask (RFC 6749 4.4).
    PublicApp,
    /// Not the id of the app that was made.
    OtherClientId,
    /// Not the secret of the app that was made.
    OtherSecret,
    /// The app has to prove that it holds a key (RFC 9449), and the request holds no proof.
    NoProof,
    /// No audience: the tenant's default decides.
    NoAudience,
    /// An audience that names no API of the tenant, letter by letter.
    UnknownAudience,
    /// An API that the app was not authorised for.
    UngrantedAudience,
    /// A scope that the app was not granted there.
    UngrantedScope,
    /// No scope, at a server that gives nothing without one unless a scope is its default (Okta).
    NoScope,
    /// A scope that the authorization server does not have (Okta, whose scopes are those of the server and not of an API).
    UnknownScope,
    /// An organization that the tenant does not have (Auth0).
    UnknownOrganization,
    /// Nothing to say; what was compared fits.
    Clear(Compared),
    /// Nothing to say at a tenant of one's own: id and secret are those that it was opened with, the rest is not known here.
    ClearOwn,
    /// Nothing to say, but there is no app yet to compare with.
    ClearAlone,
}

/// What was compared of a request before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The secret, beside the id: an app that signs sends none.
    pub secret: bool,
    /// What of audience and scope.
    pub aim: Aim,
}

/// What was compared of audience and scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// Both, with what the app was granted.
    Grants,
    /// The audience, with the APIs that the app may call; there is no scope.
    Audience,
    /// The names of the scopes, with those that the server has.
    Scopes,
    /// Nothing.
    Nothing,
}

impl Compared {
    /// What fits, in words.
    pub fn words(self) -> String {
        let app = words(if self.secret {
            "clear.secret"
        } else {
            "clear.id"
        });
        let aim = match self.aim {
            Aim::Grants => words("clear.grants"),
            Aim::Audience => words("clear.audience"),
            Aim::Scopes => words("clear.scopes"),
            Aim::Nothing => words("clear.nothing"),
        };
        format!("{app}; {aim}")
    }
}

impl Draft {
    /// The request to `endpoint`; an empty text leaves the parameter out (RFC 6749 3.2: a parameter without a value is as if omitted).
    pub fn request(&self, facts: &TenantFacts) -> TokenRequest {
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        TokenRequest {
            auth: self.auth,
            format: self.format,
            grant_type: filled(&self.grant_type),
            client_id: filled(&self.client_id),
            client_secret: self
                .client_secret
                .clone()
                .filter(|secret| !secret.expose().is_empty()),
            audience: filled(&self.audience),
            scope: filled(&self.scope),
            organization: filled(&self.organization),
            resources: self
                .resource
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            misuse: self.misuse,
            ..TokenRequest::new(
                self.endpoint
                    .clone()
                    .unwrap_or_else(|| facts.token_endpoint.clone()),
            )
        }
    }

    /// Puts `text` into `field`; fields that are no text change nothing.
    pub fn set(&mut self, field: Field, text: &str) {
        match field {
            Field::GrantType => text.clone_into(&mut self.grant_type),
            Field::ClientId => text.clone_into(&mut self.client_id),
            Field::Audience => text.clone_into(&mut self.audience),
            Field::Scope => text.clone_into(&mut self.scope),
            Field::Resource => text.clone_into(&mut self.resource),
            Field::Organization => text.clone_into(&mut self.organization),
            Field::ClientSecret => self.client_secret = Some(ClientSecret::new(text)),
            Field::Endpoint
            | Field::Credentials
            | Field::Possession
            | Field::ContentType
            | Field::Other => {}
        }
    }

    /// What stands in `field`; the secret is not given away here.
    pub fn text(&self, field: Field) -> &str {
        match field {
            Field::GrantType => &self.grant_type,
            Field::ClientId => &self.client_id,
            Field::Audience => &self.audience,
            Field::Scope => &self.scope,
            Field::Resource => &self.resource,
            Field::Organization => &self.organization,
            Field::ClientSecret
            | Field::Credentials
            | Field::Possession
            | Field::Endpoint
            | Field::ContentType
            | Field::Other => "",
        }
    }

    /// True when there is a secret to send.
    pub fn has_secret(&self) -> bool {
        let secret = self.client_secret.as_ref();
        secret.is_some_and(|secret| !secret.expose().is_empty())
    }

    /// What is worth a look before sending, most important first; never empty. What the tenant and the app know is compared only
    /// where it is known here as well.
    pub fn preflight(
        &self,
        facts: Option<&TenantFacts>,
        app: Option<&RegisteredApp>,
    ) -> Vec<Preflight> {
        let mut notes = self.by_itself();
        notes.extend(self.beside_the_app(app));
        notes.extend(self.at_the_tenant(facts, app));
        if notes.is_empty() {
            let own = facts.is_some_and(TenantFacts::is_own);
            notes.push(match app {
                Some(_) if own => Preflight::ClearOwn,
                Some(_) => Preflight::Clear(self.compared(facts)),
                None => Preflight::ClearAlone,
            });
        }
        notes
    }

    /// The API that the request names, by the parameter that this tenant reads; empty where it names none.
    pub(crate) fn named_api(&self, facts: &TenantFacts) -> &str {
        let by = facts.names_api_by();
        by.map_or("", |field| self.text(field).trim())
    }

    fn compared(&self, facts: Option<&TenantFacts>) -> Compared {
        let aim = match facts {
            Some(facts) if facts.takes_audience() && self.scope.is_empty() => Aim::Audience,
            Some(facts) if facts.takes_audience() => Aim::Grants,
            Some(facts) if facts.tells_scopes() && !self.scope.is_empty() => Aim::Scopes,
            Some(_) | None => Aim::Nothing,
        };
        Compared {
            secret: !self.secret_sent().is_empty(),
            aim,
        }
    }

    /// The secret that is sent as it is.
    fn secret_sent(&self) -> &str {
        let signs = self.auth == AuthMethod::PrivateKeyJwt;
        let secret = self.client_secret.as_ref().filter(|_| !signs);
        secret.map_or("", ClientSecret::expose)
    }

    fn by_itself(&self) -> Vec<Preflight> {
        let signs = self.auth == AuthMethod::PrivateKeyJwt;
        let secret = self.secret_sent();
        // A secret may well hold one of its own.
        let braces = |text: &str| {
            let text = text.trim();
            text.len() > 1 && text.starts_with('{') && text.ends_with('}')
        };
        let blank = |text: &str| text != text.trim();
        let other = !self.grant_type.is_empty() && self.grant_type != "client_credentials";
        let swapped = self.client_id.len() == 64 && secret.len() == 32;
        let found = [
            (self.grant_type.is_empty(), Preflight::NoGrantType),
            (other, Preflight::OtherGrantType),
            (self.client_id.is_empty(), Preflight::NoClientId),
            (secret.is_empty() && !signs, Preflight::NoSecret),
            (braces(&self.client_id) || braces(secret), Preflight::Braces),
            (
                blank(&self.client_id) || blank(secret),
                Preflight::TrailingBlank,
            ),
            (swapped, Preflight::Swapped),
        ];
        held(found)
    }

    fn beside_the_app(&self, app: Option<&RegisteredApp>) -> Vec<Preflight> {
        let Some(app) = app else { return Vec::new() };
        let alone = self.by_itself();
        let plain = alone.is_empty();
        // An empty secret hides no other app's id.
        let has_id = alone.iter().all(|note| *note == Preflight::NoSecret);
        let own = app.client_secret.as_ref().map_or("", ClientSecret::expose);
        let sent = self.secret_sent();
        held([
            (app.is_public() && !sent.is_empty(), Preflight::PublicApp),
            (
                has_id && self.client_id != app.client_id.0,
                Preflight::OtherClientId,
            ),
            (
                plain && !sent.is_empty() && sent != own,
                Preflight::OtherSecret,
            ),
            (plain && app.bound && !self.bound, Preflight::NoProof),
        ])
    }

    fn at_the_tenant(
        &self,
        facts: Option<&TenantFacts>,
        app: Option<&RegisteredApp>,
    ) -> Vec<Preflight> {
        let Some(facts) = facts else {
            return Vec::new();
        };
        // An authorization server that is one API's own takes no audience (Okta).
        if facts.is_own() {
            return Vec::new();
        }
        let has_audience = facts.takes_audience();
        let named = self.named_api(facts);
        let wanted = if named.is_empty() {
            facts.default_audience.clone().unwrap_or_default()
        } else {
            named.to_owned()
        };
        let known = facts.knows_audience(named);
        let granted = app.and_then(|app| app.form.grants.get(&wanted));
        let ungranted =
            has_audience && known && app.is_some() && granted.is_none() && facts.has_api(&wanted);
        let scopes = granted.is_some_and(|granted| {
            self.scope
                .split_whitespace()
                .any(|scope| !granted.contains(scope))
        });
        held([
            (named.is_empty() && has_audience, Preflight::NoAudience),
            (!known, Preflight::UnknownAudience),
            (self.scope.is_empty() && !has_audience, Preflight::NoScope),
            (ungranted, Preflight::UngrantedAudience),
            (scopes, Preflight::UngrantedScope),
            (
                !has_audience && self.asks_unknown(facts),
                Preflight::UnknownScope,
            ),
            (self.is_of_nobody(facts), Preflight::UnknownOrganization),
        ])
    }
}

impl Draft {
    /// True where a scope is wanted that no API of this server has.
    fn asks_unknown(&self, facts: &TenantFacts) -> bool {
        let is_known = |scope: &str| {
            let mut all = facts.apis.iter().flat_map(|api| &api.scopes);
            all.any(|(name, _)| name == scope)
        };
        facts.tells_scopes() && !self.scope.split_whitespace().all(is_known)
    }

    /// True where an organization is named that is none of the tenant's, by name or by id.
    fn is_of_nobody(&self, facts: &TenantFacts) -> bool {
        let wanted = &self.organization;
        let known = |(name, id): &(String, String)| name == wanted || id == wanted;
        !wanted.is_empty() && !facts.organizations.iter().any(known)
    }
}

fn held<const N: usize>(found: [(bool, Preflight); N]) -> Vec<Preflight> {
    let hit = |(hit, note): (bool, Preflight)| hit.then_some(note);
    found.into_iter().filter_map(hit).collect()
}
