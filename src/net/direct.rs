//! Plain HTTP to this machine, on a connection that is listened to: a reply is shown as it came, its header names spelled as they
//! were received. The HTTP library keeps them in lower case and tells nobody how they came; every other channel is left to it.

use std::future::poll_fn;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use http::Uri;
use hyper::body::{Body as _, Incoming};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;
use url::{Host, Url};

use crate::net::failure::Fault;
use crate::net::head;
use crate::net::since::micros_since;
use crate::oauth::reply::{Reply, Timing};

/// More than any head that the HTTP library takes.
const MOST_HEARD: usize = 512 * 1024;

/// Sends `outgoing` to `url`, which is on this machine, and reads the whole reply.
///
/// # Errors
/// When no whole reply came back.
pub(super) async fn exchange(
    url: &Url,
    outgoing: reqwest::Request,
    max_bytes: usize,
    started: Instant,
) -> Result<(Reply, Timing), Fault> {
    let mut request = http::Request::<reqwest::Body>::try_from(outgoing)?;
    // On the wire stands path and query alone (RFC 9112 3.2.1).
    let target = request.uri().path_and_query().cloned();
    *request.uri_mut() = target.map_or_else(|| Uri::from_static("/"), Uri::from);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let stream = Listening {
        stream: connect(url).await.map_err(Fault::Unreached)?,
        heard: Arc::clone(&heard),
    };
    let (mut sender, connection) = http1::Builder::new()
        .title_case_headers(true)
        .handshake(TokioIo::new(stream))
        .await?;
    let talk = pin!(async move {
        let (parts, body) = sender.send_request(request).await?.into_parts();
        let headers_us = micros_since(started);
        let body = read(body, max_bytes).await?;
        let timing = Timing {
            headers_us,
            total_us: micros_since(started),
        };
        Ok::<_, Fault>((parts, body, timing))
    });
    let mut talk = talk;
    // The connection has to be driven for the talk to go on. When it ends first, what it read is still to be taken.
    let (parts, body, timing) = tokio::select! {
        done = &mut talk => done,
        _ = connection => talk.await,
    }?;
    let heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
    Ok((
        head::reply(&head::Received::from(&parts), &heard, body),
        timing,
    ))
}

async fn connect(url: &Url) -> io::Result<TcpStream> {
    let port = url.port_or_known_default().unwrap_or(80);
    match url.host() {
        Some(Host::Ipv4(address)) => TcpStream::connect((address, port)).await,
        Some(Host::Ipv6(address)) => TcpStream::connect((address, port)).await,
        // The one name that is loopback (RFC 6761 6.3): never looked up.
        Some(Host::Domain(_)) | None => {
            let v4 = (IpAddr::V4(Ipv4Addr::LOCALHOST), port).into();
            let v6 = (IpAddr::V6(Ipv6Addr::LOCALHOST), port).into();
            TcpStream::connect([v4, v6].as_slice()).await
        }
    }
}

async fn read(mut body: Incoming, max_bytes: usize) -> Result<Vec<u8>, Fault> {
    let announced = body.size_hint().exact();
    if announced.is_some_and(|length| usize::try_from(length).is_ok_and(|it| it > max_bytes)) {
        return Err(Fault::TooLarge);
    }
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        // What is no data is a trailer, which says nothing about a token.
        let Ok(chunk) = frame?.into_data() else {
            continue;
        };
        if bytes.len() + chunk.len() > max_bytes {
            return Err(Fault::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// A connection, and the first bytes that came over it.
struct Listening {
    stream: TcpStream,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl AsyncRead for Listening {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let room = MOST_HEARD.saturating_sub(heard.len());
        let fresh = buffer.filled().get(before..).unwrap_or_default();
        heard.extend(fresh.iter().take(room));
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Listening {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
