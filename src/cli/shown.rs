//! How a value is repeated that was refused or cannot be used: what it may hold of a secret is left out. A slip of the hand puts passwords,
//! tokens and whole keys where an address or a file belongs, and what is repeated stands in logs.

use std::path::Path;

use crate::oauth::carrier::{is_carrier, is_surely, text};
use crate::oauth::text::visible_line;

/// In place of what is left out.
const HIDDEN: &str = "********";

/// The value as it may be repeated, on one line.
pub(super) fn value(given: &str) -> String {
    visible_line(&veiled(given))
}

/// The same for the name of a file.
pub(super) fn path(given: &Path) -> String {
    value(&given.display().to_string())
}

/// True where something was left out of what is shown.
pub(super) fn leaves_out(shown: &str) -> bool {
    shown.contains(HIDDEN)
}

fn veiled(given: &str) -> String {
    if let Some((name, behind)) = assigned(given) {
        // A flag of such a name takes the path of a file: `--key=app.pem`.
        let carries = if name.starts_with('-') {
            is_surely(name)
        } else {
            is_carrier(name)
        };
        let behind = if carries && !behind.is_empty() {
            HIDDEN.to_owned()
        } else {
            veiled(behind)
        };
        return format!("{name}={behind}");
    }
    let plain = text::plain(given);
    if plain.contains("PRIVATE KEY") || is_object(&plain) {
        return hidden(given);
    }
    let veiled = without_values(&without_user(given));
    let plain = text::plain(&veiled.replace(HIDDEN, ""));
    if text::is_one(&plain) || text::assigns(&plain) || text::is_random(&plain) {
        hidden(&veiled)
    } else {
        veiled
    }
}

/// Hidden whole, but for hyphens in front: a flag stays one, so that the mistake stays the same.
fn hidden(text: &str) -> String {
    let hyphens = text.len() - text.trim_start_matches('-').len();
    format!("{}{HIDDEN}", "-".repeat(hyphens))
}

/// A key as JSON has it, or what a shell left of one. No address, file or name begins so.
fn is_object(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// `--flag=value`, `client_secret=value`.
fn assigned(given: &str) -> Option<(&str, &str)> {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let (name, behind) = given.split_once('=')?;
    let is_name = !name.is_empty()
        && name.chars().all(is_of_name)
        && !text::is_one(name)
        && !text::is_random(name);
    is_name.then_some((name, behind))
}

/// Whoever stands before an `@` may have a password, also where what is given is no address.
fn without_user(given: &str) -> String {
    let Some((before, behind)) = given.rsplit_once('@') else {
        return given.to_owned();
    };
    let start = before.find("//").map(|at| at + "//".len());
    // `C:\Users\me@corp` is a place on a disk.
    let is_drive = before
        .get(1..3)
        .is_some_and(|sign| matches!(sign, ":\\" | ":/"));
    if start.is_none() && (is_drive || !before.contains(':')) {
        return given.to_owned();
    }
    let scheme = before.get(..start.unwrap_or(0)).unwrap_or_default();
    format!("{scheme}{HIDDEN}@{behind}")
}

/// Every value of a query and of what stands behind a `#`, whatever its name is.
fn without_values(given: &str) -> String {
    let Some(at) = given.find(['?', '#']) else {
        return given.to_owned();
    };
    let (before, beside) = given.split_at(at);
    let is_between = |c: char| matches!(c, '?' | '#' | '&' | ';');
    let pieces = beside.split_inclusive(is_between).map(|piece| {
        let (pair, end) = match piece.char_indices().next_back() {
            Some((at, c)) if is_between(c) => piece.split_at(at),
            Some(_) | None => (piece, ""),
        };
        match pair.split_once('=') {
            Some((name, value)) if !value.is_empty() => format!("{name}={HIDDEN}{end}"),
            None if !pair.is_empty() => format!("{HIDDEN}{end}"),
            Some(_) | None => piece.to_owned(),
        }
    });
    format!("{before}{}", pieces.collect::<String>())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::value;

    #[rstest]
    #[case("https://as.example/a/b", "https://as.example/a/b")]
    #[case("keys/app.pem", "keys/app.pem")]
    #[case("me@home.pem", "me@home.pem")]
    #[case("RS257", "RS257")]
    #[case(
        "AuthKey-2024-production-MyCompany-Reports-Service.pem",
        "AuthKey-2024-production-MyCompany-Reports-Service.pem"
    )]
    #[case(
        "npm_packages_registry_v2_internal.json",
        "npm_packages_registry_v2_internal.json"
    )]
    #[case("C:\\Users\\me@corp\\key.pem", "C:\\Users\\me@corp\\key.pem")]
    #[case(
        "https://t.example:99999/?hunter2zz",
        "https://t.example:99999/?********"
    )]
    #[case(
        "https://t.example:99999/#hunter2zz",
        "https://t.example:99999/#********"
    )]
    #[case("--key=keys/app.pem", "--key=keys/app.pem")]
    #[case("--client-secret-file=app.txt", "--client-secret-file=app.txt")]
    #[case(
        "http://u:hunter2zz@t.example:99999/",
        "http://********@t.example:99999/"
    )]
    #[case("http://u:hunter/2@zz@t.example/", "http://********@t.example/")]
    #[case("//u:hunter2zz@t.example", "//********@t.example")]
    #[case("u:hunter2zz@t.example", "********@t.example")]
    #[case("htp://u:hunter2zz@[::1/", "htp://********@[::1/")]
    #[case(
        "t.example?x=hunter2zz&y=1#z=2",
        "t.example?x=********&y=********#z=********"
    )]
    #[case("?client_secret=hunter2zz", "?client_secret=********")]
    #[case("client_secret=hunter2zz", "client_secret=********")]
    #[case("--alg=ghp_16C7e42F292c6912E7710c838347Ae178B4a", "--alg=********")]
    #[case("a/ghp_16C7e42F292c6912E7710c838347Ae178B4a", "********")]
    #[case(
        "--key=-----BEGIN PRIVATE KEY-----\nMIIhunter2zz==",
        "--key=-----********"
    )]
    #[case("-----BEGIN PRIVATE KEY-----\nMIIhunter2zz", "-----********")]
    #[case("{\"kty\":\"EC\",\"d\":\"hunter2zz\"}", "********")]
    #[case("{kty:EC,d:hunter2zz}", "********")]
    fn what_may_be_secret_is_left_out(#[case] given: &str, #[case] shown: &str) {
        assert_eq!(value(given), shown);
    }
}
