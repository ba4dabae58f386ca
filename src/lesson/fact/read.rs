//! From the text of a fact to the fact.

use super::{Fact, Operator, Subject, Term};
use crate::lesson::template::Template;

/// Reads `subject operator value`.
pub(super) fn fact(text: &str) -> Result<Fact, String> {
    let (subject, rest) = text.split_once(' ').ok_or_else(|| {
        let shown = crate::oauth::text::visible_line(text);
        format!(
            "a fact has a subject, an operator and a value, as reply.status == 200, not {shown}"
        )
    })?;
    let rest = rest.trim();
    let (operator, value) = rest.split_once(' ').unwrap_or((rest, ""));
    let operator = Operator::SPELLED
        .iter()
        .find(|(spelled, _)| *spelled == operator)
        .map(|(_, operator)| *operator)
        .ok_or_else(|| {
            let known = Operator::SPELLED.map(|(spelled, _)| spelled).join(" ");
            format!("the operator is one of: {known}")
        })?;
    let subject = Subject::read(subject)?;
    let value = value.trim();
    let alone = matches!(operator, Operator::Present | Operator::Absent);
    if alone != value.is_empty() {
        return Err(if alone {
            "present and absent take no value".to_owned()
        } else {
            "there is nothing to compare with".to_owned()
        });
    }
    Ok(Fact {
        subject,
        operator,
        value: (!alone).then(|| term(value)),
    })
}

/// A quoted text is a text; what is spelled like a subject is that subject; all else is a text.
fn term(value: &str) -> Term {
    let quoted = value
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    if let Some(text) = quoted {
        return Term::Value(Template::new(text));
    }
    match Subject::read(value) {
        Ok(subject) if value.contains('.') => Term::Subject(subject),
        Ok(_) | Err(_) => Term::Value(Template::new(value)),
    }
}
