//! The reference: terms, parameters, claims, errors and clauses out of the words that rules and lessons use, to be searched.
//!
//! It is put together when somebody first opens it, since a start waits for nothing of it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::lesson::click_list::ClickList;
use crate::oauth::dictionary::Side;
use crate::oauth::kind::Family;
use crate::oauth::reference::{Definition, Explained, Member, errors, members, parameters, terms};
use crate::oauth::rules::Rule;

/// Of which kind an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A word of the trade.
    Term,
    /// A parameter of a request or a reply.
    Parameter,
    /// A claim or a member of a header.
    Claim,
    /// An error.
    Error,
    /// A clause, and what stands on it.
    Clause,
    /// What is clicked on the dashboard of a vendor.
    Dashboard,
    /// A note of a finished lesson.
    Note,
    /// A line of the learner's own error book.
    Mistake,
}

impl Kind {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Term,
        Self::Parameter,
        Self::Claim,
        Self::Error,
        Self::Clause,
        Self::Dashboard,
        Self::Note,
        Self::Mistake,
    ];

    /// One of them.
    pub fn word(self) -> &'static str {
        match self {
            Self::Term => "term",
            Self::Parameter => "parameter",
            Self::Claim => "claim",
            Self::Error => "error",
            Self::Clause => "clause",
            Self::Dashboard => "dashboard",
            Self::Note => "note",
            Self::Mistake => "mistake",
        }
    }

    /// Many of them.
    pub fn words(self) -> &'static str {
        match self {
            Self::Term => "terms",
            Self::Parameter => "parameters",
            Self::Claim => "claims",
            Self::Error => "errors",
            Self::Clause => "clauses",
            Self::Dashboard => "dashboards",
            Self::Note => "notes",
            Self::Mistake => "mistakes",
        }
    }
}

/// A label, which may be empty, and the words behind it.
pub type Told = (String, String);

/// Something that can be looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Of which kind.
    pub kind: Kind,
    /// What it is called.
    pub name: String,
    /// Whose it is, where a name alone would not tell.
    pub whose: String,
    /// What there is to say.
    pub parts: Vec<Told>,
    /// All of it in small letters, for the search.
    sought: String,
}

impl Entry {
    /// An entry; parts without words are left out.
    pub fn new(
        kind: Kind,
        name: impl Into<String>,
        whose: impl Into<String>,
        parts: Vec<Told>,
    ) -> Self {
        let (name, whose) = (name.into(), whose.into());
        let parts: Vec<_> = parts
            .into_iter()
            .filter(|(_, words)| !words.is_empty())
            .collect();
        let mut sought = format!("{name}\n{whose}\n{}", kind.word());
        for (label, words) in &parts {
            sought.push('\n');
            sought.push_str(label);
            sought.push(' ');
            sought.push_str(words);
        }
        Self {
            kind,
            sought: sought.to_lowercase(),
            name,
            whose,
            parts,
        }
    }

    /// What it says first.
    pub fn brief(&self) -> &str {
        self.parts.first().map_or("", |(_, words)| words.as_str())
    }

    /// How well it fits what is wanted, each word of which has to be there: 0 where it is called so, more where the name begins so,
    /// holds it, or only its words do.
    fn fits(&self, wanted: &str) -> Option<u8> {
        if !wanted
            .split_whitespace()
            .all(|word| self.sought.contains(word))
        {
            return None;
        }
        let name = self.name.to_lowercase();
        Some(match name.find(wanted) {
            Some(0) if name.len() == wanted.len() => 0,
            Some(0) => 1,
            Some(_) => 2,
            None => 3,
        })
    }
}

/// Those of `entries` that hold every word of `wanted`, letter case aside; what is called so comes first.
pub fn found<'e>(entries: impl Iterator<Item = &'e Entry>, wanted: &str) -> Vec<&'e Entry> {
    let wanted = wanted.trim().to_lowercase();
    let mut found: Vec<(u8, &Entry)> = entries
        .filter_map(|entry| Some((entry.fits(&wanted)?, entry)))
        .collect();
    found.sort_by_key(|(distance, _)| *distance);
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// Everything but the notes, by kind.
pub fn entries() -> &'static [Entry] {
    static ALL: LazyLock<Vec<Entry>> = LazyLock::new(all);
    &ALL
}

