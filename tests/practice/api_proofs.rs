//! Proofs of possession at the APIs: every fault in the words of Auth0's SDK, of Okta's API and of the RFC.

use oauth_tutor::oauth::journal::Door;
use oauth_tutor::oauth::method::AuthMethod;
use oauth_tutor::practice::{AppSetup, AppType, DialectName, NonceRule};
use serde_json::{Value, json};

use crate::okta_rows::{ORG, assertion, key_app};
use crate::rows::FORM;
use crate::sign::{Signer, sha256};
use crate::stage::{NOW, REPORTS, Reply, Stage};

const M2M: AppType = AppType::MachineToMachine;

/// A bound token, the key that it is bound to, and the API that takes it.
struct Held {
    stage: Stage,
    key: Signer,
    token: String,
    path: &'static str,
}

impl Held {
    /// At the Reports API of this dialect.
    async fn of(dialect: DialectName, endpoint: &str) -> Self {
        let stage = Stage::speaking(dialect);
        let key = Signer::ec();
        let setup = AppSetup::of(AuthMethod::ClientSecretPost);
        let app = stage.app_with(M2M, &[(REPORTS, &["read:reports"])], setup);
        let url = format!("http://{}{endpoint}", stage.at);
        let proof = key.proof("POST", &url, NOW, |_, _| {});
        let body = format!("{}&audience={REPORTS}&resource={REPORTS}", app.form());
        let headers = format!("{FORM}DPoP: {proof}\r\n");
        let reply = stage.post_to(endpoint, &headers, &body).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        let token = reply.json()["access_token"].as_str().unwrap().to_owned();
        Self {
            stage,
            key,
            token,
            path: "/api/reports",
        }
    }

    /// At Okta's own API.
    async fn at_okta() -> Self {
        let stage = Stage::speaking(DialectName::Okta);
        let org = format!("http://{}", stage.at);
        let (app, signer) = key_app(&stage, &org, &["okta.users.read"]);
        let key = Signer::ec();
        let ask = async |nonce: Value| {
            let url = format!("{org}{ORG}");
            let proof = key.proof("POST", &url, NOW, |_, claims| claims["nonce"] = nonce);
            let body = assertion(&stage, &app.id, &signer, ORG);
            let body = format!("{body}&scope=okta.users.read");
            stage
                .post_to(ORG, &format!("{FORM}DPoP: {proof}\r\n"), &body)
                .await
        };
        let challenged = ask(Value::Null).await;
        let reply = ask(json!(challenged.header("dpop-nonce").unwrap())).await;
        let token = reply.json()["access_token"].as_str().unwrap().to_owned();
        Self {
            stage,
            key,
            token,
            path: "/api/v1/users",
        }
    }

    /// A proof for this API, spoilt by `change`.
    fn proof(&self, key: &Signer, change: impl FnOnce(&mut Value, &mut Value)) -> String {
        let url = format!("http://{}{}", self.stage.at, self.path);
        key.proof("GET", &url, NOW, |header, claims| {
            claims["ath"] = json!(sha256(&self.token));
            change(header, claims);
        })
    }

    fn spoilt(&self, name: &'static str, value: Value) -> String {
        self.proof(&self.key, |_, claims| claims[name] = value)
    }

    async fn call(&self, scheme: &str, proofs: &[&str]) -> Reply {
        let proofs = proofs.iter().map(|proof| format!("DPoP: {proof}\r\n"));
        let headers = format!("Authorization: {scheme} {}\r\n", self.token);
        let headers = headers + &proofs.collect::<String>();
        self.stage.get(self.path, &headers).await
    }

