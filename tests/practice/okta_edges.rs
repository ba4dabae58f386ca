//! Okta's token endpoints at the edges of the catalogue: what a tenant can be set to, and what stands before OAuth.

use oauth_tutor::oauth::method::AuthMethod;
use oauth_tutor::oauth::names::ClientSecret;
use oauth_tutor::practice::{AppSetup, AppType, Binding, DialectName, Fault, OrgServer, Reach};

use crate::okta_rows::{CUSTOM, ORG, assertion, key_app};
use crate::rows::{FORM, Row, object, play};
use crate::stage::{Credentials, Stage};

const API: &str = "api://default";
const M2M: AppType = AppType::MachineToMachine;
const READ: [&str; 1] = ["okta.users.read"];

fn post_app(stage: &Stage) -> Credentials {
    let setup = AppSetup::of(AuthMethod::ClientSecretPost);
    stage.app_with(M2M, &[(API, &["customScope"])], setup)
}

#[tokio::test]
async fn one_name_twice_and_several_names_twice_have_words_of_their_own() {
    let stage = Stage::speaking(DialectName::Okta);
    let form = post_app(&stage).form();
    let one = "The request contained multiple parameters with the same name.";
    let several =
        "Duplicate parameter provided in request. Duplicated parameters: [grant_type, scope].";
    let rows = vec![
        Row::new(
            "scope twice",
            format!("{form}&scope=customScope&scope=customScope"),
            "parameters",
            400,
            ("invalid_request", one),
        ),
        Row::new(
            "scope and grant_type twice",
            format!("{form}&scope=a&scope=b&grant_type=client_credentials"),
            "parameters",
            400,
            ("invalid_request", several),
        )
        .emulated(),
    ];
    play(&stage, CUSTOM, rows).await;
    let body = format!("{form}&token=a&token=b");
    let reply = stage
        .post_to("/oauth2/default/v1/introspect", FORM, &body)
        .await;
    assert_eq!(
        (reply.status, &reply.json()["error_description"]),
        (400, &one.into())
    );
}

#[tokio::test]
async fn a_client_that_takes_no_json_is_told_so() {
    let stage = Stage::speaking(DialectName::Okta);
    let body = format!("{}&scope=customScope", post_app(&stage).form());
    let edge =
        "Bad request.  Accept and/or Content-Type headers likely do not match supported values.";
    let mut rows = Vec::new();
    for accept in ["text/html", "application/xml, text/*;q=0.5", "json"] {
        let row = Row::new(accept, &body, "accept", 400, ("", ""));
        let row = row.and(&format!("Accept: {accept}\r\n"));
        rows.push(row.reply(object("E0000021", edge)));
    }
    play(&stage, CUSTOM, rows).await;
    for accept in ["*/*", "Application/JSON;q=0.1", "text/html, application/*"] {
        let headers = format!("{FORM}Accept: {accept}\r\n");
        let reply = stage.post_to(CUSTOM, &headers, &body).await;
        assert_eq!(reply.status, 200, "{accept}: {}", reply.body);
    }
}

#[tokio::test]
async fn an_org_server_of_old_sends_to_a_custom_one() {
    let stage = Stage::speaking(DialectName::Okta);
    let org = format!("http://{}", stage.at);
    let (app, signer) = key_app(&stage, &org, &READ);
    let body = || {
        format!(
            "{}&scope=okta.users.read",
            assertion(&stage, &app.id, &signer, ORG)
        )
    };
    stage
        .tenant
        .configure(|setup| setup.org_server = OrgServer::Legacy);
    let text =
        "'client_credentials' grant type can only be used with a custom authorization server.";
    let row = Row::new(
        "of old",
        body(),
        "grant_type",
        400,
        ("unsupported_grant_type", text),
    );
    play(&stage, ORG, vec![row]).await;
    let custom = format!("{}&scope=customScope", post_app(&stage).form());
    assert_eq!(stage.post_to(CUSTOM, FORM, &custom).await.status, 200);
    stage
        .tenant
        .configure(|setup| setup.org_server = OrgServer::Today);
    assert_eq!(stage.post_to(ORG, FORM, &body()).await.status, 200);
}

#[tokio::test]
async fn a_hook_that_does_not_answer() {
    let stage = Stage::speaking(DialectName::Okta);
    let body = format!("{}&scope=customScope", post_app(&stage).form());
    stage
        .tenant
        .configure(|setup| setup.fault = Some(Fault::Hook));
    let text = "The callback service returned an error.";
    let row = Row::new("the hook", body, "rules", 400, ("server_error", text));
    play(&stage, CUSTOM, vec![row]).await;
}

#[tokio::test]
async fn a_path_of_another_server_is_told_so_with_every_method() {
    let stage = Stage::speaking(DialectName::Okta);
    for method in ["POST", "GET"] {
        let reply = stage.ask(method, "/oauth2/aus1/v1/token", "").await;
        assert_eq!(reply.status, 400);
        assert_eq!(
            reply.json()["error_description"],
            "The authorization server id is invalid."
        );
    }
}

