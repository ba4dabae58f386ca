//! The course inside the program, with a lesson that reads otherwise.

use oauth_tutor::lesson::{self, Course};

/// The course, each file of which is what `edit` makes of it.
pub(crate) fn edited_course(edit: impl Fn(&str) -> String) -> Course {
    let files = lesson::files().iter();
    let files: Vec<_> = files
        .map(|(folder, name, text)| (*folder, *name, edit(text)))
        .collect();
    let files = files.iter();
    let files = files.map(|(folder, name, text)| (*folder, *name, text.as_str()));
    Course::from_files(files).expect("a course")
}
