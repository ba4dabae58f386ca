//! `oauth-tutor serve`: the practice tenants alone, for curl, SDKs and classes.

use std::io::{self, Write as _};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::print::Unwritten;
use crate::cli::{clock, fault};
use crate::oauth::text::visible_line;
use crate::practice::{self, Beside, Tls};
use crate::shell::secluded::SecludedFolder;
use crate::shell::signals::{self, Ended, LastResort, Signal, Went};

mod apps;
pub mod args;
mod control;
mod course_setup;
mod facts;
mod heaps;
mod lines;
mod log;
mod tenants;

pub use args::{ServeArgs, SigningName};
use control::Control;
use course_setup::{CourseSetup, NoSetup};
use facts::{Facts, Steering};
use lines::Lines;
use tenants::{DIALECTS, Sockets, bind, open, tenant, unbound};

/// How long the log may take to be read at the end.
const LAST_LINES: Duration = Duration::from_millis(300);

/// How long the tenants may take to stop: requests under way have three seconds ([`practice::Limits`]).
const LAST_RESORT: LastResort = LastResort {
    patience: Duration::from_secs(5),
    restore: || {},
};

/// Runs `serve`.
///
/// # Errors
/// What the system has run out of, and faults of this program; everything a user can cause has an [`Exit`] of its own.
pub fn run(flags: &Flags, own: &ServeArgs) -> anyhow::Result<Exit> {
    heaps::few();
    let lines = Lines::begin()?;
    let exit = begin(flags, own, &lines);
    lines.flush(LAST_LINES);
    exit
}

