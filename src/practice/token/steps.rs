//! The checks of the token endpoint: which there are, and those of the request itself. Their order is the dialect's.

use std::sync::Arc;

use http::Method;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::request::Parts;
use serde_json::Map;

use crate::oauth::time::UnixTime;
use crate::practice::api::apis::Api;
use crate::practice::dialect::{BodyType, Reading};
use crate::practice::record::journal::{Record, Seen};
use crate::practice::record::mask;
use crate::practice::tenant::apps::App;
use crate::practice::tenant::orders::Order;
use crate::practice::tenant::pace::Spent;
use crate::practice::tenant::setup::{Fault, OrgServer, Organization, TenantSetup};
use crate::practice::token::credentials::Presented;
use crate::practice::token::parameters::{Arrived, Given, Parameters};
use crate::practice::token::refusal::{Place, Refusal, Who, Written};
use crate::practice::token::step::Step;
use crate::practice::{Issuer, Tenant};

/// The parameters that the token endpoint, introspection and revocation give a meaning to; others are ignored (RFC 6749 3.2).
/// `resource` is not among them, because it may come more than once (RFC 8707 2).
const KNOWN: [&str; 10] = [
    "audience",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "grant_type",
    "organization",
    "scope",
    "token",
    "token_type_hint",
];

/// A token request on its way through the checks. What a check finds is kept for the later ones.
pub(in crate::practice) struct Case<'a> {
    pub(in crate::practice) tenant: &'a Tenant,
    pub(in crate::practice) issuer: &'a Issuer,
    pub(in crate::practice) setup: Arc<TenantSetup>,
    pub(in crate::practice) head: &'a Parts,
    /// The path that was asked.
    pub(in crate::practice) endpoint: String,
    pub(in crate::practice) now: UnixTime,
    body: Arrived,
    pub(in crate::practice) parameters: Parameters,
    /// True when there was a body of a type that is not read.
    unread: bool,
    pub(in crate::practice) presented: Presented,
    pub(in crate::practice) app: Option<Arc<App>>,
    pub(in crate::practice) api: Option<&'a Api>,
    pub(in crate::practice) scopes: Vec<String>,
    pub(in crate::practice) organization: Option<Organization>,
    pub(in crate::practice) added: Map<String, serde_json::Value>,
    pub(in crate::practice) spent: Spent,
    /// The thumbprint of the key that the token will be bound to.
    pub(in crate::practice) bound: Option<String>,
    /// The fault that was ordered for this answer.
    pub(in crate::practice) order: Option<Order>,
}

impl<'a> Case<'a> {
    /// A request of which nothing is checked yet.
    pub(in crate::practice) fn new(
        tenant: &'a Tenant,
        issuer: &'a Issuer,
        head: &'a Parts,
        body: Arrived,
    ) -> Self {
        let setup = tenant.book(|book| Arc::clone(&book.setup));
        Self {
            tenant,
            issuer,
            endpoint: format!("{}{}", tenant.inner.base, head.uri.path()),
            now: tenant.now(&setup),
            setup,
            head,
            body,
            parameters: Parameters::default(),
            unread: false,
            presented: Presented::Nothing,
            app: None,
            api: None,
            scopes: Vec::new(),
            organization: None,
            added: Map::new(),
            spent: Spent::default(),
            bound: None,
            order: None,
        }
    }

    /// What is broken for this request: an order goes before what the tenant is set to.
    pub(in crate::practice) fn fault(&self) -> Option<Fault> {
        match &self.order {
            Some(order) => order.fault(),
            None => self.setup.fault,
        }
    }

