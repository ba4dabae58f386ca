//! The experiments of a step: those that it has, and those that it borrows.

use super::Complaint;
use super::asks;
use super::references::{of_condition, of_move, templates};
use crate::lesson::course::Course;
use crate::lesson::model::{Experiment, Lesson, Round, Stage, Step};

pub(super) fn lint(
    lesson: &Lesson,
    course: &Course,
    (step, place): (&Step, &str),
    out: &mut Vec<Complaint>,
) {
    for (at, experiment) in step.experiments.iter().enumerate() {
        experiment_of(&format!("{place}.experiments[{at}]"), experiment, out);
    }
    borrowed(lesson, course, (step, place), out);
}

fn borrowed(
    lesson: &Lesson,
    course: &Course,
    (step, place): (&Step, &str),
    out: &mut Vec<Complaint>,
) {
    for (at, name) in step.borrows.iter().enumerate() {
        let place = format!("{place}.borrows[{at}]");
        if lesson.kind != Round::Sandbox {
            out.push(Complaint::new(place, "only a sandbox borrows experiments"));
        } else if course.experiment(name).is_none() {
            let text = "names no experiment of a lesson, as in first-token/B1";
            out.push(Complaint::new(place, text));
        } else if step.borrows.iter().take(at).any(|before| before == name) {
            out.push(Complaint::new(place, "is borrowed twice"));
        }
    }
}

fn experiment_of(place: &str, experiment: &Experiment, out: &mut Vec<Complaint>) {
    let of = |letter: &str, most: u8| {
        let number = experiment.id.strip_prefix(letter)?.parse::<u8>().ok()?;
        let is_it = (1..=most).contains(&number) && experiment.id == format!("{letter}{number}");
        is_it.then_some(())
    };
    // X is for what never reaches OAuth; T for tokens that a learner judges, in steps that break nothing.
    if of("B", 18).or(of("X", 9)).or(of("T", 9)).is_none() {
        out.push(Complaint::new(
            format!("{place}.id"),
            "must be B1 to B18, X1 to X9, or T1 to T9",
        ));
    }
    if experiment.variants.is_empty() {
        out.push(Complaint::new(format!("{place}.variant"), "has none"));
    }
    for (at, variant) in experiment.variants.iter().enumerate() {
        let place = format!("{place}.variant[{at}]");
        if let Some(ask) = &variant.ask {
            asks::lint(&format!("{place}.ask"), ask, Stage::Break, out);
        }
        if variant.expect.is_empty() {
            out.push(Complaint::new(
                format!("{place}.expect"),
                "says nothing: a test holds it",
            ));
        }
        for (at, one) in variant.moves.iter().enumerate() {
            templates(&format!("{place}.moves[{at}]"), &of_move(one), out);
        }
        for (at, condition) in variant.expect.iter().enumerate() {
            templates(
                &format!("{place}.expect[{at}]"),
                &of_condition(condition),
                out,
            );
        }
    }
}
