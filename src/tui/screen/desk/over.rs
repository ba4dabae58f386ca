//! What lies over a desk while something is asked: a field for one answer, or the sheet of what is wanted. Shared by checker and decoder.

use ratatui::layout::Rect;

use crate::app::desk::Wanted;
use crate::app::message::{Desk as Act, Message};
use crate::app::{App, Page};
use crate::lesson::desks::words;
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::algorithm::Algorithm;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Action, Context};
use crate::tui::overlay::Overlay;
use crate::tui::screen::Reply;
use crate::tui::screen::desk::entry::Entry;
use crate::tui::screen::desk::own::against;
use crate::tui::screen::desk::target::{Sheet, Step};
use crate::tui::theme::Look;
use crate::tui::widget::field::Field;

/// At most one sheet, and over it at most one field.
#[derive(Default)]
pub(in crate::tui::screen) struct Over {
    entry: Option<Entry>,
    sheet: Option<Sheet>,
}

impl Over {
    /// The keys that are live because of it.
    pub(in crate::tui::screen) fn context(&self) -> Option<Context> {
        self.sheet.map(|_| Context::Target)
    }

    pub(in crate::tui::screen) fn field(&mut self) -> Option<&mut Field> {
        self.entry.as_mut().map(Entry::field)
    }

    /// What a change of the open field tells the app; `None` when no field of its is open.
    pub(in crate::tui::screen) fn edited(&self) -> Option<Vec<Message>> {
        self.entry.as_ref().map(Entry::edited)
    }

    /// Opens a field.
    pub(in crate::tui::screen) fn ask(&mut self, entry: Entry) -> Reply {
        self.entry = Some(entry);
        Reply::Done
    }

    /// A key while something is open, or one that opens something; `None` for all others.
    pub(in crate::tui::screen) fn react(
        &mut self,
        action: Action,
        jwt: Option<&Jwt>,
        app: &App,
    ) -> Option<Reply> {
        if let Some(entry) = &self.entry {
            return match action {
                Action::Close | Action::NextPane | Action::PrevPane => {
                    self.entry = None;
                    Some(Reply::Done)
                }
                Action::Accept => {
                    let reply = entry.accepted(app);
                    self.entry = None;
                    Some(reply)
                }
                Action::Up | Action::Down | Action::PageUp | Action::PageDown => Some(Reply::Done),
                // The keys of the program: help, leaving, drawing anew.
                _ => Some(Reply::Ignored),
            };
        }
        let wanted = app.open_wanted()?;
        if let Some(sheet) = &mut self.sheet {
            return Some(match sheet.react(action, wanted) {
                Step::Other => Reply::Ignored,
                Step::Close => {
                    self.sheet = None;
                    Reply::Done
                }
                Step::Ask(entry) => self.ask(*entry),
                Step::Reply(reply) => reply,
            });
        }
        match action {
            Action::Target => {
                self.sheet = Some(Sheet::new(app.page == Page::Decoder));
                Some(Reply::Done)
            }
            Action::Profile => {
                let next = crate::app::desk::next_profile(wanted.profile, true);
                Some(Reply::Send(vec![Message::Desk(Act::Profile(next))]))
            }
            Action::Strict => Some(Reply::Send(vec![Message::Desk(Act::ToggleStrict)])),
            Action::Against => Some(against()),
            Action::OpenFile => Some(self.ask(Entry::path())),
            Action::OpenEditor => Some(Reply::Open(Overlay::confirm(
                words("editor.ask"),
                Message::Desk(Act::EditOutside),
            ))),
            Action::GiveKeys if jwt.is_some() => {
                let alg = jwt.and_then(|jwt| jwt.header_text("alg"));
                let secret = alg
                    .and_then(Algorithm::from_name)
                    .is_some_and(Algorithm::is_symmetric);
                Some(self.ask(Entry::keys(secret)))
            }
            Action::KeyFile if jwt.is_some() => Some(self.ask(Entry::key_file())),
            Action::KeyUrl if jwt.is_some() => Some(self.ask(Entry::key_address())),
            _ => None,
        }
    }

    /// True while the desk below is covered whole.
    pub(in crate::tui::screen) fn covers(&self) -> bool {
        self.sheet.is_some()
    }

    /// Draws what is open.
    pub(in crate::tui::screen) fn draw(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        wanted: &Wanted,
    ) {
        if let Some(sheet) = self.sheet {
            sheet.draw(canvas, area, look, wanted);
        }
        if let Some(entry) = &self.entry {
            entry.draw(canvas, area, look);
        }
    }
}
