//! `oauth-tutor targets`: tenants of one's own, by name. Where they are and who asks is kept; a secret never is.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Subcommand, ValueEnum as _};
use url::Url;

use crate::cli::address::{self, Plain};
use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::print::Out;
use crate::cli::secret;
use crate::cli::token::args::AuthName;
use crate::cli::token::endpoint::{self, Found};
use crate::cli::token::key::trust;
use crate::cli::token::parse;
use crate::cli::token::who::{Vendor, vendor_of};
use crate::net::{Limits, PlainHttp, Sender};
use crate::oauth::carrier::is_token;
use crate::oauth::text::visible_line;
use crate::store::config_folder;
use crate::store::targets::{self, Target, TargetsError};

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

/// A tenant of one's own.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
No secret is kept. At each use it is asked for, or comes from the command of --secret-command, which is run without a shell:

  oauth-tutor targets add mine --issuer https://mine.eu.auth0.com/ --client-id ID \\
    --audience https://api.example --secret-command pass show auth0/m2m
  oauth-tutor token --target mine --call https://api.example/reports")]
pub struct AddArgs {
    /// What to call it: letters, digits, - and _.
    #[arg(value_parser = name)]
    pub name: String,
    /// The issuer, as its metadata spells it, final slash included. What is not named again stays as it was.
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// The client identifier.
    #[arg(long, value_name = "ID", allow_hyphen_values = true, value_parser = parse::name)]
    pub client_id: Option<String>,
    /// How the client proves who it is. Without it, the metadata and what you give decide.
    #[arg(long, value_enum, value_name = "HOW")]
    pub auth: Option<AuthName>,
    /// A file that holds the client's private key; its path is kept, not the key.
    #[arg(long, value_name = "FILE", conflicts_with = "secret_command")]
    pub key: Option<PathBuf>,
    /// The name by which the server knows the key.
    #[arg(long, value_name = "KID", value_parser = parse::name)]
    pub kid: Option<String>,
    /// Also believe the certificates of this authority (PEM).
    #[arg(long, value_name = "FILE")]
    pub ca_cert: Option<PathBuf>,
    /// The API that tokens are for (Auth0).
    #[arg(long, value_name = "TEXT")]
    pub audience: Option<String>,
    /// The service that tokens are for (RFC 8707), an absolute URI; may be given again.
    #[arg(long, value_name = "URI")]
    pub resource: Vec<String>,
    /// What tokens should allow: scope tokens with blanks between.
    #[arg(long, value_name = "\"a b\"")]
    pub scope: Option<String>,
    /// Where that API is called.
    #[arg(long, value_name = "URL")]
    pub api: Option<String>,
    /// A command that prints the secret, word by word; it stands last.
    #[arg(long, value_name = "WORD", num_args = 1.., allow_hyphen_values = true)]
    pub secret_command: Vec<String>,
}

/// The longest name.
const LONGEST: usize = 40;

