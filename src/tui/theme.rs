//! The look: roles instead of colours, marks instead of signs. Only this file knows which colour a role has.

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

use crate::tui::layout::Size;

mod marks;

pub(crate) use marks::Marks;
use marks::{ASCII, SIGNS};

/// What a piece of the screen means. Each has a letter, which pictures in tests print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Text that may be overlooked: labels, hints, times.
    Dim,
    /// Text that should not be overlooked.
    Strong,
    /// The title of a pane or a screen.
    Title,
    /// The frame of the pane that has the focus.
    Focus,
    /// The frame of a pane without it.
    Border,
    /// A key, in the footer and elsewhere.
    Key,
    /// What a key does.
    KeyLabel,
    /// The stage the learner is at, the cursor of a list, links.
    Accent,
    /// Passed, granted, right.
    Pass,
    /// Failed, refused, wrong.
    Fail,
    /// Worth a look.
    Warn,
    /// A fact, neither good nor bad.
    Note,
    /// The first part of a token.
    Header,
    /// The second part of a token.
    Payload,
    /// The third part of a token.
    Signature,
    /// The selected row.
    Selection,
    /// A small label with a background: the target, a switch that is on.
    Chip,
    /// A secret that is not shown.
    Masked,
    /// An HTTP method, a status line.
    Method,
    /// The name of a parameter, a header, a claim.
    Name,
    /// The value of one.
    Value,
    /// The text in a form field.
    Field,
    /// A placeholder in an empty field.
    Placeholder,
}

impl Role {
    /// All, in the order of their declaration.
    pub const ALL: [Self; 24] = [
        Self::Text,
        Self::Dim,
        Self::Strong,
        Self::Title,
        Self::Focus,
        Self::Border,
        Self::Key,
        Self::KeyLabel,
        Self::Accent,
        Self::Pass,
        Self::Fail,
        Self::Warn,
        Self::Note,
        Self::Header,
        Self::Payload,
        Self::Signature,
        Self::Selection,
        Self::Chip,
        Self::Masked,
        Self::Method,
        Self::Name,
        Self::Value,
        Self::Field,
        Self::Placeholder,
    ];

    /// The letter that pictures print for this role.
    pub fn letter(self) -> char {
        let letters: &[u8; 24] = b".dbTFBklapfwnHPSsCmMNvei";
        char::from(letters[self as usize])
    }
}

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
    /// The background is light.
    pub light: bool,
    /// Signs beyond ASCII can be shown.
    pub unicode: bool,
}

impl Theme {
    /// What fits the surroundings. Unknown backgrounds are taken for dark, and the base colours stay the terminal's own.
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
            light: matches!(background, "7" | "15"),
            unicode: around.utf8,
        }
    }

    /// The theme of pictures in tests.
    pub fn roles() -> Self {
        Self {
            depth: Depth::Roles,
            light: false,
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
            Depth::True => true_style(role, self.light),
            Depth::Sixteen => sixteen_style(role, self.light),
            Depth::Plain => plain_style(role),
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
    light: false,
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

/// The palette of Okabe and Ito, which colour-blind eyes tell apart; darker twins on a light background.
fn true_style(role: Role, light: bool) -> Style {
    let rgb = |dark: u32, bright: u32| {
        let [_, r, g, b] = (if light { bright } else { dark }).to_be_bytes();
        Color::Rgb(r, g, b)
    };
    let plain = Style::new();
    let accent = rgb(0x005c_adec, 0x0000_72b2);
    let quiet = rgb(0x008b_949e, 0x0065_6d76);
    match role {
        Role::Text | Role::Value | Role::Field => plain,
        Role::Dim | Role::KeyLabel | Role::Placeholder => plain.fg(quiet),
        Role::Strong => plain.add_modifier(Modifier::BOLD),
        Role::Title => plain
            .fg(rgb(0x00b1_bac4, 0x0042_4a53))
            .add_modifier(Modifier::BOLD),
        Role::Focus | Role::Note => plain.fg(accent),
        Role::Border => plain.fg(rgb(0x0048_4f58, 0x00c4_cad1)),
        Role::Key | Role::Accent | Role::Method => plain.fg(accent).add_modifier(Modifier::BOLD),
        Role::Pass => plain.fg(rgb(0x0000_9e73, 0x0000_7a5a)),
        Role::Fail => plain.fg(rgb(0x00d5_5e00, 0x00b3_4a00)),
        Role::Warn => plain.fg(rgb(0x00f0_e442, 0x0080_7000)),
        Role::Header => plain.fg(rgb(0x00e6_9f00, 0x009a_6700)),
        Role::Payload => plain.fg(rgb(0x0056_b4e9, 0x0000_72b2)),
        Role::Signature => plain.fg(rgb(0x00cc_79a7, 0x00a0_4a7c)),
        Role::Selection => plain.bg(rgb(0x001f_3a56, 0x00cf_e6f7)),
        Role::Chip => plain.bg(rgb(0x0026_2c34, 0x00e6_eaee)),
        Role::Masked => plain.fg(quiet).bg(rgb(0x0026_2c34, 0x00e6_eaee)),
        Role::Name => plain.fg(rgb(0x009a_b8d3, 0x001f_4e79)),
    }
}

/// The nearest of the sixteen colours of the terminal's own theme.
fn sixteen_style(role: Role, light: bool) -> Style {
    let plain = Style::new();
    let pick = |dark: Color, bright: Color| if light { bright } else { dark };
    let accent = pick(Color::LightBlue, Color::Blue);
    match role {
        Role::Text | Role::Value | Role::Field => plain,
        Role::Dim | Role::KeyLabel | Role::Border | Role::Placeholder | Role::Masked => {
            plain.add_modifier(Modifier::DIM)
        }
        Role::Strong | Role::Title | Role::Chip => plain.add_modifier(Modifier::BOLD),
        Role::Focus | Role::Note => plain.fg(accent),
        Role::Key | Role::Accent | Role::Method => plain.fg(accent).add_modifier(Modifier::BOLD),
        Role::Pass => plain.fg(Color::Green),
        Role::Fail => plain.fg(pick(Color::LightRed, Color::Red)),
        Role::Warn => plain.fg(pick(Color::LightYellow, Color::Yellow)),
        Role::Header => plain.fg(Color::Yellow),
        Role::Payload => plain.fg(pick(Color::LightCyan, Color::Cyan)),
        Role::Signature => plain.fg(pick(Color::LightMagenta, Color::Magenta)),
        Role::Selection => plain.add_modifier(Modifier::REVERSED),
        Role::Name => plain.fg(pick(Color::Cyan, Color::Blue)),
    }
}

/// Attributes alone, for terminals without colour and people who want none.
fn plain_style(role: Role) -> Style {
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

#[cfg(test)]
mod tests {
    use super::{Depth, Role, Surroundings, Theme};
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
        assert!(Theme::fitting(&light).light && !Theme::fitting(&around()).light);
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
