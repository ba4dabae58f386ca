//! Changing a claim to see what the signature is for: the token is encoded again, and judged as any other.

use crate::app::App;
use crate::app::desk::{KeyFetch, Signature, TokenEdit};
use crate::app::effect::Effect;
use crate::lesson::desks::{filled, words};
use crate::oauth::jwt::member::{document, places, with_value};
use crate::oauth::jwt::signature::Trust;
use crate::oauth::jwt::{Jwt, PartName};

impl App {
    /// Where the keys are missing and can be had, they are fetched, so that the signature is seen to fail.
    pub(super) fn set_member(&mut self, part: PartName, member: usize, value: &str) -> Vec<Effect> {
        let jwt = self.decoder.report.as_ref().map(|report| &report.jwt);
        let named = jwt.and_then(|jwt| Some((jwt, name(jwt, part, member)?)));
        let Some((jwt, name)) = named else {
            self.notice(words("edit.nothing"));
            return Vec::new();
        };
        match with_value(jwt, part, member, value) {
            Err(why) => self.notice(format!("Not changed: {why}.")),
            Ok(token) if token == self.decoder.token() => {}
            Ok(token) => {
                self.decoder.edits.push(TokenEdit {
                    name,
                    signature: Signature::Old,
                    token,
                });
                self.decoder.redo.clear();
                // A signature that is on its way is over the token as it was.
                self.decoder.signing = None;
                self.judge();
                let issuer = self.decoder.first_issuer();
                // A tenant of one's own is asked for nothing that nobody asked for.
                let ours = self.targets.issued_by(&issuer);
                let ours = ours.is_some_and(|facts| !facts.is_own());
                if self.decoder.held.is_none() && ours {
                    return self.fetch_keys();
                }
            }
        }
        Vec::new()
    }

    pub(super) fn undo_member(&mut self) {
        let Some(edit) = self.decoder.edits.pop() else {
            self.notice(words("edit.none"));
            return;
        };
        let signed = edit.signature != Signature::Old;
        self.decoder.redo.push(edit);
        self.decoder.signing = None;
        if signed {
            // The key of that signature says nothing of the one before.
            (self.decoder.held, self.decoder.issuer) = (None, None);
            self.decoder.keys = KeyFetch::Idle;
        }
        self.judge();
        if signed {
            self.notice(words("edit.keys_away"));
        } else if self.decoder.edits.is_empty() {
            self.notice(words("edit.back"));
        }
    }

    pub(super) fn redo_member(&mut self) {
        match self.decoder.redo.pop() {
            Some(edit) => {
                self.decoder.edits.push(edit);
                self.decoder.signing = None;
                self.judge();
            }
            None => self.notice(words("edit.no_redo")),
        }
    }

    fn signature_fits(&self) -> bool {
        let report = self.decoder.report.as_ref();
        report.is_some_and(|report| matches!(report.trust, Trust::Passed { .. }))
    }

    /// What was changed in the decoder's token, and who signed that, in words; `None` where nothing was.
    pub fn changed_words(&self) -> Option<String> {
        let edits = &self.decoder.edits;
        let last = edits.last()?;
        // What was changed before a signature that was made anew is covered by it.
        let signed = edits
            .iter()
            .rposition(|edit| edit.signature != Signature::Old);
        let open = match last.signature {
            Signature::Old => edits.get(signed.map_or(0, |at| at + 1)..),
            Signature::Practice | Signature::Own => Some(edits.as_slice()),
        };
        let mut names: Vec<&str> = Vec::new();
        for edit in open.unwrap_or_default() {
            if !edit.name.is_empty() && !names.contains(&edit.name.as_str()) {
                names.push(&edit.name);
            }
        }
        if names.is_empty() {
            names.push("nothing");
        }
        let id = match (last.signature, &self.decoder.ladder) {
            (Signature::Practice, _) => "edit.signed.practice",
            (Signature::Own, _) => "edit.signed.own",
            (Signature::Old, Some(_)) if self.signature_fits() => "edit.fits",
            (Signature::Old, Some(_)) => "edit.done",
            (Signature::Old, None) => "edit.unchecked",
        };
        Some(filled(id, &[("names", names.join(", "))]))
    }
}

fn name(jwt: &Jwt, part: PartName, member: usize) -> Option<String> {
    let place = places(document(jwt, part)?).into_iter().nth(member)?;
    Some(place.name)
}
