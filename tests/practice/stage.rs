//! A tenant on a free port with a clock that the test sets, and a client that speaks plain bytes.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use oauth_tutor::oauth::names::{ClientId, ClientSecret};
use oauth_tutor::oauth::time::UnixTime;
use oauth_tutor::practice::{
    self, AppSetup, AppType, Clock, DialectName, Grant, Limits, NewApp, OnEntry, Registered,
    Settings, Tenant,
};
use oauth_tutor::shell::random::SeededRandom;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

pub(crate) const REPORTS: &str = "https://api.reports.example";
pub(crate) const USERS: &str = "https://api.users.example";
/// 2026-11-22T00:00:00Z.
pub(crate) const NOW: i64 = 1_795_305_600;

/// A date that stands still until set, and microseconds that count the questions.
pub(crate) struct SetClock {
    now: AtomicI64,
    asked: AtomicU64,
}

impl Clock for SetClock {
    fn now(&self) -> UnixTime {
        UnixTime(self.now.load(Ordering::SeqCst))
    }

    fn micros(&self) -> u64 {
        self.asked.fetch_add(1, Ordering::SeqCst)
    }
}

/// A running tenant.
pub(crate) struct Stage {
    pub(crate) tenant: Tenant,
    pub(crate) at: SocketAddr,
    clock: Arc<SetClock>,
    stop: Option<oneshot::Sender<()>>,
    tasks: JoinSet<std::io::Result<()>>,
}

impl Stage {
    pub(crate) fn start() -> Self {
        Self::with(Limits::default(), None)
    }

    pub(crate) fn speaking(dialect: DialectName) -> Self {
        Self::build(dialect, Limits::default(), None)
    }

    pub(crate) fn with(limits: Limits, on_entry: Option<OnEntry>) -> Self {
        Self::build(DialectName::Auth0, limits, on_entry)
    }

    fn build(dialect: DialectName, limits: Limits, on_entry: Option<OnEntry>) -> Self {
        let listener = practice::bind(IpAddr::V4(Ipv4Addr::LOCALHOST), 0).unwrap();
        let at = listener.local_addr().unwrap();
        let clock = Arc::new(SetClock {
            now: AtomicI64::new(NOW),
            asked: AtomicU64::new(0),
        });
        let settings = Settings {
            dialect,
            limits,
            on_entry,
            ..Settings::at(at)
        };
        let tenant = Tenant::new(settings, clock.clone(), Box::new(SeededRandom::new(7)));
        let (stop, stopped) = oneshot::channel();
        let mut tasks = JoinSet::new();
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        tasks.spawn(practice::serve(listener, tenant.clone(), async {
            stopped.await.unwrap();
        }));
        Self {
            tenant,
            at,
            clock,
            stop: Some(stop),
            tasks,
        }
    }

    pub(crate) fn set_now(&self, now: i64) {
        self.clock.now.store(now, Ordering::SeqCst);
    }

    /// A machine-to-machine app that may read reports.
    pub(crate) fn job(&self) -> Credentials {
        self.app(AppType::MachineToMachine, &[(REPORTS, &["read:reports"])])
    }

    /// An app that is set up so.
    pub(crate) fn app_with(
        &self,
        app_type: AppType,
        grants: &[(&str, &[&str])],
        setup: AppSetup,
    ) -> Credentials {
        let grant = |(audience, scopes): &(&str, &[&str])| Grant {
            audience: (*audience).into(),
            scopes: scopes.iter().map(|&scope| scope.into()).collect(),
        };
        let new = NewApp {
            name: "Nightly report job".into(),
            app_type,
            grants: grants.iter().map(grant).collect(),
        };
        Credentials::of(&self.tenant.register_with(new, setup))
    }

    pub(crate) fn app(&self, app_type: AppType, grants: &[(&str, &[&str])]) -> Credentials {
        let grant = |(audience, scopes): &(&str, &[&str])| Grant {
            audience: (*audience).into(),
            scopes: scopes.iter().map(|&scope| scope.into()).collect(),
        };
        let registered = self.tenant.register(NewApp {
            name: "Nightly report job".into(),
            app_type,
            grants: grants.iter().map(grant).collect(),
        });
        Credentials::of(&registered)
    }

