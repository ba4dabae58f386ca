//! The token endpoint: reads, checks in the dialect's order, signs, answers.

pub(super) mod assertion;
pub(super) mod credentials;
pub(super) mod introspection;
pub(super) mod parameters;
pub(super) mod refusal;
pub(super) mod registration;
pub(super) mod scopes;
pub(super) mod step;
pub(super) mod steps;
pub(super) mod what;
pub(super) mod who;

use axum::extract::Request;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use http::header::{AUTHORIZATION, HeaderName, WWW_AUTHENTICATE};
use serde_json::Value;

use crate::oauth::journal::Door;
use crate::practice::Tenant;
use crate::practice::dialect::{AuthServer, Issue, Tried};
use crate::practice::proof::dpop;
use crate::practice::record::journal::{Record, Seen};
use crate::practice::tenant::orders::{FaultDoor, spoil};
use crate::practice::tenant::pace::{Bucket, Spent};
use crate::practice::tenant::setup::{Fault, TokenProfile};
use crate::practice::token::refusal::{Refusal, Who, Written};
use crate::practice::token::step::Step;
use crate::practice::token::steps::Case;
use crate::practice::wire::answer::Answer;

/// The header of a nonce (RFC 9449 8).
pub(super) const NONCE: HeaderName = HeaderName::from_static("dpop-nonce");
const RETRY_AFTER: HeaderName = HeaderName::from_static("retry-after");
const CLIENT_QUOTA: HeaderName = HeaderName::from_static("auth0-client-quota-limit");
const ORGANIZATION_QUOTA: HeaderName = HeaderName::from_static("auth0-organization-quota-limit");

/// Answers a request at the token endpoint of the authorization server with this place in the tenant.
pub(super) async fn answer(tenant: Tenant, place: usize, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let mut record = tenant.record(Door::Token, &head);
    let limits = tenant.inner.limits;
    let body = parameters::read(body, limits.body, limits.body_read).await;
    record.arrived();
    let Some(issuer) = tenant.inner.issuers.get(place) else {
        let gone = Answer::empty(StatusCode::NOT_FOUND, "no such server");
        return tenant.finish(record, Door::Token, gone);
    };
    let mut case = Case::new(&tenant, issuer, &head, body);
    case.order = tenant.next_order(FaultDoor::Token);
    let answer = match decide(&mut case, &mut record).await {
        Ok(reply) => {
            let mut answer = Answer::json(StatusCode::OK, reply.to_string(), "token");
            if case.bound.is_some() && case.nonce_rule() == dpop::NonceRule::Demanded {
                answer = answer.header(NONCE, case.tenant.inner.nonces.current(case.now.0));
            }
            answer.with(quota_headers(&case.spent))
        }
        Err(refused) => {
            case.give_back();
            refused
        }
    };
    let mut counted = tenant.inner.pace.count(case.now);
    if answer.status() == StatusCode::TOO_MANY_REQUESTS {
        // Whichever limit it was, none of it is left.
        counted.count = u64::MAX;
    }
    let answer = uncached(answer, issuer.spec).with((issuer.spec.token_headers)(counted));
    let answer = spoil(answer, case.fault(), &mut record).await;
    tenant.finish(record, Door::Token, answer)
}

/// Answers a request at the token endpoint of an authorization server that the tenant does not have.
pub(super) async fn elsewhere(tenant: Tenant, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let mut record = tenant.record(Door::Token, &head);
    let limits = tenant.inner.limits;
    drop(parameters::read(body, limits.body, limits.body_read).await);
    record.arrived();
    let answer = match tenant.inner.issuers.first() {
        Some(issuer) => {
            let case = Case::new(&tenant, issuer, &head, parameters::Arrived::Broken);
            let at = ("server", "Okta: authorization servers");
            uncached(
                refuse(&case, &mut record, &Refusal::OtherServer, at),
                issuer.spec,
            )
        }
        None => Answer::empty(StatusCode::NOT_FOUND, "no such server"),
    };
    tenant.finish(record, Door::Token, answer)
}

/// The headers that keep an answer out of caches (RFC 6749 5.1).
pub(super) fn uncached(answer: Answer, spec: &AuthServer) -> Answer {
    let headers = spec.uncached.iter();
    answer.with(
        headers
            .map(|&(name, value)| (HeaderName::from_static(name), value.to_owned()))
            .collect(),
    )
}

