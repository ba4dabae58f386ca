//! `oauth-tutor learn`.

use crate::cli::args::Args;
use crate::cli::exit::Exit;

/// Flags of `learn`.
#[derive(clap::Args, Debug, Default)]
pub struct LearnArgs {}

/// Runs `learn`.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub fn run(_args: &Args, _own: &LearnArgs) -> anyhow::Result<Exit> {
    Ok(Exit::Done)
}
