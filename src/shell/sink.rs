//! What the session thread is given: its options, what it is asked, where its answers go, and how long its end may take.

use secrecy::SecretString;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::app::effect::Effect;
use crate::app::message::Message;
use crate::app::progress::Progress;

/// How a session is run.
#[derive(Clone, Debug, Default)]
pub struct ShellOptions {
    /// The folder for progress; `None` where the system names none.
    pub folder: Option<PathBuf>,
    /// The progress that was found there.
    pub known: Progress,
    /// The folder for settings; `None` where the system names none.
    pub settings: Option<PathBuf>,
    /// Certificates, as PEM, of an authority that is believed besides those of the system.
    pub authorities: Vec<u8>,
    /// The secret that the environment holds: it is kept in no target.
    pub secret: Option<SecretString>,
}

impl ShellOptions {
    /// The folders for progress and for settings.
    pub(super) fn folders(&self) -> Folders {
        (self.folder.clone(), self.settings.clone())
    }
}

/// Where progress is kept, and where settings are.
pub(super) type Folders = (Option<PathBuf>, Option<PathBuf>);

/// What the session thread is asked.
#[derive(Debug)]
pub(super) enum Asked {
    Effect(Effect),
    Stop,
}

/// Where messages for the tutor go.
pub(super) type Sink = Arc<dyn Fn(Message) + Send + Sync>;

/// How long what is under way may take once the session is told to stop.
pub(super) const LAST_MOMENT: Duration = Duration::from_millis(500);
