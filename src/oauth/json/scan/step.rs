//! The steps of the state machine: what each character means where it stands, and the way on after a fault.

use super::{Expect, Scanner};
use crate::oauth::json::string::{self, Lexed, Quote};
use crate::oauth::json::tree::Piece;
use crate::oauth::json::{FaultKind, Kind, number};

impl Scanner<'_> {
    pub(super) fn value(&mut self, c: char, first: bool) {
        match c {
            ',' if !self.open.is_empty() => {
                self.fault(FaultKind::MissingValue, self.at, self.at);
                self.comma = Some(self.at);
                self.at += 1;
                self.expect = Expect::Value { first: false };
            }
            '}' | ']' if !self.open.is_empty() => {
                if !first {
                    self.trailing_comma();
                }
                self.close(c);
            }
            _ => self.any_value(c),
        }
    }

    /// The comma before a closing mark is one too many, if there was one.
    pub(super) fn trailing_comma(&mut self) {
        if let Some(comma) = self.comma {
            self.fault(FaultKind::TrailingComma, comma, comma + 1);
        }
    }

    pub(super) fn member_value(&mut self, c: char) {
        if matches!(c, ',' | '}' | ']') {
            self.fault(FaultKind::MissingValue, self.at, self.at);
            self.name = None;
            self.expect = Expect::CommaOrEnd;
        } else {
            self.any_value(c);
        }
    }

    pub(super) fn any_value(&mut self, c: char) {
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

    pub(super) fn string_value(&mut self, quote: Quote) {
        let Lexed { start, end, piece } = string::lex(self, quote);
        let behind = self.rest().bytes().find(|byte| !byte.is_ascii_whitespace());
        if self.tree.root.is_none() && behind == Some(b':') {
            self.fault(FaultKind::MissingOpenBrace, start, start);
            self.push(Kind::Object, start, end, Piece::written(start, start));
            self.descend(true, true);
            self.set_name(start, end, piece);
            return;
        }
        self.push(Kind::String, start, end, piece);
        self.after_value();
    }

    pub(super) fn word_value(&mut self) {
        let (start, end) = self.word();
        let word = self.text.get(start..end).unwrap_or_default();
        let cut = end == self.text.len() && !self.open.is_empty();
        let (kind, fault) = literal(word, cut);
        if let Some(fault) = fault {
            self.fault(fault, start, end);
        }
        self.push(kind, start, end, Piece::written(start, end));
        self.after_value();
    }

    pub(super) fn member_name(&mut self, c: char, first: bool) {
        let implicit = self.open.last().is_some_and(|open| open.implicit);
        if implicit && string::quote(c).is_none() && c != '}' && !self.at_ellipsis() {
            self.end_implicit();
            return;
        }
        match c {
            '}' | ']' => {
                if !first {
                    self.trailing_comma();
                }
                self.close(c);
            }
            ',' => {
                self.fault(FaultKind::MissingValue, self.at, self.at);
                self.comma = Some(self.at);
                self.at += 1;
                self.expect = Expect::Name { first: false };
            }
            ':' => self.skip(FaultKind::MissingName),
            '{' | '[' => {
                self.fault(FaultKind::MissingName, self.at, self.at);
                let piece = Piece::written(self.at, self.at);
                self.set_name(self.at, self.at, piece);
                self.expect = Expect::MemberValue;
            }
            _ if self.ellipsis() => {}
            _ => self.any_name(c),
        }
    }

    pub(super) fn any_name(&mut self, c: char) {
        self.elided = false;
        if let Some(quote) = string::quote(c) {
            let Lexed { start, end, piece } = string::lex(self, quote);
            self.set_name(start, end, piece);
            return;
        }
        let (start, end) = self.word();
        if end < self.text.len() {
            self.fault(FaultKind::UnquotedKey, start, end);
        }
        let piece = Piece::written(start, end);
        self.set_name(start, end, piece);
    }

    pub(super) fn colon(&mut self, c: char) {
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

    pub(super) fn comma_or_end(&mut self, c: char) {
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
                self.comma = Some(self.at);
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
                self.comma = None;
                self.expect = next;
            }
        }
    }

    pub(super) fn at_ellipsis(&self) -> bool {
        match self.peek() {
            Some('.') => self.rest().starts_with("..."),
            first => first == Some('…'),
        }
    }

    /// Takes `...` or `…` where something was left out.
    pub(super) fn ellipsis(&mut self) -> bool {
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

    pub(super) fn skip(&mut self, kind: FaultKind) {
        let from = self.at;
        self.at += self.peek().map_or(0, char::len_utf8);
        self.fault(kind, from, self.at);
    }

    /// A run of characters up to the next blank or punctuation; at least one character.
    pub(super) fn word(&mut self) -> (usize, usize) {
        let start = self.at;
        let ends = |c: char| c.is_whitespace() || c < ' ' || ",:{}[]\"".contains(c);
        let length = self.rest().find(ends).unwrap_or(self.rest().len());
        self.at += length.max(self.peek().map_or(0, char::len_utf8));
        (start, self.at)
    }
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
