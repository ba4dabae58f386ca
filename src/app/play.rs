//! What a learner does in a lesson, and what the world answers to it. `Player` changes itself; one file a subject.

use crate::app::message::{Create, Message, Play, World};
use crate::app::player::Player;
use crate::app::tenant::Tenant;
use crate::app::turn::Turn;
use crate::app::workbench::Registering;
use crate::lesson::bench::Bench;
use crate::lesson::desks::words;

mod answer;
mod build;
mod call;
mod change;
mod dashboard;
mod drafting;
mod flow;
mod fly;
mod forge;
mod guess_first;
mod lab;
mod lay;
mod observe;
mod possess;
mod prove;
mod send;
mod set_up;
mod test_out;
mod walk;

impl Player {
    /// Does what the learner asks; true where it was a message for a lesson.
    pub(crate) fn react(&mut self, turn: &mut Turn<'_>, message: &Message) -> bool {
        // Next, once more, is about what was said just now.
        if !matches!(message, Message::Play(Play::Next)) {
            self.refused = None;
        }
        if self.repeats_the_tutor(turn, message) {
            turn.say(words("flown.same"));
            return true;
        }
        if is_work(message) {
            self.flown.steps.remove(&self.at.step);
        }
        if let (Message::Build(_), Some(state)) = (message, self.states.get_mut(&self.at.step)) {
            state.edited = true;
        }
        match message {
            Message::Play(play) => self.play(turn, play),
            Message::Create(create) => self.create(turn, create),
            Message::Build(build) => self.build(turn, build),
            Message::Clock
            | Message::Go(_)
            | Message::Desk(_)
            | Message::Hand(_)
            | Message::Scenario(_)
            | Message::OwnTarget(_)
            | Message::Elsewhere
            | Message::LookUp(_)
            | Message::Copy(_)
            | Message::ToggleReveal
            | Message::OddKey(_)
            | Message::Mouse(_)
            | Message::Set(_)
            | Message::Cancel
            | Message::Leave
            | Message::World(_) => return false,
        }
        true
    }

    fn play(&mut self, turn: &mut Turn<'_>, play: &Play) {
        match play {
            Play::Next => self.next(turn),
            Play::Skip => self.skip(turn),
            Play::Back => self.back(turn),
            Play::Look(bench) => self.look(*bench),
            Play::Send if self.work() == Some(Bench::Lab) => self.try_it(turn),
            Play::Send => self.send(turn),
            Play::Call { api, bearing } => self.call(turn, api.as_deref(), *bearing),
            Play::Verify => self.verify(turn),
            Play::Vary => self.vary(turn),
            Play::PutBack => self.put_back(turn),
            Play::OpenExperiment(at) => self.open_experiment(turn, *at),
            Play::OpenVariant(at) => self.open_variant(turn, *at),
            Play::Flow(play) => self.play_flow(turn, play),
            Play::ResetStep => self.reset_step(turn),
            Play::Hint => self.hint(turn),
            Play::LayIn => self.lay_in(turn),
            Play::Undo => self.step_history(turn, true),
            Play::Redo => self.step_history(turn, false),
            Play::Guess { id, option } => self.guess(turn, id, *option),
            Play::Sure { id, sureness } => self.sure(turn, id, *sureness),
            Play::Answer { id, option } => self.answer(id, *option),
            Play::Type { id, text } => self.type_answer(id, text),
            Play::Arrange { id, item, to } => self.arrange(id, *item, *to),
        }
    }

