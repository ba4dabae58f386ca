//! Questions: what is asked, what was answered, and what the real exchange showed.

use super::Words;
use crate::app::App;
use crate::app::guess::Guess;
use crate::app::player::Player;
use crate::app::verdict::{Measured, Verdict};
use crate::lesson::desks;
use crate::lesson::model::Ask;
use crate::oauth::text::visible_line;

/// A question, and how it stands.
pub(super) fn asked(app: &App, player: &Player, ask: &Ask, words: &mut Words) {
    words.fact(format!("Question: {}", ask.question));
    if !ask.is_prediction() {
        return answered(app, player, ask, words);
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
    believed(app, ask, words);
}

/// The belief that a wrong answer shows, and that the question comes back.
fn believed(app: &App, ask: &Ask, words: &mut Words) {
    if let Some(belief) = app.belief_behind(ask) {
        words.fact(format!("A wrong idea behind this: {belief}"));
    }
    if app.comes_back(ask) {
        words.fact(desks::words("review.marked"));
    }
}

/// An answer that is right or wrong by the file, and what is said to it.
pub(super) fn answered(app: &App, player: &Player, ask: &Ask, words: &mut Words) {
    let picked = player.answers.get(&ask.id);
    let picked = picked.and_then(|at| ask.options.get(*at));
    let (said, feedback) = match (picked, player.typed.get(&ask.id)) {
        (Some(option), _) => (option.text.clone(), option.feedback.as_str()),
        (None, Some(_)) if ask.is_arranged() => {
            arranged(player, ask, words);
            return believed(app, ask, words);
        }
        (None, Some(typed)) => {
            let slip = ask.slip(typed).map_or("", |slip| slip.feedback.as_str());
            (visible_line(typed), slip)
        }
        (None, None) => return,
    };
    if player.is_right(ask) {
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
    why(ask, words);
    believed(app, ask, words);
}

/// Items in an order or in boxes: what was said, and where each that went elsewhere belongs.
fn arranged(player: &Player, ask: &Ask, words: &mut Words) {
    let places = player.places_of(ask);
    let name = |place: usize| match place.checked_sub(1).and_then(|at| ask.boxes.get(at)) {
        Some(name) => name.clone(),
        None => place.to_string(),
    };
    let right = player.is_right(ask);
    words.fact(if right {
        "Right, each of them."
    } else {
        "Not all of them."
    });
    for (item, given) in ask.options.iter().zip(places) {
        let belongs = item.place.unwrap_or(0);
        let text = &item.text;
        words.fact(if given == belongs {
            format!("{text}: {}, and that is so.", name(given))
        } else {
            format!(
                "{text}: you say {}. It is {}. {}",
                name(given),
                name(belongs),
                item.feedback
            )
        });
    }
    why(ask, words);
}

fn why(ask: &Ask, words: &mut Words) {
    words.fact(format!("Why: {}", ask.why));
    for (label, text) in [("What to do now", &ask.now), ("Read more", &ask.more)] {
        if !text.is_empty() {
            words.fact(format!("{label}: {text}"));
        }
    }
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
