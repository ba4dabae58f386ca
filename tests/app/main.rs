//! The tutor without a screen: its state, what the shell does for it, what is sent and what is kept.
#![cfg(test)]

#[path = "../support/edited_course.rs"]
mod edited_course;
#[path = "../support/free_course.rs"]
mod free_course;
#[path = "../support/listener.rs"]
mod listener;

mod desks;
mod net;
mod own_targets;
mod scenarios;
mod shell;
mod store;
mod undo;
mod update;
