//! What undo and redo bring back: the dashboard and the request form, each at its own step. Secrets keep no history.

use crate::app::create::AppForm;
use crate::app::workbench::{Draft, Workbench};
use crate::lesson::model::ActionKind;
use crate::oauth::request::{BodyFormat, ClientAuth, Field};

/// More single steps than anyone walks back.
const MOST: usize = 200;

/// Something as it was before it was edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// The name on the dashboard.
    Name(String),
    /// The whole dashboard form.
    Form(AppForm),
    /// A text of the request.
    Text(Field, String),
    /// The body format of the request.
    Format(BodyFormat),
    /// How the app proves who it is.
    Method(ClientAuth),
    /// Whether a proof of possession goes out.
    Bound(bool),
    /// The whole request form; of the secret nothing is kept (DESIGN.md section 5).
    Request(Box<Draft>),
}

/// The edits of a session, oldest first, and those that were taken back.
#[derive(Debug, Default)]
pub(crate) struct History {
    past: Vec<Edit>,
    future: Vec<Edit>,
}

impl Edit {
    /// The step at which it was made, and at which alone it can be taken back: nothing changes out of sight.
    fn action(&self) -> ActionKind {
        match self {
            Self::Name(_) | Self::Form(_) => ActionKind::CreateApp,
            Self::Text(..)
            | Self::Format(_)
            | Self::Method(_)
            | Self::Bound(_)
            | Self::Request(_) => ActionKind::Build,
        }
    }

    /// True when `later` was typed in the same place, so that both are one edit to whoever typed.
    fn goes_on_in(&self, later: &Self) -> bool {
        match (self, later) {
            (Self::Name(_), Self::Name(_)) => true,
            (Self::Text(field, _), Self::Text(other, _)) => field == other,
            _ => false,
        }
    }

    /// Puts it back, and gives what stood there.
    fn swap(self, bench: &mut Workbench) -> Self {
        match self {
            Self::Name(name) => Self::Name(std::mem::replace(&mut bench.form.name, name)),
            Self::Form(form) => Self::Form(std::mem::replace(&mut bench.form, form)),
            Self::Text(field, text) => {
                let stood = bench.draft.text(field).to_owned();
                bench.draft.set(field, &text);
                Self::Text(field, stood)
            }
            Self::Format(format) => {
                Self::Format(std::mem::replace(&mut bench.draft.format, format))
            }
            Self::Bound(bound) => Self::Bound(std::mem::replace(&mut bench.draft.bound, bound)),
            Self::Method(method) => Self::Method(std::mem::replace(&mut bench.draft.auth, method)),
            Self::Request(draft) => {
                let stood = Self::request(&bench.draft);
                let client_secret = bench.draft.client_secret.take();
                bench.draft = Draft {
                    client_secret,
                    ..*draft
                };
                stood
            }
        }
    }

    /// The whole request form, without its secret.
    pub(crate) fn request(draft: &Draft) -> Self {
        Self::Request(Box::new(Draft {
            client_secret: None,
            ..draft.clone()
        }))
    }
}

impl History {
    /// Keeps what stood before an edit.
    pub(crate) fn remember(&mut self, edit: Edit) {
        let action = edit.action();
        self.future.retain(|undone| undone.action() != action);
        self.past.push(edit);
        if self.past.len() > MOST {
            self.past.remove(0);
        }
    }

    /// Keeps the text that stood before it becomes `text`. Letters typed one after the other are one edit.
    pub(crate) fn remember_typing(&mut self, edit: Edit, stood: &str, text: &str) {
        let stroke = stood.chars().count().abs_diff(text.chars().count()) <= 1;
        let going_on = self.past.last().is_some_and(|last| last.goes_on_in(&edit));
        if !(stroke && going_on && self.future.is_empty()) {
            self.remember(edit);
        }
    }

    /// Drops the edits that led to an app that now exists under another id: taking them back would bring back its old id.
    pub(crate) fn settle(&mut self) {
        let stays = |edit: &Edit| {
            edit.action() == ActionKind::Build
                && !matches!(edit, Edit::Text(Field::ClientId, _) | Edit::Request(_))
        };
        self.past.retain(stays);
        self.future.retain(stays);
    }

    /// True when an edit of this step can be taken back (`back`), or done again.
    pub(crate) fn offers(&self, action: ActionKind, back: bool) -> bool {
        let from = if back { &self.past } else { &self.future };
        from.iter().any(|edit| edit.action() == action)
    }

    /// Takes back the last edit of this step, or does it again; false when there is none.
    pub(crate) fn walk(&mut self, action: ActionKind, back: bool, bench: &mut Workbench) -> bool {
        let (from, to) = if back {
            (&mut self.past, &mut self.future)
        } else {
            (&mut self.future, &mut self.past)
        };
        let Some(at) = from.iter().rposition(|edit| edit.action() == action) else {
            return false;
        };
        to.push(from.remove(at).swap(bench));
        true
    }
}
