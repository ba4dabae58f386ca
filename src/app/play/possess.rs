//! Proof of possession (RFC 9449): one for each request, with the nonce that was asked for, and one for each call of the API.

use crate::app::effect::{Effect, RunId};
use crate::app::player::Player;
use crate::app::proving::{Calling, Proof};
use crate::app::spot::Scene;
use crate::app::tenant::ApiFacts;
use crate::app::turn::Turn;
use crate::lesson::change::Bearing;
use crate::oauth::jwt::dpop::demanded_nonce;
use crate::oauth::jwt::signed::SignedJwt;
use crate::oauth::reply::Reply;
use crate::oauth::wire::WireRequest;

/// How long a proof is kept for sending, in milliseconds: servers take those of the last minute or so.
const FRESH_MILLIS: i64 = 50_000;

impl Player {
    /// Has the proof made that the next request needs and that is not there.
    pub(super) fn make_proof(&mut self, turn: &mut Turn<'_>) {
        let works = matches!(self.scene(), Scene::Work(_)) || self.bench.proving.then_send;
        if !works || self.bench.proving.making.is_some() || self.is_proved(turn) {
            return;
        }
        let Some(facts) = turn.facts() else { return };
        let nonce = self.bench.proving.nonce.clone();
        let run = turn.new_run();
        self.bench.proving.making = Some((run, nonce.clone()));
        turn.ask(Effect::Prove {
            run,
            method: "POST",
            url: facts.token_endpoint.clone(),
            nonce,
            token: None,
            place: facts.issuer.clone(),
        });
    }

    /// True where the request of the form has its proof, or needs none.
    pub(super) fn is_proved(&self, turn: &Turn<'_>) -> bool {
        let proving = &self.bench.proving;
        let fresh = |held: &Proof| held.nonce == proving.nonce && turn.now < held.until;
        !self.bench.draft.bound || proving.proof.as_ref().is_some_and(fresh)
    }

    /// A proof is there: it is kept for the request, or goes with the token to the API at once.
    pub(super) fn proved(
        &mut self,
        turn: &mut Turn<'_>,
        run: RunId,
        result: Result<SignedJwt, String>,
    ) {
        let until = turn.now.plus(FRESH_MILLIS);
        let proving = &mut self.bench.proving;
        let made = proving.making.take_if(|(asked, _)| *asked == run);
        let call = proving.calling.take_if(|calling| calling.run == run);
        match (made, call, result) {
            (Some((_, nonce)), _, Ok(jwt)) => proving.proof = Some(Proof { jwt, nonce, until }),
            (None, Some(calling), Ok(jwt)) => self.call_with(turn, &calling, &jwt),
            (None, None, _) => {}
            (made, _, Err(why)) => {
                if made.is_some() {
                    proving.then_send = false;
                    self.bench.draft.bound = false;
                }
                turn.say(format!("The proof of possession could not be made: {why}"));
            }
        }
    }

    fn call_with(&mut self, turn: &mut Turn<'_>, calling: &Calling, proof: &SignedJwt) {
        let api = turn.facts().and_then(|facts| facts.api(&calling.api));
        let (Some(api), Some(token)) = (api, self.bench.token()) else {
            return;
        };
        let request = WireRequest::dpop_get(&api.url, token.expose(), proof);
        self.send_call(turn, api, Bearing::Token, request);
    }

    /// Has the proof made for a call of the API, which names the token (RFC 9449 7).
    pub(super) fn prove_call(&mut self, turn: &mut Turn<'_>, api: &ApiFacts) {
        let Some(token) = self.bench.token().map(|token| token.text.clone()) else {
            return;
        };
        let Some(place) = turn.facts().map(|facts| facts.issuer.clone()) else {
            return;
        };
        let run = turn.new_run();
        self.bench.proving.calling = Some(Calling {
            run,
            api: api.key.clone(),
        });
        turn.ask(Effect::Prove {
            run,
            method: "GET",
            url: api.url.clone(),
            nonce: None,
            token: Some(token),
            place,
        });
    }

    /// Follows the demand for a nonce, once: the same request again, with all that is signed made anew.
    pub(super) fn follow_nonce(&mut self, turn: &mut Turn<'_>, reply: &Reply) {
        let bench = &mut self.bench;
        let nonce = demanded_nonce(reply).filter(|_| bench.draft.bound);
        if let (Some(nonce), false) = (nonce, bench.proving.followed) {
            bench.proving.nonce = Some(nonce.to_owned());
            bench.proving.followed = true;
            bench.proving.then_send = true;
            turn.say(
                "The server wants its nonce in the proof. The request goes out again, with it.",
            );
        } else {
            bench.proving.followed = false;
        }
    }
}
