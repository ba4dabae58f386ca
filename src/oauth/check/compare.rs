//! Two tokens or two responses beside each other: what is only in one, what differs and what that means.

use std::collections::BTreeSet;

use crate::oauth::check::paste::{self, Pasted};
use crate::oauth::check::report::json::{Object, quoted};
use crate::oauth::check::specimen;
use crate::oauth::finding::shorten;
use crate::oauth::json::{Document, Kind, NodeId};
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::claims::duration;
use crate::oauth::rules::words;

/// How a member lies in the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The first has it alone.
    OnlyFirst,
    /// The second has it alone.
    OnlySecond,
    /// Both have it, with another value.
    Differs,
    /// Both have it alike.
    Equal,
}

impl State {
    /// Its word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::OnlyFirst => "only-a",
            Self::OnlySecond => "only-b",
            Self::Differs => "differs",
            Self::Equal => "equal",
        }
    }
}

/// One member in the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// How it lies.
    pub state: State,
    /// Its value in the first, as JSON; nothing is repeated of a token or a secret.
    pub first: Option<String>,
    /// The same in the second.
    pub second: Option<String>,
    /// What the difference means, where that is known.
    pub meaning: String,
}

/// The members of the two, part by part: `header`, `claims`, `reply`. Parts that neither has are left out.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Name and rows of each part.
    pub parts: Vec<(&'static str, Vec<Row>)>,
}

/// What is compared: the token in a text, the response around it.
struct Side {
    jwt: Option<Jwt>,
    reply: Option<Document>,
}

impl Comparison {
    /// True where nothing differs.
    pub fn is_alike(&self) -> bool {
        self.parts
            .iter()
            .flat_map(|(_, rows)| rows)
            .all(|row| row.state == State::Equal)
    }

    /// As JSON, on one line.
    pub fn json(&self) -> String {
        let mut out = Object::new();
        out.raw("schema", "1");
        out.raw("alike", if self.is_alike() { "true" } else { "false" });
        for (part, rows) in &self.parts {
            let rows: Vec<String> = rows.iter().map(Row::json).collect();
            out.raw(part, &format!("[{}]", rows.join(",")));
        }
        out.close()
    }
}

impl Row {
    fn json(&self) -> String {
        let mut out = Object::new();
        out.text("name", &self.name);
        out.text("state", self.state.word());
        out.raw("a", self.first.as_deref().unwrap_or("null"));
        out.raw("b", self.second.as_deref().unwrap_or("null"));
        out.text("means", &self.meaning);
        out.close()
    }
}

/// Compares two texts; the number of the one in which there is nothing to compare where there is not.
///
/// # Errors
/// 1 or 2: that text holds neither a token nor a JSON object.
pub fn texts(first: &Pasted, second: &Pasted) -> Result<Comparison, usize> {
    let first = Side::of(first).ok_or(1_usize)?;
    let second = Side::of(second).ok_or(2_usize)?;
    let mut comparison = Comparison::default();
    let mut add = |name, one: Option<&Document>, other: Option<&Document>| {
        if one.is_some() || other.is_some() {
            comparison.parts.push((name, rows(one, other)));
        }
    };
    let header = |side: &'_ Side| side.jwt.as_ref().and_then(|jwt| jwt.header.clone());
    let claims = |side: &'_ Side| side.jwt.as_ref().and_then(|jwt| jwt.payload.clone());
    add("header", header(&first).as_ref(), header(&second).as_ref());
    add("claims", claims(&first).as_ref(), claims(&second).as_ref());
    add("reply", first.reply.as_ref(), second.reply.as_ref());
    // Two opaque tokens, or two signatures under equal claims, differ in their text alone.
    let text = |side: &Side| side.jwt.as_ref().map(|jwt| jwt.text().to_owned());
    if comparison.is_alike() && text(&first) != text(&second) {
        comparison.parts.push((
            "token",
            vec![Row {
                name: "token".to_owned(),
                state: State::Differs,
                first: text(&first).map(|text| quoted(&shorten(&text))),
                second: text(&second).map(|text| quoted(&shorten(&text))),
                meaning: words::phrase("diff.signature").to_owned(),
            }],
        ));
    }
    Ok(comparison)
}

impl Side {
    fn of(pasted: &Pasted) -> Option<Self> {
        let prepared = paste::prepare(pasted);
        let is_object = |document: &Document| {
            document
                .root()
                .is_some_and(|root| document.kind(root) == Kind::Object)
        };
        let reply = prepared.document.filter(is_object);
        let mut read = specimen::read(pasted);
        let jwt = (!read.tokens.is_empty()).then(|| read.tokens.swap_remove(0).jwt);
        (jwt.is_some() || reply.is_some()).then_some(Self { jwt, reply })
    }
}

