//! The rows of a flow: a card, the ports that take values, those that give them. The selected value's source and targets are marked.

use ratatui::text::{Line, Span};

use crate::app::flow_desk::FlowDesk;
use crate::flow::model::Input;
use crate::flow::model::outputs;
use crate::flow::session::{End, State};
use crate::flow::{Card, Place, Value};
use crate::lesson::desks::filled;
use crate::oauth::names::ClientSecret;
use crate::oauth::text::visible_line;
use crate::tui::text::{middle, prose, width};
use crate::tui::theme::{Look, Role};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// A card, by its index.
    Card(usize),
    /// A port that takes a value.
    In(Place),
    /// A port that gives one.
    Out(Place),
}

/// All rows.
pub(super) fn of(desk: &FlowDesk) -> Vec<Row> {
    let cards = desk.session.flow.cards.iter().enumerate();
    let rows = cards.flat_map(|(at, card)| {
        let ins = card.inputs.iter().map(|input| {
            Row::In(Place {
                card: card.id.clone(),
                port: input.port.clone(),
            })
        });
        // What is passed on under its own name stands there once.
        let outs = outputs(card).into_iter().filter(|_| !card.kind.passes_on());
        std::iter::once(Row::Card(at))
            .chain(ins)
            .chain(outs.map(Row::Out))
    });
    rows.collect()
}

/// The row of the card at that index.
pub(super) fn row_of(desk: &FlowDesk, card: usize) -> usize {
    let row = of(desk).iter().position(|row| *row == Row::Card(card));
    row.unwrap_or(0)
}

/// The card that the eye should be on: the one that failed, else the one that runs next, else the last that ran.
pub(super) fn current(desk: &FlowDesk) -> Option<usize> {
    let session = &desk.session;
    let failed = session
        .failed()
        .and_then(|(card, _)| session.flow.index(&card.id));
    let ran = |at: &usize| matches!(session.state(*at), State::Ran { .. });
    let last = (0..session.flow.cards.len()).rev().find(ran);
    failed.or(session.next()).or(last)
}

/// The row at which the flow stopped: what was typed into the card that gave nothing, the port that the reason names, else one of the
/// card that is empty, else the card.
pub(super) fn stopped_at(desk: &FlowDesk) -> Option<usize> {
    let session = &desk.session;
    let (card, fault) = session.failed()?;
    let inputs = || card.inputs.iter();
    let named = inputs().find(|input| {
        let rest = fault.why.strip_prefix(input.port.as_str());
        rest.is_some_and(|rest| rest.starts_with(' '))
    });
    let is_empty = |input: &&Input| !input.optional && session.put_in(card, input).is_empty();
    let port = named.or_else(|| inputs().find(is_empty));
    let here = |input: &Input| Place {
        card: card.id.clone(),
        port: input.port.clone(),
    };
    let row = match session.mended_at().or_else(|| port.map(here)) {
        Some(place) => Row::In(place),
        None => Row::Card(session.flow.index(&card.id)?),
    };
    of(desk).iter().position(|one| *one == row)
}

/// What stands in a port.
pub(super) fn put_in(desk: &FlowDesk, place: &Place) -> Option<Value> {
    let card = desk.session.flow.card(&place.card)?;
    Some(desk.session.put_in(card, card.input(&place.port)?))
}

/// True for a port that takes a value and has none, neither typed nor dropped in.
pub(super) fn is_empty(desk: &FlowDesk, row: &Row) -> bool {
    let Row::In(place) = row else {
        return false;
    };
    source(desk, place).is_none() && put_in(desk, place).is_some_and(|value| value.is_empty())
}

fn source(desk: &FlowDesk, place: &Place) -> Option<Place> {
    let card = desk.session.flow.card(&place.card)?;
    card.input(&place.port)?.from.clone()
}

/// What comes after the value that is in the port now, of all that may be dropped into it.
pub(super) fn next_offer(desk: &FlowDesk, place: &Place) -> Option<Place> {
    let flow = &desk.session.flow;
    let offers = flow.offers(flow.index(&place.card)?);
    let now = source(desk, place);
    let at = offers.iter().position(|one| Some(one) == now.as_ref());
    let next = at.map_or(0, |at| (at + 1) % offers.len().max(1));
    offers.get(next).cloned()
}

