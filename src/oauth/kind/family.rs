//! Whose a token looks like, by the members that only one maker writes.

use crate::oauth::jwt::Jwt;
use crate::oauth::kind::prefix::vendor_of;
use crate::oauth::rules::words;
use crate::oauth::vendor::{Profile, okta};

mod signs;

/// The makers whose claims are explained in words of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Auth0.
    Auth0,
    /// A custom authorization server of Okta.
    Okta,
    /// Okta's organization server.
    OktaOrg,
    /// Microsoft Entra.
    Entra,
    /// Amazon Cognito.
    Cognito,
    /// Keycloak.
    Keycloak,
    /// Google.
    Google,
    /// Firebase.
    Firebase,
    /// `GitHub` Actions.
    GithubActions,
    /// `GitLab` CI.
    GitlabCi,
    /// `CircleCI`.
    Circleci,
    /// Kubernetes.
    Kubernetes,
    /// Salesforce.
    Salesforce,
    /// Zoom.
    Zoom,
    /// Supabase.
    Supabase,
    /// Apple.
    Apple,
    /// `ForgeRock`.
    Forgerock,
    /// `PingFederate` and `PingOne`.
    Ping,
    /// Duende `IdentityServer`.
    Identityserver,
    /// Spring Authorization Server.
    Spring,
    /// SAP.
    Sap,
    /// Vault.
    Vault,
    /// Slack.
    Slack,
    /// Nothing tells.
    Generic,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 24] = [
        Self::Auth0,
        Self::Okta,
        Self::OktaOrg,
        Self::Entra,
        Self::Cognito,
        Self::Keycloak,
        Self::Google,
        Self::Firebase,
        Self::GithubActions,
        Self::GitlabCi,
        Self::Circleci,
        Self::Kubernetes,
        Self::Salesforce,
        Self::Zoom,
        Self::Supabase,
        Self::Apple,
        Self::Forgerock,
        Self::Ping,
        Self::Identityserver,
        Self::Spring,
        Self::Sap,
        Self::Vault,
        Self::Slack,
        Self::Generic,
    ];

    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auth0 => "auth0",
            Self::Okta => "okta",
            Self::OktaOrg => "okta-org",
            Self::Entra => "entra",
            Self::Cognito => "cognito",
            Self::Keycloak => "keycloak",
            Self::Google => "google",
            Self::Firebase => "firebase",
            Self::GithubActions => "github-actions",
            Self::GitlabCi => "gitlab-ci",
            Self::Circleci => "circleci",
            Self::Kubernetes => "kubernetes",
            Self::Salesforce => "salesforce",
            Self::Zoom => "zoom",
            Self::Supabase => "supabase",
            Self::Apple => "apple",
            Self::Forgerock => "forgerock",
            Self::Ping => "ping",
            Self::Identityserver => "identityserver",
            Self::Spring => "spring",
            Self::Sap => "sap",
            Self::Vault => "vault",
            Self::Slack => "slack",
            Self::Generic => "generic",
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        words::value("families", self.word())
    }
}

/// The family of `jwt`, and what says so.
pub(super) fn of(jwt: &Jwt) -> (Family, String) {
    let known = match (&jwt.header, &jwt.payload) {
        (_, None) => return by_prefix(jwt),
        (header, Some(payload)) => signs::ALL.iter().find_map(|(family, sign)| {
            let told = sign(&signs::Claims {
                header: header.as_ref(),
                payload,
            })?;
            Some((*family, told))
        }),
    };
    if let Some(profile) = okta::evident(jwt) {
        let family = match profile {
            Profile::OktaOrg => Family::OktaOrg,
            Profile::Okta | Profile::Auth0 | Profile::Generic => Family::Okta,
        };
        let sign = if okta::is_internal(jwt) {
            "typ"
        } else {
            "cid, ver"
        };
        return (family, sign.to_owned());
    }
    known.unwrap_or((Family::Generic, String::new()))
}

fn by_prefix(jwt: &Jwt) -> (Family, String) {
    let Some(vendor) = vendor_of(jwt.text()) else {
        return (Family::Generic, String::new());
    };
    let maker = vendor.name.split(',').next().unwrap_or_default();
    let family = match maker {
        "Google" => Family::Google,
        "Slack" => Family::Slack,
        "Salesforce" => Family::Salesforce,
        "Vault" => Family::Vault,
        _ => return (Family::Generic, String::new()),
    };
    (family, vendor.prefix.to_owned())
}
