//! The desks: whatever text lies there is judged at once, and again whenever what is wanted of it changes.

use crate::app::desk::{CheckDesk, Wanted};
use crate::app::effect::{Effect, RunId};
use crate::app::key_fault::{KeyFault, keys_of};
use crate::app::message::Desk;
use crate::app::run::Run;
use crate::app::{App, Page};
use crate::lesson::desks::words;
use crate::oauth::check::paste::Pasted;
use crate::oauth::check::{Expectation, Report};
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::keys::Keys;
use crate::oauth::reply::{Reply, SendError};

mod ask;
mod clear;
mod export;
mod file;
mod keys;
mod member;
mod sign;
mod want;

use keys::settle;

impl App {
    pub(super) fn desk(&mut self, desk: Desk) -> Vec<Effect> {
        match desk {
            Desk::Text(text) => self.lay(Pasted::new(text), None),
            Desk::Clear => return self.empty_desk(),
            Desk::TakeOwnReply => self.take_own_reply(),
            Desk::Judge => self.judge(),
            Desk::Verify => return self.fetch_keys(),
            Desk::Keys(given) => self.take_keys(&given),
            Desk::Profile(profile) => self.want(|wanted| wanted.profile = profile),
            Desk::ToggleStrict => self.want(|wanted| wanted.strict = !wanted.strict),
            Desk::Target(target, text) => self.want(|wanted| wanted.set(target, &text)),
            Desk::FillTarget => self.fill_target(),
            Desk::Against(name) => self.compare_with(&name),
            Desk::ClearTarget => self.want(Wanted::clear_target),
            Desk::ToggleRepair(rule) => self.toggle_repairs(&[rule]),
            Desk::ToggleRepairs => self.toggle_all_repairs(),
            Desk::AskApi => return self.ask_api(),
            Desk::Export(format, destination) => return self.export(format, destination),
            Desk::Open(path) => return self.open_file(path),
            Desk::EditOutside => return self.edit_outside(),
            Desk::SetMember {
                part,
                member,
                value,
            } => return self.set_member(part, member, &value),
            Desk::KeyFile(path) => return self.open_keys(path),
            Desk::KeyUrl(text) => return self.ask_for_keys(&text),
            Desk::SignAgain(by) => return self.sign_again(&by),
            Desk::Compare(text) => self.compare(text),
            Desk::UndoMember => self.undo_at_desk(),
            Desk::RedoMember => self.redo_member(),
        }
        Vec::new()
    }

    fn lay(&mut self, pasted: Pasted, own: Option<usize>) {
        if self.page == Page::Decoder {
            self.decoder = std::mem::take(&mut self.decoder).laid(pasted);
        } else if let Some(desk) = self.check_desk() {
            *desk = std::mem::take(desk).laid(pasted, own);
        }
        self.judge();
    }

    fn take_own_reply(&mut self) {
        let reply = self
            .player
            .as_ref()
            .and_then(|player| player.bench.latest())
            .map(|run| (run.number, run.answer.reply.text()));
        match reply {
            // What was verified of it stays so.
            Some((run, _)) if self.check_desk().is_some_and(|desk| desk.own == Some(run)) => {
                self.notice(words("check.own.there"));
            }
            Some((run, text)) => {
                if let Some(wanted) = self.wanted_at_own(run) {
                    if let Some(desk) = self.check_desk() {
                        desk.filled = Some(Box::new(wanted.clone()));
                    }
                    self.want(|place| *place = wanted);
                }
                self.lay(Pasted::new(text), Some(run));
            }
            None => self.notice("You have sent nothing yet, so there is no reply to take."),
        }
    }

    /// What the reply of that exchange is compared with at a tenant of one's own: what the target names, and the scope that this very
    /// request asked for. `None` elsewhere, and where the learner has said with what.
    fn wanted_at_own(&self, run: usize) -> Option<Wanted> {
        let own = self.own.as_ref().filter(|_| self.at_own_tenant())?;
        let desk = self.open_desk()?;
        // What was filled in for a reply before is no word of the learner's.
        let was_filled = desk.filled.as_deref() == Some(&desk.wanted);
        if desk.wanted.has_target() && !was_filled {
            return None;
        }
        let mut runs = self.player.as_ref()?.bench.runs.iter();
        let asked = runs.find(|one| one.number == run)?.asked.scope.clone();
        let mut wanted = desk.wanted.clone();
        wanted.fill_from(&own.kept);
        wanted.scope = asked.unwrap_or_default();
        Some(wanted)
    }

