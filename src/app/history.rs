//! What undo and redo bring back: the forms of the dashboard, each at its own step, and the request form. Secrets keep no history.

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
    /// A text of another form, by the field's id.
    Field(String, String),
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

/// Where something was edited, and where alone it can be taken back: nothing changes out of sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// The forms of the step with this index.
    Forms(usize),
    /// The request, which is the same at each step.
    Request,
}

/// The edits of a session, oldest first, and those that were taken back.
#[derive(Debug, Default)]
pub(crate) struct History {
    past: Vec<(Place, Edit)>,
    future: Vec<(Place, Edit)>,
}

impl Edit {
    /// Where it belongs, made at the step with that index.
    fn place(&self, step: usize) -> Place {
        match self {
            Self::Name(_) | Self::Form(_) | Self::Forms(..) | Self::Field(..) => Place::Forms(step),
            Self::Text(..)
            | Self::Format(_)
            | Self::Method(_)
            | Self::Bound(_)
            | Self::Secret
            | Self::Request(_) => Place::Request,
        }
    }

    /// What it is, for the notice.
    fn what(&self) -> String {
        match self {
            Self::Name(_) => "the name".to_owned(),
            Self::Form(_) => "the change of the form".to_owned(),
            Self::Forms(..) => "the change of the whole form".to_owned(),
            Self::Field(..) => "the text".to_owned(),
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
            (Self::Field(field, _), Self::Field(other, _)) => field == other,
            (
                Self::Name(_)
                | Self::Form(_)
                | Self::Forms(..)
                | Self::Field(..)
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
            Self::Field(field, text) => {
                let stood = work.fields.insert(field.clone(), text);
                Self::Field(field, stood.unwrap_or_default())
            }
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
pub(crate) fn label(field: Field) -> &'static str {
    match field {
        Field::GrantType => "grant_type",
        Field::ClientId => "client_id",
        Field::ClientSecret => "client_secret",
        Field::Audience => "audience",
        Field::Scope => "scope",
        Field::Resource => "resource",
        Field::Organization => "organization",
        Field::Endpoint => "the address",
        Field::Credentials => "how your app proves who it is",
        Field::Possession => "the proof of possession",
        Field::ContentType => "the format of the body",
        Field::Other => "the request",
    }
}

impl History {
    /// Keeps what stood before an edit at the step with that index.
    pub(crate) fn remember(&mut self, step: usize, edit: Edit) {
        let place = edit.place(step);
        let kept = (place, edit);
        // A secret that is typed letter by letter was edited once.
        if kept.1 == Edit::Secret && self.past.last() == Some(&kept) {
            return;
        }
        self.future.retain(|(at, _)| *at != place);
        self.past.push(kept);
        if self.past.len() > MOST {
            self.past.remove(0);
        }
    }

    /// Keeps the text that stood before it becomes `text`. Letters typed one after the other are one edit.
    pub(crate) fn remember_typing(&mut self, step: usize, edit: Edit, (stood, text): (&str, &str)) {
        let stroke = stood.chars().count().abs_diff(text.chars().count()) <= 1;
        // What is pasted where the field was just emptied takes the place of what stood before that.
        let stroke = stroke || stood.is_empty();
        let place = edit.place(step);
        let last = self.past.last().filter(|(at, _)| *at == place);
        let going_on = last.is_some_and(|(_, last)| last.goes_on_in(&edit));
        if !(stroke && going_on && self.future.is_empty()) {
            self.remember(step, edit);
        }
    }

    /// Drops the edits that led to an app that now exists under another id: taking them back would bring back its old id.
    pub(crate) fn settle(&mut self) {
        let stays = |(place, edit): &(Place, Edit)| {
            *place == Place::Request
                && !matches!(edit, Edit::Text(Field::ClientId, _) | Edit::Request(_))
        };
        self.past.retain(stays);
        self.future.retain(stays);
    }

    /// The row of the request form that was edited last; `None` where the whole form was.
    pub(crate) fn last_row(&self) -> Option<Field> {
        let mut requests = self.past.iter().rev();
        let (_, last) = requests.find(|(place, _)| *place == Place::Request)?;
        match last {
            Edit::Text(field, _) => Some(*field),
            Edit::Format(_) => Some(Field::ContentType),
            Edit::Method(_) => Some(Field::Credentials),
            Edit::Bound(_) => Some(Field::Possession),
            Edit::Secret => Some(Field::ClientSecret),
            Edit::Name(_)
            | Edit::Form(_)
            | Edit::Forms(..)
            | Edit::Field(..)
            | Edit::Request(_) => None,
        }
    }

    /// True where something was edited.
    pub(crate) fn has_past(&self) -> bool {
        !self.past.is_empty()
    }

    /// True when an edit at this step can be taken back (`back`), or done again.
    pub(crate) fn offers(&self, at: (usize, Bench), back: bool) -> bool {
        let from = if back { &self.past } else { &self.future };
        let place = place(at);
        from.iter().any(|(of, _)| Some(*of) == place)
    }

    /// Takes back the last edit at this step, or does it again, and says what that was; `None` when there is none. An edit of
    /// the secret cannot be taken back, which is said in its turn.
    pub(crate) fn walk(
        &mut self,
        at: (usize, Bench),
        back: bool,
        work: &mut Workbench,
    ) -> Option<String> {
        let place = place(at)?;
        let (from, to) = if back {
            (&mut self.past, &mut self.future)
        } else {
            (&mut self.future, &mut self.past)
        };
        let at = from.iter().rposition(|(of, _)| *of == place)?;
        let (_, edit) = from.remove(at);
        let what = edit.what();
        if edit != Edit::Secret {
            to.push((place, edit.swap(work)));
        }
        Some(what)
    }
}

/// What can be edited at a step that is worked at this bench.
fn place((step, bench): (usize, Bench)) -> Option<Place> {
    match bench {
        Bench::Dashboard => Some(Place::Forms(step)),
        Bench::Build => Some(Place::Request),
        Bench::Send
        | Bench::Read
        | Bench::Call
        | Bench::Check
        | Bench::Explain
        | Bench::Lab
        | Bench::Flow => None,
    }
}
