//! What differs between vendors, as data and small functions: one file a vendor, no forks in the code that uses them.

use http::{HeaderName, StatusCode};
use serde_json::{Map, Value, json};

use crate::oauth::method::AuthMethod;
use crate::oauth::time::UnixTime;
use crate::practice::api::apis::Api;
use crate::practice::chance::Random;
use crate::practice::proof::dpop;
use crate::practice::tenant::app_type::AppType;
use crate::practice::tenant::pace::Pace;
use crate::practice::tenant::setup::{AppSetup, Organization, TokenProfile};
use crate::practice::tenant::signing_key::{Signing, Wanted};
use crate::practice::token::assertion;
use crate::practice::token::refusal::Refusal;
use crate::practice::token::step::Step;

pub(super) mod auth0;
pub(super) mod known;
pub(super) mod okta;
pub(super) mod rfc;

/// Which way of speaking a tenant has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DialectName {
    /// As the RFCs have it.
    Rfc,
    /// As an Auth0 tenant.
    #[default]
    Auth0,
    /// As an Okta org with a custom authorization server.
    Okta,
}

impl DialectName {
    /// The name in the contract: `rfc`, `auth0`, `okta`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rfc => "rfc",
            Self::Auth0 => "auth0",
            Self::Okta => "okta",
        }
    }
}

/// A tenant's way of speaking.
pub(super) struct Dialect {
    /// Which one it is.
    pub(super) name: DialectName,
    /// Its authorization servers, the main one first.
    pub(super) servers: &'static [&'static AuthServer],
    /// The header that carries the request's id, as the vendor spells it.
    pub(super) request_id_header: &'static str,
    /// The same in the lower case that the HTTP library wants.
    pub(super) request_id_name: &'static str,
    /// Header names that are not in title case, as the vendor spells them.
    pub(super) spelled: &'static [&'static str],
    /// The APIs at this base URL, the Reports API first.
    pub(super) apis: fn(&str) -> Vec<Api>,
    /// A client id in the vendor's length.
    pub(super) fresh_id: fn(&mut dyn Random) -> String,
    /// A client secret in the vendor's length.
    pub(super) fresh_secret: fn(&mut dyn Random) -> String,
    /// What a new app is set up with.
    pub(super) usual: fn(AppType) -> AppSetup,
    /// The token path of authorization servers that may not exist.
    pub(super) other_servers: Option<&'static str>,
    /// The algorithms that the vendor's servers sign by; the first one is usual.
    pub(super) signings: &'static [Signing],
    /// The body for a path that does not exist, for a request with this id.
    pub(super) not_found: fn(&str, &str) -> Value,
}

/// An authorization server: its addresses, its order of checks, its words.
pub(super) struct AuthServer {
    /// Which one, where a tenant has several.
    pub(super) place: &'static str,
    /// Its paths.
    pub(super) paths: Paths,
    /// Which keys it publishes.
    pub(super) keys: Wanted,
    /// The body types that the token endpoint reads.
    pub(super) bodies: &'static [BodyType],
    /// The grant types that the vendor knows, whether this tenant can perform them or not.
    pub(super) grant_types: &'static [&'static str],
    /// The ways an app may prove itself here.
    pub(super) methods: &'static [AuthMethod],
    /// How forgiving it is about where things stand.
    pub(super) reading: Reading,
    /// Whether the grammar of scopes is looked at.
    pub(super) scope_grammar: ScopeGrammar,
    /// What it demands of an assertion.
    pub(super) assertion: assertion::Rules,
    /// What it demands of a proof of possession.
    pub(super) dpop: dpop::Rules,
    /// The checks of the token endpoint in order, each with the clause or vendor page behind it.
    pub(super) steps: &'static [(Step, &'static str)],
    /// The checks of introspection and revocation.
    pub(super) client_steps: &'static [(Step, &'static str)],
    /// The issuer identifier for a base URL without final slash.
    pub(super) issuer: fn(&str) -> String,
    /// The metadata document for a base URL.
    pub(super) metadata: fn(&str) -> Value,
    /// Headers of token replies that keep them out of caches.
    pub(super) uncached: &'static [(&'static str, &'static str)],
    /// Headers of the token endpoint beyond the usual ones.
    pub(super) token_headers: fn(Pace) -> Vec<(HeaderName, String)>,
    /// Headers of a refusal by a custom rate policy.
    pub(super) policy_headers: fn() -> Vec<(HeaderName, String)>,
    /// How a refused app is told to authenticate, for an issuer; `None` where the vendor does not say.
    pub(super) challenge: fn(Tried, &str) -> Option<Challenged>,
    /// How slashes are written in a token's header.
    pub(super) slashes: Slashes,
    /// A token's header and payload.
    pub(super) token: fn(&Issue<'_>) -> (Value, Value),
    /// The reply around a token.
    pub(super) reply: fn(&Issue<'_>, &str) -> Value,
    /// The words of a refusal, for a request with this id.
    pub(super) refuse: fn(&Refusal, &str) -> Said,
}

/// The paths of an authorization server.
pub(super) struct Paths {
    pub(super) token: &'static str,
    pub(super) jwks: &'static str,
    /// All with the same document.
    pub(super) metadata: &'static [&'static str],
    pub(super) introspection: Option<&'static str>,
    pub(super) revocation: Option<&'static str>,
    pub(super) registration: Option<&'static str>,
}

