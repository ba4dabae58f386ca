//! Commands that end, that do not, and that will not.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::sync::mpsc;
use std::time::Duration;

use rstest::rstest;

use super::family::Family;
use super::{NoSecret, Patience, Printed, within};
use crate::shell::signals::Ended;

/// How long a test waits for what has to come.
const AT_MOST: Duration = Duration::from_secs(10);

/// A command that is not waited for quietly, and gets no time beyond that.
const NONE: Patience = Patience {
    quiet: Duration::ZERO,
    more: Duration::ZERO,
};

const ENOUGH: Patience = Patience {
    quiet: AT_MOST,
    more: Duration::ZERO,
};

fn script(text: &str) -> Vec<String> {
    ["sh", "-c", text].map(str::to_owned).to_vec()
}

/// A pipe with a name. Whoever reads it sees its end when the last process that has it open is gone.
fn pipe(path: &Path) -> io::Result<ExitStatus> {
    Command::new("mkfifo").arg(path).status()
}

#[rstest]
#[case::asked_to_end("exec 3> \"$0\"; sleep 30 & echo up >&3; wait")]
#[case::deaf("trap '' TERM; exec 3> \"$0\"; sleep 30 & echo up >&3; while :; do wait; done")]
#[case::closed_its_output("exec 3> \"$0\"; exec >&-; sleep 30 & echo up >&3; wait")]
#[cfg_attr(
    target_os = "linux",
    case::left_its_group("exec 3> \"$0\"; setsid sleep 30 & echo up >&3; wait")
)]
#[case::grandchild("exec 3> \"$0\"; sh -c 'sleep 30; :' & echo up >&3; wait")]
fn what_takes_too_long_is_stopped_with_all_that_it_started(
    #[case] text: &str,
    #[values(Family::Own, Family::Ours)] family: Family,
) {
    if family == Family::Ours && !cfg!(target_os = "linux") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("alive");
    assert!(pipe(&place).unwrap().success());
    let mut words = script(text);
    words.push(place.display().to_string());
    let mut alive = None;
    let up = || {
        let mut file = File::open(&place).unwrap();
        let mut line = [0; 3];
        file.read_exact(&mut line).unwrap();
        alive = Some(file);
    };
    let why = within((&words, 100), NONE, family, up).unwrap_err();
    assert_eq!(
        why,
        NoSecret::Said("sh did not end within 0 seconds and was stopped".into())
    );
    let mut alive = alive.unwrap();
    let (done, ended) = mpsc::channel();
    let reader = std::thread::Builder::new().spawn(move || {
        let _ = done.send(alive.read_to_end(&mut Vec::new()).is_ok());
    });
    reader.unwrap();
    assert_eq!(
        ended.recv_timeout(AT_MOST),
        Ok(true),
        "something of it lives"
    );
}

#[rstest]
fn one_that_prints_in_time_is_heard_and_nothing_is_said_of_waiting(
    #[values(Family::Own, Family::Ours)] family: Family,
) {
    let told = || panic!("it was not waited for");
    let printed = within((&script("printf 'S3 cr3t\\n'"), 100), ENOUGH, family, told);
    assert_eq!(printed.unwrap().as_slice(), b"S3 cr3t\n");
    let told = || panic!("it was not waited for");
    let why = within((&script("printf S; exit 7"), 100), ENOUGH, family, told).unwrap_err();
    assert_eq!(why, NoSecret::Said("sh ended with exit status: 7".into()));
}

// Where the tests run in the background their children ignore these signals, so the death itself is not played.
#[cfg(unix)]
#[rstest]
#[case(2, Some(Ended::Interrupted))]
#[case(3, Some(Ended::Quit))]
#[case(15, None)]
#[case(130 << 8, None)]
#[case(1 << 8, None)]
fn a_death_by_a_key_of_the_terminal_is_told_from_others(
    #[case] raw: i32,
    #[case] ended: Option<Ended>,
) {
    use std::os::unix::process::ExitStatusExt as _;
    assert_eq!(super::ended_by_a_key(ExitStatus::from_raw(raw)), ended);
}

/// Whoever chooses nothing from a list gets such a status, and no key has ended anything.
#[test]
fn a_status_that_looks_like_a_key_is_told_as_it_is() {
    let none = || panic!("it was not waited for");
    let why = within((&script("exit 130"), 100), ENOUGH, Family::Own, none).unwrap_err();
    assert_eq!(why, NoSecret::Said("sh ended with exit status: 130".into()));
}

/// A command that leaves something behind, which holds its output open for longer than a test waits.
fn leaving_behind(printing: &str, family: Family) -> io::Result<Printed> {
    let folder = tempfile::tempdir()?;
    let place = folder.path().join("end");
    assert!(pipe(&place)?.success());
    let mut words = script(&format!("read -r x < \"$0\" & {printing}"));
    words.push(place.display().to_string());
    let none = || panic!("it was not waited for");
    let printed = within((&words, 100), ENOUGH, family, none);
    // Opened for writing and closed, the pipe ends whoever reads it.
    File::options().write(true).open(&place)?;
    Ok(printed)
}

#[rstest]
fn half_a_line_is_no_secret_where_more_may_come(
    #[values(Family::Own, Family::Ours)] family: Family,
) {
    let NoSecret::Said(why) = leaving_behind("printf S3cr", family).unwrap().unwrap_err() else {
        panic!("no key has ended it");
    };
    assert!(
        why.contains("holds its output open") && !why.contains("S3cr"),
        "{why}"
    );
}

#[rstest]
fn what_a_command_leaves_behind_is_not_waited_for(
    #[values(Family::Own, Family::Ours)] family: Family,
) {
    let printed = leaving_behind("printf 'S3 cr3t\\n'", family);
    assert_eq!(printed.unwrap().unwrap().as_slice(), b"S3 cr3t\n");
}

#[test]
fn more_than_is_taken_is_told_by_one_byte_more() {
    let none = || panic!("it was not waited for");
    let words = script("printf 0123456789");
    let printed = within((&words, 4), ENOUGH, Family::Own, none);
    assert_eq!(printed.unwrap().as_slice(), b"01234");
}
