//! Measures `serve` under load: tokens a second and latency, beside the RSA signatures that OpenSSL makes in the same run.
//!
//! `scripts/load` runs this on a release build. Everything stays on loopback and ends by itself.

#![expect(clippy::print_stdout, reason = "a measurement prints its figures")]

use std::fs;
use std::io::{BufRead, BufReader, Write, stdout};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;

/// How long each measurement lasts, where `--seconds` does not say.
const SECONDS: u64 = 5;
/// The two loads.
const CONNECTIONS: [usize; 2] = [8, 64];
/// The largest reply that is read, in bytes.
const LONGEST: usize = 16 * 1024;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let after = |flag: &str, by: usize| {
        let at = args.iter().position(|arg| arg == flag)?;
        args.get(at + by).cloned()
    };
    let seconds = after("--seconds", 1).and_then(|text| text.parse().ok());
    let lasting = Duration::from_secs(seconds.unwrap_or(SECONDS));
    let serve = Serve::start(&[]);
    let own = serve.target("serve", 1);
    let peer = after("--peer", 1).zip(after("--peer", 2));
    let peer = peer.map(|(url, body)| Target::new("peer", &url, &body));

    row("what", "a second", "p50 ms", "p99 ms");
    row("----", "--------", "------", "------");
    // Once unmeasured, so that keys exist and pages are mapped.
    load(&own, 8, Until::Time(Duration::from_millis(500)));
    let mut limits = vec![openssl()];
    for target in [Some(&own), peer.as_ref()].into_iter().flatten() {
        for connections in CONNECTIONS {
            let busy = serve.busy();
            let run = load(target, connections, Until::Time(lasting));
            let busy = serve.busy().saturating_sub(busy);
            let limit = openssl();
            limits.push(limit);
            let [.., before, after] = limits.as_slice() else {
                continue;
            };
            let share = 100.0 * run.rate() / before.midpoint(*after);
            run.tell(target.name, connections);
            println!("{:<34} {share:>9.0} %", "  of the RSA limit around it");
            if target.name == own.name && !busy.is_zero() {
                // What stays true on a busy machine, where others take a part of every second.
                let each = run.each(busy);
                println!("{:<34} {each:>9.0} us", "  processor time for a token");
            }
        }
    }
    let signed: Vec<_> = limits.iter().map(|limit| format!("{limit:.0}")).collect();
    if args.iter().any(|arg| arg == "--forms") {
        forms(&own, lasting);
    }
    println!(
        "openssl rsa2048, all cores: {} signatures a second",
        signed.join(", ")
    );
    if let Some(count) = after("--requests", 1).and_then(|text| text.parse().ok()) {
        let before = serve.memory();
        let run = load(&own, 64, Until::Count(count));
        run.tell("many", 64);
        println!(
            "memory: {before} KiB before, {} KiB after {} requests",
            serve.memory(),
            run.micros.len()
        );
    }
}

