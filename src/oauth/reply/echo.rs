//! A known secret where somebody repeats it, however it is encoded there: it is compared once its encoding is taken away, a character at a
//! time, so that no library's habit has to be known.

use std::fmt::Write as _;
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// A text shorter than this is no secret worth the name, and may be part of any word.
pub const AT_LEAST: usize = 6;

/// What stands in place of a secret.
pub const HIDDEN: &str = "********";

/// Nobody encodes or escapes more often than this, one encoding within another.
const OFTEN: usize = 4;

/// No name of a character is longer that is looked for.
const LONGEST: usize = 10;

/// `text` without these secrets. A shorter one than [`AT_LEAST`] stays.
pub fn hidden(text: &str, secrets: &[&str]) -> String {
    hidden_as(text, secrets, HIDDEN)
}

/// The same, with words of one's own in their place.
pub fn hidden_as(text: &str, secrets: &[&str], words: &str) -> String {
    secrets.iter().fold(text.to_owned(), |text, secret| {
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for place in places(&text, secret) {
            out.push_str(text.get(from..place.start).unwrap_or_default());
            out.push_str(words);
            from = place.end;
        }
        out.push_str(text.get(from..).unwrap_or_default());
        out
    })
}

/// True where `secret` stands in `text`.
pub fn holds(text: &str, secret: &str) -> bool {
    !places(text, secret).is_empty()
}

/// Where `secret` stands in `text`, in order, none within another.
fn places(text: &str, secret: &str) -> Vec<Range<usize>> {
    if secret.len() < AT_LEAST {
        return Vec::new();
    }
    let rewritten = rewritten(secret);
    let as_it_is = rewritten.iter().map(String::as_str).chain([secret]);
    let found = as_it_is.flat_map(|one| text.match_indices(one));
    let mut all: Vec<_> = found.map(|(at, one)| at..at + one.len()).collect();
    if text.contains(['%', '\\', '&', '+']) {
        all.extend(encoded(text, secret));
    }
    // The longest of those that begin at one place.
    all.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    let mut end = 0;
    all.retain(|place| {
        let is_apart = place.start >= end;
        end = if is_apart { place.end } else { end };
        is_apart
    });
    all
}

/// The secret as other letters write its bytes: in base64 wherever it begins in what was encoded (RFC 4648 4 and 5), without the signs at
/// its ends that depend on its neighbours, and in hexadecimal.
fn rewritten(secret: &str) -> Vec<String> {
    let mut all = vec![
        STANDARD_NO_PAD.encode(secret),
        URL_SAFE_NO_PAD.encode(secret),
    ];
    for before in 0..3 {
        let bytes: Vec<u8> = std::iter::repeat_n(0, before)
            .chain(secret.bytes())
            .collect();
        // Six bits a sign: the first that are the secret's alone, and the last.
        let (from, to) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let written = engine.encode(&bytes);
            all.extend(written.get(from..to).map(str::to_owned));
        }
    }
    let hexadecimal = secret.bytes().fold(String::new(), |mut all, byte| {
        let _ = write!(all, "{byte:02x}");
        all
    });
    all.push(hexadecimal.to_uppercase());
    all.push(hexadecimal);
    all
}

/// So many characters are compared with those of a secret. A text that looks like it at each of its places is nobody's honest reply:
/// nothing of the rest is shown then.
const MOST: usize = 4_000_000;

/// The same where it is encoded, in part or whole.
fn encoded(text: &str, secret: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let (mut rest, mut left) = (0, MOST);
    let first = secret.chars().next();
    for (at, c) in text.char_indices() {
        let may_begin = Some(c) == first || matches!(c, '%' | '\\' | '&' | '+');
        if at < rest || !may_begin {
            continue;
        }
        if let Some(end) = end_of((text, at), secret, &mut left) {
            all.push(at..end);
            rest = end;
        } else if left == 0 {
            all.push(at..text.len());
            break;
        }
    }
    all
}

