//! What a tenant tells about itself: metadata (RFC 8414), public keys (RFC 7517), a page for people.

use std::collections::BTreeSet;

use axum::extract::{Request, State};
use axum::response::Response;
use http::header::{ALLOW, CACHE_CONTROL};
use http::request::Parts;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::oauth::journal::Door;
use crate::practice::Tenant;
use crate::practice::api::apis::Admission;
use crate::practice::record::journal::Seen;
use crate::practice::tenant::orders::{FaultDoor, spoil};
use crate::practice::wire::answer::Answer;

/// Answers the metadata paths of the authorization server with this place in the tenant.
pub(in crate::practice) async fn document(
    tenant: Tenant,
    place: usize,
    request: Request,
) -> Response {
    let answer = match tenant.inner.issuers.get(place) {
        Some(issuer) => {
            let body = (issuer.spec.metadata)(&tenant.inner.base).to_string();
            Answer::json(StatusCode::OK, body, "metadata")
        }
        None => Answer::empty(StatusCode::NOT_FOUND, "no such server"),
    };
    by_order(&tenant, FaultDoor::Metadata, request, answer).await
}

/// Answers the key path, as soon as the keys exist.
pub(in crate::practice) async fn keys(tenant: Tenant, place: usize, request: Request) -> Response {
    let published = match tenant.inner.issuers.get(place) {
        Some(issuer) => issuer.keys.published().await,
        None => Ok(Vec::new()),
    };
    let answer = match published {
        Ok(keys) => {
            let keys: Vec<_> = keys.iter().map(|key| key.jwk()).collect();
            let body = json!({ "keys": keys }).to_string();
            // Short, since this tenant's keys change with each start.
            Answer::json(StatusCode::OK, body, "keys")
                .header(CACHE_CONTROL, "public, max-age=15, must-revalidate")
        }
        Err(fault) => Answer::plain(
            StatusCode::INTERNAL_SERVER_ERROR,
            fault.to_string(),
            "no keys",
        ),
    };
    by_order(&tenant, FaultDoor::Jwks, request, answer).await
}

/// Gives this answer, or what was ordered in its place.
async fn by_order(tenant: &Tenant, door: FaultDoor, request: Request, answer: Answer) -> Response {
    let Some(order) = tenant.next_order(door) else {
        return reading(tenant, request, answer);
    };
    let (head, _body) = request.into_parts();
    let mut record = tenant.record(Door::Other, &head);
    let answer = match order.plain(&mut record) {
        Some(instead) => instead,
        None => spoil(answer, order.fault(), &mut record).await,
    };
    tenant.finish(record, Door::Other, answer)
}

/// Answers `/`: what there is to ask here.
pub(in crate::practice) async fn page(State(tenant): State<Tenant>, request: Request) -> Response {
    let inner = &tenant.inner;
    let base = &inner.base;
    let mut lines = vec![
        format!(
            "oauth-tutor practice tenant, {} dialect. Everything here is for practice.",
            inner.dialect.name.name()
        ),
        String::new(),
    ];
    for issuer in &inner.issuers {
        let paths = &issuer.spec.paths;
        lines.push(format!("token    POST {base}{}", paths.token));
        lines.push(format!("keys     GET  {base}{}", paths.jwks));
        for path in paths.metadata {
            lines.push(format!("metadata GET  {base}{path}"));
        }
        for path in [paths.introspection, paths.revocation, paths.registration] {
            lines.extend(path.map(|path| format!("more     POST {base}{path}")));
        }
    }
    for api in &inner.apis {
        let (path, name) = (api.path, api.name);
        lines.push(match api.admission {
            Admission::Token | Admission::Listed => format!(
                "api      GET  {base}{path}  ({name}, audience {}, scope {})",
                api.identifier, api.needs
            ),
            Admission::ClientToken => format!("api      GET  {base}{path}  ({name}, client token)"),
            Admission::Public => format!("api      GET  {base}{path}  ({name}, open to all)"),
        });
    }
    lines.push(String::new());
    reading(
        &tenant,
        request,
        Answer::plain(StatusCode::OK, lines.join("\n"), "page"),
    )
}

/// The paths that the metadata of `tenant` names and no door answers: what other grants need.
pub(in crate::practice) fn lacking(tenant: &Tenant) -> BTreeSet<String> {
    let base = &tenant.inner.base;
    let mut named = BTreeSet::new();
    for issuer in &tenant.inner.issuers {
        let Value::Object(members) = (issuer.spec.metadata)(base) else {
            continue;
        };
        let texts = members.values().filter_map(Value::as_str);
        let paths = texts.filter_map(|text| text.strip_prefix(base.as_str()));
        named.extend(paths.filter(|path| path.len() > 1).map(str::to_owned));
    }
    for issuer in &tenant.inner.issuers {
        let paths = &issuer.spec.paths;
        let more = [paths.introspection, paths.revocation, paths.registration];
        let own = [paths.token, paths.jwks].into_iter();
        let own = own.chain(paths.metadata.iter().copied());
        for path in own.chain(more.into_iter().flatten()) {
            named.remove(path);
        }
        // The issuer's own name is an address too, and no door.
        named.remove(issuer.name.strip_prefix(base.as_str()).unwrap_or_default());
    }
    named
}

/// Answers such a path.
pub(in crate::practice) async fn lacks(State(tenant): State<Tenant>, request: Request) -> Response {
    let (head, _body) = request.into_parts();
    let mut record = tenant.record(Door::Other, &head);
    record.check(
        Seen::failed("this endpoint is of another grant").emulated(true),
        "path",
        "RFC 9110 15.6.2",
    );
    let page = "The metadata names this endpoint, since libraries want it there. This practice tenant has nothing behind it: it knows the client \
                credentials grant, in which no person takes part.\n";
    let answer = Answer::plain(StatusCode::NOT_IMPLEMENTED, page.into(), "not implemented");
    tenant.finish(record, Door::Other, answer)
}

/// Answers any other path.
pub(in crate::practice) async fn nothing(
    State(tenant): State<Tenant>,
    request: Request,
) -> Response {
    let (head, _body) = request.into_parts();
    let mut record = tenant.record(Door::Other, &head);
    record.check(
        Seen::failed("nothing is at this path").emulated(true),
        "path",
        "RFC 9110 15.5.5",
    );
    let body = (tenant.inner.dialect.not_found)(head.uri.path(), record.id()).to_string();
    let answer = Answer::json(StatusCode::NOT_FOUND, body, "not found");
    tenant.finish(record, Door::Other, answer)
}

/// Gives the answer to GET and HEAD, and a 405 to anything else.
fn reading(tenant: &Tenant, request: Request, answer: Answer) -> Response {
    let (head, _body): (Parts, _) = request.into_parts();
    let mut record = tenant.record(Door::Other, &head);
    if matches!(head.method, Method::GET | Method::HEAD) {
        return tenant.finish(record, Door::Other, answer);
    }
    record.check(
        Seen::failed("only GET is answered").emulated(true),
        "method",
        "RFC 9110 15.5.6",
    );
    let refused = Answer::plain(
        StatusCode::METHOD_NOT_ALLOWED,
        "Method Not Allowed\n".into(),
        "method not allowed",
    )
    .header(ALLOW, "GET, HEAD");
    tenant.finish(record, Door::Other, refused)
}
