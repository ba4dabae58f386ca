//! Questions: what is asked, what was answered, and what the real exchange showed.

use super::Words;
use crate::app::App;
use crate::app::guess::Guess;
use crate::app::player::Player;
use crate::app::verdict::{Measured, Verdict};
use crate::lesson::model::Ask;
use crate::oauth::text::visible_line;

/// A question, and how it stands.
pub(super) fn asked(app: &App, player: &Player, ask: &Ask, words: &mut Words) {
    words.fact(format!("Question: {}", ask.question));
    if !ask.is_prediction() {
        return answered(player, ask, words);
    }
    match player.verdict(ask, app.facts()) {
        Verdict::Open => {}
        Verdict::Waiting(guess) => words.fact(format!(
            "You predict: {}. The real exchange will tell.",
            guessed(ask, guess)
        )),
        Verdict::Unseen(_) | Verdict::Unguessed(_) | Verdict::Right(..) | Verdict::Wrong(..) => {
            settled(app, player, ask, words);
        }
    }
}

/// Predicted against actual, once it was measured.
pub(super) fn settled(app: &App, player: &Player, ask: &Ask, words: &mut Words) {
    let verdict = player.verdict(ask, app.facts());
    let own = |guess: Guess| {
        let option = ask.options.get(guess.option);
        option.map_or("", |option| option.feedback.as_str())
    };
    let why = &ask.why;
    let text = match verdict {
        Verdict::Open | Verdict::Waiting(_) => return,
        Verdict::Unseen(_) => "This cannot be seen here, so a guess counts neither way.".to_owned(),
        Verdict::Unguessed(measured) => {
            let actual = was(ask, &measured);
            format!("You did not predict. It was: {actual}. Why: {why}")
        }
        Verdict::Right(guess, _) => {
            let said = guessed(ask, guess);
            format!(
                "You predicted: {said}. It was so. {} Why: {why}",
                own(guess)
            )
        }
        Verdict::Wrong(guess, measured) => {
            let (said, actual) = (guessed(ask, guess), was(ask, &measured));
            let own = own(guess);
            format!("You predicted: {said}. It was otherwise: {actual}. {own} Why: {why}")
        }
    };
    words.fact(text);
}

/// An answer that is right or wrong by the file, and what is said to it.
pub(super) fn answered(player: &Player, ask: &Ask, words: &mut Words) {
    let picked = player.answers.get(&ask.id);
    let picked = picked.and_then(|at| ask.options.get(*at));
    let (said, feedback) = match (picked, player.typed.get(&ask.id)) {
        (Some(option), _) => (option.text.clone(), option.feedback.as_str()),
        (None, Some(typed)) => {
            let slip = ask.slip(typed).map_or("", |slip| slip.feedback.as_str());
            (visible_line(typed), slip)
        }
        (None, None) => return,
    };
    if is_right(player, ask) {
        words.fact(format!("You say: {said}. Right. {feedback}"));
    } else {
        let right = ask.right().and_then(|at| ask.options.get(at));
        let right = match (right, ask.accepts.first()) {
            (Some(option), _) => option.text.as_str(),
            (None, Some(text)) => text.as_str(),
            (None, None) => "",
        };
        words.fact(format!(
            "You say: {said}. Not so. {feedback} Right is: {right}."
        ));
    }
    words.fact(format!("Why: {}", ask.why));
    for (label, text) in [("What to do now", &ask.now), ("Read more", &ask.more)] {
        if !text.is_empty() {
            words.fact(format!("{label}: {text}"));
        }
    }
}

/// True where the answer is right by the file.
pub(super) fn is_right(player: &Player, ask: &Ask) -> bool {
    let typed = player.typed.get(&ask.id);
    typed.is_some_and(|typed| ask.accepts(typed))
        || player
            .answers
            .get(&ask.id)
            .is_some_and(|at| ask.right() == Some(*at))
}

fn guessed(ask: &Ask, guess: Guess) -> String {
    let option = ask.options.get(guess.option);
    let text = option.map_or("an answer that is gone", |option| option.text.as_str());
    format!("{text} (sureness: {})", guess.sureness.word())
}

fn was(ask: &Ask, measured: &Measured) -> String {
    match measured.option.and_then(|at| ask.options.get(at)) {
        Some(option) => option.text.clone(),
        None => format!("{}, which no answer foresaw", visible_line(&measured.value)),
    }
}
