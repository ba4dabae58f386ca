//! Saves progress beside the session's other work: in order, and only the newest when they pile up.

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task::JoinHandle;

use super::sink::{Folders, LAST_MOMENT, Sink};
use crate::app::effect::{Effect, RunId, ScenarioAsk};
use crate::app::message::{Message, World};
use crate::app::progress::Progress;
use crate::app::settings::Setting;
use crate::store;

/// The queue to the one task that writes.
pub(super) struct Saver {
    queue: UnboundedSender<Kept>,
    task: JoinHandle<()>,
    sink: Sink,
}

/// What is to be kept.
enum Kept {
    Progress(Box<Progress>),
    Setting(Setting),
    Scenarios(RunId, ScenarioAsk),
}

impl Saver {
    /// A saver for these folders. Writing runs on a thread of its own, so that a slow disk holds nobody up.
    #[expect(
        clippy::disallowed_methods,
        reason = "the session owns this task and waits for it at its end"
    )]
    /// `known` is the progress that the session began with.
    pub(super) fn new(folders: Folders, known: Progress, sink: Sink) -> Self {
        let (queue, waiting) = mpsc::unbounded_channel();
        let task = tokio::spawn(write_all(folders, known, waiting, Sink::clone(&sink)));
        Self { queue, task, sink }
    }

    /// Keeps what this effect is about, some time soon; others are for others.
    pub(super) fn take(&self, effect: Effect) {
        let kept = match effect {
            Effect::Save(progress) => Kept::Progress(progress),
            Effect::Keep(setting) => Kept::Setting(setting),
            Effect::Scenarios { run, ask } => Kept::Scenarios(run, ask),
            _ => return,
        };
        let _ = self.queue.send(kept);
    }

    /// Waits until everything is on disk, for a bounded time.
    pub(super) async fn finish(self) {
        drop(self.queue);
        let finished = tokio::time::timeout(LAST_MOMENT, self.task).await;
        if finished.is_err() {
            let why = "the disk did not answer in time".to_owned();
            (self.sink)(Message::World(World::SaveFailed(why)));
        }
    }
}

async fn write_all(
    folders: Folders,
    mut known: Progress,
    mut waiting: UnboundedReceiver<Kept>,
    sink: Sink,
) {
    while let Some(first) = waiting.recv().await {
        let mut all = vec![first];
        while let Ok(next) = waiting.try_recv() {
            all.push(next);
        }
        let (folders, before) = (folders.clone(), known);
        let task = tokio::task::spawn_blocking(move || written(&folders, before, all));
        let Ok((now, said)) = task.await else {
            return;
        };
        known = now;
        for world in said {
            sink(Message::World(world));
        }
    }
}

/// Every choice, and of the progress the newest. With what is to be said comes what is known to be on disk.
fn written(
    (folder, settings): &Folders,
    known: Progress,
    all: Vec<Kept>,
) -> (Progress, Vec<World>) {
    let mut said = Vec::new();
    let mut newest = None;
    for kept in all {
        match kept {
            Kept::Progress(progress) => newest = Some(progress),
            Kept::Scenarios(run, ask) => {
                let result = store::scenarios::perform(folder.as_deref(), ask);
                let result = result.map_err(|why| why.to_string());
                said.push(World::Scenarios { run, result });
            }
            Kept::Setting(setting) => {
                let kept = store::settings::keep(settings.as_deref(), setting);
                said.extend(kept.err().map(|why| World::SettingUnkept(why.to_string())));
            }
        }
    }
    let Some(progress) = newest else {
        return (known, said);
    };
    match store::save(folder.as_deref(), &progress, &known) {
        Ok(joined) => {
            said.push(World::Saved(Box::new(joined.news)));
            (joined.own, said)
        }
        Err(error) => {
            said.push(World::SaveFailed(error.to_string()));
            (known, said)
        }
    }
}
