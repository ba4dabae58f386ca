//! Calling an API with the token in hand or without one, and verifying it as an API would.

use crate::app::effect::Effect;
use crate::app::forging::Forged;
use crate::app::player::Player;
use crate::app::spot::Scene;
use crate::app::tenant::ApiFacts;
use crate::app::token::{Asked, TokenInHand, Verifying};
use crate::app::turn::Turn;
use crate::app::workbench::Sending;
use crate::lesson::bench::Bench;
use crate::lesson::change::Bearing;
use crate::lesson::desks::{filled, words};
use crate::lesson::model::Round;
use crate::oauth::jwt::Form;
use crate::oauth::wire::WireRequest;

impl Player {
    /// Calls the API of that name, or the one that the token is for; with the token or, to see the challenge, without.
    pub(super) fn call(&mut self, turn: &mut Turn<'_>, api: Option<&str>, bearing: Bearing) {
        let Some(facts) = turn.facts_or_say() else {
            return;
        };
        // Where one exchange is looked at, a call belongs to that one, and to no token of an earlier.
        let only_latest = self.scene() == Scene::Work(Bench::Send) && self.pilot.is_none();
        if let Some(latest) = self.bench.latest().filter(|_| only_latest) {
            if latest.token.is_none() {
                let is_older = self.bench.in_hand().is_some();
                let is_sandbox = self.lesson.kind == Round::Sandbox;
                return turn.say(words(if is_older && is_sandbox {
                    "call.none.older"
                } else {
                    "call.none"
                }));
            }
            if latest.undone {
                return turn.say("This exchange was an experiment's, and its token was put away with it. {key:send} asks for one of its own.");
            }
        }
        let Some(run) = self.bench.in_hand() else {
            let first = self.first_a_token();
            return turn.say(match bearing {
                Bearing::Nothing => filled("call.bare", &[("first", first)]),
                Bearing::Token => first,
            });
        };
        let token = run.token.as_ref();
        let found = match api {
            Some(key) => facts.api(key),
            None => facts.api_for(token.map(|token| &token.jwt)),
        };
        let Some(api) = found else {
            let why = if facts.is_own() {
                words("own.api")
            } else {
                "This tenant has no API of that name."
            };
            return turn.say(why);
        };
        if self.warns(turn, &api.url) {
            return;
        }
        let Some(run) = self.bench.in_hand() else {
            return;
        };
        let token = run.token.as_ref();
        // A changed copy goes as it is: whoever changes a token has not the key that it is bound to.
        let copy = self.bench.forging.of(run.number);
        let bound = copy.is_none() && token.is_some_and(TokenInHand::is_bound);
        if bearing == Bearing::Token && bound {
            return self.prove_call(turn, api);
        }
        let request = match token.filter(|_| bearing == Bearing::Token) {
            Some(token) => {
                let text = copy.map_or_else(|| token.expose(), Forged::expose);
                WireRequest::bearer_get(&api.url, text)
            }
            None => WireRequest::get(&api.url),
        };
        self.send_call(turn, api, bearing, request);
    }

    pub(super) fn send_call(
        &mut self,
        turn: &mut Turn<'_>,
        api: &ApiFacts,
        bearing: Bearing,
        request: WireRequest,
    ) {
        let question = turn.new_run();
        let tried = self.called_for();
        // What is newest is told: after this call that is no longer the request that got no answer, except in an experiment, where the
        // two are one trial.
        if tried.is_none() && matches!(self.bench.sending, Sending::Failed(_)) {
            self.bench.sending = Sending::Idle;
        }
        let in_force = self.changed.clone();
        let sent = self.next_event();
        let Some(run) = self.bench.in_hand_mut() else {
            return;
        };
        run.call.in_force = in_force;
        let asked = Asked {
            api: api.key.clone(),
            bearing,
            request,
            tried,
            sent,
        };
        if let Some((before, _)) = run.call.waiting.take() {
            turn.ask(Effect::Cancel { run: before });
        }
        let effect = run.call.send(question, asked);
        turn.ask(effect);
    }

    /// Fetches the keys for the token in hand.
    pub(super) fn verify(&mut self, turn: &mut Turn<'_>) {
        let Some(facts) = turn.facts_or_say() else {
            return;
        };
        let run = turn.new_run();
        let in_hand = self.bench.in_hand();
        if in_hand.is_none_or(|run| run.token.is_none()) {
            return turn.say(self.first_a_token());
        }
        let form = in_hand.and_then(|run| run.token.as_ref().map(|token| token.jwt.form));
        if form == Some(Form::Opaque) {
            let named = in_hand
                .is_none_or(|run| run.asked.audience.is_some() || !run.asked.resources.is_empty());
            return turn.say(words(if self.own.is_some() && !named {
                "token.opaque.unnamed"
            } else {
                "token.opaque"
            }));
        }
        if self.own.as_ref().is_some_and(|own| !own.has_keys) {
            return turn.say(words("own.keys"));
        }
        if self.warns(turn, &facts.jwks_uri) {
            return;
        }
        let event = self.next_event();
        let token = self.bench.in_hand_mut().and_then(|run| run.token.as_mut());
        if let Some(token) = token {
            token.judged = event;
            token.verifying = Verifying::Waiting(run);
        }
        turn.ask(Effect::FetchKeys {
            run,
            url: facts.jwks_uri.clone(),
        });
    }
}
