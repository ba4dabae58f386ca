//! Two exchanges laid beside one another, byte by byte: line by line what each sent and got, and the characters that are not the same.

use crate::app::run::Run;
use crate::app::workbench::Workbench;
use crate::oauth::json::{self, Kind};
use crate::oauth::reply::veil::{self, Tokens};
use crate::oauth::wire::{Secrets, View};

/// Of a longer exchange only so many lines are compared: a page of an HTML error says nothing more further down.
const MOST: usize = 200;

/// Two exchanges.
#[derive(Debug)]
pub struct Compared<'a> {
    /// The older one.
    pub before: &'a Run,
    /// The newest.
    pub newest: &'a Run,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// What was sent.
    Request,
    /// What came back.
    Reply,
}

/// What became of comparing a half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every byte is the same.
    Same,
    /// The lines that are shown are the same, and the bytes are not: between the members of an object, at the end of a line, or further down
    /// than is shown.
    Unshown,
    /// So many of the lines that are shown differ.
    Lines(usize),
}

/// A line of both; `None` where one of them has none. From outside: pass it through the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// In the older exchange.
    pub before: Option<Side>,
    /// In the newest.
    pub newest: Option<Side>,
    /// True where the bytes differ, also behind a mask.
    pub differs: bool,
}

/// A line of one exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The line, secrets masked unless they are shown.
    pub text: String,
    /// The characters that the other does not have there: from, up to.
    pub odd: (usize, usize),
}

/// A line with its name, by which its like is found, and its bytes.
struct Named {
    name: String,
    shown: String,
    bytes: String,
}

impl Workbench {
    /// The newest exchange beside the one that came `back` exchanges before it.
    pub fn compared(&self, back: usize) -> Option<Compared<'_>> {
        let last = self.runs.len().checked_sub(1)?;
        let before = self.runs.get(last.checked_sub(back.max(1))?)?;
        let newest = self.runs.get(last)?;
        Some(Compared { before, newest })
    }
}

impl Compared<'_> {
    /// What became of comparing that half: all of its bytes, and then the lines that are shown.
    pub fn verdict(&self, half: Half, pairs: &[Pair]) -> Verdict {
        let is_same = match half {
            Half::Request => self.before.request == self.newest.request,
            Half::Reply => self.before.answer.to_the_byte() == self.newest.answer.to_the_byte(),
        };
        match pairs.iter().filter(|pair| pair.differs).count() {
            0 if is_same => Verdict::Same,
            0 => Verdict::Unshown,
            odd => Verdict::Lines(odd),
        }
    }

    /// The lines of that half, in the order in which they stand.
    pub fn pairs(&self, half: Half, secrets: Secrets) -> Vec<Pair> {
        let lines = |run: &Run| match half {
            Half::Request => request(run, secrets),
            Half::Reply => reply(run, secrets),
        };
        aligned(&lines(self.before), &lines(self.newest))
    }
}

/// The request as the wire view has it.
fn request(run: &Run, secrets: Secrets) -> Vec<Named> {
    let joined = |secrets| {
        let lines = run.request.view(View::Http, secrets).into_iter();
        lines.map(|line| line.into_iter().map(|span| span.text).collect::<String>())
    };
    let both = joined(secrets).zip(joined(Secrets::Shown)).take(MOST);
    both.enumerate()
        .map(|(at, (shown, bytes))| {
            let sign = |c: char| c == ':' || c == '=' || c == ' ';
            let name = shown.trim_start_matches(['&', '{', ' ']);
            let name = name.split(sign).next().unwrap_or_default();
            let name = if at == 0 { "first" } else { name };
            Named {
                name: name.to_ascii_lowercase(),
                shown,
                bytes,
            }
        })
        .collect()
}

/// The reply: status, headers, body, of an object one member a line.
fn reply(run: &Run, secrets: Secrets) -> Vec<Named> {
    let (reply, came) = (&run.answer.reply, run.answer.to_the_byte());
    let open = |name: &str, text: String| Named {
        name: name.to_ascii_lowercase(),
        shown: text.clone(),
        bytes: text,
    };
    let status = format!("HTTP/1.1 {} {}", reply.status, reply.reason);
    let mut lines = vec![open("first", status.trim_end().to_owned())];
    let tokens = Tokens::of(&reply.text());
    let headers = reply.headers.iter().zip(&came.headers);
    lines.extend(headers.map(|((name, value), (_, bytes))| Named {
        name: name.to_ascii_lowercase(),
        shown: match secrets {
            Secrets::Shown => format!("{name}: {value}"),
            Secrets::Masked => format!("{name}: {}", tokens.header(name, value)),
        },
        bytes: format!("{name}: {bytes}"),
    }));
    lines.push(open("", String::new()));
    let text = reply.text();
    let shown = body(&match secrets {
        Secrets::Shown => text,
        Secrets::Masked => veil::tokens(&text),
    });
    let bytes = body(&came.text());
    // What is hidden has taken lines away: then what is shown is all that can be compared.
    let is_alike = shown.len() == bytes.len();
    let bytes = if is_alike { bytes } else { shown.clone() };
    let both = shown.into_iter().zip(bytes);
    lines.extend(both.map(|((name, shown), (_, bytes))| Named { name, shown, bytes }));
    lines.truncate(MOST);
    lines
}

