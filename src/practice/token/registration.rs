//! An app registers itself (RFC 7591), at the tenant that goes by the RFCs.

use axum::extract::Request;
use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use crate::oauth::journal::Door;
use crate::oauth::jwt::keys::Keys;
use crate::oauth::method::AuthMethod;
use crate::practice::Tenant;
use crate::practice::record::journal::Seen;
use crate::practice::record::mask;
use crate::practice::tenant::app_type::AppType;
use crate::practice::tenant::apps::{App, Grant, NewApp, Origin};
use crate::practice::tenant::setup::{AppSetup, Binding};
use crate::practice::token::parameters::{self, Arrived};
use crate::practice::wire::answer::Answer;

/// Apps that may register themselves: a bound, since anybody may.
const MOST: usize = 1000;

/// Why a registration is refused (RFC 7591 3.2.2).
struct Refused(StatusCode, &'static str, &'static str);

fn metadata(why: &'static str) -> Refused {
    Refused(StatusCode::BAD_REQUEST, "invalid_client_metadata", why)
}

/// Answers the registration endpoint.
pub(in crate::practice) async fn answer(tenant: Tenant, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let mut record = tenant.record(Door::Other, &head);
    let limits = tenant.inner.limits;
    let body = parameters::read(body, limits.body, limits.body_read).await;
    record.arrived();
    let source = "RFC 7591 3.1";
    let made = written(&head).and_then(|()| register(&tenant, body));
    let answer = match made {
        Ok((name, body)) => {
            record.check(Seen::passed(mask::text(&name)), "registration", source);
            Answer::json(StatusCode::CREATED, body.to_string(), "registered")
        }
        Err(Refused(status, error, why)) => {
            record.check(Seen::failed(why), "registration", source);
            let body = json!({ "error": error, "error_description": why });
            Answer::json(status, body.to_string(), error)
        }
    };
    let answer = match tenant.inner.issuers.first() {
        Some(issuer) => crate::practice::token::uncached(answer, issuer.spec),
        None => answer,
    };
    tenant.finish(record, Door::Other, answer)
}

/// RFC 7591 3.1: a POST, and JSON.
fn written(head: &Parts) -> Result<(), Refused> {
    let refused = |status, why| Err(Refused(status, "invalid_request", why));
    if head.method != Method::POST {
        return refused(StatusCode::METHOD_NOT_ALLOWED, "only POST registers");
    }
    let given = head.headers.get(CONTENT_TYPE);
    let given = given.map(|value| String::from_utf8_lossy(value.as_bytes()));
    let media_type = given.as_deref().and_then(|given| given.split(';').next());
    let is_json =
        media_type.is_some_and(|given| given.trim().eq_ignore_ascii_case("application/json"));
    if is_json {
        Ok(())
    } else {
        let why = "the Content-Type is not application/json";
        refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, why)
    }
}

fn register(tenant: &Tenant, body: Arrived) -> Result<(String, Value), Refused> {
    let asked = match body {
        Arrived::Whole(bytes) => serde_json::from_slice::<Map<String, Value>>(&bytes).ok(),
        Arrived::TooLarge | Arrived::TooSlow | Arrived::Broken => None,
    };
    let asked = asked.ok_or(metadata("the body is not a JSON object"))?;
    shapes(&asked)?;
    let text = |name: &str| asked.get(name).and_then(Value::as_str);
    let name = text("client_name").unwrap_or("An app that registered itself");
    let setup = setup(&asked)?;
    let auth = setup.auth;
    let grants = grants(tenant, text("scope"));
    let scope = grants.iter().flat_map(|grant| grant.scopes.clone());
    let scope = scope.collect::<Vec<_>>().join(" ");
    let new = NewApp {
        name: name.chars().take(200).collect(),
        app_type: AppType::MachineToMachine,
        grants,
    };
    let mut app = tenant.random(|random| App::new(new, setup, tenant.inner.dialect, random));
    app.origin = Origin::Wire;
    let (id, secret) = (app.id.0.clone(), app.secret.clone());
    let room = tenant.book_mut(|book| {
        let room = book.self_registered() < MOST;
        if room {
            book.insert(app);
        }
        room
    });
    if !room {
        let why = "this server has no room for more apps";
        return Err(Refused(StatusCode::FORBIDDEN, "access_denied", why));
    }
    let setup = tenant.book(|book| std::sync::Arc::clone(&book.setup));
    // RFC 7591 2: what is not understood is ignored, so it is not told back as if it were kept (3.2.1).
    let mut reply = asked;
    reply.retain(|name, _| KEPT.iter().any(|(kept, _)| kept == name));
    let mut put = |name: &str, value: Value| reply.insert(name.to_owned(), value);
    put("client_id", id.into());
    put("client_id_issued_at", tenant.now(&setup).0.into());
    if let Some(secret) = secret {
        put("client_secret", secret.expose().into());
        put("client_secret_expires_at", 0.into());
    }
    put("token_endpoint_auth_method", auth.name().into());
    put("grant_types", json!(["client_credentials"]));
    put("response_types", json!([]));
    put("scope", scope.into());
    Ok((name_of(&reply), reply.into()))
}

