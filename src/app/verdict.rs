//! Predicted against actual: what the real exchange shows, and which option that makes right. Nothing here knows the right answer.

use crate::app::fact::{Evidence, Seen, Truth};
use crate::app::guess::Guess;
use crate::app::player::Player;
use crate::app::reference;
use crate::app::run::Run;
use crate::app::tenant::TenantFacts;
use crate::app::token::Tried;
use crate::lesson::fact::About;
use crate::lesson::model::{Ask, Choice};

/// What became of a prediction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nobody guessed, and nothing was measured yet.
    Open,
    /// Guessed; the exchange has not happened yet.
    Waiting(Guess),
    /// The exchange happened, but this cannot be seen here. It counts neither way.
    Unseen(Option<Guess>),
    /// Measured; nobody had guessed.
    Unguessed(Measured),
    /// Guessed and measured: it was as predicted.
    Right(Guess, Measured),
    /// Guessed and measured: it was otherwise.
    Wrong(Guess, Measured),
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The value, in the spelling of the options.
    pub value: String,
    /// The option that has this value; `None` when the exchange went in a way that no option foresaw.
    pub option: Option<usize>,
}

impl Verdict {
    /// The guess.
    pub fn guess(&self) -> Option<&Guess> {
        match self {
            Self::Open | Self::Unguessed(_) | Self::Unseen(None) => None,
            Self::Waiting(guess)
            | Self::Unseen(Some(guess))
            | Self::Right(guess, _)
            | Self::Wrong(guess, _) => Some(guess),
        }
    }

    /// What was measured.
    pub fn measured(&self) -> Option<&Measured> {
        match self {
            Self::Open | Self::Waiting(_) | Self::Unseen(_) => None,
            Self::Unguessed(measured) | Self::Right(_, measured) | Self::Wrong(_, measured) => {
                Some(measured)
            }
        }
    }

    /// True while a guess would count.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Open | Self::Waiting(_) => true,
            Self::Unseen(_) | Self::Unguessed(_) | Self::Right(..) | Self::Wrong(..) => false,
        }
    }
}

impl Player {
    /// What became of a prediction: compared with what was measured in the real exchange.
    pub fn verdict(&self, ask: &Ask, facts: Option<&TenantFacts>) -> Verdict {
        let now = of(ask, Evidence::of(self, facts)).0;
        let earlier = match self.guesses.get(&ask.id) {
            Some(guess) => self.settled_earlier(ask, *guess),
            None => self.measured_earlier(ask),
        };
        // What was seen first stands, whatever is sent later. An earlier session that saw none of the options kept no value.
        let says_which = |earlier: &Verdict| {
            let measured = earlier.measured();
            measured.is_some_and(|measured| measured.option.is_some())
        };
        match (earlier, now.measured()) {
            (Some(earlier), None) => earlier,
            (Some(earlier), Some(_)) if says_which(&earlier) => earlier,
            (Some(_), Some(_)) | (None, _) => now,
        }
    }

    /// The number of the exchange that settled it.
    pub fn settled_on(&self, ask: &Ask, facts: Option<&TenantFacts>) -> Option<usize> {
        of(ask, Evidence::of(self, facts)).1
    }

    /// What an earlier session measured: its exchange is gone, what it showed was kept.
    fn settled_earlier(&self, ask: &Ask, guess: Guess) -> Option<Verdict> {
        let kept = self.earlier.get(&ask.id)?;
        let right = kept.right?;
        let option = kept.seen.or(right.then_some(guess.option));
        let measured = seen_earlier(ask, option);
        Some(if right {
            Verdict::Right(guess, measured)
        } else {
            Verdict::Wrong(guess, measured)
        })
    }

    /// What was measured before anybody guessed.
    fn measured_earlier(&self, ask: &Ask) -> Option<Verdict> {
        let option = self.measured.get(&ask.id)?;
        Some(Verdict::Unguessed(seen_earlier(ask, Some(*option))))
    }
}

fn seen_earlier(ask: &Ask, option: Option<usize>) -> Measured {
    Measured {
        value: "otherwise, when it was seen".to_owned(),
        option: option.filter(|at| *at < ask.options.len()),
    }
}

