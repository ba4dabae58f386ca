//! What the tutor asks of the world. The shell runs these; the skin runs `Copy` and `Leave`, since they need the terminal.

use std::collections::{BTreeMap, BTreeSet};

use secrecy::SecretString;
use url::Url;

use crate::app::create::AppForm;
use crate::app::own::OwnProof;
use crate::app::own_target::OwnTargetAsk;
use crate::app::progress::Progress;
use crate::app::scenario::Scenario;
use crate::app::settings::Setting;
use crate::lesson::change::server::{Profile, ServerChange};
use crate::lesson::change::{FaultKind, FlowLevel, KeyOf, OrganizationUse, WithoutAudience};
use crate::lesson::target::TargetName;
use crate::oauth::jwt::assertion::Flaws;
use crate::oauth::names::{ClientId, ClientSecret};
use crate::oauth::request::{AuthMethod, TokenRequest};
use crate::oauth::wire::WireRequest;

/// Numbers a question. An answer whose number is not the one waited for is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunId(pub u64);

/// A question to the world.
#[derive(Debug)]
pub enum Effect {
    /// See to it that this practice tenant answers; `TenantReady` comes whenever what is known of it changes.
    Open(TargetName),
    /// Register this app at the practice tenant; answered by `Message::Registered`.
    Register {
        /// The question's number.
        run: RunId,
        /// Where.
        target: TargetName,
        /// The dashboard form as filled in.
        form: AppForm,
        /// An app registered earlier by this form, to be taken away first.
        replaces: Option<ClientId>,
    },
    /// Set an app of the practice tenant to one method, as on a vendor's dashboard; answered by `Message::MethodSet`.
    SetMethod {
        /// The question's number.
        run: RunId,
        /// Where.
        target: TargetName,
        /// The app.
        client_id: ClientId,
        /// How it proves itself from now on.
        method: AuthMethod,
        /// The secret that it has with the methods that use one.
        client_secret: Option<ClientSecret>,
    },
    /// Change a practice tenant; answered by `Message::Changed`. What was there is kept, to be put back exactly.
    Change {
        /// The question's number.
        run: RunId,
        /// Where.
        target: TargetName,
        /// The learner's app there.
        app: Option<ClientId>,
        /// With what it is put back.
        lot: Lot,
        /// The change.
        wish: Box<Wish>,
    },
    /// Put back what was changed in this lot, the last change first; answered by `Message::Changed`.
    PutBack {
        /// The question's number.
        run: RunId,
        /// Where.
        target: TargetName,
        /// The learner's app there.
        app: Option<ClientId>,
        /// What is put back.
        lot: Lot,
    },
    /// Put back the newest change of this lot alone; answered by `Message::Changed`.
    TakeBack {
        /// The question's number.
        run: RunId,
        /// Where.
        target: TargetName,
        /// The learner's app there.
        app: Option<ClientId>,
        /// Of which changes the newest is put back.
        lot: Lot,
    },
    /// Tell how this practice tenant stands, as soon as it has its keys; `Standing` comes then, and whenever that changes.
    Look(TargetName),
    /// Sign an assertion; answered by `Message::Signed`.
    Sign {
        /// The question's number.
        run: RunId,
        /// Who it speaks for.
        client_id: String,
        /// For whom it is.
        audience: String,
        /// What is wrong with it on purpose.
        flaws: Flaws,
        /// What the client of a tenant of one's own signs with. Nothing means the key of the practice app, which stays where it was made.
        with: Option<OwnProof>,
    },
    /// Sign a proof of possession for one request with the key of this session; answered by `Message::Proved`.
    Prove {
        /// The question's number.
        run: RunId,
        /// The method of the request.
        method: &'static str,
        /// Where it goes.
        url: Url,
        /// What the server asked to be in it.
        nonce: Option<String>,
        /// The token that goes along, at an API.
        token: Option<SecretString>,
        /// The issuer of its tenant: each has a key of its own, so that no two can tell that they know the same program.
        place: String,
    },
    /// Send this over a real socket; answered by `Message::Answered` with the journal of the practice tenant, where it was asked.
    Send {
        /// The question's number.
        run: RunId,
        /// The request, whole.
        request: Box<WireRequest>,
    },
    /// Send this to another practice tenant, where an app is made like the learner's for this one request; answered by
    /// `Message::Answered`.
    AskTwin {
        /// The question's number.
        run: RunId,
        /// The app and the request.
        twin: Box<Twin>,
    },
    /// Fetch the public keys; answered by `Message::Keys`.
    FetchKeys {
        /// The question's number.
        run: RunId,
        /// The `jwks_uri`.
        url: Url,
    },
    /// Stop waiting for this answer.
    Cancel {
        /// The question's number.
        run: RunId,
    },
    /// Keep the progress; answered by `Message::Saved`.
    Save(Box<Progress>),
    /// Keep this choice among the settings.
    Keep(Setting),
    /// Something with the file of scenarios; answered by `Message::Scenarios`.
    Scenarios {
        /// The question's number.
        run: RunId,
        /// What.
        ask: ScenarioAsk,
    },
    /// Something about tenants of the learner's own; answered by `Message::OwnTarget`.
    OwnTarget {
        /// The question's number.
        run: RunId,
        /// What.
        ask: OwnTargetAsk,
    },
    /// The session at a tenant of the learner's own that this question opened is the one now: what it trusts is trusted.
    Trust {
        /// The question's number.
        run: RunId,
    },
    /// Read a file of text; answered by `Message::FileRead`.
    ReadFile {
        /// The question's number.
        run: RunId,
        /// The path as typed.
        path: String,
    },
    /// Read a file of keys, which may be DER; answered by `Message::KeyFile`.
    ReadKeys {
        /// The question's number.
        run: RunId,
        /// The path as typed.
        path: String,
    },
    /// Have a practice tenant sign this with its own key; answered by `Message::SignedAgain`.
    SignAgain {
        /// The question's number.
        run: RunId,
        /// What is signed.
        token: Unsigned,
    },
    /// Have this edited in the learner's own editor (the skin does it, since the editor needs the terminal); answered by
    /// `Message::FileRead`.
    EditOutside {
        /// The question's number.
        run: RunId,
        /// The text. It may hold a secret or a token, so it cannot be printed.
        text: SecretString,
    },
    /// Run the learner's own command for a client secret (the skin does it, since the command may ask its person at the terminal); answered by
    /// `Message::SecretFetched`.
    FetchSecret {
        /// The question's number.
        run: RunId,
        /// The program, and what it is given.
        words: Vec<String>,
    },
    /// Keep a report in a new file; answered by `Message::ReportKept`.
    KeepReport {
        /// The name of the file, without its ending.
        name: String,
        /// The ending: `md`, `json`.
        ending: &'static str,
        /// What is in it. It holds no token and no secret.
        text: String,
    },
    /// Put this on the clipboard (the skin does it); answered by `Message::Copied`.
    Copy {
        /// What the toast calls it.
        label: &'static str,
        /// The text. It may hold a secret or a token, so it cannot be printed.
        text: SecretString,
    },
    /// End the program.
    Leave,
}

