//! What a lesson is: a head and a list of steps, as plain values, exactly as a lesson file spells them.
//!
//! One set of types serves file and program; what serde cannot see (counts, lengths, known keys) is
//! said by [`crate::lesson::lint`], so that an author gets all complaints at once instead of the first.

use serde::Deserialize;

pub mod ask;
pub mod experiment;
pub mod note;
mod step;

pub use ask::{Ask, AskKind, CardKind, Choice, Slip};
pub use experiment::{ErrorBook, Experiment, Variant};
pub use note::Note;
pub use step::{Goal, Hint, Stage, Step, StepAtOwn, Tick};

use crate::lesson::bench::Bench;
use crate::lesson::change::Change;
use crate::lesson::later::Later;
use crate::lesson::target::TargetName;
use crate::oauth::request::{AuthMethod, BodyFormat, Field};

/// The format that this program reads; a file with another number is refused.
pub const FORMAT: u32 = 2;

/// One lesson.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// The file format, [`FORMAT`].
    pub format: u32,
    /// What everything else calls it: `first-token`.
    pub id: String,
    /// The place in the course, from 1: where its file stands among the others. No name.
    #[serde(skip)]
    pub number: u32,
    /// What it is: all but a lesson does without goal, explanation and quiz.
    #[serde(default)]
    pub kind: Round,
    /// The title, as a reader sees it.
    pub title: String,
    /// The exercise that it is based on.
    pub source: String,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// Where it can be played; the first is where it is.
    pub targets: Vec<TargetName>,
    /// The form of an app that is made for the learner before the first step, in lessons that are not about making one.
    #[serde(default)]
    pub app: Vec<Change>,
    /// Changes of the world before the first step.
    #[serde(default)]
    pub setup: Vec<Change>,
    /// The do-steps by which somebody who knows shows it, before the cards; none where that is not offered.
    #[serde(default)]
    pub test_out: Vec<String>,
    /// Three lines that complete "After this you can".
    pub can: Vec<String>,
    /// Why this is worth the learner's time.
    pub why: String,
    /// What the source leaves out or gets wrong, the first line being the one that everybody should know.
    pub leaves_out: Vec<String>,
    /// What of the request form this lesson shows.
    #[serde(default)]
    pub form: RequestForm,
    /// How it is played at a tenant of one's own, where that is offered.
    #[serde(default)]
    pub own: Option<LessonAtOwn>,
    /// The steps, in order.
    #[serde(rename = "step", default)]
    pub steps: Later<Vec<Step>>,
    /// How many questions, actions, experiments and cards these hold, where that was counted before.
    #[serde(skip)]
    pub size: Option<[usize; 4]>,
    /// What is said at the end.
    pub done: Done,
}

/// What a lesson says of a tenant of one's own; one that says nothing is played at practice alone.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct LessonAtOwn {
    /// What the lesson calls the API that the target names: `reports`.
    pub api: String,
    /// What comes next, after it was played there.
    pub next: String,
}

/// What is played.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq, Default)]
#[serde(rename_all = "snake_case")]
pub enum Round {
    /// A lesson of the course.
    #[default]
    Lesson,
    /// The tour for whoever is new here.
    Tour,
    /// A request at a tenant of one's own.
    Own,
    /// Benches without goals.
    Sandbox,
    /// Cards that were wrong, asked again. No file holds it: it is made of the lessons' questions.
    #[serde(skip)]
    Review,
}

/// What of the request form a lesson shows: a bench shows what the lesson teaches.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct RequestForm {
    /// Parameters beside grant type, id and secret.
    pub fields: Vec<Extra>,
    /// The ways to prove who asks; a single one is no choice, and not shown.
    pub auth: Vec<Method>,
    /// The formats of the body; likewise.
    pub formats: Vec<Format>,
    /// Whether a proof of possession can be sent along.
    pub proof: bool,
    /// Which authorization server of the tenant it goes to.
    pub server: Server,
}

/// An authorization server of a tenant.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq, Default)]
#[serde(rename_all = "snake_case")]
pub enum Server {
    /// The one for the customer's own APIs.
    #[default]
    Custom,
    /// The org's own, for the vendor's APIs (Okta).
    Org,
}

impl Default for RequestForm {
    fn default() -> Self {
        Self {
            fields: vec![Extra::Audience, Extra::Scope],
            auth: vec![Method::Post],
            formats: vec![Format::Form],
            proof: false,
            server: Server::Custom,
        }
    }
}

/// A parameter of the request that not every lesson teaches.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Extra {
    /// `audience`.
    Audience,
    /// `scope`.
    Scope,
    /// `resource` (RFC 8707).
    Resource,
    /// `organization` (Auth0).
    Organization,
}

/// A way to prove who asks, as lesson files spell it.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Id and secret in the body.
    Post,
    /// Id and secret in the header.
    Basic,
    /// A signed JWT.
    PrivateKeyJwt,
}

impl Method {
    /// The same in the words of the protocol core.
    pub fn auth(self) -> AuthMethod {
        match self {
            Self::Post => AuthMethod::ClientSecretPost,
            Self::Basic => AuthMethod::ClientSecretBasic,
            Self::PrivateKeyJwt => AuthMethod::PrivateKeyJwt,
        }
    }
}

