//! The stage in a real terminal: the mouse, one pane alone, the themes, and the movement after a send.

use tempfile::TempDir;

use crate::pty::Launch;
use crate::pty_learner::Learner;

fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Clicks on the first place where the screen shows `words`, and waits until it shows `seen`.
#[track_caller]
fn clicks(learner: &Learner, words: &str, seen: &str) {
    learner.terminal.wait_for(words);
    let text = learner.terminal.screen_text();
    let place = text.lines().enumerate().find_map(|(row, line)| {
        let (before, _) = line.split_once(words)?;
        Some((before.chars().count(), row))
    });
    let (column, row) = place.unwrap_or_else(|| panic!("no {words:?} on\n{text}"));
    let (column, row) = (column + 1, row + 1);
    let click = format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m");
    learner.terminal.send(click.into_bytes());
    learner.terminal.wait_for(seen);
}

#[test]
fn a_lesson_is_walked_through_with_the_mouse_alone() {
    let home = home();
    let learner = Learner::new(home.path());
    clicks(&learner, "1  Your first token", "▸ 1  Your first token");
    clicks(&learner, "1  Your first token", "[Goal]");
    clicks(&learner, "PgDn next", "Question 1 of 3");
    clicks(&learner, "2  Two:", "▸ ( ) 2");
    clicks(&learner, "Enter answer", "How sure?");
    clicks(&learner, "PgDn next", "Question 2 of 3");
    clicks(&learner, "PgDn next", "Question 3 of 3");
    clicks(&learner, "PgDn next", "Nothing is registered");
    clicks(&learner, "Machine to machine", "▸ ( ) Machine to machine");
    clicks(&learner, "Machine to machine", "▸ (•) Machine to machine");
    // Nothing is filled in, so the first click says what is missing.
    let next = "PgDn next";
    clicks(&learner, next, "once more");
    clicks(&learner, next, "On the wire");
    clicks(&learner, "On the wire", "╭─ On the wire");
    clicks(&learner, "F5 send", "200 OK, token ─");
    clicks(&learner, "Predicted", "You predicted, it did");
    clicks(&learner, next, "HEADER");
    clicks(&learner, "V verify", "signature fits");
    clicks(&learner, "a call API", "What the API checked");
    learner.leaves("q q");
}

#[test]
fn the_wheel_scrolls_and_answers_nothing() {
    let home = home();
    let learner = Learner::new(home.path());
    learner.does("1 ]", "Question 1 of 3");
    learner.terminal.send(b"\x1b[<65;10;12M".to_vec());
    learner.does("?", "Keys that work here");
    learner.closes("esc", "Keys that work here");
    learner.terminal.wait_for("▸ ( ) 1");
    learner.leaves("q q");
}

#[test]
fn the_mouse_is_given_back_to_the_terminal_and_taken_again() {
    let home = home();
    let learner = Learner::new(home.path());
    learner.does("1", "[Goal]");
    let from = learner.terminal.written();
    learner.does("M", "the terminal's");
    learner.terminal.wait_for_bytes(from, b"\x1b[?1000l");
    let from = learner.terminal.written();
    learner.does("M", "work here again");
    learner.terminal.wait_for_bytes(from, b"\x1b[?1000h");
    learner.leaves("q q");
    let quiet = Learner::of(Launch::tutor(home.path(), &["--no-mouse"]).size(100, 30));
    let raw = quiet.terminal.raw();
    let asked = raw.windows(8).any(|window| window == b"\x1b[?1000h");
    assert!(!asked);
    quiet.leaves("q");
}

#[test]
fn one_pane_has_the_screen_to_itself_and_gives_it_back() {
    let home = home();
    let learner = Learner::new(home.path());
    learner.does("1 ] ] ] ]", "[Do 1/5: dashboard]");
    learner.does("pgdn pgdn", "On the wire");
    learner.closes("Z", "YOUR APP");
    learner.terminal.wait_for("[Request]");
    learner.does("Z", "YOUR APP");
    learner.leaves("q q");
}

#[test]
fn a_theme_paints_its_own_ground() {
    for (name, ground) in [("light", (255, 255, 255)), ("dark", (17, 21, 28))] {
        let home = home();
        let launch = Launch::tutor(home.path(), &["--theme", name]).size(100, 30);
        let learner = Learner::of(launch.env("COLORTERM", "truecolor"));
        let (r, g, b) = ground;
        let ground = vt100::Color::Rgb(r, g, b);
        // The whole of it, the last row too: a frame may be read in pieces.
        learner.terminal.wait_until(|screen| {
            let places = [(0, 0), (15, 50), (29, 99)];
            let mut cells = places
                .iter()
                .map(|(row, column)| screen.cell(*row, *column));
            cells.all(|cell| cell.is_some_and(|cell| cell.bgcolor() == ground))
        });
        learner.leaves("q");
    }
}

#[test]
fn nothing_moves_where_nobody_wants_it() {
    let home = home();
    let launch = Launch::tutor(home.path(), &["--no-motion"]).size(100, 30);
    let learner = Learner::of(launch);
    learner.does("1 ] ] ] ]", "[Do 1/5: dashboard]");
    learner.does("pgdn pgdn", "F5 send");
    let from = learner.terminal.written();
    learner.does("s", "a call API");
    let raw = learner.terminal.raw();
    let sent = String::from_utf8_lossy(&raw[from..]).into_owned();
    // The parcel is the one sign of its kind that is drawn after a send.
    assert!(!sent.contains('■'), "a parcel was on its way");
    learner.leaves("q q");
}

