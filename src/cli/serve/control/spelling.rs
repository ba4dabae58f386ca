//! How changes are spelled in JSON, one object each: `{"change":"clock","of":"api","by":"+25h"}`. Words that lessons have too mean the same.

use secrecy::SecretString;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::oauth::json;
use crate::oauth::text::visible_line;

/// A change as it is written.
#[derive(Deserialize, Debug)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::cli::serve) enum Spelled {
    /// The next answers of a door go wrong.
    Fault(FaultOf),
    /// A clock is moved, stopped or let go.
    Clock {
        of: ClockOf,
        by: Option<String>,
        #[serde(rename = "do")]
        doing: Option<ClockDo>,
    },
    /// The signing keys.
    Key {
        #[serde(rename = "do")]
        doing: KeyDo,
    },
    /// An app's secret.
    Secret {
        app: String,
        #[serde(rename = "do")]
        doing: SecretDo,
        #[serde(default, deserialize_with = "hidden")]
        to: Option<SecretString>,
    },
    /// The API of requests that name none.
    DefaultAudience {
        // Asked for by name, so that what was forgotten clears nothing.
        #[serde(deserialize_with = "Option::deserialize")]
        to: Option<String>,
    },
    /// What happens without any audience.
    WithoutAudience { to: WithoutAudienceTo },
    /// The tenant's own code.
    Rule {
        #[serde(rename = "do")]
        doing: RuleDo,
        name: Option<String>,
        value: Option<Value>,
        error: Option<String>,
        reason: Option<String>,
    },
    /// How long tokens live.
    Lifetime {
        // Asked for by name, as above.
        #[serde(deserialize_with = "Option::deserialize")]
        to: Option<i64>,
    },
    /// By which algorithm tokens are signed.
    Signing { to: String },
    /// How the Basic header is read.
    Basic { to: BasicTo },
    /// Whether proofs need the server's nonce.
    Nonce { to: Option<bool> },
    /// Whether an app must prove possession of a key.
    Bound { app: String, to: bool },
    /// How an app proves itself.
    Auth {
        app: String,
        to: String,
        jwks: Option<Value>,
    },
    /// What an app may have.
    Grants { app: String, to: Vec<GrantOf> },
    /// How many tokens an app may have.
    Quota {
        app: String,
        per_hour: Option<u64>,
        per_day: Option<u64>,
    },
    /// An app comes or goes.
    App {
        #[serde(rename = "do")]
        doing: AppDo,
        app: Option<String>,
        name: Option<String>,
        auth: Option<String>,
        jwks: Option<Value>,
        #[serde(default)]
        grants: Vec<GrantOf>,
    },
    /// A custom scope comes or goes.
    Scope {
        #[serde(rename = "do")]
        doing: ScopeDo,
        name: String,
        #[serde(default)]
        says: String,
    },
    /// The plug.
    Up { to: bool },
}

/// A fault as it is written.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::serve) struct FaultOf {
    /// A word, or a status, which may be a number too.
    #[serde(deserialize_with = "word_or_number")]
    pub(super) kind: String,
    pub(super) door: Option<Door>,
    pub(super) next: Option<u32>,
    pub(super) error: Option<String>,
    pub(super) description: Option<String>,
    pub(super) retry_after: Option<u32>,
    /// Whoever asks before that time is over is refused again.
    #[serde(default)]
    pub(super) enforce: bool,
    /// How long `slow` takes.
    pub(super) seconds: Option<u64>,
}

#[derive(Deserialize, Debug, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(in crate::cli::serve) enum Door {
    Token,
    Api,
    Jwks,
    Metadata,
}

#[derive(Deserialize, Debug, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(in crate::cli::serve) enum ClockOf {
    /// The authorization server's, which the APIs' follows.
    #[serde(alias = "as")]
    Tenant,
    Api,
}

#[derive(Deserialize, Debug, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(in crate::cli::serve) enum ClockDo {
    Freeze,
    Run,
}

#[derive(Deserialize, Debug, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
pub(in crate::cli::serve) enum KeyDo {
    Roll,
    ForgetOld,
}

#[derive(Deserialize, Debug, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
pub(in crate::cli::serve) enum SecretDo {
    Rotate,
    Set,
}

