//! The environment, read in this one place and handed down.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use secrecy::SecretString;

/// `--ascii` was given, which says the same as its variable.
static ASCII: AtomicBool = AtomicBool::new(false);

/// From now on the environment says that there are no signs beyond ASCII.
pub fn ascii_alone() {
    ASCII.store(true, Ordering::Relaxed);
}

/// What the environment says, as far as this program listens.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one variable of the environment, and they are independent"
)]
pub struct Environment {
    /// `NO_COLOR` is set and not empty (<https://no-color.org>).
    pub no_color: bool,
    /// `CLICOLOR_FORCE` is set and not `0` (<https://bixense.com/clicolors>).
    pub clicolor_force: bool,
    /// `TERM`; empty when it is not set.
    pub term: String,
    /// `COLORTERM` says that the terminal shows 24-bit colours.
    pub truecolor: bool,
    /// `ACCESSIBLE` is set and not `0`: plain lines instead of screens.
    pub accessible: bool,
    /// `OAUTH_TUTOR_CLIENT_SECRET`.
    pub client_secret: Option<SecretString>,
    /// The locale says that text is UTF-8.
    pub lang_utf8: bool,
    /// `COLORFGBG`, which some terminals set: `15;0`, foreground and background.
    pub colorfgbg: String,
    /// `OAUTH_TUTOR_ASCII` is set and not `0`: no signs beyond ASCII.
    pub ascii: bool,
    /// `COLUMNS` and `LINES`, for a terminal that does not say how large it is; else 80 and 24.
    pub size: (u16, u16),
    /// `REDUCE_MOTION` is set and not `0`.
    pub reduce_motion: bool,
    /// `TMUX` is set: tmux is between this program and the terminal.
    pub tmux: bool,
    /// `STY` is set: GNU screen is.
    pub screen: bool,
    /// The terminal is one that is known to show links (OSC 8), by the variables that it sets for its programs.
    pub links: bool,
    /// `VISUAL`, else `EDITOR`, else `vi` (POSIX, "Environment Variables").
    pub editor: String,
    /// `OAUTH_TUTOR_COURSE`: a folder with a course to open instead of the built-in one.
    pub course: Option<PathBuf>,
    /// `PATH`: where programs are looked for.
    pub path: Option<String>,
    /// `MALLOC_ARENA_MAX` or a tunable of its kind is set, or `OAUTH_TUTOR_HEAPS`: it is said how many heaps glibc may keep.
    pub heaps: bool,
    /// `OAUTH_TUTOR_DEBUG_PANIC`; only debug builds listen to it.
    pub debug_panic: String,
}

impl Environment {
    /// Reads the environment of this process.
    pub fn read() -> Self {
        let mut environment = Self::of(variable);
        environment.ascii |= ASCII.load(Ordering::Relaxed);
        environment
    }

    /// The same from any source of variables, for tests.
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let on = |name| set(name).is_some_and(|value| value != "0");
        // POSIX: the first of these that is set decides.
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
        let locale = locale.unwrap_or_default().to_ascii_lowercase();
        let length = |name, usual| {
            let said = set(name).and_then(|value| value.parse().ok());
            said.filter(|length| *length > 0).unwrap_or(usual)
        };
        Self {
            no_color: set("NO_COLOR").is_some(),
            clicolor_force: on("CLICOLOR_FORCE"),
            term: set("TERM").unwrap_or_default(),
            truecolor: matches!(set("COLORTERM").as_deref(), Some("truecolor" | "24bit")),
            accessible: on("ACCESSIBLE"),
            client_secret: set("OAUTH_TUTOR_CLIENT_SECRET").map(SecretString::from),
            heaps: set("MALLOC_ARENA_MAX")
                .or_else(|| set("OAUTH_TUTOR_HEAPS"))
                .or_else(|| set("GLIBC_TUNABLES").filter(|all| all.contains("arena_max")))
                .is_some(),
            lang_utf8: locale.contains("utf-8") || locale.contains("utf8"),
            colorfgbg: set("COLORFGBG").unwrap_or_default(),
            ascii: on("OAUTH_TUTOR_ASCII"),
            size: (length("COLUMNS", 80), length("LINES", 24)),
            reduce_motion: on("REDUCE_MOTION"),
            tmux: set("TMUX").is_some(),
            screen: set("STY").is_some(),
            links: knows_links(&set),
            editor: set("VISUAL")
                .or_else(|| set("EDITOR"))
                .unwrap_or_else(|| "vi".to_owned()),
            course: set("OAUTH_TUTOR_COURSE").map(PathBuf::from),
            path: set("PATH"),
            debug_panic: set("OAUTH_TUTOR_DEBUG_PANIC").unwrap_or_default(),
        }
    }

    /// True where signs beyond ASCII can be shown.
    pub fn shows_unicode(&self) -> bool {
        self.lang_utf8 && !self.ascii && !self.is_dumb() && !self.is_console()
    }

    /// True for the console of Linux: its fonts have few signs, and it prints sequences that it does not know.
    pub fn is_console(&self) -> bool {
        self.term == "linux"
    }

    /// True where any colour is shown. GNU screen hands `COLORTERM` on from the terminal around it, and drops such colours.
    pub fn shows_any_colour(&self) -> bool {
        let in_screen = self.screen || self.term.starts_with("screen");
        self.truecolor && (self.tmux || !in_screen)
    }

    /// True where links are shown. tmux and GNU screen hand on the variables of the terminal around them, and may drop its links.
    pub fn shows_links(&self) -> bool {
        let between = self.tmux || self.screen || self.term.starts_with("screen");
        self.links && !between && !self.is_dumb() && !self.is_console()
    }

    /// True for a terminal that only takes characters.
    pub fn is_dumb(&self) -> bool {
        self.term == "dumb"
    }
}

/// Terminals that show links, by the name of their kind.
const LINKING_TERMS: [&str; 6] = [
    "alacritty",
    "contour",
    "foot",
    "wezterm",
    "xterm-ghostty",
    "xterm-kitty",
];

/// The same, by what they call themselves.
const LINKING_PROGRAMS: [&str; 5] = ["Hyper", "WezTerm", "ghostty", "iTerm.app", "vscode"];

/// The first versions of those that say their version: GNOME's (VTE 0.50) and KDE's (Konsole 20.12).
const LINKING_VERSIONS: [(&str, u32); 2] = [("VTE_VERSION", 5000), ("KONSOLE_VERSION", 201_200)];

fn knows_links(set: &impl Fn(&str) -> Option<String>) -> bool {
    let is_one = |name: &str, known: &[&str]| {
        let said = set(name).unwrap_or_default();
        known.iter().any(|one| {
            let rest = said.strip_prefix(one);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        })
    };
    let is_new = |(name, first): (&str, u32)| {
        let version = set(name).and_then(|said| said.parse::<u32>().ok());
        version.is_some_and(|version| version >= first)
    };
    is_one("TERM", &LINKING_TERMS)
        || is_one("TERM_PROGRAM", &LINKING_PROGRAMS)
        || set("WT_SESSION").is_some()
        || LINKING_VERSIONS.into_iter().any(is_new)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the environment is read; everything else gets an `Environment`"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// True when a person sits at both ends.
pub fn is_interactive() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}
