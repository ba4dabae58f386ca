//! Okta's token endpoints: every mistake of its catalogue that a request can make, in Okta's words.

use oauth_tutor::oauth::method::AuthMethod;
use oauth_tutor::practice::{
    AppKey, AppSetup, AppType, Binding, DenyCode, DialectName, Fault, Reach, Rule, Ticked,
};
use serde_json::json;

use crate::rows::{FORM, JWT_BEARER, Row, object, play};
use crate::sign::{Signer, fresh};
use crate::stage::{Credentials, NOW, Stage, parts};

pub(crate) const CUSTOM: &str = "/oauth2/default/v1/token";
pub(crate) const ORG: &str = "/oauth2/v1/token";
const API: &str = "api://default";
const M2M: AppType = AppType::MachineToMachine;
const GRANTS: &str = "[authorization_code, client_credentials, implicit, password, refresh_token]";

/// An app at the custom server that sends its secret in the body.
fn post_app(stage: &Stage, scopes: &[&str]) -> Credentials {
    let setup = AppSetup::of(AuthMethod::ClientSecretPost);
    stage.app_with(M2M, &[(API, scopes)], setup)
}

/// An app with a key; gives what signs for it.
pub(crate) fn key_app(stage: &Stage, audience: &str, scopes: &[&str]) -> (Credentials, Signer) {
    let key = AppKey::generate().unwrap();
    let mut setup = AppSetup::of(AuthMethod::PrivateKeyJwt);
    setup.jwks = Some(key.jwks.clone());
    (
        stage.app_with(M2M, &[(audience, scopes)], setup),
        Signer::of(&key),
    )
}

