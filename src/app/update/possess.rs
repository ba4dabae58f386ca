//! Proof of possession (RFC 9449): one for each request, with the nonce that was asked for, and one for each call of the API.

use secrecy::SecretString;
use url::Url;

use crate::app::App;
use crate::app::effect::{Effect, RunId};
use crate::app::proving::Proof;
use crate::app::stage::Stage;
use crate::oauth::jwt::dpop::demanded_nonce;
use crate::oauth::jwt::signed::SignedJwt;
use crate::oauth::reply::Reply;
use crate::oauth::wire::WireRequest;

/// How long a proof is kept for sending, in milliseconds: servers take those of the last minute or so.
const FRESH_MILLIS: i64 = 50_000;

impl App {
    /// Has the proof made that the next request needs and that is not there.
    pub(super) fn make_proof(&mut self) -> Vec<Effect> {
        let Some(player) = &self.player else {
            return Vec::new();
        };
        let proving = &player.bench.proving;
        let works = matches!(player.stage, Stage::Act(_)) || proving.then_send;
        if !works || proving.making.is_some() || self.is_proved() {
            return Vec::new();
        }
        let Some(url) = self
            .tenant
            .facts()
            .map(|facts| facts.token_endpoint.clone())
        else {
            return Vec::new();
        };
        let nonce = proving.nonce.clone();
        let run = self.new_run();
        if let Some(player) = &mut self.player {
            player.bench.proving.making = Some((run, nonce.clone()));
        }
        vec![Effect::Prove {
            run,
            method: "POST",
            url,
            nonce,
            token: None,
        }]
    }

    /// True where the request of the form has its proof, or needs none. The experiment needs none.
    pub(super) fn is_proved(&self) -> bool {
        let Some(player) = &self.player else {
            return true;
        };
        let proving = &player.bench.proving;
        let fresh = |held: &Proof| held.nonce == proving.nonce && self.now < held.until;
        player.stage == Stage::Break
            || !player.bench.draft.bound
            || proving.proof.as_ref().is_some_and(fresh)
    }

    /// A proof is there: it is kept for the request, or goes with the token to the API at once.
    pub(super) fn proved(&mut self, run: RunId, result: Result<SignedJwt, String>) -> Vec<Effect> {
        let until = self.now.plus(FRESH_MILLIS);
        let Some(player) = &mut self.player else {
            return Vec::new();
        };
        let proving = &mut player.bench.proving;
        let made = proving.making.take_if(|(asked, _)| *asked == run);
        let call = proving.calling.take_if(|(asked, _)| *asked == run);
        match (made, call, result) {
            (Some((_, nonce)), _, Ok(jwt)) => proving.proof = Some(Proof { jwt, nonce, until }),
            (None, Some((_, url)), Ok(jwt)) => return self.call_with(&url, &jwt),
            (None, None, _) => {}
            (made, _, Err(why)) => {
                if made.is_some() {
                    proving.then_send = false;
                    player.bench.draft.bound = false;
                }
                self.notice(format!("The proof of possession could not be made: {why}"));
            }
        }
        Vec::new()
    }

    fn call_with(&mut self, url: &Url, proof: &SignedJwt) -> Vec<Effect> {
        let run = self.new_run();
        let Some(player) = &mut self.player else {
            return Vec::new();
        };
        let Some(token) = &player.bench.token else {
            return Vec::new();
        };
        let request = WireRequest::dpop_get(url, token.expose(), proof);
        vec![player.bench.call.send(run, request)]
    }

    /// Has the proof made for a call of the API, which names the token (RFC 9449 7).
    pub(super) fn prove_call(&mut self, run: RunId, url: Url, token: SecretString) -> Vec<Effect> {
        if let Some(player) = &mut self.player {
            player.bench.proving.calling = Some((run, url.clone()));
        }
        vec![Effect::Prove {
            run,
            method: "GET",
            url,
            nonce: None,
            token: Some(token),
        }]
    }

    /// Follows the demand for a nonce, once: the same request again, with all that is signed made anew.
    pub(super) fn follow_nonce(&mut self, reply: &Reply) {
        let Some(player) = &mut self.player else {
            return;
        };
        let bench = &mut player.bench;
        let nonce = demanded_nonce(reply).filter(|_| bench.draft.bound);
        if let (Some(nonce), false) = (nonce, bench.proving.followed) {
            bench.proving.nonce = Some(nonce.to_owned());
            bench.proving.followed = true;
            bench.proving.then_send = true;
            self.notice(
                "The server wants its nonce in the proof. The request goes out again, with it.",
            );
        } else {
            bench.proving.followed = false;
        }
    }
}
