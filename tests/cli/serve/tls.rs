//! `serve --tls`: https with a certificate of the moment, for clients that insist on it.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;

use super::Serve;

/// `oauth-tutor token` as the RFC tenant's first app, with a call, trusting this file.
fn token(ready: &Value, authority: &str) -> std::process::Output {
    let tenant = &ready["tenants"][0];
    let app = &tenant["apps"][0];
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    Command::new(cargo_bin("oauth-tutor"))
        .args(["token", "--issuer", &text(&tenant["issuer"])])
        .args(["--client-id", &text(&app["client_id"])])
        .args(["--resource", &text(&app["resource"])])
        .args(["--call", &text(&tenant["api"]), "--ca-cert", authority])
        .env("OAUTH_TUTOR_CLIENT_SECRET", text(&app["client_secret"]))
        .output()
        .unwrap()
}

#[cfg(unix)]
#[test]
fn it_speaks_https_to_those_who_trust_its_authority() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut serve = Serve::start(&["--json", "--tls", "--control"]);
    let ready = serve.ready();
    let file = ready["ca_file"].as_str().unwrap().to_owned();
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    for tenant in ready["tenants"].as_array().unwrap() {
        let all = tenant.to_string();
        assert!(
            all.contains("https://localhost:") && !all.contains("http://"),
            "{all}"
        );
    }
    let done = token(&ready, &file);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(0), "{said}");
    assert!(String::from_utf8_lossy(&done.stdout).contains("reports"));
    // Plain http gets no answer, and so does whoever trusts somebody else.
    let port = ready["tenants"][0]["issuer"].as_str().unwrap();
    let port: u16 = port.rsplit(':').next().unwrap().parse().unwrap();
    let mut plain = TcpStream::connect(("127.0.0.1", port)).unwrap();
    // It may hang up before all of this is written, and with a reset.
    let _ = plain.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(!answer.contains("HTTP/1.1 200"), "{answer}");
    let (_, log) = serve.end(rustix::process::Signal::TERM);
    assert!(log.contains("POST /token -> 200 token"), "{log}");
    assert!(!std::path::Path::new(&file).exists());
}

#[test]
fn localhost_leads_there_by_either_address_and_another_authority_is_refused() {
    let mut serve = Serve::start(&["--json", "--tls", "--quiet"]);
    let ready = serve.ready();
    let port = ready["tenants"][2]["api"].as_str().unwrap();
    let port = port.split(['/', ':']).nth(4).unwrap().to_owned();
    assert!(TcpStream::connect(format!("127.0.0.1:{port}")).is_ok());
    let has_v6 = std::net::TcpListener::bind("[::1]:0").is_ok();
    assert_eq!(TcpStream::connect(format!("[::1]:{port}")).is_ok(), has_v6);
    let mut other = Serve::start(&["--json", "--tls", "--quiet"]);
    let foreign = other.ready()["ca_file"].as_str().unwrap().to_owned();
    let refused = token(&ready, &foreign);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(4), "{said}");
    assert!(said.contains("certificate"), "{said}");
}
