//! The look: roles instead of colours, marks instead of signs. Only this file knows which colour a role has.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Style};
use ratatui::symbols::border;

use crate::tui::layout::Size;

mod marks;
mod palette;
mod role;

pub(crate) use marks::Marks;
use marks::{ASCII, SIGNS};
pub use role::{Background, Depth, Role};

/// Which colours somebody chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Palette {
    /// What can be read on the terminal's own background.
    #[default]
    Fitting,
    /// Light on dark, the background painted.
    Dark,
    /// Dark on light, the background painted.
    Light,
    /// White on black, everything at 7:1 and more.
    HighContrast,
    /// The sixteen colours of the terminal's own theme.
    Terminal,
}

impl Palette {
    /// All, in the order in which they follow each other, with the names that `--theme` takes.
    const NAMED: [(Self, &'static str); 5] = [
        (Self::Fitting, ""),
        (Self::Dark, "dark"),
        (Self::Light, "light"),
        (Self::HighContrast, "high-contrast"),
        (Self::Terminal, "terminal"),
    ];

    /// The one of that name; what fits the terminal where there is none.
    pub fn named(name: &str) -> Self {
        let found = Self::NAMED.iter().find(|(_, known)| *known == name);
        found.map_or(Self::Fitting, |(palette, _)| *palette)
    }

    /// Its name, as `--theme` takes it; none for what fits the terminal.
    pub fn name(self) -> Option<&'static str> {
        let found = Self::NAMED.iter().find(|(palette, _)| *palette == self);
        found.map(|(_, name)| *name).filter(|name| !name.is_empty())
    }

    /// The next one.
    fn next(self) -> Self {
        let at = Self::NAMED.iter().position(|(palette, _)| *palette == self);
        let next = (at.unwrap_or(0) + 1) % Self::NAMED.len();
        Self::NAMED
            .get(next)
            .map_or(Self::Fitting, |(palette, _)| *palette)
    }
}

/// What the environment says about the terminal. Read once, in `cli`, and handed down.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an answer of its own"
)]
pub struct Surroundings {
    /// Colour is off.
    pub no_color: bool,
    /// The terminal only takes characters.
    pub dumb: bool,
    /// It shows any colour.
    pub truecolor: bool,
    /// It shows 256 colours.
    pub many: bool,
    /// It shows signs beyond ASCII.
    pub utf8: bool,
    /// `COLORFGBG`: `15;0` and the like.
    pub colorfgbg: String,
    /// Which colours were asked for.
    pub palette: Palette,
}

/// The colours and signs of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// How many colours.
    pub depth: Depth,
    /// What the terminal's own background is like.
    pub background: Background,
    /// Which colours were chosen.
    pub palette: Palette,
    /// Signs beyond ASCII can be shown.
    pub unicode: bool,
}

impl Theme {
    /// What fits the surroundings. The base colours stay the terminal's own.
    pub fn fitting(around: &Surroundings) -> Self {
        let depth = if around.no_color || around.dumb {
            Depth::Plain
        } else if around.truecolor {
            Depth::True
        } else if around.many {
            Depth::Many
        } else {
            Depth::Sixteen
        };
        let background = around.colorfgbg.rsplit(';').next().unwrap_or_default();
        Self {
            depth,
            background: match background {
                "7" | "15" => Background::Light,
                "" | "default" => Background::Unknown,
                _ => Background::Dark,
            },
            palette: around.palette,
            unicode: around.utf8,
        }
    }

    /// The theme of pictures in tests.
    pub fn roles() -> Self {
        Self {
            depth: Depth::Roles,
            background: Background::Dark,
            palette: Palette::Fitting,
            unicode: true,
        }
    }

    /// True where the terminal's background decides, and so is asked for.
    pub fn asks_the_terminal(self) -> bool {
        matches!(self.palette, Palette::Fitting | Palette::Terminal)
            && matches!(self.depth, Depth::True | Depth::Many | Depth::Sixteen)
    }

    /// The same theme on a background of that colour.
    #[must_use]
    pub fn on(self, [red, green, blue]: [u8; 3]) -> Self {
        // ITU-R BT.709, as far as it takes to tell light from dark.
        let luma = 2126 * u32::from(red) + 7152 * u32::from(green) + 722 * u32::from(blue);
        let background = if luma > 10_000 * 110 {
            Background::Light
        } else {
            Background::Dark
        };
        Self { background, ..self }
    }

    /// The same with the next palette.
    #[must_use]
    pub(crate) fn turned(self) -> Self {
        Self {
            palette: self.palette.next(),
            ..self
        }
    }

    /// Puts the theme's own paper and ink where nothing says another.
    pub(crate) fn paint(self, buffer: &mut Buffer) {
        let Some(ground) = self.ground() else { return };
        for cell in &mut buffer.content {
            if cell.bg == Color::Reset {
                cell.bg = ground.bg.unwrap_or(Color::Reset);
            }
            if cell.fg == Color::Reset {
                cell.fg = ground.fg.unwrap_or(Color::Reset);
            }
        }
    }

