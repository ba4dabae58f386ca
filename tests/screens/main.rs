//! The two skins: pictures, keys, and learners who press them.
#![cfg(test)]

#[path = "../support/learner.rs"]
mod learner;
#[path = "../support/line_by_line.rs"]
mod line_by_line;
#[path = "../support/picture.rs"]
mod picture;

mod at_own;
mod flow;
mod keys;
mod linear;
mod own_targets;
mod pictures;
mod random_keys;
mod reference;
mod sandbox;
mod server;
mod stage;
mod story;
mod work;
