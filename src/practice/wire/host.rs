//! Whom a request is for: a page in a browser can have its own name lead to this machine (DNS rebinding), and is turned away by it.

use std::net::{IpAddr, Ipv6Addr};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::StatusCode;
use http::header::HOST;
use http::request::Parts;

use crate::oauth::journal::Door;
use crate::practice::Tenant;
use crate::practice::record::journal::Seen;
use crate::practice::wire::answer::Answer;

/// Lets pass what is for one of this tenant's names; ports are not compared, since they are forwarded at will.
pub(in crate::practice) async fn check(
    State(tenant): State<Tenant>,
    request: Request,
    next: Next,
) -> Response {
    let (head, body) = request.into_parts();
    let refused = match named(&head) {
        Named::One(name) if tenant.is_called(&name) => {
            return next.run(Request::from_parts(head, body)).await;
        }
        Named::One(_) => Refused {
            status: StatusCode::MISDIRECTED_REQUEST,
            why: "the Host is none of this server's names",
            source: "RFC 9110 15.5.20",
            body: "Misdirected Request: this server answers to localhost, loopback addresses, and the names it was started with (--host).\n",
        },
        Named::Unclear => Refused {
            status: StatusCode::BAD_REQUEST,
            why: "there is no Host, more than one, or one that is no host",
            source: "RFC 9112 3.2",
            body: "Bad Request: a request names its host once.\n",
        },
    };
    let mut record = tenant.record(Door::Other, &head);
    record.check(Seen::failed(refused.why), "host", refused.source);
    let answer = Answer::plain(refused.status, refused.body.to_owned(), refused.why);
    tenant.finish(record, Door::Other, answer)
}

struct Refused {
    status: StatusCode,
    why: &'static str,
    source: &'static str,
    body: &'static str,
}

enum Named {
    One(String),
    Unclear,
}

/// The host that a request names. One in the request line goes before the header (RFC 9112 3.2.2), and both have to be this server's.
fn named(head: &Parts) -> Named {
    let mut fields = head.headers.get_all(HOST).iter();
    let (Some(field), None) = (fields.next(), fields.next()) else {
        return Named::Unclear;
    };
    let name = field.to_str().ok().and_then(name);
    let Some(name) = name else {
        return Named::Unclear;
    };
    match head.uri.host() {
        Some(host) => Named::One(bare(host)),
        None => Named::One(name),
    }
}

/// The name in `host:port`.
fn name(field: &str) -> Option<String> {
    let authority: http::uri::Authority = field.parse().ok()?;
    (!field.contains('@')).then(|| bare(authority.host()))
}

/// Without the brackets of IPv6 and the final dot of a whole domain name, which change nothing about whom is meant.
fn bare(host: &str) -> String {
    let host = host.strip_suffix('.').unwrap_or(host);
    let inner = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    inner.unwrap_or(host).to_ascii_lowercase()
}

impl Tenant {
    fn is_called(&self, name: &str) -> bool {
        let inner = &self.inner;
        let address: Option<IpAddr> = name.parse().ok();
        let is_own =
            address.is_some_and(|address| address.is_loopback() || address == inner.at.ip());
        is_own || name == "localhost" || inner.hosts.iter().any(|host| bare(host) == name)
    }
}

/// True for text that can be a name of this server.
pub fn is_name(text: &str) -> bool {
    let is_address = text.parse::<Ipv6Addr>().is_ok();
    is_address || (!text.contains([':', '/', '@']) && name(text).is_some())
}
