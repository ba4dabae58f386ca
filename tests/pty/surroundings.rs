//! Homes and terminals that are not as they should be: nothing can be kept, what was kept is unreadable, no colour, no UTF-8, no cursor.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::pty::{Launch, PATIENCE};
use crate::pty_learner::Learner;

fn home() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn launch(home: &Path) -> Launch {
    Launch::tutor(home, &[]).size(100, 30)
}

/// Everything the program wrote, without line ends and escapes between words: a notice may be wrapped and drawn in parts.
fn times_shown(learner: &Learner, words: &str) -> usize {
    let raw = learner.terminal.raw();
    String::from_utf8_lossy(&raw).matches(words).count()
}

/// Homes in which no progress can be kept: closed to this user, and with a file where the folder should be.
fn closed_homes() -> Vec<TempDir> {
    let mut homes = Vec::new();
    let blocked = home();
    fs::write(blocked.path().join("state"), "a file").expect("a home can be written");
    homes.push(blocked);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let read_only = home();
        let permissions = fs::Permissions::from_mode(0o555);
        fs::set_permissions(read_only.path(), permissions).expect("it is ours");
        // Root writes anywhere; then this home is as good as any other and proves nothing.
        if fs::write(read_only.path().join("probe"), "").is_err() {
            homes.push(read_only);
        }
    }
    homes
}

#[test]
fn where_nothing_can_be_kept_the_tutor_says_so_once_and_works_on() {
    let warning = "Your progress cannot be kept here";
    for home in closed_homes() {
        let learner = Learner::new(home.path());
        learner.does("1", "[Goal]");
        learner.terminal.wait_for(warning);
        learner.does("]", "[Predict 1/3]");
        learner.does("1 enter ] ] ]", "[Do 1/5: dashboard]");
        learner.does("pgdn pgdn", "&client_secret=********");
        learner.does("s", "200 OK, token ─");
        assert_eq!(times_shown(&learner, warning), 1);
        learner.does("q", "q quit");
        learner.leaves("q");
    }
}

#[test]
fn progress_that_cannot_be_read_is_set_aside_and_named() {
    let home = home();
    let folder = home.path().join("state/oauth-tutor");
    fs::create_dir_all(&folder).expect("a home can be written");
    let bytes = b"version = 1\nlast = \"first-tok\0\xff";
    fs::write(folder.join("progress.toml"), bytes).expect("a home can be written");
    let learner = Learner::new(home.path());
    learner
        .terminal
        .wait_for("Your progress file could not be read.");
    learner.does("1 ]", "[Predict 1/3]");
    learner.does("1 enter", "That is what you say.");
    learner.does("q", "q quit");
    learner.leaves("q");

    let files = fs::read_dir(&folder).expect("the folder is there");
    let names = files.map(|file| file.expect("a file").file_name().into_string());
    let names: Vec<String> = names.map(|name| name.expect("a plain name")).collect();
    let aside = names
        .iter()
        .find(|name| name.starts_with("progress-unreadable-"));
    let aside = folder.join(aside.expect("it was kept under another name"));
    assert_eq!(fs::read(&aside).expect("it is there"), bytes);
    let again = Learner::new(home.path());
    assert!(again.sees("Continue"), "new progress is kept in its place");
}

#[test]
fn the_name_of_what_was_set_aside_is_on_the_screen() {
    let home = home();
    let folder = home.path().join("state/oauth-tutor");
    fs::create_dir_all(&folder).expect("a home can be written");
    fs::write(folder.join("progress.toml"), "?").expect("a home can be written");
    for (columns, rows) in [(100, 30), (80, 24)] {
        let learner = Learner::of(launch(home.path()).size(columns, rows));
        learner.terminal.wait_for("progress-unreadable-");
        learner.leaves("q");
        fs::write(folder.join("progress.toml"), "?").expect("a home can be written");
    }
}

#[test]
fn no_color_means_no_colour() {
    let home = home();
    let learner = Learner::of(launch(home.path()).env("NO_COLOR", "1"));
    learner.does("1 ] ] ] ]", "[Do 1/5: dashboard]");
    learner.does("pgdn pgdn", "&client_secret=********");
    learner.does("s", "200 OK, token ─");
    let coloured = learner.terminal.screen(|screen| {
        let (rows, columns) = screen.size();
        let cells =
            (0..rows.get()).flat_map(|row| (0..columns.get()).map(move |column| (row, column)));
        let plain = vt100::Color::Default;
        cells
            .filter_map(|(row, column)| screen.cell(row, column))
            .filter(|cell| cell.fgcolor() != plain || cell.bgcolor() != plain)
            .count()
    });
    assert_eq!(coloured, 0);
}

