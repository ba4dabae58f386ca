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

/// Where each table of a file begins, at its bracket.
pub(in crate::oauth) const fn heads<const COUNT: usize>(file: &str) -> [usize; COUNT] {
    let bytes = file.as_bytes();
    let mut heads = [0; COUNT];
    let mut found = 0;
    let mut at = 0;
    while at < bytes.len() {
        if begins_table(bytes, at) {
            heads[found] = at;
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
    heads: &[usize],
    group: &str,
    name: &str,
) -> Option<&'static str> {
    let is_wanted = |head: &usize| {
        let inside = file
            .get(head + 1..)
            .and_then(|rest| rest.strip_prefix(group));
        let rest = match inside {
            Some(rest) if group.is_empty() => Some(rest),
            Some(rest) => rest.strip_prefix('.'),
            None => None,
        };
        let rest = rest.map(|rest| rest.strip_prefix('"').unwrap_or(rest));
        let behind = rest.and_then(|rest| rest.strip_prefix(name));
        behind.is_some_and(|rest| rest.starts_with(']') || rest.starts_with("\"]"))
    };
    let index = heads.iter().position(is_wanted)?;
    let end = heads.get(index + 1).copied().unwrap_or(file.len());
    let text = file.get(heads.get(index).copied()?..end)?;
    text.split_once('\n').map(|(_, lines)| lines)
}

/// The values of a table, each with its key.
pub(in crate::oauth) fn values(
    table: &'static str,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter_map(value)
}

/// The value of one key. Its line is known by its beginning, so that the others are not taken apart.
pub(in crate::oauth) fn lookup(table: &'static str, key: &str) -> Option<&'static str> {
    table.lines().find_map(|line| {
        let bare = line.strip_prefix('"').unwrap_or(line);
        let rest = bare.strip_prefix(key)?;
        let rest = rest.strip_prefix('"').unwrap_or(rest);
        unquoted(rest.strip_prefix(" = ")?)
    })
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
