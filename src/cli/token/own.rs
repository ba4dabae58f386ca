//! A tenant of one's own for the tutor: found, its method chosen and its secret asked for as `token` does it, before the first screen.

use std::sync::Arc;

use anyhow::Context as _;

use crate::app::own::{Own, OwnKey, OwnProof};
use crate::app::own_target::KeptTarget;
use crate::app::tenant::TenantFacts;
use crate::cli::exit::Exit;
use crate::cli::print::Out;
use crate::cli::secret;
use crate::cli::targets;
use crate::cli::token::args::{AuthName, TokenArgs};
use crate::cli::token::asked::Place;
use crate::cli::token::endpoint::Found;
use crate::cli::token::who::{self, Credential};
use crate::cli::token::{aim, key, run};
use crate::net::{Limits, Sender};
use crate::oauth::request::BodyFormat;
use crate::oauth::text::visible_line;
use crate::shell::own_target::{facts, kept};
use crate::shell::signals;
use crate::store::targets::Target;

/// What a session at that tenant needs: the tenant, and the certificates that it is believed by.
pub(in crate::cli) type Opened = Result<(Own, Vec<u8>), Exit>;

/// Opens the tenant of that name.
///
/// # Errors
/// Faults of this program only; inside, how the command ends, why having been said.
pub(in crate::cli) fn open(
    (name, hosts): (&str, &[String]),
    out: &mut Out,
) -> anyhow::Result<Opened> {
    let asked = TokenArgs {
        allow_host: hosts.to_vec(),
        ..TokenArgs::default()
    };
    let aimed = targets::named(name, out).and_then(|target| {
        let own = aim::at(asked, target.clone(), out)?;
        Ok((own, target))
    });
    let (own, target) = match aimed {
        Ok(both) => both,
        Err(exit) => return Ok(Err(exit)),
    };
    // A signal ends the command while it asks; the tutor listens for itself from then on.
    let listening = signals::end_at_once(secret::let_go)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no event loop can be made")?;
    let found = found(&own, &runtime, out);
    runtime.shutdown_background();
    let opened = found.and_then(|found| whole(&own, (name, &target), found, out));
    drop(listening);
    Ok(opened)
}

/// What the metadata say, and the certificates that they were asked with.
fn found(
    own: &TokenArgs,
    runtime: &tokio::runtime::Runtime,
    out: &mut Out,
) -> Result<(Found, Vec<u8>), Exit> {
    if let Some(why) = own.misplaced() {
        out.complain(&why);
        return Err(Exit::Usage);
    }
    let issuer = own.issuer.clone().unwrap_or_default();
    let url = own.address("--issuer", &issuer).map_err(|why| {
        out.complain(&why);
        Exit::Usage
    })?;
    let mut sender = Sender::new(own.plain_http());
    let mut authorities = Vec::new();
    if let Some(path) = &own.ca_cert {
        (sender, authorities) = key::trusted(sender, path, out)?;
    }
    let host = visible_line(url.host_str().unwrap_or_default());
    out.say(&format!("Asking {host} for its metadata."));
    let place = Place::Issuer(issuer, url);
    let asking = run::token_endpoint(own, &place, (&sender, Limits::default()), out);
    Ok((runtime.block_on(asking)?, authorities))
}

fn whole(
    own: &TokenArgs,
    (name, target): (&str, &Target),
    (found, authorities): (Found, Vec<u8>),
    out: &mut Out,
) -> Opened {
    let known = match &found.methods {
        None => who::Known::NoList,
        Some(methods) => who::Known::List(methods, &found.endpoint),
    };
    let (auth, reason) = who::choose(own, known).map_err(|why| {
        out.complain(&visible_line(&why));
        Exit::Usage
    })?;
    if let Some(line) = who::said(auth, reason) {
        out.say(&line);
    }
    let credential = own.credential(out)?;
    if let Some(why) = credential.secret().and_then(|secret| own.tells(secret)) {
        out.complain(&why);
        return Err(Exit::Usage);
    }
    let proof = match credential {
        Credential::Secret(secret) => OwnProof::Secret(secret),
        Credential::Key(key, algorithm) => OwnProof::Key(Arc::new(OwnKey {
            kid: own.kid.clone().or_else(|| key.kid.clone()),
            key: *key,
            algorithm,
        })),
    };
    let facts = facts(target, &found);
    let has_keys = found.jwks_uri.is_some();
    let there = (facts, has_keys, kept(name, target));
    Ok((at(own, there, (auth, proof)), authorities))
}

fn at(
    own: &TokenArgs,
    (facts, has_keys, kept): (TenantFacts, bool, KeptTarget),
    (auth, proof): (AuthName, OwnProof),
) -> Own {
    Own {
        facts,
        has_keys,
        client_id: own.client_id().to_owned(),
        proof,
        auth: auth.client_auth(),
        format: if auth == AuthName::Json {
            BodyFormat::Json
        } else {
            BodyFormat::Form
        },
        audience: own.audience.clone().unwrap_or_default(),
        resources: own.resource.clone(),
        scope: own.scope.clone().unwrap_or_default(),
        kept,
    }
}
