//! Sending the request, and what comes back.

use url::Url;

use crate::app::effect::{Effect, RunId};
use crate::app::history::label;
use crate::app::own::OwnProof;
use crate::app::player::Player;
use crate::app::run::{Exchange, Run};
use crate::app::spot::Scene;
use crate::app::turn::Turn;
use crate::app::workbench::Sending;
use crate::lesson::bench::Bench;
use crate::lesson::change::Move;
use crate::lesson::desks::{filled, words};
use crate::lesson::model::Variant;
use crate::oauth::journal::Entry;
use crate::oauth::reply::{Answer, SendError, echo};
use crate::oauth::request::{Field, TokenRequest};
use crate::oauth::text::visible_line;
use crate::oauth::wire::{basic, is_loopback};

/// An answer, and what the practice tenant noted meanwhile.
pub(super) type Came = (Result<Answer, SendError>, Vec<Entry>);

impl Player {
    /// Sends the request of the form as it stands, with what an experiment has changed in it.
    pub(super) fn send(&mut self, turn: &mut Turn<'_>) {
        let Some(facts) = turn.facts_or_say() else {
            return;
        };
        if self
            .queue
            .iter()
            .any(|(_, one)| matches!(one, Move::Change(_)))
            && self.pilot.is_none()
        {
            return turn.say("One moment: a change is being made.");
        }
        if matches!(self.bench.sending, Sending::Waiting { .. }) && self.pilot.is_none() {
            return turn.say(words("send.waits"));
        }
        if let Some(field) = self.open_field_with_secret() {
            return turn.say(filled("leak.own.unsent", &[("field", field.to_owned())]));
        }
        if self.warns(turn, &facts.token_endpoint) {
            return;
        }
        if !self.is_ready(turn) {
            self.bench.proving.then_send = true;
            return turn.say(
                "One moment: the proof of who you are is being made. The request goes out then.",
            );
        }
        let asked = self.bench.request(facts);
        self.send_request(turn, asked);
    }