fn name(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let starts = text.starts_with(|c: char| c.is_ascii_alphanumeric());
    if starts && text.chars().all(fits) && text.len() <= LONGEST {
        return Ok(text.to_owned());
    }
    Err("a name has letters, digits, - and _, and begins with one of the first two".to_owned())
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
        Some(TargetsAction::Add(own)) => add(own, folder.as_deref(), &mut out),
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

/// What a report is compared with, from the tenant of that name, where no flag says otherwise.
///
/// # Errors
/// How the command ends; why has been said.
pub fn compared_with(
    name: &str,
    out: &mut Out,
    (issuer, audiences, ca_cert): (&mut Option<String>, &mut Vec<String>, &mut Option<PathBuf>),
) -> Result<Target, Exit> {
    let target = named(name, out)?;
    issuer.get_or_insert_with(|| target.issuer.clone());
    if audiences.is_empty() {
        audiences.extend(target.audience.clone());
    }
    ca_cert.clone_from(&target.ca_cert);
    Ok(target)
}

fn unknown(name: &str, all: &BTreeMap<String, Target>) -> String {
    let there: Vec<String> = all.keys().map(|name| visible_line(name)).collect();
    let there = if there.is_empty() {
        "There is none yet: oauth-tutor targets add NAME --issuer URL".to_owned()
    } else {
        format!("These are there: {}", there.join(", "))
    };
    format!("There is no target {}. {there}", visible_line(name))
}

fn list(all: &BTreeMap<String, Target>, out: &mut Out) -> anyhow::Result<Exit> {
    if all.is_empty() {
        out.say("No target yet. oauth-tutor targets add NAME --issuer URL --client-id ID");
    }
    for (name, target) in all {
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

fn add(own: &AddArgs, folder: Option<&Path>, out: &mut Out) -> anyhow::Result<Exit> {
    if let Err(why) = checked(own) {
        out.complain(&why);
        return Ok(Exit::Usage);
    }
    let mut sender = Sender::new(PlainHttp::Refused);
    if let Some(path) = &own.ca_cert {
        // Before anything is kept: a file without certificates helps nobody later.
        sender = match trust(sender, path, out) {
            Ok(trusting) => trusting,
            Err(exit) => return Ok(exit),
        };
    }
    let done = targets::change(folder, |all| {
        let there = all.get(&own.name).cloned();
        let replaced = there.is_some();
        let target = joined(own, there.unwrap_or_default());
        if !target.issuer.is_empty() {
            all.insert(own.name.clone(), target.clone());
        }
        (replaced, target.issuer)
    });
    let (path, (replaced, issuer)) = match done {
        Ok(done) => done,
        Err(why) => return Ok(unkept(&why, out)),
    };
    if issuer.is_empty() {
        out.complain("A new target needs its issuer: --issuer URL.");
        return Ok(Exit::Usage);
    }
    let verb = if replaced { "changed" } else { "kept" };
    let path = visible_line(&path.display().to_string());
    out.say(&format!(
        "{} is {verb} in {path}. No secret was asked for.",
        own.name
    ));
    // Nothing is asked where nothing would be said.
    if !out.is_quiet() {
        about(&issuer, &sender, out)?;
    }
    Ok(Exit::Done)
}

/// The addresses, held to what `token` would take; nothing that is a token.
fn checked(own: &AddArgs) -> Result<(), String> {
    let urls = [("--issuer", &own.issuer), ("--api", &own.api)];
    for (flag, text) in urls {
        if let Some(text) = text {
            address::checked((flag, text), Plain::Refused)?;
        }
    }
    let options = [&own.client_id, &own.kid, &own.audience, &own.scope];
    let words = options.into_iter().flatten().chain(&own.resource);
    let mut command = own.secret_command.iter();
    // A command may name its user, as ssh does: a name alone is no secret.
    let in_command = command.any(|word| secret::is_in_url_beside_a_name(word));
    if in_command || words.clone().any(|word| secret::is_in_url_of(word)) {
        return Err(secret::IN_URL.to_owned());
    }
    let mut words = words.chain(&own.secret_command);
    if words.any(|word| is_token(word)) {
        return Err(
            "One of these is a token. No token or secret is kept here; nothing was.".to_owned(),
        );
    }
    Ok(())
}

/// What was kept, with what is named now.
fn joined(own: &AddArgs, there: Target) -> Target {
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let auth = own.auth.and_then(|auth| auth.to_possible_value());
    let mut command = own.secret_command.clone();
    if let Some(program) = command.first_mut().filter(|word| word.contains('/')) {
        // Else whatever lies in the folder of the moment would run.
        *program = absolute(&PathBuf::from(&*program)).display().to_string();
    }
    // A key and a command for the secret are two ways for one thing: the newer goes.
    let newly = own.key.is_some() || !command.is_empty();
    let mut target = Target {
        issuer: own.issuer.clone().unwrap_or(there.issuer),
        client_id: own.client_id.clone().or(there.client_id),
        auth: auth
            .as_ref()
            .map(|name| name.get_name().to_owned())
            .or(there.auth),
        key: there.key,
        kid: own.kid.clone().or(there.kid),
        secret_command: there.secret_command,
        ca_cert: own.ca_cert.as_ref().map(absolute).or(there.ca_cert),
        audience: own.audience.clone().or(there.audience),
        resource: there.resource,
        scope: own.scope.clone().or(there.scope),
        api: own.api.clone().or(there.api),
    };
    if newly {
        // The method of the other way would not fit this one.
        target.auth = auth.map(|name| name.get_name().to_owned());
        target.key = own.key.as_ref().map(absolute);
        target.kid.clone_from(&own.kid);
        target.secret_command = command;
    }
    if !own.resource.is_empty() {
        target.resource.clone_from(&own.resource);
    }
    target
}

fn unkept(why: &TargetsError, out: &mut Out) -> Exit {
    out.complain(&visible_line(&why.to_string()));
    match why {
        TargetsError::NoFolder | TargetsError::Unkept { .. } => Exit::CannotCreate,
        TargetsError::File { .. } => Exit::Unreadable,
    }
}

/// What its metadata says, whose tenant it looks like, and what has to be clicked there.
fn about(issuer: &str, sender: &Sender, out: &mut Out) -> anyhow::Result<()> {
    // It was an address when it was kept.
    let Ok(url) = Url::parse(issuer) else {
        return Ok(());
    };
    let host = url.host_str().unwrap_or_default();
    out.say(&visible_line(&format!("Asking {host} for its metadata.")));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no event loop can be made")?;
    let asked = endpoint::find(issuer, &url, sender, Limits::default());
    let found = runtime.block_on(asked);
    runtime.shutdown_background();
    match found {
        Ok(found) => out.say(&said(&found)),
        Err(why) => out.complain(&visible_line(&format!(
            "Nothing was learned of it: {why}. The target is kept all the same."
        ))),
    }
    Ok(())
}

const AUTH0: &str = include_str!("../../assets/targets/auth0.md");
const OKTA: &str = include_str!("../../assets/targets/okta.md");
const OKTA_ORG: &str = include_str!("../../assets/targets/okta-org.md");
const OTHER: &str = include_str!("../../assets/targets/other.md");

fn said(found: &Found) -> String {
    let endpoint = &found.endpoint;
    let (looks, list) = match vendor_of(endpoint) {
        Some(Vendor::Auth0) => ("Its token endpoint is Auth0's by its path.", AUTH0),
        Some(Vendor::Okta) if endpoint.path() == "/oauth2/v1/token" => (
            "Its token endpoint is that of Okta's org server by its path.",
            OKTA_ORG,
        ),
        Some(Vendor::Okta) => (
            "Its token endpoint is that of a custom authorization server of Okta by its path.",
            OKTA,
        ),
        None => (
            "Its token endpoint is of no vendor that is known here by its path.",
            OTHER,
        ),
    };
    let methods = found.methods.as_ref().map_or_else(
        || "It lists no methods, so Basic is meant (RFC 8414 2).".to_owned(),
        |methods| format!("A client may prove who it is by {}.", methods.join(", ")),
    );
    format!(
        "Token endpoint {}.\n{}\n{looks}\n\n{}",
        visible_line(&found.text),
        visible_line(&methods),
        list.trim_end()
    )
}
