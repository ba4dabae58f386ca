//! Lesson 1 with every way to prove who asks, which the course itself teaches later.

use std::sync::LazyLock;

use oauth_tutor::lesson::Course;

use crate::edited_course::edited_course;

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
        edited_course(text)
    });
    &COURSE
}
