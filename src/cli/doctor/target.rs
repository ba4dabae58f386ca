//! `doctor --target`: whether a tenant of one's own answers, and what its answers say. Asks no host but the one that the target names, and
//! no secret: a command for one is not run.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use url::Url;

use super::told::{Check, State};
use crate::cli::address::{self, Plain};
use crate::cli::clock;
use crate::cli::discover::{self, Fetch};
use crate::cli::exit::Exit;
use crate::cli::print::Out;
use crate::cli::secret::LIMIT;
use crate::cli::targets;
use crate::cli::token::endpoint::{self, Found, NoEndpoint};
use crate::cli::token::key::trust;
use crate::net::{Limits, Sender, is_elsewhere};
use crate::store::bounded;
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
    let found = endpoint::find(&target.issuer, &issuer, &sender, Limits::default());
    let id = "target.metadata";
    let mut checks = match runtime.block_on(found) {
        Ok(found) => {
            let mut fetch = |url: &Url| runtime.block_on(sender.fetch(url, Limits::default()));
            let metadata = Check::new((id, "found"), State::Ok, found.text.clone());
            vec![metadata, date(&found), keys(&issuer, &found, &mut fetch)]
        }
        Err(why) => vec![Check::new(
            (id, case(&why)),
            State::Missing,
            why.to_string(),
        )],
    };
    runtime.shutdown_background();
    checks.push(proof(&target));
    Ok(Ok(checks))
}

fn case(why: &NoEndpoint) -> &'static str {
    match why {
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
    let fetched = discover::address(uri).and_then(|url| {
        if is_elsewhere(issuer, &url) {
            return Ok(Err(url.host_str().unwrap_or_default().to_owned()));
        }
        Ok(Ok(discover::keys_at(&url, fetch)?.keys.len()))
    });
    match fetched {
        Ok(Ok(1)) => Check::new((id, "there"), State::Ok, "1 key"),
        Ok(Ok(many)) => Check::new((id, "there"), State::Ok, format!("{many} keys")),
        Ok(Err(host)) => Check::new(
            (id, "elsewhere"),
            State::Ok,
            format!("at {host}, not asked"),
        ),
        Err(why) => Check::new((id, "unusable"), State::Weak, why.to_string()),
    }
}

/// How the client proves who it is. Looked at, not tried.
fn proof(target: &Target) -> Check {
    let id = "target.proof";
    let Some(_) = &target.client_id else {
        return Check::new((id, "nobody"), State::Weak, "no client id is kept");
    };
    if let Some(path) = &target.key {
        let seen = path.display().to_string();
        return match bounded::any(path, LIMIT + 1) {
            Ok(_) => Check::new((id, "key"), State::Ok, seen),
            Err(why) => Check::new((id, "unreadable"), State::Weak, format!("{seen}: {why}")),
        };
    }
    match target.secret_command.first() {
        Some(program) => {
            let seen = format!("the command {program}, not run");
            Check::new((id, "command"), State::Ok, seen)
        }
        None => Check::new((id, "asked"), State::Ok, "no key and no command is kept"),
    }
}
