//! Tenants of the learner's own: listed, added, forgotten, and a session opened at one.

use crate::app::App;
use crate::app::effect::{Effect, RunId};
use crate::app::message::{Go, OwnTargetAct};
use crate::app::own_targets::{At, OwnTargetAsk, OwnTargetTold, TypedTarget, Way, far_host};
use crate::lesson::desks::{filled, words};
use crate::lesson::model::Round;
use crate::oauth::names::ClientSecret;
use crate::oauth::text::visible_line;

impl App {
    pub(super) fn own_target(&mut self, act: OwnTargetAct) -> Vec<Effect> {
        if matches!(act, OwnTargetAct::Back) {
            return self.step_back();
        }
        if self.own_targets.is_waiting() {
            self.notice(words("own.target.waits"));
            return Vec::new();
        }
        self.own_targets.fault = None;
        match act {
            OwnTargetAct::List => {
                self.own_targets.at = At::List;
                self.ask_own_target(OwnTargetAsk::Read)
            }
            OwnTargetAct::New => {
                self.own_targets.at = At::Form;
                Vec::new()
            }
            OwnTargetAct::Back => Vec::new(),
            OwnTargetAct::Lay(typed) => {
                self.own_targets.typed = *typed;
                self.own_targets.at = At::List;
                Vec::new()
            }
            OwnTargetAct::Look(typed) => self.look_at_own(&typed),
            OwnTargetAct::LookOn => self.ask_own_target(self.new_one(OwnTargetAsk::Look)),
            OwnTargetAct::Keep => self.ask_own_target(self.new_one(OwnTargetAsk::Keep)),
            OwnTargetAct::Choose(name) => {
                self.choose_own(&name);
                Vec::new()
            }
            OwnTargetAct::Open(name, secret) => self.ask_to_open(name, secret),
            OwnTargetAct::Drop(name) => self.ask_own_target(OwnTargetAsk::Drop(name)),
        }
    }

    fn ask_own_target(&mut self, ask: OwnTargetAsk) -> Vec<Effect> {
        let run = self.new_run();
        self.own_targets.waiting = Some(run);
        vec![Effect::OwnTarget { run, ask }]
    }

    fn new_one(&self, ask: fn(Box<TypedTarget>) -> OwnTargetAsk) -> OwnTargetAsk {
        ask(Box::new(self.own_targets.typed.trimmed()))
    }

    /// What is under way is given up, so that no answer comes to a page that was left.
    fn step_back(&mut self) -> Vec<Effect> {
        let targets = &mut self.own_targets;
        targets.fault = None;
        let given_up = targets.waiting.take();
        targets.at = match std::mem::take(&mut targets.at) {
            At::Warned(_) => At::Form,
            // What was under way is left first, and the page after it.
            at if given_up.is_some() => at,
            At::Found(_) => At::Form,
            At::List | At::Form | At::Secret(_) => At::List,
        };
        given_up
            .map(|run| Effect::Cancel { run })
            .into_iter()
            .collect()
    }

    fn look_at_own(&mut self, typed: &TypedTarget) -> Vec<Effect> {
        let trimmed = typed.trimmed();
        self.own_targets.typed = typed.clone();
        if let Some(why) = trimmed.fault(&self.own_targets.kept) {
            self.own_targets.fault = Some(words(why).to_owned());
            return Vec::new();
        }
        if let Some(host) = far_host(&trimmed.issuer) {
            self.own_targets.at = At::Warned(host);
            return Vec::new();
        }
        self.ask_own_target(self.new_one(OwnTargetAsk::Look))
    }

    fn choose_own(&mut self, name: &str) {
        let Some(kept) = self.own_targets.named(name).cloned() else {
            return;
        };
        let name = ("name", visible_line(&kept.name));
        let why = match kept.way {
            Way::Secret | Way::Command(_) | Way::Key(_) => {
                self.own_targets.at = At::Secret(kept);
                return;
            }
            Way::NoClient => filled("own.target.unknown-client", &[name]),
            Way::Telling => words("own.target.holds").to_owned(),
        };
        self.own_targets.fault = Some(why);
    }

    fn ask_to_open(&mut self, name: String, secret: ClientSecret) -> Vec<Effect> {
        if secret.expose().trim().is_empty() {
            let kept = self.own_targets.named(&name);
            match kept.map(|kept| kept.way.clone()) {
                Some(Way::Command(words)) => {
                    let run = self.new_run();
                    self.own_targets.fetching = Some((run, name));
                    return vec![Effect::FetchSecret { run, words }];
                }
                // It proves itself with its key.
                Some(Way::Key(_)) => {}
                Some(Way::Secret | Way::NoClient | Way::Telling) | None => {
                    self.own_targets.fault = Some(words("own.target.no-secret").to_owned());
                    return Vec::new();
                }
            }
        }
        self.open_own(&name, secret)
    }

    /// The one that the learner was shown is opened, and no other one that has its name by now.
    fn open_own(&mut self, name: &str, secret: ClientSecret) -> Vec<Effect> {
        let Some(kept) = self.own_targets.named(name).cloned() else {
            self.own_targets.fault = Some(words("own.target.gone").to_owned());
            return Vec::new();
        };
        self.ask_own_target(OwnTargetAsk::Open(Box::new(kept), secret))
    }

    /// The command for the secret has ended.
    pub(super) fn secret_fetched(
        &mut self,
        run: RunId,
        result: Result<ClientSecret, String>,
    ) -> Vec<Effect> {
        let asked = self.own_targets.fetching.take_if(|(one, _)| *one == run);
        let Some((_, name)) = asked else {
            return Vec::new();
        };
        match result {
            Ok(secret) => self.open_own(&name, secret),
            Err(why) => {
                let why = ("why", visible_line(&why));
                self.own_targets.fault = Some(filled("own.target.unfetched", &[why]));
                Vec::new()
            }
        }
    }

    /// The world answered.
    pub(super) fn own_target_told(
        &mut self,
        run: RunId,
        result: Result<OwnTargetTold, String>,
    ) -> Vec<Effect> {
        if self
            .own_targets
            .waiting
            .take_if(|one| *one == run)
            .is_none()
        {
            return Vec::new();
        }
        match result {
            Err(why) => {
                if let At::Warned(_) = self.own_targets.at {
                    // What was typed may have to be mended.
                    self.own_targets.at = At::Form;
                }
                self.own_targets.fault = Some(visible_line(&why));
            }
            Ok(OwnTargetTold::Kept(kept)) => {
                if let At::Found(_) = self.own_targets.at {
                    let name = ("name", self.own_targets.typed.trimmed().name);
                    self.notice(filled("own.target.kept", &[name]));
                    self.own_targets.typed = TypedTarget::default();
                }
                let stays = |name: &str| kept.iter().any(|one| one.name == name);
                let before = std::mem::take(&mut self.own_targets.kept);
                if let Some(gone) = before.iter().find(|one| !stays(&one.name)) {
                    let name = ("name", visible_line(&gone.name));
                    self.notice(filled("own.target.dropped", &[name]));
                }
                self.own_targets.kept = kept;
                self.own_targets.at = At::List;
            }
            Ok(OwnTargetTold::Found(found)) => self.own_targets.at = At::Found(found),
            Ok(OwnTargetTold::Opened(own)) => {
                self.own_targets.at = At::List;
                self.at_own(*own);
                let round = self.course.extra(Round::Own);
                return round.map_or_else(Vec::new, |round| self.go(Go::AtOwn(&round.id)));
            }
        }
        Vec::new()
    }
}
