//! The protected APIs: a call with a good token gets data, any other a challenge (RFC 6750 3).

pub(super) mod apis;
pub(super) mod bearer;
pub(super) mod challenge;
pub(super) mod denial;

use axum::extract::Request;
use axum::response::Response;
use http::header::{ALLOW, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use crate::oauth::journal::Door;
use crate::oauth::time::UnixTime;
use crate::practice::api::apis::{Admission, Api, OtherServers, Verbs};
use crate::practice::api::bearer::{Expected, MustBeBound};
use crate::practice::api::challenge::Asked;
use crate::practice::api::denial::{Denial, Scheme};
use crate::practice::proof::dpop;
use crate::practice::proof::sealed::Kind;
use crate::practice::record::journal::{Record, Seen};
use crate::practice::record::mask;
use crate::practice::tenant::orders::{FaultDoor, spoil};
use crate::practice::tenant::pace::Pace;
use crate::practice::tenant::setup::{Fault, FlowSecurity, TenantSetup};
use crate::practice::token::NONCE;
use crate::practice::wire::answer::Answer;
use crate::practice::{Inner, KeyFault, NonceRule, Plugged, Tenant};

/// Answers a call at the API with this place in the catalogue.
pub(super) async fn answer(tenant: Tenant, place: usize, request: Request) -> Response {
    let (head, _body) = request.into_parts();
    let mut record = tenant.record(Door::Api, &head);
    let answer = match tenant.inner.apis.get(place) {
        None => missing(),
        Some(api) if !answers(api, &head.method) => {
            let allowed = match api.verbs {
                Verbs::Read => "GET, HEAD",
                Verbs::ReadAndPost => "GET, HEAD, POST",
            };
            deny(&tenant, api, &mut record, Denial::Method, Scheme::Bearer).header(ALLOW, allowed)
        }
        Some(api) => by_order(&tenant, api, &head, &mut record).await,
    };
    tenant.finish(record, Door::Api, answer)
}

/// Answers as ordered, else as the tenant is set, else as the call deserves.
async fn by_order(tenant: &Tenant, api: &Api, head: &Parts, record: &mut Record) -> Answer {
    let order = tenant.next_order(FaultDoor::Api);
    if let Some(answer) = order.as_ref().and_then(|order| order.answer(record)) {
        return answer;
    }
    let fault = match &order {
        Some(order) => order.fault(),
        None => tenant.book(|book| book.setup.fault.filter(|set| *set == Fault::ApiTooMany)),
    };
    match fault {
        Some(Fault::TooMany | Fault::ApiTooMany) => {
            let denied = deny(tenant, api, record, Denial::TooMany, Scheme::Bearer);
            let seconds = order.and_then(|order| order.retry_after);
            denied.with(limited(tenant, api, seconds.unwrap_or(1)))
        }
        Some(Fault::Broken) => {
            record.check(Seen::failed("broken on purpose"), "fault", "set by hand");
            broken("broken on purpose").with(order.map_or_else(Vec::new, |order| order.wait()))
        }
        Some(Fault::Slow(_) | Fault::Cut | Fault::Policy | Fault::WrongKey | Fault::Hook)
        | None => {
            let answer = admit(tenant, api, head, record).await;
            spoil(answer, fault, record).await
        }
    }
}

/// The headers of a rate limit that is used up, as the vendor has them.
fn limited(tenant: &Tenant, api: &Api, seconds: u32) -> Vec<(HeaderName, String)> {
    let issuers = &tenant.inner.issuers;
    let setup = tenant.book(|book| std::sync::Arc::clone(&book.setup));
    let pace = Pace {
        count: u64::MAX,
        reset: UnixTime(tenant.api_now(&setup).0.saturating_add(1)),
    };
    let issuer = issuers.get(api.server).or_else(|| issuers.first());
    let mut headers = issuer.map_or_else(Vec::new, |one| (one.spec.token_headers)(pace));
    headers.push((RETRY_AFTER, seconds.to_string()));
    headers
}

fn answers(api: &Api, method: &Method) -> bool {
    match api.verbs {
        Verbs::Read => matches!(*method, Method::GET | Method::HEAD),
        Verbs::ReadAndPost => matches!(*method, Method::GET | Method::HEAD | Method::POST),
    }
}

async fn admit(tenant: &Tenant, api: &Api, head: &Parts, record: &mut Record) -> Answer {
    match admission(tenant, api) {
        Admission::Public => content(api, &Map::new()),
        Admission::ClientToken => {
            let Err(denial) = client_token(tenant, head, record) else {
                return content(api, &Map::new());
            };
            deny(tenant, api, record, denial, Scheme::Bearer)
        }
        Admission::Token | Admission::Listed => {
            let (scheme, token) = match bearer::find(head, api.places, record) {
                Err(denial) => return deny(tenant, api, record, denial, Scheme::Bearer),
                Ok(found) => found,
            };
            record.check(
                Seen::passed("one token came"),
                "token",
                denial::source("token"),
            );
            if must_ask(tenant, &token) && tenant.plugged() == Plugged::Out {
                return unasked(record);
            }
            match keys_and_judge(tenant, api, (scheme, &token), head, record).await {
                Err(_) => broken("no keys"),
                Ok(Err(denial)) => deny(tenant, api, record, denial, scheme),
                Ok(Ok(claims)) => content(api, &claims),
            }
        }
    }
}

/// True for a token that says nothing to an API: only the authorization server can say what it stands for (RFC 7662). One that is
/// signed is judged with the keys that the API has kept.
fn must_ask(tenant: &Tenant, token: &str) -> bool {
    matches!(tenant.inner.sealed.kind(token), Kind::Opaque(_))
}

/// The authorization server gave no answer, so the API cannot know whom it would let in.
fn unasked(record: &mut Record) -> Answer {
    record.check(
        Seen::failed("opaque: the authorization server, asked for it, gave no answer"),
        "introspection",
        "RFC 7662 2",
    );
    let body = json!({ "message": "Service Unavailable" }).to_string();
    Answer::json(StatusCode::SERVICE_UNAVAILABLE, body, "no introspection")
}

/// Whom it lets in: as it was made, or as the owner of the flow has set it since.
fn admission(tenant: &Tenant, api: &Api) -> Admission {
    let set = tenant.book(|book| book.setup.flow_security);
    match (api.admission, set) {
        (Admission::Listed, Some(FlowSecurity::ClientToken)) => Admission::ClientToken,
        (Admission::Listed, Some(FlowSecurity::Public)) => Admission::Public,
        (own, Some(_) | None) => own,
    }
}

/// The client token of a flow, in the URL or in its header (Okta Workflows).
fn client_token(tenant: &Tenant, head: &Parts, record: &mut Record) -> Result<(), Denial> {
    let header = head.headers.get("x-api-client-token");
    let header = header.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let query = head.uri.query().unwrap_or_default();
    let in_url = url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "clientToken")
        .map(|(_, value)| value.into_owned());
    let given = header.or(in_url).ok_or(Denial::ClientToken)?;
    record.received("client token", mask::length(given.len()));
    let own = tenant.inner.flow_token.expose();
    aws_lc_rs::constant_time::verify_slices_are_equal(given.as_bytes(), own.as_bytes())
        .map_err(|_| Denial::ClientToken)?;
    record.check(
        Seen::passed("the client token of this flow"),
        "token",
        "Okta Workflows: API Endpoint, client token",
    );
    Ok(())
}

