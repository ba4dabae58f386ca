//! The token endpoint: reads, checks in the dialect's order, signs, answers.

use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use serde_json::Value;

use super::Tenant;
use super::answer::Answer;
use super::dialect::Issue;
use super::journal::{Record, Seen};
use super::parameters;
use super::refusal::Refusal;
use super::steps::Case;
use crate::oauth::journal::Door;

/// Answers a request at the token endpoint.
pub(super) async fn answer(State(tenant): State<Tenant>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let mut record = tenant.record(Door::Token, &head);
    let limits = tenant.inner.limits;
    let body = parameters::read(body, limits.body, limits.body_read).await;
    record.arrived();
    let mut case = Case::new(&tenant, &head, body);
    let dialect = tenant.inner.dialect;
    let answer = match decide(&tenant, &mut case, &mut record).await {
        Ok(reply) => Answer::json(StatusCode::OK, reply.to_string(), "token"),
        Err(refused) => refused,
    };
    let paced = (dialect.token_headers)(tenant.inner.pace.count(tenant.inner.clock.now()));
    tenant.finish(record, Door::Token, answer.no_store().with(paced))
}

/// The token reply, or the refusal as an answer.
async fn decide(
    tenant: &Tenant,
    case: &mut Case<'_>,
    record: &mut Record,
) -> Result<Value, Answer> {
    let dialect = tenant.inner.dialect;
    for &step in dialect.steps {
        let source = (dialect.source)(step);
        match case.check(step, record) {
            Ok(seen) => record.check(seen, step.id(), source),
            Err(refusal) => return Err(refuse(tenant, record, &refusal, (step.id(), source))),
        }
    }
    let signed = issue(tenant, case).await;
    let at = ("sign", "RFC 7515 5.1");
    match signed {
        Ok((reply, kid)) => {
            record.check(Seen::passed(format!("RS256 with key {kid}")), at.0, at.1);
            Ok(reply)
        }
        Err(refusal) => Err(refuse(tenant, record, &refusal, at)),
    }
}

/// Notes the failed check and puts the refusal in the dialect's words.
fn refuse(
    tenant: &Tenant,
    record: &mut Record,
    refusal: &Refusal,
    (id, source): (&'static str, &'static str),
) -> Answer {
    let said = (tenant.inner.dialect.refuse)(refusal);
    record.check(
        Seen::failed(refusal.seen()).emulated(said.emulated),
        id,
        source,
    );
    Answer::json(said.status, said.body.to_string(), said.word)
}

/// Makes and signs the token. Gives the reply and the key's id.
async fn issue(tenant: &Tenant, case: &Case<'_>) -> Result<(Value, String), Refusal> {
    let inner = &tenant.inner;
    let app = case.app.as_deref().ok_or(Refusal::UnknownClient)?;
    let api = case.api.ok_or(Refusal::NoAudience)?;
    let fault = |fault: super::KeyFault| Refusal::Fault {
        why: fault.to_string(),
    };
    // The first request after the start waits here until its key exists; no lock is held, so others wait beside it.
    let key = inner.keys.current().await.map_err(fault)?;
    let issue = Issue {
        issuer: &inner.issuer,
        client_id: &app.id.0,
        audience: api.identifier,
        scope: (!case.scopes.is_empty()).then(|| case.scopes.join(" ")),
        now: inner.clock.now(),
        lifetime: api.lifetime,
        kid: &key.kid,
    };
    let (header, payload) = (inner.dialect.token)(&issue);
    // Signed right here: handing 0.3 ms of work to another thread costs more than it frees, and every core is busy signing anyway.
    let token = key.sign(&header, &payload).map_err(fault)?;
    Ok(((inner.dialect.reply)(&issue, token), key.kid.clone()))
}
