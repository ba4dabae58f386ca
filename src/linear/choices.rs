//! What can be done now, as a numbered list. Nothing is offered that would not work; 1 is what comes next in the natural course.

use std::fmt::Write;

use super::digits;
use super::say::phrase;
use super::say::shown::Show;
use crate::app::message::{CopyWhat, Message};
use crate::app::{App, Saving};
use crate::oauth::finding::shorten;
use crate::oauth::json::{self, FaultKind, Kind};
use crate::oauth::text::visible_line;

mod build;
mod dashboard;
mod decoder;
mod desk;
mod desks;
mod flow;
mod lesson;
mod more;
mod named;
mod open_page;
mod reference;
mod scenarios;
mod server;
mod targets;

pub(super) use open_page::of;

/// One numbered line.
pub(super) struct Choice {
    /// Its words.
    pub(super) label: String,
    /// What happens when it is chosen.
    pub(super) then: Then,
    /// The menu that is open afterwards.
    pub(super) after: Sub,
}

/// What happens when it is chosen.
pub(super) enum Then {
    /// Another menu opens.
    Open,
    /// The tutor is told.
    Tell(Message),
    /// Something is asked for first.
    Ask(Ask),
    /// Something is read out; nothing changes.
    Show(Show),
    /// Something is printed for copying.
    Print(CopyWhat),
}

/// A question whose answer is typed.
pub(super) struct Ask {
    /// The question.
    pub(super) prompt: &'static str,
    /// How the answer comes.
    pub(super) entry: Entry,
    /// What the tutor is told.
    pub(super) message: Box<dyn Fn(String) -> Message>,
}

/// How an answer comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// One line.
    Line,
    /// One line, a secret.
    Hidden,
    /// Many lines.
    Text,
}

/// The menus of a page.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) enum Sub {
    /// What this step is about.
    #[default]
    Main,
    /// What is rarely wanted.
    More,
    /// The types of app.
    Type,
    /// APIs and permissions.
    Grants,
    /// The fields of the request.
    Fields,
    /// The views of the request.
    Views,
    /// The notes of this step.
    Notes,
    /// The answers to a question, by its id.
    Question(String),
    /// How sure of it the learner is.
    Sure(String),
    /// What can be printed for copying.
    Print,
    /// The steps of the lesson.
    Steps,
    /// The scenarios of the sandbox.
    Scenarios,
    /// Whether a sandbox is put away.
    WayOut,
    /// Tenants of the learner's own.
    Targets,
    /// Forgetting the one of this name.
    Target(String),
    /// What else can be done with the scenario of this name.
    Scenario(String),
    /// A menu of the desk.
    Desk(DeskSub),
}

/// The menus of a desk behind its first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DeskSub {
    /// What is rarely wanted.
    More,
    /// What the response should be.
    Target,
    /// Whose habits it is judged by.
    Profile,
    /// Taking repairs back.
    Repairs,
    /// Handing the report on.
    Export,
    /// The moment before the practice API is asked.
    Ask,
    /// The members of the token.
    Members,
    /// Keys to verify with.
    Keys,
    /// Signing the token anew.
    Sign,
}

/// A numbered list.
pub(super) struct Menu {
    title: String,
    choices: Vec<Choice>,
    /// The number of each choice; they count from 1 until [`Menu::numbered`] gives them those that they had before.
    numbers: Vec<usize>,
    sub: Sub,
}

/// The numbers that choices have had since the step was entered: a choice keeps its number while the step lasts.
#[derive(Debug, Default)]
pub(super) struct Numbers(Vec<(Sub, Vec<String>)>);

