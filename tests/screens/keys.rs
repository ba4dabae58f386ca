//! The key table: no key means two things, help leaves nothing out, the footer shows only what works.

use crate::learner::{Learner, sees};
use oauth_tutor::app::message::{Go, Message};
use oauth_tutor::app::spot::Spot;
use oauth_tutor::oauth::time::UnixMillis;
use oauth_tutor::tui::burst::{Flow, Input, gathered};
use oauth_tutor::tui::keys::{Action, Context, Press, Typing, footer_actions, lookup, rows};

const CONTEXTS: [Context; 21] = [
    Context::Home,
    Context::Goal,
    Context::Predict,
    Context::Create,
    Context::Build,
    Context::Send,
    Context::Read,
    Context::Call,
    Context::Check,
    Context::Explain,
    Context::Break,
    Context::Flow,
    Context::Practice,
    Context::Quiz,
    Context::Done,
    Context::Checker,
    Context::Decoder,
    Context::Target,
    Context::Server,
    Context::Reference,
    Context::Overlay,
];

/// The contexts of a lesson, in the order of its stages.
fn in_a_lesson() -> Vec<Context> {
    let of_lesson = |context: &Context| match context {
        Context::Goal
        | Context::Predict
        | Context::Create
        | Context::Build
        | Context::Send
        | Context::Read
        | Context::Call
        | Context::Check
        | Context::Explain
        | Context::Break
        | Context::Flow
        | Context::Practice
        | Context::Quiz
        | Context::Done => true,
        Context::Home
        | Context::Checker
        | Context::Decoder
        | Context::Target
        | Context::Server
        | Context::Reference
        | Context::Overlay => false,
    };
    CONTEXTS.into_iter().filter(of_lesson).collect()
}

/// Where that key asks for that.
fn bound(key: &str, action: Action) -> Vec<Context> {
    let press = Press::named(key).unwrap();
    let asks = |context: &Context| lookup(*context, press, Typing::No) == Some(action);
    CONTEXTS.into_iter().filter(asks).collect()
}

#[test]
fn every_step_of_a_lesson_can_be_left_by_the_same_keys() {
    for (key, action) in [
        ("pgdn", Action::NextStep),
        ("]", Action::NextStep),
        ("pgup", Action::PrevStep),
        ("[", Action::PrevStep),
        ("N", Action::Skip),
        ("g", Action::Jump),
    ] {
        assert_eq!(bound(key, action), in_a_lesson(), "{key}");
    }
}

#[test]
fn the_keys_of_the_work_are_where_the_work_is() {
    use Context::{
        Break, Build, Call, Check, Checker, Create, Decoder, Flow, Home, Read, Send, Server, Target,
    };
    for (key, action, contexts) in [
        ("S", Action::LayIn, &[Create, Build, Flow][..]),
        ("s", Action::Submit, &[Create]),
        ("f5", Action::Submit, &[Create]),
        ("s", Action::Send, &[Build, Send, Break]),
        ("f5", Action::Send, &[Build, Send, Break, Context::Overlay]),
        ("f5", Action::Judge, &[Check, Checker, Decoder]),
        ("a", Action::CallApi, &[Send, Read, Call]),
        ("A", Action::CallBare, &[Send, Read, Call]),
        ("V", Action::Verify, &[Read, Check, Checker, Decoder]),
        ("b", Action::Vary, &[Break]),
        ("p", Action::PutBack, &[Break, Server]),
        ("f", Action::Fill, &[Build, Target]),
        (
            "u",
            Action::Undo,
            &[Create, Build, Flow, Checker, Decoder, Server],
        ),
        (
            "ctrl+r",
            Action::Redo,
            &[Create, Build, Flow, Decoder, Server],
        ),
        (
            "L",
            Action::Scenarios,
            &[
                Build,
                Send,
                Read,
                Call,
                Check,
                Context::Explain,
                Context::Done,
            ],
        ),
        ("x", Action::Reset, &[Create, Build, Check, Break, Flow]),
        ("m", Action::TakeOwn, &[Check]),
        ("R", Action::Restart, &[Home]),
    ] {
        assert_eq!(bound(key, action), contexts, "{key}: {action:?}");
    }
}

#[test]
fn skipping_and_laying_in_have_one_key_each() {
    let keys = |wanted: Action| -> Vec<Press> {
        let all = CONTEXTS.into_iter().flat_map(rows);
        let mut keys: Vec<Press> = all
            .filter(|(_, action)| *action == wanted)
            .map(|(press, _)| press)
            .collect();
        keys.dedup();
        keys
    };
    assert_eq!(keys(Action::Skip), [Press::named("N").unwrap()]);
    assert_eq!(keys(Action::LayIn), [Press::named("S").unwrap()]);
}

