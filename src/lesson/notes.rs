//! Which notes a step has to hold, so that nothing on its screen goes unexplained.

use crate::lesson::bench::{Bench, about_field};
use crate::lesson::model::{RequestForm, Step};

/// The notes that a step has to hold: those of its bench, and those of what this lesson shows there.
pub fn demanded(step: &Step, form: &RequestForm, dashboard: &[String]) -> Vec<String> {
    let Some(bench) = step.bench else {
        return Vec::new();
    };
    let mut notes: Vec<String> = bench.row().notes.iter().map(ToString::to_string).collect();
    match bench {
        Bench::Build => {
            let rows = form.rows();
            notes.extend(rows.into_iter().map(|field| about_field(field).to_owned()));
        }
        Bench::Dashboard => notes.extend(dashboard.iter().cloned()),
        Bench::Send
        | Bench::Read
        | Bench::Call
        | Bench::Check
        | Bench::Explain
        | Bench::Lab
        | Bench::Flow => {}
    }
    notes.sort();
    notes.dedup();
    notes
}
