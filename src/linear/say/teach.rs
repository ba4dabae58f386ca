//! What is mostly the lesson's own words: goal, tasks, hints, quiz, done.

use super::{
    Words, call, dashboard, desk, elsewhere, exchange, explain, flow, lab, request, token, verdict,
};
use crate::app::App;
use crate::app::player::Player;
use crate::app::verdict::Verdict;
use crate::app::way_back::WayBack;
use crate::app::workbench::Sending;
use crate::lesson::bench::Bench;
use crate::lesson::desks;
use crate::lesson::fact::Condition;
use crate::lesson::model::{Ask, Round, Stage};
use crate::oauth::text::visible_line;

/// The goal.
pub(super) fn goal(player: &Player, words: &mut Words) {
    let lesson = player.lesson;
    words.intro(format!(
        "After the exercise of {}. About {} minutes.",
        lesson.source, lesson.minutes
    ));
    for can in &lesson.can {
        words.fact(format!("After this you can {can}."));
    }
    words.intro(format!("Why: {}", lesson.why));
    for left_out in &lesson.leaves_out {
        words.intro(format!("What {} leaves out: {left_out}", lesson.source));
    }
}

/// A work screen: the task first, then what it is about, then how things stand.
pub(super) fn work(app: &App, player: &Player, bench: Bench, words: &mut Words) {
    let step = player.step();
    if !step.task.is_empty() {
        words.fact(format!("Now: {}.", step.task));
        if player.is_flown() {
            words.fact(desks::words("flown.open"));
        }
    }
    words.intro(step.intro.clone());
    if matches!(bench, Bench::Build | Bench::Send | Bench::Lab) {
        elsewhere::say(&player.bench.elsewhere, words);
    }
    for (at, tick) in step.ticks.iter().enumerate() {
        match (&tick.when, player.is_ticked(at)) {
            (Some(_), true) => words.fact(ended(&format!("Done: {}", tick.text))),
            (Some(_), false) if player.is_unseen(at) => {
                words.fact(ended(&player.unseen_words(at, tick.text.clone())));
            }
            (Some(_), false) => words.intro(ended(&format!("To do: {}", tick.text))),
            (None, _) => words.intro(ended(&tick.text)),
        }
    }
    match bench {
        Bench::Dashboard => dashboard::say(app, player, words),
        Bench::Build => request::say(app, player, words),
        Bench::Send => sent(app, player, words),
        Bench::Read => token::say(app, player, words),
        Bench::Call => call::say(app, player, words),
        Bench::Check => desk::act(app, player, words),
        Bench::Explain => explain::say(player, words),
        Bench::Lab => lab::say(app, player, words),
        Bench::Flow => flow::say(player, app.facts(), words),
    }
    // The lab says its own question where it belongs.
    if let Some(ask) = step.aside().filter(|_| bench != Bench::Lab) {
        verdict::asked(app, player, ask, words);
    }
}

/// In place of a step that only practice can show.
pub(super) fn practice(player: &Player, words: &mut Words) {
    words.fact(desks::words("own.only"));
    words.fact(player.step().only.clone().unwrap_or_default());
}

/// A line as a sentence.
fn ended(text: &str) -> String {
    let stop = if text.ends_with(['.', '?', '!']) {
        ""
    } else {
        "."
    };
    format!("{text}{stop}")
}

/// What happened, and every prediction that it settles.
fn sent(app: &App, player: &Player, words: &mut Words) {
    exchange::sending(&player.bench.sending, words);
    match player.bench.latest() {
        // The exchange before is not what was asked for just now.
        _ if matches!(player.bench.sending, Sending::Failed(_)) => request::by_hand(app, words),
        Some(run) => {
            exchange::told(app, run, words);
            if player.refusal_was_wanted(app.facts()) {
                words.fact("No token, and that is what this step wanted to see.");
            } else if let Some(way) = player.way_back(app.facts()) {
                let stopped = match way {
                    WayBack::Field(field) => {
                        format!(": the server stopped at {}", request::name(field))
                    }
                    _ => String::new(),
                };
                let way = request::way_back(player, way);
                words.fact(format!("No token this time{stopped}. {way}"));
            }
            if run.stands_refused() && !player.refusal_was_wanted(app.facts()) {
                request::by_hand(app, words);
            }
            call::newest(&run.call, words);
            call::way_back(app, player, words);
        }
        None => words.fact("Nothing has been sent yet."),
    }
    for ask in player
        .lesson
        .steps_of(Stage::Predict)
        .flat_map(|step| &step.asks)
    {
        verdict::settled(app, player, ask, words);
    }
    if let Some(token) = player.bench.token() {
        words.fact(format!("You hold the token of run {}.", token.run));
        // A step about claims shows them where the reply is: there is no other step to read them at.
        let goals = player.step().goals.iter();
        if goals.map(|goal| &goal.when).any(Condition::is_about_claims) {
            token::parts(&token.jwt, words);
        }
    }
}

