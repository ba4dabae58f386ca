//! Of the table of a lesson file: changes of the learner's app, of its tenant, of faults and clocks.

use super::{Raw, Read, draft_auth, one_of, seconds_of};
use crate::lesson::change::server::{Callers, Door, Order, Profile, ServerChange, Trouble};
use crate::lesson::change::{
    FaultKind, FlowLevel, GrantTo, KeyOf, OrganizationUse, Switch, WithoutAudience, WorldChange,
};
use crate::lesson::template::Template;

impl Raw {
    pub(super) fn of_app(&self, what: &str) -> Read<WorldChange> {
        let to = || self.to.as_ref().map_or("", Template::spelled);
        Ok(match what {
            "auth" if to() == "both" => {
                return Err(
                    "an app proves itself in one way: post basic private_key_jwt".to_owned(),
                );
            }
            "auth" => WorldChange::AppAuth(draft_auth(to())?),
            "secret" if self.doing.as_deref() == Some("rotate") => WorldChange::AppRotate,
            "secret" => WorldChange::AppSecret(self.wanted()?),
            "grants" => WorldChange::AppGrants(self.grants.clone()),
            "grant" => WorldChange::AppGrant(GrantTo {
                api: self.api.clone().ok_or("api is missing")?,
                scopes: self.scopes.clone(),
            }),
            "bound" => WorldChange::AppBound(switch(to())?),
            "key" => {
                let keys = [
                    ("make", KeyOf::Learner),
                    ("swap", KeyOf::Other),
                    ("remove", KeyOf::Nobody),
                ];
                WorldChange::AppKey(one_of(self.doing.as_deref().unwrap_or_default(), &keys)?)
            }
            "organization" => {
                let api = self.api.clone().ok_or("api is missing")?;
                let uses = [
                    ("deny", OrganizationUse::Deny),
                    ("allow", OrganizationUse::Allow),
                    ("require", OrganizationUse::Require),
                ];
                WorldChange::AppOrganization(api, one_of(to(), &uses)?)
            }
            "quota" => {
                let quota = to()
                    .parse()
                    .map_err(|_| "to is a number of tokens an hour")?;
                WorldChange::Server(ServerChange::Quota(quota))
            }
            "delete" => WorldChange::Server(ServerChange::AppGone),
            _ => {
                return Err(
                    "app is one of: auth secret grants grant key bound organization quota delete"
                        .to_owned(),
                );
            }
        })
    }

    pub(super) fn of_tenant(&self, what: &str) -> Read<WorldChange> {
        let to = || self.to.as_ref().map_or("", Template::spelled);
        let text = |text: &Option<Template>| text.clone().unwrap_or_else(|| Template::new(""));
        Ok(match what {
            "default_audience" => WorldChange::DefaultAudience(self.wanted()?),
            "without_audience" => {
                let ways = [
                    ("refused", WithoutAudience::Refused),
                    ("opaque", WithoutAudience::Opaque),
                    (
                        "opaque-although-default",
                        WithoutAudience::OpaqueAlthoughDefault,
                    ),
                ];
                WorldChange::WithoutAudience(one_of(to(), &ways)?)
            }
            "scope" => match (&self.add, &self.remove) {
                (Some(scope), None) => WorldChange::ScopeAdded(scope.clone(), text(&self.says)),
                (None, Some(scope)) => WorldChange::ScopeRemoved(scope.clone()),
                _ => return Err("a scope is added or removed".to_owned()),
            },
            "rule" => match (&self.add_claim, &self.deny) {
                (Some(name), None) => WorldChange::RuleClaim(name.clone(), text(&self.value)),
                (None, Some(code)) => WorldChange::RuleDeny(code.clone(), text(&self.reason)),
                (None, None) if to() == "none" => WorldChange::RuleNone,
                _ => return Err("a rule has add_claim, or deny, or to = \"none\"".to_owned()),
            },
            _ => return self.of_server(what),
        })
    }

