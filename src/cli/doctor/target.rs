//! `doctor --target`: whether a tenant of one's own answers, and what its answers say. Asks no host but the one that the target names, and
//! no secret: a command for one is not run.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use url::Url;

use super::told::{Check, State};
use crate::cli::address::{self, Plain};
use crate::cli::clock;
use crate::cli::discover::{self, Fetch};
use crate::cli::environment::Environment;
use crate::cli::exit::Exit;
use crate::cli::print::Out;
use crate::cli::token::endpoint::{self, Found, NoEndpoint, Standing};
use crate::cli::token::key::trust;
use crate::cli::{shown, targets};
use crate::lesson::desks::filled;
use crate::net::{Limits, Sender, is_elsewhere};
use crate::oauth::carrier::is_telling_address;
use crate::oauth::finding::abridge;
use crate::oauth::jwt::keys::{Key, Material};
use crate::oauth::reply::SendError;
use crate::oauth::text::visible_line;
use crate::shell::key_file;
use crate::shell::secret_command::program;
use crate::store::targets::Target;

/// The checks of the target of that name; the rest is left out where one does not hold.
///
/// # Errors
/// How the command ends; why has been said.
pub(super) fn checks(name: &str, out: &mut Out) -> anyhow::Result<Result<Vec<Check>, Exit>> {
    let target = match targets::named(name, out) {
        Ok(target) => target,
        Err(exit) => return Ok(Err(exit)),
    };
    let issuer = match address::checked(("issuer", &target.issuer), Plain::Refused) {
        Ok(issuer) => issuer,
        Err(why) => {
            out.complain(&why);
            return Ok(Err(Exit::Usage));
        }
    };
    let mut sender = Sender::default();
    if let Some(path) = &target.ca_cert {
        sender = match trust(sender, path, out) {
            Ok(trusting) => trusting,
            Err(exit) => return Ok(Err(exit)),
        };
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no event loop can be made")?;
    let host = issuer.host_str().unwrap_or_default();
    out.say(&visible_line(&format!(
        "Asking {host} for its metadata and its keys."
    )));
    let found = endpoint::find(&target.issuer, &issuer, &sender, Limits::default());
    let mut checks = match runtime.block_on(found) {
        Ok(found) => {
            let mut fetch = |url: &Url| runtime.block_on(sender.fetch(url, Limits::default()));
            let keys = keys(&issuer, &found, &mut fetch);
            vec![metadata(&issuer, &found), date(&found), keys]
        }
        Err(why) => vec![Check::new(
            ("target.metadata", case(&why)),
            State::Missing,
            abridge(&why.to_string(), LONGEST),
        )],
    };
    runtime.shutdown_background();
    checks.push(proof(&target));
    Ok(Ok(checks))
}

/// So much of somebody else's words is repeated.
const LONGEST: usize = 300;

/// The token endpoint, and whether `token` would ask it.
fn metadata(issuer: &Url, found: &Found) -> Check {
    let id = "target.metadata";
    let seen = abridge(&found.text, LONGEST);
    match found.standing(issuer) {
        Standing::Here => Check::new((id, "found"), State::Ok, seen),
        Standing::Elsewhere => Check::new((id, "elsewhere"), State::Weak, seen),
        Standing::Telling => Check::new((id, "telling"), State::Missing, NOT_SHOWN),
    }
}

const NOT_SHOWN: &str = "an address with a secret or a token in it, not shown";

fn case(why: &NoEndpoint) -> &'static str {
    match why {
        NoEndpoint::Network(SendError::TooLarge { .. }) => "large",
        NoEndpoint::NoMetadata { status, .. } if (300..400).contains(status) => "moved",
        NoEndpoint::Network(error) => error.layer(),
        NoEndpoint::NoMetadata { .. } => "none",
        NoEndpoint::OtherIssuer { .. } => "other",
        NoEndpoint::Unsendable(_) | NoEndpoint::NotUrl => "unusable",
    }
}

