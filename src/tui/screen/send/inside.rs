//! What a token that came says, below the reply that brought it.

use ratatui::text::Line;

use crate::app::App;
use crate::app::run::Run;
use crate::oauth::dictionary::Side;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::claims::{self, Telling};

/// The claims of the token that came; nothing where it cannot be read.
pub(super) fn lines(app: &App, run: &Run, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let Some(token) = &run.token else {
        return Vec::new();
    };
    let Some(payload) = &token.jwt.payload else {
        return Vec::new();
    };
    let mut lines = vec![
        Line::default(),
        Line::styled("Inside the token, decoded", look.style(Role::Title)),
    ];
    let telling = Telling {
        jwt: &token.jwt,
        family: None,
        side: Side::Claims,
        at: app.now.seconds(),
        local: |_| None,
    };
    let claims = claims::of(payload, telling);
    lines.extend(claims::table(&claims, usize::MAX, width, look).lines);
    lines
}
