//! Carries changes out, through the tenant's typed handle.

use serde_json::Value;

use super::fault::order;
use super::of_app::of_app;
use super::outcome::{Done, Outcome, known_audience, only};
use super::spelling::{
    BasicTo, ClockDo, ClockOf, KeyDo, RuleDo, ScopeDo, Spelled, WithoutAudienceTo,
};
use crate::lesson::change::seconds_of;
use crate::oauth::time::UnixTime;
use crate::practice::{
    self, BasicReading, ClockRuns, DenyCode, DialectName, NonceRule, Plugged, Rule, Tenant,
    WithoutAudience,
};

/// Carries one change out.
///
/// # Errors
/// Why it cannot be done, in words.
pub(in crate::cli::serve) fn carry_out(tenant: &Tenant, spelled: Spelled) -> Outcome {
    match spelled {
        Spelled::Fault(fault) => order(tenant, &fault)?,
        Spelled::Clock { of, by, doing } => clock(tenant, of, (by, doing))?,
        Spelled::Key { doing } => match doing {
            KeyDo::Roll => tenant.roll_keys().map_err(|fault| fault.to_string())?,
            KeyDo::ForgetOld => tenant.forget_old_keys(),
        },
        Spelled::DefaultAudience { to } => default_audience(tenant, to)?,
        Spelled::WithoutAudience { to } => without_audience(tenant, to)?,
        Spelled::Rule {
            doing,
            name,
            value,
            error,
            reason,
        } => rule(tenant, doing, (name, value), (error, reason))?,
        Spelled::Lifetime { to } => lifetime(tenant, to)?,
        Spelled::Signing { to } => signing(tenant, &to)?,
        Spelled::Basic { to } => tenant.configure(|setup| {
            setup.basic = match to {
                BasicTo::Strict => BasicReading::Strict,
                BasicTo::Either => BasicReading::Either,
            };
        }),
        Spelled::Nonce { to } => tenant.configure(|setup| {
            let rule =
                |demanded: bool| [NonceRule::Free, NonceRule::Demanded][usize::from(demanded)];
            setup.nonce = to.map(rule);
        }),
        Spelled::Scope { doing, name, says } => scope(tenant, doing, (name, says))?,
        Spelled::Up { to } => tenant.plug(if to { Plugged::In } else { Plugged::Out }),
        Spelled::Secret { .. }
        | Spelled::Bound { .. }
        | Spelled::Auth { .. }
        | Spelled::Grants { .. }
        | Spelled::Quota { .. }
        | Spelled::App { .. } => return of_app(tenant, spelled),
    }
    Ok(Done::Changed)
}

fn default_audience(tenant: &Tenant, to: Option<String>) -> Result<(), String> {
    let have = [DialectName::Rfc, DialectName::Auth0];
    only(tenant, &have, "default audience")?;
    if let Some(audience) = &to {
        known_audience(tenant, audience)?;
    }
    tenant.set_default_audience(to);
    Ok(())
}

fn without_audience(tenant: &Tenant, to: WithoutAudienceTo) -> Result<(), String> {
    only(tenant, &[DialectName::Auth0], "way without an audience")?;
    let to = match to {
        WithoutAudienceTo::Refused => WithoutAudience::Refused,
        WithoutAudienceTo::Opaque => WithoutAudience::Opaque,
        WithoutAudienceTo::OpaqueAlthoughDefault => WithoutAudience::OpaqueAlthoughDefault,
    };
    tenant.configure(|setup| setup.without_audience = to);
    Ok(())
}

/// Claims that the server itself puts into its tokens. Code of a tenant's own may add others, as at the vendors.
const OWN_CLAIMS: [&str; 15] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "nbf",
    "jti",
    "client_id",
    "scope",
    "azp",
    "gty",
    "cid",
    "scp",
    "ver",
    "cnf",
];

fn rule(
    tenant: &Tenant,
    doing: RuleDo,
    (name, value): (Option<String>, Option<Value>),
    (error, reason): (Option<String>, Option<String>),
) -> Result<(), String> {
    let rule = match doing {
        RuleDo::AddClaim => {
            let name = name.filter(|name| !name.is_empty());
            let name = name.ok_or("name is missing: that of the claim")?;
            if OWN_CLAIMS.contains(&name.as_str()) {
                return Err(format!(
                    "{name} is the server's own claim; clock, lifetime, grants and rules of the app change those"
                ));
            }
            let value = value.ok_or("value is missing: that of the claim")?;
            Rule::AddClaim { name, value }
        }
        RuleDo::Deny => Rule::Deny {
            code: denied_by(tenant, error.as_deref())?,
            reason: reason.unwrap_or_else(|| "Denied by a rule of this tenant.".to_owned()),
        },
        RuleDo::None => {
            tenant.configure(|setup| setup.rules.clear());
            return Ok(());
        }
    };
    tenant.configure(|setup| setup.rules.push(rule));
    Ok(())
}

