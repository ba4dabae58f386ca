//! Whether changes stand where they may, and name what is there: what only an experiment may break, answers that a question has, APIs
//! that a practice tenant has.

use super::facts::Names;
use super::{Complaint, repeated};
use crate::lesson::change::{Change, DraftChange, Move, Press};
use crate::lesson::course::Course;
use crate::lesson::fact::{Condition, Subject};
use crate::lesson::model::{Ask, Lesson, Method, Step};
use crate::oauth::wire::stays_here;

/// The application types of the dashboards' form.
const TYPES: [&str; 4] = ["native", "spa", "regular-web", "m2m"];

pub(super) fn lint(lesson: &Lesson, course: &Course, out: &mut Vec<Complaint>) {
    for (at, change) in lesson.setup.iter().enumerate() {
        outside(&format!("setup[{at}]"), change, out);
    }
    for (at, change) in lesson.app.iter().enumerate() {
        values(&format!("app[{at}]"), change, out);
    }
    for (index, step) in lesson.steps.iter().enumerate() {
        of_step((lesson, course), step, &format!("step[{index}]"), out);
    }
    let experiments = lesson.steps.iter().enumerate().flat_map(|(index, step)| {
        let all = step.experiments.iter().enumerate();
        all.map(move |(at, one)| (format!("step[{index}].experiments[{at}].id"), &one.id))
    });
    let experiments: Vec<_> = experiments.collect();
    for (at, id) in repeated(experiments.iter().map(|(_, id)| id.as_str())) {
        let text = format!("the id {id} is used twice: the error book has one line for each");
        let place = experiments.get(at).map_or("step", |(place, _)| place);
        out.push(Complaint::new(place, text));
    }
}

fn of_step(
    (lesson, course): (&Lesson, &Course),
    step: &Step,
    place: &str,
    out: &mut Vec<Complaint>,
) {
    let names = Names {
        lesson,
        course,
        step,
    };
    for (at, change) in step.setup.iter().enumerate() {
        outside(&format!("{place}.setup[{at}]"), change, out);
    }
    for (at, ask) in step.asks.iter().enumerate() {
        measures(&format!("{place}.asks[{at}]"), ask, out);
    }
    for (at, one) in step.solve.iter().enumerate() {
        let place = format!("{place}.solve[{at}]");
        names.check_move(&place, one, out);
        match one {
            Move::Change(change) => outside(&place, change, out),
            Move::Press(press) => answers(lesson, press, &place, out),
        }
    }
    for (at, goal) in step.goals.iter().enumerate() {
        names.check(&format!("{place}.goals[{at}]"), &goal.when, out);
    }
    for (at, tick) in step.ticks.iter().enumerate() {
        let when = tick.when.as_ref();
        if let Some(when) = when {
            names.check(&format!("{place}.ticks[{at}].when"), when, out);
        }
    }
    for (at, experiment) in step.experiments.iter().enumerate() {
        for (which, variant) in experiment.variants.iter().enumerate() {
            let place = format!("{place}.experiments[{at}].variant[{which}]");
            for (at, one) in variant.moves.iter().enumerate() {
                let place = format!("{place}.moves[{at}]");
                names.check_move(&place, one, out);
                in_experiment(lesson, one, &place, out);
            }
            for (at, one) in variant.expect.iter().enumerate() {
                names.check(&format!("{place}.expect[{at}]"), one, out);
            }
            if let Some(ask) = &variant.ask {
                measures(&format!("{place}.ask"), ask, out);
            }
        }
    }
}

/// What is sent wrongly on purpose is put back at once, which only the lab does.
fn outside(place: &str, change: &Change, out: &mut Vec<Complaint>) {
    let breaks = |draft: &DraftChange| draft.is_of_experiments();
    if matches!(change, Change::Draft(draft) if breaks(draft)) {
        let text = "belongs into an experiment's moves: only there it is put back";
        out.push(Complaint::new(place, text));
    }
    values(place, change, out);
}

fn in_experiment(lesson: &Lesson, one: &Move, place: &str, out: &mut Vec<Complaint>) {
    let Move::Change(change) = one else { return };
    if let Change::Draft(DraftChange::Endpoint(to)) = change {
        // What begins at the tenant is known when it is played.
        let spelled = to.spelled();
        if !spelled.starts_with("{tenant.") && !stays_here(spelled) {
            let text = "is no address of this machine, and none by plain http, which is refused before anything goes out";
            out.push(Complaint::new(place, text));
        }
    }
    let signs = matches!(change, Change::Draft(DraftChange::Assertion(_)));
    if signs && !lesson.form.auth.contains(&Method::PrivateKeyJwt) {
        let text = "there is no assertion to change: auth of [form] has no private_key_jwt";
        out.push(Complaint::new(place, text));
    }
    values(place, change, out);
}

fn values(place: &str, change: &Change, out: &mut Vec<Complaint>) {
    let Change::Form(form) = change else { return };
    let to = form.to.spelled();
    if form.field == "type" && !TYPES.contains(&to) {
        let text = format!("a type is one of: {}", TYPES.join(" "));
        out.push(Complaint::new(format!("{place}.to"), text));
    }
    // RFC 6749 3.3: blanks stand between scopes.
    let is_scope = |scope: &String| !scope.is_empty() && !scope.contains(char::is_whitespace);
    if !form.scopes.iter().all(is_scope) {
        let text = "a scope is one word, without blanks";
        out.push(Complaint::new(format!("{place}.scopes"), text));
    }
}

fn answers(lesson: &Lesson, press: &Press, place: &str, out: &mut Vec<Complaint>) {
    let Press::Answer(id, option) = press else {
        return;
    };
    let Some(ask) = lesson.question(id) else {
        return;
    };
    if !(1..=ask.options.len()).contains(option) {
        let text = format!("{id} has the options 1 to {}", ask.options.len());
        out.push(Complaint::new(format!("{place}.option"), text));
    }
}

/// What a prediction is about is seen on an exchange, and where no reply came there is none.
fn measures(place: &str, ask: &Ask, out: &mut Vec<Complaint>) {
    let is_failure = |subject: &Subject| subject.words().first() == Some(&"failure");
    let options = ask.options.iter().filter_map(|option| option.when.as_ref());
    let facts = options.chain(&ask.given).flat_map(Condition::facts);
    let mut subjects = facts.map(|fact| &fact.subject).chain(&ask.measure);
    if subjects.any(is_failure) {
        let text = "cannot be predicted: where no reply comes there is no exchange to read it from";
        out.push(Complaint::new(place, text));
    }
}
