//! Help that shrinks with each time a lesson was finished.

/// How much is filled in (COURSE.md section 1: a worked example first, then a completion, then a blank).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fading {
    /// First time: id and secret are put into the request for the learner.
    Worked,
    /// Second time: the learner fills in id and secret; one key takes them from the app.
    Completion,
    /// From the third time on: the grant type is theirs too.
    Blank,
}

impl Fading {
    /// By how often the lesson was finished before.
    pub fn after(finished: u32) -> Self {
        match finished {
            0 => Self::Worked,
            1 => Self::Completion,
            _ => Self::Blank,
        }
    }
}