/// A format of the body, as lesson files spell it.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// As a form.
    Form,
    /// As JSON.
    Json,
}

impl Format {
    /// The same in the words of the protocol core.
    pub fn body(self) -> BodyFormat {
        match self {
            Self::Form => BodyFormat::Form,
            Self::Json => BodyFormat::Json,
        }
    }
}

impl RequestForm {
    /// The rows of the form, in its order.
    pub fn rows(&self) -> Vec<Field> {
        let mut rows = vec![
            Field::Endpoint,
            Field::GrantType,
            Field::ClientId,
            Field::ClientSecret,
        ];
        rows.extend(self.fields.iter().map(|extra| match extra {
            Extra::Audience => Field::Audience,
            Extra::Scope => Field::Scope,
            Extra::Resource => Field::Resource,
            Extra::Organization => Field::Organization,
        }));
        if self.auth.len() > 1 {
            rows.push(Field::Credentials);
        }
        if self.proof {
            rows.push(Field::Possession);
        }
        if self.formats.len() > 1 {
            rows.push(Field::ContentType);
        }
        rows
    }

    /// The ways to prove who asks.
    pub fn methods(&self) -> Vec<AuthMethod> {
        self.auth.iter().map(|method| method.auth()).collect()
    }
}

impl Lesson {
    /// True where one of its steps is worked at this bench.
    pub fn has(&self, bench: Bench) -> bool {
        self.steps.iter().any(|step| step.bench == Some(bench))
    }

    /// What it is called in a sentence: `lesson 3`, `the tour`.
    pub fn called(&self) -> String {
        match self.kind {
            Round::Lesson => format!("lesson {}", self.number),
            Round::Tour => "the tour".to_owned(),
            Round::Own => "the round at your own tenant".to_owned(),
            Round::Sandbox => "the sandbox".to_owned(),
            Round::Review => "the review".to_owned(),
        }
    }

    /// What it is called as a heading: `Lesson 3`; nothing for an extra round, whose title says it.
    pub fn heading(&self) -> String {
        match self.kind {
            Round::Lesson => format!("Lesson {}", self.number),
            Round::Tour | Round::Own | Round::Sandbox | Round::Review => String::new(),
        }
    }

    /// The step with this id.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// The steps of one stage, in order.
    pub fn steps_of(&self, stage: Stage) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.stage == stage)
    }

    /// The stages that occur, in the order of the file.
    pub fn stages(&self) -> Vec<Stage> {
        let mut stages: Vec<Stage> = Vec::new();
        for step in &self.steps {
            if stages.last() != Some(&step.stage) && step.stage != Stage::Done {
                stages.push(step.stage);
            }
        }
        stages
    }

    /// Every question of the lesson, with the step that asks it.
    pub fn asks(&self) -> impl Iterator<Item = (&Step, &Ask)> {
        self.steps
            .iter()
            .flat_map(|step| step.asks.iter().map(move |ask| (step, ask)))
    }

    /// The question with this id.
    pub fn ask(&self, id: &str) -> Option<&Ask> {
        self.asks().map(|(_, ask)| ask).find(|ask| ask.id == id)
    }

    /// The same, those of experiments included.
    pub fn question(&self, id: &str) -> Option<&Ask> {
        self.questions().find(|ask| ask.id == id)
    }

    /// Every question, those of experiments included.
    pub fn questions(&self) -> impl Iterator<Item = &Ask> {
        let experiments = self.steps.iter().flat_map(|step| &step.experiments);
        let variants = experiments.flat_map(|one| &one.variants);
        let asks = variants.filter_map(|variant| variant.ask.as_ref());
        self.asks().map(|(_, ask)| ask).chain(asks)
    }

    /// How much there is to it: `3 questions, 5 actions, 1 experiment, 5 cards`.
    pub fn size(&self) -> String {
        let count = |(many, one): (usize, &str)| {
            let plural = if many == 1 { "" } else { "s" };
            (many > 0).then(|| format!("{many} {one}{plural}"))
        };
        let many = self.size.unwrap_or_else(|| self.counted());
        let words = ["question", "action", "experiment", "card"];
        let all = many.into_iter().zip(words).filter_map(count);
        all.collect::<Vec<String>>().join(", ")
    }

    /// How many questions, actions, experiments and cards there are.
    pub(crate) fn counted(&self) -> [usize; 4] {
        let asked = |stage| self.steps_of(stage).map(|step| step.asks.len()).sum();
        [
            asked(Stage::Predict),
            self.steps_of(Stage::Do).count(),
            self.steps.iter().map(|step| step.experiments.len()).sum(),
            asked(Stage::Quiz),
        ]
    }
}

/// The last screen.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Done {
    /// What there was to do, one line each; nothing in a sandbox.
    #[serde(default)]
    pub summary: Vec<Achievement>,
    /// What comes next.
    pub next: String,
}

/// A line of the last screen: it counts as done only when the step's goals were really reached.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Achievement {
    /// The step.
    pub step: String,
    /// What is said when it was reached.
    pub text: String,
    /// What is still to do when it was not.
    pub open: String,
}
