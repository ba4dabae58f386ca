//! The desks: whatever text lies there is judged at once.

use crate::app::desk::{CheckDesk, DecodeDesk, KeyFetch};
use crate::app::effect::{Effect, RunId};
use crate::app::message::Desk;
use crate::app::{App, Page};
use crate::oauth::check::paste::Pasted;
use crate::oauth::check::{self, Expectation, Report};
use crate::oauth::jwt::keys::Keys;
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
            Page::Decoder => self.decoder.report.as_ref(),
            Page::Home => None,
        }
    }

    fn judge(&mut self, keys: Option<&Keys>) {
        let expectation = Expectation {
            at: self.now.seconds(),
            ..Expectation::default()
        };
        if self.page == Page::Decoder {
            self.decoder.report = judged(&self.decoder.text, &expectation, keys);
        } else if let Some(desk) = self.check_desk() {
            desk.report = judged(&desk.text, &expectation, keys);
        }
    }

    /// Keys come from the practice tenant alone: the desks send nothing to anyone else.
    fn fetch_keys(&mut self) -> Vec<Effect> {
        let run = self.new_run();
        let url = self
            .tenant
            .facts()
            .map(|facts| (facts.issuer.clone(), facts.jwks_uri.clone()));
        let report = match self.page {
            Page::Decoder => self.decoder.report.as_ref(),
            Page::Home | Page::Lesson | Page::Checker => {
                self.check_desk().and_then(|desk| desk.report.as_ref())
            }
        };
        let Some(report) = report else {
            self.notice("Paste something first.");
            return Vec::new();
        };
        let issuer = report
            .jwt
            .as_ref()
            .and_then(|jwt| jwt.claim_text("iss"))
            .unwrap_or_default()
            .to_owned();
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
        let at = self.now.seconds();
        let parsed = result.and_then(|reply| {
            Keys::parse(&reply.text()).map_err(|error| SendError::NotHttp {
                why: error.to_string(),
            })
        });
        if let Some(player) = &mut self.player {
            if let Some(token) = player
                .bench
                .token
                .as_mut()
                .filter(|token| token.verifying.waits_for(run))
            {
                token.verified(&parsed, at);
                return;
            }
            if settle(&mut player.bench.desk.keys, run, &parsed) {
                player.bench.desk.report = judged_with(&player.bench.desk.text, at, &parsed);
                return;
            }
        }
        if settle(&mut self.checker.keys, run, &parsed) {
            self.checker.report = judged_with(&self.checker.text, at, &parsed);
        } else if settle(&mut self.decoder.keys, run, &parsed) {
            self.decoder.report = judged_with(&self.decoder.text, at, &parsed);
        }
    }
}

/// The report on a text; `None` for an empty desk.
fn judged(text: &str, expectation: &Expectation, keys: Option<&Keys>) -> Option<Report> {
    (!text.trim().is_empty()).then(|| check::check(&Pasted::new(text), expectation, keys))
}

/// As [`judged`], with keys that were fetched; without them the report stays without a word on trust.
fn judged_with(text: &str, at: UnixTime, keys: &Result<Keys, SendError>) -> Option<Report> {
    judged(
        text,
        &Expectation {
            at,
            ..Expectation::default()
        },
        keys.as_ref().ok(),
    )
}

/// Takes `run` off the desk that waits for it; true when it did.
fn settle(keys: &mut KeyFetch, run: RunId, arrived: &Result<Keys, SendError>) -> bool {
    if *keys != KeyFetch::Waiting(run) {
        return false;
    }
    *keys = match arrived {
        Ok(_) => KeyFetch::Done,
        Err(error) => KeyFetch::Failed(error.clone()),
    };
    true
}
