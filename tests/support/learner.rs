//! A learner at the full screen, without a terminal: key strings in, pictures out. The world is a script that answers each effect.

use std::collections::HashMap;

use oauth_tutor::app::App;
use oauth_tutor::app::create::{AppState, AppType, Changed};
use oauth_tutor::app::desk::GivenKeys;
use oauth_tutor::app::effect::{Effect, RunId, ScenarioAsk};
use oauth_tutor::app::message::{Message, World};
use oauth_tutor::app::own::{Own, OwnProof};
use oauth_tutor::app::own_targets::{
    Aim, FoundTenant, KeptTarget, Looks, OwnTargetAsk, OwnTargetTold, Way,
};
use oauth_tutor::app::progress::Progress;
use oauth_tutor::app::scenario::Kept;
use oauth_tutor::app::standing::{SigningKey, Standing};
use oauth_tutor::app::tenant::{ApiFacts, TenantFacts};
use oauth_tutor::lesson::change::FlowLevel;
use oauth_tutor::lesson::change::{FaultKind, WithoutAudience};
use oauth_tutor::lesson::target::TargetName;
use oauth_tutor::oauth::check::paste::Pasted;
use oauth_tutor::oauth::journal::{Check, Door, Entry, Outcome};
use oauth_tutor::oauth::jwt::assertion::{Claims, LIFETIME, Signer, sign};
use oauth_tutor::oauth::jwt::compose::{Signing, header_of, sign as sign_claims};
use oauth_tutor::oauth::jwt::dpop::{Proof, prove};
use oauth_tutor::oauth::jwt::private::PrivateKey;
use oauth_tutor::oauth::jwt::signed::SignedJwt;
use oauth_tutor::oauth::names::{ClientId, ClientSecret};
use oauth_tutor::oauth::reply::{Answer, Reply, Timing};
use oauth_tutor::oauth::request::AuthMethod;
use oauth_tutor::oauth::time::UnixMillis;
use oauth_tutor::oauth::wire::WireRequest;
use oauth_tutor::tui::keys::Press;
use oauth_tutor::tui::theme::Theme;
use oauth_tutor::tui::ui::{Ui, Wish};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use secrecy::ExposeSecret;
use url::Url;

/// When every story begins.
pub(crate) const NOW: UnixMillis = UnixMillis(1_763_722_800_250);

/// The secret that the scripted tenant gives out, and takes.
pub(crate) const SECRET: &str = "scripted-secret-0123456789-abcdefghijklmnopqrstuvwxyz-0123456-7f";

/// A token of three parts that nobody signed: header and payload are readable, the signature is not one.
pub(crate) const TOKEN: &str = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InNjcmlwdGVkIn0.\
eyJpc3MiOiJodHRwOi8vMTI3LjAuMC4xOjk0MDAvIiwic3ViIjoic2NyaXB0ZWRDbGllbnRJZDAxMjM0NTY3ODlhYmNkZWZAY2xpZW50cyIsImF1ZCI6Imh0dHBzOi8vYXBpLnJlcG9ydHMuZXhhbXBsZSIsImlhdCI6MTc2MzcyMjgwMCwiZXhwIjoxNzYzODA5MjAwLCJzY29wZSI6InJlYWQ6cmVwb3J0cyIsImd0eSI6ImNsaWVudC1jcmVkZW50aWFscyIsImF6cCI6InNjcmlwdGVkQ2xpZW50SWQwMTIzNDU2Nzg5YWJjZGVmIn0.\
c2NyaXB0ZWQtbm90LWEtc2lnbmF0dXJl";

/// A learner, what they look at, and what the world was asked.
pub(crate) struct Learner {
    pub(crate) app: App,
    pub(crate) ui: Ui,
    pub(crate) saved: Option<Progress>,
    pub(crate) copied: Vec<String>,
    pub(crate) kept: Vec<String>,
    pub(crate) files: HashMap<String, String>,
    pub(crate) scenarios: Kept,
    pub(crate) own_targets: Vec<KeptTarget>,
    /// The tenant at which a session is opened.
    pub(crate) own: Option<Own>,
    pub(crate) interrupted: bool,
    /// What the token endpoint answers in place of its usual words; a secret in them stands in a header too.
    pub(crate) body: Option<String>,
    area: Rect,
    now: UnixMillis,
}

