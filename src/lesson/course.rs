//! The course: all lessons and dashboards, those inside the program or those of a folder.

use std::mem;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::flow::{self, Flow};
use crate::lesson::dashboard::Dashboard;
use crate::lesson::later::Later;
use crate::lesson::model::{Experiment, Lesson, Round, Step};
use crate::lesson::packed::PackedFile;
use crate::lesson::parse::{self, ParseError};
use crate::lesson::place::plain;
use crate::lesson::target::TargetName;

mod embedded {
    //! The files of `assets/`, gathered when the program is built.

    use crate::lesson::packed::PackedFile;

    include!(concat!(env!("OUT_DIR"), "/course_files.rs"));
}

/// The files of a course that are inside the program: folder, name (for complaints) and text.
pub fn files() -> &'static [(&'static str, &'static str, String)] {
    static FILES: LazyLock<Vec<(&str, &str, String)>> = LazyLock::new(|| {
        let all = embedded::FILES.iter();
        all.map(|file| (file.folder, file.name, file.text()))
            .collect()
    });
    &FILES
}

/// The folders that make a course.
pub const FOLDERS: [&str; 4] = ["lessons", "dashboards", "flows", "extra"];

/// The lessons, in the order of their files' names, and the dashboards.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Course {
    /// What is played like a lesson and counts as none: the tour, and the round at a tenant of one's own.
    pub extra: Vec<Lesson>,
    /// By number.
    pub lessons: Vec<Lesson>,
    /// One a vendor.
    pub dashboards: Later<Vec<Dashboard>>,
    /// The flows that steps run.
    pub flows: Later<Vec<Flow>>,
}

impl Course {
    /// A course from its files, each with the folder it stands in, its name and its text. Files of folders that are no part of a
    /// course are left out.
    ///
    /// # Errors
    /// The first file that cannot be read as what its folder says.
    pub fn from_files<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>,
    ) -> Result<Self, ParseError> {
        let mut course = Self::default();
        for (folder, name, text) in files {
            match folder {
                "lessons" => course.lessons.push(parse::parse(text, name)?),
                "extra" => course.extra.push(parse::parse(text, name)?),
                "dashboards" => course.dashboards.push(parse::file(text, name)?),
                "flows" => {
                    let read = flow::read::read(text, name);
                    let complaint = |fault| ParseError::of_flow(fault, text);
                    course.flows.push(read.map_err(complaint)?);
                }
                _ => {}
            }
        }
        course.number();
        for at in 0..course.extra.len() {
            let mut steps = mem::take(&mut course.extra[at].steps);
            course.lend(&mut steps);
            course.extra[at].steps = steps;
        }
        Ok(course)
    }

    /// A course from the files of a folder: [`Course::from_files`], with lines of the error book of its own, whatever ids the course
    /// inside the program has.
    ///
    /// # Errors
    /// The same.
    pub fn of_folder<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>,
    ) -> Result<Self, ParseError> {
        let mut course = Self::from_files(files)?;
        for lesson in course.extra.iter_mut().chain(&mut course.lessons) {
            let steps = lesson.steps.iter_mut();
            for experiment in steps.flat_map(|step| &mut step.experiments) {
                experiment.of = Some(lesson.id.clone());
            }
        }
        Ok(course)
    }

    /// Puts the experiments that these steps borrow of the lessons behind their own.
    fn lend(&self, steps: &mut [Step]) {
        for step in steps {
            let lent = step.borrows.iter().filter_map(|name| self.experiment(name));
            step.experiments.extend(lent.cloned());
        }
    }

    /// The experiment of a lesson that is named so: `first-token/B1`.
    pub fn experiment(&self, name: &str) -> Option<&Experiment> {
        let (lesson, id) = name.split_once('/')?;
        let lesson = self.lessons.iter().find(|one| one.id == lesson)?;
        let mut all = lesson.steps.iter().flat_map(|step| &step.experiments);
        all.find(|experiment| experiment.id == id)
    }

    /// Numbers the lessons by their place.
    pub fn number(&mut self) {
        for (at, lesson) in self.lessons.iter_mut().enumerate() {
            lesson.number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        }
    }

    /// The lesson with that place in the course (`1`) or that id (`first-token`).
    pub fn find(&self, wanted: &str) -> Option<&Lesson> {
        let numbered = |lesson: &&Lesson| lesson.number.to_string() == wanted;
        let lesson = self.lessons.iter().find(numbered);
        lesson.or_else(|| self.lesson(wanted))
    }

    /// All that can be played: the extra rounds and the lessons.
    pub fn all(&self) -> impl Iterator<Item = &Lesson> {
        self.extra.iter().chain(&self.lessons)
    }

    /// The extra round of that kind.
    pub fn extra(&self, kind: Round) -> Option<&Lesson> {
        self.extra.iter().find(|extra| extra.kind == kind)
    }

    /// All rounds of that kind beside the lessons.
    pub fn extras(&self, kind: Round) -> impl Iterator<Item = &Lesson> {
        self.extra.iter().filter(move |extra| extra.kind == kind)
    }

    /// The lesson with that id.
    pub fn lesson(&self, id: &str) -> Option<&Lesson> {
        self.all().find(|lesson| lesson.id == id)
    }

    /// The flow with that id.
    pub fn flow(&self, id: &str) -> Option<&Flow> {
        self.flows.iter().find(|flow| flow.id == id)
    }

    /// The dashboard of the tenant with that name.
    pub fn dashboard(&self, target: TargetName) -> Option<&Dashboard> {
        self.dashboards
            .iter()
            .find(|dashboard| dashboard.target == target)
    }
}

