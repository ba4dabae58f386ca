//! `oauth-tutor serve`: the practice tenant alone, for curl, SDKs and classes.

use std::future::Future;
use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;

use crate::cli::args::Args;
use crate::cli::exit::Exit;
use crate::practice::{self, AppType, Grant, NewApp, Random, Settings, Tenant};
use crate::shell::clock::SystemClock;
use crate::shell::random::{SeededRandom, SystemRandom};

mod facts;
mod log;

use facts::{App, Facts};

/// Flags of `serve`.
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
    let listener = match practice::bind_exactly(own.addr, own.port) {
        Ok(listener) => listener,
        Err(error) => {
            say(&unbound(own, &error));
            return Ok(Exit::Network);
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(answer(args, own, listener))
}

/// Serves until a signal comes.
async fn answer(
    args: &Args,
    own: &ServeArgs,
    listener: std::net::TcpListener,
) -> anyhow::Result<Exit> {
    let stop = signals()?;
    let at = listener.local_addr()?;
    let listener = TcpListener::from_std(listener)?;
    let tenant = tenant(at, own.seed, args.quiet);
    let facts = Facts::of(&tenant, vec![job(&tenant)]);
    let ready = async {
        // The socket answers from the start; ready means that the first token need not wait for a key.
        tenant.ready().await?;
        let text = if own.json { facts.json() } else { facts.text() };
        let mut stdout = io::stdout().lock();
        anyhow::Ok(
            stdout
                .write_all(text.as_bytes())
                .and_then(|()| stdout.flush()),
        )
    };
    let serving = practice::serve(listener, tenant.clone(), stop);
    tokio::pin!(serving);
    let written = tokio::select! {
        ended = &mut serving => return Ok(ended.map(|()| Exit::Done)?),
        written = ready => written?,
    };
    match written {
        Ok(()) => serving.await?,
        // Nobody reads the ready line, so nobody can use what it says.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Exit::Done)
}

/// The tenant, with the Reports API as its default audience, so that a request without `audience` works as in the exercise.
fn tenant(at: SocketAddr, seed: Option<u64>, quiet: bool) -> Tenant {
    let random: Box<dyn Random> = match seed {
        Some(seed) => Box::new(SeededRandom::new(seed)),
        None => Box::new(SystemRandom),
    };
    let mut settings = Settings::at(at);
    if !quiet {
        settings.on_entry = Some(Box::new(|entry| say(&log::line(entry))));
    }
    let tenant = Tenant::new(settings, Arc::new(SystemClock::new()), random);
    let reports = tenant.apis().first().map(|api| api.identifier.to_owned());
    tenant.set_default_audience(reports);
    tenant
}

/// Registers the one app there is: it may read reports.
fn job(tenant: &Tenant) -> App {
    let api = tenant.apis().into_iter().next();
    let audience = api
        .as_ref()
        .map_or(String::new(), |api| api.identifier.to_owned());
    let scopes = api.iter().filter_map(|api| api.scopes.first());
    let scopes: Vec<_> = scopes.map(|scope| scope.name.to_owned()).collect();
    let scope = scopes.join(" ");
    let name = "Nightly report job";
    let registered = tenant.register(NewApp {
        name: name.to_owned(),
        app_type: AppType::MachineToMachine,
        grants: vec![Grant {
            audience: audience.clone(),
            scopes,
        }],
    });
    App {
        name,
        auth: "client_secret_post",
        registered,
        audience,
        scope,
    }
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
fn unbound(own: &ServeArgs, error: &io::Error) -> String {
    let (addr, port) = (own.addr, own.port);
    if error.kind() == io::ErrorKind::AddrInUse {
        format!(
            "Port {port} is in use at {addr}. Choose another with --port, or let --port 0 find one."
        )
    } else {
        format!("Port {port} at {addr} cannot be opened: {error}.")
    }
}

/// One line on stderr. When nobody reads it, serving goes on.
fn say(line: &str) {
    drop(writeln!(io::stderr().lock(), "{line}"));
}
