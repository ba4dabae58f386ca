//! The session thread: one task a question, one queue of answers.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::{AbortHandle, JoinHandle};

use super::files;
use super::own_key::{self, OwnKey};
use super::own_target::{self, Senders, Sending};
use super::saver::Saver;
use super::sink::{Asked, LAST_MOMENT, ShellOptions, Sink};
use super::tenant::Practice;
use crate::app::create::AppForm;
use crate::app::effect::{Effect, RunId, Unsigned};
use crate::app::message::{Message, World};
use crate::app::own::OwnProof;
use crate::lesson::target::TargetName;
use crate::net::{PlainHttp, Sender};
use crate::oauth::jwt::assertion::Flaws;
use crate::oauth::names::{ClientId, ClientSecret};
use crate::oauth::request::AuthMethod;

mod changing;
mod sending;

/// How long the thread that saves waits for more to save.
const SAVED: Duration = Duration::from_millis(50);

/// What a session runs on.
///
/// # Errors
/// When the operating system opens no more files.
pub(super) fn runtime() -> io::Result<Runtime> {
    // One thread is enough: a signature takes a third of a millisecond, and an idle runtime of one thread never wakes up.
    let mut builder = Builder::new_current_thread();
    // Neither does a thread that saved something, once it has ended; tokio would end it ten seconds later.
    builder.enable_all().thread_keep_alive(SAVED);
    builder.build()
}

/// Runs the session until it is told to stop or nobody can ask any more.
pub(super) fn run(
    runtime: Runtime,
    (options, practice): (&ShellOptions, Arc<Practice>),
    sink: &Sink,
    asks: UnboundedReceiver<Asked>,
) {
    runtime.block_on(serve(options, practice, sink, asks));
    runtime.shutdown_timeout(LAST_MOMENT);
}

async fn serve(
    options: &ShellOptions,
    practice: Arc<Practice>,
    sink: &Sink,
    mut asks: UnboundedReceiver<Asked>,
) {
    let mut session = Session::new(options, practice, sink);
    while let Some(Asked::Effect(effect)) = asks.recv().await {
        session.perform(effect);
    }
    session.saver.finish().await;
}

struct Session {
    sink: Sink,
    senders: Senders,
    secret: Option<SecretString>,
    settings: Option<PathBuf>,
    practice: Arc<Practice>,
    own_key: OwnKey,
    saver: Saver,
    folder: Option<PathBuf>,
    under_way: HashMap<RunId, AbortHandle>,
    /// The newest change that takes a while: what changes after it waits for it.
    line: Option<JoinHandle<()>>,
}

/// What sends. Certificates that are none were refused before the session began.
fn sender(authorities: &[u8]) -> Sender {
    let plain = || Sender::new(PlainHttp::Refused);
    if authorities.is_empty() {
        return plain();
    }
    plain().trusting(authorities).unwrap_or_else(|_| plain())
}

impl Session {
    fn new(options: &ShellOptions, practice: Arc<Practice>, sink: &Sink) -> Self {
        practice.start(sink);
        Self {
            sink: Arc::clone(sink),
            senders: Sending::new(sender(&options.authorities)),
            settings: options.settings.clone(),
            secret: options.secret.clone(),
            practice,
            own_key: OwnKey::default(),
            saver: Saver::new(options.folders(), options.known.clone(), Arc::clone(sink)),
            folder: options.folder.clone(),
            under_way: HashMap::new(),
            line: None,
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Open(target) => self.practice.open(target),
            Effect::Register {
                run,
                target,
                form,
                replaces,
            } => self.register((run, target), &form, replaces.as_ref()),
            Effect::SetMethod {
                run,
                target,
                client_id,
                method,
                client_secret,
            } => self.set_method((run, target), client_id, method, client_secret),
            Effect::Change {
                run,
                target,
                app,
                lot,
                wish,
            } => self.change((run, target), app, lot, *wish),
            effect @ (Effect::PutBack { .. } | Effect::TakeBack { .. }) => self.undo(effect),
            Effect::Look(target) => self.look(target),
            Effect::Sign {
                run,
                client_id,
                audience,
                flaws,
                with,
            } => self.sign(run, (client_id, audience), flaws, with),
            Effect::Prove {
                run,
                method,
                url,
                nonce,
                token,
                place,
            } => {
                let with = (nonce.as_deref(), token.as_ref());
                let result = self.own_key.proof(&place, (method, &url), with);
                (self.sink)(Message::World(World::Proved { run, result }));
            }
            Effect::Send { run, request } => self.send(run, *request),
            Effect::AskTwin { run, twin } => self.ask_twin(run, *twin),
            Effect::FetchKeys { run, url } => self.fetch_keys(run, url),
            Effect::Cancel { run } => self.cancel(run),
            Effect::Save(_) | Effect::Keep(_) | Effect::Scenarios { .. } => self.saver.take(effect),
            Effect::OwnTarget { run, ask } => self.own_target(run, ask),
            Effect::Trust { run } => own_target::taken_over(&self.senders, run),
            Effect::ReadFile { run, path } => self.beside(run, move || files::read(run, &path)),
            Effect::ReadKeys { run, path } => self.read_keys(run, path),
            Effect::SignAgain { run, token } => self.sign_again(run, token),
            Effect::KeepReport { name, ending, text } => self.keep(name, ending, text),
            Effect::Copy { .. }
            | Effect::EditOutside { .. }
            | Effect::FetchSecret { .. }
            | Effect::Leave => {}
        }
    }

