//! Okta's client assertions: every fault of its catalogue, in Okta's words.

use oauth_tutor::oauth::method::AuthMethod;
use oauth_tutor::oauth::names::ClientSecret;
use oauth_tutor::practice::{AppKey, AppSetup, AppType, DialectName};
use serde_json::{Value, json};

use crate::okta_rows::{CUSTOM, key_app};
use crate::rows::{FORM, JWT_BEARER, Row, play};
use crate::sign::{Signer, fresh};
use crate::stage::{Credentials, NOW, Stage};

const API: &str = "api://default";
const M2M: AppType = AppType::MachineToMachine;

fn form(jwt: &str) -> String {
    format!(
        "grant_type=client_credentials&scope=customScope&client_assertion_type={JWT_BEARER}&client_assertion={jwt}"
    )
}

/// Header and claims of a good assertion.
fn good(stage: &Stage, id: &str) -> (Value, Value) {
    let aud = format!("http://{}{CUSTOM}", stage.at);
    let claims =
        json!({ "iss": id, "sub": id, "aud": aud, "exp": NOW + 60, "iat": NOW, "jti": fresh() });
    (json!({ "alg": "RS256", "typ": "JWT" }), claims)
}

/// An app at the custom server that is set up so.
fn app(stage: &Stage, auth: AuthMethod, jwks: Option<Value>) -> Credentials {
    let mut setup = AppSetup::of(auth);
    setup.jwks = jwks;
    stage.app_with(M2M, &[(API, &["customScope"])], setup)
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a mistake")]
async fn every_fault_of_the_catalogue() {
    let stage = Stage::speaking(DialectName::Okta);
    let (own, signer) = key_app(&stage, API, &["customScope"]);
    let (other, other_signer) = key_app(&stage, API, &["customScope"]);
    let id = &own.id;
    let spoilt = |change: &dyn Fn(&mut Value, &mut Value)| {
        let (mut header, mut claims) = good(&stage, id);
        change(&mut header, &mut claims);
        form(&signer.jws(&header, &claims))
    };
    let claim =
        |name: &'static str, value: Value| spoilt(&|_, claims| claims[name] = value.clone());
    let row = |what: &str, body: String, text: &str| {
        Row::new(what, body, "assertion", 401, ("invalid_client", text))
    };
    let at_client = |what: &str, body: String, text: &str| {
        Row::new(what, body, "client", 401, ("invalid_client", text))
    };
    let parsing = "The parsing of the client_assertion failed.";
    let issuer = "The issuer claim for client_assertion is not a valid client_id.";
    let audience =
        "The audience claim for client_assertion must be the endpoint invoked for the request.";
    let exp = "The client_assertion must contain the 'exp' claim as seconds since epoch.";
    let far = "The client_assertion token has an expiration too far into the future.";
    let kid = "The client_assertion JWT kid is invalid.";
    let alg = "The client_assertion JWT signature algorithm is invalid.";
    let early = "The client_assertion token must be issued before the current time.";
    let host = format!("http://{}", stage.at);
    let (header, claims) = good(&stage, id);
    let unsigned = Signer::Nothing.jws(&json!({ "alg": "none" }), &claims);
    let mac = Signer::Secret(b"x".repeat(64)).jws(&json!({ "alg": "HS256" }), &claims);
    let foreign = other_signer.jws(&header, &claims);
    let rows = vec![
        at_client("no JWT", form("eyJ"), parsing),
        at_client("three parts of nothing", form("a.b.c"), parsing),
        row(
            "no JWT, with an id",
            format!("{}&client_id={id}", form("a.b.c")),
            parsing,
        ),
        row("another issuer", claim("iss", json!("nobody")), issuer),
        at_client(
            "nobody's",
            spoilt(&|_, claims| {
                claims["iss"] = json!("nobody");
                claims["sub"] = json!("nobody");
            }),
            issuer,
        ),
        row(
            "another app's issuer, with an id",
            format!("{}&client_id={id}", claim("iss", json!(other.id))),
            issuer,
        ),
        row(
            "another subject",
            claim("sub", json!("nobody")),
            "The subject claim for client_assertion is not a valid client_id.",
        ),
        row(
            "the issuer for an audience",
            claim("aud", json!(format!("{host}/oauth2/default"))),
            audience,
        ),
        row("the bare host", claim("aud", json!(host)), audience),
        row(
            "the org's endpoint",
            claim("aud", json!(format!("{host}/oauth2/v1/token"))),
            audience,
        ),
        row("no audience", claim("aud", Value::Null), audience),
        row("no exp", claim("exp", Value::Null), exp),
        row("exp as text", claim("exp", json!("1795305660")), exp),
        row(
            "exp in milliseconds",
            claim("exp", json!((NOW + 60) * 1000)),
            exp,
        ),
        row(
            "expired",
            claim("exp", json!(NOW)),
            "The client_assertion token is expired.",
        ),
        row("more than an hour", claim("exp", json!(NOW + 3601)), far),
        row("issued in the future", claim("iat", json!(NOW + 1)), early),
        row("not yet good", claim("nbf", json!(NOW + 1)), early),
        row(
            "another key",
            form(&foreign),
            "The client_assertion signature is invalid.",
        ),
        row(
            "an unknown kid",
            spoilt(&|header, _| header["kid"] = json!("x")),
            kid,
        ),
        row("none", form(&unsigned), alg),
        row("HS where RS is expected", form(&mac), alg),
        row(
            "PS",
            spoilt(&|header, _| header["alg"] = json!("PS256")),
            alg,
        ),
        row(
            "crit",
            spoilt(&|header, _| header["crit"] = json!(["exp"])),
            alg,
        ),
    ];
    play(&stage, CUSTOM, rows).await;
}

#[tokio::test]
async fn a_jti_is_good_once_and_none_is_good_always() {
    let stage = Stage::speaking(DialectName::Okta);
    let (own, signer) = key_app(&stage, API, &["customScope"]);
    let (header, mut claims) = good(&stage, &own.id);
    let first = form(&signer.jws(&header, &claims));
    assert_eq!(stage.post_to(CUSTOM, FORM, &first).await.status, 200);
    let used = (
        "invalid_client",
        "The client_assertion token has already been used.",
    );
    Row::new("again", first, "assertion", 401, used)
        .play(&stage, CUSTOM)
        .await;
    claims.as_object_mut().unwrap().remove("jti");
    let without = form(&signer.jws(&header, &claims));
    for _ in 0..2 {
        assert_eq!(stage.post_to(CUSTOM, FORM, &without).await.status, 200);
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a mistake")]
async fn keys_and_secrets_that_do_not_fit() {
    let stage = Stage::speaking(DialectName::Okta);
    let key = AppKey::generate().unwrap();
    let signer = Signer::of(&key);
    let two = AppKey::generate().unwrap();
    let of = |signer: &Signer, app: &Credentials, header: Value| {
        let (_, claims) = good(&stage, &app.id);
        form(&signer.jws(&header, &claims))
    };
    let rs = || json!({ "alg": "RS256" });
    let hs = || json!({ "alg": "HS256" });
    let several = json!({ "keys": [key.jwks["keys"][0], two.jwks["keys"][0]] });
    let several = app(&stage, AuthMethod::PrivateKeyJwt, Some(several));
    let mut for_encryption = key.jwks.clone();
    for_encryption["keys"][0]["use"] = json!("enc");
    let for_encryption = app(&stage, AuthMethod::PrivateKeyJwt, Some(for_encryption));
    let mut broken = key.jwks.clone();
    broken["keys"][0]["n"] = json!("AQAB");
    let broken = app(&stage, AuthMethod::PrivateKeyJwt, Some(broken));
    let keyless = app(&stage, AuthMethod::PrivateKeyJwt, None);
    let mac = app(&stage, AuthMethod::ClientSecretJwt, None);
    let short = app(&stage, AuthMethod::ClientSecretJwt, None);
    let brief = ClientSecret::new("only-thirty-one-characters-long");
    stage
        .tenant
        .set_secret(&short.client_id(), brief.clone())
        .unwrap();
    let secretless = stage.app_with(
        AppType::Native,
        &[(API, &["customScope"])],
        AppSetup::of(AuthMethod::ClientSecretJwt),
    );
    let no_keys =
        "The client does not have a JWKSet configured, but the client_assertion requires one.";
    let row = |what: &str, body: String, text: &str| {
        Row::new(what, body, "assertion", 401, ("invalid_client", text))
    };
    let rows = vec![
        row(
            "several keys and no kid",
            of(&signer, &several, rs()),
            "The client_assertion JWT kid is invalid.",
        ),
        row(
            "a key for encryption",
            of(&signer, &for_encryption, rs()),
            "The client_assertion JWT needs to be signed using a signing key.",
        ),
        row(
            "broken keys",
            of(&signer, &broken, rs()),
            "The client JWKSet is invalid.",
        ),
        row("no keys", of(&signer, &keyless, rs()), no_keys),
        row(
            "a key of an app with a secret",
            of(&signer, &mac, rs()),
            no_keys,
        ),
        row(
            "another secret",
            of(&Signer::Secret(b"y".repeat(64)), &mac, hs()),
            "The client_assertion signature is invalid.",
        ),
        row(
            "a short secret",
            of(&Signer::Secret(brief.expose().into()), &short, hs()),
            "The client secret is too short to verify a JWT HMAC.",
        ),
        row(
            "no secret",
            of(&Signer::Secret(b"y".repeat(64)), &secretless, hs()),
            "The issuer and subject claim for client_assertion is invalid because the client does not have a client secret.",
        ),
    ];
    play(&stage, CUSTOM, rows).await;
    let kid = two.kid.as_str();
    let named = of(
        &Signer::of(&two),
        &several,
        json!({ "alg": "RS256", "kid": kid }),
    );
    assert_eq!(
        stage.post_to(CUSTOM, FORM, &named).await.status,
        200,
        "the kid chooses"
    );
    let good = of(&Signer::Secret(mac.secret.clone().into()), &mac, hs());
    let reply = stage.post_to(CUSTOM, FORM, &good).await;
    assert_eq!(reply.status, 200, "client_secret_jwt: {}", reply.body);
}
