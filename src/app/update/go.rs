//! Going somewhere: home, a lesson where it was left, a page of it, a desk.

use crate::app::create::FormGap;
use crate::app::deed::Deed;
use crate::app::effect::{Effect, Lot};
use crate::app::message::Go;
use crate::app::pilot::Flights;
use crate::app::player::{Fading, Player};
use crate::app::progress::LessonProgress;
use crate::app::spot::{Scene, Spot};
use crate::app::tenant::Tenant;
use crate::app::{App, Page};
use crate::lesson::at_own::SANDBOX_AT_OWN;
use crate::lesson::desks::{filled, words};
use crate::lesson::model::{Lesson, Round};
use crate::lesson::target::TargetName;
use crate::oauth::request::BodyFormat;

impl App {
    /// Goes there; what that would put away was asked for before.
    pub(super) fn go_on(&mut self, go: Go) -> Vec<Effect> {
        self.revealed_until = None;
        if self.page == Page::Reference && go != Go::Reference {
            self.sought.clear();
        }
        match go {
            Go::Home => {
                self.page = Page::Home;
                // Whoever left by a key that closes has not given it up, and is told how it stands.
                if self.player.as_ref().is_some_and(Player::is_tested) {
                    self.notice(words("test.waits"));
                }
            }
            Go::Checker => self.page = Page::Checker,
            Go::Decoder => self.page = Page::Decoder,
            Go::Server => return self.take_in_hand(),
            Go::Review => return self.open_review(),
            Go::Reference => self.open_reference(),
            Go::Return => return self.close_reference(),
            Go::Spot(spot) => return self.jump(spot),
            Go::Lesson(id) => return self.open(id),
            Go::AtOwn(id) => return self.open_at_own(id),
            Go::AtPractice(id, spot) => {
                let mut effects = self.open(id);
                effects.extend(self.jump(spot));
                return effects;
            }
            Go::Restart(id) => return self.restart(id),
            Go::TestOut(id) => return self.test_out(id),
            // Answers, which led to another way.
            Go::PutAway | Go::Stay => {}
        }
        Vec::new()
    }

    /// Moves within the open lesson.
    fn jump(&mut self, spot: Spot) -> Vec<Effect> {
        self.toast = None;
        self.page = Page::Lesson;
        let mut effects = self.leave_test();
        let jumped = self.turn(|player, turn| player.jump(turn, spot));
        effects.extend(jumped.map_or_else(Vec::new, |((), effects)| effects));
        effects
    }

    /// Whoever looks elsewhere is tested no more: the lesson is taken up as it is kept, where a test that was not passed changed nothing.
    fn leave_test(&mut self) -> Vec<Effect> {
        let player = self.player.as_ref().filter(|player| player.test.is_some());
        let Some(lesson) = player.map(|player| player.lesson) else {
            return Vec::new();
        };
        let is_cut_short = player.is_some_and(Player::is_tested);
        let effects = self.take_up(lesson);
        if is_cut_short {
            self.notice(words("test.left"));
        }
        effects
    }

    /// The lesson as it was kept, else from its start.
    fn take_up(&mut self, lesson: &'static Lesson) -> Vec<Effect> {
        let kept = self.progress.lessons.get(&lesson.id).cloned();
        // The tour takes a minute and is taken from its start: what it shows follows from what was sent just now.
        let kept = kept.filter(|_| lesson.kind != Round::Tour);
        let mut effects = self.begin(lesson, kept.as_ref());
        if let Some(kept) = kept {
            effects.extend(self.resume(&kept));
        }
        effects
    }

    fn open(&mut self, id: &str) -> Vec<Effect> {
        let Some(lesson) = self.course.lesson(id) else {
            self.notice(format!("There is no lesson {id}."));
            return Vec::new();
        };
        if lesson.kind == Round::Own && self.own.is_none() {
            self.notice(words("own.none"));
            return Vec::new();
        }
        self.page = Page::Lesson;
        let same = self.player.as_ref();
        let same = same.filter(|player| {
            let is_own = lesson.kind == Round::Own;
            player.lesson.id == id && player.own.is_some() == is_own
        });
        if same.is_some_and(Player::is_tested) {
            self.notice(words("test.goes-on"));
            return Vec::new();
        }
        // What a test that is over leaves on its page is no state of the lesson.
        if let Some(player) = same.filter(|player| player.test.is_none()) {
            let is_at_its_end = player.scene() == Scene::Done;
            if lesson.kind == Round::Sandbox && is_at_its_end {
                let effects = self.jump(Spot::default());
                self.say_what_is_changed();
                return effects;
            }
            self.say_what_is_changed();
            return Vec::new();
        }
        self.take_up(lesson)
    }

