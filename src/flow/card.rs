//! What the cards do that ask nobody: from the values that went in to those that come out.

use std::cmp::Ordering;

use serde_json::Value as Json;

use crate::flow::fault::{Fault, FaultName};
use crate::flow::jwt;
use crate::flow::model::{Card, Input, Kind, Type};
use crate::flow::value::Value;
use crate::oauth::time::UnixTime;

/// Values by the names of their ports.
pub type Ports = Vec<(String, Value)>;

/// The value of a port; nothing where it has none.
pub fn port<'a>(ports: &'a Ports, name: &str) -> &'a Value {
    const NONE: &Value = &Value::Empty;
    let found = ports.iter().find(|(port, _)| port == name);
    found.map_or(NONE, |(_, value)| value)
}

/// A value that goes into a port, as the type that the port declares.
///
/// # Errors
/// Where nothing is there, or it is of another type.
pub fn taken(input: &Input, value: Value) -> Result<Value, Fault> {
    let name = &input.port;
    if value.is_empty() && !input.optional {
        let why = format!("{name} is empty.");
        return Err(Fault::new(FaultName::InvalidInput, why));
    }
    converted(value, input.declared).ok_or_else(|| {
        let why = format!(
            "{name} wants {}, and what came is none.",
            input.declared.word()
        );
        Fault::new(FaultName::InvalidConversion, why)
    })
}

/// An object in a text port stays one until it is written: as JSON, member by member, so that only its secrets are masked.
fn converted(value: Value, to: Type) -> Option<Value> {
    match (to, value) {
        (_, Value::Empty) => Some(Value::Empty),
        (Type::Any, value)
        | (
            Type::Text,
            value @ (Value::Text(_) | Value::Secret(_) | Value::Object(_) | Value::List(_)),
        )
        | (Type::Number, value @ Value::Number(_))
        | (Type::Flag, value @ Value::Flag(_))
        | (Type::Object, value @ Value::Object(_)) => Some(value),
        (Type::Text, value) => Some(Value::Text(value.expose())),
        (Type::Number, Value::Text(text)) => number(&text),
        (Type::Flag, Value::Text(text)) => text.parse().ok().map(Value::Flag),
        (Type::Object, Value::Text(text)) => {
            parsed(&text).filter(|it| matches!(it, Value::Object(_)))
        }
        (Type::Number | Type::Flag | Type::Object, _) => None,
    }
}

fn number(text: &str) -> Option<Value> {
    match serde_json::from_str(text.trim()) {
        Ok(Json::Number(number)) => Some(Value::Number(number)),
        Ok(_) | Err(_) => None,
    }
}

fn parsed(text: &str) -> Option<Value> {
    let json: Json = serde_json::from_str(text).ok()?;
    Some(Value::from_json(&json))
}

/// What a card makes of its values. Cards that ask a server or call a flow are run by the session.
///
/// # Errors
/// The fault of this card.
pub fn run(card: &Card, ports: &Ports, now: UnixTime) -> Result<Ports, Fault> {
    let one = |value: Value| vec![("output".to_owned(), value)];
    match card.kind {
        Kind::Compose | Kind::Concatenate => Ok(one(joined(ports))),
        Kind::Construct => Ok(one(Value::Object(ports.clone()))),
        Kind::ObjectGet => got(card, ports).map(one),
        Kind::IfElse => compared(ports).map(|flag| vec![("result".to_owned(), Value::Flag(flag))]),
        Kind::JwtSign => {
            let token = jwt::sign(ports, now)?;
            Ok(vec![("token".to_owned(), Value::secret(token))])
        }
        Kind::HelperFlow
        | Kind::ApiEndpoint
        | Kind::Assign
        | Kind::Join
        | Kind::Return
        | Kind::ReturnError => Ok(ports.clone()),
        Kind::CallFlow | Kind::Post | Kind::RawRequest | Kind::Cache | Kind::AskAgain => {
            Ok(Vec::new())
        }
    }
}

fn joined(ports: &Ports) -> Value {
    let text: String = ports.iter().map(|(_, value)| value.expose()).collect();
    let secret = ports.iter().any(|(_, value)| value.is_secret());
    Value::worded(text, secret)
}

fn got(card: &Card, ports: &Ports) -> Result<Value, Fault> {
    let object = match port(ports, "object") {
        value @ (Value::Text(_) | Value::Secret(_)) => {
            parsed(&value.expose()).ok_or_else(|| {
                let why = "object is a text that is no JSON.";
                Fault::new(FaultName::Parse, why)
            })?
        }
        value => value.clone(),
    };
    let path = port(ports, "path").expose();
    let found = object.at(&path);
    // What lies in a text that must not be shown must not be shown either, whatever its name.
    let hidden = matches!(port(ports, "object"), Value::Secret(_));
    let found = if hidden { found.hidden() } else { found };
    let declared = card.declared.unwrap_or(Type::Any);
    converted(found, declared).ok_or_else(|| {
        let path = crate::oauth::text::visible_line(&path);
        let why = format!("{path} is not of the declared type, {}.", declared.word());
        Fault::new(FaultName::InvalidConversion, why)
    })
}

/// Each operand has the type that its port declares: the number 80 is greater than 9, the text 80 comes before the text 9.
fn compared(ports: &Ports) -> Result<bool, Fault> {
    let (left, right) = (port(ports, "value 1"), port(ports, "value 2"));
    let order = order(left, right);
    Ok(match port(ports, "operator").expose().as_str() {
        "is empty" => left.is_empty(),
        "==" => order == Some(Ordering::Equal),
        "!=" => order != Some(Ordering::Equal),
        "<" => order == Some(Ordering::Less),
        ">" => order == Some(Ordering::Greater),
        _ => {
            let why = "operator is none of == != < > is empty.";
            return Err(Fault::new(FaultName::InvalidInput, why));
        }
    })
}

/// A number and a text are never equal, and neither is the greater.
fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64()?.partial_cmp(&right.as_f64()?),
        (Value::Number(_), _) | (_, Value::Number(_)) => None,
        (left, right) => Some(left.expose().cmp(&right.expose())),
    }
}
