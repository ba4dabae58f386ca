//! A reply as somebody may see it who looks over a shoulder, or reads a page that is handed out.

use crate::oauth::carrier::bare;
use crate::oauth::json::{self, Document, NodeId};
use crate::oauth::wire::form;
use crate::oauth::wire::json::escape as json_escape;

/// A text shorter than this is no secret worth the name, and may be part of any word.
const AT_LEAST: usize = 6;

/// Of a shorter one nothing is shown: front and back would be most of it.
const LONG: usize = 24;

/// The text of a reply with the middle of its tokens left out: whoever looks over a shoulder, or at a recording, sees no more. It is cut
/// where the value stands, at any depth and however the server spells its characters; a reply may be a form too (RFC 6749 5.1 was not
/// always heeded).
pub fn tokens(text: &str) -> String {
    let document = json::read(text);
    let mut raw = Vec::new();
    if let Some(root) = document.root() {
        members(&document, root, &mut raw);
    }
    if raw.is_empty() && !text.trim_start().starts_with(['{', '[', '<']) {
        let pairs = text
            .split('&')
            .filter_map(|pair| pair.trim().split_once('='));
        let of_token = pairs.filter(|(name, _)| is_token(name.trim()));
        raw.extend(of_token.map(|(_, value)| value));
    }
    let alone = text.trim();
    if raw.is_empty() && is_jwt(alone) && !alone.contains(char::is_whitespace) {
        raw.push(alone);
    }
    let long = raw.into_iter().filter(|raw| raw.len() >= AT_LEAST);
    long.fold(text.to_owned(), |text, raw| {
        text.replace(raw, &shortened(raw))
    })
}

/// `text` without these secrets, however they are written there: as they are, escaped in JSON, form-encoded. Nothing of one is shown.
pub fn secrets(text: &str, secrets: &[&str]) -> String {
    let long = secrets.iter().filter(|secret| secret.len() >= AT_LEAST);
    long.fold(text.to_owned(), |text, secret| {
        spellings(secret).iter().fold(text, |text, spelled| {
            text.replace(spelled, &shortened(spelled))
        })
    })
}

/// How a secret may be written where somebody repeats it: as it is, in JSON and in JSON within JSON, form-encoded in the ways of the
/// usual libraries. The longest first, since one may be a part of another.
pub fn spellings(secret: &str) -> Vec<String> {
    let escaped = json_escape(secret);
    let encoded = form::encode(secret);
    let mut all = vec![
        json_escape(&escaped),
        encoded.replace('+', "%20"),
        small_digits(&encoded),
        small_digits(&encoded).replace('+', "%20"),
        escaped,
        encoded,
        secret.to_owned(),
    ];
    all.sort_by_key(|text| std::cmp::Reverse(text.len()));
    all.dedup();
    all
}

/// `%2B` as `%2b`.
fn small_digits(encoded: &str) -> String {
    let mut out = String::with_capacity(encoded.len());
    let mut left = 0;
    for c in encoded.chars() {
        out.push(if left > 0 { c.to_ascii_lowercase() } else { c });
        left = if c == '%' { 2 } else { usize::max(left, 1) - 1 };
    }
    out
}

/// Words of somebody else without the values that they give away: `client_secret=...`, `password: "..."`, `Basic ...`, a token.
pub fn said(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_of_word) {
        let (before, word) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let length = word.find(|c| !is_of_word(c)).unwrap_or(word.len());
        let (word, behind) = word.split_at_checked(length).unwrap_or((word, ""));
        out.push_str(before);
        let hidden = if is_jwt(word) {
            Some((0, 0))
        } else {
            given(word, behind)
        };
        match hidden {
            Some((0, 0)) => out.push_str(HIDDEN),
            Some((sign, value)) => {
                out.push_str(word);
                out.push_str(behind.get(..sign).unwrap_or_default());
                out.push_str(HIDDEN);
                rest = behind.get(sign + value..).unwrap_or_default();
                continue;
            }
            None => out.push_str(word),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// What stands in place of a value.
const HIDDEN: &str = "(hidden)";

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

fn is_jwt(word: &str) -> bool {
    word.starts_with("eyJ") && word.contains('.')
}

/// Of what stands behind `word` the lengths of the sign and of the value, where that value must not be shown.
fn given(word: &str, behind: &str) -> Option<(usize, usize)> {
    let scheme = ["basic", "bearer", "dpop"]
        .iter()
        .any(|scheme| word.eq_ignore_ascii_case(scheme));
    let named = is_secret(word) || is_token(&word.to_ascii_lowercase());
    if !scheme && !named {
        return None;
    }
    let sign = behind.len()
        - behind
            .trim_start_matches([' ', '=', ':', '"', '\'', '\\'])
            .len();
    let (sign, value) = behind.split_at_checked(sign)?;
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '\\' | '&' | ';' | ',' | ')' | '}' | ']')
    };
    let value = value.get(..value.find(ends).unwrap_or(value.len()))?;
    let is_plain = value
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'.' | b'_' | b'-'));
    let is_given = match (sign, scheme) {
        // A word of a sentence is no value: "Basic authentication is required".
        (" ", true) => !is_plain,
        (sign, false) if sign.contains('=') || sign.contains(['"', '\'']) => {
            is_secret(word) || !is_plain
        }
        (":", false) => is_secret(word) || !is_plain,
        (sign, false) if sign.contains(':') => !is_plain,
        _ => false,
    };
    (is_given && !value.is_empty()).then_some((sign.len(), value.len()))
}