/// The course inside the binary. At first the heads of its lessons are read; what else it holds is read when somebody looks at it.
pub fn course() -> &'static Course {
    static COURSE: LazyLock<Course> = LazyLock::new(|| {
        let mut course = Course {
            dashboards: Later::of(those_in("dashboards"), |files| {
                mem::take(&mut read(files).dashboards)
            }),
            flows: Later::of(those_in("flows"), |files| mem::take(&mut read(files).flows)),
            ..Course::default()
        };
        for (folder, file, head, size) in embedded::HEADS {
            let lesson = opened_later(*file, head, *size);
            match *folder {
                "lessons" => course.lessons.push(lesson),
                _ => course.extra.push(lesson),
            }
        }
        course.number();
        course
    });
    &COURSE
}

/// The files of a folder, which stand next to each other.
fn those_in(folder: &str) -> &'static [PackedFile] {
    let all = embedded::FILES;
    let is_other = |file: &PackedFile| file.folder != folder;
    let before = all.iter().take_while(|file| is_other(file)).count();
    let rest = all.get(before..).unwrap_or_default();
    let count = rest.iter().position(is_other).unwrap_or(rest.len());
    rest.get(..count).unwrap_or_default()
}

#[expect(
    clippy::expect_used,
    reason = "the files are part of the binary and a test parses and lints each of them"
)]
fn read(files: &[PackedFile]) -> Course {
    let files: Vec<_> = files
        .iter()
        .map(|file| (file.folder, file.name, file.text()))
        .collect();
    let texts = files
        .iter()
        .map(|(folder, name, text)| (*folder, *name, text.as_str()));
    Course::from_files(texts).expect("embedded files are well formed")
}

/// A lesson whose steps are read when somebody first looks at them. Its head stands apart from them, made when the program is built, since
/// each start reads it; a test holds that both say the same.
#[expect(
    clippy::expect_used,
    reason = "made of files that a test parses and lints, when the program is built"
)]
fn opened_later(file: usize, head: &str, size: [usize; 4]) -> Lesson {
    let file = embedded::FILES.get(file..=file).unwrap_or_default();
    Lesson {
        steps: Later::of(file, steps),
        size: Some(size),
        ..parse::file(head, "head").expect("an embedded head is well formed")
    }
}

/// Of a lesson file the steps alone.
#[derive(Deserialize)]
struct OnlySteps {
    #[serde(default)]
    step: Vec<Step>,
}

#[expect(
    clippy::expect_used,
    reason = "made of files that a test parses and lints, when the program is built"
)]
fn steps(files: &[PackedFile]) -> Vec<Step> {
    let text: String = files.iter().map(PackedFile::text).collect();
    let only: OnlySteps = toml::from_str(&plain(&text)).expect("embedded steps are well formed");
    let mut steps = only.step;
    // Lessons borrow nothing, which the lint holds: so nobody waits for himself here.
    if steps.iter().any(|step| !step.borrows.is_empty()) {
        course().lend(&mut steps);
    }
    steps
}

/// The place in the course inside the program of the lesson with that id, told by the names of the files (`02-audience.toml`), so that
/// no lesson is parsed for it.
pub fn number_of(id: &str) -> Option<usize> {
    those_in("lessons")
        .iter()
        .map(|file| file.name.trim_end_matches(".toml"))
        .position(|name| name.split_once('-').is_some_and(|(_, own)| own == id))
        .map(|at| at + 1)
}
