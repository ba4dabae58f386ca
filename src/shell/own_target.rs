//! Tenants of the learner's own, for the screens: read and kept through the same functions as the command does it, asked for their metadata,
//! and a session opened at one.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::app::failure::layer_and_advice;
use crate::app::own::Own;
use crate::app::own_targets::{
    FoundTenant, KeptTarget, Looks, OwnTargetAsk, OwnTargetTold, TypedTarget, Way,
};
use crate::app::tenant::{ApiFacts, TenantFacts};
use crate::lesson::change::FlowLevel;
use crate::lesson::desks::{filled, words};
use crate::lesson::target::TargetName;
use crate::net::metadata::{self, Found, NoEndpoint, Standing, Vendor, secret_method, vendor_of};
use crate::net::{Limits, PlainHttp, Sender};
use crate::oauth::carrier::is_telling_address;
use crate::oauth::names::ClientSecret;
use crate::oauth::reply::SendError;
use crate::oauth::request::{AuthMethod, BodyFormat};
use crate::oauth::text::visible_line;
use crate::store::bounded;
use crate::store::targets::{self, Target, inside};

/// What sends, which another one replaces once a session at a tenant of one's own trusts certificates of its own.
pub(super) type Senders = Arc<Mutex<Arc<Sender>>>;

/// More than any certificates.
const LARGEST: usize = 1024 * 1024;

type Told = Result<OwnTargetTold, String>;

