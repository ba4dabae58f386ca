//! What the lab shows of the change that is open: what came with it, what came without it, and what came after it was put back.

use crate::app::lab::{Compared, Trial};
use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::token::ApiAnswer;
use crate::lesson::model::{Experiment, Variant};

impl Player {
    /// The newest answer of an API to the change that is open in the lab.
    pub fn tried_call(&self) -> Option<&ApiAnswer> {
        let (experiment, variant) = self.lab.opened(self.step())?;
        let (_, tried) = self.bench.called_for(&experiment, &variant)?;
        self.called_again().or(Some(tried))
    }

    /// The newest answer of that API after everything was put back.
    pub fn called_again(&self) -> Option<&ApiAnswer> {
        let (experiment, variant) = self.lab.opened(self.step())?;
        let (_, tried) = self.bench.called_for(&experiment, &variant)?;
        let plain = self.bench.calls()?.of(&tried.api, tried.bearing)?;
        (!self.lab.is_changed() && plain.event > tried.event).then_some(plain)
    }

    /// True where what the lab shows came after everything was put back: what was predicted of the change is not about that.
    pub fn shows_as_it_was(&self) -> bool {
        let step = self.step();
        let open = self.lab.experiment(step).zip(self.lab.variant(step));
        if self.lab.is_changed() {
            return false;
        }
        match self.tried_call() {
            Some(_) => self.called_again().is_some(),
            None => open.is_some_and(|(one, of)| self.compared(one, of).again.is_some()),
        }
    }

    /// The exchanges of this change, side by side.
    pub fn compared(&self, experiment: &Experiment, variant: &Variant) -> Compared<'_> {
        let form = self.lab.kept.as_deref().unwrap_or(&self.bench.draft);
        let of = (experiment.id.clone(), variant.id.clone());
        let is_back = self.lab.trials.get(&of) == Some(&Trial::PutBack);
        let back = self.lab.backs.get(&of).filter(|_| is_back).copied();
        Compared::of(&self.bench.runs, (experiment, variant), (form, back))
    }

    /// The newest exchange of the experiment and change that are open in the lab.
    pub fn tried_run(&self) -> Option<&Run> {
        let step = self.step();
        let (one, variant) = self.lab.experiment(step).zip(self.lab.variant(step))?;
        let again = self.compared(one, variant).again;
        if let Some(again) = again.filter(|_| !self.lab.is_changed()) {
            return Some(again);
        }
        let mut runs = self.bench.runs.iter().rev();
        runs.find(|run| {
            let tried = run.tried.as_ref();
            tried.is_some_and(|(of, which)| *of == one.id && *which == variant.id)
        })
        .or_else(|| Some(self.bench.called_for(&one.id, &variant.id)?.0))
    }
}