    /// The open field of the request in which the secret stands as well, at a tenant of the learner's own: there it is a real one.
    fn open_field_with_secret(&self) -> Option<&'static str> {
        const OPEN: [Field; 6] = [
            Field::GrantType,
            Field::ClientId,
            Field::Audience,
            Field::Scope,
            Field::Resource,
            Field::Organization,
        ];
        self.own.as_ref()?;
        let is_told = |field: &&Field| self.must_not_send(**field, self.bench.draft.text(**field));
        OPEN.iter().find(is_told).map(|field| label(*field))
    }

    /// Names a host beyond this machine before the first thing goes there; true where that is all for now.
    pub(super) fn warns(&mut self, turn: &mut Turn<'_>, url: &Url) -> bool {
        let Some(host) = url.host_str().filter(|_| !is_loopback(url)) else {
            return false;
        };
        if !self.told_of.insert(host.to_owned()) {
            return false;
        }
        turn.say(filled("own.host", &[("host", visible_line(host))]));
        true
    }

    fn send_request(&mut self, turn: &mut Turn<'_>, asked: TokenRequest) {
        let run = turn.new_run();
        let request = asked.to_wire();
        let waiting = Sending::Waiting {
            run,
            since: turn.now,
            asked: Box::new(asked),
            request: Box::new(request.clone()),
            tried: self.tried(),
            flow: None,
            sent: 0,
        };
        let before = std::mem::replace(&mut self.bench.sending, waiting).give_up();
        if let Some(run) = before {
            turn.ask(Effect::Cancel { run });
        }
        // The jti of what was signed is good for one request.
        self.bench.proving.spend(&self.bench.draft);
        turn.ask(Effect::Send {
            run,
            request: Box::new(request),
        });
        self.show_the_exchange(turn);
        // It is a deed of the step that shows it, and of the one before.
        let now = self.sent_now();
        if let Sending::Waiting { sent, .. } = &mut self.bench.sending {
            *sent = now;
        }
    }

    /// The exchange is looked at where it belongs: on the next step where that is the bench for it, else within this one. The
    /// lab shows it itself.
    fn show_the_exchange(&mut self, turn: &mut Turn<'_>) {
        if self.pilot.is_some() {
            return;
        }
        if let Scene::Work(Bench::Lab | Bench::Send) = self.scene() {
            return;
        }
        let next = self.at.next(self.lesson);
        let leads_there = next.scene(self.lesson) == Scene::Work(Bench::Send);
        if leads_there && self.step().bench == Some(Bench::Build) {
            // Whoever sends has done what that step asks of the request.
            self.observe(turn.facts());
            self.leave_done();
            self.enter(turn, next);
            // Whoever sends has worked on it, whatever a jump did there before.
            self.flown.steps.remove(&self.at.step);
        } else {
            self.look(Bench::Send);
        }
    }

    /// Takes in an answer of a token endpoint or an API; gives it back where it was not this lesson that asked.
    pub(super) fn answered(&mut self, turn: &mut Turn<'_>, run: RunId, came: Came) -> Option<Came> {
        let came = (came.0.map(|answer| self.veiled(answer)), came.1);
        let Some(step) = self.answer_card(turn.now, run, &came) else {
            return self.keep_answer(turn, run, came);
        };
        let left = self.keep_answer(turn, run, came);
        // A call without any exchange of this lesson belongs to none; its card has the answer.
        drop(left);
        self.go_on(turn, step);
        None
    }

    /// The answer without a secret of this bench, which a server may repeat when it came in the wrong place: no screen and no card
    /// shows it. What really came is kept for whoever compares bytes.
    fn veiled(&self, mut answer: Answer) -> Answer {
        let app = self.bench.app.as_ref();
        let app = app.map(|app| (app.client_id.0.as_str(), app.client_secret.as_ref()));
        // The form may hold another one by now than was sent.
        let sent = match &self.bench.sending {
            Sending::Waiting { asked, .. } => {
                let id = asked.client_id.as_deref().unwrap_or_default();
                Some((id, asked.client_secret.as_ref()))
            }
            _ => None,
        };
        let draft = &self.bench.draft;
        let draft = (draft.client_id.as_str(), draft.client_secret.as_ref());
        let known = [app, sent, Some(draft)].into_iter().flatten();
        let known = known.filter_map(|(id, secret)| Some((id, secret?.expose())));
        let spoken: Vec<_> = known
            .flat_map(|(id, secret)| basic::spoken(id, secret))
            .collect();
        let secrets: Vec<&str> = spoken.iter().map(|one| one.as_str()).collect();
        let came = answer.reply.clone();
        let reply = &mut answer.reply;
        // A body that is no text stays as it is: nothing of it is shown as text.
        let text = reply.text();
        let hidden = echo::hidden(&text, &secrets);
        if hidden != text {
            reply.body = hidden.into_bytes();
        }
        // A header repeats it as well: where to go next, say.
        for (_, value) in &mut reply.headers {
            *value = echo::hidden(value, &secrets);
        }
        if answer.reply != came {
            answer.came = Some(Box::new(came));
        }
        answer
    }

    fn keep_answer(
        &mut self,
        turn: &mut Turn<'_>,
        run: RunId,
        (result, journal): Came,
    ) -> Option<Came> {
        let mut runs = self.bench.runs.iter();
        if let Some(at) = runs.position(|one| one.call.waits_for(run)) {
            let one = &mut self.bench.runs[at];
            let asked = one.call.waiting.as_ref();
            let (tried, event) = asked.map_or((None, one.touched), |(_, asked)| {
                (asked.tried.clone(), asked.sent)
            });
            one.touched = one.touched.max(event);
            let came = result.is_ok();
            if result.as_ref().is_err_and(SendError::went_out) {
                self.bench.unanswered.api.push((event, tried.is_some()));
            }
            let one = &mut self.bench.runs[at];
            one.call.answered(turn.now, result, journal);
            if let Some(tried) = tried.filter(|_| came) {
                self.came(tried);
            }
            return None;
        }
        if !self.bench.sending.waits_for(run) {
            return Some((result, journal));
        }
        if let Sending::Waiting {
            asked,
            request,
            tried,
            flow,
            sent,
            ..
        } = std::mem::take(&mut self.bench.sending)
        {
            match result {
                Err(error) => self.failed(error, (tried, sent)),
                Ok(answer) => {
                    let exchange = Exchange {
                        number: self.bench.runs.len() + 1,
                        at: turn.now,
                        asked: *asked,
                        request: *request,
                        answer,
                        journal,
                        default_audience: turn
                            .facts()
                            .and_then(|facts| facts.default_audience.clone()),
                        app: self.bench.app.as_ref().map(|app| app.client_id.clone()),
                    };
                    let mut run = Run::new(exchange, sent);
                    run.tried = tried;
                    run.flow = flow;
                    run.in_force.clone_from(&self.changed);
                    self.adopt_secret(&run);
                    self.came_back(turn, run);
                }
            }
        }
        None
    }

    /// At a tenant of one's own the right secret is the one that brought a token, whatever was typed before.
    fn adopt_secret(&mut self, run: &Run) {
        let (Some(own), true) = (&mut self.own, run.is_good()) else {
            return;
        };
        let (OwnProof::Secret(known), Some(sent)) = (&mut own.proof, &run.asked.client_secret)
        else {
            return;
        };
        // A secret is one app's.
        let is_its = run.asked.client_id.as_deref() == Some(own.client_id.as_str());
        if is_its && known != sent {
            known.clone_from(sent);
            if let Some(app) = &mut self.bench.app {
                app.client_secret = Some(sent.clone());
            }
        }
    }

    /// No whole reply came.
    fn failed(&mut self, error: SendError, (tried, sent): (Option<(String, String)>, u64)) {
        if error.went_out() {
            let sent = (sent, tried.is_some());
            self.bench.unanswered.token.push(sent);
        }
        self.bench.unanswered.at = Some(self.at.step);
        self.bench.sending = Sending::Failed(error);
        if let Some(tried) = tried.filter(|tried| self.expects_no_reply(tried)) {
            self.came(tried);
        }
    }

    /// When a request that goes out now was sent: one that follows a nonce belongs to the one before it.
    fn sent_now(&mut self) -> u64 {
        let before = self.bench.latest().filter(|_| self.bench.proving.followed);
        match before.map(|before| before.born) {
            Some(before) => before,
            None => self.next_event(),
        }
    }

    fn came_back(&mut self, turn: &mut Turn<'_>, mut run: Run) {
        if let Some(tried) = run.tried.clone() {
            run.undone = !self.came(tried);
        }
        if self.bench.proving.followed {
            run.rounds = self.bench.latest().map_or(1, |before| before.rounds + 1);
        }
        let reply = run.answer.reply.clone();
        self.bench.runs.push(run);
        self.follow_nonce(turn, &reply);
    }

    /// True where a variant is about a request to which no reply comes: then that is its outcome.
    fn expects_no_reply(&self, (experiment, variant): &(String, String)) -> bool {
        let mut experiments = self.step().experiments.iter();
        let one = experiments.find(|one| one.id == *experiment);
        let variant = one.and_then(|one| one.variants.iter().find(|of| of.id == *variant));
        variant.is_some_and(Variant::expects_no_reply)
    }

    /// The experiment and variant whose changes are in force.
    fn tried(&self) -> Option<(String, String)> {
        self.lab
            .is_changed()
            .then(|| self.lab.opened(self.step()))?
    }

    /// The experiment and variant that a call is made for, changes or not.
    pub(super) fn called_for(&self) -> Option<(String, String)> {
        let in_lab = self.work() == Some(Bench::Lab);
        let plain = || {
            let variant = self.lab.variant(self.step());
            variant.is_some_and(|variant| !variant.changes())
        };
        (in_lab && (self.lab.is_changed() || plain())).then(|| self.lab.opened(self.step()))?
    }
}
