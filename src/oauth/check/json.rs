//! The json layer: syntax, the value at the top, and names that stand twice.

use std::collections::BTreeSet;

use crate::oauth::check::locate::Locator;
use crate::oauth::check::paste::{Kind, Prepared};
use crate::oauth::check::{find, strange_text, thing};
use crate::oauth::finding::{Finding, Part, Place, shorten};
use crate::oauth::json::{self, Document, Fault, FaultKind};
use crate::oauth::rules::{Rule, words};

/// More repeated names than this are not told one by one: the first ones say enough, and a hostile text can hold 100,000.
const MOST_DUPLICATES: usize = 64;

/// What there is to say about the reply as JSON.
pub(super) fn findings(prepared: &Prepared, locator: &Locator<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(fault) = prepared.syntax {
        findings.extend(unread(prepared, fault, locator));
    }
    let Some(document) = &prepared.document else {
        return findings;
    };
    if let Some(root) = document.root()
        && prepared.kind == Kind::OtherJson
        && document.kind(root) != json::Kind::Object
    {
        let finding = Finding::new(Rule::JsonNotObject)
            .at(locator.value(document, root))
            .with("found", words::phrase(kind_word(document.kind(root))));
        findings.push(match document.kind(root) {
            json::Kind::Null => finding.case("null"),
            json::Kind::Array
            | json::Kind::Object
            | json::Kind::String
            | json::Kind::Number
            | json::Kind::True
            | json::Kind::False => finding,
        });
    }
    findings.extend(duplicates(document, Part::Reply, |offset| {
        locator.offset(offset)
    }));
    findings
}

/// The first fault of the text; of a text that is something else with a name, what it is.
fn unread(prepared: &Prepared, fault: Fault, locator: &Locator<'_>) -> Option<Finding> {
    let text = prepared.document.as_ref().map_or("", Document::text);
    let place = locator.offset(fault.offset);
    if prepared.kind == Kind::Unreadable {
        // A secret is told already, and nothing more need be said of it.
        if prepared.holds_a_secret() {
            return None;
        }
        if let Some(thing) = thing::of_text(text.trim()) {
            return Some(thing::told(Rule::ReplyUnknown, thing).at(place));
        }
        if find::holds_token(text) {
            return Some(thing::told(Rule::ReplyUnknown, "token-inside-text").at(place));
        }
    }
    Some(syntax(prepared, fault).at(place))
}

fn syntax(prepared: &Prepared, fault: Fault) -> Finding {
    let finding = Finding::new(Rule::JsonSyntax);
    let text = prepared.document.as_ref().map_or("", Document::text);
    // In a text that is nothing of the kind, the first fault of its "JSON" would lead astray.
    if prepared.kind == Kind::Unreadable {
        return match strange_text::look(text, prepared.headers.as_ref()) {
            Some((case, line)) => finding.case(case).with("line", line),
            None => finding
                .with("problem", words::phrase("syntax.unreadable"))
                .with("syntax_fix", words::phrase("syntax.unreadable.fix")),
        };
    }
    let from_here = text.get(fault.offset..).unwrap_or_default();
    if fault.kind == FaultKind::MissingColon && from_here.trim_start().starts_with("=>") {
        return finding.case("rocket");
    }
    let word = text.get(fault.offset..fault.end).unwrap_or_default();
    let problem = words::fill(
        words::phrase(problem(fault.kind)),
        &[("word", shorten(word))],
    );
    let fix = match fault.kind {
        FaultKind::MissingComma => "syntax.comma.fix",
        FaultKind::MissingColon => "syntax.colon.fix",
        FaultKind::Comment => "syntax.comment.fix",
        FaultKind::UnquotedKey => "syntax.unquoted.fix",
        FaultKind::BadLiteral | FaultKind::PythonLiteral => "syntax.word.fix",
        _ => "syntax.fix",
    };
    finding
        .with("problem", problem)
        .with("syntax_fix", words::phrase(fix))
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
