//! What the word tables hold, to be looked up by a person: the reference shows the same words as findings and claims do.

use std::collections::BTreeMap;

use crate::oauth::dictionary::Side;
use crate::oauth::kind::Family;
use crate::oauth::rules::words;
use crate::oauth::tables::{CLAIMS, REFERENCE, Row, row};

/// A parameter or a term.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub says: &'static str,
    /// Where a parameter stands; empty for a term.
    pub stands: &'static str,
    /// The clause that defines it.
    pub source: &'static str,
}

/// A member of a token, as all families have it.
#[derive(Clone, Debug, Default)]
pub struct Member {
    /// What each family says of it; what all have in common comes first.
    pub says: Vec<Saying>,
    /// What its values mean, where they are codes.
    pub values: Vec<(&'static str, &'static str)>,
}

/// What a family says of a member.
#[derive(Clone, Copy, Debug)]
pub struct Saying {
    /// Whose words.
    pub family: Family,
    /// The words.
    pub says: &'static str,
    /// Where they are from.
    pub source: &'static str,
}

/// An explained error.
#[derive(Clone, Copy, Debug)]
pub struct Explained {
    /// A piece of its text, by which it is told from others with the same word; else its word, else its status.
    pub name: &'static str,
    /// Its word, where it has one.
    pub code: &'static str,
    /// Whose it is: the vendor, or `rfc`.
    pub vendor: &'static str,
    /// What was seen.
    pub what: &'static str,
    /// Why that is so.
    pub why: &'static str,
    /// What to do now.
    pub fix: &'static str,
    /// Where that is from.
    pub source: &'static str,
}

/// The parameters of requests and replies, by name.
pub fn parameters() -> impl Iterator<Item = Definition> {
    definitions("parameters.")
}

/// The words of the trade, by name.
pub fn terms() -> impl Iterator<Item = Definition> {
    definitions("terms.")
}

fn definitions(group: &'static str) -> impl Iterator<Item = Definition> {
    REFERENCE.named().filter_map(move |(head, rows)| {
        Some(Definition {
            name: head.strip_prefix(group)?,
            says: of(rows, "says"),
            stands: of(rows, "stands"),
            source: of(rows, "source"),
        })
    })
}

/// The value of a key; empty where there is none.
fn of(rows: &'static [Row], key: &str) -> &'static str {
    row(rows, key).map_or("", Row::value)
}

/// Every member that some family explains, in the header or among the claims.
pub fn members(side: Side) -> BTreeMap<&'static str, Member> {
    let mut all: BTreeMap<&str, Member> = BTreeMap::new();
    // What all have in common goes first; the others follow in their own order.
    let others = Family::ALL
        .into_iter()
        .filter(|one| *one != Family::Generic);
    for family in [Family::Generic].into_iter().chain(others) {
        let (word, part) = (family.word(), side.word());
        let sources = CLAIMS.rows(&format!("{word}.source.{part}"));
        for star in ["", "*"] {
            for told in CLAIMS.rows(&format!("{word}.{part}{star}")) {
                let member = all.entry(told.key()).or_default();
                member.says.push(Saying {
                    family,
                    says: told.value(),
                    source: of(sources, told.key()),
                });
                let values = CLAIMS.rows(&format!("{word}.values.{}", told.key()));
                let meant = values.iter().map(|value| (value.key(), value.value()));
                for one in meant {
                    if !member.values.contains(&one) {
                        member.values.push(one);
                    }
                }
            }
        }
    }
    all
}

/// Every error that is explained, in the order of its file.
pub fn errors() -> impl Iterator<Item = Explained> {
    words::errors().map(|rows| {
        let (pieces, code) = (of(rows, "patterns").lines(), of(rows, "code"));
        let mut name = pieces.chain([code]).chain(of(rows, "status").lines());
        let vendor = of(rows, "id").split('.').next();
        Explained {
            name: name.find(|name| !name.is_empty()).unwrap_or_default(),
            code,
            vendor: vendor.unwrap_or_default(),
            what: of(rows, "what"),
            why: of(rows, "why"),
            fix: of(rows, "fix"),
            source: of(rows, "source"),
        }
    })
}
