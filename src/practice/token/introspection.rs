//! Asking the server about a token (RFC 7662), and taking one back (RFC 7009).

use axum::extract::Request;
use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::oauth::journal::Door;
use crate::practice::api::{bearer, denial};
use crate::practice::proof::sealed::Kind;
use crate::practice::record::journal::{Record, Seen};
use crate::practice::token::parameters;
use crate::practice::token::refusal::Written;
use crate::practice::token::steps::Case;
use crate::practice::token::{refuse, uncached, walk};
use crate::practice::wire::answer::Answer;
use crate::practice::{Issuer, Tenant};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Purpose {
    /// RFC 7662.
    Introspect,
    /// RFC 7009.
    Revoke,
}

/// Answers either endpoint of the authorization server with this place in the tenant.
pub(in crate::practice) async fn answer(
    tenant: Tenant,
    place: usize,
    purpose: Purpose,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let mut record = tenant.record(Door::Other, &head);
    let limits = tenant.inner.limits;
    let body = parameters::read(body, limits.body, limits.body_read).await;
    record.arrived();
    let Some(issuer) = tenant.inner.issuers.get(place) else {
        let gone = Answer::empty(StatusCode::NOT_FOUND, "no such server");
        return tenant.finish(record, Door::Other, gone);
    };
    let mut case = Case::new(&tenant, issuer, &head, body);
    let answer = match walk(&mut case, issuer.spec.client_steps, &mut record) {
        Err(refused) => refused,
        Ok(()) => judge(&case, purpose, &mut record).await,
    };
    let answer = uncached(answer, issuer.spec);
    tenant.finish(record, Door::Other, answer)
}

async fn judge(case: &Case<'_>, purpose: Purpose, record: &mut Record) -> Answer {
    let Some(token) = case.parameters.text("token") else {
        let missing = Written::Missing { name: "token" }.into();
        return refuse(case, record, &missing, ("token", "RFC 7662 2.1"));
    };
    let claims = claims(case.tenant, case.issuer, token, record).await;
    let live = claims.filter(|claims| is_live(case, claims));
    match purpose {
        Purpose::Introspect => told(live),
        Purpose::Revoke => revoke(case, live),
    }
}

/// The claims of a token that this server made; `None` for anything else.
async fn claims(
    tenant: &Tenant,
    issuer: &Issuer,
    token: &str,
    record: &mut Record,
) -> Option<Map<String, Value>> {
    let inside;
    let signed = match tenant.inner.sealed.kind(token) {
        Kind::Opaque(claims) => {
            record.check(
                Seen::passed("opaque, and this server's"),
                "token",
                "RFC 7662 2.2",
            );
            return Some(claims);
        }
        Kind::Encrypted(jws) => {
            inside = jws;
            inside.as_str()
        }
        Kind::Signed => token,
    };
    let keys = issuer.keys.published().await.ok()?;
    match bearer::signed(signed, &keys, record) {
        Ok(claims) => Some(claims),
        Err(denial) => {
            record.check(
                Seen::noted(denial.seen()),
                denial.id(),
                denial::source(denial.id()),
            );
            None
        }
    }
}

/// True for a token of this issuer that is neither past nor revoked.
fn is_live(case: &Case<'_>, claims: &Map<String, Value>) -> bool {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let issuer = case.issuer.name.as_str();
    let exp = claims.get("exp").and_then(Value::as_i64);
    let id = text("jti").unwrap_or_default();
    text("iss") == Some(issuer)
        && exp.is_some_and(|exp| exp > case.now.0)
        && !case.tenant.inner.revoked.has(issuer, id)
}

/// RFC 7662 2.2: of a token that is not live nothing but that is told.
fn told(claims: Option<Map<String, Value>>) -> Answer {
    let Some(mut claims) = claims else {
        let body = json!({ "active": false }).to_string();
        return Answer::json(StatusCode::OK, body, "not active");
    };
    let mut body = Map::new();
    body.insert("active".into(), true.into());
    let scope = bearer::scopes(&claims).collect::<Vec<_>>().join(" ");
    if !scope.is_empty() {
        body.insert("scope".into(), scope.into());
    }
    let client = ["client_id", "cid", "azp"]
        .into_iter()
        .find_map(|name| claims.get(name).cloned());
    body.extend(client.map(|client| ("client_id".to_owned(), client)));
    let token_type = if claims.contains_key("cnf") {
        "DPoP"
    } else {
        "Bearer"
    };
    body.insert("token_type".into(), token_type.into());
    claims.remove("scope");
    for (name, value) in claims {
        body.entry(name).or_insert(value);
    }
    Answer::json(StatusCode::OK, Value::Object(body).to_string(), "active")
}

/// RFC 7009 2.2: 200 whatever it was, as long as the app is who it says. Only its own tokens are taken back (2.1).
fn revoke(case: &Case<'_>, claims: Option<Map<String, Value>>) -> Answer {
    let own = case.app.as_deref().map(|app| app.id.0.as_str());
    // Auth0 takes back refresh tokens only, of which there are none here.
    let takes = case.issuer.spec.paths.introspection.is_some();
    if let Some(claims) = claims.filter(|_| takes) {
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let client = text("client_id").or_else(|| text("cid"));
        let until = claims.get("exp").and_then(Value::as_i64);
        if let (Some(id), Some(until)) = (text("jti"), until)
            && client == own
        {
            let revoked = &case.tenant.inner.revoked;
            revoked.first(&case.issuer.name, id, until, case.now.0);
            return Answer::empty(StatusCode::OK, "revoked");
        }
    }
    Answer::empty(StatusCode::OK, "nothing to revoke")
}
