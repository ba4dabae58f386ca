//! Every text of a lesson: there, short enough for the smallest screen, in the course's voice, safe to print.

use super::Complaint;
use crate::lesson::model::{Ask, ErrorBook, Experiment, Lesson, Note, Stage, Step};
use crate::oauth::text::is_hidden;

/// What room a text has. The lengths, in characters, let every screen hold it at 60x20.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// A heading.
    Title,
    /// An option or a step.
    Option,
    /// What is to be done now: one line of the smallest screen that has one, beside what is done of it.
    Task,
    /// One line.
    Line,
    /// One or two lines.
    Entry,
    /// A question.
    Question,
    /// A note beside the work.
    Note,
    /// A text of its own.
    Paragraph,
    /// The explanation of an experiment, which has a screen for itself.
    Page,
    /// Sample output: its lines are kept as they are.
    Shown,
}

impl Fit {
    /// The most characters; for [`Fit::Shown`] of one line.
    pub fn limit(self) -> usize {
        match self {
            Self::Title => 40,
            Self::Option => 60,
            Self::Task => 58,
            Self::Line => 72,
            Self::Entry => 100,
            Self::Question => 160,
            Self::Note => 280,
            Self::Paragraph => 360,
            Self::Page => 480,
            Self::Shown => 56,
        }
    }
}

/// The most lines of sample output.
const SHOWN_LINES: usize = 12;

struct Passage<'a> {
    place: String,
    fit: Fit,
    text: &'a str,
}

pub(super) fn lint(lesson: &Lesson, out: &mut Vec<Complaint>) {
    for text in texts(lesson) {
        let complain = |what: String| Complaint::new(text.place.clone(), what);
        out.extend(faults(text.fit, text.text).into_iter().map(complain));
    }
}

fn faults(fit: Fit, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if text.trim().is_empty() {
        return vec!["is empty".to_owned()];
    }
    let shown = fit == Fit::Shown;
    if shown && text.lines().count() > SHOWN_LINES {
        let lines = text.lines().count();
        faults.push(format!("has {lines} lines; {SHOWN_LINES} fit"));
    }
    let limit = fit.limit();
    let longest = text
        .lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or_default();
    let length = match fit {
        Fit::Shown => longest,
        Fit::Task => super::keys::drawn(text).chars().count(),
        _ => text.chars().count(),
    };
    if length > limit {
        faults.push(format!("has {length} characters; {limit} fit"));
    }
    if let Some(hidden) = text
        .chars()
        .find(|&c| is_hidden(c) && !(shown && c == '\n'))
    {
        let code = u32::from(hidden);
        faults.push(format!("holds the invisible character U+{code:04X}"));
    }
    if !shown && text.contains('!') {
        faults.push("has an exclamation mark; the course speaks calmly".to_owned());
    }
    if !shown && (text.trim() != text || text.contains("  ")) {
        faults.push("has blanks at an end, or two in a row".to_owned());
    }
    faults.extend(super::keys::faults(text));
    let strange = text
        .split_whitespace()
        .filter(|word| is_foreign_address(word));
    faults.extend(strange.map(|_| {
        "names an address that is neither 127.0.0.1 nor a name reserved for examples".to_owned()
    }));
    faults
}

/// RFC 2606 and RFC 6761 reserve names that can never be anybody's.
fn is_foreign_address(word: &str) -> bool {
    let Some(start) = word.find("http://").or_else(|| word.find("https://")) else {
        return false;
    };
    let address = word.get(start..).unwrap_or_default();
    let (_, after_scheme) = address.split_once("://").unwrap_or_default();
    let authority = after_scheme
        .split(['/', '?', '#', '"', ',', ')'])
        .next()
        .unwrap_or_default();
    let host = authority
        .split(':')
        .next()
        .unwrap_or_default()
        .trim_end_matches('.');
    let within = |end: &str| host == end || host.ends_with(&format!(".{end}"));
    // Before an @ stands a user's name, not the host: nothing that a lesson needs.
    let reserved = [
        "127.0.0.1",
        "example",
        "example.com",
        "example.net",
        "example.org",
    ];
    authority.contains('@') || host.is_empty() || !reserved.into_iter().any(within)
}

/// Every text of a lesson, in reading order.
fn texts(lesson: &Lesson) -> Vec<Passage<'_>> {
    let mut all = Texts(Vec::new());
    all.add("title", Fit::Title, &lesson.title);
    all.add("source", Fit::Title, &lesson.source);
    all.list("can", Fit::Line, &lesson.can);
    all.add("why", Fit::Paragraph, &lesson.why);
    all.list("leaves_out", Fit::Note, &lesson.leaves_out);
    for (index, step) in lesson.steps.iter().enumerate() {
        all.step(&format!("step[{index}]"), step);
    }
    for (index, line) in lesson.done.summary.iter().enumerate() {
        all.add(format!("done.summary[{index}].text"), Fit::Line, &line.text);
        all.add(format!("done.summary[{index}].open"), Fit::Line, &line.open);
    }
    all.add("done.next", Fit::Paragraph, &lesson.done.next);
    all.0
}

struct Texts<'a>(Vec<Passage<'a>>);

