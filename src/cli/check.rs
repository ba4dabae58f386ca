//! `oauth-tutor check`.

use crate::cli::args::Args;
use crate::cli::exit::Exit;

/// Flags of `check`.
#[derive(clap::Args, Debug, Default)]
pub struct CheckArgs {}

/// Runs `check`.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub fn run(_args: &Args, _own: &CheckArgs) -> anyhow::Result<Exit> {
    Ok(Exit::Done)
}
