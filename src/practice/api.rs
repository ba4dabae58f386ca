//! The protected APIs: a call with a good token gets data, any other a challenge (RFC 6750 3).

use axum::extract::Request;
use axum::response::Response;
use http::header::{ALLOW, WWW_AUTHENTICATE};
use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::apis::Api;
use super::bearer::{self, Denial, Expected};
use super::journal::{Record, Seen};
use super::{KeyFault, Tenant};
use crate::oauth::journal::Door;

/// Answers a call at the API with this place in the catalogue.
pub(super) async fn answer(tenant: Tenant, place: usize, request: Request) -> Response {
    let (head, _body) = request.into_parts();
    let mut record = tenant.record(Door::Api, &head);
    let answer = match tenant.inner.apis.get(place) {
        None => missing(),
        Some(_) if !matches!(head.method, Method::GET | Method::HEAD) => {
            record.check(
                Seen::failed("only GET is answered"),
                "method",
                "RFC 9110 15.5.6",
            );
            let body = json!({ "message": "Method Not Allowed" }).to_string();
            Answer::json(StatusCode::METHOD_NOT_ALLOWED, body, "method not allowed")
                .header(ALLOW, "GET, HEAD")
        }
        Some(api) => match bearer::find(&head, &mut record) {
            Err(denial) => deny(&tenant, &mut record, denial),
            Ok(token) => {
                record.check(
                    Seen::passed("one token came"),
                    "token",
                    bearer::source("token"),
                );
                match keys_and_judge(&tenant, api, &token, &mut record).await {
                    Err(_) => fault(),
                    Ok(Err(denial)) => deny(&tenant, &mut record, denial),
                    Ok(Ok(claims)) => content(api, &claims),
                }
            }
        },
    };
    tenant.finish(record, Door::Api, answer)
}

async fn keys_and_judge(
    tenant: &Tenant,
    api: &Api,
    token: &str,
    record: &mut Record,
) -> Result<Result<Map<String, Value>, Denial>, KeyFault> {
    let expected = Expected {
        api,
        issuer: &tenant.inner.issuer,
        keys: tenant.inner.keys.both().await?,
        now: tenant.inner.clock.now(),
    };
    Ok(bearer::judge(token, &expected, record))
}

/// The data, and for whom: the API knows its caller from the token alone.
fn content(api: &Api, claims: &Map<String, Value>) -> Answer {
    let mut body = (api.content)();
    if let Value::Object(members) = &mut body {
        members.insert(
            "caller".into(),
            claims.get("sub").cloned().unwrap_or_default(),
        );
    }
    Answer::json(StatusCode::OK, body.to_string(), "200")
}

fn deny(tenant: &Tenant, record: &mut Record, denial: Denial) -> Answer {
    let challenge = (tenant.inner.dialect.deny)(&denial);
    let id = denial.id();
    record.check(Seen::failed(seen(denial)), id, bearer::source(id));
    Answer::json(challenge.status, challenge.body.to_string(), challenge.word)
        .header(WWW_AUTHENTICATE, challenge.www_authenticate)
}

fn seen(denial: Denial) -> String {
    match denial {
        Denial::NoToken => "no token came".into(),
        Denial::TwoTokens => "tokens came in more than one place".into(),
        Denial::NotAJwt => "not three base64url parts with JSON in the first two".into(),
        Denial::Algorithm => "alg is none this API takes from a public key".into(),
        Denial::UnknownKey => "no published key fits kid and alg".into(),
        Denial::Signature => "the signature is not that key's".into(),
        Denial::Expired => "exp is past".into(),
        Denial::NotYet => "nbf is still to come".into(),
        Denial::NoExpiry => "exp is missing or no number".into(),
        Denial::Issuer => "iss names another issuer".into(),
        Denial::Audience => "aud names another API".into(),
        Denial::Scope { needed } => format!("{needed} is not among them"),
    }
}

fn missing() -> Answer {
    Answer::json(
        StatusCode::NOT_FOUND,
        json!({ "message": "Not Found" }).to_string(),
        "not found",
    )
}

fn fault() -> Answer {
    let body = json!({ "message": "Internal Server Error" }).to_string();
    Answer::json(StatusCode::INTERNAL_SERVER_ERROR, body, "no keys")
}
