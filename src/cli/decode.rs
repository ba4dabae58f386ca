//! `oauth-tutor decode`: says what a token is and reads it, whatever stands around it; verifies when given something to verify with.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::ValueEnum;

use crate::cli::check::{exit, instant};
use crate::cli::clock;
use crate::cli::environment::Environment;
use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::input;
use crate::cli::keys::{self, Found, Wanted};
use crate::cli::print::Out;
use crate::cli::report::times::Times;
use crate::cli::report::{human, json};
use crate::cli::secret;
use crate::cli::style::{Role, Style};
use crate::cli::targets::{self, Compared};
use crate::oauth::check::paste::Pasted;
use crate::oauth::check::{Expectation, TokenReport, keys_did_not_come, specimen, verdict};
use crate::oauth::jwt::keys::Keys;
use crate::oauth::jwt::signature::Trust;
use crate::oauth::jwt::{Jwt, PartName};
use crate::oauth::text::visible_line;
use crate::oauth::time::UnixTime;

/// Say what a token is, and read it.
#[derive(clap::Args, Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line, on or off"
)]
pub struct DecodeArgs {
    /// The token, a file that holds it, or - for stdin. What stands around it is no matter: quotes, a log line, a whole recording.
    #[arg(value_name = "TOKEN|FILE")]
    pub token: Option<String>,
    /// Print the report as JSON.
    #[arg(long)]
    pub json: bool,
    /// Report on every token in the text, not on the first alone; with --json one object a line.
    #[arg(long, conflicts_with = "raw")]
    pub all: bool,
    /// Check the signature with these keys.
    #[arg(long, value_name = "FILE|URL", conflicts_with_all = ["key", "secret_file", "verify"])]
    pub jwks: Option<String>,
    /// Check the signature with this public key: PEM, DER, JWK, certificate, or base64 of one.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["secret_file", "verify"])]
    pub key: Option<PathBuf>,
    /// Check an HMAC signature with the secret in this file; one newline at its end is removed. With base64: or hex: before the
    /// path it is decoded first.
    #[arg(long, value_name = "FILE", conflicts_with = "verify")]
    pub secret_file: Option<PathBuf>,
    /// Compare with a tenant of your own, by its name (oauth-tutor targets); with --verify its keys are fetched.
    #[arg(long, value_name = "NAME")]
    pub target: Option<String>,
    /// The certificates of the target's authority. No flag of its own.
    #[arg(skip)]
    pub ca_cert: Option<PathBuf>,
    /// The target's client. No flag of its own.
    #[arg(skip)]
    pub client_id: Option<String>,
    /// The issuer that the token must name.
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// Check the signature with the keys that the issuer publishes.
    #[arg(long)]
    pub verify: bool,
    /// The API that the token must be for; more than one: it must be for one of them.
    #[arg(long = "audience", value_name = "TEXT")]
    pub audiences: Vec<String>,
    /// Judge it as a token that must have come that way.
    #[arg(long, value_enum, value_name = "HOW")]
    pub expect: Option<Expected>,
    /// When to end with 1.
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub fail_on: FailOn,
    /// Show times in the machine's own zone too.
    #[arg(long)]
    pub local: bool,
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

/// The grants of `--expect`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// An app's own access token.
    ClientCredentials,
}

/// When `decode` ends with 1.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailOn {
    /// Where a finding is a fail.
    #[default]
    Fail,
    /// There, and where the signature was not checked with a key.
    Trust,
    /// Where the signature was not checked or does not fit; times and claims aside.
    Signature,
    /// Never, once something was read.
    Never,
}

/// Runs `decode`.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub fn run(flags: &Flags, own: &DecodeArgs) -> anyhow::Result<Exit> {
    let own = &match aimed(own, flags) {
        Ok(own) => own,
        Err(exit) => return Ok(exit),
    };
    match input::argument(own.token.as_deref()) {
        Ok(pasted) => judge(flags, own, &pasted),
        Err((said, exit)) => {
            Out::of_process(flags.quiet).complain(&visible_line(&said));
            Ok(exit)
        }
    }
}

/// The flags with what the target says; the same where none is named.
fn aimed(own: &DecodeArgs, flags: &Flags) -> Result<DecodeArgs, Exit> {
    let mut own = own.clone();
    if let Some(name) = own.target.clone() {
        let mut out = Out::of_process(flags.quiet);
        let mut into = Compared {
            issuer: &mut own.issuer,
            audiences: &mut own.audiences,
            client_id: &mut own.client_id,
            ca_cert: &mut own.ca_cert,
        };
        targets::compared_with(&name, &mut out, &mut into)?;
    }
    Ok(own)
}

