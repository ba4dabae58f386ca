//! What the machine has: sockets, certificates, time, folders.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;

use super::told::{Check, State};
use crate::cli::clock;
use crate::net;
use crate::oauth::time::UnixTime;
use crate::practice;
use crate::shell::FIRST_PORT;
use crate::shell::secluded::SecludedFolder;
use crate::store;

/// The checks.
pub(super) fn checks() -> Vec<Check> {
    vec![
        loopback(),
        ports(),
        roots(),
        date(clock::now()),
        state_folder(),
        config_folder(),
        temporary_folder(),
    ]
}

const HOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// The practice servers are what the tutor is about, and they need this.
fn loopback() -> Check {
    let id = "sockets.loopback";
    let tried = TcpListener::bind((HOST, 0)).and_then(|listener| {
        let at = listener.local_addr()?;
        TcpStream::connect(at)?;
        Ok(at)
    });
    match tried {
        Ok(at) => Check::new((id, "works"), State::Ok, format!("{} answers", at.ip())),
        Err(why) => Check::new((id, "none"), State::Missing, why.to_string()),
    }
}

fn ports() -> Check {
    let id = "sockets.ports";
    let wanted = FIRST_PORT..FIRST_PORT.saturating_add(3);
    let taken = wanted.filter(|port| practice::bind_exactly(HOST, *port).is_err());
    let taken: Vec<_> = taken.map(|port| port.to_string()).collect();
    if taken.is_empty() {
        let last = FIRST_PORT.saturating_add(2);
        return Check::new(
            (id, "free"),
            State::Ok,
            format!("{FIRST_PORT} to {last} are free"),
        );
    }
    let seen = format!("{} taken", taken.join(", "));
    Check::new((id, "taken"), State::Weak, seen)
}

fn roots() -> Check {
    let id = "tls.roots";
    match net::trust_store() {
        Ok(()) => Check::new((id, "there"), State::Ok, "this machine has certificates"),
        Err(why) => Check::new((id, "none"), State::Weak, why),
    }
}

/// 2024 and 2100: nobody runs this program before or after, but on a machine whose clock is wrong.
const PLAUSIBLE: std::ops::Range<i64> = 1_704_067_200..4_102_444_800;

fn date(now: UnixTime) -> Check {
    let id = "clock.date";
    let seen = now.rfc3339().unwrap_or_else(|| "no date".to_owned());
    if PLAUSIBLE.contains(&now.0) {
        Check::new((id, "plausible"), State::Ok, seen)
    } else if practice::can_say(now) {
        Check::new((id, "wrong"), State::Weak, seen)
    } else {
        // The practice servers do not start at a date that HTTP cannot say.
        Check::new((id, "wrong"), State::Missing, seen)
    }
}

/// Whether a file can be made there. Tried, since permissions are not all that may be in the way; what was made is taken away again.
fn takes_files(folder: &Path) -> bool {
    let missing: Vec<_> = folder
        .ancestors()
        .take_while(|above| !above.exists())
        .collect();
    let probe = folder.join(format!("doctor-{}.tmp", std::process::id()));
    let made = fs::create_dir_all(folder).and_then(|()| fs::File::create_new(&probe));
    // What is not there, or is not empty since another program came in between, stays as it is.
    drop(fs::remove_file(&probe));
    for made in missing {
        drop(fs::remove_dir(made));
    }
    made.is_ok()
}

fn state_folder() -> Check {
    let id = "folders.state";
    match store::folder() {
        None => Check::new((id, "none"), State::Weak, "this system names none"),
        Some(folder) => folder_check(id, &folder),
    }
}

fn config_folder() -> Check {
    let id = "folders.config";
    match store::config_folder() {
        None => Check::new((id, "none"), State::Weak, "this system names none"),
        Some(folder) => folder_check(id, &folder),
    }
}

fn folder_check(id: &'static str, folder: &Path) -> Check {
    let seen = folder.display().to_string();
    if takes_files(folder) {
        Check::new((id, "writable"), State::Ok, seen)
    } else {
        Check::new((id, "unwritable"), State::Weak, seen)
    }
}

fn temporary_folder() -> Check {
    let id = "folders.temporary";
    match SecludedFolder::create() {
        Ok(_) => Check::new(
            (id, "works"),
            State::Ok,
            "a folder of one's own can be made",
        ),
        Err(why) => Check::new((id, "none"), State::Weak, why.to_string()),
    }
}

/// Which program this is.
pub(super) fn program() -> Check {
    let (version, system) = (env!("CARGO_PKG_VERSION"), std::env::consts::OS);
    let seen = format!("{version} on {system}, {}", std::env::consts::ARCH);
    Check::new(("program", "version"), State::Ok, seen)
}
