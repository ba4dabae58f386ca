//! How a command ends that could not read or keep the targets.

use crate::cli::exit::Exit;
use crate::cli::print::Out;
use crate::oauth::text::visible_line;
use crate::store::targets::TargetsError;

/// Says why, and how to end.
pub(super) fn unkept(why: &TargetsError, out: &mut Out) -> Exit {
    out.complain(&visible_line(&why.to_string()));
    match why {
        TargetsError::NoFolder | TargetsError::Unkept { .. } => Exit::CannotCreate,
        TargetsError::File { .. } => Exit::Unreadable,
    }
}