impl Numbers {
    /// The labels of this menu so far, in the order of their numbers.
    fn known(&mut self, sub: &Sub) -> &mut Vec<String> {
        let at = self.0.iter().position(|(its, _)| its == sub);
        let at = at.unwrap_or_else(|| {
            self.0.push((sub.clone(), Vec::new()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }

    /// Forgets all numbers: another step was entered.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// What became of a line that was typed at a menu.
pub(super) enum Pick {
    /// This was chosen.
    Choice(Choice),
    /// Everything is to be said again.
    Again,
    /// It is no choice, and these are the words for that.
    Wrong(String),
}

impl Menu {
    fn new(title: impl Into<String>, sub: Sub) -> Self {
        Self {
            title: title.into(),
            choices: Vec::new(),
            numbers: Vec::new(),
            sub,
        }
    }

    fn add(&mut self, label: impl Into<String>, then: Then, after: Sub) {
        self.choices.push(Choice {
            label: label.into(),
            then,
            after,
        });
        self.numbers.push(self.choices.len());
    }

    /// A choice that tells the tutor something and leads back to the step.
    fn tell(&mut self, label: impl Into<String>, message: Message) {
        self.add(label, Then::Tell(message), Sub::Main);
    }

    /// The same, and this menu stays open.
    fn stay(&mut self, label: impl Into<String>, message: Message) {
        self.add(label, Then::Tell(message), self.sub.clone());
    }

    fn open(&mut self, label: impl Into<String>, sub: Sub) {
        self.add(label, Then::Open, sub);
    }

    fn ask(&mut self, label: impl Into<String>, ask: Ask) {
        self.add(label, Then::Ask(ask), self.sub.clone());
    }

    fn show(&mut self, label: impl Into<String>, show: Show) {
        self.add(label, Then::Show(show), self.sub.clone());
    }

    fn print(&mut self, label: impl Into<String>, what: CopyWhat) {
        self.add(label, Then::Print(what), self.sub.clone());
    }

    fn back(&mut self) {
        self.open("back", Sub::Main);
    }

    /// Gives each choice the number that it had before, and a new choice the next one that is free. What ends the session is 0
    /// everywhere: whoever types a number by habit means to go on.
    pub(super) fn numbered(&mut self, numbers: &mut Numbers) {
        let known = numbers.known(&self.sub);
        for (choice, number) in self.choices.iter().zip(&mut self.numbers) {
            if matches!(choice.then, Then::Tell(Message::Leave)) {
                *number = 0;
                continue;
            }
            let at = known.iter().position(|label| *label == choice.label);
            *number = 1 + at.unwrap_or_else(|| {
                known.push(choice.label.clone());
                known.len() - 1
            });
        }
    }

    /// The menu as it is said, in the order of the numbers.
    pub(super) fn text(&self) -> String {
        let mut text = format!("\n{}\n", self.title);
        let mut lines: Vec<_> = self.numbers.iter().zip(&self.choices).collect();
        lines.sort_by_key(|(number, _)| number.checked_sub(1).unwrap_or(usize::MAX));
        for (number, choice) in lines {
            let _ = writeln!(text, "{number}. {}", visible_line(&choice.label));
        }
        text.push_str(phrase::HOW_TO_CHOOSE);
        text
    }

    /// Reads what was typed. A choice is taken out, so a menu is good for one.
    pub(super) fn pick(&mut self, line: &str) -> Pick {
        let line = line.trim();
        if line == "?" {
            return Pick::Again;
        }
        let number = digits::latin(line)
            .trim_end_matches(['.', ')'])
            .parse::<usize>()
            .ok();
        let at = number.and_then(|number| self.numbers.iter().position(|one| *one == number));
        match at {
            Some(at) => {
                self.numbers.swap_remove(at);
                Pick::Choice(self.choices.swap_remove(at))
            }
            None => Pick::Wrong(Self::refusal(line)),
        }
    }

    /// Says what is allowed. What was typed is repeated shortened: it may be a secret in the wrong place.
    fn refusal(line: &str) -> String {
        let allowed = "Type a number of the list, or ? to hear everything again.";
        if line.is_empty() {
            return allowed.to_owned();
        }
        let leaving = match line.to_ascii_lowercase().as_str() {
            "q" | "quit" | "exit" => " Ctrl+D leaves.",
            _ => "",
        };
        format!(
            "\"{}\" is no choice here. {allowed}{leaving}",
            visible_line(&shorten(line))
        )
    }
}

/// The way to the reference.
const LOOK_UP: &str = "look something up in the reference";

/// What leaving does with the progress, as far as that is known.
pub(super) fn leave(app: &App) -> &'static str {
    match app.saving {
        Saving::Untouched | Saving::Saved(_) => "leave, your progress is kept",
        Saving::Impossible(_) => "leave; your progress cannot be kept here",
    }
}

/// True when `text` is one whole JSON object, headers before it allowed: then a blank line ends a paste.
pub(super) fn is_whole_object(text: &str) -> bool {
    let text = text.trim_end();
    if !text.ends_with('}') {
        return false;
    }
    let object = text
        .find('{')
        .and_then(|at| text.get(at..))
        .unwrap_or_default();
    let document = json::read(object);
    let whole = document
        .faults()
        .iter()
        .all(|fault| fault.kind != FaultKind::Truncated);
    whole
        && document
            .root()
            .is_some_and(|root| document.kind(root) == Kind::Object)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn menu() -> Menu {
        let mut menu = Menu::new("Choices:", Sub::Main);
        menu.tell("one", Message::Clock);
        menu.tell("two", Message::Leave);
        menu
    }

    #[test]
    fn a_number_picks_with_or_without_its_dot() {
        for typed in ["2", " 2 ", "2.", "2)"] {
            assert!(
                matches!(menu().pick(typed), Pick::Choice(choice) if choice.label == "two"),
                "{typed}"
            );
        }
        assert!(matches!(menu().pick(" ? "), Pick::Again));
    }

    #[test]
    fn what_ends_the_session_is_nought_and_stands_last() {
        let mut menu = Menu::new("What now?", Sub::Main);
        for (label, message) in [
            ("one", Message::Clock),
            ("leave", Message::Leave),
            ("two", Message::Clock),
        ] {
            menu.tell(label, message);
        }
        menu.numbered(&mut Numbers::default());
        let text = menu.text();
        let lines: Vec<&str> = text.lines().filter(|line| line.contains(". ")).collect();
        assert_eq!(lines, ["1. one", "2. two", "0. leave"]);
    }

    #[test]
    fn everything_else_is_told_what_is_allowed_and_never_repeated_whole() {
        for typed in ["0", "3", "-1", "two", "", "99999999999999999999999", "½"] {
            let Pick::Wrong(words) = menu().pick(typed) else {
                panic!("{typed} was taken");
            };
            assert!(words.contains("a number of the list"), "{words}");
        }
        let secret = "q".repeat(64);
        let Pick::Wrong(words) = menu().pick(&secret) else {
            panic!("a secret was taken");
        };
        assert!(!words.contains(&secret));
        let Pick::Wrong(words) = menu().pick("\u{1b}[2J") else {
            panic!("an escape was taken");
        };
        assert!(!words.contains('\u{1b}'));
    }

    #[test]
    fn a_blank_line_ends_a_paste_only_behind_a_whole_object() {
        assert!(is_whole_object("{\"a\": {\"b\": 1}}\n"));
        assert!(is_whole_object("HTTP/1.1 200 OK\nA: b\n\n{}\n"));
        for text in ["", "{\"a\":\n{}", "HTTP/1.1 200 OK\n", "}", "{\"a\": \"}"] {
            assert!(!is_whole_object(text), "{text}");
        }
    }
}
