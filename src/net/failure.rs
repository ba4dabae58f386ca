//! From the libraries' errors to the layer that failed.

use std::error::Error;
use std::io::{self, ErrorKind};

use url::Url;

use crate::net::limits::Limits;
use crate::oauth::reply::SendError;

mod tls;

/// How far a chain of causes is followed.
const DEPTH: usize = 20;

/// Why an exchange ended without a reply.
pub(super) enum Fault {
    /// The reply is larger than allowed.
    TooLarge,
    /// The HTTP library gave up.
    Library(reqwest::Error),
    /// The library below it gave up, on a connection that stood.
    Broken(hyper::Error),
    /// Nobody took the connection.
    Unreached(io::Error),
    /// Known already.
    Told(SendError),
}

impl From<hyper::Error> for Fault {
    fn from(error: hyper::Error) -> Self {
        Self::Broken(error)
    }
}

impl From<SendError> for Fault {
    fn from(error: SendError) -> Self {
        Self::Told(error)
    }
}

impl From<reqwest::Error> for Fault {
    fn from(error: reqwest::Error) -> Self {
        Self::Library(error)
    }
}

impl Fault {
    /// The fault as the layer that failed.
    pub(super) fn into_send_error(self, url: &Url, limits: Limits) -> SendError {
        match self {
            Self::TooLarge => SendError::TooLarge {
                limit: limits.max_bytes,
            },
            Self::Library(error) => classify(&error, url, limits),
            Self::Broken(error) => SendError::NotHttp {
                why: deepest(&error),
            },
            Self::Unreached(error) if is_exhausted(&error) => SendError::Exhausted {
                why: words(&error.to_string()),
            },
            Self::Unreached(error) => SendError::Connect {
                host: host_and_port(url),
                why: error.to_string(),
            },
            Self::Told(error) => error,
        }
    }
}

fn classify(error: &reqwest::Error, url: &Url, limits: Limits) -> SendError {
    let why = deepest(error);
    if error.is_builder() {
        return SendError::Unsendable { why };
    }
    let mut all = causes(error).into_iter();
    if all.any(|cause| cause.downcast_ref().is_some_and(is_exhausted)) {
        return SendError::Exhausted { why };
    }
    if error.is_timeout() {
        return SendError::TimedOut {
            seconds: limits.timeout.as_secs(),
        };
    }
    if error.is_dns() {
        return SendError::Name {
            host: url.host_str().unwrap_or_default().to_owned(),
        };
    }
    if !error.is_connect() {
        return SendError::NotHttp { why };
    }
    let host = host_and_port(url);
    let secure = url.scheme() == "https";
    if let Some(error) = of_tls(error).filter(|_| secure) {
        let why = tls::words(error);
        return SendError::Tls { host, why };
    }
    if secure && failed_in_handshake(error) {
        SendError::Tls { host, why }
    } else {
        SendError::Connect { host, why }
    }
}

/// Why a client cannot be made.
pub(super) fn of_build(error: &reqwest::Error) -> String {
    of_tls(error).map_or_else(|| deepest(error), tls::words)
}

/// What the TLS library says itself, where it does.
fn of_tls<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    let mut causes = causes(error).into_iter();
    causes.find_map(|cause| cause.downcast_ref::<rustls::Error>())
}

/// The same fault, where a proxy stood in between: what could not be reached or found was the proxy, and not the server.
pub(super) fn behind(proxy: Option<String>, error: SendError) -> SendError {
    match (proxy, error) {
        (Some(proxy), SendError::Connect { why, .. }) => SendError::Proxy { proxy, why },
        (Some(proxy), SendError::Name { .. }) => SendError::Proxy {
            proxy,
            why: "its name has no address".to_owned(),
        },
        (_, error) => error,
    }
}

/// True when a connection stood and then broke: with https that is the handshake. The TLS library's own faults are `InvalidData`.
fn failed_in_handshake(error: &reqwest::Error) -> bool {
    causes(error).iter().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| {
            matches!(
                error.kind(),
                ErrorKind::InvalidData
                    | ErrorKind::UnexpectedEof
                    | ErrorKind::ConnectionReset
                    | ErrorKind::ConnectionAborted
                    | ErrorKind::BrokenPipe
            )
        })
    })
}

/// The words of the innermost cause, which say most. They name no part of the request.
pub(super) fn deepest(error: &(dyn Error + 'static)) -> String {
    let said = causes(error)
        .last()
        .map_or_else(|| error.to_string(), ToString::to_string);
    words(&said)
}

/// The number of the system's error says no more than its words.
fn words(said: &str) -> String {
    let words = said.split(" (os error ").next();
    words.unwrap_or_default().to_owned()
}

/// True where this process, or the whole machine, may open no more files.
#[cfg(unix)]
fn is_exhausted(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let limits = [Errno::MFILE, Errno::NFILE].map(Errno::raw_os_error);
    error
        .raw_os_error()
        .is_some_and(|number| limits.contains(&number))
}

/// Other systems have no such limit that is met before memory ends.
#[cfg(not(unix))]
fn is_exhausted(_: &io::Error) -> bool {
    false
}

/// All causes of `error`, outermost first.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut found = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next.take_if(|_| found.len() < DEPTH) {
        found.push(cause);
        next = inner(cause);
    }
    found
}

/// The cause of `cause`. An I/O error skips the error that it wraps when asked for its source, so that one is asked for first.
fn inner<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    let wrapped = cause
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
        .map(|wrapped| wrapped as &(dyn Error + 'static));
    wrapped.or_else(|| cause.source())
}

/// Host and port of `url`, the port always written.
pub(super) fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port_or_known_default()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
