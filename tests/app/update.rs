//! The tutor's state machine: a message in, state and effects out. No terminal, no runtime, no socket.

use oauth_tutor::app::App;
use oauth_tutor::app::create::{AppState, AppType, Changed};
use oauth_tutor::app::draft::Draft;
use oauth_tutor::app::effect::{Effect, RunId, Wish};
use oauth_tutor::app::message::{Create, Go, Message, Play, World};
use oauth_tutor::app::player::Player;
use oauth_tutor::app::progress::Progress;
use oauth_tutor::app::spot::Spot;
use oauth_tutor::app::tenant::{ApiFacts, TenantFacts};
use oauth_tutor::lesson::change::FlowLevel;
use oauth_tutor::lesson::target::TargetName;
use oauth_tutor::lesson::{Course, course};
use oauth_tutor::oauth::jwt::algorithm::Hash;
use oauth_tutor::oauth::jwt::assertion::{Claims, Signer, sign};
use oauth_tutor::oauth::jwt::signed::SignedJwt;
use oauth_tutor::oauth::names::{ClientId, ClientSecret};
use oauth_tutor::oauth::reply::{Answer, Reply, Timing};
use oauth_tutor::oauth::request::AuthMethod;
use oauth_tutor::oauth::time::UnixMillis;
use url::Url;

mod dashboard;
mod desks;
mod lab;
mod proving;
mod questions;
mod request;
mod review;
mod screen;
mod walking;

const NOW: UnixMillis = UnixMillis(1_763_722_800_250);

/// The identifiers of two APIs of the Auth0 tenant.
const REPORTS: &str = "https://api.reports.example";
const USERS: &str = "https://api.users.example";

fn facts(target: TargetName) -> TenantFacts {
    let host = format!("127.0.0.1:{}", 9400 + target.place());
    let url = |path: &str| Url::parse(&format!("http://{host}{path}")).unwrap();
    let api = |key: &str, identifier: &str, scopes: &[&str]| ApiFacts {
        key: key.into(),
        name: format!("The {key} API"),
        identifier: identifier.into(),
        url: url(&format!("/api/{key}")),
        scopes: scopes
            .iter()
            .map(|name| ((*name).into(), "words".into()))
            .collect(),
    };
    TenantFacts {
        target,
        issuer: format!("http://{host}/"),
        token_endpoint: url("/oauth/token"),
        jwks_uri: url("/.well-known/jwks.json"),
        default_audience: Some(REPORTS.into()),
        rules: Vec::new(),
        up: true,
        flow_security: FlowLevel::OAuth,
        organizations: Vec::new(),
        clock: 0,
        api_clock: 0,
        own_api: None,
        org: None,
        apis: match target {
            TargetName::Rfc | TargetName::Auth0 | TargetName::Own => vec![
                api("reports", REPORTS, &["read:reports", "write:reports"]),
                api("users", USERS, &["read:users"]),
            ],
            TargetName::Okta => vec![api("reports", "api://default", &["customScope"])],
        },
        host,
    }
}

/// The learner's app as the scripted tenant holds it, and as it was before it was changed.
#[derive(Default)]
struct Held {
    now: Option<AppState>,
    before: Option<AppState>,
}

impl Held {
    /// The tenant's answer to a change, and to putting it back.
    fn answer(&mut self, effect: &Effect) -> Option<World> {
        let run = match effect {
            Effect::Change { run, wish, .. } => {
                let before = self.now.clone();
                if let (Wish::AppSecret(secret), Some(app)) = (&**wish, &mut self.now) {
                    app.secret = Some(secret.clone());
                    self.before = before;
                }
                *run
            }
            Effect::PutBack { run, .. } => {
                self.now = self.before.take().or(self.now.take());
                *run
            }
            _ => return None,
        };
        let result = Ok(Changed {
            app: self.now.clone(),
        });
        Some(World::Changed { run, result })
    }
}

struct Tutor {
    app: App,
    now: UnixMillis,
    held: Held,
}

impl Tutor {
    fn new() -> Self {
        Self::of(course())
    }