fn begin(flags: &Flags, own: &ServeArgs, lines: &Lines) -> anyhow::Result<Exit> {
    if !practice::can_say(clock::now()) {
        lines.say(&format!("Nothing can be served: {}.", practice::NO_DATE));
        return Ok(Exit::CannotCreate);
    }
    if !own.addr.is_loopback() {
        if !own.allow_remote {
            lines.say(&format!(
                "{} is open to other machines. Add --allow-remote to serve there.",
                own.addr
            ));
            return Ok(Exit::Usage);
        }
        lines.say(&format!(
            "Open to other machines at {}: they can ask for tokens, and secrets travel without encryption.",
            own.addr
        ));
        if own.addr.is_unspecified() {
            lines.say(
                "Its URLs name loopback. Give --addr this machine's own address, or --host the name that others use, so that they are answered.",
            );
        }
    }
    let setup = match own
        .course_setup
        .as_deref()
        .map(CourseSetup::read)
        .transpose()
    {
        Ok(setup) => setup,
        Err(NoSetup::Unreadable(why)) => {
            lines.say(&visible_line(&format!("{why}.")));
            return Ok(why.exit());
        }
        Err(NoSetup::Wrong(why)) => {
            lines.say(&format!("The set-up cannot be used: {why}."));
            return Ok(Exit::Usage);
        }
    };
    let (stop, stopped) = watch::channel(None);
    let _signals = signals::listen(LAST_RESORT, move |signal| match signal {
        Signal::End(ended) if stop.send(Some(ended)).is_ok() => Went::ToSkin,
        Signal::End(_) => Went::Gone,
        Signal::Suspend | Signal::Continue | Signal::Resized => Went::Elsewhere,
    })?;
    let listeners = match bind(own) {
        Ok(listeners) => listeners,
        Err((port, error)) => {
            if fault::limit(&error).is_some() {
                return Err(error.into());
            }
            lines.say(&unbound(own.addr, port, &error));
            return Ok(Exit::Network);
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let exit = runtime.block_on(answer(flags, own, (listeners, lines, setup), stopped));
    // Standard output may be stuck for good, since nobody reads it.
    runtime.shutdown_timeout(LAST_LINES);
    exit
}

/// Which signal asked to stop, once one has.
type Stopped = watch::Receiver<Option<Ended>>;

/// Serves until a signal comes.
async fn answer(
    flags: &Flags,
    own: &ServeArgs,
    (sockets, lines, setup): (Vec<Sockets>, &Lines, Option<CourseSetup>),
    mut stopped: Stopped,
) -> anyhow::Result<Exit> {
    let (end, ending) = watch::channel(false);
    let mut serving = JoinSet::new();
    let mut controls = Vec::new();
    let tls = own.tls.then(|| Tls::generate(&own.hosts, clock::now()));
    let tls = tls.transpose()?;
    for (dialect, sockets) in DIALECTS.into_iter().zip(sockets) {
        let (at, listeners) = open(sockets)?;
        let log = (!flags.quiet).then(|| lines.clone());
        let tenant = tenant((at, tls.clone()), dialect, own, log)?;
        let control = Control::of(tenant.clone());
        let beside = if own.control {
            control.paths()
        } else {
            Beside::default()
        };
        controls.push(control);
        let mut ending = ending.clone();
        serving.spawn(practice::serve_beside(
            listeners,
            tenant,
            beside,
            async move {
                // An error means that nobody is left to say stop, which is the end too.
                drop(ending.wait_for(|end| *end).await);
            },
        ));
    }
    // Removed when this goes out of scope, whatever happens below.
    let folder = SecludedFolder::create()?;
    let written = tokio::select! {
        ended = stop(&mut stopped) => return finish(&end, serving, ended).await,
        Some(ended) = serving.join_next() => return Ok(ended?.map(|()| Exit::Done)?),
        written = ready(own, &controls, (&folder, tls.as_ref()), setup) => written?,
    };
    match written {
        Ok(Ok(())) => {}
        // Nobody reads the ready line, so nobody can use what it says.
        Ok(Err(error)) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Done),
        Ok(Err(error)) => return Err(Unwritten(error).into()),
        Err(why) => {
            lines.say(&format!("The set-up cannot be made: {why}."));
            return Ok(Exit::Usage);
        }
    }
    tokio::select! {
        ended = stop(&mut stopped) => finish(&end, serving, ended).await,
        Some(ended) = serving.join_next() => Ok(ended?.map(|()| Exit::Done)?),
    }
}

/// Registers the apps and prints what there is; or says why the set-up cannot be made. Standard output is written beside the rest, since
/// nobody may read it.
async fn ready(
    own: &ServeArgs,
    controls: &[Control],
    (folder, tls): (&SecludedFolder, Option<&Tls>),
    setup: Option<CourseSetup>,
) -> anyhow::Result<Result<io::Result<()>, String>> {
    let tenants: Vec<_> = controls.iter().map(Control::tenant).cloned().collect();
    let mut apps = apps::register(&tenants, folder).await?;
    // The sockets answer from the start; ready means that the first token need not wait for a key.
    for tenant in &tenants {
        tenant.ready().await?;
    }
    if let Some(setup) = setup {
        let all = tenants.clone();
        let done = tokio::task::spawn_blocking(move || setup.carry_out(&all)).await?;
        if let Err(why) = done {
            return Ok(Err(why));
        }
        for (tenant, apps) in tenants.iter().zip(&mut apps) {
            for app in apps {
                app.look_again(tenant);
            }
        }
    }
    controls.iter().for_each(Control::begin);
    let steering = if own.control {
        Steering::Open
    } else {
        Steering::Closed
    };
    let authority = tls.map(|tls| folder.keep("ca.pem", tls.authority()));
    let facts = Facts::of(&tenants, apps, steering).trusting(authority.transpose()?);
    let text = if own.json { facts.json() } else { facts.text() };
    let written = tokio::task::spawn_blocking(move || {
        let mut stdout = io::stdout().lock();
        stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush())
    });
    Ok(Ok(written.await?))
}

/// Done when a signal asks to stop.
async fn stop(stopped: &mut Stopped) -> Ended {
    let ended = stopped.wait_for(Option::is_some).await;
    // Nobody is left who could ask: the thread that listens to signals is gone, as after SIGTERM.
    ended
        .ok()
        .and_then(|ended| *ended)
        .unwrap_or(Ended::Terminated)
}

/// Tells the tenants to stop, and waits until they have.
async fn finish(
    end: &watch::Sender<bool>,
    mut serving: JoinSet<io::Result<()>>,
    ended: Ended,
) -> anyhow::Result<Exit> {
    // Fails only when no tenant is left to tell.
    let _ = end.send(true);
    while let Some(ended) = serving.join_next().await {
        ended??;
    }
    Ok(match ended {
        // Both are how one stops a server.
        Ended::Interrupted | Ended::Terminated => Exit::Done,
        Ended::Quit | Ended::HungUp => Exit::Signalled(ended),
    })
}
