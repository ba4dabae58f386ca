//! What can be copied out of the decoder: the token, the value that is selected, the claims, the part that is open.

use crate::app::App;
use crate::app::message::CopyWhat;
use crate::oauth::check::TokenReport;
use crate::oauth::jwt::member::{document, places};
use crate::oauth::text::visible_line;
use crate::tui::overlay::Overlay;
use crate::tui::screen::Reply;
use crate::tui::screen::decoder::Decoder;
use crate::tui::widget::jwt;

impl Decoder {
    /// The menu. Where there is no token there is nothing to copy, and the menu says so.
    pub(super) fn copies(&self, app: &App, report: &TokenReport) -> Reply {
        if app.decoder.holds_no_token() {
            return Reply::Open(Overlay::copies(Vec::new()));
        }
        let mut rows = vec![(CopyWhat::Token, "the token".to_owned())];
        let pieces = jwt::pieces(&report.jwt);
        let at = self.piece(report);
        let piece = pieces.get(at);
        let part = piece.and_then(|piece| piece.part);
        let number = self.number(app, report);
        let selected = part.and_then(|part| {
            let place = places(document(&report.jwt, part)?)
                .into_iter()
                .nth(number)?;
            Some((part, visible_line(&place.name)))
        });
        if let Some((part, name)) = selected {
            let words = format!("the value of {name}");
            rows.push((CopyWhat::Value(part, number), words));
        }
        if report.jwt.payload.is_some() {
            rows.push((CopyWhat::Claims, "the claims as JSON".to_owned()));
        }
        if let (Some(part), Some(piece)) = (part, piece) {
            let words = format!("part {}, {}, as it stands", at + 1, piece.label);
            rows.push((CopyWhat::Part(part), words));
        }
        Reply::Open(Overlay::copies(rows))
    }
}
