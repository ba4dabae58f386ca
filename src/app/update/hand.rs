//! A practice server in hand: another tenant, a change, its undoing.

use crate::app::create::RegisteredApp;
use crate::app::deed::Deed;
use crate::app::effect::{Effect, Lot, RunId, Wish};
use crate::app::hand::Asked;
use crate::app::message::Hand;
use crate::app::tenant::TenantFacts;
use crate::app::way_back::WayBack;
use crate::app::{App, Page};
use crate::lesson::desks::{filled, words};
use crate::lesson::target::TargetName;
use crate::oauth::names::ClientId;

impl App {
    /// The practice tenant in hand: the one that was chosen, else that of the lesson, which alone is meant on its own pages.
    pub fn target_in_hand(&self) -> TargetName {
        let of_lesson = Some(self.target()).filter(|target| TargetName::ALL.contains(target));
        let chosen = self.hand.chosen.filter(|_| self.page != Page::Lesson);
        chosen.or(of_lesson).unwrap_or_default()
    }

    /// What is known of it.
    pub fn facts_in_hand(&self) -> Option<&TenantFacts> {
        self.targets.get(self.target_in_hand()).facts()
    }

    /// The app that the open lesson has there.
    pub fn app_in_hand(&self) -> Option<&RegisteredApp> {
        let player = self.player.as_ref()?;
        let app = player.bench.app.as_ref();
        app.filter(|_| player.target == self.target_in_hand())
    }

    /// What can be changed of it now.
    pub fn deeds(&self) -> Vec<Deed> {
        let target = self.target_in_hand();
        let app = self.app_in_hand();
        self.facts_in_hand().map_or_else(Vec::new, |facts| {
            Deed::offered(facts, self.hand.standing(target), app)
        })
    }

    /// What can be done with it now, each by its name: the changes, and what puts them back or makes them again.
    pub fn offers_in_hand(&self) -> Vec<(String, Hand)> {
        let deeds = self.deeds().into_iter();
        let mut offers: Vec<_> = deeds
            .map(|deed| (deed.name().to_owned(), Hand::Make(deed)))
            .collect();
        let named = |id, what: &str| filled(id, &[("what", what.to_owned())]);
        if let Some(newest) = self.newest_in_hand() {
            offers.push((named("hand.offer.undo", newest), Hand::Undo));
            offers.push((words("hand.offer.back").to_owned(), Hand::PutBack));
        }
        if let Some(next) = self.next_redo_in_hand() {
            offers.push((named("hand.offer.redo", next), Hand::Redo));
        }
        offers
    }

    /// True where the servers' page was opened from a lesson.
    pub fn opened_from_lesson(&self) -> bool {
        self.hand_from == Page::Lesson
    }

    pub(super) fn take_in_hand(&mut self) -> Vec<Effect> {
        // From a work screen the server of the lesson is meant, and one goes back there.
        if self.page == Page::Lesson {
            self.hand.chosen = None;
        }
        if self.page != Page::Server {
            self.hand_from = self.page;
        }
        self.page = Page::Server;
        self.look_at(self.target_in_hand())
    }

    pub(in crate::app) fn look_at(&mut self, target: TargetName) -> Vec<Effect> {
        self.hand.looks_at(target);
        vec![Effect::Look(target)]
    }

    pub(super) fn in_hand(&mut self, hand: Hand) -> Vec<Effect> {
        match hand {
            Hand::Turn => {
                let all = TargetName::ALL;
                let now = self.target_in_hand();
                let at = all.iter().position(|target| *target == now).unwrap_or(0);
                let next = all.get((at + 1) % all.len());
                next.map_or_else(Vec::new, |next| self.in_hand(Hand::At(*next)))
            }
            Hand::At(target) => {
                self.hand.chosen = Some(target);
                self.look_at(target)
            }
            // What stands there is known once the change before is answered.
            Hand::Make(_) | Hand::Undo | Hand::Redo | Hand::PutBack if self.hand.is_waiting() => {
                self.notice(words("hand.waits"));
                Vec::new()
            }
            Hand::Make(deed) => {
                let wish = self.facts_in_hand().and_then(|facts| deed.wish(facts));
                let offered = wish.filter(|_| self.deeds().contains(&deed));
                self.make(deed, Asked::Make(deed), offered)
            }
            Hand::Redo => self.make_again(),
            Hand::Undo => self.take_back(),
            Hand::PutBack => self.put_all_back(),
        }
    }

    fn make_again(&mut self) -> Vec<Effect> {
        let wish = self.hand.next_redo(self.target_in_hand()).cloned();
        if let Some((wish, deed)) = wish.and_then(|wish| Deed::of(&wish).map(|deed| (wish, deed))) {
            // What was chosen on the dashboard is not offered here, and is made again as it was.
            let offered = self.deeds().contains(&deed) || !deed.is_of_the_app();
            return self.make(deed, Asked::Redo(deed), Some(wish).filter(|_| offered));
        }
        self.notice(words("hand.unredone"));
        Vec::new()
    }

