//! Our request and reply values to and from those of the HTTP library.

use http::response::Parts;
use http::{Extensions, StatusCode};
use hyper::ext::ReasonPhrase;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Request, Response};

use crate::oauth::reply::{Reply, SendError};
use crate::oauth::wire::{Piece, WireRequest};

/// The request for the library.
///
/// # Errors
/// [`SendError::Unsendable`] where the library would refuse it, or would send anything else than what is shown.
pub(super) fn outgoing(request: &WireRequest) -> Result<Request, SendError> {
    check(request)?;
    let method = Method::from_bytes(request.method.as_bytes())
        .map_err(|_| unsendable("the method is not a word"))?;
    let mut outgoing = Request::new(method, request.full_url());
    *outgoing.headers_mut() = headers(request)?;
    if !request.body.is_empty() {
        *outgoing.body_mut() = Some(request.body_bytes().to_vec().into());
    }
    Ok(outgoing)
}

/// Holds that nothing has to be added: the library would write a missing `Host`, `Accept` or `Content-Length` itself.
fn check(request: &WireRequest) -> Result<(), SendError> {
    if !matches!(request.url.scheme(), "http" | "https") {
        return Err(unsendable("the URL is neither http nor https"));
    }
    if !request.url.username().is_empty() || request.url.password().is_some() {
        return Err(unsendable("the URL holds a user name or a password"));
    }
    for name in ["Host", "Accept"] {
        if value(request, name).is_none() {
            return Err(unsendable(&format!("the header {name} is missing")));
        }
    }
    let length = request.body_bytes().len();
    let expected = (length > 0 || request.method == "POST").then(|| length.to_string());
    if value(request, "Content-Length") != expected {
        return Err(unsendable("Content-Length is not the length of the body"));
    }
    Ok(())
}

fn value(request: &WireRequest, name: &str) -> Option<String> {
    let (_, pieces) = request.headers.iter().find(|(key, _)| key == name)?;
    Some(join(pieces))
}

fn join(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| &*piece.text).collect()
}

fn headers(request: &WireRequest) -> Result<HeaderMap, SendError> {
    let mut headers = HeaderMap::new();
    for (name, pieces) in &request.headers {
        let key = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| unsendable(&format!("the header name {name:?} is not a word")))?;
        let text = join(pieces);
        // A line break would begin another header, and RFC 9110 5.5 leaves the meaning of anything but ASCII open.
        let value = text.is_ascii().then(|| HeaderValue::from_str(&text));
        let Some(Ok(mut value)) = value else {
            return Err(unsendable(&format!(
                "the header {name} holds a line break or a character that is not ASCII"
            )));
        };
        value.set_sensitive(pieces.iter().any(|piece| piece.secret));
        headers.append(key, value);
    }
    Ok(headers)
}

fn unsendable(why: &str) -> SendError {
    SendError::Unsendable {
        why: why.to_owned(),
    }
}

/// A head as the HTTP library hands it on.
pub(super) struct Received<'a> {
    status: StatusCode,
    headers: &'a HeaderMap,
    extensions: &'a Extensions,
}

impl<'a> From<&'a Response> for Received<'a> {
    fn from(response: &'a Response) -> Self {
        Self {
            status: response.status(),
            headers: response.headers(),
            extensions: response.extensions(),
        }
    }
}

impl<'a> From<&'a Parts> for Received<'a> {
    fn from(parts: &'a Parts) -> Self {
        Self {
            status: parts.status,
            headers: &parts.headers,
            extensions: &parts.extensions,
        }
    }
}

/// The reply as a value. The library keeps header names in lower case, and values of one name together; where the
/// `bytes` that came tell more, the headers are as they came.
pub(super) fn reply(head: &Received<'_>, bytes: &[u8], body: Vec<u8>) -> Reply {
    // The library keeps a reason phrase only where it is not the usual one for the code.
    let reason = head.extensions.get::<ReasonPhrase>().map_or_else(
        || {
            let usual = head.status.canonical_reason();
            usual.unwrap_or_default().to_owned()
        },
        |reason| String::from_utf8_lossy(reason.as_ref()).into_owned(),
    );
    let lower = || {
        let headers = head.headers.iter();
        let headers =
            headers.map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())));
        headers.collect()
    };
    Reply {
        status: head.status.as_u16(),
        reason,
        headers: as_received(head.headers, bytes).unwrap_or_else(lower),
        body,
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// More headers than any head that the HTTP library takes.
const MOST: usize = 256;

/// The headers as they were received, in their order and spelling; `None` where that is not beyond doubt: every one of them has
/// to be one that the library understood, and none may be missing.
fn as_received(headers: &HeaderMap, bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let mut rest = bytes;
    loop {
        let mut fields = [httparse::EMPTY_HEADER; MOST];
        let mut head = httparse::Response::new(&mut fields);
        let httparse::Status::Complete(length) = head.parse(rest).ok()? else {
            return None;
        };
        // An interim reply, such as 100 Continue, stands before the one that counts (RFC 9110 15.2).
        if head.code.is_some_and(|code| (100..200).contains(&code)) {
            rest = rest.get(length..)?;
            continue;
        }
        let known = |field: &httparse::Header<'_>| {
            let values = headers.get_all(field.name).iter();
            values
                .into_iter()
                .any(|value| value.as_bytes() == field.value)
        };
        if head.headers.len() != headers.len() || !head.headers.iter().all(known) {
            return None;
        }
        let named = head.headers.iter();
        let named = named.map(|field| (field.name.to_owned(), text(field.value)));
        return Some(named.collect());
    }
}
