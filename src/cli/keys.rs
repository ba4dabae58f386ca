//! Where the keys of `check` and `decode` come from: a file, an address, or the issuer's metadata.

use std::path::Path;

use anyhow::Context as _;
use url::Url;

use crate::cli::discover::{self, DiscoverError, Fetch};
use crate::cli::exit::Exit;
use crate::cli::input::{self, InputError};
use crate::cli::print::Out;
use crate::cli::token::key::trust;
use crate::cli::{secret, shown};
use crate::net::{Limits, Sender};
use crate::oauth::check::paste::{self, LIMIT, Unreadable};
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::keys::{Keys, NoKeys};
use crate::oauth::reply::{Reply, SendError};
use crate::oauth::text::visible_line;

/// The flags that name keys; at most one of the first three is set.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// `--jwks`: a file or an address.
    pub jwks: Option<&'a str>,
    /// `--key`: a file.
    pub key: Option<&'a Path>,
    /// `--verify`.
    pub verify: bool,
    /// `--issuer`.
    pub issuer: Option<&'a str>,
    /// The certificates of a target's own authority.
    pub ca_cert: Option<&'a Path>,
}

/// What became of looking for keys.
pub enum Found {
    /// Nobody asked for keys.
    Nothing,
    /// Here they are.
    Keys(Keys),
    /// They were asked for over the network and did not come; what happened has been said on stderr.
    Unfetched,
    /// A file that holds no key, and how the command ends; that has been said on stderr.
    Unreadable(Exit),
    /// An address that is not asked; that has been said on stderr.
    Refused,
}

/// Looks for keys. `jwt` is asked for its issuer when `--verify` stands without `--issuer`.
///
/// # Errors
/// Faults of this program only.
pub fn find(wanted: Wanted<'_>, jwt: Option<&Jwt>, out: &mut Out) -> anyhow::Result<Found> {
    let addresses = [wanted.jwks, wanted.issuer.filter(|_| wanted.verify)];
    if addresses.into_iter().flatten().any(secret::is_in_url_of) {
        out.complain(secret::IN_URL);
        return Ok(Found::Refused);
    }
    match (wanted.key, wanted.jwks) {
        (Some(path), _) => return Ok(from_file(path, out)),
        (None, Some(place)) if is_address(place) => {
            let url = discover::address(place);
            return over_network(wanted.ca_cert, out, |out, fetch| {
                let url = url?;
                say_asking(&url, out);
                discover::keys_at(&url, fetch)
            });
        }
        (None, Some(path)) => return Ok(from_file(Path::new(path), out)),
        (None, None) if !wanted.verify => return Ok(Found::Nothing),
        (None, None) => {}
    }
    let own = jwt.and_then(|jwt| jwt.claim_text("iss"));
    let Some(issuer) = wanted.issuer.or(own) else {
        out.complain("No keys to look for: the token names no issuer. Name one with --issuer.");
        return Ok(Found::Unfetched);
    };
    if wanted.issuer.is_none() {
        out.say("The issuer is taken from the token itself, so a fit proves only that its own issuer signed it.");
    }
    let named = wanted.issuer.is_some();
    over_network(wanted.ca_cert, out, |out, fetch| {
        let url = discover::address(issuer)?;
        if named {
            say_asking(&url, out);
        } else {
            // Also with --quiet: nobody named this host, the token did.
            out.complain(&asking(&url));
        }
        discover::keys_of(issuer, fetch, &mut |keys| {
            out.complain(&format!(
                "Its metadata names keys on another host, or in plain http. {}",
                asking(keys)
            ));
        })
    })
}

fn say_asking(url: &Url, out: &mut Out) {
    out.say(&asking(url));
}

fn asking(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let port = url
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    visible_line(&format!("Asking {host}{port} for its keys."))
}

fn is_address(place: &str) -> bool {
    place.starts_with("https://") || place.starts_with("http://")
}

fn from_file(path: &Path, out: &mut Out) -> Found {
    let read = input::bytes(Some(path));
    let read = read.map_err(|error: InputError| (error.to_string(), error.exit()));
    let keys = read.and_then(|bytes| {
        let unusable = |why: &dyn std::fmt::Display| {
            let said = format!("cannot use {}: {why}", shown::path(path));
            (said, Exit::Unreadable)
        };
        if bytes.len() > LIMIT {
            return Err(unusable(&Unreadable::TooLarge));
        }
        // DER is no text; everything else is, in UTF-8 or in what PowerShell writes.
        Keys::from_bytes(&bytes).or_else(|why: NoKeys| {
            let text = paste::from_bytes(&bytes).map_err(|why| unusable(&why))?;
            Keys::parse(&text.text).map_err(|_| unusable(&why))
        })
    });
    match keys {
        Ok(keys) => {
            if keys.private {
                out.say("That file holds a private key. Only its public half is used; keep it to yourself.");
            }
            Found::Keys(keys)
        }
        Err((said, exit)) => {
            out.complain(&visible_line(&said));
            Found::Unreadable(exit)
        }
    }
}

/// Runs `ask` with a fetch over real sockets. The runtime is made here and only here, since most runs fetch nothing.
fn over_network(
    ca_cert: Option<&Path>,
    out: &mut Out,
    ask: impl FnOnce(&mut Out, &mut Fetch<'_>) -> Result<Keys, DiscoverError>,
) -> anyhow::Result<Found> {
    let mut sender = Sender::default();
    if let Some(path) = ca_cert {
        sender = match trust(sender, path, out) {
            Ok(trusting) => trusting,
            Err(exit) => return Ok(Found::Unreadable(exit)),
        };
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no event loop can be made")?;
    let mut fetch = |url: &Url| -> Result<Reply, SendError> {
        runtime.block_on(sender.fetch(url, Limits::default()))
    };
    Ok(match ask(out, &mut fetch) {
        Ok(keys) => Found::Keys(keys),
        Err(error) => {
            out.complain(&visible_line(&format!(
                "The keys could not be fetched: {error}"
            )));
            Found::Unfetched
        }
    })
}
