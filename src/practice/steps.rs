//! The checks of the token endpoint, one function each. Their order is the dialect's.

use std::sync::Arc;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, Method};

use super::apis::Api;
use super::apps::App;
use super::dialect::BodyType;
use super::journal::{Record, Seen};
use super::parameters::{Arrived, Given, Parameters};
use super::refusal::Refusal;
use super::{Tenant, mask};

/// One check of the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// POST only.
    Method,
    /// The body is of a type that is read, and whole.
    ContentType,
    /// No parameter twice, all of them text.
    Parameters,
    /// `grant_type` is there and known.
    GrantType,
    /// `client_id` names an app.
    Client,
    /// The app proves that it is the app.
    Secret,
    /// The app's type has the grant.
    Grant,
    /// The API is known.
    Audience,
    /// The app is authorised for the API.
    ClientGrant,
    /// The scopes asked for are granted.
    Scope,
}

impl Step {
    /// The id in the journal.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::ContentType => "content-type",
            Self::Parameters => "parameters",
            Self::GrantType => "grant_type",
            Self::Client => "client",
            Self::Secret => "secret",
            Self::Grant => "grant",
            Self::Audience => "audience",
            Self::ClientGrant => "client-grant",
            Self::Scope => "scope",
        }
    }
}

/// The parameters that this endpoint gives a meaning to; others are ignored (RFC 6749 3.2).
const KNOWN: [&str; 7] = [
    "audience",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "grant_type",
    "scope",
];

/// A token request on its way through the checks. What a check finds is kept for the later ones.
pub(super) struct Case<'a> {
    tenant: &'a Tenant,
    head: &'a Parts,
    body: Arrived,
    parameters: Parameters,
    /// True when there was a body of a type that is not read.
    unread: bool,
    pub(super) app: Option<Arc<App>>,
    pub(super) api: Option<&'a Api>,
    pub(super) scopes: Vec<String>,
}

impl<'a> Case<'a> {
    /// A request of which nothing is checked yet.
    pub(super) fn new(tenant: &'a Tenant, head: &'a Parts, body: Arrived) -> Self {
        Self {
            tenant,
            head,
            body,
            parameters: Parameters::default(),
            unread: false,
            app: None,
            api: None,
            scopes: Vec::new(),
        }
    }

    /// Makes one check.
    ///
    /// # Errors
    /// The reason to refuse.
    pub(super) fn check(&mut self, step: Step, record: &mut Record) -> Result<Seen, Refusal> {
        match step {
            Step::Method => self.method(),
            Step::ContentType => self.content_type(record),
            Step::Parameters => self.parameters(record),
            Step::GrantType => self.grant_type(),
            Step::Client => self.client(),
            Step::Secret => self.secret(),
            Step::Grant => self.grant(),
            Step::Audience => self.audience(),
            Step::ClientGrant => self.client_grant(),
            Step::Scope => self.scope(),
        }
    }

    fn method(&self) -> Result<Seen, Refusal> {
        if self.head.method == Method::POST {
            Ok(Seen::passed("POST"))
        } else {
            let given = self.head.method.to_string();
            Err(Refusal::Method { given })
        }
    }

