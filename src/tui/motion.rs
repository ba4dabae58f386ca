//! The one movement of the program: after a send the parcel travels to the server and back. It ends by any key, and nothing moves at rest.

use crate::app::App;
use crate::oauth::time::UnixMillis;

/// How long it takes at most, in milliseconds.
const WHOLE: i64 = 300;
/// How long a picture of it stands, in milliseconds.
const PICTURE: i64 = 33;

/// How far the newest exchange has been told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Motion {
    /// Somebody wants to see it.
    pub(crate) on: bool,
    began: Option<UnixMillis>,
    told: usize,
}

impl Motion {
    /// Takes over what `app` has become: a new exchange begins to move.
    pub(crate) fn sees(&mut self, app: &App) {
        let player = app.player.as_ref();
        let newest = player.and_then(|player| player.bench.latest());
        let newest = newest.map_or(0, |run| run.number);
        if newest > self.told && self.on {
            self.began = Some(app.now);
        } else if self.shown(app.now) >= 100 {
            self.began = None;
        }
        self.told = newest;
    }

    /// A key ends it.
    pub(crate) fn ends(&mut self) {
        self.began = None;
    }

    /// How much of the exchange is told, in hundredths.
    pub(crate) fn shown(&self, now: UnixMillis) -> u8 {
        let Some(began) = self.began else {
            return 100;
        };
        // A clock that was set back in the meantime ends it.
        let since = now.0.checked_sub(began.0).filter(|since| *since >= 0);
        let shown = since.unwrap_or(WHOLE) * 100 / WHOLE;
        u8::try_from(shown.min(100)).unwrap_or(100)
    }

    /// When the next picture is due.
    pub(crate) fn next_wake(&self, now: UnixMillis) -> Option<UnixMillis> {
        (self.shown(now) < 100).then(|| UnixMillis(now.0 + PICTURE))
    }
}
