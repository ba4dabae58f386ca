//! Faults that were ordered for the next answers of one door: what makes somebody else's client meet a refusal, a wait or rubbish, now.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::StatusCode;
use http::header::{HeaderName, RETRY_AFTER, WWW_AUTHENTICATE};
use serde_json::json;

use crate::oauth::time::UnixTime;
use crate::practice::record::journal::{Record, Seen};
use crate::practice::tenant::setup::Fault;
use crate::practice::wire::answer::Answer;

/// A door that faults are ordered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultDoor {
    /// The token endpoints.
    Token,
    /// The protected APIs.
    Api,
    /// The public keys.
    Jwks,
    /// The metadata documents.
    Metadata,
}

/// What goes wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Something that the vendor has words for.
    Fault(Fault),
    /// This status, with an error in the shape of RFC 6749 5.2.
    Refuse {
        /// From 400 to 599.
        status: u16,
        /// The error code.
        error: String,
        /// Its words.
        description: Option<String>,
    },
    /// A page of a proxy in between, in place of JSON.
    Html,
}

/// An order for the next answers of a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Which door.
    pub door: FaultDoor,
    /// What goes wrong.
    pub trouble: Trouble,
    /// The seconds of `Retry-After` (RFC 9110 10.2.3), where they are not as usual.
    pub retry_after: Option<u32>,
    /// For how many answers; `None` until it is taken back.
    pub left: Option<u32>,
    /// Until the time of `Retry-After` is over whoever asks is refused again.
    pub enforced: bool,
}

/// The orders of a tenant, in the order in which they came. Whoever has none pays for a look at one flag.
#[derive(Default)]
pub(in crate::practice) struct Orders {
    some: AtomicBool,
    all: Mutex<VecDeque<Open>>,
    count: AtomicU64,
}

/// An order that is open.
#[derive(Clone)]
struct Open {
    placed: Placed,
    order: Order,
    /// Until then the door stays shut, whoever asks and however often.
    until: Option<UnixTime>,
}

/// An order that was placed, to be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed(u64);

/// Orders as they stood, to be placed anew.
#[derive(Clone)]
pub(in crate::practice) struct Held(VecDeque<Open>);

impl Orders {
    fn all(&self) -> MutexGuard<'_, VecDeque<Open>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn noted(&self, all: &VecDeque<Open>) {
        self.some.store(!all.is_empty(), Ordering::Release);
    }

    /// Adds one; it comes after those that are there.
    pub(in crate::practice) fn add(&self, order: Order) -> Placed {
        let placed = Placed(self.count.fetch_add(1, Ordering::Relaxed));
        if order.left != Some(0) {
            let mut all = self.all();
            all.push_back(Open {
                placed,
                order,
                until: None,
            });
            self.noted(&all);
        }
        placed
    }

    /// Those that are open.
    pub(in crate::practice) fn open(&self) -> Vec<Order> {
        self.all().iter().map(|open| open.order.clone()).collect()
    }

    /// All as they stand.
    pub(in crate::practice) fn held(&self) -> Held {
        Held(self.all().clone())
    }

    /// As they stood then.
    pub(in crate::practice) fn put_back(&self, held: Held) {
        let mut all = self.all();
        *all = held.0;
        self.noted(&all);
    }

    /// Takes back what is left of one.
    pub(in crate::practice) fn take_back_one(&self, placed: Placed) {
        let mut all = self.all();
        all.retain(|open| open.placed != placed);
        self.noted(&all);
    }

    /// Takes back those of this door, or all.
    pub(in crate::practice) fn take_back(&self, door: Option<FaultDoor>) {
        let mut all = self.all();
        all.retain(|open| door.is_some_and(|door| open.order.door != door));
        self.noted(&all);
    }

    /// The order that the next answer of this door falls under, counted down.
    pub(in crate::practice) fn take(&self, door: FaultDoor, now: UnixTime) -> Option<Order> {
        if !self.some.load(Ordering::Acquire) {
            return None;
        }
        let mut all = self.all();
        // Whose time is over, and who has no answer left, is done.
        all.retain(|open| {
            open.order.left != Some(0) || open.until.is_some_and(|until| now < until)
        });
        let next = all.iter_mut().find(|open| open.order.door == door);
        let taken = next.map(|open| open.taken(now));
        all.retain(|open| open.order.left != Some(0) || open.until.is_some());
        self.noted(&all);
        taken
    }
}

impl Open {
    /// One more answer falls under it. While its time lasts that is no other refusal but the same one.
    fn taken(&mut self, now: UnixTime) -> Order {
        if let Some(until) = self.until.filter(|until| now < *until) {
            let rest = until.0.saturating_sub(now.0);
            return Order {
                retry_after: Some(u32::try_from(rest).unwrap_or(u32::MAX)),
                ..self.order.clone()
            };
        }
        self.order.left = self.order.left.map(|left| left.saturating_sub(1));
        let wait = i64::from(self.order.retry_after.unwrap_or(1));
        self.until = self
            .order
            .enforced
            .then(|| UnixTime(now.0.saturating_add(wait)));
        self.order.clone()
    }
}

impl Order {
    /// The fault, where it is one that the vendor has words for.
    pub(in crate::practice) fn fault(&self) -> Option<Fault> {
        match self.trouble {
            Trouble::Fault(fault) => Some(fault),
            Trouble::Refuse { .. } | Trouble::Html => None,
        }
    }

