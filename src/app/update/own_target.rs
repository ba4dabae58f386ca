//! Tenants of the learner's own: listed, added, forgotten, and a session opened at one.

use crate::app::App;
use crate::app::effect::{Effect, RunId};
use crate::app::leak::holds;
use crate::app::message::{Go, OwnTargetAct};
use crate::app::own_targets::{
    At, FIELDS, KeptTarget, OwnTargetAsk, OwnTargetTold, Then, TypedTarget, Way, far_host,
};
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
        self.own_targets.wrong = None;
        match act {
            OwnTargetAct::List => {
                self.own_targets.at = At::List;
                self.ask_own_target(OwnTargetAsk::Read, Then::Look)
            }
            OwnTargetAct::New => {
                // What was typed of a new one is still there; what was changed of another one is not.
                if self.own_targets.instead.take().is_some() {
                    self.own_targets.typed = TypedTarget::default();
                }
                self.own_targets.at = At::Form;
                Vec::new()
            }
            OwnTargetAct::Edit(name) => self.ask_own_target(OwnTargetAsk::Read, Then::Edit(name)),
            OwnTargetAct::Back => Vec::new(),
            OwnTargetAct::Leave(field, typed) => {
                self.leave(field, &typed);
                Vec::new()
            }
            OwnTargetAct::Lay(typed) => {
                if !self.take_off(&typed) {
                    self.own_targets.at = At::List;
                }
                Vec::new()
            }
            OwnTargetAct::Look(typed) => self.look_at_own(&typed),
            OwnTargetAct::LookOn => self.look_on(),
            OwnTargetAct::Keep => {
                let typed = Box::new(self.own_targets.typed.trimmed());
                let then = Then::Kept(typed.name.clone());
                let instead = self.own_targets.instead.clone();
                self.ask_own_target(OwnTargetAsk::Keep(typed, instead), then)
            }
            OwnTargetAct::Clicks => {
                words("own.target.clicks.sought").clone_into(&mut self.sought);
                self.go(Go::Reference)
            }
            // Another program may have changed it since it was listed.
            OwnTargetAct::Choose(name) => {
                self.ask_own_target(OwnTargetAsk::Read, Then::Choose(name))
            }
            OwnTargetAct::Open(name, secret) => self.ask_to_open(name, secret),
            OwnTargetAct::Drop(name) => {
                let then = Then::Dropped(name.clone());
                self.ask_own_target(OwnTargetAsk::Drop(name), then)
            }
        }
    }

    fn ask_own_target(&mut self, ask: OwnTargetAsk, then: Then) -> Vec<Effect> {
        let run = self.new_run();
        self.own_targets.waiting = Some((run, then));
        vec![Effect::OwnTarget { run, ask }]
    }

    fn look_on(&mut self) -> Vec<Effect> {
        let typed = Box::new(self.own_targets.typed.trimmed());
        self.ask_own_target(OwnTargetAsk::Look(typed), Then::Look)
    }

    fn edit_own(&mut self, name: String) {
        let Some(kept) = self.own_targets.named(&name) else {
            self.own_targets.fault = Some(words("own.target.gone").to_owned());
            return;
        };
        if kept.way == Way::Telling {
            self.own_targets.fault = Some(words("own.target.holds").to_owned());
            return;
        }
        // What was changed of this one and not kept yet is still there, unless it was changed elsewhere meanwhile.
        let typed = kept.typed();
        let targets = &mut self.own_targets;
        if targets.instead.as_ref() != Some(&name) || targets.stood != typed {
            targets.typed = typed.clone();
            targets.stood = typed;
            targets.instead = Some(name);
        }
        self.own_targets.at = At::Form;
    }

    /// What is under way is given up, so that no answer comes to a page that was left.
    fn step_back(&mut self) -> Vec<Effect> {
        let targets = &mut self.own_targets;
        targets.fault = None;
        targets.wrong = None;
        let given_up = targets.waiting.take().map(|(run, _)| run);
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

    /// Takes over what was typed. A field in which a secret stands gets back what stood there before, and the first of them is named:
    /// everybody who passes can read it there. True where one was found.
    fn take_off(&mut self, typed: &TypedTarget) -> bool {
        let trimmed = typed.trimmed();
        // What is kept already was typed by somebody who named its field, and is in the file.
        let targets = &self.own_targets;
        let stood = targets.instead.as_ref().map(|_| targets.stood.texts());
        let is_new =
            |field: usize| stood.is_none_or(|all| all.get(field) != trimmed.texts().get(field));
        let is_told = |field: usize| trimmed.is_misplaced(field) || self.tells(&trimmed, field);
        let told: Vec<usize> = (0..FIELDS.len())
            .filter(|field| is_new(*field) && is_told(*field))
            .collect();
        self.own_targets.typed = typed.without(&told, &self.own_targets.typed);
        let Some(field) = told.first() else {
            return false;
        };
        self.own_targets.wrong = Some(*field);
        self.own_targets.fault = Some(of_field("own.target.taken-off", *field));
        true
    }

    /// A field of the form was left.
    fn leave(&mut self, field: usize, typed: &TypedTarget) {
        let stood = self
            .own_targets
            .typed
            .texts()
            .get(field)
            .map(|text| (*text).to_owned());
        if !self.take_off(typed)
            && stood.as_deref() != typed.texts().get(field).copied()
            && typed.trimmed().may_be_misplaced(field)
        {
            self.own_targets.fault = Some(of_field("own.target.long-id", field));
        }
    }

    fn look_at_own(&mut self, typed: &TypedTarget) -> Vec<Effect> {
        let trimmed = typed.trimmed();
        if self.take_off(typed) {
            return Vec::new();
        }
        let instead = self.own_targets.instead.as_deref();
        if let Some((field, why)) = trimmed.fault(&self.own_targets.kept, instead) {
            self.own_targets.wrong = Some(field);
            self.own_targets.fault = Some(words(why).to_owned());
            return Vec::new();
        }
        if let Some(host) = far_host(&trimmed.issuer) {
            self.own_targets.at = At::Warned(host);
            return Vec::new();
        }
        self.look_on()
    }

    /// True where a secret of this session stands in this field: that of the open tenant, or one of a practice app.
    fn tells(&self, typed: &TypedTarget, field: usize) -> bool {
        let own = self.own.as_ref().and_then(|own| own.proof.secret());
        let bench = self.player.as_ref().map(|player| &player.bench);
        let practice = bench.and_then(|bench| bench.app.as_ref()?.client_secret.as_ref());
        let typed_in = bench.and_then(|bench| bench.draft.client_secret.as_ref());
        let secrets = [own, practice, typed_in];
        let text = typed.texts().into_iter().nth(field);
        text.is_some_and(|text| secrets.into_iter().flatten().any(|one| holds(text, one)))
    }

    /// Of one that is open already nothing is asked.
    fn choose_own(&mut self, name: &str) -> Vec<Effect> {
        let Some(kept) = self.own_targets.named(name).cloned() else {
            self.own_targets.fault = Some(words("own.target.gone").to_owned());
            return Vec::new();
        };
        if self.own.as_ref().is_some_and(|own| own.kept == kept) {
            return self.go_to_own();
        }
        let name = ("name", visible_line(&kept.name));
        let why = match kept.way {
            Way::Secret | Way::Command(_) | Way::Key(_) => {
                self.own_targets.at = At::Secret(Box::new(kept));
                return Vec::new();
            }
            Way::NoClient => filled("own.target.unknown-client", &[name]),
            Way::Telling => words("own.target.holds").to_owned(),
        };
        self.own_targets.fault = Some(why);
        Vec::new()
    }

    fn go_to_own(&mut self) -> Vec<Effect> {
        self.own_round().map_or_else(Vec::new, |go| self.go(go))
    }

    /// The way to the round there.
    fn own_round(&self) -> Option<Go> {
        let round = self.course.extra(Round::Own);
        round.map(|round| Go::AtOwn(&round.id))
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
        if let Some(field) = field_with(&kept, &secret) {
            let field = ("field", field.to_lowercase());
            self.own_targets.fault = Some(filled("own.target.tells", &[field]));
            return Vec::new();
        }
        self.ask_own_target(OwnTargetAsk::Open(Box::new(kept), secret), Then::Look)
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
        let Some(result) = self.own_keys_told(run, result) else {
            return Vec::new();
        };
        let waiting = &mut self.own_targets.waiting;
        let Some((_, then)) = waiting.take_if(|(one, _)| *one == run) else {
            return Vec::new();
        };
        match result {
            Err(why) => {
                if let At::Warned(_) = self.own_targets.at {
                    // What was typed may have to be mended.
                    self.own_targets.at = At::Form;
                }
                self.own_targets.fault = Some(visible_line(&why));
            }
            Ok(OwnTargetTold::Kept(kept)) => {
                self.own_targets.kept = kept;
                return self.own_listed(then);
            }
            // Those were for a desk that waits no more.
            Ok(OwnTargetTold::Keys(_)) => {}
            Ok(OwnTargetTold::Found(found)) => {
                self.own_targets.at = At::Found(found);
                // Before it is kept what may be a secret is named, however one got here.
                let typed = self.own_targets.typed.trimmed();
                let doubted = (0..FIELDS.len()).find(|field| typed.may_be_misplaced(*field));
                self.own_targets.fault = doubted.map(|field| of_field("own.target.long-id", field));
            }
            Ok(OwnTargetTold::Opened(own)) => {
                self.own_targets.at = At::List;
                self.at_own(*own);
                let mut effects = vec![Effect::Trust { run }];
                // What that puts away was said beside the question for the secret.
                self.way_out = None;
                effects.extend(self.own_round().map_or_else(Vec::new, |go| self.go_on(go)));
                return effects;
            }
        }
        Vec::new()
    }

    /// The open one that was given another name, and nothing else, is still open: what was done there goes on. Where it is or what its
    /// tokens are for is looked up when it is opened, so after any other change it has to be opened anew.
    fn called_anew(&mut self, was: &str, name: &str) {
        let Some(kept) = self.own_targets.named(name).cloned() else {
            return;
        };
        let of_player = self.player.as_mut().and_then(|player| player.own.as_mut());
        for own in self.own.iter_mut().chain(of_player) {
            let before = KeptTarget {
                name: was.to_owned(),
                ..kept.clone()
            };
            if own.kept == before {
                own.kept = kept.clone();
            }
        }
    }

    /// What is kept was read, after what was done with it.
    fn own_listed(&mut self, then: Then) -> Vec<Effect> {
        match then {
            Then::Look => {}
            Then::Choose(name) => return self.choose_own(&name),
            Then::Edit(name) => {
                self.edit_own(name);
                return Vec::new();
            }
            Then::Kept(name) => {
                self.notice(filled("own.target.kept", &[("name", name.clone())]));
                self.own_targets.typed = TypedTarget::default();
                if let Some(was) = self.own_targets.instead.take() {
                    self.called_anew(&was, &name);
                }
                self.own_targets.newest = Some(name);
            }
            Then::Dropped(name) => {
                let name = ("name", visible_line(&name));
                self.notice(filled("own.target.dropped", &[name]));
            }
        }
        self.own_targets.at = At::List;
        Vec::new()
    }
}

/// These words, with the name of a field of the form.
fn of_field(id: &'static str, field: usize) -> String {
    let name = FIELDS.get(field).map_or("", |(name, _)| words(name));
    filled(id, &[("field", name.to_lowercase())])
}

/// The field of a target in which this secret stands in clear.
fn field_with(kept: &KeptTarget, secret: &ClientSecret) -> Option<&'static str> {
    let typed = kept.typed();
    let mut fields = typed.texts().into_iter().zip(FIELDS);
    let told = fields.find(|(text, _)| holds(text, secret));
    told.map(|(_, (field, _))| words(field))
}
