//! Something a desk asks to be typed: the path of a file, keys, a value to compare with, another value for a claim.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::app::desk::{GivenKeys, Target};
use crate::app::message::{Desk as Act, Message};
use crate::lesson::desks::words;
use crate::oauth::jwt::PartName;
use crate::oauth::text::visible_line;
use crate::tui::canvas::Canvas;
use crate::tui::layout::centred;
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::field::Field;
use crate::tui::widget::panel::{Focus, panel};

/// What the answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Path,
    Keys,
    Target(Target),
    Member(PartName, usize),
}

/// An open question with its field.
pub(in crate::tui::screen) struct Entry {
    what: Use,
    title: String,
    about: &'static str,
    field: Field,
}

const WIDTH: u16 = 76;

impl Entry {
    /// The path of a file.
    pub(in crate::tui::screen) fn path() -> Self {
        let field = Field::line().with_placeholder("response.json");
        Self::new(Use::Path, "Open a file".into(), "file.about", field)
    }

    /// Keys; `secret` where the token's algorithm takes a shared secret.
    pub(in crate::tui::screen) fn keys(secret: bool) -> Self {
        let about = if secret {
            "key.about.secret"
        } else {
            "key.about"
        };
        let field = Field::secret_text().with_placeholder("paste it here");
        Self::new(Use::Keys, "Verify with a key".into(), about, field)
    }

    /// A value to compare with, and what it is now.
    pub(in crate::tui::screen) fn target(target: Target, value: &str) -> Self {
        let mut field = Field::line().with_placeholder("nothing is compared");
        field.set(value);
        let title = format!("Compare the {}", target.word());
        Self::new(Use::Target(target), title, target.about(), field)
    }

    /// Another value for a member of the token, and what it is now.
    pub(in crate::tui::screen) fn member(
        (part, at): (PartName, usize),
        name: &str,
        value: &str,
    ) -> Self {
        let mut field = Field::line();
        field.set(value);
        let title = format!("Change {}", visible_line(name));
        Self::new(Use::Member(part, at), title, "edit.about", field)
    }

    fn new(what: Use, title: String, about: &'static str, field: Field) -> Self {
        Self {
            what,
            title,
            about: words(about),
            field,
        }
    }

    pub(in crate::tui::screen) fn field(&mut self) -> &mut Field {
        &mut self.field
    }

    /// What Enter tells the app.
    pub(in crate::tui::screen) fn accepted(&self) -> Option<Message> {
        let text = self.field.value();
        let act = match self.what {
            Use::Path => Act::Open(text),
            Use::Target(target) => Act::Target(target, text),
            Use::Member(part, member) => Act::SetMember {
                part,
                member,
                value: text,
            },
            // Keys have many lines, so Enter is a line of theirs, and they are judged as they come.
            Use::Keys => return None,
        };
        Some(Message::Desk(act))
    }

    /// What a change of the field tells the app: keys are judged at once, all else waits for Enter.
    pub(in crate::tui::screen) fn edited(&self) -> Vec<Message> {
        let text = self.field.value();
        if self.what != Use::Keys || text.trim().is_empty() {
            return Vec::new();
        }
        vec![Message::Desk(Act::Keys(GivenKeys::new(text)))]
    }

    /// Draws it in the middle of `body`, over what is there.
    pub(in crate::tui::screen) fn draw(
        &self,
        canvas: &mut Canvas<'_, '_>,
        body: Rect,
        look: &Look<'_>,
    ) {
        let width = WIDTH.min(body.width.saturating_sub(2));
        let cells = usize::from(width.saturating_sub(4));
        let mut lines = vec![Line::default(), Line::default()];
        lines.extend(prose(self.about, cells, look.style(Role::Dim)));
        lines.push(Line::default());
        let mut keys = Vec::new();
        let offers: &[(&str, &str)] = match self.what {
            Use::Keys => &[("Esc", " done")],
            Use::Path => &[("Enter", " open   "), ("Esc", " leave")],
            Use::Target(_) | Use::Member(..) => &[("Enter", " take it   "), ("Esc", " leave")],
        };
        for (key, label) in offers {
            keys.push(Span::styled(*key, look.style(Role::Key)));
            keys.push(Span::styled(*label, look.style(Role::KeyLabel)));
        }
        lines.push(Line::from(keys));
        let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
        let area = centred(body, width, height);
        canvas.put(Clear, area);
        let inner = panel(canvas, area, look, (&self.title, ""), Focus::Here);
        canvas.write(&lines, inner);
        let line = Rect { height: 1, ..inner };
        self.field.draw(canvas, line, look, Focus::Here);
    }
}