#[test]
fn the_theme_that_was_chosen_is_kept() {
    let home = home();
    let launch = || {
        let launch = Launch::tutor(home.path(), &[]).size(100, 30);
        launch.env("COLORTERM", "truecolor")
    };
    let learner = Learner::of(launch());
    learner.does("T", "Theme: dark");
    learner.does("T", "Theme: light");
    learner.leaves("q");
    let again = Learner::of(launch());
    let white = vt100::Color::Rgb(255, 255, 255);
    again.terminal.wait_until(|screen| {
        let cell = screen.cell(0, 0);
        cell.is_some_and(|cell| cell.bgcolor() == white)
    });
    again.leaves("q");
}

#[test]
fn the_terminals_own_cursor_stands_where_the_eye_is() {
    let home = home();
    let learner = Learner::new(home.path());
    let stands_at = |words: &str, hidden: bool| {
        learner.terminal.wait_until(|screen| {
            let (row, column) = screen.cursor_position();
            let line = screen
                .rows(0, 100)
                .nth(usize::from(row))
                .unwrap_or_default();
            let from = line.chars().skip(usize::from(column)).collect::<String>();
            screen.hide_cursor() == hidden && from.starts_with(words)
        });
    };
    stands_at("▸    60-second tour", true);
    learner.does("down down", "▸ 2  Audience");
    stands_at("▸ 2  Audience", true);
    learner.does(",", "Settings");
    stands_at("▸ 1  Colours", true);
    learner.does("down", "▸ 2  Motion");
    stands_at("▸ 2  Motion", true);
    learner.does("esc", "look up");
    stands_at("▸ 2  Audience", true);
    // A row that takes text shows where the text begins, before the first letter.
    learner.does("1 ] ] ] ]", "Nothing is registered");
    stands_at("(empty: type it)", false);
    learner.does("a", "Name          a");
    learner.does("esc", "Esc home");
    stands_at("▸ Name", true);
    learner.does("down", "▸ ( ) Native");
    stands_at("▸ ( ) Native", true);
    learner.leaves("q q");
}

#[test]
fn settings_are_kept_in_a_file_that_a_person_may_write_too() {
    let home = home();
    let config = home.path().join("config/oauth-tutor");
    std::fs::create_dir_all(&config).unwrap();
    let file = config.join("settings.toml");
    let own = "# mine\nmouse = false\n\n[keys]\ntheme = \"f9\"\n";
    std::fs::write(&file, own).unwrap();
    let learner = Learner::new(home.path());
    learner.does(",", "Settings");
    let text = learner.terminal.screen_text();
    assert!(
        text.contains("Mouse       off") && text.contains("Motion      on"),
        "{text}"
    );
    learner.does("enter", "Colours     dark");
    learner.does("2", "Motion      off");
    learner.does("esc", "look up");
    learner.does("f9", "Theme: light. F9 takes the next one");
    learner.leaves("q");
    let kept = std::fs::read_to_string(&file).unwrap();
    assert_eq!(
        kept,
        "# mine\nmouse = false\ntheme = \"light\"\nmotion = false\n\n[keys]\ntheme = \"f9\"\n"
    );
}

#[test]
fn a_choice_that_cannot_be_kept_is_said() {
    let home = home();
    let config = home.path().join("config/oauth-tutor");
    std::fs::create_dir_all(&config).unwrap();
    let learner = Learner::new(home.path());
    // Broken after the start: what cannot be understood is not written over.
    std::fs::write(config.join("settings.toml"), "theme = pink\n").unwrap();
    learner.does("T", "This is so in this session only. It was not kept:");
    let mut terminal = learner.terminal;
    // Whoever leaves at once hears it all the same.
    terminal.keys("q");
    assert_eq!(terminal.wait_exit(), 0);
    terminal.wait_for("could not be kept: ");
    let mut refused = Launch::tutor(home.path(), &[]).size(100, 30).start();
    assert_eq!(refused.wait_exit(), 3);
    let said = refused.screen_text();
    assert!(
        said.contains("settings.toml: line 1: ") && said.contains("Mend that line"),
        "{said}"
    );
}

#[test]
fn the_wheel_and_clicks_leave_a_field_that_is_typed_into_alone() {
    let home = home();
    let learner = Learner::new(home.path());
    learner.does("1 ] ] ] ]", "Nothing is registered");
    learner.does("f o o", "Name          foo");
    learner
        .terminal
        .send(b"\x1b[<65;50;12M\x1b[<0;50;12M".to_vec());
    learner.does("b a r", "Name          foobar");
    learner.leaves("esc q q");
}

#[test]
fn a_second_click_in_one_read_never_acts_on_the_picture_before() {
    let home = home();
    let learner = Learner::new(home.path());
    let row = |words: &str| {
        let text = learner.terminal.screen_text();
        let at = text.lines().position(|line| line.contains(words));
        at.expect("the lesson is listed") + 1
    };
    let (second, third) = (row("2  Audience"), row("3  Basic auth"));
    let both = format!("\x1b[<0;10;{second}M\x1b[<0;10;{third}M");
    learner.terminal.send(both.into_bytes());
    // Rows are counted from the selected one: by the old picture the second click would be one row off.
    learner.does("?", "Keys that work here");
    learner.closes("esc", "Keys that work here");
    learner.terminal.wait_for("▸ 2  Audience");
    learner.leaves("q");
}
