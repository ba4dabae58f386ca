//! How a step stands: what of it was seen since it began.

use std::collections::BTreeSet;

/// How a step stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepState {
    /// How many events there had been when it began.
    pub event: u64,
    /// True once the learner has changed the request on it.
    pub edited: bool,
    /// The lines of its list that were true once since.
    pub ticks: BTreeSet<usize>,
    /// The goals that were reached once since.
    pub goals: BTreeSet<usize>,
    /// The goals that cannot be seen on this target, and so are not demanded.
    pub unseen: BTreeSet<usize>,
    /// The lines of its list that cannot be seen on this target as things are.
    pub unseen_ticks: BTreeSet<usize>,
}
