//! The workbench of a lesson: the request being built, what was sent, and what came back.

use crate::app::create::{AppForm, RegisteredApp, Registering};
use crate::app::desk::CheckDesk;
use crate::app::effect::RunId;
use crate::app::proving::Proving;
use crate::app::tenant::TenantFacts;
use crate::app::token::{Call, TokenInHand};
use crate::oauth::journal::{Door, Entry, Outcome};
use crate::oauth::names::ClientSecret;
use crate::oauth::reply::{Answer, SendError};
use crate::oauth::request::{BodyFormat, ClientAuth, Field, TokenRequest};
use crate::oauth::time::UnixMillis;
use crate::oauth::wire::WireRequest;

/// Everything that the five actions of a lesson work on.
#[derive(Debug, Default)]
pub struct Workbench {
    /// The dashboard form.
    pub form: AppForm,
    /// How registering goes.
    pub registering: Registering,
    /// The app, once registered.
    pub app: Option<RegisteredApp>,
    /// The answer given to the question inside an action, by the action's name.
    pub inline: Vec<(&'static str, usize)>,
    /// The request being built.
    pub draft: Draft,
    /// How the app proves who it is.
    pub proving: Proving,
    /// How sending goes.
    pub sending: Sending,
    /// Every exchange of this session, oldest first.
    pub runs: Vec<Run>,
    /// The newest token, taken apart.
    pub token: Option<TokenInHand>,
    /// Calls of the API, and how the newest goes.
    pub call: Call,
    /// The check step.
    pub desk: CheckDesk,
}

/// The request form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// `grant_type` as typed.
    pub grant_type: String,
    /// `client_id` as typed.
    pub client_id: String,
    /// `client_secret` as typed.
    pub client_secret: Option<ClientSecret>,
    /// `audience` as typed; empty leaves it out.
    pub audience: String,
    /// `scope` as typed; empty leaves it out.
    pub scope: String,
    /// Form or JSON.
    pub format: BodyFormat,
    /// How the app proves who it is.
    pub auth: ClientAuth,
    /// The token is asked for with a proof of possession, and so bound to a key (RFC 9449).
    pub bound: bool,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            grant_type: "client_credentials".into(),
            client_id: String::new(),
            client_secret: None,
            audience: String::new(),
            scope: String::new(),
            format: BodyFormat::Form,
            auth: ClientAuth::Post,
            bound: false,
        }
    }
}

/// How sending goes.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Sending {
    /// Nothing is under way.
    #[default]
    Idle,
    /// Under way since then.
    Waiting {
        /// The question's number.
        run: RunId,
        /// Since when.
        since: UnixMillis,
        /// What was sent.
        request: Box<WireRequest>,
    },
    /// OAuth was never reached.
    Failed(SendError),
}

impl Sending {
    /// Stops waiting, and says which question is given up.
    pub(crate) fn give_up(&mut self) -> Option<RunId> {
        match self {
            Self::Waiting { run, .. } => {
                let run = *run;
                *self = Self::Idle;
                Some(run)
            }
            Self::Idle | Self::Failed(_) => None,
        }
    }
}

/// One exchange with a token endpoint.
#[derive(Clone, Debug)]
pub struct Run {
    /// From 1, within the session.
    pub number: usize,
    /// When the answer came.
    pub at: UnixMillis,
    /// What was sent.
    pub request: WireRequest,
    /// What came back.
    pub answer: Answer,
    /// What the practice tenant noted meanwhile, oldest first.
    pub journal: Vec<Entry>,
}

impl Run {
    /// The server's view of the token request of this run.
    pub fn server_view(&self) -> Option<&Entry> {
        self.journal
            .iter()
            .rev()
            .find(|entry| entry.door == Door::Token)
    }
}

/// Something about the request that is worth a look before sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preflight {
    /// No `grant_type`.
    NoGrantType,
    /// Another `grant_type` than this lesson's.
    OtherGrantType,
    /// No `client_id`.
    NoClientId,
    /// No `client_secret`.
    NoSecret,
    /// Braces of a placeholder were left in.
    Braces,
    /// A blank or line end at the end of the id or secret.
    TrailingBlank,
    /// The secret stands where the id should, or the other way round.
    Swapped,
    /// No audience: the tenant's default decides.
    NoAudience,
    /// An audience that names no API of the tenant, letter by letter.
    UnknownAudience,
    /// Nothing to say.
    Clear,
}

impl Draft {
    /// The request to `endpoint`; an empty text leaves the parameter out (RFC 6749 3.2: a parameter without a value is as if omitted).
    pub fn request(&self, facts: &TenantFacts) -> TokenRequest {
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        TokenRequest {
            auth: self.auth,
            format: self.format,
            grant_type: filled(&self.grant_type),
            client_id: filled(&self.client_id),
            client_secret: self
                .client_secret
                .clone()
                .filter(|secret| !secret.expose().is_empty()),
            audience: filled(&self.audience),
            scope: filled(&self.scope),
            ..TokenRequest::new(facts.token_endpoint.clone())
        }
    }

