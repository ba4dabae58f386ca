//! Proofs of possession at Okta: the nonce challenge, every fault of the catalogue, and the way to a bound token.

use oauth_tutor::oauth::method::AuthMethod;
use oauth_tutor::practice::{AppSetup, AppType, Binding, DialectName};
use serde_json::{Value, json};

use crate::okta_rows::CUSTOM;
use crate::rows::{FORM, Row};
use crate::sign::{Signer, sha256};
use crate::stage::{Credentials, NOW, Reply, Stage, parts};

const API: &str = "api://default";

struct Bound {
    stage: Stage,
    app: Credentials,
    key: Signer,
    url: String,
    nonce: String,
}

impl Bound {
    /// A tenant, an app that must prove possession, and the nonce that the first request is answered with.
    async fn start() -> Self {
        let stage = Stage::speaking(DialectName::Okta);
        let mut setup = AppSetup::of(AuthMethod::ClientSecretPost);
        setup.binding = Binding::Demanded;
        let grants: &[(&str, &[&str])] = &[(API, &["customScope"])];
        let app = stage.app_with(AppType::MachineToMachine, grants, setup);
        let url = format!("http://{}{CUSTOM}", stage.at);
        let key = Signer::ec();
        let mut bound = Self {
            stage,
            app,
            key,
            url,
            nonce: String::new(),
        };
        // As in Okta's guide, the first proof has no jti.
        let first = bound.proof(|_, claims| {
            let claims = claims.as_object_mut().unwrap();
            claims.remove("jti");
            claims.remove("nonce");
        });
        let text = "Authorization server requires nonce in DPoP proof.";
        let row = bound.row("no nonce", &first, text, "use_dpop_nonce");
        let reply = row.play(&bound.stage, CUSTOM).await;
        bound.nonce = reply.header("dpop-nonce").unwrap().to_owned();
        bound
    }

    fn proof(&self, change: impl FnOnce(&mut Value, &mut Value)) -> String {
        self.key.proof("POST", &self.url, NOW, |header, claims| {
            claims["nonce"] = json!(self.nonce);
            change(header, claims);
        })
    }

    fn body(&self) -> String {
        format!("{}&scope=customScope", self.app.form())
    }

    fn row(&self, what: &str, proof: &str, text: &str, error: &str) -> Row {
        let row = Row::new(what, self.body(), "dpop", 400, (error, text));
        row.and(&format!("DPoP: {proof}\r\n"))
    }

    async fn fails(&self, what: &str, proof: &str, text: &str) {
        let row = self.row(what, proof, text, "invalid_dpop_proof");
        row.play(&self.stage, CUSTOM).await;
    }

    async fn ask(&self, proof: &str) -> Reply {
        let headers = format!("{FORM}DPoP: {proof}\r\n");
        self.stage.post_to(CUSTOM, &headers, &self.body()).await
    }
}

#[tokio::test]
async fn with_nonce_and_a_new_jti_the_token_is_bound() {
    let bound = Bound::start().await;
    let proof = bound.proof(|_, _| {});
    let reply = bound.ask(&proof).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert_eq!(reply.json()["token_type"], "DPoP");
    assert_eq!(reply.header("dpop-nonce"), Some(bound.nonce.as_str()));
    let (_, payload) = parts(reply.json()["access_token"].as_str().unwrap());
    let claims: Value = serde_json::from_str(&payload).unwrap();
    assert_eq!(claims["cnf"]["jkt"], json!(bound.key.thumbprint()));
    let used = "The DPoP proof JWT has already been used.";
    bound.fails("again", &proof, used).await;
}

