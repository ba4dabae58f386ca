//! The short report of `token` on stderr. Nothing in it is a secret or a whole token.

use crate::cli::print::Out;
use crate::cli::token::make::Made;
use crate::cli::token::run::Outcome;
use crate::oauth::finding::{Finding, Severity};
use crate::oauth::jwt::Form;
use crate::oauth::jwt::signed::{HIDDEN_SIGNATURE, SignedJwt};
use crate::oauth::reply::{Answer, SendError};
use crate::oauth::text::{visible, visible_line};

/// So much of an API's reply is shown.
const BODY: usize = 400;

/// One line for a request that brought no reply.
pub(super) fn failure(error: &SendError) -> String {
    let said = match error {
        SendError::PlainHttp { .. } => {
            format!("Nothing was sent: {error}. Add --allow-http if you mean it.")
        }
        SendError::Unsendable { .. } => format!("Nothing was sent: {error}."),
        SendError::Name { .. } => {
            format!("You never reached OAuth: {error}. Look at the spelling, then at the network.")
        }
        SendError::Tls { .. } => format!(
            "You never reached OAuth: {error}. The secret was not sent; without a checked certificate it could go to anyone."
        ),
        SendError::Connect { .. }
        | SendError::TimedOut { .. }
        | SendError::TooLarge { .. }
        | SendError::NotHttp { .. } => format!("You never reached OAuth: {error}."),
    };
    visible_line(&said)
}

/// An assertion or a proof, decoded, its signature left out.
pub(super) fn decoded(word: &str, jwt: &SignedJwt) -> String {
    let header = visible_line(jwt.header());
    let claims = visible_line(jwt.claims());
    format!(
        "{word} header     {header}\n{word} claims     {claims}\n{word} signature  {HIDDEN_SIGNATURE}"
    )
}

/// What is signed, before it is sent.
pub(super) fn signed(made: &Made, out: &mut Out) {
    for (word, jwt) in made.signed() {
        out.say(&decoded(word, jwt));
    }
}

/// A demand for a nonce, which is answered with a second request.
pub(super) fn challenged(answer: &Answer, out: &mut Out) {
    let time = milliseconds(answer.timing.total_us);
    let status = answer.reply.status;
    out.say(&format!(
        "nonce   {status} in {time}: the server wants its nonce in the proof (use_dpop_nonce, RFC 9449 8). You ask again, with everything that is signed made new"
    ));
}

/// Status, time, token and what next.
pub(super) fn report(outcome: &Outcome, token: Option<&str>, out: &mut Out) {
    let answer = &outcome.token.answer;
    if let Some(line) = &outcome.auth {
        out.say(line);
    }
    out.say(&status(answer, outcome.token.made.request.url.as_str()));
    match token {
        Some(token) => {
            let length = token.chars().count();
            let form = form(outcome.report.form);
            out.say(&format!("token   {form}, {length} characters"));
        }
        None => out.say("token   none: this is no token response"),
    }
    for finding in &outcome.report.findings {
        match finding.severity {
            Severity::Fail | Severity::Warn => out.say(&sentence(finding)),
            Severity::Note | Severity::Pass => {}
        }
    }
    for line in &outcome.advice {
        out.say(&visible_line(&format!("advice  {line}")));
    }
    if let Some(asking) = &outcome.call {
        match &asking.result {
            Ok(answer) => called(answer, asking.made.request.url.as_str(), out),
            Err(error) => out.complain(&failure(error)),
        }
    }
    out.say(match token {
        Some(_) if outcome.call.is_none() => {
            "next    --call URL gets an API with this token; --raw | oauth-tutor decode reads it"
        }
        Some(_) => "next    --raw | oauth-tutor decode reads the token",
        None => "next    pipe the response into oauth-tutor check; it says what each part means",
    });
}

fn status(answer: &Answer, url: &str) -> String {
    let time = milliseconds(answer.timing.total_us);
    let proxy = answer.proxy.as_deref();
    let proxy = proxy.map_or_else(String::new, |proxy| format!(" through the proxy {proxy}"));
    let code = format!("{} {}", answer.reply.status, answer.reply.reason);
    visible_line(&format!(
        "status  {} in {time} from {url}{proxy}",
        code.trim_end()
    ))
}

/// Whole microseconds as milliseconds with a tenth.
fn milliseconds(us: u64) -> String {
    format!("{}.{} ms", us / 1000, us % 1000 / 100)
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Jws => "JWT",
        Form::Jwe => "encrypted JWT",
        Form::Opaque => "opaque",
        Form::None => "broken",
    }
}

fn sentence(finding: &Finding) -> String {
    let mut said = format!(
        "{:<8}{}: {}",
        finding.severity.word(),
        finding.rule.id(),
        finding.what()
    );
    let fix = finding.fix();
    if !fix.is_empty() {
        said.push(' ');
        said.push_str(&fix);
    }
    visible_line(&said)
}

fn called(answer: &Answer, url: &str, out: &mut Out) {
    out.say(&status(answer, url).replacen("status", "call  ", 1));
    if let Some(challenge) = answer.reply.header("www-authenticate") {
        out.say(&visible_line(&format!("says    {challenge}")));
    }
    let text = visible(&answer.reply.text());
    let shown: String = text.chars().take(BODY).collect();
    let rest = if shown.len() < text.len() { " ..." } else { "" };
    if !shown.is_empty() {
        out.say(&format!("{}{rest}", shown.trim_end()));
    }
}
