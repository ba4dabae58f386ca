//! Asking the practice API what it thinks of the pasted token: a real call, to this machine and nowhere else.

use crate::app::App;
use crate::app::desk::CheckDesk;
use crate::app::effect::{Effect, RunId};
use crate::app::own_target::host;
use crate::app::tenant::TenantFacts;
use crate::app::token::Asked;
use crate::lesson::change::Bearing;
use crate::lesson::desks::{filled, words};
use crate::oauth::journal::Entry;
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::claims::bound_to;
use crate::oauth::jwt::dpop::{demanded_nonce, key_of};
use crate::oauth::jwt::signed::SignedJwt;
use crate::oauth::reply::{Answer, SendError};
use crate::oauth::text::visible_line;
use crate::oauth::wire::WireRequest;

impl App {
    /// What asking would do, in words, for the moment before; or why it cannot be done.
    ///
    /// # Errors
    /// The reason, in words.
    pub fn asking(&self) -> Result<String, &'static str> {
        let jwt = self.open_token().ok_or(words("ask.none"))?;
        if !is_sendable(jwt.text()) {
            return Err(words("ask.unsendable"));
        }
        let facts = self.tenant_of(jwt).ok_or(words("ask.starting"))?;
        let unnamed = if facts.is_own() {
            "own.api"
        } else {
            "ask.starting"
        };
        let api = facts.api_for(Some(jwt)).ok_or(words(unnamed))?;
        // The API of a target may be at another host than its tenant.
        let (id, host) = if facts.is_own() {
            let host = host(api.url.as_str()).unwrap_or_default();
            ("ask.where.own", visible_line(&host))
        } else {
            ("ask.where", facts.host.clone())
        };
        Ok(filled(id, &[("api", api.name.clone()), ("host", host)]))
    }

    /// True where the token on the desk would go to the API of the learner's own target.
    pub fn asks_own_api(&self) -> bool {
        let tenant = self.open_token().and_then(|jwt| self.tenant_of(jwt));
        tenant.is_some_and(TenantFacts::is_own)
    }

    /// True when the practice API was asked about a token that its own tenant did not make, so that a refusal says nothing bad.
    pub fn asked_about_foreign(&self, desk: &CheckDesk) -> bool {
        let jwt = desk.report.as_ref().and_then(|report| report.jwt.as_ref());
        let issuer = jwt.and_then(|jwt| jwt.claim_text("iss"));
        let ours = issuer.and_then(|issuer| self.targets.issued_by(issuer));
        // Whose tokens the learner's own API takes is its own affair.
        let asks_own = self.facts().is_some_and(TenantFacts::is_own);
        desk.call.last().is_some() && ours.is_none() && !asks_own
    }

    /// The practice tenant that made this token; the lesson's, where none did.
    fn tenant_of(&self, jwt: &Jwt) -> Option<&TenantFacts> {
        let issuer = jwt.claim_text("iss").unwrap_or_default();
        self.targets.issued_by(issuer).or(self.facts())
    }

    pub(super) fn ask_api(&mut self) -> Vec<Effect> {
        if let Err(why) = self.asking() {
            self.notice(why);
            return Vec::new();
        }
        let wanted = self.open_token().and_then(|jwt| {
            let facts = self.tenant_of(jwt)?;
            let api = facts.api_for(Some(jwt))?;
            let asked = Asked {
                api: api.key.clone(),
                bearing: Bearing::Token,
                request: WireRequest::bearer_get(&api.url, jwt.text()),
                tried: None,
                // What is asked from a desk is no deed of a lesson.
                sent: 0,
            };
            let bound = jwt.payload.as_ref().and_then(bound_to).is_some();
            let proof = bound.then(|| (jwt.text().into(), facts.issuer.clone()));
            Some((asked, proof))
        });
        let run = self.new_run();
        let (Some((asked, proof)), Some(desk)) = (wanted, self.check_desk()) else {
            return Vec::new();
        };
        let before = [desk.call.waiting.take(), desk.proving.take()];
        let before = before.into_iter().flatten();
        let mut effects: Vec<Effect> = before.map(|(run, _)| Effect::Cancel { run }).collect();
        effects.push(match proof {
            None => desk.call.send(run, asked),
            Some((token, place)) => {
                let url = asked.request.url.clone();
                desk.proving = Some((run, Box::new(asked)));
                Effect::Prove {
                    run,
                    method: "GET",
                    url,
                    nonce: None,
                    token: Some(token),
                    place,
                }
            }
        });
        effects
    }

    /// True where a desk waits for this proof.
    pub(in crate::app::update) fn proves_at_desk(&mut self, run: RunId) -> bool {
        self.proving_desk(run).is_some()
    }

    /// The desk that waits for this proof, whatever page is open by now.
    fn proving_desk(&mut self, run: RunId) -> Option<&mut CheckDesk> {
        let waits = |desk: &CheckDesk| desk.proving.as_ref().is_some_and(|(own, _)| *own == run);
        if waits(&self.checker) {
            return Some(&mut self.checker);
        }
        let desk = self.player.as_mut().map(|player| &mut player.bench.desk);
        desk.filter(|desk| waits(desk))
    }

    /// The proof is there. It is sent only where it is by the key that the token is bound to: with any other the API has to refuse
    /// (RFC 9449 4.3), and that would say nothing about the token.
    pub(in crate::app::update) fn ask_with(
        &mut self,
        run: RunId,
        result: Result<SignedJwt, String>,
    ) -> Vec<Effect> {
        let next = self.new_run();
        let Some(desk) = self.proving_desk(run) else {
            return Vec::new();
        };
        let asked = desk.proving.take();
        let jwt = desk.report.as_ref().and_then(|report| report.jwt.as_ref());
        let (Some((_, mut asked)), Some(jwt)) = (asked, jwt) else {
            return Vec::new();
        };
        let bound = jwt.payload.as_ref().and_then(bound_to);
        match result {
            Ok(proof) if key_of(&proof).as_deref() == bound => {
                asked.request = WireRequest::dpop_get(&asked.request.url, jwt.text(), &proof);
                vec![desk.call.send(next, *asked)]
            }
            Ok(_) => {
                let host = host(asked.request.url.as_str()).unwrap_or_default();
                self.notice(filled("ask.bound", &[("host", visible_line(&host))]));
                Vec::new()
            }
            Err(why) => {
                self.notice(filled("ask.unproved", &[("why", why)]));
                Vec::new()
            }
        }
    }

    /// An API answered what was asked from a desk, or by another program's request. A desk sends one proof, without a nonce: an API that
    /// wants one has not judged the token.
    pub(in crate::app::update) fn desk_answered(
        &mut self,
        run: RunId,
        result: Result<Answer, SendError>,
        journal: Vec<Entry>,
    ) {
        let answer = result.as_ref().ok();
        let wants_nonce = answer.is_some_and(|answer| demanded_nonce(&answer.reply).is_some());
        let bench = self.player.as_mut().map(|player| &mut player.bench);
        let desk = match bench {
            _ if self.checker.call.waits_for(run) => &mut self.checker,
            Some(bench) if bench.desk.call.waits_for(run) => &mut bench.desk,
            Some(bench) => return bench.elsewhere.answered(run, result),
            None => return,
        };
        desk.call.answered(self.now, result, journal);
        if wants_nonce {
            self.notice(words("ask.nonce"));
        }
    }
}

/// True for what a header value can carry: visible ASCII (RFC 9110 5.5). Blanks would make two credentials of one token.
fn is_sendable(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())
}
