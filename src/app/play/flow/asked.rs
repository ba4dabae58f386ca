//! What a card asks the token endpoint for, as an exchange of the lesson.

use crate::flow::Value;
use crate::flow::session::Asked;
use crate::oauth::jwt::signed::SignedJwt;
use crate::oauth::request::{AuthMethod, BodyFormat, TokenRequest};

/// What a card asks for, as the values of a token request.
pub(super) fn token_request(asked: &Asked) -> TokenRequest {
    let value = |name: &str| {
        let mut all = asked.parameters.iter();
        all.find(|(own, _)| own == name).map(|(_, value)| value)
    };
    let text = |name: &str| value(name).and_then(Value::open_text);
    let secret = match value("client_secret") {
        Some(Value::Secret(secret)) => Some(secret.clone()),
        Some(other) => Some(crate::oauth::names::ClientSecret::new(other.expose())),
        None => None,
    };
    let assertion = value("client_assertion").map(Value::expose);
    TokenRequest {
        auth: match &assertion {
            Some(_) => AuthMethod::PrivateKeyJwt,
            None => AuthMethod::ClientSecretPost,
        },
        format: if asked.json {
            BodyFormat::Json
        } else {
            BodyFormat::Form
        },
        grant_type: text("grant_type"),
        client_id: text("client_id"),
        client_secret: secret,
        audience: text("audience"),
        scope: text("scope"),
        assertion: assertion.and_then(|jwt| SignedJwt::read(&jwt)),
        ..TokenRequest::new(asked.request.url.clone())
    }
}
