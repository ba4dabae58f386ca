//! Measuring facts on real evidence. What cannot be measured is unknown, never a default.

use crate::app::player::StepState;
use crate::app::reference;
use crate::app::run::Run;
use crate::lesson::bench::Bench;
use crate::lesson::fact::{About, Condition, Fact, Operator, Subject, Term};

mod evidence;
mod of_now;
mod of_run;
mod seen;

pub use evidence::Evidence;
pub use seen::Seen;

/// Whether a fact holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It was seen to hold.
    Yes,
    /// It was seen not to hold.
    No,
    /// It cannot be seen here.
    Unknown,
}

impl Truth {
    fn of(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

impl<'a> Evidence<'a> {
    /// Whether a condition holds. Run facts are looked for among the exchanges that something happened to after `since`; all of
    /// one condition have to hold on the same.
    pub fn holds(self, condition: &Condition, since: u64) -> Truth {
        if !condition.is_about_runs() {
            return self.holds_on(condition, None);
        }
        // One of several is enough, whichever it is read from.
        if let Condition::Any(any) = condition {
            return any_of(any.iter().map(|one| self.holds(one, since)));
        }
        let runs = self.player.bench.runs.iter();
        let mut truth = Truth::No;
        // An exchange from before counts only for what happened to it since.
        let follows = condition.follows_the_reply();
        // A step that sends nothing is about the exchange in hand, whenever that came.
        let looks_back = self.player.step().bench.is_some_and(Bench::looks_back);
        let in_hand = self.player.bench.in_hand();
        let in_hand = in_hand.filter(|_| looks_back);
        let in_hand = in_hand.map(|run| run.number);
        let counts = |run: &&Run| {
            let is_new = run.born > since || (follows && run.touched > since);
            (is_new && self.player.is_of_step(run)) || in_hand == Some(run.number)
        };
        let calls = Self { since, ..self };
        for run in runs.filter(counts) {
            // What the screen of such a step shows of the token in hand was done, whenever that was.
            let shown = in_hand == Some(run.number) && looks_back;
            let calls = if shown { self } else { calls };
            match calls.holds_on(condition, Some(run)) {
                Truth::Yes => return Truth::Yes,
                Truth::Unknown => truth = Truth::Unknown,
                Truth::No => {}
            }
        }
        truth
    }

    /// The same for the step whose state this is: counts begin where it began.
    pub(crate) fn holds_in(self, condition: &Condition, state: &'a StepState, since: u64) -> Truth {
        let evidence = Self {
            state: Some(state),
            ..self
        };
        evidence.holds(condition, since)
    }

    /// Whether a condition holds on this exchange.
    pub fn holds_on(self, condition: &Condition, run: Option<&'a Run>) -> Truth {
        match condition {
            Condition::Fact(fact) => self.fact(fact, run),
            Condition::All(all) => {
                let truths = || all.iter().map(|one| self.holds_on(one, run));
                if truths().any(|truth| truth == Truth::No) {
                    Truth::No
                } else if truths().any(|truth| truth == Truth::Unknown) {
                    Truth::Unknown
                } else {
                    Truth::Yes
                }
            }
            Condition::Any(any) => any_of(any.iter().map(|one| self.holds_on(one, run))),
        }
    }

    /// What is seen of a subject; `run` is the exchange that run subjects are read from.
    pub fn seen(self, subject: &Subject, run: Option<&'a Run>) -> Seen {
        match (subject.about(), run) {
            (About::Run, Some(run)) => of_run::seen(&subject.words(), run, self),
            (About::Run, None) => Seen::Unknown,
            (About::Now, _) => of_now::seen(&subject.words(), self),
        }
    }

    fn fact(self, fact: &Fact, run: Option<&'a Run>) -> Truth {
        let seen = self.seen(&fact.subject, run);
        match seen {
            Seen::Unknown => return Truth::Unknown,
            Seen::Nothing => return Truth::No,
            Seen::Absent | Seen::Text(_) | Seen::Secret(_) | Seen::List(_) => {}
        }
        let wanted = match &fact.value {
            None => Seen::Absent,
            Some(Term::Subject(subject)) => self.seen(subject, run),
            Some(Term::Value(template)) => {
                match reference::fill(template, self.player, self.facts) {
                    Some(filled) => Seen::Text(filled.expose().to_owned()),
                    None => Seen::Unknown,
                }
            }
        };
        match wanted {
            Seen::Unknown => return Truth::Unknown,
            Seen::Nothing => return Truth::No,
            Seen::Absent | Seen::Text(_) | Seen::Secret(_) | Seen::List(_) => {}
        }
        Truth::of(compare(fact.operator, &seen, &wanted))
    }
}

/// One that was seen is enough; what cannot be seen might be it.
fn any_of(truths: impl Iterator<Item = Truth>) -> Truth {
    truths.fold(Truth::No, |so_far, truth| match (so_far, truth) {
        (Truth::Yes, _) | (_, Truth::Yes) => Truth::Yes,
        (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        (Truth::No, Truth::No) => Truth::No,
    })
}

fn compare(operator: Operator, seen: &Seen, wanted: &Seen) -> bool {
    match operator {
        Operator::Present => *seen != Seen::Absent,
        Operator::Absent => *seen == Seen::Absent,
        Operator::Equals => equals(seen, wanted),
        Operator::Differs => !equals(seen, wanted),
        Operator::Has => has(seen, wanted),
        Operator::Lacks => !has(seen, wanted),
        Operator::Below => numbers(seen, wanted).is_some_and(|(seen, wanted)| seen < wanted),
        Operator::Above => numbers(seen, wanted).is_some_and(|(seen, wanted)| seen > wanted),
    }
}

fn equals(seen: &Seen, wanted: &Seen) -> bool {
    if let Some((seen, wanted)) = numbers(seen, wanted) {
        return seen == wanted;
    }
    match (seen, wanted) {
        (Seen::List(all), Seen::Text(wanted)) => all.join(" ") == *wanted,
        (Seen::List(seen), Seen::List(wanted)) => seen == wanted,
        (seen, wanted) => seen.words().is_some() && seen.words() == wanted.words(),
    }
}

fn has(seen: &Seen, wanted: &Seen) -> bool {
    let Some(wanted) = wanted.words() else {
        return false;
    };
    match seen {
        Seen::List(all) => all.iter().any(|one| one == wanted),
        Seen::Text(text) => text == wanted || text.split_whitespace().any(|word| word == wanted),
        Seen::Secret(_) | Seen::Unknown | Seen::Absent | Seen::Nothing => false,
    }
}

/// Both as numbers, where both are whole numbers.
fn numbers(seen: &Seen, wanted: &Seen) -> Option<(i64, i64)> {
    let number = |seen: &Seen| seen.words()?.parse::<i64>().ok();
    Some((number(seen)?, number(wanted)?))
}
