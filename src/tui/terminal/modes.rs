//! The sequences that take a terminal over and give it back: every mode that others may have left on is put to a known state.

/// Modes that change what keys send or where text lands, each put to its usual state (ECMA-48, DEC, xterm): no insert mode, no
/// origin mode, no margins, lines wrap, plain colours, the usual signs, plain cursor and keypad keys, no mouse, no focus reports.
const USUAL: &str = "\x1b[4l\x1b[?6l\x1b[r\x1b[?7h\x1b[0m\x1b(B\x0f\x1b[?5l\x1b[?1l\x1b>\
\x1b[?9l\x1b[?1000l\x1b[?1001l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?1005l\x1b[?1006l\x1b[?1015l\x1b[?1016l";

/// Ways to send keys, and to hold a frame back, that only newer terminals know; a console of Linux prints what it does not know.
const NEWER: &str = "\x1b[?2026l\x1b[>4;0m\x1b[=0u";

/// Takes the terminal over: its other screen, emptied, since where there is none the old text would show through the new.
pub(super) fn entering(is_console: bool) -> String {
    let newer = if is_console { "" } else { NEWER };
    format!("\x1b[?1049h{USUAL}{newer}\x1b[?2004h\x1b[?25l\x1b[H\x1b[2J")
}

/// Gives it back. The screen is emptied first: where there is no other one, what was drawn does not stay, and the next prompt has
/// a line of its own.
pub(super) fn leaving(is_console: bool) -> String {
    let newer = if is_console { "" } else { NEWER };
    format!("\x1b[?2004l{USUAL}{newer}\x1b[H\x1b[2J\x1b[?1049l\x1b[0m\x1b[?25h")
}

/// Asks for clicks and the wheel, or no longer. Not for a moving pointer, which would wake the program for nothing.
pub(super) fn mouse(on: bool) -> &'static str {
    if on {
        "\x1b[?1000h\x1b[?1006h"
    } else {
        "\x1b[?1000l\x1b[?1006l"
    }
}

/// A frame that the terminal shows as a whole, where it can (synchronized output, mode 2026).
pub(super) fn at_once(frame: &[u8]) -> Vec<u8> {
    [b"\x1b[?2026h", frame, b"\x1b[?2026l"].concat()
}
