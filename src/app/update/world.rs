//! Answers of the world. One that nobody waits for any more changes nothing.

use crate::app::deed::Deed;
use crate::app::effect::Effect;
use crate::app::hand::Asked;
use crate::app::message::World;
use crate::app::progress::Progress;
use crate::app::tenant::Tenant;
use crate::app::{App, Saving, Visitor};
use crate::lesson::desks::words;

impl App {
    pub(super) fn world(&mut self, world: World) -> Vec<Effect> {
        if !self.ledger.answered(&world) {
            return Vec::new();
        }
        let world = match world {
            World::Proved { run, result } if self.proves_at_desk(run) => {
                return self.ask_with(run, result);
            }
            world => world,
        };
        let made = self.hand.answered(&world);
        // The form goes on holding the old secret, where another one was made by hand: that the old one fails is what this shows.
        let is_rotated = matches!(
            made,
            Some((
                Asked::Make(Deed::Secret) | Asked::Redo(Deed::Secret),
                Ok(())
            ))
        );
        let player = self.player.as_ref().filter(|_| is_rotated);
        let held = player.map(|player| player.bench.draft.client_secret.clone());
        let heard = match self.player {
            Some(_) => self.turn(|player, turn| player.hear(turn, world)),
            None => Some((Some(world), Vec::new())),
        };
        let Some((left, mut effects)) = heard else {
            return Vec::new();
        };
        if let (Some(held), Some(player)) = (held, &mut self.player) {
            player.bench.draft.client_secret = held;
        }
        if let Some(World::SignedAgain { run, result }) = left {
            effects.extend(self.signed_again(run, result));
        } else if let Some(World::OwnTarget { run, result }) = left {
            effects.extend(self.own_target_told(run, result));
        } else if let Some(World::SecretFetched { run, result }) = left {
            effects.extend(self.secret_fetched(run, result));
        } else if let Some(world) = left {
            self.of_no_lesson(world);
        }
        if let Some(made) = made {
            effects.extend(self.was_made(made));
        }
        effects
    }

    /// What is not for the open lesson.
    fn of_no_lesson(&mut self, world: World) {
        match world {
            World::TenantReady(facts) => self.targets.set(facts.target, Tenant::Ready(facts)),
            World::TenantFailed(target, why) => self.targets.set(target, Tenant::Failed(why)),
            World::Answered {
                run,
                result,
                journal,
            } => self.desk_answered(run, result, journal),
            World::Keys { run, result } => self.keys_arrived(run, result),
            World::KeyFile { run, result } => self.key_file_read(run, result),
            World::FileRead { run, result } => self.file_read(run, result),
            World::ReportKept(result) => self.report_kept(result),
            World::Visitor(target, entry) => {
                self.visitor = Some(Visitor {
                    at: self.now,
                    target,
                    entry: *entry,
                });
            }
            World::Heard {
                target,
                whose,
                entry,
            } => self.hand.hear(self.now, target, (whose, *entry)),
            World::Standing(target, standing) => self.hand.stands(target, *standing),
            World::Scenarios { run, result } => self.scenarios_told(run, result),
            World::Saved(progress) => self.saved(*progress),
            World::SaveFailed(why) => self.save_failed(why),
            World::SettingUnkept(why) => {
                self.notice(format!("This is so in this session only. It was not kept: {why}"));
                self.unkept = Some(why);
            }
            World::SetAside(name) => {
                self.notice(format!("Your progress file could not be read. It was kept as {name}, and you start fresh."));
            }
            World::Copied { label, result } => match result {
                Ok(method) => self.notice(format!("Sent {label} to the terminal ({method}). Whether it arrived, only a paste shows.")),
                Err(why) => self.notice(format!("Not copied: {why}")),
            },
            // Without a lesson nobody has asked for these.
            World::Registered { .. }
            | World::MethodSet { .. }
            | World::Signed { .. }
            | World::SignedAgain { .. }
            | World::OwnTarget { .. }
            | World::SecretFetched { .. }
            | World::Proved { .. }
            | World::Changed { .. } => {}
        }
    }

    /// What another tutor kept joins ours, in the lesson that is open too: it would else be news at each save.
    fn saved(&mut self, news: Progress) {
        self.saving = Saving::Saved(self.now);
        if news.is_blank() {
            return;
        }
        let mut said = None;
        if let Some(player) = &mut self.player
            && let Some(theirs) = news.lessons.get(&player.lesson.id)
        {
            if theirs.round > player.round {
                said = Some(words("saved.anew"));
            }
            player.join(theirs);
        }
        if let Some(said) = said {
            self.notice(said);
        }
        self.progress = std::mem::take(&mut self.progress).merged(news);
    }

    /// Said once: a read-only home is a fact, not a fault to repeat at every step.
    fn save_failed(&mut self, why: String) {
        if !matches!(self.saving, Saving::Impossible(_)) {
            self.notice(format!("Your progress cannot be kept here: {why}"));
        }
        self.saving = Saving::Impossible(why);
    }
}
