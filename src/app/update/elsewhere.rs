//! Asking the three practice servers the same: the lesson's own with the learner's app, the others with a twin of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::App;
use crate::app::create::AppForm;
use crate::app::effect::{Effect, RunId, Twin};
use crate::app::player::Player;
use crate::app::tenant::TenantFacts;
use crate::lesson::desks::words;
use crate::lesson::target::TargetName;
use crate::oauth::request::AuthMethod;

impl App {
    /// Sends the request as it stands to each of the three servers.
    pub(super) fn ask_elsewhere(&mut self) -> Vec<Effect> {
        if let Some(why) = self.not_elsewhere() {
            self.notice(words(why));
            return Vec::new();
        }
        let runs: Vec<(TargetName, RunId)> = TargetName::ALL
            .map(|target| (target, self.new_run()))
            .to_vec();
        let Some(player) = &mut self.player else {
            return Vec::new();
        };
        player.bench.elsewhere.ask(runs.iter().copied());
        let home = player.target;
        let server = player.lesson.form.server;
        let player = &*player;
        let Some(facts) = self.targets.at(home, server).facts() else {
            return Vec::new();
        };
        let ask = |(target, run): (TargetName, RunId)| {
            if target == home {
                let request = Box::new(player.bench.request(facts).to_wire());
                return Some(Effect::Send { run, request });
            }
            twin(player, facts, self.targets.get(target).facts()?, run)
        };
        runs.into_iter().filter_map(ask).collect()
    }

    /// Why the request cannot be sent to others; the id of the words.
    fn not_elsewhere(&self) -> Option<&'static str> {
        let player = self.player.as_ref()?;
        let draft = &player.bench.draft;
        let shared = match draft.auth {
            AuthMethod::ClientSecretPost | AuthMethod::ClientSecretBasic => !draft.bound,
            AuthMethod::PrivateKeyJwt | AuthMethod::ClientSecretJwt | AuthMethod::Public => false,
        };
        let up = |target: &TargetName| self.targets.get(*target).facts().is_some();
        if player.own.is_some() {
            Some("elsewhere.own")
        } else if player.bench.app.is_none() {
            Some("elsewhere.app")
        } else if !shared {
            Some("elsewhere.signed")
        } else if !TargetName::ALL.iter().all(up) {
            Some("elsewhere.down")
        } else {
            None
        }
    }
}

/// The request to another server, with a twin of the learner's app there.
fn twin(player: &Player, home: &TenantFacts, there: &TenantFacts, run: RunId) -> Option<Effect> {
    let app = player.bench.app.as_ref()?;
    let twin = Box::new(Twin {
        target: there.target,
        form: AppForm {
            grants: grants(&app.form, home, there),
            ..app.form.clone()
        },
        asked: player.bench.draft.request(there),
        stands_for: (app.client_id.clone(), app.client_secret.clone()),
    });
    Some(Effect::AskTwin { run, twin })
}

/// What the app may have, by the identifiers that the same APIs have there.
fn grants(
    form: &AppForm,
    home: &TenantFacts,
    there: &TenantFacts,
) -> BTreeMap<String, BTreeSet<String>> {
    let known = form.grants.iter().filter_map(|(identifier, scopes)| {
        let mut apis = home.apis.iter();
        let key = &apis.find(|api| api.identifier == *identifier)?.key;
        Some((there.api(key)?.identifier.clone(), scopes.clone()))
    });
    known.collect()
}
