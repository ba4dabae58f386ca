//! Tenants of the learner's own that are kept.

use crate::app::App;
use crate::lesson::desks::words;
use crate::oauth::text::visible_line;

/// What a target is, those that are kept, and how one is added here.
pub(super) fn said(app: &App) -> Vec<String> {
    let mut lines = vec![words("own.target.about").to_owned()];
    for kept in &app.own_targets.kept {
        let way = kept.way.told();
        let (name, issuer) = (visible_line(&kept.name), visible_line(&kept.issuer));
        lines.push(format!("{name}: {issuer} {way}."));
    }
    lines.push(words("own.target.by-hand").to_owned());
    lines
}
