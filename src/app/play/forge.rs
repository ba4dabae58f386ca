//! Changes of the token in hand: made on a copy, which the next call carries.

use secrecy::ExposeSecret;

use crate::app::effect::{Effect, RunId};
use crate::app::key_fault::KeyFault;
use crate::app::player::Player;
use crate::app::reference;
use crate::app::turn::Turn;
use crate::lesson::change::TokenChange;
use crate::oauth::jwt::keys::Keys;

impl Player {
    /// Makes one change on the copy of the token in hand. The server's keys are fetched where it needs them.
    pub(super) fn change_token(&mut self, turn: &mut Turn<'_>, change: &TokenChange) {
        let to = match change {
            TokenChange::Claim(_, to) | TokenChange::Header(_, to) => {
                let Some(filled) = reference::fill(to, self, turn.facts()) else {
                    self.not_made();
                    return turn
                        .say("This cannot be changed yet: something that it names is not there.");
                };
                filled.expose().to_owned()
            }
            TokenChange::PublicKeyAsSecret => return self.ask_for_keys(turn),
            TokenChange::Unsigned | TokenChange::Signature => String::new(),
        };
        if let Err(why) = self.forge((change, &to), None) {
            self.not_made();
            turn.say(why);
        }
    }

    fn ask_for_keys(&mut self, turn: &mut Turn<'_>) {
        let Some(facts) = turn.facts_or_say() else {
            return;
        };
        let url = facts.jwks_uri.clone();
        let run = turn.new_run();
        self.bench.forging.waiting = Some(run);
        turn.ask(Effect::FetchKeys { run, url });
    }

    /// Takes in the keys that a change waits for: done, or why not; `None` where no change waits for them.
    pub(crate) fn keys_for_forging(
        &mut self,
        run: RunId,
        keys: &Result<Keys, KeyFault>,
    ) -> Option<Result<(), String>> {
        if self.bench.forging.waiting != Some(run) {
            return None;
        }
        self.bench.forging.waiting = None;
        let done = match keys {
            Ok(keys) => self.forge((&TokenChange::PublicKeyAsSecret, ""), Some(keys)),
            Err(fault) => Err(format!("The keys did not come: {fault}")),
        };
        if done.is_err() {
            self.not_made();
        }
        Some(done)
    }

    fn forge(&mut self, change: (&TokenChange, &str), keys: Option<&Keys>) -> Result<(), String> {
        let in_hand = self.bench.token();
        let Some((run, token)) = in_hand.map(|token| (token.run, token.text.clone())) else {
            return Err("There is no token in hand to change.".to_owned());
        };
        let token = token.expose_secret();
        let changed = self.bench.forging.change((run, token), change, keys);
        changed.map_err(|why| format!("Not changed: {why}."))
    }
}
