//! `oauth-tutor targets`: tenants of one's own, by name. Where they are and who asks is kept; a secret never is.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::print::Out;
use crate::cli::shown;
use crate::oauth::text::visible_line;
use crate::store::config_folder;
pub(in crate::cli) use crate::store::targets::inside;
use crate::store::targets::{self, Target};

mod about;
mod add;
mod args;
mod unkept;

pub use args::AddArgs;

use add::add;
use unkept::unkept;

/// Keep tenants of your own by name.
#[derive(clap::Args, Debug, Default)]
pub struct TargetsArgs {
    /// What to do; they are listed when nothing is given.
    #[command(subcommand)]
    pub action: Option<TargetsAction>,
}

/// What `targets` can do.
#[derive(Subcommand, Debug)]
pub enum TargetsAction {
    /// List them.
    List,
    /// Add one, or change it.
    Add(Box<AddArgs>),
    /// Forget one.
    Remove {
        /// Its name.
        name: String,
    },
}

/// Runs `targets`.
///
/// # Errors
/// Faults of this program only.
pub fn run(flags: &Flags, own: &TargetsArgs) -> anyhow::Result<Exit> {
    let mut out = Out::of_process(flags.quiet);
    let folder = config_folder();
    let all = match targets::load(folder.as_deref()) {
        Ok(all) => all,
        Err(why) => {
            out.complain(&visible_line(&why.to_string()));
            return Ok(Exit::Unreadable);
        }
    };
    match &own.action {
        None | Some(TargetsAction::List) => list(&all, &mut out),
        Some(TargetsAction::Add(own)) => add(own, folder.as_deref(), (flags, &mut out)),
        Some(TargetsAction::Remove { name }) => Ok(remove(name, folder.as_deref(), &mut out)),
    }
}

/// The tenant of that name, for a command that uses one.
///
/// # Errors
/// How the command ends; why has been said.
pub fn named(name: &str, out: &mut Out) -> Result<Target, Exit> {
    let mut all = targets::load(config_folder().as_deref()).map_err(|why| {
        out.complain(&visible_line(&why.to_string()));
        Exit::Unreadable
    })?;
    all.remove(name).ok_or_else(|| {
        out.complain(&unknown(name, &all));
        Exit::Usage
    })
}

/// What a report is compared with, as the flags said it so far.
pub struct Compared<'a> {
    /// The issuer that the token must name.
    pub issuer: &'a mut Option<String>,
    /// The APIs that it may be for.
    pub audiences: &'a mut Vec<String>,
    /// The client that it must have been made for.
    pub client_id: &'a mut Option<String>,
    /// The certificates of the target's authority.
    pub ca_cert: &'a mut Option<PathBuf>,
}

/// What a report is compared with, from the tenant of that name, where no flag says otherwise.
///
/// # Errors
/// How the command ends; why has been said.
pub fn compared_with(name: &str, out: &mut Out, into: &mut Compared<'_>) -> Result<Target, Exit> {
    let target = named(name, out)?;
    into.issuer.get_or_insert_with(|| target.issuer.clone());
    if into.audiences.is_empty() {
        into.audiences.extend(target.audience.clone());
        // What is asked for by resource comes back in aud too (RFC 8707 2).
        into.audiences.extend(target.resource.iter().cloned());
    }
    if into.client_id.is_none() {
        into.client_id.clone_from(&target.client_id);
    }
    into.ca_cert.clone_from(&target.ca_cert);
    Ok(target)
}

fn unknown(name: &str, all: &BTreeMap<String, Target>) -> String {
    let there: Vec<String> = all.keys().map(|name| visible_line(name)).collect();
    let there = if there.is_empty() {
        "There is none yet: oauth-tutor targets add NAME --issuer URL".to_owned()
    } else {
        format!("These are there: {}", there.join(", "))
    };
    format!("There is no target {}. {there}", shown::value(name))
}

fn list(all: &BTreeMap<String, Target>, out: &mut Out) -> anyhow::Result<Exit> {
    if all.is_empty() {
        out.say("No target yet. oauth-tutor targets add NAME --issuer URL --client-id ID");
    }
    for (name, target) in all {
        if let Some(found) = inside::of((name, target), None) {
            // Somebody wrote it by hand.
            let name = if found.is_in_name() { "?" } else { name };
            let line = format!(
                "{name}  holds a secret or a token, not shown: oauth-tutor doctor says where"
            );
            out.data(&visible_line(&line))?;
            continue;
        }
        let mut line = format!("{name}  {}", target.issuer);
        for (word, value) in [
            ("client id", target.client_id.clone()),
            ("auth", target.auth.clone()),
            ("audience", target.audience.clone()),
            (
                "resource",
                Some(target.resource.join(" ")).filter(|all| !all.is_empty()),
            ),
            ("scope", target.scope.clone()),
            ("api", target.api.clone()),
            (
                "key",
                target.key.as_ref().map(|key| key.display().to_string()),
            ),
            (
                "secret from",
                target
                    .secret_command
                    .first()
                    .map(|program| format!("the command {program}")),
            ),
        ] {
            if let Some(value) = value {
                let _ = write!(line, ", {word} {value}");
            }
        }
        out.data(&visible_line(&line))?;
    }
    Ok(Exit::Done)
}

fn remove(name: &str, folder: Option<&Path>, out: &mut Out) -> Exit {
    let done = targets::change(folder, |all| {
        let was = all.remove(name).is_some();
        (was, unknown(name, all))
    });
    match done {
        Ok((_, (true, _))) => {
            out.say(&format!("{name} is forgotten. Nothing else was touched."));
            Exit::Done
        }
        Ok((_, (false, unknown))) => {
            out.complain(&unknown);
            Exit::Usage
        }
        Err(why) => unkept(&why, out),
    }
}