    fn make(&mut self, deed: Deed, asked: Asked, wish: Option<Wish>) -> Vec<Effect> {
        let target = self.target_in_hand();
        let standing = self.hand.standing(target);
        let facts = self.facts_in_hand();
        let is_so = facts.is_some_and(|facts| deed.is_in_force(facts, standing));
        let Some(wish) = wish.filter(|_| !is_so) else {
            if asked == Asked::Redo(deed) {
                self.hand.skip_redo(target);
            }
            let why = if is_so { "hand.already" } else { "hand.none" };
            self.notice(words(why));
            return Vec::new();
        };
        self.change_in_hand(self.target_in_hand(), asked, wish)
    }

    fn take_back(&mut self) -> Vec<Effect> {
        let newest = self.hand.made(self.target_in_hand()).last();
        let Some(deed) = newest.map(Deed::of) else {
            self.notice(words("hand.unchanged"));
            return Vec::new();
        };
        self.ask_in_hand(
            self.target_in_hand(),
            Asked::Undo(deed),
            |run, target, app| Effect::TakeBack {
                run,
                target,
                app,
                lot: Lot::Server,
            },
        )
    }

    fn put_all_back(&mut self) -> Vec<Effect> {
        if self.hand.made(self.target_in_hand()).is_empty() {
            self.notice(words("hand.unchanged"));
            return Vec::new();
        }
        self.put_back_in_hand(self.target_in_hand(), Asked::PutBack)
    }

    /// Has a tenant changed.
    pub(super) fn change_in_hand(
        &mut self,
        target: TargetName,
        asked: Asked,
        wish: Wish,
    ) -> Vec<Effect> {
        self.ask_in_hand(target, asked, |run, target, app| Effect::Change {
            run,
            target,
            app,
            lot: Lot::Server,
            wish: Box::new(wish),
        })
    }

    /// Has all changes of a tenant's page put back.
    pub(super) fn put_back_in_hand(&mut self, target: TargetName, asked: Asked) -> Vec<Effect> {
        self.ask_in_hand(target, asked, |run, target, app| Effect::PutBack {
            run,
            target,
            app,
            lot: Lot::Server,
        })
    }

    /// Asks a tenant, and keeps in mind what for.
    fn ask_in_hand(
        &mut self,
        target: TargetName,
        asked: Asked,
        effect: impl FnOnce(RunId, TargetName, Option<ClientId>) -> Effect,
    ) -> Vec<Effect> {
        let run = self.new_run();
        self.hand.asks(run, target, asked);
        let player = self.player.as_ref().filter(|one| one.target == target);
        let app = player.and_then(|player| player.bench.app.as_ref());
        vec![effect(run, target, app.map(|app| app.client_id.clone()))]
    }

    /// Says what became of it.
    pub(super) fn was_made(&mut self, (asked, done): (Asked, Result<(), String>)) -> Vec<Effect> {
        if asked == Asked::Load {
            return self.load_on(done);
        }
        self.say_made(asked, done);
        Vec::new()
    }

    fn say_made(&mut self, asked: Asked, done: Result<(), String>) {
        if let Err(why) = done {
            return self.notice(filled("hand.failed", &[("why", why)]));
        }
        let name = |deed: Deed| ("what", deed.name().to_owned());
        self.notice(match asked {
            Asked::Make(deed) | Asked::Redo(deed) => deed.means().to_owned(),
            Asked::Undo(Some(deed)) => {
                let back = filled("hand.back", &[name(deed)]);
                match deed {
                    Deed::KeyRoll => format!("{back}. {}", words("hand.back.roll")),
                    Deed::Secret => format!("{back}. {}", words("hand.back.secret")),
                    _ => back,
                }
            }
            Asked::Undo(None) | Asked::PutBack | Asked::Load => words("hand.back.all").to_owned(),
        });
    }

    /// True where a token is over by a clock that the learner set: a new one is over too.
    pub fn is_over_by_the_clock(&self, way: WayBack) -> bool {
        let in_force = self.hand.in_force(self.target());
        way == WayBack::Expired && in_force.contains(&Deed::ApiClock)
    }

    /// What was put back last and can be made again, in words.
    pub fn next_redo_in_hand(&self) -> Option<&'static str> {
        let next = self.hand.next_redo(self.target_in_hand());
        next.and_then(Deed::of).map(Deed::name)
    }

    /// The newest change of this page, in words.
    pub fn newest_in_hand(&self) -> Option<&'static str> {
        let newest: Option<&Wish> = self.hand.made(self.target_in_hand()).last();
        newest.and_then(Deed::of).map(Deed::name)
    }
}