    fn of(course: &'static Course) -> Self {
        let mut tutor = Self {
            app: App::with_course(NOW, Progress::default(), course),
            now: NOW,
            held: Held::default(),
        };
        for target in TargetName::ALL {
            tutor.tell(Message::World(World::TenantReady(Box::new(facts(target)))));
        }
        tutor
    }

    /// A tutor at that page of lesson 1, with an app registered.
    fn at(spot: &str) -> Self {
        Self::new().with_app_at(spot)
    }

    /// The same where the lesson leaves the way to prove who asks to the learner.
    fn free_at(spot: &str) -> Self {
        Self::of(crate::free_course::free_course()).with_app_at(spot)
    }

    fn with_app_at(mut self, spot: &str) -> Self {
        self.open("first-token");
        self.go("create-app");
        self.fill_form();
        let effects = self.tell(Message::Create(Create::Submit));
        self.registered(run_of(&effects));
        self.go(spot);
        self
    }

    fn open(&mut self, lesson: &'static str) -> Vec<Effect> {
        self.tell(Message::Go(Go::Lesson(lesson)))
    }

    /// Goes to that page; what is asked on the way is answered.
    fn go(&mut self, spot: &str) {
        let effects = self.jump(spot);
        self.settle(effects);
    }

    /// Goes to that page, and gives what is asked on the way.
    fn jump(&mut self, spot: &str) -> Vec<Effect> {
        let spot = Spot::named(spot, self.player().lesson).expect("a page of the lesson");
        self.tell(Message::Go(Go::Spot(spot)))
    }

    fn fill_form(&mut self) {
        self.tell(Message::Create(Create::Name("Job".into())));
        self.tell(Message::Create(Create::Type(AppType::MachineToMachine)));
        self.tell(Message::Create(Create::ToggleScope(0, 0)));
    }

    /// The tenant has registered the form as it stands.
    fn registered(&mut self, run: RunId) -> Vec<Effect> {
        let form = &self.player().bench.form;
        let public = matches!(form.app_type, Some(AppType::Native | AppType::SinglePage));
        let secret = (!public).then(|| ClientSecret::new("s".repeat(64)));
        let state = AppState {
            secret: secret.clone(),
            auth: AuthMethod::ClientSecretPost,
            key: None,
            bound: false,
            grants: form.grants.clone(),
        };
        self.held.now = Some(state.clone());
        self.tell(Message::World(World::Registered {
            run,
            client_id: ClientId("k3JpAAAAAAAAAAAAAAAAAAAAAAAA9sQx".into()),
            client_secret: secret,
            state,
        }))
    }

    /// Tells the app; changes of the tenant are made at once, all else that it asks is given back.
    fn tell(&mut self, message: Message) -> Vec<Effect> {
        let mut effects = self.app.update(self.now, message);
        let mut seen = 0;
        while let Some(effect) = effects.get(seen) {
            assert!(seen < 1000, "it asks and asks");
            let answer = self.held.answer(effect);
            if let Some(world) = answer {
                effects.extend(self.app.update(self.now, Message::World(world)));
            }
            seen += 1;
        }
        effects
    }

    /// Says what the experiment that is open will bring, whatever it will be.
    fn guess(&mut self) {
        let player = self.app.player.as_ref().expect("a lesson is open");
        let ask = player
            .lab
            .variant(player.step())
            .and_then(|one| one.ask.as_ref());
        let id = ask.map(|ask| ask.id.clone());
        if let Some(id) = id {
            self.play(Play::Guess { id, option: 0 });
        }
    }

    fn play(&mut self, play: Play) -> Vec<Effect> {
        self.tell(Message::Play(play))
    }