    /// Each fault of a proof, with the reply that it gets; the good proof comes first, and once more at the end.
    async fn faults(&self) -> Vec<(&'static str, Reply)> {
        let good = self.proof(&self.key, |_, _| {});
        let first = self.call("DPoP", &[&good]).await;
        assert_eq!(first.status, 200, "{}", first.body);
        let two = self.proof(&self.key, |_, _| {});
        let mut replies = vec![
            ("as Bearer", self.call("Bearer", &[&two]).await),
            ("without", self.call("DPoP", &[]).await),
            ("two of them", self.call("DPoP", &[&two, &two]).await),
            ("again", self.call("DPoP", &[&good]).await),
        ];
        let typ = |header: &mut Value, _: &mut Value| header["typ"] = json!("JWT");
        let alg = |header: &mut Value, _: &mut Value| header["alg"] = json!("none");
        let jwk = |header: &mut Value, _: &mut Value| header["jwk"] = Signer::ec().jwk();
        for (what, proof) in [
            ("no JWT", "a.b.c".to_owned()),
            ("typ", self.proof(&self.key, typ)),
            ("alg", self.proof(&self.key, alg)),
            ("signature", self.proof(&self.key, jwk)),
            (
                "no key",
                self.proof(&self.key, |header, _| header["jwk"] = Value::Null),
            ),
            ("htm", self.spoilt("htm", json!("POST"))),
            ("htu", self.spoilt("htu", json!("http://127.0.0.1/"))),
            ("iat", self.spoilt("iat", Value::Null)),
            ("jti", self.spoilt("jti", Value::Null)),
            ("early", self.spoilt("iat", json!(NOW + 60))),
            ("old", self.spoilt("iat", json!(NOW - 301))),
            ("expired", self.spoilt("exp", json!(NOW))),
            ("ath", self.spoilt("ath", json!("x"))),
            ("no ath", self.spoilt("ath", Value::Null)),
            ("another key", self.proof(&Signer::ec(), |_, _| {})),
        ] {
            replies.push((what, self.call("DPoP", &[&proof]).await));
        }
        let last = self.proof(&self.key, |_, _| {});
        assert_eq!(self.call("DPoP", &[&last]).await.status, 200);
        replies
    }
}

