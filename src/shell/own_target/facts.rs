//! What a kept target and the metadata of its issuer say: how its client proves who it is, with which key, and what is known of its tenant.

use url::Url;

use crate::app::own::OwnKey;
use crate::app::own_targets::method;
use crate::app::tenant::{ApiFacts, TenantFacts};
use crate::lesson::change::FlowLevel;
use crate::lesson::desks::filled;
use crate::lesson::target::TargetName;
use crate::net::metadata::{Found, secret_method};
use crate::oauth::request::{AuthMethod, BodyFormat};
use crate::oauth::text::visible_line;
use crate::shell::key_file;
use crate::store::targets::Target;

/// The method that was kept, as `token --auth` spells it; `None` where the metadata decide.
pub(super) fn by_name(target: &Target) -> Option<(AuthMethod, BodyFormat)> {
    Some(match method(target.auth.as_deref()?)? {
        "basic" => (AuthMethod::ClientSecretBasic, BodyFormat::Form),
        "post" => (AuthMethod::ClientSecretPost, BodyFormat::Form),
        "json" => (AuthMethod::ClientSecretPost, BodyFormat::Json),
        "secret-jwt" => (AuthMethod::ClientSecretJwt, BodyFormat::Form),
        "private-key-jwt" => (AuthMethod::PrivateKeyJwt, BodyFormat::Form),
        _ => return None,
    })
}

/// The private key that the target names, where it names one. Blocks for as long as the disk takes.
///
/// # Errors
/// Why it cannot be used, in words.
pub fn key(target: &Target) -> Result<Option<OwnKey>, String> {
    let Some(path) = &target.key else {
        return Ok(None);
    };
    let kid = target.kid.as_deref();
    let read = key_file::read(path, kid).map_err(|why| {
        let file = ("file", visible_line(&path.display().to_string()));
        filled("own.target.bad-key", &[file, ("why", visible_line(&why))])
    })?;
    let algorithm = key_file::usual(&read.key);
    if key_file::is_for_another(&read.key, algorithm.algorithm()) {
        let file = ("file", visible_line(&path.display().to_string()));
        return Err(filled("own.target.other-alg", &[file]));
    }
    Ok(Some(OwnKey {
        algorithm,
        kid: target.kid.clone().or_else(|| read.key.kid.clone()),
        key: read.key,
    }))
}

/// The method that the metadata speak for; where they list none, Basic is meant (RFC 8414 2).
pub(super) fn listed(found: &Found) -> Result<AuthMethod, String> {
    let Some(methods) = &found.methods else {
        return Ok(AuthMethod::ClientSecretBasic);
    };
    secret_method(methods, &found.endpoint).ok_or_else(|| {
        let methods = ("methods", visible_line(&methods.join(", ")));
        filled("own.target.no-method", &[methods])
    })
}

/// What the API that the target names is called: the audience of its tokens.
fn identifier(target: &Target) -> String {
    let resource = match target.resource.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    };
    target.audience.clone().or(resource).unwrap_or_default()
}

/// Nothing of it is assumed: what neither the metadata nor the target says is not there.
pub fn facts(target: &Target, found: &Found) -> TenantFacts {
    let endpoint = &found.endpoint;
    let port = endpoint
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    let keys = found
        .jwks_uri
        .as_deref()
        .and_then(|text| Url::parse(text).ok());
    let api = target.api.as_deref().and_then(|text| Url::parse(text).ok());
    let api = api.map(|url| ApiFacts {
        key: "own".to_owned(),
        name: "API of your target".to_owned(),
        identifier: identifier(target),
        url,
        scopes: Vec::new(),
    });
    TenantFacts {
        target: TargetName::Own,
        host: format!("{}{port}", endpoint.host_str().unwrap_or_default()),
        issuer: target.issuer.clone(),
        token_endpoint: endpoint.clone(),
        // Where none is named, asking the token endpoint shows that none come.
        jwks_uri: keys.unwrap_or_else(|| endpoint.clone()),
        default_audience: None,
        rules: Vec::new(),
        up: true,
        flow_security: FlowLevel::OAuth,
        organizations: Vec::new(),
        clock: 0,
        api_clock: 0,
        apis: api.into_iter().collect(),
        own_api: None,
        org: None,
    }
}
