//! The socket: binding, connections with their limits, and an orderly end.

use std::future::poll_fn;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::response::Response;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::{JoinError, JoinSet};

use crate::oauth::time::UnixTime;
use crate::practice::wire::routes;
use crate::practice::{Limits, Plugged, Tenant};

/// Ports tried before any free one is taken.
const NEIGHBOURS: u16 = 10;
/// How long to wait when the machine gives no more sockets.
const BREATH: Duration = Duration::from_millis(50);
/// How long, and for how many reads of 4 KiB, a closed connection may still talk.
const LINGER: Duration = Duration::from_millis(500);
const LINGER_READS: usize = 64;

/// Binds `first_port` or, when it is taken, one of its neighbours, or any free port. 0 takes any free port at once.
///
/// # Errors
/// What the operating system says when no port can be had, for instance because the address is not this machine's.
pub fn bind(addr: IpAddr, first_port: u16) -> io::Result<std::net::TcpListener> {
    if first_port == 0 {
        return bind_exactly(addr, 0);
    }
    for port in first_port..first_port.saturating_add(NEIGHBOURS) {
        match bind_exactly(addr, port) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            other => return other,
        }
    }
    bind_exactly(addr, 0)
}

/// Binds this port and no other. 0 takes any free port. The listener is ready for `tokio::net::TcpListener::from_std`.
///
/// # Errors
/// What the operating system says; [`io::ErrorKind::AddrInUse`] when the port is taken.
pub fn bind_exactly(addr: IpAddr, port: u16) -> io::Result<std::net::TcpListener> {
    let listener = std::net::TcpListener::bind(SocketAddr::new(addr, port))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// True for a date that HTTP can say (RFC 9110 5.6.7): from 1970, and with four digits for the year. The HTTP library panics at others.
pub fn can_say(now: UnixTime) -> bool {
    (0..LAST_DATE).contains(&now.0)
}

/// The first second of the year 10000.
const LAST_DATE: i64 = 253_402_300_800;

/// What is wrong with a clock that shows another one.
pub const NO_DATE: &str = "this machine's clock shows a date before 1970 or after 9999, which HTTP cannot say; set it right";

/// Whom a request came from: the address of the other end of its connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

/// Paths that stand beside those of a tenant and are its owner's: they answer while its plug is pulled, too.
#[derive(Default)]
pub struct Beside {
    /// What all of them begin with; empty where there are none.
    pub prefix: &'static str,
    /// Who answers there. Each request carries its [`Peer`] among its extensions.
    pub router: Router,
}

/// Answers on `listener` until `stop` is done; then lets the requests under way end, and returns. Makes the tenant's keys on the way.
///
/// # Errors
/// When a task of this server panicked: a fault of this program.
pub async fn serve(
    listener: TcpListener,
    tenant: Tenant,
    stop: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    tenant.prepare();
    serve_when_asked(listener, tenant, stop).await
}

/// The same on several sockets, with paths beside the tenant's.
///
/// # Errors
/// When a task of this server panicked: a fault of this program.
pub async fn serve_beside(
    listeners: Vec<TcpListener>,
    tenant: Tenant,
    beside: Beside,
    stop: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    tenant.prepare();
    run(listeners, tenant, beside, stop).await
}

/// The same, with the keys made when the first connection comes, or when [`Tenant::prepare`] asks for them: a tenant that nobody
/// needs costs nothing.
///
/// # Errors
/// When a task of this server panicked: a fault of this program.
pub async fn serve_when_asked(
    listener: TcpListener,
    tenant: Tenant,
    stop: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    run(vec![listener], tenant, Beside::default(), stop).await
}

async fn run(
    listeners: Vec<TcpListener>,
    tenant: Tenant,
    beside: Beside,
    stop: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    let limits = tenant.inner.limits;
    if !can_say(tenant.inner.clock.now()) {
        return Err(io::Error::other(NO_DATE));
    }
    let spelled = tenant.inner.dialect.spelled;
    tenant.inner.spelling.learn(spelled).await;
    let doors = Arc::new(Doors {
        service: TowerToHyperService::new(routes::router(&tenant, beside.router)),
        beside: beside.prefix,
        tenant: tenant.clone(),
    });
    let free = Arc::new(Semaphore::new(limits.connections));
    let (end, ending) = watch::channel(false);
    let mut tasks = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            () = tenant.inner.prepared.notified() => make_keys(&tenant, &mut tasks),
            Some(done) = tasks.join_next() => done.map_err(fault)?,
            (stream, peer, permit) = accept(&listeners, &free) => {
                tenant.prepare();
                let connection = Connection { doors: Arc::clone(&doors), peer, limits, _permit: permit };
                tasks.spawn(connection.run(stream, ending.clone()));
            }
        }
    }
    drop(listeners);
    // Nobody listens when no connection is open, and then there is nobody to tell.
    let _ = end.send(true);
    drain(tasks, limits.drain).await
}

/// Waits for the tasks, but not longer than `patience`; who still sends then is cut off.
async fn drain(mut tasks: JoinSet<()>, patience: Duration) -> io::Result<()> {
    let all = async {
        while let Some(done) = tasks.join_next().await {
            done.map_err(fault)?;
        }
        Ok(())
    };
    tokio::time::timeout(patience, all).await.unwrap_or(Ok(()))
}

