//! The reader's state machine: one loop, one explicit stack, and a way on after every fault.

mod build;
mod step;

use crate::oauth::json::tree::{Extent, Tree};
use crate::oauth::json::{Fault, FaultKind, NodeId};
use crate::oauth::text::is_hidden;

/// What the grammar wants next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    /// A value; `first` right behind an opening bracket, where the array may end instead.
    Value {
        first: bool,
    },
    /// A member's value, behind its colon.
    MemberValue,
    /// A name; `first` right behind an opening brace, where the object may end instead.
    Name {
        first: bool,
    },
    Colon,
    CommaOrEnd,
    Done,
}

/// An object or array that is not closed yet.
struct Open {
    node: NodeId,
    last: Option<NodeId>,
    count: u32,
    object: bool,
    /// Members without braces.
    implicit: bool,
}

pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) tree: Tree,
    open: Vec<Open>,
    open_objects: usize,
    expect: Expect,
    name: Option<NodeId>,
    /// Where the comma stands behind which the next value or name is expected; `None` where it is missing.
    comma: Option<usize>,
    /// The last thing read was an ellipsis, behind which a missing comma is no news.
    elided: bool,
}

/// Reads the first value of `text`, and says so when something follows it.
pub(super) fn whole(text: &str) -> Tree {
    let mut scanner = Scanner::new(text, 0);
    scanner.run();
    scanner.blanks();
    if scanner.at < text.len() && scanner.tree.root.is_some() {
        scanner.fault(FaultKind::TrailingText, scanner.at, text.len());
    }
    scanner.finish()
}

/// Reads the value that begins at `at`, and nothing behind it.
pub(in crate::oauth) fn value_at(text: &str, at: usize) -> Extent {
    let mut scanner = Scanner::new(text, at);
    scanner.run();
    let end = scanner.at;
    let tree = scanner.finish();
    Extent { end, tree }
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self {
            text,
            at,
            tree: Tree::default(),
            open: Vec::new(),
            open_objects: 0,
            expect: Expect::Value { first: false },
            name: None,
            comma: None,
            elided: false,
        }
    }

    /// Reads one value, or what there is of it, and stops behind it.
    pub(super) fn run(&mut self) {
        while self.expect != Expect::Done {
            self.blanks();
            let Some(c) = self.peek() else {
                self.run_out();
                return;
            };
            match self.expect {
                Expect::Value { first } => self.value(c, first),
                Expect::MemberValue => self.member_value(c),
                Expect::Name { first } => self.member_name(c, first),
                Expect::Colon => self.colon(c),
                Expect::CommaOrEnd => self.comma_or_end(c),
                Expect::Done => {}
            }
        }
    }

    pub(super) fn finish(mut self) -> Tree {
        if self.tree.root.is_none() && self.tree.faults.is_empty() {
            self.fault(FaultKind::Empty, self.at, self.at);
        }
        self.tree.faults.sort_by_key(|fault| fault.offset);
        self.tree
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<char> {
        // Nearly every character is one byte, and this is asked some times for each.
        match self.text.as_bytes().get(self.at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.rest().chars().next(),
        }
    }

    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Notes a fault; one that goes on where the same kind ended becomes longer instead.
    pub(super) fn fault(&mut self, kind: FaultKind, offset: usize, end: usize) {
        let mergeable = matches!(kind, FaultKind::Unexpected | FaultKind::Truncated);
        match self.tree.faults.last_mut() {
            Some(last) if mergeable && last.kind == kind && last.end == offset => last.end = end,
            _ => self.tree.faults.push(Fault { kind, offset, end }),
        }
    }

    /// Skips blanks, and with a fault each what people paste among them.
    pub(super) fn blanks(&mut self) {
        while let Some(c) = self.peek() {
            let from = self.at;
            match c {
                // First what most values begin or end with.
                '"' | ':' | ',' | '0'..='9' | 'a'..='z' => return,
                ' ' | '\t' | '\n' | '\r' => self.at += 1,
                '\0' => {
                    self.at += 1;
                    self.fault(FaultKind::Nul, from, self.at);
                }
                '/' => {
                    let Some(length) = comment(self.rest()) else {
                        return;
                    };
                    self.at += length;
                    self.fault(FaultKind::Comment, from, self.at);
                }
                c if c.is_ascii_control() => {
                    self.at += 1;
                    self.fault(FaultKind::RawControl, from, self.at);
                }
                c if is_invisible(c) => {
                    self.at += c.len_utf8();
                    self.fault(FaultKind::Invisible, from, self.at);
                }
                _ => return,
            }
        }
    }

    /// The text ended. Members without braces may end here; everything else is cut.
    fn run_out(&mut self) {
        let top_is_implicit = self.open.last().is_some_and(|open| open.implicit);
        let complete = top_is_implicit
            && matches!(
                self.expect,
                Expect::CommaOrEnd | Expect::Name { first: false }
            );
        if complete {
            self.end_implicit();
            return;
        }
        if self.tree.root.is_none() {
            return;
        }
        let end = self.text.len();
        // A string that was cut has said so already, at most two faults ago.
        let mut latest = self.tree.faults.iter().rev().take(3);
        let already = latest.any(|fault| fault.kind == FaultKind::Truncated);
        if !already {
            self.fault(FaultKind::Truncated, end, end);
        }
        while let Some(open) = self.open.pop() {
            self.set_end(open.node, end);
        }
        self.expect = Expect::Done;
    }
}

/// True for characters beyond ASCII that nobody sees: no-break and other blanks, byte order marks, zero-width and bidi characters.
pub(in crate::oauth) fn is_invisible(c: char) -> bool {
    !c.is_ascii() && (c.is_whitespace() || is_hidden(c))
}

/// The length of a comment at the start of `rest`.
fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    let inner = rest.strip_prefix("/*")?;
    Some(inner.find("*/").map_or(rest.len(), |end| end + 4))
}