    /// Puts `text` into `field`; fields that are no text change nothing.
    pub fn set(&mut self, field: Field, text: &str) {
        match field {
            Field::GrantType => text.clone_into(&mut self.grant_type),
            Field::ClientId => text.clone_into(&mut self.client_id),
            Field::Audience => text.clone_into(&mut self.audience),
            Field::Scope => text.clone_into(&mut self.scope),
            Field::ClientSecret => self.client_secret = Some(ClientSecret::new(text)),
            Field::Endpoint
            | Field::Credentials
            | Field::Possession
            | Field::ContentType
            | Field::Other => {}
        }
    }

    /// What stands in `field`; the secret is not given away here.
    pub fn text(&self, field: Field) -> &str {
        match field {
            Field::GrantType => &self.grant_type,
            Field::ClientId => &self.client_id,
            Field::Audience => &self.audience,
            Field::Scope => &self.scope,
            Field::ClientSecret
            | Field::Credentials
            | Field::Possession
            | Field::Endpoint
            | Field::ContentType
            | Field::Other => "",
        }
    }

    /// True when there is a secret to send.
    pub fn has_secret(&self) -> bool {
        let secret = self.client_secret.as_ref();
        secret.is_some_and(|secret| !secret.expose().is_empty())
    }

    /// What is worth a look before sending, most important first; never empty. What the tenant knows is compared only where it
    /// is known here as well.
    pub fn preflight(&self, facts: Option<&TenantFacts>) -> Vec<Preflight> {
        let signs = self.auth == ClientAuth::PrivateKeyJwt;
        let secret = self.client_secret.as_ref().filter(|_| !signs);
        let secret = secret.map_or("", ClientSecret::expose);
        let braces = |text: &str| text.contains(['{', '}']);
        let blank = |text: &str| text != text.trim();
        let found = [
            (self.grant_type.is_empty(), Preflight::NoGrantType),
            (
                !self.grant_type.is_empty() && self.grant_type != "client_credentials",
                Preflight::OtherGrantType,
            ),
            (self.client_id.is_empty(), Preflight::NoClientId),
            (secret.is_empty() && !signs, Preflight::NoSecret),
            (braces(&self.client_id) || braces(secret), Preflight::Braces),
            (
                blank(&self.client_id) || blank(secret),
                Preflight::TrailingBlank,
            ),
            (
                self.client_id.len() == 64 && secret.len() == 32,
                Preflight::Swapped,
            ),
            (self.audience.is_empty(), Preflight::NoAudience),
            (
                facts.is_some_and(|facts| !facts.knows_audience(&self.audience)),
                Preflight::UnknownAudience,
            ),
        ];
        let notes: Vec<_> = found
            .into_iter()
            .filter_map(|(hit, note)| hit.then_some(note))
            .collect();
        if notes.is_empty() {
            vec![Preflight::Clear]
        } else {
            notes
        }
    }
}

impl Workbench {
    /// The request to the tenant, with the assertion that was signed for it.
    pub fn request(&self, facts: &TenantFacts) -> TokenRequest {
        TokenRequest {
            assertion: self.proving.assertion(&self.draft, facts).cloned(),
            proof: self.proving.proof(&self.draft).cloned(),
            ..self.draft.request(facts)
        }
    }

    /// The API that the request is aimed at: its `audience`, else the tenant's default.
    pub fn wanted_audience(&self, tenant: Option<&TenantFacts>) -> Option<String> {
        if self.draft.audience.is_empty() {
            tenant?.default_audience.clone()
        } else {
            Some(self.draft.audience.clone())
        }
    }

    /// True when the app that was made cannot get a token by this grant, whatever the request says.
    pub fn app_is_public(&self) -> bool {
        self.app.as_ref().is_some_and(RegisteredApp::is_public)
    }

    /// True when the form holds changes that the registered app does not have.
    pub fn form_differs(&self) -> bool {
        self.app.as_ref().is_some_and(|app| app.form != self.form)
    }

    /// The newest exchange.
    pub fn latest(&self) -> Option<&Run> {
        self.runs.last()
    }

    /// The field of the request at which the server stopped, by its own record of the newest exchange; `None` when it gave a
    /// token, or stopped at something that no field mends.
    pub fn refused_at(&self) -> Option<Field> {
        // An app that may not ask at all is not mended by another request.
        let refused = |run: &&Run| run.answer.reply.status != 200 && !self.app_is_public();
        let run = self.latest().filter(refused)?;
        let mut checks = run.server_view()?.checks.iter();
        match checks.find(|check| check.outcome == Outcome::Failed)?.id {
            "content-type" => Some(Field::ContentType),
            "grant_type" => Some(Field::GrantType),
            "client" => Some(Field::ClientId),
            "secret" => Some(Field::ClientSecret),
            "assertion" => Some(Field::Credentials),
            "dpop" => Some(Field::Possession),
            "audience" | "client-grant" => Some(Field::Audience),
            "scope" => Some(Field::Scope),
            _ => None,
        }
    }

    /// The newest exchange that brought a token.
    pub fn latest_good(&self) -> Option<&Run> {
        self.runs
            .iter()
            .rev()
            .find(|run| run.answer.reply.status == 200)
    }

    /// The answer given to the question inside `action`.
    pub fn inline_answer(&self, action: &str) -> Option<usize> {
        self.inline
            .iter()
            .find(|(name, _)| *name == action)
            .map(|(_, answer)| *answer)
    }
}