/// The token reply, or the refusal as an answer.
async fn decide(case: &mut Case<'_>, record: &mut Record) -> Result<Value, Answer> {
    walk(case, case.issuer.spec.steps, record)?;
    let signed = issue(case).await;
    let at = ("sign", "RFC 7515 5.1");
    match signed {
        Ok((reply, what)) => {
            record.check(Seen::passed(what), at.0, at.1);
            Ok(reply)
        }
        Err(refusal) => Err(refuse(case, record, &refusal, at)),
    }
}

/// Makes these checks in order.
///
/// # Errors
/// The first refusal, as an answer.
pub(super) fn walk(
    case: &mut Case<'_>,
    steps: &'static [(Step, &'static str)],
    record: &mut Record,
) -> Result<(), Answer> {
    for &(step, source) in steps {
        if step == Step::Rate
            && let Some(refused) = ordered(case, record)
        {
            return Err(refused);
        }
        match case.check(step, record) {
            Ok(Some(seen)) => record.check(seen, case.id(step), source),
            Ok(None) => {}
            Err(refusal) => {
                let id = case.id(step);
                return Err(refuse(case, record, &refusal, (id, source)));
            }
        }
    }
    Ok(())
}

/// The refusal that was ordered, where one was that no vendor has words for.
fn ordered(case: &Case<'_>, record: &mut Record) -> Option<Answer> {
    let answer = case.order.as_ref()?.answer(record)?;
    if answer.status() != StatusCode::UNAUTHORIZED {
        return Some(answer);
    }
    // RFC 6749 5.2: a client that came with the header is told the scheme. Of what came nothing else was looked at yet.
    let tried = if case.head.headers.contains_key(AUTHORIZATION) {
        Tried::Header
    } else {
        Tried::Other
    };
    match (case.issuer.spec.challenge)(tried, &case.issuer.name) {
        Some(challenge) => Some(answer.header(WWW_AUTHENTICATE, challenge.value)),
        None => Some(answer),
    }
}

/// Notes the failed check and puts the refusal in the dialect's words.
pub(super) fn refuse(
    case: &Case<'_>,
    record: &mut Record,
    refusal: &Refusal,
    (id, source): (&'static str, &'static str),
) -> Answer {
    let spec = case.issuer.spec;
    let said = (spec.refuse)(refusal, record.id());
    let (tried, refused) = (
        case.presented.tried(),
        said.status == StatusCode::UNAUTHORIZED,
    );
    let challenge = refused
        .then(|| (spec.challenge)(tried, &case.issuer.name))
        .flatten();
    let unknown = match &challenge {
        Some(challenge) if challenge.emulated => Some("the value of WWW-Authenticate is not known"),
        None if refused && tried == Tried::Header => {
            Some("no WWW-Authenticate, which RFC 6749 5.2 demands here: none was ever seen")
        }
        Some(_) | None => None,
    };
    if let Some(unknown) = unknown {
        let seen = Seen::noted(unknown).emulated(true);
        record.check(seen, "challenge", "RFC 6749 5.2");
    }
    record.check(
        Seen::failed(refusal.seen()).emulated(said.emulated),
        id,
        source,
    );
    let mut answer = Answer::json(said.status, said.body.to_string(), said.word);
    if let Some(challenge) = challenge {
        answer = answer.header(WWW_AUTHENTICATE, challenge.value);
    }
    answer.with(advice(case, refusal))
}

/// The headers that tell what to do next.
fn advice(case: &Case<'_>, refusal: &Refusal) -> Vec<(HeaderName, String)> {
    let one = |name, value: String| vec![(name, value)];
    if let Refusal::Dpop(dpop::Fault::Nonce) = refusal {
        return one(NONCE, case.tenant.inner.nonces.current(case.now.0));
    }
    if let Refusal::Written(Written::Method { .. }) = refusal {
        return one(http::header::ALLOW, "POST".into());
    }
    let ordered = case.order.as_ref().and_then(|order| order.retry_after);
    let seconds = ordered.unwrap_or(1).to_string();
    if let Refusal::TooMany = refusal {
        return one(RETRY_AFTER, seconds);
    }
    if let Refusal::Policy = refusal {
        let policy = (case.issuer.spec.policy_headers)();
        return [one(RETRY_AFTER, seconds), policy].concat();
    }
    if let (Refusal::Fault { .. }, Some(_)) = (refusal, ordered) {
        return one(RETRY_AFTER, seconds);
    }
    let Refusal::Quota(spent) = refusal else {
        return Vec::new();
    };
    let wait = spent.all().filter(|bucket| bucket.remaining == 0);
    let wait = wait.map(|bucket| bucket.reset).max().unwrap_or(1);
    let mut headers = quota_headers(spent);
    headers.push((RETRY_AFTER, wait.to_string()));
    headers
}

