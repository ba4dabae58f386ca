//! One request at all three practice servers: what each answers, side by side. Vendors differ where OAuth leaves them room, and a learner
//! who has seen one of them believes that all are so.

use crate::app::effect::RunId;
use crate::lesson::target::TargetName;
use crate::oauth::json::{self, Document, NodeId};
use crate::oauth::jwt;
use crate::oauth::reply::{Answer, Reply, SendError};

/// The request at the three servers; nothing before it was asked for.
#[derive(Debug, Default)]
pub struct Elsewhere {
    asked: Vec<(TargetName, Told)>,
}

/// What one server says.
#[derive(Debug)]
pub enum Told {
    /// Asked, by this number.
    Waiting(RunId),
    /// Answered.
    Answered(Box<Reply>),
    /// Not answered, and why.
    Failed(String),
}

/// One line of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// `status`, a member of the reply, a claim of the token.
    pub name: String,
    /// What each server has there, from outside; `None` where it has nothing.
    pub cells: Vec<Option<String>>,
    /// True where those that have answered do not all say the same.
    pub differs: bool,
}

/// Members whose values are another in each reply, and say nothing of the server.
const OF_THE_MOMENT: [&str; 7] = ["iat", "exp", "nbf", "jti", "uti", "access_token", "errorId"];

impl Elsewhere {
    /// Asked anew, at each of these.
    pub(crate) fn ask(&mut self, asked: impl Iterator<Item = (TargetName, RunId)>) {
        self.asked = asked
            .map(|(target, run)| (target, Told::Waiting(run)))
            .collect();
    }

    /// Takes an answer in, where it is one of these.
    pub(crate) fn answered(&mut self, run: RunId, result: Result<Answer, SendError>) {
        let is_its = |told: &Told| matches!(told, Told::Waiting(waiting) if *waiting == run);
        let Some((_, told)) = self.asked.iter_mut().find(|(_, told)| is_its(told)) else {
            return;
        };
        *told = match result {
            Ok(answer) => Told::Answered(Box::new(answer.reply)),
            Err(error) => Told::Failed(error.to_string()),
        };
    }

    /// What is still awaited is awaited no more.
    pub(crate) fn give_up(&mut self) {
        for (_, told) in &mut self.asked {
            if matches!(told, Told::Waiting(_)) {
                *told = Told::Failed("given up".to_owned());
            }
        }
    }

    /// The servers that were asked, and what each says.
    pub fn servers(&self) -> &[(TargetName, Told)] {
        &self.asked
    }

    /// The comparison, line by line: the status, the members of the replies, the claims of the tokens.
    pub fn rows(&self) -> Vec<Row> {
        let columns: Vec<Vec<(String, String)>> = self.asked.iter().map(column).collect();
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in columns.iter().flatten() {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        // Claims stand behind all members, whichever server has them.
        names.sort_by_key(|name| name.starts_with(CLAIM));
        let row = |name: &&str| {
            let cell = |column: &Vec<(String, String)>| {
                let found = column.iter().find(|(one, _)| one == name);
                found.map(|(_, value)| value.clone())
            };
            let cells: Vec<Option<String>> = columns.iter().map(cell).collect();
            let answered = self.asked.iter().zip(&cells);
            let mut answered = answered.filter(|((_, told), _)| matches!(told, Told::Answered(_)));
            let first = answered.next().map(|(_, cell)| cell.clone());
            let differs = answered.any(|(_, cell)| Some(cell) != first.as_ref());
            Row {
                name: (*name).to_owned(),
                cells,
                differs,
            }
        };
        names.iter().map(row).collect()
    }
}

/// In front of the name of a claim.
const CLAIM: &str = "token ";

/// What one server says, name by name.
fn column((_, told): &(TargetName, Told)) -> Vec<(String, String)> {
    let said = |name: &str, value: String| (name.to_owned(), value);
    let reply = match told {
        Told::Waiting(_) => return vec![said("status", "asked".to_owned())],
        Told::Failed(why) => return vec![said("status", why.clone())],
        Told::Answered(reply) => reply,
    };
    let status = format!("{} {}", reply.status, reply.reason);
    let mut column = vec![said("status", status.trim_end().to_owned())];
    let document = json::read(&reply.text());
    column.extend(members(&document, ""));
    let root = document.root();
    let token = root.and_then(|root| document.member(root, "access_token"));
    if let Some(text) = token.and_then(|token| document.string(token)) {
        let jwt = jwt::read(text);
        column.push(said("token is", jwt.form.word().to_owned()));
        if let Some(payload) = &jwt.payload {
            column.extend(members(payload, CLAIM));
        }
    }
    column
}

fn members(document: &Document, before: &str) -> Vec<(String, String)> {
    let Some(root) = document.root() else {
        return Vec::new();
    };
    let value = |node: NodeId| {
        let text = document.string(node).map(str::to_owned);
        text.unwrap_or_else(|| {
            let mut out = String::new();
            document.write_compact(node, &mut out);
            out
        })
    };
    let members = document.members(root);
    members
        .filter(|member| !OF_THE_MOMENT.contains(&member.name))
        .map(|member| (format!("{before}{}", member.name), value(member.value)))
        .collect()
}
