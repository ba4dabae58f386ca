//! A table of mistakes: what is sent, and status, body and failed check that it must get.

use oauth_tutor::oauth::journal::{Check, Door, Outcome};
use serde_json::{Value, json};

use crate::stage::{Reply, Stage};

pub(crate) const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";
pub(crate) const JWT_BEARER: &str =
    "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";

/// One mistake and what it gets.
pub(crate) struct Row {
    what: String,
    path: String,
    headers: String,
    body: String,
    status: u16,
    reply: Value,
    check: &'static str,
    emulated: bool,
}

impl Row {
    /// A form that fails this check with this OAuth error.
    pub(crate) fn new(
        what: impl Into<String>,
        body: impl Into<String>,
        check: &'static str,
        status: u16,
        (error, description): (&str, &str),
    ) -> Self {
        Self {
            what: what.into(),
            path: String::new(),
            headers: FORM.into(),
            body: body.into(),
            status,
            reply: json!({ "error": error, "error_description": description }),
            check,
            emulated: false,
        }
    }

    pub(crate) fn at(mut self, path: &str) -> Self {
        self.path = path.into();
        self
    }

    pub(crate) fn headers(mut self, headers: impl Into<String>) -> Self {
        self.headers = headers.into();
        self
    }

    /// Beside the type of the form.
    pub(crate) fn and(mut self, headers: &str) -> Self {
        self.headers.push_str(headers);
        self
    }

    pub(crate) fn reply(mut self, reply: Value) -> Self {
        self.reply = reply;
        self
    }

    pub(crate) fn emulated(mut self) -> Self {
        self.emulated = true;
        self
    }

    /// Sends it and looks at the answer and at the journal.
    pub(crate) async fn play(self, stage: &Stage, endpoint: &str) -> Reply {
        let path = if self.path.is_empty() {
            endpoint
        } else {
            &self.path
        };
        let reply = stage.post_to(path, &self.headers, &self.body).await;
        let what = &self.what;
        assert_eq!(reply.status, self.status, "{what}: {}", reply.body);
        let mut body = reply.json();
        if let Some(id) = body.as_object_mut().and_then(|body| body.remove("errorId")) {
            assert!(id.as_str().unwrap().starts_with("oae"), "{what}");
        }
        assert_eq!(body, self.reply, "{what}");
        for header in ["cache-control", "pragma"] {
            let value = reply.header(header).unwrap();
            assert!(value.contains("no-"), "{what}: {header} {value}");
        }
        assert_eq!(reply.header("content-type"), Some("application/json"));
        let failed = failed_check(stage, &reply);
        assert_eq!(failed.id, self.check, "{what}");
        assert_eq!(failed.emulated, self.emulated, "{what}");
        assert!(!failed.source.is_empty());
        reply
    }
}

/// Plays all of them.
pub(crate) async fn play(stage: &Stage, endpoint: &str, rows: Vec<Row>) {
    for row in rows {
        row.play(stage, endpoint).await;
    }
}

/// The last check of the request that got this reply; those before it held.
pub(crate) fn failed_check(stage: &Stage, reply: &Reply) -> Check {
    let name = stage.tenant.request_id_header(Door::Token);
    let entry = stage.tenant.entry(reply.header(name).unwrap());
    let entry = entry.expect("every reply has its entry");
    assert_eq!(entry.status, reply.status);
    let (last, before) = entry.checks.split_last().unwrap();
    assert_eq!(last.outcome, Outcome::Failed);
    assert!(before.iter().all(|check| check.outcome != Outcome::Failed));
    last.clone()
}

/// Okta's own error object.
pub(crate) fn object(code: &str, summary: &str) -> Value {
    json!({ "errorCode": code, "errorSummary": summary, "errorLink": code, "errorCauses": [] })
}
