//! Review: what was wrong comes back after 1, 3 and 7 days, what the learner was certain of first. The cards that are due are played as
//! a round of their own, which is made of the lessons' questions; so both skins show it as they show any quiz.

use std::collections::BTreeMap;

use crate::app::effect::Effect;
use crate::app::guess::Sureness;
use crate::app::player::Player;
use crate::app::progress::{Card, LessonProgress};
use crate::app::spot::Spot;
use crate::app::verdict::Verdict;
use crate::app::{App, Page};
use crate::lesson::belief;
use crate::lesson::course::Course;
use crate::lesson::desks::{filled, words};
use crate::lesson::model::{Ask, Choice, Done, FORMAT, Lesson, RequestForm, Round, Stage, Step};
use crate::oauth::text::capital;
use crate::oauth::time::UnixMillis;

/// After so many days a card comes back that was never right since, once, twice.
const DAYS: [i64; 3] = [1, 3, 7];

/// So many cards are asked in one sitting.
const SITTING: usize = 12;

/// The round's id.
const ID: &str = "review";

/// How many cards come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// So many are due.
    pub due: usize,
    /// So many come later.
    pub later: usize,
    /// In so many days the next of those comes.
    pub next: Option<i64>,
}

impl Standing {
    /// `2 due now, 3 later.`
    pub fn words(&self) -> String {
        let counts = [("due", self.due), ("later", self.later)];
        filled(
            "review.due",
            &counts.map(|(name, count)| (name, count.to_string())),
        )
    }
}

/// The day of that instant, in days since 1970-01-01 (UTC).
fn day(at: UnixMillis) -> i64 {
    at.0.div_euclid(86_400_000)
}

impl Card {
    /// True once it was right so often that it stays away.
    fn is_known(&self) -> bool {
        usize::from(self.right) >= DAYS.len()
    }

    /// The same card after an answer of today.
    fn answered(&self, is_right: bool, today: i64) -> Self {
        let right = if is_right {
            self.right.saturating_add(1)
        } else {
            0
        };
        let days = DAYS.get(usize::from(right)).copied().unwrap_or(0);
        Self {
            day: today.saturating_add(days),
            right,
            certain: self.certain && !is_right,
            ..self.clone()
        }
    }
}

impl App {
    /// How many cards come back, and when; nothing before anything was wrong.
    pub fn review(&self) -> Option<Standing> {
        let today = day(self.now);
        let open = || {
            let cards = self.progress.review.iter();
            // What cannot be asked here is not counted: its lesson is in another course.
            let asked =
                cards.filter(|(id, card)| !card.is_known() && is_asked(id, card, self.course));
            asked.map(|(_, card)| card)
        };
        let due = open().filter(|card| card.day <= today).count();
        let later = open().filter(|card| card.day > today);
        (!self.progress.review.is_empty()).then(|| Standing {
            due,
            later: later.clone().count(),
            next: later.map(|card| card.day.saturating_sub(today)).min(),
        })
    }

    /// True where cards are due: then a review begins.
    pub(crate) fn has_due(&self) -> bool {
        !due(self).is_empty()
    }

    /// Plays the cards that are due; says when the next is, where none is.
    pub(crate) fn open_review(&mut self) -> Vec<Effect> {
        // A sitting goes on at the first card that is open.
        if let Some(player) = &mut self.player
            && player.lesson.kind == Round::Review
        {
            let open = player
                .lesson
                .asks()
                .position(|(_, ask)| !player.is_answered(&ask.id));
            if let Some(ask) = open {
                player.at = Spot { step: 0, ask };
                self.page = Page::Lesson;
                return Vec::new();
            }
        }
        let asks = due(self);
        if asks.is_empty() {
            let standing = self.review();
            let gone = standing.is_some_and(|standing| standing.due + standing.later == 0);
            let next = standing.and_then(|standing| standing.next);
            self.notice(match next {
                _ if gone => words("review.gone").to_owned(),
                Some(1) => filled("review.none", &[("days", "a day".to_owned())]),
                Some(days) => filled("review.none", &[("days", format!("{days} days"))]),
                None => words("review.nothing").to_owned(),
            });
            return Vec::new();
        }
        let target = self.target();
        self.review_day = day(self.now);
        // Each lesson lives as long as the program; a sitting takes some kilobytes of that.
        let round = Box::leak(Box::new(round(asks, target)));
        self.play(round)
    }