impl<'a> Texts<'a> {
    fn add(&mut self, place: impl Into<String>, fit: Fit, text: &'a str) {
        let place = place.into();
        self.0.push(Passage { place, fit, text });
    }

    /// A text that may be left out.
    fn maybe(&mut self, place: impl Into<String>, fit: Fit, text: &'a str) {
        if !text.is_empty() {
            self.add(place, fit, text);
        }
    }

    fn list(&mut self, place: &str, fit: Fit, texts: &'a [String]) {
        for (index, text) in texts.iter().enumerate() {
            self.add(format!("{place}[{index}]"), fit, text);
        }
    }

    fn notes(&mut self, place: &str, notes: &'a [Note]) {
        for (index, note) in notes.iter().enumerate() {
            self.add(format!("{place}[{index}].title"), Fit::Title, &note.title);
            self.add(format!("{place}[{index}].text"), Fit::Note, &note.text);
        }
    }

    fn step(&mut self, place: &str, step: &'a Step) {
        if let Some(only) = &step.only {
            return self.add(format!("{place}.own.only"), Fit::Paragraph, only);
        }
        let work = matches!(step.stage, Stage::Do | Stage::Explain | Stage::Break);
        if work {
            self.add(format!("{place}.title"), Fit::Title, &step.title);
            // A key is drawn in two characters or so, whatever it is called.
            self.add(format!("{place}.task"), Fit::Task, &step.task);
        }
        if step.stage == Stage::Do {
            self.add(format!("{place}.intro"), Fit::Paragraph, &step.intro);
            let solution = format!("{place}.solution");
            // What nobody asks for has no solution.
            if step.solve.is_empty() {
                self.maybe(solution, Fit::Note, &step.solution);
            } else {
                self.add(solution, Fit::Note, &step.solution);
            }
        }
        if let Some(told) = &step.told {
            self.add(format!("{place}.told"), Fit::Question, told);
        }
        for (index, tick) in step.ticks.iter().enumerate() {
            self.add(
                format!("{place}.ticks[{index}].text"),
                Fit::Entry,
                &tick.text,
            );
        }
        for (index, goal) in step.goals.iter().enumerate() {
            let open = goal.open.as_deref().unwrap_or_default();
            self.maybe(format!("{place}.goals[{index}].open"), Fit::Entry, open);
        }
        for (index, hint) in step.hints.iter().enumerate() {
            self.add(format!("{place}.hints[{index}]"), Fit::Note, &hint.text);
        }
        self.notes(&format!("{place}.notes"), &step.notes);
        for (index, ask) in step.asks.iter().enumerate() {
            self.ask(&format!("{place}.asks[{index}]"), ask);
        }
        for (index, experiment) in step.experiments.iter().enumerate() {
            self.experiment(&format!("{place}.experiments[{index}]"), experiment);
        }
    }

    fn ask(&mut self, place: &str, ask: &'a Ask) {
        self.add(format!("{place}.id"), Fit::Title, &ask.id);
        self.add(format!("{place}.question"), Fit::Question, &ask.question);
        if let Some(shown) = &ask.shown {
            self.add(format!("{place}.shown"), Fit::Shown, shown);
        }
        for (index, option) in ask.options.iter().enumerate() {
            let place = format!("{place}.options[{index}]");
            self.add(format!("{place}.text"), Fit::Option, &option.text);
            self.maybe(format!("{place}.feedback"), Fit::Note, &option.feedback);
        }
        for (index, slip) in ask.slips.iter().enumerate() {
            let place = format!("{place}.slips[{index}].feedback");
            self.add(place, Fit::Note, &slip.feedback);
        }
        self.add(format!("{place}.why"), Fit::Note, &ask.why);
        self.maybe(format!("{place}.now"), Fit::Entry, &ask.now);
        self.maybe(format!("{place}.more"), Fit::Entry, &ask.more);
    }

    fn experiment(&mut self, place: &str, experiment: &'a Experiment) {
        self.add(format!("{place}.title"), Fit::Title, &experiment.title);
        self.add(format!("{place}.intro"), Fit::Paragraph, &experiment.intro);
        for (index, variant) in experiment.variants.iter().enumerate() {
            let place = format!("{place}.variant[{index}]");
            self.add(format!("{place}.change"), Fit::Line, &variant.change);
            self.add(format!("{place}.means"), Fit::Page, &variant.means);
            if let Some(ask) = &variant.ask {
                self.ask(&format!("{place}.ask"), ask);
            }
            self.error_book(&place, variant.error_book.as_ref());
        }
        self.notes(&format!("{place}.vendors"), &experiment.vendors);
        self.add(format!("{place}.put_back"), Fit::Note, &experiment.put_back);
        self.error_book(place, experiment.error_book.as_ref());
    }

    fn error_book(&mut self, place: &str, book: Option<&'a ErrorBook>) {
        let Some(book) = book else { return };
        for (name, words) in [
            ("symptom", &book.symptom),
            ("cause", &book.cause),
            ("fix", &book.fix),
        ] {
            self.add(format!("{place}.error_book.{name}"), Fit::Entry, words);
        }
    }
}
