//! Sending: the token request, the broken one, the call of the API, and giving up on any of them.

use secrecy::SecretString;

use crate::app::App;
use crate::app::effect::{Effect, RunId};
use crate::app::experiment::Broken;
use crate::app::stage::Stage;
use crate::app::token::{TokenInHand, Verifying};
use crate::app::workbench::{Draft, Run, Sending};
use crate::lesson::model::ActionKind;
use crate::oauth::journal::Entry;
use crate::oauth::jwt::claims::moment;
use crate::oauth::reply::{Answer, SendError};
use crate::oauth::request::ClientAuth;
use crate::oauth::wire::WireRequest;
use crate::oauth::{json, jwt};

type Outcome = Result<Answer, SendError>;

impl App {
    /// Sends the request of the form, or the broken one while the learner is at the experiment.
    pub(super) fn send(&mut self) -> Vec<Effect> {
        let Some(facts) = self.tenant.facts() else {
            self.notice("The practice tenant is still starting. Try again in a moment.");
            return Vec::new();
        };
        let Some(player) = &self.player else {
            return Vec::new();
        };
        if !self.is_ready() {
            return self.send_once_ready();
        }
        let breaking = player.stage == Stage::Break;
        let draft = &player.bench.draft;
        let request = if breaking {
            let Some(broken) = &player.experiment.broken else {
                self.notice("Change the secret first, then send.");
                return Vec::new();
            };
            Draft {
                client_secret: Some(broken.secret.clone()),
                auth: ClientAuth::Post,
                ..draft.clone()
            }
            .request(facts)
            .to_wire()
        } else {
            player.bench.request(facts).to_wire()
        };
        self.send_wire(request, breaking)
    }

    /// The tenant is being told how the app proves itself; asking before it knows would be refused.
    fn send_once_ready(&mut self) -> Vec<Effect> {
        if let Some(player) = &mut self.player {
            player.bench.proving.then_send = true;
        }
        self.notice(
            "One moment: the proof of who you are is being made. The request goes out then.",
        );
        Vec::new()
    }

    fn send_wire(&mut self, request: WireRequest, breaking: bool) -> Vec<Effect> {
        let (run, since) = (self.new_run(), self.now);
        let Some(player) = &mut self.player else {
            return Vec::new();
        };
        let waiting = Sending::Waiting {
            run,
            since,
            request: Box::new(request.clone()),
        };
        let place = if breaking {
            &mut player.experiment.sending
        } else {
            &mut player.bench.sending
        };
        let before = std::mem::replace(place, waiting).give_up();
        if !breaking {
            // Its jti is good for one request.
            player.bench.proving.assertion = None;
            player.bench.proving.proof = None;
            self.enter(Stage::Act(ActionKind::Send));
        }
        let mut effects: Vec<Effect> = before
            .map(|run| Effect::Cancel { run })
            .into_iter()
            .collect();
        effects.push(Effect::Send {
            run,
            request: Box::new(request),
        });
        effects
    }

    /// Calls the API that the token is for, with the token or, to see the challenge, without.
    pub(super) fn call_api(&mut self, with_token: bool) -> Vec<Effect> {
        let run = self.new_run();
        let (Some(facts), Some(player)) = (self.tenant.facts(), &mut self.player) else {
            return Vec::new();
        };
        let token = player.bench.token.as_ref();
        if with_token && token.is_none() {
            self.notice("There is no token yet. Send the request first.");
            return Vec::new();
        }
        let api = facts.api_for(token.map(|token| &token.jwt));
        let Some(api) = api else { return Vec::new() };
        if let Some(token) = token.filter(|token| with_token && token.is_bound()) {
            let (url, text) = (api.url.clone(), token.text.clone());
            return self.prove_call(run, url, text);
        }
        let request = match token.filter(|_| with_token) {
            Some(token) => WireRequest::bearer_get(&api.url, token.expose()),
            None => WireRequest::get(&api.url),
        };
        vec![player.bench.call.send(run, request)]
    }

    /// Fetches the keys for the token in hand.
    pub(super) fn verify(&mut self) -> Vec<Effect> {
        let run = self.new_run();
        let (Some(facts), Some(player)) = (self.tenant.facts(), &mut self.player) else {
            return Vec::new();
        };
        let Some(token) = &mut player.bench.token else {
            self.notice("There is no token yet. Send the request first.");
            return Vec::new();
        };
        token.verifying = Verifying::Waiting(run);
        vec![Effect::FetchKeys {
            run,
            url: facts.jwks_uri.clone(),
        }]
    }

