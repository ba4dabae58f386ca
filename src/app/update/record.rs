//! Keeping the progress: what the open lesson looks like now, and a save when that is news.

use std::collections::BTreeMap;

use crate::app::App;
use crate::app::create::AppForm;
use crate::app::effect::Effect;
use crate::app::guess::Guess;
use crate::app::lab::Trial;
use crate::app::player::Player;
use crate::app::progress::{Card, ErrorLine, Kept, LessonProgress, still_reached};
use crate::app::review;
use crate::app::spot::Spot;
use crate::app::tenant::TenantFacts;
use crate::app::test_out::Outcome;
use crate::app::verdict::Verdict;
use crate::app::workbench::Workbench;
use crate::lesson::model::Round;
use crate::oauth::request::BodyFormat;

impl App {
    /// Brings the progress up to date; a `Save` when something changed.
    pub(super) fn record(&mut self) -> Vec<Effect> {
        // Of a tenant of one's own nothing is kept but what `targets` keeps.
        let player = self.player.as_mut().filter(|player| player.own.is_none());
        let Some(player) = player else {
            return Vec::new();
        };
        let facts = self.targets.at(player.target, player.lesson.form.server);
        let facts = facts.facts();
        let new = |(id, _): &(String, ErrorLine)| !self.progress.error_book.contains_key(id);
        let book: Vec<_> = error_lines(player, facts).into_iter().filter(new).collect();
        // A sandbox is begun anew each time, and nobody is told how far it got. What its experiments showed is a lesson's line.
        if player.lesson.kind == Round::Sandbox {
            return self.save_if(|app| app.book_errors(book));
        }
        if player.lesson.kind == Round::Review {
            return self.save_if(Self::reviewed);
        }
        let name = player.lesson.id.clone();
        let before = self
            .progress
            .lessons
            .get(&name)
            .cloned()
            .unwrap_or_default();
        // Another tutor has begun it anew: what is done here belongs to a round that is over.
        if before.round > player.round {
            return Vec::new();
        }
        let mut now = match &player.test {
            // Until it is passed, a test leaves the lesson as it was; what was wrong in it comes back.
            Some(test) if test.outcome == Some(Outcome::Passed) => tested_out(player, &before),
            Some(_) => {
                let cards = review::joined(&self.progress.review, (player, &before), self.now);
                return self.save_if(|app| app.bring_back(cards));
            }
            None => kept(player, &before, facts),
        };
        let cards = review::joined(&self.progress.review, (player, &now), self.now);
        let is_last = self.progress.last.as_deref() == Some(name.as_str());
        if now == before && is_last && book.is_empty() && cards == self.progress.review {
            return Vec::new();
        }
        let settled = now.guesses.iter().filter(|(_, kept)| kept.seen.is_some());
        let settled: Vec<_> = settled.map(|(id, kept)| (id.clone(), *kept)).collect();
        player.earlier.extend(settled);
        player.measured.clone_from(&now.measured);
        now.edition = before.edition.saturating_add(1);
        self.progress.lessons.insert(name.clone(), now);
        self.progress.last = Some(name);
        self.book_errors(book);
        self.progress.review = cards;
        vec![Effect::Save(Box::new(self.progress.clone()))]
    }

    /// Puts these lines into the error book; true where there are any.
    fn book_errors(&mut self, lines: Vec<(String, ErrorLine)>) -> bool {
        let is_news = !lines.is_empty();
        self.progress.error_book.extend(lines);
        is_news
    }

    /// Keeps the cards that come back; true where that is news.
    fn bring_back(&mut self, cards: BTreeMap<String, Card>) -> bool {
        let is_news = cards != self.progress.review;
        self.progress.review = cards;
        is_news
    }

    fn save_if(&mut self, is_news: impl FnOnce(&mut Self) -> bool) -> Vec<Effect> {
        if !is_news(self) {
            return Vec::new();
        }
        vec![Effect::Save(Box::new(self.progress.clone()))]
    }
}

impl Player {
    /// Takes over what another tutor kept of the same round; where both have something, the learner's own stands.
    pub(super) fn join(&mut self, theirs: &LessonProgress) {
        if theirs.round != self.round {
            return;
        }
        self.furthest = self.furthest.max(theirs.furthest);
        for (id, count) in &theirs.reopened {
            if *count > self.reopened.get(id).copied().unwrap_or(0) {
                self.reopened.insert(id.clone(), *count);
                self.reached.remove(id);
            }
        }
        self.reached.extend(still_reached(theirs, &self.reopened));
        for (id, kept) in &theirs.guesses {
            self.guesses.entry(id.clone()).or_insert(kept.guess);
            self.earlier.entry(id.clone()).or_insert(*kept);
        }
        for (id, seen) in &theirs.measured {
            self.measured.entry(id.clone()).or_insert(*seen);
        }
        for (id, picked) in &theirs.answers {
            self.answers.entry(id.clone()).or_insert(*picked);
        }
        for (id, text) in &theirs.typed {
            self.typed.entry(id.clone()).or_insert(text.clone());
        }
    }
}

