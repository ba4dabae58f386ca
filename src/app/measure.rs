//! Predicted against actual: what the real exchange shows, in the spelling of the lesson's options. Nothing here knows the right answer.

use crate::app::create::AppType;
use crate::app::player::Guess;
use crate::app::workbench::{Run, Workbench};
use crate::lesson::model::{Measure, Prediction};
use crate::oauth::journal::Door;
use crate::oauth::json;

/// What became of a prediction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nobody guessed, and nothing was measured yet.
    Open,
    /// Guessed; the exchange has not happened yet.
    Waiting(Guess),
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
    /// The verdict on `guess`, given what was measured.
    pub fn of(prediction: &Prediction, guess: Option<Guess>, measured: Option<String>) -> Self {
        let measured = measured.map(|value| Measured {
            option: prediction
                .options
                .iter()
                .position(|option| option.value == value),
            value,
        });
        match (guess, measured) {
            (None, None) => Self::Open,
            (Some(guess), None) => Self::Waiting(guess),
            (None, Some(measured)) => Self::Unguessed(measured),
            (Some(guess), Some(measured)) if measured.option == Some(guess.option) => {
                Self::Right(guess, measured)
            }
            (Some(guess), Some(measured)) => Self::Wrong(guess, measured),
        }
    }
}

/// What the workbench shows for this prediction; `None` until the exchange that shows it has happened.
pub fn of_bench(prediction: &Prediction, bench: &Workbench) -> Option<String> {
    match prediction.measure {
        Measure::CallbackUrl => {
            let app = bench.app.as_ref()?;
            // A machine-to-machine app has no form field for one; the other types carry it in their settings.
            let answer = if app.form.app_type == Some(AppType::MachineToMachine) {
                "no"
            } else {
                "yes"
            };
            Some(answer.to_owned())
        }
        Measure::TokenRequests | Measure::BrowserUsed | Measure::ReplyMember => {
            of_run(prediction, bench.latest_good()?)
        }
        Measure::Status | Measure::ErrorCode | Measure::StatusAndError => {
            of_run(prediction, bench.latest()?)
        }
    }
}

/// What one exchange shows for this prediction.
pub fn of_run(prediction: &Prediction, run: &Run) -> Option<String> {
    let status = run.answer.reply.status;
    match prediction.measure {
        Measure::TokenRequests => {
            let asked = run
                .journal
                .iter()
                .filter(|entry| entry.door == Door::Token)
                .count();
            Some(asked.to_string())
        }
        Measure::BrowserUsed => {
            // A browser would show as a redirect to a login page, or as a visit to another door than the token endpoint.
            let redirected =
                (300..400).contains(&status) || run.answer.reply.header("location").is_some();
            let visited = run
                .journal
                .iter()
                .any(|entry| entry.request_line.contains("/authorize"));
            Some(if redirected || visited { "yes" } else { "no" }.to_owned())
        }
        Measure::ReplyMember => member(prediction, run),
        Measure::Status => Some(status.to_string()),
        Measure::ErrorCode => Some(error_code(run).unwrap_or_else(|| "none".to_owned())),
        Measure::StatusAndError => Some(
            error_code(run).map_or_else(|| status.to_string(), |code| format!("{status} {code}")),
        ),
        Measure::CallbackUrl => None,
    }
}

/// The first of the members named by the options that stands in the reply.
fn member(prediction: &Prediction, run: &Run) -> Option<String> {
    let document = json::read(&run.answer.reply.text());
    let root = document.root()?;
    let present = prediction
        .options
        .iter()
        .find(|option| document.member(root, &option.value).is_some())?;
    Some(present.value.clone())
}

/// The `error` member of the reply.
pub fn error_code(run: &Run) -> Option<String> {
    let document = json::read(&run.answer.reply.text());
    let error = document.member(document.root()?, "error")?;
    document.string(error).map(str::to_owned)
}