    fn register(
        &mut self,
        (run, target): (RunId, TargetName),
        form: &AppForm,
        old: Option<&ClientId>,
    ) {
        if let Some(answer) = self.practice.register(run, target, form, old) {
            (self.sink)(Message::World(answer));
        }
    }

    /// Nobody waits for it, and nobody gives it up.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one owner of the session's tasks"
    )]
    fn look(&self, target: TargetName) {
        let practice = Arc::clone(&self.practice);
        tokio::spawn(async move { practice.look(target).await });
    }

    fn cancel(&mut self, run: RunId) {
        if let Some(task) = self.under_way.remove(&run) {
            task.abort();
        }
    }

    fn set_method(
        &mut self,
        (run, target): (RunId, TargetName),
        app: ClientId,
        method: AuthMethod,
        secret: Option<ClientSecret>,
    ) {
        let (_, practice, sink) = self.shared();
        let own_key = self.own_key.clone();
        self.spawn(run, async move {
            let jwks = match method {
                AuthMethod::PrivateKeyJwt => own_key.jwks().await.map(Some),
                AuthMethod::ClientSecretPost
                | AuthMethod::ClientSecretBasic
                | AuthMethod::ClientSecretJwt
                | AuthMethod::Public => Ok(None),
            };
            let result =
                jwks.and_then(|jwks| practice.set_method(target, &app, method, (secret, jwks)));
            sink(Message::World(World::MethodSet { run, result }));
        });
    }

    fn sign(
        &mut self,
        run: RunId,
        (client_id, audience): (String, String),
        flaws: Flaws,
        with: Option<OwnProof>,
    ) {
        let (own_key, sink) = (self.own_key.clone(), Arc::clone(&self.sink));
        self.spawn(run, async move {
            let whose = (client_id.as_str(), audience.as_str());
            let result = match &with {
                Some(proof) => own_key::with(proof, whose, &flaws),
                None => own_key.assertion(whose, &flaws).await,
            };
            sink(Message::World(World::Signed { run, result }));
        });
    }

    fn read_keys(&mut self, run: RunId, path: String) {
        self.beside(run, move || files::read_keys(run, &path));
    }

    fn sign_again(&mut self, run: RunId, token: Unsigned) {
        let (_, practice, sink) = self.shared();
        self.spawn(run, async move {
            let result = practice.sign(&token).await;
            sink(Message::World(World::SignedAgain { run, result }));
        });
    }

    fn keep(&self, name: String, ending: &'static str, text: String) {
        let (folder, sink) = (self.folder.clone(), Arc::clone(&self.sink));
        // Nobody gives this up: the runtime waits for it for a bounded time when the session ends.
        tokio::task::spawn_blocking(move || {
            sink(files::keep(folder.as_deref(), &name, ending, &text));
        });
    }

    /// Does `work` on a thread of its own, so that a slow disk holds nobody up.
    fn beside(&mut self, run: RunId, work: impl FnOnce() -> Message + Send + 'static) {
        let sink = Arc::clone(&self.sink);
        self.spawn(run, async move {
            if let Ok(message) = tokio::task::spawn_blocking(work).await {
                sink(message);
            }
        });
    }

    fn shared(&self) -> (Arc<Sender>, Arc<Practice>, Sink) {
        (
            own_target::present(&self.senders),
            Arc::clone(&self.practice),
            Arc::clone(&self.sink),
        )
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one owner of the session's tasks"
    )]
    fn spawn(&mut self, run: RunId, task: impl Future<Output = ()> + Send + 'static) {
        self.under_way.retain(|_, task| !task.is_finished());
        self.under_way
            .insert(run, tokio::spawn(task).abort_handle());
    }
}
