//! What the learner can do with the scenarios of a sandbox.

/// What the learner does with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScenarioAct {
    /// The list is wanted.
    List,
    /// What stands here is kept under a new name; of an empty one the program makes one.
    Keep(String),
    /// It takes the place of what is kept under this name.
    KeepOver(String),
    /// The one of this name is loaded.
    Load(String),
    /// What stood here before one was loaded is had again.
    Back,
    /// The one of this name is deleted.
    Drop(String),
}
