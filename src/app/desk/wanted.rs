//! What a learner says the response should be: profile, strictness, and the values to compare with.

use crate::app::own_target::KeptTarget;
use crate::oauth::check::Expectation;
use crate::oauth::time::UnixTime;
use crate::oauth::vendor::{Profile, ProfileChoice};

/// The profiles, in the order in which they are offered.
pub const PROFILES: [ProfileChoice; 5] = [
    ProfileChoice::Auto,
    ProfileChoice::Only(Profile::Generic),
    ProfileChoice::Only(Profile::Auth0),
    ProfileChoice::Only(Profile::Okta),
    ProfileChoice::Only(Profile::OktaOrg),
];

/// The word of the contract for a choice of profile.
pub fn profile_word(choice: ProfileChoice) -> &'static str {
    match choice {
        ProfileChoice::Auto => "auto",
        ProfileChoice::Only(profile) => profile.word(),
    }
}

/// The choice that comes after (or before) this one, round and round.
pub fn next_profile(choice: ProfileChoice, forward: bool) -> ProfileChoice {
    let at = PROFILES.iter().position(|one| *one == choice).unwrap_or(0);
    let step = if forward { 1 } else { PROFILES.len() - 1 };
    PROFILES[(at + step) % PROFILES.len()]
}

/// What is wanted of a response.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Whose habits it is judged by.
    pub profile: ProfileChoice,
    /// True when a repair counts as a fault.
    pub strict: bool,
    /// The issuer; empty when nothing is said.
    pub issuer: String,
    /// The API's identifier, or several with blanks between.
    pub audience: String,
    /// The app that asked.
    pub client_id: String,
    /// The scope that was asked for.
    pub scope: String,
    /// The kept target of the learner's own that the values were filled in from: its issuer's keys can be fetched.
    pub kept: Option<KeptTarget>,
}

/// A value to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// `iss`.
    Issuer,
    /// `aud`.
    Audience,
    /// The client id.
    ClientId,
    /// The scope.
    Scope,
}

impl Target {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Issuer, Self::Audience, Self::ClientId, Self::Scope];

    /// Its name on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::Audience => "audience",
            Self::ClientId => "client id",
            Self::Scope => "scope",
        }
    }

    /// The id of the words that explain it.
    pub fn about(self) -> &'static str {
        match self {
            Self::Issuer => "target.issuer",
            Self::Audience => "target.audience",
            Self::ClientId => "target.client",
            Self::Scope => "target.scope",
        }
    }
}

impl Wanted {
    /// The value of `target`; empty when nothing is said.
    pub fn value(&self, target: Target) -> &str {
        match target {
            Target::Issuer => &self.issuer,
            Target::Audience => &self.audience,
            Target::ClientId => &self.client_id,
            Target::Scope => &self.scope,
        }
    }

    /// Says that `target` should be `text`; blanks around it are no part of it.
    pub(crate) fn set(&mut self, target: Target, text: &str) {
        let place = match target {
            Target::Issuer => &mut self.issuer,
            Target::Audience => &mut self.audience,
            Target::ClientId => &mut self.client_id,
            Target::Scope => &mut self.scope,
        };
        text.trim().clone_into(place);
    }

    /// True when a value is compared with something.
    pub fn has_target(&self) -> bool {
        Target::ALL
            .iter()
            .any(|target| !self.value(*target).is_empty())
    }

    /// What a token of this target would have; profile and strictness stay.
    pub(crate) fn fill_from(&mut self, kept: &KeptTarget) {
        let aim = &kept.aim;
        self.issuer.clone_from(&kept.issuer);
        let named = format!("{} {}", aim.audience, aim.resource);
        named.trim().clone_into(&mut self.audience);
        self.client_id.clone_from(&kept.client_id);
        self.scope.clone_from(&aim.scope);
        self.kept = Some(kept.clone());
    }

    /// Takes the values to compare with away.
    pub(crate) fn clear_target(&mut self) {
        *self = Self {
            profile: self.profile,
            strict: self.strict,
            ..Self::default()
        };
    }

    /// The same for the checker, judged at `at` without the repairs of `undo`.
    pub(crate) fn expectation(&self, at: UnixTime, undo: &[&'static str]) -> Expectation {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Expectation {
            profile: self.profile,
            issuer: said(&self.issuer),
            audiences: self
                .audience
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            scope: said(&self.scope),
            client_id: said(&self.client_id),
            strict: self.strict,
            client_credentials: false,
            undo: undo.to_vec(),
            at,
            leeway: 0,
        }
    }
}