/// What became of a prediction. It reads the first exchange after the guess; one of an experiment reads that experiment's.
fn of(ask: &Ask, evidence: Evidence<'_>) -> (Verdict, Option<usize>) {
    let player = evidence.player;
    let guess = player.guesses.get(&ask.id).copied();
    let since = guess.map_or(0, |guess| guess.event);
    let variant = player.variant_of(&ask.id);
    let follows = ask.follows_the_reply();
    // A call is made with the token in hand, which no experiment brought.
    let is_its = |run: &&Run| match (&variant, &run.tried) {
        _ if follows => true,
        (Some((experiment, variant)), Some((of, which))) => experiment == of && variant == which,
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    let after = |run: &&Run| {
        if follows {
            run.touched > since
        } else {
            run.born > since
        }
    };
    let given = |run: &&Run| {
        let given = ask.given.as_ref();
        given.is_none_or(|given| evidence.holds_on(given, Some(run)) == Truth::Yes)
    };
    let tried = variant.as_ref().map(|(experiment, variant)| Tried {
        experiment,
        variant,
        since,
    });
    let evidence = Evidence { tried, ..evidence };
    // An exchange of an experiment that did not come out as its lesson says had another cause: it shows nothing of the question.
    let is_otherwise = |run: &&Run| {
        let of = player.experiment_of(&ask.id);
        of.is_some_and(|of| player.is_otherwise(of, evidence.facts, run))
    };
    let runs = player.bench.runs.iter();
    let mut found = runs
        .filter(|run| is_its(run) && after(run) && given(run) && !is_otherwise(run))
        .map(|run| (measured(ask, evidence, run), run.number))
        // What follows a reply may have happened to another exchange.
        .filter(|(found, _)| !(follows && matches!(found, Found::Nothing)));
    let Some((found, number)) = found.next() else {
        return (guess.map_or(Verdict::Open, Verdict::Waiting), None);
    };
    let verdict = match found {
        Found::Nothing | Found::Unseen => Verdict::Unseen(guess),
        Found::Measured(measured) => match guess {
            None => Verdict::Unguessed(measured),
            Some(guess) if measured.option == Some(guess.option) => Verdict::Right(guess, measured),
            Some(guess) => Verdict::Wrong(guess, measured),
        },
    };
    (verdict, Some(number))
}

enum Found {
    /// It has not happened.
    Nothing,
    /// It cannot be seen here.
    Unseen,
    Measured(Measured),
}

fn measured(ask: &Ask, evidence: Evidence<'_>, run: &Run) -> Found {
    let Some(subject) = &ask.measure else {
        return by_conditions(ask, evidence, run);
    };
    let run = (subject.about() == About::Run).then_some(run);
    let value = match evidence.seen(subject, run) {
        Seen::Unknown => return Found::Unseen,
        Seen::Absent | Seen::Nothing if ask.follows_the_reply() => return Found::Nothing,
        Seen::Absent | Seen::Nothing => "absent".to_owned(),
        seen @ (Seen::Text(_) | Seen::Secret(_) | Seen::List(_)) => {
            seen.shown().unwrap_or_default()
        }
    };
    let is_it = |wanted: &str| {
        let template = crate::lesson::template::Template::new(wanted);
        let filled = reference::fill(&template, evidence.player, evidence.facts);
        filled.is_some_and(|filled| filled.expose() == value)
    };
    let mut options = ask.options.iter();
    let option = options.position(|option| option.values().any(is_it));
    if option.is_none() && stands_for_nothing(ask, evidence) {
        return Found::Unseen;
    }
    Found::Measured(Measured { value, option })
}

/// True where an option speaks of what a tenant of one's own has not told: whether that was it, nobody here knows.
fn stands_for_nothing(ask: &Ask, evidence: Evidence<'_>) -> bool {
    let is_known = |value: &str| {
        let template = crate::lesson::template::Template::new(value);
        reference::fill(&template, evidence.player, evidence.facts).is_some()
    };
    let mut values = ask.options.iter().flat_map(Choice::values);
    evidence.player.own.is_some() && !values.all(is_known)
}

fn by_conditions(ask: &Ask, evidence: Evidence<'_>, run: &Run) -> Found {
    let mut unseen = false;
    for (at, option) in ask.options.iter().enumerate() {
        let Some(when) = &option.when else { continue };
        match evidence.holds_on(when, Some(run)) {
            Truth::Yes => {
                return Found::Measured(Measured {
                    value: option.text.clone(),
                    option: Some(at),
                });
            }
            Truth::Unknown => unseen = true,
            Truth::No => {}
        }
    }
    if unseen {
        return Found::Unseen;
    }
    Found::Measured(Measured {
        value: "none of these".to_owned(),
        option: None,
    })
}
