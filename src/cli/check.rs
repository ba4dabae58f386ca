//! `oauth-tutor check`: reads a pasted token response and prints what there is to say about it.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::ValueEnum;

use crate::cli::clock;
use crate::cli::environment::Environment;
use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::input;
use crate::cli::keys::{self, Found, Wanted};
use crate::cli::print::Out;
use crate::cli::report::{human, json};
use crate::cli::style::Style;
use crate::cli::targets::{self, Compared};
use crate::oauth::check::paste::Pasted;
use crate::oauth::check::{self, Expectation};
use crate::oauth::finding::Severity;
use crate::oauth::text::visible_line;
use crate::oauth::time::UnixTime;
use crate::oauth::vendor::{Profile, ProfileChoice};

/// Check a token response.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct CheckArgs {
    /// The response; stdin when nothing or - is given.
    pub file: Option<PathBuf>,
    /// Print the report as JSON.
    #[arg(long)]
    pub json: bool,
    /// Count a repair as a fault.
    #[arg(long)]
    pub strict: bool,
    /// Whose habits to judge by; auto decides by what is in the response.
    #[arg(long, value_enum, default_value_t, value_name = "NAME")]
    pub profile: ProfileName,
    /// Compare with a tenant of your own, by its name (oauth-tutor targets); flags go before what it says.
    #[arg(long, value_name = "NAME")]
    pub target: Option<String>,
    /// The certificates of the target's authority. No flag of its own.
    #[arg(skip)]
    pub ca_cert: Option<PathBuf>,
    /// The issuer that the token must name.
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// The API that the token must be for; more than one: it must be for one of them.
    #[arg(long = "audience", value_name = "TEXT")]
    pub audiences: Vec<String>,
    /// The app that asked: its client id.
    #[arg(long, value_name = "TEXT")]
    pub client_id: Option<String>,
    /// The scope that was asked for.
    #[arg(long, value_name = "\"a b\"")]
    pub scope: Option<String>,
    /// Check the signature with these keys.
    #[arg(long, value_name = "FILE|URL", conflicts_with_all = ["key", "verify"])]
    pub jwks: Option<String>,
    /// Check the signature with this public key, PEM or JWK.
    #[arg(long, value_name = "FILE", conflicts_with = "verify")]
    pub key: Option<PathBuf>,
    /// Check the signature with the keys that the issuer publishes.
    #[arg(long)]
    pub verify: bool,
    /// Judge times as of then, such as 2026-01-31T12:00:00Z.
    #[arg(long, value_name = "RFC3339", value_parser = instant)]
    pub at: Option<UnixTime>,
    /// How many seconds clocks may differ.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub leeway: u32,
}

/// The names of `--profile`.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProfileName {
    /// Decide by what is in the response.
    #[default]
    Auto,
    /// The standards alone.
    Generic,
    /// Auth0.
    Auth0,
    /// A custom authorization server of Okta.
    Okta,
    /// The authorization server of an Okta organization.
    OktaOrg,
}

impl From<ProfileName> for ProfileChoice {
    fn from(name: ProfileName) -> Self {
        match name {
            ProfileName::Auto => Self::Auto,
            ProfileName::Generic => Self::Only(Profile::Generic),
            ProfileName::Auth0 => Self::Only(Profile::Auth0),
            ProfileName::Okta => Self::Only(Profile::Okta),
            ProfileName::OktaOrg => Self::Only(Profile::OktaOrg),
        }
    }
}

/// A point in time as RFC 3339 writes it; clap's parser for `--at`.
///
/// # Errors
/// When it is none, with the reason.
pub fn instant(text: &str) -> Result<UnixTime, String> {
    let at: jiff::Timestamp = text
        .parse()
        .map_err(|error: jiff::Error| error.to_string())?;
    Ok(UnixTime(at.as_second()))
}

/// Runs `check`.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub fn run(flags: &Flags, own: &CheckArgs) -> anyhow::Result<Exit> {
    let own = &match aimed(own, flags) {
        Ok(own) => own,
        Err(exit) => return Ok(exit),
    };
    match input::text(own.file.as_deref()) {
        Ok(pasted) => judge(flags, own, &pasted),
        Err(error) => {
            Out::of_process(flags.quiet).complain(&visible_line(&error.to_string()));
            Ok(error.exit())
        }
    }
}

/// The flags with what the target says; the same where none is named.
fn aimed(own: &CheckArgs, flags: &Flags) -> Result<CheckArgs, Exit> {
    let mut own = own.clone();
    if let Some(name) = own.target.clone() {
        let mut out = Out::of_process(flags.quiet);
        let mut into = Compared {
            issuer: &mut own.issuer,
            audiences: &mut own.audiences,
            client_id: &mut own.client_id,
            ca_cert: &mut own.ca_cert,
        };
        let target = targets::compared_with(&name, &mut out, &mut into)?;
        own.scope = own.scope.or(target.scope);
    }
    Ok(own)
}

/// Judges a paste and prints the report.
pub(super) fn judge(flags: &Flags, own: &CheckArgs, pasted: &Pasted) -> anyhow::Result<Exit> {
    let mut out = Out::of_process(flags.quiet);
    let wanted = Expectation {
        profile: own.profile.into(),
        issuer: own.issuer.clone(),
        audiences: own.audiences.clone(),
        scope: own.scope.clone(),
        client_id: own.client_id.clone(),
        strict: own.strict,
        client_credentials: true,
        undo: Vec::new(),
        at: own.at.unwrap_or_else(clock::now),
        leeway: i64::from(own.leeway),
    };
    let mut report = check::check(pasted, &wanted, None);
    let found = keys::find(own.keys(), report.jwt.as_ref(), &mut out)?;
    match &found {
        Found::Unreadable(exit) => return Ok(*exit),
        Found::Refused => return Ok(Exit::Usage),
        Found::Keys(keys) => report = check::check(pasted, &wanted, Some(keys)),
        Found::Unfetched => check::keys_did_not_come(&mut report.findings),
        Found::Nothing => {}
    }
    if own.json {
        out.data(&json::check(&report))?;
    } else {
        let terminal = std::io::stdout().is_terminal();
        let style = Style::decide(flags.color, &Environment::read(), terminal);
        out.bytes(style.linked(human::check(&report, style)).as_bytes())?;
    }
    Ok(exit(&found, report.verdict()))
}

/// How a command ends that judged something: keys that did not come go before findings.
pub fn exit(found: &Found, verdict: Severity) -> Exit {
    match (found, verdict) {
        (Found::Unreadable(exit), _) => *exit,
        (Found::Refused, _) => Exit::Usage,
        (Found::Unfetched, _) => Exit::Network,
        (Found::Nothing | Found::Keys(_), Severity::Fail) => Exit::Failed,
        (Found::Nothing | Found::Keys(_), Severity::Warn | Severity::Note | Severity::Pass) => {
            Exit::Done
        }
    }
}

impl CheckArgs {
    fn keys(&self) -> Wanted<'_> {
        Wanted {
            jwks: self.jwks.as_deref(),
            key: self.key.as_deref(),
            verify: self.verify,
            issuer: self.issuer.as_deref(),
            ca_cert: self.ca_cert.as_deref(),
        }
    }
}
