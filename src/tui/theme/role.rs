//! What a piece of the screen means, and what it is drawn on: the words in which screens and palettes speak of colours.

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
    /// A verdict that can be read from the back of a room: good.
    ChipPass,
    /// The same, bad.
    ChipFail,
    /// The same, worth a look.
    ChipWarn,
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
    pub const ALL: [Self; 27] = [
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
        Self::ChipPass,
        Self::ChipFail,
        Self::ChipWarn,
        Self::Masked,
        Self::Method,
        Self::Name,
        Self::Value,
        Self::Field,
        Self::Placeholder,
    ];

    /// The letter that pictures print for this role.
    pub fn letter(self) -> char {
        let letters: &[u8; 27] = b".dbTFBklapfwnHPSsC+-!mMNvei";
        char::from(letters[self as usize])
    }
}

/// What the terminal's own background is like. Screens are drawn on it, so it decides which colours can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// Dark.
    Dark,
    /// Light.
    Light,
    /// The terminal does not say: colours that can be read on both.
    Unknown,
}

/// How many colours the terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Any colour.
    True,
    /// The 256 of xterm.
    Many,
    /// The sixteen that the terminal's own theme defines.
    Sixteen,
    /// None: bold, dim, underlined and reversed only.
    Plain,
    /// Each role its own colour number, so that tests can read roles from a picture.
    Roles,
}