/// The lesson as it was, done by a test: what that showed comes on top.
fn tested_out(player: &Player, before: &LessonProgress) -> LessonProgress {
    let mut now = before.clone();
    let pages = Spot::all(player.lesson).len();
    now.at = player.at.name(player.lesson);
    now.furthest = pages.saturating_sub(1);
    now.steps = pages;
    now.reached.extend(player.reached.iter().cloned());
    let typed = player.typed.iter();
    let typed = typed.map(|(id, text)| (id.clone(), kept_text(&player.bench, text)));
    now.typed.extend(typed);
    now.answers
        .extend(player.answers.iter().map(|(id, at)| (id.clone(), *at)));
    now.finished += u32::from(!now.done);
    now.done = true;
    now.tested_out = Some(now.round);
    now
}

/// The lesson as it stands; its edition as before, so that only real news counts as a change.
fn kept(player: &Player, before: &LessonProgress, facts: Option<&TenantFacts>) -> LessonProgress {
    let (lesson, bench) = (player.lesson, &player.bench);
    // What an experiment has changed is put back, and nobody would be there to do it in another session.
    let draft = player.lab.kept.as_deref().unwrap_or(&bench.draft);
    // Walking to the end past everything is no finished lesson; what is left open may be done later.
    let was_done = before.done && before.round == player.round;
    let at_end = player.furthest + 1 >= Spot::all(lesson).len();
    let done = was_done || player.has_passed() || at_end && player.open_count() == 0;
    let guess = |of: (&String, &Guess)| (of.0.clone(), settled(player, of, facts));
    LessonProgress {
        at: player.at.name(lesson),
        furthest: player.furthest,
        steps: Spot::all(lesson).len(),
        reached: player.reached.clone(),
        flown: player.flown.ids(lesson),
        reopened: player.reopened.clone(),
        finished: before.finished + u32::from(done && !was_done),
        done,
        tested_out: before.tested_out,
        round: player.round,
        forgotten: before.forgotten,
        edition: before.edition,
        registered: bench.app.is_some() || (player.resumed.is_some() && before.registered),
        audience: kept_text(bench, &draft.audience),
        scope: kept_text(bench, &draft.scope),
        organization: kept_text(bench, &draft.organization),
        grant_type: Some(kept_text(bench, &draft.grant_type)),
        method: Some(draft.auth.name().to_owned()),
        json: draft.format == BodyFormat::Json,
        form: AppForm {
            name: kept_text(bench, &bench.form.name),
            ..bench.form.clone()
        },
        guesses: player.guesses.iter().map(guess).collect(),
        measured: unguessed(player, facts),
        answers: player.answers.clone(),
        typed: player
            .typed
            .iter()
            .map(|(id, text)| (id.clone(), kept_text(bench, text)))
            .collect(),
    }
}

/// A text as it is kept: not at all, where it may be a secret in the wrong field.
fn kept_text(bench: &Workbench, text: &str) -> String {
    if bench.must_not_keep(text) {
        return String::new();
    }
    text.to_owned()
}

/// The guess, and what was measured of it.
fn settled(player: &Player, (id, guess): (&String, &Guess), facts: Option<&TenantFacts>) -> Kept {
    let verdict = player.ask(id).map(|ask| player.verdict(ask, facts));
    let (right, seen) = match verdict {
        Some(Verdict::Right(_, measured)) => (Some(true), measured.option),
        Some(Verdict::Wrong(_, measured)) => (Some(false), measured.option),
        Some(Verdict::Open | Verdict::Waiting(_) | Verdict::Unseen(_) | Verdict::Unguessed(_))
        | None => (None, None),
    };
    Kept {
        guess: *guess,
        right,
        seen,
    }
}

/// What was measured before anybody guessed it: a guess afterwards is none.
fn unguessed(player: &Player, facts: Option<&TenantFacts>) -> BTreeMap<String, usize> {
    let asks = player.lesson.questions().filter(|ask| ask.is_prediction());
    let seen = asks.filter_map(|ask| match player.verdict(ask, facts) {
        Verdict::Unguessed(measured) => Some((ask.id.clone(), measured.option?)),
        Verdict::Open
        | Verdict::Waiting(_)
        | Verdict::Unseen(_)
        | Verdict::Right(..)
        | Verdict::Wrong(..) => None,
    });
    seen.collect()
}

/// A finished experiment leaves a line in the error book.
fn error_lines(player: &Player, facts: Option<&TenantFacts>) -> Vec<(String, ErrorLine)> {
    let experiments = player
        .lesson
        .steps
        .iter()
        .flat_map(|step| &step.experiments);
    let finished = experiments.flat_map(|one| {
        let came = one.variants.iter().filter(|variant| {
            let of = (one.id.clone(), variant.id.clone());
            player.lab.trials.get(&of) == Some(&Trial::PutBack)
                && !player.came_out_otherwise((&one.id, variant), facts)
        });
        came.filter_map(|variant| one.line_of(variant))
    });
    finished
        .map(|(id, book)| {
            let line = ErrorLine {
                symptom: book.symptom.clone(),
                cause: book.cause.clone(),
                fix: book.fix.clone(),
            };
            (id, line)
        })
        .collect()
}
