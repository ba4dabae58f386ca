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

/// Every prediction of the lesson, answered or not.
pub(super) fn lines(app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let Some(player) = &app.player else {
        return Vec::new();
    };
    let mut lines = guide::question(app, width, look);
    for prediction in asked_first(player.lesson) {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(one(player, prediction, width, look));
    }
    if lines.is_empty() {
        let words = "This lesson asks nothing before sending.";
        return prose(words, usize::from(width), look.style(Role::Dim));
    }
    lines
}

fn one(
    player: &Player,
    prediction: &Prediction,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let cells = usize::from(width);
    let verdict = player.verdict(prediction);
    let (mark, role, words) = match &verdict {
        Verdict::Right(..) => (look.marks.pass, Role::Pass, "as you said"),
        Verdict::Wrong(..) => (look.marks.fail, Role::Fail, "otherwise than you said"),
        Verdict::Unguessed(_) => (look.marks.note, Role::Note, "you did not guess"),
        Verdict::Open | Verdict::Waiting(_) => (look.marks.open, Role::Dim, "not known yet"),
    };
    let head = Span::styled(format!("{mark} "), look.style(role));
    let question = format!("{}  ({words})", prediction.question);
    let mut lines = text::marked(head, &question, cells, look.style(Role::Strong));
    if let (Some(guess), None) = question::parts(&verdict) {
        let option = prediction.options.get(guess.option);
        let said = option.map_or("", |option| option.text.as_str());
        let words = format!("You said  {said}");
        lines.extend(prose(&words, cells, look.style(Role::Dim)));
    }
    if let Verdict::Right(_, measured) = &verdict {
        // A right guess needs no comparison: what it was, and why.
        let was = measured
            .option
            .and_then(|at| prediction.options.get(at))
            .map_or_else(
                || visible_line(&measured.value),
                |option| option.text.clone(),
            );
        lines.extend(prose(&was, cells, look.style(Role::Text)));
        lines.extend(prose(&prediction.why, cells, look.style(Role::Dim)));
        return lines;
    }
    lines.extend(question::verdict_lines(prediction, &verdict, cells, look));
    lines
}
