//! Counts, order, ids and notes: what the screens and the progress file rely on.

use super::references::{of_change, of_condition, of_move, templates};
use super::{Complaint, asks, experiments, repeated};
use crate::lesson::bench::Bench;
use crate::lesson::change::{Change, Move, Press};
use crate::lesson::course::Course;
use crate::lesson::exchange;
use crate::lesson::model::{Lesson, Round, Stage, Step};
use crate::lesson::notes::demanded;
use crate::lesson::target::TargetName;

/// The most do-steps (ENGINE 1).
const MOST_TO_DO: usize = 8;

pub(super) fn lint(lesson: &Lesson, course: &Course, out: &mut Vec<Complaint>) {
    head(lesson, out);
    stages(lesson, out);
    for (index, step) in lesson.steps.iter().enumerate() {
        let place = format!("step[{index}]");
        one(lesson, course, (step, &place), out);
    }
    ids(lesson, out);
    done(lesson, out);
}

fn head(lesson: &Lesson, out: &mut Vec<Complaint>) {
    if !is_name(&lesson.id) {
        let text = "must be small letters, digits and single hyphens, beginning with a letter";
        out.push(Complaint::new("id", text));
    }
    if !(1..=30).contains(&lesson.minutes) {
        out.push(Complaint::new("minutes", "must be from 1 to 30"));
    }
    let practice = lesson.targets.iter().filter(|of| **of != TargetName::Own);
    if practice.count() > 1 {
        out.push(Complaint::new(
            "targets",
            "a lesson is played at one practice server: name one, and own beside it where it can be played there",
        ));
    }
    if lesson.targets.is_empty() {
        out.push(Complaint::new(
            "targets",
            "must name at least one of rfc, auth0, okta",
        ));
    }
    if lesson.kind == Round::Lesson {
        count("can", lesson.can.len(), 3, out);
    }
    if lesson.leaves_out.is_empty() {
        let text = "has no entry: say what the source leaves out, or that it leaves nothing out";
        out.push(Complaint::new("leaves_out", text));
    }
    for (at, change) in lesson.app.iter().enumerate() {
        let place = format!("app[{at}]");
        templates(&place, &of_change(change), out);
        if !matches!(change, Change::Form(_)) {
            out.push(Complaint::new(place, "is a change of the form of an app"));
        }
    }
    for (at, id) in lesson.test_out.iter().enumerate() {
        let step = lesson.steps.iter().find(|step| step.id == *id);
        let is_work = step.is_some_and(|step| step.stage == Stage::Do && !step.goals.is_empty());
        if !is_work {
            let text = "must be the id of a do-step that has goals";
            out.push(Complaint::new(format!("test_out[{at}]"), text));
        }
    }
    for (at, change) in lesson.setup.iter().enumerate() {
        templates(&format!("setup[{at}]"), &of_change(change), out);
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

fn stages(lesson: &Lesson, out: &mut Vec<Complaint>) {
    let mut seen: Vec<Stage> = Vec::new();
    for (index, step) in lesson.steps.iter().enumerate() {
        if seen.last() == Some(&step.stage) {
            continue;
        }
        if seen.contains(&step.stage) {
            let text = "the steps of a stage stand together";
            out.push(Complaint::new(format!("step[{index}].stage"), text));
        }
        seen.push(step.stage);
    }
    let to_do = lesson.steps_of(Stage::Do).count();
    if !(1..=MOST_TO_DO).contains(&to_do) {
        let text = format!("a lesson has 1 to {MOST_TO_DO} do-steps, not {to_do}");
        out.push(Complaint::new("step", text));
    }
    let first = lesson.steps.first().map(|step| step.stage);
    let last = lesson.steps.last().map(|step| step.stage);
    // An extra round has no goal page.
    let begins = first == Some(Stage::Goal) || lesson.kind != Round::Lesson;
    if !begins || last != Some(Stage::Done) {
        let text = "a lesson begins with a goal step and ends with a done step";
        out.push(Complaint::new("step", text));
    }
}

fn boxes(step: &Step, place: &str, out: &mut Vec<Complaint>) {
    if step.newest && step.goals.len() != 1 {
        let text = "one exchange has to do it all, so the step has one goal";
        out.push(Complaint::new(format!("{place}.newest"), text));
    }
    if !(1..=8).contains(&step.ticks.len()) {
        let text = format!("a step has 1 to 8 ticks, not {}", step.ticks.len());
        out.push(Complaint::new(format!("{place}.ticks"), text));
    }
}

pub(super) fn one(
    lesson: &Lesson,
    course: &Course,
    (step, place): (&Step, &str),
    out: &mut Vec<Complaint>,
) {
    if !is_name(&step.id) {
        let text = "must be small letters, digits and single hyphens, beginning with a letter";
        out.push(Complaint::new(format!("{place}.id"), text));
    }
    bench_fits(step, place, out);
    notes(lesson, course, (step, place), out);
    let asks = step.stage == Stage::Do || step.stage == Stage::Break;
    if asks && lesson.kind != Round::Sandbox {
        count(&format!("{place}.hints"), step.hints.len(), 3, out);
        if step.goals.is_empty() {
            out.push(Complaint::new(
                place,
                "has no goal: nothing would count as done",
            ));
        }
        if step.solve.is_empty() {
            out.push(Complaint::new(
                place,
                "has no solve: the solution in words is not proven",
            ));
        }
        boxes(step, place, out);
    }
    let flow = step.flow.as_ref().map(|id| course.flow(id));
    match (step.bench == Some(Bench::Flow), flow) {
        (true, None) | (false, Some(_)) => {
            out.push(Complaint::new(
                place,
                "a flow step names its flow, and no other step does",
            ));
        }
        (true, Some(None)) => {
            out.push(Complaint::new(
                format!("{place}.flow"),
                "there is no such flow",
            ));
        }
        (true, Some(Some(_))) | (false, None) => {}
    }
    for (at, ask) in step.asks.iter().enumerate() {
        asks::lint(&format!("{place}.asks[{at}]"), ask, step.stage, out);
    }
    match step.stage {
        Stage::Predict if lesson.kind == Round::Tour && step.asks.len() == 1 => {}
        // At a tenant of one's own those are left out that its vendor does not settle.
        Stage::Predict if lesson.targets == [TargetName::Own] && step.asks.len() == 1 => {}
        Stage::Predict if !(2..=3).contains(&step.asks.len()) => {
            let text = format!("asks 2 or 3 questions, not {}", step.asks.len());
            out.push(Complaint::new(format!("{place}.asks"), text));
        }
        Stage::Quiz => asks::quiz(place, &step.asks, out),
        Stage::Goal | Stage::Predict | Stage::Do | Stage::Explain | Stage::Break | Stage::Done => {}
    }
    experiments::lint(lesson, course, (step, place), out);
    world(step, place, out);
}

fn bench_fits(step: &Step, place: &str, out: &mut Vec<Complaint>) {
    let wanted = match step.stage {
        Stage::Goal | Stage::Predict | Stage::Quiz | Stage::Done => {
            if step.bench.is_some() {
                let text = "a step of this stage has no bench";
                out.push(Complaint::new(format!("{place}.bench"), text));
            }
            return;
        }
        Stage::Do => step.bench.is_some(),
        Stage::Explain => step.bench == Some(Bench::Explain),
        Stage::Break => {
            let has_some = !step.experiments.is_empty() || !step.borrows.is_empty();
            step.bench == Some(Bench::Lab) && has_some
        }
    };
    if !wanted {
        let text = match step.stage {
            Stage::Explain => "an explain step has the bench explain",
            Stage::Break => "a break step has the bench lab, and an experiment",
            Stage::Goal | Stage::Predict | Stage::Do | Stage::Quiz | Stage::Done => {
                "a do-step has a bench"
            }
        };
        out.push(Complaint::new(place, text));
    }
}

fn notes(lesson: &Lesson, course: &Course, (step, place): (&Step, &str), out: &mut Vec<Complaint>) {
    let target = lesson.targets.first().copied().unwrap_or_default();
    let dashboard = course.dashboard(target);
    for (at, form) in step.forms.iter().enumerate() {
        if dashboard
            .and_then(|dashboard| dashboard.form(form))
            .is_none()
        {
            let shown = crate::oauth::text::visible_line(form);
            let text = format!("the dashboard of this target has no form {shown}");
            out.push(Complaint::new(format!("{place}.forms[{at}]"), text));
        }
    }
    if step.bench == Some(Bench::Dashboard) && step.forms.is_empty() {
        out.push(Complaint::new(place, "a dashboard step names its forms"));
    }
    let of_forms = dashboard.map_or_else(Vec::new, |dashboard| dashboard.notes(&step.forms));
    let demanded = demanded(step, &lesson.form, &of_forms);
    let found = || step.notes.iter().map(|note| note.about.as_str());
    let place = format!("{place}.notes");
    for (index, about) in found().enumerate() {
        let known = demanded.iter().any(|wanted| wanted == about)
            || (step.bench == Some(Bench::Explain) && exchange::is_line(about));
        if !known {
            let about = crate::oauth::text::visible_line(about);
            let text = format!("nothing on the screen is called {about}");
            out.push(Complaint::new(format!("{place}[{index}].about"), text));
        }
    }
    for (index, about) in repeated(found()) {
        let text = format!("there is a note about {about} already");
        out.push(Complaint::new(format!("{place}[{index}].about"), text));
    }
    for about in demanded
        .iter()
        .filter(|about| !found().any(|it| it == **about))
    {
        let text = format!("there is no note about {about}");
        out.push(Complaint::new(&*place, text));
    }
}

/// Everything that names something of the world: references are known, and answers name questions of this lesson.
fn world(step: &Step, place: &str, out: &mut Vec<Complaint>) {
    for (at, change) in step.setup.iter().enumerate() {
        templates(&format!("{place}.setup[{at}]"), &of_change(change), out);
    }
    let elsewhere = |change: &Change| matches!(change, Change::Token(_));
    let text = "a token is changed in experiments alone, where it is put back";
    if step.setup.iter().any(elsewhere) {
        out.push(Complaint::new(format!("{place}.setup"), text));
    }
    let solves = |one: &Move| matches!(one, Move::Change(change) if elsewhere(change));
    if step.solve.iter().any(solves) {
        out.push(Complaint::new(format!("{place}.solve"), text));
    }
    if step.hints.iter().flat_map(|hint| &hint.lays).any(elsewhere) {
        out.push(Complaint::new(format!("{place}.hints"), text));
    }
    for (at, one) in step.solve.iter().enumerate() {
        templates(&format!("{place}.solve[{at}]"), &of_move(one), out);
        let asked = match one {
            Move::Press(Press::Answer(id, _) | Press::Type(id, _)) => Some(id),
            Move::Press(_) | Move::Change(_) => None,
        };
        let variants = step.experiments.iter().flat_map(|one| &one.variants);
        let mut asks = step
            .asks
            .iter()
            .chain(variants.filter_map(|one| one.ask.as_ref()));
        if asked.is_some_and(|id| !asks.any(|ask| ask.id == *id)) {
            let text = "answers a question that this step does not ask";
            out.push(Complaint::new(format!("{place}.solve[{at}].id"), text));
        }
    }
    for (at, hint) in step.hints.iter().enumerate() {
        for (which, change) in hint.lays.iter().enumerate() {
            templates(
                &format!("{place}.hints[{at}].lays[{which}]"),
                &of_change(change),
                out,
            );
        }
    }
    for (at, goal) in step.goals.iter().enumerate() {
        templates(
            &format!("{place}.goals[{at}]"),
            &of_condition(&goal.when),
            out,
        );
    }
    for (at, tick) in step.ticks.iter().enumerate() {
        let found = tick.when.as_ref().map(of_condition).unwrap_or_default();
        templates(&format!("{place}.ticks[{at}].when"), &found, out);
    }
}

fn ids(lesson: &Lesson, out: &mut Vec<Complaint>) {
    let steps = lesson.steps.iter().map(|step| step.id.as_str());
    for (index, id) in repeated(steps) {
        let place = format!("step[{index}].id");
        out.push(Complaint::new(place, format!("the id {id} is used twice")));
    }
    let mut asks: Vec<(String, &str)> = Vec::new();
    for (index, step) in lesson.steps.iter().enumerate() {
        for (at, ask) in step.asks.iter().enumerate() {
            asks.push((format!("step[{index}].asks[{at}].id"), &ask.id));
        }
        for (at, experiment) in step.experiments.iter().enumerate() {
            for (which, variant) in experiment.variants.iter().enumerate() {
                let place = format!("step[{index}].experiments[{at}].variant[{which}].ask.id");
                asks.extend(variant.ask.as_ref().map(|ask| (place, ask.id.as_str())));
            }
        }
    }
    for (index, id) in repeated(asks.iter().map(|(_, id)| *id)) {
        let text = format!("the id {id} is used twice");
        out.push(Complaint::new(&*asks[index].0, text));
    }
}

fn done(lesson: &Lesson, out: &mut Vec<Complaint>) {
    if lesson.done.summary.is_empty() && lesson.kind != Round::Sandbox {
        out.push(Complaint::new("done.summary", "has no line"));
    }
    for (at, line) in lesson.done.summary.iter().enumerate() {
        let step = lesson.step(&line.step);
        if step.is_none_or(|step| step.goals.is_empty()) {
            let text = "names no step of this lesson that has goals";
            out.push(Complaint::new(format!("done.summary[{at}].step"), text));
        }
    }
}

fn count(place: &str, found: usize, wanted: usize, out: &mut Vec<Complaint>) {
    if found != wanted {
        let text = format!("must have {wanted} entries, not {found}");
        out.push(Complaint::new(place, text));
    }
}