#[tokio::test]
async fn a_nonce_is_good_for_three_more_days() {
    let bound = Bound::start().await;
    for (days, status) in [(3, 200), (4, 400)] {
        let now = NOW + days * 86_400;
        bound.stage.set_now(now);
        let reply = bound
            .ask(&bound.proof(|_, claims| claims["iat"] = json!(now)))
            .await;
        assert_eq!(reply.status, status, "{}", reply.body);
        let same = reply.header("dpop-nonce") == Some(bound.nonce.as_str());
        assert!(!same, "a new one is told");
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a mistake")]
async fn every_fault_of_the_catalogue() {
    let bound = Bound::start().await;
    let claim =
        |name: &'static str, value: Value| bound.proof(move |_, claims| claims[name] = value);
    let header =
        |name: &'static str, value: Value| bound.proof(move |header, _| header[name] = value);
    let alg = "The DPoP proof JWT signature algorithm is invalid.";
    let invalid = "The DPoP proof JWT is invalid.";
    let signature = "The DPoP proof JWT signature is invalid.";
    let htu = "'htu' claim in the DPoP proof JWT is invalid.";
    let other = Signer::ec().jwk();
    let neighbour = bound.stage.at.port() ^ 1;
    let mut private = bound.key.jwk();
    private["d"] = json!("AA");
    let mut off_curve = bound.key.jwk();
    off_curve["y"] = json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let rsa = |bits: usize| json!({ "kty": "RSA", "e": "AQAB", "n": crate::sign::b64(vec![0xc3; bits / 8]) });
    for (what, proof, text) in [
        (
            "typ",
            header("typ", json!("JWT")),
            "'typ' must be 'dpop+jwt' in the DPoP proof JWT.",
        ),
        ("none", header("alg", json!("none")), alg),
        ("HS256", header("alg", json!("HS256")), alg),
        ("crit", header("crit", json!(["htm"])), alg),
        (
            "no JWT",
            "a.b.c".into(),
            "The DPoP proof JWT cannot be parsed.",
        ),
        ("another key", header("jwk", other), signature),
        ("no key", header("jwk", Value::Null), invalid),
        ("a private key", header("jwk", private), invalid),
        (
            "a secret for a key",
            header("jwk", json!({ "kty": "oct", "k": "AA" })),
            invalid,
        ),
        ("a point off the curve", header("jwk", off_curve), signature),
        (
            "a key of 512 bits",
            bound.proof(|header, _| {
                header["alg"] = json!("RS256");
                header["jwk"] = rsa(512);
            }),
            signature,
        ),
        (
            "a key of 16384 bits",
            bound.proof(|header, _| {
                header["alg"] = json!("RS256");
                header["jwk"] = rsa(16_384);
            }),
            signature,
        ),
        (
            "htm",
            claim("htm", json!("GET")),
            "'htm' claim in the DPoP proof JWT is invalid.",
        ),
        ("htu", claim("htu", json!("http://127.0.0.1/token")), htu),
        (
            "htu with a port of somebody else",
            claim(
                "htu",
                json!(format!("http://127.0.0.1:{neighbour}{CUSTOM}")),
            ),
            htu,
        ),
        (
            "iat",
            claim("iat", json!("now")),
            "'iat' claim in the DPoP proof JWT is invalid.",
        ),
        (
            "jti",
            claim("jti", Value::Null),
            "'jti' claim in the DPoP proof JWT is invalid.",
        ),
        (
            "future",
            claim("iat", json!(NOW + 60)),
            "The DPoP proof JWT is issued in the future.",
        ),
        (
            "past",
            claim("iat", json!(NOW - 301)),
            "The DPoP proof JWT is issued more than five minutes in the past.",
        ),
        (
            "expired",
            claim("exp", json!(NOW - 1)),
            "The DPoP proof JWT is expired.",
        ),
    ] {
        bound.fails(what, &proof, text).await;
    }
    let two = bound.proof(|_, _| {});
    let text = "Multiple DPoP proof JWT headers are not allowed.";
    let row = bound.row("two headers", &two, text, "invalid_dpop_proof");
    row.and(&format!("DPoP: {two}\r\n"))
        .play(&bound.stage, CUSTOM)
        .await;
    let missing = "The DPoP proof JWT header is missing.";
    let row = Row::new(
        "none",
        bound.body(),
        "dpop",
        400,
        ("invalid_dpop_proof", missing),
    );
    row.play(&bound.stage, CUSTOM).await;
    let stale = bound.row(
        "a nonce of nobody",
        &claim("nonce", json!("x")),
        "Authorization server requires nonce in DPoP proof.",
        "use_dpop_nonce",
    );
    stale.play(&bound.stage, CUSTOM).await;
    let queried = claim("htu", json!(format!("{}?a=b#c", bound.url)));
    assert_eq!(
        bound.ask(&queried).await.status,
        200,
        "query and fragment do not count"
    );
}

#[tokio::test]
async fn the_api_takes_the_bound_token_with_its_proof_only() {
    let bound = Bound::start().await;
    let reply = bound.ask(&bound.proof(|_, _| {})).await;
    let token = reply.json()["access_token"].as_str().unwrap().to_owned();
    let url = format!("http://{}/api/reports", bound.stage.at);
    let proof = |key: &Signer, ath: &str| {
        key.proof("GET", &url, NOW, |_, claims| claims["ath"] = json!(ath))
    };
    let call = async |scheme: &str, proof: Option<String>| {
        let proof = proof.map_or(String::new(), |proof| format!("DPoP: {proof}\r\n"));
        let headers = format!("Authorization: {scheme} {token}\r\n{proof}");
        bound.stage.get("/api/reports", &headers).await
    };
    let ath = sha256(&token);
    let good = call("DPoP", Some(proof(&bound.key, &ath))).await;
    assert_eq!(good.status, 200, "{}", good.body);
    for (what, reply, error) in [
        ("as Bearer", call("Bearer", None).await, "invalid_token"),
        (
            "without proof",
            call("DPoP", None).await,
            "invalid_dpop_proof",
        ),
        (
            "another ath",
            call("DPoP", Some(proof(&bound.key, "x"))).await,
            "invalid_dpop_proof",
        ),
        (
            "another key",
            call("DPoP", Some(proof(&Signer::ec(), &ath))).await,
            "invalid_dpop_proof",
        ),
    ] {
        assert_eq!(reply.status, 401, "{what}");
        let challenge = reply.header("www-authenticate").unwrap();
        assert!(challenge.starts_with("DPoP "), "{what}: {challenge}");
        assert!(
            challenge.contains(error) && challenge.contains("algs="),
            "{what}: {challenge}"
        );
    }
}
