//! Asking the practice API what it thinks of the pasted token: a real call, to this machine and nowhere else.

use crate::app::App;
use crate::app::desk::CheckDesk;
use crate::app::effect::Effect;
use crate::app::own_target::host;
use crate::app::tenant::TenantFacts;
use crate::app::token::Asked;
use crate::lesson::change::Bearing;
use crate::lesson::desks::{filled, words};
use crate::oauth::jwt::Jwt;
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
        let api = facts.api_for(Some(jwt)).ok_or(words("ask.starting"))?;
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
        desk.call.last().is_some() && ours.is_none()
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
        let asked = self.open_token().and_then(|jwt| {
            let api = self.tenant_of(jwt)?.api_for(Some(jwt))?;
            Some(Asked {
                api: api.key.clone(),
                bearing: Bearing::Token,
                request: WireRequest::bearer_get(&api.url, jwt.text()),
                tried: None,
                // What is asked from a desk is no deed of a lesson.
                sent: 0,
            })
        });
        let run = self.new_run();
        let (Some(asked), Some(desk)) = (asked, self.check_desk()) else {
            return Vec::new();
        };
        let before = desk.call.waiting.take();
        let mut effects: Vec<Effect> = before
            .map(|(run, _)| Effect::Cancel { run })
            .into_iter()
            .collect();
        effects.push(desk.call.send(run, asked));
        effects
    }
}

/// True for what a header value can carry: visible ASCII (RFC 9110 5.5). Blanks would make two credentials of one token.
fn is_sendable(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())
}
