//! `oauth-tutor completions`: what a shell needs to complete the command line, from the same definitions that read it.

use clap::builder::PossibleValuesParser;
use clap::{ValueEnum, ValueHint};
use clap_complete::Shell;
use clap_complete_nushell::Nushell;

use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::help;
use crate::cli::print::Out;
use crate::lesson::course;

/// Print what a shell needs to complete the command line.
#[derive(clap::Args, Debug)]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub shell: ShellName,
}

/// The shells.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShellName {
    /// GNU Bash.
    Bash,
    /// Elvish.
    Elvish,
    /// Fish.
    Fish,
    /// Nushell.
    Nushell,
    /// `PowerShell`.
    #[value(name = "powershell")]
    PowerShell,
    /// Zsh.
    Zsh,
}

/// The completions of a shell for that command line.
pub fn text(mut command: clap::Command, shell: ShellName) -> String {
    // Arguments of commands are there once it is built.
    command.build();
    command = knowing(command);
    let mut bytes = Vec::new();
    let name = "oauth-tutor";
    let known = match shell {
        ShellName::Bash => Shell::Bash,
        ShellName::Elvish => Shell::Elvish,
        ShellName::Fish => Shell::Fish,
        ShellName::PowerShell => Shell::PowerShell,
        ShellName::Zsh => Shell::Zsh,
        ShellName::Nushell => {
            clap_complete::generate(Nushell, &mut command, name, &mut bytes);
            return String::from_utf8_lossy(&bytes).into_owned();
        }
    };
    clap_complete::generate(known, &mut command, name, &mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    match shell {
        // Its generator spells a program's name with a hyphen in two ways, and then no command is ever recognised (clap issue 6421).
        // Where that is mended, nothing is replaced here.
        ShellName::Bash => text.replace("oauth__subcmd__tutor", "oauth__tutor"),
        // Its generator passes over arguments without a flag.
        ShellName::Fish => text + &in_fish(&command),
        ShellName::Elvish | ShellName::Nushell | ShellName::PowerShell | ShellName::Zsh => text,
    }
}

/// The command line with what its words may be, where only a list can say so: else a shell offers files, or whatever can be run.
fn knowing(command: clap::Command) -> clap::Command {
    let names = command
        .get_subcommands()
        .map(|one| one.get_name().to_owned());
    let commands: Vec<String> = names.collect();
    let topics = help::topics().map(str::to_owned);
    let lessons = course()
        .lessons
        .iter()
        .map(|lesson| lesson.number.to_string());
    let (topics, lessons): (Vec<_>, Vec<_>) = (topics.collect(), lessons.collect());
    let helps = [commands.clone(), topics].concat();
    command
        .mut_subcommand("help", |one| one.mut_arg("words", |arg| among(arg, helps)))
        .mut_subcommand("man", |one| {
            one.mut_arg("words", |arg| among(arg, commands))
        })
        .mut_subcommand("learn", |one| {
            one.mut_arg("lesson", |arg| among(arg, lessons.clone()))
        })
        .mut_subcommands(|one| {
            one.mut_args(|arg| match arg.get_id().as_str() {
                // Names of targets.toml, which is read when a command runs.
                "target" => arg.value_hint(ValueHint::Other),
                _ => arg,
            })
        })
}

/// What may stand behind a command, for fish; where that is a list no files are offered.
fn in_fish(command: &clap::Command) -> String {
    let mut lines = Vec::new();
    for one in command.get_subcommands() {
        let words: Vec<String> = one
            .get_positionals()
            .flat_map(clap::Arg::get_possible_values)
            .map(|value| value.get_name().to_owned())
            .collect();
        if !words.is_empty() {
            let name = one.get_name();
            lines.push(format!(
                "complete -c oauth-tutor -n \"__fish_oauth_tutor_using_subcommand {name}\" -f -a \"{}\"\n",
                words.join(" ")
            ));
        }
    }
    lines.concat()
}

/// The library keeps words that live as long as the program, which ends when this is printed.
fn among(arg: clap::Arg, words: Vec<String>) -> clap::Arg {
    let words = words.into_iter().map(|word| &*word.leak());
    arg.value_parser(PossibleValuesParser::new(words))
}

/// Runs `completions`.
///
/// # Errors
/// When the output cannot be written.
pub fn run(flags: &Flags, own: &CompletionsArgs, whole: clap::Command) -> anyhow::Result<Exit> {
    Out::of_process(flags.quiet).bytes(text(whole, own.shell).as_bytes())?;
    Ok(Exit::Done)
}
