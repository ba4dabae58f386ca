//! The tutor's state, and `update`, the one function that changes it: a message in, effects out. Pure: the same messages give the same state.

pub mod by_hand;
mod came_out;
pub mod compared;
pub mod create;
pub mod deed;
pub mod desk;
mod done_pages;
pub mod draft;
pub mod effect;
pub mod elsewhere;
pub mod exchange;
pub mod fact;
pub mod fading;
pub mod failure;
mod first_a_token;
pub mod flow_desk;
pub mod forging;
pub mod guess;
pub mod hand;
mod history;
pub mod key_fault;
pub mod lab;
pub(crate) mod leak;
pub mod leak_table;
pub mod ledger;
pub mod look_up;
pub mod message;
mod misplaced;
mod newest;
pub mod own;
pub mod own_method;
pub mod own_target;
pub mod own_targets;
mod pilot;
mod play;
pub mod player;
pub mod progress;
pub mod proving;
pub mod reference;
pub mod review;
pub mod run;
pub mod scenario;
pub mod scenarios;
pub mod settings;
pub mod spot;
pub mod standing;
pub mod step_state;
pub mod take_along;
pub mod tenant;
pub mod test_out;
pub mod token;
mod tried;
mod turn;
pub mod unfit;
pub mod update;
pub mod verdict;
pub mod way_back;
pub mod workbench;

use std::collections::BTreeSet;

use crate::app::desk::{CheckDesk, DecodeDesk};
use crate::app::effect::RunId;
use crate::app::hand::InHand;
use crate::app::ledger::Ledger;
use crate::app::message::Go;
use crate::app::own::Own;
use crate::app::own_targets::{KeptTarget, OwnTargets};
use crate::app::player::Player;
use crate::app::progress::Progress;
use crate::app::scenarios::Scenarios;
use crate::app::settings::Settings;
use crate::app::tenant::{Targets, Tenant, TenantFacts};
use crate::lesson::model::{Lesson, Round};
use crate::lesson::target::TargetName;
use crate::lesson::{Course, course};
use crate::oauth::journal::Entry;
use crate::oauth::time::UnixMillis;

/// Everything the tutor knows. Both skins draw from it; nothing but [`App::update`] changes it.
#[derive(Debug)]
pub struct App {
    /// Which page is open.
    pub page: Page,
    /// The time of the newest message.
    pub now: UnixMillis,
    /// The course.
    pub course: &'static Course,
    /// The practice tenants.
    pub targets: Targets,
    /// The lesson being played; kept while the learner visits home or the tools.
    pub player: Option<Player>,
    /// The stand-alone checker.
    pub checker: CheckDesk,
    /// The stand-alone decoder.
    pub decoder: DecodeDesk,
    /// An instant in the zone of this machine; the skins hand it down. Nothing where that is UTC.
    pub local: fn(crate::oauth::time::UnixTime) -> Option<String>,
    /// What is kept between sessions.
    pub progress: Progress,
    /// How keeping it goes.
    pub saving: Saving,
    /// Why the last choice among the settings was not kept, where it was not.
    pub unkept: Option<String>,
    /// How many reports are being written into files.
    pub keeping: usize,
    /// A short notice, and when it goes away.
    pub toast: Option<Toast>,
    /// Secrets are shown in full until then.
    pub revealed_until: Option<UnixMillis>,
    /// The newest request of another program (curl, most likely) to the practice tenant, and when.
    pub visitor: Option<Visitor>,
    /// The practice servers, in the learner's own hands.
    pub hand: InHand,
    /// The scenarios of the sandbox.
    pub scenarios: Scenarios,
    /// Tenants of the learner's own, as they are chosen and added.
    pub own_targets: OwnTargets,
    /// What is searched for in the reference.
    pub sought: String,
    /// Where the learner came from to the reference, and goes back to.
    pub(crate) sought_from: Page,
    /// The way on which the learner is asked first whether a sandbox is to be put away for it.
    pub(crate) way_out: Option<Go>,
    /// Where the servers' page was opened.
    pub(crate) hand_from: Page,
    /// The day on which the sitting of the review began.
    pub(crate) review_day: i64,
    /// The questions under way.
    pub ledger: Ledger,
    /// Hosts beyond this machine that the learner was told of in this session, before anything went there.
    pub(crate) told_of: BTreeSet<String>,
    /// The same of those that are asked for nothing but their keys: that says nothing of what is sent.
    pub(crate) told_of_keys: BTreeSet<String>,
    /// The tenant of the learner's own that this session was opened with.
    pub(crate) own: Option<Box<Own>>,
    /// Set once the learner has asked to leave; the skins stop their loop on it.
    pub leaving: bool,
    /// How the program is to be, as it is now: what was kept, and what flags and keys made of it for this session.
    pub settings: Settings,
    /// Where it is kept, as a reader sees it; nothing where there is no place.
    pub settings_at: Option<String>,
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
    /// The practice servers: how they stand, what they hear, what can be changed of them.
    Server,
    /// What can be looked up.
    Reference,
}

