//! Scenarios of the sandbox: listed, kept, loaded, deleted. Loading puts back what was changed by hand and makes the scenario's changes, one
//! after the other, as the servers' page would; then its request is laid into the form.

use std::collections::VecDeque;

use crate::app::App;
use crate::app::by_hand::ByHand;
use crate::app::effect::{Effect, KeepAs, RunId, ScenarioAsk};
use crate::app::hand;
use crate::app::history::Edit;
use crate::app::message::ScenarioAct;
use crate::app::scenario::{Kept, Scenario};
use crate::app::scenarios::{Asked, LeftOut, Loading, in_order, named};
use crate::lesson::desks::{filled, words};
use crate::lesson::model::Round;
use crate::lesson::target::TargetName;
use crate::oauth::text::visible_line;

impl App {
    pub(super) fn scenario(&mut self, act: ScenarioAct) -> Vec<Effect> {
        if !self.in_sandbox() {
            self.notice(words("scenario.nowhere"));
            return Vec::new();
        }
        match act {
            ScenarioAct::List => {
                let mut effects = self.ask_scenarios(Asked::Read, ScenarioAsk::Read);
                // What is in force by hand is told by the tenant alone.
                effects.push(Effect::Look(self.target()));
                effects
            }
            ScenarioAct::Keep(typed) => self.keep_scenario(&typed, KeepAs::New),
            ScenarioAct::KeepOver(name) => self.keep_scenario(&name, KeepAs::Over),
            ScenarioAct::Load(name) => {
                let kept = self.scenarios.kept.get(&name).cloned();
                self.load_found(Some(name), kept)
            }
            ScenarioAct::Back => {
                let before = self.scenarios.before.clone();
                self.load_found(None, before)
            }
            ScenarioAct::Drop(name) => {
                let ask = ScenarioAsk::Drop(name.clone());
                self.ask_scenarios(Asked::Drop(name), ask)
            }
        }
    }

    fn ask_scenarios(&mut self, asked: Asked, ask: ScenarioAsk) -> Vec<Effect> {
        let run = self.new_run();
        self.scenarios.asked = Some((run, asked));
        vec![Effect::Scenarios { run, ask }]
    }

    /// What stands here, and what of it stays out of a scenario.
    pub(crate) fn scenario_here(&self) -> Option<(Scenario, LeftOut)> {
        let player = self.player.as_ref()?;
        let target = player.target;
        let facts = self.targets.get(target).facts();
        let wishes = self.hand.wishes_in_force(target).into_iter();
        let in_force = wishes.filter_map(|wish| ByHand::of(wish, facts?)).collect();
        let changes = in_order(self.hand.made(target), in_force);
        Some(Scenario::of(target, &player.bench, changes))
    }

    /// What a scenario of this sandbox is called that was named so; of no name the program makes one.
    ///
    /// # Errors
    /// Why it cannot be called that, in words.
    pub fn scenario_named(&self, typed: &str) -> Result<String, String> {
        match &self.player {
            Some(player) if !typed.trim().is_empty() => named(typed, &player.bench),
            Some(_) | None => Ok(self.scenarios.next_name(self.target())),
        }
    }

    fn keep_scenario(&mut self, typed: &str, as_what: KeepAs) -> Vec<Effect> {
        let name = match as_what {
            // It is a name already.
            KeepAs::Over => Ok(typed.to_owned()),
            KeepAs::New => self.scenario_named(typed),
        };
        let name = match name {
            Ok(name) => name,
            Err(why) => {
                self.notice(why);
                return Vec::new();
            }
        };
        let Some((scenario, left_out)) = self.scenario_here() else {
            return Vec::new();
        };
        if self.hand.is_waiting() {
            self.notice(words("hand.waits"));
            return Vec::new();
        }
        if as_what == KeepAs::New && self.scenarios.kept.contains_key(&name) {
            self.notice(filled("scenario.taken", &[("name", visible_line(&name))]));
            return Vec::new();
        }
        let ask = ScenarioAsk::Keep(name.clone(), Box::new(scenario), as_what);
        self.ask_scenarios(Asked::Keep(name, left_out), ask)
    }

