//! Tenants of the learner's own, for the screens: read and kept through the same functions as the command does it, asked for their metadata,
//! and a session opened at one.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::app::effect::RunId;
use crate::app::failure::layer_and_advice;
use crate::app::own::{Own, OwnKey, OwnProof};
use crate::app::own_targets::{
    Aim, FoundTenant, KeptTarget, Looks, OwnTargetAsk, OwnTargetTold, TypedTarget, Way, method,
};
use crate::lesson::desks::{filled, words};
use crate::net::metadata::{self, Found, NoEndpoint, Standing};
use crate::net::{Limits, PlainHttp, Sender};
use crate::oauth::carrier::{carries_secret, is_telling_address};
use crate::oauth::reply::SendError;
use crate::oauth::request::{AuthMethod, BodyFormat};
use crate::oauth::text::visible_line;
use crate::shell::files;
use crate::store::bounded;
use crate::store::targets::{self, Target, inside};

mod facts;

use facts::{by_name, listed};
pub use facts::{facts, key};

/// What sends, which another one replaces once a session at a tenant of one's own trusts certificates of its own.
pub(super) type Senders = Arc<Mutex<Sending>>;

/// What sends, and what is to once the app has taken the session that it came with.
pub(super) struct Sending {
    now: Arc<Sender>,
    coming: Option<(RunId, Arc<Sender>)>,
}

impl Sending {
    pub(super) fn new(sender: Sender) -> Senders {
        Arc::new(Mutex::new(Self {
            now: Arc::new(sender),
            coming: None,
        }))
    }
}

/// More than any certificates.
const LARGEST: usize = 1024 * 1024;

type Told = Result<OwnTargetTold, String>;

/// What sends now.
pub(super) fn present(senders: &Senders) -> Arc<Sender> {
    Arc::clone(&held(senders).now)
}

/// The session that this question opened was taken: what it trusts is trusted now. Of one that was given up nothing is.
pub(super) fn taken_over(senders: &Senders, run: RunId) {
    let mut held = held(senders);
    if let Some((_, sender)) = held.coming.take_if(|(of, _)| *of == run) {
        held.now = sender;
    }
}

fn held(senders: &Senders) -> MutexGuard<'_, Sending> {
    // Each is replaced as a whole, so a panic elsewhere leaves it whole.
    senders.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does what is asked. Whoever gives it up drops this.
pub(super) async fn told(
    (run, ask): (RunId, OwnTargetAsk),
    (senders, folder, known): (Senders, Option<PathBuf>, Option<SecretString>),
) -> Told {
    // A slow disk holds nobody up.
    let beside = |work: Box<dyn FnOnce() -> Told + Send>| async {
        let done = tokio::task::spawn_blocking(work).await;
        done.unwrap_or_else(|why| Err(why.to_string()))
    };
    match ask {
        OwnTargetAsk::Look(typed) => {
            let target = target(&typed);
            refuse((&typed.name, &target), known.as_ref())?;
            let key = tokio::task::spawn_blocking(move || key(&target));
            let key = key.await.map_err(|why| why.to_string())??;
            look((&typed, key), &*believing(None)?).await
        }
        OwnTargetAsk::Keys(shown) => {
            let taken = tokio::task::spawn_blocking(move || taken(folder.as_deref(), &shown));
            let (kept, authorities) = taken.await.map_err(|why| why.to_string())??;
            let sender = believing(authorities)?;
            keys(&kept, &sender).await
        }
        OwnTargetAsk::Open(shown, secret) => {
            let taken = tokio::task::spawn_blocking(move || {
                let (kept, authorities) = taken(folder.as_deref(), &shown)?;
                let proof = match key(&kept)? {
                    Some(key) => OwnProof::Key(Arc::new(key)),
                    None => OwnProof::Secret(secret),
                };
                Ok::<_, String>((*shown, kept, authorities, proof))
            });
            let (shown, kept, authorities, proof) =
                taken.await.map_err(|why| why.to_string())??;
            let (told, sender) = open((shown, kept), proof, authorities).await?;
            held(&senders).coming = Some((run, sender));
            Ok(told)
        }
        ask @ (OwnTargetAsk::Read | OwnTargetAsk::Keep(..) | OwnTargetAsk::Drop(_)) => {
            beside(Box::new(move || of_file((folder.as_deref(), known), ask))).await
        }
    }
}

