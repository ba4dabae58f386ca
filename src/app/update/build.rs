//! Filling in the request.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::history::Edit;
use crate::app::message::Build;
use crate::lesson::desks::words;
use crate::oauth::request::Field;

impl App {
    pub(super) fn build(&mut self, build: Build) -> Vec<Effect> {
        let Some(player) = &mut self.player else {
            return Vec::new();
        };
        match build {
            Build::Set(Field::Audience | Field::Scope, text)
                if player.bench.must_not_keep(&text) =>
            {
                self.notice(words("leak.refused"));
            }
            Build::Set(field, text) => {
                let stood = player.bench.draft.text(field).to_owned();
                if stood != text {
                    let edit = Edit::Text(field, stood.clone());
                    player.history.remember_typing(edit, &stood, &text);
                    player.bench.draft.set(field, &text);
                }
            }
            Build::SetSecret(secret) => player.bench.draft.client_secret = Some(secret),
            Build::Format(format) => {
                let stood = player.bench.draft.format;
                player.history.remember(Edit::Format(stood));
                player.bench.draft.format = format;
            }
            Build::Method(method) => {
                let stood = player.bench.draft.auth;
                if stood != method {
                    player.history.remember(Edit::Method(stood));
                    player.bench.draft.auth = method;
                }
            }
            Build::Bound(bound) => {
                player
                    .history
                    .remember(Edit::Bound(player.bench.draft.bound));
                player.bench.draft.bound = bound;
            }
            Build::FillFromApp => self.fill_from_app(),
        }
        Vec::new()
    }

    fn fill_from_app(&mut self) {
        let Some(player) = &mut self.player else {
            return;
        };
        let Some(app) = &player.bench.app else {
            self.notice("There is no app yet. Create it first, one step back.");
            return;
        };
        let (client_id, client_secret) = (app.client_id.0.clone(), app.client_secret.clone());
        let without = client_secret.is_none();
        // Id and secret belong together, and a secret keeps no history: neither is taken back alone.
        player.history.settle();
        player.bench.draft.client_id = client_id;
        player.bench.draft.client_secret = client_secret;
        self.notice(if without {
            "This type of app has an id but no secret."
        } else {
            "Id and secret filled in from your app."
        });
    }
}
