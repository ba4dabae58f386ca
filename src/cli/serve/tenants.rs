//! The tenants and their ports.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::{Arc, OnceLock};

use super::args::{ServeArgs, SigningName};
use super::lines::Lines;
use super::log;
use crate::practice::{self, DialectName, KeyFault, Random, Settings, Signing, Tenant, Tls};
use crate::shell::clock::SystemClock;
use crate::shell::random::{SeededRandom, SystemRandom};

/// The tenants, in the order of their ports.
pub(super) const DIALECTS: [DialectName; 3] =
    [DialectName::Rfc, DialectName::Auth0, DialectName::Okta];

/// The sockets of one tenant, all with one port.
pub(super) type Sockets = Vec<TcpListener>;

/// Binds one port a tenant, from the first one up; 0 takes any three.
pub(super) fn bind(own: &ServeArgs) -> Result<Vec<Sockets>, (u16, io::Error)> {
    let ports = (0..3).map(|step| match own.port {
        0 => Some(0),
        first => first.checked_add(step),
    });
    ports
        .map(|port| {
            let port = port.ok_or_else(|| (u16::MAX, io::ErrorKind::InvalidInput.into()))?;
            let bound = if own.tls {
                both(port)
            } else {
                practice::bind_exactly(own.addr, port).map(|one| vec![one])
            };
            bound.map_err(|error| (port, error))
        })
        .collect()
}

/// So often another free port is tried, where the first one is taken at the other address.
const TRIES: usize = 20;

/// One port at both loopback addresses, since `localhost` may lead to either; at one of them where this machine has no other.
fn both(port: u16) -> io::Result<Sockets> {
    let mut last = None;
    for _ in 0..TRIES {
        let v4 = practice::bind_exactly(Ipv4Addr::LOCALHOST.into(), port)?;
        let found = v4.local_addr()?.port();
        match practice::bind_exactly(Ipv6Addr::LOCALHOST.into(), found) {
            Ok(v6) => return Ok(vec![v4, v6]),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = Some(error),
            // No IPv6 here: then `localhost` leads to no such address either.
            Err(_) => return Ok(vec![v4]),
        }
        if port != 0 {
            break;
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

/// Makes the sockets ready for the runtime. Gives the address of the first one.
pub(super) fn open(sockets: Sockets) -> io::Result<(SocketAddr, Vec<tokio::net::TcpListener>)> {
    let listeners: Vec<_> = sockets
        .into_iter()
        .map(tokio::net::TcpListener::from_std)
        .collect::<Result<_, _>>()?;
    let first = listeners.first().map(tokio::net::TcpListener::local_addr);
    let at = first.unwrap_or_else(|| Err(io::ErrorKind::AddrNotAvailable.into()))?;
    Ok((at, listeners))
}

/// A tenant with the Reports API as its default audience, so that a request without `audience` works as in the exercise.
///
/// # Errors
/// [`KeyFault`], of a tenant that has keys already; this one has none.
pub(super) fn tenant(
    (at, tls): (SocketAddr, Option<Tls>),
    dialect: DialectName,
    own: &ServeArgs,
    log: Option<Lines>,
) -> Result<Tenant, KeyFault> {
    let random: Box<dyn Random> = match own.seed {
        Some(seed) => Box::new(SeededRandom::new(seed)),
        None => Box::new(SystemRandom),
    };
    let mut settings = Settings {
        dialect,
        hosts: own.hosts.clone(),
        tls,
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
    let signing = match own.signing {
        SigningName::Rs256 => Signing::Rs256,
        SigningName::Ps256 => Signing::Ps256,
        SigningName::Es256 => Signing::Es256,
    };
    if tenant.signings().contains(&signing) {
        tenant.sign_by(signing)?;
    }
    Ok(tenant)
}

/// Why the port could not be had, and what to do.
pub(super) fn unbound(addr: IpAddr, port: u16, error: &io::Error) -> String {
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