/// A minute is what servers commonly forgive in `exp` and `iat` (RFC 7519 4.1.4: "usually no more than a few minutes").
const FORGIVEN: Duration = Duration::from_mins(1);

/// The date in the reply (RFC 9110 6.6.1), against this machine's.
fn date(found: &Found) -> Check {
    let id = "target.clock";
    let said = found
        .date
        .as_deref()
        .and_then(|date| httpdate::parse_http_date(date).ok());
    let Some(said) = said else {
        return Check::new((id, "unsaid"), State::Ok, "its replies carry no date");
    };
    let ours = u64::try_from(clock::now().0).unwrap_or_default();
    let ours = UNIX_EPOCH + Duration::from_secs(ours);
    let (apart, word) = apart(said, ours);
    let seconds = apart.as_secs();
    let seen = match seconds {
        0 => "the same as here".to_owned(),
        1 => format!("1 second {word} this machine"),
        _ => format!("{seconds} seconds {word} this machine"),
    };
    if apart <= FORGIVEN {
        Check::new((id, "near"), State::Ok, seen)
    } else {
        Check::new((id, "far"), State::Weak, seen)
    }
}

fn apart(theirs: SystemTime, ours: SystemTime) -> (Duration, &'static str) {
    theirs.duration_since(ours).map_or_else(
        |before| (before.duration(), "behind"),
        |ahead| (ahead, "ahead of"),
    )
}

/// The keys that its tokens are checked with.
fn keys(issuer: &Url, found: &Found, fetch: &mut Fetch<'_>) -> Check {
    let id = "target.keys";
    let Some(uri) = &found.jwks_uri else {
        return Check::new((id, "unnamed"), State::Weak, "its metadata names none");
    };
    if is_telling_address(uri) {
        return Check::new((id, "unusable"), State::Weak, NOT_SHOWN);
    }
    let unusable = |why: &str| Check::new((id, "unusable"), State::Weak, abridge(why, LONGEST));
    let url = match discover::address(uri) {
        Ok(url) if is_elsewhere(issuer, &url) => {
            let host = url.host_str().unwrap_or_default();
            return Check::new(
                (id, "elsewhere"),
                State::Ok,
                format!("at {host}, not asked"),
            );
        }
        Ok(url) => url,
        Err(why) => return unusable(&why.to_string()),
    };
    let keys = match discover::keys_at(&url, fetch) {
        Ok(keys) => keys.keys,
        Err(why) => return unusable(&why.to_string()),
    };
    // A shared secret that is published checks nothing.
    let is_public = |key: &&Key| !matches!(key.material, Material::Secret(_) | Material::Unusable);
    match keys.iter().filter(is_public).count() {
        0 => unusable("no public key is there that can be used"),
        1 => Check::new((id, "there"), State::Ok, "1 public key"),
        many => Check::new((id, "there"), State::Ok, format!("{many} public keys")),
    }
}

/// How the client proves who it is. Looked at, not tried.
fn proof(target: &Target) -> Check {
    let id = "target.proof";
    let Some(_) = &target.client_id else {
        return Check::new((id, "nobody"), State::Weak, "no client id is kept");
    };
    if let Some(path) = &target.key {
        let seen = shown::path(path);
        return match key_file::read(path, target.kid.as_deref()).map(drop) {
            Ok(()) => Check::new((id, "key"), State::Ok, seen),
            Err(why) => Check::new((id, "unreadable"), State::Weak, format!("{seen}: {why}")),
        };
    }
    let Some(program) = target.secret_command.first() else {
        return Check::new((id, "asked"), State::Ok, "no key and no command is kept");
    };
    let program = shown::value(program);
    let path = Environment::read().path;
    match program::fault(&target.secret_command, path.as_deref()) {
        Some(why) => {
            let seen = filled(why, &[("program", program)]);
            Check::new((id, "lost"), State::Weak, seen)
        }
        None => Check::new(
            (id, "command"),
            State::Ok,
            format!("the command {program}, not run"),
        ),
    }
}
