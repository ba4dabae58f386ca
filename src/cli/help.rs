//! `oauth-tutor help`: of the program, of a command, or about what concerns all commands.

use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::print::{Out, Unwritten};
use crate::cli::shown;

/// Print help: of a command, or on a topic.
#[derive(clap::Args, Debug)]
pub struct HelpArgs {
    /// A command; or one of exit-codes, environment, settings, secrets, accessibility, control.
    #[arg(value_name = "COMMAND|TOPIC")]
    pub words: Vec<String>,
}

/// What concerns all commands.
const TOPICS: [(&str, &str); 6] = [
    (
        "exit-codes",
        include_str!("../../assets/help/exit-codes.txt"),
    ),
    (
        "environment",
        include_str!("../../assets/help/environment.txt"),
    ),
    ("settings", include_str!("../../assets/help/settings.txt")),
    ("secrets", include_str!("../../assets/help/secrets.txt")),
    (
        "accessibility",
        include_str!("../../assets/help/accessibility.txt"),
    ),
    ("control", include_str!("../../assets/help/control.txt")),
];

/// The names of what concerns all commands.
pub(super) fn topics() -> impl Iterator<Item = &'static str> {
    TOPICS.iter().map(|(name, _)| *name)
}

/// Runs `help`.
///
/// # Errors
/// When the output cannot be written.
pub fn run(flags: &Flags, own: &HelpArgs, whole: clap::Command) -> anyhow::Result<Exit> {
    let mut out = Out::of_process(flags.quiet);
    if let [word] = own.words.as_slice()
        && let Some((_, text)) = TOPICS.iter().find(|(name, _)| name == word)
    {
        out.bytes(text.as_bytes())?;
        return Ok(Exit::Done);
    }
    let mut command = whole.color(flags.color.into());
    command.build();
    let names = command.get_subcommands().map(clap::Command::get_name);
    let all: Vec<_> = names.map(str::to_owned).collect();
    let mut found = &mut command;
    for word in &own.words {
        let Some(inner) = found.find_subcommand_mut(word) else {
            let topics = TOPICS.iter().map(|(name, _)| *name);
            let topics: Vec<_> = topics.collect();
            out.complain(&format!(
                "There is no help on {}. Commands: {}. Topics: {}.",
                shown::value(&own.words.join(" ")),
                all.join(", "),
                topics.join(", ")
            ));
            return Ok(Exit::Usage);
        };
        found = inner;
    }
    found.print_long_help().map_err(Unwritten)?;
    Ok(Exit::Done)
}
