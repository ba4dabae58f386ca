//! The API Connector cards: from ports to a request whose secrets stay masked, and from a reply to ports.

use serde_json::Value as Json;
use url::Url;

use crate::flow::card::{Ports, port};
use crate::flow::fault::{Fault, FaultName};
use crate::flow::model::Kind;
use crate::flow::session::Asked;
use crate::flow::value::Value;
use crate::oauth::reply::{Reply, SendError};
use crate::oauth::request::Field;
use crate::oauth::wire::{self, Piece, WireRequest, form};

/// The request of a card.
pub(super) fn request(card: (&str, Kind), ports: &Ports) -> Result<Asked, Fault> {
    let (id, kind) = card;
    // Addresses stand in logs and histories, of servers and of proxies: no secret may go there.
    if let Some(open) = ["URL", "Query", "Method"]
        .into_iter()
        .find(|name| port(ports, name).is_secret())
    {
        let why = format!("{open} holds a secret, which every log on the way would keep.");
        return Err(Fault::new(FaultName::InvalidInput, why));
    }
    let url = url(ports)?;
    let method = match (kind, port(ports, "Method")) {
        (Kind::RawRequest, value) if !value.is_empty() => value.expose().to_ascii_uppercase(),
        (Kind::RawRequest, _) => "GET".to_owned(),
        _ => "POST".to_owned(),
    };
    let headers = members(port(ports, "Headers"));
    let media = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let media = media.map_or("application/json", |(_, value)| match value {
        Value::Text(text) => text.as_str(),
        _ => "application/json",
    });
    let body = port(ports, "Body");
    let pieces = body_pieces(body, media);
    let mut lines = vec![wire::host(&url)];
    for (name, value) in headers {
        lines.push((name.clone(), header_pieces(name, value)));
    }
    let accepts = |(name, _): &(String, Vec<Piece>)| name.eq_ignore_ascii_case("accept");
    if !lines.iter().any(accepts) {
        // The HTTP library would add one of its own, and what is shown is what is sent.
        let accept = Piece::open("application/json", Some(Field::Other));
        lines.push(("Accept".to_owned(), vec![accept]));
    }
    if !pieces.is_empty() {
        let length: usize = pieces.iter().map(|piece| piece.text.len()).sum();
        let length = Piece::open(&length.to_string(), Some(Field::Other));
        lines.push(("Content-Length".to_owned(), vec![length]));
    }
    Ok(Asked {
        card: id.to_owned(),
        request: WireRequest {
            method,
            url,
            query: Vec::new(),
            headers: lines,
            body: pieces,
        },
        parameters: members(body).to_vec(),
        json: media.contains("json"),
    })
}

fn url(ports: &Ports) -> Result<Url, Fault> {
    let wrong = || Fault::new(FaultName::Url, "URL is no address of the web.");
    let mut url = Url::parse(&port(ports, "URL").expose()).map_err(|_| wrong())?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(wrong());
    }
    for (name, value) in members(port(ports, "Query")) {
        url.query_pairs_mut().append_pair(name, &value.text());
    }
    Ok(url)
}

/// The scheme of an `Authorization` is open where what follows it is secret (RFC 9110 11.4).
fn header_pieces(name: &str, value: &Value) -> Vec<Piece> {
    let field = Some(field(name));
    let text = value.text();
    let secret = value.is_secret();
    let is_authorization = name.eq_ignore_ascii_case("authorization");
    // A secret with a blank in it and no scheme before it is hidden whole.
    let known = ["Bearer ", "Basic ", "DPoP "];
    let scheme = known.into_iter().find(|scheme| text.starts_with(scheme));
    if let Some(scheme) = scheme.filter(|_| secret && is_authorization) {
        let (scheme, credentials) = text.split_at(scheme.len());
        let credentials = Piece {
            text: credentials.into(),
            field,
            secret,
        };
        return vec![Piece::open(scheme, field), credentials];
    }
    vec![Piece {
        text: text.into(),
        field,
        secret,
    }]
}

fn members(value: &Value) -> &[(String, Value)] {
    match value {
        Value::Object(members) => members,
        _ => &[],
    }
}

