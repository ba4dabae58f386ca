//! `oauth-tutor serve`: the practice tenants alone, for curl, SDKs and classes.

use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::cli::args::Args;
use crate::cli::exit::Exit;
use crate::cli::print::Unwritten;
use crate::cli::{clock, fault};
use crate::oauth::text::visible_line;
use crate::practice::{self, Beside, Tls};
use crate::shell::secluded::SecludedFolder;
use crate::shell::signals::{self, Ended, LastResort, Signal, Went};

mod apps;
mod control;
mod course_setup;
mod facts;
mod lines;
mod log;
mod tenants;

use control::Control;
use course_setup::{CourseSetup, NoSetup};
use facts::{Facts, Steering};
use lines::Lines;
use tenants::{DIALECTS, Sockets, bind, open, tenant, unbound};

/// Run the practice servers alone.
#[derive(clap::Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[command(after_long_help = CONTROL)]
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
    /// Speak https as https://localhost:PORT, with a certificate made at start; clients trust its `ca_file`.
    #[arg(long, conflicts_with_all = ["addr", "allow_remote"])]
    pub tls: bool,
    /// Sign tokens by this algorithm, at the tenants whose vendor has it.
    #[arg(long, value_enum, default_value_t = SigningName::Rs256, value_name = "ALG")]
    pub signing: SigningName,
    /// Let programs on this machine steer the tenants: faults, clocks, keys, secrets.
    #[arg(long)]
    pub control: bool,
    /// Begin with these changes, a list in JSON.
    #[arg(long, value_name = "FILE")]
    pub course_setup: Option<PathBuf>,
    /// Let other machines in, at an address that is not loopback.
    #[arg(long)]
    pub allow_remote: bool,
}

/// How tokens are signed.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SigningName {
    /// RSA with SHA-256; every vendor has it.
    #[value(name = "RS256")]
    Rs256,
    /// RSA-PSS with SHA-256.
    #[value(name = "PS256")]
    Ps256,
    /// P-256 with SHA-256.
    #[value(name = "ES256")]
    Es256,
}

/// What `--control` offers.
const CONTROL: &str = include_str!("../../assets/help/control.txt");

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
    let exit = runtime.block_on(answer(args, own, (listeners, lines, setup), stopped));
    // Standard output may be stuck for good, since nobody reads it.
    runtime.shutdown_timeout(LAST_LINES);
    exit
}

/// Which signal asked to stop, once one has.
type Stopped = watch::Receiver<Option<Ended>>;

/// Serves until a signal comes.
async fn answer(
    args: &Args,
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
        let log = (!args.quiet).then(|| lines.clone());
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
