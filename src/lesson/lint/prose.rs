//! Every text of a lesson: there, short enough for the smallest screen, in the course's voice, safe to print.

use super::Complaint;
use crate::lesson::model::{Act, Card, Experiment, Lesson, Prediction};
use crate::oauth::text::is_hidden;

/// What room a text has. The lengths, in characters, let every screen hold it at 60x20.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// A heading.
    Title,
    /// An option or a step.
    Option,
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
    let length = if shown { longest } else { text.chars().count() };
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
    all.list("goal.can", Fit::Line, &lesson.goal.can);
    all.add("goal.why", Fit::Paragraph, &lesson.goal.why);
    all.list("goal.leaves_out", Fit::Note, &lesson.goal.leaves_out);
    for (index, prediction) in lesson.predict.iter().enumerate() {
        all.prediction(&format!("predict[{index}]"), prediction);
    }
    for (index, act) in lesson.act.iter().enumerate() {
        all.act(&format!("act[{index}]"), act);
    }
    for (index, note) in lesson.explain.iter().enumerate() {
        all.note(&format!("explain[{index}]"), &note.title, &note.text);
    }
    all.experiment(&lesson.experiment);
    for (index, card) in lesson.quiz.iter().enumerate() {
        all.card(&format!("quiz[{index}]"), card);
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

    fn list(&mut self, place: &str, fit: Fit, texts: &'a [String]) {
        for (index, text) in texts.iter().enumerate() {
            self.add(format!("{place}[{index}]"), fit, text);
        }
    }

    fn note(&mut self, place: &str, title: &'a str, text: &'a str) {
        self.add(format!("{place}.title"), Fit::Title, title);
        self.add(format!("{place}.text"), Fit::Note, text);
    }

    fn prediction(&mut self, place: &str, prediction: &'a Prediction) {
        self.add(format!("{place}.id"), Fit::Title, &prediction.id);
        self.add(
            format!("{place}.question"),
            Fit::Question,
            &prediction.question,
        );
        for (index, option) in prediction.options.iter().enumerate() {
            self.add(
                format!("{place}.options[{index}].text"),
                Fit::Option,
                &option.text,
            );
        }
        self.add(format!("{place}.why"), Fit::Note, &prediction.why);
    }

    fn act(&mut self, place: &str, act: &'a Act) {
        self.add(format!("{place}.title"), Fit::Title, &act.title);
        self.add(format!("{place}.goal"), Fit::Line, &act.goal);
        self.add(format!("{place}.intro"), Fit::Paragraph, &act.intro);
        self.list(&format!("{place}.steps"), Fit::Option, &act.steps);
        self.list(&format!("{place}.hints"), Fit::Note, &act.hints);
        self.add(format!("{place}.solution"), Fit::Note, &act.solution);
        for (index, note) in act.notes.iter().enumerate() {
            self.note(&format!("{place}.notes[{index}]"), &note.title, &note.text);
        }
        if let Some(question) = &act.question {
            let place = format!("{place}.question");
            self.add(
                format!("{place}.question"),
                Fit::Question,
                &question.question,
            );
            for (index, option) in question.options.iter().enumerate() {
                let place = format!("{place}.options[{index}]");
                self.add(format!("{place}.text"), Fit::Option, &option.text);
                self.add(format!("{place}.feedback"), Fit::Note, &option.feedback);
            }
        }
    }

    fn experiment(&mut self, experiment: &'a Experiment) {
        self.add("experiment.title", Fit::Title, &experiment.title);
        self.add("experiment.change", Fit::Line, &experiment.change);
        self.add("experiment.intro", Fit::Paragraph, &experiment.intro);
        self.prediction("experiment.prediction", &experiment.prediction);
        self.add("experiment.explain", Fit::Page, &experiment.explain);
        for (index, note) in experiment.vendors.iter().enumerate() {
            self.note(
                &format!("experiment.vendors[{index}]"),
                &note.title,
                &note.text,
            );
        }
        self.add("experiment.put_back", Fit::Note, &experiment.put_back);
        let book = &experiment.error_book;
        self.add("experiment.error_book.symptom", Fit::Entry, &book.symptom);
        self.add("experiment.error_book.cause", Fit::Entry, &book.cause);
        self.add("experiment.error_book.fix", Fit::Entry, &book.fix);
        self.list("experiment.hints", Fit::Note, &experiment.hints);
        self.add("experiment.solution", Fit::Note, &experiment.solution);
    }

    fn card(&mut self, place: &str, card: &'a Card) {
        self.add(format!("{place}.question"), Fit::Question, &card.question);
        if let Some(shown) = &card.shown {
            self.add(format!("{place}.shown"), Fit::Shown, shown);
        }
        for (index, option) in card.options.iter().enumerate() {
            self.add(
                format!("{place}.options[{index}].text"),
                Fit::Option,
                &option.text,
            );
        }
        let feedback = &card.feedback;
        self.add(
            format!("{place}.feedback.happened"),
            Fit::Entry,
            &feedback.happened,
        );
        self.add(format!("{place}.feedback.why"), Fit::Note, &feedback.why);
        self.add(format!("{place}.feedback.now"), Fit::Entry, &feedback.now);
        self.add(format!("{place}.feedback.more"), Fit::Entry, &feedback.more);
    }
}