/// One task a key, so that several cores make several keys. A key that is there is not made again.
fn make_keys(tenant: &Tenant, tasks: &mut JoinSet<()>) {
    let now = tenant.inner.clock.now();
    for place in 0..tenant.inner.issuers.len() {
        let owner = tenant.clone();
        tasks.spawn_blocking(move || {
            if let Some(issuer) = owner.inner.issuers.get(place) {
                issuer.keys.make(now);
            }
        });
    }
}

/// The next connection, as soon as there is room for one.
async fn accept(
    listeners: &[TcpListener],
    free: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    loop {
        let permit = Arc::clone(free).acquire_owned().await;
        match (any(listeners).await, permit) {
            (Ok((stream, peer)), Ok(permit)) => return (stream, peer, permit),
            // A peer that left before it was greeted, or no socket left to give: neither ends the server.
            (Err(_), _) | (_, Err(_)) => tokio::time::sleep(BREATH).await,
        }
    }
}

/// The next connection of any of these sockets.
async fn any(listeners: &[TcpListener]) -> io::Result<(TcpStream, SocketAddr)> {
    poll_fn(|context| {
        for listener in listeners {
            if let Poll::Ready(come) = listener.poll_accept(context) {
                return Poll::Ready(come);
            }
        }
        Poll::Pending
    })
    .await
}

/// What answers, shared by all connections.
struct Doors {
    service: TowerToHyperService<Router>,
    /// How the paths begin that answer while the plug is pulled.
    beside: &'static str,
    tenant: Tenant,
}

/// The authorization server's plug is pulled: the connection ends without an answer.
#[derive(Debug, Error)]
#[error("the plug is pulled")]
struct Unplugged;

impl Doors {
    async fn answer(
        self: Arc<Self>,
        peer: Peer,
        mut request: Request<Incoming>,
    ) -> Result<Response, Unplugged> {
        if self.tenant.plugged() == Plugged::Out && !self.goes_on(request.uri().path()) {
            return Err(Unplugged);
        }
        request.extensions_mut().insert(peer);
        match self.service.call(request).await {
            Ok(response) => Ok(response),
            Err(never) => match never {},
        }
    }

    /// True for what answers while the plug is pulled: the owner's own paths, and the APIs, which are other machines' in life.
    fn goes_on(&self, path: &str) -> bool {
        let is_own = !self.beside.is_empty() && path.starts_with(self.beside);
        is_own || self.tenant.inner.apis.iter().any(|api| api.path == path)
    }
}

/// One connection of a peer.
struct Connection {
    doors: Arc<Doors>,
    peer: SocketAddr,
    limits: Limits,
    /// Its place among the connections; free again when this is dropped.
    _permit: OwnedSemaphorePermit,
}

impl Connection {
    async fn run(self, stream: TcpStream, mut ending: watch::Receiver<bool>) {
        // Without it small replies wait for the peer's acknowledgement. A socket that refuses still works.
        drop(stream.set_nodelay(true));
        let Some(tls) = self.doors.tenant.inner.tls.clone() else {
            return self.speak(stream, ending).await;
        };
        let shaken = tokio::time::timeout(self.limits.header_read, tls.accept(stream));
        let shaken = tokio::select! {
            shaken = shaken => shaken,
            // Nobody has asked for anything yet, so nobody is left without an answer.
            _ = ending.changed() => return,
        };
        // Who speaks no TLS, or trusts us not, has been told so by an alert, and is gone.
        if let Ok(Ok(stream)) = shaken {
            self.speak(stream, ending).await;
        }
    }

    async fn speak(
        self,
        mut stream: impl AsyncRead + AsyncWrite + Unpin + Send,
        mut ending: watch::Receiver<bool>,
    ) {
        let peer = Peer(self.peer);
        let doors = Arc::clone(&self.doors);
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.header_read)
            .max_buf_size(self.limits.headers.max(8192))
            // A peer that has said all and closes its half (`printf ... | nc`) still gets its answer.
            .half_close(true)
            .title_case_headers(true)
            .serve_connection(
                TokioIo::new(&mut stream),
                service_fn(move |request| Arc::clone(&doors).answer(peer, request)),
            );
        let mut served = Box::pin(served);
        // An error here is the peer's: it left, or sent what is no HTTP. hyper has answered what can be answered.
        tokio::select! {
            done = served.as_mut() => drop(done),
            _ = ending.changed() => {
                served.as_mut().graceful_shutdown();
                drop(served.as_mut().await);
                return;
            }
        }
        drop(served);
        // Not while ending: a peer that keeps its side open would hold up the end.
        tokio::select! {
            () = linger(stream) => {}
            _ = ending.changed() => {}
        }
    }
}

/// Closes so that the last answer arrives: a socket closed over unread bytes is reset, and the reset overtakes a 413 or 431.
async fn linger(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    let rest = async {
        stream.shutdown().await?;
        let mut dropped = [0; 4096];
        for _ in 0..LINGER_READS {
            if stream.read(&mut dropped).await? == 0 {
                break;
            }
        }
        io::Result::Ok(())
    };
    // Whatever goes wrong here, the connection ends.
    drop(tokio::time::timeout(LINGER, rest).await);
}

fn fault(error: JoinError) -> io::Error {
    io::Error::other(error)
}