    /// The checker's desk that is open: the lesson's or the stand-alone one.
    fn check_desk(&mut self) -> Option<&mut CheckDesk> {
        match self.page {
            Page::Lesson => self.player.as_mut().map(|player| &mut player.bench.desk),
            Page::Checker => Some(&mut self.checker),
            Page::Home | Page::Decoder | Page::Server | Page::Reference => None,
        }
    }

    /// The checker's desk that is open.
    pub fn open_desk(&self) -> Option<&CheckDesk> {
        match self.page {
            Page::Lesson => self.player.as_ref().map(|player| &player.bench.desk),
            Page::Checker => Some(&self.checker),
            Page::Home | Page::Decoder | Page::Server | Page::Reference => None,
        }
    }

    /// The report of the page that is open.
    pub(super) fn open_report(&self) -> Option<&Report> {
        self.open_desk()?.report.as_ref()
    }

    /// What is wanted on the desk that is open.
    pub fn open_wanted(&self) -> Option<&Wanted> {
        match self.page {
            Page::Decoder => Some(&self.decoder.wanted),
            Page::Home | Page::Server | Page::Reference | Page::Lesson | Page::Checker => {
                self.open_desk().map(|desk| &desk.wanted)
            }
        }
    }

    /// The token on the desk that is open.
    fn open_token(&self) -> Option<&Jwt> {
        match self.page {
            Page::Decoder => self.decoder.report.as_ref().map(|report| &report.jwt),
            Page::Home | Page::Server | Page::Reference | Page::Lesson | Page::Checker => {
                self.open_report()?.jwt.as_ref()
            }
        }
    }

    fn judge(&mut self) {
        let at = self.now.seconds();
        if self.page == Page::Decoder {
            self.decoder.judge(at);
        } else if let Some(desk) = self.check_desk() {
            desk.judge(at);
        }
    }

    /// Takes in the key set for whichever desk or token waits for it.
    pub(super) fn keys_arrived(&mut self, run: RunId, result: Result<Reply, SendError>) {
        self.keys_came(run, keys_of(result));
    }

    fn keys_came(&mut self, run: RunId, keys: Result<Keys, KeyFault>) {
        let expectation = Expectation {
            client_credentials: true,
            at: self.now.seconds(),
            ..Expectation::default()
        };
        let at = expectation.at;
        let own = self.player.as_mut();
        if let Some(done) = own.and_then(|own| own.keys_for_forging(run, &keys)) {
            if let Err(why) = done {
                self.notice(why);
            }
            return;
        }
        if let (Some(text), Ok(keys)) = (self.verified_at_desk(run), &keys) {
            self.verified_too(&text, keys, &expectation);
        }
        let server = self.player.as_ref().map(|own| own.lesson.form.server);
        let tenant = self.targets.at(self.target(), server.unwrap_or_default());
        let tenant = tenant.facts();
        if let Some(player) = &mut self.player {
            let mut runs = player.bench.runs.iter_mut();
            let waits = |one: &&mut Run| {
                let token = one.token.as_ref();
                token.is_some_and(|token| token.verifying.waits_for(run))
            };
            if let Some(one) = runs.find(waits) {
                let demand = one.demand(tenant, (at, expectation.leeway));
                if let Some(token) = &mut one.token {
                    token.verified(keys.as_ref(), &expectation, &demand);
                    one.touched = one.touched.max(token.judged);
                }
                return;
            }
            if settle(&mut player.bench.desk.keys, run, &keys) {
                player.bench.desk.held = keys.ok();
                player.bench.desk.judge(at);
                return;
            }
        }
        if settle(&mut self.checker.keys, run, &keys) {
            self.checker.held = keys.ok();
            self.checker.judge(at);
        } else if settle(&mut self.decoder.keys, run, &keys) {
            self.decoder.held = keys.ok();
            self.decoder.issuer = self.decoder.asked.take();
            self.decoder.judge(at);
        }
    }
}
