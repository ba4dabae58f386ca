//! `oauth-tutor token`: one real token request, and what came back.

use anyhow::Context as _;

use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::print::Out;
use crate::cli::secret;
use crate::cli::token::asked::{Asked, Place};
use crate::cli::token::who::Credential;
use crate::net::Sender;
use crate::oauth::names::ClientSecret;
use crate::shell::signals;

mod advice;
mod aim;
pub(super) mod args;
mod asked;
mod dry;
pub(super) use crate::net::metadata as endpoint;
mod exchange;
mod json;
pub(super) mod key;
mod make;
mod misplaced;
mod outcome;
pub(super) mod own;
pub(super) mod parse;
mod run;
mod said;
pub(super) mod who;

pub use args::{AuthName, TokenArgs};

/// Runs `token`.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub fn run(flags: &Flags, own: &TokenArgs) -> anyhow::Result<Exit> {
    let mut out = Out::of_process(flags.quiet);
    let own = &match aim::aimed(own, &mut out) {
        Ok(own) => own,
        Err(exit) => return Ok(exit),
    };
    let asked = match Asked::of(own) {
        Ok(asked) => asked,
        Err(why) => {
            out.complain(&why);
            return Ok(Exit::Usage);
        }
    };
    // A signal ends the command at any moment: at the prompt, in a name lookup, while nobody reads the output.
    let _signals = signals::end_at_once(secret::let_go)?;
    // The shell asks for the secret itself.
    let unasked = own.curl && own.key.is_none();
    let credential = if unasked {
        Ok(Credential::Secret(ClientSecret::new("asked by the shell")))
    } else {
        own.credential(&mut out)
    };
    let credential = match credential {
        Ok(credential) => credential,
        Err(exit) => return Ok(exit),
    };
    let known = credential.secret().filter(|_| !unasked);
    if let Some(why) = known.and_then(|secret| own.tells(secret)) {
        out.complain(&why);
        return Ok(Exit::Usage);
    }
    if let (true, Place::Endpoint(text, endpoint)) = (own.dry_run || own.curl, &asked.place) {
        return dry::run(own, credential, (text, endpoint), &mut out);
    }
    let mut sender = Sender::new(own.plain_http());
    if let Some(path) = &own.ca_cert {
        sender = match key::trust(sender, path, &mut out) {
            Ok(sender) => sender,
            Err(exit) => return Ok(exit),
        };
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no event loop can be made")?;
    let exit = runtime.block_on(run::run(own, &asked, credential, &sender, &mut out));
    // A name lookup cannot be stopped, so it is not waited for.
    runtime.shutdown_background();
    exit
}
