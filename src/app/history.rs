//! What undo and redo bring back: the dashboard and the request form, each at its own step. Secrets keep no history.

use std::collections::BTreeMap;

use crate::app::create::AppForm;
use crate::app::draft::Draft;
use crate::app::workbench::Workbench;
use crate::lesson::bench::Bench;
use crate::oauth::request::{AuthMethod, BodyFormat, Field};

/// More single steps than anyone walks back.
const MOST: usize = 200;

/// Something as it was before it was edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// The name on the dashboard.
    Name(String),
    /// The whole dashboard form.
    Form(AppForm),
    /// The same, and the texts of the other forms.
    Forms(AppForm, BTreeMap<String, String>),
    /// A text of the request.
    Text(Field, String),
    /// The body format of the request.
    Format(BodyFormat),
    /// How the app proves who it is.
    Method(AuthMethod),
    /// Whether a proof of possession goes out.
    Bound(bool),
    /// The secret, of which nothing is kept (DESIGN.md section 5): it is only known that it was edited.
    Secret,
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
    fn bench(&self) -> Bench {
        match self {
            Self::Name(_) | Self::Form(_) | Self::Forms(..) => Bench::Dashboard,
            Self::Text(..)
            | Self::Format(_)
            | Self::Method(_)
            | Self::Bound(_)
            | Self::Secret
            | Self::Request(_) => Bench::Build,
        }
    }

    /// What it is, for the notice.
    fn what(&self) -> String {
        match self {
            Self::Name(_) => "the name".to_owned(),
            Self::Form(_) => "the change of the form".to_owned(),
            Self::Forms(..) => "all that was laid into the form".to_owned(),
            Self::Text(field, _) => label(*field).to_owned(),
            Self::Format(_) => "the format of the body".to_owned(),
            Self::Method(_) => "how your app proves who it is".to_owned(),
            Self::Bound(_) => "the proof of possession".to_owned(),
            Self::Secret => {
                "nothing, since the last edit was the secret, which keeps no history".to_owned()
            }
            Self::Request(_) => "the whole request, but for its secret".to_owned(),
        }
    }

    /// True when `later` was typed in the same place, so that both are one edit to whoever typed.
    fn goes_on_in(&self, later: &Self) -> bool {
        match (self, later) {
            (Self::Name(_), Self::Name(_)) | (Self::Secret, Self::Secret) => true,
            (Self::Text(field, _), Self::Text(other, _)) => field == other,
            (
                Self::Name(_)
                | Self::Form(_)
                | Self::Forms(..)
                | Self::Text(..)
                | Self::Format(_)
                | Self::Method(_)
                | Self::Bound(_)
                | Self::Secret
                | Self::Request(_),
                _,
            ) => false,
        }
    }

    /// Puts it back, and gives what stood there.
    fn swap(self, work: &mut Workbench) -> Self {
        match self {
            Self::Name(name) => Self::Name(std::mem::replace(&mut work.form.name, name)),
            Self::Form(form) => Self::Form(std::mem::replace(&mut work.form, form)),
            Self::Forms(form, texts) => Self::Forms(
                std::mem::replace(&mut work.form, form),
                std::mem::replace(&mut work.fields, texts),
            ),
            Self::Text(field, text) => {
                let stood = work.draft.text(field).to_owned();
                work.draft.set(field, &text);
                Self::Text(field, stood)
            }
            Self::Format(format) => Self::Format(std::mem::replace(&mut work.draft.format, format)),
            Self::Secret => Self::Secret,
            Self::Bound(bound) => Self::Bound(std::mem::replace(&mut work.draft.bound, bound)),
            Self::Method(method) => Self::Method(std::mem::replace(&mut work.draft.auth, method)),
            Self::Request(draft) => {
                let stood = Self::request(&work.draft);
                let client_secret = work.draft.client_secret.take();
                work.draft = Draft {
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

/// What a row of the request form is called.
fn label(field: Field) -> &'static str {
    match field {
        Field::GrantType => "grant_type",
        Field::ClientId => "client_id",
        Field::ClientSecret => "client_secret",
        Field::Audience => "audience",
        Field::Scope => "scope",
        Field::Organization => "organization",
        Field::Endpoint
        | Field::Credentials
        | Field::Possession
        | Field::ContentType
        | Field::Other => "the request",
    }
}

impl History {
    /// Keeps what stood before an edit.
    pub(crate) fn remember(&mut self, edit: Edit) {
        // A secret that is typed letter by letter was edited once.
        if edit == Edit::Secret && self.past.last() == Some(&Edit::Secret) {
            return;
        }
        let bench = edit.bench();
        self.future.retain(|undone| undone.bench() != bench);
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
            edit.bench() == Bench::Build
                && !matches!(edit, Edit::Text(Field::ClientId, _) | Edit::Request(_))
        };
        self.past.retain(stays);
        self.future.retain(stays);
    }

    /// True when an edit of this step can be taken back (`back`), or done again.
    pub(crate) fn offers(&self, bench: Bench, back: bool) -> bool {
        let from = if back { &self.past } else { &self.future };
        from.iter().any(|edit| edit.bench() == bench)
    }

    /// Takes back the last edit of this bench, or does it again, and says what that was; `None` when there is none. An edit of
    /// the secret cannot be taken back, which is said in its turn.
    pub(crate) fn walk(
        &mut self,
        bench: Bench,
        back: bool,
        work: &mut Workbench,
    ) -> Option<String> {
        let (from, to) = if back {
            (&mut self.past, &mut self.future)
        } else {
            (&mut self.future, &mut self.past)
        };
        let at = from.iter().rposition(|edit| edit.bench() == bench)?;
        let edit = from.remove(at);
        let what = edit.what();
        if edit != Edit::Secret {
            to.push(edit.swap(work));
        }
        Some(what)
    }
}
