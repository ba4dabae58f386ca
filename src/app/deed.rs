//! What can be changed of a practice server by hand, each named in words, and which change of the tenant that is.

pub use crate::app::by_hand::Deed;
use crate::app::by_hand::{ByHand, Chosen};
use crate::app::create::RegisteredApp;
use crate::app::effect::Wish;
use crate::app::standing::{Rule, Standing};
use crate::app::tenant::TenantFacts;
use crate::lesson::change::{FaultKind, WithoutAudience};
use crate::lesson::target::TargetName;

/// More than a day, the longest that a token lives here of itself.
const PAST_EXP: i64 = 25 * 3600;

/// What the rule adds, and what it says when it denies.
const CLAIM: (&str, &str) = ("https://tutor.example/shift", "night");
const DENIED: (&str, &str) = ("invalid_request", "Denied by a rule of this tenant.");

impl Deed {
    /// True where this change, made after `first` was the first of its kind, leaves all as it was before both: `first` is offered only
    /// where the other one is so already. No rule is as it was where it was `bare` of rules.
    pub(crate) fn undoes(self, first: Self, bare: bool) -> bool {
        match (first, self) {
            (Self::Bound, Self::Unbound)
            | (Self::Unbound, Self::Bound)
            | (Self::Audience, Self::NoAudience)
            | (Self::Opaque, Self::Refused)
            | (Self::Unplug, Self::PlugIn) => true,
            (_, Self::NoRule) => bare,
            _ => false,
        }
    }

    /// True where there has to be an app for it.
    pub(crate) fn is_of_the_app(self) -> bool {
        matches!(self, Self::Secret | Self::Bound | Self::Unbound)
    }

    /// True where it stands beside others of its kind: rules and scopes are added to those that there are.
    pub(crate) fn adds(self) -> bool {
        matches!(self, Self::Scope | Self::Claim | Self::Deny)
    }

    /// True where both change the same setting, so that the later one takes the place of the earlier unless it [`adds`](Self::adds).
    pub(crate) fn is_of_a_kind_with(self, other: Self) -> bool {
        use Deed::{
            Audience, Bound, Broken, Claim, Cut, Deny, NoAudience, NoFault, NoRule, Opaque, PlugIn,
            Refused, Slow, TooMany, Unbound, Unplug,
        };
        let one_of_each: [&[Self]; 6] = [
            &[Unplug, PlugIn],
            &[TooMany, Broken, Slow, Cut, NoFault],
            &[Deny, Claim, NoRule],
            &[Audience, NoAudience],
            &[Refused, Opaque],
            &[Bound, Unbound],
        ];
        let both = |kind: &&[Self]| kind.contains(&self) && kind.contains(&other);
        self == other || one_of_each.iter().any(both)
    }

    /// What can be changed of this tenant as it stands, and of the app that the open lesson has there.
    pub fn offered(
        facts: &TenantFacts,
        standing: Option<&Standing>,
        app: Option<&RegisteredApp>,
    ) -> Vec<Self> {
        let with_secret = app.is_some_and(|app| app.client_secret.is_some());
        let bound = app.map(|app| app.bound);
        let has_default = facts.default_audience.is_some();
        let takes = facts.takes_audience();
        let auth0 = facts.target == TargetName::Auth0;
        let refuses =
            standing.is_none_or(|standing| standing.without_audience == WithoutAudience::Refused);
        let fault = standing.is_some_and(|standing| standing.fault != FaultKind::None);
        let down = standing.is_some_and(|standing| !standing.up);
        [
            (true, Self::ApiClock),
            (true, Self::KeyRoll),
            (with_secret, Self::Secret),
            (bound == Some(false), Self::Bound),
            (bound == Some(true), Self::Unbound),
            (takes && !has_default, Self::Audience),
            (takes && has_default, Self::NoAudience),
            (auth0 && !refuses, Self::Refused),
            (auth0 && refuses, Self::Opaque),
            (true, Self::Deny),
            (true, Self::Claim),
            (!facts.rules.is_empty(), Self::NoRule),
            (true, Self::TooMany),
            (true, Self::Broken),
            (true, Self::Slow),
            (true, Self::Cut),
            (fault, Self::NoFault),
            (!down, Self::Unplug),
            (down, Self::PlugIn),
        ]
        .into_iter()
        .filter_map(|(there, deed)| there.then_some(deed))
        .collect()
    }