/// A good assertion, as the parameters of a form.
pub(crate) fn assertion(stage: &Stage, id: &str, signer: &Signer, path: &str) -> String {
    let aud = format!("http://{}{path}", stage.at);
    let claims = json!({ "iss": id, "sub": id, "aud": aud, "exp": NOW + 60, "jti": fresh() });
    let jwt = signer.jws(&json!({ "alg": "RS256" }), &claims);
    format!(
        "grant_type=client_credentials&client_assertion_type={JWT_BEARER}&client_assertion={jwt}"
    )
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a mistake")]
async fn who_asks_the_custom_server() {
    let stage = Stage::speaking(DialectName::Okta);
    let app = post_app(&stage, &["customScope"]);
    let (id, secret) = (&app.id, &app.secret);
    let basic = stage.app_with(
        M2M,
        &[(API, &["customScope"])],
        AppSetup::of(AuthMethod::ClientSecretBasic),
    );
    let (keyed, _) = key_app(&stage, API, &["customScope"]);
    let org_only = post_app(&stage, &["customScope"]);
    let zoned = post_app(&stage, &["customScope"]);
    let reach = |id: &Credentials, reach| {
        let set = |setup: &mut AppSetup| setup.reach = reach;
        stage.tenant.configure_app(&id.client_id(), set).unwrap();
    };
    reach(&org_only, Reach::OrgOnly);
    reach(&zoned, Reach::OutsideZone);
    let wanted = "grant_type=client_credentials&scope=customScope";
    let post = |rest: &str| format!("{wanted}{rest}");
    let client = |text| ("invalid_client", text);
    let none = client("No client credentials found.");
    let wrong = client("The client secret supplied for a confidential client is invalid.");
    let failed = client(
        "Client authentication failed. Either the client or the client credentials are invalid.",
    );
    let bad_basic = client("Found Authentication header but was not valid client credentials.");
    let several = "Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials in the post body, or a client_assertion in the post body.";
    let unknown = object("invalid_client", "Invalid value for 'client_id' parameter.");
    let own = format!("&client_id={id}&client_secret={secret}");
    let both = format!("{own}&client_assertion=a.b.c&client_assertion_type={JWT_BEARER}");
    let rows = vec![
        Row::new("wrong secret", post(&format!("&client_id={id}&client_secret=nope")), "secret", 401, wrong),
        Row::new("wrong secret in Basic", wanted, "secret", 401, wrong)
            .and(&Credentials { id: basic.id.clone(), secret: "nope".into() }.basic()),
        Row::new("unknown client", post("&client_id=nobody&client_secret=x"), "client", 401, none).reply(unknown.clone()),
        Row::new("unknown client in Basic", wanted, "client", 401, none)
            .and(&Credentials { id: "nobody".into(), secret: "x".into() }.basic())
            .reply(unknown),
        Row::new("nothing sent", wanted, "client", 401, none),
        Row::new("nothing at all", "", "client", 401, none),
        Row::new("an id alone", post(&format!("&client_id={id}")), "secret", 401, none),
        Row::new("Basic that is no base64", wanted, "client", 401, bad_basic).and("Authorization: Basic %%%\r\n"),
        Row::new("Basic without a colon", wanted, "client", 401, bad_basic).and("Authorization: Basic YWJj\r\n"),
        Row::new("secret of an app with a key", post(&format!("&client_id={}&client_secret=x", keyed.id)), "secret", 401, failed),
        Row::new("Basic of an app that posts", wanted, "secret", 401, failed).and(&app.basic()),
        Row::new("Basic and body", post(&own), "client", 401, ("invalid_request", several)).and(&app.basic()),
        Row::new("body and assertion", post(&both), "client", 401, ("invalid_request", several)),
        Row::new("app of the org server", post(&format!("&client_id={}&client_secret={}", org_only.id, org_only.secret)), "server", 400,
            ("unauthorized_client", "This client cannot use a custom authorization server.")),
        Row::new("network zone", post(&format!("&client_id={}&client_secret={}", zoned.id, zoned.secret)), "server", 403,
            ("access_denied", "The request is made from outside the client's permitted network zones.")),
        Row::new("credentials in the URL", wanted, "parameters", 400,
            ("invalid_request", "Client credentials cannot be supplied via query parameters."))
            .at(&format!("{CUSTOM}?client_id={id}&client_secret={secret}")),
        Row::new("a parameter twice", post(&format!("{own}&scope=x")), "parameters", 400,
            ("invalid_request", "The request contained multiple parameters with the same name.")),
        Row::new("another server", post(&own), "server", 400, ("invalid_request", "The authorization server id is invalid."))
            .at("/oauth2/aus1/v1/token"),
        Row::new("another assertion type", post("&client_assertion=a.b.c&client_assertion_type=x"), "client", 400,
            ("invalid_request", "The client_assertion_type is invalid.")),
        Row::new("no assertion type", post("&client_assertion=a.b.c"), "client", 400,
            ("invalid_request", "The required parameter 'client_assertion_type' is missing.")),
        Row::new("no assertion", post(&format!("&client_assertion_type={JWT_BEARER}")), "client", 400,
            ("invalid_request", "The required parameter 'client_assertion' is missing.")),
        Row::new("JSON", json!({ "grant_type": "client_credentials" }).to_string(), "content-type", 400, none)
            .headers("Content-Type: application/json\r\n")
            .reply(object("E0000021", "Bad request.  Accept and/or Content-Type headers likely do not match supported values.")),
    ];
    play(&stage, CUSTOM, rows).await;
}

#[tokio::test]
async fn a_401_after_basic_has_a_challenge_whose_words_are_emulated() {
    let stage = Stage::speaking(DialectName::Okta);
    let app = Credentials {
        id: "nobody".into(),
        secret: "x".into(),
    };
    let wanted = "grant_type=client_credentials&scope=customScope";
    let reply = stage
        .post_to(CUSTOM, &format!("{FORM}{}", app.basic()), wanted)
        .await;
    let challenge = reply.header("www-authenticate").unwrap();
    assert!(challenge.starts_with("Basic realm="), "{challenge}");
    let entry = stage
        .tenant
        .entry(reply.header("x-okta-request-id").unwrap())
        .unwrap();
    let noted = entry
        .checks
        .iter()
        .find(|check| check.id == "challenge")
        .unwrap();
    assert!(noted.emulated);
    let plain = stage.post_to(CUSTOM, FORM, wanted).await;
    assert_eq!(plain.header("www-authenticate"), None);
}

#[tokio::test]
async fn other_methods_get_oktas_405() {
    let stage = Stage::speaking(DialectName::Okta);
    let reply = stage.get(CUSTOM, "").await;
    assert_eq!((reply.status, reply.header("allow")), (405, Some("POST")));
    let body = reply.json();
    assert_eq!(body["errorCode"], "E0000022");
    assert_eq!(
        body["errorSummary"],
        "The endpoint does not support the provided HTTP method"
    );
    let nowhere = stage.get("/oauth2/nowhere", "").await;
    assert_eq!(nowhere.status, 404);
    assert_eq!(nowhere.json()["errorCode"], "E0000007");
    assert!(
        nowhere.json()["errorSummary"]
            .as_str()
            .unwrap()
            .starts_with("Not found: ")
    );
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a mistake")]
async fn what_is_wanted_of_the_custom_server() {
    let stage = Stage::speaking(DialectName::Okta);
    let app = post_app(&stage, &["customScope"]);
    let own = format!("client_id={}&client_secret={}", app.id, app.secret);
    let web = stage.app_with(
        AppType::Native,
        &[(API, &["customScope"])],
        AppSetup::of(AuthMethod::Public),
    );
    let unticked = post_app(&stage, &["customScope"]);
    let untick = |setup: &mut AppSetup| setup.client_credentials = Ticked::No;
    stage
        .tenant
        .configure_app(&unticked.client_id(), untick)
        .unwrap();
    let unruled = stage.app_with(M2M, &[], AppSetup::of(AuthMethod::ClientSecretPost));
    let bare = post_app(&stage, &[]);
    let scope = |scope: &str| format!("grant_type=client_credentials&{own}&scope={scope}");
    let of = |app: &Credentials, scope: &str| format!("{}&scope={scope}", app.form());
    let invalid = |text| ("invalid_scope", text);
    let malformed = invalid(
        "The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.",
    );
    let unknown =
        invalid("One or more scopes are not configured for the authorization server resource.");
    let specify = format!("The token request must specify a 'grant_type'. Valid values: {GRANTS}");
    let unsupported = format!(
        "The authorization grant type is not supported by the authorization server. Configured grant types: {GRANTS}."
    );
    let configured = |grants: &str| {
        format!(
            "The client is not authorized to use the provided grant type. Configured grant types: {grants}."
        )
    };
    let none_left = configured("[]");
    let machine = configured("[client_credentials]");
    let not_ticked = configured("[authorization_code]");
    let rows = vec![
        Row::new(
            "no grant_type",
            format!("{own}&scope=customScope"),
            "grant_type",
            400,
            ("invalid_request", &specify),
        ),
        Row::new(
            "a hyphen",
            format!("{own}&grant_type=client-credentials"),
            "grant_type",
            400,
            ("unsupported_grant_type", &unsupported),
        ),
        Row::new(
            "not ticked",
            of(&unticked, "customScope"),
            "grant",
            400,
            ("unauthorized_client", &none_left),
        ),
        Row::new(
            "another grant",
            format!("{own}&grant_type=password"),
            "grant",
            400,
            ("unauthorized_client", &machine),
        ),
        Row::new(
            "a public app",
            format!(
                "grant_type=client_credentials&client_id={}&scope=customScope",
                web.id
            ),
            "grant",
            400,
            ("unauthorized_client", &not_ticked),
        ),
        Row::new(
            "openid",
            scope("openid"),
            "scope",
            400,
            invalid("Cannot request 'openid' scopes using client credentials."),
        ),
        Row::new(
            "no scope",
            format!("grant_type=client_credentials&{own}"),
            "scope",
            400,
            invalid(
                "The authorization server resource does not have any configured default scopes, 'scope' must be provided.",
            ),
        ),
        Row::new(
            "unknown scope",
            scope("read:nothing"),
            "scope",
            400,
            unknown,
        ),
        Row::new(
            "a scope of Okta's own",
            scope("okta.users.read"),
            "scope",
            400,
            unknown,
        ),
        Row::new("other case", scope("CustomScope"), "scope", 400, unknown),
        Row::new(
            "a quotation mark",
            scope("%22customScope%22"),
            "scope",
            400,
            malformed,
        ),
        Row::new(
            "too long",
            scope(&"customScope+".repeat(100)),
            "scope",
            400,
            malformed,
        ),
        Row::new(
            "consent",
            scope("profile:photo"),
            "scope",
            400,
            (
                "consent_required",
                "The following scopes require user consent and cannot be granted for the client credentials grant type: [profile:photo].",
            ),
        ),
        Row::new(
            "no policy",
            of(&unruled, "customScope"),
            "scope",
            401,
            (
                "access_denied",
                "Policy evaluation failed for this request, please check the policy configurations.",
            ),
        ),
        Row::new(
            "nothing left",
            of(&bare, "customScope"),
            "scope",
            400,
            (
                "access_denied",
                "Policy evaluation succeeded, but all the requested scopes were rejected.",
            ),
        ),
        Row::new(
            "part denied",
            scope("customScope+write:reports"),
            "scope",
            400,
            (
                "access_denied",
                "Some of the requested scopes were denied by the policy. Denied scopes: [write:reports].",
            ),
        ),
    ];
    play(&stage, CUSTOM, rows).await;

    stage.tenant.configure(|setup| {
        let reason = "Not on Sundays.".into();
        setup.rules = vec![Rule::Deny {
            code: DenyCode::ServerError,
            reason,
        }];
    });
    let hook = Row::new(
        "the hook says no",
        scope("customScope"),
        "rules",
        400,
        ("server_error", "Not on Sundays."),
    );
    play(&stage, CUSTOM, vec![hook]).await;
    stage
        .tenant
        .configure(|setup| setup.fault = Some(Fault::Broken));
    let text = "The authorization server encountered an unexpected condition that prevented it from fulfilling the request.";
    let broken = Row::new(
        "a fault",
        scope("customScope"),
        "rate",
        500,
        ("server_error", text),
    );
    play(&stage, CUSTOM, vec![broken]).await;
    stage
        .tenant
        .configure(|setup| setup.fault = Some(Fault::TooMany));
    let limited = object(
        "E0000047",
        "API call exceeded rate limit due to too many requests.",
    );
    let row = Row::new("the limit", scope("customScope"), "rate", 429, ("", "")).reply(limited);
    let reply = row.play(&stage, CUSTOM).await;
    assert!(reply.header("x-rate-limit-reset").is_some());
    assert_eq!(reply.header("x-rate-limit-limit"), Some("600"));
    assert_eq!(reply.header("x-rate-limit-remaining"), Some("0"));
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a mistake")]
async fn the_org_server() {
    let stage = Stage::speaking(DialectName::Okta);
    let org = format!("http://{}", stage.at);
    let read = ["okta.users.read"];
    let (app, signer) = key_app(&stage, &org, &read);
    let by = |scope: &str| format!("{}{scope}", assertion(&stage, &app.id, &signer, ORG));
    let secret = stage.app_with(
        M2M,
        &[(&org, &read)],
        AppSetup::of(AuthMethod::ClientSecretPost),
    );
    let (web, web_signer) = {
        let key = AppKey::generate().unwrap();
        let mut setup = AppSetup::of(AuthMethod::PrivateKeyJwt);
        setup.jwks = Some(key.jwks.clone());
        (
            stage.app_with(AppType::RegularWeb, &[(&org, &read)], setup),
            Signer::of(&key),
        )
    };
    let integration = stage.app_with(
        M2M,
        &[(&org, &read)],
        AppSetup::of(AuthMethod::ClientSecretPost),
    );
    let reach = |setup: &mut AppSetup| setup.reach = Reach::Integration;
    stage
        .tenant
        .configure_app(&integration.client_id(), reach)
        .unwrap();
    let users = "&scope=okta.users.read";
    let client = |text| ("invalid_client", text);
    let key_only = client(
        "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.",
    );
    let rows = vec![
        Row::new(
            "a secret",
            format!("{}{users}", secret.form()),
            "server",
            401,
            key_only,
        ),
        Row::new(
            "a secret for an app with a key",
            format!(
                "grant_type=client_credentials&client_id={}{users}x&client_secret=x",
                app.id
            ),
            "server",
            401,
            key_only,
        ),
        Row::new(
            "an integration",
            format!("{}{users}", integration.form()),
            "server",
            401,
            client(
                "OAuth Integration Client Credentials requests to the Org Authorization Server must use either private_key_jwt or client_secret_basic as the token_endpoint_auth_method.",
            ),
        ),
        Row::new(
            "a web app",
            format!("{}{users}", assertion(&stage, &web.id, &web_signer, ORG)),
            "server",
            401,
            client(
                "Only clients with 'application_type' of 'service' may use the client_credentials 'grant_type' with the Org Authorization Server.",
            ),
        ),
        Row::new(
            "no scope",
            by(""),
            "scope",
            400,
            ("invalid_scope", "No scopes were requested."),
        ),
        Row::new(
            "openid",
            by("&scope=openid"),
            "scope",
            400,
            (
                "invalid_scope",
                "Cannot request 'openid' scopes using client credentials.",
            ),
        ),
        Row::new(
            "not granted",
            by("&scope=okta.groups.read"),
            "scope",
            400,
            (
                "consent_required",
                "You are not allowed any of the requested scopes.",
            ),
        ),
        Row::new(
            "a self scope",
            by("&scope=okta.myAccount.read.self"),
            "scope",
            400,
            (
                "client_credentials_self_scope_requested",
                "The 'client_credentials' grant type may not request .self scopes.",
            ),
        ),
    ];
    play(&stage, ORG, rows).await;

    let reply = stage
        .post_to(ORG, FORM, &by("&scope=okta.users.read+okta.groups.read"))
        .await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert_eq!(
        reply.json()["scope"],
        "okta.users.read",
        "what is granted is given"
    );
    let (header, payload) = parts(reply.json()["access_token"].as_str().unwrap());
    // The backslash is Okta's own.
    let typ = r#""typ":"application\/okta-internal-at+jwt""#;
    assert!(header.contains(typ), "{header}");
    let claims: serde_json::Value = serde_json::from_str(&payload).unwrap();
    let names: Vec<_> = claims
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        names,
        [
            "ver", "jti", "iss", "aud", "sub", "iat", "exp", "cid", "scp"
        ]
    );
    assert_eq!(claims["iss"], json!(org));
    assert_eq!(claims["aud"], json!(org));
    assert_eq!(claims["scp"], json!(["okta.users.read"]));
}

#[tokio::test]
async fn a_good_request_to_the_custom_server_gets_oktas_reply_and_token() {
    let stage = Stage::speaking(DialectName::Okta);
    let app = post_app(&stage, &["customScope", "write:reports"]);
    let reply = stage
        .post_to(CUSTOM, FORM, &format!("{}&scope=customScope", app.form()))
        .await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert!(
        reply
            .body
            .starts_with(r#"{"token_type":"Bearer","expires_in":3600,"access_token":"eyJ"#)
    );
    assert!(reply.body.ends_with(r#"","scope":"customScope"}"#));
    assert_eq!(reply.header("cache-control"), Some("no-cache, no-store"));
    assert_eq!(reply.header("expires"), Some("0"));
    let token = reply.json()["access_token"].as_str().unwrap().to_owned();
    let (header, payload) = parts(&token);
    assert!(
        header.starts_with(r#"{"kid":""#) && !header.contains("typ"),
        "{header}"
    );
    let claims: serde_json::Value = serde_json::from_str(&payload).unwrap();
    let names: Vec<_> = claims
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        names,
        [
            "ver", "jti", "iss", "aud", "iat", "exp", "cid", "scp", "sub"
        ]
    );
    assert!(claims["jti"].as_str().unwrap().starts_with("AT."));
    assert_eq!(claims["aud"], API);
    assert_eq!(
        (&claims["cid"], &claims["sub"]),
        (&json!(app.id), &json!(app.id))
    );
    assert!(app.id.starts_with("0oa") && app.id.len() == 20);
    let called = stage
        .get(
            "/api/reports",
            &format!("Authorization: Bearer {token}\r\n"),
        )
        .await;
    assert_eq!(called.status, 200, "{}", called.body);
    stage
        .tenant
        .configure(|setup| setup.default_scopes = vec!["customScope".into()]);
    assert_eq!(
        stage.post_to(CUSTOM, FORM, &app.form()).await.status,
        200,
        "a default scope"
    );
}

#[tokio::test]
async fn a_new_service_app_must_prove_possession_and_the_switch_turns_it_off() {
    let stage = Stage::speaking(DialectName::Okta);
    let app = stage.app(M2M, &[(API, &["customScope"])]);
    let headers = format!("{FORM}{}", app.basic());
    let body = "grant_type=client_credentials&scope=customScope";
    let missing = (
        "invalid_dpop_proof",
        "The DPoP proof JWT header is missing.",
    );
    Row::new("no proof", body, "dpop", 400, missing)
        .headers(&headers)
        .play(&stage, CUSTOM)
        .await;
    let set = |setup: &mut AppSetup| setup.binding = Binding::Free;
    stage.tenant.configure_app(&app.client_id(), set).unwrap();
    assert_eq!(stage.post_to(CUSTOM, &headers, body).await.status, 200);
}
