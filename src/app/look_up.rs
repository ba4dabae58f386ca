//! Looking something up: what there is to be found, the notes of finished lessons and the learner's own error book included, and the way
//! there and back.

use crate::app::effect::Effect;
use crate::app::{App, Page};
use crate::lesson::Lesson;
use crate::lesson::model::{Note, Step};
use crate::lesson::reference::{Entry, Kind, entries, found};

/// Everything that can be looked up now.
#[derive(Debug)]
pub struct Book {
    /// What is the learner's own: notes and the error book.
    notes: Vec<Entry>,
}

impl Book {
    /// All entries, by kind.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        entries().iter().chain(&self.notes)
    }

    /// Those of one kind, or of all, that hold every word of `wanted`.
    pub fn found(&self, wanted: &str, kind: Option<Kind>) -> Vec<&Entry> {
        let of_kind = |entry: &&Entry| kind.is_none_or(|kind| entry.kind == kind);
        found(self.entries().filter(of_kind), wanted)
    }
}

impl App {
    /// The reference as it reads now: with the notes of the lessons that were finished.
    pub fn book(&self) -> Book {
        let finished = |lesson: &&Lesson| {
            let kept = self.progress.lessons.get(&lesson.id);
            kept.is_some_and(|kept| kept.finished > 0)
        };
        let lessons = self.course.lessons.iter().filter(finished);
        let mut notes = Vec::new();
        for lesson in lessons {
            for step in &lesson.steps {
                let beside = step.experiments.iter().flat_map(|one| &one.vendors);
                for note in step.notes.iter().chain(beside) {
                    let entry = noted(lesson, step, note);
                    // Lessons say again what they build on, word for word.
                    let again =
                        |old: &Entry| old.name == entry.name && old.brief() == entry.brief();
                    if !notes.iter().any(again) {
                        notes.push(entry);
                    }
                }
            }
        }
        notes.extend(self.mistakes());
        Book { notes }
    }

    /// The lines of the error book.
    fn mistakes(&self) -> impl Iterator<Item = Entry> {
        self.progress.error_book.iter().map(|(id, line)| {
            let mut lessons = self.course.lessons.iter();
            let of = lessons.find_map(|lesson| {
                let mut all = lesson.steps.iter().flat_map(|step| &step.experiments);
                let experiment = all.find(|one| one.lines().iter().any(|(of, _)| of == id))?;
                Some((experiment.title.clone(), lesson.called()))
            });
            let (name, whose) = of.unwrap_or_else(|| (id.clone(), String::new()));
            let parts = [
                ("Symptom", &line.symptom),
                ("Cause", &line.cause),
                ("Fix", &line.fix),
            ];
            let parts = parts.map(|(label, words)| (label.to_owned(), words.clone()));
            Entry::new(Kind::Mistake, name, whose, parts.to_vec())
        })
    }

    /// Opens the reference: empty, or with what was searched for in vain elsewhere.
    pub(crate) fn open_reference(&mut self) {
        if self.page != Page::Reference {
            self.sought_from = self.page;
        }
        self.page = Page::Reference;
    }

    /// Back to where the reference, or the page of the servers, was opened.
    pub(crate) fn close_reference(&mut self) -> Vec<Effect> {
        self.page = match self.page {
            Page::Server => self.hand_from,
            Page::Home | Page::Lesson | Page::Checker | Page::Decoder | Page::Reference => {
                self.sought_from
            }
        };
        match self.page {
            // How a server stands may have changed meanwhile.
            Page::Server => self.look_at(self.target_in_hand()),
            Page::Home | Page::Lesson | Page::Checker | Page::Decoder | Page::Reference => {
                Vec::new()
            }
        }
    }
}

fn noted(lesson: &Lesson, step: &Step, note: &Note) -> Entry {
    let place = match step.title.as_str() {
        "" => lesson.title.clone(),
        title => format!("{}: {title}", lesson.title),
    };
    let parts = vec![
        (String::new(), note.text.trim().to_owned()),
        ("Lesson".to_owned(), place),
    ];
    Entry::new(Kind::Note, note.title.as_str(), lesson.called(), parts)
}
