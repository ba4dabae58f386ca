//! The subjects: everything that a fact can be about, with what it is measured on.

use serde::Deserialize;

/// A subject, known to be in [`SUBJECTS`].
#[derive(Deserialize, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[serde(try_from = "String")]
pub struct Subject(Vec<String>);

/// On what a subject is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// One exchange: what was sent, what came back, what the server noted, the calls made with its token, its check.
    Run,
    /// The present.
    Now,
}

/// A row of the table of subjects.
#[derive(Clone, Copy, Debug)]
pub struct SubjectRow {
    /// Its spelling; `*` stands for a name.
    pub spelling: &'static str,
    /// On what it is measured.
    pub about: About,
    /// The evidence, in a few words.
    pub evidence: &'static str,
}

const fn run(spelling: &'static str, evidence: &'static str) -> SubjectRow {
    SubjectRow {
        spelling,
        about: About::Run,
        evidence,
    }
}

const fn now(spelling: &'static str, evidence: &'static str) -> SubjectRow {
    SubjectRow {
        spelling,
        about: About::Now,
        evidence,
    }
}

/// The names behind `draft.`: the rows of the request form.
pub const DRAFT_FIELDS: [&str; 10] = [
    "grant_type",
    "client_id",
    "client_secret",
    "audience",
    "scope",
    "resource",
    "organization",
    "auth",
    "format",
    "proof",
];

/// The names behind `form.` on every dashboard; a dashboard's own fields come with it.
pub const FORM_FIELDS: [&str; 4] = ["name", "type", "apis", "scopes"];

/// All subjects.
pub const SUBJECTS: &[SubjectRow] = &[
    run("request.method", "the HTTP method that was sent"),
    run(
        "request.auth",
        "how the request proves who asks: post, basic, both, private_key_jwt",
    ),
    run("request.grant_type", "the parameter that was sent"),
    run(
        "request.client_id",
        "the parameter that was sent, or the id in the header",
    ),
    run("request.audience", "the parameter that was sent"),
    run("request.scope", "the parameter that was sent"),
    run(
        "request.resource",
        "the parameter that was sent, several with a blank between",
    ),
    run("request.organization", "the parameter that was sent"),
    run("request.content_type", "the header that was sent"),
    run(
        "request.credentials_at",
        "where the secret stood: body, header, query, assertion",
    ),
    run(
        "request.rounds",
        "token requests that this exchange took, nonce rounds included",
    ),
    run(
        "assertion.header.*",
        "the header of the assertion that was sent",
    ),
    run(
        "assertion.claim.*",
        "the claims of the assertion that was sent",
    ),
    run(
        "proof.header.*",
        "the header of the proof of possession that was sent",
    ),
    run(
        "proof.claim.*",
        "the claims of the proof of possession that was sent",
    ),
    run("reply.status", "the status of the reply"),
    run("reply.error", "the member error, or errorCode"),
    run(
        "reply.answer",
        "the status, and the error code behind it where there is one: 401 invalid_client",
    ),
    run(
        "reply.description",
        "the member error_description, or errorSummary",
    ),
    run("reply.header.*", "a header of the reply"),
    run("reply.member.*", "a member of the reply"),
    run("reply.token_type", "the member token_type"),
    run("reply.expires_in", "the member expires_in"),
    run("token.form", "jws, jwe or opaque"),
    run(
        "token.kind",
        "what it is by its own evidence: access-token, id-token, opaque, ...",
    ),
    run("token.header.*", "the header of the token"),
    run("token.claim.*", "the claims of the token"),
    run("token.lifetime", "exp minus iat, in seconds"),
    run(
        "trust",
        "what verifying the token gave: passed, failed; absent while nobody asked",
    ),
    run(
        "server.refused_at",
        "the check at which the server stopped, by its own journal",
    ),
    run(
        "server.checked",
        "the checks that the server made, by its own journal",
    ),
    run(
        "server.log",
        "the line that a log of the server would hold: method and path, secrets masked",
    ),
    run(
        "api.*.status",
        "the status of the newest call of that API with this token",
    ),
    run("api.*.error", "the error in its challenge"),
    run(
        "api.*.refused_at",
        "the check at which the API stopped, by its own journal",
    ),
    run(
        "api.*.answer",
        "the status, and the check at which the API stopped behind it where there is one: 401 exp",
    ),
    run(
        "api.*.bare",
        "the status of the newest call without a token",
    ),
    now(
        "checker.verdict",
        "the verdict on the text on the desk of this lesson",
    ),
    now(
        "checker.reply",
        "ours for a text with a token of this session or of the tenant, by its iss; other for any other",
    ),
    now("checker.finding.*", "the severity of that finding there"),
    now(
        "app.type",
        "the app that the tenant holds: m2m, regular-web, spa, native",
    ),
    now("app.name", "its name there"),
    now("app.client_id", "its id"),
    now("app.secret", "whether it has a secret"),
    now("app.auth", "the method it is set to there"),
    now("app.keys", "the names of the public keys registered for it"),
    now("app.kid", "the name of the public key registered for it"),
    now(
        "app.bound",
        "whether the tenant demands a proof of possession: on, off",
    ),
    now("app.apis", "the APIs it is authorised for"),
    now("app.scopes", "the scopes it is granted"),
    now(
        "form.*",
        "what stands in a field of the dashboard, not yet sent",
    ),
    now("tenant.default_audience", "the tenant's setting"),
    now(
        "tenant.up",
        "whether the authorization server answers: on, off",
    ),
    now(
        "failure.layer",
        "where the newest request failed before a reply came: name, connect, proxy, tls, time, http, given-up, refused-here; absent where a reply came",
    ),
    now(
        "tenant.flow_security",
        "the security level of the protected flow: oauth, client-token, public",
    ),
    now(
        "tenant.rule",
        "what the tenant's own code does: add-claim, deny; absent while there is none",
    ),
    now(
        "tenant.scopes",
        "the scopes that the authorization server knows",
    ),
    now("tenant.organizations", "the organizations of the tenant"),
    now(
        "clock.tenant",
        "seconds that the clock of the tenant is ahead",
    ),
    now("clock.api", "seconds that the clock of the APIs is ahead"),
    now("draft.*", "what stands in a row of the request form"),
    now(
        "requests.token",
        "token requests since the step began that were answered, nonce rounds and repeats included, or failed on their way; not those given up",
    ),
    now(
        "requests.api",
        "API calls since the step began that were answered, or failed on their way; those of experiments count in a lab alone, those of a jump never",
    ),
    now("requests.total", "both together"),
    now(
        "experiment.*",
        "an experiment of this step, or one of its variants as B6/unknown: changed, sent, put-back",
    ),
    now(
        "flow.ended",
        "how the flow of this step ended: return, return-error, failed",
    ),
    now(
        "flow.error",
        "the official name of the error of the card that failed",
    ),
    now("flow.failed_at", "the card that failed"),
    now(
        "flow.card.*.out.*",
        "what a card gave; the port in small letters, blanks as hyphens",
    ),
    now(
        "flow.card.*.in.*",
        "what stands in a port, in the same spelling",
    ),
    now(
        "guessed.*",
        "whether a guess stands for the prediction with that id",
    ),
    now(
        "asked.*",
        "the answer to the question with that id: right, wrong; absent while open. A prediction is guessed and not answered: `guessed.*`",
    ),
];

