//! Lesson 1 with every way to prove who asks, which the course itself teaches later.

use std::sync::LazyLock;

use oauth_tutor::lesson::{self, Course};

/// The course inside the program, but its first lesson leaves method and proof of possession to the learner.
pub(crate) fn free_course() -> &'static Course {
    static COURSE: LazyLock<Course> = LazyLock::new(|| {
        let few = "auth = [\"post\"]\n";
        let all = "auth = [\"post\", \"basic\", \"private_key_jwt\"]\nproof = true\n";
        let text = |text: &str| {
            if text.contains("\nid = \"first-token\"\n") {
                assert!(text.contains(few), "the lesson has one method");
                text.replace(few, all)
            } else {
                text.to_owned()
            }
        };
        let files: Vec<_> = lesson::files()
            .iter()
            .map(|(folder, name, it)| (*folder, *name, text(it)))
            .collect();
        let files = files
            .iter()
            .map(|(folder, name, text)| (*folder, *name, text.as_str()));
        Course::from_files(files).expect("a course")
    });
    &COURSE
}
