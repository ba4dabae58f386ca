//! The look: roles instead of colours, marks instead of signs. Only this file knows which colour a role has.

use ratatui::style::{Color, Style};
use ratatui::symbols::border;

use crate::tui::layout::Size;

mod marks;
mod palette;
mod role;

pub(crate) use marks::Marks;
use marks::{ASCII, SIGNS};
pub use role::{Background, Role};

/// How many colours the terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Any colour.
    True,
    /// The sixteen that the terminal's own theme defines.
    Sixteen,
    /// None: bold, dim, underlined and reversed only.
    Plain,
    /// Each role its own colour number, so that tests can read roles from a picture.
    Roles,
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
    /// It shows signs beyond ASCII.
    pub utf8: bool,
    /// `COLORFGBG`: `15;0` and the like.
    pub colorfgbg: String,
}

/// The colours and signs of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// How many colours.
    pub depth: Depth,
    /// What the terminal's own background is like.
    pub background: Background,
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
            unicode: around.utf8,
        }
    }

    /// The theme of pictures in tests.
    pub fn roles() -> Self {
        Self {
            depth: Depth::Roles,
            background: Background::Dark,
            unicode: true,
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
            Depth::True => palette::any(role, self.background),
            Depth::Sixteen => palette::sixteen(role, self.background),
            Depth::Plain => palette::attributes(role),
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
    use super::{Background, Color, Depth, Role, Surroundings, Theme};
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

    #[test]
    fn every_word_can_be_read_on_the_background_it_may_stand_on() {
        let (black, white) = (Color::Rgb(17, 21, 28), Color::Rgb(255, 255, 255));
        let cases = [
            (Background::Dark, vec![black]),
            (Background::Light, vec![white]),
            (Background::Unknown, vec![black, white]),
        ];
        for (background, behind) in cases {
            let theme = Theme {
                depth: Depth::True,
                background,
                unicode: true,
            };
            for role in Role::ALL.into_iter().filter(|role| *role != Role::Border) {
                let style = theme.style(role);
                let Some(ink) = style.fg.filter(|ink| *ink != Color::Reset) else {
                    assert_eq!(style.bg, None, "{role:?} leaves its words to chance");
                    continue;
                };
                let papers = style.bg.map_or_else(|| behind.clone(), |own| vec![own]);
                for paper in papers {
                    let (a, b) = (luminance(ink) + 0.05, luminance(paper) + 0.05);
                    let contrast = (a / b).max(b / a);
                    assert!(contrast >= 3.0, "{role:?} {background:?}: {contrast:.2}");
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
