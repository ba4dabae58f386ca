//! Saves progress beside the session's other work: in order, and only the newest when they pile up.

use std::path::PathBuf;

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task::JoinHandle;

use super::sink::{LAST_MOMENT, Sink};
use crate::app::message::{Message, World};
use crate::app::progress::Progress;
use crate::store;

/// The queue to the one task that writes.
pub(super) struct Saver {
    queue: UnboundedSender<Progress>,
    task: JoinHandle<()>,
    sink: Sink,
}

impl Saver {
    /// A saver for this folder. Writing runs on a thread of its own, so that a slow disk holds nobody up.
    #[expect(
        clippy::disallowed_methods,
        reason = "the session owns this task and waits for it at its end"
    )]
    pub(super) fn new(folder: Option<PathBuf>, sink: Sink) -> Self {
        let (queue, waiting) = mpsc::unbounded_channel();
        let task = tokio::spawn(write_all(folder, waiting, Sink::clone(&sink)));
        Self { queue, task, sink }
    }

    /// Saves `progress`, some time soon.
    pub(super) fn save(&self, progress: Progress) {
        let _ = self.queue.send(progress);
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

async fn write_all(folder: Option<PathBuf>, mut waiting: UnboundedReceiver<Progress>, sink: Sink) {
    while let Some(mut progress) = waiting.recv().await {
        while let Ok(newer) = waiting.try_recv() {
            progress = newer;
        }
        let folder = folder.clone();
        let saved = tokio::task::spawn_blocking(move || store::save(folder.as_deref(), &progress));
        let world = match saved.await {
            Ok(Ok(joined)) => World::Saved(Box::new(joined)),
            Ok(Err(error)) => World::SaveFailed(error.to_string()),
            Err(_) => return,
        };
        sink(Message::World(world));
    }
}
