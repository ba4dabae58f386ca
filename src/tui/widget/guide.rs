//! What a lesson says beside a work screen: its goal line, its steps, the note on one thing, the question that it asks there.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::message::{Message, Play};
use crate::app::player::Player;
use crate::app::stage::asked_at;
use crate::lesson::model::{Act, Prediction};
use crate::tui::keys::Action;
use crate::tui::text::{marked, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::question::{self, Question};

/// The act that the learner is at.
pub(crate) fn act(app: &App) -> Option<&'static Act> {
    let player = app.player.as_ref()?;
    let action = player.action()?;
    player.lesson.act.iter().find(|act| act.action == action)
}

/// What to do: the act's few sentences, then its steps.
pub(crate) fn steps(app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let Some(act) = act(app) else {
        return Vec::new();
    };
    let cells = usize::from(width);
    let mut lines = prose(&act.intro, cells, look.style(Role::Text));
    lines.push(Line::default());
    for (index, step) in act.steps.iter().enumerate() {
        let number = Span::styled(format!("{}  ", index + 1), look.style(Role::Dim));
        lines.extend(marked(number, step, cells, look.style(Role::Text)));
    }
    lines
}

/// The heading of the note on `about`; empty where the lesson has none.
pub(crate) fn note_title(app: &App, about: &str) -> &'static str {
    act(app)
        .and_then(|act| act.note(about))
        .map_or("", |note| note.title.as_str())
}

/// The note on `about`, wrapped; nothing where the lesson has none.
pub(crate) fn note(app: &App, about: &str, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    act(app)
        .and_then(|act| act.note(about))
        .map_or_else(Vec::new, |note| {
            prose(&note.text, usize::from(width), look.style(Role::Text))
        })
}

/// The prediction that the act asks for, if it does.
fn asked(player: &Player) -> Option<&'static Prediction> {
    asked_at(player.lesson, player.action()?).next()
}

/// True where the act asks something.
pub(crate) fn asks(app: &App) -> bool {
    let asks = app.player.as_ref().and_then(asked).is_some();
    asks || act(app).is_some_and(|act| act.question.is_some())
}

/// What the act asks, with what was answered; nothing where it asks nothing.
pub(crate) fn question(app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let cells = usize::from(width);
    let Some(player) = &app.player else {
        return Vec::new();
    };
    if let Some(prediction) = asked(player) {
        let verdict = player.verdict(prediction);
        let card = Question::prediction(prediction, &verdict);
        let mut lines = compact(&card, cells, look);
        let outcome = question::verdict_lines(prediction, &verdict, cells, look);
        if outcome.is_empty() {
            lines.push(card.sureness_line(look));
        }
        lines.extend(outcome);
        return lines;
    }
    let Some((act, inline)) = act(app).and_then(|act| Some((act, act.question.as_ref()?))) else {
        return Vec::new();
    };
    let picked = player.bench.inline_answer(act.action.name());
    let mut lines = compact(&Question::inline(inline, picked), cells, look);
    if let Some(answer) = picked.and_then(|at| inline.options.get(at)) {
        let role = if answer.right { Role::Pass } else { Role::Warn };
        lines.push(Line::default());
        lines.extend(prose(&answer.feedback, cells, look.style(role)));
    }
    lines
}

fn compact(card: &Question<'_>, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let mut lines = prose(card.text, cells, look.style(Role::Strong));
    lines.extend(card.options(cells, look));
    lines
}

/// The keys that answer the question of this step: `1-4 answer`.
pub(crate) fn answer_keys(app: &App) -> String {
    let count = app.player.as_ref().and_then(Player::choices);
    count.map_or_else(String::new, |count| format!("1-{count} answer"))
}

/// What a key means for the act's question; `None` for other keys.
pub(crate) fn answer(action: Action, app: &App) -> Option<Message> {
    let player = app.player.as_ref()?;
    if let Some(prediction) = asked(player) {
        return question::react(action, prediction, player);
    }
    let inline = act(app)?.question.as_ref()?;
    match action {
        Action::Pick(digit) => {
            let option = usize::from(digit).checked_sub(1)?;
            (option < inline.options.len()).then_some(Message::Play(Play::AnswerInline(option)))
        }
        _ => None,
    }
}
