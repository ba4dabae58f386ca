//! `oauth-tutor decode`.

use crate::cli::args::Args;
use crate::cli::exit::Exit;

/// Flags of `decode`.
#[derive(clap::Args, Debug, Default)]
pub struct DecodeArgs {}

/// Runs `decode`.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub fn run(_args: &Args, _own: &DecodeArgs) -> anyhow::Result<Exit> {
    Ok(Exit::Done)
}
