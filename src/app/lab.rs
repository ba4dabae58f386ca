//! The lab: one thing is changed, the request goes out again, both answers stand side by side, and everything is put back.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::draft::Draft;
use crate::app::effect::RunId;
use crate::app::run::Run;
use crate::lesson::model::{Experiment, Step, Variant};
use crate::oauth::names::{ClientId, ClientSecret};
use crate::oauth::request::AuthMethod;

/// How the experiments of a step stand.
#[derive(Debug, Default)]
pub struct Lab {
    /// The experiment that is open, by its index in the step.
    pub open: usize,
    /// Its variant, by its index.
    pub variant: usize,
    /// The request form as it was before the changes that are in force.
    pub(crate) kept: Option<Box<Draft>>,
    /// What the tenant was asked to change for it.
    pub(crate) wishes: BTreeSet<RunId>,
    /// True where a part of a change was made and the rest could not be: the tenant is to be put back.
    pub(crate) half_made: bool,
    /// True once it was said that a guess is missing.
    pub(crate) nudged: bool,
    /// How far each variant went, by the ids of experiment and variant.
    pub trials: BTreeMap<(String, String), Trial>,
    /// After which event each was put back. Where no answer came to a change, only that tells what was sent after it.
    pub(crate) backs: BTreeMap<(String, String), u64>,
}

/// How far an experiment went, in this step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trial {
    /// The changes are in force.
    Changed,
    /// The request went out with them.
    Sent,
    /// Everything is as it was.
    PutBack,
}

impl Trial {
    /// The word that facts use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Sent => "sent",
            Self::PutBack => "put-back",
        }
    }
}

/// A secret with one character changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which character, from 1.
    pub position: usize,
    /// What it was.
    pub was: char,
    /// What it is now.
    pub is: char,
}

impl Lab {
    /// As it opens at another step: how far each experiment went is known when the learner comes back.
    pub(crate) fn anew(&mut self) -> Self {
        Self {
            half_made: self.half_made,
            trials: std::mem::take(&mut self.trials),
            backs: std::mem::take(&mut self.backs),
            ..Self::default()
        }
    }

    /// How far the experiments of this step went is forgotten.
    pub(crate) fn forget(&mut self, step: &Step) {
        let is_here = |id: &str| step.experiments.iter().any(|one| one.id == id);
        self.trials
            .retain(|(experiment, _), _| !is_here(experiment));
        self.backs.retain(|(experiment, _), _| !is_here(experiment));
    }

    /// The experiment that is open.
    pub fn experiment<'a>(&self, step: &'a Step) -> Option<&'a Experiment> {
        step.experiments.get(self.open)
    }

    /// Its variant that is selected.
    pub fn variant<'a>(&self, step: &'a Step) -> Option<&'a Variant> {
        self.experiment(step)?.variants.get(self.variant)
    }

    /// True while changes are in force.
    pub fn is_changed(&self) -> bool {
        self.kept.is_some()
    }

    /// The ids of what is open.
    pub fn opened(&self, step: &Step) -> Option<(String, String)> {
        let experiment = self.experiment(step)?;
        let variant = self.variant(step)?;
        Some((experiment.id.clone(), variant.id.clone()))
    }

    /// How far the open variant went.
    pub fn trial(&self, step: &Step) -> Option<Trial> {
        self.trials.get(&self.opened(step)?).copied()
    }

    /// How far one went that is named by its experiment, `B6`, or by experiment and variant, `B6/unknown`. Of an experiment the
    /// furthest of its variants counts.
    pub fn trial_of(&self, name: &str) -> Option<Trial> {
        let is_it = |(experiment, variant): &(String, String)| match name.split_once('/') {
            Some((of, which)) => experiment == of && variant == which,
            None => experiment == name,
        };
        let all = self.trials.iter().filter(|(of, _)| is_it(of));
        all.map(|(_, trial)| *trial).max()
    }

    /// The open variant went that far.
    pub(crate) fn went(&mut self, step: &Step, trial: Trial) {
        if let Some(opened) = self.opened(step) {
            self.trials.insert(opened, trial);
        }
    }

    /// The open variant was put back, after that many events.
    pub(crate) fn came_back(&mut self, step: &Step, event: u64) {
        if let Some(opened) = self.opened(step) {
            self.backs.insert(opened, event);
        }
        self.went(step, Trial::PutBack);
    }

    /// Where the secret differs from the one before the changes: one character, or `None` where it is not just that.
    pub fn difference(&self, draft: &Draft) -> Option<Difference> {
        let of = |draft: &Draft| {
            let secret = draft.client_secret.as_ref();
            secret.map_or("", ClientSecret::expose).to_owned()
        };
        let (was, is) = (of(self.kept.as_deref()?), of(draft));
        if was.chars().count() != is.chars().count() {
            return None;
        }
        let mut differing = was
            .chars()
            .zip(is.chars())
            .enumerate()
            .filter(|(_, (was, is))| was != is);
        let (at, (was, is)) = differing.next()?;
        let position = at + 1;
        differing
            .next()
            .is_none()
            .then_some(Difference { position, was, is })
    }
}

