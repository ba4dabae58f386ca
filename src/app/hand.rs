//! The practice servers in the learner's hands: which one, how each stands, what each heard, and the change under way.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

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
    asked: Option<Question>,
    /// Whom it was asked how it stands, and has not said so since: what is known of it is from before.
    looked_at: BTreeSet<TargetName>,
    /// Where no rule stood before the learner made one.
    bare: BTreeSet<TargetName>,
    /// What was put back, the next to be made again last.
    undone: BTreeMap<TargetName, Vec<Wish>>,
}

/// What a tenant was asked, and waits to be answered.
#[derive(Debug)]
struct Question {
    run: RunId,
    target: TargetName,
    asked: Asked,
    /// What is put back by it, the newest first.
    going: Vec<Wish>,
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
    /// This one again, which was put back.
    Redo(Deed),
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

    /// The changes of this page that are in force, the newest last: one that replaced another stands for it, and of one that took back
    /// another neither does.
    pub fn in_force(&self, target: TargetName) -> Vec<Deed> {
        let wishes = self.wishes_in_force(target).into_iter();
        wishes.filter_map(Deed::of).collect()
    }

    /// The same, with all that was chosen for each.
    pub(crate) fn wishes_in_force(&self, target: TargetName) -> Vec<&Wish> {
        let mut in_force: Vec<(Deed, &Wish)> = Vec::new();
        let of = |wish| Deed::of(wish).map(|deed| (deed, wish));
        let made = || self.made(target).iter().filter_map(of);
        for (deed, wish) in made() {
            // Of two denials the first decides, so the same once more is none.
            if deed == Deed::Deny && in_force.iter().any(|(_, of)| *of == wish) {
                continue;
            }
            in_force.retain(|(one, of)| {
                if deed.adds() {
                    !is_the_same(of, wish)
                } else {
                    !deed.is_of_a_kind_with(*one)
                }
            });
            in_force.push((deed, wish));
        }
        let bare = self.bare.contains(&target);
        let is_idle = |deed: Deed| {
            let first = made().find(|(one, _)| deed.is_of_a_kind_with(*one));
            first.is_some_and(|(first, _)| deed.undoes(first, bare))
        };
        in_force
            .retain(|(deed, _)| !matches!(deed, Deed::PlugIn | Deed::NoFault) && !is_idle(*deed));
        in_force.into_iter().map(|(_, wish)| wish).collect()
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

    /// What was put back last and can be made again.
    pub fn next_redo(&self, target: TargetName) -> Option<&Wish> {
        self.undone.get(&target)?.last()
    }

    /// It cannot be made again.
    pub(crate) fn skip_redo(&mut self, target: TargetName) {
        if let Some(undone) = self.undone.get_mut(&target) {
            undone.pop();
        }
    }

    /// A tenant is asked this.
    pub(crate) fn asks(&mut self, run: RunId, target: TargetName, asked: Asked) {
        let most = match asked {
            Asked::Undo(_) => 1,
            Asked::PutBack => usize::MAX,
            Asked::Make(_) | Asked::Redo(_) | Asked::Load => 0,
        };
        let newest = self.made(target).iter().rev().take(most);
        let going = newest.cloned().collect();
        self.asked = Some(Question {
            run,
            target,
            asked,
            going,
        });
    }

    /// Nobody waits any more.
    pub(crate) fn give_up(&mut self) {
        self.asked = None;
    }

    /// It was done: what was put back can be made again until something else is made.
    fn note(&mut self, question: Question) {
        let target = question.target;
        match question.asked {
            Asked::Undo(_) | Asked::PutBack => {
                let undone = self.undone.entry(target).or_default();
                undone.extend(question.going);
            }
            Asked::Redo(_) => self.skip_redo(target),
            Asked::Make(_) | Asked::Load => {
                self.undone.remove(&target);
            }
        }
    }

    /// Something was made on another page: what was put back before it is not made again.
    pub(crate) fn made_elsewhere(&mut self, target: TargetName) {
        self.undone.remove(&target);
    }

    /// A tenant is asked how it stands.
    pub(crate) fn looks_at(&mut self, target: TargetName) {
        self.looked_at.insert(target);
    }

    /// True where what is known of a tenant is from before it was asked, or it is still making its key.
    pub fn is_awaited(&self, target: TargetName) -> bool {
        let standing = self.standing(target);
        let is_known = standing.is_some_and(|standing| !standing.keys.is_empty());
        !is_known || self.looked_at.contains(&target)
    }

    pub(crate) fn stands(&mut self, target: TargetName, standing: Standing) {
        self.looked_at.remove(&target);
        let of_rules = |wish: &Wish| {
            let deed = Deed::of(wish);
            deed.is_some_and(|deed| deed.is_of_a_kind_with(Deed::NoRule))
        };
        if !standing.made.iter().any(of_rules) {
            if standing.rules.is_empty() {
                self.bare.insert(target);
            } else {
                self.bare.remove(&target);
            }
        }
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
        let question = self.asked.take_if(|question| question.run == *run)?;
        let asked = question.asked;
        if result.is_ok() {
            self.note(question);
        }
        Some((asked, result.as_ref().map(drop).map_err(Clone::clone)))
    }
}

/// True where the later of both leaves nothing of the earlier: a scope goes by its name, whatever it is said to be for.
fn is_the_same(one: &Wish, other: &Wish) -> bool {
    match (one, other) {
        (Wish::ScopeAdded(name, _), Wish::ScopeAdded(other, _)) => name == other,
        _ => one == other,
    }
}
