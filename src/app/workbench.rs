//! The workbench of a lesson: the app, the request being built, what was sent, and what came back.

use std::collections::BTreeMap;

use crate::app::create::{AppForm, RegisteredApp};
use crate::app::desk::CheckDesk;
use crate::app::draft::Draft;
use crate::app::effect::RunId;
use crate::app::elsewhere::Elsewhere;
use crate::app::flow_desk::FlowDesk;
use crate::app::forging::Forging;
use crate::app::proving::Proving;
use crate::app::run::Run;
use crate::app::tenant::TenantFacts;
use crate::app::token::{ApiAnswer, Call, TokenInHand};
use crate::oauth::reply::SendError;
use crate::oauth::request::{Field, TokenRequest};
use crate::oauth::time::UnixMillis;
use crate::oauth::wire::WireRequest;

/// Everything that the steps of a lesson work on.
#[derive(Debug, Default)]
pub struct Workbench {
    /// The dashboard form of the app.
    pub form: AppForm,
    /// The text fields of the other forms, by their ids.
    pub fields: BTreeMap<String, String>,
    /// How registering goes.
    pub registering: Registering,
    /// The app, once registered.
    pub app: Option<RegisteredApp>,
    /// The request being built.
    pub draft: Draft,
    /// How the app proves who it is.
    pub proving: Proving,
    /// How sending goes.
    pub sending: Sending,
    /// Every exchange of this session, oldest first.
    pub runs: Vec<Run>,
    /// When requests failed that had gone out: they were sent, and brought no exchange.
    pub(crate) unanswered: Unanswered,
    /// The changed copy of the token in hand, and one whose key is still being fetched.
    pub forging: Forging,
    /// The check step.
    pub desk: CheckDesk,
    /// One request at all three practice servers.
    pub elsewhere: Elsewhere,
    /// The flows of the steps that have one, by the index of the step.
    pub flows: BTreeMap<usize, FlowDesk>,
}

/// Requests that went out and brought no whole reply, by the count of everything that happened to exchanges; true for those of an experiment.
#[derive(Debug, Default)]
pub(crate) struct Unanswered {
    /// Those to the token endpoint.
    pub(crate) token: Vec<(u64, bool)>,
    /// Those to an API.
    pub(crate) api: Vec<(u64, bool)>,
    /// The step at which the newest one to the token endpoint failed, whether it had gone out or not; by its index.
    pub(crate) at: Option<usize>,
}

/// How registering goes.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Registering {
    /// Nothing asked.
    #[default]
    Idle,
    /// To be asked once the tenant is up.
    Once {
        /// True on resume.
        anew: bool,
    },
    /// Asked; `anew` on resume.
    Waiting {
        /// The question's number.
        run: RunId,
        /// True on resume.
        anew: bool,
    },
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
        /// What was asked, as values.
        asked: Box<TokenRequest>,
        /// What was sent.
        request: Box<WireRequest>,
        /// The experiment and variant whose changes were in force when it was sent.
        tried: Option<(String, String)>,
        /// The step whose flow sent it, by its index.
        flow: Option<usize>,
        /// When it was sent, in the count of everything that happens to exchanges.
        sent: u64,
    },
    /// No whole reply came, or OAuth was never reached ([`SendError::how_far`]).
    Failed(SendError),
}

impl Sending {
    /// Stops waiting, and says which question is given up.
    pub(crate) fn give_up(&mut self) -> Option<RunId> {
        match self {
            Self::Waiting { run, .. } => {
                let run = *run;
                *self = Self::Failed(SendError::GivenUp);
                Some(run)
            }
            Self::Idle | Self::Failed(_) => None,
        }
    }

