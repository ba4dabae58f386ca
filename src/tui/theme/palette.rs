//! Which colour a role has: with any colour at hand, with sixteen, with none.

use ratatui::style::{Color, Modifier, Style};

use super::role::{Background, Role};

/// The palette of Okabe and Ito, which colour-blind eyes tell apart; darker twins on a light background, and tones between
/// the two, of at least 3:1 against black and white, where the background is unknown.
pub(super) fn any(role: Role, background: Background) -> Style {
    let rgb = |dark: u32, light: u32, either: u32| {
        let [_, r, g, b] = match background {
            Background::Dark => dark,
            Background::Light => light,
            Background::Unknown => either,
        }
        .to_be_bytes();
        Color::Rgb(r, g, b)
    };
    let plain = Style::new();
    let accent = rgb(0x005c_adec, 0x0000_72b2, 0x002b_8fd9);
    let quiet = rgb(0x008b_949e, 0x0065_6d76, 0x007c_858f);
    // Whoever paints the paper chooses the ink as well.
    let ink = rgb(0x00e6_edf3, 0x001c_2128, 0x00f0_f4f8);
    let paper = rgb(0x0026_2c34, 0x00e6_eaee, 0x0026_2c34);
    match role {
        Role::Text | Role::Value | Role::Field => plain,
        Role::Dim | Role::KeyLabel | Role::Placeholder => plain.fg(quiet),
        Role::Strong => plain.add_modifier(Modifier::BOLD),
        Role::Title => match background {
            // Said, since a frame lends its own colour to a title that has none.
            Background::Unknown => plain.fg(Color::Reset).add_modifier(Modifier::BOLD),
            Background::Dark | Background::Light => plain
                .fg(rgb(0x00b1_bac4, 0x0042_4a53, 0))
                .add_modifier(Modifier::BOLD),
        },
        Role::Focus | Role::Note => plain.fg(accent),
        Role::Border => plain.fg(rgb(0x0048_4f58, 0x00c4_cad1, 0x0080_8891)),
        Role::Key | Role::Accent | Role::Method => plain.fg(accent).add_modifier(Modifier::BOLD),
        Role::Pass => plain.fg(rgb(0x0000_9e73, 0x0000_7a5a, 0x0000_9e73)),
        Role::Fail => plain.fg(rgb(0x00d5_5e00, 0x00b3_4a00, 0x00d5_5e00)),
        Role::Warn => plain.fg(rgb(0x00f0_e442, 0x0080_7000, 0x00a0_8600)),
        Role::Header => plain.fg(rgb(0x00e6_9f00, 0x009a_6700, 0x00bd_7f00)),
        Role::Payload => plain.fg(rgb(0x0056_b4e9, 0x0000_72b2, 0x002b_8fd9)),
        Role::Signature => plain.fg(rgb(0x00cc_79a7, 0x00a0_4a7c, 0x00c0_659a)),
        Role::Selection => plain.fg(ink).bg(rgb(0x001f_3a56, 0x00cf_e6f7, 0x001d_2a3a)),
        Role::Chip => plain.fg(ink).bg(paper),
        Role::Masked => plain
            .fg(rgb(0x008b_949e, 0x0065_6d76, 0x00d8_dee4))
            .bg(paper),
        Role::Name => plain.fg(rgb(0x009a_b8d3, 0x001f_4e79, 0x004f_86b0)),
    }
}

/// The nearest of the sixteen colours of the terminal's own theme. Yellow and cyan cannot be read on white as most terminals
/// have them, so where the background is or may be white, attributes stand in for them.
pub(super) fn sixteen(role: Role, background: Background) -> Style {
    let plain = Style::new();
    let pick = |dark: Color, light: Color, either: Color| match background {
        Background::Dark => dark,
        Background::Light => light,
        Background::Unknown => either,
    };
    let dark = background == Background::Dark;
    let accent = pick(Color::LightBlue, Color::Blue, Color::LightBlue);
    match role {
        Role::Text | Role::Value | Role::Field => plain,
        // The colour is said, since a frame lends its own to words on it that have none.
        Role::Dim | Role::KeyLabel | Role::Border | Role::Placeholder | Role::Masked => {
            plain.fg(Color::Reset).add_modifier(Modifier::DIM)
        }
        Role::Strong | Role::Title | Role::Chip => plain.add_modifier(Modifier::BOLD),
        Role::Focus | Role::Note => plain.fg(accent),
        Role::Key | Role::Accent | Role::Method => plain.fg(accent).add_modifier(Modifier::BOLD),
        Role::Pass => plain.fg(Color::Green),
        Role::Fail => plain.fg(pick(Color::LightRed, Color::Red, Color::LightRed)),
        Role::Warn if dark => plain.fg(Color::LightYellow),
        Role::Header if dark => plain.fg(Color::Yellow),
        Role::Warn | Role::Header => attributes(role),
        Role::Payload => plain.fg(pick(Color::LightCyan, Color::Blue, Color::LightBlue)),
        Role::Signature => plain.fg(pick(
            Color::LightMagenta,
            Color::Magenta,
            Color::LightMagenta,
        )),
        Role::Selection => plain.add_modifier(Modifier::REVERSED),
        Role::Name => plain.fg(pick(Color::Cyan, Color::Blue, Color::LightBlue)),
    }
}

/// Attributes alone, for terminals without colour and people who want none.
pub(super) fn attributes(role: Role) -> Style {
    let plain = Style::new();
    match role {
        Role::Text
        | Role::Value
        | Role::Field
        | Role::Note
        | Role::Payload
        | Role::Pass
        | Role::Name => plain,
        Role::Dim | Role::KeyLabel | Role::Border | Role::Masked | Role::Placeholder => {
            plain.add_modifier(Modifier::DIM)
        }
        Role::Strong
        | Role::Title
        | Role::Focus
        | Role::Key
        | Role::Accent
        | Role::Method
        | Role::Chip
        | Role::Fail
        | Role::Warn => plain.add_modifier(Modifier::BOLD),
        Role::Header => plain.add_modifier(Modifier::UNDERLINED),
        Role::Signature => plain.add_modifier(Modifier::ITALIC),
        Role::Selection => plain.add_modifier(Modifier::REVERSED),
    }
}
