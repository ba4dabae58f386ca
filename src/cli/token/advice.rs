//! What to try next, by what this run sent and what the server said to it.

use serde_json::Value;

use crate::cli::token::AuthName;
use crate::cli::token::make::Client;
use crate::cli::token::run::is_bound;
use crate::cli::token::who::Reason;
use crate::oauth::reply::Reply;

/// A sentence or two for each thing worth trying; empty when all went well.
pub(super) fn of(client: &Client<'_>, reason: Reason, reply: &Reply) -> Vec<String> {
    let said: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    let text = |name: &str| said.get(name).and_then(Value::as_str).unwrap_or_default();
    let error = text("error");
    let words = text("error_description").to_ascii_lowercase();
    let mut advice = Vec::new();
    if let Some(place) = redirect(reply) {
        advice.push(format!(
            "The server points to {place}. That was not followed: what proves who you are goes only where you send it. If you trust that place, name it with --token-url."
        ));
    }
    if reply.status == 200 && client.own.dpop && !is_bound(reply) {
        advice.push("You asked for a token that is bound to your key, and token_type does not say DPoP: whoever holds this token can use it (RFC 9449 5).".to_owned());
    }
    if reply.status == 200 && !client.own.dpop && is_bound(reply) {
        advice.push(
            "The token is bound to a key, and this run has none: ask again with --dpop.".to_owned(),
        );
    }
    if !client.own.dpop && (error == "invalid_dpop_proof" || error == "use_dpop_nonce") {
        advice.push("The server wants proof of possession: add --dpop.".to_owned());
    }
    if refuses_client(reply, error) {
        advice.extend(method(client, reason));
        if words.is_empty() || words.contains("aud") {
            advice.extend(audience(client));
        }
    }
    advice
}

/// True when the server does not take the client for who it says it is. Auth0 says `access_denied` where the RFC has
/// `invalid_client`.
fn refuses_client(reply: &Reply, error: &str) -> bool {
    error == "invalid_client" || reply.status == 401
}

/// Where a reply points to.
pub(super) fn redirect(reply: &Reply) -> Option<&str> {
    matches!(reply.status, 301 | 302 | 303 | 307 | 308)
        .then(|| reply.header("location"))
        .flatten()
}

fn method(client: &Client<'_>, reason: Reason) -> Option<String> {
    let name = client.auth.client_auth().name();
    let other = match (client.auth, reason) {
        (_, Reason::Flag | Reason::Key) => return None,
        (AuthName::Post | AuthName::Json, _) => "basic",
        (AuthName::Basic | AuthName::SecretJwt | AuthName::PrivateKeyJwt, _) => "post",
    };
    Some(format!(
        "The method was chosen for you ({name}). If the app is registered for another one, say so: --auth {other}."
    ))
}

/// RFC 7523 3 lets a server want its token endpoint or its issuer, and they do differ.
fn audience(client: &Client<'_>) -> Option<String> {
    match client.auth {
        AuthName::PrivateKeyJwt | AuthName::SecretJwt => {}
        AuthName::Basic | AuthName::Post | AuthName::Json => return None,
    }
    let sent = client.assertion_audience();
    let other = match client.own.assertion_audience.as_deref() {
        None | Some("token-url") if client.own.issuer.is_some() => {
            "Some servers want their issuer there (Auth0 does): --assertion-audience issuer."
        }
        None | Some("token-url") => {
            "Some servers want their issuer there (Auth0 does): --assertion-audience and the issuer's URL."
        }
        Some(_) => {
            "Many servers want the token endpoint there (Okta does): --assertion-audience token-url."
        }
    };
    Some(format!("The assertion says that it is for {sent}. {other}"))
}
