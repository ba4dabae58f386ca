//! `oauth-tutor doctor`: what works here, and what to do about the rest. Asks this machine alone, and the target that is named.

use std::io::{self, IsTerminal};

use secrecy::ExposeSecret;
use serde_json::json;

use crate::cli::environment::Environment;
use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::print::Out;
use crate::cli::style::{Role, Style};
use crate::oauth::finding::Severity;

mod files;
mod machine;
mod target;
pub mod terminal;
mod told;

pub use told::{Check, State};

/// Say what works here, and what to do about the rest.
#[derive(clap::Args, Debug)]
pub struct DoctorArgs {
    /// Ask this tenant of your own too (see targets): whether it answers, its clock, its keys. No secret is sent.
    #[arg(long, value_name = "NAME")]
    pub target: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

/// Runs `doctor`.
///
/// # Errors
/// When the output cannot be written.
pub fn run(flags: &Flags, own: &DoctorArgs) -> anyhow::Result<Exit> {
    let environment = Environment::read();
    let stdout = io::stdout().is_terminal();
    let around = terminal::Around {
        interactive: stdout && io::stdin().is_terminal(),
        size: crossterm::terminal::size().ok().filter(|_| stdout),
    };
    let mut checks = terminal::checks(&environment, around);
    checks.extend(machine::checks());
    let known = environment.client_secret.as_ref();
    checks.extend(files::checks(known.map(ExposeSecret::expose_secret)));
    checks.push(machine::program());
    let mut out = Out::of_process(flags.quiet);
    if let Some(name) = &own.target {
        match target::checks(name, &mut out)? {
            Ok(of_target) => checks.extend(of_target),
            Err(exit) => return Ok(exit),
        }
    }
    let is_missing = checks.iter().any(|check| check.state == State::Missing);
    if own.json {
        out.data(&json!({ "schema": 1, "checks": checks }).to_string())?;
    } else {
        let style = Style::decide(flags.color, &environment, stdout);
        out.data(&text(&checks, style))?;
    }
    Ok(if is_missing { Exit::Failed } else { Exit::Done })
}

/// One line a check; what is not well says what that means and what to do.
pub fn text(checks: &[Check], style: Style) -> String {
    let mut lines = Vec::new();
    for check in checks {
        let (word, severity) = match check.state {
            State::Ok => ("ok", Severity::Pass),
            State::Weak => ("weak", Severity::Warn),
            State::Missing => ("missing", Severity::Fail),
        };
        let word = style.paint(Role::Severity(severity), format!("{word:<8}"));
        lines.push(format!("{word}{:<20} {}", check.id, check.seen));
        if check.state == State::Ok {
            continue;
        }
        for said in [&check.means, &check.advice] {
            if !said.is_empty() {
                lines.push(format!("        {said}"));
            }
        }
    }
    let count = |state| checks.iter().filter(|check| check.state == state).count();
    let [ok, weak, missing] = [State::Ok, State::Weak, State::Missing].map(count);
    lines.push(format!("{ok} ok, {weak} weak, {missing} missing."));
    lines.join("\n")
}
