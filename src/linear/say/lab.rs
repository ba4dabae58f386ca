//! The lab: one thing changed, and both answers side by side.

use super::{Words, call, exchange, verdict};
use crate::app::App;
use crate::app::forging::{Signature, carried, compared};
use crate::app::lab::Trial;
use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::tenant::TenantFacts;
use crate::lesson::desks;
use crate::lesson::model::{Experiment, Variant};
use crate::oauth::jwt::Jwt;
use crate::oauth::text::visible_line;

/// The experiment that is open.
pub(super) fn say(app: &App, player: &Player, words: &mut Words) {
    let step = player.step();
    let (Some(experiment), Some(variant)) = (player.lab.experiment(step), player.lab.variant(step))
    else {
        return;
    };
    words.fact(format!("Experiment {}. {}", experiment.id, variant.change));
    words.intro(experiment.intro.clone());
    words.fact(state(player));
    if player.lacks_a_token() {
        words.fact(player.first_a_token());
    }
    changed_token(player, words);
    exchange::sending(&player.bench.sending, words);
    if let Some(ask) = &variant.ask {
        verdict::asked(app, player, ask, words);
    }
    if player
        .lab
        .trial(step)
        .is_some_and(|trial| trial != Trial::Changed)
    {
        tried(player, (experiment, variant), app.facts(), words);
    }
    let line = experiment.line_of(variant);
    let is_back = player.lab.trial(step) == Some(Trial::PutBack);
    if let Some((_, book)) = line.filter(|_| is_back) {
        words.fact(format!(
            "In your error book. You see: {} Behind it: {} What to do: {}",
            book.symptom, book.cause, book.fix
        ));
    }
}

/// Whether the change is in force, and which character it is where it is one.
fn state(player: &Player) -> String {
    if !player.lab.is_changed() {
        return "Nothing is changed at the moment.".to_owned();
    }
    match player.lab.difference(&player.bench.draft) {
        Some(difference) => format!(
            "The secret is changed: character {} was {} and is {} now. Nothing else is different.",
            difference.position,
            visible_line(&difference.was.to_string()),
            visible_line(&difference.is.to_string())
        ),
        None => "The change is made.".to_owned(),
    }
}

/// The changed copy of the token that the next call carries.
fn changed_token(player: &Player, words: &mut Words) {
    let bench = &player.bench;
    let copy = bench
        .token()
        .and_then(|token| Some((bench.forging.of(token.run)?, token)));
    if let Some((copy, token)) = copy {
        words.fact(differences("The API will be shown", &copy.jwt, &token.jwt));
    }
}

/// What of a token is not as it came.
fn differences(title: &str, jwt: &Jwt, came: &Jwt) -> String {
    let compared = compared(jwt, came);
    let members = compared.parts.iter().flatten().filter(|one| one.is_other);
    let mut parts: Vec<String> = members
        .map(|one| format!("{} {}", one.name, one.value))
        .collect();
    if parts.is_empty() && compared.signature == Signature::Same {
        return format!("{title} the token as it came.");
    }
    parts.push(format!("signature {}", compared.signature.words()));
    format!("{title} a token with: {}.", parts.join(", "))
}

/// What came of it, what it was compared with, and what that means.
fn tried(
    player: &Player,
    (experiment, variant): (&Experiment, &Variant),
    facts: Option<&TenantFacts>,
    words: &mut Words,
) {
    let compared = player.compared(experiment, variant);
    if let Some(run) = compared.changed {
        let mut lines = vec![exchange::out(&run.request, "with the change")];
        if let Some(entry) = run.server_view() {
            lines.extend(exchange::noted("authorization server", entry));
        }
        lines.extend(exchange::back(&run.answer));
        words.fact(lines.join("\n"));
        let before = compared.before.map_or_else(String::new, |good| {
            let which = desks::words(if good.tried.is_some() {
                "lab.beside.once"
            } else {
                "lab.beside.without"
            });
            format!("{which}, run {}: {}. ", good.number, outcome(good))
        });
        words.fact(format!("{before}With the change: {}.", outcome(run)));
    }
    if let Some((run, answer)) = player.bench.called_for(&experiment.id, &variant.id) {
        if let (Some(jwt), Some(token)) = (carried(answer), &run.token) {
            words.fact(differences("The API was shown", &jwt, &token.jwt));
        }
        words.fact(call::told(answer));
        if let Some(again) = player.called_again() {
            let told = call::told(again);
            words.fact(format!("After everything was put back: {told}"));
        }
    } else if let Some(error) = player.bench.calls().and_then(|calls| calls.failed.as_ref()) {
        words.fact(exchange::failed(error));
    }
    if let Some(again) = compared.again {
        words.fact(format!(
            "After everything was put back: {}.",
            outcome(again)
        ));
    }
    if let Some(why) = player.not_judged(facts, ("lab.otherwise", "lab.otherwise.hand")) {
        return words.fact(why);
    }
    words.fact(variant.means.clone());
    for vendor in &experiment.vendors {
        words.fact(format!("{}: {}", vendor.title, vendor.text));
    }
    words.fact(experiment.put_back.clone());
}

fn outcome(run: &Run) -> String {
    let reply = &run.answer.reply;
    let error = run.error_code().map_or_else(String::new, |code| {
        format!(", error {}", visible_line(code))
    });
    format!("{} {}{error}", reply.status, visible_line(&reply.reason))
}