#[tokio::test]
async fn an_integration_may_use_basic_or_a_key_at_the_org_server() {
    let stage = Stage::speaking(DialectName::Okta);
    let org = format!("http://{}", stage.at);
    let integrate = |app: &Credentials| {
        let set = |setup: &mut AppSetup| setup.reach = Reach::Integration;
        stage.tenant.configure_app(&app.client_id(), set).unwrap();
    };
    let wanted = "grant_type=client_credentials&scope=okta.users.read";
    let basic = AppSetup::of(AuthMethod::ClientSecretBasic);
    let basic = stage.app_with(M2M, &[(&org, &READ)], basic);
    integrate(&basic);
    let headers = format!("{FORM}{}", basic.basic());
    let reply = stage.post_to(ORG, &headers, wanted).await;
    assert_eq!(reply.status, 200, "{}", reply.body);

    let (keyed, signer) = key_app(&stage, &org, &READ);
    integrate(&keyed);
    let body = format!(
        "{}&scope=okta.users.read",
        assertion(&stage, &keyed.id, &signer, ORG)
    );
    assert_eq!(stage.post_to(ORG, FORM, &body).await.status, 200);
    let brought = ClientSecret::new("brought-along-by-the-integration");
    stage
        .tenant
        .set_secret(&keyed.client_id(), brought.clone())
        .unwrap();
    let sent = Credentials {
        id: keyed.id.clone(),
        secret: brought.expose().into(),
    };
    let headers = format!("{FORM}{}", sent.basic());
    assert_eq!(stage.post_to(ORG, &headers, wanted).await.status, 200);
}

#[tokio::test]
async fn an_app_that_is_switched_to_a_key_loses_its_secret() {
    let stage = Stage::speaking(DialectName::Okta);
    let app = post_app(&stage);
    let id = app.client_id();
    let body = format!("{}&scope=customScope", app.form());
    assert_eq!(stage.post_to(CUSTOM, FORM, &body).await.status, 200);
    let switch = |auth| {
        let set = |setup: &mut AppSetup| setup.auth = auth;
        stage.tenant.configure_app(&id, set).unwrap();
    };
    switch(AuthMethod::PrivateKeyJwt);
    assert_eq!(
        stage.tenant.rotate_secret(&id),
        Ok(None),
        "it can have none"
    );
    switch(AuthMethod::ClientSecretPost);
    let none = ("invalid_client", "No client credentials found.");
    let row = Row::new("the old secret", &body, "secret", 401, none);
    play(&stage, CUSTOM, vec![row]).await;
    let fresh = stage.tenant.rotate_secret(&id).unwrap().unwrap();
    let fresh = Credentials {
        id: app.id,
        secret: fresh.expose().into(),
    };
    let body = format!("{}&scope=customScope", fresh.form());
    assert_eq!(stage.post_to(CUSTOM, FORM, &body).await.status, 200);
}

#[tokio::test]
async fn the_order_of_checks_puts_the_app_before_the_proof_and_the_proof_before_the_scope() {
    let stage = Stage::speaking(DialectName::Okta);
    let mut setup = AppSetup::of(AuthMethod::ClientSecretPost);
    setup.binding = Binding::Demanded;
    let app = stage.app_with(M2M, &[(API, &["customScope"])], setup);
    let wrong = "The client secret supplied for a confidential client is invalid.";
    let missing = "The DPoP proof JWT header is missing.";
    let form = format!("{}&scope=nothing", app.form());
    let rows = vec![
        Row::new(
            "all wrong",
            form.replace(&app.secret, "x"),
            "secret",
            401,
            ("invalid_client", wrong),
        ),
        Row::new(
            "proof and scope wrong",
            form,
            "dpop",
            400,
            ("invalid_dpop_proof", missing),
        ),
    ];
    play(&stage, CUSTOM, rows).await;
}

#[tokio::test]
async fn an_app_with_a_grant_of_users_lacks_the_code_for_it() {
    let stage = Stage::speaking(DialectName::Okta);
    let setup = AppSetup::of(AuthMethod::ClientSecretPost);
    let web = stage.app_with(AppType::RegularWeb, &[(API, &["customScope"])], setup);
    let ask = |grant: &str| {
        let form = web.form();
        form.replace(
            "grant_type=client_credentials",
            &format!("grant_type={grant}"),
        )
    };
    let text = "The required parameter 'code' is missing.";
    let other = "The client is not authorized to use the provided grant type. Configured grant types: [authorization_code, client_credentials].";
    let rows = vec![
        Row::new(
            "its own",
            ask("authorization_code"),
            "grant",
            400,
            ("invalid_request", text),
        ),
        Row::new(
            "another",
            ask("password"),
            "grant",
            400,
            ("unauthorized_client", other),
        ),
    ];
    play(&stage, CUSTOM, rows).await;
    let good = format!("{}&scope=customScope", web.form());
    assert_eq!(stage.post_to(CUSTOM, FORM, &good).await.status, 200);
}
