//! Counts, order, ids and keys: what the screens and the progress file rely on.

use super::{Complaint, choices, repeated};
use crate::lesson::keys;
use crate::lesson::model::{
    Act, ActionKind, AskAt, Card, CardKind, Experiment, Lesson, Prediction,
};

pub(super) fn lint(lesson: &Lesson, out: &mut Vec<Complaint>) {
    head(lesson, out);
    predictions(lesson, out);
    acts(&lesson.act, out);
    keyed(
        "explain",
        lesson.explain.iter().map(|note| note.about.as_str()),
        keys::EXPLAIN,
        out,
    );
    experiment(&lesson.experiment, out);
    quiz(&lesson.quiz, out);
    if lesson.done.summary.is_empty() {
        out.push(Complaint::new("done.summary", "has no line"));
    }
}

fn head(lesson: &Lesson, out: &mut Vec<Complaint>) {
    if lesson.number == 0 {
        out.push(Complaint::new("number", "lessons count from 1"));
    }
    if !is_name(&lesson.name) {
        let text = "must be small letters, digits and single hyphens, beginning with a letter";
        out.push(Complaint::new("name", text));
    }
    if !(1..=30).contains(&lesson.minutes) {
        out.push(Complaint::new("minutes", "must be from 1 to 30"));
    }
    if !keys::DIALECTS.contains(&lesson.dialect.as_str()) {
        let text = format!("must be one of {}", keys::DIALECTS.join(", "));
        out.push(Complaint::new("dialect", text));
    }
    count("goal.can", lesson.goal.can.len(), 3, out);
    if lesson.goal.leaves_out.is_empty() {
        let text = "has no entry: say what the source leaves out, or that it leaves nothing out";
        out.push(Complaint::new("goal.leaves_out", text));
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('-')
        && !name.contains("--")
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn predictions(lesson: &Lesson, out: &mut Vec<Complaint>) {
    let asked = |one: &&Prediction| one.ask_at == AskAt::Predict;
    let in_stage = lesson.predict.iter().filter(asked).count();
    if !(2..=3).contains(&in_stage) {
        let text = format!("the predict stage asks 2 or 3 questions, not {in_stage}");
        out.push(Complaint::new("predict", text));
    }
    for (index, prediction) in lesson.predict.iter().enumerate() {
        let place = format!("predict[{index}]");
        if prediction.ask_at == AskAt::Break {
            let text = "the question of the experiment stands in experiment.prediction";
            out.push(Complaint::new(format!("{place}.ask_at"), text));
        }
        choices::prediction(&place, prediction, out);
    }
    let ids = lesson
        .predict
        .iter()
        .map(|prediction| prediction.id.as_str());
    let last = lesson.predict.len();
    for (index, id) in repeated(ids.chain([lesson.experiment.prediction.id.as_str()])) {
        let place = if index == last {
            "experiment.prediction.id".to_owned()
        } else {
            format!("predict[{index}].id")
        };
        out.push(Complaint::new(place, format!("the id {id} is used twice")));
    }
}

fn acts(acts: &[Act], out: &mut Vec<Complaint>) {
    let order: Vec<_> = acts.iter().map(|act| act.action).collect();
    if order != ActionKind::ALL {
        let wanted = ActionKind::ALL.map(ActionKind::name).join(", ");
        let text = format!("the acts must be {wanted}, in this order");
        out.push(Complaint::new("act", text));
    }
    for (index, act) in acts.iter().enumerate() {
        let place = format!("act[{index}]");
        count(&format!("{place}.hints"), act.hints.len(), 3, out);
        if !(1..=8).contains(&act.steps.len()) {
            let text = format!("an act has 1 to 8 steps, not {}", act.steps.len());
            out.push(Complaint::new(format!("{place}.steps"), text));
        }
        keyed(
            &format!("{place}.notes"),
            act.notes.iter().map(|note| note.about.as_str()),
            keys::act_notes(act.action),
            out,
        );
        if let Some(question) = &act.question {
            choices::inline(&format!("{place}.question"), question, out);
        }
    }
}

fn experiment(experiment: &Experiment, out: &mut Vec<Complaint>) {
    let number = experiment
        .id
        .strip_prefix('B')
        .and_then(|n| n.parse::<u8>().ok());
    if !number.is_some_and(|n| (1..=18).contains(&n) && experiment.id == format!("B{n}")) {
        out.push(Complaint::new("experiment.id", "must be B1 to B18"));
    }
    count("experiment.hints", experiment.hints.len(), 3, out);
    let place = "experiment.prediction";
    if experiment.prediction.ask_at != AskAt::Break {
        out.push(Complaint::new(format!("{place}.ask_at"), "must be break"));
    }
    choices::prediction(place, &experiment.prediction, out);
    let abouts = || experiment.vendors.iter().map(|note| note.about.as_str());
    // A note for each dialect is welcome, but none is needed: hence the list of just those present.
    let needed: Vec<&str> = abouts()
        .filter(|about| keys::DIALECTS.contains(about))
        .collect();
    keyed("experiment.vendors", abouts(), &needed, out);
}

fn quiz(cards: &[Card], out: &mut Vec<Complaint>) {
    let order: Vec<_> = cards.iter().map(|card| card.kind).collect();
    if order != CardKind::ALL {
        let wanted = CardKind::ALL.map(CardKind::name).join(", ");
        let text = format!("the cards must be {wanted}, one of each, in this order");
        out.push(Complaint::new("quiz", text));
    }
    for (index, card) in cards.iter().enumerate() {
        choices::card(&format!("quiz[{index}]"), card, out);
    }
}

fn count(place: &str, found: usize, wanted: usize, out: &mut Vec<Complaint>) {
    if found != wanted {
        let text = format!("must have {wanted} entries, not {found}");
        out.push(Complaint::new(place, text));
    }
}

/// Each key known, each needed key there, none twice.
fn keyed<'a>(
    place: &str,
    found: impl Iterator<Item = &'a str>,
    wanted: &[&str],
    out: &mut Vec<Complaint>,
) {
    let found: Vec<&str> = found.collect();
    for (index, about) in found.iter().enumerate() {
        if !wanted.contains(about) {
            let about = crate::oauth::text::visible_line(about);
            let text = format!("nothing on the screen is called {about}");
            out.push(Complaint::new(format!("{place}[{index}].about"), text));
        }
    }
    for (index, about) in repeated(found.iter().copied()) {
        let text = format!("there is a note about {about} already");
        out.push(Complaint::new(format!("{place}[{index}].about"), text));
    }
    for about in wanted.iter().filter(|about| !found.contains(about)) {
        out.push(Complaint::new(
            place,
            format!("there is no note about {about}"),
        ));
    }
}