/// True where an exchange asked for what the form asks for, in the same way: all else would differ by more than the change.
fn asks_like(run: &Run, form: &Draft) -> bool {
    let same = |sent: &Option<String>, typed: &str| sent.as_deref().unwrap_or_default() == typed;
    let asked = &run.asked;
    // An assertion names the client, so that a request by one need not (RFC 7521 4.2).
    let by_assertion = asked.client_id.is_none() && asked.auth == AuthMethod::PrivateKeyJwt;
    let same_app = if by_assertion {
        !run.is_of_another_app(Some(&ClientId(form.client_id.clone())))
    } else {
        same(&asked.client_id, &form.client_id)
    };
    same_app
        && same(&asked.grant_type, &form.grant_type)
        && same(&asked.audience, &form.audience)
        && same(&asked.scope, &form.scope)
        && same(&asked.organization, &form.organization)
        && asked.format == form.format
        && asked.auth == form.auth
        && asked.misuse == form.misuse
}

/// The exchanges of an experiment: the good one before, the one with the change, and the one after everything was put back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Compared<'a> {
    /// The newest good one before the change that asked for the same as the form without it. Where the change is that the same is
    /// sent again, the good one before that.
    pub before: Option<&'a Run>,
    /// The newest with the change.
    pub changed: Option<&'a Run>,
    /// The newest after it was put back.
    pub again: Option<&'a Run>,
}

impl<'a> Compared<'a> {
    /// Those of this variant among all exchanges of the session; `form` is the request form without the change, `back` the event
    /// after which it was put back.
    pub fn of(
        runs: &'a [Run],
        (experiment, variant): (&Experiment, &Variant),
        (form, back): (&Draft, Option<u64>),
    ) -> Self {
        let is_its = |run: &&Run| {
            let tried = run.tried.as_ref();
            tried.is_some_and(|(of, which)| *of == experiment.id && *which == variant.id)
        };
        let changed = runs.iter().rev().find(is_its);
        let first = changed.map_or(usize::MAX, |run| run.number);
        let plain = |run: &&Run| run.tried.is_none();
        let after = |run: &&Run| match changed {
            Some(changed) => run.number > changed.number,
            None => back.is_some_and(|back| run.born > back),
        };
        let good = |run: &&Run| run.is_good() && run.number < first;
        let once = |run: &&Run| variant.sends_again() && is_its(run) && good(run);
        let newest_first = || runs.iter().rev();
        let before = newest_first()
            .find(once)
            .or_else(|| newest_first().find(|run| plain(run) && good(run) && asks_like(run, form)));
        let again = runs
            .iter()
            .rev()
            .find(|run| plain(run) && after(run) && asks_like(run, form));
        Self {
            before,
            changed,
            again,
        }
    }
}
