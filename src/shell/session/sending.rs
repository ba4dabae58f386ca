//! What goes over sockets: a request, one by a twin of the learner's app, the question for public keys.

use std::sync::Arc;

use url::Url;

use super::Session;
use crate::app::effect::{RunId, Twin};
use crate::app::message::{Message, World};
use crate::app::own_target::OwnTargetAsk;
use crate::net::{Limits, Sender};
use crate::oauth::reply::SendError;
use crate::oauth::wire::WireRequest;
use crate::shell::own_target;
use crate::shell::tenant::Practice;

impl Session {
    pub(super) fn send(&mut self, run: RunId, request: WireRequest) {
        let (sender, practice, sink) = self.shared();
        self.spawn(run, async move {
            sink(exchange(run, &request, (&sender, &practice)).await);
        });
    }

    /// The app lives for this one request: a comparison leaves nothing behind.
    pub(super) fn ask_twin(&mut self, run: RunId, twin: Twin) {
        let (sender, practice, sink) = self.shared();
        self.spawn(run, async move {
            let Some(twin) = practice.twin(twin) else {
                let why = "there is no such app".to_owned();
                return sink(Message::World(World::Answered {
                    run,
                    result: Err(SendError::Unsendable { why }),
                    journal: Vec::new(),
                }));
            };
            let answered = exchange(run, &twin.request.to_wire(), (&sender, &practice)).await;
            drop(twin);
            sink(answered);
        });
    }

    /// The file is read or changed, or the tenant asked for its metadata.
    pub(super) fn own_target(&mut self, run: RunId, ask: OwnTargetAsk) {
        let (senders, folder) = (Arc::clone(&self.senders), self.settings.clone());
        let secret = self.secret.clone();
        let sink = Arc::clone(&self.sink);
        self.spawn(run, async move {
            let result = own_target::told((run, ask), (senders, folder, secret)).await;
            sink(Message::World(World::OwnTarget { run, result }));
        });
    }

    pub(super) fn fetch_keys(&mut self, run: RunId, url: Url) {
        let (sender, practice, sink) = self.shared();
        self.spawn(run, async move {
            let mut own = practice.own_exchange(("GET", &url));
            let result = sender.fetch(&url, Limits::default()).await;
            own.journal(result.as_ref().ok());
            drop(own);
            sink(Message::World(World::Keys { run, result }));
        });
    }
}

/// Sends it; with the answer comes what the practice servers noted of it.
async fn exchange(
    run: RunId,
    request: &WireRequest,
    (sender, practice): (&Sender, &Practice),
) -> Message {
    let mut own = practice.own_exchange((&request.method, &request.url));
    let result = sender.send(request, Limits::default()).await;
    let journal = own.journal(result.as_ref().ok().map(|answer| &answer.reply));
    if result.is_err() {
        own.lost();
    }
    Message::World(World::Answered {
        run,
        result,
        journal,
    })
}