    /// Answers all of this, and what follows from the answers.
    fn settle(&mut self, effects: Vec<Effect>) {
        let mut asked = effects;
        for _ in 0..1000 {
            let Some(effect) = asked.pop() else { return };
            let more = match effect {
                Effect::Register { run, .. } => self.registered(run),
                Effect::SetMethod { run, method, .. } => {
                    if let Some(app) = &mut self.held.now {
                        app.auth = method;
                    }
                    let result = Ok(());
                    self.tell(Message::World(World::MethodSet { run, result }))
                }
                Effect::Sign { run, .. } => {
                    let result = Ok(assertion());
                    self.tell(Message::World(World::Signed { run, result }))
                }
                Effect::Prove { run, .. } => {
                    let result = Ok(assertion());
                    self.tell(Message::World(World::Proved { run, result }))
                }
                Effect::Send { run, .. } | Effect::AskTwin { run, .. } => {
                    self.tell(answered(run, 200, TOKEN_REPLY))
                }
                Effect::FetchKeys { run, .. } => {
                    let result = Ok(answer(200, r#"{"keys":[]}"#).reply);
                    self.tell(Message::World(World::Keys { run, result }))
                }
                Effect::Change { .. }
                | Effect::PutBack { .. }
                | Effect::TakeBack { .. }
                | Effect::Look(_)
                | Effect::Open(_)
                | Effect::Trust { .. }
                | Effect::Cancel { .. }
                | Effect::Save(_)
                | Effect::Keep(_)
                | Effect::ReadFile { .. }
                | Effect::ReadKeys { .. }
                | Effect::SignAgain { .. }
                | Effect::Scenarios { .. }
                | Effect::OwnTarget { .. }
                | Effect::FetchSecret { .. }
                | Effect::EditOutside { .. }
                | Effect::KeepReport { .. }
                | Effect::Copy { .. }
                | Effect::Leave => continue,
            };
            asked.extend(more);
        }
        panic!("it asks and asks");
    }

    fn player(&self) -> &Player {
        self.app.player.as_ref().expect("an open lesson")
    }

    fn draft(&self) -> &Draft {
        &self.player().bench.draft
    }

    /// The name of the page that the learner is at.
    fn spot(&self) -> String {
        let player = self.player();
        player.at.name(player.lesson)
    }

    fn toast(&self) -> String {
        self.app
            .toast
            .as_ref()
            .map(|toast| toast.text.clone())
            .unwrap_or_default()
    }
}

/// The number of the first question to the world that is no change of the tenant.
fn run_of(effects: &[Effect]) -> RunId {
    effects
        .iter()
        .find_map(|effect| match effect {
            Effect::Send { run, .. }
            | Effect::AskTwin { run, .. }
            | Effect::Register { run, .. }
            | Effect::SetMethod { run, .. }
            | Effect::Sign { run, .. }
            | Effect::Prove { run, .. }
            | Effect::FetchKeys { run, .. }
            | Effect::ReadFile { run, .. }
            | Effect::ReadKeys { run, .. }
            | Effect::Scenarios { run, .. }
            | Effect::OwnTarget { run, .. }
            | Effect::FetchSecret { run, .. }
            | Effect::SignAgain { run, .. } => Some(*run),
            Effect::Change { .. }
            | Effect::PutBack { .. }
            | Effect::TakeBack { .. }
            | Effect::Look(_)
            | Effect::Open(_)
            | Effect::Trust { .. }
            | Effect::Cancel { .. }
            | Effect::Save(_)
            | Effect::Keep(_)
            | Effect::Copy { .. }
            | Effect::KeepReport { .. }
            | Effect::EditOutside { .. }
            | Effect::Leave => None,
        })
        .expect("a question to the world")
}

fn goes_out(effects: &[Effect]) -> bool {
    let sends = |effect: &Effect| matches!(effect, Effect::Send { .. });
    effects.iter().any(sends)
}

/// What the scripted world answers to every request.
const TOKEN_REPLY: &str = r#"{"access_token":"a","token_type":"Bearer","expires_in":60}"#;

fn answer(status: u16, body: &str) -> Answer {
    Answer {
        came: None,
        reply: Reply {
            status,
            reason: String::new(),
            headers: vec![],
            body: body.as_bytes().to_vec(),
        },
        timing: Timing::default(),
        proxy: None,
    }
}

fn answered(run: RunId, status: u16, body: &str) -> Message {
    Message::World(World::Answered {
        run,
        result: Ok(answer(status, body)),
        journal: vec![],
    })
}

fn assertion() -> SignedJwt {
    let claims = Claims {
        client_id: "any",
        audience: "any",
        issued_at: NOW.seconds(),
        lifetime: 60,
        jti: "once",
    };
    let secret = ClientSecret::new("s".repeat(64));
    let signer = Signer::Secret {
        secret: &secret,
        hash: Hash::Sha256,
    };
    sign(&signer, &claims).unwrap()
}
