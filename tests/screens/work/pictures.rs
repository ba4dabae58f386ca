//! Pictures of the screens that do the work, at three sizes, in their main states. Read them as a stranger would; accept none unread.

use crate::learner::{Learner, TOKEN};
use crate::picture::picture;
use oauth_tutor::app::workbench::Sending;
use oauth_tutor::oauth::reply::SendError;

const SIZES: [(u16, u16); 3] = [(60, 20), (80, 24), (100, 30)];

/// From home to the dashboard.
const CREATE: &str = "1 ] ] ] ]";
/// From the dashboard on, the app of the exercise registered on the way.
const BUILD: &str = "1 ] ] ] ] pgdn pgdn";
/// The same of lesson 3, at Okta, where id and secret go into the header.
const BASIC: &str = "3 ] ] ] ] pgdn pgdn";
/// One request sent.
const SENT: &str = "1 ] 1 ] 1 ] 2 ] pgdn pgdn s";
/// The token open.
const READ: &str = "1 ] 1 ] 1 ] 2 ] pgdn pgdn s ]";
/// The experiment, after a good request.
const BREAK: &str = "1 ] 1 enter ] 1 enter ] 2 enter ] pgdn pgdn s ] N N ]";

#[track_caller]
fn pictures(name: &str, story: impl Fn(&mut Learner)) {
    for (columns, rows) in SIZES {
        let mut learner = Learner::new(columns, rows);
        story(&mut learner);
        insta::assert_snapshot!(
            format!("{name}-{columns}x{rows}"),
            picture(&learner.screen())
        );
    }
}

#[track_caller]
fn keys(name: &str, keys: &str) {
    pictures(name, |learner| {
        learner.keys(keys);
    });
}

#[test]
fn create_before_during_and_after() {
    keys("create-empty", CREATE);
    pictures("create-filled", |learner| {
        learner
            .keys(CREATE)
            .keys("enter")
            .types("Nightly report job");
        learner.keys("enter down down down space down space down space");
    });
    pictures("create-registered", |learner| {
        learner
            .keys(CREATE)
            .keys("enter")
            .types("Nightly report job");
        learner.keys("enter down down down space down space down space s 2 enter");
    });
}

#[test]
fn create_with_a_type_that_keeps_no_secret() {
    pictures("create-native", |learner| {
        learner.keys(CREATE).keys("enter").types("Job");
        learner.keys("enter space down down down down space s");
    });
}

#[test]
fn build_at_first_while_typing_and_as_curl() {
    keys("build", BUILD);
    pictures("build-typing", |learner| {
        learner
            .keys(BUILD)
            .keys("down down down enter")
            .types("https://api");
    });
    keys("build-curl", &format!("{BUILD} v"));
}

#[test]
fn build_with_another_way_to_prove_who_asks() {
    keys("build-basic", BASIC);
    keys(
        "build-basic-why",
        &format!("{BASIC} down down down down w w"),
    );
}

#[test]
fn send_with_a_token_and_from_the_server() {
    keys("send", SENT);
    keys("send-server", &format!("{SENT} v down down down down"));
    keys("send-called", &format!("{SENT} A"));
}

#[test]
fn send_refused() {
    pictures("send-refused", |learner| {
        learner
            .keys(BUILD)
            .keys("down down enter")
            .types("x")
            .keys("f5");
    });
}

#[test]
fn send_without_an_answer() {
    pictures("send-failed", |learner| {
        learner.keys(BUILD).keys("]");
        let player = learner.app.player.as_mut().unwrap();
        player.bench.sending = Sending::Failed(SendError::Connect {
            host: "127.0.0.1:9400".into(),
            why: "connection refused".into(),
        });
    });
}

#[test]
fn read_its_parts_its_trust_and_the_api() {
    keys("read", READ);
    keys("read-header", &format!("{READ} 1"));
    keys("read-json", &format!("{READ} v"));
    keys("read-verified", &format!("{READ} V"));
    keys("read-called", &format!("{READ} a"));
    keys("read-bare", &format!("{READ} A"));
}