/// The lines of a body, each with its name.
fn body(text: &str) -> Vec<(String, String)> {
    let document = json::read(text);
    let root = document.root();
    let root = root.filter(|root| document.kind(*root) == Kind::Object);
    let Some(root) = root.filter(|_| document.faults().is_empty()) else {
        let lines = text.lines().map(str::to_owned);
        return lines.map(|line| (String::new(), line)).collect();
    };
    let members = document.members(root).map(|member| {
        let raw = document.raw(member.value);
        let line = format!("  \"{}\": {raw}", member.name);
        (format!("member {}", member.name), line)
    });
    let brace = |sign: &str| (sign.to_owned(), sign.to_owned());
    let mut lines = vec![brace("{")];
    lines.extend(members);
    lines.push(brace("}"));
    lines
}

/// Lines of the same name stand on one row, in the order of the newer exchange; what only the older one has stands where it stood there.
fn aligned(before: &[Named], newest: &[Named]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut rest = before;
    for line in newest {
        let same = rest.iter().position(|other| other.name == line.name);
        let Some(at) = same else {
            pairs.push(pair(None, Some(line)));
            continue;
        };
        let (gone, behind) = rest.split_at(at);
        pairs.extend(gone.iter().map(|gone| pair(Some(gone), None)));
        pairs.push(pair(behind.first(), Some(line)));
        rest = behind.get(1..).unwrap_or_default();
    }
    pairs.extend(rest.iter().map(|gone| pair(Some(gone), None)));
    pairs
}

fn pair(before: Option<&Named>, newest: Option<&Named>) -> Pair {
    let [one, other] = [before, newest].map(|side| side.map_or("", |side| side.shown.as_str()));
    let (from, ends) = odd(one, other);
    let side = |side: Option<&Named>, end| {
        side.map(|side| Side {
            text: side.shown.clone(),
            odd: (from, end),
        })
    };
    let [one, other] = [before, newest].map(|side| side.map(|side| side.bytes.as_str()));
    Pair {
        differs: one != other,
        before: side(before, ends.0),
        newest: side(newest, ends.1),
    }
}

/// Where two texts part, and where they come together again in each; counted in characters.
fn odd(one: &str, other: &str) -> (usize, (usize, usize)) {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let least = one.len().min(other.len());
    let alike = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let behind = one.iter().rev().zip(other.iter().rev());
    let behind = behind.take_while(|(a, b)| a == b).count();
    let behind = behind.min(least - alike);
    (alike, (one.len() - behind, other.len() - behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_two_texts_part_is_told_in_characters() {
        assert_eq!(odd("scope=a", "scope=b"), (6, (7, 7)));
        assert_eq!(odd("aa", "aaa"), (2, (2, 3)));
        assert_eq!(odd("größe 1", "größe 12"), (7, (7, 8)));
        assert_eq!(odd("same", "same"), (4, (4, 4)));
        assert_eq!(odd("", "new"), (0, (0, 3)));
    }

    fn named(lines: &[(&str, &str)]) -> Vec<Named> {
        let named = |(name, text): &(&str, &str)| Named {
            name: (*name).to_owned(),
            shown: (*text).to_owned(),
            bytes: (*text).to_owned(),
        };
        lines.iter().map(named).collect()
    }

    #[test]
    fn lines_of_one_name_stand_beside_each_other_and_none_is_lost() {
        let before = named(&[("a", "a: 1"), ("b", "b: 1"), ("c", "c: 1")]);
        let newest = named(&[("a", "a: 1"), ("c", "c: 2"), ("d", "d: 1")]);
        let pairs = aligned(&before, &newest);
        let seen: Vec<_> = pairs
            .iter()
            .map(|pair| {
                let text = |side: &Option<Side>| side.as_ref().map(|side| side.text.clone());
                let texts = (text(&pair.before), text(&pair.newest));
                (texts, pair.differs)
            })
            .collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            seen,
            [
                ((some("a: 1"), some("a: 1")), false),
                ((some("b: 1"), None), true),
                ((some("c: 1"), some("c: 2")), true),
                ((None, some("d: 1")), true),
            ]
        );
    }

    #[test]
    fn what_differs_behind_a_mask_is_said_to_differ() {
        let line = |bytes: &str| Named {
            name: "secret".to_owned(),
            shown: "secret=********".to_owned(),
            bytes: bytes.to_owned(),
        };
        let pair = pair(Some(&line("secret=one")), Some(&line("secret=two")));
        assert!(pair.differs);
        let text = |side: Option<Side>| side.unwrap().text;
        assert_eq!(text(pair.before), text(pair.newest));
    }
}
