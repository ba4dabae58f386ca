//! Something a desk asks to be typed: the path of a file, keys, a value to compare with, another value for a claim.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::app::App;
use crate::app::desk::{GivenKeys, Target};
use crate::app::message::{Desk as Act, Message, SignAgain};
use crate::lesson::desks::words;
use crate::oauth::jwt::PartName;
use crate::oauth::jwt::claims::distance;
use crate::oauth::text::visible_line;
use crate::oauth::time::UnixTime;
use crate::tui::canvas::Canvas;
use crate::tui::layout::centred;
use crate::tui::overlay::Overlay;
use crate::tui::screen::Reply;
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::field::Field;
use crate::tui::widget::panel::{Focus, panel};

/// What the answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Path,
    Keys,
    KeyFile,
    KeyAddress,
    SignKey,
    Other,
    Target(Target),
    Member(PartName, usize),
}

/// An open question with its field.
pub(in crate::tui::screen) struct Entry {
    what: Use,
    title: String,
    about: &'static str,
    field: Field,
    clock: Option<Clock>,
}

/// When it is, and how the zone of this machine tells it: for a number that may be a time.
#[derive(Clone, Copy)]
struct Clock {
    at: UnixTime,
    local: fn(UnixTime) -> Option<String>,
}

const WIDTH: u16 = 76;
/// Smaller numbers are no dates that anybody means: this one is in 1973.
const EARLIEST: i64 = 100_000_000;
/// What has 13 digits counts milliseconds.
const MILLISECONDS: i64 = 1_000_000_000_000;

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

    /// The path of a file of keys.
    pub(in crate::tui::screen) fn key_file() -> Self {
        let field = Field::line().with_placeholder("public.pem");
        Self::new(Use::KeyFile, "Keys from a file".into(), "key.file", field)
    }

    /// The address of a key set.
    pub(in crate::tui::screen) fn key_address() -> Self {
        let field = Field::line().with_placeholder("https://as.example/.well-known/jwks.json");
        let title = "Keys from an address".into();
        Self::new(Use::KeyAddress, title, "key.address", field)
    }

    /// A private key, or a secret, to sign with. On one line: a key survives that, and Enter signs.
    pub(in crate::tui::screen) fn sign_key() -> Self {
        let field = Field::secret().with_placeholder("paste it here");
        let title = "Sign it anew with a key of yours".into();
        Self::new(Use::SignKey, title, "sign.key", field)
    }

    /// Another token.
    pub(in crate::tui::screen) fn other() -> Self {
        let field = Field::line().with_placeholder("paste it here");
        let title = "Another token beside this one".into();
        Self::new(Use::Other, title, "compare.about", field)
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
        (name, value): (&str, &str),
        app: &App,
    ) -> Self {
        let mut field = Field::line();
        field.set(value);
        let title = format!("Change {}", visible_line(name));
        let clock = Clock {
            at: app.now.seconds(),
            local: app.local,
        };
        Self {
            clock: Some(clock),
            ..Self::new(Use::Member(part, at), title, "edit.about", field)
        }
    }

    fn new(what: Use, title: String, about: &'static str, field: Field) -> Self {
        Self {
            what,
            title,
            about: words(about),
            field,
            clock: None,
        }
    }

    pub(in crate::tui::screen) fn field(&mut self) -> &mut Field {
        &mut self.field
    }

    /// What Enter does.
    pub(in crate::tui::screen) fn accepted(&self, app: &App) -> Reply {
        let text = self.field.value();
        let act = match self.what {
            Use::Path => Act::Open(text),
            Use::KeyFile => Act::KeyFile(text),
            Use::KeyAddress => match app.asking_for_keys(&text) {
                Ok(question) => {
                    let yes = Message::Desk(Act::KeyUrl(text));
                    return Reply::Open(Overlay::confirm(question, yes));
                }
                // The app says why there is nobody to ask.
                Err(_) => Act::KeyUrl(text),
            },
            Use::SignKey => Act::SignAgain(SignAgain::Own(GivenKeys::new(text))),
            Use::Other => Act::Compare(text),
            Use::Target(target) => Act::Target(target, text),
            Use::Member(part, member) => Act::SetMember {
                part,
                member,
                value: text,
            },
            // Keys have many lines, so Enter is a line of theirs, and they are judged as they come.
            Use::Keys => return Reply::Done,
        };
        Reply::Send(vec![Message::Desk(act)])
    }

    /// The date of a number that is being typed, where it can be one (RFC 7519 2, `NumericDate`).
    fn date(&self) -> Option<String> {
        let clock = self.clock?;
        let number: i64 = self.field.value().trim().parse().ok()?;
        if number.abs() >= MILLISECONDS {
            return Some(words("edit.milliseconds").to_owned());
        }
        if number < EARLIEST {
            return None;
        }
        let instant = UnixTime(number);
        let mut told = vec![instant.rfc3339()?];
        told.extend((clock.local)(instant));
        told.push(distance(instant, clock.at));
        Some(told.join(", "))
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
        if self.clock.is_some() {
            let date = self.date().unwrap_or_default();
            lines.push(Line::styled(date, look.style(Role::Value)));
        }
        lines.extend(prose(self.about, cells, look.style(Role::Dim)));
        lines.push(Line::default());
        let mut keys = Vec::new();
        let offers: &[(&str, &str)] = match self.what {
            Use::Keys => &[("Esc", " done")],
            Use::Path | Use::KeyFile => &[("Enter", " open   "), ("Esc", " leave")],
            Use::KeyAddress => &[("Enter", " go on   "), ("Esc", " leave")],
            Use::SignKey => &[("Enter", " sign   "), ("Esc", " leave")],
            Use::Other => &[("Enter", " compare   "), ("Esc", " leave")],
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
