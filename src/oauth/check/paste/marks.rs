//! Signs that a value is not what the server sent: cut with an ellipsis, or a placeholder from the documentation.

/// True when an ellipsis stands in a value that holds no prose.
pub(super) fn is_cut(name: &str, value: &str) -> bool {
    let prose = [
        "error",
        "error_description",
        "error_uri",
        "errorSummary",
        "errorCode",
        "message",
        "detail",
        "details",
        "title",
        "description",
    ]
    .contains(&name);
    let token = name.ends_with("_token") || name == "scope";
    let elided = has_three_dots(value) || value.contains('…');
    elided && !prose && (token || !value.contains(' '))
}

/// Exactly three dots. A longer run is how Google pads its tokens.
fn has_three_dots(value: &str) -> bool {
    let mut rest = value;
    while let Some(at) = rest.find("...") {
        let run = rest.get(at..).unwrap_or_default();
        let length = run.len() - run.trim_start_matches('.').len();
        if length == 3 {
            return true;
        }
        rest = run.get(length..).unwrap_or_default();
    }
    false
}

/// True when a value was never filled in: `{YOUR_CLIENT_ID}`, `YOUR_API`, `eyJhbG[...]1LQ`, `<access_token>`, `{{token}}`, `ACCESS_TOKEN`.
pub(super) fn is_placeholder(name: &str, value: &str) -> bool {
    let value = value.trim();
    if name.starts_with("error") && value.contains(' ') {
        // Prose of a server may name a parameter in braces.
        return has_your(value);
    }
    let token = name.ends_with("_token");
    value.contains("[...]")
        || value.contains("[…]")
        || has_your(value)
        || braced(value)
        || bracketed(value)
        || token && (is_capitals(value) || is_filler(value))
}

/// The first placeholder in a request, where it is not known what is a value: `YOUR_CLIENT_ID`, `{yourDomain}`, and never a shell's `${TOKEN}`.
pub(super) fn placeholder_in(text: &str) -> Option<(usize, &str)> {
    let word = |at: usize, open: usize| {
        let rest = text.get(at + open..)?;
        let length = rest
            .bytes()
            .take(64)
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
            .count();
        rest.get(..length)
    };
    let your = text.match_indices("YOUR").find_map(|(at, _)| {
        let before = text.get(..at)?.chars().next_back();
        let word = word(at, 0)?;
        (has_your(word) && !before.is_some_and(char::is_alphanumeric)).then_some((at, word))
    });
    let braced = text.match_indices('{').find_map(|(at, _)| {
        let inside = word(at, 1)?;
        let lower = inside.to_ascii_lowercase();
        let stands_for = ["your", "client", "secret", "domain", "tenant", "audience"];
        let closed = text.get(at + 1 + inside.len()..)?.starts_with('}');
        let shell = text.get(..at)?.ends_with('$');
        let found = closed && !shell && stands_for.iter().any(|one| lower.contains(one));
        found.then(|| (at, text.get(at..at + inside.len() + 2).unwrap_or(inside)))
    });
    your.into_iter().chain(braced).min()
}

/// `YOUR_SOMETHING`, at the beginning of a word.
fn has_your(value: &str) -> bool {
    value.match_indices("YOUR").any(|(at, _)| {
        let before = value.get(..at).and_then(|text| text.chars().next_back());
        let behind = value.get(at + 4..).and_then(|text| text.chars().next());
        let starts = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '-');
        starts && behind.is_some_and(|c| matches!(c, '_' | '-' | ' '))
    })
}

/// `{yourDomain}`, `{CLIENT_ID}`, `{{token}}`, `${TOKEN}` somewhere in the value.
fn braced(value: &str) -> bool {
    value.split('{').skip(1).any(|piece| {
        let Some((inside, _)) = piece.split_once('}') else {
            return false;
        };
        let word = !inside.is_empty() && inside.len() <= 64;
        word && inside
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.'))
    })
}

/// The whole value in angle brackets: `<access_token>`, `<your token here>`.
fn bracketed(value: &str) -> bool {
    let inside = value
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    inside.is_some_and(|inside| {
        let letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ');
        !inside.is_empty() && inside.len() <= 64 && inside.chars().all(letter)
    })
}

/// `ACCESS_TOKEN`, `MGMT_API_ACCESS_TOKEN`
fn is_capitals(value: &str) -> bool {
    value.ends_with("TOKEN") && value.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
}

/// `xxxx`, `****`: one letter over and over.
fn is_filler(value: &str) -> bool {
    value.len() > 2
        && (value
            .bytes()
            .all(|b| matches!(b, b'x' | b'X' | b'.' | b'-'))
            || value.bytes().all(|b| b == b'*'))
        && value.contains(['x', 'X', '*'])
}

/// What may be shown of a value: at most 24 characters of it, and of a long one both ends.
pub(super) fn shortened(value: &str) -> String {
    let count = value.chars().count();
    if count <= 24 {
        return value.to_owned();
    }
    let head: String = value.chars().take(10).collect();
    let tail: String = value.chars().skip(count - 6).collect();
    format!("{head}…{tail}")
}
