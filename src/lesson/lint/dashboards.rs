//! Dashboards: ids, kinds and what they are bound to.

use super::references::{of_change, of_condition, templates};
use super::{Complaint, repeated};
use crate::lesson::dashboard::{Dashboard, FieldKind, FormField};

/// The types that an app can have.
const TYPES: [&str; 4] = ["native", "spa", "regular-web", "m2m"];

pub(super) fn lint(dashboard: &Dashboard, out: &mut Vec<Complaint>) {
    let types: Vec<&str> = dashboard
        .types
        .iter()
        .map(|words| words.id.as_str())
        .collect();
    if types != TYPES {
        let text = format!("must name {}, in this order", TYPES.join(", "));
        out.push(Complaint::new("types", text));
    }
    for (index, id) in repeated(dashboard.forms.iter().map(|form| form.id.as_str())) {
        let text = format!("the id {id} is used twice");
        out.push(Complaint::new(format!("form[{index}].id"), text));
    }
    for (index, form) in dashboard.forms.iter().enumerate() {
        for (at, field) in form.fields.iter().enumerate() {
            one(&format!("form[{index}].field[{at}]"), field, out);
        }
        for (at, id) in repeated(form.fields.iter().map(|field| field.id.as_str())) {
            let text = format!("the id {id} is used twice");
            out.push(Complaint::new(
                format!("form[{index}].field[{at}].id"),
                text,
            ));
        }
    }
}

fn one(place: &str, field: &FormField, out: &mut Vec<Complaint>) {
    references(place, field, out);
    let lacks = match field.kind {
        FieldKind::Choice if field.options.len() < 2 => "a choice has two options or more",
        FieldKind::Shown if field.shows.is_none() => "shows nothing",
        FieldKind::Button if field.changes.is_empty() => "a button changes something",
        FieldKind::AppName
        | FieldKind::AppType
        | FieldKind::AppApis
        | FieldKind::Create
        | FieldKind::Text
        | FieldKind::Choice
        | FieldKind::Shown
        | FieldKind::Button => return,
    };
    out.push(Complaint::new(place, lacks));
}

/// Everything in a field that names something of the world.
fn references(place: &str, field: &FormField, out: &mut Vec<Complaint>) {
    templates(
        &format!("{place}.shows"),
        &Vec::from_iter(&field.shows),
        out,
    );
    for (at, change) in field.changes.iter().enumerate() {
        templates(&format!("{place}.changes[{at}]"), &of_change(change), out);
    }
    for (at, option) in field.options.iter().enumerate() {
        let place = format!("{place}.options[{at}]");
        templates(&format!("{place}.when"), &of_condition(&option.when), out);
        for (at, change) in option.changes.iter().enumerate() {
            templates(&format!("{place}.changes[{at}]"), &of_change(change), out);
        }
    }
}
