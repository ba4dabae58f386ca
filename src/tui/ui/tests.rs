//! What a frame looks at is bounded by what is visible, whatever was pasted.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;

use super::Ui;
use crate::app::App;
use crate::app::message::{Desk, Go, Message};
use crate::app::progress::Progress;
use crate::oauth::text::wrap::LOOKED_AT;
use crate::oauth::time::UnixMillis;
use crate::tui::keys::Action;
use crate::tui::theme::Theme;

const NOW: UnixMillis = UnixMillis(1_700_000_000_000);

/// The most that any frame, or any key, looks at with `text` on that desk.
fn looked_at(desk: Go, text: &str) -> u64 {
    let area = Rect::new(0, 0, 160, 45);
    let mut app = App::new(NOW, Progress::default());
    app.update(NOW, Message::Go(desk));
    let mut ui = Ui::new(&app, Theme::roles(), area);
    app.update(NOW, Message::Desk(Desk::Text(text.to_owned())));
    ui.sync(&app);
    let mut terminal = Terminal::new(TestBackend::new(area.width, area.height)).unwrap();
    let mut most = 0;
    let views = [
        Action::Down,
        Action::View,
        Action::View,
        Action::View,
        Action::Whole,
        Action::NextPane,
    ];
    for action in views {
        LOOKED_AT.set(0);
        ui.act(action, &app);
        ui.sync(&app);
        terminal.draw(|frame| ui.draw(frame, &app)).unwrap();
        most = most.max(LOOKED_AT.get());
    }
    most
}

fn token(claim: &str) -> String {
    use base64::Engine as _;
    let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let claims = format!("{{\"iss\":\"https://as.example\",\"note\":\"{claim}\"}}");
    format!("{}.{}.c2ln", encode("{\"alg\":\"RS256\"}"), encode(&claims))
}

#[test]
fn a_frame_looks_at_no_more_of_a_long_text_than_of_a_short_one() {
    for letter in ["\u{301}", "\u{fe0f}", "é", "家", "x"] {
        for desk in [Go::Checker, Go::Decoder] {
            let of = |count: usize| {
                let text = letter.repeat(count);
                looked_at(desk, &text).max(looked_at(desk, &token(&text)))
            };
            let (short, long) = (of(20_000), of(60_000));
            assert!(
                long <= short + short / 4,
                "{letter:?} {desk:?}: {short}, then {long}"
            );
        }
    }
}
