//! What the learner can do with tenants of their own.

use crate::app::own_target::TypedTarget;
use crate::oauth::names::ClientSecret;

/// What the learner does with them.
#[derive(Clone, Debug)]
pub enum OwnTargetAct {
    /// The list is wanted.
    List,
    /// A new one is to be added.
    New,
    /// The one of this name is to be edited.
    Edit(String),
    /// A step back, to the list or the form. What is under way there is given up.
    Back,
    /// What was typed of a new one is laid aside, and the list is wanted.
    Lay(Box<TypedTarget>),
    /// A field of the form is left, by its place: what was typed there is judged.
    Leave(usize, Box<TypedTarget>),
    /// The metadata of this new one are wanted. A host beyond this machine is named first.
    Look(Box<TypedTarget>),
    /// They are wanted from the host that was named.
    LookOn,
    /// The new one is kept.
    Keep,
    /// The one of this name is chosen; its secret is asked for.
    Choose(String),
    /// A session opens at the one of this name, with its secret.
    Open(String, ClientSecret),
    /// What is clicked on the dashboards of vendors is to be read.
    Clicks,
    /// The one of this name is forgotten.
    Drop(String),
}
