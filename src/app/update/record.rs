//! Keeping the progress: what the open lesson looks like now, and a save when that is news.

use crate::app::App;
use crate::app::create::AppForm;
use crate::app::effect::Effect;
use crate::app::measure::Verdict;
use crate::app::player::Player;
use crate::app::progress::{ErrorLine, Kept, LessonProgress};
use crate::app::stage::Stage;
use crate::app::workbench::Workbench;

impl App {
    /// Brings the progress up to date; a `Save` when something changed.
    pub(super) fn record(&mut self) -> Vec<Effect> {
        let Some(player) = &mut self.player else {
            return Vec::new();
        };
        player.note_deeds();
        let name = player.lesson.name.clone();
        let before = self
            .progress
            .lessons
            .get(&name)
            .cloned()
            .unwrap_or_default();
        let mut now = kept(player, &before);
        let book = error_line(player).filter(|(id, _)| !self.progress.error_book.contains_key(id));
        if now == before && self.progress.last.as_deref() == Some(name.as_str()) && book.is_none() {
            return Vec::new();
        }
        now.touched = self.now.seconds().0;
        self.progress.lessons.insert(name.clone(), now);
        self.progress.last = Some(name);
        self.progress.error_book.extend(book);
        vec![Effect::Save(Box::new(self.progress.clone()))]
    }
}

/// The lesson as it stands; `touched` as before, so that only real news counts as a change.
fn kept(player: &Player, before: &LessonProgress) -> LessonProgress {
    let (lesson, bench) = (player.lesson, &player.bench);
    // Walking to the end past everything is no finished lesson.
    let just_finished =
        player.stage == Stage::Done && before.stage != Stage::Done.name() && player.is_through();
    LessonProgress {
        stage: player.stage.name(),
        furthest: before.furthest.max(player.stage.index(lesson)),
        steps: Stage::all(lesson).len(),
        finished: before.finished + u32::from(just_finished),
        touched: before.touched,
        registered: bench.app.is_some() || (player.resumed && before.registered),
        audience: kept_text(bench, &bench.draft.audience),
        scope: kept_text(bench, &bench.draft.scope),
        form: AppForm {
            name: kept_text(bench, &bench.form.name),
            ..bench.form.clone()
        },
        deeds: player.deeds.clone(),
        guesses: player
            .guesses
            .iter()
            .map(|(id, guess)| {
                (
                    id.clone(),
                    Kept {
                        guess: *guess,
                        right: right(player, id, before),
                    },
                )
            })
            .collect(),
        cards: player
            .cards
            .iter()
            .map(|(card, picked)| ((card + 1).to_string(), *picked))
            .collect(),
    }
}

/// A text as it is kept: not at all, where it may be a secret in the wrong field.
fn kept_text(bench: &Workbench, text: &str) -> String {
    if bench.must_not_keep(text) {
        return String::new();
    }
    text.to_owned()
}

/// Whether the guess was right; what an earlier session measured stands until it is measured again.
fn right(player: &Player, id: &str, before: &LessonProgress) -> Option<bool> {
    let verdict = player
        .prediction(id)
        .map(|prediction| player.verdict(prediction));
    match verdict {
        Some(Verdict::Right(..)) => Some(true),
        Some(Verdict::Wrong(..)) => Some(false),
        Some(Verdict::Open | Verdict::Waiting(_) | Verdict::Unguessed(_)) | None => {
            before.guesses.get(id).and_then(|kept| kept.right)
        }
    }
}

/// A finished experiment leaves a line in the error book.
fn error_line(player: &Player) -> Option<(String, ErrorLine)> {
    let experiment = &player.lesson.experiment;
    let book = &experiment.error_book;
    player.experiment.put_back.then(|| {
        let line = ErrorLine {
            symptom: book.symptom.clone(),
            cause: book.cause.clone(),
            fix: book.fix.clone(),
        };
        (experiment.id.clone(), line)
    })
}
