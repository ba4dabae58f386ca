//! `oauth-tutor serve`.

use crate::cli::args::Args;
use crate::cli::exit::Exit;

/// Flags of `serve`.
#[derive(clap::Args, Debug, Default)]
pub struct ServeArgs {}

/// Runs `serve`.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub fn run(_args: &Args, _own: &ServeArgs) -> anyhow::Result<Exit> {
    Ok(Exit::Done)
}
