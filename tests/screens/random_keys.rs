//! Random keys, texts and sizes, with fixed seeds: nothing panics, no frame holds what a terminal would obey, and no learner's secret
//! is kept. Bounded, so that it runs with the other tests.

use oauth_tutor::app::message::{Go, Message};
use oauth_tutor::app::spot::Spot;
use oauth_tutor::lesson::course;
use oauth_tutor::lesson::model::Round;
use oauth_tutor::oauth::text::is_hidden;
use oauth_tutor::practice::Random as _;
use oauth_tutor::shell::random::SeededRandom;
use rstest::rstest;

use crate::learner::{Learner, SECRET, TOKEN};

/// Steps of one run.
const STEPS: usize = 400;

/// Keys that exist somewhere, and some that exist nowhere.
const KEYS: [&str; 50] = [
    "enter",
    "esc",
    "tab",
    "shift+tab",
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "pgup",
    "pgdn",
    "space",
    "del",
    "backspace",
    "[",
    "]",
    "1",
    "2",
    "3",
    "5",
    "9",
    "a",
    "A",
    "b",
    "c",
    "d",
    "e",
    "f",
    "f5",
    "g",
    "h",
    "k",
    "m",
    "o",
    "p",
    "q",
    "r",
    "s",
    "S",
    "t",
    "u",
    "v",
    "V",
    "w",
    "x",
    "y",
    "z",
    "ctrl+u",
    "ctrl+r",
];

/// Texts that people and attackers paste.
const TEXTS: [&str; 12] = [
    "",
    TOKEN,
    SECRET,
    "{\"access_token\":\"",
    "{\"error\":\"invalid_client\",\"error_description\":\"\u{1b}[2J\u{202e}\"}",
    "eyJhbGciOiJub25lIn0.e30.",
    "curl -u id:secret https://a.example/token -d grant_type=client_credentials",
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>",
    "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}\u{30b}",
    "日本語\u{200d}👩\u{200d}👩\u{200d}👧\u{fe0f}",
    "\u{0}\u{7}\u{7f}\u{9b}31m",
    "مرحبا שלום \u{2067}x\u{2069}",
];

struct Dice(SeededRandom);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        usize::try_from(u32::from_le_bytes(bytes)).unwrap() % most
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    fn size(&mut self) -> (u16, u16) {
        let length = |it: usize| u16::try_from(it).unwrap();
        (length(1 + self.below(160)), length(1 + self.below(50)))
    }
}

/// The frame, which must hold nothing that a terminal would obey.
#[track_caller]
fn look(learner: &Learner, done: &[String]) {
    let screen = learner.screen();
    for cell in screen.content() {
        let odd = cell.symbol().chars().find(|c| is_hidden(*c));
        assert_eq!(odd, None, "after {done:?}");
        assert!(cell.symbol().chars().count() <= 9, "after {done:?}");
    }
}

#[rstest]
fn the_full_screen_takes_anything(#[values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)] seed: u64) {
    let mut dice = Dice(SeededRandom::new(seed));
    let mut learner = Learner::new(100, 30);
    let mut done = Vec::new();
    for _ in 0..STEPS {
        match dice.below(20) {
            0 => {
                let text = dice.of(&TEXTS);
                done.push(format!("paste {text:?}"));
                learner.pastes(text);
            }
            1 => {
                let (columns, rows) = dice.size();
                done.push(format!("{columns}x{rows}"));
                learner.resizes(columns, rows);
            }
            2 => {
                let millis = i64::try_from(dice.below(20_000)).unwrap();
                done.push(format!("wait {millis}"));
                learner.waits(millis);
            }
            _ => {
                let key = dice.of(&KEYS);
                done.push(key.to_owned());
                learner.keys(key);
            }
        }
        look(&learner, &done);
        if let Some(saved) = &learner.saved {
            let kept = toml::to_string(saved).unwrap();
            assert!(
                !kept.contains(SECRET) && !kept.contains(TOKEN),
                "after {done:?}"
            );
        }
    }
}

/// Steps on each screen.
const ON_EACH: usize = 12;

#[test]
fn every_screen_of_every_lesson_takes_anything() {
    let mut dice = Dice(SeededRandom::new(13));
    let lessons = course().all().filter(|lesson| lesson.kind != Round::Own);
    let spots = lessons.flat_map(|lesson| {
        let all = Spot::all(lesson).into_iter();
        all.map(move |spot| vec![Go::Lesson(&lesson.id), Go::Spot(spot)])
    });
    let tools = [Go::Checker, Go::Decoder, Go::Server, Go::Reference];
    let ways: Vec<Vec<Go>> = spots.chain(tools.map(|tool| vec![tool])).collect();
    assert!(ways.len() > 80, "{}", ways.len());
    for way in ways {
        let (columns, rows) = dice.size();
        let mut done = vec![format!("{way:?} at {columns}x{rows}")];
        let mut learner = Learner::new(columns, rows);
        for go in way {
            learner.tell(Message::Go(go));
        }
        look(&learner, &done);
        for _ in 0..ON_EACH {
            let key = dice.of(&KEYS);
            done.push(key.to_owned());
            learner.keys(key);
            look(&learner, &done);
        }
    }
}

#[rstest]
fn linear_mode_takes_anything(#[values(1, 2, 3)] seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(SeededRandom::new(seed));
    let mut script = String::new();
    for _ in 0..STEPS {
        match dice.below(8) {
            0 => script.push_str(dice.of(&TEXTS)),
            1 => script.push('.'),
            2 => script.push('?'),
            _ => script.push_str(&(1 + dice.below(12)).to_string()),
        }
        script.push('\n');
    }
    let mut output = Vec::new();
    let options = crate::line_by_line::options(folder.path(), Some("first-token"));
    let input = std::io::Cursor::new(script.into_bytes());
    oauth_tutor::linear::run(options, input, &mut output).unwrap();
    let said = String::from_utf8(output).unwrap();
    let odd = said.chars().find(|c| is_hidden(*c) && *c != '\n');
    assert_eq!(odd, None);
}