/// The other forms of `serve`, each beside the plain one in the same minute: a machine's pace changes from one to the next.
fn forms(plain: &Target, lasting: Duration) {
    for (name, flags, tenant) in [
        ("serve --control", &["--control"] as &[&str], 1),
        ("serve --tls", &["--tls"], 1),
        ("serve --signing ES256", &["--signing", "ES256"], 0),
    ] {
        let other = Serve::start(flags);
        let target = other.target(name, tenant);
        load(&target, 8, Until::Time(Duration::from_millis(500)));
        for connections in CONNECTIONS {
            let before = load(plain, connections, Until::Time(lasting / 2)).rate();
            let run = load(&target, connections, Until::Time(lasting));
            let after = load(plain, connections, Until::Time(lasting / 2)).rate();
            run.tell(name, connections);
            let share = 100.0 * run.rate() / before.midpoint(after);
            println!("{:<34} {share:>9.0} %", "  of the plain one around it");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a measurement needs the clock")]
fn now() -> Instant {
    Instant::now()
}

fn row(what: &str, rate: &str, middle: &str, tail: &str) {
    println!("{what:<34} {rate:>9} {middle:>9} {tail:>9}");
    // A line at a time, also into a pipe; nobody is left to tell when it fails.
    let _ = stdout().flush();
}

/// A running `serve`, ended when this is dropped.
struct Serve {
    child: Child,
    ready: serde_json::Value,
}

impl Serve {
    fn start(flags: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_oauth-tutor"))
            .args(["serve", "--port", "0", "--json", "--quiet"])
            .args(flags)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("serve does not start: {error}"));
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            drop(BufReader::new(out).read_line(&mut line));
        }
        let ready = serde_json::from_str(&line);
        let ready = ready.unwrap_or_else(|error| panic!("no ready line: {error}"));
        Self { child, ready }
    }

    /// The token endpoint of a tenant, and the app that sends its secret in the body.
    fn target(&self, name: &'static str, place: usize) -> Target {
        let tenant = &self.ready["tenants"][place];
        let apps = tenant["apps"].as_array().map_or(&[] as &[_], Vec::as_slice);
        let by_post = apps.iter().find(|app| app["auth"] == "client_secret_post");
        let app = by_post.unwrap_or(&serde_json::Value::Null);
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let body = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}&audience={}",
            text(&app["client_id"]),
            text(&app["client_secret"]),
            text(&app["audience"])
        );
        let mut target = Target::new(name, &text(&tenant["token_endpoint"]), &body);
        target.tls = self.ready["ca_file"].as_str().map(trusting);
        target
    }

    /// Processor time so far, where the system tells, in its ticks of ten milliseconds.
    fn busy(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()));
        let stat = stat.unwrap_or_default();
        // The name in brackets may hold blanks; user and system time are the twelfth and thirteenth word after it.
        let words = stat.rsplit(')').next().unwrap_or_default();
        let ticks = words.split_whitespace().skip(11).take(2);
        let ticks: u64 = ticks.filter_map(|text| text.parse::<u64>().ok()).sum();
        Duration::from_millis(ticks * 10)
    }

    /// Resident memory in KiB, where the system tells.
    fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().nth(1));
        number.and_then(|text| text.parse().ok()).unwrap_or(0)
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where requests go, and the bytes of one.
struct Target {
    name: &'static str,
    host: String,
    request: Vec<u8>,
    tls: Option<TlsConnector>,
}

/// Trusts the authority of this file and no other.
fn trusting(file: &str) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    let authority = CertificateDer::from_pem_file(file);
    let authority = authority.unwrap_or_else(|error| panic!("{file}: {error}"));
    let added = roots.add(authority);
    added.unwrap_or_else(|error| panic!("{file}: {error}"));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.unwrap_or_else(|error| panic!("no TLS: {error}"));
    let config = config.with_root_certificates(roots).with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

impl Target {
    fn new(name: &'static str, url: &str, body: &str) -> Self {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        assert!(
            host.starts_with("127.0.0.1:") || host.starts_with("localhost:"),
            "loopback only"
        );
        let length = body.len();
        let request = format!(
            "POST /{path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        Self {
            name,
            host: host.to_owned(),
            request: request.into_bytes(),
            tls: None,
        }
    }
}

/// When a load ends.
#[derive(Clone, Copy)]
enum Until {
    Time(Duration),
    Count(usize),
}

/// What a load came to.
struct Run {
    /// The latency of each request, sorted.
    micros: Vec<u32>,
    lasted: Duration,
}

impl Run {
    #[expect(clippy::cast_precision_loss, reason = "some hundred thousand requests")]
    fn rate(&self) -> f64 {
        self.micros.len() as f64 / self.lasted.as_secs_f64()
    }

    /// This time shared out over the requests, in microseconds.
    #[expect(clippy::cast_precision_loss, reason = "some hundred thousand requests")]
    fn each(&self, busy: Duration) -> f64 {
        busy.as_secs_f64() * 1e6 / self.micros.len() as f64
    }

    fn tell(&self, name: &str, connections: usize) {
        let at = |thousandth: usize| {
            let place = self.micros.len() * thousandth / 1000;
            let micros = self.micros.get(place).copied().unwrap_or(0);
            format!("{:.1}", f64::from(micros) / 1000.0)
        };
        let rate = format!("{:.0}", self.rate());
        let what = format!("{name}, {connections} connections");
        row(&what, &rate, &at(500), &at(990));
    }
}

