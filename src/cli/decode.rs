//! `oauth-tutor decode`: reads a JWT, whatever stands around it, and verifies it when given something to verify with.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::args::Args;
use crate::cli::check::{exit, instant};
use crate::cli::clock;
use crate::cli::environment::Environment;
use crate::cli::exit::Exit;
use crate::cli::input;
use crate::cli::keys::{self, Found, Wanted};
use crate::cli::print::Out;
use crate::cli::report::{human, json};
use crate::cli::style::Style;
use crate::oauth::check::paste::{self, LIMIT, Pasted};
use crate::oauth::check::{Expectation, TokenReport, judge_token, keys_did_not_come, verdict};
use crate::oauth::jwt::keys::Keys;
use crate::oauth::jwt::{Jwt, PartName};
use crate::oauth::text::{is_hidden, visible_line};
use crate::oauth::time::UnixTime;
use crate::store::bounded;

/// Read a JWT.
#[derive(clap::Args, Debug, Default)]
pub struct DecodeArgs {
    /// The token, a file that holds it, or - for stdin. Quotes, blanks and `Bearer` around it are no matter.
    #[arg(value_name = "TOKEN|FILE")]
    pub token: Option<String>,
    /// Print the report as JSON.
    #[arg(long)]
    pub json: bool,
    /// Check the signature with these keys.
    #[arg(long, value_name = "FILE|URL", conflicts_with_all = ["key", "secret_file", "verify"])]
    pub jwks: Option<String>,
    /// Check the signature with this public key, PEM or JWK.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["secret_file", "verify"])]
    pub key: Option<PathBuf>,
    /// Check an HMAC signature with the secret in this file; one newline at its end is removed.
    #[arg(long, value_name = "FILE", conflicts_with = "verify")]
    pub secret_file: Option<PathBuf>,
    /// The issuer that the token must name.
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// Check the signature with the keys that the issuer publishes.
    #[arg(long)]
    pub verify: bool,
    /// The API that the token must be for; more than one: it must be for one of them.
    #[arg(long = "audience", value_name = "TEXT")]
    pub audiences: Vec<String>,
    /// Judge times as of then, such as 2026-01-31T12:00:00Z.
    #[arg(long, value_name = "RFC3339", value_parser = instant)]
    pub at: Option<UnixTime>,
    /// How many seconds clocks may differ.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub leeway: u32,
    /// Print the decoded bytes of one part, exactly, and nothing else.
    #[arg(long, value_enum, value_name = "PART", conflicts_with = "json")]
    pub raw: Option<RawPart>,
}

/// The parts that `--raw` prints.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawPart {
    /// The header.
    Header,
    /// The claims.
    Payload,
}

/// Runs `decode`.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub fn run(args: &Args, own: &DecodeArgs) -> anyhow::Result<Exit> {
    match token(own.token.as_deref()) {
        Ok(token) => judge(args, own, &token),
        Err(said) => {
            Out::of_process(args.quiet).complain(&visible_line(&said));
            Ok(Exit::Unreadable)
        }
    }
}

/// Reads a token and prints the report.
pub(super) fn judge(args: &Args, own: &DecodeArgs, token: &str) -> anyhow::Result<Exit> {
    let mut out = Out::of_process(args.quiet);
    let wanted = Expectation {
        issuer: own.issuer.clone(),
        audiences: own.audiences.clone(),
        at: own.at.unwrap_or_else(clock::now),
        leeway: i64::from(own.leeway),
        ..Expectation::default()
    };
    let mut report = judge_token(token, &wanted, None);
    let found = find_keys(own, &report.jwt, &mut out)?;
    match &found {
        Found::Unreadable => return Ok(Exit::Unreadable),
        Found::Refused => return Ok(Exit::Usage),
        Found::Keys(keys) => report = judge_token(token, &wanted, Some(keys)),
        Found::Unfetched => keys_did_not_come(&mut report.findings),
        Found::Nothing => {}
    }
    if let Some(part) = own.raw {
        let Some(bytes) = raw(&report.jwt, part) else {
            out.complain("The token has no such part that can be decoded.");
            return Ok(Exit::Failed);
        };
        out.bytes(bytes)?;
    } else {
        print(args, own, &report, wanted.at, &mut out)?;
    }
    Ok(exit(&found, verdict(&report.findings)))
}

