//! Tenants of the learner's own that are kept.

use crate::app::App;
use crate::app::own_targets::Way;
use crate::lesson::desks::{filled, words};
use crate::oauth::text::visible_line;

/// What a target is, those that are kept, and how one is added here.
pub(super) fn said(app: &App) -> Vec<String> {
    let mut lines = vec![words("own.target.about").to_owned()];
    for kept in &app.own_targets.kept {
        let way = match &kept.way {
            Way::Secret => words("own.target.by-secret").to_owned(),
            Way::Command(_) => {
                let program = visible_line(kept.way.program().unwrap_or_default());
                filled("own.target.by-command", &[("program", program)])
            }
            Way::Signed => words("own.target.by-key").to_owned(),
            Way::NoClient => words("own.target.by-nobody").to_owned(),
            Way::Telling => words("own.target.by-fault").to_owned(),
        };
        let (name, issuer) = (visible_line(&kept.name), visible_line(&kept.issuer));
        lines.push(format!("{name}: {issuer} {way}."));
    }
    lines.push(words("own.target.by-hand").to_owned());
    lines
}
