//! From a paste to what is judged: which reading of it applies, in the order of how sure each is.

use crate::oauth::check::paste::exception;
use crate::oauth::check::paste::find::{self, Class, Found, Values};
use crate::oauth::check::paste::map::Mapped;
use crate::oauth::check::paste::members;
use crate::oauth::check::paste::noise::{self, Around};
use crate::oauth::check::paste::powershell;
use crate::oauth::check::paste::repair::{self, counted};
use crate::oauth::check::paste::token::{self, Bare};
use crate::oauth::check::paste::{
    HeaderBlock, Kind, Noted, Pasted, Prepared, Repair, escaped, html, logs, marks, quoted, signs,
};
use crate::oauth::json::{self, Document, Fault};

mod bare;
mod wrapped;

use wrapped::outside;

/// How often a reply is looked for inside of what was found: nobody wraps one deeper.
const DEEPEST: usize = 4;

/// What has been found out so far.
struct Work<'a> {
    /// The text as pasted.
    pasted: &'a str,
    /// The repairs that are not wanted, by rule.
    undo: &'a [&'static str],
    undone: Vec<Repair>,
    headers: Option<HeaderBlock>,
    repairs: Vec<Repair>,
    notes: Vec<Noted>,
    /// How many layers were taken off already.
    depth: usize,
    /// What a text that is no JSON tells of an error.
    told: Option<exception::Told>,
}

