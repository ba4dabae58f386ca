//! The practice servers in the learner's hands: which one, how each stands, what each heard, and the change under way.

use std::collections::{BTreeMap, VecDeque};

use crate::app::deed::Deed;
use crate::app::effect::{RunId, Wish};
use crate::app::message::World;
use crate::app::standing::{Standing, Whose};
use crate::lesson::target::TargetName;
use crate::oauth::journal::Entry;
use crate::oauth::time::UnixMillis;

/// So many requests are kept of all tenants together; the oldest go first.
const MOST: usize = 200;

/// The practice servers.
#[derive(Debug, Default)]
pub struct InHand {
    /// The tenant that was chosen; that of the lesson before one was.
    pub(crate) chosen: Option<TargetName>,
    standing: BTreeMap<TargetName, Standing>,
    heard: VecDeque<Heard>,
    pub(crate) asked: Option<(RunId, Asked)>,
}

/// A request that a tenant heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// When the tutor was told of it. The tenant's own clock may be moved.
    pub at: UnixMillis,
    /// Which tenant.
    pub target: TargetName,
    /// Who asked.
    pub whose: Whose,
    /// What the tenant noted.
    pub entry: Entry,
}

/// What a tenant was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// This change.
    Make(Deed),
    /// To put this one back.
    Undo(Option<Deed>),
    /// To put all back.
    PutBack,
    /// A piece of a scenario.
    Load,
}

impl InHand {
    /// How a tenant stands, once it was asked.
    pub fn standing(&self, target: TargetName) -> Option<&Standing> {
        self.standing.get(&target)
    }

    /// The changes of this page that are in force, the newest last: one that replaced or took back another stands for it.
    pub fn in_force(&self, target: TargetName) -> Vec<Deed> {
        let mut in_force: Vec<Deed> = Vec::new();
        for deed in self.made(target).iter().filter_map(Deed::of) {
            in_force.retain(|one| !deed.replaces(*one));
            in_force.push(deed);
        }
        in_force.retain(|deed| !matches!(deed, Deed::PlugIn | Deed::NoFault));
        in_force
    }

    /// What was changed on this page and not put back there, the newest last.
    pub fn made(&self, target: TargetName) -> &[Wish] {
        self.standing(target)
            .map_or(&[], |standing| standing.made.as_slice())
    }

    /// What a tenant heard in this session, the newest first.
    pub fn heard(&self, target: TargetName) -> impl Iterator<Item = &Heard> {
        self.heard
            .iter()
            .filter(move |heard| heard.target == target)
    }

    pub(crate) fn stands(&mut self, target: TargetName, standing: Standing) {
        self.standing.insert(target, standing);
    }

    /// Takes a request in. One that is told of again is known better now.
    pub(crate) fn hear(
        &mut self,
        now: UnixMillis,
        target: TargetName,
        (whose, entry): (Whose, Entry),
    ) {
        let again = |heard: &&mut Heard| heard.target == target && heard.entry.id == entry.id;
        if let Some(heard) = self.heard.iter_mut().find(again) {
            heard.whose = whose;
            return;
        }
        self.heard.push_front(Heard {
            at: now,
            target,
            whose,
            entry,
        });
        self.heard.truncate(MOST);
    }

    /// True while a change is under way.
    pub fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }

    /// What this answers, where it answers this page, and whether it was done.
    pub(crate) fn answered(&mut self, world: &World) -> Option<(Asked, Result<(), String>)> {
        let World::Changed { run, result } = world else {
            return None;
        };
        let (_, asked) = self.asked.take_if(|(waited, _)| waited == run)?;
        Some((asked, result.as_ref().map(drop).map_err(Clone::clone)))
    }
}
