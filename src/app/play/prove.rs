//! Keeping the proof beside the request: the method of the app at the tenant, and the assertion. Whatever changed the one, the
//! other follows.

use crate::app::create::RegisteredApp;
use crate::app::effect::{Effect, RunId};
use crate::app::own::OwnProof;
use crate::app::player::Player;
use crate::app::proving::{Assertion, Basis};
use crate::app::spot::Scene;
use crate::app::turn::Turn;
use crate::oauth::jwt::assertion::LIFETIME;
use crate::oauth::jwt::signed::SignedJwt;
use crate::oauth::request::AuthMethod;

/// How long before its end an assertion is signed anew: time to get there.
const SPARE_MILLIS: i64 = 5_000;

impl Player {
    /// What has to be told to the tenant after a message. Each app is set to one method there, as on the vendors' dashboards.
    /// One question at a time, so that the last one asked is the one that stands.
    pub(super) fn prove(&mut self, turn: &mut Turn<'_>) {
        self.set_method(turn);
        self.sign(turn);
        self.make_proof(turn);
        if self.bench.proving.then_send && self.is_ready(turn) {
            self.bench.proving.then_send = false;
            // What was said of the app stands on, on the page that sending opens.
            let said = turn.said.take();
            self.send(turn);
            turn.said = turn.said.take().or(said);
            self.sign(turn);
            self.make_proof(turn);
        }
    }

    fn set_method(&mut self, turn: &mut Turn<'_>) {
        // What is being put back may be the secret, which is said along with the method.
        if self.bench.proving.setting.is_some() || self.resetting.is_some() {
            return;
        }
        let Some((app, method)) = self.to_set() else {
            return;
        };
        let (client_id, client_secret) = (app.client_id.clone(), app.client_secret.clone());
        let run = turn.new_run();
        self.bench.proving.setting = Some((run, method));
        turn.ask(Effect::SetMethod {
            run,
            target: self.target,
            client_id,
            method,
            client_secret,
        });
    }

    /// The method that the app is to have now, and does not have: where the lesson lets a learner choose it in the request, the app
    /// follows, as on a dashboard. Apps without a secret have none to choose.
    fn to_set(&self) -> Option<(&RegisteredApp, AuthMethod)> {
        // How an app of one's own tenant proves itself is set there, and not from here.
        let chosen = self.lesson.form.auth.len() > 1 && self.own.is_none();
        let app = self.bench.app.as_ref().filter(|app| !app.is_public())?;
        let wanted = self.bench.draft.auth;
        (chosen && app.auth != wanted).then_some((app, wanted))
    }

    /// Has the assertion signed that the next request needs and that is not there: none yet, sent already, for another client,
    /// or too old.
    fn sign(&mut self, turn: &mut Turn<'_>) {
        let works = matches!(self.scene(), Scene::Work(_)) || self.bench.proving.then_send;
        if !works || self.bench.proving.signing.is_some() {
            return;
        }
        let Some(basis) = self.unsigned(turn) else {
            return;
        };
        let run = turn.new_run();
        let (client_id, audience) = (basis.client_id.clone(), basis.audience.clone());
        let flaws = basis.flaws.clone();
        // What stands in the form signs: a secret that was mistyped can be mended there.
        let typed = basis.secret.clone().map(OwnProof::Secret);
        let of_target = || self.own.as_ref().map(|own| own.proof.clone());
        let with = typed.or_else(of_target);
        self.bench.proving.signing = Some((run, basis));
        turn.ask(Effect::Sign {
            run,
            client_id,
            audience,
            flaws,
            with,
        });
    }

    /// What the request of the form still needs a signature for.
    fn unsigned(&self, turn: &Turn<'_>) -> Option<Basis> {
        let bench = &self.bench;
        let basis = Basis::of(&bench.draft, turn.facts()?)?;
        let fresh = |held: &Assertion| held.basis == basis && turn.now < held.until;
        let signed = bench.proving.assertion.as_ref().is_some_and(fresh);
        (!signed).then_some(basis)
    }

    /// True when a request that goes out now finds the tenant as it expects it, and has its proof.
    pub(super) fn is_ready(&self, turn: &Turn<'_>) -> bool {
        let set = self.bench.proving.setting.is_none() && self.to_set().is_none();
        set && self.unsigned(turn).is_none() && self.is_proved(turn)
    }

    /// The assertion is there; where none can be made, the request goes back to the secret.
    pub(super) fn signed(
        &mut self,
        turn: &mut Turn<'_>,
        run: RunId,
        result: Result<SignedJwt, String>,
    ) {
        let proving = &mut self.bench.proving;
        let asked = proving.signing.take_if(|(asked, _)| *asked == run);
        let Some((_, basis)) = asked else { return };
        match result {
            Ok(jwt) => {
                let until = turn.now.plus(LIFETIME * 1000 - SPARE_MILLIS);
                proving.assertion = Some(Assertion { jwt, basis, until });
            }
            Err(why) => {
                proving.then_send = false;
                // An app of one's own tenant takes what it takes.
                if self.own.is_none() {
                    self.bench.draft.auth = AuthMethod::ClientSecretPost;
                }
                turn.say(format!("The assertion could not be signed: {why}"));
            }
        }
    }

    /// The tenant was told; where it could not be done the request goes back to the method that stands there.
    pub(super) fn method_set(
        &mut self,
        turn: &mut Turn<'_>,
        run: RunId,
        result: Result<(), String>,
    ) {
        let bench = &mut self.bench;
        let asked = bench.proving.setting.take_if(|(asked, _)| *asked == run);
        let (Some((_, method)), Some(app)) = (asked, &mut bench.app) else {
            return;
        };
        let words = match result {
            Ok(()) => {
                app.auth = method;
                // With any other method the tenant holds no key of the app.
                if method != AuthMethod::PrivateKeyJwt {
                    app.key = None;
                }
                let name = method.name();
                format!("Your app is now set to {name}, as one does on the dashboard.")
            }
            Err(why) => {
                bench.draft.auth = app.auth;
                bench.proving.then_send = false;
                format!("Your app could not be set to {}: {why}", method.name())
            }
        };
        if self.pilot.is_none() {
            turn.say(words);
        }
    }
}
