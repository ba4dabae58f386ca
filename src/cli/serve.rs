//! `oauth-tutor serve`: the practice tenants alone, for curl, SDKs and classes.

use std::future::Future;
use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::cli::args::Args;
use crate::cli::exit::Exit;
use crate::practice::{self, DialectName, Random, Settings, Tenant};
use crate::shell::clock::SystemClock;
use crate::shell::random::{SeededRandom, SystemRandom};
use crate::shell::secluded::SecludedFolder;

mod apps;
mod facts;
mod log;

use facts::Facts;

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
    /// Let other machines in, at an address that is not loopback.
    #[arg(long)]
    pub allow_remote: bool,
}

/// Runs `serve`.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub fn run(args: &Args, own: &ServeArgs) -> anyhow::Result<Exit> {
    if !own.addr.is_loopback() {
        if !own.allow_remote {
            say(&format!(
                "{} is open to other machines. Add --allow-remote to serve there.",
                own.addr
            ));
            return Ok(Exit::Usage);
        }
        say(&format!(
            "Open to other machines at {}: they can ask for tokens, and secrets travel without encryption.",
            own.addr
        ));
        if own.addr.is_unspecified() {
            say(
                "Its URLs name loopback. Give --addr this machine's own address, so that others can use them.",
            );
        }
    }
    let listeners = match bind(own) {
        Ok(listeners) => listeners,
        Err((port, error)) => {
            say(&unbound(own.addr, port, &error));
            return Ok(Exit::Network);
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(answer(args, own, listeners))
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

/// Serves until a signal comes.
async fn answer(
    args: &Args,
    own: &ServeArgs,
    listeners: Vec<std::net::TcpListener>,
) -> anyhow::Result<Exit> {
    let mut stop = pin!(signals()?);
    let (end, ending) = watch::channel(false);
    let mut serving = JoinSet::new();
    let mut tenants = Vec::new();
    for (dialect, listener) in DIALECTS.into_iter().zip(listeners) {
        let at = listener.local_addr()?;
        let listener = TcpListener::from_std(listener)?;
        let tenant = tenant(at, dialect, own.seed, args.quiet);
        tenants.push(tenant.clone());
        let mut ending = ending.clone();
        serving.spawn(practice::serve(listener, tenant, async move {
            // An error means that nobody is left to say stop, which is the end too.
            drop(ending.wait_for(|end| *end).await);
        }));
    }
    // Removed when this goes out of scope, whatever happens below.
    let folder = SecludedFolder::create()?;
    let ready = async {
        let apps = apps::register(&tenants, &folder).await?;
        // The sockets answer from the start; ready means that the first token need not wait for a key.
        for tenant in &tenants {
            tenant.ready().await?;
        }
        let facts = Facts::of(&tenants, apps);
        let text = if own.json { facts.json() } else { facts.text() };
        let mut stdout = io::stdout().lock();
        anyhow::Ok(
            stdout
                .write_all(text.as_bytes())
                .and_then(|()| stdout.flush()),
        )
    };
    let written = tokio::select! {
        () = &mut stop => return ended(&end, serving).await,
        Some(ended) = serving.join_next() => return Ok(ended?.map(|()| Exit::Done)?),
        written = ready => written?,
    };
    match written {
        Ok(()) => {}
        // Nobody reads the ready line, so nobody can use what it says.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Done),
        Err(error) => return Err(error.into()),
    }
    tokio::select! {
        () = &mut stop => ended(&end, serving).await,
        Some(ended) = serving.join_next() => Ok(ended?.map(|()| Exit::Done)?),
    }
}

/// Tells the tenants to stop, and waits until they have.
async fn ended(
    end: &watch::Sender<bool>,
    mut serving: JoinSet<io::Result<()>>,
) -> anyhow::Result<Exit> {
    // Fails only when no tenant is left to tell.
    let _ = end.send(true);
    while let Some(ended) = serving.join_next().await {
        ended??;
    }
    Ok(Exit::Done)
}

/// A tenant with the Reports API as its default audience, so that a request without `audience` works as in the exercise.
fn tenant(at: SocketAddr, dialect: DialectName, seed: Option<u64>, quiet: bool) -> Tenant {
    let random: Box<dyn Random> = match seed {
        Some(seed) => Box::new(SeededRandom::new(seed)),
        None => Box::new(SystemRandom),
    };
    let mut settings = Settings {
        dialect,
        ..Settings::at(at)
    };
    if !quiet {
        settings.on_entry = Some(Box::new(|entry| say(&log::line(entry))));
    }
    let tenant = Tenant::new(settings, Arc::new(SystemClock::new()), random);
    let reports = tenant.apis().first().map(|api| api.identifier.to_owned());
    tenant.set_default_audience(reports);
    tenant
}

/// Done when SIGINT or SIGTERM comes. Both are listened for from here on, also before the first wait.
#[cfg(unix)]
fn signals() -> io::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Done when Ctrl+C comes.
#[cfg(not(unix))]
fn signals() -> io::Result<impl Future<Output = ()> + Send> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
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

/// One line on stderr. When nobody reads it, serving goes on.
fn say(line: &str) {
    drop(writeln!(io::stderr().lock(), "{line}"));
}