    /// The answer in place of the true one; `None` where the door makes its own, and noted what was done.
    pub(in crate::practice) fn answer(&self, record: &mut Record) -> Option<Answer> {
        let answer = match &self.trouble {
            Trouble::Refuse {
                status,
                error,
                description,
            } => refusal(self.door, *status, (error, description.as_deref())),
            Trouble::Html => Answer::html(StatusCode::BAD_GATEWAY, PAGE.to_owned(), "a page"),
            Trouble::Fault(_) => return None,
        };
        record.check(Seen::failed("told to fail"), "fault", "set by hand");
        Some(answer.with(self.wait()))
    }

    /// `Retry-After`, where it was ordered.
    pub(in crate::practice) fn wait(&self) -> Vec<(HeaderName, String)> {
        let seconds = self.retry_after.map(|seconds| seconds.to_string());
        seconds
            .map(|seconds| (RETRY_AFTER, seconds))
            .into_iter()
            .collect()
    }

    /// The answer of a door that has no words of a vendor's: keys and metadata.
    pub(in crate::practice) fn plain(&self, record: &mut Record) -> Option<Answer> {
        let status = match self.fault() {
            Some(Fault::TooMany) => 429,
            Some(Fault::Broken) => 500,
            Some(_) | None => return self.answer(record),
        };
        record.check(Seen::failed("told to fail"), "fault", "set by hand");
        let answer = refusal(self.door, status, (usual_error(self.door, status), None));
        let seconds = self.retry_after.or((status == 429).then_some(1));
        let waiting = Self {
            retry_after: seconds,
            ..self.clone()
        };
        Some(answer.with(waiting.wait()))
    }
}

/// What a proxy says when what is behind it does not answer.
const PAGE: &str = "<!doctype html>\n<html><head><title>502 Bad Gateway</title></head>\n\
                    <body><h1>Bad Gateway</h1><p>The server behind this one gave no answer.</p></body></html>\n";

/// The error code that goes with a status at a door (RFC 6749 5.2, RFC 6750 3.1).
pub fn usual_error(door: FaultDoor, status: u16) -> &'static str {
    match (door, status) {
        (FaultDoor::Api, 401) => "invalid_token",
        (FaultDoor::Api, 403) => "insufficient_scope",
        (_, 401) => "invalid_client",
        (_, 403) => "access_denied",
        (_, 429 | 503) => "temporarily_unavailable",
        (_, 500..) => "server_error",
        _ => "invalid_request",
    }
}

fn refusal(door: FaultDoor, status: u16, (error, description): (&str, Option<&str>)) -> Answer {
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let described = description.unwrap_or("Refused by order of whoever runs this practice server.");
    let body = json!({ "error": error, "error_description": described });
    let answer = Answer::json(code, body.to_string(), error);
    // RFC 6750 3: an API that refuses says by which scheme it would let in. A quote in the words would end them.
    let quoted = described.replace(['"', '\\'], "'");
    match (door, status) {
        (FaultDoor::Api, 401 | 403) => answer.header(
            WWW_AUTHENTICATE,
            format!("Bearer error=\"{error}\", error_description=\"{quoted}\""),
        ),
        _ => answer,
    }
}

/// What a fault does to a finished answer.
pub(in crate::practice) async fn spoil(
    answer: Answer,
    fault: Option<Fault>,
    record: &mut Record,
) -> Answer {
    match fault {
        Some(Fault::Slow(delay)) => {
            record.check(Seen::noted("slow on purpose"), "fault", "set by hand");
            tokio::time::sleep(delay).await;
            answer
        }
        Some(Fault::Cut) => {
            record.check(Seen::noted("cut on purpose"), "fault", "set by hand");
            answer.cut()
        }
        Some(
            Fault::TooMany
            | Fault::Policy
            | Fault::WrongKey
            | Fault::Broken
            | Fault::Hook
            | Fault::ApiTooMany,
        )
        | None => answer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(left: Option<u32>, enforced: bool) -> Order {
        Order {
            door: FaultDoor::Token,
            trouble: Trouble::Html,
            retry_after: Some(10),
            left,
            enforced,
        }
    }

    #[test]
    fn a_door_that_is_held_opens_when_the_time_is_over_and_one_that_is_not_at_once() {
        let orders = Orders::default();
        let asks = |now: i64| orders.take(FaultDoor::Token, UnixTime(now));
        let waits = |now: i64| asks(now).and_then(|order| order.retry_after);
        orders.add(order(Some(1), true));
        assert_eq!(waits(100), Some(10));
        assert_eq!((waits(101), waits(109)), (Some(9), Some(1)));
        assert_eq!(asks(110), None);
        orders.add(order(Some(2), true));
        assert_eq!(
            (waits(200), waits(205), waits(210), waits(219)),
            (Some(10), Some(5), Some(10), Some(1))
        );
        assert_eq!(asks(220), None);
        orders.add(order(Some(1), false));
        assert_eq!(waits(300), Some(10));
        assert_eq!((asks(300), orders.open()), (None, Vec::new()));
    }

    #[test]
    fn what_is_taken_back_is_that_one_and_what_was_held_comes_back() {
        let orders = Orders::default();
        let first = orders.add(order(None, false));
        orders.add(order(Some(3), false));
        let held = orders.held();
        orders.take_back_one(first);
        assert_eq!(orders.open(), [order(Some(3), false)]);
        orders.take_back(None);
        assert_eq!(orders.take(FaultDoor::Token, UnixTime(0)), None);
        orders.put_back(held);
        assert_eq!(orders.open().len(), 2);
        assert!(orders.take(FaultDoor::Token, UnixTime(0)).is_some());
    }
}
