//! `oauth-tutor serve`: the practice tenants alone, for curl, SDKs and classes.

use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::cli::args::Args;
use crate::cli::exit::Exit;
use crate::cli::print::Unwritten;
use crate::cli::{clock, fault};
use crate::practice::{self, DialectName, Random, Settings, Tenant};
use crate::shell::clock::SystemClock;
use crate::shell::random::{SeededRandom, SystemRandom};
use crate::shell::secluded::SecludedFolder;
use crate::shell::signals::{self, Ended, LastResort, Signal, Went};

mod apps;
mod facts;
mod lines;
mod log;

use facts::Facts;
use lines::Lines;

/// Run the practice servers alone.
#[derive(clap::Args, Debug)]
pub struct ServeArgs {
    /// The address to listen on.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub addr: IpAddr,
    /// The first of the tenants' ports; 0 takes any that is free.
    #[arg(long, default_value_t = 9400)]
    pub port: u16,
    /// Print one line of JSON on stdout when every tenant answers.
    #[arg(long)]
    pub json: bool,
    /// Make ids and secrets repeat; keys are fresh all the same.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Answer to this name too, beside localhost, loopback addresses and --addr; may be given again.
    #[arg(long = "host", value_name = "NAME", value_parser = host)]
    pub hosts: Vec<String>,
    /// Let other machines in, at an address that is not loopback.
    #[arg(long)]
    pub allow_remote: bool,
}

/// A name of this server; clap's parser for `--host`.
fn host(text: &str) -> Result<String, String> {
    if practice::is_host_name(text) {
        Ok(text.to_owned())
    } else {
        Err("this is no host name; write it without http://, port and path".to_owned())
    }
}

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
pub fn run(args: &Args, own: &ServeArgs) -> anyhow::Result<Exit> {
    let lines = Lines::begin()?;
    let exit = begin(args, own, &lines);
    lines.flush(LAST_LINES);
    exit
}

fn begin(args: &Args, own: &ServeArgs, lines: &Lines) -> anyhow::Result<Exit> {
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
    let exit = runtime.block_on(answer(args, own, (listeners, lines), stopped));
    // Standard output may be stuck for good, since nobody reads it.
    runtime.shutdown_timeout(LAST_LINES);
    exit
}

/// The tenants, in the order of their ports.
const DIALECTS: [DialectName; 3] = [DialectName::Rfc, DialectName::Auth0, DialectName::Okta];

/// Binds one port a tenant, from the first one up; 0 takes any three.
fn bind(own: &ServeArgs) -> Result<Vec<std::net::TcpListener>, (u16, io::Error)> {
    let ports = (0..3).map(|step| match own.port {
        0 => Some(0),
        first => first.checked_add(step),
    });
    ports
        .map(|port| {
            let port = port.ok_or_else(|| (u16::MAX, io::ErrorKind::InvalidInput.into()))?;
            practice::bind_exactly(own.addr, port).map_err(|error| (port, error))
        })
        .collect()
}

/// Which signal asked to stop, once one has.
type Stopped = watch::Receiver<Option<Ended>>;

/// Serves until a signal comes.
async fn answer(
    args: &Args,
    own: &ServeArgs,
    (listeners, lines): (Vec<std::net::TcpListener>, &Lines),
    mut stopped: Stopped,
) -> anyhow::Result<Exit> {
    let (end, ending) = watch::channel(false);
    let mut serving = JoinSet::new();
    let mut tenants = Vec::new();
    for (dialect, listener) in DIALECTS.into_iter().zip(listeners) {
        let at = listener.local_addr()?;
        let listener = TcpListener::from_std(listener)?;
        let tenant = tenant(at, dialect, own, (!args.quiet).then(|| lines.clone()));
        tenants.push(tenant.clone());
        let mut ending = ending.clone();
        serving.spawn(practice::serve(listener, tenant, async move {
            // An error means that nobody is left to say stop, which is the end too.
            drop(ending.wait_for(|end| *end).await);
        }));
    }
    // Removed when this goes out of scope, whatever happens below.
    let folder = SecludedFolder::create()?;
    let written = tokio::select! {
        ended = stop(&mut stopped) => return finish(&end, serving, ended).await,
        Some(ended) = serving.join_next() => return Ok(ended?.map(|()| Exit::Done)?),
        written = ready(own, &tenants, &folder) => written?,
    };
    match written {
        Ok(()) => {}
        // Nobody reads the ready line, so nobody can use what it says.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Done),
        Err(error) => return Err(Unwritten(error).into()),
    }
    tokio::select! {
        ended = stop(&mut stopped) => finish(&end, serving, ended).await,
        Some(ended) = serving.join_next() => Ok(ended?.map(|()| Exit::Done)?),
    }
}

/// Registers the apps and prints what there is. Standard output is written beside the rest, since nobody may read it.
async fn ready(
    own: &ServeArgs,
    tenants: &[Tenant],
    folder: &SecludedFolder,
) -> anyhow::Result<io::Result<()>> {
    let apps = apps::register(tenants, folder).await?;
    // The sockets answer from the start; ready means that the first token need not wait for a key.
    for tenant in tenants {
        tenant.ready().await?;
    }
    let facts = Facts::of(tenants, apps);
    let text = if own.json { facts.json() } else { facts.text() };
    let written = tokio::task::spawn_blocking(move || {
        let mut stdout = io::stdout().lock();
        stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush())
    });
    Ok(written.await?)
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

/// A tenant with the Reports API as its default audience, so that a request without `audience` works as in the exercise.
fn tenant(at: SocketAddr, dialect: DialectName, own: &ServeArgs, log: Option<Lines>) -> Tenant {
    let random: Box<dyn Random> = match own.seed {
        Some(seed) => Box::new(SeededRandom::new(seed)),
        None => Box::new(SystemRandom),
    };
    let mut settings = Settings {
        dialect,
        hosts: own.hosts.clone(),
        ..Settings::at(at)
    };
    // The log says what the tenant knows, and the tenant is made with its log.
    let known = Arc::new(OnceLock::<Tenant>::new());
    if let Some(log) = log {
        let known = Arc::clone(&known);
        settings.on_entry = Some(Box::new(move |entry| {
            if let Some(tenant) = known.get() {
                log.say(&log::line(tenant, entry));
            }
        }));
    }
    let tenant = Tenant::new(settings, Arc::new(SystemClock::new()), random);
    // Nobody else sets it.
    let _ = known.set(tenant.clone());
    let reports = tenant.apis().first().map(|api| api.identifier.to_owned());
    tenant.set_default_audience(reports);
    tenant
}

/// Why the port could not be had, and what to do.
fn unbound(addr: IpAddr, port: u16, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "Port {port} is in use at {addr}. Choose another with --port, or let --port 0 find one. The three tenants take three ports in a row."
        ),
        io::ErrorKind::InvalidInput => {
            "There are not three ports from there on. Choose a lower --port.".into()
        }
        _ => format!("Port {port} at {addr} cannot be opened: {error}."),
    }
}
