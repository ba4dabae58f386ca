//! What can be read on what: the contrast of every role in every theme.

use super::{Background, Color, Depth, Palette, Role, Surroundings, Theme};
use std::collections::HashSet;

fn around() -> Surroundings {
    Surroundings {
        truecolor: true,
        utf8: true,
        ..Surroundings::default()
    }
}

#[test]
fn colours_follow_what_the_terminal_says() {
    assert_eq!(Theme::fitting(&around()).depth, Depth::True);
    let sixteen = Surroundings::default();
    assert_eq!(Theme::fitting(&sixteen).depth, Depth::Sixteen);
    let none = Surroundings {
        no_color: true,
        ..around()
    };
    assert_eq!(Theme::fitting(&none).depth, Depth::Plain);
    let light = Surroundings {
        colorfgbg: "0;15".into(),
        ..around()
    };
    assert_eq!(Theme::fitting(&light).background, Background::Light);
    assert_eq!(Theme::fitting(&around()).background, Background::Unknown);
}

/// Relative luminance, as WCAG 2.2 defines it.
fn luminance(color: Color) -> f64 {
    let Color::Rgb(r, g, b) = color else {
        panic!("{color:?} is no colour of its own");
    };
    let part = |it: u8| {
        let it = f64::from(it) / 255.0;
        if it <= 0.04045 {
            it / 12.92
        } else {
            ((it + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
}

/// Grounds that people have: black, this program's own, VS Code's, Gruvbox's, Solarized's, Ubuntu's.
const DARK: [u32; 6] = [0, 0x11_151c, 0x1e_1e1e, 0x28_2828, 0x00_2b36, 0x30_0a24];
const LIGHT: [u32; 3] = [0xff_ffff, 0xfd_f6e3, 0xfb_f1c7];

fn rgb(color: u32) -> Color {
    let [_, r, g, b] = color.to_be_bytes();
    Color::Rgb(r, g, b)
}

/// A colour of the cube of 256.
fn mixed(color: Color) -> Color {
    let Color::Indexed(number @ 16..=231) = color else {
        return color;
    };
    let level = |at: u8| [0, 95, 135, 175, 215, 255][usize::from(at % 6)];
    let at = number - 16;
    Color::Rgb(level(at / 36), level(at / 6), level(at))
}

fn contrast(ink: Color, paper: Color) -> f64 {
    let (a, b) = (luminance(ink) + 0.05, luminance(paper) + 0.05);
    (a / b).max(b / a)
}

/// A frame is no text; a placeholder in grey is told apart by standing in an empty field.
fn needed(role: Role) -> f64 {
    if role == Role::Border { 1.8 } else { 4.5 }
}

#[test]
fn every_word_can_be_read_on_the_background_it_may_stand_on() {
    let both: Vec<u32> = vec![0, 0xff_ffff];
    let cases = [
        (Palette::Fitting, Background::Dark, DARK.to_vec()),
        (Palette::Fitting, Background::Light, LIGHT.to_vec()),
        (Palette::Fitting, Background::Unknown, both),
        (Palette::Dark, Background::Unknown, vec![0x11_151c]),
        (Palette::Light, Background::Unknown, vec![0xff_ffff]),
        (Palette::HighContrast, Background::Unknown, vec![0]),
    ];
    for (palette, background, papers) in cases {
        for depth in [Depth::True, Depth::Many] {
            let theme = Theme {
                depth,
                background,
                palette,
                unicode: true,
                ascii: false,
            };
            for role in Role::ALL {
                let style = theme.style(role);
                let Some(ink) = style.fg.filter(|ink| *ink != Color::Reset) else {
                    assert_eq!(style.bg, None, "{role:?} leaves its words to chance");
                    continue;
                };
                let own = style.bg.map(|own| vec![mixed(own)]);
                let papers = papers.iter().map(|paper| rgb(*paper)).collect();
                for paper in own.unwrap_or(papers) {
                    let seen = contrast(mixed(ink), paper);
                    assert!(
                        seen >= needed(role),
                        "{role:?} {palette:?} {depth:?} {background:?} on {paper:?}: {seen:.2}"
                    );
                }
            }
        }
    }
}

/// The sixteen colours of three dark themes and a light one, and what they stand on.
const SIXTEEN: [(u32, Background, [u32; 16]); 4] = [
    (
        0,
        Background::Dark,
        [
            0, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5,
            0x7f_7f7f, 0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
        ],
    ),
    (
        0x1e_1e1e,
        Background::Dark,
        [
            0, 0xcd_3131, 0x0d_bc79, 0xe5_e510, 0x24_72c8, 0xbc_3fbc, 0x11_a8cd, 0xe5_e5e5,
            0x66_6666, 0xf1_4c4c, 0x23_d18b, 0xf5_f543, 0x3b_8eea, 0xd6_70d6, 0x29_b8db, 0xe5_e5e5,
        ],
    ),
    (
        0x28_2828,
        Background::Dark,
        [
            0x28_2828, 0xcc_241d, 0x98_971a, 0xd7_9921, 0x45_8588, 0xb1_6286, 0x68_9d6a, 0xa8_9984,
            0x92_8374, 0xfb_4934, 0xb8_bb26, 0xfa_bd2f, 0x83_a598, 0xd3_869b, 0x8e_c07c, 0xeb_dbb2,
        ],
    ),
    (
        0xfd_f6e3,
        Background::Light,
        [
            0x07_3642, 0xdc_322f, 0x85_9900, 0xb5_8900, 0x26_8bd2, 0xd3_3682, 0x2a_a198, 0xee_e8d5,
            0x00_2b36, 0xcb_4b16, 0x58_6e75, 0x65_7b83, 0x83_9496, 0x6c_71c4, 0x93_a1a1, 0xfd_f6e3,
        ],
    ),
];

fn of_sixteen(color: Color) -> Option<usize> {
    use Color::{
        Black, Blue, Cyan, DarkGray, Gray, Green, LightBlue, LightCyan, LightGreen, LightMagenta,
        LightRed, LightYellow, Magenta, Red, White, Yellow,
    };
    let all = [
        Black,
        Red,
        Green,
        Yellow,
        Blue,
        Magenta,
        Cyan,
        Gray,
        DarkGray,
        LightRed,
        LightGreen,
        LightYellow,
        LightBlue,
        LightMagenta,
        LightCyan,
        White,
    ];
    all.iter().position(|one| *one == color)
}

#[test]
fn what_is_coloured_with_sixteen_colours_can_be_read_in_usual_themes() {
    for (paper, background, colors) in SIXTEEN {
        for palette in [Palette::Fitting, Palette::Terminal] {
            let theme = Theme {
                depth: Depth::Sixteen,
                background,
                palette,
                unicode: true,
                ascii: false,
            };
            for role in Role::ALL {
                let style = theme.style(role);
                assert_eq!(style.bg, None, "{role:?}");
                let Some(at) = style.fg.and_then(of_sixteen) else {
                    continue;
                };
                let seen = contrast(rgb(colors[at]), rgb(paper));
                assert!(seen >= needed(role), "{role:?} on {paper:06x}: {seen:.2}");
            }
        }
    }
}

#[test]
fn without_colour_nothing_is_coloured_and_the_selection_still_shows() {
    let theme = Theme {
        depth: Depth::Plain,
        ..Theme::roles()
    };
    for role in Role::ALL {
        let style = theme.style(role);
        assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
    }
    assert_ne!(theme.style(Role::Selection), theme.style(Role::Text));
}

#[test]
fn pictures_tell_all_roles_apart() {
    let letters: HashSet<char> = Role::ALL.map(Role::letter).into();
    assert_eq!(letters.len(), Role::ALL.len());
}
