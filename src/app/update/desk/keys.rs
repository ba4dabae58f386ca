//! Getting keys: from the practice tenant, from a paste, a file, or an address that somebody names.

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::app::desk::{CheckDesk, GivenKeys, KeyFetch};
use crate::app::effect::{Effect, RunId};
use crate::app::key_fault::{KeyFault, keys_of};
use crate::app::own_targets::{OwnTargetAsk, OwnTargetTold};
use crate::app::run::Run;
use crate::app::tenant::TenantFacts;
use crate::app::{App, Page};
use crate::lesson::desks::{filled, words};
use crate::oauth::carrier::carries_secret;
use crate::oauth::check::Expectation;
use crate::oauth::jwt::algorithm::Algorithm;
use crate::oauth::jwt::keys::Keys;
use crate::oauth::text::visible_line;
use crate::oauth::wire::is_loopback;

impl App {
    /// Unasked, keys come from the practice tenant alone.
    pub(super) fn fetch_keys(&mut self) -> Vec<Effect> {
        let run = self.new_run();
        let Some(jwt) = self.open_token() else {
            self.notice("There is no token here to verify.");
            return Vec::new();
        };
        let issuer = match self.page {
            Page::Decoder => self.decoder.first_issuer(),
            Page::Home | Page::Server | Page::Reference | Page::Lesson | Page::Checker => {
                jwt.claim_text("iss").unwrap_or_default().to_owned()
            }
        };
        // Where a tenant of one's own has its keys on another host, that host is for a person to name.
        let is_there = |facts: &&TenantFacts| {
            let host = facts.token_endpoint.host();
            let has_keys = self.own.as_ref().is_some_and(|own| own.has_keys);
            !facts.is_own() || (has_keys && facts.jwks_uri.host() == host)
        };
        let url = self.targets.issued_by(&issuer).filter(is_there);
        let Some(url) = url.map(|facts| facts.jwks_uri.clone()) else {
            return self.fetch_keys_of_target(run, issuer);
        };
        if self.page == Page::Decoder {
            self.decoder.asked = Some(issuer).filter(|issuer| !issuer.is_empty());
        }
        self.set_keys(KeyFetch::Waiting(run));
        vec![Effect::FetchKeys { run, url }]
    }

    /// The keys of the kept target that the desk compares with, where the token names its issuer. Its host was named before.
    fn fetch_keys_of_target(&mut self, run: RunId, issuer: String) -> Vec<Effect> {
        let kept = self.open_wanted().and_then(|wanted| wanted.kept.clone());
        let Some(kept) = kept.filter(|kept| kept.issuer == issuer) else {
            self.set_keys(KeyFetch::NotOurs(issuer));
            return Vec::new();
        };
        self.told_of_keys.extend(kept.far_host());
        if self.page == Page::Decoder {
            self.decoder.asked = Some(issuer);
        }
        self.set_keys(KeyFetch::Asking(run, kept.host()));
        let ask = OwnTargetAsk::Keys(Box::new(kept));
        vec![Effect::OwnTarget { run, ask }]
    }

    /// The host beyond this machine that verifying would ask, in a question, where nobody was told of it yet.
    pub fn asking_far(&self) -> Option<String> {
        let issuer = match self.page {
            Page::Decoder => self.decoder.first_issuer(),
            _ => self.open_token()?.claim_text("iss")?.to_owned(),
        };
        if self.targets.issued_by(&issuer).is_some() {
            return None;
        }
        let kept = self.open_wanted()?.kept.as_ref();
        let host = kept.filter(|kept| kept.issuer == issuer)?.far_host()?;
        let is_new = !self.told_of.contains(&host) && !self.told_of_keys.contains(&host);
        is_new.then(|| filled("key.target", &[("host", visible_line(&host))]))
    }

    /// Keys that were asked for at a desk, or why there are none; what was asked for otherwise is given back.
    pub(in crate::app::update) fn own_keys_told(
        &mut self,
        run: RunId,
        result: Result<OwnTargetTold, String>,
    ) -> Option<Result<OwnTargetTold, String>> {
        let desks = [
            Some(&self.checker.keys),
            Some(&self.decoder.keys),
            self.lesson_keys(),
        ];
        if !desks.into_iter().flatten().any(|keys| keys.waits_for(run)) {
            return Some(result);
        }
        let keys = match result {
            Ok(OwnTargetTold::Keys(reply)) => keys_of(Ok(reply)),
            Ok(_) => return None,
            Err(why) => Err(KeyFault::Unknown(why)),
        };
        self.keys_came(run, keys);
        None
    }

    /// The token on the desk that waits for these keys of its issuer.
    pub(super) fn verified_at_desk(&self, run: RunId) -> Option<SecretString> {
        let is_waiting = |keys: &KeyFetch| matches!(keys, KeyFetch::Waiting(own) if *own == run);
        let of_check = |desk: &CheckDesk| {
            let jwt = desk.report.as_ref()?.jwt.as_ref()?;
            is_waiting(&desk.keys).then(|| jwt.text().into())
        };
        let in_lesson = || of_check(&self.player.as_ref()?.bench.desk);
        let other = &self.decoder;
        let decoded = || is_waiting(&other.keys).then(|| other.token().into());
        of_check(&self.checker).or_else(in_lesson).or_else(decoded)
    }

