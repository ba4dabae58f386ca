//! What is kept of the course: a code that carries it along, what such a code brings, and forgetting it.

use crate::app::progress::code::{carried, code as code_of};
use crate::app::progress::{LessonProgress, Progress};
use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::print::{Out, print};
use crate::cli::shown;
use crate::lesson::course;
use crate::oauth::text::visible_line;
use crate::shell::clock;
use crate::store;

/// Prints the code, and says what it carries and what stays here.
pub(super) fn code(flags: &Flags) -> anyhow::Result<Exit> {
    let progress = read();
    let mut out = Out::of_process(flags.quiet);
    let code = code_of(&progress, course());
    // First, since there is nothing to be said of a code that nobody reads.
    out.data(&code)?;
    // Told by the code itself, as the other machine will read it.
    let brought = carried(&code, course()).map(|brought| told(&brought));
    let brought = brought.unwrap_or_default();
    let is_begun = progress.lessons.values().any(LessonProgress::is_begun);
    let stays = is_begun || !progress.review.is_empty() || !progress.error_book.is_empty();
    match (brought.as_slice(), stays) {
        ([], false) => out.say("Nothing is kept yet: the code says so too."),
        ([], true) => out.say("The code carries nothing: no step is done yet."),
        (brought, _) => out.say(&format!("It carries:\n{}", brought.join("\n"))),
    }
    if stays {
        out.say("Left out: steps that are only begun, the cards of Review, the error book.");
    }
    out.say("On the other machine: oauth-tutor lessons take-up CODE");
    Ok(Exit::Done)
}

/// What a code has brought, a line for each lesson.
fn told(brought: &Progress) -> Vec<String> {
    let told = course().lessons.iter().filter_map(|lesson| {
        let kept = brought.lessons.get(&lesson.id)?;
        let how = match (kept.done, kept.reached.len()) {
            (true, _) => "done".to_owned(),
            (false, 1) => "1 step done".to_owned(),
            (false, many) => format!("{many} steps done"),
        };
        Some(format!("{}, {}: {how}", lesson.heading(), lesson.title))
    });
    told.collect()
}

/// Prints the error book, in the order of the course.
pub(super) fn book(flags: &Flags) -> anyhow::Result<Exit> {
    let progress = read();
    if progress.error_book.is_empty() {
        Out::of_process(flags.quiet).say(
            "Your error book is empty: each experiment that is put back leaves its line there.",
        );
        return Ok(Exit::Done);
    }
    let steps = course()
        .lessons
        .iter()
        .flat_map(|lesson| lesson.steps.iter());
    let mut titles: Vec<(String, &str)> = Vec::new();
    for experiment in steps.flat_map(|step| &step.experiments) {
        for (id, _) in experiment.lines() {
            // Two lessons share some: one line of the book is of both.
            if titles.iter().all(|(known, _)| *known != id) {
                titles.push((id, &experiment.title));
            }
        }
    }
    let known = titles.iter().map(|(id, title)| (id.as_str(), *title));
    let is_known = |id: &str| titles.iter().any(|(known, _)| *known == id);
    let others = progress.error_book.keys().map(String::as_str);
    let others = others.filter(|id| !is_known(id)).map(|id| (id, ""));
    let mut text = String::from("# Error book\n");
    for (id, title) in known.chain(others) {
        let Some(line) = progress.error_book.get(id) else {
            continue;
        };
        let said = [&line.symptom, &line.cause, &line.fix].map(|said| visible_line(said));
        let [symptom, cause, fix] = said;
        let id = visible_line(id);
        text += &[
            format!("\n## {id} {title}\n\n"),
            format!("- Symptom: {symptom}\n- Cause: {cause}\n- Fix: {fix}\n"),
        ]
        .concat();
    }
    print(&text, Exit::Done)
}

/// Joins what a code carries with what is kept here.
pub(super) fn take_up(flags: &Flags, code: &str) -> anyhow::Result<Exit> {
    let brought = match carried(code, course()) {
        Ok(brought) => brought,
        Err(fault) => {
            let why = format!(
                "{} is no code of this course. {}",
                visible_line(code),
                fault.words()
            );
            Out::of_process(false).complain(&why);
            return Ok(Exit::Usage);
        }
    };
    let before = read();
    let joined = before.clone().merged(brought.clone());
    let exit = keep(&joined, &before);
    if exit == Exit::Done && !flags.quiet {
        let mut lines = told(&brought);
        if lines.is_empty() {
            let nothing = "The code carries nothing: no step was done where it was made. What is kept here is as it was.";
            lines.push(nothing.to_owned());
        }
        return print(&format!("{}\n", lines.join("\n")), exit);
    }
    Ok(exit)
}

/// Forgets a lesson, or all.
pub(super) fn reset(flags: &Flags, wanted: Option<&str>) -> Exit {
    let before = read();
    let mut after = before.clone();
    let what = match wanted {
        None => {
            after.reset_all(course());
            "All lessons begin anew.".to_owned()
        }
        Some(wanted) => {
            let Some(lesson) = course().find(wanted) else {
                let why = format!(
                    "There is no lesson {}. `oauth-tutor lessons` lists them.",
                    shown::value(wanted)
                );
                Out::of_process(false).complain(&why);
                return Exit::Usage;
            };
            after.reset(lesson);
            format!(
                "{}, {}, begins anew. Its lines in the error book and its cards in Review are gone with it.",
                lesson.heading(),
                lesson.title
            )
        }
    };
    let mut out = Out::of_process(flags.quiet);
    let aside = store::copied_aside(store::folder().as_deref(), clock::now().seconds());
    let aside = match aside {
        Ok(aside) => aside,
        Err(why) => {
            out.complain(&visible_line(&format!(
                "Nothing was forgotten: the progress file could not be copied first ({why})."
            )));
            return Exit::CannotCreate;
        }
    };
    let exit = keep(&after, &before);
    if exit == Exit::Done {
        out.say(&what);
        if let Some(aside) = aside {
            out.say(&format!("As it was: {}", visible_line(&aside)));
        }
    }
    exit
}

/// What is kept. A file that cannot be read is set aside, which is said.
fn read() -> Progress {
    let loaded = store::load(store::folder().as_deref(), clock::now().seconds());
    if let Some(aside) = &loaded.set_aside {
        let aside = visible_line(aside);
        let why = format!("The progress file could not be read. It was kept as {aside}.");
        Out::of_process(false).complain(&why);
    }
    loaded.progress
}

fn keep(progress: &Progress, known: &Progress) -> Exit {
    match store::save(store::folder().as_deref(), progress, known) {
        Ok(_) => Exit::Done,
        Err(error) => {
            Out::of_process(false).complain(&error.to_string());
            Exit::CannotCreate
        }
    }
}