    /// The settings that are less often changed.
    fn of_server(&self, what: &str) -> Read<WorldChange> {
        let to = || self.to.as_ref().map_or("", Template::spelled);
        Ok(match what {
            "organization" => WorldChange::Organization(self.add.clone().ok_or("add is missing")?),
            "basic" => WorldChange::StrictBasic(one_of(
                to(),
                &[("strict", Switch::On), ("either", Switch::Off)],
            )?),
            "flow_security" => WorldChange::FlowSecurity(one_of(to(), &FlowLevel::ALL)?),
            "lifetime" => WorldChange::Lifetime(lifetime(to())?),
            "key" => {
                let ways = [
                    ("roll", WorldChange::KeyRoll),
                    (
                        "forget-old",
                        WorldChange::Server(ServerChange::ForgetOldKeys),
                    ),
                ];
                one_of(self.doing.as_deref().unwrap_or("roll"), &ways)?
            }
            "up" => WorldChange::Up(switch(to())?),
            "nonce" => WorldChange::Server(ServerChange::Nonce(switch(to())?.is_on())),
            "signing" => {
                let known = ["RS256", "PS256", "ES256"];
                let known = known.map(|name| (name, name.to_owned()));
                WorldChange::Server(ServerChange::Signing(one_of(to(), &known)?))
            }
            "flow_callers" => {
                WorldChange::Server(ServerChange::Callers(one_of(to(), &Callers::ALL)?))
            }
            "profile" => {
                let api = self.api.clone().ok_or("api is missing")?;
                WorldChange::Profile(api, one_of(to(), &Profile::ALL)?)
            }
            _ => {
                return Err("tenant is one of: default_audience without_audience scope rule organization basic lifetime key flow_security flow_callers up nonce signing profile".to_owned());
            }
        })
    }

    /// A fault stays until it is put back; one of a door, or for so many answers, is an order.
    pub(super) fn of_fault(&self, kind: &str) -> Read<WorldChange> {
        if self.door.is_none() && self.next.is_none() && kind != "html" {
            return Ok(WorldChange::Fault(fault(kind)?));
        }
        if self.next == Some(0) {
            return Err("next is 1 or more".to_owned());
        }
        let trouble = one_of(kind, &Trouble::ALL)?;
        let door = one_of(self.door.as_deref().unwrap_or("token"), &Door::ALL)?;
        if trouble == Trouble::WrongKey && door != Door::Token {
            return Err("wrong-key happens at the token door alone".to_owned());
        }
        let next = self.next;
        Ok(WorldChange::Server(ServerChange::Order(Order {
            trouble,
            door,
            next,
        })))
    }

    pub(super) fn of_clock(&self, which: &str) -> Read<WorldChange> {
        if self.doing.is_some() && self.by.is_some() {
            return Err("a clock is moved by some time, or stopped: not both at once".to_owned());
        }
        if let ("tenant", Some(doing)) = (which, self.doing.as_deref()) {
            let ways = [("freeze", true), ("run", false)];
            let frozen = ServerChange::Frozen(one_of(doing, &ways)?);
            return Ok(WorldChange::Server(frozen));
        }
        let by = seconds_of(self.by.as_deref().unwrap_or_default())?;
        match which {
            "tenant" => Ok(WorldChange::TenantClock(by)),
            "api" => Ok(WorldChange::ApiClock(by)),
            _ => Err("clock is tenant or api".to_owned()),
        }
    }
}

fn fault(kind: &str) -> Read<FaultKind> {
    one_of(
        kind,
        &[
            ("none", FaultKind::None),
            ("slow", FaultKind::Slow),
            ("cut", FaultKind::Cut),
            ("429", FaultKind::TooMany),
            ("500", FaultKind::Broken),
            ("wrong-key", FaultKind::WrongKey),
        ],
    )
}

/// A year, longer than any vendor lets a token live.
const LONGEST_LIFE: u32 = 31_536_000;

fn lifetime(text: &str) -> Read<i64> {
    let seconds = text.parse::<u32>().ok();
    let seconds = seconds.filter(|seconds| (1..=LONGEST_LIFE).contains(seconds));
    seconds
        .map(i64::from)
        .ok_or_else(|| format!("to is a number of seconds, 1 to {LONGEST_LIFE}"))
}

fn switch(word: &str) -> Read<Switch> {
    one_of(
        word,
        &[
            ("true", Switch::On),
            ("false", Switch::Off),
            ("on", Switch::On),
            ("off", Switch::Off),
        ],
    )
}
