//! What the tutor asks for: texts are printed here, a command for a client secret is run here, the rest is the shell's.

use secrecy::ExposeSecret;

use super::session::{Session, Stop};
use crate::app::effect::{Effect, RunId};
use crate::app::message::{Message, World};
use crate::lesson::desks::filled;
use crate::linear::say::phrase;
use crate::oauth::text::visible_line;
use crate::shell::secret_command;

impl Session<'_> {
    pub(super) fn perform(&mut self, effect: Effect) -> Result<(), Stop> {
        match effect {
            Effect::Copy { label, text } => {
                self.print(&phrase::begin(label))?;
                self.print_as_it_is(text.expose_secret())?;
                self.print(&phrase::end(label))?;
            }
            // Lines have no key that asks for it: whoever types lines can open a file.
            Effect::EditOutside { .. } | Effect::Leave => {}
            Effect::FetchSecret { run, words } => self.fetch_secret(run, &words)?,
            Effect::Register { .. }
            | Effect::Open(_)
            | Effect::Look(_)
            | Effect::SetMethod { .. }
            | Effect::Change { .. }
            | Effect::PutBack { .. }
            | Effect::TakeBack { .. }
            | Effect::Sign { .. }
            | Effect::Prove { .. }
            | Effect::Send { .. }
            | Effect::AskTwin { .. }
            | Effect::FetchKeys { .. }
            | Effect::Cancel { .. }
            | Effect::ReadFile { .. }
            | Effect::ReadKeys { .. }
            | Effect::SignAgain { .. }
            | Effect::Scenarios { .. }
            | Effect::OwnTarget { .. }
            | Effect::Trust { .. }
            | Effect::KeepReport { .. }
            | Effect::Save(_)
            | Effect::Keep(_) => {
                if let Some(shell) = &self.shell {
                    shell.perform(effect);
                }
            }
        }
        Ok(())
    }

    /// Nobody reads lines meanwhile, so the command may ask its person at the terminal.
    fn fetch_secret(&mut self, run: RunId, words: &[String]) -> Result<(), Stop> {
        let program = words.first().map_or("", String::as_str);
        let program = ("program", visible_line(program));
        self.print(&filled("own.target.fetching", &[program]))?;
        let result = secret_command::fetch(words);
        self.tell(Message::World(World::SecretFetched { run, result }))
    }
}
