//! The tenant that goes by the RFCs: every mistake in its codes, RFC 9068 tokens, introspection, revocation, registration.

use oauth_tutor::oauth::method::AuthMethod;
use oauth_tutor::practice::{
    AppKey, AppSetup, AppType, Binding, DialectName, NonceRule, Plugged, TokenProfile,
};
use serde_json::{Value, json};

use crate::rows::{FORM, JWT_BEARER, failed_check};
use crate::sign::{Signer, fresh};
use crate::stage::{Credentials, NOW, REPORTS, Reply, Stage, USERS, parts};

const TOKEN: &str = "/token";
const M2M: AppType = AppType::MachineToMachine;

fn stage() -> Stage {
    Stage::speaking(DialectName::Rfc)
}

fn app(stage: &Stage, auth: AuthMethod) -> Credentials {
    let grants: &[(&str, &[&str])] = &[(REPORTS, &["read:reports", "write:reports"])];
    stage.app_with(M2M, grants, AppSetup::of(auth))
}

async fn token(stage: &Stage, headers: &str, body: &str) -> Reply {
    stage
        .post_to(TOKEN, &format!("{FORM}{headers}"), body)
        .await
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a mistake")]
async fn every_mistake_has_the_code_of_its_clause() {
    let stage = stage();
    let basic = app(&stage, AuthMethod::ClientSecretBasic);
    let post = app(&stage, AuthMethod::ClientSecretPost);
    let own = basic.basic();
    let wrong = Credentials {
        id: basic.id.clone(),
        secret: "nope".into(),
    }
    .basic();
    let stranger = Credentials {
        id: "nobody".into(),
        secret: "nope".into(),
    }
    .basic();
    let grant = "grant_type=client_credentials";
    let named = format!("{grant}&resource={REPORTS}");
    let secret = format!("&client_id={}&client_secret={}", post.id, post.secret);
    for (what, headers, body, check, status, error) in [
        (
            "no grant_type",
            own.as_str(),
            "scope=read:reports".to_owned(),
            "grant_type",
            400,
            "invalid_request",
        ),
        (
            "a grant nobody knows",
            &own,
            "grant_type=x".into(),
            "grant_type",
            400,
            "unsupported_grant_type",
        ),
        (
            "twice",
            &own,
            format!("{named}&{grant}"),
            "parameters",
            400,
            "invalid_request",
        ),
        ("nobody", "", named.clone(), "client", 401, "invalid_client"),
        (
            "wrong secret",
            &wrong,
            named.clone(),
            "secret",
            401,
            "invalid_client",
        ),
        (
            "unknown app",
            &stranger,
            named.clone(),
            "client",
            401,
            "invalid_client",
        ),
        (
            "broken Basic",
            "Authorization: Basic !\r\n",
            named.clone(),
            "client",
            401,
            "invalid_client",
        ),
        (
            "the other method",
            "",
            format!(
                "{named}&client_id={}&client_secret={}",
                basic.id, basic.secret
            ),
            "secret",
            401,
            "invalid_client",
        ),
        (
            "two methods",
            &own,
            format!("{named}{secret}"),
            "client",
            400,
            "invalid_request",
        ),
        (
            "no resource at all",
            &own,
            grant.into(),
            "resource",
            400,
            "invalid_target",
        ),
        (
            "an unknown resource",
            &own,
            format!("{grant}&resource=https://x.example"),
            "resource",
            400,
            "invalid_target",
        ),
        (
            "a relative one",
            &own,
            format!("{grant}&resource=reports"),
            "resource",
            400,
            "invalid_target",
        ),
        (
            "one with a fragment",
            &own,
            format!("{named}%23x"),
            "resource",
            400,
            "invalid_target",
        ),
        (
            "two of them",
            &own,
            format!("{named}&resource={USERS}"),
            "resource",
            400,
            "invalid_target",
        ),
        (
            "one the app may not have",
            &own,
            format!("{grant}&resource={USERS}"),
            "client-grant",
            400,
            "invalid_target",
        ),
        (
            "a scope beyond the grant",
            &own,
            format!("{named}&scope=delete:reports"),
            "scope",
            400,
            "invalid_scope",
        ),
        (
            "a broken scope",
            &own,
            format!("{named}&scope=read%22"),
            "scope",
            400,
            "invalid_scope",
        ),
        (
            "not UTF-8",
            &own,
            format!("{named}&x=%ff"),
            "content-type",
            400,
            "invalid_request",
        ),
    ] {
        let reply = token(&stage, headers, &body).await;
        assert_eq!(reply.status, status, "{what}: {}", reply.body);
        let json = reply.json();
        assert_eq!(json["error"], error, "{what}");
        let words = json["error_description"].as_str().unwrap();
        // RFC 6749 5.2.
        assert!(
            words
                .chars()
                .all(|c| matches!(c, ' '..='!' | '#'..='[' | ']'..='~')),
            "{words}"
        );
        assert_eq!(reply.header("cache-control"), Some("no-store"), "{what}");
        let challenge = reply.header("www-authenticate");
        assert_eq!(challenge.is_some(), status == 401, "{what}");
        assert!(
            challenge.is_none_or(|value| value.starts_with("Basic realm=")),
            "{what}"
        );
        let failed = failed_check(&stage, &reply);
        assert_eq!((failed.id, failed.emulated), (check, false), "{what}");
    }
    for (what, reply, status) in [
        (
            "JSON",
            stage
                .post_to(TOKEN, "Content-Type: application/json\r\n", "{}")
                .await,
            415,
        ),
        ("GET", stage.get(TOKEN, "").await, 405),
        (
            "credentials in the URL",
            stage
                .post_to(&format!("{TOKEN}?client_secret=x"), FORM, grant)
                .await,
            400,
        ),
    ] {
        assert_eq!(reply.status, status, "{what}");
        assert_eq!(reply.json()["error"], "invalid_request", "{what}");
    }
}

#[tokio::test]
async fn nobody_learns_whether_an_app_exists() {
    let stage = stage();
    let app = app(&stage, AuthMethod::ClientSecretBasic);
    let body = format!("grant_type=client_credentials&resource={REPORTS}");
    let sent = |id: &str| {
        Credentials {
            id: id.into(),
            secret: "nope".into(),
        }
        .basic()
    };
    let known = token(&stage, &sent(&app.id), &body).await;
    let unknown = token(&stage, &sent("nobody"), &body).await;
    assert_eq!(known.body, unknown.body);
    assert_eq!(
        known.header("www-authenticate"),
        unknown.header("www-authenticate")
    );
}

#[tokio::test]
async fn a_good_request_gets_an_rfc_9068_token() {
    let stage = stage();
    let app = app(&stage, AuthMethod::ClientSecretBasic);
    let body = format!("grant_type=client_credentials&resource={REPORTS}&scope=read:reports");
    let reply = token(&stage, &app.basic(), &body).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let json = reply.json();
    assert_eq!(
        (&json["token_type"], &json["expires_in"]),
        (&json!("Bearer"), &json!(3600))
    );
    let access = json["access_token"].as_str().unwrap().to_owned();
    let (header, payload) = parts(&access);
    assert!(header.contains(r#""typ":"at+jwt""#), "{header}");
    let claims: Value = serde_json::from_str(&payload).unwrap();
    for name in [
        "iss",
        "exp",
        "aud",
        "sub",
        "client_id",
        "iat",
        "jti",
        "scope",
    ] {
        assert!(claims.get(name).is_some(), "{name}");
    }
    assert_eq!(claims["iss"], json!(format!("http://{}", stage.at)));
    assert_eq!(
        (&claims["sub"], &claims["client_id"]),
        (&json!(app.id), &json!(app.id))
    );
    let bearer = format!("Authorization: Bearer {access}\r\n");
    assert_eq!(stage.get("/api/reports", &bearer).await.status, 200);
    let in_url = stage
        .get(&format!("/api/reports?access_token={access}"), "")
        .await;
    assert_eq!(in_url.status, 400, "RFC 9700 4.3.2: not in the URL");
    stage.tenant.set_default_audience(Some(REPORTS.into()));
    let plain = token(&stage, &app.basic(), "grant_type=client_credentials").await;
    assert_eq!(plain.json()["scope"], "read:reports write:reports");
}

#[tokio::test]
async fn assertions_by_key_and_by_secret_with_either_audience() {
    let stage = stage();
    let key = AppKey::generate().unwrap();
    let mut setup = AppSetup::of(AuthMethod::PrivateKeyJwt);
    setup.jwks = Some(key.jwks.clone());
    let keyed = stage.app_with(M2M, &[(REPORTS, &["read:reports"])], setup);
    let mac = app(&stage, AuthMethod::ClientSecretJwt);
    let issuer = format!("http://{}", stage.at);
    let endpoint = format!("{issuer}{TOKEN}");
    let by_secret = Signer::Secret(mac.secret.clone().into());
    for (app, signer, alg) in [
        (&keyed, &Signer::of(&key), "RS256"),
        (&mac, &by_secret, "HS256"),
    ] {
        for (aud, status) in [
            (json!(issuer), 200),
            (json!(endpoint), 200),
            (json!(["x", issuer]), 200),
            (json!(format!("{issuer}/")), 401),
        ] {
            let claims = json!({ "iss": app.id, "sub": app.id, "aud": aud, "exp": NOW + 60, "jti": fresh() });
            let jwt = signer.jws(&json!({ "alg": alg }), &claims);
            let body = format!(
                "grant_type=client_credentials&resource={REPORTS}&client_assertion_type={JWT_BEARER}&client_assertion={jwt}"
            );
            let reply = token(&stage, "", &body).await;
            assert_eq!(reply.status, status, "{alg} {aud}: {}", reply.body);
        }
    }
}

#[tokio::test]
async fn ed25519_is_taken_under_both_of_its_names() {
    let stage = stage();
    let key = Signer::ed();
    let mut setup = AppSetup::of(AuthMethod::PrivateKeyJwt);
    setup.jwks = Some(json!({ "keys": [key.jwk()] }));
    let app = stage.app_with(M2M, &[(REPORTS, &["read:reports"])], setup);
    let url = format!("http://{}{TOKEN}", stage.at);
    for alg in ["EdDSA", "Ed25519"] {
        let claims =
            json!({ "iss": app.id, "sub": app.id, "aud": url, "exp": NOW + 60, "jti": fresh() });
        let jwt = key.jws(&json!({ "alg": alg }), &claims);
        let body = format!(
            "grant_type=client_credentials&resource={REPORTS}&client_assertion_type={JWT_BEARER}&client_assertion={jwt}"
        );
        let proof = key.proof("POST", &url, NOW, |header, _| header["alg"] = json!(alg));
        let reply = token(&stage, &format!("DPoP: {proof}\r\n"), &body).await;
        assert_eq!(reply.status, 200, "{alg}: {}", reply.body);
        assert_eq!(reply.json()["token_type"], "DPoP", "{alg}");
    }
}

#[tokio::test]
async fn proofs_with_and_without_nonce() {
    let stage = stage();
    let app = app(&stage, AuthMethod::ClientSecretBasic);
    let key = Signer::ec();
    let url = format!("http://{}{TOKEN}", stage.at);
    let body = format!("grant_type=client_credentials&resource={REPORTS}");
    let ask = async |nonce: Option<String>| {
        let proof = key.proof("POST", &url, NOW, |_, claims| {
            if let Some(nonce) = &nonce {
                claims["nonce"] = json!(nonce);
            }
        });
        token(&stage, &format!("{}DPoP: {proof}\r\n", app.basic()), &body).await
    };
    assert_eq!(ask(None).await.json()["token_type"], "DPoP");
    stage
        .tenant
        .configure(|setup| setup.nonce = Some(NonceRule::Demanded));
    let challenged = ask(None).await;
    assert_eq!(
        (challenged.status, &challenged.json()["error"]),
        (400, &json!("use_dpop_nonce"))
    );
    let nonce = challenged.header("dpop-nonce").unwrap().to_owned();
    assert_eq!(ask(Some(nonce)).await.status, 200);
    stage
        .tenant
        .configure(|setup| setup.bound_apis = vec![REPORTS.into()]);
    let refused = token(&stage, &app.basic(), &body).await;
    assert_eq!(
        refused.json()["error"],
        "invalid_dpop_proof",
        "the API takes bound tokens only"
    );
}

#[tokio::test]
async fn without_the_authorization_server_an_api_knows_signed_tokens_and_no_others() {
    let stage = stage();
    let app = app(&stage, AuthMethod::ClientSecretBasic);
    let body = format!("grant_type=client_credentials&resource={REPORTS}");
    for (profile, unplugged) in [
        (TokenProfile::Default, 200),
        (TokenProfile::Encrypted, 200),
        (TokenProfile::Opaque, 503),
    ] {
        stage.tenant.plug(Plugged::In);
        stage.tenant.configure(|setup| {
            setup.profiles.insert(REPORTS.into(), profile);
        });
        let reply = token(&stage, &app.basic(), &body).await.json();
        let bearer = format!(
            "Authorization: Bearer {}\r\n",
            reply["access_token"].as_str().unwrap()
        );
        let called = async || stage.get("/api/reports", &bearer).await.status;
        assert_eq!(called().await, 200, "{profile:?}");
        stage.tenant.plug(Plugged::Out);
        assert_eq!(called().await, unplugged, "{profile:?}");
        // Nobody tells the API that its key is none of the published ones any more.
        stage.tenant.roll_keys().unwrap();
        stage.tenant.roll_keys().unwrap();
        assert_eq!(called().await, unplugged, "{profile:?}, rolled");
        stage.tenant.plug(Plugged::In);
        let signed = profile == TokenProfile::Opaque;
        let after = if signed { 200 } else { 401 };
        assert_eq!(called().await, after, "{profile:?}, the set fetched again");
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a case")]
async fn introspection_tells_and_revocation_takes_back() {
    let stage = stage();
    let app = app(&stage, AuthMethod::ClientSecretBasic);
    let other = self::app(&stage, AuthMethod::ClientSecretBasic);
    let body = format!("grant_type=client_credentials&resource={REPORTS}");
    for profile in [
        TokenProfile::Default,
        TokenProfile::Opaque,
        TokenProfile::Encrypted,
    ] {
        stage.tenant.configure(|setup| {
            setup.profiles.insert(REPORTS.into(), profile);
        });
        let access = token(&stage, &app.basic(), &body).await.json()["access_token"]
            .as_str()
            .unwrap()
            .to_owned();
        let ask = async |path: &str, who: &Credentials| {
            let headers = format!("{FORM}{}", who.basic());
            stage
                .post_to(path, &headers, &format!("token={access}"))
                .await
        };
        let told = ask("/introspect", &other).await.json();
        assert_eq!(told["active"], true, "{profile:?}");
        assert_eq!(
            (&told["client_id"], &told["scope"]),
            (&json!(app.id), &json!("read:reports write:reports"))
        );
        assert_eq!(ask("/revoke", &other).await.status, 200);
        assert_eq!(
            ask("/introspect", &app).await.json()["active"],
            true,
            "somebody else's token stays"
        );
        let revoked = ask("/revoke", &app).await;
        assert_eq!((revoked.status, revoked.body.as_str()), (200, ""));
        assert_eq!(ask("/introspect", &app).await.body, r#"{"active":false}"#);
        let called = stage
            .get(
                "/api/reports",
                &format!("Authorization: Bearer {access}\r\n"),
            )
            .await;
        assert_eq!(called.status, 401, "{profile:?}");
    }
    let headers = format!("{FORM}{}", app.basic());
    for (body, status, reply) in [
        ("token=nonsense", 200, json!({ "active": false })),
        (
            "",
            400,
            json!({ "error": "invalid_request", "error_description": "token is absent" }),
        ),
    ] {
        let told = stage.post_to("/introspect", &headers, body).await;
        assert_eq!((told.status, told.json()), (status, reply));
    }
    assert_eq!(
        stage.post_to("/introspect", FORM, "token=x").await.status,
        401
    );
}

#[tokio::test]
async fn an_expired_token_is_not_active() {
    let stage = stage();
    let app = app(&stage, AuthMethod::ClientSecretBasic);
    let body = format!("grant_type=client_credentials&resource={REPORTS}");
    let access = token(&stage, &app.basic(), &body).await.json()["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    stage.set_now(NOW + 3600);
    let headers = format!("{FORM}{}", app.basic());
    let told = stage
        .post_to("/introspect", &headers, &format!("token={access}"))
        .await;
    assert_eq!(told.body, r#"{"active":false}"#);
}

#[tokio::test]
async fn an_app_registers_itself_and_gets_a_token() {
    let stage = stage();
    let json_type = "Content-Type: application/json\r\n";
    let register = async |body: Value| {
        stage
            .post_to("/register", json_type, &body.to_string())
            .await
    };
    let made = register(json!({ "client_name": "Self made", "grant_types": ["client_credentials"], "scope": "read:reports" })).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let made = made.json();
    assert_eq!(made["token_endpoint_auth_method"], "client_secret_basic");
    assert_eq!(made["client_secret_expires_at"], 0);
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    let app = Credentials {
        id: text("client_id"),
        secret: text("client_secret"),
    };
    let body = format!("grant_type=client_credentials&resource={REPORTS}");
    let reply = token(&stage, &app.basic(), &body).await;
    assert_eq!(reply.json()["scope"], "read:reports", "{}", reply.body);
    let key = AppKey::generate().unwrap();
    let keyed =
        register(json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks": key.jwks }))
            .await
            .json();
    assert_eq!(keyed.get("client_secret"), None);
    for bad in [
        json!({ "grant_types": ["password"] }),
        json!({ "token_endpoint_auth_method": "none" }),
        json!({ "token_endpoint_auth_method": "private_key_jwt" }),
        json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks": { "keys": 5 } }),
        json!([]),
    ] {
        let reply = register(bad).await;
        assert_eq!(reply.status, 400);
        assert_eq!(reply.json()["error"], "invalid_client_metadata");
    }
    assert_eq!(stage.tenant.kept().apps, 2);
    let bound = register(json!({ "dpop_bound_access_tokens": true }))
        .await
        .json();
    let app = Credentials {
        id: bound["client_id"].as_str().unwrap().into(),
        secret: bound["client_secret"].as_str().unwrap().into(),
    };
    let refused = token(&stage, &app.basic(), &body).await;
    assert_eq!(
        refused.json()["error"],
        "invalid_dpop_proof",
        "{:?}",
        Binding::Demanded
    );
}

#[tokio::test]
async fn metadata_names_every_door_that_answers() {
    let stage = stage();
    let document = stage
        .get("/.well-known/oauth-authorization-server", "")
        .await
        .json();
    assert_eq!(document["issuer"], json!(format!("http://{}", stage.at)));
    for name in [
        "token_endpoint",
        "jwks_uri",
        "introspection_endpoint",
        "revocation_endpoint",
        "registration_endpoint",
    ] {
        let url = document[name].as_str().unwrap();
        let path = url.strip_prefix(&format!("http://{}", stage.at)).unwrap();
        assert_ne!(stage.get(path, "").await.status, 404, "{name}");
    }
    let methods = json!([
        "client_secret_basic",
        "client_secret_post",
        "client_secret_jwt",
        "private_key_jwt"
    ]);
    assert_eq!(document["token_endpoint_auth_methods_supported"], methods);
    let openid = stage
        .get("/.well-known/openid-configuration", "")
        .await
        .json();
    assert_eq!(openid, document);
}

#[tokio::test]
async fn an_endpoint_of_another_grant_that_the_metadata_name_says_that_it_is_none() {
    for (dialect, place) in [
        (DialectName::Rfc, "/.well-known/oauth-authorization-server"),
        (DialectName::Auth0, "/.well-known/openid-configuration"),
        (
            DialectName::Okta,
            "/oauth2/default/.well-known/oauth-authorization-server",
        ),
    ] {
        let stage = Stage::speaking(dialect);
        let base = format!("http://{}", stage.at);
        let document = stage.get(place, "").await.json();
        let named = document["authorization_endpoint"].as_str().unwrap();
        let path = named.strip_prefix(&base).unwrap();
        for path in [path.to_owned(), format!("{path}?response_type=code")] {
            let page = stage.get(&path, "").await;
            assert_eq!(page.status, 501, "{path}: {}", page.body);
            let says = "it knows the client credentials grant, in which no person takes part";
            assert!(page.body.contains(says), "{path}: {}", page.body);
        }
        // Whatever a document names on this host answers with more than "nothing is here".
        for (name, value) in document.as_object().unwrap() {
            let url = value.as_str().filter(|_| name.ends_with("_endpoint"));
            let Some(path) = url.and_then(|url| url.strip_prefix(&base)) else {
                continue;
            };
            // Doors of Auth0 answer a GET as if nothing were there.
            assert_ne!(stage.ask("POST", path, "").await.status, 404, "{name}");
        }
    }
}