    /// What stands under everything, where the theme paints it.
    fn ground(self) -> Option<Style> {
        if !matches!(self.depth, Depth::True | Depth::Many) {
            return None;
        }
        match self.palette {
            Palette::Fitting | Palette::Terminal => None,
            Palette::Dark => Some(palette::ground(Background::Dark, self.depth)),
            Palette::Light => Some(palette::ground(Background::Light, self.depth)),
            Palette::HighContrast => {
                Some(Style::new().fg(Color::Indexed(231)).bg(Color::Indexed(16)))
            }
        }
    }

    fn background(self) -> Background {
        match self.palette {
            Palette::Fitting | Palette::Terminal => self.background,
            Palette::Dark | Palette::HighContrast => Background::Dark,
            Palette::Light => Background::Light,
        }
    }

    /// The look for a screen of that size.
    pub(crate) fn look(&self, size: Size, revealed: bool) -> Look<'_> {
        Look {
            theme: self,
            marks: if self.unicode { &SIGNS } else { &ASCII },
            unicode: self.unicode,
            size,
            revealed,
        }
    }

    fn style(self, role: Role) -> Style {
        match self.depth {
            Depth::Plain => palette::attributes(role),
            Depth::True | Depth::Many if self.palette == Palette::HighContrast => {
                palette::high_contrast(role)
            }
            Depth::True | Depth::Many if self.palette == Palette::Terminal => {
                palette::sixteen(role, self.background)
            }
            Depth::True => palette::any(role, self.background()),
            Depth::Many => palette::indexed(role, self.background()),
            Depth::Sixteen => palette::sixteen(role, self.background()),
            Depth::Roles if role == Role::Text => Style::new(),
            Depth::Roles => Style::new().fg(Color::Indexed(role as u8)),
        }
    }
}

/// Colours and signs as the screens use them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look<'a> {
    theme: &'a Theme,
    /// The signs.
    pub(crate) marks: &'static Marks,
    /// Signs beyond ASCII can be shown.
    pub(crate) unicode: bool,
    /// The size class of the terminal.
    pub(crate) size: Size,
    /// Secrets are shown in full at this moment.
    pub(crate) revealed: bool,
}

/// For counting lines where nothing is drawn.
static MEASURING: Theme = Theme {
    depth: Depth::Plain,
    background: Background::Dark,
    palette: Palette::Fitting,
    unicode: true,
};

impl Look<'_> {
    /// A look for counting the lines of a text when a key is handled; only widths matter there.
    pub(crate) fn measuring() -> Look<'static> {
        MEASURING.look(Size::Normal, false)
    }

    /// The style of a role.
    pub(crate) fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// True where two panes stand side by side.
    pub(crate) fn is_wide(&self) -> bool {
        self.size.is_wide()
    }

    /// The frame around a pane.
    pub(crate) fn borders(&self) -> border::Set<'static> {
        if self.unicode { border::ROUNDED } else { PLUS }
    }
}

const PLUS: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

#[cfg(test)]
mod tests {
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
                0x7f_7f7f, 0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff,
                0xff_ffff,
            ],
        ),
        (
            0x1e_1e1e,
            Background::Dark,
            [
                0, 0xcd_3131, 0x0d_bc79, 0xe5_e510, 0x24_72c8, 0xbc_3fbc, 0x11_a8cd, 0xe5_e5e5,
                0x66_6666, 0xf1_4c4c, 0x23_d18b, 0xf5_f543, 0x3b_8eea, 0xd6_70d6, 0x29_b8db,
                0xe5_e5e5,
            ],
        ),
        (
            0x28_2828,
            Background::Dark,
            [
                0x28_2828, 0xcc_241d, 0x98_971a, 0xd7_9921, 0x45_8588, 0xb1_6286, 0x68_9d6a,
                0xa8_9984, 0x92_8374, 0xfb_4934, 0xb8_bb26, 0xfa_bd2f, 0x83_a598, 0xd3_869b,
                0x8e_c07c, 0xeb_dbb2,
            ],
        ),
        (
            0xfd_f6e3,
            Background::Light,
            [
                0x07_3642, 0xdc_322f, 0x85_9900, 0xb5_8900, 0x26_8bd2, 0xd3_3682, 0x2a_a198,
                0xee_e8d5, 0x00_2b36, 0xcb_4b16, 0x58_6e75, 0x65_7b83, 0x83_9496, 0x6c_71c4,
                0x93_a1a1, 0xfd_f6e3,
            ],
        ),
    ];

    fn of_sixteen(color: Color) -> Option<usize> {
        use Color::{
            Black, Blue, Cyan, DarkGray, Gray, Green, LightBlue, LightCyan, LightGreen,
            LightMagenta, LightRed, LightYellow, Magenta, Red, White, Yellow,
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
}
