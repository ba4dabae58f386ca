//! Which colour a role has: with any colour at hand, with 256, with sixteen, with none.
//!
//! Every text has a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3) on each ground that it may stand on; the tests of `theme.rs` compute it.

use ratatui::style::{Color, Modifier, Style};

use super::role::{Background, Depth, Role};

/// The colours of a role on a dark ground, on a light one, and on one of which nothing is known.
type Tones = [u32; 3];

/// After the palette of Okabe and Ito, which colour-blind eyes tell apart. The third tone is read on black and on white.
const ACCENT: Tones = [0x005c_adec, 0x0000_71b0, 0x0017_79c6];
const QUIET: Tones = [0x008f_99a3, 0x0065_6d76, 0x006c_7782];
const TITLE: Tones = [0x00b1_bac4, 0x0042_4a53, 0x0068_7789];
const FRAME: Tones = [0x005a_626c, 0x00a9_b1ba, 0x006e_7780];
const PASS: Tones = [0x0000_b383, 0x0000_7a5a, 0x0000_8662];
const FAIL: Tones = [0x00f2_703a, 0x00b3_4a00, 0x00d0_470e];
const WARN: Tones = [0x00f0_e442, 0x007b_6b00, 0x0080_780a];
const HEADER: Tones = [0x00e6_9f00, 0x0092_6200, 0x009d_6d00];
const PAYLOAD: Tones = [0x0056_b4e9, 0x0000_71b0, 0x0017_7cb5];
const SIGNATURE: Tones = [0x00d0_80ae, 0x00a0_4a7c, 0x00bc_4e8b];
const NAME: Tones = [0x009a_b8d3, 0x001f_4e79, 0x0048_7aa6];

/// Whoever paints the paper chooses the ink as well.
const INK: Tones = [0x00e6_edf3, 0x001c_2128, 0x00f0_f4f8];
const PAPER: Tones = [0x0026_2c34, 0x00e6_eaee, 0x0026_2c34];
const SELECTION: Tones = [0x001f_3a56, 0x00cf_e6f7, 0x001d_2a3a];
const WHITE: Tones = [0x00ff_ffff; 3];
const BLACK: Tones = [0x0010_1418; 3];
const PASSED: Tones = [0x000b_6e4f; 3];
const FAILED: Tones = [0x00a8_3200; 3];
const WARNED: Tones = [0x00e8_c547; 3];

fn tone(tones: Tones, background: Background) -> Color {
    let [dark, light, either] = tones;
    let [_, r, g, b] = match background {
        Background::Dark => dark,
        Background::Light => light,
        Background::Unknown => either,
    }
    .to_be_bytes();
    Color::Rgb(r, g, b)
}

/// The paper that a theme paints, and the ink of what says no colour of its own.
pub(super) fn ground(background: Background, depth: Depth) -> Style {
    let ink: Tones = INK;
    let paper: Tones = [0x0011_151c, 0x00ff_ffff, 0x0011_151c];
    let up = background == Background::Dark;
    let (fg, bg) = (tone(ink, background), tone(paper, background));
    if depth == Depth::True {
        return Style::new().fg(fg).bg(bg);
    }
    Style::new().fg(number(fg, up)).bg(number(bg, !up))
}

/// With any colour at hand.
pub(super) fn any(role: Role, background: Background) -> Style {
    let ink = |tones| Style::new().fg(tone(tones, background));
    let on = |tones, paper| ink(tones).bg(tone(paper, background));
    match role {
        Role::Text | Role::Value | Role::Field => Style::new(),
        Role::Strong => Style::new().add_modifier(Modifier::BOLD),
        Role::Dim | Role::KeyLabel | Role::Placeholder => ink(QUIET),
        Role::Title => ink(TITLE).add_modifier(Modifier::BOLD),
        Role::Focus | Role::Note => ink(ACCENT),
        Role::Border => ink(FRAME),
        Role::Key | Role::Accent | Role::Method => ink(ACCENT).add_modifier(Modifier::BOLD),
        Role::Pass => ink(PASS),
        Role::Fail => ink(FAIL),
        Role::Warn => ink(WARN),
        Role::Header => ink(HEADER),
        Role::Payload => ink(PAYLOAD),
        Role::Signature => ink(SIGNATURE),
        Role::Name => ink(NAME),
        Role::Selection => on(INK, SELECTION),
        Role::Chip => on(INK, PAPER),
        Role::Masked => match background {
            Background::Dark => on(QUIET, PAPER).fg(tone(TITLE, background)),
            Background::Light => on(TITLE, PAPER),
            Background::Unknown => on(INK, PAPER),
        },
        Role::ChipPass => on(WHITE, PASSED).add_modifier(Modifier::BOLD),
        Role::ChipFail => on(WHITE, FAILED).add_modifier(Modifier::BOLD),
        Role::ChipWarn => on(BLACK, WARNED).add_modifier(Modifier::BOLD),
    }
}

