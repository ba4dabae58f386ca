//! The hidden prompt in a terminal of its own: what is typed is sent and never shown.

use std::io::{Read, Write};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rstest::rstest;

use crate::listener::{Listener, Turn};

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
    let mut writer = pty.master.take_writer().unwrap();
    let mut answered = 0;
    let mut chunk = [0; 1024];
    // The terminal's end is an error on Linux, and an empty read elsewhere.
    while let Ok(count @ 1..) = reader.read(&mut chunk) {
        shown.extend_from_slice(&chunk[..count]);
        let asked = String::from_utf8_lossy(&shown)
            .matches("while you type): ")
            .count();
        if asked > answered {
            // Asked again, nothing is typed.
            let typed = if answered == 0 { keys } else { "\r" };
            answered = asked;
            writer.write_all(typed.as_bytes()).unwrap();
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
    assert!(shown.contains("\"access_token\":\"********\""), "{shown}");
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

#[rstest]
#[case::by_word("one two\u{17}\u{17}s3cr3t-7f\r", "s3cr3t-7f")]
#[case::ended_by_ctrl_d("s3cr3t-7f\u{4}", "s3cr3t-7f")]
#[case::pasted("\u{1b}[200~s3cr3t-7f\r\u{1b}[201~\r", "s3cr3t-7f")]
#[case::an_answer_in_between("s3cr\u{1b}]11;rgb:1111/1111/1111\u{1b}\\3t-7f\r", "s3cr3t-7f")]
fn editing_and_pasting_work_at_the_prompt(#[case] keys: &str, #[case] secret: &str) {
    let reply = "{\"access_token\":\"abc\",\"token_type\":\"Bearer\",\"expires_in\":60}";
    let listener = Listener::start(vec![Turn::json("200 OK", reply)]);
    let (shown, code) = at_a_terminal(&listener.url("/"), keys);
    assert_eq!(code, 0, "{shown}");
    let request = String::from_utf8(listener.requests().remove(0)).unwrap();
    assert!(
        request.ends_with(&format!("&client_secret={secret}")),
        "{request}"
    );
    assert!(!shown.contains("s3cr3t"), "{shown}");
}

#[rstest]
#[case::an_arrow("s3cr\u{1b}[D3t\r")]
#[case::a_control("s3cr\u{1}3t\r")]
#[case::two_lines("\u{1b}[200~s3cr3t\rmore\u{1b}[201~\r")]
fn what_is_no_secret_is_refused_aloud_and_nothing_is_left_for_the_shell(#[case] keys: &str) {
    // The second time nothing is typed, so nothing is sent.
    let (shown, code) = at_a_terminal("http://127.0.0.1:9/", keys);
    assert_ne!(code, 0, "{shown}");
    assert!(
        shown.contains("Nothing of it was taken; type the secret again."),
        "{shown}"
    );
    assert!(!shown.contains("s3cr"), "{shown}");
}
