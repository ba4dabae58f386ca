//! The part of the reply layer that explains an error: by code, description, challenge, status and family together.

use crate::oauth::check::error_evidence::{Evidence, explain};
use crate::oauth::check::paste::{Prepared, tells};
use crate::oauth::check::reply::name_character;
use crate::oauth::check::scene::Scene;
use crate::oauth::finding::{Finding, Place, abridge, shorten};
use crate::oauth::json::{Document, Kind, NodeId};
use crate::oauth::kind::Family;
use crate::oauth::reply::given;
use crate::oauth::rules::{Rule, words};

/// How much of the server's own words is repeated, in characters.
const LONGEST_DESCRIPTION: usize = 240;

/// An error as a body holds it.
pub(super) struct Said<'a> {
    /// The code, where there is one.
    code: Option<&'a str>,
    /// The server's own words.
    description: Option<&'a str>,
    /// Where it stands.
    node: NodeId,
}

impl Said<'_> {
    /// Code and description.
    pub(super) fn owned(&self) -> (Option<String>, Option<String>) {
        (
            self.code.map(str::to_owned),
            self.description.map(str::to_owned),
        )
    }
}

/// An error reply that says nothing of its error.
pub(super) fn nameless(scene: &Scene<'_>, prepared: &Prepared) -> Finding {
    let evidence = evidence(prepared, None);
    tell(&evidence, scene.at(Rule::ReplyError, scene.root))
}

/// What the error says, if there is one.
pub(super) fn findings(scene: &Scene<'_>, prepared: &Prepared) -> Vec<Finding> {
    let Some(said) = said(scene.document, scene.root) else {
        return Vec::new();
    };
    let evidence = evidence(prepared, Some((scene.document, &said)));
    let finding = tell(&evidence, scene.at(Rule::ReplyError, said.node));
    let mut findings = vec![finding];
    if let (Some(code), Some(value)) = (said.code, scene.member("error"))
        && scene.document.string(value) == Some(code)
        && !words::registered(code)
    {
        let code = given::said(code);
        let finding = scene.at(Rule::ReplyErrorCode, value).seen(&code);
        findings.push(finding.with("code", shorten(&code)));
    }
    findings.extend(charset(scene, "error"));
    findings.extend(charset(scene, "error_description"));
    findings
}

/// An error that stands in a text which is no JSON: a line of a log, an exception.
pub(super) fn in_text(prepared: &Prepared, place: impl Fn(usize) -> Place) -> Option<Finding> {
    let told = prepared.told.as_ref()?;
    let evidence = evidence(prepared, None);
    Some(tell(
        &evidence,
        Finding::new(Rule::ReplyError).at(place(told.offset)),
    ))
}

/// All that is known of the error in a paste; `None` where there is none.
pub(super) fn evidence_of(prepared: &Prepared) -> Option<Evidence> {
    let document = prepared.document.as_ref();
    let found = document.and_then(|document| Some((document, said(document, document.root()?)?)));
    let beside = found.is_none() && prepared.told.is_none();
    let found = found.as_ref().map(|(document, said)| (*document, said));
    let evidence = evidence(prepared, found);
    // A challenge tells an error by itself, without a body (RFC 6750 3.1).
    (!beside || evidence.code.is_some()).then_some(evidence)
}

/// Whose error it looks like.
pub(super) fn family(prepared: &Prepared) -> Option<Family> {
    evidence_of(prepared).map(|evidence| explain(&evidence).family)
}

fn tell(evidence: &Evidence, finding: Finding) -> Finding {
    let known = explain(evidence);
    let said = evidence
        .description
        .as_ref()
        .map_or_else(String::new, |text| {
            // Entra writes line breaks into it; they say nothing.
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let text = given::said(&text);
            let text = abridge(text.trim_end_matches('.'), LONGEST_DESCRIPTION);
            words::fill(words::phrase("error.said"), &[("description", text)])
        });
    let code = evidence.code.as_deref().map(given::said);
    let code = code.unwrap_or_else(|| {
        let status = evidence.status.map(|status| status.to_string());
        status.unwrap_or_else(|| words::phrase("error.nameless").to_owned())
    });
    finding
        .seen(&code)
        .with("code", shorten(&code))
        .with("said", said)
        .with("known", known.what)
        .with("meaning", known.why)
        .with("advice", format!("{}{}", known.fix, evidence.beside()))
}