/// The code by which a rule denies. What Okta's inline hook says stands in the words: the code is `server_error`, whatever it wanted.
fn denied_by(tenant: &Tenant, wanted: Option<&str>) -> Result<DenyCode, String> {
    let okta = tenant.dialect() == DialectName::Okta;
    let usual = if okta {
        "server_error"
    } else {
        "invalid_request"
    };
    let name = wanted.unwrap_or(usual);
    let code = deny_code(name)?;
    if okta && name != usual {
        return Err(format!(
            "the okta tenant denies with {usual} alone: its hook chooses the words, not the code"
        ));
    }
    Ok(code)
}

fn deny_code(name: &str) -> Result<DenyCode, String> {
    DenyCode::named(name).ok_or_else(|| {
        let names = DenyCode::ALL.map(DenyCode::name).join(" ");
        format!("a rule denies with one of: {names}")
    })
}

/// The longest that a token may live, in seconds: ten years.
const LONGEST: i64 = 315_360_000;

fn lifetime(tenant: &Tenant, to: Option<i64>) -> Result<(), String> {
    if to.is_some_and(|seconds| !(1..=LONGEST).contains(&seconds)) {
        return Err(format!(
            "to is a number of seconds from 1 to {LONGEST}, or null"
        ));
    }
    tenant.configure(|setup| setup.lifetime = to);
    Ok(())
}

fn signing(tenant: &Tenant, to: &str) -> Result<(), String> {
    let all = tenant.signings();
    let found = all.iter().find(|one| one.name() == to);
    let found = found.ok_or_else(|| {
        let names: Vec<_> = all.iter().map(|one| one.name()).collect();
        let dialect = tenant.dialect().name();
        format!("the {dialect} tenant signs by: {}", names.join(" "))
    })?;
    tenant.sign_by(*found).map_err(|fault| fault.to_string())
}

fn scope(tenant: &Tenant, doing: ScopeDo, (name, says): (String, String)) -> Result<(), String> {
    only(tenant, &[DialectName::Okta], "custom scopes")?;
    // RFC 6749 3.3: one word of visible ASCII without quotes and backslashes.
    let fits = |c: char| c.is_ascii_graphic() && c != '"' && c != '\\';
    if name.is_empty() || !name.chars().all(fits) {
        return Err("a scope is one word of ASCII, without quotes or backslashes".to_owned());
    }
    tenant.configure(|setup| {
        setup.added_scopes.retain(|(added, _)| *added != name);
        setup.removed_scopes.retain(|removed| *removed != name);
        match doing {
            ScopeDo::Add => setup.added_scopes.push((name, says)),
            ScopeDo::Remove => setup.removed_scopes.push(name),
        }
    });
    Ok(())
}

fn clock(
    tenant: &Tenant,
    of: ClockOf,
    (by, doing): (Option<String>, Option<ClockDo>),
) -> Result<(), String> {
    let by = by.as_deref().map(seconds_of).transpose()?.unwrap_or(0);
    if by == 0 && doing.is_none() {
        return Err("by is missing, as in +25h or -5m; or do: freeze or run".to_owned());
    }
    let (tenant_now, api_now) = tenant.dates();
    let would_be = match of {
        ClockOf::Tenant => [tenant_now, api_now].map(|date| UnixTime(date.0.saturating_add(by))),
        ClockOf::Api => [tenant_now, UnixTime(api_now.0.saturating_add(by))],
    };
    if !would_be.into_iter().all(practice::can_say) {
        return Err("the date would be before 1970 or after 9999".to_owned());
    }
    match (of, doing) {
        (ClockOf::Api, Some(_)) => {
            return Err("the APIs' clock follows the tenant's: freeze that one".to_owned());
        }
        (ClockOf::Tenant, Some(ClockDo::Freeze)) => tenant.freeze(ClockRuns::Stopped),
        (ClockOf::Tenant, Some(ClockDo::Run)) => tenant.freeze(ClockRuns::On),
        (_, None) => {}
    }
    tenant.configure(|setup| match of {
        ClockOf::Tenant => setup.clock_ahead = setup.clock_ahead.saturating_add(by),
        ClockOf::Api => setup.api_clock_ahead = setup.api_clock_ahead.saturating_add(by),
    });
    Ok(())
}
