//! A Postman collection, format 2.1 (schema.getpostman.com/json/collection/v2.1.0). Its variables hold what somebody may want to change;
//! those of secrets are empty.

use serde_json::{Value, json};

use crate::oauth::export::{Exchange, address, given, id, title, unbraced};
use crate::oauth::wire::WireRequest;
use crate::oauth::wire::form;
use crate::oauth::wire::slot::Slot;

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// Encodes as RFC 6749 2.3.1 wants id and secret inside Basic.
const BASIC: &str = r#"const both = ["client_id", "client_secret"].map((name) => encodeURIComponent(pm.variables.get(name))).join(":");
pm.variables.set("basic_credentials", btoa(both));"#;

const KEEP: &str = r#"pm.test("the token endpoint answered 200", () => pm.response.to.have.status(200));
pm.collectionVariables.set("access_token", pm.response.json().access_token);"#;

const CALLED: &str = r#"pm.test("the API answered 200", () => pm.response.to.have.status(200));"#;

/// The collection.
pub(super) fn collection(exchange: &Exchange<'_>) -> String {
    let ask = exchange.request;
    let mut events = vec![event("test", KEEP)];
    let mut variables = vec![variable("token_url", &address(&ask.url))];
    if ask.is_basic() {
        events.push(event("prerequest", BASIC));
    }
    variables.extend(given(ask).into_iter().map(|slot| match slot {
        // Postman fills places in values too.
        Slot::ClientId if !id(exchange).contains("{{") => variable(&name(slot), &id(exchange)),
        _ => variable(&name(slot), ""),
    }));
    let mut items = vec![item("Get a token", "{{token_url}}", ask, &events)];
    if let Some((call, _)) = exchange.call {
        variables.push(variable("api_url", &address(&call.url)));
        let events = [event("test", CALLED)];
        items.push(item("Call the API", "{{api_url}}", call, &events));
    }
    let collection = json!({
        "info": {
            "name": title(exchange),
            "description": "Made by oauth-tutor. No secret stands in here: fill in the empty variables, or give them at a run.",
            "schema": SCHEMA,
        },
        "item": items,
        "variable": variables,
    });
    format!("{collection:#}\n")
}

fn variable(key: &str, value: &str) -> Value {
    json!({ "key": key, "value": value })
}

fn event(listen: &str, script: &str) -> Value {
    let lines: Vec<&str> = script.lines().collect();
    json!({ "listen": listen, "script": { "type": "text/javascript", "exec": lines } })
}

fn item(name: &str, url: &str, request: &WireRequest, events: &[Value]) -> Value {
    let mut asked = json!({
        "method": request.method,
        "header": headers(request),
        "url": url,
    });
    if !request.body.is_empty() {
        asked["body"] = body(request);
    }
    json!({ "name": name, "event": events, "request": asked })
}

/// The headers that Postman does not write itself.
fn headers(request: &WireRequest) -> Vec<Value> {
    let all = request.headers.iter();
    let own = all.filter(|(name, _)| !matches!(name.as_str(), "Host" | "Content-Length"));
    own.map(|(name, value)| variable(name, &WireRequest::written(&unbraced(value), place)))
        .collect()
}

/// A form as a table of its parameters, decoded; any other body as it is.
fn body(request: &WireRequest) -> Value {
    if request.is_json() {
        let text = WireRequest::written(&unbraced(&request.body), place);
        return json!({ "mode": "raw", "raw": text, "options": { "raw": { "language": "json" } } });
    }
    let parameter = |pieces| {
        let text = WireRequest::written(pieces, |slot| form::encode(&place(slot)));
        let (name, value) = text.split_once('=').unwrap_or((&text, ""));
        variable(&form::decoded(name), &form::decoded(value))
    };
    // A value that looks like a place would be filled: encoded it is none.
    if request
        .body
        .iter()
        .any(|piece| form::decoded(&piece.text).contains("{{"))
    {
        let text = WireRequest::written(&request.body, place);
        return json!({ "mode": "raw", "raw": text });
    }
    let parameters: Vec<Value> = request.parameters().into_iter().map(parameter).collect();
    json!({ "mode": "urlencoded", "urlencoded": parameters })
}

fn place(slot: Slot) -> String {
    format!("{{{{{}}}}}", name(slot))
}

fn name(slot: Slot) -> String {
    slot.variable().to_ascii_lowercase()
}