impl Learner {
    /// Someone who has never been here, at a terminal of that size.
    pub(crate) fn new(columns: u16, rows: u16) -> Self {
        Self::with(Progress::default(), columns, rows)
    }

    /// Someone who comes back.
    pub(crate) fn with(progress: Progress, columns: u16, rows: u16) -> Self {
        let area = Rect::new(0, 0, columns, rows);
        let app = App::new(NOW, progress);
        let ui = Ui::new(&app, Theme::roles(), area);
        let mut learner = Self {
            app,
            ui,
            saved: None,
            copied: Vec::new(),
            kept: Vec::new(),
            files: HashMap::new(),
            scenarios: Kept::new(),
            own_targets: Vec::new(),
            own: None,
            interrupted: false,
            body: None,
            area,
            now: NOW,
        };
        for facts in [facts(), okta()] {
            learner.tell(Message::World(World::TenantReady(Box::new(facts))));
        }
        learner
    }

    /// Presses the keys of a string such as `enter pgdn 2 + ctrl+r`.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            let press = Press::named(key).unwrap_or_else(|| panic!("{key} is no key"));
            self.presses(press);
        }
        self
    }

    /// Presses one key.
    pub(crate) fn presses(&mut self, press: Press) -> &mut Self {
        let wishes = self.ui.press(press, &self.app);
        self.grant(wishes);
        self
    }

    /// Types a text, character by character.
    pub(crate) fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let name = if c == ' ' {
                "space".to_owned()
            } else {
                c.to_string()
            };
            self.keys(&name);
        }
        self
    }

    /// Pastes a text; true when it was taken.
    pub(crate) fn pastes(&mut self, text: &str) -> bool {
        let wishes = self.ui.paste(text, &self.app);
        let taken = wishes.is_some();
        self.grant(wishes.unwrap_or_default());
        taken
    }

    /// Wants to see what was sent travelling.
    pub(crate) fn moves(&mut self) -> &mut Self {
        self.ui.moves(true);
        self
    }

    /// In how many milliseconds the picture changes by itself.
    pub(crate) fn next_wake(&self) -> Option<i64> {
        let wake = self.ui.next_wake(&self.app)?;
        Some(wake.0 - self.now.0)
    }

    /// Makes the terminal another size.
    pub(crate) fn resizes(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.area = Rect::new(0, 0, columns, rows);
        self.ui.resize(self.area, &self.app);
        self
    }

    /// Lets time pass.
    pub(crate) fn waits(&mut self, millis: i64) -> &mut Self {
        self.now = self.now.plus(millis);
        self.tell(Message::Clock);
        self
    }

    /// Tells the app something without a key.
    pub(crate) fn tell(&mut self, message: Message) -> &mut Self {
        let mut effects = self.app.update(self.now, message);
        self.ui.sync(&self.app);
        while let Some(effect) = effects.pop() {
            if let Some(answer) = self.answer(effect) {
                effects.extend(self.app.update(self.now, answer));
                self.ui.sync(&self.app);
            }
        }
        self
    }

    /// What is on the screen.
    pub(crate) fn screen(&self) -> Buffer {
        let backend = TestBackend::new(self.area.width, self.area.height);
        let mut terminal = Terminal::new(backend).expect("memory is a terminal");
        terminal
            .draw(|frame| self.ui.draw(frame, &self.app))
            .expect("memory takes every frame");
        terminal.backend().buffer().clone()
    }

    /// The screen as lines of text, joined by blanks so that a wrapped sentence is found.
    pub(crate) fn text(&self) -> String {
        let screen = self.screen();
        let rows = screen.content().chunks(usize::from(self.area.width));
        let row = |cells: &[ratatui::buffer::Cell]| {
            let text: String = cells.iter().map(ratatui::buffer::Cell::symbol).collect();
            text.trim_matches(|c: char| c == ' ' || c == '│' || c == '|')
                .to_owned()
        };
        rows.map(row).collect::<Vec<_>>().join("\n")
    }

    /// True when these words are on the screen, wrapped or not.
    pub(crate) fn sees(&self, words: &str) -> bool {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        flat(&self.text()).contains(&flat(words))
    }

    fn grant(&mut self, wishes: Vec<Wish>) {
        for wish in wishes {
            match wish {
                Wish::Tell(message) => {
                    self.tell(message);
                }
                Wish::Interrupt => self.interrupted = true,
                Wish::Suspend | Wish::Redraw | Wish::Mouse => {}
            }
        }
    }

    fn own_target(&mut self, ask: OwnTargetAsk) -> Result<OwnTargetTold, String> {
        match ask {
            OwnTargetAsk::Read => {}
            OwnTargetAsk::Look(typed) if typed.issuer.contains("nobody") => {
                return Err("It failed at this layer: name (DNS). There is no such host. Check how the host is spelled.".into());
            }
            OwnTargetAsk::Look(typed) => {
                return Ok(OwnTargetTold::Found(Box::new(FoundTenant {
                    endpoint: format!("{}oauth/token", typed.issuer),
                    methods: Some(vec![
                        "client_secret_basic".into(),
                        "client_secret_post".into(),
                    ]),
                    keys: Some(format!("{}.well-known/jwks.json", typed.issuer)),
                    looks: Looks::Auth0,
                    key: (!typed.key.is_empty())
                        .then(|| "an RSA key of 2048 bits, signs RS256".into()),
                })));
            }
            OwnTargetAsk::Keep(typed, instead) => {
                self.own_targets
                    .retain(|one| Some(&one.name) != instead.as_ref());
                self.own_targets.push(KeptTarget {
                    name: typed.name,
                    issuer: typed.issuer,
                    way: Way::Secret,
                    client_id: typed.client_id,
                    aim: Aim {
                        audience: typed.audience,
                        resource: typed.resource,
                        scope: typed.scope,
                        api: typed.api,
                        kid: typed.kid,
                        auth: typed.auth,
                    },
                });
            }
            OwnTargetAsk::Keys(_) => return Err("It failed at this layer: time.".into()),
            OwnTargetAsk::Drop(name) => self.own_targets.retain(|one| one.name != name),
            OwnTargetAsk::Open(_, secret) if secret.expose() == "wrong" => {
                return Err("It failed at this layer: time.".into());
            }
            OwnTargetAsk::Open(shown, secret) => {
                let own = self.own.clone().expect("the test names the tenant");
                return Ok(OwnTargetTold::Opened(Box::new(Own {
                    proof: OwnProof::Secret(secret),
                    kept: *shown,
                    ..own
                })));
            }
        }
        Ok(OwnTargetTold::Kept(self.own_targets.clone()))
    }

    /// The script: an app is registered, a request with the right secret gets the token, another one 401.
    #[expect(clippy::too_many_lines, reason = "one arm an effect")]
    fn answer(&mut self, effect: Effect) -> Option<Message> {
        let world = match effect {
            Effect::Register { run, form, .. } => {
                let public = matches!(form.app_type, Some(AppType::Native | AppType::SinglePage));
                World::Registered {
                    run,
                    client_id: ClientId("scriptedClientId0123456789abcdef".into()),
                    client_secret: (!public).then(|| ClientSecret::new(SECRET)),
                    state: AppState {
                        secret: (!public).then(|| ClientSecret::new(SECRET)),
                        auth: AuthMethod::ClientSecretPost,
                        key: None,
                        bound: false,
                        grants: form.grants,
                    },
                }
            }
            Effect::SetMethod { run, .. } => World::MethodSet {
                run,
                result: Ok(()),
            },
            Effect::Sign {
                run,
                client_id,
                audience,
                ..
            } => World::Signed {
                run,
                result: Ok(assertion(&client_id, &audience)),
            },
            Effect::Prove {
                run, method, url, ..
            } => proved(run, method, &url),
            Effect::Send { run, request } => {
                let mut world = answered(run, &request);
                if let (
                    Some(body),
                    World::Answered {
                        result: Ok(answer), ..
                    },
                ) = (&self.body, &mut world)
                {
                    answer.reply.body = body.clone().into_bytes();
                    if body.contains(SECRET) {
                        let said = ("X-Said".into(), body.clone());
                        answer.reply.headers.push(said);
                    }
                }
                world
            }
            Effect::AskTwin { run, twin } => answered(run, &twin.asked.to_wire()),
            Effect::Save(progress) => {
                self.saved = Some((*progress).clone());
                World::Saved(progress)
            }
            Effect::Copy { label, text } => {
                self.copied.push(text.expose_secret().to_owned());
                World::Copied {
                    label,
                    result: Ok("script"),
                }
            }
            Effect::FetchKeys { run, .. } => World::Keys {
                run,
                result: Ok(keys()),
            },
            Effect::ReadFile { run, path } => World::FileRead {
                run,
                result: match self.files.get(&path) {
                    Some(text) => Ok(Pasted::new(text.clone())),
                    None => Err(format!("{path}: no such file")),
                },
            },
            Effect::ReadKeys { run, path } => World::KeyFile {
                run,
                result: match self.files.get(&path) {
                    Some(text) => Ok(GivenKeys::of_file(text.clone().into_bytes())),
                    None => Err(format!("{path}: no such file")),
                },
            },
            Effect::SignAgain { run, token } => World::SignedAgain {
                run,
                result: Ok(by_the_tenant(&token.header, token.claims)),
            },
            Effect::EditOutside { run, text } => World::FileRead {
                run,
                result: Ok(Pasted::new(text.expose_secret().replace("Bearer", "Bearr"))),
            },
            Effect::Scenarios { run, ask } => {
                match ask {
                    ScenarioAsk::Read => {}
                    ScenarioAsk::Keep(name, scenario, _) => {
                        self.scenarios.insert(name, *scenario);
                    }
                    ScenarioAsk::Drop(name) => {
                        self.scenarios.remove(&name);
                    }
                }
                World::Scenarios {
                    run,
                    result: Ok(self.scenarios.clone()),
                }
            }
            Effect::FetchSecret { run, words } => World::SecretFetched {
                run,
                result: match words.join(" ").as_str() {
                    "pass show mine" => Ok(ClientSecret::new(SECRET)),
                    _ => Err("pass ended with exit status: 1".into()),
                },
            },
            Effect::OwnTarget { run, ask } => World::OwnTarget {
                run,
                result: self.own_target(ask),
            },
            Effect::KeepReport { name, ending, text } => {
                self.kept.push(text);
                World::ReportKept(Ok(format!("reports/{name}.{ending}")))
            }
            Effect::Change { run, .. }
            | Effect::PutBack { run, .. }
            | Effect::TakeBack { run, .. } => World::Changed {
                run,
                result: Ok(Changed { app: None }),
            },
            Effect::Look(target) => World::Standing(target, Box::new(standing(target))),
            Effect::Open(_)
            | Effect::Trust { .. }
            | Effect::Cancel { .. }
            | Effect::Keep(_)
            | Effect::Leave => {
                return None;
            }
        };
        Some(Message::World(world))
    }
}