/// Sends requests on so many connections, each after the answer to the one before it.
fn load(target: &Target, connections: usize, until: Until) -> Run {
    // One thread: what the load costs is taken from the server's cores, so it should be little.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap_or_else(|error| panic!("no runtime: {error}"));
    let begun = now();
    let micros = runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for _ in 0..connections {
            let share = match until {
                Until::Time(lasting) => Until::Time(lasting),
                Until::Count(count) => Until::Count(count.div_ceil(connections)),
            };
            let (host, request) = (target.host.clone(), target.request.clone());
            let tls = target.tls.clone();
            tasks.spawn(async move {
                let connected = TcpStream::connect(&host).await;
                let stream = connected.unwrap_or_else(|error| panic!("{host}: {error}"));
                drop(stream.set_nodelay(true));
                let Some(tls) = tls else {
                    return ask(stream, &request, share, begun).await;
                };
                let name = ServerName::try_from("localhost");
                let name = name.unwrap_or_else(|error| panic!("{error}"));
                let shaken = tls.connect(name, stream).await;
                let stream = shaken.unwrap_or_else(|error| panic!("{host}: {error}"));
                ask(stream, &request, share, begun).await
            });
        }
        let mut all = Vec::new();
        while let Some(done) = tasks.join_next().await {
            match done {
                Ok(micros) => all.extend(micros),
                Err(error) => panic!("a connection failed: {error}"),
            }
        }
        all
    });
    let lasted = begun.elapsed();
    let mut micros = micros;
    micros.sort_unstable();
    Run { micros, lasted }
}

/// One connection: a request, its answer, the next one. Gives the latencies in microseconds.
async fn ask(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    request: &[u8],
    until: Until,
    begun: Instant,
) -> Vec<u32> {
    let mut micros = Vec::new();
    let mut buffer = vec![0; LONGEST];
    loop {
        let over = match until {
            Until::Time(lasting) => begun.elapsed() >= lasting,
            Until::Count(count) => micros.len() >= count,
        };
        if over {
            return micros;
        }
        let sent = now();
        let written = stream.write_all(request).await;
        written.unwrap_or_else(|error| panic!("the server hung up: {error}"));
        // What TLS has encrypted leaves at once.
        drop(stream.flush().await);
        answer(&mut stream, &mut buffer).await;
        micros.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
}

/// Reads one answer, which must be a 200.
async fn answer(stream: &mut (impl AsyncRead + Unpin), buffer: &mut [u8]) {
    let mut length = 0;
    loop {
        let rest = buffer.get_mut(length..).unwrap_or_default();
        let count = stream.read(rest).await.unwrap_or(0);
        assert!(count > 0, "closed, or an answer that is too long");
        length += count;
        let got = buffer.get(..length).unwrap_or_default();
        if whole(got) {
            assert!(
                got.starts_with(b"HTTP/1.1 200"),
                "{}",
                String::from_utf8_lossy(got)
            );
            return;
        }
    }
}

/// True when head and body are here.
fn whole(got: &[u8]) -> bool {
    let Some(end) = got.windows(4).position(|four| four == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(got.get(..end).unwrap_or_default()).to_ascii_lowercase();
    let value = |name: &str| {
        let line = head.lines().find_map(|line| line.strip_prefix(name))?;
        Some(line.trim().to_owned())
    };
    match value("content-length:").and_then(|text| text.parse::<usize>().ok()) {
        Some(length) => got.len() >= end + 4 + length,
        // Some servers send chunks; the last one is empty.
        None => got.ends_with(b"0\r\n\r\n"),
    }
}

/// RSA-2048 signatures a second over all cores; 0 where OpenSSL is not installed.
fn openssl() -> f64 {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let output = Command::new("openssl")
        .args([
            "speed",
            "-seconds",
            "2",
            "-multi",
            &cores.to_string(),
            "rsa2048",
        ])
        .stderr(Stdio::null())
        .output();
    let output = output.map(|output| output.stdout).unwrap_or_default();
    let text = String::from_utf8_lossy(&output);
    let line = text
        .lines()
        .find(|line| line.trim_start().starts_with("rsa 2048"));
    let columns = line.into_iter().flat_map(str::split_whitespace);
    // `rsa 2048 bits 0.000123s 0.000004s 8130.1 250000.0`: the last but one is what it signs.
    let columns: Vec<_> = columns.collect();
    let signed = columns.iter().rev().nth(1);
    signed.and_then(|text| text.parse().ok()).unwrap_or(0.0)
}