    /// What was answered in this sitting moves on, each card once.
    pub(crate) fn reviewed(&mut self) -> bool {
        let (Some(player), began) = (&self.player, self.review_day) else {
            return false;
        };
        let mut has_moved = false;
        for ask in player.lesson.asks().map(|(_, ask)| ask) {
            let card = self.progress.review.get_mut(&ask.id);
            // One that is known moves no more: it would be news at each save.
            let open = card.filter(|card| card.day <= began && !card.is_known());
            let card = open.filter(|_| player.is_answered(&ask.id));
            if let Some(card) = card {
                // A sitting over midnight counts for the day on which it began.
                *card = card.answered(player.is_right(ask), began);
                has_moved = true;
            }
        }
        has_moved
    }

    /// True where the answer to this question was wrong, and brings it back.
    pub fn comes_back(&self, ask: &Ask) -> bool {
        let Some(player) = &self.player else {
            return false;
        };
        let card = match player.lesson.kind {
            Round::Review => self.progress.review.get(&ask.id),
            Round::Lesson | Round::Tour | Round::Own | Round::Sandbox => {
                self.progress.review.get(&key(player.lesson, &ask.id))
            }
        };
        let is_wrong = match self.verdict(ask).filter(|_| ask.is_prediction()) {
            Some(verdict) => matches!(verdict, Verdict::Wrong(..)),
            None => player.is_answered(&ask.id) && !player.is_right(ask),
        };
        is_wrong && card.is_some_and(|card| card.right == 0)
    }

    /// What is said of the belief that a wrong answer to this question shows, and where one sees that it is otherwise.
    pub fn belief_behind(&self, ask: &Ask) -> Option<String> {
        let player = self.player.as_ref()?;
        let believed = if ask.is_prediction() {
            match player.verdict(ask, self.facts()) {
                Verdict::Wrong(guess, _) => ask.belief(guess.option),
                Verdict::Open
                | Verdict::Waiting(_)
                | Verdict::Unseen(_)
                | Verdict::Unguessed(_)
                | Verdict::Right(..) => None,
            }
        } else if player.is_answered(&ask.id) && !player.is_right(ask) {
            match player.answers.get(&ask.id) {
                Some(picked) => ask.belief(*picked),
                None => ask.belief_of_card(),
            }
        } else {
            None
        };
        belief::answered(believed?, self.course)
    }
}

impl Player {
    /// The steps whose solution was looked at or laid in.
    fn solutions_seen(&self) -> impl Iterator<Item = &'static Step> {
        let steps = self.lesson.steps.iter().enumerate();
        let seen = steps.filter(|(at, step)| {
            let open = self.hints.get(at).copied().unwrap_or(0);
            open > step.hints.len() || self.laid_in.contains(at)
        });
        seen.map(|(_, step)| step)
    }
}

/// What was wrong in a lesson joins the cards that come back: guesses and cards, and one card for each solution that was looked at.
pub(crate) fn joined(
    review: &BTreeMap<String, Card>,
    (player, kept): (&Player, &LessonProgress),
    now: UnixMillis,
) -> BTreeMap<String, Card> {
    let mut review = review.clone();
    let lesson = player.lesson;
    if lesson.kind != Round::Lesson {
        return review;
    }
    let card = |certain, seen| Card {
        day: day(now).saturating_add(1),
        right: 0,
        certain,
        round: player.round,
        seen,
        solution: None,
    };
    for (id, certain, seen) in wrong(player, kept) {
        let stood = review.get(&key(lesson, id));
        if stood.is_none_or(|stood| stood.round < player.round) {
            review.insert(key(lesson, id), card(certain, seen));
        }
    }
    for step in player.solutions_seen() {
        let brought = |card: &Card| card.solution.as_ref() == Some(&step.id);
        let own = |(id, _): &(&String, &Card)| id.starts_with(&format!("{}/", lesson.id));
        if review.iter().filter(own).any(|(_, card)| brought(card)) {
            continue;
        }
        let cards = lesson.steps_of(Stage::Quiz).flat_map(|step| &step.asks);
        let mut keys = cards.map(|ask| key(lesson, &ask.id));
        if let Some(free) = keys.find(|key| !review.contains_key(key)) {
            let solution = Some(step.id.clone());
            review.insert(
                free,
                Card {
                    solution,
                    ..card(false, None)
                },
            );
        }
    }
    review
}

