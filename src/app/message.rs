//! Everything that can happen: what the learner does, what the world answers, and that time passes.

use crate::app::create::{AppState, AppType, Changed};
use crate::app::desk::GivenKeys;
use crate::app::effect::RunId;
use crate::app::guess::Sureness;
use crate::app::own_targets::OwnTargetTold;
use crate::app::progress::Progress;
use crate::app::scenario::Kept;
use crate::app::settings::Setting;
use crate::app::standing::{Standing, Whose};
use crate::app::tenant::TenantFacts;
use crate::flow::Place;
use crate::lesson::bench::Bench;
use crate::lesson::change::Bearing;
use crate::lesson::target::TargetName;
use crate::oauth::check::paste::Pasted;
use crate::oauth::journal::Entry;
use crate::oauth::jwt::signed::SignedJwt;
use crate::oauth::names::{ClientId, ClientSecret};
use crate::oauth::reply::{Answer, Reply, SendError};
use crate::oauth::request::{AuthMethod, BodyFormat, Field};

mod desk;
mod go;
mod hand;
mod own_target;
mod scenario;

pub use desk::{CopyWhat, Desk, Destination, Format, SignAgain};
pub use go::Go;
pub use hand::Hand;
pub use own_target::OwnTargetAct;
pub use scenario::ScenarioAct;

/// One thing that happened.
#[derive(Debug)]
pub enum Message {
    /// Time passed; nothing else.
    Clock,
    /// The learner goes somewhere.
    Go(Go),
    /// The learner does something in a lesson.
    Play(Play),
    /// The learner fills in the dashboard.
    Create(Create),
    /// The learner fills in the request.
    Build(Build),
    /// The learner works at a desk: the checker, the decoder, or the check step of a lesson.
    Desk(Desk),
    /// The learner has a practice server in hand.
    Hand(Hand),
    /// The learner has scenarios of a sandbox in hand.
    Scenario(ScenarioAct),
    /// The learner has tenants of their own in hand.
    OwnTarget(OwnTargetAct),
    /// The learner wants the request as it stands to be sent to all three practice servers.
    Elsewhere,
    /// The learner searches the reference for this.
    LookUp(String),
    /// The learner wants something on the clipboard.
    Copy(CopyWhat),
    /// Show secrets for ten seconds, or hide them again.
    ToggleReveal,
    /// The learner chose how the program is to be, from now on.
    Set(Setting),
    /// The mouse is the program's now, or the terminal's.
    Mouse(bool),
    /// A key that means nothing here, of a kind that is told apart.
    OddKey(OddKey),
    /// Stop waiting for the network.
    Cancel,
    /// Leave the program.
    Leave,
    /// The world answers.
    World(World),
}

/// A key that is none here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OddKey {
    /// The same letter in the other case is one.
    OtherCase,
    /// It is of an alphabet that no key is of.
    OtherAlphabet,
    /// A number beyond the rows that there are.
    Beyond,
    /// A number beyond the exchanges that there were.
    NoExchange,
    /// A row with a text is selected, and nothing is typed into it yet.
    NotTyping,
    /// A solution is laid into a form, and this page has none.
    NoForm,
}

/// What the learner can do in any lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Play {
    /// The next step. Refused, with a word, only where nothing would be there to work with; `Skip` always goes.
    Next,
    /// The step before.
    Back,
    /// The next step without doing this one.
    Skip,
    /// The next hint; after three the solution.
    Hint,
    /// Take back the last edit.
    Undo,
    /// Do it again.
    Redo,
    /// Put the step's form back to how it was found.
    ResetStep,
    /// Answer the prediction with this id by the option's index.
    Guess {
        /// `Prediction::id`.
        id: String,
        /// Index of the option.
        option: usize,
    },
    /// How sure the learner is of that guess.
    Sure {
        /// `Prediction::id`.
        id: String,
        /// How sure.
        sureness: Sureness,
    },
    /// Answer a question that is no prediction, by the option's index.
    Answer {
        /// `Ask::id`.
        id: String,
        /// Index of the option.
        option: usize,
    },
    /// Answer a question by typing.
    Type {
        /// `Ask::id`.
        id: String,
        /// What was typed.
        text: String,
    },
    /// Give an item of a card its place: the next one of an order, or taken away again; of boxes, the one with this number.
    Arrange {
        /// `Ask::id`.
        id: String,
        /// Index of the item.
        item: usize,
        /// The number of the box.
        to: Option<usize>,
    },
    /// Lay the solution of the step into the form, unsent.
    LayIn,
    /// Open another bench within the step, or the step's own.
    Look(Bench),
    /// Send the request.
    Send,
    /// Call an API.
    Call {
        /// What lessons call it; `None` for the one that the token is for.
        api: Option<String>,
        /// With the token, or without one to see the challenge.
        bearing: Bearing,
    },
    /// Verify the token as the API would.
    Verify,
    /// Experiment: make the changes of the variant that is selected.
    Vary,
    /// Experiment: put everything back.
    PutBack,
    /// Experiment: open another one of this step.
    OpenExperiment(usize),
    /// Experiment: select another change.
    OpenVariant(usize),
    /// Something with the flow of the step.
    Flow(FlowPlay),
}

/// What the learner can do with a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlowPlay {
    /// Run the next card.
    RunCard,
    /// Run all cards that are left.
    RunToEnd,
    /// Back to the start.
    Rewind,
    /// Type a value into a port. It may be a secret in the wrong place, so it cannot be printed.
    Edit(Place, ClientSecret),
    /// Drop the value of the first place into the second.
    Connect(Place, Place),
}

