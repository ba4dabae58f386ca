//! The clipboard of the terminal (OSC 52): works over ssh too, writes no file, starts no program.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::app::settings::Clipboard;
use crate::lesson::desks::words;

/// What stands between this program and the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Between {
    /// Nothing.
    #[default]
    Nothing,
    /// tmux, which hands on what is wrapped for it.
    Tmux,
    /// GNU screen, the same in pieces.
    Screen,
}

/// The sequence for a copy in the way that somebody chose, and its name.
///
/// # Errors
/// As [`sequence`], and where copying was switched off.
pub(crate) fn by_choice(
    text: &str,
    between: Between,
    way: Option<Clipboard>,
) -> Result<(String, &'static str), String> {
    match way.unwrap_or_default() {
        Clipboard::Fitting => sequence(text, between),
        Clipboard::Plain => sequence(text, Between::Nothing),
        Clipboard::Tmux => sequence(text, Between::Tmux),
        Clipboard::Screen => sequence(text, Between::Screen),
        Clipboard::Off => Err(words("clipboard.not").to_owned()),
    }
}

/// Terminals drop longer sequences without a word, xterm's limit being the best known.
const LIMIT: usize = 74_994;

/// screen hands on at most so many bytes in one piece.
const PIECE: usize = 240;

/// The sequence that puts `text` on the clipboard, and the name of the method; where something stands between, what it depends on.
///
/// # Errors
/// In words for the learner, when the text is longer than terminals take.
fn sequence(text: &str, between: Between) -> Result<(String, &'static str), String> {
    if text.len() > LIMIT {
        return Err(format!(
            "it is {} bytes long, and terminals take {LIMIT} at most.",
            text.len()
        ));
    }
    let plain = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    Ok(match between {
        Between::Nothing => (plain, "OSC 52"),
        // tmux takes the plain form where `set-clipboard` is on, and the wrapped one where `allow-passthrough` is.
        Between::Tmux => {
            let wrapped = format!("\x1bPtmux;\x1b{plain}\x1b\\");
            (
                format!("{plain}{wrapped}"),
                "through tmux: it arrives where set-clipboard or allow-passthrough is on",
            )
        }
        Between::Screen => (
            in_pieces(&plain),
            "through screen: it arrives where the terminal around it takes OSC 52",
        ),
    })
}

fn in_pieces(plain: &str) -> String {
    let bytes: Vec<char> = plain.chars().collect();
    bytes.chunks(PIECE).fold(String::new(), |mut out, piece| {
        out.push_str("\x1bP");
        out.extend(piece);
        out.push_str("\x1b\\");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::{Between, LIMIT, sequence};

    #[test]
    fn text_goes_out_encoded_and_wrapped_for_what_stands_between() {
        let (plain, method) = sequence("token", Between::Nothing).unwrap();
        assert_eq!(
            (plain.as_str(), method),
            ("\x1b]52;c;dG9rZW4=\x07", "OSC 52")
        );
        let (tmux, _) = sequence("token", Between::Tmux).unwrap();
        assert!(
            tmux.starts_with(&plain)
                && tmux.ends_with("\x1bPtmux;\x1b\x1b]52;c;dG9rZW4=\x07\x1b\\")
        );
        let (screen, _) = sequence(&"x".repeat(600), Between::Screen).unwrap();
        assert!(screen.matches("\x1bP").count() > 3);
    }

    #[test]
    fn what_a_terminal_would_drop_is_refused_with_its_size() {
        let refused = sequence(&"x".repeat(LIMIT + 1), Between::Nothing).unwrap_err();
        assert!(refused.contains("74995 bytes"), "{refused}");
    }
}
