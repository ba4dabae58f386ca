//! The tenants and their ports.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::{Arc, OnceLock};

use super::lines::Lines;
use super::{ServeArgs, log};
use crate::practice::{self, DialectName, Random, Settings, Tenant};
use crate::shell::clock::SystemClock;
use crate::shell::random::{SeededRandom, SystemRandom};

/// The tenants, in the order of their ports.
pub(super) const DIALECTS: [DialectName; 3] =
    [DialectName::Rfc, DialectName::Auth0, DialectName::Okta];

/// Binds one port a tenant, from the first one up; 0 takes any three.
pub(super) fn bind(own: &ServeArgs) -> Result<Vec<TcpListener>, (u16, io::Error)> {
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

/// A tenant with the Reports API as its default audience, so that a request without `audience` works as in the exercise.
pub(super) fn tenant(
    at: SocketAddr,
    dialect: DialectName,
    own: &ServeArgs,
    log: Option<Lines>,
) -> Tenant {
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