fn rows(one: Option<&Document>, other: Option<&Document>) -> Vec<Row> {
    let members = |document: Option<&'_ Document>| -> Vec<String> {
        let found = document.and_then(|document| {
            let root = document.root()?;
            Some(
                document
                    .members(root)
                    .map(|member| member.name.to_owned())
                    .collect(),
            )
        });
        found.unwrap_or_default()
    };
    let mut names = members(one);
    let more: Vec<String> = members(other)
        .into_iter()
        .filter(|name| !names.contains(name))
        .collect();
    names.extend(more);
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
        .into_iter()
        .map(|name| row(name, one, other))
        .collect()
}

fn row(name: String, one: Option<&Document>, other: Option<&Document>) -> Row {
    let find = |document: Option<&'_ Document>| {
        let document = document?;
        document.member(document.root()?, &name)
    };
    let (first, second) = (find(one), find(other));
    let shown = |document: Option<&Document>, node: Option<NodeId>| {
        let (document, node) = (document?, node?);
        if is_hidden(&name) {
            return Some(quoted(&shorten(document.string(node).unwrap_or_default())));
        }
        let mut text = String::new();
        document.write_compact(node, &mut text);
        Some(crate::oauth::text::visible_line(&text))
    };
    let pair = one.zip(first).zip(other.zip(second));
    let state = match (first, second, pair) {
        (Some(_), None, _) => State::OnlyFirst,
        (None, _, _) => State::OnlySecond,
        (_, _, Some(((a, x), (b, y)))) if value(a, x) == value(b, y) => State::Equal,
        (Some(_), Some(_), _) => State::Differs,
    };
    let meaning = match pair {
        Some(((a, x), (b, y))) if state == State::Differs => meaning(&name, (a, x), (b, y)),
        Some(_) | None => String::new(),
    };
    Row {
        first: shown(one, first),
        second: shown(other, second),
        state,
        meaning,
        name,
    }
}

/// Members whose value is a token or a secret.
fn is_hidden(name: &str) -> bool {
    name.ends_with("_token") || name.contains("secret") || name == "assertion"
}

/// A value to compare: a string as it reads, anything else as it is written without blanks.
fn value(document: &Document, node: NodeId) -> String {
    if let Some(text) = document.string(node) {
        return quoted(text);
    }
    let mut text = String::new();
    document.write_compact(node, &mut text);
    text
}

fn meaning(name: &str, one: (&Document, NodeId), other: (&Document, NodeId)) -> String {
    match name {
        "exp" | "iat" | "nbf" | "auth_time" | "updated_at" => times(one, other),
        "expires_in" => lengths(one, other),
        "aud" | "scope" | "scp" | "roles" | "groups" | "permissions" | "amr" | "authorities" => {
            sets(one, other)
        }
        "kid" => words::phrase("diff.kid").to_owned(),
        "alg" => words::phrase("diff.alg").to_owned(),
        "iss" => words::phrase("diff.iss").to_owned(),
        "sub" => words::phrase("diff.sub").to_owned(),
        "client_id" | "azp" | "appid" | "cid" => words::phrase("diff.client").to_owned(),
        "jti" | "uti" | "nonce" | "sid" => words::phrase("diff.serial").to_owned(),
        "access_token" => words::phrase("diff.token").to_owned(),
        _ => String::new(),
    }
}

fn number((document, node): (&Document, NodeId)) -> Option<i64> {
    match document.integer(node)? {
        crate::oauth::json::Integer::Fits(number) => Some(number),
        crate::oauth::json::Integer::Huge { .. } => None,
    }
}

fn times(one: (&Document, NodeId), other: (&Document, NodeId)) -> String {
    let Some((first, second)) = number(one).zip(number(other)) else {
        return String::new();
    };
    let id = if second > first {
        "diff.later"
    } else {
        "diff.earlier"
    };
    words::fill(
        words::phrase(id),
        &[("time", duration(first.abs_diff(second)))],
    )
}

fn lengths(one: (&Document, NodeId), other: (&Document, NodeId)) -> String {
    let Some((first, second)) = number(one).zip(number(other)) else {
        return String::new();
    };
    let id = if second > first {
        "diff.longer"
    } else {
        "diff.shorter"
    };
    words::fill(
        words::phrase(id),
        &[("time", duration(first.abs_diff(second)))],
    )
}

/// The names in a list, or in a text with blanks between them.
fn names((document, node): (&Document, NodeId)) -> BTreeSet<&str> {
    match document.string(node) {
        Some(text) => text.split_whitespace().collect(),
        None => document
            .items(node)
            .filter_map(|item| document.string(item))
            .collect(),
    }
}

fn sets(one: (&Document, NodeId), other: (&Document, NodeId)) -> String {
    let (first, second) = (names(one), names(other));
    if first == second {
        return words::phrase("diff.order").to_owned();
    }
    let only = |a: &BTreeSet<&str>, b: &BTreeSet<&str>| {
        let names: Vec<&str> = a.difference(b).copied().collect();
        if names.is_empty() {
            words::phrase("scope.nothing").to_owned()
        } else {
            shorten(&names.join(" "))
        }
    };
    let values = [
        ("first", only(&first, &second)),
        ("second", only(&second, &first)),
    ];
    words::fill(words::phrase("diff.sets"), &values)
}
