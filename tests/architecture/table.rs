//! The allowed table: which layer may know what, and the names reserved to single files.

/// The outside crates a layer may name.
pub(crate) enum Crates {
    /// Exactly these and the standard library.
    Only(&'static [&'static str]),
    /// Any dependency that `never` does not list.
    Any,
}

/// One layer: a folder of `src` with the file of the same name.
pub(crate) struct Layer {
    /// The module under the crate root.
    pub(crate) name: &'static str,
    /// Other layers it may import.
    pub(crate) ours: &'static [&'static str],
    /// Outside crates it may name.
    pub(crate) crates: Crates,
    /// Paths (with everything below them) and macros it must never mention.
    pub(crate) never: &'static [&'static str],
}

/// A name that one or a few files of a layer keep to themselves.
pub(crate) struct Reserved {
    /// The layer in which the rule holds; empty means everywhere.
    pub(crate) within: &'static str,
    /// Paths, with everything below them.
    pub(crate) paths: &'static [&'static str],
    /// Names wherever they stand in a path; `.name` is a method call.
    pub(crate) names: &'static [&'static str],
    /// The modules that may use them, each with the modules below it.
    pub(crate) only_in: &'static [&'static str],
}

/// What no pure layer may touch: clock, chance, environment, files, sockets, threads, printing.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net::TcpListener",
    "std::net::TcpStream",
    "std::net::UdpSocket",
    "std::os",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "jiff::Timestamp::now",
    "jiff::Zoned",
    "jiff::tz",
    "aws_lc_rs::rand",
    "print!",
    "println!",
    "eprint!",
    "eprintln!",
    "dbg!",
];

/// The layers, lowest first. Imports go down only.
pub(crate) const LAYERS: &[Layer] = &[
    Layer {
        name: "oauth",
        ours: &[],
        crates: Crates::Only(&[
            "aws_lc_rs",
            "base64",
            "jiff",
            "jsonwebtoken",
            // Words that are seldom read are packed.
            "miniz_oxide",
            "secrecy",
            "serde",
            "serde_json",
            "thiserror",
            // The door for foreign text counts cells, so that text without any cannot flood a screen; lines break between graphemes.
            "unicode_segmentation",
            "unicode_width",
            "url",
        ]),
        never: IMPURE,
    },
    Layer {
        name: "flow",
        ours: &["oauth"],
        crates: Crates::Only(&["serde", "serde_json", "toml", "url"]),
        never: IMPURE,
    },
    Layer {
        name: "lesson",
        ours: &["flow", "oauth"],
        crates: Crates::Only(&["miniz_oxide", "serde", "serde_json", "thiserror", "toml"]),
        never: IMPURE,
    },
    Layer {
        name: "app",
        ours: &["oauth", "flow", "lesson"],
        // `secrecy` and `url` as in `oauth`: the state holds secrets and addresses as the values they are.
        crates: Crates::Only(&["secrecy", "serde", "thiserror", "url"]),
        never: IMPURE,
    },
    Layer {
        name: "net",
        ours: &["oauth"],
        crates: Crates::Any,
        never: &["axum", "clap", "crossterm", "ratatui"],
    },
    Layer {
        name: "practice",
        ours: &["oauth"],
        crates: Crates::Any,
        never: &[
            // A server built from the checker would agree with its mistakes. They meet over bytes.
            "crate::oauth::check",
            "crate::oauth::rules",
            "crate::oauth::vendor",
            "clap",
            "crossterm",
            "jsonwebtoken",
            "ratatui",
            "reqwest",
        ],
    },
    Layer {
        name: "store",
        ours: &["app", "oauth"],
        crates: Crates::Any,
        never: &["axum", "clap", "crossterm", "ratatui", "reqwest", "tokio"],
    },
    Layer {
        name: "shell",
        // `lesson`: an effect of `app` carries a lesson's target and its changes of the world. The shell turns them into what the
        // practice tenants understand, which may know no lesson.
        ours: &["app", "lesson", "net", "oauth", "practice", "store"],
        crates: Crates::Any,
        never: &[
            // What a lesson says and asks is no concern of the world's.
            "crate::lesson::bench",
            "crate::lesson::course",
            "crate::lesson::dashboard",
            "crate::lesson::fact",
            "crate::lesson::lint",
            "crate::lesson::model",
            "crate::lesson::notes",
            "crate::lesson::parse",
            "clap",
            "crossterm",
            "ratatui",
        ],
    },
    Layer {
        name: "tui",
        ours: &["app", "flow", "lesson", "oauth", "shell"],
        crates: Crates::Any,
        never: &["axum", "clap", "reqwest", "std::fs"],
    },
    Layer {
        name: "linear",
        ours: &["app", "flow", "lesson", "oauth", "shell"],
        crates: Crates::Any,
        never: &["axum", "clap", "crossterm", "ratatui", "reqwest"],
    },
    Layer {
        name: "cli",
        ours: &[
            "oauth", "lesson", "app", "net", "practice", "store", "shell", "tui", "linear",
        ],
        crates: Crates::Any,
        never: &["ratatui::widgets"],
    },
];

/// The rooms whose files can be read one after another: no import goes in a circle there.
pub(crate) const WITHOUT_CIRCLES: &[&str] = &[
    "app", "cli", "lesson", "linear", "net", "practice", "shell", "tui",
];

/// Names that belong to a few files.
pub(crate) const RESERVED: &[Reserved] = &[
    Reserved {
        within: "oauth",
        paths: &["aws_lc_rs", "jsonwebtoken"],
        names: &[],
        only_in: &[
            "oauth::jwt::compose",
            "oauth::jwt::dpop",
            "oauth::jwt::keys",
            "oauth::jwt::private",
            "oauth::jwt::sd_jwt",
            "oauth::jwt::signature",
        ],
    },
    Reserved {
        within: "tui",
        paths: &["crate::shell", "tokio"],
        names: &[],
        only_in: &["tui::run"],
    },
    Reserved {
        within: "linear",
        paths: &["crate::shell", "tokio"],
        names: &[],
        only_in: &["linear::run"],
    },
    Reserved {
        within: "",
        paths: &["anyhow"],
        names: &[],
        only_in: &["cli"],
    },
    Reserved {
        within: "",
        paths: &[],
        names: &["KeyCode"],
        only_in: &["tui::keys", "tui::terminal"],
    },
    // Every way ratatui offers to name a colour; roles are named everywhere else.
    Reserved {
        within: "tui",
        paths: &[],
        names: &[
            "Color",
            "Rgb",
            "Stylize",
            ".black",
            ".blue",
            ".cyan",
            ".dark_gray",
            ".gray",
            ".green",
            ".light_blue",
            ".light_cyan",
            ".light_green",
            ".light_magenta",
            ".light_red",
            ".light_yellow",
            ".magenta",
            ".red",
            ".white",
            ".yellow",
        ],
        only_in: &["tui::theme"],
    },
];

/// File and folder names that say nothing about their subject.
pub(crate) const EMPTY_NAMES: &[&str] = &[
    "common", "handler", "handlers", "helper", "helpers", "manager", "misc", "models", "util",
    "utils",
];

/// Lines of a file, `#[cfg(test)]` items not counted.
pub(crate) const FILE_CAP: usize = 400;

/// Lines of a function's body, blank lines and comments not counted (as clippy counts).
pub(crate) const FUNCTION_CAP: usize = 60;
