//! `oauth-tutor token`.

use crate::cli::args::Args;
use crate::cli::exit::Exit;

/// Flags of `token`.
#[derive(clap::Args, Debug, Default)]
pub struct TokenArgs {}

/// Runs `token`.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub fn run(_args: &Args, _own: &TokenArgs) -> anyhow::Result<Exit> {
    Ok(Exit::Done)
}
