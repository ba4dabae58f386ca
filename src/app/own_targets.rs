//! Tenants of the learner's own on the screens: those that are kept, one that is being added, and the one whose secret is asked for.

use crate::app::effect::RunId;
use crate::app::own::Own;
pub use crate::app::own_method::{BY_KEY, method};
use crate::app::own_target::host;
pub use crate::app::own_target::{
    Aim, FIELDS, FoundTenant, KeptTarget, Looks, OwnTargetAsk, TYPED, TypedTarget, Way, far_host,
    is_name,
};
use crate::oauth::reply::Reply;

/// Where the learner is with them.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum At {
    /// At the list.
    #[default]
    List,
    /// At the form of a new one.
    Form,
    /// Before the first request to this host beyond this machine.
    Warned(String),
    /// What was found of the new one is shown.
    Found(Box<FoundTenant>),
    /// The secret of this one is asked for; of one with a key, whether it is to be opened.
    Secret(Box<KeptTarget>),
}

/// What the world answers.
#[derive(Clone, Debug)]
pub enum OwnTargetTold {
    /// Those that are kept now.
    Kept(Vec<KeptTarget>),
    /// What was found of a new one.
    Found(Box<FoundTenant>),
    /// What the address of its keys answered.
    Keys(Reply),
    /// The session at one.
    Opened(Box<Own>),
}

/// Tenants of the learner's own on the screens. No secret stands in it.
#[derive(Debug, Default)]
pub struct OwnTargets {
    /// Those that are kept, as they were last read.
    pub kept: Vec<KeptTarget>,
    /// Where the learner is.
    pub at: At,
    /// What was typed of a new one; it stays until that is kept.
    pub typed: TypedTarget,
    /// The one in whose place it is kept, where one is edited.
    pub instead: Option<String>,
    /// What that one held when its editing began.
    pub(crate) stood: TypedTarget,
    /// Why the last thing could not be had or done.
    pub fault: Option<String>,
    /// The field of the form that is wrong, by its place.
    pub wrong: Option<usize>,
    /// The one that was kept last.
    pub newest: Option<String>,
    /// The one whose secret a command fetches, and the question about it.
    pub(crate) fetching: Option<(RunId, String)>,
    /// What is waited for, and what it is for.
    pub(crate) waiting: Option<(RunId, Then)>,
}

/// What an answer is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    /// To be looked at.
    Look,
    /// The one of this name is chosen of what is kept now.
    Choose(String),
    /// The one of this name is edited as it is kept now.
    Edit(String),
    /// The one of this name was kept.
    Kept(String),
    /// The one of this name was forgotten.
    Dropped(String),
}

impl OwnTargets {
    /// True while an answer is waited for.
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// The host that is asked while its answer is waited for; nothing where it is a file that is.
    pub fn awaited_host(&self) -> Option<String> {
        match &self.at {
            At::Form | At::Warned(_) => host(self.typed.issuer.trim()),
            At::Secret(kept) => Some(kept.host()),
            At::List | At::Found(_) => None,
        }
    }

    /// The one of this name.
    pub fn named(&self, name: &str) -> Option<&KeptTarget> {
        self.kept.iter().find(|one| one.name == name)
    }
}
