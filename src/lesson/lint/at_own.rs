//! What a lesson says of a tenant of one's own: held to what the lesson itself is held to, once that is fit.

use super::{Complaint, prose, structure};
use crate::lesson::bench::Bench;
use crate::lesson::course::Course;
use crate::lesson::model::{Lesson, Round, Step};

pub(super) fn lint(lesson: &Lesson, course: &Course, out: &mut Vec<Complaint>) {
    let round = course.extra(Round::Own);
    let Some(there) = round.and_then(|round| lesson.at_own(round)) else {
        return stray(lesson, out);
    };
    for (index, step) in there.steps.iter().enumerate() {
        if step.only.is_some() {
            continue;
        }
        let place = format!("step[{index}]");
        let at_practice = lesson.steps.get(index);
        let own = at_practice.and_then(|step| step.at_own.as_deref());
        let mut without = own.iter().flat_map(|own| &own.without);
        let asks = at_practice.map_or(&[][..], |step| &step.asks);
        if let Some(id) = without.find(|id| asks.iter().all(|ask| ask.id != **id)) {
            let text = format!("names {id}, which is no question of this step");
            out.push(Complaint::new(format!("{place}.own.without"), text));
        }
        if shows_practice(step) {
            let text = "needs `only`: no tenant of one's own shows what is done at this bench";
            out.push(Complaint::new(format!("{place}.own"), text));
        }
        structure::one(&there, course, (step, &place), out);
    }
    prose::lint(&there, out);
}

/// A step may not speak of a tenant where its lesson is not played.
fn stray(lesson: &Lesson, out: &mut Vec<Complaint>) {
    let steps = lesson.steps.iter().enumerate();
    for (index, _) in steps.filter(|(_, step)| step.at_own.is_some()) {
        let text = "the lesson has no [own], so it is not played at a tenant of one's own";
        let place = format!("step[{index}].own");
        if lesson.own.is_none() {
            out.push(Complaint::new(place, text));
        }
    }
}

/// Dashboards and flows are a vendor's, and what is broken in a lab is put back at a practice tenant alone.
fn shows_practice(step: &Step) -> bool {
    matches!(
        step.bench,
        Some(Bench::Dashboard | Bench::Lab | Bench::Flow)
    )
}
