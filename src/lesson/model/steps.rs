//! The steps of a lesson. Those of a lesson inside the program are read when somebody first looks at them: reading all of them took most
//! of the time to the first frame.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use serde::{Deserialize, Deserializer};

use super::Step;
use crate::lesson::packed::Packed;
use crate::lesson::place::plain;

/// Steps, in order.
#[derive(Clone, Default)]
pub struct Steps {
    read: OnceLock<Vec<Step>>,
    /// The lesson file that they are read from.
    file: Option<Packed>,
}

/// Of a lesson file the steps alone.
#[derive(Deserialize)]
struct OnlySteps {
    #[serde(default)]
    step: Vec<Step>,
}

impl Steps {
    /// Those of this lesson file, which is inside the program.
    pub(crate) fn of(file: Packed) -> Self {
        Self {
            read: OnceLock::new(),
            file: Some(file),
        }
    }
}

impl Deref for Steps {
    type Target = Vec<Step>;

    #[expect(
        clippy::expect_used,
        reason = "made of files that a test parses and lints, when the program is built"
    )]
    fn deref(&self) -> &Vec<Step> {
        self.read.get_or_init(|| {
            let Some(file) = self.file else {
                return Vec::new();
            };
            let only: Result<OnlySteps, _> = toml::from_str(&plain(&file.text()));
            only.expect("embedded steps are well formed").step
        })
    }
}

impl DerefMut for Steps {
    fn deref_mut(&mut self) -> &mut Vec<Step> {
        // Read first, so that there is something to change.
        let _ = Self::deref(self);
        match self.read.get_mut() {
            Some(steps) => steps,
            None => unreachable!("it was read in the line above"),
        }
    }
}

impl<'de> Deserialize<'de> for Steps {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let steps = Vec::deserialize(deserializer)?;
        Ok(Self {
            read: OnceLock::from(steps),
            file: None,
        })
    }
}

impl<'a> IntoIterator for &'a Steps {
    type Item = &'a Step;
    type IntoIter = std::slice::Iter<'a, Step>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Steps {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Steps {}

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
