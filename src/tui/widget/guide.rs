//! What a lesson says beside a work screen: its task, its list, the note on one thing, the question that it asks there.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::player::Player;
use crate::lesson::desks::words;
use crate::lesson::model::{Ask, Note, Step};
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Action, Context, Typing};
use crate::tui::screen::Reply;
use crate::tui::text::{marked, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::question::{self, Answer, Cursor, State};

/// The step that the learner is at.
pub(crate) fn step(app: &App) -> Option<&'static Step> {
    app.player.as_ref().map(Player::step)
}

/// What to do: the few sentences on it, then its list.
pub(crate) fn steps(
    app: &App,
    context: Context,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let Some(step) = step(app) else {
        return Vec::new();
    };
    let cells = usize::from(width);
    let intro = keys::filled(&step.intro, context, look.unicode);
    let mut lines = prose(&intro, cells, look.style(Role::Text));
    lines.push(Line::default());
    lines.extend(ticks(app, context, width, look));
    lines
}

/// The list of the step, ticked by what was really seen.
pub(crate) fn ticks(
    app: &App,
    context: Context,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let Some(player) = &app.player else {
        return Vec::new();
    };
    let step = player.step();
    let open = |at: usize| {
        let tick = step.ticks.get(at);
        let waits = tick.is_some_and(|tick| tick.when.is_some()) && !player.is_unseen(at);
        waits && !player.is_ticked(at)
    };
    let next = (0..step.ticks.len()).find(|at| open(*at));
    let mut lines = Vec::new();
    for (at, tick) in step.ticks.iter().enumerate() {
        let done = player.is_ticked(at);
        let unseen = player.is_unseen(at);
        let (mark, role) = match (&tick.when, done, next == Some(at)) {
            _ if unseen => ("   ", Role::Dim),
            (None, ..) => ("   ", Role::Dim),
            (Some(_), true, _) => (look.marks.ticked, Role::Pass),
            (Some(_), false, true) => ("[>]", Role::Accent),
            (Some(_), false, false) => (look.marks.unticked, Role::Dim),
        };
        let words = if done { Role::Dim } else { Role::Text };
        let mark = Span::styled(format!("{mark} "), look.style(role));
        let mut text = keys::filled(&tick.text, context, look.unicode);
        if unseen {
            text = player.unseen_words(at, text);
        }
        lines.extend(marked(mark, &text, usize::from(width), look.style(words)));
    }
    lines
}

/// `Now: name the API, then send`, and how many of the list are ticked; nothing where the step has no task.
pub(crate) fn task(
    app: &App,
    (context, typing): (Context, Typing),
    unicode: bool,
) -> Option<(Vec<(String, bool)>, String)> {
    let player = app.player.as_ref()?;
    let step = player.step();
    if step.task.is_empty() {
        return None;
    }
    let other = player.optional_experiment();
    let with_box = |at: &usize| {
        let tick = step.ticks.get(*at);
        tick.is_some_and(|tick| tick.when.is_some()) && !player.is_unseen(*at)
    };
    let all = (0..step.ticks.len()).filter(with_box);
    let done = all.clone().filter(|at| player.is_ticked(*at)).count();
    let count = match all.count() {
        0 => String::new(),
        // What the tutor did stands there, and is nobody's deed.
        all if player.is_flown() => format!("{done}/{all} {}", words("flown.count")),
        all if done < all && player.was_done_before(app.facts()) => {
            format!("{done}/{all}, {}", words("task.before"))
        }
        // What stands there is the step's, and another experiment is open.
        all if other.is_some() => format!("{} {done}/{all}", words("task.of-step")),
        all => format!("{done}/{all} done"),
    };
    if let Some(other) = other {
        let other = format!("{} {}", other.id, other.title);
        return Some((vec![(other, false)], count));
    }
    let task = keys::pieces_while(typing, &step.task, context, unicode);
    Some((task, count))
}

