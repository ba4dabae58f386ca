//! A text from a file: asked for by its path, laid on the desk that asked when it arrives.

use secrecy::SecretString;

use crate::app::App;
use crate::app::Page;
use crate::app::effect::{Effect, RunId};
use crate::lesson::desks::filled;
use crate::oauth::check::paste::Pasted;

impl App {
    pub(super) fn open_file(&mut self, path: String) -> Vec<Effect> {
        if path.trim().is_empty() {
            return Vec::new();
        }
        let read = |(run, _)| Effect::ReadFile { run, path };
        self.await_text().map(read).into_iter().collect()
    }

    /// The learner's own editor, with the text that lies there.
    pub(super) fn edit_outside(&mut self) -> Vec<Effect> {
        let edit = |(run, text)| Effect::EditOutside { run, text };
        self.await_text().map(edit).into_iter().collect()
    }

    /// Another text is asked for: the number of that question, and the text that lies there now.
    fn await_text(&mut self) -> Option<(RunId, SecretString)> {
        let run = self.new_run();
        let (opening, text) = if self.page == Page::Decoder {
            (&mut self.decoder.opening, &self.decoder.text)
        } else {
            let desk = self.check_desk()?;
            (&mut desk.opening, &desk.text)
        };
        *opening = Some(run);
        Some((run, SecretString::from(text.as_str())))
    }

    /// A file was read, or was not. The text that lay there stays when there is no other.
    pub(in crate::app::update) fn file_read(&mut self, run: RunId, result: Result<Pasted, String>) {
        let at = self.now.seconds();
        let lesson = self.player.as_mut().map(|player| &mut player.bench.desk);
        let desks = lesson.into_iter().chain([&mut self.checker]);
        let waiting = desks.filter(|desk| desk.opening == Some(run)).last();
        let pasted = match result {
            Ok(pasted) => pasted,
            Err(why) => {
                let asked = waiting.is_some_and(|desk| desk.opening.take().is_some());
                if asked
                    || self
                        .decoder
                        .opening
                        .take_if(|asked| *asked == run)
                        .is_some()
                {
                    self.notice(filled("file.failed", &[("why", why)]));
                }
                return;
            }
        };
        if let Some(desk) = waiting {
            *desk = std::mem::take(desk).laid(pasted, None);
            desk.judge(at);
        } else if self.decoder.opening == Some(run) {
            self.decoder = std::mem::take(&mut self.decoder).laid(pasted);
            self.decoder.judge(at);
        }
    }
}
