//! The table of what the guides say and where it is done: each place is there, and what has none says why.

use std::collections::HashSet;

use oauth_tutor::lesson::course;
use oauth_tutor::lesson::model::{Lesson, Step};
use serde::Deserialize;

#[derive(Deserialize)]
struct Sources {
    source: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    seed: String,
    title: String,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    says: String,
    at: Vec<String>,
    gap: Option<String>,
    told: Option<String>,
}

fn sources() -> Vec<Source> {
    let read: Sources = toml::from_str(include_str!("../../assets/sources.toml")).unwrap();
    read.source
}

/// True where the step has something of that name: a note, a form or a field of one, a card, a question, an experiment.
fn has(lesson: &Lesson, step: &Step, thing: &str) -> bool {
    let dashboard = course().dashboard(lesson.targets[0]);
    let forms = || step.forms.iter().filter_map(|id| dashboard?.form(id));
    let flow = step.flow.as_ref().and_then(|id| course().flow(id));
    step.note(thing).is_some()
        || forms().any(|form| form.id == thing)
        || forms().any(|form| form.fields.iter().any(|field| field.id == thing))
        || flow.is_some_and(|flow| flow.card(thing).is_some())
        || step.asks.iter().any(|ask| ask.id == thing)
        || step.experiments.iter().any(|one| one.id == thing)
}

#[test]
fn each_place_that_a_sentence_of_a_guide_is_said_to_have_is_there() {
    let mut missing = Vec::new();
    for source in sources() {
        for row in &source.rows {
            for place in &row.at {
                let parts: Vec<&str> = place.split('/').collect();
                let lesson = course().lesson(parts[0]);
                let found = lesson.and_then(|lesson| Some((lesson, lesson.step(parts.get(1)?)?)));
                let is_there = found.is_some_and(|(lesson, step)| {
                    parts.get(2).is_none_or(|thing| has(lesson, step, thing))
                });
                if !is_there || parts.len() > 3 {
                    missing.push(format!("{}: {}: {place}", source.seed, row.says));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_sentence_without_a_place_says_why_and_the_table_can_be_read() {
    let sources = sources();
    let seeds: HashSet<&str> = sources.iter().map(|one| one.seed.as_str()).collect();
    assert_eq!(seeds.len(), 5, "five guides, each once");
    for source in &sources {
        assert!(
            source.rows.len() <= 15,
            "{}: too long to read",
            source.title
        );
        for row in &source.rows {
            assert_eq!(row.at.is_empty(), row.gap.is_some(), "{}", row.says);
            assert!(row.says.chars().count() <= 60, "{}", row.says);
            let why = [&row.gap, &row.told];
            let fits = |text: &&String| (10..=90).contains(&text.chars().count());
            assert!(
                why.into_iter().flatten().all(|text| fits(&text)),
                "{}",
                row.says
            );
        }
    }
}

#[test]
fn each_lesson_after_a_guide_has_rows_of_it() {
    let sources = sources();
    let places = || {
        sources
            .iter()
            .flat_map(|one| &one.rows)
            .flat_map(|row| &row.at)
    };
    for lesson in course().lessons.iter().take(5) {
        let is_its = |place: &&String| place.split('/').next() == Some(lesson.id.as_str());
        assert!(places().any(|place| is_its(&place)), "{}", lesson.id);
    }
}