fn found(app: &App, about: &str) -> Option<&'static Note> {
    step(app)?.note(about).or_else(|| {
        // Another bench, opened within the step, explains what the lesson says of it where that bench is a step of its own.
        let player = app.player.as_ref()?;
        let mut same = player
            .lesson
            .steps
            .iter()
            .filter(|step| step.bench == player.work());
        same.find_map(|step| step.note(about))
    })
}

/// The heading of the note on `about`; empty where the lesson has none.
pub(crate) fn note_title(app: &App, about: &str) -> &'static str {
    found(app, about).map_or("", |note| note.title.as_str())
}

/// The note on `about`, wrapped; nothing where the lesson has none.
pub(crate) fn note(app: &App, about: &str, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    found(app, about).map_or_else(Vec::new, |note| {
        let text = keys::filled(&note.text, Context::Build, look.unicode);
        prose(&text, usize::from(width), look.style(Role::Text))
    })
}

/// The question that the step asks beside the work.
pub(crate) fn asked(app: &App) -> Option<(&'static Ask, State)> {
    let player = app.player.as_ref()?;
    let ask = player.asked_here()?;
    Some((ask, State::of(ask, player, app)))
}

/// True where the step asks something.
pub(crate) fn asks(app: &App) -> bool {
    asked(app).is_some()
}

/// What the step asks, with what was answered; nothing where it asks nothing.
pub(crate) fn question(
    app: &App,
    cursor: Option<Cursor>,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let cells = usize::from(width);
    let Some((ask, state)) = asked(app) else {
        return Vec::new();
    };
    let mut lines = prose(&ask.question, cells, look.style(Role::Strong));
    lines.extend(question::options(ask, &state, cursor, cells, look));
    if state.is_settled() {
        lines.push(Line::default());
        lines.extend(question::settled(ask, &state, cells, look));
        lines.extend(question::belief(ask, app, cells, look));
    } else if state.picked().is_some() {
        lines.push(question::sureness_line(&state, look));
    }
    lines
}

/// The keys that answer the question of this step: `1-4 Enter answers`.
pub(crate) fn answer_keys(app: &App) -> String {
    let open = asked(app).is_some_and(|(_, state)| state.is_open());
    let count = app.player.as_ref().and_then(Player::choices);
    match count.filter(|_| open) {
        Some(count) => format!("1-{count}, Enter answers"),
        None => String::new(),
    }
}

/// A click on an option of the question that is drawn on `area` is its digit.
pub(crate) fn hit_options(canvas: &mut Canvas<'_, '_>, area: Rect, app: &App) {
    let last = choices(app);
    if last > 0 {
        canvas.hit_options(area, last);
    }
}

/// How many options the open question of this page has; 0 where none is open.
fn choices(app: &App) -> u8 {
    let count = app.player.as_ref().and_then(Player::choices).unwrap_or(0);
    u8::try_from(count).unwrap_or(0).min(9)
}

/// What a key means for the step's question.
pub(crate) fn answer(action: Action, cursor: &mut Cursor, app: &App) -> Answer {
    match asked(app) {
        Some((ask, state)) => cursor.react(action, ask, &state),
        None => Answer::Nothing,
    }
}

/// A key for the question beside the work: a digit leads there from anywhere, all else only where it has the focus (`is_there`).
/// `go` gives it the focus; `None` for keys that mean nothing to it.
pub(crate) fn answered(
    action: Action,
    cursor: &mut Cursor,
    app: &App,
    is_there: bool,
    go: impl FnOnce() -> Reply,
) -> Option<Reply> {
    let leads_there = matches!(
        action,
        Action::Pick(_) | Action::LessSure | Action::MoreSure
    );
    if !(is_there || leads_there) {
        return None;
    }
    match answer(action, cursor, app) {
        Answer::Told(message) => Some(Reply::Send(vec![message])),
        Answer::Moved => Some(go()),
        Answer::Nothing => None,
    }
}
