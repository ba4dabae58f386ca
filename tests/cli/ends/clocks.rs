//! Clocks of machines without a battery, and of those that somebody set for fun. The system's clock is put in front of the program by a
//! library of one function, which the C compiler that builds the program makes.
#![cfg(target_os = "linux")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::{program, said};

/// What `clock_gettime` says of the date is what the variable says.
const LIBRARY: &str = r#"
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
int clock_gettime(clockid_t clock, struct timespec *at) {
    const char *date = getenv("TEST_DATE");
    if (clock == CLOCK_REALTIME && date) {
        at->tv_sec = atoll(date);
        at->tv_nsec = 0;
        return 0;
    }
    return (int)syscall(SYS_clock_gettime, clock, at);
}
"#;

fn library(folder: &Path) -> PathBuf {
    let source = folder.join("clock.c");
    let made = folder.join("clock.so");
    std::fs::write(&source, LIBRARY).unwrap();
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .args([&made, &source])
        .status()
        .unwrap();
    assert!(built.success());
    made
}

const KEY: &str = "tests/fixtures/keys/test-only-rsa-pkcs8.pem";

/// A moment before 1970, one after 9999, and the ends of what a clock can say.
const DATES: [&str; 4] = [
    "-86400",
    "253402300800",
    "-9223372036854775808",
    "9223372036854775807",
];

#[test]
fn no_date_makes_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let library = library(folder.path());
    let at = |date: &str, words: &[&str]| -> Output {
        program()
            .args(words)
            .env("LD_PRELOAD", &library)
            .env("TEST_DATE", date)
            .env("XDG_STATE_HOME", folder.path().join("state"))
            .env("TMPDIR", folder.path())
            .env("OAUTH_TUTOR_CLIENT_SECRET", "s3cr3t")
            .stdin(Stdio::null())
            .output()
            .unwrap()
    };
    // A token that has expired by now and one that has not: what the program makes of the time is seen.
    let token = "eyJhbGciOiJub25lIn0.eyJleHAiOjE3MDAwMDAwMDB9.";
    for date in DATES {
        let served = at(date, &["serve", "--port", "0", "--json"]);
        assert_eq!(served.status.code(), Some(73), "{date}: {}", said(&served));
        assert!(said(&served).contains("before 1970 or after 9999"));
        let past = date.starts_with('-');
        for words in [
            &["decode", "--json", token][..],
            &["check", "--json", token],
        ] {
            let ran = at(date, words);
            let code = ran.status.code();
            assert!(matches!(code, Some(0 | 1 | 3)), "{date} {words:?} {code:?}");
        }
        let decoded = at(date, &["decode", "--json", token]);
        let stdout = String::from_utf8_lossy(&decoded.stdout);
        assert_eq!(stdout.contains("claim.exp.expired"), !past, "{date}");
        let played = at(date, &["learn", "1", "--linear"]);
        assert_eq!(played.status.code(), Some(0), "{date}: {}", said(&played));
        let claims = folder.path().join("claims.json");
        std::fs::write(&claims, "{}").unwrap();
        let claims = claims.to_str().unwrap();
        let signed = at(
            date,
            &["sign", "--key", KEY, "--iat", "--exp", "5m", claims],
        );
        assert_eq!(signed.status.code(), Some(0), "{date}: {}", said(&signed));
        let asked = at(
            date,
            &[
                "token",
                "--client-id",
                "x",
                "--auth",
                "secret-jwt",
                "--token-url",
                "http://127.0.0.1:9/",
                "--dry-run",
            ],
        );
        assert_eq!(asked.status.code(), Some(0), "{date}: {}", said(&asked));
    }
}
