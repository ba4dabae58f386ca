//! The round at a tenant of one's own: played by its own solution against a server of another process, in both forms, and what it
//! does not do.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth_tutor::app::App;
use oauth_tutor::app::effect::Effect;
use oauth_tutor::app::exchange;
use oauth_tutor::app::message::{Build, CopyWhat, Desk, Go, Message, OwnTargetAct, Play, World};
use oauth_tutor::app::own::{Own, OwnProof};
use oauth_tutor::app::own_targets::{Aim, KeptTarget, OwnTargetTold, Way};
use oauth_tutor::app::progress::Progress;
use oauth_tutor::app::tenant::{ApiFacts, TenantFacts};
use oauth_tutor::lesson::course;
use oauth_tutor::lesson::model::Round;
use oauth_tutor::lesson::target::TargetName;
use oauth_tutor::oauth::names::ClientSecret;
use oauth_tutor::oauth::request::{AuthMethod, BodyFormat, Field};
use oauth_tutor::oauth::time::UnixMillis;
use oauth_tutor::oauth::wire::Secrets;
use rstest::rstest;
use secrecy::ExposeSecret;
use serde_json::Value;
use url::Url;

use crate::player::Tutor;
use crate::servers::{PROGRAM, Servers};

const SECRET: &str = "a-secret-of-a-tenant-that-is-no-practice";

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap()
}

/// The Auth0 tenant of another process, as somebody's own.
fn foreign(servers: &Servers) -> Own {
    foreign_at(&servers.tenants[1], "client_secret_post")
}

/// A tenant of another process, as somebody's own, with the first of its apps that has this method.
pub(crate) fn foreign_at(tenant: &Value, auth: &str) -> Own {
    let apps = tenant["apps"].as_array().unwrap();
    let is_plain = |app: &&Value| app["auth"] == auth && app["dpop"] != true;
    let app = apps.iter().find(is_plain).unwrap();
    let mut own = own(text(tenant, "token_endpoint"));
    own.facts.issuer = text(tenant, "issuer").to_owned();
    own.facts.jwks_uri = Url::parse(text(tenant, "jwks_uri")).unwrap();
    own.facts.apis[0].url = Url::parse(text(tenant, "api")).unwrap();
    own.client_id = text(app, "client_id").to_owned();
    own.proof = OwnProof::Secret(ClientSecret::new(text(app, "client_secret")));
    if auth == "client_secret_basic" {
        own.auth = AuthMethod::ClientSecretBasic;
    }
    let maybe = |member: &str| app[member].as_str().unwrap_or_default().to_owned();
    own.audience = maybe("audience");
    own.scope = maybe("scope");
    own
}

fn own(endpoint: &str) -> Own {
    let endpoint = Url::parse(endpoint).unwrap();
    let api = ApiFacts {
        key: "own".into(),
        name: "API of your target".into(),
        identifier: "https://api.reports.example".into(),
        url: endpoint.clone(),
        scopes: Vec::new(),
    };
    Own {
        facts: TenantFacts {
            target: TargetName::Own,
            host: "as.example".into(),
            issuer: "https://as.example/".into(),
            token_endpoint: endpoint.clone(),
            jwks_uri: endpoint,
            default_audience: None,
            rules: Vec::new(),
            up: true,
            flow_security: oauth_tutor::lesson::change::FlowLevel::OAuth,
            organizations: Vec::new(),
            clock: 0,
            api_clock: 0,
            apis: vec![api],
            own_api: None,
            org: None,
        },
        has_keys: true,
        client_id: "an-app-of-mine".into(),
        proof: OwnProof::Secret(ClientSecret::new(SECRET)),
        auth: AuthMethod::ClientSecretPost,
        format: BodyFormat::Form,
        audience: String::new(),
        resources: Vec::new(),
        scope: String::new(),
        kept: KeptTarget {
            name: "mine".into(),
            issuer: "https://as.example/".into(),
            way: Way::Secret,
            client_id: "an-app-of-mine".into(),
            aim: Aim::default(),
        },
    }
}

#[test]
fn what_becomes_of_a_practice_app_changes_nothing_of_the_learners_own() {
    let servers = Servers::start();
    let round = course().extra(Round::Own).unwrap();
    let own = foreign(&servers);
    let secret = own.proof.secret().unwrap().clone();
    let mut tutor = Tutor::at_own(round, own);
    // A sandbox makes an app, which is put back as it was when the round is opened again.
    tutor.tell(Message::Go(Go::Lesson("sandbox-auth0")));
    assert!(tutor.player().bench.app.is_some());
    tutor.tell(Message::Go(Go::Lesson(&round.id)));
    let bench = &tutor.player().bench;
    assert_eq!(bench.draft.client_secret.as_ref(), Some(&secret));
    let app = bench.app.as_ref().expect("the learner's own");
    assert_eq!(app.client_secret.as_ref(), Some(&secret));
}