#[test]
fn prose_shows_the_key_of_the_screen_and_never_its_name_in_braces() {
    for lesson in &oauth_tutor::lesson::course().lessons {
        let mut learner = Learner::new(100, 60);
        learner.tell(Message::Go(Go::Lesson(&lesson.id)));
        for page in Spot::all(lesson) {
            learner.tell(Message::Go(Go::Spot(page)));
            let text = learner.text();
            let name = page.name(lesson);
            assert!(!text.contains("{key:"), "{} {name}:\n{text}", lesson.id);
            if lesson.id == "first-token" && name == "build" {
                assert!(learner.sees("read it, then F5"), "{text}");
            }
        }
    }
}

#[test]
fn no_key_means_two_things_in_one_place() {
    for context in CONTEXTS {
        let mut seen: Vec<(Press, Action)> = Vec::new();
        for (press, action) in rows(context) {
            let before = seen.iter().find(|(known, _)| *known == press);
            assert_eq!(before, None, "{context:?}: {action:?}");
            seen.push((press, action));
        }
    }
}

#[test]
fn the_footer_shows_only_keys_that_work_there() {
    for context in CONTEXTS {
        for action in footer_actions(context) {
            assert!(
                rows(context).iter().any(|(_, bound)| bound == action),
                "{context:?}: {action:?}"
            );
        }
    }
}

#[test]
fn help_can_be_reached_and_left_everywhere() {
    for context in CONTEXTS {
        for (key, action) in [
            ("f1", Action::Help),
            ("esc", Action::Close),
            ("ctrl+c", Action::Interrupt),
        ] {
            for typing in [Typing::No, Typing::Line, Typing::Lines] {
                let press = Press::named(key).unwrap();
                assert_eq!(
                    lookup(context, press, typing),
                    Some(action),
                    "{context:?} {key}"
                );
            }
        }
    }
}

#[test]
fn letters_are_text_while_a_field_has_the_focus() {
    for context in CONTEXTS {
        for letter in ('!'..='~').map(|c| c.to_string()) {
            let press = Press::named(&letter).unwrap();
            assert_eq!(
                lookup(context, press, Typing::Line),
                None,
                "{context:?} {letter}"
            );
            assert_eq!(
                lookup(context, press, Typing::Lines),
                None,
                "{context:?} {letter}"
            );
        }
    }
}

#[test]
fn help_shows_every_key_of_the_screen() {
    let mut learner = Learner::new(100, 60);
    learner.keys("1 ]");
    let offered = rows(Context::Predict);
    learner.keys("?");
    let text = learner.text();
    assert!(text.contains("Keys that work here"), "{text}");
    for words in [
        "answer, part or row of that number",
        "next hint",
        "cancel the request, else quit",
        "list of the steps",
    ] {
        assert!(learner.sees(words), "{words} is missing from\n{text}");
    }
    assert!(offered.len() > 20);
    learner.keys("?");
    assert!(!learner.sees("Keys that work here"));
}

/// A selected empty name is begun by a letter, so a letter is no key there, and help may not say that it is.
#[test]
fn help_in_a_field_says_which_keys_are_text() {
    let mut learner = Learner::new(100, 80);
    learner.keys("1 ] ] ] ] f1");
    let text = learner.text();
    let (acting, as_text) = text
        .split_once("Text in this field, keys outside it")
        .unwrap_or_else(|| panic!("nothing is said of letters:\n{text}"));
    let of = |part: &str, words: &str| {
        let row = part.lines().find(|line| line.contains(words));
        row.map(|line| line.trim_start_matches(['│', ' ']).to_owned())
    };
    let jump = of(acting, "list of the steps").unwrap();
    assert!(jump.starts_with("F4 "), "{jump}");
    let next = of(acting, "next step").unwrap();
    assert!(next.starts_with("PgDn "), "{next}");
    let home = of(as_text, "back home").unwrap();
    assert!(home.starts_with("q "), "{home}");
}

fn presses(keys: &str) -> Vec<Press> {
    let name = |c: char| match c {
        '\n' => "enter".to_owned(),
        ' ' => "space".to_owned(),
        c => c.to_string(),
    };
    keys.chars()
        .map(|c| Press::named(&name(c)).unwrap())
        .collect()
}