/// Reads a text and prints the report.
pub(super) fn judge(flags: &Flags, own: &DecodeArgs, pasted: &Pasted) -> anyhow::Result<Exit> {
    let mut out = Out::of_process(flags.quiet);
    let read = specimen::read(pasted);
    let wanted = Expectation {
        issuer: own.issuer.clone(),
        audiences: own.audiences.clone(),
        client_id: own.client_id.clone(),
        client_credentials: own.expect == Some(Expected::ClientCredentials),
        at: own.at.unwrap_or_else(clock::now),
        leeway: i64::from(own.leeway),
        ..Expectation::default()
    };
    let found = find_keys(own, read.first(), &mut out)?;
    let keys = match &found {
        Found::Unreadable(exit) => return Ok(*exit),
        Found::Refused => return Ok(Exit::Usage),
        Found::Keys(keys) => Some(keys),
        Found::Unfetched | Found::Nothing => None,
    };
    let mut reports = if own.all {
        read.judge_all(&wanted, keys)
    } else {
        vec![read.judge(&wanted, keys)]
    };
    if matches!(found, Found::Unfetched) {
        for report in &mut reports {
            keys_did_not_come(&mut report.findings);
        }
    }
    if let Some(part) = own.raw {
        let bytes = reports.first().and_then(|report| raw(&report.jwt, part));
        let Some(bytes) = bytes else {
            out.complain("The token has no such part that can be decoded.");
            return Ok(Exit::Failed);
        };
        out.bytes(bytes)?;
    } else {
        print(flags, own, (&reports, wanted.at), &mut out)?;
    }
    let ends = reports
        .iter()
        .map(|report| end(own.fail_on, &found, report));
    Ok(ends.max_by_key(|exit| exit.code()).unwrap_or(Exit::Done))
}

/// How the report of one token ends the command.
fn end(fail_on: FailOn, found: &Found, report: &TokenReport) -> Exit {
    let usual = exit(found, verdict(&report.findings));
    let passed = matches!(report.trust, Trust::Passed { .. });
    match (fail_on, usual) {
        (_, Exit::Network) => Exit::Network,
        (FailOn::Fail, usual) => usual,
        (FailOn::Trust, usual) if passed => usual,
        (FailOn::Signature, _) if passed => Exit::Done,
        (FailOn::Trust | FailOn::Signature, _) => Exit::Failed,
        (FailOn::Never, _) => Exit::Done,
    }
}

fn print(
    flags: &Flags,
    own: &DecodeArgs,
    (reports, at): (&[TokenReport], UnixTime),
    out: &mut Out,
) -> anyhow::Result<()> {
    let local = |instant: UnixTime| own.local.then(|| clock::local(instant)).flatten();
    if own.json {
        for report in reports {
            out.data(&json::decode_with(report, at, &local))?;
        }
        return Ok(());
    }
    let terminal = std::io::stdout().is_terminal();
    let style = Style::decide(flags.color, &Environment::read(), terminal);
    let times = Times { at, local: &local };
    for (index, report) in reports.iter().enumerate() {
        if reports.len() > 1 {
            let title = format!("Token {} of {}", index + 1, reports.len());
            let gap = if index > 0 { "\n" } else { "" };
            out.data(&format!("{gap}{}", style.paint(Role::Strong, title)))?;
        }
        let text = human::decode_with(report, times, style);
        out.bytes(style.linked(text).as_bytes())?;
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

fn find_keys(own: &DecodeArgs, jwt: Option<&Jwt>, out: &mut Out) -> anyhow::Result<Found> {
    if let Some(path) = &own.secret_file {
        return Ok(match secret::shared(path, out) {
            Ok(secret) => Found::Keys(Keys::from_secret(secret)),
            Err(exit) => Found::Unreadable(exit),
        });
    }
    let wanted = Wanted {
        jwks: own.jwks.as_deref(),
        key: own.key.as_deref(),
        verify: own.verify,
        issuer: own.issuer.as_deref(),
        ca_cert: own.ca_cert.as_deref(),
    };
    // Without a token there is no issuer to ask, and nothing to check.
    if jwt.is_none() && own.issuer.is_none() && own.verify {
        return Ok(Found::Nothing);
    }
    keys::find(wanted, jwt, out)
}