/// Where the secret ends that begins at `at`; `None` where none begins there. However often JSON texts stand within one another, one
/// backslash of the secret is as many in the text wherever it stands.
fn end_of((text, at): (&str, usize), secret: &str, left: &mut usize) -> Option<usize> {
    let levels = if secret.contains('\\') { OFTEN } else { 1 };
    (0..levels).find_map(|level| {
        let mut ends = vec![at];
        for c in secret.chars() {
            *left = left.saturating_sub(ends.len());
            if *left == 0 {
                return None;
            }
            let next = ends
                .iter()
                .flat_map(|end| spelled(text, *end, (c, 1 << level)));
            ends = next.collect();
            ends.sort_unstable();
            ends.dedup();
            if ends.is_empty() {
                return None;
            }
        }
        ends.last().copied()
    })
}

/// Where `c` ends, in each way in which it may be written at `at`; a backslash as so many.
fn spelled(text: &str, at: usize, (c, slashes): (char, usize)) -> Vec<usize> {
    let Some(rest) = text.get(at..) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    if c == '\\' {
        let is_written = rest.bytes().take(slashes).filter(|b| *b == b'\\').count() == slashes;
        all.extend(is_written.then_some(slashes));
    } else if rest.starts_with(c) {
        all.push(c.len_utf8());
    }
    if c == ' ' && rest.starts_with('+') {
        all.push(1);
    }
    all.extend(percent(rest, c));
    if c == ' ' {
        // The plus of a form, encoded again.
        all.extend(percent(rest, '+'));
    }
    all.extend(escaped(rest, c));
    all.extend(entity(rest, c));
    all.into_iter().map(|length| at + length).collect()
}

/// `%2B`, `%252b`: each byte of UTF-8 (RFC 3986 2.1), perhaps encoded again.
fn percent(rest: &str, c: char) -> Option<usize> {
    let mut length = 0;
    let mut bytes = [0; 4];
    for byte in c.encode_utf8(&mut bytes).bytes() {
        let one = rest.get(length..)?.strip_prefix('%')?;
        let again = one
            .as_bytes()
            .chunks(2)
            .take(OFTEN)
            .take_while(|pair| pair == b"25")
            .count();
        // The last `25` may be the byte itself: a percent sign.
        let again = if byte == b'%' {
            again.saturating_sub(1)
        } else {
            again
        };
        let digits = one.get(2 * again..2 * again + 2)?;
        if u8::from_str_radix(digits, 16).ok()? != byte {
            return None;
        }
        length += 1 + 2 * again + 2;
    }
    Some(length)
}

/// `\"`, `\/`, `\u002B`, and the same within a JSON text of its own, where each backslash stands twice (RFC 8259 7).
fn escaped(rest: &str, c: char) -> Vec<usize> {
    let most = 1 << OFTEN;
    let slashes = rest.bytes().take(most).take_while(|b| *b == b'\\').count();
    if slashes == 0 {
        return Vec::new();
    }
    let behind = rest.get(slashes..).unwrap_or_default();
    let mut all = Vec::new();
    if matches!(c, '"' | '\'' | '/') && behind.starts_with(c) {
        all.push(slashes + 1);
    }
    let mut units = [0; 2];
    let mut length = 0;
    for unit in c.encode_utf16(&mut units) {
        let word = rest.get(length..).unwrap_or_default();
        let slashes = word.bytes().take(most).take_while(|b| *b == b'\\').count();
        let digits = word
            .get(slashes..)
            .and_then(|word| word.strip_prefix('u'))
            .and_then(|word| word.get(..4));
        let same = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok()) == Some(*unit);
        if slashes == 0 || !same {
            return all;
        }
        length += slashes + 5;
    }
    all.push(length);
    all
}