/// What is done with the file of scenarios.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScenarioAsk {
    /// It is read.
    Read,
    /// This is kept under this name.
    Keep(String, Box<Scenario>, KeepAs),
    /// The one of this name is deleted.
    Drop(String),
}

/// Whether a scenario may take the place of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepAs {
    /// No: its name is to be new.
    New,
    /// Yes.
    Over,
}

/// An app like the learner's at another practice tenant, for one request.
#[derive(Debug)]
pub struct Twin {
    /// Where.
    pub target: TargetName,
    /// The app.
    pub form: AppForm,
    /// The request, as values.
    pub asked: TokenRequest,
    /// The learner's id and secret: where the request holds them, it gets those of the twin.
    pub stands_for: (ClientId, Option<ClientSecret>),
}

/// A token to be signed by a practice tenant.
#[derive(Clone, PartialEq, Eq)]
pub struct Unsigned {
    /// Where.
    pub target: TargetName,
    /// Which of its servers, by its issuer.
    pub issuer: String,
    /// The header as JSON; `alg` and `kid` become those of the key.
    pub header: String,
    /// The claims as JSON, byte for byte.
    pub claims: String,
}

impl std::fmt::Debug for Unsigned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Unsigned({} bytes)", self.claims.len())
    }
}

/// Changes that are put back together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lot {
    /// The set-up of the lesson.
    Lesson,
    /// The set-up of a step, by its index.
    Step(usize),
    /// An experiment.
    Lab,
    /// What the learner changed by hand at the step with this index.
    Hand(usize),
    /// What the learner changed on the page of the server, beside any lesson: a lesson's own changes stay when it is put back.
    Server,
    /// Everything.
    All,
}

/// A change of a practice tenant, its values filled in (ENGINE 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The app's method.
    AppAuth(AuthMethod),
    /// A new secret for the app.
    AppRotate,
    /// This secret for the app.
    AppSecret(ClientSecret),
    /// What the app is authorised for: scopes by API.
    AppGrants(BTreeMap<String, BTreeSet<String>>),
    /// The public key of the app.
    AppKey(KeyOf),
    /// Whether the app demands a proof of possession.
    AppBound(bool),
    /// How the app may name an organization at this API.
    AppOrganization(String, OrganizationUse),
    /// The default audience.
    DefaultAudience(Option<String>),
    /// What happens without any audience.
    WithoutAudience(WithoutAudience),
    /// A custom scope, and what it is for.
    ScopeAdded(String, String),
    /// A scope that is no more.
    ScopeRemoved(String),
    /// A claim that the tenant's own code adds.
    RuleClaim(String, String),
    /// The code and the words by which the tenant's own code denies.
    RuleDeny(String, String),
    /// No code of the tenant's own.
    RuleNone,
    /// An organization of this name.
    Organization(String),
    /// The security level of the protected flow.
    FlowSecurity(FlowLevel),
    /// Whether Basic is read to the letter of RFC 6749 2.3.1 only.
    StrictBasic(bool),
    /// How long tokens live, in seconds.
    Lifetime(i64),
    /// A fault.
    Fault(FaultKind),
    /// Seconds that the tenant's clock is ahead.
    TenantClock(i64),
    /// Seconds that the APIs' clock is ahead of the tenant's.
    ApiClock(i64),
    /// New keys.
    KeyRoll,
    /// Whether the tenant answers at all.
    Up(bool),
    /// What the tokens of this API look like.
    Profile(String, Profile),
    /// One of the changes that lessons seldom make.
    Server(ServerChange),
}
