//! An error in a text that is no JSON: what a library's exception or a line of a log says of the response.

use crate::oauth::rules::words;

/// What the text tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The error code.
    pub code: Option<String>,
    /// The words beside it.
    pub description: Option<String>,
    /// The status.
    pub status: Option<u16>,
    /// Where it stands.
    pub offset: usize,
    /// The text, as far as it is searched for more.
    pub text: String,
}

/// How much of the text is looked at.
const LONGEST: usize = 16_384;

/// Looks for an error code, a number of Entra's, or a status beside the words of an exception.
pub(super) fn of(text: &str) -> Option<Told> {
    let text = text.get(..text.floor_char_boundary(LONGEST))?;
    let lower = text.to_lowercase();
    let troubled = [
        "exception",
        "error",
        "fail",
        "denied",
        "traceback",
        "oauth",
        "unauthorized",
        "aadsts",
    ]
    .iter()
    .any(|word| lower.contains(word));
    if !troubled {
        return None;
    }
    if let Some(told) = of_grpc(text) {
        return Some(told);
    }
    let entra = text.find("AADSTS");
    let code = code(text);
    let status = status(text);
    let at = entra
        .or(code.map(|(at, _)| at))
        .or(status.map(|(at, _)| at))?;
    Some(Told {
        code: code.map(|(_, word)| word.to_owned()),
        description: Some(line(text, entra.unwrap_or(at)).to_owned()),
        status: status.map(|(_, status)| status),
        offset: at,
        text: text.to_owned(),
    })
}

/// `rpc error: code = Unauthenticated desc = token is expired`, as Go prints what a gRPC server answers.
fn of_grpc(text: &str) -> Option<Told> {
    let at = text.find("rpc error: code = ")?;
    let rest = text.get(at..)?.strip_prefix("rpc error: code = ")?;
    let (code, words) = rest.split_once(" desc = ")?;
    let plain = code.bytes().all(|b| b.is_ascii_alphanumeric());
    (plain && code != "OK").then(|| Told {
        code: Some(code.to_owned()),
        description: words.lines().next().map(|line| line.trim().to_owned()),
        status: None,
        offset: at,
        text: text.to_owned(),
    })
}

/// A response that was refused and whose body is no JSON: its status is what is known.
pub(super) fn by_status(text: &str, status: u16) -> Option<Told> {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    (400..600).contains(&status).then(|| Told {
        code: None,
        description: Some(first.to_owned()),
        status: Some(status),
        offset: text.find(first).unwrap_or_default(),
        text: text
            .get(..text.floor_char_boundary(LONGEST))
            .unwrap_or_default()
            .to_owned(),
    })
}

/// The line around a place, or the text of Entra from its number on.
fn line(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = at + rest.find('\n').unwrap_or(rest.len());
    if rest.starts_with("AADSTS") {
        return text.get(at..end).unwrap_or_default().trim();
    }
    let start = text
        .get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |line| line + 1);
    text.get(start..end).unwrap_or_default().trim()
}

/// The first registered code that stands as a word of its own.
fn code(text: &str) -> Option<(usize, &str)> {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut at = 0;
    text.split(|c: char| !letter(c)).find_map(|word| {
        let start = at;
        at += word.len();
        at += text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        let known = word.contains('_') && (words::registered(word) || words::is_explained(word));
        known.then_some((start, word))
    })
}

/// A status beside the words that name one: `401 Unauthorized`, `status code 403`, `HTTP 500`.
fn status(text: &str) -> Option<(usize, u16)> {
    const BEHIND: [&str; 12] = [
        " Unauthorized",
        " Forbidden",
        " Bad Request",
        " Not Found",
        " Client Error",
        " Server Error",
        " Too Many",
        " Internal",
        " Service Unavailable",
        " Bad Gateway",
        " Method Not",
        " Gateway",
    ];
    let digits = |at: usize| -> Option<u16> {
        let number: u16 = text.get(at..at + 3)?.parse().ok()?;
        let apart = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
        let before = text.get(..at)?.chars().next_back();
        let behind = text.get(at + 3..)?.chars().next();
        (apart(before) && apart(behind) && (400..600).contains(&number)).then_some(number)
    };
    text.char_indices()
        .filter(|(_, c)| matches!(c, '4' | '5'))
        .find_map(|(at, _)| {
            let number = digits(at)?;
            let behind = text.get(at + 3..)?;
            let before = text.get(..at)?;
            let near = before
                .get(before.floor_char_boundary(before.len().saturating_sub(24))..)?
                .to_lowercase();
            let named = ["status", "http", "code", "response", "error:"]
                .iter()
                .any(|word| near.contains(word));
            (named || BEHIND.iter().any(|word| behind.starts_with(word))).then_some((at, number))
        })
}
