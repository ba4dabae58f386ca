//! You predicted, it did: each question that this exchange answers, the guess beside what was measured, and why.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::measure::Verdict;
use crate::app::player::Player;
use crate::app::stage::asked_first;
use crate::lesson::model::Prediction;
use crate::oauth::text::visible_line;
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::{guide, question};

/// Every prediction of the lesson, two lines each, then the reasons.
pub(super) fn lines(app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let Some(player) = &app.player else {
        return Vec::new();
    };
    let cells = usize::from(width);
    let mut lines = guide::question(app, width, look);
    for prediction in asked_first(player.lesson) {
        lines.extend(compared(player, prediction, cells, look));
    }
    if lines.is_empty() {
        let words = "This lesson asks nothing before sending.";
        return prose(words, cells, look.style(Role::Dim));
    }
    for prediction in asked_first(player.lesson) {
        if question::parts(&player.verdict(prediction)).1.is_some() {
            lines.push(Line::default());
            lines.extend(prose(&prediction.question, cells, look.style(Role::Strong)));
            lines.extend(prose(&prediction.why, cells, look.style(Role::Text)));
        }
    }
    lines
}

/// The question with its mark, then guess and measured value.
fn compared(
    player: &Player,
    prediction: &Prediction,
    cells: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let verdict = player.verdict(prediction);
    let (mark, role) = match &verdict {
        Verdict::Right(..) => (look.marks.pass, Role::Pass),
        Verdict::Wrong(..) => (look.marks.fail, Role::Fail),
        Verdict::Unguessed(_) => (look.marks.note, Role::Note),
        Verdict::Open | Verdict::Waiting(_) => (look.marks.open, Role::Dim),
    };
    let option = |at: usize| {
        prediction
            .options
            .get(at)
            .map(|option| option.text.as_str())
    };
    let (guess, measured) = question::parts(&verdict);
    let said = guess.and_then(|guess| Some((option(guess.option)?, guess.sureness.word())));
    let was = measured.map(|measured| {
        let text = measured.option.and_then(option).map(str::to_owned);
        text.unwrap_or_else(|| visible_line(&measured.value))
    });
    let words = match (said, was) {
        (Some((said, _)), Some(was)) if said == was => format!("As you said: {was}"),
        (Some((said, sure)), Some(was)) => format!("You said: {said} ({sure}). It was: {was}"),
        (None, Some(was)) => format!("You did not guess. It was: {was}"),
        (Some((said, sure)), None) => format!("You said: {said} ({sure}). Not known yet."),
        (None, None) => "Not known yet, and you did not guess.".to_owned(),
    };
    let head = Span::styled(format!("{mark} "), look.style(role));
    let mut lines = text::marked(head, &prediction.question, cells, look.style(Role::Strong));
    lines.extend(text::marked(
        Span::raw("  "),
        &words,
        cells,
        look.style(role),
    ));
    lines
}
