//! Signing a token anew, as it stands: with the key of the practice tenant, or with one that somebody gives.

use secrecy::ExposeSecret;

use crate::app::App;
use crate::app::desk::{GivenKeys, KeyFetch, Signature, TokenEdit};
use crate::app::effect::{Effect, RunId, Unsigned};
use crate::app::message::SignAgain;
use crate::lesson::desks::words;
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::algorithm::Algorithm;
use crate::oauth::jwt::compose::{Signing, again};
use crate::oauth::jwt::signed::SignedJwt;

impl App {
    pub(super) fn sign_again(&mut self, by: &SignAgain) -> Vec<Effect> {
        let jwt = self.decoder.report.as_ref().map(|report| &report.jwt);
        let Some(jwt) = jwt.filter(|jwt| jwt.header.is_some() && jwt.payload.is_some()) else {
            self.notice(words("sign.nothing"));
            return Vec::new();
        };
        match by {
            SignAgain::Practice => self.have_it_signed(),
            SignAgain::Own(given) => {
                match own(jwt, given) {
                    Ok(signed) => self.signed_by_own(given, &signed),
                    Err(why) => self.notice(format!("Not signed: {why}.")),
                }
                Vec::new()
            }
        }
    }

    /// The tenant that the token names, else the lesson's, else the first that is up.
    fn have_it_signed(&mut self) -> Vec<Effect> {
        let run = self.new_run();
        let jwt = self.decoder.report.as_ref().map(|report| &report.jwt);
        let issuer = jwt.and_then(|jwt| jwt.claim_text("iss"));
        let named = issuer.and_then(|issuer| self.targets.issued_by(issuer));
        let facts = named.or(self.facts()).or(self.targets.any());
        let text = |part: Option<&crate::oauth::json::Document>| {
            part.map(|part| part.text().to_owned()).unwrap_or_default()
        };
        let token = jwt.zip(facts).map(|(jwt, facts)| Unsigned {
            target: facts.target,
            issuer: facts.issuer.clone(),
            header: text(jwt.header.as_ref()),
            claims: text(jwt.payload.as_ref()),
        });
        let Some(token) = token else {
            self.notice(words("target.none"));
            return Vec::new();
        };
        self.decoder.signing = Some(run);
        vec![Effect::SignAgain { run, token }]
    }

    /// The practice tenant has signed: its keys are fetched too, so that the signature is seen to fit.
    pub(in crate::app::update) fn signed_again(
        &mut self,
        run: RunId,
        result: Result<SignedJwt, String>,
    ) -> Vec<Effect> {
        if self.decoder.signing.take_if(|own| *own == run).is_none() {
            return Vec::new();
        }
        let signed = match result {
            Ok(signed) => signed,
            Err(why) => {
                self.notice(format!("Not signed: {why}."));
                return Vec::new();
            }
        };
        let facts = {
            let named = signed_for(&signed);
            let known = self.targets.issued_by(&named);
            let all = [known, self.facts(), self.targets.any()];
            all.into_iter().flatten().find(|facts| !facts.is_own())
        };
        let keys = facts.map(|facts| (facts.issuer.clone(), facts.jwks_uri.clone()));
        self.put(Signature::Practice, &signed);
        let Some((issuer, url)) = keys else {
            return Vec::new();
        };
        let run = self.new_run();
        self.decoder.asked = Some(issuer);
        self.decoder.keys = KeyFetch::Waiting(run);
        vec![Effect::FetchKeys { run, url }]
    }

    /// The public half checks what the private one signed.
    fn signed_by_own(&mut self, given: &GivenKeys, signed: &SignedJwt) {
        self.put(Signature::Own, signed);
        self.take_keys(given);
        self.notice(words("sign.own"));
    }

    fn put(&mut self, signature: Signature, signed: &SignedJwt) {
        self.decoder.edits.push(TokenEdit {
            name: String::new(),
            signature,
            token: signed.expose().to_owned(),
        });
        self.decoder.redo.clear();
        self.decoder.judge(self.now.seconds());
    }
}

fn signed_for(signed: &SignedJwt) -> String {
    let jwt = crate::oauth::jwt::read(signed.expose());
    jwt.claim_text("iss").unwrap_or_default().to_owned()
}

/// With a private key; where the token says HMAC, with a secret: that of a JWK, or a text that is no key at all.
fn own(jwt: &Jwt, given: &GivenKeys) -> Result<SignedJwt, String> {
    let alg = jwt.header_text("alg").and_then(Algorithm::from_name);
    let kid = jwt.header_text("kid");
    let signed = match (given.signer(kid), alg) {
        (Ok(key), _) => {
            let signing = Signing::Key(&key, key.usual_algorithm());
            again(jwt, signing, key.kid.as_deref())
        }
        (Err(why), Some(Algorithm::Hs(hash))) => {
            let secret = given.secret().ok_or_else(|| why.to_string())?;
            again(jwt, Signing::Secret(secret.expose_secret(), hash), None)
        }
        (Err(why), _) => return Err(why.to_string()),
    };
    signed.map_err(|why| why.to_string())
}
