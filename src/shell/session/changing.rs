//! What changes a practice tenant: in the order in which it was asked for, so that nothing that takes a while is overtaken.

use std::sync::Arc;

use serde_json::Value;

use super::Session;
use crate::app::effect::{Effect, Lot, RunId, Wish};
use crate::app::message::{Message, World};
use crate::lesson::change::server::ServerChange;
use crate::lesson::target::TargetName;
use crate::oauth::names::ClientId;

impl Session {
    pub(super) fn undo(&mut self, effect: Effect) {
        if let Effect::PutBack {
            run,
            target,
            app,
            lot,
        } = effect
        {
            self.put_back((run, target), app, lot);
        } else if let Effect::TakeBack {
            run,
            target,
            app,
            lot,
        } = effect
        {
            self.take_back((run, target), app, lot);
        }
    }

    fn put_back(&mut self, (run, target): (RunId, TargetName), app: Option<ClientId>, lot: Lot) {
        let (_, practice, sink) = self.shared();
        let own_key = self.own_key.clone();
        self.in_order(move || {
            let result = own_key.lent(practice.put_back(target, app.as_ref(), lot));
            sink(Message::World(World::Changed { run, result }));
        });
    }

    fn take_back(&mut self, (run, target): (RunId, TargetName), app: Option<ClientId>, lot: Lot) {
        let (_, practice, sink) = self.shared();
        let own_key = self.own_key.clone();
        self.in_order(move || {
            let result = own_key.lent(practice.take_back(target, app.as_ref(), lot));
            sink(Message::World(World::Changed { run, result }));
        });
    }

    /// Carries out what changes a tenant: at once, or behind a change that takes a while. A put-back that overtook its change would put
    /// back nothing, and the change would stay.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one owner of the session's tasks"
    )]
    fn in_order(&mut self, work: impl FnOnce() + Send + 'static) {
        match self.line.take().filter(|before| !before.is_finished()) {
            None => work(),
            Some(before) => {
                self.line = Some(tokio::spawn(async move {
                    // One that was given up changes nothing.
                    let _ = before.await;
                    work();
                }));
            }
        }
    }

    /// A key takes a while to be made; any other change is there at once.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one owner of the session's tasks"
    )]
    pub(super) fn change(
        &mut self,
        (run, target): (RunId, TargetName),
        app: Option<ClientId>,
        lot: Lot,
        wish: Wish,
    ) {
        let (_, practice, sink) = self.shared();
        let own_key = self.own_key.clone();
        let carry_out = move |wish: Wish, keys: Option<Value>| {
            let result = own_key.lent(practice.change(target, app.as_ref(), lot, (wish, keys)));
            sink(Message::World(World::Changed { run, result }));
        };
        let Wish::AppKey(of) = wish else {
            if matches!(wish, Wish::KeyRoll | Wish::Server(ServerChange::Signing(_))) {
                // It is made on a thread of its own, so that the servers go on answering.
                let before = self.line.take();
                self.line = Some(tokio::spawn(async move {
                    if let Some(before) = before {
                        let _ = before.await;
                    }
                    let made = tokio::task::spawn_blocking(move || carry_out(wish, None));
                    // A panic in it was reported by the panic hook already.
                    let _ = made.await;
                }));
                return;
            }
            return self.in_order(move || carry_out(wish, None));
        };
        let (own_key, sink) = (self.own_key.clone(), Arc::clone(&self.sink));
        let before = self.line.take();
        let task = tokio::spawn(async move {
            if let Some(before) = before {
                let _ = before.await;
            }
            match own_key.registered(of).await {
                Ok(keys) => carry_out(Wish::AppKey(of), keys),
                Err(why) => sink(Message::World(World::Changed {
                    run,
                    result: Err(why),
                })),
            }
        });
        self.under_way.insert(run, task.abort_handle());
        self.line = Some(task);
    }
}