/// The key of RFC 8037 A.1, which everybody knows; its public half is in [`keys`].
const TENANT_KEY: &str = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

/// A token as the practice tenant signs it, but with a known key that has a name.
fn by_the_tenant(header: &str, claims: String) -> SignedJwt {
    let key = PrivateKey::parse(TENANT_KEY, None).expect("a key").key;
    let alg = key.usual_algorithm();
    let header = header_of(header, alg.name(), Some("another"));
    sign_claims(Signing::Key(&key, alg), header, claims).expect("a key that signs")
}

/// An assertion as a session makes it, but with a known key and a known `jti`.
fn assertion(client_id: &str, audience: &str) -> SignedJwt {
    let pem = include_str!("../fixtures/keys/test-only-rsa-pkcs8.pem");
    let key = PrivateKey::parse(pem, None).expect("a key").key;
    let claims = Claims {
        client_id,
        audience,
        issued_at: NOW.seconds(),
        lifetime: LIFETIME,
        jti: "Zk3vT97QmScriptedOnce0",
    };
    let signer = Signer::Key {
        key: &key,
        algorithm: key.usual_algorithm().into(),
        kid: Some("scripted"),
    };
    sign(&signer, &claims).expect("a key that signs")
}

/// A proof of possession, with a known key whose signatures do not vary.
fn proved(run: RunId, method: &str, url: &Url) -> World {
    let pem = include_str!("../fixtures/keys/test-only-ed25519-pkcs8.pem");
    let key = PrivateKey::parse(pem, None).expect("a key").key;
    let proof = Proof {
        method,
        url,
        issued_at: NOW.seconds(),
        jti: "Zk3vT97QmScriptedOnce1",
        nonce: None,
        token: None,
    };
    let result = Ok(prove(&key, &proof).expect("a key that signs"));
    World::Proved { run, result }
}

