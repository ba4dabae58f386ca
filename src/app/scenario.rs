//! A scenario of the sandbox, as its file has it: the request form and what was changed of the server by hand. It never holds a secret, a
//! token, an assertion or a key.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::by_hand::ByHand;
use crate::lesson::target::TargetName;
use crate::oauth::request::AuthMethod;

/// Scenarios by name.
pub type Kept = BTreeMap<String, Scenario>;

/// What a sandbox has again when this is loaded.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// At which practice tenant.
    pub target: TargetName,
    /// What was changed of the server by hand and is in force, in the order in which it is made again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ByHand>,
    /// The request.
    #[serde(default)]
    pub request: Form,
}

/// The request form; what is empty is left out of the request.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Form {
    /// `grant_type`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub grant_type: String,
    /// `client_id`, where it is not the app's own: that one is another in each session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Whether the secret of the app goes along.
    pub credentials: Credentials,
    /// `audience`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub audience: String,
    /// `scope`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// `resource`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub resource: String,
    /// `organization`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub organization: String,
    /// How the app proves who it is.
    pub method: Method,
    /// How the body is written.
    pub format: Format,
    /// A proof of possession goes along.
    pub proof: bool,
}

/// What goes along with the id. No secret is ever kept.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Credentials {
    /// The secret of the app.
    #[default]
    Own,
    /// No secret.
    IdAlone,
}

/// How the app proves who it is: what the form of a sandbox offers.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, Default)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "named as RFC 7591 names them")]
pub enum Method {
    #[default]
    ClientSecretPost,
    ClientSecretBasic,
    PrivateKeyJwt,
}

/// How the body is written.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, Default)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each says what it is")]
pub enum Format {
    #[default]
    Form,
    Json,
}

impl Method {
    /// That of a request; what the form of a sandbox does not offer is as good as the first.
    pub fn of(auth: AuthMethod) -> Self {
        match auth {
            AuthMethod::ClientSecretBasic => Self::ClientSecretBasic,
            AuthMethod::PrivateKeyJwt => Self::PrivateKeyJwt,
            AuthMethod::ClientSecretPost | AuthMethod::ClientSecretJwt | AuthMethod::Public => {
                Self::ClientSecretPost
            }
        }
    }

    /// That of a request.
    pub fn auth(self) -> AuthMethod {
        match self {
            Self::ClientSecretPost => AuthMethod::ClientSecretPost,
            Self::ClientSecretBasic => AuthMethod::ClientSecretBasic,
            Self::PrivateKeyJwt => AuthMethod::PrivateKeyJwt,
        }
    }
}
