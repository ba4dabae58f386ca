//! The HTTP clients, one for each kind of channel, made when first used.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::OnceLock;

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{Certificate, Client, redirect, retry};
use thiserror::Error;
use url::Url;

use crate::net::failure;
use crate::oauth::reply::SendError;
use crate::oauth::wire::{LOCALHOST, is_loopback};

/// What a client has to be able to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Channel {
    /// With https the trust store is loaded, which takes tens of milliseconds and fails where there is none.
    secure: bool,
    /// Only what leaves the machine may go through a proxy: `HTTP_PROXY` would hand it the secret of a practice app.
    outside: bool,
}

impl Channel {
    /// What never leaves this machine and needs no TLS.
    pub(super) const PLAIN_LOOPBACK: Self = Self {
        secure: false,
        outside: false,
    };

    /// The channel that `url` needs.
    pub(super) fn of(url: &Url) -> Self {
        Self {
            secure: url.scheme() == "https",
            outside: !is_loopback(url),
        }
    }

    fn index(self) -> usize {
        usize::from(self.secure) * 2 + usize::from(self.outside)
    }

    fn build(self, authorities: &[Certificate]) -> Result<Client, reqwest::Error> {
        let builder = Client::builder()
            .http1_only()
            .http1_title_case_headers()
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .pool_max_idle_per_host(0)
            .resolve_to_addrs(LOCALHOST, &loopback_addresses());
        let builder = if self.outside {
            builder
        } else {
            builder.no_proxy()
        };
        let builder = if self.secure {
            builder.tls_certs_merge(authorities.iter().cloned())
        } else {
            builder.tls_certs_only(Vec::<Certificate>::new())
        };
        builder.build()
    }
}

/// Port 0 stands for the port of the URL.
fn loopback_addresses() -> [SocketAddr; 2] {
    [
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
        SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), 0),
    ]
}

/// A file that was to hold certificates holds none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("it holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)")]
pub struct NoCertificates;

/// Whether this machine has certificates to tell servers by.
///
/// # Errors
/// Why not, in the words of who looked.
pub fn trust_store() -> Result<(), String> {
    let secure = Channel {
        secure: true,
        outside: true,
    };
    secure
        .build(&[])
        .map(drop)
        .map_err(|error| failure::of_build(&error))
}

/// All clients of a sender.
#[derive(Default)]
pub(super) struct Clients {
    authorities: Vec<Certificate>,
    made: [OnceLock<Result<Client, String>>; 4],
    proxies: OnceLock<Matcher>,
}

impl Clients {
    /// Clients that also believe the certificates of these authorities.
    ///
    /// # Errors
    /// [`NoCertificates`].
    pub(super) fn trusting(pem: &[u8]) -> Result<Self, NoCertificates> {
        let authorities = Certificate::from_pem_bundle(pem).map_err(|_| NoCertificates)?;
        if authorities.is_empty() {
            return Err(NoCertificates);
        }
        Ok(Self {
            authorities,
            ..Self::default()
        })
    }

    /// The client for `channel`.
    ///
    /// # Errors
    /// When it cannot be made, which happens where a machine has no certificates.
    pub(super) fn open(&self, channel: Channel, url: &Url) -> Result<&Client, SendError> {
        let made = self
            .made
            .get(channel.index())
            .ok_or(SendError::Unsendable {
                why: "no such channel".to_owned(),
            })?;
        let build = || channel.build(&self.authorities);
        made.get_or_init(|| build().map_err(|error| failure::of_build(&error)))
            .as_ref()
            .map_err(|why| SendError::Tls {
                host: failure::host_and_port(url),
                why: why.clone(),
            })
    }

    /// The proxy that a request to `url` goes through, without its password. The client asks the same library for it.
    pub(super) fn proxy(&self, channel: Channel, url: &Url) -> Option<String> {
        if !channel.outside {
            return None;
        }
        let destination = url.as_str().parse().ok()?;
        let proxies = self.proxies.get_or_init(Matcher::from_system);
        let proxy = proxies.intercept(&destination)?;
        Some(proxy.uri().to_string())
    }
}