fn name_of(reply: &Map<String, Value>) -> String {
    let name = reply.get("client_name").and_then(Value::as_str);
    name.unwrap_or("an app without a name").to_owned()
}

/// What JSON a member must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Text,
    Texts,
    Object,
    Switch,
}

/// The members of RFC 7591 2 and RFC 9449 5.2 that are understood here.
const KEPT: [(&str, Shape); 11] = [
    ("client_name", Shape::Text),
    ("client_uri", Shape::Text),
    ("contacts", Shape::Texts),
    ("dpop_bound_access_tokens", Shape::Switch),
    ("grant_types", Shape::Texts),
    ("jwks", Shape::Object),
    ("response_types", Shape::Texts),
    ("scope", Shape::Text),
    ("software_id", Shape::Text),
    ("software_version", Shape::Text),
    ("token_endpoint_auth_method", Shape::Text),
];

/// Holds that every member that is understood is JSON of the right kind.
fn shapes(asked: &Map<String, Value>) -> Result<(), Refused> {
    let is_text = |value: &Value| value.is_string();
    let fits = |(name, shape): &(&str, Shape)| {
        asked.get(*name).is_none_or(|value| match shape {
            Shape::Text => is_text(value),
            Shape::Texts => value.as_array().is_some_and(|all| all.iter().all(is_text)),
            Shape::Object => value.is_object(),
            Shape::Switch => value.is_boolean(),
        })
    };
    if !KEPT.iter().all(fits) {
        return Err(metadata(
            "a member is JSON of another kind than RFC 7591 2 has it",
        ));
    }
    if asked.contains_key("jwks") && asked.contains_key("jwks_uri") {
        return Err(metadata("jwks and jwks_uri must not come together"));
    }
    if asked.contains_key("jwks_uri") {
        return Err(metadata("keys are not fetched here: send them in jwks"));
    }
    Ok(())
}

/// How the app will prove itself: as it asks, or with Basic (RFC 7591 2).
fn setup(asked: &Map<String, Value>) -> Result<AppSetup, Refused> {
    let grants = asked.get("grant_types").and_then(Value::as_array);
    let fits = grants.is_none_or(|all| {
        all.iter()
            .all(|grant| grant.as_str() == Some("client_credentials"))
    });
    if !fits {
        return Err(metadata("client_credentials is the only grant here"));
    }
    let auth = match asked.get("token_endpoint_auth_method") {
        None => AuthMethod::ClientSecretBasic,
        Some(name) => name
            .as_str()
            .and_then(AuthMethod::named)
            .filter(|auth| *auth != AuthMethod::Public)
            .ok_or(metadata("no such token_endpoint_auth_method here"))?,
    };
    let mut setup = AppSetup::of(auth);
    setup.jwks = asked.get("jwks").cloned();
    let readable = setup
        .jwks
        .as_ref()
        .is_none_or(|jwks| Keys::parse(&jwks.to_string()).is_ok_and(|keys| !keys.private));
    if !readable || (auth == AuthMethod::PrivateKeyJwt && setup.jwks.is_none()) {
        return Err(metadata("jwks holds no public keys that can be read"));
    }
    let responses = asked.get("response_types").and_then(Value::as_array);
    if responses.is_some_and(|all| !all.is_empty()) {
        return Err(metadata("client_credentials has no response_types"));
    }
    if asked.get("dpop_bound_access_tokens") == Some(&Value::Bool(true)) {
        // RFC 9449 5.2.
        setup.binding = Binding::Demanded;
    }
    Ok(setup)
}

/// Reading is free to everybody who registers; what else is asked for is left out (RFC 7591 3.2.1).
fn grants(tenant: &Tenant, scope: Option<&str>) -> Vec<Grant> {
    let apis = tenant.inner.apis.iter().map(|api| {
        let asked = |name: &&str| scope.is_none_or(|all| all.split(' ').any(|one| one == *name));
        let read = [api.needs];
        Grant {
            audience: api.identifier.clone().into_owned(),
            scopes: read.into_iter().filter(asked).map(str::to_owned).collect(),
        }
    });
    apis.collect()
}
