//! `--control`: a tenant's lessons in being broken, over HTTP. Its paths stand beside the tenant's, for programs on this machine alone.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::any;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HOST};
use http::request::Parts;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::practice::{Beside, HeldTenant, Peer, Tenant};

mod change;
mod fault;
mod of_app;
mod outcome;
mod spelling;
mod state;

pub(super) use change::carry_out;
pub(super) use outcome::Done;
pub(super) use spelling::{Spelled, of_object};

use spelling::{Misspelt, read};

/// How all its paths begin.
pub(super) const PREFIX: &str = "/-/control/";
/// The header that no page in a browser can send here: it would have to ask first, and nothing answers that question (CORS).
const HEADER: &str = "x-tutor-control";
/// How long a change may take to come.
const PATIENCE: Duration = Duration::from_secs(5);
/// The largest change that is read, in bytes.
const LARGEST: usize = 64 * 1024;

/// What steers one tenant. Clones share it.
#[derive(Clone)]
pub(super) struct Control {
    tenant: Tenant,
    /// The tenant as it was when the ready line was printed.
    start: Arc<OnceLock<HeldTenant>>,
}

impl Control {
    /// Steers this tenant.
    pub(super) fn of(tenant: Tenant) -> Self {
        Self {
            tenant,
            start: Arc::default(),
        }
    }

    /// Whom it steers.
    pub(super) fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// Everything is as it should be at the start: a reset goes back to here.
    pub(super) fn begin(&self) {
        // Set once, by whoever made the apps.
        let _ = self.start.set(self.tenant.held());
    }

    /// Its paths.
    pub(super) fn paths(&self) -> Beside {
        let router = Router::new()
            .route("/-/control/", any(answer))
            .route("/-/control/{*rest}", any(answer))
            .with_state(self.clone());
        Beside {
            prefix: PREFIX,
            router,
        }
    }

    async fn state(&self, more: Option<Value>) -> Reply {
        match state::of(&self.tenant).await {
            Ok(mut state) => {
                if let (Some(members), Some(more)) = (state.as_object_mut(), more) {
                    members.insert("secret".to_owned(), more);
                }
                (StatusCode::OK, state)
            }
            Err(fault) => refused(StatusCode::INTERNAL_SERVER_ERROR, &fault.to_string()),
        }
    }

    async fn change(&self, body: &Bytes) -> Reply {
        let spelled = match read(body) {
            Ok(spelled) => spelled,
            Err(Misspelt::NoJson(why)) => return refused(StatusCode::BAD_REQUEST, &why),
            Err(Misspelt::NoChange(why)) => return refused(StatusCode::UNPROCESSABLE_ENTITY, &why),
        };
        let tenant = self.tenant.clone();
        // A key takes a third of a second of a core to be made; requests go on meanwhile.
        let done = tokio::task::spawn_blocking(move || carry_out(&tenant, spelled)).await;
        match done {
            Ok(Ok(done)) => self.state(done.told()).await,
            Ok(Err(why)) => refused(StatusCode::UNPROCESSABLE_ENTITY, &why),
            Err(_) => refused(
                StatusCode::INTERNAL_SERVER_ERROR,
                "the change broke off: a bug",
            ),
        }
    }

    async fn reset(&self) -> Reply {
        let Some(start) = self.start.get() else {
            let why = "the tenant is not ready yet: wait for the ready line";
            return refused(StatusCode::UNPROCESSABLE_ENTITY, why);
        };
        self.tenant.put_back(start);
        self.state(None).await
    }
}

type Reply = (StatusCode, Value);

fn refused(status: StatusCode, why: &str) -> Reply {
    (status, json!({ "schema": 1, "error": why }))
}

/// Answers every path under the prefix.
async fn answer(State(control): State<Control>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    if let Err(why) = admitted(&head) {
        return response(refused(StatusCode::FORBIDDEN, why));
    }
    let path = head.uri.path().strip_prefix(PREFIX).unwrap_or_default();
    let reply = match (path, &head.method) {
        ("state", &Method::GET) => control.state(None).await,
        ("journal", &Method::GET) => {
            let after = after(head.uri.query().unwrap_or_default());
            let entries = control.tenant.entries();
            (StatusCode::OK, state::journal(&entries, after.as_deref()))
        }
        ("change", &Method::POST) => {
            match tokio::time::timeout(PATIENCE, to_bytes(body, LARGEST)).await {
                Ok(Ok(bytes)) => control.change(&bytes).await,
                Ok(Err(_)) => refused(StatusCode::PAYLOAD_TOO_LARGE, "a change has at most 64 KiB"),
                Err(_) => refused(StatusCode::REQUEST_TIMEOUT, "the change did not come whole"),
            }
        }
        ("reset", &Method::POST) => control.reset().await,
        ("state" | "journal", _) => return allowing("GET"),
        ("change" | "reset", _) => return allowing("POST"),
        _ => refused(
            StatusCode::NOT_FOUND,
            "there are: GET state, GET journal?after=ID, POST change, POST reset",
        ),
    };
    response(reply)
}

/// Whoever is on this machine, calls it by a name of this machine, and is no page in a browser.
fn admitted(head: &Parts) -> Result<(), &'static str> {
    let peer = head.extensions.get::<Peer>();
    if !peer.is_some_and(|peer| peer.0.ip().to_canonical().is_loopback()) {
        return Err("only programs on this machine may steer the practice servers");
    }
    let host = head.headers.get(HOST).and_then(|host| host.to_str().ok());
    // A host in the request line goes before the header (RFC 9112 3.2.2): both have to be names of this machine.
    let named = head.uri.authority().map(http::uri::Authority::as_str);
    if !host.is_some_and(is_loopback) || !named.is_none_or(is_loopback) {
        return Err("the control paths answer to localhost and loopback addresses alone");
    }
    if head.headers.get(HEADER).is_none_or(|value| value != "1") {
        return Err("the header X-Tutor-Control: 1 is missing");
    }
    Ok(())
}

fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<http::uri::Authority>() else {
        return false;
    };
    let name = authority.host().trim_matches(['[', ']']);
    let address = name.parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|it| it.is_loopback())
}

fn after(query: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let found = pairs.find(|(name, _)| name == "after");
    found.map(|(_, id)| id.into_owned())
}

fn allowing(method: &'static str) -> Response {
    let why = format!("only {method} is answered here");
    let mut response = response(refused(StatusCode::METHOD_NOT_ALLOWED, &why));
    let allow = http::HeaderValue::from_static(method);
    response.headers_mut().insert(ALLOW, allow);
    response
}

fn response((status, body): Reply) -> Response {
    let mut response = Response::new(Body::from(format!("{body}\n")));
    *response.status_mut() = status;
    let json = http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    // A rotated secret may be in it.
    let kept_by_nobody = http::HeaderValue::from_static("no-store");
    response.headers_mut().insert(CACHE_CONTROL, kept_by_nobody);
    response
}
