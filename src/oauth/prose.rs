//! Prose from `assets/`, read where it lies: `key = "value"` lines under `[table]` lines, which is TOML without its harder half.
//!
//! A run of `decode` needs twenty of the eight hundred lines and has a millisecond. The files hold no escapes and no values over
//! several lines, so every value is a piece of the file; a test compares each of them with what the `toml` crate reads.

/// How many tables a file has: lines that begin with a bracket. Counted by the compiler, as are their places.
pub(in crate::oauth) const fn count(file: &str) -> usize {
    let bytes = file.as_bytes();
    let mut found = 0;
    let mut at = 0;
    while at < bytes.len() {
        if begins_table(bytes, at) {
            found += 1;
        }
        at += 1;
    }
    found
}

/// The line that opens a table: where it begins, and how long it is.
#[derive(Clone, Copy)]
pub(in crate::oauth) struct Head {
    at: usize,
    length: usize,
}

/// The head of each table of a file, in order.
pub(in crate::oauth) const fn heads<const COUNT: usize>(file: &str) -> [Head; COUNT] {
    let bytes = file.as_bytes();
    let mut heads = [Head { at: 0, length: 0 }; COUNT];
    let mut found = 0;
    let mut at = 0;
    while at < bytes.len() {
        if begins_table(bytes, at) {
            let mut end = at;
            while end < bytes.len() && bytes[end] != b'\n' {
                end += 1;
            }
            heads[found] = Head {
                at,
                length: end - at,
            };
            found += 1;
        }
        at += 1;
    }
    heads
}

const fn begins_table(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'[' && (at == 0 || bytes[at - 1] == b'\n')
}

/// The lines of the table whose head is `[group.name]` or `[group."name"]`; of `[name]` where there is no group.
pub(in crate::oauth) fn table(
    file: &'static str,
    heads: &[Head],
    group: &str,
    name: &str,
) -> Option<&'static str> {
    let dot = if group.is_empty() { "" } else { "." };
    // Lengths are compared first, since nearly every head has another one.
    let plain = group.len() + dot.len() + name.len() + "[]".len();
    let is_wanted = |head: &Head| {
        let quote = match head.length.checked_sub(plain) {
            Some(0) => "",
            Some(2) => "\"",
            Some(_) | None => return false,
        };
        let rest = file.get(head.at + 1..).unwrap_or_default();
        let pieces = [group, dot, quote, name, quote, "]"];
        pieces
            .iter()
            .try_fold(rest, |rest, piece| rest.strip_prefix(piece))
            .is_some()
    };
    let index = heads.iter().position(is_wanted)?;
    let head = heads.get(index)?;
    let end = heads.get(index + 1).map_or(file.len(), |next| next.at);
    file.get(head.at + head.length..end)
}

/// The values of a table, each with its key.
pub(in crate::oauth) fn values(
    table: &'static str,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter_map(value)
}

/// A line with a value: where its key begins, how long that is, and where the line ends.
#[derive(Clone, Copy)]
pub(in crate::oauth) struct Line {
    key: usize,
    length: usize,
    end: usize,
}

/// How many values a file has.
pub(in crate::oauth) const fn count_lines(file: &str) -> usize {
    let bytes = file.as_bytes();
    let mut found = 0;
    let mut at = 0;
    while at < bytes.len() {
        let line = line_at(bytes, at);
        found += (line.length > 0) as usize;
        at = line.end + 1;
    }
    found
}

/// The lines of a file that have a value, in order.
pub(in crate::oauth) const fn lines<const COUNT: usize>(file: &str) -> [Line; COUNT] {
    let bytes = file.as_bytes();
    let mut lines = [Line {
        key: 0,
        length: 0,
        end: 0,
    }; COUNT];
    let mut found = 0;
    let mut at = 0;
    while at < bytes.len() {
        let line = line_at(bytes, at);
        if line.length > 0 {
            lines[found] = line;
            found += 1;
        }
        at = line.end + 1;
    }
    lines
}

/// The line that begins at `at`; the key of one without a value has no length.
const fn line_at(bytes: &[u8], at: usize) -> Line {
    let quoted = bytes[at] == b'"';
    let key = if quoted { at + 1 } else { at };
    let stop = if quoted { b'"' } else { b' ' };
    let mut behind = key;
    while behind < bytes.len() && bytes[behind] != stop && bytes[behind] != b'\n' {
        behind += 1;
    }
    let mut end = behind;
    while end < bytes.len() && bytes[end] != b'\n' {
        end += 1;
    }
    let equals = if quoted { behind + 2 } else { behind + 1 };
    let has_value = equals < end && bytes[equals] == b'=';
    let length = if has_value { behind - key } else { 0 };
    Line { key, length, end }
}

/// The value of one key.
pub(in crate::oauth) fn lookup(
    file: &'static str,
    lines: &[Line],
    key: &str,
) -> Option<&'static str> {
    let is_wanted = |line: &&Line| {
        line.length == key.len() && file.get(line.key..line.key + line.length) == Some(key)
    };
    let line = lines.iter().find(is_wanted)?;
    let rest = file.get(line.key + line.length..line.end)?;
    let rest = rest.strip_prefix('"').unwrap_or(rest);
    unquoted(rest.strip_prefix(" = ")?)
}

/// `key = "value"`, `"key" = "value"`, `key = 'value'`.
fn value(line: &'static str) -> Option<(&'static str, &'static str)> {
    let (key, rest) = match line.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?,
        None => line.split_at_checked(line.find(' ')?)?,
    };
    Some((key, unquoted(rest.strip_prefix(" = ")?)?))
}

fn unquoted(value: &'static str) -> Option<&'static str> {
    let inside = |mark| value.strip_prefix(mark)?.strip_suffix(mark);
    inside('"').or_else(|| inside('\''))
}