/// Status and the part of the challenge that tells what is wrong, for each fault.
async fn holds(held: &Held, wanted: &[(&str, u16, &str, &str)]) {
    let replies = held.faults().await;
    assert_eq!(replies.len(), wanted.len());
    for ((what, reply), (name, status, error, text)) in replies.iter().zip(wanted) {
        assert_eq!(what, name);
        assert_eq!(reply.status, *status, "{what}: {}", reply.body);
        let challenge = reply.header("www-authenticate").unwrap();
        let told = format!(r#"error="{error}", error_description="{text}""#);
        assert!(challenge.contains(&told), "{what}: {challenge}");
        assert!(challenge.starts_with("DPoP "), "{what}: {challenge}");
        let id = reply
            .header(held.stage.tenant.request_id_header(Door::Api))
            .unwrap();
        let entry = held.stage.tenant.entry(id).unwrap();
        let last = entry.checks.last().unwrap();
        assert_eq!((last.id, last.emulated), ("dpop", false), "{what}");
    }
}

#[tokio::test]
async fn in_the_words_of_auth0s_sdk() {
    let held = Held::of(DialectName::Auth0, "/oauth/token").await;
    let proof = "invalid_dpop_proof";
    let failed = "Failed to verify DPoP proof";
    let range = "DPoP proof 'iat' is outside the acceptable range";
    let ath = "DPoP Proof 'ath' mismatch";
    let bearer = "DPoP proof requires the DPoP authentication scheme, not Bearer";
    let other = "JWT Access Token confirmation mismatch";
    holds(
        &held,
        &[
            ("as Bearer", 401, "invalid_token", bearer),
            ("without", 400, proof, failed),
            ("two of them", 400, proof, failed),
            ("again", 400, proof, failed),
            ("no JWT", 400, proof, failed),
            ("typ", 400, proof, failed),
            ("alg", 400, proof, failed),
            ("signature", 400, proof, failed),
            ("no key", 400, proof, failed),
            ("htm", 400, proof, "DPoP Proof htm mismatch"),
            ("htu", 400, proof, "DPoP Proof htu mismatch"),
            ("iat", 400, proof, "Missing 'iat' claim in DPoP proof"),
            ("jti", 400, proof, "Missing 'jti' in DPoP proof"),
            ("early", 400, proof, range),
            ("old", 400, proof, range),
            ("expired", 400, proof, failed),
            ("ath", 400, proof, ath),
            ("no ath", 400, proof, ath),
            ("another key", 401, "invalid_token", other),
        ],
    )
    .await;
}

#[tokio::test]
async fn in_the_words_of_oktas_api() {
    let held = Held::at_okta().await;
    let proof = "invalid_dpop_proof";
    let request = "invalid_request";
    let bearer = "The resource request must use the DPoP authentication scheme when using a DPoP bound token.";
    let ath = "'ath' claim in the DPoP proof does not match the presented access_token.";
    let other = "The access_token is not bound to the provided DPoP proof.";
    let claim = |name: &str| format!("'{name}' claim in the DPoP proof JWT is invalid.");
    let (htm, htu, iat, jti) = (claim("htm"), claim("htu"), claim("iat"), claim("jti"));
    let several = "Multiple DPoP proof JWT headers are not allowed.";
    let typ = "'typ' must be 'dpop+jwt' in the DPoP proof JWT.";
    let alg = "The DPoP proof JWT signature algorithm is invalid.";
    let early = "The DPoP proof JWT is issued in the future.";
    let old = "The DPoP proof JWT is issued more than five minutes in the past.";
    holds(
        &held,
        &[
            ("as Bearer", 400, request, bearer),
            (
                "without",
                400,
                request,
                "The resource request requires a DPoP proof.",
            ),
            ("two of them", 400, proof, several),
            (
                "again",
                400,
                proof,
                "The DPoP proof JWT has already been used.",
            ),
            ("no JWT", 400, proof, "The DPoP proof JWT cannot be parsed."),
            ("typ", 400, proof, typ),
            ("alg", 400, proof, alg),
            (
                "signature",
                400,
                proof,
                "The DPoP proof JWT signature is invalid.",
            ),
            ("no key", 400, proof, "The DPoP proof JWT is invalid."),
            ("htm", 400, proof, &htm),
            ("htu", 400, proof, &htu),
            ("iat", 400, proof, &iat),
            ("jti", 400, proof, &jti),
            ("early", 400, proof, early),
            ("old", 400, proof, old),
            ("expired", 400, proof, "The DPoP proof JWT is expired."),
            ("ath", 400, proof, ath),
            ("no ath", 400, proof, ath),
            ("another key", 400, proof, other),
        ],
    )
    .await;
}

#[tokio::test]
async fn an_api_by_the_rfc_challenges_with_its_algorithms() {
    let held = Held::of(DialectName::Rfc, "/token").await;
    for (what, reply) in held.faults().await {
        assert_eq!(reply.status, 401, "{what}");
        let challenge = reply.header("www-authenticate").unwrap();
        let error = if what == "as Bearer" {
            "invalid_token"
        } else {
            "invalid_dpop_proof"
        };
        let told = format!(r#"error="{error}""#);
        assert!(challenge.contains(&told), "{what}: {challenge}");
        assert!(challenge.contains(r#"algs="RS256 "#), "{what}: {challenge}");
    }
}

#[tokio::test]
async fn an_api_may_demand_a_nonce_of_its_own() {
    let held = Held::of(DialectName::Rfc, "/token").await;
    held.stage
        .tenant
        .configure(|setup| setup.api_nonce = NonceRule::Demanded);
    let first = held
        .call("DPoP", &[&held.proof(&held.key, |_, _| {})])
        .await;
    assert_eq!(first.status, 401, "{}", first.body);
    let challenge = first.header("www-authenticate").unwrap();
    assert!(
        challenge.contains(r#"error="use_dpop_nonce""#),
        "{challenge}"
    );
    let nonce = first.header("dpop-nonce").unwrap().to_owned();
    for (nonce, status) in [(nonce.as_str(), 200), ("another", 401)] {
        let proof = held.spoilt("nonce", json!(nonce));
        assert_eq!(held.call("DPoP", &[&proof]).await.status, status);
    }
}

#[tokio::test]
async fn a_token_that_is_bound_to_nothing_is_no_dpop_token() {
    let not_bound = "The presented access_token is not DPoP bound.";
    let stage = Stage::speaking(DialectName::Okta);
    let org = format!("http://{}", stage.at);
    let (app, signer) = key_app(&stage, &org, &["okta.users.read"]);
    let body = assertion(&stage, &app.id, &signer, ORG);
    let reply = stage
        .post_to(ORG, FORM, &format!("{body}&scope=okta.users.read"))
        .await;
    let token = reply.json()["access_token"].as_str().unwrap().to_owned();
    let headers = format!("Authorization: DPoP {token}\r\n");
    let reply = stage.get("/api/v1/users", &headers).await;
    let challenge = reply.header("www-authenticate").unwrap();
    assert_eq!(reply.status, 401);
    let told = format!(r#"error="invalid_token", error_description="{not_bound}""#);
    assert!(challenge.contains(&told), "{challenge}");

    let stage = Stage::start();
    let token = stage
        .token(&stage.job(), &format!("&audience={REPORTS}"))
        .await;
    let headers = format!("Authorization: DPoP {token}\r\n");
    let reply = stage.get("/api/reports", &headers).await;
    let challenge = reply.header("www-authenticate").unwrap();
    assert_eq!(reply.status, 401);
    let text = "JWT Access Token has no jkt confirmation claim";
    assert!(challenge.contains(text), "{challenge}");
    stage
        .tenant
        .configure(|setup| setup.bound_apis = vec![REPORTS.into()]);
    let headers = format!("Authorization: Bearer {token}\r\n");
    let reply = stage.get("/api/reports", &headers).await;
    let challenge = reply.header("www-authenticate").unwrap();
    assert_eq!(reply.status, 401, "the API takes bound tokens only");
    assert!(challenge.starts_with("DPoP "), "{challenge}");
}
