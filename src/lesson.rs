//! The course as data: what a lesson is (`model`), what it asks of the world (`fact`), what it changes (`change`), its files
//! (`course`, `parse`) and their lint. Prose lives in `assets/`, never here.

pub mod at_own;
pub mod belief;
pub mod bench;
pub mod change;
pub mod click_list;
pub mod course;
pub mod dashboard;
pub mod desks;
pub mod exchange;
pub mod fact;
pub mod later;
pub mod lint;
pub mod model;
pub mod notes;
mod packed;
pub mod parse;
pub mod place;
pub mod reference;
pub mod target;
pub mod template;

pub use course::{Course, FOLDERS, course, files, number_of};
pub use model::Lesson;
pub use parse::{ParseError, parse};