async fn keys_and_judge(
    tenant: &Tenant,
    api: &Api,
    (scheme, token): (Scheme, &str),
    head: &Parts,
    record: &mut Record,
) -> Result<Result<Map<String, Value>, Denial>, KeyFault> {
    let inner = &tenant.inner;
    let setup = tenant.book(|book| std::sync::Arc::clone(&book.setup));
    let Some(issuer) = inner.issuers.get(api.server) else {
        return Ok(Err(Denial::Issuer));
    };
    let must = setup.bound_apis.iter().any(|one| *one == api.identifier);
    let expected = Expected {
        api,
        issuer: &issuer.name,
        keys: issuer.keys.known_to_apis().await?,
        now: tenant.api_now(&setup),
        revoked: &inner.revoked,
        algorithms: issuer.spec.dpop.algorithms,
        method: head.method.as_str(),
        url: &format!("{}{}", inner.base, head.uri.path()),
        proofs: head
            .headers
            .get_all("dpop")
            .iter()
            .map(http::HeaderValue::as_bytes)
            .collect(),
        used: &inner.used,
        nonces: match setup.api_nonce {
            NonceRule::Demanded => Some(&inner.nonces),
            NonceRule::Free => None,
        },
        must_be_bound: if must {
            MustBeBound::Yes
        } else {
            MustBeBound::No
        },
    };
    let mut judged = judge(inner, (scheme, token), &expected, record);
    if judged == Err(Denial::UnknownKey)
        && api.others == OtherServers::Known
        && of_another_server(inner, api, token).await?
    {
        judged = Err(Denial::Audience);
    }
    if judged.is_ok() && api.admission == Admission::Listed && scheme == Scheme::Dpop {
        let seen = "whether Okta Workflows takes bound tokens is not known; this one does";
        record.check(Seen::noted(seen).emulated(true), "dpop", "RFC 9449 7.1");
    }
    Ok(judged.and_then(|claims| {
        if api.admission == Admission::Listed && !listed(&setup, &claims) {
            Err(Denial::Caller)
        } else {
            Ok(claims)
        }
    }))
}