    /// The change of the tenant; `None` where it has nothing of the kind, or more has to be said than its name.
    pub fn wish(self, facts: &TenantFacts) -> Option<Wish> {
        let owned = |(one, other): (&str, &str)| (one.to_owned(), other.to_owned());
        Some(match self {
            Self::ApiClock => Wish::ApiClock(PAST_EXP),
            Self::KeyRoll => Wish::KeyRoll,
            Self::Secret => Wish::AppRotate,
            Self::Bound => Wish::AppBound(true),
            Self::Unbound => Wish::AppBound(false),
            Self::Audience => Wish::DefaultAudience(Some(facts.apis.first()?.identifier.clone())),
            Self::NoAudience => Wish::DefaultAudience(None),
            Self::Refused => Wish::WithoutAudience(WithoutAudience::Refused),
            // With a default it takes an old flag of the vendor's for an opaque token.
            Self::Opaque => Wish::WithoutAudience(match facts.default_audience {
                Some(_) => WithoutAudience::OpaqueAlthoughDefault,
                None => WithoutAudience::Opaque,
            }),
            Self::Deny => {
                let (code, reason) = owned(DENIED);
                Wish::RuleDeny(code, reason)
            }
            Self::Claim => {
                let (name, value) = owned(CLAIM);
                Wish::RuleClaim(name, value)
            }
            Self::NoRule => Wish::RuleNone,
            Self::TooMany => Wish::Fault(FaultKind::TooMany),
            Self::Broken => Wish::Fault(FaultKind::Broken),
            Self::Slow => Wish::Fault(FaultKind::Slow),
            Self::Cut => Wish::Fault(FaultKind::Cut),
            Self::NoFault => Wish::Fault(FaultKind::None),
            Self::Unplug => Wish::Up(false),
            Self::PlugIn => Wish::Up(true),
            Self::Scope => return None,
        })
    }

    /// Which change by hand that was; `None` for those that only lessons make.
    pub fn of(wish: &Wish) -> Option<Self> {
        Some(match wish {
            Wish::ApiClock(_) => Self::ApiClock,
            Wish::KeyRoll => Self::KeyRoll,
            Wish::AppRotate => Self::Secret,
            Wish::AppBound(true) => Self::Bound,
            Wish::AppBound(false) => Self::Unbound,
            Wish::DefaultAudience(Some(_)) => Self::Audience,
            Wish::DefaultAudience(None) => Self::NoAudience,
            Wish::WithoutAudience(WithoutAudience::Refused) => Self::Refused,
            Wish::WithoutAudience(
                WithoutAudience::Opaque | WithoutAudience::OpaqueAlthoughDefault,
            ) => Self::Opaque,
            Wish::RuleDeny(..) => Self::Deny,
            Wish::RuleClaim(..) => Self::Claim,
            Wish::RuleNone => Self::NoRule,
            Wish::Fault(FaultKind::TooMany) => Self::TooMany,
            Wish::Fault(FaultKind::Broken) => Self::Broken,
            Wish::Fault(FaultKind::Slow) => Self::Slow,
            Wish::Fault(FaultKind::Cut) => Self::Cut,
            Wish::Fault(FaultKind::None) => Self::NoFault,
            Wish::Up(false) => Self::Unplug,
            Wish::Up(true) => Self::PlugIn,
            Wish::ScopeAdded(..) => Self::Scope,
            Wish::Fault(FaultKind::WrongKey)
            | Wish::AppAuth(_)
            | Wish::AppSecret(_)
            | Wish::AppGrants(_)
            | Wish::AppKey(_)
            | Wish::AppOrganization(..)
            | Wish::ScopeRemoved(_)
            | Wish::Organization(_)
            | Wish::FlowSecurity(_)
            | Wish::StrictBasic(_)
            | Wish::Lifetime(_)
            | Wish::TenantClock(_)
            | Wish::Profile(..)
            | Wish::Server(_) => return None,
        })
    }

    /// True where doing it would change nothing: what it does is so already. All else either does something else each time, as another
    /// key, or is not offered then.
    pub fn is_in_force(self, facts: &TenantFacts, standing: Option<&Standing>) -> bool {
        let rules = standing.map_or(&[][..], |standing| standing.rules.as_slice());
        match self {
            Self::ApiClock => facts.api_clock >= PAST_EXP,
            Self::Deny => rules.iter().any(|rule| matches!(rule, Rule::Deny(_))),
            Self::Claim => rules
                .iter()
                .any(|rule| matches!(rule, Rule::Claim(name, _) if name == CLAIM.0)),
            Self::KeyRoll
            | Self::Secret
            | Self::Bound
            | Self::Unbound
            | Self::Audience
            | Self::NoAudience
            | Self::Refused
            | Self::Opaque
            | Self::NoRule
            | Self::TooMany
            | Self::Broken
            | Self::Slow
            | Self::Cut
            | Self::NoFault
            | Self::Unplug
            | Self::PlugIn
            | Self::Scope => false,
        }
    }