/// Auth0's quota headers, in their own little grammar.
fn quota_headers(spent: &Spent) -> Vec<(HeaderName, String)> {
    let both = [
        (CLIENT_QUOTA, &spent.client),
        (ORGANIZATION_QUOTA, &spent.organization),
    ];
    let some = both.into_iter().filter(|(_, buckets)| !buckets.is_empty());
    some.map(|(name, buckets)| (name, quota_header(buckets)))
        .collect()
}

fn quota_header(buckets: &[Bucket]) -> String {
    let each = buckets.iter().map(|bucket| {
        let Bucket {
            name,
            quota,
            remaining,
            reset,
        } = bucket;
        format!("b={name};q={quota};r={remaining};t={reset}")
    });
    each.collect::<Vec<_>>().join(",")
}

/// Makes and signs the token. Gives the reply and what was done.
async fn issue(case: &Case<'_>) -> Result<(Value, String), Refusal> {
    let inner = &case.tenant.inner;
    let app = case.app.as_deref().ok_or(Who::UnknownClient)?;
    let fault = |fault: crate::practice::KeyFault| Refusal::Fault {
        why: fault.to_string(),
    };
    let keys = &case.issuer.keys;
    // The first request after the start waits here until its key exists; no lock is held, so others wait beside it.
    let key = if case.fault() == Some(Fault::WrongKey) {
        keys.wrong(case.now).await
    } else {
        keys.current().await
    };
    let key = key.map_err(fault)?;
    let audience = case.api.map_or("", |api| api.identifier.as_ref());
    let profile = case.setup.profiles.get(audience).copied();
    let lifetime = case.api.map_or(86_400, |api| api.lifetime);
    let issue = Issue {
        issuer: &case.issuer.name,
        client_id: &app.id.0,
        audience,
        scopes: &case.scopes,
        now: case.now,
        lifetime: case.setup.lifetime.unwrap_or(lifetime),
        kid: &key.kid,
        alg: key.alg(),
        id: &fresh_id(case.tenant),
        bound: case.bound.as_deref(),
        profile: match case.api {
            Some(_) => profile.unwrap_or_default(),
            None => TokenProfile::Opaque,
        },
        organization: case.organization.as_ref(),
        added: &case.added,
    };
    let (header, payload) = (case.issuer.spec.token)(&issue);
    let header = case.issuer.spec.slashes.write(&header);
    // Signed right here: handing 0.3 ms of work to another thread costs more than it frees, and every core is busy signing anyway.
    let (token, what) = seal(inner, &key, issue.profile, (&header, &payload)).map_err(fault)?;
    Ok(((case.issuer.spec.reply)(&issue, &token), what))
}

/// The token in the form that its API has, and how it was made.
fn seal(
    inner: &crate::practice::Inner,
    key: &crate::practice::tenant::signing_key::SigningKey,
    profile: TokenProfile,
    (header, payload): (&str, &Value),
) -> Result<(String, String), crate::practice::KeyFault> {
    Ok(match profile {
        TokenProfile::Opaque => {
            let token = inner.sealed.opaque(payload)?;
            (token, "no signature: an opaque token".to_owned())
        }
        TokenProfile::Encrypted => {
            let signed = key.sign(header, payload)?;
            let token = inner.sealed.encrypted(signed)?;
            (
                token,
                format!(
                    "{} with key {}, then encrypted for the API",
                    key.alg(),
                    key.kid
                ),
            )
        }
        TokenProfile::Default
        | TokenProfile::Rfc9068
        | TokenProfile::Permissions
        | TokenProfile::Rfc9068Permissions => {
            let token = key.sign(header, payload)?;
            (token, format!("{} with key {}", key.alg(), key.kid))
        }
    })
}

/// 43 characters that were never used before.
fn fresh_id(tenant: &Tenant) -> String {
    let mut bytes = [0; 32];
    tenant.random(|random| random.fill(&mut bytes));
    URL_SAFE_NO_PAD.encode(bytes)
}
