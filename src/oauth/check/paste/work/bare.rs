//! A paste that is only a token, or of which only the token can be read.

use super::Work;
use crate::oauth::check::paste::find::Found;
use crate::oauth::check::paste::map::Mapped;
use crate::oauth::check::paste::repair::counted;
use crate::oauth::check::paste::token::{self, Bare};
use crate::oauth::check::paste::{Edit, Kind, Noted, Prepared, Repair, marks};

impl Work<'_> {
    /// What is judged of it.
    pub(super) fn bare(mut self, body: &Mapped, bare: &Bare) -> Prepared {
        let offset = body.original(bare.start);
        self.note("paste.bare-token", Some(offset), None);
        if let Some(at) = bare.prefix {
            self.note("paste.bearer-prefix", Some(body.original(at)), None);
        }
        let found = [
            ("paste.invisible", &bare.invisible),
            ("paste.line-wrapped", &bare.blanks),
        ];
        let present = found.into_iter().filter(|(_, edits)| !edits.is_empty());
        let repairs = present.map(|(rule, edits)| Repair {
            rule,
            what: counted(edits.len(), thing(rule, body, edits), "taken out"),
            edits: body.original_edits(edits),
        });
        if self.repaired(repairs.collect()) {
            tell_as(&mut self.notes, "paste.line-wrapped", "token");
        }
        let wanted = found
            .into_iter()
            .filter(|(rule, _)| !self.undo.contains(rule));
        let mut edits: Vec<Edit> = wanted.flat_map(|(_, edits)| edits.clone()).collect();
        edits.sort_by_key(|edit| edit.start);
        let part = body.part(bare.start, bare.end, &edits);
        if token::is_encoded_reply(&part.text) {
            tell_as(&mut self.notes, "paste.bare-token", "encoded");
            return self.finish(Kind::BareToken, part, None, None);
        }
        let seen = || Some(marks::shortened(&part.text));
        if marks::is_placeholder("access_token", &part.text) {
            self.note("paste.placeholder", Some(offset), seen());
        } else if marks::is_cut("access_token", &part.text) {
            self.note("paste.truncated", Some(offset), seen());
        }
        let token = part.text.clone();
        let mut prepared = self.finish(Kind::BareToken, part, None, None);
        prepared.token = Some(token);
        prepared
    }

    /// The same where a response stands around the token, in a notation that is not read here.
    pub(super) fn bare_of_notation(self, body: &Mapped, bare: &Bare) -> Prepared {
        let mut prepared = self.bare(body, bare);
        tell_as(&mut prepared.notes, "paste.bare-token", "notation");
        prepared
    }
}

/// What was taken out of the token. A PDF puts blanks where the lines ended.
fn thing(rule: &str, body: &Mapped, edits: &[Edit]) -> &'static str {
    let taken = |edit: &Edit| body.text.get(edit.start..edit.end).unwrap_or_default();
    let breaks = |edit: &Edit| taken(edit).contains(['\n', '\r']);
    match rule {
        "paste.line-wrapped" if edits.iter().any(breaks) => "line break",
        "paste.line-wrapped" => "blank",
        _ => "invisible character",
    }
}

/// Tells what was noted under `id` in the words of this case.
fn tell_as(notes: &mut [Noted], id: &str, case: &'static str) {
    for note in notes.iter_mut().filter(|note| note.id == id) {
        note.case = Some(case);
    }
}

/// True where the members of a response stand around a token: YAML, a form, a Go map.
pub(super) fn names_a_reply(text: &str) -> bool {
    text.contains("access_token") && (text.contains("token_type") || text.contains("expires_in"))
}

/// The token of a response in a notation of its own, of which some brackets could be taken for JSON.
pub(super) fn notation(text: &str, best: Option<Found>) -> Option<Bare> {
    let bare = token::among_words(text).filter(|_| names_a_reply(text))?;
    let inside = best.is_some_and(|found| (found.start..found.end).contains(&bare.start));
    (!inside).then_some(bare)
}