/// Edits of the dashboard form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Create {
    /// The app's name.
    Name(String),
    /// The app's type.
    Type(AppType),
    /// Tick or untick an API, by index.
    ToggleApi(usize),
    /// Tick or untick a permission: API index, scope index.
    ToggleScope(usize, usize),
    /// Press the button: register the app.
    Submit,
    /// Take the changes of the form back to what the app was made from.
    Revert,
    /// A text field of another form, by its id.
    Field(String, String),
    /// A choice of another form: it is made at once.
    Choose {
        /// The form's id.
        form: String,
        /// The field's id.
        field: String,
        /// Index of the option.
        option: usize,
    },
    /// A button of another form.
    Press {
        /// The form's id.
        form: String,
        /// The field's id.
        field: String,
    },
}

/// Edits of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Build {
    /// A text field. An empty text leaves the parameter out.
    Set(Field, String),
    /// The secret.
    SetSecret(ClientSecret),
    /// The body's format.
    Format(BodyFormat),
    /// How the app proves who it is.
    Method(AuthMethod),
    /// Whether a proof of possession goes out.
    Bound(bool),
    /// Fill id and secret from the app that was registered.
    FillFromApp,
}

/// What the world answers.
#[derive(Debug)]
pub enum World {
    /// A practice tenant is up, or something about it has changed.
    TenantReady(Box<TenantFacts>),
    /// A practice tenant could not be started, and why.
    TenantFailed(TargetName, String),
    /// An app was registered.
    Registered {
        /// The question's number.
        run: RunId,
        /// Its id.
        client_id: ClientId,
        /// Its secret; apps that cannot keep one have none.
        client_secret: Option<ClientSecret>,
        /// What else the tenant holds of it.
        state: AppState,
    },
    /// The tenant was changed; or it was not, and why.
    Changed {
        /// The question's number.
        run: RunId,
        /// The learner's app as it is now, or the reason in words.
        result: Result<Changed, String>,
    },
    /// The app is set to the method that was asked for; or it is not, and why.
    MethodSet {
        /// The question's number.
        run: RunId,
        /// Nothing, or the reason in words.
        result: Result<(), String>,
    },
    /// The assertion is signed; or it is not, and why.
    Signed {
        /// The question's number.
        run: RunId,
        /// The assertion, or the reason in words.
        result: Result<SignedJwt, String>,
    },
    /// The practice tenant signed a token anew; or it did not, and why.
    SignedAgain {
        /// The question's number.
        run: RunId,
        /// The token, or the reason in words.
        result: Result<SignedJwt, String>,
    },
    /// Keys were read from a file; or they were not, and why.
    KeyFile {
        /// The question's number.
        run: RunId,
        /// What it holds, or the reason in words.
        result: Result<GivenKeys, String>,
    },
    /// The proof of possession is signed; or it is not, and why.
    Proved {
        /// The question's number.
        run: RunId,
        /// The proof, or the reason in words.
        result: Result<SignedJwt, String>,
    },
    /// A request was answered, or was not.
    Answered {
        /// The question's number.
        run: RunId,
        /// The reply, or the layer that failed.
        result: Result<Answer, SendError>,
        /// What the practice tenant noted while the exchange ran, oldest first; empty for other servers.
        journal: Vec<Entry>,
    },
    /// The key set arrived.
    Keys {
        /// The question's number.
        run: RunId,
        /// The reply of the `jwks_uri`.
        result: Result<Reply, SendError>,
    },
    /// A file was read, or was not, and why.
    FileRead {
        /// The question's number.
        run: RunId,
        /// Its text, or the reason in words.
        result: Result<Pasted, String>,
    },
    /// A report was kept under this path; or it was not, and why.
    ReportKept(Result<String, String>),
    /// Another program (curl, most likely) asked the practice tenant.
    Visitor(TargetName, Box<Entry>),
    /// A practice tenant noted a request. Told when it was answered, and again where only then it is known whose it was.
    Heard {
        /// Which tenant.
        target: TargetName,
        /// Who asked.
        whose: Whose,
        /// What it noted.
        entry: Box<Entry>,
    },
    /// How a practice tenant stands, as it was asked for or has changed.
    Standing(TargetName, Box<Standing>),
    /// Progress was kept, joined with this, which other tutors had kept meanwhile.
    Saved(Box<Progress>),
    /// Progress cannot be kept here.
    SaveFailed(String),
    /// The scenarios as they are kept now; or why nothing could be had or done.
    Scenarios {
        /// The question's number.
        run: RunId,
        /// All of them, or the reason in words.
        result: Result<Kept, String>,
    },
    /// What was asked about tenants of the learner's own; or why nothing could be had or done.
    OwnTarget {
        /// The question's number.
        run: RunId,
        /// The answer, or the reason in words.
        result: Result<OwnTargetTold, String>,
    },
    /// A command for a client secret has ended.
    SecretFetched {
        /// The question's number.
        run: RunId,
        /// What it printed, or the reason in words.
        result: Result<ClientSecret, String>,
    },
    /// A choice cannot be kept, and why.
    SettingUnkept(String),
    /// What was kept from earlier sessions could not be read and was set aside under this name.
    SetAside(String),
    /// The clipboard took it, by this method; or it did not, and why.
    Copied {
        /// What it was.
        label: &'static str,
        /// The method, or the reason.
        result: Result<&'static str, String>,
    },
}