#[test]
fn read_without_a_token() {
    keys("read-none", "1 ] ] ] ] pgdn pgdn N N");
}

#[test]
fn check_empty_and_with_the_own_reply() {
    keys("check-empty", &format!("{READ} N"));
    keys("check-own", &format!("{READ} N m"));
}

#[test]
fn experiment_from_the_change_to_the_way_back() {
    keys("break", BREAK);
    keys("break-changed", &format!("{BREAK} b 2 enter +"));
    keys("break-answered", &format!("{BREAK} b 2 enter + s"));
    keys(
        "break-back",
        &format!("{BREAK} b 2 enter + s p shift+tab shift+tab"),
    );
}

#[test]
fn checker_empty_and_with_faults() {
    keys("checker-empty", "c");
    pictures("checker-faults", |learner| {
        learner.keys("c");
        learner.pastes(
            "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\n  \"access_token\": \"abc.def\",\n  \"token_type\": \"Bearr\",\n  \"expires_in\": \"3600\"\n}\n",
        );
        learner.keys("down");
    });
}

#[test]
fn decoder_empty_and_with_each_kind_of_token() {
    keys("decoder-empty", "d");
    for (name, token) in [
        ("decoder-jwt", TOKEN),
        ("decoder-opaque", "2YotnFZFEjr1zCsicMWpAA"),
        ("decoder-damaged", "eyJhbGciOiJSUzI1NiJ9.eyJpc3Mi"),
        (
            "decoder-jwe",
            "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a2V5.aXY.Y2lwaGVydGV4dA.dGFn",
        ),
    ] {
        pictures(name, |learner| {
            learner.keys("d");
            learner.pastes(token);
        });
    }
}

/// A reply that somebody copied out of a chat.
const DAMAGED: &str =
    "  “access_token”: \"abc.def\",\n  'token_type': \"Bearer\",\n  \"expires_in\": 3600,\n";

#[test]
fn checker_with_repairs_made_and_taken_back() {
    pictures("checker-repaired", |learner| {
        learner.keys("c");
        learner.pastes(DAMAGED);
    });
    pictures("checker-unrepaired", |learner| {
        learner.keys("c");
        learner.pastes(DAMAGED);
        learner.keys("z");
    });
}

#[test]
fn checker_asks_the_practice_api_and_says_so_before() {
    pictures("checker-asking", |learner| {
        learner.keys("c");
        learner.pastes(TOKEN);
        learner.keys("a");
    });
    pictures("checker-asked", |learner| {
        learner.keys("c");
        learner.pastes(TOKEN);
        learner.keys("a enter tab");
    });
}

#[test]
fn checker_with_a_target_and_the_ways_to_hand_the_report_on() {
    keys("checker-target", "c t m down down");
    pictures("checker-export", |learner| {
        learner.keys("c");
        learner.pastes(DAMAGED);
        learner.keys("X");
    });
}

#[test]
fn decoder_with_a_claim_that_is_being_changed_and_was() {
    pictures("decoder-changing", |learner| {
        learner.keys("d");
        learner.pastes(TOKEN);
        learner.keys("down down e");
    });
    pictures("decoder-changed", |learner| {
        learner.keys("d");
        learner.pastes(TOKEN);
        learner
            .keys("down down e ctrl+u")
            .types("\"https://evil.example\"");
        learner.keys("enter");
    });
}

#[test]
fn a_large_terminal_shows_the_server_s_view_beside_the_work() {
    for (name, keys) in [("build-large", BUILD), ("send-large", SENT)] {
        let mut learner = Learner::new(120, 35);
        learner.keys(keys);
        insta::assert_snapshot!(name, picture(&learner.screen()));
    }
}

#[test]
fn changes_of_a_form_that_no_app_has_yet() {
    pictures("create-changed", |learner| {
        learner
            .keys(BUILD)
            .keys("[ enter down down down down down down down space");
        learner.keys("esc");
    });
}
