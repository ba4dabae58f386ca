//! Handing the report on: as Markdown or JSON, to the clipboard or into a new file.

use secrecy::SecretString;

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::message::{Destination, Format};
use crate::lesson::desks::{filled, words};
use crate::oauth::check::report::{json, markdown};

impl App {
    pub(super) fn export(&mut self, format: Format, destination: Destination) -> Vec<Effect> {
        let at = self.now.seconds();
        let Some(report) = self.open_report() else {
            self.notice(words("export.none"));
            return Vec::new();
        };
        let (label, ending, text) = match format {
            Format::Markdown => ("the report as Markdown", "md", markdown::check(report, at)),
            Format::Json => ("the report as JSON", "json", json::check(report) + "\n"),
        };
        if destination == Destination::File {
            self.keeping += 1;
        }
        vec![match destination {
            Destination::Clipboard => Effect::Copy {
                label,
                text: SecretString::from(text),
            },
            Destination::File => Effect::KeepReport {
                name: format!("check-{}", stamp(&at.rfc3339().unwrap_or_default())),
                ending,
                text,
            },
        }]
    }

    /// The world has kept a report, or has not.
    pub(in crate::app::update) fn report_kept(&mut self, result: Result<String, String>) {
        self.keeping = self.keeping.saturating_sub(1);
        self.notice(match result {
            Ok(path) => filled("export.kept", &[("path", path)]),
            Err(why) => filled("export.failed", &[("why", why)]),
        });
    }
}

/// A point in time as part of a file's name: no colons, which some systems refuse.
fn stamp(rfc3339: &str) -> String {
    rfc3339
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect()
}
