//! Signs beside colours, in UTF-8 and in ASCII.

/// Signs that stand beside colours, so that no colour stands alone.
#[derive(Debug)]
pub(crate) struct Marks {
    /// Passed.
    pub(crate) pass: &'static str,
    /// Failed.
    pub(crate) fail: &'static str,
    /// Worth a look.
    pub(crate) warn: &'static str,
    /// A fact.
    pub(crate) note: &'static str,
    /// Not decided yet.
    pub(crate) open: &'static str,
    /// The cursor of a list.
    pub(crate) cursor: &'static str,
    /// To the right.
    pub(crate) right: &'static str,
    /// To the left.
    pub(crate) left: &'static str,
    /// Up, more above.
    pub(crate) up: &'static str,
    /// Down, more below.
    pub(crate) down: &'static str,
    /// Left out in the middle.
    pub(crate) dots: &'static str,
    /// One hidden character.
    pub(crate) mask: &'static str,
    /// The filled part of a bar.
    pub(crate) full: &'static str,
    /// The empty part of a bar.
    pub(crate) empty: &'static str,
    /// A vertical line.
    pub(crate) bar: &'static str,
    /// Between parts of a line of facts.
    pub(crate) dot: &'static str,
    /// A bullet.
    pub(crate) bullet: &'static str,
    /// Ticked.
    pub(crate) ticked: &'static str,
    /// Not ticked.
    pub(crate) unticked: &'static str,
    /// Chosen of several.
    pub(crate) chosen: &'static str,
    /// Not chosen.
    pub(crate) unchosen: &'static str,
}

pub(super) static SIGNS: Marks = Marks {
    pass: "✓",
    fail: "✗",
    warn: "!",
    note: "i",
    open: "·",
    cursor: "▸",
    right: "→",
    left: "←",
    up: "▲",
    down: "▼",
    dots: "…",
    mask: "•",
    full: "█",
    empty: "░",
    bar: "│",
    dot: "·",
    bullet: "•",
    ticked: "[✓]",
    unticked: "[ ]",
    chosen: "(•)",
    unchosen: "( )",
};

pub(super) static ASCII: Marks = Marks {
    pass: "v",
    fail: "x",
    warn: "!",
    note: "i",
    open: ".",
    cursor: ">",
    right: "->",
    left: "<-",
    up: "^",
    down: "v",
    dots: "..",
    mask: "*",
    full: "#",
    empty: "-",
    bar: "|",
    dot: "-",
    bullet: "-",
    ticked: "[x]",
    unticked: "[ ]",
    chosen: "(*)",
    unchosen: "( )",
};