fn print(
    args: &Args,
    own: &DecodeArgs,
    report: &TokenReport,
    at: UnixTime,
    out: &mut Out,
) -> anyhow::Result<()> {
    if own.json {
        out.data(&json::decode(report))?;
    } else {
        let terminal = std::io::stdout().is_terminal();
        let style = Style::decide(args.color, &Environment::read(), terminal);
        out.bytes(human::decode(report, at, style).as_bytes())?;
    }
    Ok(())
}

fn raw(jwt: &Jwt, part: RawPart) -> Option<&[u8]> {
    let name = match part {
        RawPart::Header => PartName::Header,
        RawPart::Payload => PartName::Payload,
    };
    jwt.part(name)?.bytes.as_deref()
}

fn find_keys(own: &DecodeArgs, jwt: &Jwt, out: &mut Out) -> anyhow::Result<Found> {
    if let Some(path) = &own.secret_file {
        return Ok(secret(path, out));
    }
    let wanted = Wanted {
        jwks: own.jwks.as_deref(),
        key: own.key.as_deref(),
        verify: own.verify,
        issuer: own.issuer.as_deref(),
    };
    keys::find(wanted, Some(jwt), out)
}

/// The secret in a file, byte for byte but for one newline at its end, which editors add.
fn secret(path: &Path, out: &mut Out) -> Found {
    let mut bytes = match bounded::any(path, LIMIT) {
        Ok(bytes) => bytes,
        Err(error) => {
            let said = format!("cannot read {}: {error}", path.display());
            out.complain(&visible_line(&said));
            return Found::Unreadable;
        }
    };
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        out.say("One line end was removed from the end of the secret.");
    }
    if bytes.is_empty() {
        out.complain(&visible_line(&format!(
            "{} holds no secret",
            path.display()
        )));
        return Found::Unreadable;
    }
    Found::Keys(Keys::from_secret(bytes))
}

/// The token in the argument, in the file that it names, or on stdin.
fn token(argument: Option<&str>) -> Result<String, String> {
    let pasted = match argument {
        Some(text) if text != "-" && !input::names_something(text) => {
            paste::from_bytes(text.as_bytes()).map_err(|why| format!("cannot use the token: {why}"))
        }
        path => input::text(path.map(Path::new)).map_err(|error| error.to_string()),
    }?;
    let token = extract(&pasted);
    if token.is_empty() {
        return Err("there is no token in it".to_owned());
    }
    debug_assert!(token.len() <= LIMIT, "a token is a part of its paste");
    Ok(token)
}

/// The token in a paste: the `access_token` of a response, or the text itself without what came along.
fn extract(pasted: &Pasted) -> String {
    // Nothing stands around most tokens, and then nothing has to be looked for.
    let alone = pasted.text.trim();
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if alone.starts_with("eyJ") && alone.bytes().all(letters) {
        return alone.to_owned();
    }
    let prepared = paste::prepare(pasted);
    if let Some(token) = prepared.token {
        return token;
    }
    let member = prepared.document.as_ref().and_then(|document| {
        let value = document.member(document.root()?, "access_token")?;
        document.string(value).map(str::to_owned)
    });
    member.unwrap_or_else(|| bare(&pasted.text))
}

/// `text` without scheme, header name, quotes, blanks and line breaks.
fn bare(text: &str) -> String {
    let mut rest = text.trim();
    for prefix in ["authorization:", "bearer ", "dpop "] {
        if let Some((front, tail)) = rest.split_at_checked(prefix.len())
            && front.eq_ignore_ascii_case(prefix)
        {
            rest = tail.trim_start();
        }
    }
    let dropped = |c: char| c.is_whitespace() || is_hidden(c) || matches!(c, '"' | '\'' | '`');
    rest.chars().filter(|c| !dropped(*c)).collect()
}