    /// Takes in an answer of the world; gives back what was not for this lesson.
    pub(crate) fn hear(&mut self, turn: &mut Turn<'_>, world: World) -> Option<World> {
        match world {
            World::Registered {
                run,
                client_id,
                client_secret,
                state,
            } => self.registered(turn, run, (client_id, client_secret, state)),
            World::MethodSet { run, result } => self.method_set(turn, run, result),
            World::Signed { run, result } => self.signed(turn, run, result),
            World::Proved { run, result } => self.proved(turn, run, result),
            World::Changed { run, result } => self.changed(turn, run, result),
            World::Answered {
                run,
                result,
                journal,
            } => {
                let left = self.answered(turn, run, (result, journal));
                let back = |(result, journal)| World::Answered {
                    run,
                    result,
                    journal,
                };
                return left.map(back);
            }
            other @ (World::TenantReady(_)
            | World::TenantFailed(..)
            | World::Keys { .. }
            | World::FileRead { .. }
            | World::KeyFile { .. }
            | World::SignedAgain { .. }
            | World::Scenarios { .. }
            | World::OwnTarget { .. }
            | World::SecretFetched { .. }
            | World::ReportKept(_)
            | World::Visitor(..)
            | World::Heard { .. }
            | World::Standing(..)
            | World::Saved(_)
            | World::SaveFailed(_)
            | World::SettingUnkept(_)
            | World::SetAside(_)
            | World::Copied { .. }) => return Some(other),
        }
        None
    }

    /// What follows by itself after any message: waiting questions go out, the proof follows the form, the pilot flies on, and
    /// what holds now is noted. `is_busy` tells whether an answer is awaited.
    pub(crate) fn follow(&mut self, turn: &mut Turn<'_>, is_busy: bool) {
        self.register_when_ready(turn);
        self.bring_app(turn);
        self.set_up(turn);
        self.open_flow(turn);
        self.prove(turn);
        self.fly(turn, is_busy);
        // What the pilot or a line of changes made of the form is proven like what the learner made.
        self.prove(turn);
        self.put_back_what_was_made(turn);
        self.observe(turn.facts());
    }

    /// True while the tenant that the lesson needs answers.
    pub(crate) fn has_tenant(turn: &Turn<'_>) -> bool {
        match turn.tenant {
            Tenant::Ready(_) => true,
            Tenant::Starting | Tenant::Failed(_) => false,
        }
    }

    /// What is under way is given up.
    pub(crate) fn give_up(&mut self) {
        let bench = &mut self.bench;
        bench.elsewhere.give_up();
        bench.proving.give_up();
        bench.sending.give_up();
        let unmade = bench.forging.waiting.take().is_some();
        for run in &mut bench.runs {
            run.call.give_up();
            if let Some(token) = &mut run.token {
                token.verifying.give_up();
            }
        }
        for desk in bench.flows.values_mut() {
            (desk.waiting, desk.to_end) = (None, false);
            desk.calls.give_up();
            desk.session.give_up();
        }
        bench.desk.give_up();
        bench.registering = Registering::Idle;
        self.resetting = None;
        if unmade {
            self.not_made();
        }
        self.queue.clear();
        if self.pilot.is_some() {
            self.flows_back();
            // The learner goes on by hand where the jump got to.
            self.begin();
        }
    }
}

/// True for what makes a step the learner's own work, whatever a pilot did there before.
fn is_work(message: &Message) -> bool {
    match message {
        Message::Create(create) => matches!(
            create,
            Create::Submit | Create::Choose { .. } | Create::Press { .. }
        ),
        Message::Build(_) => true,
        Message::Play(play) => matches!(
            play,
            Play::Send
                | Play::Call { .. }
                | Play::Verify
                | Play::Vary
                | Play::Flow(_)
                | Play::Answer { .. }
                | Play::Type { .. }
                | Play::Arrange { .. }
                | Play::ResetStep
        ),
        Message::Clock
        | Message::Go(_)
        | Message::Desk(_)
        | Message::Hand(_)
        | Message::Scenario(_)
        | Message::OwnTarget(_)
        | Message::Elsewhere
        | Message::LookUp(_)
        | Message::Copy(_)
        | Message::ToggleReveal
        | Message::Set(_)
        | Message::Mouse(_)
        | Message::OddKey(_)
        | Message::Cancel
        | Message::Leave
        | Message::World(_) => false,
    }
}
