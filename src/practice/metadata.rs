//! What a tenant tells about itself: metadata (RFC 8414), public keys (RFC 7517), a page for people.

use axum::extract::{Request, State};
use axum::response::Response;
use http::header::{ALLOW, CACHE_CONTROL};
use http::request::Parts;
use http::{Method, StatusCode};
use serde_json::json;

use super::Tenant;
use super::answer::Answer;
use super::apis::Admission;
use super::journal::Seen;
use crate::oauth::journal::Door;

/// Answers the metadata paths of the authorization server with this place in the tenant.
pub(super) fn document(tenant: &Tenant, place: usize, request: Request) -> Response {
    let answer = match tenant.inner.issuers.get(place) {
        Some(issuer) => {
            let body = (issuer.spec.metadata)(&tenant.inner.base).to_string();
            Answer::json(StatusCode::OK, body, "metadata")
        }
        None => Answer::empty(StatusCode::NOT_FOUND, "no such server"),
    };
    reading(tenant, request, answer)
}

/// Answers the key path, as soon as the keys exist.
pub(super) async fn keys(tenant: Tenant, place: usize, request: Request) -> Response {
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
    reading(&tenant, request, answer)
}

/// Answers `/`: what there is to ask here.
pub(super) async fn page(State(tenant): State<Tenant>, request: Request) -> Response {
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

/// Answers any other path.
pub(super) async fn nothing(State(tenant): State<Tenant>, request: Request) -> Response {
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
