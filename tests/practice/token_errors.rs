//! Every mistake of a learner that the token endpoint can see: status and body as Auth0 gives them.

use oauth_tutor::oauth::journal::{Check, Outcome};
use oauth_tutor::practice::AppType;

use crate::stage::{Credentials, REPORTS, Reply, Stage, USERS};

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";
const JSON: &str = "Content-Type: application/json\r\n";
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const UNAUTHORIZED: &str = r#"{"error":"access_denied","error_description":"Unauthorized"}"#;
const NO_GRANT_TYPE: &str =
    r#"{"error":"invalid_request","error_description":"Missing required parameter: grant_type"}"#;

/// One mistake and what it gets.
struct Row {
    what: &'static str,
    headers: String,
    body: String,
    status: u16,
    reply: String,
    /// The check that failed.
    check: &'static str,
    emulated: bool,
}

impl Row {
    fn new(what: &'static str, body: String, status: u16, reply: impl Into<String>) -> Self {
        Self {
            what,
            headers: FORM.into(),
            body,
            status,
            reply: reply.into(),
            check: "",
            emulated: false,
        }
    }

    fn headers(mut self, headers: impl Into<String>) -> Self {
        self.headers = headers.into();
        self
    }

    fn at(mut self, check: &'static str) -> Self {
        self.check = check;
        self
    }

    fn emulated(mut self) -> Self {
        self.emulated = true;
        self
    }
}

async fn play(stage: &Stage, rows: Vec<Row>) {
    for row in rows {
        let reply = stage.post_with(&row.headers, &row.body).await;
        assert_eq!(reply.status, row.status, "{}: {}", row.what, reply.body);
        assert_eq!(reply.body, row.reply, "{}", row.what);
        assert_eq!(
            reply.header("cache-control"),
            Some("no-store"),
            "{}",
            row.what
        );
        assert_eq!(reply.header("pragma"), Some("no-cache"), "{}", row.what);
        assert_eq!(
            reply.header("content-type"),
            Some("application/json"),
            "{}",
            row.what
        );
        assert_eq!(reply.header("www-authenticate"), None, "{}", row.what);
        let failed = failed_check(stage, &reply);
        assert_eq!(failed.id, row.check, "{}", row.what);
        assert_eq!(failed.emulated, row.emulated, "{}", row.what);
        assert!(!failed.source.is_empty());
    }
}

