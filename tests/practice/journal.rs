//! The server's view: what arrived, each check in order, what was answered; and never a secret, wherever it was put.

use std::sync::{Arc, Mutex};

use oauth_tutor::oauth::journal::{Door, Outcome};
use oauth_tutor::practice::Limits;

use crate::stage::{REPORTS, Stage};

#[tokio::test]
async fn a_good_request_shows_every_check_in_order() {
    let stage = Stage::start();
    let app = stage.job();
    let reply = stage
        .form(&format!("{}&audience={REPORTS}", app.form()))
        .await;
    let entry = stage
        .tenant
        .entry(reply.header("x-auth0-requestid").unwrap())
        .unwrap();
    assert_eq!(entry.door, Door::Token);
    assert_eq!(entry.request_line, "POST /oauth/token");
    assert_eq!((entry.status, entry.answered.as_str()), (200, "token"));
    let ids: Vec<_> = entry.checks.iter().map(|check| check.id).collect();
    let order = [
        "method",
        "content-type",
        "parameters",
        "grant_type",
        "client",
        "secret",
        "grant",
        "audience",
        "client-grant",
        "scope",
        "sign",
    ];
    assert_eq!(ids, order);
    assert!(
        entry
            .checks
            .iter()
            .all(|check| check.outcome == Outcome::Passed && !check.emulated)
    );
    assert!(
        entry
            .checks
            .is_sorted_by(|one, next| one.at_us < next.at_us)
    );
    assert!(entry.took_us > entry.checks.last().unwrap().at_us);
    let received: Vec<_> = entry
        .received
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    let names = [
        "Content-Type",
        "grant_type",
        "client_id",
        "client_secret",
        "audience",
    ];
    assert_eq!(received, names);
    let tail: String = app.secret.chars().skip(62).collect();
    assert_eq!(
        entry.received[3].1,
        format!("(hidden, 64 characters, ends in {tail})")
    );
    assert_eq!(entry.received[4].1, REPORTS);
}

#[tokio::test]
async fn no_secret_is_in_the_journal_wherever_it_was_put() {
    let stage = Stage::start();
    let app = stage.job();
    let (id, secret) = (&app.id, &app.secret);
    let token = stage.token(&app, &format!("&audience={REPORTS}")).await;
    let long = secret.repeat(3);
    for body in [
        app.form(),
        format!("client_secrt={secret}&client_id={id}"),
        format!("client_id={secret}&client_secret={id}&grant_type=client_credentials"),
        format!("grant_type={secret}"),
        format!("{}&audience={secret}", app.form()),
        format!("{}&audience={REPORTS}&scope={secret}", app.form()),
        secret.clone(),
        format!("{secret}={id}"),
        format!(r#"{{"client_id":"{id}","client_secret":"{secret}"}}"#),
        format!("{}&client_assertion={long}", app.form()),
        format!("{}&password={secret}", app.form()),
    ] {
        stage.form(&body).await;
        stage.post("application/json", &body).await;
        stage.post(secret, &body).await;
    }
    let basic = format!("Authorization: Basic {secret}\r\nContent-Type: text/plain\r\n");
    stage.post_with(&basic, "").await;
    stage
        .get(
            &format!("/oauth/token?client_secret={secret}&x={secret}&{secret}"),
            "",
        )
        .await;
    stage.get(&format!("/{secret}/x"), "").await;
    stage
        .get(
            &format!("/api/reports?access_token={token}&token={token}"),
            "",
        )
        .await;
    stage
        .get(
            "/api/reports",
            &format!("Authorization: Bearer {token}\r\n"),
        )
        .await;
    stage
        .get(
            "/api/reports",
            &format!("Authorization: {secret} {token}\r\n"),
        )
        .await;
    stage
        .get(
            "/api/reports",
            &format!("Authorization: Bearer {secret}\r\n"),
        )
        .await;
    stage.ask(secret, "/", "").await;
    assert!(stage.tenant.entries().len() > 30);
    assert_none_shows(&stage, secret, &token);
}

/// No entry shows the secret, or any part of the token.
fn assert_none_shows(stage: &Stage, secret: &str, token: &str) {
    for entry in stage.tenant.entries() {
        let shown = format!("{entry:?}");
        assert!(!shown.contains(secret), "{shown}");
        for part in token.split('.') {
            assert!(!shown.contains(part), "{shown}");
        }
    }
}

#[tokio::test]
async fn the_journal_keeps_so_many_and_drops_the_oldest() {
    let limits = Limits {
        journal: 3,
        ..Limits::default()
    };
    let stage = Stage::with(limits, None);
    for path in ["/a", "/b", "/c", "/d", "/e"] {
        stage.get(path, "").await;
    }
    let lines: Vec<_> = stage
        .tenant
        .entries()
        .into_iter()
        .map(|entry| entry.request_line)
        .collect();
    assert_eq!(lines, ["GET /c", "GET /d", "GET /e"]);
}

#[tokio::test]
async fn whoever_listens_is_told_before_the_reply_is_here() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&told);
    let listener = move |entry: &oauth_tutor::oauth::journal::Entry| {
        notes.lock().unwrap().push((entry.id.clone(), entry.status));
    };
    let stage = Stage::with(Limits::default(), Some(Box::new(listener)));
    let reply = stage.get("/nowhere", "").await;
    let id = reply.header("x-auth0-requestid").unwrap().to_owned();
    assert_eq!(*told.lock().unwrap(), [(id, 404)]);
}

#[tokio::test]
async fn a_body_that_is_not_read_is_noted_with_its_type() {
    let stage = Stage::start();
    let multipart = "multipart/form-data; boundary=------------------------d74496d66958873e";
    let reply = stage.post(multipart, "--x").await;
    let id = reply.header("x-auth0-requestid").unwrap();
    let entry = stage.tenant.entry(id).unwrap();
    let wanted = ("Content-Type".to_owned(), "multipart/form-data".to_owned());
    assert_eq!(entry.received, [wanted]);
    let noted = entry.checks.iter().find(|check| check.id == "content-type");
    let noted = noted.unwrap();
    assert_eq!((noted.outcome, noted.emulated), (Outcome::Noted, true));
}

#[tokio::test]
async fn long_values_are_shortened() {
    let stage = Stage::start();
    let audience = "a/".repeat(10_000);
    let reply = stage
        .form(&format!(
            "grant_type=client_credentials&audience={audience}"
        ))
        .await;
    let entry = stage
        .tenant
        .entry(reply.header("x-auth0-requestid").unwrap())
        .unwrap();
    assert!(format!("{entry:?}").len() < 3_000);
    let many = "a=b&".repeat(5_000);
    let reply = stage.form(&many).await;
    let entry = stage
        .tenant
        .entry(reply.header("x-auth0-requestid").unwrap())
        .unwrap();
    assert!(entry.received.len() <= 32);
}
