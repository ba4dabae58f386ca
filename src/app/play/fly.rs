//! What waits in line: changes that follow one another, and the moves of a pilot. One at a time, as soon as nothing is under way.

use crate::app::effect::Lot;
use crate::app::message::{Create, FlowPlay};
use crate::app::pilot::Leg;
use crate::app::player::Player;
use crate::app::turn::Turn;
use crate::app::workbench::{Registering, Sending};
use crate::lesson::bench::Bench;
use crate::lesson::change::{Move, Press};
use crate::lesson::dashboard::FieldKind;

impl Player {
    /// Makes the next moves, as many as need no answer.
    pub(super) fn fly(&mut self, turn: &mut Turn<'_>, is_busy: bool) {
        let asked = turn.effects.len();
        let said = turn.said.clone();
        // More moves than any solution has: a line that never ends would hang the tutor.
        for _ in 0..500 {
            let registers = self.bench.registering != Registering::Idle;
            let asks = is_busy || registers || turn.effects.len() > asked;
            // What was asked in this very turn stands in no ledger yet.
            let sends = matches!(self.bench.sending, Sending::Waiting { .. });
            let waits = asks || sends || self.bench.proving.then_send;
            if waits || !Self::has_tenant(turn) {
                break;
            }
            if let Some((lot, next)) = self.queue.pop_front() {
                self.make(turn, lot, &next);
                continue;
            }
            let Some(pilot) = &mut self.pilot else { break };
            match pilot.next(self.lesson) {
                Leg::SetUp(step) => {
                    if !pilot.again {
                        self.flown.steps.insert(step);
                    }
                    pilot.aside.push((step, self.bench.flows.remove(&step)));
                    self.at = crate::app::spot::Spot::of_step(step);
                }
                Leg::Move(next) => self.make(turn, Lot::Hand(self.at.step), &next),
                Leg::Arrived(spot) => {
                    self.flows_back();
                    self.view = None;
                    self.at = spot;
                    self.begin_anew();
                }
            }
            // Each step is played in its own world, and the learner arrives in that of the last.
            self.set_up(turn);
            self.open_flow(turn);
            self.prove(turn);
        }
        if self.pilot.is_some() {
            // A jump speaks once, when it begins.
            turn.said = said;
        }
    }

    /// What the pilot did with flows is not the learner's: each step has the flow that it had.
    pub(super) fn flows_back(&mut self) {
        let Some(pilot) = self.pilot.take() else {
            return;
        };
        self.flown.land(self.events);
        if let Some(draft) = pilot.draft {
            self.bench.draft = *draft;
        }
        for (step, desk) in pilot.aside {
            self.bench.flows.remove(&step);
            if let Some(desk) = desk {
                self.bench.flows.insert(step, desk);
            }
        }
    }

    /// The place where a jump ends begins when it ends.
    fn begin_anew(&mut self) {
        self.lab = self.lab.anew();
        self.states.remove(&self.at.step);
        self.begin();
    }

    /// Makes one move.
    pub(crate) fn make(&mut self, turn: &mut Turn<'_>, lot: Lot, one: &Move) {
        match one {
            Move::Change(change) => self.change_of(turn, lot, change),
            Move::Press(press) => self.press(turn, lot, press),
        }
    }

    fn press(&mut self, turn: &mut Turn<'_>, lot: Lot, press: &Press) {
        match press {
            Press::Button(None) => self.create(turn, &Create::Submit),
            Press::Button(Some(id)) => {
                let form = turn.dashboard.and_then(|dashboard| dashboard.form(id));
                let button = form.and_then(|form| {
                    let mut fields = form.fields.iter();
                    fields.find(|field| matches!(field.kind, FieldKind::Button | FieldKind::Create))
                });
                if let Some(button) = button {
                    self.press_button(turn, button);
                }
            }
            // In the lab the key tries the variant; what the variant itself presses sends.
            Press::Send(_) if self.work() == Some(Bench::Lab) && lot != Lot::Lab => {
                self.try_it(turn);
            }
            Press::Send(times) => {
                self.send(turn);
                let again = Move::Press(Press::Send(times.saturating_sub(1)));
                if *times > 1 {
                    self.queue.push_front((lot, again));
                }
            }
            Press::Call(..) if self.lacks_its_token(lot) => {}
            Press::Call(api, bearing) => self.call(turn, Some(api), *bearing),
            Press::Verify => self.verify(turn),
            Press::Check => self.check_own(turn),
            // Nobody has said anything while the tutor plays the steps before.
            Press::Answer(..) | Press::Type(..) if self.pilot.is_some() => {}
            Press::Answer(id, option) => {
                let option = option.saturating_sub(1);
                if self
                    .ask(id)
                    .is_some_and(crate::lesson::model::Ask::is_prediction)
                {
                    self.guess(turn, id, option);
                } else {
                    self.answer(id, option);
                }
            }
            Press::Type(id, text) => self.type_answer(id, text),
            Press::Vary(variant) => {
                if let Some(at) = variant.as_ref().and_then(|id| self.variant_at(id)) {
                    self.open_variant(turn, at);
                }
                self.vary(turn);
            }
            Press::PutBack => self.put_back(turn),
            Press::RunCard => self.play_flow(turn, &FlowPlay::RunCard),
            Press::RunToEnd => self.play_flow(turn, &FlowPlay::RunToEnd),
            Press::Rewind => self.play_flow(turn, &FlowPlay::Rewind),
        }
    }

    fn variant_at(&self, id: &str) -> Option<usize> {
        let experiment = self.lab.experiment(self.step())?;
        experiment
            .variants
            .iter()
            .position(|variant| variant.id == id)
    }

    /// The reply of the newest exchange goes to the desk of the lesson.
    fn check_own(&mut self, turn: &Turn<'_>) {
        let Some(run) = self.bench.latest() else {
            return;
        };
        let pasted = crate::oauth::check::paste::Pasted::new(run.answer.reply.text());
        let number = run.number;
        let desk = std::mem::take(&mut self.bench.desk).laid(pasted, Some(number));
        self.bench.desk = desk;
        self.bench.desk.judge(turn.now.seconds());
    }
}