#[test]
fn a_few_letters_are_keys_and_many_are_a_paste() {
    let few = gathered(&presses("jjj\n"));
    assert!(
        few.iter().all(|input| matches!(input, Input::Press(_))),
        "{few:?}"
    );
    let many = gathered(&presses("{\"access_token\": \"x\",\n\"scope\": \"q\"}\n"));
    let [Input::Burst { text, presses }, Input::Press(enter)] = &many[..] else {
        panic!("{many:?}");
    };
    assert_eq!(text, "{\"access_token\": \"x\",\n\"scope\": \"q\"}");
    // So many letters are never commands, even where nothing takes a paste.
    assert!(presses.is_empty());
    assert_eq!(*enter, Press::named("enter").unwrap());
}

#[test]
fn a_paste_that_comes_in_pieces_is_one_text_and_its_last_letters_are_no_keys() {
    let mut flow = Flow::default();
    let at = UnixMillis(1_000);
    let start = "{\"access_token\": \"0123456789012345\",\n\n";
    flow.take(&presses(start), at);
    let next = flow.take(&presses("\"scope\": \"quiet\""), at.plus(200));
    assert!(matches!(&next[..], [Input::More { piece, .. }] if piece == "\"scope\": \"quiet\""));
    let end = flow.take(&presses("q}\n"), at.plus(400));
    let [Input::More { whole, .. }] = &end[..] else {
        panic!("{end:?}");
    };
    assert_eq!(*whole, format!("{start}\"scope\": \"quiet\"q}}\n"));
    // One letter alone is a key, and so are letters after another key or after a while.
    let key = flow.take(&presses("q"), at.plus(450));
    assert_eq!(key, [Input::Press(Press::named("q").unwrap())]);
    flow.take(&[Press::named("down").unwrap()], at.plus(460));
    let keys = flow.take(&presses("jj"), at.plus(470));
    assert!(matches!(&keys[..], [Input::Press(_), Input::Press(_)]));
    flow.take(&presses(start), at);
    let keys = flow.take(&presses("jj"), at.plus(1_100));
    assert!(matches!(&keys[..], [Input::Press(_), Input::Press(_)]));
}

#[test]
fn a_paste_that_was_dealt_with_slowly_still_goes_on() {
    let mut flow = Flow::default();
    let at = UnixMillis(1_000);
    let start = "0123456789".repeat(10);
    flow.take(&presses(&start), at);
    flow.rests_at(at.plus(5_000));
    // One character that came alone was no key after all.
    flow.take(&presses("a"), at.plus(5_100));
    let next = flow.take(&presses("bc"), at.plus(5_200));
    let [Input::More { whole, .. }] = &next[..] else {
        panic!("{next:?}");
    };
    assert_eq!(*whole, format!("{start}abc"));
}

#[rstest::rstest]
#[case::home("9")]
#[case::a_menu("S 9")]
#[case::the_jump_list("home enter g 9")]
#[case::what_is_copied("S 1 y 9")]
#[case::a_question("1 enter pgdn 9")]
#[case::a_part("S 1 f5 pgdn 9")]
fn a_number_beyond_the_rows_is_said_to_be_none(#[case] keys: &str) {
    let mut learner = Learner::new(80, 24);
    learner.keys(keys);
    sees(&learner, "There is no row of that number here.");
}

#[test]
fn no_key_loses_a_guess() {
    let guessed = |way: &str| {
        let mut learner = Learner::new(80, 24);
        learner.keys(way);
        let guesses = learner.app.player.as_ref().unwrap().guesses.clone();
        assert!(!guesses.is_empty(), "{way}");
        (learner, guesses)
    };
    let places = [
        (Context::Predict, "2 pgdn 2 enter"),
        (Context::Break, "S 1 f5 g end up enter 3 enter"),
    ];
    for (context, way) in places {
        for (key, action) in rows(context) {
            let (mut learner, before) = guessed(way);
            // Enter says yes where something is asked first; on another option it changes the guess, as it should.
            for press in ["enter", "esc"].map(|name| Press::named(name).expect("a key")) {
                learner.presses(key).presses(press);
            }
            let now = &learner.app.player.as_ref().unwrap().guesses;
            let is_there = |id: &String| now.contains_key(id);
            assert!(before.keys().all(is_there), "{context:?}: {action:?}");
        }
    }
}

#[test]
fn a_number_beyond_the_answered_requests_is_said_to_be_none() {
    let mut learner = Learner::new(80, 24);
    learner.keys("S 1 f5 f5 D 9");
    sees(&learner, "There was no answered request so far back.");
}