/// True for a name that ends as those of secrets do, whatever stands around it.
fn is_secret(name: &str) -> bool {
    let name = name
        .trim_matches(|c: char| !c.is_ascii_alphanumeric())
        .to_ascii_lowercase();
    let ends = [
        "secret",
        "password",
        "passwd",
        "pwd",
        "assertion",
        "api_key",
        "apikey",
    ];
    ends.iter().any(|end| name.ends_with(end))
}

/// True for a member under which a token travels, as servers spell it: `access_token`, `accessToken`.
pub fn is_token(name: &str) -> bool {
    bare(name).ends_with("token")
}

/// The raw values of all members named like tokens.
fn members<'a>(document: &'a Document, node: NodeId, out: &mut Vec<&'a str>) {
    for member in document.members(node) {
        if is_token(member.name) && document.string(member.value).is_some() {
            out.push(document.raw(member.value));
        } else {
            members(document, member.value, out);
        }
    }
    for item in document.items(node) {
        members(document, item, out);
    }
}

/// Front and back of a long text; a JSON text keeps its quotation marks.
fn shortened(raw: &str) -> String {
    if raw.len() < LONG {
        let quote = if raw.starts_with('"') { "\"" } else { "" };
        return format!("{quote}********{quote}");
    }
    // One more than is to be seen, for the quotation mark on either side.
    let end = raw.ceil_char_boundary(raw.len() - 5);
    let start = raw.floor_char_boundary(5);
    let (front, back) = (raw.get(..start), raw.get(end..));
    format!(
        "{}...{}",
        front.unwrap_or_default(),
        back.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_masked_however_its_characters_are_spelled() {
        for body in [
            r#"{"access_token":"SECRETabcdefghijklmnopqrstuvwxyzTAIL","token_type":"Bearer"}"#,
            r#"{"access_token":"SECRETab\/cdefghijklmnopqrstuvwxyzTAIL"}"#,
            r#"{"access_token":"SECRETab\u002bcdefghijklmnopqrstuvwxyzTAIL"}"#,
            r#"{"data":[{"access_token":"SECRETabcdefghijklmnopqrstuvwxyzTAIL"}]}"#,
        ] {
            let shown = tokens(body);
            assert!(shown.contains(r#""access_token":"SECR...TAIL""#), "{shown}");
        }
    }

    #[test]
    fn a_token_is_masked_however_its_member_is_spelled_and_alone() {
        for body in [
            r#"{"accessToken":"SECRETabcdefghijklmnopqrstuvwxyzTAIL"}"#,
            r#"{"access_token":"SECRETabcdefghijklmnopqrstuvwxyzTAIL",}"#,
            r#"[{"access_token":"SECRETabcdefghijklmnopqrstuvwxyzTAIL"}]"#,
            "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJSECRETab.SECRETabcdef",
        ] {
            let shown = tokens(body);
            assert!(!shown.contains("SECRETab"), "{shown}");
        }
        for plain in [
            r#"{"token_type":"Bearer tokens, all"}"#,
            "eyJhbGci is how they begin. All.",
        ] {
            assert_eq!(tokens(plain), plain);
        }
    }

    #[test]
    fn a_token_in_a_form_is_masked_too() {
        let shown = tokens("access_token=SECRETabcdefghijklmnopqrstuvwxyzTAIL&token_type=bearer");
        assert_eq!(shown, "access_token=SECRE...zTAIL&token_type=bearer");
        assert_eq!(tokens("no token here"), "no token here");
    }

    #[test]
    fn of_a_short_token_nothing_is_shown() {
        let shown = tokens(r#"{"access_token":"abcdefghij"}"#);
        assert_eq!(shown, r#"{"access_token":"********"}"#);
        assert_eq!(
            secrets("hunter2 and hunter", &["hunter2"]),
            "******** and hunter"
        );
    }

    #[test]
    fn words_of_others_give_no_value_away_however_they_are_written() {
        for (text, secret) in [
            ("client_secret: hunter2abc wrong", "hunter2"),
            ("got client_secret = hunter2", "hunter2"),
            ("client_secret=hunter", "hunter"),
            ("the secret \"abc12xyz\" is wrong", "abc12"),
            ("{\"client_secret\":\"abc12xyz\"}", "abc12"),
            ("Authorization: Basic YTpodW50ZXIy was bad", "YTpo"),
            ("token=eyJabc.def.ghi", "eyJ"),
            ("no such token: eyJabc.def.ghi", "eyJ"),
            ("?client_id=a&client_secret=hunter2&x=y", "hunter2"),
            ("password:hunter2", "hunter2"),
            ("DB_PASSWORD='hunter2'", "hunter2"),
        ] {
            let shown = said(text);
            assert!(
                !shown.contains(secret) && shown.contains(HIDDEN),
                "{text}: {shown}"
            );
        }
        assert_eq!(
            said("?client_id=a&client_secret=hunter2&x=y"),
            "?client_id=a&client_secret=(hidden)&x=y"
        );
        for plain in [
            "Basic authentication is required.",
            "Invalid client secret provided. Ensure the secret being sent is the value, for a secret added to app 'a1b2'.",
            "Bearer token is missing",
            "Unsupported grant_type: password",
            "The token: expired",
            "",
            "é=ü",
        ] {
            assert_eq!(said(plain), plain);
        }
    }

    #[test]
    fn a_known_secret_is_hidden_however_it_is_written() {
        let secret = r#"a"secret with/blanks"#;
        for text in [
            secret.to_owned(),
            form::encode(secret),
            crate::oauth::wire::json::escape(secret),
        ] {
            let shown = secrets(&format!("before {text} after"), &[secret]);
            assert!(!shown.contains(&text), "{shown}");
        }
    }
}
