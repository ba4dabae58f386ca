//! Where the learner can go.

use crate::app::spot::Spot;

/// A way that the learner takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// Home.
    Home,
    /// A lesson, by its id, where it was left.
    Lesson(&'static str),
    /// A lesson from its start, keeping what was learned.
    Restart(&'static str),
    /// The test of a lesson, for whoever knows what it teaches; the lesson is begun anew for it.
    TestOut(&'static str),
    /// A lesson, by its id, at the tenant of the learner's own.
    AtOwn(&'static str),
    /// A lesson, by its id, at its practice server, and that page of it.
    AtPractice(&'static str, Spot),
    /// A page of the open lesson, as if the steps before it had been done.
    Spot(Spot),
    /// The checker.
    Checker,
    /// The decoder.
    Decoder,
    /// The practice servers.
    Server,
    /// The cards that are due again.
    Review,
    /// The reference.
    Reference,
    /// From the reference, or the servers' page, back to where it was opened.
    Return,
    /// There, although the sandbox is put away for it.
    PutAway,
    /// Nowhere: the sandbox stays.
    Stay,
}