/// `&quot;`, `&#34;`, `&#x22;`, as HTML and XML have them.
fn entity(rest: &str, c: char) -> Option<usize> {
    let body = rest.strip_prefix('&')?;
    let end = body.bytes().take(LONGEST).position(|b| b == b';')?;
    let name = body.get(..end)?;
    let named = [
        ("quot", '"'),
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("apos", '\''),
    ];
    let number = name.strip_prefix('#').and_then(|number| {
        let hexadecimal = number.strip_prefix(['x', 'X']);
        let code =
            hexadecimal.map_or_else(|| number.parse(), |digits| u32::from_str_radix(digits, 16));
        char::from_u32(code.ok()?)
    });
    let meant = number.or_else(|| {
        named
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, c)| *c)
    });
    (meant == Some(c)).then_some(name.len() + 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::wire::form;
    use crate::oauth::wire::json::escape;

    const SECRET: &str = r#"My+Sec"ret/Val\12345 é%<'&"#;

    #[test]
    fn a_secret_is_found_however_it_is_encoded() {
        let once = escape(SECRET);
        let form = form::encode(SECRET);
        for text in [
            SECRET.to_owned(),
            once.clone(),
            escape(&once),
            once.replace('/', r"\/"),
            once.replace('+', r"\u002B").replace('<', r"\u003c"),
            form.clone(),
            form.to_lowercase()
                .replace("my", "My")
                .replace("sec", "Sec")
                .replace("val", "Val"),
            form.replace('+', "%20"),
            form.replace("%2F", "/"),
            form::encode(&form),
            SECRET
                .replace('&', "&amp;")
                .replace('"', "&quot;")
                .replace('<', "&lt;")
                .replace('\'', "&#39;"),
            STANDARD_NO_PAD.encode(SECRET),
            format!("{}=", URL_SAFE_NO_PAD.encode(SECRET)),
        ] {
            let shown = hidden(&format!("before {text} after"), &[SECRET]);
            let plain = shown == "before ******** after" || shown == "before ********= after";
            assert!(plain, "{text}: {shown}");
            assert!(holds(&text, SECRET), "{text}");
        }
    }

    #[test]
    fn a_secret_is_found_wherever_it_stands_in_what_was_encoded() {
        let secret = "hunter2-é/secret?";
        for before in ["", "a", "id", "id:", "a longer one:"] {
            for after in ["", "x", "xy", ":and more"] {
                let whole = format!("{before}{secret}{after}");
                for text in [
                    STANDARD_NO_PAD.encode(&whole),
                    URL_SAFE_NO_PAD.encode(&whole),
                ] {
                    assert!(holds(&text, secret), "{whole}: {text}");
                }
            }
        }
        let spelled = "68756E746572322DC3A92F7365637265743F";
        assert!(holds(spelled, secret));
        assert!(!holds(&STANDARD_NO_PAD.encode("hunter3-é/secret?"), secret));
    }

    #[test]
    fn a_character_that_no_plane_but_a_higher_one_has_is_found() {
        let secret = "key-\u{1f511}-end";
        let text = "{\"a\":\"key-\\ud83d\\udd11-end\"}";
        assert_eq!(hidden(text, &[secret]), "{\"a\":\"********\"}");
    }

    #[test]
    fn what_only_begins_so_stays_and_of_two_each_is_hidden() {
        assert_eq!(
            hidden("hunter2 hunter hunter2", &["hunter2"]),
            "******** hunter ********"
        );
        assert_eq!(hidden("short", &["short"]), "short");
        assert!(!holds("hunte%r2", "hunter2"));
        assert!(!holds("", "hunter2"));
    }

    #[test]
    fn what_nearly_is_the_secret_everywhere_costs_little() {
        let near = "a".repeat(8_000);
        let secret = format!("{near}1");
        let shown = hidden(&format!("{near} & {near} {secret}"), &[&secret]);
        // Whether it was told apart or given up: nothing of the secret is left.
        assert!(!shown.contains('1'), "{}", shown.len());
        assert_eq!(hidden(&near, &[&secret]), near);
    }

    #[test]
    fn many_backslashes_cost_little() {
        let secret = "\\".repeat(60);
        let text = "\\".repeat(4000);
        assert!(holds(&text, &secret));
        assert!(!holds(&text, &format!("{secret}x")));
    }
}
