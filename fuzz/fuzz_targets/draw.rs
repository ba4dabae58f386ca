//! Any text, pasted on a desk or into a field, at any size: nothing panics, and a cell holds no more than a letter with its marks.
#![no_main]

use libfuzzer_sys::fuzz_target;
use oauth_tutor::app::App;
use oauth_tutor::app::message::{Go, Message};
use oauth_tutor::app::progress::Progress;
use oauth_tutor::oauth::time::UnixMillis;
use oauth_tutor::tui::keys::decoder::{Decoder, Token};
use oauth_tutor::tui::theme::Theme;
use oauth_tutor::tui::ui::{Ui, Wish};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;

/// How many bytes are typed before all of them are pasted.
const TYPED: usize = 128;

const NOW: UnixMillis = UnixMillis(1_763_722_800_250);

fuzz_target!(|data: &[u8]| {
    let [columns, rows, place, bytes @ ..] = data else {
        return;
    };
    let area = Rect::new(0, 0, u16::from(columns % 200).max(1), u16::from(rows % 70).max(1));
    let mut app = App::new(NOW, Progress::default());
    let go = match place % 3 {
        0 => Go::Checker,
        1 => Go::Decoder,
        _ => Go::Lesson("first-token"),
    };
    app.update(NOW, Message::Go(go));
    let mut ui = Ui::new(&app, Theme::roles(), area);
    let mut decoder = Decoder::default();
    // Each key is judged and laid out: a text of thousands of letters would try little else than the same key again.
    let typed = bytes.get(..TYPED).unwrap_or(bytes);
    let tokens = decoder.feed(typed).into_iter().chain([Token::Paste(String::from_utf8_lossy(bytes).into_owned())]);
    for token in tokens {
        let wishes = match token {
            Token::Press(press) => ui.press(press, &app),
            Token::Paste(text) => ui.paste(&text, &app).unwrap_or_default(),
            Token::Ground(_) | Token::Mouse(_) => Vec::new(),
        };
        for wish in wishes {
            if let Wish::Tell(message) = wish {
                app.update(NOW, message);
                ui.sync(&app);
            }
        }
    }
    let mut terminal = Terminal::new(TestBackend::new(area.width, area.height)).expect("a picture");
    let frame = terminal.draw(|frame| ui.draw(frame, &app)).expect("it draws");
    assert!(frame.buffer.content().iter().all(|cell| cell.symbol().chars().count() <= 9));
});
