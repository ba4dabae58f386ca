//! A session that waits for long, with nobody at the other end.

use url::Url;

use std::sync::mpsc;

use super::*;
use crate::app::message::Play;
use crate::app::progress::Progress;
use crate::app::tenant::TenantFacts;
use crate::lesson::change::FlowLevel;
use crate::lesson::target::TargetName;

/// Hears everything, and presses Ctrl+C at the first heartbeat.
struct Impatient {
    heard: String,
    keyboard: Sender<Event>,
}

impl Write for Impatient {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        self.heard.push_str(&text);
        if text.contains("Still waiting") {
            let _ = self.keyboard.send(Event::Signal(Ended::Interrupted));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn facts() -> TenantFacts {
    let url = |path: &str| Url::parse(&format!("http://127.0.0.1:9{path}")).unwrap();
    TenantFacts {
        target: TargetName::Auth0,
        rules: Vec::new(),
        up: true,
        flow_security: FlowLevel::OAuth,
        organizations: Vec::new(),
        clock: 0,
        api_clock: 0,
        own_api: None,
        org: None,
        host: "127.0.0.1:9".into(),
        issuer: "http://127.0.0.1:9/".into(),
        token_endpoint: url("/oauth/token"),
        jwks_uri: url("/jwks"),
        default_audience: None,
        apis: Vec::new(),
    }
}

#[test]
fn a_long_wait_is_told_and_ctrl_c_cancels_it_first_and_leaves_then() {
    let (queue, events) = mpsc::channel();
    let (asks, _asked) = mpsc::channel();
    let mut output = Impatient {
        heard: String::new(),
        keyboard: queue.clone(),
    };
    let mut session = Session {
        app: App::new(clock::now(), Progress::default()),
        talk: Talk::default(),
        shell: None,
        events,
        lines: Lines::new(asks),
        keyboard: Keyboard { is_terminal: false },
        heartbeat: Duration::from_millis(1),
        output: &mut output,
        shown: false,
        heard: false,
        signals: None,
    };
    for message in [
        Message::World(World::TenantReady(Box::new(facts()))),
        Message::Go(Go::Lesson("first-token")),
        Message::Play(Play::Send),
    ] {
        assert!(session.tell(message).is_ok());
    }
    assert!(session.app.busy());
    assert!(session.wait().is_ok(), "the first Ctrl+C only cancels");
    assert!(!session.app.busy());
    let _ = queue.send(Event::Signal(Ended::Interrupted));
    assert!(matches!(
        session.line(),
        Err(Stop::Ended(How::Signalled(Ended::Interrupted)))
    ));
    let words = "Still waiting for the answer of the authorization server";
    assert!(output.heard.contains(words), "{}", output.heard);
    assert!(output.heard.contains("Notice: Cancelled."));
}
