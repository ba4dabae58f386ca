//! Filling in the request.

use crate::app::history::Edit;
use crate::app::message::Build;
use crate::app::player::Player;
use crate::app::turn::Turn;
use crate::lesson::desks::words;
use crate::lesson::target::TargetName;
use crate::oauth::request::Field;

impl Player {
    pub(super) fn build(&mut self, turn: &mut Turn<'_>, build: &Build) {
        if let Build::Set(field, text) = build
            && let Some(why) = self.refuses(*field, text)
        {
            self.take_off_begun(*field, text);
            return turn.say(words(why));
        }
        let draft = &mut self.bench.draft;
        match build {
            Build::Set(field, text) => self.set_text(*field, text),
            Build::SetSecret(secret) => {
                if draft.client_secret.as_ref() != Some(secret) {
                    draft.client_secret = Some(secret.clone());
                    self.history.remember(self.at.step, Edit::Secret);
                }
            }
            Build::Format(format) => {
                let stood = std::mem::replace(&mut draft.format, *format);
                self.history.remember(self.at.step, Edit::Format(stood));
            }
            Build::Method(method) => {
                if draft.auth != *method {
                    let stood = std::mem::replace(&mut draft.auth, *method);
                    self.history.remember(self.at.step, Edit::Method(stood));
                }
            }
            Build::Bound(bound) => {
                let stood = std::mem::replace(&mut draft.bound, *bound);
                self.history.remember(self.at.step, Edit::Bound(stood));
            }
            Build::FillFromApp => self.fill_from_app(turn),
        }
    }

    /// Who types a secret is stopped at its eighth letter, and would type on behind the seventh. What stood there before a paste stays.
    fn take_off_begun(&mut self, field: Field, text: &str) {
        let stands = self.bench.draft.text(field).to_owned();
        let is_typed = text
            .strip_prefix(&stands)
            .is_some_and(|more| more.chars().count() == 1);
        if is_typed && self.bench.holds_secret(text) {
            let kept = self.bench.without_begun(&stands).to_owned();
            self.set_text(field, &kept);
        }
    }

    /// The id of what is said where a text is not taken into that field.
    fn refuses(&self, field: Field, text: &str) -> Option<&'static str> {
        // Of a tenant of one's own nothing is kept on disk, but a real secret in the open part of a request stands in somebody's logs.
        if self.target == TargetName::Own {
            return self.must_not_send(field, text).then_some("leak.own");
        }
        // Practice secrets may be tried in what is not kept.
        let is_kept = matches!(
            field,
            Field::Audience | Field::Scope | Field::Resource | Field::Organization
        );
        (is_kept && self.bench.must_not_keep(text)).then_some("leak.refused")
    }

    fn set_text(&mut self, field: Field, text: &str) {
        let stood = self.bench.draft.text(field).to_owned();
        if stood == text {
            return;
        }
        let edit = Edit::Text(field, stood.clone());
        self.history
            .remember_typing(self.at.step, edit, (&stood, text));
        self.bench.draft.set(field, text);
    }

    fn fill_from_app(&mut self, turn: &mut Turn<'_>) {
        let Some(app) = &self.bench.app else {
            turn.say("There is no app yet. Create it first.");
            return;
        };
        let (client_id, client_secret) = (app.client_id.0.clone(), app.client_secret.clone());
        turn.say(if client_secret.is_none() {
            "This type of app has an id but no secret."
        } else {
            "Id and secret filled in from your app."
        });
        // Id and secret belong together, and a secret keeps no history: neither is taken back alone.
        self.history.settle();
        self.bench.draft.client_id = client_id;
        self.bench.draft.client_secret = client_secret;
    }
}
