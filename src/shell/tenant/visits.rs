//! Who asked a tenant: requests of this tutor and of others reach the same sockets; the request ids of our own replies tell them apart.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use url::Url;

use crate::app::message::{Message, World};
use crate::app::standing::Whose;
use crate::lesson::target::TargetName;
use crate::oauth::journal::{Door, Entry};
use crate::oauth::reply::Reply;
use crate::shell::sink::Sink;

/// What the tenants heard, and who is told of it.
#[derive(Default)]
pub(super) struct Visits {
    sink: OnceLock<Sink>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Exchanges of our own that are under way.
    own_under_way: usize,
    /// Entries that came while an exchange of our own was under way: nobody knows yet whose they are.
    unclaimed: Vec<(TargetName, Entry)>,
    /// What exchanges of our own asked that were given up before anything came: a tenant may answer them yet.
    given_up: Vec<String>,
}

impl Visits {
    /// From now on what comes is told.
    pub(super) fn begin(&self, sink: &Sink) {
        // A session is started once.
        let _ = self.sink.set(Arc::clone(sink));
    }

    pub(super) fn tell(&self, world: World) {
        if let Some(sink) = self.sink.get() {
            sink(Message::World(world));
        }
    }

    /// A tenant has answered a request.
    pub(super) fn noted(&self, target: TargetName, entry: &Entry) {
        let mut state = self.state();
        let alone = state.own_under_way == 0;
        if !alone {
            state.unclaimed.push((target, entry.clone()));
        }
        let late = alone.then(|| {
            let its = |line: &String| *line == asked(entry);
            let at = state.given_up.iter().position(its)?;
            Some(state.given_up.remove(at))
        });
        drop(state);
        if late.flatten().is_some() {
            // Ours, most likely, and nobody can know.
            self.heard(target, Whose::Unknown, entry);
        } else if alone {
            self.heard(target, Whose::Others, entry);
            self.tell(World::Visitor(target, Box::new(entry.clone())));
        } else {
            self.heard(target, Whose::Unknown, entry);
        }
    }

    /// Marks the start of an exchange of our own; its id comes back in one of these headers.
    pub(super) fn own(
        self: &Arc<Self>,
        headers: Vec<&'static str>,
        (method, url): (&str, &Url),
    ) -> OwnExchange {
        self.state().own_under_way += 1;
        OwnExchange {
            visits: Arc::clone(self),
            headers,
            line: format!("{method} {}", url.path()),
            ended: false,
        }
    }

    fn heard(&self, target: TargetName, whose: Whose, entry: &Entry) {
        let entry = Box::new(entry.clone());
        self.tell(World::Heard {
            target,
            whose,
            entry,
        });
    }

    /// Takes the entries that are our own out of those that nobody claimed yet.
    fn claim(&self, is_own: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        let mut state = self.state();
        let all = std::mem::take(&mut state.unclaimed).into_iter();
        let (own, others): (Vec<_>, Vec<_>) = all.partition(|(_, entry)| is_own(entry));
        state.unclaimed = others;
        drop(state);
        for (target, entry) in &own {
            self.heard(*target, Whose::Ours, entry);
        }
        own.into_iter().map(|(_, entry)| entry).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An exchange of the tutor's own, from its start to its end.
pub(in crate::shell) struct OwnExchange {
    visits: Arc<Visits>,
    headers: Vec<&'static str>,
    /// Method and path.
    line: String,
    /// A reply came, or none will.
    ended: bool,
}

/// Method and path of a request that a tenant noted.
fn asked(entry: &Entry) -> String {
    let line = entry.request_line.split('?').next().unwrap_or_default();
    line.strip_suffix(" HTTP/1.1").unwrap_or(line).to_owned()
}

impl OwnExchange {
    /// The journal entries of this exchange: those whose id the reply carries.
    pub(in crate::shell) fn journal(&mut self, reply: Option<&Reply>) -> Vec<Entry> {
        self.ended = true;
        let Some(reply) = reply else {
            return Vec::new();
        };
        let headers = self.headers.iter();
        let ids: HashSet<&str> = headers.filter_map(|header| reply.header(header)).collect();
        self.visits.claim(|entry| ids.contains(entry.id.as_str()))
    }

    /// No reply came that could carry an id, cut off as it was: what came by its method and path meanwhile was our own.
    pub(in crate::shell) fn lost(&self) {
        self.visits.claim(|entry| asked(entry) == self.line);
    }
}

impl Drop for OwnExchange {
    fn drop(&mut self) {
        let mut state = self.visits.state();
        state.own_under_way = state.own_under_way.saturating_sub(1);
        if !self.ended
            && !state
                .unclaimed
                .iter()
                .any(|(_, entry)| asked(entry) == self.line)
        {
            state.given_up.push(std::mem::take(&mut self.line));
        }
        if state.own_under_way > 0 {
            return;
        }
        let others = std::mem::take(&mut state.unclaimed);
        drop(state);
        for (target, entry) in others {
            self.visits.heard(target, Whose::Others, &entry);
            // A door that is no token endpoint was asked by our own key fetch, most likely; visitors that matter ask for tokens.
            if entry.door == Door::Token {
                self.visits.tell(World::Visitor(target, Box::new(entry)));
            }
        }
    }
}