/// One row as it is drawn.
pub(super) fn line(
    (desk, own): (&FlowDesk, Option<&ClientSecret>),
    row: &Row,
    selected: Option<&Row>,
    cells: usize,
    look: &Look<'_>,
) -> Line<'static> {
    match row {
        Row::Card(at) => card_line(desk, *at, cells, look),
        Row::In(place) => {
            let value = put_in(desk, place).unwrap_or(Value::Empty);
            let other = said_of(place, &value, own);
            let from = source(desk, place);
            // What is dropped in comes once its card has run; until then the port is not empty to whoever filled it.
            let words = match from {
                Some(from) if value.is_empty() => {
                    format!("{}: {} {}", place.port, look.marks.left, from.spelled())
                }
                Some(from) => format!(
                    "{}: {} {} {}",
                    place.port,
                    shown(&value),
                    look.marks.left,
                    from.spelled()
                ),
                None => format!("{}: {}{other}", place.port, shown(&value)),
            };
            port_line((" in ", &words), marked(desk, row, selected), cells, look)
        }
        Row::Out(place) => {
            let value = desk.session.gave(place).map_or_else(String::new, shown);
            let words = format!("{}: {value}", place.port);
            port_line(("out ", &words), marked(desk, row, selected), cells, look)
        }
    }
}

/// A secret that is not the app's looks like it behind its mask.
fn said_of(place: &Place, value: &Value, own: Option<&ClientSecret>) -> &'static str {
    let is_other = own.is_some_and(|own| own.expose() != value.expose());
    if place.port == "client_secret" && value.is_secret() && is_other {
        ", not your app's"
    } else {
        ""
    }
}

fn shown(value: &Value) -> String {
    visible_line(&value.shown())
}

fn card_line(desk: &FlowDesk, at: usize, cells: usize, look: &Look<'_>) -> Line<'static> {
    let session = &desk.session;
    let Some(card) = session.flow.cards.get(at) else {
        return Line::default();
    };
    let (mark, role) = match session.state(at) {
        State::Ran { .. } => (look.marks.ticked, Role::Pass),
        State::Failed(_) => ("[!]", Role::Fail),
        State::Skipped => (" - ", Role::Dim),
        State::Asks => ("[~]", Role::Accent),
        State::Waits if session.next() == Some(at) => ("[>]", Role::Accent),
        State::Waits => (look.marks.unticked, Role::Dim),
    };
    let words = format!(" {} {} ({})", at + 1, card.kind.title(), card.id);
    let words = middle(&words, cells.saturating_sub(width(mark)), look);
    let own = if matches!(session.state(at), State::Skipped) {
        Role::Dim
    } else {
        Role::Strong
    };
    Line::from(vec![
        Span::styled(mark, look.style(role)),
        Span::styled(words, look.style(own)),
    ])
}

/// How a port stands to the selected row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tie {
    None,
    Source,
    Target,
    Same,
}

fn place_of(row: &Row) -> Option<&Place> {
    match row {
        Row::In(place) | Row::Out(place) => Some(place),
        Row::Card(_) => None,
    }
}

fn marked(desk: &FlowDesk, row: &Row, selected: Option<&Row>) -> Tie {
    let (Some(own), Some(selected)) = (place_of(row), selected) else {
        return Tie::None;
    };
    match selected {
        Row::Card(at) => {
            let card = desk.session.flow.cards.get(*at);
            let feeds = card.is_some_and(|card| {
                card.inputs
                    .iter()
                    .any(|input| input.from.as_ref() == Some(own))
            });
            let fed = source(desk, own);
            let takes = card.is_some_and(|card| fed.is_some_and(|from| from.card == card.id));
            match (feeds, takes) {
                (true, _) => Tie::Source,
                (_, true) => Tie::Target,
                (false, false) if card.is_some_and(|card| card.id == own.card) => Tie::Same,
                (false, false) => Tie::None,
            }
        }
        Row::In(place) | Row::Out(place) if place == own && selected == row => Tie::Same,
        Row::In(place) | Row::Out(place) => {
            if source(desk, place).as_ref() == Some(own) {
                Tie::Source
            } else if source(desk, own).as_ref() == Some(place) {
                Tie::Target
            } else {
                Tie::None
            }
        }
    }
}

fn port_line(
    (side, words): (&str, &str),
    tie: Tie,
    cells: usize,
    look: &Look<'_>,
) -> Line<'static> {
    // A letter says it too, for terminals without colours.
    let (sign, role) = match tie {
        Tie::None => ("  ", Role::Dim),
        Tie::Source => ("<<", Role::Accent),
        Tie::Target => (">>", Role::Accent),
        Tie::Same => ("  ", Role::Value),
    };
    let side = format!("  {sign} {side}");
    let room = cells.saturating_sub(width(&side));
    Line::from(vec![
        Span::styled(
            side,
            look.style(if tie == Tie::None {
                Role::Dim
            } else {
                Role::Accent
            }),
        ),
        Span::styled(middle(words, room, look), look.style(role)),
    ])
}

