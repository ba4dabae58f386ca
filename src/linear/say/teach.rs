//! The stages that are mostly the lesson's own words: goal, acts, hints, quiz, done.

use super::{Words, create, desk, exchange, request, token, verdict};
use crate::app::App;
use crate::app::measure::Verdict;
use crate::app::player::Player;
use crate::app::stage;
use crate::lesson::model::ActionKind;
use crate::oauth::text::visible_line;

/// The goal.
pub(super) fn goal(player: &Player, words: &mut Words) {
    let lesson = player.lesson;
    words.intro(format!(
        "After the exercise of {}. About {} minutes.",
        lesson.source, lesson.minutes
    ));
    for can in &lesson.goal.can {
        words.fact(format!("After this you can {can}."));
    }
    words.intro(format!("Why: {}", lesson.goal.why));
    for left_out in &lesson.goal.leaves_out {
        words.intro(format!("What {} leaves out: {left_out}", lesson.source));
    }
}

/// One of the five acts.
pub(super) fn act(app: &App, player: &Player, action: ActionKind, words: &mut Words) {
    if let Some(act) = player.lesson.act(action) {
        words.fact(format!("Goal: {}", act.goal));
        words.intro(act.intro.clone());
        for step in &act.steps {
            words.intro(format!("To do: {step}."));
        }
    }
    match action {
        ActionKind::CreateApp => create::say(app, player, words),
        ActionKind::Build => request::say(app, player, words),
        ActionKind::Send => sent(app, player, words),
        ActionKind::Read => token::say(app, player, words),
        ActionKind::Check => desk::act(app, player, words),
    }
    question(player, action, words);
    if action != ActionKind::Send {
        for prediction in stage::asked_at(player.lesson, action) {
            verdict::asked(player, prediction, words);
        }
    }
}

/// The send step: what happened, and every prediction that it settles.
fn sent(app: &App, player: &Player, words: &mut Words) {
    exchange::sending(&player.bench.sending, words);
    match player.bench.latest() {
        Some(run) => {
            exchange::told(app, run, words);
            if let Some(field) = player.bench.refused_at() {
                let name = request::name(field);
                words.fact(format!(
                    "No token this time: the server stopped at {name}. Step back and change it."
                ));
            }
        }
        None => words.fact("Nothing has been sent yet."),
    }
    for prediction in stage::asked_first(player.lesson) {
        verdict::settled(player, prediction, words);
    }
    for prediction in stage::asked_at(player.lesson, ActionKind::Send) {
        verdict::asked(player, prediction, words);
    }
    if let Some(token) = &player.bench.token {
        words.fact(format!("You hold the token of run {}.", token.run));
    }
}

/// The question inside an act.
fn question(player: &Player, action: ActionKind, words: &mut Words) {
    let asked = player
        .lesson
        .act(action)
        .and_then(|act| act.question.as_ref());
    let Some(asked) = asked else { return };
    words.fact(format!("Question: {}", asked.question));
    let picked = player.bench.inline_answer(action.name());
    if let Some(answer) = picked.and_then(|at| asked.options.get(at)) {
        let verdict = if answer.right { "Right" } else { "Not so" };
        words.fact(format!(
            "You say: {}. {verdict}. {}",
            answer.text, answer.feedback
        ));
    }
}

/// The hints that are open, then the solution.
pub(super) fn hints(player: &Player, words: &mut Words) {
    let (hints, solution) = player.hints_here();
    let open = player.hints_open();
    for (at, hint) in hints.iter().enumerate().take(open) {
        words.fact(format!("Hint {} of {}: {hint}", at + 1, hints.len()));
    }
    if open > hints.len() {
        words.fact(format!("Solution: {solution}"));
    }
}

/// A quiz card, and the four parts of its feedback.
pub(super) fn card(player: &Player, at: usize, words: &mut Words) {
    let Some(card) = player.lesson.quiz.get(at) else {
        return;
    };
    words.fact(format!("Question: {}", card.question));
    if let Some(shown) = &card.shown {
        words.fact(format!(
            "A sample to look at:\n{}\nEnd of the sample.",
            shown.trim()
        ));
    }
    let picked = player.cards.get(&at);
    let Some(answer) = picked.and_then(|at| card.options.get(*at)) else {
        return;
    };
    let feedback = &card.feedback;
    if answer.right {
        words.fact(format!("You say: {}. Right.", answer.text));
    } else {
        let right = card.options.iter().find(|option| option.right);
        let right = right.map_or("", |option| option.text.as_str());
        words.fact(format!(
            "You say: {}. Not so. Right is: {right}.",
            answer.text
        ));
        words.fact(format!("What happened: {}", feedback.happened));
    }
    words.fact(format!("Why: {}", feedback.why));
    words.fact(format!("What to do now: {}", feedback.now));
    words.fact(format!("Read more: {}.", feedback.more));
}

/// The end: what was done, how the guesses and cards went, what comes next.
pub(super) fn done(app: &App, player: &Player, words: &mut Words) {
    let lesson = player.lesson;
    for line in &lesson.done.summary {
        if player.deeds.contains(&line.deed) {
            words.fact(line.text.clone());
        } else {
            words.fact(format!("Still to do: {}", line.open));
        }
    }
    let right = player.cards.iter().filter(|(card, picked)| {
        let options = lesson.quiz.get(**card).map(|card| &card.options);
        options.is_some_and(|options| options.get(**picked).is_some_and(|option| option.right))
    });
    words.fact(format!(
        "Quiz: {} of {} right.",
        right.count(),
        lesson.quiz.len()
    ));
    predictions(app, player, words);
    if let Some(line) = app.progress.error_book.get(&lesson.experiment.id) {
        words.fact(format!(
            "In your error book: {}",
            visible_line(&line.symptom)
        ));
    }
    words.fact(format!("Next: {}", lesson.done.next));
}

/// How the predictions went: as measured in this session, else as kept from an earlier one.
fn predictions(app: &App, player: &Player, words: &mut Words) {
    let kept = app.progress.lessons.get(&player.lesson.name);
    let own = std::iter::once(&player.lesson.experiment.prediction);
    let (mut held, mut made) = (0, 0);
    for prediction in player.lesson.predict.iter().chain(own) {
        let earlier = kept.and_then(|kept| kept.guesses.get(&prediction.id)?.right);
        let right = match player.verdict(prediction) {
            Verdict::Right(..) => Some(true),
            Verdict::Wrong(..) => Some(false),
            Verdict::Open | Verdict::Waiting(_) | Verdict::Unguessed(_) => earlier,
        };
        made += usize::from(right.is_some());
        held += usize::from(right == Some(true));
    }
    words.fact(format!(
        "Predictions: {held} of {made} came out as you said."
    ));
}
