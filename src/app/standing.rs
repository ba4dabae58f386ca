//! How a practice tenant stands now, beyond what lessons need of it: which key signs, what is broken, which apps it has, what the
//! learner changed of it by hand.

use crate::app::effect::Wish;
pub use crate::app::tenant::Rule;
use crate::app::tenant::TenantFacts;
use crate::lesson::change::{FaultKind, WithoutAudience};
use crate::lesson::desks::{filled, words};
use crate::lesson::target::TargetName;
use crate::oauth::names::ClientId;

/// How a tenant stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// False while its plug is pulled.
    pub up: bool,
    /// The key of each of its servers that signs; none before they are made.
    pub keys: Vec<SigningKey>,
    /// What a request without any audience gets.
    pub without_audience: WithoutAudience,
    /// What the tenant's own code does.
    pub rules: Vec<Rule>,
    /// What is broken on purpose.
    pub fault: FaultKind,
    /// Its apps, by name.
    pub apps: Vec<App>,
    /// What was changed on the page of the server, the newest last.
    pub made: Vec<Wish>,
}

/// A key that signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKey {
    /// Of which server, where the tenant has several.
    pub server: &'static str,
    /// Its id.
    pub kid: String,
    /// The algorithm that it signs with.
    pub alg: &'static str,
}

/// An app that the tenant knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// Its id.
    pub client_id: ClientId,
    /// Its name.
    pub name: String,
    /// How it proves itself, by the registered name.
    pub auth: &'static str,
}

/// Who made a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// This tutor.
    Ours,
    /// Another program.
    Others,
    /// Not known yet: it came while a request of the tutor's own was under way.
    Unknown,
}

impl Whose {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ours => "tutor",
            Self::Others => "other",
            Self::Unknown => "?",
        }
    }
}

/// One fact of a tenant, for both skins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is called.
    pub name: &'static str,
    /// What stands there.
    pub value: String,
    /// Whether it is as the learner changed it by hand.
    pub is_changed: bool,
}

/// What stands at a tenant, row by row. What is not known yet has no row. `in_force` is what was changed of it by hand and is so now.
pub fn rows(facts: &TenantFacts, standing: Option<&Standing>, in_force: &[&Wish]) -> Vec<Row> {
    let changed = |name: &'static str, value: String, of: fn(&Wish) -> bool| Row {
        name,
        value,
        is_changed: in_force.iter().any(|wish| of(wish)),
    };
    let plain = |name: &'static str, value: &str| changed(name, value.to_owned(), |_| false);
    let mut rows = vec![
        plain("address", &facts.host),
        plain("issuer", &facts.issuer),
    ];
    if let Some(standing) = standing {
        let up = if standing.up {
            "yes"
        } else {
            "no, unplugged; its APIs do"
        };
        rows.push(changed("answers", up.to_owned(), |wish| {
            matches!(wish, Wish::Up(_))
        }));
        rows.extend(
            of_keys(standing)
                .map(|value| changed("signs with", value, |wish| matches!(wish, Wish::KeyRoll))),
        );
    }
    rows.push(changed("its clock", ahead(facts.clock), |wish| {
        matches!(wish, Wish::TenantClock(_))
    }));
    rows.push(changed("APIs' clock", ahead(facts.api_clock), |wish| {
        matches!(wish, Wish::ApiClock(_))
    }));
    if facts.takes_audience() {
        let default = facts.default_audience.as_deref().unwrap_or("none");
        let audience = |wish: &Wish| matches!(wish, Wish::DefaultAudience(_));
        rows.push(changed("default API", default.to_owned(), audience));
    }
    if let Some(standing) = standing {
        rows.push(changed("no API named", unnamed(facts, standing), |wish| {
            matches!(wish, Wish::DefaultAudience(_) | Wish::WithoutAudience(_))
        }));
        rows.extend(of_rules(standing).map(|value| {
            changed("rule", value, |wish| {
                matches!(
                    wish,
                    Wish::RuleClaim(..) | Wish::RuleDeny(..) | Wish::RuleNone
                )
            })
        }));
        let fault = words(fault(standing.fault)).to_owned();
        rows.push(changed("fault", fault, |wish| {
            matches!(wish, Wish::Fault(_))
        }));
        rows.extend(of_apps(standing).map(|value| {
            changed("app", value, |wish| {
                matches!(wish, Wish::AppRotate | Wish::AppBound(_))
            })
        }));
    }
    rows
}

fn of_keys(standing: &Standing) -> impl Iterator<Item = String> {
    let none = standing.keys.is_empty();
    let none = none.then(|| words("hand.key").to_owned());
    none.into_iter().chain(standing.keys.iter().map(signs))
}

fn signs(key: &SigningKey) -> String {
    let server = match key.server {
        "" => String::new(),
        server => format!(" ({server})"),
    };
    format!("{} {}{server}", key.alg, key.kid)
}

impl TenantFacts {
    /// That a token is judged here by this machine's clock, and that of the APIs is another one; nothing where they are the same.
    pub fn other_clock(&self, id: &'static str) -> Option<String> {
        // The APIs go by the tenant's clock, and by what theirs is off that.
        let off = self.clock.saturating_add(self.api_clock);
        (off != 0).then(|| filled(id, &[("off", ahead(off))]))
    }
}

/// A clock, against the true time.
fn ahead(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "+" };
    match seconds.unsigned_abs() {
        0 => "right".to_owned(),
        span if span % 3600 == 0 => format!("{sign}{} h", span / 3600),
        span if span % 60 == 0 => format!("{sign}{} min", span / 60),
        span => format!("{sign}{span} s"),
    }
}

/// What a request that names no API gets.
fn unnamed(facts: &TenantFacts, standing: &Standing) -> String {
    let opaque = standing.without_audience == WithoutAudience::OpaqueAlthoughDefault;
    match (&facts.default_audience, facts.target) {
        (_, TargetName::Okta) => words("hand.unnamed.okta").to_owned(),
        (Some(_), _) if !opaque => words("hand.unnamed.default").to_owned(),
        (None, TargetName::Rfc | TargetName::Own) => words("hand.unnamed.rfc").to_owned(),
        (None, TargetName::Auth0) if standing.without_audience == WithoutAudience::Refused => {
            words("hand.unnamed.refused").to_owned()
        }
        (Some(_) | None, _) => words("hand.unnamed.opaque").to_owned(),
    }
}

fn of_rules(standing: &Standing) -> impl Iterator<Item = String> {
    let none = standing.rules.is_empty().then(|| "none".to_owned());
    let each = standing.rules.iter().map(|rule| match rule {
        Rule::Claim(name, value) => format!("adds {name}: {value}"),
        Rule::Deny(reason) => format!("denies: {reason}"),
    });
    none.into_iter().chain(each)
}

fn of_apps(standing: &Standing) -> impl Iterator<Item = String> {
    let none = standing.apps.is_empty().then(|| "none".to_owned());
    let each = standing.apps.iter();
    let each = each.map(|app| format!("{}, {}, {}", app.name, app.client_id.0, app.auth));
    none.into_iter().chain(each)
}

fn fault(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::None => "hand.fault.none",
        FaultKind::Slow => "hand.fault.slow",
        FaultKind::Cut => "hand.fault.cut",
        FaultKind::TooMany => "hand.fault.many",
        FaultKind::Broken => "hand.fault.broken",
        FaultKind::WrongKey => "hand.fault.key",
    }
}
