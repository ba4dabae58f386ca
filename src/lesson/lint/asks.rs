//! Questions: enough options, all different, exactly one right, words for each answer, values that can be measured.

use super::references::{of_condition, templates};
use super::{Complaint, repeated};
use crate::lesson::model::{Ask, AskKind, CardKind, Choice, Stage};
use crate::lesson::template::Template;

/// The fewest and the most options of a question.
const OPTIONS: std::ops::RangeInclusive<usize> = 3..=4;

/// The fewest and the most items of a card that brings them into an order, or into boxes.
const ITEMS: std::ops::RangeInclusive<usize> = 3..=8;

pub(super) fn lint(place: &str, ask: &Ask, stage: Stage, out: &mut Vec<Complaint>) {
    match ask.kind {
        AskKind::Choose => choose(place, ask, out),
        AskKind::Type => typed(place, ask, out),
        AskKind::Order | AskKind::Sort => arranged(place, (ask, stage), out),
    }
    belief(place, ask.misconception.as_deref(), out);
    let given = ask.given.as_ref().map(of_condition).unwrap_or_default();
    templates(&format!("{place}.given"), &given, out);
    if ask.card == Some(CardKind::Spot) && ask.shown.is_none() {
        let text = "a card to spot a fault shows something to look at";
        out.push(Complaint::new(format!("{place}.shown"), text));
    }
    if stage == Stage::Quiz {
        for (name, text) in [("now", &ask.now), ("more", &ask.more)] {
            if text.is_empty() {
                out.push(Complaint::new(format!("{place}.{name}"), "a card says it"));
            }
        }
        if ask.card.is_none() {
            let text =
                "says what the card exercises: recall, spot, who, misconception, transfer, apply";
            out.push(Complaint::new(format!("{place}.card"), text));
        }
    }
    let predicts = matches!(stage, Stage::Predict | Stage::Break);
    if predicts && !ask.is_prediction() {
        let text = "a prediction has a measure, or options with a condition";
        out.push(Complaint::new(format!("{place}.measure"), text));
    }
}

fn choose(place: &str, ask: &Ask, out: &mut Vec<Complaint>) {
    let options = &ask.options;
    if !OPTIONS.contains(&options.len()) {
        let text = format!("must have 3 or 4 options, not {}", options.len());
        out.push(Complaint::new(format!("{place}.options"), text));
    }
    for (index, option) in options.iter().enumerate() {
        let place = format!("{place}.options[{index}]");
        if option.feedback.is_empty() {
            let text = "every answer, the right one too, is told why";
            out.push(Complaint::new(format!("{place}.feedback"), text));
        }
        let measured = option.value.is_some() || option.when.is_some();
        if ask.is_prediction() != measured {
            let text = "what the exchange settles has a value or a condition in each option, and nothing else has";
            out.push(Complaint::new(&*place, text));
        }
        let values: Vec<Template> = option.values().map(Template::new).collect();
        templates(&format!("{place}.value"), &Vec::from_iter(&values), out);
        let when = option.when.as_ref().map(of_condition).unwrap_or_default();
        templates(&format!("{place}.when"), &when, out);
        belief(&place, option.misconception.as_deref(), out);
    }
    let right = options.iter().filter(|option| option.right).count();
    let wanted = usize::from(!ask.is_prediction());
    if right != wanted {
        let text = if wanted == 0 {
            "the exchange settles a prediction: no option is right by the file".to_owned()
        } else {
            format!("exactly one option must be right, not {right}")
        };
        out.push(Complaint::new(format!("{place}.options"), text));
    }
    let texts = options.iter().map(|option| option.text.as_str());
    twice(place, "text", texts, out);
    let values = options.iter().flat_map(Choice::values);
    twice(place, "value", values, out);
}

/// Cards of the quiz alone have room for it. The file shows the items as the learner finds them, so not in their order.
fn arranged(place: &str, (ask, stage): (&Ask, Stage), out: &mut Vec<Complaint>) {
    if stage != Stage::Quiz {
        let text = "order and sort are for cards of the quiz";
        out.push(Complaint::new(format!("{place}.kind"), text));
    }
    let count = ask.options.len();
    if !ITEMS.contains(&count) {
        let text = format!("must have 3 to 8 items, not {count}");
        out.push(Complaint::new(format!("{place}.options"), text));
    }
    let sorts = ask.kind == AskKind::Sort;
    if sorts != (2..=3).contains(&ask.boxes.len()) {
        let text = "sort has 2 or 3 boxes, order has none";
        out.push(Complaint::new(format!("{place}.boxes"), text));
    }
    let places: Vec<usize> = ask.options.iter().filter_map(|item| item.place).collect();
    let wanted = 1..=if sorts { ask.boxes.len() } else { count };
    let whole = wanted.clone().all(|one| places.contains(&one));
    if places.len() != count || !whole || places.iter().any(|one| !wanted.contains(one)) {
        let text = if sorts {
            "each item has a place, the number of its box, and no box stays empty"
        } else {
            "the places of the items are 1 to as many as there are, each once"
        };
        out.push(Complaint::new(format!("{place}.options"), text));
    }
    if places.is_sorted() {
        let text = "the items stand in their order already: mix them";
        out.push(Complaint::new(format!("{place}.options"), text));
    }
    for (index, item) in ask.options.iter().enumerate() {
        if item.feedback.is_empty() {
            let place = format!("{place}.options[{index}].feedback");
            out.push(Complaint::new(place, "who puts it elsewhere is told why"));
        }
    }
    let texts = ask.options.iter().map(|option| option.text.as_str());
    twice(place, "text", texts, out);
}

fn typed(place: &str, ask: &Ask, out: &mut Vec<Complaint>) {
    if ask.accepts.is_empty() {
        out.push(Complaint::new(
            format!("{place}.accepts"),
            "nothing would be right",
        ));
    }
    if !ask.options.is_empty() {
        let text = "a question that is answered by typing has no options";
        out.push(Complaint::new(format!("{place}.options"), text));
    }
}

/// The cards that every quiz has, in their order; one more may use the lesson's own skill.
pub(super) fn quiz(place: &str, cards: &[Ask], out: &mut Vec<Complaint>) {
    let kinds: Vec<CardKind> = cards.iter().filter_map(|card| card.card).collect();
    let needed = kinds.iter().filter(|kind| **kind != CardKind::Apply);
    if needed.copied().ne(CardKind::NEEDED) {
        let wanted = CardKind::NEEDED.map(CardKind::name).join(", ");
        let text = format!(
            "the cards must be {wanted}, one of each, in this order; apply may stand among them"
        );
        out.push(Complaint::new(format!("{place}.asks"), text));
    }
}

fn twice<'a>(
    place: &str,
    field: &str,
    values: impl Iterator<Item = &'a str>,
    out: &mut Vec<Complaint>,
) {
    for (index, _) in repeated(values) {
        let place = format!("{place}.options[{index}].{field}");
        out.push(Complaint::new(place, "another option says the same"));
    }
}

fn belief(place: &str, belief: Option<&str>, out: &mut Vec<Complaint>) {
    let Some(belief) = belief else { return };
    let number = belief.strip_prefix('M').and_then(|n| n.parse::<u8>().ok());
    if !number.is_some_and(|n| (1..=18).contains(&n) && belief == format!("M{n}")) {
        let text = "must be M1 to M18";
        out.push(Complaint::new(format!("{place}.misconception"), text));
    }
}
