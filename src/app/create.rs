//! The dashboard of the practice tenant: the form that creates an app, and the app that came out of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::oauth::names::{ClientId, ClientSecret};
use crate::oauth::request::AuthMethod;

/// The application types of Auth0's dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppType {
    /// A phone or desktop app.
    Native,
    /// Runs in a browser.
    SinglePage,
    /// A server with people signing in.
    RegularWeb,
    /// A program; nobody signs in.
    MachineToMachine,
}

impl AppType {
    /// All four, in the order of the dashboard.
    pub const ALL: [Self; 4] = [
        Self::Native,
        Self::SinglePage,
        Self::RegularWeb,
        Self::MachineToMachine,
    ];

    /// The type of that name in lesson files.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.note() == name)
    }

    /// Its name in lesson files, which is the key of the note about it.
    pub fn note(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::SinglePage => "spa",
            Self::RegularWeb => "regular-web",
            Self::MachineToMachine => "m2m",
        }
    }
}

/// The form as filled in.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AppForm {
    /// The app's name, for people.
    pub name: String,
    /// The type, once one is picked.
    pub app_type: Option<AppType>,
    /// The ticked APIs by identifier, each with its ticked permissions.
    #[serde(default)]
    pub grants: BTreeMap<String, BTreeSet<String>>,
}

/// An app that the tenant has registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredApp {
    /// The form it came from.
    pub form: AppForm,
    /// Its id.
    pub client_id: ClientId,
    /// Its secret; native and single-page apps get none, since they cannot keep one (RFC 6749 2.1).
    pub client_secret: Option<ClientSecret>,
    /// The method that the tenant takes from it.
    pub auth: AuthMethod,
    /// The public key that is registered for it.
    pub key: Option<RegisteredKey>,
    /// True where the tenant demands a proof of possession from it.
    pub bound: bool,
    /// True when it was registered again because a lesson was resumed: id and secret are new.
    pub anew: bool,
}

impl RegisteredApp {
    /// True for an app of a type that cannot keep a secret: it got none, and the client credentials grant is closed to it
    /// (RFC 6749 2.1 and 4.4).
    pub fn is_public(&self) -> bool {
        self.client_secret.is_none() && self.auth != AuthMethod::PrivateKeyJwt
    }
}

/// An app as the tenant holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppState {
    /// Its secret, where it has one.
    pub secret: Option<ClientSecret>,
    /// The method that the tenant takes from it.
    pub auth: AuthMethod,
    /// The public key that is registered for it.
    pub key: Option<RegisteredKey>,
    /// True where the tenant demands a proof of possession.
    pub bound: bool,
    /// What it may have: scopes by API.
    pub grants: BTreeMap<String, BTreeSet<String>>,
}

/// A public key at the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredKey {
    /// Its name.
    pub kid: String,
    /// The private half as PEM, where it is the learner's. It is handed out as Okta's dashboard does, for whoever pastes it into a flow.
    pub private: Option<ClientSecret>,
}

/// What became of a change of the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The learner's app as it is now; `None` where there is none.
    pub app: Option<AppState>,
}

/// What still keeps the form from being submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormGap {
    /// No name.
    Name,
    /// No type.
    Type,
    /// No API ticked.
    Api,
}

impl AppForm {
    /// What is missing, in the order of the form. An app without permissions is allowed: the tenant gives it a token without scope.
    pub fn gaps(&self) -> Vec<FormGap> {
        let mut gaps = Vec::new();
        if self.name.trim().is_empty() {
            gaps.push(FormGap::Name);
        }
        if self.app_type.is_none() {
            gaps.push(FormGap::Type);
        }
        if self.grants.is_empty() {
            gaps.push(FormGap::Api);
        }
        gaps
    }

    /// What stands here and not in `before`, each with the name of its place: for a reader who sees only `before`.
    pub fn changes_from(&self, before: &Self) -> Vec<(&'static str, String)> {
        let mut changes = Vec::new();
        if self.name != before.name {
            changes.push(("Name", self.name.clone()));
        }
        if self.app_type != before.app_type {
            let label = self.app_type.map_or("none", AppType::note);
            changes.push(("Type", label.to_owned()));
        }
        let more = |these: &Self, those: &Self| {
            let mut found = Vec::new();
            for (api, scopes) in &these.grants {
                if !those.has_api(api) {
                    found.push(api.clone());
                }
                let scopes = scopes.iter().filter(|scope| !those.has_scope(api, scope));
                found.extend(scopes.cloned());
            }
            found
        };
        changes.extend(more(self, before).into_iter().map(|it| ("ticked", it)));
        changes.extend(more(before, self).into_iter().map(|it| ("unticked", it)));
        changes
    }

    /// True when this API is ticked.
    pub fn has_api(&self, identifier: &str) -> bool {
        self.grants.contains_key(identifier)
    }

    /// True when this permission is ticked.
    pub fn has_scope(&self, identifier: &str, scope: &str) -> bool {
        self.grants
            .get(identifier)
            .is_some_and(|granted| granted.contains(scope))
    }
}