impl Subject {
    /// The subject with that spelling.
    ///
    /// # Errors
    /// In words for the author of a lesson.
    pub fn read(spelling: &str) -> Result<Self, String> {
        let words: Vec<&str> = split(spelling);
        if SUBJECTS.iter().any(|row| fits(row.spelling, &words)) {
            Ok(Self(words.into_iter().map(str::to_owned).collect()))
        } else {
            let shown = crate::oauth::text::visible_line(spelling);
            let near = near(&words);
            Err(format!(
                "nothing that can be measured is called {shown}; there is: {near}"
            ))
        }
    }

    /// Its words, as `["token", "claim", "aud"]`.
    pub fn words(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }

    /// On what it is measured.
    pub fn about(&self) -> About {
        let words = self.words();
        let row = SUBJECTS.iter().find(|row| fits(row.spelling, &words));
        row.map_or(About::Now, |row| row.about)
    }

    /// Its spelling.
    pub fn spelling(&self) -> String {
        self.0.join(".")
    }
}

impl TryFrom<String> for Subject {
    type Error = String;

    fn try_from(spelling: String) -> Result<Self, String> {
        Self::read(&spelling)
    }
}

/// A name at the end may hold dots and colons itself (`https://shop.example/plan`), so that it is cut off last.
fn split(spelling: &str) -> Vec<&str> {
    for row in SUBJECTS {
        let Some(front) = row.spelling.strip_suffix(".*") else {
            continue;
        };
        if let Some(name) = spelling
            .strip_prefix(front)
            .and_then(|rest| rest.strip_prefix('.'))
            && !name.is_empty()
        {
            let mut words: Vec<&str> = front.split('.').collect();
            words.push(name);
            return words;
        }
    }
    spelling.split('.').collect()
}

/// The subjects that begin with the same word; where there is none, what subjects begin with.
fn near(words: &[&str]) -> String {
    let head = |row: &&SubjectRow| row.spelling.split('.').next() == words.first().copied();
    let mut near: Vec<&str> = SUBJECTS
        .iter()
        .filter(head)
        .map(|row| row.spelling)
        .collect();
    if near.is_empty() {
        near = SUBJECTS
            .iter()
            .filter_map(|row| row.spelling.split('.').next())
            .collect();
        near.dedup();
    }
    near.join(" ")
}

fn fits(row: &str, words: &[&str]) -> bool {
    let row: Vec<&str> = row.split('.').collect();
    let same = |(wanted, word): (&&str, &&str)| *wanted == "*" || wanted == word;
    row.len() == words.len() && row.iter().zip(words).all(same)
}