    /// The file answered.
    pub(super) fn scenarios_told(&mut self, run: RunId, result: Result<Kept, String>) {
        // An older question than the newest has nothing to say but how the file is.
        let asked = self.scenarios.asked.take_if(|(asked, _)| *asked == run);
        let asked = asked.map(|(_, asked)| asked);
        let name = |name: &str| ("name", visible_line(name));
        match (asked, result) {
            (Some(Asked::Read) | None, Err(why)) => {
                self.notice(visible_line(&why));
                self.scenarios.kept.clear();
                self.scenarios.fault = Some(why);
            }
            (Some(Asked::Keep(..)), Err(why)) => {
                self.notice(filled("export.failed", &[("why", why)]));
            }
            (Some(Asked::Drop(_)), Err(why)) => {
                self.notice(filled("scenario.undropped", &[("why", why)]));
            }
            (asked, Ok(kept)) => {
                self.scenarios.kept = kept;
                self.scenarios.fault = None;
                match asked {
                    Some(Asked::Keep(of, left_out)) => self.notice(kept_as(name(&of), &left_out)),
                    Some(Asked::Drop(of)) => self.notice(filled("scenario.dropped", &[name(&of)])),
                    Some(Asked::Read) | None => {}
                }
            }
        }
    }

    fn load_found(&mut self, name: Option<String>, found: Option<Scenario>) -> Vec<Effect> {
        let target = self.target();
        if let Some(scenario) = found.filter(|scenario| scenario.target == target) {
            return self.load(name, scenario);
        }
        self.notice(words("scenario.gone"));
        Vec::new()
    }

    fn load(&mut self, name: Option<String>, scenario: Scenario) -> Vec<Effect> {
        if self.hand.is_waiting() {
            self.notice(words("hand.waits"));
            return Vec::new();
        }
        self.scenarios.before = self.scenario_here().map(|(here, _)| here);
        let target = scenario.target;
        self.scenarios.loading = Some(Loading {
            name,
            left: VecDeque::from(scenario.changes.clone()),
            scenario,
        });
        self.put_back_in_hand(target, hand::Asked::Load)
    }

    /// A change of the scenario was made, or was not: the next one, or what comes after the last.
    pub(super) fn load_on(&mut self, done: Result<(), String>) -> Vec<Effect> {
        let Some(mut loading) = self.scenarios.loading.take() else {
            return Vec::new();
        };
        if let Err(why) = done {
            self.notice(filled("scenario.stuck", &[("why", why)]));
            return Vec::new();
        }
        let Some(change) = loading.left.pop_front() else {
            self.loaded(&loading);
            return Vec::new();
        };
        let target = loading.scenario.target;
        let facts = self.targets.get(target).facts();
        let Some(wish) = facts.and_then(|facts| change.wish(facts)) else {
            self.notice(words("scenario.none-such"));
            return Vec::new();
        };
        self.scenarios.loading = Some(loading);
        self.change_in_hand(target, hand::Asked::Load, wish)
    }

    /// Its request is laid into the form, from which undo takes it back.
    fn loaded(&mut self, loading: &Loading) {
        let target: TargetName = loading.scenario.target;
        let is_there = |kind: Round, of: TargetName| kind == Round::Sandbox && of == target;
        let Some(player) = &mut self.player else {
            return;
        };
        if !is_there(player.lesson.kind, player.target) {
            return;
        }
        let draft = loading.scenario.laid_into(&player.bench);
        let is_same = draft == player.bench.draft;
        if !is_same {
            let stood = Edit::request(&player.bench.draft);
            player.history.remember(player.at.step, stood);
            player.bench.draft = draft;
        }
        self.notice(match &loading.name {
            Some(name) => {
                let id = if is_same {
                    "scenario.loaded.same"
                } else {
                    "scenario.loaded"
                };
                filled(id, &[("name", visible_line(name))])
            }
            None => words("scenario.backed").to_owned(),
        });
    }
}

/// What is said of one that was kept: what of the form is not in it is named.
fn kept_as(name: (&'static str, String), left_out: &LeftOut) -> String {
    let mut said = filled("scenario.kept", &[name]);
    if !left_out.rows.is_empty() {
        let rows = ("rows", left_out.rows.join(", "));
        said.push(' ');
        said.push_str(&filled("scenario.left-out", &[rows]));
    }
    if left_out.secret {
        said.push(' ');
        said.push_str(words("scenario.own-secret"));
    }
    said
}
