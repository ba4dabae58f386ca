//! A lesson as it is played at a tenant of the learner's own: what its file says of that, laid over what it says of practice. Nothing of
//! that tenant is assumed, and nothing there is changed: what only practice can show is left to practice.

use crate::lesson::bench::Bench;
use crate::lesson::desks::words;
use crate::lesson::model::{Done, Lesson, Note, Round, Step};
use crate::lesson::target::TargetName;

/// The id of the sandbox at a tenant of one's own. No file holds it: it is made of the round there.
pub const SANDBOX_AT_OWN: &str = "sandbox-own";

impl Lesson {
    /// The round as a sandbox: its benches, none of which asks for anything.
    #[must_use]
    pub fn as_sandbox(&self) -> Self {
        let free = |step: &Step| Step {
            goals: Vec::new(),
            ticks: Vec::new(),
            hints: Vec::new(),
            solution: String::new(),
            solve: Vec::new(),
            ..step.clone()
        };
        let steps: Vec<Step> = self.steps.iter().map(free).collect();
        Self {
            id: SANDBOX_AT_OWN.to_owned(),
            kind: Round::Sandbox,
            title: words("sandbox.own").to_owned(),
            steps: steps.into(),
            done: Done {
                next: words("sandbox.own.next").to_owned(),
                summary: Vec::new(),
            },
            ..self.clone()
        }
    }

    /// The lesson as it is played at a tenant of one's own, with the form and the notes of the round there; `None` where its file does
    /// not offer that.
    pub fn at_own(&self, round: &Self) -> Option<Self> {
        let own = self.own.as_ref()?;
        let steps: Vec<Step> = self.steps.iter().map(|step| over(step, round)).collect();
        let is_there = |id: &str| steps.iter().any(|one| one.id == id && one.only.is_none());
        let mut done = self.done.clone();
        done.summary.retain(|line| is_there(&line.step));
        for line in &mut done.summary {
            let step = self.step(&line.step);
            if let Some(own) = step.and_then(|step| step.at_own.as_deref()) {
                put(&mut line.text, own.did.clone());
                put(&mut line.open, own.open.clone());
            }
        }
        done.next.clone_from(&own.next);
        Some(Self {
            targets: vec![TargetName::Own],
            app: Vec::new(),
            setup: Vec::new(),
            test_out: Vec::new(),
            form: round.form.clone(),
            size: None,
            done,
            steps: steps.into(),
            ..self.clone()
        })
    }
}

/// One step. Its set-up is one of a practice tenant, and stays there.
fn over(step: &Step, round: &Lesson) -> Step {
    let own = step.at_own.as_deref().cloned().unwrap_or_default();
    if let Some(only) = own.only {
        return Step {
            title: step.title.clone(),
            only: Some(only),
            ..Step::blank(&step.id, step.stage)
        };
    }
    let mut over = Step {
        setup: Vec::new(),
        told: None,
        notes: notes(step, round),
        ..step.clone()
    };
    put(&mut over.task, own.task);
    put(&mut over.intro, own.intro);
    put(&mut over.goals, own.goals);
    put(&mut over.ticks, own.ticks);
    put(&mut over.hints, own.hints);
    put(&mut over.solution, own.solution);
    put(&mut over.solve, own.solve);
    over.asks.retain(|ask| !own.without.contains(&ask.id));
    over
}

fn put<T>(place: &mut T, own: Option<T>) {
    if let Some(own) = own {
        *place = own;
    }
}

/// What is explained there: of the form and of the exchange in the words of the round, since its rows are those, its values the target's,
/// and its lines those of any vendor.
fn notes(step: &Step, round: &Lesson) -> Vec<Note> {
    if !matches!(step.bench, Some(Bench::Build | Bench::Explain)) {
        return step.notes.clone();
    }
    let mut same = round.steps.iter().filter(|one| one.bench == step.bench);
    same.next().map(|one| one.notes.clone()).unwrap_or_default()
}
