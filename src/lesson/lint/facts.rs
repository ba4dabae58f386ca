//! Whether facts name what is there: an API, a question, an experiment, a row of the form, a field of the dashboard, a card, a finding, a
//! layer. A fact about what is not there could never be seen, and a goal that cannot be seen is not demanded.

use super::Complaint;
use crate::flow::model::{Card, outputs};
use crate::lesson::change::{Change, Move, Press};
use crate::lesson::course::Course;
use crate::lesson::fact::{Condition, DRAFT_FIELDS, FORM_FIELDS, Fact, Term};
use crate::lesson::model::{Lesson, Step};
use crate::lesson::template::APIS;
use crate::oauth::rules::Rule;
use crate::oauth::text::visible_line;

/// Where a request may fail before a reply comes, in the words of `failure.layer`.
const LAYERS: [&str; 8] = [
    "name",
    "connect",
    "proxy",
    "tls",
    "time",
    "http",
    "given-up",
    "refused-here",
];

/// What the names in a step's facts stand for.
pub(super) struct Names<'a> {
    pub(super) lesson: &'a Lesson,
    pub(super) course: &'a Course,
    pub(super) step: &'a Step,
}

impl Names<'_> {
    /// The complaints about a condition.
    pub(super) fn check(&self, place: &str, condition: &Condition, out: &mut Vec<Complaint>) {
        let facts = condition.facts().into_iter();
        let wrong = facts.filter_map(|fact| self.wrong(fact));
        out.extend(wrong.map(|text| Complaint::new(place, text)));
    }

    /// What is wrong with the names in a fact.
    fn wrong(&self, fact: &Fact) -> Option<String> {
        let words = fact.subject.words();
        match words.as_slice() {
            ["api", api, _] => one_of(api, "API", &APIS),
            ["draft", row] => one_of(row, "row of the request form", &DRAFT_FIELDS),
            ["form", field] => self.field(field),
            ["experiment", id] => self.experiment(id),
            ["checker", "finding", id] => {
                let is_one = Rule::all().any(|rule| rule.id() == *id);
                (!is_one).then(|| format!("there is no finding {}", visible_line(id)))
            }
            ["flow", "card", card, way, port] => self.port(card, way, port),
            ["asked", id] => self.question(id, Some("guessed")),
            ["guessed", id] => self.question(id, None),
            ["failure", "layer"] => match &fact.value {
                Some(Term::Value(layer)) => one_of(layer.spelled(), "layer", &LAYERS),
                Some(Term::Subject(_)) | None => None,
            },
            _ => None,
        }
    }

    /// The complaints about what a move names.
    pub(super) fn check_move(&self, place: &str, one: &Move, out: &mut Vec<Complaint>) {
        let wrong = match one {
            Move::Press(Press::Call(api, _)) => one_of(api, "API", &APIS),
            Move::Press(Press::Button(Some(id))) => self.button(id),
            Move::Change(Change::Form(form)) => self.form(&form.field),
            Move::Press(_) | Move::Change(_) => None,
        };
        out.extend(wrong.map(|text| Complaint::new(place, text)));
    }

    fn button(&self, id: &str) -> Option<String> {
        let mut forms = self.course.dashboards.iter().flat_map(|board| &board.forms);
        let is_one = forms.any(|form| form.id == id);
        (!is_one).then(|| format!("no dashboard has a form {}", visible_line(id)))
    }

    /// What makes the app, or a field of a dashboard.
    fn form(&self, field: &str) -> Option<String> {
        (field != "grant").then(|| self.field(field)).flatten()
    }

    /// A question of the lesson; `instead` is what a prediction is asked for by.
    fn question(&self, id: &str, instead: Option<&str>) -> Option<String> {
        let shown = visible_line(id);
        match self.lesson.question(id) {
            None => Some(format!("no question of this lesson has the id {shown}")),
            Some(ask) => instead.filter(|_| ask.is_prediction()).map(|instead| {
                format!(
                    "{shown} is a prediction, which is guessed and not answered: {instead}.{shown}"
                )
            }),
        }
    }

    fn field(&self, field: &str) -> Option<String> {
        let forms = self.course.dashboards.iter().flat_map(|board| &board.forms);
        let mut fields = forms.flat_map(|form| &form.fields);
        let is_one = FORM_FIELDS.contains(&field) || fields.any(|one| one.id == field);
        (!is_one).then(|| {
            let shown = visible_line(field);
            let there = FORM_FIELDS.join(" ");
            format!("no form has a field {shown}; there are: {there}, and those of the dashboards")
        })
    }

    /// One of the lesson, whole or one of its variants.
    fn experiment(&self, id: &str) -> Option<String> {
        let mut all = self.lesson.steps.iter().flat_map(|step| &step.experiments);
        let is_one = all.any(|one| {
            let rest = id.strip_prefix(one.id.as_str());
            let variant = rest.and_then(|rest| rest.strip_prefix('/'));
            let mut variants = one.variants.iter();
            rest == Some("") || variant.is_some_and(|variant| variants.any(|one| one.id == variant))
        });
        (!is_one).then(|| format!("this lesson has no experiment {}", visible_line(id)))
    }

    fn port(&self, card: &str, way: &str, port: &str) -> Option<String> {
        let id = self.step.flow.as_deref().unwrap_or_default();
        let flow = self.course.flows.iter().find(|flow| flow.id == id);
        // That there is none is a complaint of its own.
        let Some(found) = flow?.card(card) else {
            return Some(format!("the flow has no card {}", visible_line(card)));
        };
        let there = ports(found, way);
        (!there.iter().any(|one| one == port)).then(|| {
            let shown = visible_line(port);
            let card = visible_line(card);
            format!(
                "{card} has no {way} port {shown}; it has: {}",
                there.join(" ")
            )
        })
    }
}

/// The ports of a card, as facts spell them.
fn ports(card: &Card, way: &str) -> Vec<String> {
    let spelled = |port: &str| port.to_lowercase().replace(' ', "-");
    match way {
        "in" => card.inputs.iter().map(|one| spelled(&one.port)).collect(),
        _ => outputs(card).iter().map(|one| spelled(&one.port)).collect(),
    }
}

/// The complaint where a name is none of those that there are.
fn one_of(name: &str, what: &str, all: &[&str]) -> Option<String> {
    (!all.contains(&name)).then(|| {
        let shown = visible_line(name);
        format!("there is no {what} {shown}; there is: {}", all.join(" "))
    })
}
