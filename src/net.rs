//! Sends a request over a real socket and brings the reply back: nothing added, followed, repeated, compressed or decoded.

use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::oauth::reply::{Answer, Reply, SendError, Timing};
use crate::oauth::wire::WireRequest;
pub use crate::oauth::wire::is_loopback;

mod client;
mod direct;
mod failure;
mod head;
mod limits;
pub mod metadata;
mod since;

use client::Clients;
pub use client::{NoCertificates, trust_store};
pub use limits::Limits;
use since::micros_since;

/// Whether plain http may leave this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PlainHttp {
    /// To loopback only.
    #[default]
    Refused,
    /// Anywhere, since the user said so.
    Allowed,
}

/// Sends requests, each on a connection of its own. Cheap to make: a client, and the trust store, are loaded when first needed.
#[derive(Default)]
pub struct Sender {
    clients: Clients,
    plain_http: PlainHttp,
}

impl Sender {
    /// A sender with this rule for plain http. A proxy is taken from the environment or the system, never for loopback.
    pub fn new(plain_http: PlainHttp) -> Self {
        Self {
            clients: Clients::default(),
            plain_http,
        }
    }

    /// The same sender, which also believes the certificates of these authorities (PEM). Those of the system still count.
    ///
    /// # Errors
    /// [`NoCertificates`] when there is none in `pem`.
    pub fn trusting(mut self, pem: &[u8]) -> Result<Self, NoCertificates> {
        self.clients = Clients::trusting(pem)?;
        Ok(self)
    }

    /// Sends `request` and reads the whole reply. A redirect or an error status is a reply like any other. Needs a tokio runtime
    /// with time and I/O; dropping the future closes the connection.
    ///
    /// # Errors
    /// When no whole reply came back; the error names the layer that failed.
    pub async fn send(&self, request: &WireRequest, limits: Limits) -> Result<Answer, SendError> {
        self.check_channel(&request.url)?;
        let outgoing = head::outgoing(request)?;
        let channel = client::Channel::of(&request.url);
        let started = Instant::now();
        let exchange = async {
            if channel == client::Channel::PLAIN_LOOPBACK {
                return direct::exchange(&request.url, outgoing, limits.max_bytes, started).await;
            }
            let client = self.clients.open(channel, &request.url)?;
            exchange(client, outgoing, limits.max_bytes, started).await
        };
        let exchanged = timeout_at(started + limits.timeout, exchange)
            .await
            .map_err(|_| SendError::TimedOut {
                seconds: limits.timeout.as_secs(),
            })?
            .map_err(|fault| fault.into_send_error(&request.url, limits));
        let proxy = self.clients.proxy(channel, &request.url);
        match exchanged {
            Ok((reply, timing)) => Ok(Answer {
                came: None,
                reply,
                timing,
                proxy,
            }),
            Err(error) => Err(failure::behind(proxy, error)),
        }
    }

    /// Gets a document, such as metadata or keys.
    ///
    /// # Errors
    /// As [`Sender::send`].
    pub async fn fetch(&self, url: &Url, limits: Limits) -> Result<Reply, SendError> {
        let answer = self.send(&WireRequest::get(url), limits).await?;
        Ok(answer.reply)
    }

    /// Refuses plain http to another machine: RFC 6749 3.2 demands TLS at the token endpoint.
    ///
    /// # Errors
    /// [`SendError::PlainHttp`], before anything is sent.
    pub fn check_channel(&self, url: &Url) -> Result<(), SendError> {
        let is_plain = url.scheme() == "http" && !is_loopback(url);
        if is_plain && self.plain_http == PlainHttp::Refused {
            return Err(SendError::PlainHttp {
                host: failure::host_and_port(url),
            });
        }
        Ok(())
    }
}

/// True when `other` is not where the user said: another host, or the same in the open where the user said https. All names of this
/// machine are one host, and ports do not matter.
pub fn is_elsewhere(named: &Url, other: &Url) -> bool {
    let same_host = named.host() == other.host() || (is_loopback(named) && is_loopback(other));
    let falls = named.scheme() == "https" && other.scheme() != "https";
    !same_host || falls
}

async fn exchange(
    client: &reqwest::Client,
    outgoing: reqwest::Request,
    max_bytes: usize,
    started: Instant,
) -> Result<(Reply, Timing), failure::Fault> {
    let mut response = client.execute(outgoing).await?;
    let headers_us = micros_since(started);
    let announced = response.content_length();
    if announced.is_some_and(|length| usize::try_from(length).is_ok_and(|l| l > max_bytes)) {
        return Err(failure::Fault::TooLarge);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > max_bytes {
            return Err(failure::Fault::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    let timing = Timing {
        headers_us,
        total_us: micros_since(started),
    };
    let reply = head::reply(&head::Received::from(&response), &[], body);
    Ok((reply, timing))
}
