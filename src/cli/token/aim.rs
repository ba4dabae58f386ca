//! `--target`: what a tenant of one's own says goes where no flag says otherwise.

use clap::ValueEnum as _;

use crate::cli::exit::Exit;
use crate::cli::print::Out;
use crate::cli::targets;
use crate::cli::token::args::{AuthName, TokenArgs};
use crate::oauth::text::visible_line;
use crate::store::targets::Target;

/// The flags with what the target says; the same where none is named.
///
/// # Errors
/// How the command ends; why has been said.
pub(super) fn aimed(own: &TokenArgs, out: &mut Out) -> Result<TokenArgs, Exit> {
    let Some(name) = &own.target else {
        return Ok(own.clone());
    };
    let target = targets::named(name, out)?;
    at(own.clone(), target, out)
}

/// The same for a target that is at hand.
///
/// # Errors
/// How the command ends; why has been said.
pub(super) fn at(mut own: TokenArgs, target: Target, out: &mut Out) -> Result<TokenArgs, Exit> {
    let auth = target.auth.as_deref().map(|auth| {
        AuthName::from_str(auth, false).map_err(|_| {
            let auth = visible_line(auth);
            out.complain(&format!("The target names a method that is none: {auth}."));
            Exit::Unreadable
        })
    });
    if own.token_url.is_none() {
        own.issuer = Some(target.issuer);
    }
    own.client_id = own.client_id.or(target.client_id);
    if own.client_id.is_none() {
        out.complain(
            "The target names no client. Say which with --client-id, or add it to the target.",
        );
        return Err(Exit::Usage);
    }
    own.auth = own.auth.or(auth.transpose()?);
    // Whoever gives a secret does not mean the key, and the reverse.
    if own.client_secret_file.is_none() && own.key.is_none() {
        own.key = target.key;
        own.kid = own.kid.or(target.kid.filter(|_| own.key.is_some()));
        own.secret_command = target.secret_command;
    }
    own.ca_cert = own.ca_cert.or(target.ca_cert);
    own.audience = own.audience.or(target.audience);
    own.scope = own.scope.or(target.scope);
    if own.resource.is_empty() {
        own.resource = target.resource;
    }
    Ok(own)
}
