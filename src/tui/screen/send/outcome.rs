//! You predicted, it did: each question that this exchange answers, the guess beside what was measured, and why.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::player::Player;
use crate::app::verdict::Verdict;
use crate::lesson::model::{Ask, Stage};
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::guide;
use crate::tui::widget::question::{self, Cursor};

/// Every prediction of the lesson, two lines each, then the reasons.
pub(super) fn lines(
    app: &App,
    cursor: Option<Cursor>,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let Some(player) = &app.player else {
        return Vec::new();
    };
    let cells = usize::from(width);
    let mut lines = guide::question(app, cursor, width, look);
    let asked = || {
        player
            .lesson
            .steps_of(Stage::Predict)
            .flat_map(|step| &step.asks)
    };
    for ask in asked() {
        lines.extend(compared(app, player, ask, cells, look));
    }
    if lines.is_empty() {
        let words = "This lesson asks nothing before sending.";
        return prose(words, cells, look.style(Role::Dim));
    }
    for ask in asked() {
        if player.verdict(ask, app.facts()).measured().is_some() {
            lines.push(Line::default());
            lines.extend(prose(&ask.question, cells, look.style(Role::Strong)));
            lines.extend(prose(&ask.why, cells, look.style(Role::Text)));
        }
    }
    lines
}

/// The question with its mark, then guess and measured value.
fn compared(
    app: &App,
    player: &Player,
    ask: &Ask,
    cells: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let verdict = player.verdict(ask, app.facts());
    let (mark, role) = match &verdict {
        Verdict::Right(..) => (look.marks.pass, Role::Pass),
        Verdict::Wrong(..) => (look.marks.fail, Role::Fail),
        Verdict::Unguessed(_) | Verdict::Unseen(_) => (look.marks.note, Role::Note),
        Verdict::Open | Verdict::Waiting(_) => (look.marks.open, Role::Dim),
    };
    let option = |at: usize| ask.options.get(at).map(|option| option.text.as_str());
    let guess = verdict.guess();
    let said = guess.and_then(|guess| Some((option(guess.option)?, guess.sureness.word())));
    let was = verdict
        .measured()
        .map(|measured| question::measured_words(ask, measured));
    let words = match (said, was, &verdict) {
        (_, _, Verdict::Unseen(_)) => "It cannot be seen here, and counts neither way.".to_owned(),
        (Some((said, _)), Some(was), _) if said == was => format!("As you said: {was}"),
        (Some((said, sure)), Some(was), _) => {
            format!("You said: {said} ({sure}). It was: {was}")
        }
        (None, Some(was), _) => format!("You did not guess. It was: {was}"),
        (Some((said, sure)), None, _) => format!("You said: {said} ({sure}). Not known yet."),
        (None, None, _) => "Not known yet, and you did not guess.".to_owned(),
    };
    let head = Span::styled(format!("{mark} "), look.style(role));
    let mut lines = text::marked(head, &ask.question, cells, look.style(Role::Strong));
    lines.extend(text::marked(
        Span::raw("  "),
        &words,
        cells,
        look.style(role),
    ));
    lines
}