/// As [`any`], by the numbers of the 256 colours: the nearest that is not darker on a dark ground, and not lighter on a light one.
pub(super) fn indexed(role: Role, background: Background) -> Style {
    if background == Background::Unknown {
        return sixteen(role, background);
    }
    let style = any(role, background);
    let up = match (style.fg, style.bg) {
        (Some(ink), Some(paper)) => weight(ink) > weight(paper),
        (_, None) | (None, _) => background == Background::Dark,
    };
    Style {
        fg: style.fg.map(|color| number(color, up)),
        bg: style.bg.map(|color| number(color, !up)),
        ..style
    }
}

/// How light a colour is, as far as it takes to tell ink from paper.
fn weight(color: Color) -> u32 {
    match color {
        Color::Rgb(r, g, b) => 2 * u32::from(r) + 5 * u32::from(g) + u32::from(b),
        _ => 0,
    }
}

/// The levels of the colour cube of xterm, whose colours begin at 16.
const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

fn number(color: Color, up: bool) -> Color {
    let Color::Rgb(r, g, b) = color else {
        return color;
    };
    let level = |part: u8| {
        let above = LEVELS.iter().position(|level| *level >= part).unwrap_or(5);
        let exact = LEVELS.get(above) == Some(&part);
        let level = if up || exact {
            above
        } else {
            above.saturating_sub(1)
        };
        u8::try_from(level).unwrap_or(0)
    };
    Color::Indexed(16 + 36 * level(r) + 6 * level(g) + level(b))
}

/// White on black, with the brightest of each colour: at least 7:1.
pub(super) fn high_contrast(role: Role) -> Style {
    let bright = |role| {
        let rgb = |[_, r, g, b]: [u8; 4]| Style::new().fg(Color::Rgb(r, g, b));
        rgb(u32::to_be_bytes(role))
    };
    let bold = |style: Style| style.add_modifier(Modifier::BOLD);
    match role {
        Role::Text | Role::Value | Role::Field | Role::Dim | Role::KeyLabel => bright(0x00ff_ffff),
        Role::Placeholder | Role::Border => bright(0x00c8_c8c8),
        Role::Strong | Role::Title => bold(bright(0x00ff_ffff)),
        Role::Focus | Role::Note | Role::Payload => bright(0x0080_d0ff),
        Role::Key | Role::Accent | Role::Method => bold(bright(0x0080_d0ff)),
        Role::Pass => bold(bright(0x0050_ff9c)),
        Role::Fail => bold(bright(0x00ff_a08a)),
        Role::Warn => bold(bright(0x00ff_f060)),
        Role::Header => bright(0x00ff_c04d),
        Role::Signature => bright(0x00ff_a6d9),
        Role::Name => bright(0x00d0_e6ff),
        Role::Masked => bright(0x00ff_ffff).bg(Color::Rgb(64, 64, 64)),
        Role::Selection | Role::Chip | Role::ChipPass | Role::ChipFail | Role::ChipWarn => bold(
            Style::new()
                .fg(Color::Rgb(0, 0, 0))
                .bg(Color::Rgb(255, 255, 255)),
        ),
    }
}

/// Of the sixteen colours of the terminal's own theme those that can be read on a dark ground as xterm, VS Code and Gruvbox have
/// them. On a light ground (Solarized's above all) none can, so there, and where nothing is known, attributes stand in for them.
pub(super) fn sixteen(role: Role, background: Background) -> Style {
    if background != Background::Dark {
        return Style {
            fg: Some(Color::Reset),
            ..attributes(role)
        };
    }
    let ink = |color| Style::new().fg(color);
    let bold = |style: Style| style.add_modifier(Modifier::BOLD);
    match role {
        Role::Text | Role::Value | Role::Field => Style::new(),
        // The colour is said, since a frame lends its own to words on it that have none.
        Role::Dim | Role::KeyLabel | Role::Placeholder | Role::Masked => ink(Color::Gray),
        Role::Border => ink(Color::DarkGray),
        Role::Strong | Role::Title => bold(ink(Color::Reset)),
        Role::Focus | Role::Note | Role::Payload => ink(Color::LightCyan),
        Role::Key | Role::Accent | Role::Method => bold(ink(Color::LightCyan)),
        Role::Pass => ink(Color::LightGreen),
        Role::Fail => bold(ink(Color::LightMagenta)),
        Role::Warn => bold(ink(Color::LightYellow)),
        Role::Header => ink(Color::Yellow),
        Role::Signature => ink(Color::LightMagenta),
        Role::Name => ink(Color::Cyan),
        Role::Selection | Role::Chip | Role::ChipPass | Role::ChipFail | Role::ChipWarn => {
            attributes(role)
        }
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
        | Role::Name
        | Role::Dim
        | Role::KeyLabel
        | Role::Masked => plain,
        Role::Border | Role::Placeholder => plain.add_modifier(Modifier::DIM),
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
        Role::ChipPass | Role::ChipFail | Role::ChipWarn => {
            plain.add_modifier(Modifier::REVERSED | Modifier::BOLD)
        }
    }
}
