//! The hidden prompt in a terminal of its own: what is typed is sent and never shown.

use std::io::{Read, Write};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rstest::rstest;

use crate::support::{Listener, Turn};

/// Runs `token` in a terminal of its own, types `keys` at the prompt, and gives what the terminal showed and the exit code.
fn at_a_terminal(url: &str, keys: &str) -> (String, u32) {
    let pty = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut command = CommandBuilder::new(assert_cmd::cargo::cargo_bin!("oauth-tutor"));
    command.args([
        "token",
        "--client-id",
        "x",
        "--auth",
        "post",
        "--token-url",
        url,
    ]);
    command.env_remove("OAUTH_TUTOR_CLIENT_SECRET");
    let mut child = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let mut reader = pty.master.try_clone_reader().unwrap();
    let mut shown = Vec::new();
    let mut typed = false;
    let mut chunk = [0; 1024];
    // The terminal's end is an error on Linux, and an empty read elsewhere.
    while let Ok(count @ 1..) = reader.read(&mut chunk) {
        shown.extend_from_slice(&chunk[..count]);
        if !typed && String::from_utf8_lossy(&shown).contains("while you type): ") {
            typed = true;
            let mut writer = pty.master.take_writer().unwrap();
            writer.write_all(keys.as_bytes()).unwrap();
        }
    }
    let status = child.wait().unwrap();
    (
        String::from_utf8_lossy(&shown).into_owned(),
        status.exit_code(),
    )
}

#[rstest]
#[case::typed("s3cr3t-7f\r", "s3cr3t-7f")]
#[case::corrected("s3cr3tx\u{7f}\r", "s3cr3t")]
#[case::corrected_wide("s3cr3té\u{7f}\r", "s3cr3t")]
#[case::begun_again("wrong\u{15}s3cr3t\r", "s3cr3t")]
fn what_is_typed_is_sent_and_not_shown(#[case] keys: &str, #[case] secret: &str) {
    let reply = "{\"access_token\":\"abc\",\"token_type\":\"Bearer\",\"expires_in\":60}";
    let listener = Listener::start(vec![Turn::json("200 OK", reply)]);
    let (shown, code) = at_a_terminal(&listener.url("/"), keys);
    assert_eq!(code, 0, "{shown}");
    let request = String::from_utf8(listener.requests().remove(0)).unwrap();
    assert!(
        request.ends_with(&format!("&client_secret={secret}")),
        "{request}"
    );
    assert!(shown.contains("\"access_token\":\"abc\""), "{shown}");
    assert!(
        !shown.contains("s3cr3t") && !shown.contains("wrong"),
        "{shown}"
    );
}

#[rstest]
#[case::interrupted("s3cr\u{3}", 130)]
#[case::ended("\u{4}", 2)]
#[case::nothing_typed("\r", 2)]
fn leaving_the_prompt_sends_nothing(#[case] keys: &str, #[case] expected: u32) {
    let (shown, code) = at_a_terminal("http://127.0.0.1:9/", keys);
    assert_eq!(code, expected, "{shown}");
    assert!(!shown.contains("s3cr"), "{shown}");
}