fn facts() -> TenantFacts {
    let url = |path: &str| Url::parse(&format!("http://127.0.0.1:9400{path}")).expect("a URL");
    TenantFacts {
        target: TargetName::Auth0,
        rules: Vec::new(),
        up: true,
        flow_security: FlowLevel::OAuth,
        organizations: Vec::new(),
        clock: 0,
        api_clock: 0,
        org: None,
        own_api: Some(ApiFacts {
            key: "management".into(),
            name: "Auth0 Management API".into(),
            identifier: "http://127.0.0.1:9400/api/v2/".into(),
            url: url("/api/v2/users"),
            scopes: Vec::new(),
        }),
        host: "127.0.0.1:9400".into(),
        issuer: "http://127.0.0.1:9400/".into(),
        token_endpoint: url("/oauth/token"),
        jwks_uri: url("/.well-known/jwks.json"),
        default_audience: Some("https://api.reports.example".into()),
        apis: vec![ApiFacts {
            key: "reports".into(),
            name: "Reports API".into(),
            identifier: "https://api.reports.example".into(),
            url: url("/api/reports"),
            scopes: vec![
                ("read:reports".into(), "read reports".into()),
                ("write:reports".into(), "write reports".into()),
            ],
        }],
    }
}

/// How the scripted tenants stand: nothing was changed.
fn standing(target: TargetName) -> Standing {
    Standing {
        up: true,
        keys: vec![SigningKey {
            server: "",
            kid: format!("{}-scripted", target.name()),
            alg: "RS256",
        }],
        without_audience: WithoutAudience::Refused,
        rules: Vec::new(),
        fault: FaultKind::None,
        apps: Vec::new(),
        made: Vec::new(),
    }
}

