//! The reader's state machine: one loop, one explicit stack, and a way on after every fault.

use crate::oauth::json::string::{self, Lexed, Quote};
use crate::oauth::json::{Fault, FaultKind, Kind, NodeId, number};
use crate::oauth::text::is_hidden;

/// What was read.
#[derive(Clone, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) names: Vec<Name>,
    pub(super) decoded: String,
    pub(super) faults: Vec<Fault>,
    pub(super) root: Option<NodeId>,
}

impl Tree {
    /// The text of a string or name.
    pub(super) fn piece<'a>(&'a self, text: &'a str, piece: Piece) -> &'a str {
        match piece {
            Piece::Written(start, end) => text.get(start..end).unwrap_or_default(),
            Piece::Decoded(start, end) => self.decoded.get(start..end).unwrap_or_default(),
        }
    }
}

/// Where the text of a string lies: in the source, or in the buffer of decoded text.
#[derive(Clone, Copy)]
pub(super) enum Piece {
    Written(usize, usize),
    Decoded(usize, usize),
}

#[derive(Clone)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) piece: Piece,
    pub(super) parent: Option<NodeId>,
    pub(super) next: Option<NodeId>,
    pub(super) first: Option<NodeId>,
    /// Index of the member's name, counted as nodes are.
    pub(super) name: Option<NodeId>,
    /// Position among its siblings.
    pub(super) index: u32,
}