/// Reads or changes what is kept. Blocks for as long as the disk takes.
fn of_file((folder, known): (Option<&Path>, Option<SecretString>), ask: OwnTargetAsk) -> Told {
    let changed = match ask {
        OwnTargetAsk::Keep(typed, instead) => {
            let target = target(&typed);
            refuse((&typed.name, &target), known.as_ref())?;
            let kept = targets::change(folder, |all| {
                let is_itself = instead.as_deref() == Some(&typed.name);
                let is_free = is_itself || !all.contains_key(&typed.name);
                if is_free {
                    let before = instead.as_ref().and_then(|name| all.remove(name));
                    all.insert(typed.name.clone(), over(before, target.clone()));
                }
                is_free
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
        OwnTargetAsk::Read
        | OwnTargetAsk::Look(_)
        | OwnTargetAsk::Keys(_)
        | OwnTargetAsk::Open(..) => Ok(()),
    };
    changed.map_err(|why| why.to_string())?;
    let all = targets::load(folder).map_err(|why| why.to_string())?;
    let kept = all.iter().map(|(name, target)| kept(name, target));
    Ok(OwnTargetTold::Kept(kept.collect()))
}

fn target(typed: &TypedTarget) -> Target {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    // A path is kept whole: the next start may be in another folder.
    let path = |text: String| {
        let path = files::at_home(&text);
        std::path::absolute(&path).unwrap_or(path)
    };
    Target {
        issuer: typed.issuer.clone(),
        client_id: given(&typed.client_id),
        audience: given(&typed.audience),
        resource: typed
            .resource
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        scope: given(&typed.scope),
        api: given(&typed.api),
        key: given(&typed.key).map(path),
        kid: given(&typed.kid),
        auth: method(&typed.auth).map(str::to_owned),
        ..Target::default()
    }
}

/// One that was typed, in the place of the one before: what the form does not show stays.
fn over(before: Option<Target>, typed: Target) -> Target {
    let Some(before) = before else {
        return typed;
    };
    // With another key it proves itself another way, and the command for the secret is for the old one.
    let secret_command = if before.key == typed.key {
        before.secret_command
    } else {
        Vec::new()
    };
    Target {
        secret_command,
        ca_cert: before.ca_cert,
        ..typed
    }
}

/// A kept target as the tutor shows it.
pub fn kept(name: &str, target: &Target) -> KeptTarget {
    // Somebody wrote it by hand.
    if let Some(found) = inside::of((name, target), None) {
        let name = if found.is_in_name() { "?" } else { name };
        return KeptTarget {
            name: name.to_owned(),
            issuer: String::new(),
            way: Way::Telling,
            client_id: String::new(),
            aim: Aim::default(),
        };
    }
    let way = match (
        &target.client_id,
        &target.key,
        target.secret_command.first(),
    ) {
        (None, _, _) => Way::NoClient,
        (Some(_), Some(key), _) => Way::Key(key.display().to_string()),
        (Some(_), None, Some(_)) => Way::Command(target.secret_command.clone()),
        (Some(_), None, None) => Way::Secret,
    };
    KeptTarget {
        name: name.to_owned(),
        issuer: target.issuer.clone(),
        way,
        client_id: target.client_id.clone().unwrap_or_default(),
        aim: Aim {
            audience: target.audience.clone().unwrap_or_default(),
            resource: target.resource.join(" "),
            scope: target.scope.clone().unwrap_or_default(),
            api: target.api.clone().unwrap_or_default(),
            kid: target.kid.clone().unwrap_or_default(),
            // Somebody may have written the registered name, which means the same.
            auth: target.auth.as_deref().map_or_else(String::new, |auth| {
                method(auth).map_or_else(|| visible_line(auth), str::to_owned)
            }),
        },
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
async fn look((typed, key): (&TypedTarget, Option<OwnKey>), sender: &Sender) -> Told {
    let found = found(&typed.issuer, sender).await?;
    let looks = Looks::of(&found.endpoint);
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
        key: key.map(|own| format!("{}, signs {}", own.key.kind(), own.algorithm.name())),
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
fn by_layer(error: &SendError) -> String {
    let (layer, advice) = layer_and_advice(error);
    let parts = [
        ("layer", layer.to_owned()),
        ("why", visible_line(&error.to_string())),
        ("advice", advice.to_owned()),
    ];
    filled("own.target.failed", &parts)
}

/// Why there are no metadata to go by.
fn failed(why: &NoEndpoint) -> String {
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

/// What sends, believing the certificates of a target where it names some, and no other's.
fn believing(authorities: Option<Vec<u8>>) -> Result<Arc<Sender>, String> {
    let plain = Sender::new(PlainHttp::Refused);
    let Some(pem) = authorities else {
        return Ok(Arc::new(plain));
    };
    let trusting = plain.trusting(&pem);
    Ok(Arc::new(trusting.map_err(|why| why.to_string())?))
}

/// What the address answers at which the metadata of a kept one say that its keys are. Another host is for a person to name.
async fn keys(kept: &Target, sender: &Sender) -> Told {
    let found = found(&kept.issuer, sender).await?;
    let named = found.jwks_uri.as_deref();
    let named = named.ok_or_else(|| words("own.keys").to_owned())?;
    let url = Url::parse(named).ok().filter(|url| !carries_secret(url));
    let url = url.ok_or_else(|| words("own.target.keys-telling").to_owned())?;
    if url.host() != found.endpoint.host() {
        let host = visible_line(url.host_str().unwrap_or_default());
        return Err(filled("key.elsewhere", &[("host", host)]));
    }
    let reply = sender.fetch(&url, Limits::default()).await;
    reply.map(OwnTargetTold::Keys).map_err(|why| by_layer(&why))
}

/// The session at a kept one.
async fn open(
    (shown, kept): (KeptTarget, Target),
    proof: OwnProof,
    authorities: Option<Vec<u8>>,
) -> Result<(OwnTargetTold, Arc<Sender>), String> {
    if kept
        .auth
        .as_deref()
        .is_some_and(|auth| method(auth).is_none())
    {
        return Err(words("own.target.no-auth").to_owned());
    }
    let sender = believing(authorities)?;
    let found = found(&kept.issuer, &sender).await?;
    let how = match (&proof, by_name(&kept)) {
        (OwnProof::Key(_), _) => (AuthMethod::PrivateKeyJwt, BodyFormat::Form),
        (OwnProof::Secret(_), Some((AuthMethod::PrivateKeyJwt, _))) => {
            return Err(words("own.target.no-key").to_owned());
        }
        (OwnProof::Secret(_), Some(how)) => how,
        (OwnProof::Secret(_), None) => (listed(&found)?, BodyFormat::Form),
    };
    let own = Own {
        facts: facts(&kept, &found),
        has_keys: found.jwks_uri.is_some(),
        client_id: kept.client_id.unwrap_or_default(),
        proof,
        auth: how.0,
        format: how.1,
        audience: kept.audience.unwrap_or_default(),
        resources: kept.resource,
        scope: kept.scope.unwrap_or_default(),
        kept: shown,
    };
    Ok((OwnTargetTold::Opened(Box::new(own)), sender))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(auth: &str, key: &str) -> Target {
        target(&TypedTarget {
            auth: auth.into(),
            key: key.into(),
            ..TypedTarget::default()
        })
    }

    #[test]
    fn the_method_is_kept_as_it_was_typed_and_what_the_form_does_not_show_stays() {
        let before = Target {
            auth: Some("basic".into()),
            secret_command: vec!["pass".into(), "mine".into()],
            ca_cert: Some("/ca.pem".into()),
            ..Target::default()
        };
        let changed = over(Some(before.clone()), typed("client_secret_post", ""));
        assert_eq!(changed.auth.as_deref(), Some("post"));
        assert_eq!(changed.secret_command, before.secret_command);
        assert_eq!(over(Some(before.clone()), typed("", "")).auth, None);
        // A key takes the place of the secret and of where it came from.
        let signs = over(Some(before.clone()), typed("", "/key.pem"));
        assert!(signs.secret_command.is_empty());
        assert_eq!(signs.ca_cert, before.ca_cert);
    }
}
