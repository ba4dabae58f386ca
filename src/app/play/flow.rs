//! The flow of a step: cards are run, ports are filled, and what a card asks goes out as a real request of this lesson.

use std::sync::Arc;

use crate::app::effect::{Effect, RunId};
use crate::app::flow_desk::FlowDesk;
use crate::app::message::FlowPlay;
use crate::app::play::send::Came;
use crate::app::player::Player;
use crate::app::reference;
use crate::app::tenant::TenantFacts;
use crate::app::token::Asked as Call;
use crate::app::turn::Turn;
use crate::app::workbench::Sending;
use crate::flow::session::Asked;
use crate::flow::{Fault, FaultName, Outcome, Place, Session, Value};
use crate::lesson::bench::Bench;
use crate::lesson::change::{Bearing, Change, FlowChange};
use crate::lesson::desks::words;
use crate::lesson::template::{Filled, Template};
use crate::oauth::carrier::is_surely;
use crate::oauth::time::UnixMillis;
use crate::oauth::wire::WireRequest;

/// More steps than any flow has: one that goes back for ever would hang the tutor.
const MOST_STEPS: usize = 300;

mod asked;

impl Player {
    /// The flow of the step that the learner is at.
    pub fn flow(&self) -> Option<&FlowDesk> {
        self.bench.flows.get(&self.at.step)
    }

    fn session(&mut self) -> Option<&mut Session> {
        let desk = self.bench.flows.get_mut(&self.at.step)?;
        Some(&mut desk.session)
    }

    /// Opens the flow of this step where it was not opened yet, and fills in what is known by now.
    pub(super) fn open_flow(&mut self, turn: &mut Turn<'_>) {
        let step = self.step();
        let (Some(Bench::Flow), Some(id)) = (step.bench, &step.flow) else {
            return;
        };
        // What a step begins with may be made of the app: a flow is opened once there is one.
        let waits = !step.begins.is_empty() && self.bench.app.is_none();
        if !self.bench.flows.contains_key(&self.at.step) && !waits {
            let Some(flow) = turn.flows.iter().find(|flow| flow.id == *id) else {
                return;
            };
            let library = Arc::new(turn.flows.to_vec());
            let mut desk = FlowDesk::new(Session::new(flow.clone(), library));
            desk.begin_pass(self.events);
            self.bench.flows.insert(self.at.step, desk);
            self.fill_flow(turn);
            for change in &step.begins {
                if let Change::Flow(change) = change {
                    self.change_flow(turn, change);
                }
            }
            if let Some(session) = self.session() {
                session.forget_history();
            }
        }
        self.fill_flow(turn);
    }

    fn fill_flow(&mut self, turn: &Turn<'_>) {
        let Some(mut desk) = self.bench.flows.remove(&self.at.step) else {
            return;
        };
        let look = |name: &str| {
            let filled = reference::reference(name, self, turn.facts())?;
            Some(valued(&filled))
        };
        desk.session.fill(&look);
        self.bench.flows.insert(self.at.step, desk);
    }

    /// The ports as the flow's file has them.
    pub(super) fn restore_flow(&mut self, turn: &mut Turn<'_>) {
        self.stop_flow(turn);
        let id = self.step().flow.as_ref();
        let file = turn.flows.iter().find(|flow| Some(&flow.id) == id);
        if let (Some(session), Some(file)) = (self.session(), file) {
            session.restore(file);
        }
        self.fill_flow(turn);
    }

    /// A change of a solution, a hint, or what the step begins with.
    pub(super) fn change_flow(&mut self, turn: &mut Turn<'_>, change: &FlowChange) {
        match change {
            FlowChange::Connect(from, to) => self.connect(turn, from, to),
            FlowChange::Edit(place, to) => {
                let Some(filled) = reference::fill(to, self, turn.facts()) else {
                    return;
                };
                self.edit_port(turn, place, valued(&filled));
                if let Some(session) = self.session() {
                    session.spell(place, to.spelled());
                }
            }
        }
    }

    /// What the learner does with the flow.
    pub(super) fn play_flow(&mut self, turn: &mut Turn<'_>, play: &FlowPlay) {
        match play {
            // Another page's request is waited for: a card's would take its place.
            FlowPlay::RunCard | FlowPlay::RunToEnd if self.waits_elsewhere() => {
                turn.say(words("send.waits"));
            }
            FlowPlay::RunCard => self.run_cards(turn, false),
            FlowPlay::RunToEnd => self.run_cards(turn, true),
            FlowPlay::Rewind => self.rewind(turn),
            FlowPlay::Edit(place, text) => {
                // A secret that is typed in by hand stays one.
                let text = text.expose();
                // A port of that name is for nothing else, whatever stands in it.
                let is_secret = self.bench.must_not_keep(text) || is_surely(&place.port);
                let value = Value::worded(text, is_secret);
                self.edit_port(turn, place, value);
            }
            FlowPlay::Connect(from, to) => self.connect(turn, from, to),
        }
    }

