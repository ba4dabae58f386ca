//! The screens that do the work: their pictures at three sizes, and stories of learners who press keys on them.

mod decoder;
mod desks;
mod pictures;
mod story;
