//! What a learner can do anywhere in a lesson: move, guess, answer, ask for a hint, undo.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::history::Edit;
use crate::app::message::{Go, Play};
use crate::app::player::{Guess, Player};
use crate::app::stage::Stage;
use crate::lesson::model::{ActionKind, Deed};

impl App {
    pub(super) fn play(&mut self, play: Play) -> Vec<Effect> {
        match play {
            Play::Next => return self.next(),
            Play::Skip => return self.skip(),
            Play::Back => self.back(),
            Play::Send => return self.send(),
            Play::CallApi => return self.call_api(true),
            Play::CallApiBare => return self.call_api(false),
            Play::Verify => return self.verify(),
            Play::FlipSecret => self.flip_secret(),
            Play::ResetStep => return self.reset_step(),
            Play::Hint
            | Play::Undo
            | Play::Redo
            | Play::Guess { .. }
            | Play::Sure { .. }
            | Play::AnswerInline(_)
            | Play::AnswerCard(_)
            | Play::PutBack => self.answer(play),
        }
        Vec::new()
    }

    /// What needs the player and nothing else.
    fn answer(&mut self, play: Play) {
        let Some(player) = &mut self.player else {
            return;
        };
        match play {
            Play::Hint => self.hint(),
            Play::Undo => self.step_history(true),
            Play::Redo => self.step_history(false),
            Play::Guess { id, option } => player.guess(&id, option),
            Play::Sure { id, sureness } => {
                if let Some(guess) = player.guesses.get_mut(&id) {
                    guess.sureness = sureness;
                }
            }
            Play::AnswerInline(option) => player.answer_inline(option),
            Play::AnswerCard(option) => player.answer_card(option),
            Play::PutBack => self.put_back(),
            Play::Next
            | Play::Skip
            | Play::Back
            | Play::Send
            | Play::CallApi
            | Play::CallApiBare
            | Play::Verify
            | Play::FlipSecret
            | Play::ResetStep => {}
        }
    }

    fn next(&mut self) -> Vec<Effect> {
        let Some(player) = &self.player else {
            return Vec::new();
        };
        let stage = player.stage;
        if stage == Stage::Done {
            return self.go(Go::Home);
        }
        match missing(player) {
            Some(words) if self.refused != Some(stage) => {
                self.refused = Some(stage);
                self.notice(format!("{words} Next, once more, skips this step."));
                Vec::new()
            }
            Some(_) => self.skip(),
            None => {
                let next = stage.next(player.lesson);
                self.enter(next);
                Vec::new()
            }
        }
    }

    fn back(&mut self) {
        if let Some(player) = &self.player {
            let before = player.stage.back(player.lesson);
            self.enter(before);
        }
    }

    /// Goes on without doing this step. A skipped dashboard still leaves an app to work with.
    fn skip(&mut self) -> Vec<Effect> {
        let Some(player) = &self.player else {
            return Vec::new();
        };
        let (stage, lesson) = (player.stage, player.lesson);
        let without_app = stage == Stage::Act(ActionKind::CreateApp) && player.bench.app.is_none();
        self.enter(stage.next(lesson));
        if !without_app {
            return Vec::new();
        }
        let form = self.example_form();
        if let Some(player) = &mut self.player {
            player.bench.form = form;
        }
        self.register(false)
    }

    fn hint(&mut self) {
        let Some(player) = &mut self.player else {
            return;
        };
        let (hints, _) = player.hints_here();
        if hints.is_empty() {
            self.notice("There is no hint here: nothing can go wrong on this step.");
            return;
        }
        let most = hints.len() + 1;
        let stage = player.stage;
        match player.hints.iter_mut().find(|(at, _)| *at == stage) {
            Some((_, open)) => *open = (*open + 1).min(most),
            None => player.hints.push((stage, 1)),
        }
    }

    fn step_history(&mut self, back: bool) {
        let Some(player) = &mut self.player else {
            return;
        };
        let walked = player
            .action()
            .is_some_and(|action| player.history.walk(action, back, &mut player.bench));
        if !walked {
            self.notice(if back {
                "Nothing to undo."
            } else {
                "Nothing to redo."
            });
        }
    }