    pub(crate) async fn post(&self, content_type: &str, body: &str) -> Reply {
        self.post_with(&format!("Content-Type: {content_type}\r\n"), body)
            .await
    }

    pub(crate) async fn post_with(&self, headers: &str, body: &str) -> Reply {
        self.post_to("/oauth/token", headers, body).await
    }

    pub(crate) async fn post_to(&self, path: &str, headers: &str, body: &str) -> Reply {
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n",
            self.at
        );
        self.raw(format!("{head}{body}").as_bytes()).await
    }

    pub(crate) async fn form(&self, body: &str) -> Reply {
        self.post("application/x-www-form-urlencoded", body).await
    }

    pub(crate) async fn get(&self, target: &str, headers: &str) -> Reply {
        self.ask("GET", target, headers).await
    }

    pub(crate) async fn ask(&self, method: &str, target: &str, headers: &str) -> Reply {
        let head = format!(
            "{method} {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n",
            self.at
        );
        self.raw(head.as_bytes()).await
    }

    /// Sends these bytes and reads to the end of the connection.
    pub(crate) async fn raw(&self, bytes: &[u8]) -> Reply {
        Reply::parse(&self.exchange(bytes).await)
    }

    /// As [`Stage::raw`], all bytes that came back.
    pub(crate) async fn exchange(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.at).await.unwrap();
        // A server that refuses early may close before all is written; what it said can still be read.
        let _ = stream.write_all(bytes).await;
        let _ = stream.shutdown().await;
        read_to_end(&mut stream).await
    }

    /// A token for the app, from the tenant itself.
    pub(crate) async fn token(&self, app: &Credentials, more: &str) -> String {
        let reply = self.form(&format!("{}{more}", app.form())).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// Tells the server to stop and waits until it has.
    pub(crate) async fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
        self.stopped().await;
    }

    async fn stopped(&mut self) {
        let done = tokio::time::timeout(Duration::from_secs(20), self.tasks.join_next());
        done.await.unwrap().unwrap().unwrap().unwrap();
    }
}

/// Reads until the other side closes; a reset ends the reading too. Bounded in time.
pub(crate) async fn read_to_end(stream: &mut TcpStream) -> Vec<u8> {
    let mut all = Vec::new();
    let reading = stream.read_to_end(&mut all);
    let _ = tokio::time::timeout(Duration::from_secs(20), reading)
        .await
        .expect("the server closes the connection");
    all
}

/// What an app has.
pub(crate) struct Credentials {
    pub(crate) id: String,
    pub(crate) secret: String,
}

impl Credentials {
    pub(crate) fn of(registered: &Registered) -> Self {
        let secret = registered.client_secret.as_ref();
        Self {
            id: registered.client_id.0.clone(),
            secret: secret.map_or(String::new(), |secret: &ClientSecret| {
                secret.expose().into()
            }),
        }
    }

    pub(crate) fn client_id(&self) -> ClientId {
        ClientId(self.id.clone())
    }

    /// The header of HTTP Basic, raw.
    pub(crate) fn basic(&self) -> String {
        let coded = STANDARD.encode(format!("{}:{}", self.id, self.secret));
        format!("Authorization: Basic {coded}\r\n")
    }

    /// The body of a usual token request, without audience.
    pub(crate) fn form(&self) -> String {
        let Self { id, secret } = self;
        format!("grant_type=client_credentials&client_id={id}&client_secret={secret}")
    }
}

/// An HTTP reply, taken apart by hand.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").expect("a whole head");
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_owned(), value.to_owned())
        };
        Self {
            status: status.parse().unwrap(),
            headers: lines.map(header).collect(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a JSON body")
    }
}

/// Header and payload of a token, as the text that was signed.
pub(crate) fn parts(token: &str) -> (String, String) {
    let mut parts = token.split('.').map(|part| {
        let bytes = URL_SAFE_NO_PAD.decode(part).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    });
    (parts.next().unwrap(), parts.next().unwrap())
}