/// The status of the newest exchange, once the request of the form went out.
fn sent(tutor: &mut Tutor) -> u16 {
    tutor.tell(Message::Play(Play::Send));
    let run = tutor.player().bench.latest().expect("it was answered");
    run.answer.reply.status
}

#[rstest]
#[case::in_the_body(1, "client_secret_post", AuthMethod::ClientSecretPost)]
#[case::as_a_key(0, "client_secret_jwt", AuthMethod::ClientSecretJwt)]
fn a_mistyped_secret_is_mended_in_the_form_and_stays_mended(
    #[case] tenant: usize,
    #[case] app: &str,
    #[case] auth: AuthMethod,
) {
    let servers = Servers::start();
    let round = course().extra(Round::Own).unwrap();
    let mut own = foreign_at(&servers.tenants[tenant], app);
    let right = own.proof.secret().unwrap().clone();
    let wrong = ClientSecret::new("mistyped-0123456789-0123456789-0123456789");
    own.proof = OwnProof::Secret(wrong.clone());
    own.auth = auth;
    own.resources = vec![std::mem::take(&mut own.audience)];
    let mut tutor = Tutor::at_own(round, own);
    assert_eq!(sent(&mut tutor), 401);
    assert_eq!(sent(&mut tutor), 401);
    tutor.tell(Message::Build(Build::SetSecret(right.clone())));
    assert_eq!(sent(&mut tutor), 200);
    // The one that proved right is that of the session, in the next lesson too; a wrong one after it is not.
    tutor.tell(Message::Build(Build::SetSecret(wrong)));
    assert_eq!(sent(&mut tutor), 401);
    let app = tutor.player().bench.app.as_ref().unwrap();
    assert_eq!(app.client_secret.as_ref(), Some(&right));
    tutor.tell(Message::Go(Go::AtOwn("sandbox-own")));
    tutor.tell(Message::Go(Go::PutAway));
    assert_eq!(tutor.player().bench.draft.client_secret, Some(right));
}

#[test]
fn the_secret_of_another_app_is_not_taken_for_that_of_the_target() {
    let servers = Servers::start();
    let round = course().extra(Round::Own).unwrap();
    let own = foreign(&servers);
    let (id, secret) = (own.client_id.clone(), own.proof.secret().unwrap().clone());
    let apps = servers.tenants[1]["apps"].as_array().unwrap().iter();
    let mut others =
        apps.filter(|app| app["auth"] == "client_secret_post" && app["client_id"] != *id);
    let other = others.find(|app| app["dpop"] != true).unwrap();
    let mut tutor = Tutor::at_own(round, own);
    let other_id = text(other, "client_id").to_owned();
    tutor.tell(Message::Build(Build::Set(Field::ClientId, other_id)));
    let other_secret = ClientSecret::new(text(other, "client_secret"));
    tutor.tell(Message::Build(Build::SetSecret(other_secret)));
    sent(&mut tutor);
    tutor.tell(Message::Go(Go::AtOwn("sandbox-own")));
    tutor.tell(Message::Go(Go::PutAway));
    let draft = &tutor.player().bench.draft;
    assert_eq!(
        (&draft.client_id, draft.client_secret.as_ref()),
        (&id, Some(&secret))
    );
}

#[test]
fn the_host_that_gets_a_token_from_the_desk_is_the_one_that_is_named() {
    let mut own = own("https://as.example/token");
    own.facts.apis[0].url = Url::parse("https://api.elsewhere.example:8443/reports").unwrap();
    let mut app = at(own);
    app.update(UnixMillis(0), Message::Go(Go::Checker));
    // It names the issuer of that tenant.
    let claims = r#"{"iss":"https://as.example/","aud":"https://api.reports.example"}"#;
    let token = format!(
        "{}.{}.AAAA",
        URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","kid":"k"}"#),
        URL_SAFE_NO_PAD.encode(claims)
    );
    app.update(UnixMillis(0), Message::Desk(Desk::Text(token)));
    let asked = app.asking().unwrap();
    assert!(asked.contains("api.elsewhere.example:8443"), "{asked}");
    let effects = app.update(UnixMillis(0), Message::Desk(Desk::AskApi));
    assert_eq!(
        sends(&effects),
        BTreeSet::from(["api.elsewhere.example".to_owned()])
    );
}

