//! `oauth-tutor diff`: two tokens or two responses, claim by claim.

use std::fmt::Write as _;
use std::io::IsTerminal;

use crate::cli::environment::Environment;
use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::input;
use crate::cli::print::Out;
use crate::cli::style::{Role, Style};
use crate::oauth::check::compare::{self, Comparison, Row, State};
use crate::oauth::check::paste::Pasted;
use crate::oauth::finding::Severity;
use crate::oauth::text::visible_line;

/// Compare two tokens or two responses, claim by claim.
#[derive(clap::Args, Debug, Default)]
pub struct DiffArgs {
    /// The first: a token, a file, or - for stdin.
    #[arg(value_name = "A")]
    pub first: String,
    /// The second.
    #[arg(value_name = "B")]
    pub second: String,
    /// Print the comparison as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Runs `diff`.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub fn run(flags: &Flags, own: &DiffArgs) -> anyhow::Result<Exit> {
    let mut out = Out::of_process(flags.quiet);
    if own.first == "-" && own.second == "-" {
        out.complain("Only one of the two can be stdin.");
        return Ok(Exit::Usage);
    }
    let pair = match read(own) {
        Ok(pair) => pair,
        Err((said, exit)) => {
            out.complain(&visible_line(&said));
            return Ok(exit);
        }
    };
    let comparison = match compare::texts(&pair.0, &pair.1) {
        Ok(comparison) => comparison,
        Err(number) => {
            let which = if number == 1 { "first" } else { "second" };
            out.complain(&format!(
                "The {which} holds neither a token nor a JSON object."
            ));
            return Ok(Exit::Unreadable);
        }
    };
    if own.json {
        out.data(&comparison.json())?;
    } else {
        let style = Style::decide(
            flags.color,
            &Environment::read(),
            std::io::stdout().is_terminal(),
        );
        out.bytes(human(&comparison, style).as_bytes())?;
    }
    Ok(if comparison.is_alike() {
        Exit::Done
    } else {
        Exit::Failed
    })
}

fn read(own: &DiffArgs) -> Result<(Pasted, Pasted), (String, Exit)> {
    Ok((
        input::argument(Some(&own.first))?,
        input::argument(Some(&own.second))?,
    ))
}

/// Each part with its members: a sign, the name, the value in the first, that in the second, and what the difference means.
fn human(comparison: &Comparison, style: Style) -> String {
    let mut out = String::new();
    for (part, rows) in &comparison.parts {
        let _ = writeln!(out, "{}", style.paint(Role::Strong, *part));
        for row in rows {
            member(&mut out, row, style);
        }
    }
    out
}

fn member(out: &mut String, row: &Row, style: Style) {
    let name = visible_line(&row.name);
    let line = |sign: &str, value: Option<&String>| {
        let value = value.map_or("", String::as_str);
        format!("{sign} {name}  {value}")
    };
    let removed = Role::Severity(Severity::Fail);
    let added = Role::Severity(Severity::Pass);
    match row.state {
        State::Equal => {
            let _ = writeln!(
                out,
                "{}",
                style.paint(Role::Quiet, line(" ", row.first.as_ref()))
            );
        }
        State::OnlyFirst => {
            let _ = writeln!(
                out,
                "{}",
                style.paint(removed, line("-", row.first.as_ref()))
            );
        }
        State::OnlySecond => {
            let _ = writeln!(
                out,
                "{}",
                style.paint(added, line("+", row.second.as_ref()))
            );
        }
        State::Differs => {
            let _ = writeln!(
                out,
                "{}",
                style.paint(removed, line("-", row.first.as_ref()))
            );
            let _ = writeln!(
                out,
                "{}",
                style.paint(added, line("+", row.second.as_ref()))
            );
        }
    }
    if !row.meaning.is_empty() {
        let _ = writeln!(out, "    {}", style.paint(Role::Quiet, &row.meaning));
    }
}
