//! The course as data: its model, its files, its lint. Prose lives in `assets/lessons/`, never here.

use std::sync::LazyLock;

pub mod desks;
pub mod keys;
pub mod lint;
pub mod model;
pub mod parse;
pub mod place;

pub use model::{ActionKind, Lesson};
pub use parse::{ParseError, parse};

use model::{Act, Annotation};

/// The lesson files inside the binary: name (for complaints) and text.
pub const FILES: &[(&str, &str)] = &[(
    "01-first-token.toml",
    include_str!("../assets/lessons/01-first-token.toml"),
)];

/// The lessons, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// By number.
    pub lessons: Vec<Lesson>,
}

impl Course {
    /// The lesson with that number (`1`) or name (`first-token`).
    pub fn find(&self, wanted: &str) -> Option<&Lesson> {
        self.lessons
            .iter()
            .find(|lesson| lesson.name == wanted || lesson.number.to_string() == wanted)
    }
}

impl Lesson {
    /// The act of that kind. A lesson that the lint passes has all five.
    pub fn act(&self, action: ActionKind) -> Option<&Act> {
        self.act.iter().find(|act| act.action == action)
    }

    /// The annotation of that line of the exchange, a key of [`keys::EXPLAIN`].
    pub fn annotation(&self, about: &str) -> Option<&Annotation> {
        self.explain.iter().find(|note| note.about == about)
    }
}

/// The course inside the binary, parsed on first use.
#[expect(
    clippy::expect_used,
    reason = "the files are part of the binary and a test parses and lints each of them"
)]
pub fn course() -> &'static Course {
    static COURSE: LazyLock<Course> = LazyLock::new(|| {
        let read = |(name, text): &(&str, &str)| {
            parse(text, name).expect("an embedded lesson is well formed")
        };
        Course {
            lessons: FILES.iter().map(read).collect(),
        }
    });
    &COURSE
}