    /// The ids of its name, and of what it means for the next request (`assets/desks.toml`).
    pub fn ids(self) -> (&'static str, &'static str) {
        match self {
            Self::ApiClock => ("hand.do.clock", "hand.next.clock"),
            Self::KeyRoll => ("hand.do.roll", "hand.next.roll"),
            Self::Secret => ("hand.do.secret", "hand.next.secret"),
            Self::Bound => ("hand.do.bound", "hand.next.bound"),
            Self::Unbound => ("hand.do.unbound", "hand.next.unbound"),
            Self::Audience => ("hand.do.audience", "hand.next.audience"),
            Self::NoAudience => ("hand.do.cleared", "hand.next.cleared"),
            Self::Refused => ("hand.do.refused", "hand.next.refused"),
            Self::Opaque => ("hand.do.opaque", "hand.next.opaque"),
            Self::Deny => ("hand.do.deny", "hand.next.deny"),
            Self::Claim => ("hand.do.claim", "hand.next.claim"),
            Self::NoRule => ("hand.do.ruleless", "hand.next.ruleless"),
            Self::TooMany => ("hand.do.many", "hand.next.many"),
            Self::Broken => ("hand.do.broken", "hand.next.broken"),
            Self::Slow => ("hand.do.slow", "hand.next.slow"),
            Self::Cut => ("hand.do.cut", "hand.next.cut"),
            Self::NoFault => ("hand.do.faultless", "hand.next.faultless"),
            Self::Scope => ("hand.do.scope", "hand.next.scope"),
            Self::Unplug => ("hand.do.unplug", "hand.next.unplug"),
            Self::PlugIn => ("hand.do.plug", "hand.next.plug"),
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        crate::lesson::desks::words(self.ids().0)
    }

    /// What it means for the next request.
    pub fn means(self) -> &'static str {
        crate::lesson::desks::words(self.ids().1)
    }
}

impl ByHand {
    /// How a scenario keeps a change by hand; `None` for those that only lessons make.
    pub(crate) fn of(wish: &Wish, facts: &TenantFacts) -> Option<Self> {
        let deed = Deed::of(wish)?;
        let chosen = match wish {
            Wish::DefaultAudience(Some(to)) => {
                let of = facts.apis.iter().find(|api| api.identifier == *to);
                of.map(|api| Chosen::Audience(api.key.clone()))
            }
            Wish::RuleClaim(name, value) => Some(Chosen::Claim(name.clone(), value.clone())),
            Wish::RuleDeny(code, reason) => Some(Chosen::Deny(code.clone(), reason.clone())),
            Wish::ScopeAdded(scope, says) => Some(Chosen::Scope(scope.clone(), says.clone())),
            _ => None,
        };
        let as_page = deed.wish(facts).as_ref() == Some(wish);
        Some(match chosen.filter(|_| !as_page) {
            Some(chosen) => Self::Chosen(chosen),
            None => Self::Named(deed),
        })
    }

    /// Which change it is.
    pub fn deed(&self) -> Deed {
        match self {
            Self::Named(deed) => *deed,
            Self::Chosen(Chosen::Audience(_)) => Deed::Audience,
            Self::Chosen(Chosen::Claim(..)) => Deed::Claim,
            Self::Chosen(Chosen::Deny(..)) => Deed::Deny,
            Self::Chosen(Chosen::Scope(..)) => Deed::Scope,
        }
    }

    /// The change of the tenant; `None` where it has nothing of the kind.
    pub(crate) fn wish(&self, facts: &TenantFacts) -> Option<Wish> {
        let chosen = match self {
            Self::Named(deed) => return deed.wish(facts),
            Self::Chosen(chosen) => chosen.clone(),
        };
        Some(match chosen {
            Chosen::Audience(key) => {
                let of = facts.apis.iter().find(|api| api.key == key)?;
                Wish::DefaultAudience(Some(of.identifier.clone()))
            }
            Chosen::Claim(name, value) => Wish::RuleClaim(name, value),
            Chosen::Deny(code, reason) => Wish::RuleDeny(code, reason),
            Chosen::Scope(scope, says) => Wish::ScopeAdded(scope, says),
        })
    }

    /// What the learner typed for it: nothing else of a change can hold a secret.
    pub(crate) fn typed(&self) -> Vec<&str> {
        match self {
            Self::Chosen(Chosen::Scope(scope, says)) => vec![scope, says],
            Self::Named(_) | Self::Chosen(_) => Vec::new(),
        }
    }
}