/// A body type of the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyType {
    /// `application/x-www-form-urlencoded` (RFC 6749 4.4.2).
    Form,
    /// `application/json` (Auth0 only).
    Json,
}

impl BodyType {
    /// The media type without parameters.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Form => "application/x-www-form-urlencoded",
            Self::Json => "application/json",
        }
    }
}

/// How forgiving a server is about where things stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Bodies of other types, credentials in several places and credentials in the URL are refused (RFC 6749 2.3, 3.2).
    Strict,
    /// A body of another type counts as empty, the body wins over the header, the URL is not read (Auth0).
    Lenient,
}

/// Whether a server looks at the grammar of scopes before it looks whether they are granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeGrammar {
    /// It does (RFC 6749 3.3).
    Checked,
    /// What is malformed is not granted.
    Unchecked,
}

/// How slashes are written in JSON (RFC 8259 7 allows both).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slashes {
    /// As they are.
    Plain,
    /// Behind a backslash, as Okta's org server writes its `typ`.
    Escaped,
}

impl Slashes {
    /// The JSON of a header.
    pub(super) fn write(self, header: &Value) -> String {
        let text = header.to_string();
        match self {
            Self::Plain => text,
            Self::Escaped => text.replace('/', "\\/"),
        }
    }
}

/// Whether the app used the Authorization header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tried {
    /// It did.
    Header,
    /// It did not.
    Other,
}

/// The challenge of a 401.
pub(super) struct Challenged {
    pub(super) value: String,
    /// True where the vendor's own value is not known.
    pub(super) emulated: bool,
}

/// All that a token and its reply are made from.
pub(super) struct Issue<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) audience: &'a str,
    pub(super) scopes: &'a [String],
    pub(super) now: UnixTime,
    /// In seconds.
    pub(super) lifetime: i64,
    pub(super) kid: &'a str,
    /// The algorithm that the key signs by.
    pub(super) alg: &'static str,
    /// 43 characters, never used before.
    pub(super) id: &'a str,
    /// The thumbprint of the key that the token is bound to.
    pub(super) bound: Option<&'a str>,
    pub(super) profile: TokenProfile,
    pub(super) organization: Option<&'a Organization>,
    /// Claims that the tenant's own code adds.
    pub(super) added: &'a Map<String, Value>,
}

impl Issue<'_> {
    /// The scopes as one text; `None` when there are none.
    pub(super) fn scope(&self) -> Option<String> {
        (!self.scopes.is_empty()).then(|| self.scopes.join(" "))
    }

    /// When the token ends.
    pub(super) fn exp(&self) -> i64 {
        self.now.0.saturating_add(self.lifetime)
    }

    /// `Bearer` or `DPoP`.
    pub(super) fn token_type(&self) -> &'static str {
        if self.bound.is_some() {
            "DPoP"
        } else {
            "Bearer"
        }
    }

    /// Adds what any vendor's token may have: the key it is bound to (RFC 9449 6.1), and what the tenant's own code adds.
    pub(super) fn finish(&self, mut payload: Map<String, Value>) -> Value {
        if let Some(thumb) = self.bound {
            payload.insert("cnf".into(), json!({ "jkt": thumb }));
        }
        for (name, value) in self.added {
            payload.entry(name).or_insert_with(|| value.clone());
        }
        payload.into()
    }
}

/// A refusal in a vendor's words.
pub(super) struct Said {
    pub(super) status: StatusCode,
    pub(super) body: Value,
    /// The error code alone, for the journal.
    pub(super) word: &'static str,
    /// True where the vendor's text is not known and this one is invented in its manner.
    pub(super) emulated: bool,
}

impl Said {
    /// An error in the shape of RFC 6749 5.2.
    pub(super) fn error(status: u16, error: &'static str, description: impl Into<String>) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            body: json!({ "error": error, "error_description": description.into() }),
            word: error,
            emulated: false,
        }
    }

    /// The vendor's own words are not known.
    pub(super) fn invented(self) -> Self {
        self.invented_if(true)
    }

    /// The vendor's own words are not known where `invented`.
    pub(super) fn invented_if(mut self, invented: bool) -> Self {
        self.emulated = invented;
        self
    }
}