    fn content_type(&mut self, record: &mut Record) -> Result<Seen, Refusal> {
        let given = self.head.headers.get(CONTENT_TYPE);
        // Bytes that are no UTF-8 become U+FFFD, which no media type has.
        let given = given.map(|value| String::from_utf8_lossy(value.as_bytes()));
        let media_type = given.as_deref().and_then(|given| given.split(';').next());
        let shown = media_type.map_or_else(|| "(absent)".into(), mask::text);
        record.received("Content-Type", shown);
        let bytes = match &self.body {
            Arrived::Whole(bytes) => bytes,
            Arrived::TooLarge => return Err(Refusal::BodyTooLarge),
            Arrived::TooSlow => return Err(Refusal::BodyTooSlow),
            Arrived::Broken => return Err(Refusal::BodyBroken),
        };
        let essence = media_type.unwrap_or_default().trim();
        let bodies = self.tenant.inner.dialect.bodies;
        let known = bodies
            .iter()
            .find(|known| essence.eq_ignore_ascii_case(known.media_type()));
        let (parameters, what) = match known {
            Some(BodyType::Form) => (Parameters::from_form(bytes), "a form"),
            Some(BodyType::Json) => (Parameters::from_json(bytes), "JSON"),
            None => {
                self.unread = !bytes.is_empty();
                let seen = Seen::noted("of a type that is not read: the body counts as empty");
                return Ok(seen.emulated(true));
            }
        };
        self.parameters = parameters.map_err(Refusal::Unreadable)?;
        for (name, value) in &self.parameters.pairs {
            let masked = match value {
                Given::Text(text) => mask::value(name, text),
                Given::Null => "null".into(),
                Given::NotText => "(JSON, not text)".into(),
            };
            record.received(name, masked);
        }
        Ok(Seen::passed(what))
    }

    fn parameters(&self, record: &mut Record) -> Result<Seen, Refusal> {
        if let Some(scheme) = authorization_scheme(&self.head.headers) {
            record.received("Authorization", format!("{scheme} (hidden)"));
        }
        if let Some(name) = self.parameters.repeated(&KNOWN) {
            return Err(Refusal::Repeated { name });
        }
        if let Some(name) = self.parameters.not_text(&KNOWN) {
            return Err(Refusal::NotText { name });
        }
        let in_url = self.head.uri.query().is_some_and(|query| {
            url::form_urlencoded::parse(query.as_bytes()).any(|(name, _)| KNOWN.contains(&&*name))
        });
        if in_url {
            let seen = "parameters in the URL are not read, and logs keep them";
            return Ok(Seen::noted(seen).emulated(true));
        }
        Ok(Seen::passed("each at most once"))
    }

    fn grant_type(&self) -> Result<Seen, Refusal> {
        let Some(given) = self.parameters.text("grant_type") else {
            return Err(Refusal::NoGrantType {
                unread: self.unread,
            });
        };
        if self.tenant.inner.dialect.grant_types.contains(&given) {
            Ok(Seen::passed(given))
        } else {
            let given = given.to_owned();
            Err(Refusal::UnknownGrantType { given })
        }
    }

    fn client(&mut self) -> Result<Seen, Refusal> {
        let Some(id) = self.parameters.text("client_id") else {
            return Err(match authorization_scheme(&self.head.headers) {
                // The app may have said who it is in the header, but apps here are set up for the body.
                Some(_) => Refusal::OtherMethod {
                    tried: "an Authorization header",
                },
                None => Refusal::NoClientId,
            });
        };
        self.app = self.tenant.book(|book| book.app(id));
        if let Some(app) = &self.app {
            let what = format!("{}, {}", mask::text(&app.name), app.kind.label());
            return Ok(Seen::passed(what));
        }
        // The same work as for a known app, so that the time does not tell ids apart.
        let given = self.parameters.text("client_secret").unwrap_or_default();
        let _ = verify_slices_are_equal(given.as_bytes(), &[0; 64]);
        Err(Refusal::UnknownClient)
    }

    fn secret(&self) -> Result<Seen, Refusal> {
        let app = self.app.as_deref().ok_or(Refusal::UnknownClient)?;
        let Some(secret) = &app.secret else {
            return Ok(Seen::noted(
                "a public app: it has no secret to prove itself with",
            ));
        };
        let Some(given) = self.parameters.text("client_secret") else {
            let assertion = self.parameters.text("client_assertion").is_some();
            return Err(
                match (assertion, authorization_scheme(&self.head.headers)) {
                    (true, _) => Refusal::OtherMethod {
                        tried: "a client_assertion",
                    },
                    (false, Some(_)) => Refusal::OtherMethod {
                        tried: "an Authorization header",
                    },
                    (false, None) => Refusal::NoSecret,
                },
            );
        };
        if verify_slices_are_equal(given.as_bytes(), secret.expose().as_bytes()).is_err() {
            return Err(Refusal::WrongSecret {
                came: given.chars().count(),
                wanted: secret.expose().chars().count(),
            });
        }
        Ok(match authorization_scheme(&self.head.headers) {
            Some(_) => Seen::noted("client_secret is right; the Authorization header was not read")
                .emulated(true),
            None => Seen::passed("client_secret is this app's"),
        })
    }

