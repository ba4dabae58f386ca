//! Predictions: the question, the guess, and what the real exchange showed.

use super::Words;
use crate::app::measure::{Measured, Verdict};
use crate::app::player::{Guess, Player};
use crate::lesson::model::Prediction;
use crate::oauth::text::visible_line;

/// A prediction with its question.
pub(super) fn asked(player: &Player, prediction: &Prediction, words: &mut Words) {
    words.fact(format!("Question: {}", prediction.question));
    match player.verdict(prediction) {
        Verdict::Open => {}
        Verdict::Waiting(guess) => words.fact(format!(
            "You predict: {}. The real exchange will tell.",
            guessed(prediction, guess)
        )),
        Verdict::Unguessed(_) | Verdict::Right(..) | Verdict::Wrong(..) => {
            settled(player, prediction, words);
        }
    }
}

/// Predicted against actual, once it was measured.
pub(super) fn settled(player: &Player, prediction: &Prediction, words: &mut Words) {
    let why = &prediction.why;
    let text = match player.verdict(prediction) {
        Verdict::Open | Verdict::Waiting(_) => return,
        Verdict::Unguessed(measured) => {
            let actual = was(prediction, &measured);
            format!("You did not predict. It was: {actual}. Why: {why}")
        }
        Verdict::Right(guess, _) => {
            let guess = guessed(prediction, guess);
            format!("You predicted: {guess}. It was so. Why: {why}")
        }
        Verdict::Wrong(guess, measured) => {
            let (guess, actual) = (guessed(prediction, guess), was(prediction, &measured));
            format!("You predicted: {guess}. It was otherwise: {actual}. Why: {why}")
        }
    };
    words.fact(text);
}

fn guessed(prediction: &Prediction, guess: Guess) -> String {
    let option = prediction.options.get(guess.option);
    let text = option.map_or("an answer that is gone", |option| option.text.as_str());
    format!("{text} (sureness: {})", guess.sureness.word())
}

fn was(prediction: &Prediction, measured: &Measured) -> String {
    match measured.option.and_then(|at| prediction.options.get(at)) {
        Some(option) => option.text.clone(),
        None => format!("{}, which no answer foresaw", visible_line(&measured.value)),
    }
}
