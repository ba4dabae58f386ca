//! The json layer: syntax, the value at the top, and names that stand twice.

use std::collections::BTreeSet;

use crate::oauth::check::locate::Locator;
use crate::oauth::check::paste::{Kind, Prepared};
use crate::oauth::finding::{Finding, Part, Place};
use crate::oauth::json::{self, Document, FaultKind};
use crate::oauth::rules::{Rule, words};

/// More repeated names than this are not told one by one: the first ones say enough, and a hostile text can hold 100,000.
const MOST_DUPLICATES: usize = 64;

/// What there is to say about the reply as JSON.
pub(super) fn findings(prepared: &Prepared, locator: &Locator<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(fault) = prepared.syntax {
        // In a text that is nothing of the kind, the first fault of its "JSON" would lead astray.
        let [problem, fix] = match prepared.kind {
            Kind::Unreadable => ["syntax.unreadable", "syntax.unreadable.fix"],
            _ => [problem(fault.kind), "syntax.fix"],
        };
        findings.push(
            Finding::new(Rule::JsonSyntax)
                .at(locator.offset(fault.offset))
                .with("problem", words::phrase(problem))
                .with("syntax_fix", words::phrase(fix)),
        );
    }
    let Some(document) = &prepared.document else {
        return findings;
    };
    if let Some(root) = document.root()
        && prepared.kind == Kind::OtherJson
        && document.kind(root) != json::Kind::Object
    {
        findings.push(
            Finding::new(Rule::JsonNotObject)
                .at(locator.value(document, root))
                .with("found", words::phrase(kind_word(document.kind(root)))),
        );
    }
    findings.extend(duplicates(document, Part::Reply, |offset| {
        locator.offset(offset)
    }));
    findings
}

/// One finding for each name of an object that stands in it more than once.
pub(super) fn duplicates(
    document: &Document,
    part: Part,
    place: impl Fn(usize) -> Place,
) -> Vec<Finding> {
    let mut told = BTreeSet::new();
    document
        .duplicates()
        .iter()
        .take(MOST_DUPLICATES)
        .filter_map(|duplicate| {
            let pointer = document.pointer(duplicate.node);
            told.insert(pointer.clone()).then(|| {
                let place = Place {
                    pointer: Some(pointer),
                    part: Some(part),
                    ..place(duplicate.offset)
                };
                Finding::new(Rule::JsonDuplicateKey)
                    .at(place)
                    .seen(&duplicate.name)
                    .with("name", crate::oauth::finding::shorten(&duplicate.name))
            })
        })
        .collect()
}

/// The words for a kind of value.
pub(super) fn kind_word(kind: json::Kind) -> &'static str {
    match kind {
        json::Kind::Object => "kind.object",
        json::Kind::Array => "kind.array",
        json::Kind::String => "kind.string",
        json::Kind::Number => "kind.number",
        json::Kind::True | json::Kind::False => "kind.boolean",
        json::Kind::Null => "kind.null",
    }
}

fn problem(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Empty => "syntax.empty",
        FaultKind::TrailingComma => "syntax.trailing-comma",
        FaultKind::Truncated => "syntax.truncated",
        FaultKind::Ellipsis => "syntax.ellipsis",
        FaultKind::MissingOpenBrace | FaultKind::MissingCloseBrace => "syntax.braces",
        FaultKind::RawLineBreak | FaultKind::RawControl => "syntax.control",
        FaultKind::Nul => "syntax.nul",
        FaultKind::SingleQuotes | FaultKind::SmartQuotes => "syntax.quotes",
        FaultKind::BadEscape => "syntax.escape",
        FaultKind::BadNumber => "syntax.number",
        FaultKind::BadLiteral | FaultKind::PythonLiteral => "syntax.literal",
        FaultKind::MissingComma => "syntax.comma",
        FaultKind::MissingColon => "syntax.colon",
        FaultKind::MissingValue => "syntax.value",
        FaultKind::MissingName => "syntax.name",
        FaultKind::UnquotedKey => "syntax.unquoted",
        FaultKind::WrongCloser => "syntax.closer",
        FaultKind::Unexpected => "syntax.unexpected",
        FaultKind::Comment => "syntax.comment",
        FaultKind::Invisible => "syntax.invisible",
        FaultKind::TrailingText => "syntax.trailing",
    }
}