#[test]
fn the_exchange_is_explained_by_the_lines_that_were_sent() {
    let servers = Servers::start();
    let round = course().extra(Round::Own).unwrap();
    let mut tutor = Tutor::at_own(
        round,
        foreign_at(&servers.tenants[1], "client_secret_basic"),
    );
    assert_eq!(sent(&mut tutor), 200);
    let run = tutor.player().bench.latest().unwrap();
    let line = |about| exchange::line(run, about, Secrets::Masked).unwrap().text;
    assert!(
        line("request.authorization")
            .unwrap()
            .starts_with("Authorization: Basic")
    );
    for about in [
        "request.assertion",
        "request.client_id",
        "request.client_secret",
    ] {
        assert_eq!(line(about), None, "{about} was not sent by itself");
    }
}

#[test]
fn keys_that_nobody_names_are_asked_of_nobody() {
    let mut own = own("https://as.example/token");
    own.has_keys = false;
    let mut app = at(own);
    app.update(UnixMillis(0), Message::Go(Go::Checker));
    let claims = URL_SAFE_NO_PAD.encode(r#"{"iss":"https://as.example/"}"#);
    let token = format!(
        "{}.{claims}.AAAA",
        URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256"}"#)
    );
    app.update(UnixMillis(0), Message::Desk(Desk::Text(token)));
    let effects = app.update(UnixMillis(0), Message::Desk(Desk::Verify));
    assert!(sends(&effects).is_empty(), "{effects:?}");
}

#[test]
fn its_solution_plays_it_against_a_server_of_another_process() {
    let servers = Servers::start();
    let round = course().extra(Round::Own).unwrap();
    let mut tutor = Tutor::at_own(round, foreign(&servers));
    for step in round.steps.iter().filter(|step| !step.solve.is_empty()) {
        tutor.goes_to(&step.id);
        tutor.plays(&step.solve);
        let reached = &tutor.player().reached;
        assert!(reached.contains(&step.id), "{} of {reached:?}", step.id);
    }
    tutor.goes_to("read");
    tutor.tell(Message::Play(Play::Call {
        api: None,
        bearing: oauth_tutor::lesson::change::Bearing::Token,
    }));
    let run = tutor.player().bench.latest().unwrap();
    assert_eq!(run.call.last().unwrap().answer.reply.status, 200);
    // Its journal is its own: nothing is said of what it checked.
    assert!(run.journal.is_empty());
    assert!(
        tutor.app.progress.lessons.is_empty(),
        "nothing of it is kept"
    );
}

/// A tutor without a world, at its own tenant.
fn at(own: Own) -> App {
    let mut app = App::new(UnixMillis(0), Progress::default());
    app.at_own(own);
    let round = course().extra(Round::Own).unwrap();
    app.update(UnixMillis(0), Message::Go(Go::Lesson(&round.id)));
    app
}

fn sends(effects: &[Effect]) -> BTreeSet<String> {
    let sent = effects.iter().filter_map(|effect| match effect {
        Effect::Send { request, .. } => request.url.host_str().map(str::to_owned),
        Effect::FetchKeys { url, .. } => url.host_str().map(str::to_owned),
        _ => None,
    });
    sent.collect()
}

#[test]
fn a_host_beyond_this_machine_is_named_before_anything_goes_there_and_asked_once() {
    let mut app = at(own("https://as.example/token"));
    let first = app.update(UnixMillis(0), Message::Play(Play::Send));
    assert!(sends(&first).is_empty(), "{first:?}");
    let said = &app.toast.as_ref().unwrap().text;
    assert!(
        said.contains("as.example") && said.contains("leaves your machine"),
        "{said}"
    );
    let second = app.update(UnixMillis(0), Message::Play(Play::Send));
    assert_eq!(sends(&second), BTreeSet::from(["as.example".to_owned()]));
    app.update(UnixMillis(0), Message::Cancel);
    let third = app.update(UnixMillis(0), Message::Play(Play::Send));
    assert_eq!(sends(&third).len(), 1);
    // Once in the session, whatever is opened there.
    app.update(UnixMillis(0), Message::Go(Go::AtOwn("sandbox-own")));
    let elsewhere = app.update(UnixMillis(0), Message::Play(Play::Send));
    assert_eq!(sends(&elsewhere).len(), 1);
    // On this machine nothing is asked.
    let mut here = at(own("http://127.0.0.1:1/token"));
    let first = here.update(UnixMillis(0), Message::Play(Play::Send));
    assert_eq!(sends(&first).len(), 1);
}

#[test]
fn no_copy_holds_the_secret_and_nothing_of_the_round_is_saved() {
    let mut app = at(own("https://as.example/token"));
    for what in [CopyWhat::CurlPractice, CopyWhat::CurlMasked] {
        let effects = app.update(UnixMillis(0), Message::Copy(what));
        let copied = effects.iter().find_map(|effect| match effect {
            Effect::Copy { text, .. } => Some(text.expose_secret().to_owned()),
            _ => None,
        });
        let copied = copied.unwrap();
        assert!(
            copied.contains("CLIENT_SECRET") && !copied.contains(SECRET),
            "{copied}"
        );
    }
    let effects = app.update(UnixMillis(0), Message::Play(Play::Next));
    assert!(
        effects
            .iter()
            .all(|effect| !matches!(effect, Effect::Save(_)))
    );
    assert!(app.progress.last.is_none());
}

#[test]
fn what_the_tenant_grants_is_said_to_be_unknown() {
    use oauth_tutor::app::draft::Preflight;
    let app = at(own("https://as.example/token"));
    let bench = &app.player.as_ref().unwrap().bench;
    let said = bench.draft.preflight(app.facts(), bench.app.as_ref());
    assert_eq!(said, [Preflight::ClearOwn]);
}

#[test]
fn without_such_a_tenant_the_round_is_not_opened_and_says_how() {
    let mut app = App::new(UnixMillis(0), Progress::default());
    let (sender, _messages) = channel::<World>();
    drop(sender);
    app.update(UnixMillis(0), Message::Go(Go::Lesson("own-tenant")));
    assert!(app.player.is_none());
    assert!(app.toast.as_ref().unwrap().text.contains("learn --target"));
}

#[test]
fn line_by_line_it_is_found_by_its_name_and_played() {
    let servers = Servers::start();
    let home = tempfile::tempdir().unwrap();
    let own = foreign(&servers);
    let secret = home.path().join("secret");
    std::fs::write(&secret, own.proof.secret().unwrap().expose()).unwrap();
    let mut add = Command::new(PROGRAM);
    add.args(["targets", "add", "mine", "--issuer", &own.facts.issuer])
        .args(["--client-id", &own.client_id, "--audience", &own.audience])
        .args(["--auth", "post", "--secret-command", "cat"])
        .arg(&secret)
        .env("XDG_CONFIG_HOME", home.path())
        .stderr(Stdio::null());
    assert!(add.status().unwrap().success());
    let mut tutor = Command::new(PROGRAM)
        .args(["learn", "--target", "mine", "--linear"])
        .env("XDG_CONFIG_HOME", home.path())
        .env("XDG_STATE_HOME", home.path())
        .env("HOME", home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut keys = tutor.stdin.take().unwrap();
    let mut lines = BufReader::new(tutor.stdout.take().unwrap()).lines();
    let choice = lines.by_ref().map(Result::unwrap).find_map(|line| {
        let (number, words) = line.trim().split_once([' ', '.'])?;
        words
            .contains("send the request")
            .then(|| number.to_owned())
    });
    writeln!(keys, "{}", choice.expect("a choice that sends")).unwrap();
    drop(keys);
    let rest: Vec<String> = lines.map(Result::unwrap).collect();
    let said = rest.join("\n");
    assert!(said.contains("200"), "{said}");
    assert!(!said.contains(own.proof.secret().unwrap().expose()));
    tutor.wait().unwrap();
}

/// What a target's certificates make trusted is trusted once its session is the one that is open, and not before.
#[test]
fn a_session_that_was_given_up_makes_nothing_trusted() {
    let mine = own("http://127.0.0.1:9/token");
    let asks = |app: &mut App, act| {
        let effects = app.update(UnixMillis(0), Message::OwnTarget(act));
        let mut asked = effects.into_iter().filter_map(|effect| match effect {
            Effect::OwnTarget { run, .. } => Some(run),
            _ => None,
        });
        asked.next().unwrap()
    };
    let opened = |app: &mut App| {
        let run = asks(app, OwnTargetAct::List);
        let kept = Ok(OwnTargetTold::Kept(vec![mine.kept.clone()]));
        app.update(
            UnixMillis(0),
            Message::World(World::OwnTarget { run, result: kept }),
        );
        let secret = ClientSecret::new("canary-0123456789");
        asks(app, OwnTargetAct::Open("mine".into(), secret))
    };
    let trusts = |app: &mut App, run| {
        let result = Ok(OwnTargetTold::Opened(Box::new(mine.clone())));
        let effects = app.update(
            UnixMillis(0),
            Message::World(World::OwnTarget { run, result }),
        );
        let mut effects = effects.iter();
        effects.any(|effect| matches!(effect, Effect::Trust { run: of } if *of == run))
    };
    let mut app = App::new(UnixMillis(0), Progress::default());
    let run = opened(&mut app);
    app.update(UnixMillis(0), Message::OwnTarget(OwnTargetAct::Back));
    assert!(!trusts(&mut app, run));
    assert!(!app.has_own());
    let run = opened(&mut app);
    assert!(trusts(&mut app, run));
    assert!(app.has_own());
}

/// A real secret in the open part of a request stands in somebody's logs.
#[test]
fn the_secret_of_ones_own_app_is_taken_in_no_open_field() {
    let mut app = at(own("http://127.0.0.1:9/token"));
    for field in [
        Field::ClientId,
        Field::Resource,
        Field::Audience,
        Field::GrantType,
    ] {
        let set = Build::Set(field, format!("x{SECRET}"));
        app.update(UnixMillis(0), Message::Build(set));
        let draft = &app.player.as_ref().unwrap().bench.draft;
        assert!(!draft.text(field).contains(SECRET), "{field:?}");
        let said = &app.toast.as_ref().unwrap().text;
        assert!(said.contains("Not taken"), "{said}");
    }
}

/// Whoever types it is stopped at its eighth letter, and the rest does not come to stand behind the seventh.
#[test]
fn a_secret_that_is_typed_letter_by_letter_does_not_gather_in_an_open_field() {
    let real = "Zq8xReal0123456789abcdefghij";
    let mut tenant = own("http://127.0.0.1:9/token");
    tenant.proof = OwnProof::Secret(ClientSecret::new(real));
    let mut app = at(tenant);
    let scope = |app: &App| {
        let draft = &app.player.as_ref().unwrap().bench.draft;
        draft.text(Field::Scope).to_owned()
    };
    let set = |app: &mut App, text: String| {
        app.update(
            UnixMillis(0),
            Message::Build(Build::Set(Field::Scope, text)),
        );
    };
    set(&mut app, "read:reports ".to_owned());
    for letter in real.chars() {
        let text = format!("{}{letter}", scope(&app));
        set(&mut app, text);
        let stands = scope(&app);
        assert!(stands.len() < "read:reports ".len() + 8, "{stands}");
    }
    assert!(scope(&app).starts_with("read:reports "), "{}", scope(&app));
}

/// Whosever they are: nothing but a key or a token is written so.
#[test]
fn a_private_key_and_a_token_are_taken_in_no_open_field_of_ones_own_tenant() {
    let mut app = at(own("http://127.0.0.1:9/token"));
    for text in [
        "MIIEvQ -----BEGIN PRIVATE KEY-----",
        "eyJhbGciOiJub25lIn0.e30.",
        "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7dE9fG",
    ] {
        let set = Build::Set(Field::Resource, text.into());
        app.update(UnixMillis(0), Message::Build(set));
        let draft = &app.player.as_ref().unwrap().bench.draft;
        assert_ne!(draft.text(Field::Resource), text);
    }
}

/// An app and its secret may be called alike, and a client ID in the place of the secret gives nothing away: the server says what it is.
#[test]
fn what_the_target_is_known_by_goes_out_whatever_else_is_called_so() {
    for secret in [
        "nightly-report-job-2024",
        "nightly-report-job",
        "credentials",
    ] {
        let mut tenant = own("http://127.0.0.1:9/token");
        tenant.client_id = "nightly-report-job".into();
        tenant.proof = OwnProof::Secret(ClientSecret::new(secret));
        let mut app = at(tenant);
        let effects = app.update(UnixMillis(0), Message::Play(Play::Send));
        let said = app.toast.as_ref().map(|toast| toast.text.clone());
        assert!(!sends(&effects).is_empty(), "{secret}: {said:?}");
    }
}

/// Typed before it was known to be the secret, it stands in an open field as well: then nothing is sent.
#[test]
fn a_request_with_the_secret_in_an_open_field_is_not_sent() {
    let mut app = at(own("http://127.0.0.1:9/token"));
    let real = "Zq8xReal0123456789abcdefghij";
    let id = Build::Set(Field::ClientId, real.into());
    app.update(UnixMillis(0), Message::Build(id));
    let secret = Build::SetSecret(ClientSecret::new(real));
    app.update(UnixMillis(0), Message::Build(secret));
    let effects = app.update(UnixMillis(0), Message::Play(Play::Send));
    assert!(sends(&effects).is_empty());
    let said = &app.toast.as_ref().unwrap().text;
    assert!(said.contains("client_id holds a secret"), "{said}");
}
