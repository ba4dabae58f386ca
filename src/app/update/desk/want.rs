//! What is wanted of the response changes, or a repair is taken back: the text is judged again.

use crate::app::desk::Wanted;
use crate::app::own_targets::Way;
use crate::app::player::Player;
use crate::app::tenant::TenantFacts;
use crate::app::{App, Page};
use crate::lesson::desks::{filled, words};
use crate::oauth::text::visible_line;

impl App {
    /// Changes what is wanted on the desk that is open, and judges again.
    pub(super) fn want(&mut self, change: impl FnOnce(&mut Wanted)) {
        if self.page == Page::Decoder {
            change(&mut self.decoder.wanted);
        } else if let Some(desk) = self.check_desk() {
            change(&mut desk.wanted);
        }
        self.judge();
    }

    pub(super) fn fill_target(&mut self) {
        let Some(facts) = self.facts().cloned() else {
            self.notice(words("target.none"));
            return;
        };
        let mut wanted = self.open_wanted().cloned().unwrap_or_default();
        fill(&mut wanted, &facts, self.player.as_ref());
        self.want(|place| *place = wanted);
        self.notice(words(if facts.is_own() {
            "target.filled.own"
        } else {
            "target.filled"
        }));
    }

    /// The values of a kept target of the learner's own.
    pub(super) fn compare_with(&mut self, name: &str) {
        let Some(kept) = self.own_targets.named(name).cloned() else {
            self.notice(words("own.target.gone"));
            return;
        };
        if kept.way == Way::Telling {
            self.notice(words("own.target.holds"));
            return;
        }
        self.want(|wanted| wanted.fill_from(&kept));
        let name = ("name", visible_line(&kept.name));
        self.notice(filled("target.against", &[name]));
    }

    /// Takes back every repair; where some are taken back already, makes them again.
    pub(super) fn toggle_all_repairs(&mut self) {
        let Some(desk) = self.check_desk() else {
            return;
        };
        let rules = if desk.undone.is_empty() {
            desk.repairs()
        } else {
            desk.undone.clone()
        };
        if rules.is_empty() {
            self.notice(words("repair.none"));
        } else {
            self.toggle_repairs(&rules);
        }
    }

    pub(super) fn toggle_repairs(&mut self, rules: &[&'static str]) {
        let Some(desk) = self.check_desk() else {
            return;
        };
        for rule in rules {
            desk.toggle_repair(rule);
        }
        let undone = desk.undone.join(", ");
        self.judge();
        self.notice(if undone.is_empty() {
            words("repair.redone").to_owned()
        } else {
            filled("repair.undone", &[("repairs", undone)])
        });
    }
}

/// What the practice tenant and the learner's own app would have; profile and strictness stay.
fn fill(wanted: &mut Wanted, facts: &TenantFacts, player: Option<&Player>) {
    let bench = player.map(|player| &player.bench);
    let audience = bench.and_then(|bench| bench.wanted_audience(Some(facts)));
    let first = || facts.apis.first().map(|api| api.identifier.clone());
    let app = bench.and_then(|bench| bench.app.as_ref());
    wanted.issuer.clone_from(&facts.issuer);
    wanted.audience = audience
        .or_else(|| facts.default_audience.clone())
        .or_else(first)
        .unwrap_or_default();
    wanted.client_id = app.map_or_else(String::new, |app| app.client_id.0.clone());
    wanted.scope = bench.map_or_else(String::new, |bench| bench.draft.scope.trim().to_owned());
}