    /// The id of a check in the journal.
    pub(in crate::practice) fn id(&self, step: Step) -> &'static str {
        match step {
            Step::Method => "method",
            Step::ContentType => "content-type",
            Step::Accept => "accept",
            Step::Parameters => "parameters",
            Step::Rate => "rate",
            Step::GrantType => "grant_type",
            Step::Client => "client",
            Step::Place => "server",
            Step::Secret => match self.presented {
                Presented::Assertion { .. } => "assertion",
                Presented::Nothing
                | Presented::Id(_)
                | Presented::Basic(_)
                | Presented::Post { .. } => "secret",
            },
            Step::Grant => "grant",
            Step::Audience | Step::OwnAudience => "audience",
            Step::Resource => "resource",
            Step::ClientGrant => "client-grant",
            Step::Organization => "organization",
            Step::Scope | Step::CustomScope | Step::OrgScope => "scope",
            Step::Quota => "quota",
            Step::Rules => "rules",
            Step::Dpop => "dpop",
        }
    }

    /// Makes one check. `None` when there was nothing to check.
    ///
    /// # Errors
    /// The reason to refuse.
    pub(in crate::practice) fn check(
        &mut self,
        step: Step,
        record: &mut Record,
    ) -> Result<Option<Seen>, Refusal> {
        match step {
            Step::Method => self.method().map(Some),
            Step::ContentType => self.content_type(record).map(Some),
            Step::Accept => self.accept().map(Some),
            Step::Parameters => self.parameters().map(Some),
            Step::Rate => self.rate(),
            Step::GrantType => self.grant_type().map(Some),
            Step::Client => self.client(record).map(Some),
            Step::Place => self.place(),
            Step::Secret => self.secret().map(Some),
            Step::Grant => self.grant().map(Some),
            Step::Audience => self.audience().map(Some),
            Step::Resource => self.resource().map(Some),
            Step::OwnAudience => self.own_audience().map(Some),
            Step::ClientGrant => self.client_grant().map(Some),
            Step::Organization => self.organization(),
            Step::Scope => self.scope().map(Some),
            Step::CustomScope => self.custom_scope().map(Some),
            Step::OrgScope => self.org_scope().map(Some),
            Step::Quota => self.quota(),
            Step::Rules => self.rules(),
            Step::Dpop => self.dpop(record),
        }
    }

    fn method(&self) -> Result<Seen, Refusal> {
        if self.head.method == Method::POST {
            Ok(Seen::passed("POST"))
        } else {
            let given = self.head.method.to_string();
            Err(Written::Method { given }.into())
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
            Arrived::TooLarge => return Err(Written::BodyTooLarge.into()),
            Arrived::TooSlow => return Err(Written::BodyTooSlow.into()),
            Arrived::Broken => return Err(Written::BodyBroken.into()),
        };
        let essence = media_type.unwrap_or_default().trim();
        let bodies = self.issuer.spec.bodies;
        let known = bodies
            .iter()
            .find(|known| essence.eq_ignore_ascii_case(known.media_type()));
        let (parameters, what) = match known {
            Some(BodyType::Form) => (Parameters::from_form(bytes), "a form"),
            Some(BodyType::Json) => (Parameters::from_json(bytes), "JSON"),
            None if self.issuer.spec.reading == Reading::Strict && !bytes.is_empty() => {
                return Err(Written::BodyType.into());
            }
            None => {
                self.unread = !bytes.is_empty();
                let seen = Seen::noted("of a type that is not read: the body counts as empty");
                return Ok(seen.emulated(true));
            }
        };
        self.parameters = parameters.map_err(Written::Unreadable)?;
        for (name, value) in &self.parameters.pairs {
            let masked = match value {
                Given::Text(text) => mask::value(name, text),
                Given::Null => "null".into(),
                Given::NotText => "(JSON, not text)".into(),
            };
            record.received(name, masked);
        }
        let looks_like_json = bytes.trim_ascii_start().starts_with(b"{");
        if what == "a form" && looks_like_json {
            return Ok(Seen::noted("a form by its label, JSON by its looks"));
        }
        Ok(Seen::passed(what))
    }

    /// RFC 9110 12.5.1, without weights: a range that takes JSON, or no header at all.
    fn accept(&self) -> Result<Seen, Refusal> {
        let mut given = self.head.headers.get_all(ACCEPT).iter().peekable();
        if given.peek().is_none() {
            return Ok(Seen::passed("absent: any type will do"));
        }
        let takes_json = given.any(|value| {
            let ranges = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
            ranges.split(',').any(|range| {
                let range = range.split(';').next().unwrap_or_default().trim();
                matches!(range, "*/*" | "application/*" | "application/json")
            })
        });
        if takes_json {
            Ok(Seen::passed("JSON is welcome"))
        } else {
            Err(Written::Accept.into())
        }
    }

    fn parameters(&self) -> Result<Seen, Refusal> {
        let names = self.parameters.repeated(&KNOWN);
        if !names.is_empty() {
            return Err(Written::Repeated { names }.into());
        }
        if let Some(name) = self.parameters.not_text(&KNOWN) {
            return Err(Written::NotText { name }.into());
        }
        let query = self.head.uri.query().unwrap_or_default();
        let mut names = url::form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name);
        let found = names.find(|name| KNOWN.contains(&&**name));
        match (found, self.issuer.spec.reading) {
            (Some(name), Reading::Strict) if name.starts_with("client_") => {
                Err(Who::CredentialsInUrl.into())
            }
            (Some(_), Reading::Strict | Reading::Lenient) => {
                let seen = "parameters in the URL are not read, and a real log would hold them";
                Ok(Seen::noted(seen).emulated(true))
            }
            (None, Reading::Strict | Reading::Lenient) => Ok(Seen::passed("each at most once")),
        }
    }

    fn grant_type(&self) -> Result<Seen, Refusal> {
        let Some(given) = self.parameters.text("grant_type") else {
            return Err(Refusal::NoGrantType {
                unread: self.unread,
            });
        };
        let legacy = self.issuer.spec.place == "org" && self.setup.org_server == OrgServer::Legacy;
        if legacy && given == "client_credentials" {
            return Err(Refusal::Place(Place::CustomOnly));
        }
        if self.issuer.spec.grant_types.contains(&given) {
            Ok(Seen::passed(given))
        } else {
            let given = given.to_owned();
            Err(Refusal::UnknownGrantType { given })
        }
    }
}