/// What sends now.
pub(super) fn present(senders: &Senders) -> Arc<Sender> {
    Arc::clone(&senders.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Does what is asked. Whoever gives it up drops this.
pub(super) async fn told(
    ask: OwnTargetAsk,
    (senders, folder, known): (Senders, Option<PathBuf>, Option<SecretString>),
) -> Told {
    // A slow disk holds nobody up.
    let beside = |work: Box<dyn FnOnce() -> Told + Send>| async {
        let done = tokio::task::spawn_blocking(work).await;
        done.unwrap_or_else(|why| Err(why.to_string()))
    };
    match ask {
        OwnTargetAsk::Look(typed) => {
            refuse((&typed.name, &target(&typed)), known.as_ref())?;
            look(&typed, &present(&senders)).await
        }
        OwnTargetAsk::Open(shown, secret) => {
            let taken = tokio::task::spawn_blocking(move || taken(folder.as_deref(), &shown));
            let (kept, authorities) = taken.await.map_err(|why| why.to_string())??;
            open(kept, secret, (senders, authorities)).await
        }
        ask @ (OwnTargetAsk::Read | OwnTargetAsk::Keep(_) | OwnTargetAsk::Drop(_)) => {
            beside(Box::new(move || of_file((folder.as_deref(), known), ask))).await
        }
    }
}

/// Reads or changes what is kept. Blocks for as long as the disk takes.
fn of_file((folder, known): (Option<&Path>, Option<SecretString>), ask: OwnTargetAsk) -> Told {
    let changed = match ask {
        OwnTargetAsk::Keep(typed) => {
            let target = target(&typed);
            refuse((&typed.name, &target), known.as_ref())?;
            let kept = targets::change(folder, |all| {
                let is_new = !all.contains_key(&typed.name);
                if is_new {
                    all.insert(typed.name.clone(), target.clone());
                }
                is_new
            });
            match kept {
                // Another program was quicker.
                Ok((_, false)) => return Err(words("own.target.taken").to_owned()),
                Ok((_, true)) => Ok(()),
                Err(why) => Err(why),
            }
        }
        OwnTargetAsk::Drop(name) => {
            targets::change(folder, |all| drop(all.remove(&name))).map(|_| ())
        }
        OwnTargetAsk::Read | OwnTargetAsk::Look(_) | OwnTargetAsk::Open(..) => Ok(()),
    };
    changed.map_err(|why| why.to_string())?;
    let all = targets::load(folder).map_err(|why| why.to_string())?;
    let kept = all.iter().map(|(name, target)| kept(name, target));
    Ok(OwnTargetTold::Kept(kept.collect()))
}

fn target(typed: &TypedTarget) -> Target {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Target {
        issuer: typed.issuer.clone(),
        client_id: given(&typed.client_id),
        audience: given(&typed.audience),
        scope: given(&typed.scope),
        ..Target::default()
    }
}

fn kept(name: &str, target: &Target) -> KeptTarget {
    // Somebody wrote it by hand.
    if let Some(found) = inside::of((name, target), None) {
        let name = if found.is_in_name() { "?" } else { name };
        return KeptTarget {
            name: name.to_owned(),
            issuer: String::new(),
            way: Way::Telling,
        };
    }
    let way = match (&target.client_id, target.secret_command.first()) {
        (None, _) => Way::NoClient,
        _ if target.key.is_some() || by_name(target).is_none() => Way::Signed,
        (Some(_), Some(_)) => Way::Command(target.secret_command.clone()),
        (Some(_), None) => Way::Secret,
    };
    KeptTarget {
        name: name.to_owned(),
        issuer: target.issuer.clone(),
        way,
    }
}

/// Nothing that is a secret or a token is kept, nor asked for with.
fn refuse((name, target): (&str, &Target), known: Option<&SecretString>) -> Result<(), String> {
    let known = known.map(ExposeSecret::expose_secret);
    let Some(found) = inside::of((name, target), known) else {
        return Ok(());
    };
    let field = if found.is_in_name() {
        "name".to_owned()
    } else {
        found.member().replace('_', " ")
    };
    Err(filled("own.target.inside", &[("field", field)]))
}

/// What the metadata of a new one say.
async fn look(typed: &TypedTarget, sender: &Sender) -> Told {
    let found = found(&typed.issuer, sender).await?;
    let endpoint = &found.endpoint;
    let looks = match vendor_of(endpoint) {
        Some(Vendor::Auth0) => Looks::Auth0,
        Some(Vendor::Okta) if endpoint.path() == "/oauth2/v1/token" => Looks::OktaOrg,
        Some(Vendor::Okta) => Looks::Okta,
        None => Looks::Other,
    };
    Ok(OwnTargetTold::Found(Box::new(FoundTenant {
        endpoint: found.text,
        methods: found.methods,
        keys: found.jwks_uri.map(|keys| {
            if is_telling_address(&keys) {
                words("own.target.keys-telling").to_owned()
            } else {
                keys
            }
        }),
        looks,
    })))
}

async fn found(issuer: &str, sender: &Sender) -> Result<Found, String> {
    let url = Url::parse(issuer).map_err(|_| words("own.target.no-address").to_owned())?;
    let found = metadata::find(issuer, &url, sender, Limits::default()).await;
    let found = found.map_err(|why| failed(&why))?;
    match found.standing(&url) {
        Standing::Here => Ok(found),
        Standing::Telling => Err(words("own.target.endpoint-telling").to_owned()),
        Standing::Elsewhere => {
            let host = found.endpoint.host_str().unwrap_or_default();
            let host = ("host", visible_line(host));
            Err(filled("own.target.endpoint-elsewhere", &[host]))
        }
    }
}

/// Which layer failed, and what to try.
fn failed(why: &NoEndpoint) -> String {
    let by_layer = |error: &SendError| {
        let (layer, advice) = layer_and_advice(error);
        let parts = [
            ("layer", layer.to_owned()),
            ("why", visible_line(&error.to_string())),
            ("advice", advice.to_owned()),
        ];
        filled("own.target.failed", &parts)
    };
    match why {
        NoEndpoint::Network(error) | NoEndpoint::Unsendable(error) => by_layer(error),
        other @ NoEndpoint::OtherIssuer { .. } => {
            let why = ("why", visible_line(&other.to_string()));
            filled("own.target.other-issuer", &[why])
        }
        NoEndpoint::NoMetadata { status, .. } => {
            filled("own.target.no-metadata", &[("status", status.to_string())])
        }
        NoEndpoint::NotUrl => words("own.target.no-endpoint").to_owned(),
    }
}

/// The session at a kept one.
async fn open(
    kept: Target,
    secret: ClientSecret,
    (senders, authorities): (Senders, Option<Vec<u8>>),
) -> Told {
    let mut sender = present(&senders);
    if let Some(pem) = authorities {
        let trusting = Sender::new(PlainHttp::Refused).trusting(&pem);
        sender = Arc::new(trusting.map_err(|why| why.to_string())?);
    }
    let found = found(&kept.issuer, &sender).await?;
    let how = match by_name(&kept).flatten() {
        Some(how) => how,
        None => (listed(&found)?, BodyFormat::Form),
    };
    let own = Own {
        facts: facts(&kept, &found),
        has_keys: found.jwks_uri.is_some(),
        client_id: kept.client_id.unwrap_or_default(),
        client_secret: secret,
        auth: how.0,
        format: how.1,
        audience: kept.audience.unwrap_or_default(),
        resources: kept.resource,
        scope: kept.scope.unwrap_or_default(),
    };
    *senders.lock().unwrap_or_else(PoisonError::into_inner) = sender;
    Ok(OwnTargetTold::Opened(Box::new(own)))
}

/// The one of this name as it is kept, and the certificates that it is believed by. Blocks for as long as the disk takes.
fn taken(folder: Option<&Path>, shown: &KeptTarget) -> Result<(Target, Option<Vec<u8>>), String> {
    let name = &shown.name;
    let mut all = targets::load(folder).map_err(|why| why.to_string())?;
    let gone = || words("own.target.gone").to_owned();
    let target = all.remove(name).ok_or_else(gone)?;
    refuse((name, &target), None)?;
    // Another program may have changed it since: the secret goes nowhere that was not on the screen.
    if kept(name, &target) != *shown {
        return Err(words("own.target.changed").to_owned());
    }
    let authorities = target.ca_cert.as_deref().map(|path| {
        let read = bounded::file(path, LARGEST);
        read.map_err(|why| format!("{}: {why}", visible_line(&path.display().to_string())))
    });
    Ok((target, authorities.transpose()?))
}

/// The method that was kept, as `token --auth` spells it: `None` where it signs, nothing inside where the metadata decide.
#[expect(
    clippy::option_option,
    reason = "a method that is not for the screens is another thing than none that was kept"
)]
fn by_name(target: &Target) -> Option<Option<(AuthMethod, BodyFormat)>> {
    match target.auth.as_deref() {
        None => Some(None),
        Some("basic") => Some(Some((AuthMethod::ClientSecretBasic, BodyFormat::Form))),
        Some("post") => Some(Some((AuthMethod::ClientSecretPost, BodyFormat::Form))),
        Some("json") => Some(Some((AuthMethod::ClientSecretPost, BodyFormat::Json))),
        Some(_) => None,
    }
}

/// The method that the metadata speak for; where they list none, Basic is meant (RFC 8414 2).
fn listed(found: &Found) -> Result<AuthMethod, String> {
    let Some(methods) = &found.methods else {
        return Ok(AuthMethod::ClientSecretBasic);
    };
    let method = secret_method(methods, &found.endpoint);
    let method = method.filter(|one| *one != AuthMethod::ClientSecretJwt);
    method.ok_or_else(|| {
        let methods = ("methods", visible_line(&methods.join(", ")));
        filled("own.target.no-method", &[methods])
    })
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
        identifier: target.audience.clone().unwrap_or_default(),
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