    /// True while a request is under way that this step's flow did not send.
    fn waits_elsewhere(&self) -> bool {
        match &self.bench.sending {
            Sending::Waiting { flow, .. } => *flow != Some(self.at.step) && self.pilot.is_none(),
            Sending::Idle | Sending::Failed(_) => false,
        }
    }

    /// Back to the start; once more there drops a token that is kept, so that a new permission can be asked for without a reset.
    fn rewind(&mut self, turn: &mut Turn<'_>) {
        self.stop_flow(turn);
        let Some(session) = self.session() else {
            return;
        };
        if session.is_at_start() && session.keeps() {
            session.drop_kept();
            return turn.say(words("flow.dropped"));
        }
        session.rewind();
    }

    /// Changes of the flow from here on are one (`begin`), or that was all; true where they changed anything.
    pub(super) fn together(&mut self, begin: bool) -> bool {
        let Some(session) = self.session() else {
            return false;
        };
        if begin {
            session.begin_together();
            true
        } else {
            session.end_together()
        }
    }

    fn edit_port(&mut self, turn: &mut Turn<'_>, place: &Place, value: Value) {
        self.stop_flow(turn);
        let done = self.session().map(|session| session.edit(place, value));
        if matches!(done, Some(Err(_)) | None) {
            turn.say(format!("No card has the port {}.", place.spelled()));
        }
    }

    fn connect(&mut self, turn: &mut Turn<'_>, from: &Place, to: &Place) {
        self.stop_flow(turn);
        let done = self.session().map(|session| session.connect(from, to));
        if matches!(done, Some(Err(_)) | None) {
            turn.say(format!(
                "{} cannot go into {}.",
                from.spelled(),
                to.spelled()
            ));
        } else if let Some(desk) = self.flow() {
            turn.say(desk.connected(from, to));
        }
    }

    /// Takes back the newest change of the flow, or makes it again.
    pub(super) fn walk_flow(&mut self, turn: &mut Turn<'_>, back: bool) {
        self.stop_flow(turn);
        let walked = self.session().map(|session| session.walk(back));
        let walked = walked.unwrap_or_default();
        for place in &walked {
            self.have_anew(turn, place);
        }
        let what = match walked.as_slice() {
            [] => None,
            [place] => Some(place.spelled()),
            all => Some(format!("{} ports at once", all.len())),
        };
        turn.say(match (what, back) {
            (Some(what), true) => format!("Taken back: {what}."),
            (Some(what), false) => format!("Done again: {what}."),
            (None, true) => "Nothing to undo.".to_owned(),
            (None, false) => "Nothing to redo.".to_owned(),
        });
        self.fill_flow(turn);
    }

    /// What a lesson had put into a port is had anew: a secret keeps no history.
    fn have_anew(&mut self, turn: &Turn<'_>, place: &Place) {
        let spelled = self.flow().and_then(|desk| desk.session.spelled(place));
        let template = spelled.map(Template::new);
        let filled = template.and_then(|one| reference::fill(&one, self, turn.facts()));
        if let (Some(session), Some(filled)) = (self.session(), filled) {
            session.refill(place, valued(&filled));
        }
    }

    fn stop_flow(&mut self, turn: &mut Turn<'_>) {
        let now = self.events;
        let Some(desk) = self.bench.flows.get_mut(&self.at.step) else {
            return;
        };
        desk.to_end = false;
        desk.begin_pass(now);
        desk.session.give_up();
        if let Some(run) = desk.waiting.take() {
            turn.ask(Effect::Cancel { run });
            self.bench.sending.give_up();
        }
    }

    fn run_cards(&mut self, turn: &mut Turn<'_>, to_end: bool) {
        let Some(facts) = turn.facts_or_say() else {
            return;
        };
        self.open_flow(turn);
        let now = self.events;
        let Some(desk) = self.bench.flows.get_mut(&self.at.step) else {
            return;
        };
        if desk.waiting.is_some() {
            return turn.say("One moment: the answer is on its way.");
        }
        if desk.session.end().is_some() {
            desk.session.rewind();
            desk.begin_pass(now);
        }
        desk.to_end = to_end;
        self.run_on(turn, facts, true);
    }