/// The last check of the request that got this reply; the one before it held.
fn failed_check(stage: &Stage, reply: &Reply) -> Check {
    let id = reply.header("x-auth0-requestid").unwrap();
    let entry = stage.tenant.entry(id).expect("every reply has its entry");
    assert_eq!(entry.status, reply.status);
    let (last, before) = entry.checks.split_last().unwrap();
    assert_eq!(last.outcome, Outcome::Failed);
    assert!(before.iter().all(|check| check.outcome != Outcome::Failed));
    last.clone()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a mistake")]
async fn who_are_you() {
    let stage = Stage::start();
    let Credentials { id, secret } = stage.job();
    let post = |rest: &str| format!("grant_type=client_credentials&audience={REPORTS}{rest}");
    let missing_id = r#"{"error":"invalid_client","error_description":"Missing client_id"}"#;
    let basic = format!("{FORM}Authorization: Basic aWQ6c2VjcmV0\r\n");
    let rows = vec![
        Row::new(
            "wrong secret",
            post(&format!("&client_id={id}&client_secret=nope")),
            401,
            UNAUTHORIZED,
        )
        .at("secret"),
        Row::new(
            "a blank behind the secret",
            post(&format!("&client_id={id}&client_secret={secret}%20")),
            401,
            UNAUTHORIZED,
        )
        .at("secret"),
        Row::new(
            "no secret",
            post(&format!("&client_id={id}")),
            401,
            UNAUTHORIZED,
        )
        .at("secret"),
        Row::new(
            "empty secret",
            post(&format!("&client_id={id}&client_secret=")),
            401,
            UNAUTHORIZED,
        )
        .at("secret"),
        Row::new(
            "unknown app",
            post(&format!("&client_id=nobody&client_secret={secret}")),
            401,
            UNAUTHORIZED,
        )
        .at("client"),
        Row::new(
            "id in other case",
            post(&format!(
                "&client_id={}&client_secret={secret}",
                id.to_ascii_lowercase()
            )),
            401,
            UNAUTHORIZED,
        )
        .at("client"),
        Row::new(
            "no id",
            post(&format!("&client_secret={secret}")),
            401,
            missing_id,
        )
        .at("client"),
        Row::new(
            "an assertion",
            post(&format!(
                "&client_id={id}&client_assertion=e.e.e&client_assertion_type={JWT_BEARER}"
            )),
            401,
            UNAUTHORIZED,
        )
        .at("assertion")
        .emulated(),
        Row::new("Basic alone", post(""), 401, UNAUTHORIZED)
            .headers(&basic)
            .at("client"),
        Row::new(
            "Basic and an id",
            post(&format!("&client_id={id}")),
            401,
            UNAUTHORIZED,
        )
        .headers(&basic)
        .at("secret")
        .emulated(),
    ];
    play(&stage, rows).await;
}

#[tokio::test]
async fn what_do_you_want() {
    let stage = Stage::start();
    let app = stage.job();
    let form = app.form();
    let denied =
        |text: &str| format!(r#"{{"error":"access_denied","error_description":"{text}"}}"#);
    let not_authorised = denied(&format!(
        r#"Client is not authorized to access \"{USERS}\". You need to create a \"client-grant\" associated to this API. See: https://auth0.com/docs/api/management/v2/client-grants/post-client-grants"#
    ));
    let scopes = |scopes: &str| denied(&format!("Client has not been granted scopes: {scopes}"));
    let rows = vec![
        Row::new(
            "no audience, no default",
            form.clone(),
            403,
            denied("Non-global clients are not allowed access to APIv1"),
        )
        .at("audience"),
        Row::new(
            "a slash too many",
            format!("{form}&audience={REPORTS}/"),
            403,
            denied(&format!("Service not found: {REPORTS}/")),
        )
        .at("audience"),
        Row::new(
            "a line feed",
            format!("{form}&audience={REPORTS}%0A"),
            403,
            denied(&format!(r"Service not found: {REPORTS}\n")),
        )
        .at("audience"),
        Row::new(
            "another API",
            format!("{form}&audience={USERS}"),
            403,
            not_authorised,
        )
        .at("client-grant"),
        Row::new(
            "a scope beyond the grant",
            format!("{form}&audience={REPORTS}&scope=read:reports+write:reports"),
            403,
            scopes("write:reports"),
        )
        .at("scope"),
        Row::new(
            "a user's scopes",
            format!("{form}&audience={REPORTS}&scope=openid+profile"),
            403,
            scopes("openid, profile"),
        )
        .at("scope")
        .emulated(),
    ];
    play(&stage, rows).await;
}

#[tokio::test]
async fn which_grant() {
    let stage = Stage::start();
    let app = stage.job();
    let unsupported =
        r#"{"error":"unsupported_grant_type","error_description":"Grant type not supported"}"#;
    let not_allowed = |grant: &str| {
        format!(
            r#"{{"error":"unauthorized_client","error_description":"Grant type '{grant}' not allowed for the client.","error_uri":"https://auth0.com/docs/clients/client-grant-types"}}"#
        )
    };
    let rest = format!(
        "client_id={}&client_secret={}&audience={REPORTS}",
        app.id, app.secret
    );
    let mut rows = vec![
        Row::new("no grant_type", rest.clone(), 400, NO_GRANT_TYPE).at("grant_type"),
        Row::new(
            "an empty one",
            format!("grant_type=&{rest}"),
            400,
            NO_GRANT_TYPE,
        )
        .at("grant_type"),
        Row::new(
            "a hyphen",
            format!("grant_type=client-credentials&{rest}"),
            400,
            unsupported,
        )
        .at("grant_type"),
        Row::new(
            "another grant",
            format!("grant_type=password&{rest}"),
            403,
            not_allowed("password"),
        )
        .at("grant"),
    ];
    for kind in [AppType::Native, AppType::SinglePage] {
        let app = stage.app(kind, &[(REPORTS, &["read:reports"])]);
        assert!(app.secret.is_empty(), "a public client gets no secret");
        let row = Row::new(
            "another type of app",
            format!("{}&audience={REPORTS}", app.form()),
            403,
            not_allowed("client_credentials"),
        );
        rows.push(row.at("grant"));
    }
    play(&stage, rows).await;
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a mistake")]
async fn how_is_it_written() {
    let stage = Stage::start();
    let app = stage.job();
    let good = format!("{}&audience={REPORTS}", app.form());
    let invalid =
        |text: &str| format!(r#"{{"error":"invalid_request","error_description":"{text}"}}"#);
    let json = format!(
        r#"{{"grant_type":"client_credentials","client_id":"{}","client_secret":"{}","audience":"{REPORTS}"}}"#,
        app.id, app.secret
    );
    let rows = vec![
        Row::new("plain text", good.clone(), 400, NO_GRANT_TYPE)
            .headers("Content-Type: text/plain\r\n")
            .at("grant_type")
            .emulated(),
        Row::new("no type", good.clone(), 400, NO_GRANT_TYPE)
            .headers("")
            .at("grant_type")
            .emulated(),
        Row::new("multipart", good.clone(), 400, NO_GRANT_TYPE)
            .headers("Content-Type: multipart/form-data; boundary=x\r\n")
            .at("grant_type")
            .emulated(),
        Row::new("JSON called a form", json.clone(), 400, NO_GRANT_TYPE).at("grant_type"),
        Row::new(
            "a form called JSON",
            good.clone(),
            400,
            invalid("Invalid request body"),
        )
        .headers(JSON)
        .at("content-type")
        .emulated(),
        Row::new(
            "JSON cut off",
            json.trim_end_matches('}').into(),
            400,
            invalid("Invalid request body"),
        )
        .headers(JSON)
        .at("content-type")
        .emulated(),
        Row::new(
            "two JSON values",
            format!("{json}{json}"),
            400,
            invalid("Invalid request body"),
        )
        .headers(JSON)
        .at("content-type")
        .emulated(),
        Row::new(
            "a JSON array",
            "[]".into(),
            400,
            invalid("Invalid request body"),
        )
        .headers(JSON)
        .at("content-type")
        .emulated(),
        Row::new(
            "deep JSON",
            "[".repeat(60_000),
            400,
            invalid("Invalid request body"),
        )
        .headers(JSON)
        .at("content-type")
        .emulated(),
        Row::new(
            "bytes that are not UTF-8",
            format!("{good}&x=%ff"),
            400,
            invalid("Invalid request body"),
        )
        .at("content-type")
        .emulated(),
        Row::new(
            "a parameter twice",
            format!("{good}&grant_type=client_credentials"),
            400,
            invalid("Duplicate parameter: grant_type"),
        )
        .at("parameters")
        .emulated(),
        Row::new(
            "a JSON member twice",
            json.replace('{', r#"{"audience":"a","#),
            400,
            invalid("Duplicate parameter: audience"),
        )
        .headers(JSON)
        .at("parameters")
        .emulated(),
        Row::new(
            "a number for an id",
            r#"{"client_id":5}"#.into(),
            400,
            invalid("Parameter must be a string: client_id"),
        )
        .headers(JSON)
        .at("parameters")
        .emulated(),
        Row::new(
            "an array for a scope",
            r#"{"scope":["read:reports"]}"#.into(),
            400,
            invalid("Parameter must be a string: scope"),
        )
        .headers(JSON)
        .at("parameters")
        .emulated(),
        Row::new(
            "a large body",
            format!("{good}&x={}", "x".repeat(100_000)),
            413,
            invalid("Request body too large"),
        )
        .at("content-type")
        .emulated(),
    ];
    play(&stage, rows).await;
}

#[tokio::test]
async fn unknown_parameters_and_repeated_unknown_ones_are_ignored() {
    let stage = Stage::start();
    let form = stage.job().form();
    let reply = stage
        .form(&format!(
            "{form}&audience={REPORTS}&resource=a&resource=b&foo=bar"
        ))
        .await;
    assert_eq!(reply.status, 200, "{}", reply.body);
}

#[tokio::test]
async fn a_header_beside_the_body_is_a_wrong_method_and_not_a_wrong_secret() {
    let stage = Stage::start();
    let form = stage.job().form();
    let headers = format!("{FORM}Authorization: Basic aWQ6c2VjcmV0\r\n");
    let reply = stage
        .post_with(&headers, &format!("{form}&audience={REPORTS}"))
        .await;
    assert_eq!(reply.status, 401, "{}", reply.body);
    let entry = stage
        .tenant
        .entry(reply.header("x-auth0-requestid").unwrap())
        .unwrap();
    let failed = entry
        .checks
        .iter()
        .find(|check| check.outcome == Outcome::Failed)
        .unwrap();
    assert_eq!((failed.id, failed.emulated), ("client", true));
    assert_eq!(failed.what, "credentials in more than one place");
}

#[tokio::test]
async fn a_json_body_labelled_as_a_form_is_named_as_such() {
    let stage = Stage::start();
    let reply = stage
        .post_with(FORM, r#"{"grant_type":"client_credentials"}"#)
        .await;
    assert_eq!(reply.status, 400, "{}", reply.body);
    let entries = stage.tenant.entries();
    let noted = entries.iter().flat_map(|entry| &entry.checks);
    let noted: Vec<_> = noted
        .filter(|check| check.outcome == Outcome::Noted)
        .collect();
    assert!(
        noted
            .iter()
            .any(|check| check.what.contains("JSON by its looks")),
        "{noted:?}"
    );
}

#[tokio::test]
async fn other_methods_get_a_404_in_auth0s_shape() {
    let stage = Stage::start();
    for method in ["GET", "PUT", "DELETE", "OPTIONS", "BREW"] {
        let reply = stage.ask(method, "/oauth/token", "").await;
        assert_eq!(reply.status, 404, "{method}");
        assert_eq!(
            reply.body,
            r#"{"error":"not_found","error_description":"Not Found"}"#
        );
        let failed = failed_check(&stage, &reply);
        assert_eq!((failed.id, failed.emulated), ("method", true));
    }
}

#[tokio::test]
async fn credentials_in_the_url_do_not_count() {
    let stage = Stage::start();
    let form = stage.job().form();
    let head = format!(
        "POST /oauth/token?{form}&audience={REPORTS} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{FORM}Content-Length: 0\r\n\r\n"
    );
    let reply = stage.raw(head.as_bytes()).await;
    assert_eq!((reply.status, reply.body.as_str()), (400, NO_GRANT_TYPE));
}
