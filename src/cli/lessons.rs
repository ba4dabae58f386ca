//! `oauth-tutor lessons`.

use crate::cli::args::Args;
use crate::cli::exit::Exit;

/// Flags of `lessons`.
#[derive(clap::Args, Debug, Default)]
pub struct LessonsArgs {}

/// Runs `lessons`.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub fn run(_args: &Args, _own: &LessonsArgs) -> anyhow::Result<Exit> {
    Ok(Exit::Done)
}
