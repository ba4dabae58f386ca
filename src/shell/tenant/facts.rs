//! What the tutor knows of a tenant, told by the tenant itself.

use std::net::SocketAddr;

use url::Url;

use crate::app::tenant::{ApiFacts, Tenant as Known, TenantFacts};
use crate::lesson::change::FlowLevel;
use crate::lesson::target::TargetName;
use crate::practice::{ApiInfo, FlowSecurity, Plugged, Tenant};
use crate::shell::tenant::standing::rules;

/// The facts; `None` if an address were no URL, which the server rules out.
pub(super) fn of(tenant: &Tenant, target: TargetName, at: SocketAddr) -> Option<TenantFacts> {
    let setup = tenant.setup();
    let apis: Option<Vec<_>> = tenant.apis().iter().map(|info| api(tenant, info)).collect();
    let organizations = setup.organizations.iter();
    let facts = TenantFacts {
        target,
        host: at.to_string(),
        issuer: tenant.issuer(),
        token_endpoint: Url::parse(&tenant.token_endpoint()).ok()?,
        jwks_uri: Url::parse(&tenant.jwks_uri()).ok()?,
        default_audience: setup.default_audience.clone(),
        rules: rules(&setup.rules),
        up: tenant.plugged() == Plugged::In,
        flow_security: match setup.flow_security {
            Some(FlowSecurity::ClientToken) => FlowLevel::ClientToken,
            Some(FlowSecurity::Public) => FlowLevel::Public,
            Some(FlowSecurity::OAuth) | None => FlowLevel::OAuth,
        },
        organizations: organizations
            .map(|one| (one.name.clone(), one.id.clone()))
            .collect(),
        clock: setup.clock_ahead,
        api_clock: setup.api_clock_ahead,
        apis: apis?,
        own_api: own_api(tenant, target),
        org: None,
    };
    let org = org(tenant, &facts);
    Some(TenantFacts {
        org: org.map(|org| Box::new(Known::Ready(Box::new(org)))),
        ..facts
    })
}

/// Okta's org server, whose tokens are for Okta's own APIs: the flow that wants one is the API there.
fn org(tenant: &Tenant, facts: &TenantFacts) -> Option<TenantFacts> {
    let places = tenant.places().into_iter();
    let mut flows = places.filter(|place| place.scope == "okta.workflows.invoke.manage");
    let flow = flows.next()?;
    Some(TenantFacts {
        issuer: flow.issuer,
        token_endpoint: Url::parse(&flow.token_endpoint).ok()?,
        jwks_uri: Url::parse(&flow.jwks_uri).ok()?,
        apis: vec![ApiFacts {
            key: "workflows".to_owned(),
            name: "Okta Workflows API".to_owned(),
            identifier: flow.audience,
            url: Url::parse(&flow.api).ok()?,
            scopes: Vec::new(),
        }],
        ..facts.clone()
    })
}

/// Auth0's Management API: its audience is the tenant's own address and this path, slash included.
fn own_api(tenant: &Tenant, target: TargetName) -> Option<ApiFacts> {
    if target != TargetName::Auth0 {
        return None;
    }
    let identifier = format!("{}api/v2/", tenant.issuer());
    Some(ApiFacts {
        key: "management".to_owned(),
        name: "Auth0 Management API".to_owned(),
        url: Url::parse(&tenant.api_url(&identifier)?).ok()?,
        identifier,
        scopes: Vec::new(),
    })
}

fn api(tenant: &Tenant, info: &ApiInfo) -> Option<ApiFacts> {
    Some(ApiFacts {
        key: info.path.rsplit('/').next().unwrap_or_default().to_owned(),
        name: info.name.to_owned(),
        identifier: info.identifier.to_owned(),
        url: Url::parse(&tenant.api_url(info.identifier)?).ok()?,
        scopes: tenant.scopes(info),
    })
}
