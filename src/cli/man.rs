//! `oauth-tutor man`: a page of the manual for each command, from the same definitions that read the command line.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap_mangen::Man;

use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::print::Out;
use crate::cli::shown;
use crate::oauth::text::visible_line;

/// Print a page of the manual, or write all of them.
#[derive(clap::Args, Debug)]
pub struct ManArgs {
    /// The command; the program's own page where none is given.
    #[arg(value_name = "COMMAND", conflicts_with = "dir")]
    pub words: Vec<String>,
    /// Write every page into this folder.
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

/// Every page of that command line: its file's name, and its text.
///
/// # Errors
/// Never in practice: pages are written to memory.
pub fn pages(mut command: clap::Command) -> io::Result<Vec<(String, String)>> {
    command.build();
    let command = told_in_full(command);
    let mut pages = Vec::new();
    gather(command, &mut pages)?;
    pages.sort();
    Ok(pages)
}

/// What is left out of short help is not left out of the manual.
fn told_in_full(command: clap::Command) -> clap::Command {
    command
        .mut_args(|arg| arg.hide_short_help(false))
        .mut_subcommands(told_in_full)
}

fn gather(command: clap::Command, pages: &mut Vec<(String, String)>) -> io::Result<()> {
    let below: Vec<_> = command.get_subcommands().cloned().collect();
    for inner in below {
        gather(inner, pages)?;
    }
    // Each page is that of the program, whatever command it tells of.
    let source = format!("oauth-tutor {}", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command).source(source);
    let name = man.get_filename();
    let mut bytes = Vec::new();
    man.render(&mut bytes)?;
    pages.push((name, as_written(&String::from_utf8_lossy(&bytes))));
    Ok(())
}

/// Keeps the lines of examples and tables as they are: what stands at the end of a help page is laid out already.
fn as_written(page: &str) -> String {
    match page.split_once(".SH EXTRA\n") {
        Some((head, rest)) => match rest.split_once("\n.SH ") {
            Some((extra, tail)) => format!("{head}.SH NOTES\n.nf\n{extra}\n.fi\n.SH {tail}"),
            None => format!("{head}.SH NOTES\n.nf\n{rest}\n.fi\n"),
        },
        None => page.to_owned(),
    }
}

/// Runs `man`.
///
/// # Errors
/// When the output cannot be written.
pub fn run(flags: &Flags, own: &ManArgs, whole: clap::Command) -> anyhow::Result<Exit> {
    let mut out = Out::of_process(flags.quiet);
    let pages = pages(whole)?;
    if let Some(dir) = &own.dir {
        return Ok(match write(dir, &pages) {
            Ok(()) => Exit::Done,
            Err(why) => {
                let place = dir.display();
                out.complain(&visible_line(&format!(
                    "The pages cannot be written to {place}: {why}."
                )));
                Exit::CannotCreate
            }
        });
    }
    let wanted = ["oauth-tutor"].into_iter();
    let wanted: Vec<_> = wanted.chain(own.words.iter().map(String::as_str)).collect();
    let wanted = format!("{}.1", wanted.join("-"));
    let Some((_, page)) = pages.iter().find(|(name, _)| *name == wanted) else {
        let names = pages.iter().filter_map(|(name, _)| {
            let name = name.strip_prefix("oauth-tutor-")?.strip_suffix(".1")?;
            Some(name.to_owned())
        });
        let names: Vec<_> = names.collect();
        let words = shown::value(&own.words.join(" "));
        out.complain(&format!(
            "There is no command {words}. There are: {}",
            names.join(", ")
        ));
        return Ok(Exit::Usage);
    };
    out.bytes(page.as_bytes())?;
    Ok(Exit::Done)
}

fn write(dir: &Path, pages: &[(String, String)]) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    for (name, page) in pages {
        fs::write(dir.join(name), page)?;
    }
    Ok(())
}
