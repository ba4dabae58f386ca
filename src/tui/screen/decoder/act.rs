//! What the keys of the decoder do with the token: a claim changed, signed anew, another token beside it, a search, a copy.

use crate::app::App;
use crate::app::message::{Desk as Act, Go, Message, SignAgain};
use crate::oauth::check::TokenReport;
use crate::oauth::jwt::PartName;
use crate::oauth::jwt::member::{document, places};
use crate::tui::keys::Action;
use crate::tui::screen::Reply;
use crate::tui::screen::decoder::{Decoder, Find, Pane};
use crate::tui::screen::desk::{Entry, verify};
use crate::tui::widget::jwt;
use crate::tui::widget::list::Selection;

impl Decoder {
    /// A key while something is open in front of the token: a field, a search, another token, a sheet.
    pub(super) fn in_front(&mut self, action: Action, app: &App) -> Option<Reply> {
        if self.typing.is_some() && action == Action::Close {
            self.typing = None;
            return Some(Reply::Done);
        }
        if self.find.is_open() && matches!(action, Action::Accept | Action::Close) {
            let report = app.decoder.report.as_ref();
            if action == Action::Accept && report.is_some_and(|it| self.finds_nothing(app, it)) {
                let wanted = Message::LookUp(self.find.text().to_owned());
                // Who comes back sees the whole token again.
                self.find = Find::default();
                return Some(Reply::Send(vec![wanted, Message::Go(Go::Reference)]));
            }
            if action == Action::Close {
                self.find.clear();
                self.chosen_anew();
            }
            self.find.close();
            return Some(Reply::Done);
        }
        if let Some(comparison) = &app.decoder.compared {
            return Some(self.beside(action, comparison));
        }
        let jwt = app.decoder.report.as_ref().map(|report| &report.jwt);
        self.over.react(action, jwt, app)
    }

    /// A key that does something with the token; `None` for all others, and where there is none.
    pub(super) fn of_token(&mut self, action: Action, app: &App) -> Option<Reply> {
        let act = |act| Some(Reply::Send(vec![Message::Desk(act)]));
        let report = app.decoder.report.as_ref();
        match action {
            Action::Tamper => Some(report.map_or(Reply::Done, |report| self.tamper(app, report))),
            Action::SignPractice => {
                report?;
                act(Act::SignAgain(SignAgain::Practice))
            }
            Action::SignOwn => {
                report?;
                Some(self.over.ask(Entry::sign_key()))
            }
            Action::Compare => {
                report?;
                Some(self.over.ask(Entry::other()))
            }
            Action::Find => {
                // Where there is no token there is nothing to look through, and no line to type into.
                report.filter(|_| !app.decoder.holds_no_token())?;
                self.find.open();
                Some(Reply::Done)
            }
            Action::Copy => Some(self.copies(app, report?)),
            Action::Close if self.find.clear() => {
                self.chosen_anew();
                Some(Reply::Done)
            }
            Action::Undo => act(Act::UndoMember),
            Action::Redo => act(Act::RedoMember),
            Action::Verify => {
                self.go(Pane::Trust);
                Some(verify(app))
            }
            _ => None,
        }
    }

    /// True where neither the open part nor a finding holds what is searched for: then the reference may.
    pub(super) fn finds_nothing(&self, app: &App, report: &TokenReport) -> bool {
        let searches = !self.find.text().is_empty();
        searches && self.number(app, report) == usize::MAX && self.find.findings(report).is_empty()
    }

    /// Asks for another value of the selected member; the open part has none when it is no object, then the payload is opened.
    fn tamper(&mut self, app: &App, report: &TokenReport) -> Reply {
        let pieces = jwt::pieces(&report.jwt);
        let open = pieces
            .get(self.piece(report))
            .and_then(|piece| piece.part)
            .filter(|part| document(&report.jwt, *part).is_some());
        if open.is_none() {
            self.piece = None;
            self.claim = Selection::default();
        }
        let part = open.unwrap_or(PartName::Payload);
        let at = self.number(app, report);
        let found = document(&report.jwt, part).and_then(|document| {
            let place = places(document).into_iter().nth(at)?;
            Some((place.name, document.raw(place.node).to_owned()))
        });
        match found {
            Some((name, value)) => {
                let entry = Entry::member((part, at), (&name, &value), app);
                self.over.ask(entry)
            }
            // The app knows the words for a token in which nothing can be changed.
            None => Reply::Send(vec![Message::Desk(Act::SetMember {
                part,
                member: at,
                value: String::new(),
            })]),
        }
    }
}
