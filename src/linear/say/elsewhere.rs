//! One request at three servers: line by line what each has there, what differs said first.

use super::Words;
use crate::app::elsewhere::{Elsewhere, Row};
use crate::oauth::text::visible_line;

/// The comparison; nothing while none was asked for.
pub(super) fn say(asked: &Elsewhere, words: &mut Words) {
    if asked.servers().is_empty() {
        return;
    }
    let (differs, alike): (Vec<Row>, Vec<Row>) =
        asked.rows().into_iter().partition(|row| row.differs);
    for row in differs {
        let cells = asked
            .servers()
            .iter()
            .zip(&row.cells)
            .map(|((target, _), cell)| {
                let cell = cell
                    .as_deref()
                    .map_or_else(|| "nothing".to_owned(), visible_line);
                format!("{}: {cell}", target.word())
            });
        let cells: Vec<String> = cells.collect();
        words.fact(format!(
            "They differ in {}. {}.",
            visible_line(&row.name),
            cells.join("; ")
        ));
    }
    let names: Vec<String> = alike.iter().map(|row| visible_line(&row.name)).collect();
    if !names.is_empty() {
        words.fact(format!("All say the same of: {}.", names.join(", ")));
    }
}