fn evidence(prepared: &Prepared, found: Option<(&Document, &Said<'_>)>) -> Evidence {
    let mut evidence = Evidence::default();
    if let Some(block) = &prepared.headers {
        evidence.status = block.status;
        for (name, value, _) in &block.fields {
            evidence.header(name, value);
        }
    }
    if let Some((document, said)) = found {
        evidence.code = said.code.map(str::to_owned);
        evidence.description = said.description.map(str::to_owned);
        evidence.take_body(document);
    }
    if let Some(told) = &prepared.told {
        evidence.code = evidence.code.or_else(|| told.code.clone());
        evidence.description = evidence.description.or_else(|| told.description.clone());
        evidence.status = evidence.status.or(told.status);
        evidence.body.push_str(&told.text.to_lowercase());
    }
    evidence
}

/// The error in an object, in whatever container it stands.
pub(super) fn said(document: &Document, root: NodeId) -> Option<Said<'_>> {
    let reader = Reader { document };
    let has = |name| document.member(root, name).is_some();
    let strict = reader.strict(root);
    if strict.is_some() || has("access_token") {
        return strict;
    }
    reader.loose(root)
}

/// True for what could be a code: words and signs are the server's own words.
fn is_code(word: &str) -> bool {
    let is_of_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    word.len() <= 64 && !word.ends_with('.') && word.chars().all(is_of_code)
}

/// What one member says of how it went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Well,
    Ill,
    SaysNothing,
}

impl Outcome {
    /// Of a member that says it, such as `code`, `status` or `success`.
    fn of(raw: &str) -> Self {
        let word = raw.trim_matches('"').to_ascii_lowercase();
        let first = word.split(' ').next().unwrap_or_default();
        let status = first.parse::<u16>().ok().filter(|_| first.len() == 3);
        match (word.as_str(), status) {
            (_, Some(200..=299)) => Self::Well,
            (_, Some(400..=599)) | ("false" | "error", _) => Self::Ill,
            (
                "0" | "true" | "ok" | "success" | "succeeded" | "created" | "accepted" | "active"
                | "completed" | "done",
                _,
            ) => Self::Well,
            (word, _) if word.starts_with("fail") => Self::Ill,
            _ => Self::SaysNothing,
        }
    }
}

struct Reader<'a> {
    document: &'a Document,
}

/// Members that hold the server's own words, the most telling first.
const WORDS: [&str; 16] = [
    "error_description",
    "errorSummary",
    "error_message",
    "errorMessage",
    "faultstring",
    "message",
    "Message",
    "msg",
    "errmsg",
    "description",
    "detail",
    "details",
    "Error",
    "reason",
    "title",
    "error",
];
/// Members that hold a code.
const CODES: [&str; 13] = [
    "errorCode",
    "error_code",
    "ErrorCode",
    "errorcode",
    "__type",
    "code",
    "status",
    "type",
    "reason",
    "Code",
    "errorType",
    "faultcode",
    "errcode",
];

