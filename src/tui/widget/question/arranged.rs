//! Cards whose items are brought into an order, or sorted into boxes: the same rows, with a place in front of each.

use ratatui::text::{Line, Span};

use super::stands::{Answer, Cursor, State, label};
use crate::app::message::{Message, Play};
use crate::lesson::desks::{filled, words};
use crate::lesson::model::{Ask, AskKind};
use crate::tui::keys::Action;
use crate::tui::text::marked;
use crate::tui::theme::{Look, Role};

/// What a key does: arrows and digits move, sideways chooses a box, Enter gives the next place, or answers.
pub(super) fn react(cursor: &mut Cursor, action: Action, ask: &Ask, state: &State) -> Answer {
    let State::Arranged(places, false) = state else {
        return Answer::Nothing;
    };
    let last = ask.options.len().saturating_sub(1);
    match action {
        Action::Up => cursor.at = cursor.at.saturating_sub(1),
        Action::Down => cursor.at = (cursor.at + 1).min(last),
        Action::Top => cursor.at = 0,
        Action::Bottom => cursor.at = last,
        Action::Pick(digit) => {
            let at = usize::from(digit).checked_sub(1);
            let Some(at) = at.filter(|at| *at <= last) else {
                return Answer::beyond();
            };
            cursor.at = at;
        }
        Action::LessSure => return into(*cursor, ask, places, false),
        Action::MoreSure => return into(*cursor, ask, places, true),
        Action::Accept => return accept(cursor, ask, places),
        _ => return Answer::Nothing,
    }
    Answer::Moved
}

/// Into the next box, or the one before; an item of an order loses its number.
fn into(cursor: Cursor, ask: &Ask, places: &[usize], next: bool) -> Answer {
    if ask.kind == AskKind::Order && place(places, cursor.at) > 0 {
        return arrange(ask, cursor.at, None);
    }
    if ask.kind != AskKind::Sort {
        return Answer::Nothing;
    }
    let (count, stood) = (ask.boxes.len(), place(places, cursor.at));
    let to = match (stood, next) {
        (0, true) => 1,
        (stood, true) => stood % count + 1,
        (0 | 1, false) => count,
        (stood, false) => stood - 1,
    };
    arrange(ask, cursor.at, Some(to))
}

fn accept(cursor: &mut Cursor, ask: &Ask, places: &[usize]) -> Answer {
    if ask.kind == AskKind::Order && places.contains(&0) {
        return arrange(ask, cursor.at, None);
    }
    match places.iter().position(|place| *place == 0) {
        // What has no box yet is where the learner goes on.
        Some(open) => {
            cursor.at = open;
            Answer::Moved
        }
        None => Answer::Told(Message::Play(Play::Type {
            id: ask.id.clone(),
            text: Ask::spelled(places),
        })),
    }
}

fn arrange(ask: &Ask, item: usize, to: Option<usize>) -> Answer {
    let id = ask.id.clone();
    Answer::Told(Message::Play(Play::Arrange { id, item, to }))
}

fn place(places: &[usize], item: usize) -> usize {
    places.get(item).copied().unwrap_or(0)
}

/// The items, each with its place in front; once answered, whether it is the right one.
pub(super) fn items(
    ask: &Ask,
    (places, settled): (&[usize], bool),
    cursor: Option<Cursor>,
    cells: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    if !ask.boxes.is_empty() {
        for (at, name) in ask.boxes.iter().enumerate() {
            let head = Span::styled(format!("  ({})  ", at + 1), look.style(Role::Accent));
            lines.extend(marked(head, name, cells, look.style(Role::Name)));
        }
        lines.push(Line::default());
    }
    for (at, item) in ask.options.iter().enumerate() {
        let given = place(places, at);
        let here = !settled && cursor.is_some_and(|cursor| cursor.at == at);
        let (mark, role) = match (settled, item.place == Some(given)) {
            // What was answered stays in sight.
            (true, true) => (format!("{} ({given})", look.marks.pass), Role::Pass),
            (true, false) => (format!("{} ({given})", look.marks.fail), Role::Fail),
            (false, _) if given == 0 => (look.marks.unchosen.to_owned(), Role::Dim),
            (false, _) => (format!("({given})"), Role::Accent),
        };
        let pointer = match cursor.filter(|_| !settled) {
            Some(_) if here => format!("{} ", look.marks.cursor),
            Some(_) => "  ".to_owned(),
            None => String::new(),
        };
        let head = Span::styled(format!("{pointer}{mark} {}  ", at + 1), look.style(role));
        let body = if here { Role::Accent } else { Role::Text };
        lines.extend(marked(head, &item.text, cells, look.style(body)));
    }
    lines
}

/// What was said of each item that went elsewhere, and where it belongs; nothing where none did.
pub(super) fn slips(
    ask: &Ask,
    places: &[usize],
    cells: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    if !ask.accepts(&Ask::spelled(places)) {
        let text = format!("{} {}", look.marks.fail, words("card.some"));
        lines.push(Line::styled(text, look.style(Role::Fail)));
    }
    for (at, item) in ask.options.iter().enumerate() {
        let (given, right) = (place(places, at), item.place.unwrap_or(0));
        if given == right {
            continue;
        }
        let text = match ask.kind {
            AskKind::Sort => {
                let name = right.checked_sub(1).and_then(|at| ask.boxes.get(at));
                let name = name.map_or("", String::as_str);
                filled("card.box", &[("box", name.to_owned())])
            }
            AskKind::Order | AskKind::Choose | AskKind::Type => filled(
                "card.place",
                &[("right", right.to_string()), ("given", given.to_string())],
            ),
        };
        let words = format!("{}: {text} {}", item.text, item.feedback);
        lines.extend(marked(
            label("", look),
            &words,
            cells,
            look.style(Role::Text),
        ));
    }
    lines
}

/// How such a card is answered, in a line.
pub(crate) fn how(ask: &Ask, state: &State) -> Option<String> {
    let State::Arranged(places, false) = state else {
        return None;
    };
    let open = places.iter().filter(|place| **place == 0).count();
    Some(match ask.kind {
        AskKind::Sort if open == 0 => words("card.sort.all").to_owned(),
        AskKind::Sort => filled("card.sort", &[("open", open.to_string())]),
        AskKind::Order if open == 0 => words("card.order.all").to_owned(),
        AskKind::Order | AskKind::Choose | AskKind::Type => words("card.order").to_owned(),
    })
}
