//! The desks: whatever text lies there is judged at once.

use crate::app::desk::{CheckDesk, DecodeDesk, KeyFault, KeyFetch, keys_of};
use crate::app::effect::{Effect, RunId};
use crate::app::message::Desk;
use crate::app::{App, Page};
use crate::oauth::check::{Expectation, Report};
use crate::oauth::jwt::keys::Keys;
use crate::oauth::jwt::ladder::Demand;
use crate::oauth::reply::{Reply, SendError};
use crate::oauth::time::UnixTime;

impl App {
    pub(super) fn desk(&mut self, desk: Desk) -> Vec<Effect> {
        match desk {
            Desk::Text(text) => self.lay(text, false),
            Desk::Clear => self.lay(String::new(), false),
            Desk::TakeOwnReply => self.take_own_reply(),
            Desk::Judge => self.judge(None),
            Desk::Verify => return self.fetch_keys(),
        }
        Vec::new()
    }

    fn lay(&mut self, text: String, own: bool) {
        if self.page == Page::Decoder {
            self.decoder = DecodeDesk {
                text,
                ..DecodeDesk::default()
            };
        } else if let Some(desk) = self.check_desk() {
            *desk = CheckDesk {
                text,
                own,
                ..CheckDesk::default()
            };
        }
        self.judge(None);
    }

    fn take_own_reply(&mut self) {
        let reply = self
            .player
            .as_ref()
            .and_then(|player| player.bench.latest())
            .map(|run| run.answer.reply.text());
        match reply {
            Some(text) => self.lay(text, true),
            None => self.notice("You have sent nothing yet, so there is no reply to take."),
        }
    }

    /// The checker's desk that is open: the lesson's or the stand-alone one.
    fn check_desk(&mut self) -> Option<&mut CheckDesk> {
        match self.page {
            Page::Lesson => self.player.as_mut().map(|player| &mut player.bench.desk),
            Page::Checker => Some(&mut self.checker),
            Page::Home | Page::Decoder => None,
        }
    }

    /// The report of the page that is open.
    pub(super) fn open_report(&self) -> Option<&Report> {
        match self.page {
            Page::Lesson => self
                .player
                .as_ref()
                .and_then(|player| player.bench.desk.report.as_ref()),
            Page::Checker => self.checker.report.as_ref(),
            Page::Decoder | Page::Home => None,
        }
    }

    fn judge(&mut self, keys: Option<&Keys>) {
        let expectation = as_of(self.now.seconds());
        if self.page == Page::Decoder {
            self.decoder.judge(&expectation, keys);
        } else if let Some(desk) = self.check_desk() {
            desk.judge(&expectation, keys);
        }
    }

    /// Keys come from the practice tenant alone: the desks send nothing to anyone else.
    fn fetch_keys(&mut self) -> Vec<Effect> {
        let run = self.new_run();
        let url = self
            .tenant
            .facts()
            .map(|facts| (facts.issuer.clone(), facts.jwks_uri.clone()));
        let jwt = match self.page {
            Page::Decoder => self.decoder.report.as_ref().map(|report| &report.jwt),
            Page::Home | Page::Lesson | Page::Checker => {
                self.open_report().and_then(|report| report.jwt.as_ref())
            }
        };
        let Some(jwt) = jwt else {
            self.notice("There is no token here to verify.");
            return Vec::new();
        };
        let issuer = jwt.claim_text("iss").unwrap_or_default().to_owned();
        match url {
            Some((ours, url)) if ours == issuer => {
                self.set_keys(KeyFetch::Waiting(run));
                vec![Effect::FetchKeys { run, url }]
            }
            Some(_) | None => {
                self.set_keys(KeyFetch::NotOurs(issuer));
                Vec::new()
            }
        }
    }

    fn set_keys(&mut self, keys: KeyFetch) {
        if self.page == Page::Decoder {
            self.decoder.keys = keys;
        } else if let Some(desk) = self.check_desk() {
            desk.keys = keys;
        }
    }

    /// Takes in the key set for whichever desk or token waits for it.
    pub(super) fn keys_arrived(&mut self, run: RunId, result: Result<Reply, SendError>) {
        let expectation = as_of(self.now.seconds());
        let keys = keys_of(result);
        let (tenant, player) = (self.tenant.facts(), &mut self.player);
        if let Some(player) = player {
            let audience = player.bench.wanted_audience(tenant);
            let token = player.bench.token.as_mut();
            if let Some(token) = token.filter(|token| token.verifying.waits_for(run)) {
                let demand = Demand {
                    issuer: tenant.map(|facts| facts.issuer.clone()),
                    audience,
                    at: expectation.at,
                    leeway: expectation.leeway,
                };
                token.verified(&keys, &expectation, &demand);
                return;
            }
            if settle(&mut player.bench.desk.keys, run, &keys) {
                player.bench.desk.judge(&expectation, keys.as_ref().ok());
                return;
            }
        }
        if settle(&mut self.checker.keys, run, &keys) {
            self.checker.judge(&expectation, keys.as_ref().ok());
        } else if settle(&mut self.decoder.keys, run, &keys) {
            self.decoder.judge(&expectation, keys.as_ref().ok());
        }
    }
}

fn as_of(at: UnixTime) -> Expectation {
    Expectation {
        at,
        ..Expectation::default()
    }
}

/// Takes `run` off the desk that waits for it; true when it did.
fn settle(waiting: &mut KeyFetch, run: RunId, arrived: &Result<Keys, KeyFault>) -> bool {
    if *waiting != KeyFetch::Waiting(run) {
        return false;
    }
    *waiting = match arrived {
        Ok(_) => KeyFetch::Done,
        Err(fault) => KeyFetch::Failed(fault.clone()),
    };
    true
}