#[derive(Deserialize, Debug, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
pub(in crate::cli::serve) enum WithoutAudienceTo {
    Refused,
    Opaque,
    OpaqueAlthoughDefault,
}

#[derive(Deserialize, Debug, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
pub(in crate::cli::serve) enum RuleDo {
    AddClaim,
    Deny,
    None,
}

#[derive(Deserialize, Debug, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
pub(in crate::cli::serve) enum BasicTo {
    Strict,
    Either,
}

#[derive(Deserialize, Debug, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
pub(in crate::cli::serve) enum AppDo {
    Register,
    Delete,
}

#[derive(Deserialize, Debug, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
pub(in crate::cli::serve) enum ScopeDo {
    Add,
    Remove,
}

/// What an app may have at one API.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::cli::serve) struct GrantOf {
    pub(super) api: String,
    #[serde(default)]
    pub(super) scopes: Vec<String>,
}

/// A text, or a number as text.
fn word_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(D::Error::custom("kind is a word or a status")),
    }
}

/// A secret, which cannot print itself from here on.
fn hidden<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretString>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.map(SecretString::from))
}

/// Why a text is no change.
#[derive(Debug)]
pub(in crate::cli::serve) enum Misspelt {
    /// It is not JSON, or no object.
    NoJson(String),
    /// It names nothing that can be changed, or names it wrongly.
    NoChange(String),
}

impl Misspelt {
    /// In words.
    pub(in crate::cli::serve) fn words(&self) -> String {
        match self {
            Self::NoJson(why) | Self::NoChange(why) => why.clone(),
        }
    }
}

/// The library's words, without those that only a Rust program has.
fn plain(why: &str) -> String {
    let words = [
        ("unknown variant", "unknown word"),
        ("unknown field", "unknown member"),
        ("missing field", "missing member"),
        ("invalid type: sequence", "a list stands there"),
        ("invalid type: map", "an object stands there"),
        ("invalid type: string", "a text stands there:"),
        ("invalid type: null", "null stands there"),
        ("invalid type: boolean", "true or false stands there:"),
        ("invalid type: integer", "a number stands there:"),
        (
            "invalid type: floating point",
            "a number with a fraction stands there:",
        ),
        ("invalid value: integer", "this number does not do:"),
        ("expected one of", "known:"),
        (
            "expected u32",
            "expected a whole number from 0 to 4294967295",
        ),
        ("expected u64", "expected a whole number, 0 or more"),
        ("expected i64", "expected a whole number"),
        ("expected a map", "expected an object"),
        ("expected a sequence", "expected a list"),
        ("expected a boolean", "expected true or false"),
        ("expected a string", "expected a text"),
    ];
    let told = words.iter().fold(why.to_owned(), |told, (rust, plain)| {
        told.replace(rust, plain)
    });
    visible_line(&told)
}

/// Reads one change.
///
/// # Errors
/// [`Misspelt`], in words for whoever sent it.
pub(in crate::cli::serve) fn read(text: &[u8]) -> Result<Spelled, Misspelt> {
    let object: Map<String, Value> = serde_json::from_slice(text)
        .map_err(|why| Misspelt::NoJson(format!("no change: {}", plain(&why.to_string()))))?;
    // RFC 8259 4 lets a reader take either of two members of one name; which was meant is not for this one to guess.
    let twice = json::read(&String::from_utf8_lossy(text)).duplicates();
    if let Some(twice) = twice.first() {
        let name = visible_line(&twice.name);
        return Err(Misspelt::NoChange(format!(
            "the member {name} stands there twice"
        )));
    }
    of_object(object)
}

/// The same of an object that is there already.
///
/// # Errors
/// [`Misspelt`].
pub(in crate::cli::serve) fn of_object(
    mut object: Map<String, Value>,
) -> Result<Spelled, Misspelt> {
    let no_change = |why: &str| Misspelt::NoChange(why.to_owned());
    let Some(Value::String(name)) = object.remove("change") else {
        return Err(no_change(
            "the member change is missing, or no text: it names what is changed",
        ));
    };
    // As serde has it for an enum: the name outside, the rest inside. To read the name from among the rest would be many times the code.
    let named = Map::from_iter([(name, Value::Object(object))]);
    serde_json::from_value(named.into()).map_err(|why| no_change(&plain(&why.to_string())))
}
