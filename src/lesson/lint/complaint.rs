//! One complaint about a file of a course, and the one that many make: something is there twice.

/// One complaint about a file of a course.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Complaint {
    /// Where in the file, as a path through its tables: `step[1].hints[2]`. Counts from 0.
    pub place: String,
    /// What is wrong and what is wanted.
    pub text: String,
}

impl Complaint {
    pub(super) fn new(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            text: text.into(),
        }
    }
}

/// The values that occur a second time, each with its index.
pub(super) fn repeated<'a>(values: impl Iterator<Item = &'a str>) -> Vec<(usize, &'a str)> {
    let mut seen = std::collections::HashSet::new();
    values
        .enumerate()
        .filter(|(_, value)| !seen.insert(*value))
        .collect()
}
