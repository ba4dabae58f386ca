//! The checks that ask which scopes are wanted, and what a vendor makes of those that may not be had.

use crate::practice::dialect::ScopeGrammar;
use crate::practice::record::journal::Seen;
use crate::practice::token::refusal::{Refusal, ScopeFault};
use crate::practice::token::steps::Case;

impl Case<'_> {
    /// The scopes that the app may have at the API.
    fn granted(&self) -> Result<Vec<String>, Refusal> {
        let app = self.known_app()?;
        let grant = self.api.and_then(|api| app.grant(&api.identifier));
        let scopes = grant.map(|grant| grant.scopes.clone()).unwrap_or_default();
        if scopes.iter().any(|scope| scope == ANY_SCOPE) {
            return Ok(self.existing());
        }
        Ok(scopes)
    }

    /// The scopes that the API has, with those that were added and without those that were taken away.
    fn existing(&self) -> Vec<String> {
        let own = self.api.map_or(&[][..], |api| api.scopes);
        let removed = &self.setup.removed_scopes;
        let own = own.iter().map(|(name, _)| *name);
        let own = own.filter(|name| !removed.iter().any(|removed| removed == name));
        let added = self
            .setup
            .added_scopes
            .iter()
            .map(|(name, _)| name.as_str());
        own.chain(added).map(str::to_owned).collect()
    }

    /// The scopes asked for; `None` when none are.
    fn asked(&self) -> Option<Vec<String>> {
        let asked = self.parameters.text("scope")?;
        let tokens = asked.split(' ').filter(|scope| !scope.is_empty());
        Some(tokens.map(str::to_owned).collect())
    }

    pub(in crate::practice) fn scope(&mut self) -> Result<Seen, Refusal> {
        let granted = self.granted()?;
        let Some(asked) = self.asked() else {
            self.scopes = granted;
            return Ok(Seen::passed("none asked for: all that are granted"));
        };
        if self.issuer.spec.scope_grammar == ScopeGrammar::Checked && !well_formed(&asked) {
            return Err(Refusal::Scope(ScopeFault::Malformed));
        }
        let missing: Vec<_> = missing(&asked, &granted);
        if !missing.is_empty() {
            return Err(Refusal::ScopeNotGranted { missing });
        }
        self.scopes = granted
            .into_iter()
            .filter(|own| asked.contains(own))
            .collect();
        Ok(Seen::passed(format!("granted: {}", self.scopes.join(" "))))
    }

    /// Okta's custom server: scopes belong to the server, and a rule of an access policy takes them or not.
    pub(in crate::practice) fn custom_scope(&mut self) -> Result<Seen, Refusal> {
        let refuse = |fault| Err(Refusal::Scope(fault));
        let api = self.api.ok_or(Refusal::NoAudience)?;
        let asked = match self.asked() {
            Some(asked) => asked,
            None if self.setup.default_scopes.is_empty() => {
                return refuse(ScopeFault::MissingCustom);
            }
            None => self.setup.default_scopes.clone(),
        };
        plain(&asked)?;
        let existing = self.existing();
        if !asked.iter().all(|scope| existing.contains(scope)) {
            return refuse(ScopeFault::Unknown);
        }
        let consent = |scope: &&String| api.consent_only.contains(&scope.as_str());
        let consent: Vec<_> = asked.iter().filter(consent).cloned().collect();
        if !consent.is_empty() {
            return refuse(ScopeFault::ConsentOnly(consent));
        }
        if self.known_app()?.grant(&api.identifier).is_none() {
            return refuse(ScopeFault::NoPolicy);
        }
        let granted = self.granted()?;
        let rejected = missing(&asked, &granted);
        if rejected.len() == asked.len() {
            return refuse(ScopeFault::AllRejected);
        }
        if !rejected.is_empty() {
            return refuse(ScopeFault::SomeRejected(rejected));
        }
        self.scopes = asked;
        Ok(Seen::passed(format!(
            "taken by the policy: {}",
            self.scopes.join(" ")
        )))
    }

    /// Okta's org server: scopes are granted to each app, and what is not granted is left out while one is.
    pub(in crate::practice) fn org_scope(&mut self) -> Result<Seen, Refusal> {
        let refuse = |fault| Err(Refusal::Scope(fault));
        let Some(asked) = self.asked() else {
            return refuse(ScopeFault::MissingOrg);
        };
        plain(&asked)?;
        if asked
            .iter()
            .any(|scope| scope.rsplit('.').next() == Some("self"))
        {
            return refuse(ScopeFault::OwnOnly);
        }
        let granted = self.granted()?;
        self.scopes = asked
            .iter()
            .filter(|scope| granted.contains(scope))
            .cloned()
            .collect();
        if self.scopes.is_empty() {
            return refuse(ScopeFault::NoneGranted);
        }
        Ok(Seen::passed(format!("granted: {}", self.scopes.join(" "))))
    }
}

/// Stands in a grant for every scope of the API: a rule of an access policy that takes any scope (Okta).
pub(in crate::practice) const ANY_SCOPE: &str = "*";

/// The longest `scope` that Okta takes, in characters.
const LONGEST_SCOPE: usize = 1024;

/// Scopes in the grammar of RFC 6749 3.3, and none that needs a person.
fn plain(asked: &[String]) -> Result<(), Refusal> {
    let length: usize = asked.iter().map(|scope| scope.len() + 1).sum();
    if !well_formed(asked) || length > LONGEST_SCOPE {
        return Err(Refusal::Scope(ScopeFault::Malformed));
    }
    if asked.iter().any(|scope| scope == "openid") {
        return Err(Refusal::Scope(ScopeFault::OpenId));
    }
    Ok(())
}

fn well_formed(asked: &[String]) -> bool {
    let fits = |c: char| matches!(c, '\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e');
    asked.iter().all(|scope| scope.chars().all(fits))
}

fn missing(asked: &[String], granted: &[String]) -> Vec<String> {
    let ungranted = |scope: &&String| !granted.contains(scope);
    asked.iter().filter(ungranted).cloned().collect()
}