#[test]
fn a_locale_without_utf_8_gets_frames_and_signs_of_ascii() {
    let home = home();
    let learner = Learner::of(launch(home.path()).env("LC_ALL", "C"));
    learner.does("1 ] ] ] ]", "[Do 1/5: dashboard]");
    learner.does("pgdn pgdn", "&client_secret=********");
    learner.does("s", "200 OK");
    learner.does("pgdn", "access_token");
    learner.does("V", "signature fits");
    learner.does("a", "What the API checked");
    learner.does("pgdn pgdn m", " 0 fail ");
    // Nor does what somebody else wrote come out garbled.
    let foreign = r#"{"error":"invalid_client","error_description":"gesperrt für …"}"#;
    learner.terminal.paste(foreign);
    learner.terminal.wait_for("gesperrt f?r");
    learner.does("?", "Keys that work here");
    assert!(learner.sees("+-"), "{}", learner.terminal.screen_text());
    let raw = learner.terminal.raw();
    let foreign = raw.iter().position(|byte| !byte.is_ascii());
    assert_eq!(
        foreign.map(|at| String::from_utf8_lossy(&raw[at.saturating_sub(40)..]).into_owned()),
        None
    );
}

#[test]
fn a_terminal_that_cannot_move_its_cursor_is_told_what_works() {
    let home = home();
    let mut learner = Learner::at_once(launch(home.path()).env("TERM", "dumb"));
    assert_eq!(learner.terminal.wait_exit(), 2);
    assert!(learner.sees("the same command with --linear"));
    assert!(!learner.terminal.raw().starts_with(b"\x1b[?1049h"));
    learner.terminal.assert_restored();
}

#[test]
fn a_screen_that_nothing_moves_on_is_not_written_to() {
    let home = home();
    let learner = Learner::new(home.path());
    // The last frames that answer keys and the world come in; then nothing more.
    let rests = || {
        !learner
            .terminal
            .wrote_more(learner.terminal.written(), PATIENCE / 20)
    };
    assert!((0..20).any(|_| rests()), "it goes on painting");
    learner.does("c", "Nothing here yet");
    assert!((0..20).any(|_| rests()), "it goes on painting");
}

/// Everything the program wrote while the reference showed a clause, on the terminal of this kind.
fn reference_on(variables: &[(&str, &str)]) -> (String, String) {
    let home = home();
    let mut launch = launch(home.path());
    for (name, value) in variables {
        launch = launch.env(name, value);
    }
    let learner = Learner::of(launch);
    learner.does("/", "a name, an error, a word");
    learner.terminal.type_raw("invalid_client");
    learner.terminal.wait_for("RFC 6749 5.2");
    let raw = learner.terminal.raw();
    let shown = learner.terminal.screen_text();
    learner.leaves("esc esc q");
    (String::from_utf8_lossy(&raw).into_owned(), shown)
}

/// The screen, and in place of the port of the practice tenant a word that says that one stands there.
fn without_port(screen: &str) -> String {
    let (before, behind) = screen.split_once("127.0.0.1:").expect("an address");
    let behind = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    format!("{before}127.0.0.1:PORT{}", behind.trim_start())
}

#[test]
fn clauses_are_links_where_the_terminal_is_known_to_have_them_and_text_everywhere() {
    let link = "\u{1b}]8;;https://www.rfc-editor.org/rfc/rfc6749#section-5.2\u{1b}\\";
    let (plain, text) = reference_on(&[]);
    assert!(!plain.contains("\u{1b}]8;"));
    let (linked, same) = reference_on(&[("TERM", "xterm-kitty"), ("COLORTERM", "truecolor")]);
    assert!(linked.contains(link));
    let begun = linked.matches("\u{1b}]8;;https").count();
    let ended = linked.matches("\u{1b}]8;;\u{1b}\\").count();
    assert_eq!(
        begun, ended,
        "a link that does not end takes all that follows"
    );
    // Another program may hold the usual port, and then it is another one each time.
    assert_eq!(
        without_port(&same),
        without_port(&text),
        "nothing moves for them"
    );
    // tmux stands in between: what it does with them is not known.
    let (within, _) = reference_on(&[("VTE_VERSION", "7600"), ("TMUX", "/tmp/x,1,0")]);
    assert!(!within.contains("\u{1b}]8;"));
}
