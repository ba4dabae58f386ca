//! The tutor's state, and `update`, the one function that changes it: a message in, effects out. Pure: the same messages give the same state.

pub mod create;
pub mod desk;
pub mod effect;
pub mod exchange;
pub mod experiment;
mod history;
mod leak;
pub mod measure;
pub mod message;
pub mod player;
pub mod progress;
pub mod proving;
pub mod stage;
pub mod tenant;
pub mod token;
pub mod update;
pub mod workbench;

use crate::app::desk::{CheckDesk, DecodeDesk};
use crate::app::effect::RunId;
use crate::app::player::Player;
use crate::app::progress::Progress;
use crate::app::stage::Stage;
use crate::app::tenant::Tenant;
use crate::oauth::journal::Entry;
use crate::oauth::time::UnixMillis;

/// Everything the tutor knows. Both skins draw from it; nothing but [`App::update`] changes it.
#[derive(Debug)]
pub struct App {
    /// Which page is open.
    pub page: Page,
    /// The time of the newest message.
    pub now: UnixMillis,
    /// The practice tenant.
    pub tenant: Tenant,
    /// The lesson being played; kept while the learner visits home or the tools.
    pub player: Option<Player>,
    /// The stand-alone checker.
    pub checker: CheckDesk,
    /// The stand-alone decoder.
    pub decoder: DecodeDesk,
    /// What is kept between sessions.
    pub progress: Progress,
    /// How keeping it goes.
    pub saving: Saving,
    /// How many reports are being written into files.
    pub keeping: usize,
    /// A short notice, and when it goes away.
    pub toast: Option<Toast>,
    /// Secrets are shown in full until then.
    pub revealed_until: Option<UnixMillis>,
    /// The newest request of another program (curl, most likely) to the practice tenant, and when.
    pub visitor: Option<(UnixMillis, Entry)>,
    /// Set once the learner has asked to leave; the skins stop their loop on it.
    pub leaving: bool,
    refused: Option<Stage>,
    next_run: RunId,
}

/// The pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Continue, lessons, tools.
    Home,
    /// The lesson in `App::player`.
    Lesson,
    /// Check a token response.
    Checker,
    /// Decode a JWT.
    Decoder,
}

/// How keeping the progress goes.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Saving {
    /// Nothing has been saved in this session.
    #[default]
    Untouched,
    /// The last save worked, at that time.
    Saved(UnixMillis),
    /// Nothing can be saved here; said once.
    Impossible(String),
}

/// A short notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// The words.
    pub text: String,
    /// When it goes.
    pub until: UnixMillis,
}

/// How long a revealed secret stays on screen, in milliseconds (`DESIGN.md` promise: ten seconds).
pub const REVEAL_MILLIS: i64 = 10_000;

/// How long a toast stays, in milliseconds.
pub const TOAST_MILLIS: i64 = 4_000;

impl App {
    /// A tutor that has just been started, with what was kept from earlier sessions.
    pub fn new(now: UnixMillis, progress: Progress) -> Self {
        Self {
            page: Page::Home,
            now,
            tenant: Tenant::Starting,
            player: None,
            checker: CheckDesk::default(),
            decoder: DecodeDesk::default(),
            progress,
            saving: Saving::Untouched,
            keeping: 0,
            toast: None,
            revealed_until: None,
            visitor: None,
            leaving: false,
            refused: None,
            next_run: RunId(1),
        }
    }

    /// True while secrets are shown in full.
    pub fn revealed(&self) -> bool {
        self.revealed_until.is_some_and(|until| self.now < until)
    }

    /// When something on the screen changes by itself: the end of a reveal or a toast, the next second of a visible countdown.
    /// `None` means the loop may sleep until a key or an answer comes.
    pub fn next_wake(&self) -> Option<UnixMillis> {
        let second = self
            .counting_down()
            .then(|| UnixMillis((self.now.0.div_euclid(1000) + 1) * 1000));
        let toast = self.toast.as_ref().map(|toast| toast.until);
        [self.revealed_until, toast, second]
            .into_iter()
            .flatten()
            .min()
    }

    /// True while a countdown is on the screen.
    pub fn counting_down(&self) -> bool {
        match self.page {
            Page::Lesson => self.player.as_ref().is_some_and(Player::counting_down),
            Page::Home | Page::Checker | Page::Decoder => false,
        }
    }

    /// A number for a question to the world, never used before in this session.
    pub(crate) fn new_run(&mut self) -> RunId {
        let run = self.next_run;
        self.next_run = RunId(run.0 + 1);
        run
    }

    /// Shows `text` for a few seconds.
    pub(crate) fn notice(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast {
            text: text.into(),
            until: self.now.plus(TOAST_MILLIS),
        });
    }
}