fn body_pieces(body: &Value, media: &str) -> Vec<Piece> {
    match body {
        Value::Empty => Vec::new(),
        Value::Object(all) if media.contains("x-www-form-urlencoded") => form_pieces(all),
        Value::Object(all) => json_pieces(all),
        value => vec![Piece {
            text: value.text().into(),
            field: Some(Field::Other),
            secret: value.is_secret(),
        }],
    }
}

fn form_pieces(all: &[(String, Value)]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (name, value) in all {
        if !pieces.is_empty() {
            pieces.push(Piece::open("&", None));
        }
        let field = Some(field(name));
        pieces.push(Piece::open(&format!("{}=", form::encode(name)), field));
        pieces.push(Piece {
            text: form::encode(&value.text()).into(),
            field,
            secret: value.is_secret(),
        });
    }
    pieces
}

fn json_pieces(all: &[(String, Value)]) -> Vec<Piece> {
    let mut pieces = vec![Piece::open("{", None)];
    for (name, value) in all {
        if pieces.len() > 1 {
            pieces.push(Piece::open(",", None));
        }
        let field = Some(field(name));
        let name = Json::from(name.as_str()).to_string();
        let text = value.exposed().to_string();
        let secret = value.is_secret();
        // The quotes around a text are no part of it: whoever writes another value there leaves them.
        let inside = text
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let quote = if inside.is_some() { "\"" } else { "" };
        pieces.push(Piece::open(&format!("{name}:{quote}"), field));
        pieces.push(Piece {
            text: inside.unwrap_or(&text).into(),
            field,
            secret,
        });
        if inside.is_some() {
            pieces.push(Piece::open(quote, field));
        }
    }
    pieces.push(Piece::open("}", None));
    pieces
}

/// The part of the request that a parameter or a header is.
fn field(name: &str) -> Field {
    match name {
        "grant_type" => Field::GrantType,
        "client_id" => Field::ClientId,
        "client_secret" => Field::ClientSecret,
        "audience" => Field::Audience,
        "scope" => Field::Scope,
        "client_assertion" | "client_assertion_type" => Field::Credentials,
        name if name.eq_ignore_ascii_case("content-type") => Field::ContentType,
        _ => Field::Other,
    }
}

/// What a reply gives: the body as an object with Post, as text with Raw Request.
pub(super) fn answer(kind: Kind, reply: &Reply) -> Ports {
    let headers = reply.headers.iter();
    let headers =
        headers.map(|(name, value)| (name.to_ascii_lowercase(), Value::Text(value.clone())));
    let text = reply.text();
    let json: Option<Json> = serde_json::from_str(&text).ok();
    let read = json.as_ref().map(Value::from_json);
    let body = match (kind, read) {
        (Kind::Post, Some(value)) => value,
        // A text that holds a credential is one.
        (_, value) => Value::worded(text, value.is_some_and(|value| value.is_secret())),
    };
    vec![
        (
            "Status Code".to_owned(),
            Value::whole(i64::from(reply.status)),
        ),
        ("Headers".to_owned(), Value::Object(headers.collect())),
        ("Body".to_owned(), body),
    ]
}

/// The official name of what became of a request that nobody answered.
pub(super) fn failed(error: &SendError) -> Fault {
    // The words of the error name the host, which came out of ports: a reason holds no value.
    let (name, why) = match error {
        SendError::Connect { .. } => (FaultName::Connection, "nobody answers at this address."),
        SendError::TimedOut { .. } => (FaultName::Timeout, "the answer did not come in time."),
        SendError::GivenUp => (FaultName::Timeout, "nobody waited for the answer."),
        SendError::NotHttp { .. } => (FaultName::Http, "what answered does not speak HTTP."),
        SendError::TooLarge { .. } => (FaultName::Http, "the answer is too large."),
        SendError::PlainHttp { .. } => (FaultName::Url, "plain http goes to this machine only."),
        SendError::Unsendable { .. } => (FaultName::Url, "a line break or the like stands in it."),
        SendError::Name { .. } => (FaultName::Network, "the name of the host is not known."),
        SendError::Exhausted { .. } => (
            FaultName::Network,
            "this machine opens no more connections.",
        ),
        SendError::Proxy { .. } => (FaultName::Network, "the proxy did not let it pass."),
        SendError::Tls { .. } => (FaultName::Network, "the secure channel could not be made."),
    };
    Fault::new(name, why)
}
