//! What is in each scenario of the sandbox.

use crate::app::App;
use crate::app::scenario::Scenario;
use crate::lesson::desks::filled;
use crate::oauth::text::visible_line;

/// What would be kept now, what stood here before, and each scenario of this server.
pub(super) fn said(app: &App) -> Vec<String> {
    let target = app.target();
    let what = |one: &Scenario| [("what", one.briefly())];
    let here = app.scenario_here();
    let here = here.map(|(here, _)| filled("scenario.here", &what(&here)));
    let before = app.scenarios.before_at(target);
    let before = before.map(|one| filled("scenario.before.about", &what(one)));
    let each = app.scenarios.of(target);
    let each = each.map(|(name, one)| format!("{}: {}", visible_line(name), one.said()));
    here.into_iter().chain(before).chain(each).collect()
}
