//! Auth0's quotas and rate policies: their headers, whose bucket is empty, and that a refusal takes no token.

use std::collections::HashMap;

use oauth_tutor::practice::{
    AppSetup, DenyCode, Fault, Organization, OrganizationUsage, Quota, Rule,
};

use crate::rows::Row;
use crate::stage::{REPORTS, Stage};

const TOKEN: &str = "/oauth/token";
const CLIENT: &str = "auth0-client-quota-limit";
const ORGANIZATION: &str = "auth0-organization-quota-limit";

#[tokio::test]
async fn an_organization_has_a_quota_of_its_own() {
    let stage = Stage::start();
    let app = stage.job();
    let set = |setup: &mut AppSetup| {
        let usage = OrganizationUsage::Allow;
        setup.organizations = HashMap::from([(REPORTS.to_owned(), usage)]);
        setup.quota.per_day = Some(9);
    };
    stage.tenant.configure_app(&app.client_id(), set).unwrap();
    stage.tenant.configure(|setup| {
        setup.organizations = vec![Organization {
            id: "org_1".into(),
            name: "acme".into(),
            members: None,
            quota: Quota {
                per_hour: Some(1),
                per_day: None,
            },
        }];
    });
    let plain = format!("{}&audience={REPORTS}", app.form());
    let named = format!("{plain}&organization=acme");
    let first = stage.form(&named).await;
    assert_eq!(
        first.header(ORGANIZATION),
        Some("b=per_hour;q=1;r=0;t=3600")
    );
    assert_eq!(first.header(CLIENT), Some("b=per_day;q=9;r=8;t=86400"));
    let spelled = |name: &str| first.headers.iter().any(|(key, _)| key == name);
    assert!(
        spelled("Auth0-Organization-Quota-Limit"),
        "{:?}",
        first.headers
    );

    let text = "Organization quota exceeded";
    let row = Row::new("used up", &named, "quota", 429, ("too_many_requests", text)).emulated();
    let refused = row.play(&stage, TOKEN).await;
    assert_eq!(refused.header("retry-after"), Some("3600"));
    let kept = "b=per_day;q=9;r=8;t=86400";
    assert_eq!(
        refused.header(CLIENT),
        Some(kept),
        "a refusal takes no token"
    );
    let without = stage.form(&plain).await;
    assert_eq!(
        without.status, 200,
        "without the organization its quota does not count"
    );
    assert_eq!(without.header(ORGANIZATION), None);
}

#[tokio::test]
async fn a_rate_policy_says_whose_it_is() {
    let stage = Stage::start();
    let body = format!("{}&audience={REPORTS}", stage.job().form());
    stage
        .tenant
        .configure(|setup| setup.fault = Some(Fault::Policy));
    let text = "Rate limit exceeded.";
    let row = Row::new(
        "the policy",
        &body,
        "rate",
        429,
        ("too_many_requests", text),
    );
    let reply = row.play(&stage, TOKEN).await;
    assert_eq!(reply.header("auth0-ratelimit"), Some("client;q=10;t=1;r=0"));
    stage
        .tenant
        .configure(|setup| setup.fault = Some(Fault::TooMany));
    let reply = stage.form(&body).await;
    assert_eq!(
        reply.header("auth0-ratelimit"),
        None,
        "the tenant's limit is no policy"
    );
}

#[tokio::test]
async fn code_of_the_tenant_that_does_not_answer_is_a_500() {
    let stage = Stage::start();
    let body = format!("{}&audience={REPORTS}", stage.job().form());
    stage
        .tenant
        .configure(|setup| setup.fault = Some(Fault::Hook));
    let text = "Internal Server Error";
    let row = Row::new("an Action", &body, "rules", 500, ("server_error", text));
    row.emulated().play(&stage, TOKEN).await;
}

#[tokio::test]
async fn a_quota_counts_tokens_and_not_requests() {
    let stage = Stage::start();
    let app = stage.job();
    let set = |setup: &mut AppSetup| setup.quota.per_hour = Some(1);
    stage.tenant.configure_app(&app.client_id(), set).unwrap();
    let body = format!("{}&audience={REPORTS}", app.form());
    let deny = Rule::Deny {
        code: DenyCode::InvalidRequest,
        reason: "no".into(),
    };
    stage.tenant.configure(|setup| setup.rules = vec![deny]);
    for _ in 0..3 {
        assert_eq!(stage.form(&body).await.status, 400, "denied by the rule");
    }
    stage.tenant.configure(|setup| setup.rules = Vec::new());
    assert_eq!(
        stage.form(&body).await.status,
        200,
        "the token is still there"
    );
    for _ in 0..2 {
        assert_eq!(stage.form(&body).await.status, 429, "and now it is not");
    }
}
