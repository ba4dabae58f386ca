//! Lines of an HTTP response's head (RFC 9112 4 and 5), as curl -i and curl -v print them.

/// What a line inside a block of headers is.
pub(super) enum Header<'t> {
    /// `Name: value`, with the value's byte offset in the line.
    Field {
        name: &'t str,
        value: &'t str,
        offset: usize,
    },
    /// The continuation of the field before, which a narrow terminal or an old server makes.
    Folded(&'t str),
    /// The end of the block.
    Blank,
    /// Something else.
    Other,
}

/// The code of a status line: `HTTP/1.1 200 OK`, `< HTTP/2 401`.
pub(super) fn status(line: &str) -> Option<u16> {
    let line = line.trim().trim_start_matches("< ");
    let mut words = line.strip_prefix("HTTP/")?.split_ascii_whitespace();
    let version = words.next()?;
    let code = words.next()?;
    let good = version.bytes().all(|b| b.is_ascii_digit() || b == b'.') && code.len() == 3;
    good.then(|| code.parse().ok()).flatten()
}

/// Reads a line of a block.
pub(super) fn header(line: &str) -> Header<'_> {
    let plain = line.strip_prefix("< ").unwrap_or(line);
    if plain.trim().is_empty() || plain.trim() == "<" {
        return Header::Blank;
    }
    if plain.starts_with([' ', '\t']) {
        let more = plain.trim();
        let json = more.starts_with(['{', '[', '"', '}', ']']);
        return if json {
            Header::Other
        } else {
            Header::Folded(more)
        };
    }
    match plain.split_once(':') {
        Some((name, rest)) if is_name(name) => {
            let value = rest.trim();
            let lead = rest.len() - rest.trim_start().len();
            let offset = line.len() - rest.len() + lead;
            Header::Field {
                name,
                value,
                offset,
            }
        }
        _ => Header::Other,
    }
}

/// RFC 9110 5.1: a field name is a token.
fn is_name(name: &str) -> bool {
    let good = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !name.is_empty() && name.bytes().all(good)
}

const KNOWN: [&str; 16] = [
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "etag",
    "expires",
    "pragma",
    "server",
    "set-cookie",
    "strict-transport-security",
    "transfer-encoding",
    "vary",
    "www-authenticate",
    "x-auth0-requestid",
];

/// True for a header that replies carry, so that a block without its status line is recognised.
pub(super) fn is_known(line: &str) -> bool {
    match header(line) {
        Header::Field { name, .. } => KNOWN.contains(&name.to_ascii_lowercase().as_str()),
        Header::Folded(_) | Header::Blank | Header::Other => false,
    }
}