fn all() -> Vec<Entry> {
    let mut all: Vec<Entry> = terms().map(|term| defined(Kind::Term, term)).collect();
    all.extend(parameters().map(|one| defined(Kind::Parameter, one)));
    for (side, whose) in [(Side::Claims, ""), (Side::Header, "header")] {
        let members = members(side).into_iter();
        all.extend(members.map(|(name, member)| claim(name, whose, &member)));
    }
    all.extend(errors().map(error));
    let clauses = clauses(&all);
    all.extend(clauses);
    all.extend(ClickList::ALL.map(clicks));
    // A sort that keeps the order of equals: headers go among the claims, errors stay as their file has them.
    all.sort_by_key(|entry| (entry.kind, sorted_by(entry)));
    all
}

/// Claims and errors stand by their names; of all else the order is right as it is.
fn sorted_by(entry: &Entry) -> (String, bool) {
    match entry.kind {
        Kind::Claim => (entry.name.to_lowercase(), false),
        // What anybody's server may say goes before what one vendor makes of it.
        Kind::Error => (entry.name.to_lowercase(), entry.whose != "rfc"),
        Kind::Term
        | Kind::Parameter
        | Kind::Clause
        | Kind::Dashboard
        | Kind::Note
        | Kind::Mistake => (String::new(), false),
    }
}

fn clicks(list: ClickList) -> Entry {
    let name = format!("Dashboard: {}", list.whose());
    Entry::new(Kind::Dashboard, name, "", list.parts())
}

fn part(label: &str, words: &str) -> Told {
    (label.to_owned(), words.to_owned())
}

fn defined(kind: Kind, one: Definition) -> Entry {
    let parts = vec![
        part("", one.says),
        part("Stands in", one.stands),
        part(SOURCE, one.source),
    ];
    Entry::new(kind, one.name, "", parts)
}

/// The label of the place that an entry is from; the map of clauses is drawn from it.
const SOURCE: &str = "Source";

fn claim(name: &str, whose: &str, member: &Member) -> Entry {
    let mut parts = Vec::new();
    let mut sources = Vec::new();
    for saying in &member.says {
        let label = match saying.family {
            Family::Generic => "",
            family => family.name(),
        };
        parts.push(part(label, saying.says));
        if !sources.contains(&saying.source) {
            sources.push(saying.source);
        }
    }
    let values = member.values.iter();
    parts.extend(values.map(|(value, meaning)| part(value, meaning)));
    parts.extend(sources.into_iter().map(|source| part(SOURCE, source)));
    Entry::new(Kind::Claim, name, whose, parts)
}

fn error(error: Explained) -> Entry {
    let parts = vec![
        part("What", error.what),
        part("Why", error.why),
        part("Fix", error.fix),
        // Where it is the name, it is said already.
        part(
            "Code",
            Some(error.code)
                .filter(|code| *code != error.name)
                .unwrap_or_default(),
        ),
        part(SOURCE, error.source),
    ];
    Entry::new(Kind::Error, error.name, error.vendor, parts)
}

/// The clauses that entries and rules stand on, and which those are.
fn clauses(entries: &[Entry]) -> Vec<Entry> {
    let mut map: BTreeMap<Vec<Piece>, (String, Vec<Told>)> = BTreeMap::new();
    let mut stands = |source: &str, label: &str, words: String| {
        for clause in cited(source) {
            let (_, parts) = map
                .entry(pieces(&clause))
                .or_insert_with(|| (clause, Vec::new()));
            let line = (label.to_owned(), words.clone());
            if !parts.contains(&line) {
                parts.push(line);
            }
        }
    };
    for entry in entries {
        let sources = entry.parts.iter().filter(|(label, _)| label == SOURCE);
        for (_, source) in sources {
            let words = format!("{}: {}", entry.name, entry.brief());
            stands(source, entry.kind.word(), words);
        }
    }
    for rule in Rule::all() {
        let why = rule.words().why;
        // What a finding fills in is not known here.
        let why = if why.contains('{') { "" } else { why };
        let words = format!("{}: {why}", rule.id());
        stands(
            rule.spec(),
            "finding",
            words.trim_end_matches(": ").to_owned(),
        );
    }
    let clauses = map.into_values();
    clauses
        .map(|(clause, parts)| Entry::new(Kind::Clause, clause, "", parts))
        .collect()
}

