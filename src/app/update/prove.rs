//! Keeping the app at the tenant to the method of the request: whatever changed the one, the other follows.

use crate::app::App;
use crate::app::create::RegisteredApp;
use crate::app::effect::{Effect, RunId};
use crate::app::player::Player;
use crate::app::stage::Stage;
use crate::oauth::request::ClientAuth;

impl App {
    /// What has to be told to the tenant after a message. Each app is set to one method there, as on the vendors' dashboards.
    /// One question at a time, so that the last one asked is the one that stands.
    pub(super) fn prove(&mut self) -> Vec<Effect> {
        let mut effects = self.set_method();
        if let Some(player) = &mut self.player
            && player.bench.proving.then_send
            && is_ready(player)
        {
            player.bench.proving.then_send = false;
            // What was said of the app stands on, on the page that sending opens.
            let said = self.toast.take();
            effects.extend(self.send());
            self.toast = self.toast.take().or(said);
        }
        effects
    }

    fn set_method(&mut self) -> Vec<Effect> {
        let Some(player) = &self.player else {
            return Vec::new();
        };
        let Some((app, method)) = to_set(player).filter(|_| !player.bench.proving.is_waiting())
        else {
            return Vec::new();
        };
        let (client_id, client_secret) = (app.client_id.clone(), app.client_secret.clone());
        let run = self.new_run();
        if let Some(player) = &mut self.player {
            player.bench.proving.setting = Some((run, method));
        }
        vec![Effect::SetMethod {
            run,
            client_id,
            method,
            client_secret,
        }]
    }

    /// The tenant was told; where it could not be done the request goes back to the method that stands there.
    pub(super) fn method_set(&mut self, run: RunId, result: Result<(), String>) {
        let Some(player) = &mut self.player else {
            return;
        };
        let bench = &mut player.bench;
        let asked = bench.proving.setting.take_if(|(asked, _)| *asked == run);
        let (Some((_, method)), Some(app)) = (asked, &bench.app) else {
            return;
        };
        let words = match result {
            Ok(()) => {
                bench.proving.set = Some((app.client_id.clone(), method));
                let name = method.name();
                if player.stage == Stage::Break {
                    format!("For the experiment your app is set to {name} again.")
                } else {
                    format!("As on the dashboard, your app is now set to {name}.")
                }
            }
            Err(why) => {
                if player.stage == Stage::Break {
                    // Not asked again at every key: the server's answer will show that it was not set.
                    bench.proving.set = Some((app.client_id.clone(), method));
                } else {
                    bench.draft.auth = bench.proving.method_of(&app.client_id);
                }
                bench.proving.then_send = false;
                format!("Your app could not be set to {}: {why}", method.name())
            }
        };
        self.notice(words);
    }
}

/// The method that the app is to have now, and does not have. The experiment breaks a secret in the body. Apps without a secret
/// have no method to choose.
fn to_set(player: &Player) -> Option<(&RegisteredApp, ClientAuth)> {
    let bench = &player.bench;
    let app = bench.app.as_ref().filter(|app| !app.is_public())?;
    let wanted = match player.stage {
        Stage::Break => ClientAuth::Post,
        Stage::Goal
        | Stage::Predict(_)
        | Stage::Act(_)
        | Stage::Explain
        | Stage::Quiz(_)
        | Stage::Done => bench.draft.auth,
    };
    (bench.proving.method_of(&app.client_id) != wanted).then_some((app, wanted))
}

/// True when a request that goes out now finds the tenant as it expects it.
pub(super) fn is_ready(player: &Player) -> bool {
    !player.bench.proving.is_waiting() && to_set(player).is_none()
}