    /// True while the answer to `wanted` is awaited.
    pub(crate) fn waits_for(&self, wanted: RunId) -> bool {
        matches!(self, Self::Waiting { run, .. } if *run == wanted)
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
        let draft = &self.draft;
        let named = tenant.map_or(draft.audience.as_str(), |facts| draft.named_api(facts));
        // At a tenant of one's own it may be either of the two.
        let own = tenant.is_some_and(TenantFacts::is_own);
        let named = if named.is_empty() && own {
            draft.resource.trim()
        } else {
            named
        };
        if named.is_empty() {
            tenant?.default_audience.clone()
        } else {
            Some(named.to_owned())
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

    /// The newest exchange that brought a token.
    pub fn latest_good(&self) -> Option<&Run> {
        self.runs.iter().rev().find(|run| run.is_good())
    }

    /// The exchange to explain: the learner's own newest good one; without any, the newest.
    pub fn explained(&self) -> Option<&Run> {
        let mut own = self.runs.iter().rev().filter(|run| run.tried.is_none());
        let good = own.find(|run| run.is_good());
        good.or_else(|| self.latest_good())
            .or_else(|| self.latest())
    }

    /// The exchange whose token is in hand: the newest that brought one, and was not for an experiment that was put back.
    pub fn in_hand(&self) -> Option<&Run> {
        let mut newest_first = self.runs.iter().rev();
        newest_first.find(|run| run.token.is_some() && !run.undone)
    }

    /// The same, to be changed.
    pub(crate) fn in_hand_mut(&mut self) -> Option<&mut Run> {
        let mut newest_first = self.runs.iter_mut().rev();
        newest_first.find(|run| run.token.is_some() && !run.undone)
    }

    /// The newest answer of an API that was made for this variant, and the exchange whose token it showed.
    pub fn called_for(&self, experiment: &str, variant: &str) -> Option<(&Run, &ApiAnswer)> {
        let is_its = |answer: &&ApiAnswer| {
            let of = answer.tried.as_ref();
            of.is_some_and(|(one, which)| one == experiment && which == variant)
        };
        let all = self.runs.iter().flat_map(|run| {
            let answers = run.call.answers.iter().filter(is_its);
            answers.map(move |answer| (run, answer))
        });
        all.max_by_key(|(_, answer)| answer.event)
    }

    /// The exchange that brought the token which this header shows.
    pub(crate) fn run_of_token(&mut self, header: &str) -> Option<&mut Run> {
        let shown = header.split_whitespace().next_back()?;
        let mut runs = self.runs.iter_mut().rev();
        runs.find(|run| {
            run.token
                .as_ref()
                .is_some_and(|token| token.expose() == shown)
        })
    }

    /// The token in hand.
    pub fn token(&self) -> Option<&TokenInHand> {
        self.in_hand()?.token.as_ref()
    }

    /// The calls made with the token in hand.
    pub fn calls(&self) -> Option<&Call> {
        self.in_hand().map(|run| &run.call)
    }

    /// The field of the request at which the server stopped, by its own record of that exchange; `None` when it gave a token, or
    /// stopped at something that no field mends.
    pub fn refused_at(&self, run: &Run) -> Option<Field> {
        // An app that may not ask at all is not mended by another request.
        if !run.stands_refused() || self.app_is_public() {
            return None;
        }
        match run.refused_at()? {
            "content-type" => Some(Field::ContentType),
            "grant_type" => Some(Field::GrantType),
            "client" => Some(Field::ClientId),
            "secret" => Some(Field::ClientSecret),
            "assertion" => Some(Field::Credentials),
            "dpop" => Some(Field::Possession),
            "audience" => Some(Field::Audience),
            "resource" => Some(Field::Resource),
            "organization" => Some(Field::Organization),
            "scope" => Some(Field::Scope),
            _ => None,
        }
    }

    /// True when that exchange failed at what the app was granted: that is mended on the dashboard, not in the request.
    pub fn refused_at_the_app(&self, run: &Run) -> bool {
        let by_grant = matches!(run.refused_at(), Some("client-grant" | "grant"));
        run.stands_refused() && (self.app_is_public() || by_grant)
    }
}
