//! Where that stands on the web which a text names: clauses of RFCs, and pages of the vendors that are written out.

use std::fmt::Write as _;
use std::ops::Range;

/// A piece of a text, and the address of the page that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The bytes of the text that name it.
    pub at: Range<usize>,
    /// Its address.
    pub address: String,
}

const RFC: &str = "RFC ";
const HTTPS: &str = "https://";

/// The pages that are written out in `assets/targets`. Any other address, of these hosts too, is a part of an exchange and no page to read: a
/// server writes what it likes, and a form or a reply is broken where the row ends.
const PAGES: [&str; 2] = ["https://manage.auth0.com/", "https://login.okta.com/"];

/// Those that are named in this text, in their order.
///
/// `RFC 6749 5.2` leads to its section 5.2, `RFC 6749` to its beginning. A page of a vendor counts where its address stands alone between blanks.
pub fn pages(text: &str) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut from = 0;
    while let Some(rest) = text.get(from..) {
        let clause = rest.find(RFC).map(|at| (at, RFC));
        let address = rest.find(HTTPS).map(|at| (at, HTTPS));
        let Some((at, what)) = clause.into_iter().chain(address).min() else {
            break;
        };
        let begins = rest.get(..at).is_none_or(|before| {
            let last = before.chars().next_back();
            !last.is_some_and(char::is_alphanumeric)
        });
        let named = rest.get(at..).unwrap_or_default();
        let found = if what == RFC {
            clause_of(named)
        } else {
            page_of(named)
        };
        let start = from + at;
        from = start + what.len();
        if let Some((length, address)) = found.filter(|_| begins) {
            from = start + length;
            pages.push(Page {
                at: start..from,
                address,
            });
        }
    }
    pages
}

/// How long the clause is that this begins with, and where it is read.
fn clause_of(named: &str) -> Option<(usize, String)> {
    let number = leading(named.get(RFC.len()..)?, |c| c.is_ascii_digit());
    if !(3..=5).contains(&number.len()) {
        return None;
    }
    let mut length = RFC.len() + number.len();
    let mut address = format!("https://www.rfc-editor.org/rfc/rfc{number}");
    let behind = named.get(length..).and_then(|rest| rest.strip_prefix(' '));
    if let Some(section) = behind.and_then(section) {
        length += 1 + section.len();
        let word = if section.starts_with(|c: char| c.is_ascii_digit()) {
            "section"
        } else {
            "appendix"
        };
        let _ = write!(address, "#{word}-{section}");
    }
    Some((length, address))
}

/// `5.2`, or of an appendix `B.1`, at the beginning of this.
fn section(rest: &str) -> Option<&str> {
    let all = leading(rest, |c| c.is_ascii_alphanumeric() || c == '.');
    let all = all.trim_end_matches('.');
    let mut pieces = all.split('.');
    let first = pieces.next()?;
    let is_number =
        |piece: &str| (1..=3).contains(&piece.len()) && piece.bytes().all(|b| b.is_ascii_digit());
    let is_letter = first.len() == 1 && first.bytes().all(|b| b.is_ascii_uppercase());
    let fits = is_number(first) || (is_letter && all.len() > 1);
    (fits && pieces.all(is_number)).then_some(all)
}

/// How long the address of a page is that this begins with, and the address.
fn page_of(named: &str) -> Option<(usize, String)> {
    let whole = leading(named, |c| c != ' ');
    let whole = whole.trim_end_matches(['.', ',', ';', ':', ')', ']', '"', '\'']);
    PAGES
        .contains(&whole)
        .then(|| (whole.len(), whole.to_owned()))
}

fn leading(text: &str, fits: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c| !fits(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::pages;

    fn found(text: &str) -> Vec<(&str, String)> {
        let each = pages(text).into_iter();
        each.map(|page| (text.get(page.at).unwrap_or_default(), page.address))
            .collect()
    }

    #[test]
    fn clauses_lead_to_their_sections() {
        let at = |rest: &str| format!("https://www.rfc-editor.org/rfc/rfc{rest}");
        assert_eq!(
            found("(RFC 6749 5.2). See RFC 9068 and RFC 6749 B, RFC 6749 B.1"),
            [
                ("RFC 6749 5.2", at("6749#section-5.2")),
                ("RFC 9068", at("9068")),
                ("RFC 6749", at("6749")),
                ("RFC 6749 B.1", at("6749#appendix-B.1")),
            ]
        );
        for nothing in [
            "RFC",
            "RFC x",
            "XRFC 6749",
            "RFC 12",
            "RFC 123456",
            "rfc 6749",
        ] {
            assert_eq!(found(nothing), [], "{nothing}");
        }
    }

    #[test]
    fn pages_of_vendors_count_where_they_stand_whole() {
        let page = "https://manage.auth0.com/";
        assert_eq!(found(&format!("At {page}.")), [(page, page.to_owned())]);
        for other in [
            "https://mine.eu.auth0.com/oauth/token",
            "https://manage.auth0.com.evil.example/",
            "https://manage.auth0.com@evil.example/",
            "https://manage.auth0.com:8443/",
            "https://manage.auth0.com/\u{2026}",
            "https://manage.auth0.com/dashboard",
            "https://login.okta.com/oauth2/default/v1/authorize?client_id=evil",
            "http://manage.auth0.com/",
        ] {
            assert_eq!(found(other), [], "{other}");
        }
    }
}
