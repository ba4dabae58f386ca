//! A learner who plays linear mode: hears lines, finds a choice by its words, types its number. Every wait is bounded.

use std::io::{BufRead, BufReader, PipeWriter, Write, pipe};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use oauth_tutor::linear::{How, LinearOptions, run};
use oauth_tutor::oauth::text::is_hidden;
use oauth_tutor::shell::{ShellOptions, clock};
use oauth_tutor::store;

/// How long any line may take to come.
const PATIENCE: Duration = Duration::from_mins(1);

/// The words that end a menu.
const ASKS: &str = "Type a number, or ? to hear this again.";

/// A session, and the learner's side of it.
pub(crate) struct Learner {
    keyboard: Option<PipeWriter>,
    lines: Receiver<String>,
    session: JoinHandle<std::io::Result<How>>,
    menu: Vec<(usize, String)>,
    all: Vec<String>,
}

/// Options for a session that keeps its progress in `folder`.
pub(crate) fn options(folder: &Path, lesson: Option<&'static str>) -> LinearOptions {
    let loaded = store::load(Some(folder), clock::now().seconds());
    LinearOptions {
        own: None,
        shell: ShellOptions {
            folder: Some(folder.to_owned()),
            known: loaded.progress.clone(),
            ..ShellOptions::default()
        },
        port: 0,
        course: None,
        progress: loaded.progress,
        set_aside: loaded.set_aside,
        lesson,
        terminal: false,
        shown: false,
    }
}

impl Learner {
    /// Starts a session and hears it up to its first menu.
    #[expect(
        clippy::disallowed_methods,
        reason = "the session and the ears of this test end with their pipes"
    )]
    pub(crate) fn start(options: LinearOptions) -> (Self, String) {
        let (their_input, keyboard) = pipe().unwrap();
        let (ears, mut their_output) = pipe().unwrap();
        let session = std::thread::spawn(move || {
            run(options, BufReader::new(their_input), &mut their_output)
        });
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(ears).lines() {
                if sender.send(line.unwrap()).is_err() {
                    return;
                }
            }
        });
        let mut learner = Self {
            keyboard: Some(keyboard),
            lines,
            session,
            menu: Vec::new(),
            all: Vec::new(),
        };
        let heard = learner.hear();
        (learner, heard)
    }

    /// Types a line.
    pub(crate) fn type_line(&mut self, text: &str) {
        let keyboard = self.keyboard.as_mut().unwrap();
        writeln!(keyboard, "{text}").unwrap();
    }

    /// Hears everything up to and with a line that holds `words`.
    pub(crate) fn hear_until(&mut self, words: &str) -> String {
        let mut heard = Vec::new();
        loop {
            let Ok(line) = self.lines.recv_timeout(PATIENCE) else {
                panic!("never heard {words:?} in:\n{}", heard.join("\n"));
            };
            assert!(
                !line.chars().any(is_hidden),
                "a control character in {line:?}"
            );
            self.all.push(line.clone());
            heard.push(line);
            if heard.last().unwrap().contains(words) {
                return heard.join("\n");
            }
        }
    }

    /// Hears everything up to the end of the next menu.
    pub(crate) fn hear(&mut self) -> String {
        let heard = self.hear_until(ASKS);
        let (_, menu) = heard.rsplit_once("\n\n").unwrap_or(("", &heard));
        let labels = menu.lines().filter_map(|line| {
            let (number, label) = line.split_once(". ")?;
            Some((number.parse::<usize>().ok()?, label.to_owned()))
        });
        self.menu = labels.collect();
        heard
    }

    /// True when a choice with these words is on offer.
    pub(crate) fn offers(&self, words: &str) -> bool {
        self.menu.iter().any(|(_, label)| label.contains(words))
    }

    /// The labels on offer.
    pub(crate) fn menu(&self) -> Vec<&str> {
        self.menu.iter().map(|(_, label)| label.as_str()).collect()
    }

    fn pick(&mut self, words: &str) {
        let found = self.menu.iter().find(|(_, label)| label.contains(words));
        let (number, _) =
            found.unwrap_or_else(|| panic!("{words:?} is not offered: {:#?}", self.menu));
        self.type_line(&number.to_string());
    }

    /// Chooses by words, and hears up to the next menu.
    pub(crate) fn choose(&mut self, words: &str) -> String {
        self.pick(words);
        self.hear()
    }

    /// Chooses, types lines, and hears up to the next menu.
    pub(crate) fn answer(&mut self, words: &str, lines: &[&str]) -> String {
        self.pick(words);
        for line in lines {
            self.type_line(line);
        }
        self.hear()
    }

    /// Chooses one after the other; gives what was heard behind the last.
    pub(crate) fn follow(&mut self, way: &[&str]) -> String {
        way.iter().map(|words| self.choose(words)).last().unwrap()
    }

    /// Chooses what ends the session.
    pub(crate) fn leave(mut self) -> (How, String) {
        if self.offers("more") {
            self.choose("more");
        }
        self.pick("leave");
        self.end()
    }

    /// Ends the input, and hears the rest.
    pub(crate) fn end(mut self) -> (How, String) {
        drop(self.keyboard.take());
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            self.all.push(line);
        }
        let how = self.session.join().unwrap().unwrap();
        (how, self.all.join("\n"))
    }
}
