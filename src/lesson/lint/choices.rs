//! Questions: enough options, all different, exactly one right, values that can be measured.

use super::{Complaint, repeated};
use crate::lesson::model::{Card, CardKind, InlineQuestion, Measure, Prediction};

/// The fewest and the most options of a question.
const OPTIONS: std::ops::RangeInclusive<usize> = 3..=4;

pub(super) fn prediction(place: &str, prediction: &Prediction, out: &mut Vec<Complaint>) {
    let options = &prediction.options;
    let yes_or_no = matches!(
        prediction.measure,
        Measure::BrowserUsed | Measure::CallbackUrl
    );
    // A yes-or-no measure has two values, so a third option could never be right.
    let enough = if yes_or_no {
        options.len() == 2
    } else {
        OPTIONS.contains(&options.len())
    };
    if !enough {
        let wanted = if yes_or_no { "2" } else { "3 or 4" };
        let text = format!("must have {wanted} options, not {}", options.len());
        out.push(Complaint::new(format!("{place}.options"), text));
    }
    for (index, option) in options.iter().enumerate() {
        let place = format!("{place}.options[{index}]");
        if !can_be_measured(prediction.measure, &option.value) {
            let text = format!(
                "can never be measured; wanted {}",
                spelling(prediction.measure)
            );
            out.push(Complaint::new(format!("{place}.value"), text));
        }
        belief(&place, option.misconception.as_deref(), out);
    }
    belief(place, prediction.misconception.as_deref(), out);
    let values = options.iter().map(|option| option.value.as_str());
    twice(place, "value", values, out);
    twice(
        place,
        "text",
        options.iter().map(|option| option.text.as_str()),
        out,
    );
}

pub(super) fn inline(place: &str, question: &InlineQuestion, out: &mut Vec<Complaint>) {
    let options = &question.options;
    enough(place, options.len(), out);
    one_right(
        place,
        options.iter().filter(|option| option.right).count(),
        out,
    );
    twice(
        place,
        "text",
        options.iter().map(|option| option.text.as_str()),
        out,
    );
}

pub(super) fn card(place: &str, card: &Card, out: &mut Vec<Complaint>) {
    let options = &card.options;
    enough(place, options.len(), out);
    one_right(
        place,
        options.iter().filter(|option| option.right).count(),
        out,
    );
    twice(
        place,
        "text",
        options.iter().map(|option| option.text.as_str()),
        out,
    );
    belief(place, card.misconception.as_deref(), out);
    if card.kind == CardKind::Spot && card.shown.is_none() {
        let text = "a card to spot a fault shows something to look at";
        out.push(Complaint::new(format!("{place}.shown"), text));
    }
}

fn enough(place: &str, options: usize, out: &mut Vec<Complaint>) {
    if !OPTIONS.contains(&options) {
        let text = format!("must have 3 or 4 options, not {options}");
        out.push(Complaint::new(format!("{place}.options"), text));
    }
}

fn one_right(place: &str, right: usize, out: &mut Vec<Complaint>) {
    if right != 1 {
        let text = format!("exactly one option must be right, not {right}");
        out.push(Complaint::new(format!("{place}.options"), text));
    }
}

fn twice<'a>(
    place: &str,
    field: &str,
    values: impl Iterator<Item = &'a str>,
    out: &mut Vec<Complaint>,
) {
    for (index, _) in repeated(values) {
        let text = "another option says the same";
        out.push(Complaint::new(
            format!("{place}.options[{index}].{field}"),
            text,
        ));
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

fn can_be_measured(measure: Measure, value: &str) -> bool {
    match measure {
        Measure::TokenRequests => matches!(value.parse::<u8>(), Ok(1..)) && is_plain(value),
        Measure::BrowserUsed | Measure::CallbackUrl => matches!(value, "no" | "yes"),
        Measure::ReplyMember | Measure::ErrorCode => is_code(value),
        Measure::Status => is_status(value),
        Measure::StatusAndError => match value.split_once(' ') {
            Some((status, error)) => is_status(status) && is_code(error),
            None => is_status(value),
        },
    }
}

fn spelling(measure: Measure) -> &'static str {
    match measure {
        Measure::TokenRequests => "a count, as 1",
        Measure::BrowserUsed | Measure::CallbackUrl => "no or yes",
        Measure::ReplyMember => "the name of a member, as access_token",
        Measure::ErrorCode => "an error code, as invalid_client, or none",
        Measure::Status => "a status, as 401",
        Measure::StatusAndError => "a status and an error code, as 401 invalid_client",
    }
}

/// No sign and no leading zero: the program prints counts without them.
fn is_plain(number: &str) -> bool {
    number.starts_with(|c: char| matches!(c, '1'..='9'))
}

fn is_status(value: &str) -> bool {
    value.len() == 3 && is_plain(value) && matches!(value.parse(), Ok(100..=599_u16))
}

fn is_code(value: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !value.is_empty() && value.chars().all(fits)
}
