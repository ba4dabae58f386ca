//! The screens that do the work: their pictures at three sizes, and stories of learners who press keys on them.
#![cfg(test)]

#[path = "work/desks.rs"]
mod desks;
#[path = "support/learner.rs"]
mod learner;
#[path = "support/picture.rs"]
mod picture;
#[path = "work/pictures.rs"]
mod pictures;
#[path = "work/story.rs"]
mod story;