impl<'a> Reader<'a> {
    fn text(&self, node: NodeId, name: &str) -> Option<&'a str> {
        self.document
            .string(self.document.member(node, name)?)
            .filter(|text| !text.trim().is_empty())
    }

    /// A member that is there and says something: `"error": null` is how many envelopes say that there was none.
    fn told(&self, node: NodeId, name: &str) -> Option<NodeId> {
        let value = self.document.member(node, name)?;
        tells(self.document, value).then_some(value)
    }

    /// `{"code": 0, "msg": "ok", ...}`: the words beside it are no complaint. One member that says otherwise outweighs all.
    fn is_success(&self, root: NodeId) -> bool {
        let outcome = |name: &&str| {
            let value = self.document.member(root, name)?;
            Some(Outcome::of(self.document.raw(value)))
        };
        let names = ["code", "errcode", "errorCode", "ret", "status", "success"];
        let said: Vec<Outcome> = names.iter().filter_map(outcome).collect();
        // Their words only where they say nothing but that: "error" is a word of many a text.
        let words = ["msg", "message"].iter().filter_map(outcome);
        let is_well = |one: Outcome| one == Outcome::Well;
        !said.contains(&Outcome::Ill)
            && (said.contains(&Outcome::Well) || words.into_iter().any(is_well))
    }

    fn first(&self, node: NodeId, names: &[&str]) -> Option<&'a str> {
        names.iter().find_map(|name| self.text(node, name))
    }

    /// RFC 6749 5.2 and Okta's shape, and an object in place of the code.
    fn strict(&self, root: NodeId) -> Option<Said<'a>> {
        let document = self.document;
        if let Some(node) = self.told(root, "error") {
            let told = match document.kind(node) {
                Kind::Object => self.object(node),
                Kind::Array => document
                    .items(node)
                    .next()
                    .and_then(|item| self.object(item)),
                Kind::String | Kind::Number | Kind::True | Kind::False | Kind::Null => None,
            };
            return Some(told.unwrap_or_else(|| Said {
                code: document.string(node).or_else(|| Some(document.raw(node))),
                description: self.first(root, WORDS.get(..WORDS.len() - 1).unwrap_or_default()),
                node,
            }));
        }
        let node = self.told(root, "errorCode")?;
        Some(Said {
            code: document.string(node).or_else(|| Some(document.raw(node))),
            description: self.first(root, &WORDS),
            node,
        })
    }

    /// The containers of gateways, frameworks and APIs.
    fn loose(&self, root: NodeId) -> Option<Said<'a>> {
        let document = self.document;
        for name in [
            "errors",
            "Errors",
            "fault",
            "Fault",
            "exception",
            "problem",
            "detail",
            "Error",
        ] {
            let Some(node) = self.told(root, name) else {
                continue;
            };
            let first = document.items(node).next().unwrap_or(node);
            // A text alone is read below, with the members beside it.
            if document.kind(first) == Kind::String && (first != node || name != "detail") {
                let word = document.string(first);
                let code = word.filter(|word| name == "Error" && is_code(word));
                return Some(Said {
                    code,
                    description: word.filter(|_| code.is_none()),
                    node: first,
                });
            }
            if let Some(said) = self.object(first) {
                return Some(said);
            }
        }
        let coded = ["ErrorCode", "error_code", "__type", "errcode"]
            .into_iter()
            .find_map(|name| self.told(root, name));
        let worded = [
            "error_description",
            "message",
            "Message",
            "msg",
            "detail",
            "errorMessage",
            "title",
        ]
        .into_iter()
        .find(|name| self.text(root, name).is_some())
        .filter(|_| !self.is_success(root))
        .and_then(|name| document.member(root, name));
        let node = coded.or(worded)?;
        Some(Said {
            code: self
                .first(root, CODES.get(..6).unwrap_or_default())
                .or_else(|| Some(document.raw(document.member(root, "errcode")?))),
            description: self.first(root, &WORDS),
            node,
        })
    }

    /// `{"code": ..., "message": ...}` and the like; a `fault` keeps its code a level down.
    fn object(&self, node: NodeId) -> Option<Said<'a>> {
        let document = self.document;
        if document.kind(node) != Kind::Object {
            return None;
        }
        // GraphQL keeps its code in extensions (its specification, 7.1.2).
        let inner = ["detail", "extensions"]
            .into_iter()
            .filter_map(|name| document.member(node, name))
            .find(|inner| document.kind(*inner) == Kind::Object);
        let code = self
            .first(node, &CODES)
            .or_else(|| self.first(inner?, &CODES))
            .or_else(|| Some(document.raw(document.member(node, "code")?)));
        let description = self.first(node, &WORDS);
        (code.is_some() || description.is_some()).then_some(Said {
            code,
            description,
            node,
        })
    }
}

/// RFC 6749 5.2 allows %x20-21 / %x23-5B / %x5D-7E in both members.
fn charset(scene: &Scene<'_>, member: &'static str) -> Option<Finding> {
    let value = scene.member(member)?;
    let text = scene.document.string(value)?;
    let stray = text
        .chars()
        .find(|c| !matches!(*c, '\x20'..='\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e'))?;
    let finding = scene.at(Rule::ReplyErrorCharset, value).seen(text);
    Some(
        finding
            .with("member", member)
            .with("character", name_character(stray)),
    )
}