/// Another tenant, at which this script lets nobody in.
fn okta() -> TenantFacts {
    let url = |path: &str| Url::parse(&format!("http://127.0.0.1:9402{path}")).expect("a URL");
    TenantFacts {
        target: TargetName::Okta,
        host: "127.0.0.1:9402".into(),
        issuer: "http://127.0.0.1:9402/oauth2/default".into(),
        token_endpoint: url("/oauth2/default/v1/token"),
        jwks_uri: url("/oauth2/default/v1/keys"),
        default_audience: None,
        apis: Vec::new(),
        ..facts()
    }
}

/// A key set in which nobody finds the key of [`TOKEN`].
fn keys() -> Reply {
    Reply {
        status: 200,
        reason: "OK".into(),
        headers: Vec::new(),
        body: br#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"another","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#.to_vec(),
    }
}

fn answered(run: RunId, request: &WireRequest) -> World {
    let api = request.method == "GET";
    let bearing = request
        .headers
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    let right = bearing || request.body.iter().any(|piece| piece.text == SECRET);
    let (status, reason) = if right {
        (200, "OK")
    } else {
        (401, "Unauthorized")
    };
    let body = match (api, right) {
        (true, true) => r#"{"reports":[{"id":1,"title":"Orders of the night"}]}"#.to_owned(),
        (true, false) => r#"{"message":"Unauthorized"}"#.to_owned(),
        (false, true) => format!(
            r#"{{"access_token":"{TOKEN}","scope":"read:reports","expires_in":86400,"token_type":"Bearer"}}"#
        ),
        (false, false) => {
            r#"{"error":"access_denied","error_description":"Unauthorized"}"#.to_owned()
        }
    };
    let mut headers = vec![
        ("Content-Type".into(), "application/json".into()),
        ("Cache-Control".into(), "no-store".into()),
    ];
    if api && !right {
        headers.push(("WWW-Authenticate".into(), r#"Bearer realm="api""#.into()));
    }
    let reply = Reply {
        status,
        reason: reason.into(),
        headers,
        body: body.into_bytes(),
    };
    World::Answered {
        run,
        result: Ok(Answer {
            came: None,
            reply,
            timing: Timing {
                headers_us: 900,
                total_us: 1100,
            },
            proxy: None,
        }),
        journal: vec![noted(request, status)],
    }
}

/// What the scripted tenant notes about a request.
fn noted(request: &WireRequest, status: u16) -> Entry {
    let api = request.url.path().starts_with("/api/");
    Entry {
        id: "scripted".into(),
        at: NOW.seconds(),
        door: if api { Door::Api } else { Door::Token },
        request_line: format!("{} {}", request.method, request.masked_target()),
        received: Vec::new(),
        checks: checks(api, status),
        status,
        answered: if status == 200 {
            "token"
        } else {
            "access_denied"
        }
        .into(),
        took_us: 800,
    }
}

/// The checks of the scripted tenant; the last one of a refusal is the one that failed.
fn checks(api: bool, status: u16) -> Vec<Check> {
    const TOKEN_DOOR: [(&str, &str, &str); 6] = [
        ("method", "POST", "RFC 6749 3.2"),
        ("grant_type", "client_credentials", "RFC 6749 4.4.2"),
        ("client", "Nightly report job", "RFC 6749 2.2"),
        ("secret", "the secret was compared", "RFC 6749 2.3.1"),
        (
            "audience",
            "https://api.reports.example",
            "Auth0: API Settings, Identifier",
        ),
        ("sign", "RS256 with key scripted", "RFC 7515 5.1"),
    ];
    const API_DOOR: [(&str, &str, &str); 3] = [
        ("token", "one token came", "RFC 6750 2.1"),
        ("signature", "made by that key", "RFC 7515 5.2"),
        ("aud", "this API", "RFC 7519 4.1.3"),
    ];
    let (door, failing): (&[_], _) = if api {
        (&API_DOOR, "token")
    } else {
        (&TOKEN_DOOR, "secret")
    };
    let mut checks = Vec::new();
    for (at_us, (id, what, source)) in (100..).step_by(100).zip(door) {
        let failed = status != 200 && *id == failing;
        checks.push(Check {
            id,
            what: if failed && api {
                "no token came".into()
            } else {
                (*what).into()
            },
            outcome: if failed {
                Outcome::Failed
            } else {
                Outcome::Passed
            },
            source,
            at_us,
            emulated: false,
        });
        if failed {
            break;
        }
    }
    checks
}

/// These words are on the screen.
#[track_caller]
pub(crate) fn sees(learner: &Learner, words: &str) {
    assert!(learner.sees(words), "no {words:?} on:\n{}", learner.text());
}

/// These words are nowhere on the screen.
#[track_caller]
pub(crate) fn sees_not(learner: &Learner, words: &str) {
    assert!(!learner.sees(words), "{words:?} on:\n{}", learner.text());
}