#[derive(Clone)]
pub(super) struct Name {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) piece: Piece,
}

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
    comma: usize,
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
            comma: 0,
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

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
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

    fn value(&mut self, c: char, first: bool) {
        match c {
            ',' if !self.open.is_empty() => {
                self.fault(FaultKind::MissingValue, self.at, self.at);
                self.comma = self.at;
                self.at += 1;
                self.expect = Expect::Value { first: false };
            }
            '}' | ']' if !self.open.is_empty() => {
                if !first {
                    self.fault(FaultKind::TrailingComma, self.comma, self.comma + 1);
                }
                self.close(c);
            }
            _ => self.any_value(c),
        }
    }

    fn member_value(&mut self, c: char) {
        if matches!(c, ',' | '}' | ']') {
            self.fault(FaultKind::MissingValue, self.at, self.at);
            self.name = None;
            self.expect = Expect::CommaOrEnd;
        } else {
            self.any_value(c);
        }
    }

    fn any_value(&mut self, c: char) {
        self.elided = false;
        match c {
            '{' => self.open(Kind::Object),
            '[' => self.open(Kind::Array),
            '}' | ']' | ',' | ':' => self.skip(FaultKind::Unexpected),
            _ if self.ellipsis() => {}
            _ => match string::quote(c) {
                Some(quote) => self.string_value(quote),
                None => self.word_value(),
            },
        }
    }

    fn string_value(&mut self, quote: Quote) {
        let Lexed { start, end, piece } = string::lex(self, quote);
        let behind = self.rest().bytes().find(|byte| !byte.is_ascii_whitespace());
        if self.tree.root.is_none() && behind == Some(b':') {
            self.fault(FaultKind::MissingOpenBrace, start, start);
            self.push(Kind::Object, start, end, Piece::Written(start, start));
            self.descend(true, true);
            self.set_name(Name { start, end, piece });
            return;
        }
        self.push(Kind::String, start, end, piece);
        self.after_value();
    }

    fn word_value(&mut self) {
        let (start, end) = self.word();
        let word = self.text.get(start..end).unwrap_or_default();
        let cut = end == self.text.len() && !self.open.is_empty();
        let (kind, fault) = literal(word, cut);
        if let Some(fault) = fault {
            self.fault(fault, start, end);
        }
        self.push(kind, start, end, Piece::Written(start, end));
        self.after_value();
    }

    fn member_name(&mut self, c: char, first: bool) {
        let implicit = self.open.last().is_some_and(|open| open.implicit);
        if implicit && string::quote(c).is_none() && c != '}' && !self.at_ellipsis() {
            self.end_implicit();
            return;
        }
        match c {
            '}' | ']' => {
                if !first {
                    self.fault(FaultKind::TrailingComma, self.comma, self.comma + 1);
                }
                self.close(c);
            }
            ',' => {
                self.fault(FaultKind::MissingValue, self.at, self.at);
                self.comma = self.at;
                self.at += 1;
                self.expect = Expect::Name { first: false };
            }
            ':' => self.skip(FaultKind::MissingName),
            '{' | '[' => {
                self.fault(FaultKind::MissingName, self.at, self.at);
                let piece = Piece::Written(self.at, self.at);
                self.set_name(Name {
                    start: self.at,
                    end: self.at,
                    piece,
                });
                self.expect = Expect::MemberValue;
            }
            _ if self.ellipsis() => {}
            _ => self.any_name(c),
        }
    }

    fn any_name(&mut self, c: char) {
        self.elided = false;
        if let Some(quote) = string::quote(c) {
            let Lexed { start, end, piece } = string::lex(self, quote);
            self.set_name(Name { start, end, piece });
            return;
        }
        let (start, end) = self.word();
        if end < self.text.len() {
            self.fault(FaultKind::UnquotedKey, start, end);
        }
        let piece = Piece::Written(start, end);
        self.set_name(Name { start, end, piece });
    }

    fn colon(&mut self, c: char) {
        match c {
            ':' => {
                self.at += 1;
                self.expect = Expect::MemberValue;
            }
            ',' | '}' | ']' => {
                self.fault(FaultKind::MissingColon, self.at, self.at);
                self.name = None;
                self.expect = Expect::CommaOrEnd;
            }
            _ => {
                self.fault(FaultKind::MissingColon, self.at, self.at);
                self.expect = Expect::MemberValue;
            }
        }
    }

    fn comma_or_end(&mut self, c: char) {
        let (object, implicit) = self
            .open
            .last()
            .map_or((false, false), |open| (open.object, open.implicit));
        let next = if object {
            Expect::Name { first: false }
        } else {
            Expect::Value { first: false }
        };
        match c {
            ',' => {
                self.comma = self.at;
                self.at += 1;
                self.elided = false;
                self.expect = next;
            }
            '}' | ']' => self.close(c),
            _ if self.ellipsis() => {}
            _ if implicit && string::quote(c).is_none() => self.end_implicit(),
            _ => {
                if !self.elided {
                    self.fault(FaultKind::MissingComma, self.at, self.at);
                }
                self.expect = next;
            }
        }
    }

    fn at_ellipsis(&self) -> bool {
        self.rest().starts_with("...") || self.rest().starts_with('…')
    }

    /// Takes `...` or `…` where something was left out.
    fn ellipsis(&mut self) -> bool {
        if !self.at_ellipsis() {
            return false;
        }
        let from = self.at;
        let length = self.rest().len() - self.rest().trim_start_matches(['.', '…']).len();
        self.at += length;
        self.fault(FaultKind::Ellipsis, from, self.at);
        self.elided = true;
        self.name = None;
        self.expect = if self.open.is_empty() {
            Expect::Done
        } else {
            Expect::CommaOrEnd
        };
        true
    }

    fn skip(&mut self, kind: FaultKind) {
        let from = self.at;
        self.at += self.peek().map_or(0, char::len_utf8);
        self.fault(kind, from, self.at);
    }

    /// A run of characters up to the next blank or punctuation; at least one character.
    fn word(&mut self) -> (usize, usize) {
        let start = self.at;
        let ends = |c: char| c.is_whitespace() || c < ' ' || ",:{}[]\"".contains(c);
        let length = self.rest().find(ends).unwrap_or(self.rest().len());
        self.at += length.max(self.peek().map_or(0, char::len_utf8));
        (start, self.at)
    }

    fn open(&mut self, kind: Kind) {
        let start = self.at;
        self.at += 1;
        self.push(kind, start, self.at, Piece::Written(start, start));
        self.descend(kind == Kind::Object, false);
    }

    fn descend(&mut self, object: bool, implicit: bool) {
        let node = NodeId::new(self.tree.nodes.len() - 1);
        self.open_objects += usize::from(object);
        self.open.push(Open {
            node,
            last: None,
            count: 0,
            object,
            implicit,
        });
        self.expect = if object {
            Expect::Name { first: true }
        } else {
            Expect::Value { first: true }
        };
    }

    /// Closes what `c` closes, and what stands open inside that. A closer for which nothing is open is passed over.
    fn close(&mut self, c: char) {
        let object = c == '}';
        let from = self.at;
        self.at += 1;
        let fits = self.open.last().is_some_and(|open| open.object == object);
        let open_arrays = self.open.len() - self.open_objects;
        let somewhere = if object {
            self.open_objects > 0
        } else {
            open_arrays > 0
        };
        if !fits {
            self.fault(FaultKind::WrongCloser, from, self.at);
        }
        if !somewhere {
            self.expect = Expect::CommaOrEnd;
            return;
        }
        while let Some(open) = self.open.pop() {
            self.open_objects -= usize::from(open.object);
            let found = open.object == object;
            self.set_end(open.node, if found { self.at } else { from });
            if found {
                break;
            }
        }
        self.after_value();
    }

    fn end_implicit(&mut self) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let end = open
            .last
            .map_or(self.at, |last| self.tree.nodes[last.index()].end);
        if matches!(self.expect, Expect::Name { .. }) {
            self.fault(FaultKind::TrailingComma, self.comma, self.comma + 1);
        }
        let end = end.max(if self.elided {
            self.tree.faults.last().map_or(end, |f| f.end)
        } else {
            end
        });
        self.fault(FaultKind::MissingCloseBrace, end, end);
        self.set_end(open.node, end);
        self.at = end.max(if matches!(self.expect, Expect::Name { .. }) {
            self.comma + 1
        } else {
            end
        });
        self.expect = Expect::Done;
    }

    fn after_value(&mut self) {
        self.expect = if self.open.is_empty() {
            Expect::Done
        } else {
            Expect::CommaOrEnd
        };
    }

    fn set_end(&mut self, n: NodeId, end: usize) {
        self.tree.nodes[n.index()].end = end;
    }

    fn set_name(&mut self, name: Name) {
        self.name = Some(NodeId::new(self.tree.names.len()));
        self.tree.names.push(name);
        self.expect = Expect::Colon;
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize, piece: Piece) {
        let id = NodeId::new(self.tree.nodes.len());
        let mut node = Node {
            kind,
            start,
            end,
            piece,
            parent: None,
            next: None,
            first: None,
            name: self.name.take(),
            index: 0,
        };
        if let Some(open) = self.open.last_mut() {
            node.parent = Some(open.node);
            node.index = open.count;
            open.count += 1;
            match open.last.replace(id) {
                Some(last) => self.tree.nodes[last.index()].next = Some(id),
                None => self.tree.nodes[open.node.index()].first = Some(id),
            }
        }
        self.tree.root = self.tree.root.or(Some(id));
        self.tree.nodes.push(node);
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

/// What a word without quotes stands for. A word that the end of the text cut off is not blamed for itself.
fn literal(word: &str, cut: bool) -> (Kind, Option<FaultKind>) {
    let number = word
        .bytes()
        .all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b))
        && !word.starts_with(['e', 'E']);
    match word {
        "true" => (Kind::True, None),
        "false" => (Kind::False, None),
        "null" => (Kind::Null, None),
        "True" => (Kind::True, Some(FaultKind::PythonLiteral)),
        "False" => (Kind::False, Some(FaultKind::PythonLiteral)),
        "None" => (Kind::Null, Some(FaultKind::PythonLiteral)),
        _ if number::is_number(word) => (Kind::Number, None),
        _ if number && cut => (Kind::Number, None),
        _ if number => (Kind::Number, Some(FaultKind::BadNumber)),
        _ if cut
            && ["true", "false", "null"]
                .iter()
                .any(|whole| whole.starts_with(word)) =>
        {
            (Kind::String, None)
        }
        _ => (Kind::String, Some(FaultKind::BadLiteral)),
    }
}
