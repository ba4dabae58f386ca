//! What can be done now, as a numbered list. Nothing is offered that would not work; 1 is what comes next in the natural course.

use std::fmt::Write;

use super::digits;
use crate::app::message::{CopyWhat, Go, Message};
use crate::app::{App, Page, Saving};
use crate::lesson::course;
use crate::oauth::finding::shorten;
use crate::oauth::json::{self, FaultKind, Kind};
use crate::oauth::text::visible_line;

pub(super) use desk::DeskSub;

use super::say::phrase;
use super::say::shown::Show;

mod build;
mod create;
mod desk;
mod lesson;
mod more;

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
    /// The answers to the question inside an act.
    Question,
    /// The fields of the request.
    Fields,
    /// The views of the request.
    Views,
    /// The notes of this step.
    Notes,
    /// The answers to a prediction, by its id.
    Predict(String),
    /// How sure of it the learner is.
    Sure(String),
    /// What can be printed for copying.
    Print,
    /// The steps of the lesson.
    Steps,
    /// A menu of the desk.
    Desk(DeskSub),
}

/// A numbered list.
pub(super) struct Menu {
    title: String,
    choices: Vec<Choice>,
    sub: Sub,
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
            sub,
        }
    }

    fn add(&mut self, label: impl Into<String>, then: Then, after: Sub) {
        self.choices.push(Choice {
            label: label.into(),
            then,
            after,
        });
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

    /// The menu as it is said.
    pub(super) fn text(&self) -> String {
        let mut text = format!("\n{}\n", self.title);
        for (at, choice) in self.choices.iter().enumerate() {
            let _ = writeln!(text, "{}. {}", at + 1, visible_line(&choice.label));
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
        let at = number.and_then(|number| number.checked_sub(1));
        match at.filter(|at| *at < self.choices.len()) {
            Some(at) => Pick::Choice(self.choices.swap_remove(at)),
            None => Pick::Wrong(self.refusal(line)),
        }
    }

    /// Says what is allowed. What was typed is repeated shortened: it may be a secret in the wrong place.
    fn refusal(&self, line: &str) -> String {
        let most = self.choices.len();
        let allowed = format!("Type a number from 1 to {most}, or ? to hear everything again.");
        if line.is_empty() {
            return allowed;
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

/// The choices of the open page, or of the menu that is open in it.
pub(super) fn of(app: &App, sub: &Sub) -> Menu {
    match (app.page, &app.player) {
        (Page::Home, _) | (Page::Lesson, None) => home(app),
        (Page::Lesson, Some(player)) => lesson::menu(app, player, sub),
        (Page::Checker | Page::Decoder, _) => desk::page(app, sub),
    }
}

fn home(app: &App) -> Menu {
    let mut menu = Menu::new("Choices:", Sub::Main);
    for lesson in &course().lessons {
        let (number, title) = (lesson.number, &lesson.title);
        let kept = app.progress.lessons.get(&lesson.name);
        let open = app
            .player
            .as_ref()
            .is_some_and(|player| player.lesson.number == number);
        let verb = if kept.is_some_and(|kept| kept.furthest > 0) || open {
            "go on with"
        } else {
            "begin"
        };
        menu.tell(
            format!("{verb} lesson {number}, {title}"),
            Message::Go(Go::Lesson(number)),
        );
        if kept.is_some() {
            menu.tell(
                format!("start lesson {number} again from its beginning"),
                Message::Go(Go::Restart(number)),
            );
        }
    }
    menu.tell("check a token response", Message::Go(Go::Checker));
    menu.tell("decode a token", Message::Go(Go::Decoder));
    menu.tell(leave(app), Message::Leave);
    menu
}

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
    fn everything_else_is_told_what_is_allowed_and_never_repeated_whole() {
        for typed in ["0", "3", "-1", "two", "", "99999999999999999999999", "½"] {
            let Pick::Wrong(words) = menu().pick(typed) else {
                panic!("{typed} was taken");
            };
            assert!(words.contains("from 1 to 2"), "{words}");
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