    /// Runs one card, which may be a whole flow, or all that are left.
    fn run_on(&mut self, turn: &mut Turn<'_>, facts: &TenantFacts, first: bool) {
        let mut ran = !first;
        for _ in 0..MOST_STEPS {
            let Some(desk) = self.bench.flows.get_mut(&self.at.step) else {
                return;
            };
            if ran && !desk.to_end && desk.session.inside().is_none() {
                return;
            }
            match desk.session.step(turn.now.seconds()) {
                Outcome::Ran => ran = true,
                Outcome::Ended => return,
                Outcome::Ask(asked) => return self.send_card(turn, facts, &asked),
            }
        }
    }

    /// A request to the token endpoint is an exchange of this lesson; any other is a call with the token in hand.
    fn send_card(&mut self, turn: &mut Turn<'_>, facts: &TenantFacts, asked: &Asked) {
        let at_token = asked.request.url == facts.token_endpoint;
        if self.warns(turn, &asked.request.url) {
            if let Some(desk) = self.bench.flows.get_mut(&self.at.step) {
                desk.session.give_up();
                desk.to_end = false;
            }
            return;
        }
        let leak = self.leaks(asked, facts);
        let run = turn.new_run();
        if let Some(desk) = self.bench.flows.get_mut(&self.at.step) {
            if let Some(why) = leak {
                let fault = Fault::new(FaultName::InvalidInput, why);
                desk.session.refuse(fault);
                // A flow that called this one stops with it.
                return self.run_on(turn, facts, true);
            }
            desk.waiting = Some(run);
        }
        let request = asked.request.clone();
        if at_token {
            let sent = self.next_event();
            self.bench.sending = Sending::Waiting {
                run,
                since: turn.now,
                asked: Box::new(asked::token_request(asked)),
                request: Box::new(request.clone()),
                tried: None,
                flow: Some(self.at.step),
                sent,
            };
        } else {
            self.note_call(facts, run, &request);
        }
        let request = Box::new(request);
        turn.ask(Effect::Send { run, request });
    }

    /// Keeps the call of a card for the picture of this pass, and with the exchange whose token it shows; one that shows something else
    /// belongs to none.
    fn note_call(&mut self, facts: &TenantFacts, run: RunId, request: &WireRequest) {
        let shown = authorization(request);
        let api = facts.api_at(&request.url);
        let call = Call {
            api: api.map(|api| api.key.clone()).unwrap_or_default(),
            bearing: if shown.is_some() {
                Bearing::Token
            } else {
                Bearing::Nothing
            },
            request: request.clone(),
            tried: None,
            sent: self.next_event(),
        };
        if let Some(desk) = self.bench.flows.get_mut(&self.at.step) {
            desk.calls.waits(run, call.clone());
        }
        let own = match shown {
            Some(shown) => self.bench.run_of_token(&shown),
            None => self.bench.in_hand_mut(),
        };
        if let Some(own) = own {
            own.call.waits(run, call);
        }
    }

    /// Hands an answer to the card that asked; gives its step, where a card did.
    pub(super) fn answer_card(
        &mut self,
        now: UnixMillis,
        run: RunId,
        (result, journal): &Came,
    ) -> Option<usize> {
        let mut desks = self.bench.flows.iter_mut();
        let (step, desk) = desks.find(|(_, desk)| desk.waiting == Some(run))?;
        desk.waiting = None;
        if desk.calls.waits_for(run) {
            desk.calls.answered(now, result.clone(), journal.clone());
        }
        desk.session
            .answer(result.as_ref().map(|answer| &answer.reply));
        Some(*step)
    }

    /// After the answer of a card: the rest of the card, and of the flow where it runs to its end.
    pub(super) fn go_on(&mut self, turn: &mut Turn<'_>, step: usize) {
        // A flow that the learner has left stands still.
        if let Some(facts) = turn.facts().filter(|_| step == self.at.step) {
            self.run_on(turn, facts, false);
        }
    }
}

fn valued(filled: &Filled) -> Value {
    match filled {
        Filled::Open(text) => Value::Text(text.clone()),
        Filled::Secret(secret) => Value::Secret(secret.clone()),
    }
}

/// What a request shows in its Authorization header.
fn authorization(request: &WireRequest) -> Option<String> {
    let mut headers = request.headers.iter();
    let (_, pieces) = headers.find(|(name, _)| name.eq_ignore_ascii_case("authorization"))?;
    Some(pieces.iter().map(|piece| &*piece.text).collect())
}
