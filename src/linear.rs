//! The tutor line by line: the same app as numbered lines on plain stdin and stdout, for screen readers, pipes and dumb terminals.
//!
//! `say` puts the state into words, `choices` lists what can be done now, `talk` remembers what was said already, and `run` is
//! the loop. None of them decides anything about a lesson: that is [`crate::app`]'s.

mod choices;
mod digits;
mod input;
mod run;
mod say;
mod talk;

pub use run::{How, LinearOptions, run};