/// The card of a row in full.
pub(super) fn detail(
    (desk, own): (&FlowDesk, Option<&ClientSecret>),
    row: &Row,
    cells: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let session = &desk.session;
    let at = match row {
        Row::Card(at) => Some(*at),
        Row::In(place) | Row::Out(place) => session.flow.index(&place.card),
    };
    let Some((at, card)) = at.and_then(|at| Some((at, session.flow.cards.get(at)?))) else {
        return Vec::new();
    };
    let cells = usize::from(cells);
    let mut lines = vec![Line::styled(card.kind.title(), look.style(Role::Title))];
    lines.extend(prose(&card.says, cells, look.style(Role::Text)));
    if let State::Failed(fault) = session.state(at) {
        let words = format!("{}: {}", fault.name.word(), fault.why);
        lines.extend(prose(&words, cells, look.style(Role::Fail)));
    }
    lines.push(Line::default());
    match row {
        Row::Card(_) => lines.extend(card_detail(desk, card, cells, look)),
        Row::In(place) => {
            let value = put_in(desk, place).unwrap_or(Value::Empty);
            let from = source(desk, place).map_or_else(
                || came_in(desk, place).to_owned(),
                |from| format!("from {}", from.spelled()),
            );
            let from = format!("{from}{}", said_of(place, &value, own));
            lines.extend(value_detail((&place.spelled(), &from), &value, cells, look));
            lines.extend(super::leaks::lines(desk, place, cells, look));
        }
        Row::Out(place) => {
            let value = session.gave(place).cloned().unwrap_or(Value::Empty);
            lines.extend(value_detail(
                (&place.spelled(), &goes(desk, place)),
                &value,
                cells,
                look,
            ));
        }
    }
    lines
}

/// How a value stands in a port that no card before fills.
fn came_in(desk: &FlowDesk, place: &Place) -> &'static str {
    match desk.session.readable(place) {
        Some(found) if !found.in_file => "by its name",
        Some(_) | None => "typed in",
    }
}

fn goes(desk: &FlowDesk, place: &Place) -> String {
    let all = desk.session.flow.goes_to(place);
    if all.is_empty() {
        return "goes nowhere".to_owned();
    }
    let all: Vec<String> = all.iter().map(Place::spelled).collect();
    format!("goes to {}", all.join(", "))
}

fn value_detail(
    (name, tie): (&str, &str),
    value: &Value,
    cells: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let mut lines = prose(&format!("{name}, {tie}"), cells, look.style(Role::Accent));
    lines.extend(prose(&shown(value), cells, look.style(Role::Value)));
    lines
}

fn card_detail(desk: &FlowDesk, card: &Card, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for input in &card.inputs {
        let value = desk.session.put_in(card, input);
        let words = format!(
            "in {} ({}): {}",
            input.port,
            input.declared.word(),
            shown(&value)
        );
        lines.extend(prose(&words, cells, look.style(Role::Text)));
    }
    for place in outputs(card) {
        let value = desk
            .session
            .gave(&place)
            .map_or_else(|| "not yet".to_owned(), shown);
        let words = format!("out {}: {value}; {}", place.port, goes(desk, &place));
        lines.extend(prose(&words, cells, look.style(Role::Value)));
    }
    lines
}

/// The state in a sentence, `{key:...}` in it.
pub(super) fn status(desk: &FlowDesk) -> String {
    let session = &desk.session;
    match (session.end(), session.failed()) {
        (_, Some((card, fault))) => format!(
            "{}: {} at {}.",
            fault.name.word(),
            fault.why.trim_end_matches('.'),
            card.id
        ),
        (Some(End::Threw(_)), None) => "The flow ended with Return Error.".to_owned(),
        (Some(_), None) if session.is_returned() => "The flow ended with Return.".to_owned(),
        (Some(_), None) => "Every card of the way ran.".to_owned(),
        (None, None) => match session.next().and_then(|at| session.flow.cards.get(at)) {
            Some(card) if session.is_at_start() && session.keeps() => {
                filled("flow.keeps", &[("card", card.id.clone())])
            }
            Some(card) => format!("Next: {}.", card.id),
            None => "Every card ran.".to_owned(),
        },
    }
}