/// The clauses that a source names: `RFC 6749 3.3, 5.2; RFC 9068 4` are three. A vendor's page is none.
fn cited(source: &str) -> Vec<String> {
    let mut clauses = Vec::new();
    for piece in source.split("; ") {
        if piece.starts_with("OpenID ") {
            clauses.push(piece.to_owned());
        }
        let Some(rest) = piece.strip_prefix("RFC ") else {
            continue;
        };
        let (number, sections) = rest.split_once(' ').unwrap_or((rest, ""));
        for section in sections.split(", ") {
            // An RFC that is named within the sections of another one stands for itself.
            let clause = match section.strip_prefix("RFC ") {
                Some(other) => format!("RFC {other}"),
                None => format!("RFC {} {section}", number.trim_end_matches(',')),
            };
            clauses.push(clause.trim_end().to_owned());
        }
    }
    clauses
}

/// A piece of a clause's name: numbers are compared as numbers, so that 4.2 stands before 4.10.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Number(u64),
    Word(String),
}

fn pieces(clause: &str) -> Vec<Piece> {
    clause
        .split([' ', '.'])
        .map(|piece| match piece.parse() {
            Ok(number) => Piece::Number(number),
            Err(_) => Piece::Word(piece.to_owned()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(wanted: &str) -> Vec<&'static str> {
        let found = found(entries().iter(), wanted);
        found.into_iter().map(|entry| entry.name.as_str()).collect()
    }

    #[test]
    fn what_is_called_so_comes_first_and_every_word_has_to_be_there() {
        assert_eq!(names("AUD").first(), Some(&"aud"));
        assert_eq!(names("invalid_client").first(), Some(&"invalid_client"));
        assert!(names("key rotation").contains(&"key rotation"));
        assert_eq!(names("aud nothingofthekind"), Vec::<&str>::new());
        assert_eq!(names(" ").len(), entries().len());
    }

    #[test]
    fn a_clause_says_what_stands_on_it() {
        let all = found(entries().iter(), "RFC 6749 5.2");
        let clause = all.iter().find(|entry| entry.name == "RFC 6749 5.2");
        let parts = &clause.unwrap().parts;
        let has = |label: &str, start: &str| {
            let fits = |(its, words): &(String, String)| its == label && words.starts_with(start);
            parts.iter().any(fits)
        };
        assert!(has("parameter", "error: "), "{parts:?}");
        assert!(has("error", "invalid_client: "), "{parts:?}");
        assert!(
            parts.iter().any(|(label, _)| label == "finding"),
            "{parts:?}"
        );
    }

    #[test]
    fn sources_are_taken_apart_into_clauses_and_pages_are_none() {
        let cited = |source| cited(source).join("|");
        assert_eq!(
            cited("RFC 6749 3.3, 5.2; RFC 9068 4"),
            "RFC 6749 3.3|RFC 6749 5.2|RFC 9068 4"
        );
        assert_eq!(cited("RFC 9246"), "RFC 9246");
        assert_eq!(
            cited("RFC 9449 7; Okta reference: OAuth 2.0 error codes"),
            "RFC 9449 7"
        );
        assert_eq!(cited("Auth0, Client Credentials Flow"), "");
        assert!(pieces("RFC 7519 4.2") < pieces("RFC 7519 4.10"));
    }

    #[test]
    fn every_kind_but_notes_is_there_and_nothing_is_empty() {
        for kind in Kind::ALL
            .into_iter()
            .filter(|kind| !matches!(kind, Kind::Note | Kind::Mistake))
        {
            assert!(entries().iter().any(|entry| entry.kind == kind), "{kind:?}");
        }
        for entry in entries() {
            assert!(
                !entry.name.is_empty() && !entry.brief().is_empty(),
                "{entry:?}"
            );
        }
    }
}
