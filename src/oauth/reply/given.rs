//! What words of somebody else give away: the value behind a name, a token in a sentence.

use crate::oauth::carrier::bare;

/// Words of somebody else without the values that they give away: `client_secret=...`, `password: "..."`, `Basic ...`, a token.
pub fn said(text: &str) -> String {
    within(text, |_| HIDDEN.to_owned())
}

/// `text` with each value that is given away in it as `hide` has it.
pub(super) fn within(text: &str, hide: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_of_word) {
        let (before, word) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let length = word.find(|c| !is_of_word(c)).unwrap_or(word.len());
        let (word, behind) = word.split_at_checked(length).unwrap_or((word, ""));
        out.push_str(before);
        rest = behind;
        if is_jwt(word) {
            out.push_str(&hide(word));
            continue;
        }
        out.push_str(word);
        if let Some((sign, value)) = given(word, behind) {
            let (sign, behind) = behind.split_at_checked(sign).unwrap_or((behind, ""));
            let (value, behind) = behind.split_at_checked(value).unwrap_or((behind, ""));
            out.push_str(sign);
            out.push_str(&if is_hidden(value) {
                value.to_owned()
            } else {
                hide(value)
            });
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

/// Of a shorter one nothing is shown: front and back would be most of it.
const LONG: usize = 24;

/// True for a text of which nothing is shown.
pub fn is_short(raw: &str) -> bool {
    raw.len() < LONG
}

/// What stands in place of a value.
const HIDDEN: &str = "(hidden)";

/// True for what stands in place of a value already.
fn is_hidden(value: &str) -> bool {
    value.starts_with("****") || value.contains("...") && is_short(value)
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

fn is_jwt(word: &str) -> bool {
    word.starts_with("eyJ") && word.contains('.')
}

/// No token or secret is longer, so no text is read further for one.
const LONGEST: usize = 16 * 1024;

/// Of what stands behind `word` the lengths of the sign and of the value, where that value must not be shown.
fn given(word: &str, behind: &str) -> Option<(usize, usize)> {
    let scheme = ["basic", "bearer", "dpop"]
        .iter()
        .any(|scheme| word.eq_ignore_ascii_case(scheme));
    let named = is_secret(word) || is_token(word);
    if !scheme && !named {
        return None;
    }
    let is_sign = |c: char| matches!(c, ' ' | '=' | ':' | '"' | '\'' | '\\' | '>');
    let length = behind.find(|c| !is_sign(c)).unwrap_or(behind.len());
    let (sign, rest) = behind.split_at_checked(length)?;
    // A word in quotation marks, or an attribute of a page, has no value behind it.
    let is_opened = matches!(sign, " \"" | " '");
    let may_be = if scheme {
        sign == " "
    } else {
        sign == ">" || is_opened || sign.contains(['=', ':'])
    };
    if !may_be {
        return None;
    }
    let ends = |c: char| c.is_whitespace() || "\"'\\&;,)}]<".contains(c);
    let within = rest.get(..rest.floor_char_boundary(LONGEST))?;
    let value = within.get(..within.find(ends).unwrap_or(within.len()))?;
    let is_given = if scheme {
        // Behind a scheme a challenge has parameters: `Bearer error="invalid_token"` (RFC 9110 11.3).
        let quoted = rest
            .get(value.len()..)
            .is_some_and(|rest| rest.starts_with('"'));
        let name = value.trim_end_matches('=');
        !(is_words(value) || name.contains('=') || quoted && name != value)
    } else {
        let is_assigned = sign.contains('=') && (sign == "=" || is_secret(word));
        let is_member = sign.contains(':') && sign.contains('"') && is_secret(word);
        let is_tag = sign == ">" && word.contains('_');
        is_assigned || is_member || is_tag || !is_words(value) || sign == ":" && is_secret(word)
    };
    let is_value = !value.is_empty() && !value.starts_with(['[', '{']);
    (is_given && is_value).then_some((sign.len(), value.len()))
}

/// Words as people make them, one or several: `unsupported_grant_type`, `Bearer`, `The field is required.`
pub(super) fn is_words(text: &str) -> bool {
    let is_sign = |c: char| c.is_whitespace() || ".,;:!?'_-/()".contains(c);
    text.split(is_sign).all(|word| {
        let mut letters = word.chars();
        let is_small = |c: char| c.is_alphabetic() && !c.is_ascii_uppercase();
        letters.next().is_none_or(char::is_alphabetic) && letters.all(is_small)
    })
}

/// True for a name that ends as those of secrets do, whatever stands around it.
pub(super) fn is_secret(name: &str) -> bool {
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
        "private_key",
        "jwt",
    ];
    ends.iter().any(|end| name.ends_with(end))
}

/// True for a member under which a token travels, as servers spell it: `access_token`, `accessToken`.
fn is_token(name: &str) -> bool {
    bare(name).ends_with("token")
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
