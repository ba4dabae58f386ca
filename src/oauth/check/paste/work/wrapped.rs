//! A paste in which the reply stands inside something else, or is written in another notation.

use super::{DEEPEST, Work};
use crate::oauth::check::paste::exception::Told;
use crate::oauth::check::paste::find::Values;
use crate::oauth::check::paste::html::{self, Page};
use crate::oauth::check::paste::map::Mapped;
use crate::oauth::check::paste::members::{Members, Notation};
use crate::oauth::check::paste::noise::Around;
use crate::oauth::check::paste::powershell::{self, View};
use crate::oauth::check::paste::{Edit, Kind, Prepared, Repair, escaped, inside, secrets};
use crate::oauth::json::{self, Document, is_invisible};
use crate::oauth::rules::words;

impl Work<'_> {
    /// Notes the worst secret of the paste. It is told with a place and never with a text.
    pub(super) fn look_for_secrets(&mut self) {
        let Some(found) = secrets::of(self.pasted) else {
            return;
        };
        self.note("paste.secret", Some(found.range.start), None);
        self.value_of_last("secret", found.name.to_owned());
        if !found.grave {
            self.case_of_last("given");
        }
    }

    /// Notes where the reply was found.
    pub(super) fn found_inside(&mut self, id: &'static str, offset: usize, place: &str) {
        self.note("paste.found-inside", Some(offset), None);
        let place = words::fill(words::phrase(id), &[("place", place.to_owned())]);
        self.value_of_last("where", place);
    }

    pub(super) fn page(mut self, body: Mapped, page: Page) -> Prepared {
        let offset = body.original(page.offset);
        self.note("paste.html", Some(offset), page.title.clone());
        let status = self.headers.as_ref().and_then(|block| block.status);
        let guarded = self.headers.as_ref().is_some_and(html::is_guarded);
        if let Some(title) = page.title {
            self.case_of_last(match () {
                () if guarded || html::is_challenge(&title) => "challenge",
                () if html::is_about_the_server(&title, status) => "server",
                () if html::asks_for_login(&title) => "login",
                () => "titled",
            });
            self.value_of_last("title", title);
        }
        self.without_document(Kind::Html, body)
    }

    /// `Invoke-WebRequest` shows the beginning of a long body and dots for the rest.
    pub(super) fn cut_by_powershell(mut self, body: Mapped, at: usize) -> Prepared {
        self.note("paste.truncated", Some(body.original(at)), None);
        self.case_of_last("powershell");
        let kind = if body.text.contains("access_token") {
            Kind::TokenReply
        } else {
            Kind::Unreadable
        };
        self.without_document(kind, body)
    }

    pub(super) fn members(mut self, body: &Mapped, members: &Members, around: &Around) -> Prepared {
        self.noise(around.noise);
        let at = body.original(members.start);
        match members.notation {
            Notation::Form => self.note("reply.form", Some(at), None),
            Notation::Xml => self.note("reply.xml", Some(at), None),
            // That is the way of those services, and nothing to ask otherwise for.
            Notation::XmlError => {}
            Notation::Address => {
                self.found_inside("where.url", at, "");
                self.note("reply.form", Some(at), None);
                self.case_of_last("url");
            }
        }
        let part = body.part(members.start, members.end, &members.edits);
        let document = json::read(&part.text);
        self.judge(part, document)
    }

    /// The reply inside of JSON that is none, with a note where it stood.
    pub(super) fn further_in(
        &mut self,
        part: &Mapped,
        document: &Document,
    ) -> Option<(Mapped, Document)> {
        if self.depth >= DEEPEST {
            return None;
        }
        let found = inside::of(document)?;
        let (start, end) = (document.offset(found.node), document.end(found.node));
        let pointer = document.pointer(found.node);
        let id = match () {
            () if pointer.starts_with("/log/entries/") => "where.har",
            () if found.is_text => "where.json-text",
            () if pointer
                .split('/')
                .nth(1)
                .is_some_and(|step| step.bytes().all(|b| b.is_ascii_digit())) =>
            {
                "where.list"
            }
            () => "where.json",
        };
        let inner = if found.is_text {
            let text = part.part(start + 1, end.saturating_sub(1).max(start + 1), &[]);
            let edits = escaped::edits(&text.text);
            only_object(text.part(0, text.text.len(), &edits))
        } else {
            part.part(start, end, &[])
        };
        self.depth += 1;
        self.found_inside(id, part.original(start), &pointer);
        let document = json::read(&inner.text);
        Some((inner, document))
    }

    /// PowerShell's view of an object, unless nobody wants it turned back.
    pub(super) fn view_of(&mut self, body: &Mapped) -> Option<View> {
        let view = powershell::view(&body.text)?;
        let edits = body.original_edits(&view.edits);
        let repair = as_repair(&view, edits);
        if self.undoes(&repair) {
            self.undone.push(repair);
            return None;
        }
        Some(view)
    }

    pub(super) fn view(mut self, body: &Mapped, view: &View, around: &Around) -> Prepared {
        self.noise(around.noise.or_else(|| outside(body, view.start, view.end)));
        let edits = body.original_edits(&view.edits);
        self.repaired(vec![as_repair(view, edits)]);
        let part = body.part(view.start, view.end, &view.edits);
        let document = json::read(&part.text);
        self.judge(part, document)
    }

    /// A library's words in place of the response.
    pub(super) fn exception(mut self, body: Mapped, mut told: Told, around: &Around) -> Prepared {
        self.noise(around.noise);
        told.offset = body.original(told.offset);
        self.told = Some(told);
        self.without_document(Kind::ErrorReply, body)
    }
}

/// The object in a text that begins with other words.
fn only_object(text: Mapped) -> Mapped {
    if text.text.trim_start().starts_with(['{', '[']) {
        return text;
    }
    match Values::of(&text.text).best() {
        Some(found) => text.part(found.start, found.end, &[]),
        None => text,
    }
}

fn as_repair(view: &View, edits: Vec<Edit>) -> Repair {
    Repair {
        rule: "paste.powershell",
        what: view.what.to_owned(),
        edits,
    }
}

/// Where something visible stands outside a range.
pub(super) fn outside(body: &Mapped, start: usize, end: usize) -> Option<usize> {
    let seen = |c: char| !(c.is_ascii_whitespace() || is_invisible(c));
    let before = body.text.get(..start)?.find(seen);
    let behind = || Some(end + body.text.get(end..)?.find(seen)?);
    before.or_else(behind).map(|at| body.original(at))
}