fn key(lesson: &Lesson, id: &str) -> String {
    format!("{}/{id}", lesson.id)
}

/// The questions that were wrong, whether the learner was certain, and what the exchange showed.
fn wrong<'a>(
    player: &'a Player,
    kept: &'a LessonProgress,
) -> impl Iterator<Item = (&'a str, bool, Option<usize>)> {
    // What no option foresaw has no right answer to ask for.
    let guesses = kept.guesses.iter();
    let guesses = guesses.filter(|(_, kept)| kept.right == Some(false) && kept.seen.is_some());
    let guesses = guesses.map(|(id, kept)| {
        let certain = kept.guess.sureness == Sureness::Certain;
        (id.as_str(), certain, kept.seen)
    });
    let cards = player.lesson.steps_of(Stage::Quiz);
    let cards = cards.flat_map(|step| &step.asks);
    let cards = cards.filter(|ask| player.is_answered(&ask.id) && !player.is_right(ask));
    guesses.chain(cards.map(|ask| (ask.id.as_str(), false, None)))
}

/// The questions that are due, as cards: those of which the learner was certain first, then the oldest.
fn due(app: &App) -> Vec<Ask> {
    let today = day(app.now);
    let cards = app.progress.review.iter();
    let mut cards: Vec<_> = cards
        .filter(|(_, card)| card.day <= today && !card.is_known())
        .collect();
    cards.sort_by_key(|(id, card)| (!card.certain, card.day, *id));
    let asks = cards
        .into_iter()
        .filter_map(|(id, card)| asked_again(id, card, app.course));
    asks.take(SITTING).collect()
}

/// The lesson and the question of that key.
fn asked<'a>(id: &str, course: &'a Course) -> Option<(&'a Lesson, &'a Ask)> {
    let (lesson, own) = id.split_once('/')?;
    let lesson = course.lesson(lesson)?;
    Some((lesson, lesson.question(own)?))
}

/// True where it can be asked. Of a prediction the answer is what the exchange showed; where that was not kept, nobody knows it.
fn is_asked(id: &str, card: &Card, course: &Course) -> bool {
    asked(id, course).is_some_and(|(_, ask)| !ask.is_prediction() || card.seen.is_some())
}

/// The question of that key as a card. A lesson or a question that is gone is not asked.
fn asked_again(id: &str, card: &Card, course: &Course) -> Option<Ask> {
    let (lesson, ask) = asked(id, course).filter(|_| is_asked(id, card, course))?;
    let options = ask.options.iter().enumerate().map(|(at, option)| Choice {
        right: if ask.is_prediction() {
            card.seen == Some(at)
        } else {
            option.right
        },
        value: None,
        also: Vec::new(),
        when: None,
        ..option.clone()
    });
    let question = [
        ("lesson", capital(&lesson.called())),
        ("question", ask.question.clone()),
    ];
    Some(Ask {
        id: id.to_owned(),
        question: filled("review.from", &question),
        options: options.collect(),
        measure: None,
        given: None,
        ..ask.clone()
    })
}

fn round(asks: Vec<Ask>, target: crate::lesson::target::TargetName) -> Lesson {
    let quiz = Step {
        title: words("review.title").to_owned(),
        asks,
        ..Step::blank("quiz", Stage::Quiz)
    };
    let steps = vec![quiz, Step::blank("done", Stage::Done)];
    Lesson {
        format: FORMAT,
        id: ID.to_owned(),
        number: 0,
        kind: Round::Review,
        title: words("review.title").to_owned(),
        source: String::new(),
        minutes: 1,
        targets: vec![target],
        app: Vec::new(),
        setup: Vec::new(),
        test_out: Vec::new(),
        can: Vec::new(),
        why: words("review.about").to_owned(),
        leaves_out: Vec::new(),
        form: RequestForm::default(),
        own: None,
        steps: steps.into(),
        size: None,
        done: Done {
            summary: Vec::new(),
            next: words("review.next").to_owned(),
        },
    }
}
