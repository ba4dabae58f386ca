//! Prose from `assets/`, read where it lies: `key = "value"` lines under `[table]` lines, which is TOML without its harder half.
//!
//! A run of `decode` needs twenty of the eight hundred lines and has a millisecond. The files hold no escapes and no values over
//! several lines, so every value is a piece of the file; a test compares each of them with what the `toml` crate reads.

/// The tables of a file, by what stands between their brackets.
pub(in crate::oauth) fn tables(file: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut tables = Vec::new();
    let mut open: Option<(&str, usize)> = None;
    let mut at = 0;
    for line in file.split_inclusive('\n') {
        if line.starts_with('[') {
            if let Some((name, from)) = open {
                tables.push((name, file.get(from..at).unwrap_or_default()));
            }
            let name = line.trim_start_matches('[').trim_end();
            open = Some((name.trim_end_matches(']'), at + line.len()));
        }
        at += line.len();
    }
    if let Some((name, from)) = open {
        tables.push((name, file.get(from..).unwrap_or_default()));
    }
    tables
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