    /// Stops waiting for whatever is under way.
    pub(super) fn cancel(&mut self) -> Vec<Effect> {
        let mut given_up: Vec<RunId> = Vec::new();
        if let Some(player) = &mut self.player {
            player.bench.proving.then_send = false;
            player.bench.proving.calling = None;
            given_up.extend(player.bench.sending.give_up());
            given_up.extend(player.experiment.sending.give_up());
            given_up.extend(player.bench.call.waiting.take().map(|(run, _)| run));
            given_up.extend(player.bench.desk.give_up());
            let token = player.bench.token.as_mut();
            given_up.extend(token.and_then(|token| token.verifying.give_up()));
        }
        given_up.extend(self.checker.give_up());
        given_up.extend(self.decoder.give_up());
        if !given_up.is_empty() {
            self.notice("Cancelled.");
        }
        given_up
            .into_iter()
            .map(|run| Effect::Cancel { run })
            .collect()
    }

    /// True while something is under way that Ctrl+C would cancel.
    pub fn busy(&self) -> bool {
        let lesson = self.player.as_ref().is_some_and(|player| {
            let bench = &player.bench;
            let sending = [&bench.sending, &player.experiment.sending];
            sending
                .iter()
                .any(|sending| matches!(sending, Sending::Waiting { .. }))
                || bench.call.waiting.is_some()
                || bench.desk.is_waiting()
                || matches!(
                    bench.token.as_ref().map(|token| &token.verifying),
                    Some(Verifying::Waiting(_))
                )
        });
        lesson || self.checker.is_waiting() || self.decoder.is_waiting()
    }

    /// Takes in an answer; one that nobody waits for any more is dropped.
    pub(super) fn answered(&mut self, run: RunId, result: Outcome, journal: Vec<Entry>) {
        let at = self.now;
        let mut desks = vec![&mut self.checker.call];
        if let Some(player) = &mut self.player {
            desks.extend([&mut player.bench.call, &mut player.bench.desk.call]);
        }
        if let Some(call) = desks.into_iter().find(|call| call.waits_for(run)) {
            call.answered(result, journal);
            return;
        }
        let Some(player) = &mut self.player else {
            return;
        };
        if let Some(request) = taken(&mut player.bench.sending, run) {
            match result {
                Ok(answer) => {
                    let number = player.bench.runs.len() + 1;
                    let run = Run {
                        number,
                        at,
                        request: *request,
                        answer,
                        journal,
                    };
                    if let Some(token) = token_of(&run) {
                        player.bench.token = Some(token);
                    }
                    let reply = run.answer.reply.clone();
                    player.bench.runs.push(run);
                    self.follow_nonce(&reply);
                }
                Err(error) => player.bench.sending = Sending::Failed(error),
            }
        } else if let Some(request) = taken(&mut player.experiment.sending, run) {
            match result {
                Ok(answer) => {
                    player.experiment.run = Some(Run {
                        number: 1,
                        at,
                        request: *request,
                        answer,
                        journal,
                    });
                }
                Err(error) => player.experiment.sending = Sending::Failed(error),
            }
        }
    }

    /// Experiment: changes one character of the secret.
    pub(super) fn flip_secret(&mut self) {
        let Some(player) = &mut self.player else {
            return;
        };
        let app = player.bench.app.as_ref();
        let secret = app.and_then(|app| app.client_secret.as_ref()).or(player
            .bench
            .draft
            .client_secret
            .as_ref());
        let Some(broken) = secret.and_then(Broken::of) else {
            self.notice("There is no secret to break. Create a machine-to-machine app first.");
            return;
        };
        player.experiment.broken = Some(broken);
        player.experiment.put_back = false;
    }
}

/// The request that `run` waited for, if it still does.
fn taken(sending: &mut Sending, run: RunId) -> Option<Box<WireRequest>> {
    match sending {
        Sending::Waiting { run: waiting, .. } if *waiting == run => match std::mem::take(sending) {
            Sending::Waiting { request, .. } => Some(request),
            Sending::Idle | Sending::Failed(_) => None,
        },
        Sending::Waiting { .. } | Sending::Idle | Sending::Failed(_) => None,
    }
}

/// The token of a run, if the reply holds one.
fn token_of(run: &Run) -> Option<TokenInHand> {
    if run.answer.reply.status != 200 {
        return None;
    }
    let document = json::read(&run.answer.reply.text());
    let text = document
        .string(document.member(document.root()?, "access_token")?)?
        .to_owned();
    let jwt = jwt::read(&text);
    let expires = jwt
        .payload
        .as_ref()
        .and_then(|payload| moment(payload, "exp").instant());
    Some(TokenInHand {
        text: SecretString::from(text),
        run: run.number,
        at: run.at,
        jwt,
        expires,
        verifying: Verifying::NotChecked,
    })
}
