//! Keeping the proof beside the request: the method of the app at the tenant, and the assertion. Whatever changed the one, the
//! other follows.

use crate::app::App;
use crate::app::create::RegisteredApp;
use crate::app::effect::{Effect, RunId};
use crate::app::player::Player;
use crate::app::proving::{Assertion, Basis};
use crate::app::stage::Stage;
use crate::oauth::jwt::assertion::LIFETIME;
use crate::oauth::jwt::signed::SignedJwt;
use crate::oauth::request::ClientAuth;

/// How long before its end an assertion is signed anew: time to get there.
const SPARE_MILLIS: i64 = 5_000;

impl App {
    /// What has to be told to the tenant after a message. Each app is set to one method there, as on the vendors' dashboards.
    /// One question at a time, so that the last one asked is the one that stands.
    pub(super) fn prove(&mut self) -> Vec<Effect> {
        let mut effects = self.set_method();
        effects.extend(self.sign());
        effects.extend(self.make_proof());
        let ready = self.is_ready();
        if let Some(player) = &mut self.player
            && player.bench.proving.then_send
            && ready
        {
            player.bench.proving.then_send = false;
            // What was said of the app stands on, on the page that sending opens.
            let said = self.toast.take();
            effects.extend(self.send());
            self.toast = self.toast.take().or(said);
            effects.extend(self.sign());
            effects.extend(self.make_proof());
        }
        effects
    }

    fn set_method(&mut self) -> Vec<Effect> {
        let Some(player) = &self.player else {
            return Vec::new();
        };
        let Some((app, method)) = to_set(player).filter(|_| player.bench.proving.setting.is_none())
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

    /// Has the assertion signed that the next request needs and that is not there: none yet, sent already, for another client,
    /// or too old.
    fn sign(&mut self) -> Vec<Effect> {
        let Some(basis) = self.to_sign() else {
            return Vec::new();
        };
        let run = self.new_run();
        let (client_id, audience) = (basis.client_id.clone(), basis.audience.clone());
        if let Some(player) = &mut self.player {
            player.bench.proving.signing = Some((run, basis));
        }
        vec![Effect::Sign {
            run,
            client_id,
            audience,
        }]
    }

    fn to_sign(&self) -> Option<Basis> {
        let player = self.player.as_ref()?;
        let proving = &player.bench.proving;
        let works = matches!(player.stage, Stage::Act(_)) || proving.then_send;
        let basis = self.unsigned()?;
        (works && proving.signing.is_none()).then_some(basis)
    }

    /// What the request of the form still needs a signature for.
    fn unsigned(&self) -> Option<Basis> {
        let player = self.player.as_ref()?;
        if player.stage == Stage::Break {
            return None;
        }
        let bench = &player.bench;
        let basis = Basis::of(&bench.draft, self.tenant.facts()?)?;
        let fresh = |held: &Assertion| held.basis == basis && self.now < held.until;
        let signed = bench.proving.assertion.as_ref().is_some_and(fresh);
        (!signed).then_some(basis)
    }

    /// True when a request that goes out now finds the tenant as it expects it, and has its proof.
    pub(super) fn is_ready(&self) -> bool {
        let Some(player) = &self.player else {
            return false;
        };
        let set = player.bench.proving.setting.is_none() && to_set(player).is_none();
        set && self.unsigned().is_none() && self.is_proved()
    }

    /// The assertion is there; where none can be made, the request goes back to the secret.
    pub(super) fn signed(&mut self, run: RunId, result: Result<SignedJwt, String>) {
        let now = self.now;
        let Some(player) = &mut self.player else {
            return;
        };
        let proving = &mut player.bench.proving;
        let asked = proving.signing.take_if(|(asked, _)| *asked == run);
        let Some((_, basis)) = asked else { return };
        match result {
            Ok(jwt) => {
                let until = now.plus(LIFETIME * 1000 - SPARE_MILLIS);
                proving.assertion = Some(Assertion { jwt, basis, until });
            }
            Err(why) => {
                proving.then_send = false;
                player.bench.draft.auth = ClientAuth::Post;
                self.notice(format!("The assertion could not be signed: {why}"));
            }
        }
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
