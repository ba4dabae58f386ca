//! The break stage: one thing changed, and both answers side by side.

use super::{Words, exchange, verdict};
use crate::app::measure::error_code;
use crate::app::player::Player;
use crate::app::workbench::Run;
use crate::oauth::text::visible_line;

/// The experiment.
pub(super) fn say(player: &Player, words: &mut Words) {
    let experiment = &player.lesson.experiment;
    let bench = &player.experiment;
    words.fact(format!(
        "Experiment {}. {}",
        experiment.id, experiment.change
    ));
    words.intro(experiment.intro.clone());
    words.fact(match &bench.broken {
        None => "The secret is whole.".to_owned(),
        Some(_) if bench.put_back => "The right secret is back in its place.".to_owned(),
        Some(broken) => format!(
            "The secret is broken: character {} was {} and is {} now. Nothing else is different.",
            broken.position,
            visible_line(&broken.was.to_string()),
            broken.is
        ),
    });
    exchange::sending(&bench.sending, words);
    match &bench.run {
        None => verdict::asked(player, &experiment.prediction, words),
        Some(run) => compared(player, run, words),
    }
    if bench.put_back {
        let book = &experiment.error_book;
        words.fact(format!(
            "In your error book. You see: {} Behind it: {} What to do: {}",
            book.symptom, book.cause, book.fix
        ));
    }
}

/// The broken run, what it was compared with, and what that means.
fn compared(player: &Player, run: &Run, words: &mut Words) {
    let experiment = &player.lesson.experiment;
    let mut lines = vec![exchange::out(&run.request, "the broken secret inside")];
    if let Some(entry) = run.server_view() {
        lines.extend(exchange::noted("authorization server", entry));
    }
    lines.extend(exchange::back(&run.answer));
    words.fact(lines.join("\n"));
    let right = player.bench.latest_good().map(|good| {
        format!(
            "With the right secret, run {}: {}. ",
            good.number,
            outcome(good)
        )
    });
    words.fact(format!(
        "{}With the broken secret: {}.",
        right.unwrap_or_default(),
        outcome(run)
    ));
    verdict::asked(player, &experiment.prediction, words);
    words.fact(experiment.explain.clone());
    for vendor in &experiment.vendors {
        words.fact(format!("{}: {}", vendor.title, vendor.text));
    }
    words.fact(experiment.put_back.clone());
}

fn outcome(run: &Run) -> String {
    let reply = &run.answer.reply;
    let error = error_code(run).map_or_else(String::new, |code| {
        format!(", error {}", visible_line(&code))
    });
    format!("{} {}{error}", reply.status, visible_line(&reply.reason))
}