    fn grant(&self) -> Result<Seen, Refusal> {
        let app = self.app.as_deref().ok_or(Refusal::UnknownClient)?;
        let grant_type = self.parameters.text("grant_type").unwrap_or_default();
        if app.kind.has_grant(grant_type) {
            Ok(Seen::passed(format!(
                "{grant_type} is enabled for this app"
            )))
        } else {
            let grant_type = grant_type.to_owned();
            Err(Refusal::GrantNotEnabled { grant_type })
        }
    }

    fn audience(&mut self) -> Result<Seen, Refusal> {
        let default = || self.tenant.book(|book| book.default_audience.clone());
        let (wanted, whence) = match self.parameters.text("audience") {
            Some(given) => (given.to_owned(), ""),
            None => (
                default().ok_or(Refusal::NoAudience)?,
                ", the tenant's default",
            ),
        };
        // RFC 7519 4.1.3 compares byte for byte; so do the vendors, slash and case included.
        self.api = self
            .tenant
            .inner
            .apis
            .iter()
            .find(|api| api.identifier == wanted);
        match self.api {
            Some(api) => Ok(Seen::passed(format!("{}{whence}", api.identifier))),
            None => Err(Refusal::UnknownAudience { given: wanted }),
        }
    }

    fn client_grant(&self) -> Result<Seen, Refusal> {
        let api = self.api.ok_or(Refusal::NoAudience)?;
        let app = self.app.as_deref().ok_or(Refusal::UnknownClient)?;
        match app.grant(api.identifier) {
            Some(_) => Ok(Seen::passed(format!(
                "this app is authorised for the {}",
                api.name
            ))),
            None => Err(Refusal::NotAuthorised {
                audience: api.identifier.to_owned(),
            }),
        }
    }

    fn scope(&mut self) -> Result<Seen, Refusal> {
        let api = self.api.ok_or(Refusal::NoAudience)?;
        let app = self.app.as_deref().ok_or(Refusal::UnknownClient)?;
        let granted = app
            .grant(api.identifier)
            .map(|grant| grant.scopes.as_slice())
            .unwrap_or_default();
        let Some(asked) = self.parameters.text("scope") else {
            self.scopes = granted.to_vec();
            return Ok(Seen::passed("none asked for: all that are granted"));
        };
        let asked: Vec<_> = asked.split(' ').filter(|scope| !scope.is_empty()).collect();
        let is_granted = |scope: &&str| granted.iter().any(|own| own == scope);
        let missing: Vec<_> = asked
            .iter()
            .filter(|scope| !is_granted(scope))
            .map(|&scope| scope.to_owned())
            .collect();
        if !missing.is_empty() {
            return Err(Refusal::ScopeNotGranted { missing });
        }
        self.scopes = granted
            .iter()
            .filter(|own| asked.contains(&own.as_str()))
            .cloned()
            .collect();
        Ok(Seen::passed(format!("granted: {}", self.scopes.join(" "))))
    }
}

/// The scheme word of an `Authorization` header, shortened to what a scheme can be.
fn authorization_scheme(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(AUTHORIZATION)?;
    let word = value
        .to_str()
        .ok()
        .and_then(|text| text.split_whitespace().next());
    let known = ["Basic", "Bearer", "DPoP"];
    let found = known
        .iter()
        .find(|scheme| word.is_some_and(|word| word.eq_ignore_ascii_case(scheme)));
    Some((*found.unwrap_or(&"(another scheme)")).to_owned())
}
