//! `oauth-tutor completions`: what a shell needs to complete the command line, from the same definitions that read it.

use clap::ValueEnum;
use clap_complete::Shell;
use clap_complete_nushell::Nushell;

use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::print::Out;

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
        ShellName::Elvish
        | ShellName::Fish
        | ShellName::Nushell
        | ShellName::PowerShell
        | ShellName::Zsh => text,
    }
}

/// Runs `completions`.
///
/// # Errors
/// When the output cannot be written.
pub fn run(flags: &Flags, own: &CompletionsArgs, whole: clap::Command) -> anyhow::Result<Exit> {
    Out::of_process(flags.quiet).bytes(text(whole, own.shell).as_bytes())?;
    Ok(Exit::Done)
}
