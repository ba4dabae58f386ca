//! The look: roles instead of colours, marks instead of signs. Only this file knows which colour a role has.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Style};
use ratatui::symbols::border;

pub use crate::app::settings::Palette;
use crate::tui::layout::Size;

mod marks;
mod palette;
mod role;

pub(crate) use marks::Marks;
use marks::{ASCII, SIGNS};
pub use role::{Background, Depth, Role};

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
    /// They are not wanted.
    pub ascii: bool,
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
            ascii: false,
        }
    }

    /// The theme of pictures in tests.
    pub fn roles() -> Self {
        Self {
            depth: Depth::Roles,
            background: Background::Dark,
            palette: Palette::Fitting,
            unicode: true,
            ascii: false,
        }
    }

    /// Signs beyond ASCII are shown.
    pub fn has_signs(&self) -> bool {
        self.unicode && !self.ascii
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
        let unicode = self.has_signs();
        Look {
            theme: self,
            marks: if unicode { &SIGNS } else { &ASCII },
            unicode,
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
    ascii: false,
};

impl Look<'_> {
    /// A look for counting the lines of a text when a key is handled; only widths matter there.
    pub(crate) fn measuring() -> Look<'static> {
        MEASURING.look(Size::Normal, false)
    }

    /// The same, in which no secret is shown.
    pub(crate) fn hiding(mut self) -> Self {
        self.revealed = false;
        self
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
mod tests;
