//! A question about the next visible event, and what the program measures to settle it.

use serde::Deserialize;

use crate::lesson::model::ActionKind;

/// A question about the next visible event. No right answer is written here: the option whose value
/// equals what the program measures in the real exchange is the right one.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Prediction {
    /// Unique in the lesson; progress files refer to it.
    pub id: String,
    /// The question.
    pub question: String,
    /// What is measured in the exchange.
    pub measure: Measure,
    /// At least three options (two for a yes-or-no measure), each with its own value.
    pub options: Vec<Choice>,
    /// Why it is as it is; shown beside what was measured.
    pub why: String,
    /// The belief that a wrong guess shows: `M1` to `M18`.
    #[serde(default)]
    pub misconception: Option<String>,
    /// Where it is asked.
    #[serde(default)]
    pub ask_at: AskAt,
}

impl Prediction {
    /// The option that is right when `measured` is what came out.
    pub fn right(&self, measured: &str) -> Option<&Choice> {
        self.options.iter().find(|choice| choice.value == measured)
    }

    /// The belief (`M1` to `M18`) that picking `value` shows: the option's own, else the question's.
    pub fn belief(&self, value: &str) -> Option<&str> {
        let own = self
            .right(value)
            .and_then(|choice| choice.misconception.as_deref());
        own.or(self.misconception.as_deref())
    }
}

/// Where a prediction is asked.
#[derive(Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum AskAt {
    /// In the predict stage.
    #[default]
    Predict,
    /// In the act of that name.
    CreateApp,
    /// In the act of that name.
    Build,
    /// In the act of that name.
    Send,
    /// In the act of that name.
    Read,
    /// In the act of that name.
    Check,
    /// In the experiment.
    Break,
}

impl AskAt {
    /// The act that asks, if one does.
    pub fn action(self) -> Option<ActionKind> {
        match self {
            Self::Predict | Self::Break => None,
            Self::CreateApp => Some(ActionKind::CreateApp),
            Self::Build => Some(ActionKind::Build),
            Self::Send => Some(ActionKind::Send),
            Self::Read => Some(ActionKind::Read),
            Self::Check => Some(ActionKind::Check),
        }
    }
}

/// What the program measures in the real exchange, and how it spells the value.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// How many requests the journal of the authorization server holds for the run that brought
    /// the token: `1`, `2`, ... Earlier runs, and those of other programs, do not count.
    TokenRequests,
    /// Whether a browser took part (anything went to an authorization endpoint): `no` or `yes`.
    BrowserUsed,
    /// Which one of the members named by the options stands in the reply: `access_token`.
    ReplyMember,
    /// The status of the reply: `200`.
    Status,
    /// The `error` member of the reply, or `none`.
    ErrorCode,
    /// Both, with one blank: `401 access_denied`; `200` alone when there is no `error`.
    StatusAndError,
    /// Whether the registered app has a callback URL: `no` or `yes`.
    CallbackUrl,
}

/// An option of a prediction.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is measured when this option is right, in the spelling of the [`Measure`].
    pub value: String,
    /// The option, as a reader sees it.
    pub text: String,
    /// The belief behind this very option, where it differs from the question's.
    #[serde(default)]
    pub misconception: Option<String>,
}
