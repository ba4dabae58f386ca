//! What the learner can do with a practice server in hand.

use crate::app::deed::Deed;
use crate::lesson::target::TargetName;

/// What the learner does on the page of the servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// The next tenant.
    Turn,
    /// This tenant.
    At(TargetName),
    /// A change, made at once.
    Make(Deed),
    /// The newest change is put back.
    Undo,
    /// The change that was put back last is made again.
    Redo,
    /// All changes of this page at this tenant are put back.
    PutBack,
}