/// A request of another program to a practice tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// When it came.
    pub at: UnixMillis,
    /// Which tenant it came to.
    pub target: TargetName,
    /// What the tenant noted.
    pub entry: Entry,
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
    /// A tutor that has just been started, with what was kept from earlier sessions and the course inside the program.
    pub fn new(now: UnixMillis, progress: Progress) -> Self {
        Self::with_course(now, progress, course())
    }

    /// The same with another course.
    pub fn with_course(now: UnixMillis, progress: Progress, course: &'static Course) -> Self {
        Self {
            page: Page::Home,
            now,
            course,
            targets: Targets::default(),
            player: None,
            checker: CheckDesk::default(),
            decoder: DecodeDesk::default(),
            local: |_| None,
            progress,
            settings: Settings::default(),
            settings_at: None,
            saving: Saving::Untouched,
            unkept: None,
            keeping: 0,
            toast: None,
            revealed_until: None,
            visitor: None,
            hand: InHand::default(),
            scenarios: Scenarios::default(),
            own_targets: OwnTargets::default(),
            sought: String::new(),
            sought_from: Page::Home,
            way_out: None,
            hand_from: Page::Home,
            leaving: false,
            review_day: 0,
            ledger: Ledger::default(),
            told_of: BTreeSet::new(),
            told_of_keys: BTreeSet::new(),
            own: None,
            next_run: RunId(1),
        }
    }

    /// Opens the session at a tenant of the learner's own; its round can be played from then on.
    pub fn at_own(&mut self, own: Own) {
        let facts = Box::new(own.facts.clone());
        self.targets.set(TargetName::Own, Tenant::Ready(facts));
        // What is open at another one is over.
        if self
            .player
            .as_ref()
            .is_some_and(|player| player.own.is_some())
        {
            self.player = None;
        }
        self.own = Some(Box::new(own));
    }

    /// True where this session was opened with a tenant of the learner's own.
    pub fn has_own(&self) -> bool {
        self.own.is_some()
    }

    /// The kept target that this session was opened with.
    pub fn open_target(&self) -> Option<&KeptTarget> {
        self.own.as_ref().map(|own| &own.kept)
    }

    /// The lessons that can be played at the tenant of the learner's own; none where the session has none.
    pub fn lessons_at_own(&self) -> impl Iterator<Item = &'static Lesson> {
        let lessons = self.course.lessons.iter();
        // The lessons show a secret, in one place or another; the round shows whatever there is.
        let has_secret = self.own.as_ref().is_some_and(|own| !own.signs());
        lessons.filter(move |lesson| has_secret && lesson.own.is_some())
    }

    /// Who answers here: the open lesson's target, else that of the lesson that would go on.
    pub fn target(&self) -> TargetName {
        if let Some(player) = &self.player {
            return player.target;
        }
        let last = self.progress.last.as_deref();
        let lesson = last.and_then(|id| self.course.lesson(id));
        let lesson = lesson.or(self.course.lessons.first());
        let target = lesson.and_then(|lesson| lesson.targets.first());
        target.copied().unwrap_or_default()
    }

    /// The tenant of that target.
    pub fn tenant(&self) -> &Tenant {
        let player = self.player.as_ref();
        let server = player.map(|player| player.lesson.form.server);
        self.targets.at(self.target(), server.unwrap_or_default())
    }

    /// What is known of it, once it answers.
    pub fn facts(&self) -> Option<&TenantFacts> {
        self.tenant().facts()
    }

    /// True where a tenant of the learner's own answers: its secret is a real one.
    pub fn at_own_tenant(&self) -> bool {
        self.facts().is_some_and(TenantFacts::is_own)
    }

    /// True in a sandbox at a practice server, where nothing is asked for and nothing counts.
    pub fn in_sandbox(&self) -> bool {
        let player = self.player.as_ref();
        self.page == Page::Lesson
            && player.is_some_and(|player| {
                // At a tenant of one's own there is no server in hand, and nothing to keep a scenario of.
                player.lesson.kind == Round::Sandbox && player.own.is_none()
            })
    }

    /// What became of a prediction of the open lesson.
    pub fn verdict(&self, ask: &crate::lesson::model::Ask) -> Option<crate::app::verdict::Verdict> {
        let player = self.player.as_ref()?;
        Some(player.verdict(ask, self.facts()))
    }

    /// True while an answer is waited for, of whatever kind.
    pub fn busy(&self) -> bool {
        self.ledger.is_busy()
    }

    /// True while something is under way that Ctrl+C cancels: a request, a jump, or going where a sandbox would be put away. What a lesson
    /// sets up at its start is none of it: there Ctrl+C ends the program.
    pub fn can_cancel(&self) -> bool {
        self.ledger.has_request() || self.is_flying() || self.asks_first()
    }

    /// True while the learner is asked whether the sandbox is to be put away.
    pub fn asks_first(&self) -> bool {
        self.way_out.is_some()
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
        let shown = self.revealed_seconds();
        let shown = self.revealed_until.zip(shown);
        // The seconds of what is shown are counted down on the screen.
        let shown = shown.map(|(until, left)| UnixMillis(until.0 - (left - 1) * 1000));
        [shown, toast, second].into_iter().flatten().min()
    }

    /// How many seconds secrets are shown yet, the one that runs included.
    pub fn revealed_seconds(&self) -> Option<i64> {
        let until = self.revealed_until?;
        let left = until.0.saturating_sub(self.now.0);
        (left > 0).then(|| left.saturating_add(999) / 1000)
    }

    /// True while a countdown is on the screen.
    pub fn counting_down(&self) -> bool {
        match self.page {
            Page::Lesson => self.player.as_ref().is_some_and(Player::counting_down),
            Page::Home | Page::Checker | Page::Decoder | Page::Server | Page::Reference => false,
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