/// Reads a paste.
pub(super) fn prepare(pasted: &Pasted, undo: &[&'static str]) -> Prepared {
    let mut work = Work {
        pasted: &pasted.text,
        undo,
        undone: Vec::new(),
        headers: None,
        repairs: Vec::new(),
        notes: Vec::new(),
        depth: 0,
        told: None,
    };
    if pasted.utf16 {
        work.note("paste.utf16", None, None);
    }
    work.look_for_secrets();
    let whole = Mapped::whole(&pasted.text);
    let document = json::read(&pasted.text);
    if is_fine(&document) {
        return work.judge(whole, document);
    }
    if let Some(edits) = logs::edits(&pasted.text) {
        work.found_inside("where.log", pasted.text.find('{').unwrap_or_default(), "");
        let body = whole.part(0, pasted.text.len(), &edits);
        return work.choose(body, &Around::default());
    }
    let whole = match quoted::edits(&pasted.text) {
        Some(edits) => {
            let offset = edits.first().map(|edit| edit.start);
            work.note("paste.quoted-printable", offset, None);
            whole.part(0, pasted.text.len(), &edits)
        }
        None => whole,
    };
    let around = noise::around(&whole.text);
    let body = whole.part(0, whole.text.len(), &around.cuts);
    let around = around.placed(&whole);
    work.headers.clone_from(&around.headers);
    if let Some(block) = &around.headers {
        work.note("paste.http-headers", Some(block.offset), None);
    }
    work.choose(body, &around)
}

/// True for JSON without a fault, which is judged as it stands. A string may be a token, or an object in disguise.
fn is_fine(document: &Document) -> bool {
    let Some(root) = document.root() else {
        return false;
    };
    let disguised = document.string(root).is_some_and(|text| {
        let object = text.trim_start().starts_with('{') && text.contains('"');
        object || token::alone(text).is_some()
    });
    document.faults().is_empty() && !disguised
}

impl Work<'_> {
    fn choose(mut self, body: Mapped, around: &Around) -> Prepared {
        if let Some(page) = html::page(&body.text) {
            return self.page(body, page);
        }
        if let Some(at) = powershell::cut_view(&body.text) {
            return self.cut_by_powershell(body, at);
        }
        if let Some(members) = members::of(&body.text) {
            return self.members(&body, &members, around);
        }
        let values = Values::of(&body.text);
        let best = values.best().filter(|found| found.class != Class::Request);
        if let Some(found) = best.filter(|found| found.class > Class::Other) {
            return self.value(&body, &values, found, around);
        }
        if let Some(view) = self.view_of(&body) {
            if find::classify(view.names.iter().map(String::as_str)) == Class::Request {
                return self.request(body, Some(view.start));
            }
            return self.view(&body, &view, around);
        }
        if let Some(bare) = bare::notation(&body.text, best) {
            return self.bare_of_notation(&body, &bare);
        }
        if let Some(found) = best {
            return self.value(&body, &values, found, around);
        }
        if let Some(bare) = token::alone(&body.text) {
            // Scheme and quotes belong to the token; only what stands in the lines that were cut out is noise.
            self.noise(around.noise);
            return self.bare(&body, &bare);
        }
        let told = exception::of(&body.text);
        let sent = values
            .best()
            .filter(|found| found.class == Class::Request)
            .map(|found| found.start)
            .or_else(|| form(&body.text));
        let asked = around.request.is_some() || sent.is_some();
        if asked && !around.is_answered(&body.text) {
            let offset = sent.map(|at| body.original(at));
            return self.request(body, around.request.or(offset));
        }
        if let Some(bare) = token::among_words(&body.text) {
            if bare::names_a_reply(&body.text) {
                return self.bare_of_notation(&body, &bare);
            }
            return self.bare_among_words(&body, &bare, around);
        }
        let refused = || exception::by_status(&body.text, around.headers.as_ref()?.status?);
        if let Some(told) = told.or_else(refused) {
            return self.exception(body, told, around);
        }
        self.unknown(&body, around)
    }

    fn bare_among_words(mut self, body: &Mapped, bare: &Bare, around: &Around) -> Prepared {
        self.noise(around.noise);
        if let Some(at) = outside(body, bare.start, bare.end) {
            let before = body.text.get(..bare.start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let (place, _) = crate::oauth::check::before::context(before, line);
            self.note("paste.found-inside", Some(at), None);
            self.value_of_last("where", place);
        }
        self.bare(body, bare)
    }

    fn value(mut self, body: &Mapped, values: &Values, found: Found, around: &Around) -> Prepared {
        let (start, end) = find::region(&body.text, found);
        let stray = values
            .stray(&body.text, (start, end))
            .map(|at| body.original(at));
        match stray.filter(|_| logs::is_prefixed(&body.text, found.start)) {
            Some(at) => {
                self.noise(around.noise);
                self.found_inside("where.log", at, "");
            }
            None => self.noise(around.noise.into_iter().chain(stray).min()),
        }
        let count = values.count();
        if count > 1 {
            let offset = body.original(found.start);
            self.note("paste.several-objects", Some(offset), None);
            self.value_of_last("count", count.to_string());
        }
        let mut part = body.part(start, end, &[]);
        if found.escaped {
            part = self.unescape(part);
        }
        let document = json::read(&part.text);
        self.judge(part, document)
    }

    fn unescape(&mut self, part: Mapped) -> Mapped {
        let (plain, edits) = escaped::unescape(&part);
        if edits.is_empty() {
            return part;
        }
        let what = counted(edits.len(), "escape mark", "taken away");
        let rule = "paste.escaped";
        if self.repaired(vec![Repair { rule, what, edits }]) {
            plain
        } else {
            part
        }
    }

    /// Repairs what can be repaired, and looks for what cannot.
    fn judge(mut self, part: Mapped, document: Document) -> Prepared {
        let mut repairs = repair::repairs(&document);
        let wanted = repairs.iter().filter(|repair| !self.undoes(repair));
        let edits = repair::merged(wanted);
        for repair in &mut repairs {
            repair.edits = part.original_edits(&repair.edits);
        }
        let (part, document) = if edits.is_empty() {
            (part, document)
        } else {
            let repaired = part.part(0, part.text.len(), &edits);
            let document = json::read(&repaired.text);
            (repaired, document)
        };
        self.repaired(repairs);
        let class = document
            .root()
            .map_or(Class::Other, |root| find::class_of(&document, root));
        // An error's own members may hold another error; a token or an error further in is what the rest was wrapped around.
        if class == Class::Other
            && let Some((inner, document)) = self.further_in(&part, &document)
        {
            return self.judge(inner, document);
        }
        if class == Class::Request {
            let offset = Some(part.original(0));
            return self.request(part, offset);
        }
        let signs = signs::of(&document);
        for (id, sign) in [
            ("paste.truncated", &signs.cut),
            ("paste.placeholder", &signs.placeholder),
        ] {
            if let Some((at, seen)) = sign {
                self.note(
                    id,
                    Some(part.original(*at)),
                    Some(seen.clone()).filter(|seen| !seen.is_empty()),
                );
            }
            if let Some(member) = signs.cut_member.clone().filter(|_| id == "paste.truncated") {
                self.case_of_last("value");
                self.value_of_last("member", member);
            }
        }
        let damaged = !document.faults().is_empty() && document.text().contains("access_token");
        let kind = match class {
            Class::Error => Kind::ErrorReply,
            Class::Token | Class::TokenLike => Kind::TokenReply,
            Class::Other if damaged => Kind::TokenReply,
            Class::Other | Class::Request => Kind::OtherJson,
        };
        self.finish(kind, part, Some(document), signs.syntax)
    }

    fn request(mut self, body: Mapped, offset: Option<usize>) -> Prepared {
        self.note("paste.request", offset, None);
        // Sent as it stands, it would be refused for these, so they are told before it is sent.
        if let Some((at, word)) = marks::placeholder_in(self.pasted) {
            let seen = Some(marks::shortened(word));
            self.note("paste.placeholder", Some(at), seen);
            self.case_of_last("request");
        }
        self.without_document(Kind::Request, body)
    }

    /// Nothing is recognised, so the reader's first fault has to do as an explanation.
    fn unknown(mut self, body: &Mapped, around: &Around) -> Prepared {
        self.noise(around.noise);
        let part = body.part(0, body.text.len(), &[]);
        let document = json::read(&part.text);
        let syntax = document.faults().first().copied();
        let kind = match syntax {
            _ if part.text.contains("access_token") => Kind::TokenReply,
            Some(_) => Kind::Unreadable,
            None => Kind::OtherJson,
        };
        self.finish(kind, part, Some(document), syntax)
    }

    fn without_document(self, kind: Kind, map: Mapped) -> Prepared {
        self.finish(kind, map, None, None)
    }

    fn finish(
        self,
        kind: Kind,
        map: Mapped,
        document: Option<Document>,
        syntax: Option<Fault>,
    ) -> Prepared {
        Prepared {
            kind,
            headers: self.headers,
            document,
            token: None,
            repairs: self.repairs,
            undone: self.undone,
            notes: self.notes,
            syntax,
            told: self.told,
            map,
        }
    }

    fn note(&mut self, id: &'static str, offset: Option<usize>, seen: Option<String>) {
        // What was rewritten for reading has other lengths: a place in it may fall inside of a character of the paste.
        let offset = offset.map(|offset| self.pasted.floor_char_boundary(offset));
        self.notes.push(Noted {
            id,
            offset,
            seen,
            values: Vec::new(),
            case: None,
        });
    }

    /// The note made last is told in the words of this case.
    fn case_of_last(&mut self, case: &'static str) {
        if let Some(last) = self.notes.last_mut() {
            last.case = Some(case);
        }
    }

    fn value_of_last(&mut self, name: &'static str, value: String) {
        if let Some(last) = self.notes.last_mut() {
            last.values.push((name, value));
        }
    }

    fn noise(&mut self, offset: Option<usize>) {
        if offset.is_some() {
            self.note("paste.terminal-noise", offset, None);
        }
    }

    fn undoes(&self, repair: &Repair) -> bool {
        self.undo.contains(&repair.rule)
    }

    /// Keeps what was repaired, and what would have been. False when nothing was.
    fn repaired(&mut self, repairs: Vec<Repair>) -> bool {
        let mut any = false;
        for repair in repairs {
            if self.undoes(&repair) {
                self.undone.push(repair);
                continue;
            }
            any = true;
            self.note(
                repair.rule,
                repair.edits.first().map(|edit| edit.start),
                None,
            );
            self.value_of_last("what", repair.what.clone());
            self.repairs.push(repair);
        }
        any
    }
}

/// Where a form body begins: `grant_type=...` (RFC 6749 4.4.2).
fn form(text: &str) -> Option<usize> {
    text.match_indices("grant_type")
        .map(|(at, _)| at)
        .find(|&at| {
            let rest = text.get(at + 10..).unwrap_or_default();
            let rest = rest.trim_start_matches(['"', '\'', ' ']);
            rest.starts_with(['=', ':']) || rest.starts_with("%3D")
        })
}
