//! `targets add`: what is named now goes beside what was kept, but for secrets.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;
use secrecy::ExposeSecret;

use super::args::AddArgs;
use super::unkept::unkept;
use super::{about, inside};
use crate::app::own_target::no_issuer;
use crate::cli::address::{self, Plain};
use crate::cli::environment::Environment;
use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::print::Out;
use crate::cli::shown;
use crate::cli::style::Style;
use crate::cli::token::key::trust;
use crate::lesson::desks::{filled, words};
use crate::net::{PlainHttp, Sender};
use crate::oauth::address::is_resource;
use crate::oauth::carrier::text::is_longer_than_most_ids;
use crate::oauth::text::visible_line;
use crate::shell::files;
use crate::shell::own_target::key;
use crate::shell::secret_command::program;
use crate::store::targets::{self, Target};

/// What is said of an id that may be a secret; `{flag}` and `{name}` are filled in.
const LONG_ID: &str = include_str!("../../../assets/targets/long-id.txt");

pub(super) fn add(
    own: &AddArgs,
    folder: Option<&Path>,
    (flags, out): (&Flags, &mut Out),
) -> anyhow::Result<Exit> {
    let environment = Environment::read();
    let known = environment.client_secret.as_ref();
    if let Err(why) = checked(own, known.map(ExposeSecret::expose_secret)) {
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
        let kid_alone = target.kid.is_some() && target.key.is_none();
        if !target.issuer.is_empty() {
            all.insert(own.name.clone(), target.clone());
        }
        let names = target.audience.is_some() || target.scope.is_some();
        let asks = names || !target.resource.is_empty();
        let is_whole = target.client_id.is_some() && asks;
        (replaced, target.issuer, (is_whole, kid_alone))
    });
    let (path, (replaced, issuer, (is_whole, kid_alone))) = match done {
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
    for why in amiss(own, environment.path.as_deref()) {
        out.say(&format!("{why} The target is kept all the same."));
    }
    for (flag, text) in [("--client-id", &own.client_id), ("--kid", &own.kid)] {
        if text.as_deref().is_some_and(is_longer_than_most_ids) {
            let doubt = LONG_ID.trim_end().replace("{flag}", flag);
            out.complain(&doubt.replace("{name}", &shown::value(&own.name)));
        }
    }
    if kid_alone {
        out.say(words("own.target.kid-alone"));
    }
    // Nothing is asked where nothing would be said.
    if !out.is_quiet() {
        let style = Style::decide(flags.color, &environment, io::stderr().is_terminal());
        about::about((&issuer, is_whole), &sender, (style, out))?;
    }
    Ok(Exit::Done)
}

/// What of the newly named would not work as things are, looked at and not tried. A key may lie on a disk that comes later, and a program be
/// installed later, so this is said and the target is kept.
fn amiss(own: &AddArgs, path: Option<&str>) -> Vec<String> {
    let named = joined(own, Target::default());
    let key = key(&named).err();
    let command = &named.secret_command;
    let program = program::fault(command, path).map(|id| {
        let program = command.first().map_or("", String::as_str);
        filled(id, &[("program", shown::value(program))])
    });
    key.into_iter().chain(program).collect()
}

/// The addresses, held to what `token` would take; nothing that is a secret or a token.
fn checked(own: &AddArgs, known: Option<&str>) -> Result<(), String> {
    let named = joined(own, Target::default());
    if let Some(found) = inside::of((&own.name, &named), known) {
        return Err(found.refusal());
    }
    for (flag, text) in [("--issuer", &own.issuer), ("--api", &own.api)] {
        if let Some(text) = text {
            address::checked((flag, text), Plain::Refused)?;
        }
    }
    if let Some(id) = own.issuer.as_deref().and_then(no_issuer) {
        return Err(words(id).to_owned());
    }
    if let Some(id) = program::none(&own.secret_command) {
        return Err(words(id).to_owned());
    }
    if !own.resource.iter().all(|text| is_resource(text)) {
        return Err(words("own.target.no-resource").to_owned());
    }
    Ok(())
}

/// What was kept, with what is named now.
fn joined(own: &AddArgs, there: Target) -> Target {
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let auth = own.auth.and_then(|auth| auth.to_possible_value());
    let mut command = own.secret_command.clone();
    if let Some(program) = command.first_mut().filter(|word| word.contains('/')) {
        // Else whatever lies in the folder of the moment would run. No shell says where ~ is.
        *program = absolute(&files::at_home(program)).display().to_string();
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
