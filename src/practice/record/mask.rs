//! What the journal may repeat of what arrived: a secret never, whatever name or place it came in.

use crate::oauth::names::Mask;

/// The longest text that the journal keeps of one value, in characters.
const LONGEST: usize = 200;
/// A run of this many characters of the base64url alphabet may be a secret, a token or a part of one.
const SUSPICIOUS: usize = 40;
/// Parameters whose values are shown. Any other is hidden, so that a misspelt `client_secret` is too.
const SHOWN: [&str; 9] = [
    "audience",
    "client_assertion_type",
    "client_id",
    "expires_in",
    "grant_type",
    "organization",
    "resource",
    "scope",
    "token_type",
];

/// The value of a parameter, as the journal may show it.
pub(in crate::practice) fn value(name: &str, value: &str) -> String {
    if SHOWN.contains(&name) {
        text(value)
    } else {
        hidden(value)
    }
}

/// Text from outside, shortened, and hidden whole when it may hold a secret: a learner can swap id and secret, or send the body as a name.
pub(in crate::practice) fn text(text: &str) -> String {
    let mut run = 0;
    let secret_like = text.chars().any(|c| {
        let in_run = c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        run = if in_run { run + 1 } else { 0 };
        run >= SUSPICIOUS
    });
    if secret_like {
        hidden(text)
    } else {
        shorten(text)
    }
}

/// What stands for a secret: its length and, when it is long enough, its last two characters.
pub(in crate::practice) fn hidden(secret: &str) -> String {
    let Mask { length, tail } = Mask::of(secret);
    if tail.is_empty() {
        format!("(hidden, {length} characters)")
    } else {
        format!("(hidden, {length} characters, ends in {tail})")
    }
}

/// What stands for a secret of which not even the end may show.
pub(in crate::practice) fn length(length: usize) -> String {
    format!("(hidden, {length} characters)")
}

/// The request target with the values of its query hidden as in a body.
pub(in crate::practice) fn target(path: &str, query: Option<&str>) -> String {
    let mut shown = path.split('/').map(text).collect::<Vec<_>>().join("/");
    if let Some(query) = query {
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        let shown_pairs: Vec<_> = pairs
            .take(32)
            .map(|(name, given)| format!("{}={}", text(&name), value(&name, &given)))
            .collect();
        shown.push('?');
        shown.push_str(&shown_pairs.join("&"));
    }
    shorten(&shown)
}

fn shorten(text: &str) -> String {
    if text.chars().nth(LONGEST).is_none() {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST).collect();
    short.push('…');
    short
}
