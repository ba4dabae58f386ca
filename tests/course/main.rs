//! The course: its files, its lessons played by their own solution, the guides that it is taken from, and the advice that it gives.
#![cfg(test)]

#[path = "../support/edited_course.rs"]
mod edited_course;
#[path = "../support/line_by_line.rs"]
mod line_by_line;
#[path = "../support/player.rs"]
mod player;
#[path = "../support/servers.rs"]
mod servers;

mod advised;
mod credit;
mod files;
mod flow;
mod guides;
mod lessons_at_own;
mod lines;
mod met;
mod own;
mod played;
mod sandbox;
mod scenarios;
mod seen;
mod sources;
mod taken_back;
mod tested_out;
mod undone;
mod wired_wrong;
mod words;
