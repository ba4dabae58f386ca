//! What a URL must not carry: secrets and tokens, which histories, process lists and the logs of servers and proxies would keep.

use std::borrow::Cow;

use url::Url;

/// Parameters that carry what opens doors, as the vendors and the standards spell them, compared without case, `-` and `_`.
const CARRIERS: [&str; 19] = [
    "accesstoken",
    "apikey",
    "apitoken",
    "assertion",
    "authorization",
    "authtoken",
    "bearer",
    "clientassertion",
    "clientsecret",
    "clienttoken",
    "idtoken",
    "pass",
    "passwd",
    "password",
    "pwd",
    "refreshtoken",
    "secret",
    "token",
    "xfunctionskey",
];

/// True for a URL that carries a secret or a token: as user and password, in its query, or behind its `#`.
pub fn carries_secret(url: &Url) -> bool {
    let has_user = !url.username().is_empty() || url.password().is_some();
    let carries = |(name, value): (Cow<'_, str>, Cow<'_, str>)| {
        CARRIERS.contains(&bare(&name).as_str()) || is_token(&value)
    };
    let fragment = url.fragment().unwrap_or_default().as_bytes();
    has_user
        || url.query_pairs().any(carries)
        || url::form_urlencoded::parse(fragment).any(carries)
        || url
            .path_segments()
            .is_some_and(|mut parts| parts.any(is_token))
}

/// A parameter's name as it is compared: without case, `-` and `_`.
pub fn bare(name: &str) -> String {
    name.replace(['-', '_'], "").to_lowercase()
}

/// A JWT: every one begins like this, since its header is a JSON object.
pub fn is_token(text: &str) -> bool {
    text.starts_with("eyJ") && text.matches('.').count() >= 2
}