    /// The lesson as it is played at the tenant of the learner's own, from its start: nothing of it is kept.
    fn open_at_own(&mut self, id: &str) -> Vec<Effect> {
        let lesson = self.course.lesson(id);
        let plays = id == SANDBOX_AT_OWN;
        if self.own.is_none() || lesson.is_some_and(|lesson| lesson.kind == Round::Own) {
            return self.open(self.course.extra(Round::Own).map_or(id, |round| &round.id));
        }
        if !plays && self.own.as_ref().is_some_and(|own| own.signs()) {
            self.notice(words("own.signs"));
            return Vec::new();
        }
        let round = self.course.extra(Round::Own);
        let offered = match round {
            Some(round) if plays => Some(round.as_sandbox()),
            round => lesson
                .zip(round)
                .and_then(|(lesson, round)| lesson.at_own(round)),
        };
        let Some(lesson) = offered else {
            self.notice(words("own.not-offered"));
            return Vec::new();
        };
        self.page = Page::Lesson;
        let player = self.player.as_ref();
        if player.is_some_and(|player| player.own.is_some() && player.lesson.id == id) {
            return Vec::new();
        }
        // Each lesson lives as long as the program; one that is opened takes some kilobytes of that.
        self.begin(Box::leak(Box::new(lesson)), None)
    }

    /// What the lesson calls its API is the one that the target names.
    fn name_own_api(&mut self, lesson: &Lesson) {
        let name = lesson.own.as_ref().map_or("own", |own| own.api.as_str());
        if let Some(own) = &mut self.own {
            for api in &mut own.facts.apis {
                name.clone_into(&mut api.key);
            }
            let facts = Box::new(own.facts.clone());
            self.targets.set(TargetName::Own, Tenant::Ready(facts));
        }
    }

    /// A lesson that is open goes on with the server as the learner made it by hand, and says so.
    fn say_what_is_changed(&mut self) {
        if let Some(words) = self.changed_by_hand() {
            self.notice(words);
        }
    }

    /// That the server is as the learner changed it on its page, and where that is put back; nothing where it is as it was.
    pub fn changed_by_hand(&self) -> Option<String> {
        let in_force = self.hand.in_force(self.target()).into_iter();
        let names = in_force.map(Deed::name);
        let what = names.collect::<Vec<_>>().join(", ");
        (!what.is_empty()).then(|| filled("hand.still", &[("what", what)]))
    }

    fn restart(&mut self, id: &str) -> Vec<Effect> {
        let Some(lesson) = self.course.lesson(id) else {
            return self.open(id);
        };
        self.page = Page::Lesson;
        let kept = self.progress.lessons.get(id).cloned();
        let effects = self.begin(lesson, kept.as_ref());
        if let Some(player) = &mut self.player {
            player.round = kept.map_or(0, |kept| kept.round.saturating_add(1));
        }
        effects
    }