/// The hints that are open, then the solution.
pub(super) fn hints(player: &Player, words: &mut Words) {
    let step = player.step();
    let open = player.hints_open();
    for (at, hint) in step.hints.iter().enumerate().take(open) {
        words.fact(format!(
            "Hint {} of {}: {}",
            at + 1,
            step.hints.len(),
            hint.text
        ));
    }
    if open > step.hints.len() {
        words.fact(format!("Solution: {}", step.solution));
    }
}

/// A quiz card, and its feedback.
pub(super) fn card(app: &App, player: &Player, words: &mut Words) {
    let Some(ask) = player.page_ask() else { return };
    words.fact(format!("Question: {}", ask.question));
    if let Some(shown) = &ask.shown {
        words.fact(format!(
            "A sample to look at:\n{}\nEnd of the sample.",
            shown.trim()
        ));
    }
    verdict::answered(app, player, ask, words);
}

/// The end: what was done, how the guesses and cards went, what comes next.
pub(super) fn done(app: &App, player: &Player, words: &mut Words) {
    let lesson = player.lesson;
    if let Some(outcome) = player.test.as_ref().and_then(|test| test.outcome) {
        words.fact(outcome.words());
    }
    let summary = lesson.done.summary.iter();
    for line in summary.filter(|_| !player.has_passed()) {
        if player.reached.contains(&line.step) {
            words.fact(line.text.clone());
        } else if player.is_unseen_step(&line.step) {
            let what = [("what", line.open.clone())];
            words.fact(desks::filled("own.unseen.step", &what));
        }
    }
    let still = player.still_to_do().into_iter();
    for open in still.filter(|_| player.test.is_none() && !player.has_passed()) {
        words.fact(format!("Still to do: {open}"));
    }
    let open = player.open_count();
    if open > 0 && player.test.is_none() && !player.has_passed() {
        words.fact(format!("Finished with {open} open."));
    }
    let cards: Vec<&Ask> = lesson
        .steps_of(Stage::Quiz)
        .flat_map(|step| &step.asks)
        .collect();
    let right = cards.iter().filter(|ask| player.is_right(ask));
    if !cards.is_empty() {
        words.fact(format!("Quiz: {} of {} right.", right.count(), cards.len()));
    }
    predictions(app, player, words);
    let experiments = lesson.steps.iter().flat_map(|step| &step.experiments);
    for (id, _) in experiments.flat_map(|experiment| experiment.lines()) {
        if let Some(line) = app.progress.error_book.get(&id) {
            words.fact(format!(
                "In your error book: {}",
                visible_line(&line.symptom)
            ));
        }
    }
    words.fact(format!("Next: {}", lesson.done.next));
}

/// How the predictions went, as far as they were measured.
fn predictions(app: &App, player: &Player, words: &mut Words) {
    let (mut held, mut made) = (0, 0);
    for id in player.guesses.keys() {
        let Some(ask) = player.ask(id) else { continue };
        match player.verdict(ask, app.facts()) {
            Verdict::Right(..) => (held, made) = (held + 1, made + 1),
            Verdict::Wrong(..) => made += 1,
            Verdict::Open | Verdict::Waiting(_) | Verdict::Unseen(_) | Verdict::Unguessed(_) => {}
        }
    }
    let is_lesson = player.lesson.kind == Round::Lesson && player.test.is_none();
    if made > 0 || is_lesson {
        words.fact(format!(
            "Predictions: {held} of {made} came out as you said."
        ));
    }
}