    /// Where the lesson's own token lay on the desk, it is verified there too: it is the same deed, wherever its key was pressed.
    pub(super) fn verified_too(&mut self, text: &SecretString, keys: &Keys, wanted: &Expectation) {
        let server = self.player.as_ref().map(|own| own.lesson.form.server);
        let tenant = self.targets.at(self.target(), server.unwrap_or_default());
        let Some(player) = &mut self.player else {
            return;
        };
        let event = player.next_event();
        let is_it = |one: &&mut Run| {
            let token = one.token.as_ref();
            token.is_some_and(|token| token.expose() == text.expose_secret())
        };
        let Some(one) = player.bench.runs.iter_mut().rev().find(is_it) else {
            return;
        };
        let demand = one.demand(tenant.facts(), (wanted.at, wanted.leeway));
        if let Some(token) = &mut one.token {
            token.judged = event;
            token.verified(Ok(keys), wanted, &demand);
            one.touched = one.touched.max(event);
        }
    }

    fn lesson_keys(&self) -> Option<&KeyFetch> {
        self.player.as_ref().map(|player| &player.bench.desk.keys)
    }

    pub(super) fn set_keys(&mut self, keys: KeyFetch) {
        if self.page == Page::Decoder {
            self.decoder.keys = keys;
        } else if let Some(desk) = self.check_desk() {
            desk.keys = keys;
        }
    }

    /// Verifies with keys that somebody pasted. What holds no key leaves the keys that there are.
    pub(super) fn take_keys(&mut self, given: &GivenKeys) {
        let alg = self.open_token().and_then(|jwt| jwt.header_text("alg"));
        let symmetric = alg
            .and_then(Algorithm::from_name)
            .is_some_and(Algorithm::is_symmetric);
        let keys = match given.read(symmetric) {
            Ok(keys) => keys,
            Err(why) => return self.set_keys(KeyFetch::Refused(why)),
        };
        if keys.private {
            self.notice(crate::lesson::desks::words("key.private"));
        }
        self.set_keys(KeyFetch::Given {
            count: keys.keys.len(),
        });
        if self.page == Page::Decoder {
            self.decoder.held = Some(keys);
            self.decoder.issuer = None;
        } else if let Some(desk) = self.check_desk() {
            desk.held = Some(keys);
        }
        self.judge();
    }

    /// Keys out of a file, which is read beside everything else.
    pub(super) fn open_keys(&mut self, path: String) -> Vec<Effect> {
        if path.trim().is_empty() {
            return Vec::new();
        }
        let run = self.new_run();
        self.set_keys(KeyFetch::Waiting(run));
        vec![Effect::ReadKeys { run, path }]
    }

    /// A file of keys was read, or was not. Whoever left the desk meanwhile wants them no more.
    pub(in crate::app::update) fn key_file_read(
        &mut self,
        run: RunId,
        result: Result<GivenKeys, String>,
    ) {
        let waiting = match self.page {
            Page::Decoder => Some(&self.decoder.keys),
            Page::Home | Page::Server | Page::Reference | Page::Lesson | Page::Checker => {
                self.open_desk().map(|desk| &desk.keys)
            }
        };
        if !waiting.is_some_and(|keys| keys.waits_for(run)) {
            return;
        }
        self.set_keys(KeyFetch::Idle);
        match result {
            Ok(given) => self.take_keys(&given),
            Err(why) => self.notice(filled("file.failed", &[("why", why)])),
        }
    }

    /// What fetching keys from an address would do, its host named, for the moment before; or why it cannot be done.
    ///
    /// # Errors
    /// The reason, in words.
    pub fn asking_for_keys(&self, text: &str) -> Result<String, &'static str> {
        let url = address(text)?;
        let host = url.host_str().unwrap_or_default().to_owned();
        Ok(filled("key.where", &[("host", host)]))
    }

    pub(super) fn ask_for_keys(&mut self, text: &str) -> Vec<Effect> {
        let url = match address(text) {
            Ok(url) => url,
            Err(why) => {
                self.notice(why);
                return Vec::new();
            }
        };
        let run = self.new_run();
        let host = url.host_str().unwrap_or_default().to_owned();
        if self.page == Page::Decoder {
            self.decoder.asked = None;
        }
        self.set_keys(KeyFetch::Asking(run, host));
        vec![Effect::FetchKeys { run, url }]
    }
}

/// An address that keys can be fetched from: whoever can change keys on the way can have any token believed, so plain http is for
/// this machine alone.
fn address(text: &str) -> Result<Url, &'static str> {
    let url = Url::parse(text.trim()).map_err(|_| words("key.no-address"))?;
    if url.host_str().is_none() {
        return Err(words("key.no-address"));
    }
    if carries_secret(&url) {
        return Err(words("key.secret"));
    }
    let here = is_loopback(&url);
    match url.scheme() {
        "https" => Ok(url),
        "http" if here => Ok(url),
        "http" => Err(words("key.plain")),
        _ => Err(words("key.no-address")),
    }
}

/// Takes `run` off the desk that waits for it; true when it did.
pub(super) fn settle(waiting: &mut KeyFetch, run: RunId, arrived: &Result<Keys, KeyFault>) -> bool {
    if !waiting.waits_for(run) {
        return false;
    }
    *waiting = match (arrived, std::mem::take(waiting)) {
        (Ok(_), KeyFetch::Asking(_, host)) => KeyFetch::From(host),
        (Ok(_), _) => KeyFetch::Done,
        (Err(fault), _) => KeyFetch::Failed(fault.clone()),
    };
    true
}