    /// The lesson with that id, where it has a test. A test is about a lesson at practice.
    pub(super) fn tested(&self, id: &str) -> Option<&'static Lesson> {
        let is_own = self.page == Page::Lesson && self.at_own_tenant();
        let lesson = self.course.lesson(id);
        lesson.filter(|one| !one.test_out.is_empty() && !is_own)
    }

    fn test_out(&mut self, id: &str) -> Vec<Effect> {
        let Some(lesson) = self.tested(id) else {
            self.notice(words("test.none"));
            return Vec::new();
        };
        self.page = Page::Lesson;
        let kept = self.progress.lessons.get(id).cloned();
        // The test stands beside the lesson: what was kept of that stays as it is until the test is passed.
        let mut effects = self.begin(lesson, kept.as_ref());
        if let Some(player) = &mut self.player {
            player.round = kept.map_or(0, |kept| kept.round);
        }
        let asked = self.turn(Player::begin_test);
        effects.extend(asked.map_or_else(Vec::new, |((), effects)| effects));
        effects
    }

    /// Plays a round that no file holds, from its start.
    pub(crate) fn play(&mut self, round: &'static Lesson) -> Vec<Effect> {
        self.page = Page::Lesson;
        self.begin(round, None)
    }

    /// A lesson from its start. What another one had changed of the world is put back.
    fn begin(&mut self, lesson: &'static Lesson, kept: Option<&LessonProgress>) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(before) = self.player.as_ref().filter(|before| before.own.is_none()) {
            let target = before.target;
            let app = before.bench.app.as_ref().map(|app| app.client_id.clone());
            effects.push(Effect::PutBack {
                run: self.new_run(),
                target,
                app,
                lot: Lot::All,
            });
        }
        // A lesson finds its tenant as it needs it, whatever was changed there by hand before.
        let target = lesson.targets.first().copied().unwrap_or_default();
        let is_put_back = self
            .player
            .as_ref()
            .is_some_and(|before| before.target == target);
        if !is_put_back && !self.hand.made(target).is_empty() {
            effects.push(Effect::PutBack {
                run: self.new_run(),
                target,
                app: None,
                lot: Lot::All,
            });
        }
        let fading = Fading::after(kept.map_or(0, |kept| kept.finished));
        let mut player = Player::new(lesson, fading);
        if player.target == TargetName::Own {
            player.told_of.clone_from(&self.told_of);
            self.name_own_api(lesson);
            if let Some(own) = &self.own {
                player.at_own(own.clone());
            }
        }
        player.begin();
        effects.push(Effect::Open(player.target));
        self.player = Some(player);
        effects
    }

    /// Takes up what an earlier session kept. The app is registered anew: its id and secret were never on disk.
    fn resume(&mut self, kept: &LessonProgress) -> Vec<Effect> {
        let Some(player) = &mut self.player else {
            return Vec::new();
        };
        let lesson = player.lesson;
        // A sandbox has no end to come back to.
        let stays = |at: &Spot| lesson.kind != Round::Sandbox || at.scene(lesson) != Scene::Done;
        let at = Spot::named(&kept.at, lesson).filter(stays);
        player.at = at.unwrap_or_default();
        player.resumed = Some(player.at).filter(|at| *at != Spot::default());
        let guesses = kept.guesses.iter();
        player.guesses = guesses.map(|(id, kept)| (id.clone(), kept.guess)).collect();
        let there = |(id, picked): &(&String, &usize)| {
            let ask = lesson.ask(id);
            ask.is_some_and(|ask| **picked < ask.options.len())
        };
        player.earlier.clone_from(&kept.guesses);
        player.measured.clone_from(&kept.measured);
        let answers = kept.answers.iter().filter(there);
        player.answers = answers.map(|(id, picked)| (id.clone(), *picked)).collect();
        player.typed.clone_from(&kept.typed);
        player.reached.clone_from(&kept.reached);
        player.reopened.clone_from(&kept.reopened);
        player.flown = Flights::of(&kept.flown, lesson);
        player.furthest = kept.furthest;
        player.round = kept.round;
        player.tested_out = kept.is_tested_out();
        player.bench.form = kept.form.clone();
        player.take_up_request(kept);
        player.begin();
        // A form with a gap makes no app, however it came into the file.
        let gaps = player.bench.form.gaps();
        if !kept.registered || gaps.iter().any(|gap| *gap != FormGap::Api) {
            return Vec::new();
        }
        let asked = self.turn(|player, turn| {
            player.fill_brought_form(turn);
            player.register(turn, true);
            player.set_again(turn);
        });
        asked.map_or_else(Vec::new, |((), effects)| effects)
    }
}

impl Player {
    /// The request as it was left, in what the form of the lesson offers; a secret was never kept.
    fn take_up_request(&mut self, kept: &LessonProgress) {
        let form = &self.lesson.form;
        let draft = &mut self.bench.draft;
        draft.audience.clone_from(&kept.audience);
        draft.scope.clone_from(&kept.scope);
        draft.organization.clone_from(&kept.organization);
        if let Some(grant_type) = &kept.grant_type {
            draft.grant_type.clone_from(grant_type);
        }
        let mut methods = form.methods().into_iter();
        if let Some(method) = methods.find(|one| Some(one.name()) == kept.method.as_deref()) {
            draft.auth = method;
        }
        let json = form
            .formats
            .iter()
            .any(|one| one.body() == BodyFormat::Json);
        if kept.json && json {
            draft.format = BodyFormat::Json;
        }
    }
}
