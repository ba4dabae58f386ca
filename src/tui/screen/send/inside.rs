//! What a token that came says, below the reply that brought it.

use ratatui::text::Line;

use crate::app::App;
use crate::app::run::Run;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::claims;

/// The claims of the token that came; nothing where it cannot be read.
pub(super) fn lines(app: &App, run: &Run, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let token = run.token.as_ref();
    let Some(payload) = token.and_then(|token| token.jwt.payload.as_ref()) else {
        return Vec::new();
    };
    let mut lines = vec![
        Line::default(),
        Line::styled("Inside the token, decoded", look.style(Role::Title)),
    ];
    let claims = claims::of(payload, app.now.seconds());
    lines.extend(claims::table(&claims, usize::MAX, width, look).lines);
    lines
}