/// True where the flow names no callers, or this one.
fn listed(setup: &TenantSetup, claims: &Map<String, Value>) -> bool {
    let caller = claims.get("cid").and_then(Value::as_str);
    let callers = setup.flow_callers.as_ref();
    callers.is_none_or(|all| all.iter().any(|id| Some(id.0.as_str()) == caller))
}

/// True for a token that another authorization server of this tenant signed.
async fn of_another_server(inner: &Inner, api: &Api, token: &str) -> Result<bool, KeyFault> {
    for issuer in &inner.issuers {
        if issuer.index != api.server && bearer::made_by(token, &issuer.keys.known_to_apis().await?)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Judges a token of any kind.
fn judge(
    inner: &Inner,
    (scheme, token): (Scheme, &str),
    expected: &Expected<'_>,
    record: &mut Record,
) -> Result<Map<String, Value>, Denial> {
    let mut opened = |what, id, source| record.check(Seen::passed(what), id, source);
    match inner.sealed.kind(token) {
        Kind::Signed => bearer::judge((scheme, token), expected, record),
        Kind::Encrypted(inside) => {
            opened(
                "decrypted with the API's own key",
                "decrypt",
                "RFC 7516 5.2",
            );
            let claims = bearer::signed(&inside, &expected.keys, record)?;
            bearer::claimed(&claims, expected, record)?;
            bearer::bound((scheme, token), &claims, expected, record)?;
            Ok(claims)
        }
        Kind::Opaque(claims) => {
            opened(
                "opaque: looked up at the server",
                "introspection",
                "RFC 7662 2",
            );
            bearer::claimed(&claims, expected, record)?;
            bearer::bound((scheme, token), &claims, expected, record)?;
            Ok(claims)
        }
    }
}

/// The data, and for whom: the API knows its caller from the token alone.
fn content(api: &Api, claims: &Map<String, Value>) -> Answer {
    let mut body = (api.content)();
    if let Value::Object(members) = &mut body
        && let Some(caller) = claims.get("sub")
    {
        members.insert("caller".into(), caller.clone());
    }
    Answer::json(StatusCode::OK, body.to_string(), "200")
}

fn deny(tenant: &Tenant, api: &Api, record: &mut Record, denial: Denial, scheme: Scheme) -> Answer {
    let asked = Asked {
        base: &tenant.inner.base,
        path: api.path,
        needs: api.needs,
        audience: &api.identifier,
        scheme,
        id: record.id(),
    };
    let challenge = (api.deny)(&denial, &asked);
    let id = denial.id();
    record.check(
        Seen::failed(denial.seen()).emulated(challenge.emulated),
        id,
        denial::source(id),
    );
    let answer = Answer::json(challenge.status, challenge.body.to_string(), challenge.word);
    let answer = match challenge.www_authenticate {
        Some(value) => answer.header(WWW_AUTHENTICATE, value),
        None => answer,
    };
    if denial == Denial::Proof(dpop::Fault::Nonce) {
        let setup = tenant.book(|book| std::sync::Arc::clone(&book.setup));
        let nonce = tenant.inner.nonces.current(tenant.api_now(&setup).0);
        return answer.header(NONCE, nonce);
    }
    answer
}

fn missing() -> Answer {
    Answer::json(
        StatusCode::NOT_FOUND,
        json!({ "message": "Not Found" }).to_string(),
        "not found",
    )
}

fn broken(words: &str) -> Answer {
    let body = json!({ "message": "Internal Server Error" }).to_string();
    Answer::json(StatusCode::INTERNAL_SERVER_ERROR, body, words)
}
