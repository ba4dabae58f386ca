//! Runs what the tutor asks for: the one owner of tasks, threads, clocks, ids and shutdown of a session.

use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::mpsc::{self, UnboundedSender};

use crate::app::effect::Effect;
use crate::app::message::Message;

pub mod clock;
pub mod editor;
pub mod key_file;
pub mod manners;
pub mod own_target;
pub mod panics;
pub mod random;
pub mod secluded;
pub mod secret_command;
pub mod signals;

pub(crate) mod files;
mod own_key;
mod saver;
mod session;
mod sink;
mod tenant;

pub use sink::ShellOptions;
use sink::{Asked, Sink};
pub use tenant::Practice;

/// The first port of the practice servers (CONTRACT.md section 6).
pub const FIRST_PORT: u16 = 9400;

/// A running session. One thread holds the runtime, the practice servers and every request under way.
#[derive(Debug)]
pub struct Shell {
    asked: UnboundedSender<Asked>,
    thread: Option<JoinHandle<()>>,
}

impl Shell {
    /// Starts the session over tenants that are bound already; `sink` is called from its thread with every answer.
    ///
    /// # Errors
    /// When the operating system gives no thread, or nothing to wait with.
    pub fn start(
        options: ShellOptions,
        practice: Arc<Practice>,
        sink: impl Fn(Message) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let (asked, asks) = mpsc::unbounded_channel();
        let sink: Sink = Arc::new(sink);
        // Here, and not on the thread: a session that could not begin would leave whoever asks it waiting for ever.
        let runtime = session::runtime()?;
        let thread = std::thread::Builder::new()
            .name("session".into())
            .spawn(move || session::run(runtime, (&options, practice), &sink, asks))?;
        Ok(Self {
            asked,
            thread: Some(thread),
        })
    }

    /// Does `effect`, some time soon. Copying and leaving are the skin's own business and do nothing here.
    pub fn perform(&self, effect: Effect) {
        // A session that has ended answers nothing more; whoever ended it knows.
        let _ = self.asked.send(Asked::Effect(effect));
    }

    /// Ends the session: what is to be saved is saved, servers stop. Takes no longer than a second.
    pub fn stop(mut self) {
        let _ = self.asked.send(Asked::Stop);
        if let Some(thread) = self.thread.take() {
            // The thread bounds its own ending; a panic in it was reported by the panic hook already.
            let _ = thread.join();
        }
    }
}
