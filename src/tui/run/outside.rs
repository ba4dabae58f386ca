//! What has the terminal to itself for a while: the learner's own editor, and their command for a client secret.

use super::session::Session;
use crate::app::effect::RunId;
use crate::app::message::{Message, World};
use crate::lesson::desks::filled;
use crate::oauth::text::visible_line;
use crate::shell::{editor, secret_command};
use crate::tui::terminal;

impl Session {
    pub(super) fn edit_outside(&mut self, run: RunId, text: &str) {
        let result = self.lends(|session| editor::edit(&session.editor, text));
        self.tell(Message::World(World::FileRead { run, result }));
    }

    pub(super) fn fetch_secret(&mut self, run: RunId, words: &[String]) {
        let program = words.first().map_or("", String::as_str);
        let said = filled("own.target.fetching", &[("program", visible_line(program))]);
        let result = self.lends(|_| {
            terminal::send(&format!("{said}\r\n"));
            secret_command::fetch(words)
        });
        self.tell(Message::World(World::SecretFetched { run, result }));
    }

    /// The terminal is another program's until that ends; keys and signals of that time are meant for it. The practice servers go on.
    fn lends<T>(&mut self, work: impl FnOnce(&Self) -> Result<T, String>) -> Result<T, String> {
        let result = if self.gate.close() {
            terminal::restore();
            let result = work(self);
            // When the terminal is not to be had again, the next frame fails and ends the session with the reason.
            let _ = self.terminal.enter_again();
            self.ui.resize(self.terminal.area(), &self.app);
            result
        } else {
            Err("the keys are still being read. Try again.".to_owned())
        };
        self.gate.open();
        result
    }
}
