//! What every command takes of the command line: colour, theme, quiet and the like.

use clap::{ColorChoice, ValueEnum};

/// The flags that stand before or after any command.
#[derive(clap::Args, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Flags {
    /// Whether to use colour.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    /// The colours of the tutor's screens; by itself those that the terminal's background asks for.
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "NAME",
        hide_short_help = true
    )]
    pub theme: Option<ThemeName>,
    /// Draw the end of a movement at once, as `REDUCE_MOTION` says too.
    #[arg(long, global = true, hide_short_help = true)]
    pub no_motion: bool,
    /// Leave the mouse to the terminal; M does so too, and takes it back.
    #[arg(long, global = true, hide_short_help = true)]
    pub no_mouse: bool,
    /// Print less on stderr.
    #[arg(long, global = true)]
    pub quiet: bool,
    /// Draw with ASCII alone, for terminals and fonts that make other signs too wide.
    #[arg(long, global = true, hide_short_help = true)]
    pub ascii: bool,
    /// Panics on purpose, to show that the terminal survives it. Debug builds only.
    #[cfg(debug_assertions)]
    #[arg(long, global = true, hide = true)]
    pub panic_on_purpose: bool,
}

/// When to use colour.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

/// The themes.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThemeName {
    /// Light on dark.
    Dark,
    /// Dark on light.
    Light,
    /// White on black.
    HighContrast,
    /// The terminal's own sixteen colours.
    Terminal,
}
