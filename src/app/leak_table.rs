//! The table of what a credential of a flow leaks: typed into a card, and kept apart under a name. Both columns are read off the flow at
//! hand; the words are those of both skins.

use crate::app::flow_desk::FlowDesk;
use crate::flow::Place;
use crate::flow::session::Readable;
use crate::lesson::desks::{filled, words};

/// The table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeakTable {
    /// What the port at hand does.
    pub now: String,
    /// Place by place, the titles first: where, typed in, kept apart.
    pub rows: Vec<[String; 3]>,
    /// What follows from it.
    pub so: &'static str,
}

impl FlowDesk {
    /// The table for what stands in that port; `None` where that is no credential.
    pub fn leak_table(&self, place: &Place) -> Option<LeakTable> {
        let found = self.session.readable(place)?;
        let port = [("port", found.port.spelled())];
        let alike =
            |title: &'static str, both: String| [words(title).to_owned(), both.clone(), both];
        Some(LeakTable {
            now: filled(
                if found.in_file {
                    "leaks.now.typed"
                } else {
                    "leaks.now.apart"
                },
                &port,
            ),
            rows: vec![
                ["leaks.where", "leaks.typed", "leaks.apart"].map(|id| words(id).to_owned()),
                ["leaks.file", "leaks.file.typed", "leaks.file.apart"]
                    .map(|id| words(id).to_owned()),
                alike("leaks.history", history(&found)),
                alike("leaks.out", out(&found)),
                ["leaks.kept", "leaks.kept.typed", "leaks.kept.apart"]
                    .map(|id| words(id).to_owned()),
            ],
            so: words("leaks.so"),
        })
    }

    /// The tables of all credentials that came into the flow, each with the port of it.
    pub fn leak_tables(&self) -> Vec<(LeakTable, String)> {
        let cards = self.session.flow.cards.iter();
        let ports = cards.flat_map(|card| {
            let own = card.inputs.iter().filter(|input| input.from.is_none());
            own.map(|input| Place {
                card: card.id.clone(),
                port: input.port.clone(),
            })
        });
        ports
            .filter_map(|place| Some((self.leak_table(&place)?, place.spelled())))
            .collect()
    }
}

fn history(found: &Readable) -> String {
    match &found.history {
        None => words("leaks.not-run").to_owned(),
        Some(cards) => cards.join(", "),
    }
}

fn out(found: &Readable) -> String {
    match found.out.as_slice() {
        _ if found.history.is_none() => words("leaks.not-run").to_owned(),
        [] => words("leaks.nowhere").to_owned(),
        ports => {
            let ports: Vec<String> = ports.iter().map(Place::spelled).collect();
            ports.join(", ")
        }
    }
}