    fn reset_step(&mut self) -> Vec<Effect> {
        let Some(player) = &mut self.player else {
            return Vec::new();
        };
        match player.stage {
            Stage::Act(ActionKind::CreateApp) => {
                let stood = std::mem::take(&mut player.bench.form);
                player.history.remember(Edit::Form(stood));
            }
            Stage::Act(ActionKind::Build) => {
                let stood = Edit::request(&player.bench.draft);
                player.history.remember(stood);
                let fresh = player.fresh_draft();
                player.bench.draft = fresh;
                if let (crate::app::player::Fading::Worked, Some(app)) =
                    (player.fading, &player.bench.app)
                {
                    player.bench.draft.client_id.clone_from(&app.client_id.0);
                    player
                        .bench
                        .draft
                        .client_secret
                        .clone_from(&app.client_secret);
                }
            }
            Stage::Act(ActionKind::Check) => {
                player.bench.desk = crate::app::desk::CheckDesk::default();
            }
            Stage::Act(ActionKind::Send | ActionKind::Read) => return self.cancel(),
            Stage::Break => player.experiment = crate::app::experiment::Bench::default(),
            Stage::Quiz(card) => {
                player.cards.remove(&card);
            }
            Stage::Predict(_) | Stage::Goal | Stage::Explain | Stage::Done => {}
        }
        self.notice("This step is as you found it.");
        Vec::new()
    }

    fn put_back(&mut self) {
        let Some(player) = &mut self.player else {
            return;
        };
        if player.experiment.run.is_none() {
            self.notice("Send the broken request first, to see what it does.");
            return;
        }
        player.experiment.put_back = true;
        self.notice("The right secret is back. A line went into your error book.");
    }
}

impl Player {
    fn guess(&mut self, id: &str, option: usize) {
        let Some(prediction) = self.prediction(id) else {
            return;
        };
        // A guess made after the event is no prediction: the first one stands once it was measured.
        let measured = match self.verdict(prediction) {
            crate::app::measure::Verdict::Open | crate::app::measure::Verdict::Waiting(_) => false,
            crate::app::measure::Verdict::Unguessed(_)
            | crate::app::measure::Verdict::Right(..)
            | crate::app::measure::Verdict::Wrong(..) => true,
        };
        if measured || option >= prediction.options.len() {
            return;
        }
        let sureness = self
            .guesses
            .get(id)
            .map(|guess| guess.sureness)
            .unwrap_or_default();
        self.guesses
            .insert(id.to_owned(), Guess { option, sureness });
    }

    fn answer_inline(&mut self, option: usize) {
        let Some(action) = self.action() else { return };
        let asked = self
            .lesson
            .act
            .iter()
            .find(|act| act.action == action)
            .and_then(|act| act.question.as_ref());
        if asked.is_some_and(|question| option < question.options.len()) {
            self.bench.inline.retain(|(name, _)| *name != action.name());
            self.bench.inline.push((action.name(), option));
        }
    }

    /// The first answer to a card counts; pressing another digit later changes nothing.
    fn answer_card(&mut self, option: usize) {
        let Stage::Quiz(card) = self.stage else {
            return;
        };
        if self
            .lesson
            .quiz
            .get(card)
            .is_some_and(|asked| option < asked.options.len())
        {
            self.cards.entry(card).or_insert(option);
        }
    }
}

/// What is still missing before the next step has something to work with.
fn missing(player: &Player) -> Option<&'static str> {
    let bench = &player.bench;
    match player.stage {
        Stage::Act(ActionKind::CreateApp) if bench.app.is_none() => Some("Create the app first."),
        Stage::Act(ActionKind::CreateApp) if bench.app_is_public() => {
            Some("This type of app gets no secret, so it will get no token. Change its type.")
        }
        Stage::Act(ActionKind::Send) if bench.runs.is_empty() => Some("Send the request first."),
        Stage::Act(ActionKind::Send) if bench.token.is_none() && bench.app_is_public() => Some(
            "There is no token yet. Go back to the app and change its type to machine to machine.",
        ),
        Stage::Act(ActionKind::Send) if bench.token.is_none() => {
            Some("There is no token yet. Go back and mend the request.")
        }
        Stage::Act(ActionKind::Check) if !player.deeds.contains(&Deed::Check) => {
            Some("Paste the reply first.")
        }
        Stage::Break if !player.deeds.contains(&Deed::Break) => {
            Some("Change the secret and send it first.")
        }
        Stage::Quiz(card) if !player.cards.contains_key(&card) => Some("Answer the card first."),
        Stage::Goal
        | Stage::Predict(_)
        | Stage::Act(_)
        | Stage::Explain
        | Stage::Break
        | Stage::Quiz(_)
        | Stage::Done => None,
    }
}
