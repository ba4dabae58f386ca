//! Scenarios of the sandbox: made of what stands there, laid into the form again, kept, and told in words. What holds a secret stays out.

use std::collections::VecDeque;

use crate::app::by_hand::ByHand;
use crate::app::deed::Deed;
use crate::app::draft::Draft;
use crate::app::effect::{RunId, Wish};
use crate::app::history::label;
use crate::app::leak::holds;
use crate::app::scenario::{Credentials, Form, Format, Kept, Method, Scenario};
use crate::app::workbench::Workbench;
use crate::lesson::change::WithoutAudience;
use crate::lesson::desks::{filled, words};
use crate::lesson::target::TargetName;
use crate::oauth::carrier::text;
use crate::oauth::names::ClientSecret;
use crate::oauth::request::{BodyFormat, Field};
use crate::oauth::text::is_hidden;

/// No longer than a line of the list.
pub const LONGEST_NAME: usize = 40;

/// What of the form is not in the scenario.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Rows that hold a secret, by their names.
    pub rows: Vec<&'static str>,
    /// A secret that is not the app's own.
    pub secret: bool,
}

impl Scenario {
    /// The request of this bench, and what was changed of the server. What holds a secret stays out, and is named.
    pub fn of(target: TargetName, bench: &Workbench, changes: Vec<ByHand>) -> (Self, LeftOut) {
        let draft = &bench.draft;
        let mut left_out = LeftOut::default();
        let (changes, telling): (Vec<_>, Vec<_>) = changes.into_iter().partition(|change| {
            let mut typed = change.typed().into_iter();
            !typed.any(|text| bench.is_telling(text))
        });
        left_out
            .rows
            .extend(telling.iter().map(|change| change.deed().name()));
        let mut open = |field: Field| {
            let text = draft.text(field);
            if bench.is_telling(text) {
                left_out.rows.push(label(field));
                return String::new();
            }
            text.to_owned()
        };
        let own = bench.app.as_ref();
        let is_own = own.is_some_and(|app| app.client_id.0 == draft.client_id);
        let mut request = Form {
            grant_type: open(Field::GrantType),
            client_id: (!is_own).then(|| open(Field::ClientId)),
            credentials: Credentials::Own,
            audience: open(Field::Audience),
            scope: open(Field::Scope),
            resource: open(Field::Resource),
            organization: open(Field::Organization),
            method: Method::of(draft.auth),
            format: match draft.format {
                BodyFormat::Form => Format::Form,
                BodyFormat::Json => Format::Json,
            },
            proof: draft.bound,
        };
        if draft.has_secret() {
            let own = own.and_then(|app| app.client_secret.as_ref());
            left_out.secret = own != draft.client_secret.as_ref();
        } else {
            request.credentials = Credentials::IdAlone;
        }
        let scenario = Self {
            target,
            changes,
            request,
        };
        (scenario, left_out)
    }

    /// The form with this in it; id and secret of the app are those that it has now.
    pub fn laid_into(&self, bench: &Workbench) -> Draft {
        let form = &self.request;
        let own = bench.app.as_ref();
        let own_id = || own.map(|app| app.client_id.0.clone());
        let id = form.client_id.clone().or_else(own_id);
        Draft {
            grant_type: form.grant_type.clone(),
            client_id: id.unwrap_or_default(),
            client_secret: match form.credentials {
                Credentials::Own => own.and_then(|app| app.client_secret.clone()),
                Credentials::IdAlone => None,
            },
            audience: form.audience.clone(),
            scope: form.scope.clone(),
            resource: form.resource.clone(),
            organization: form.organization.clone(),
            format: match form.format {
                Format::Form => BodyFormat::Form,
                Format::Json => BodyFormat::Json,
            },
            auth: form.method.auth(),
            bound: form.proof,
            ..bench.draft.clone()
        }
    }

    /// It in a few words.
    pub fn briefly(&self) -> String {
        let form = &self.request;
        let mut words = vec![match self.changes.len() {
            0 => "server as it is".to_owned(),
            1 => "1 change".to_owned(),
            many => format!("{many} changes"),
        }];
        words.push(form.method.auth().name().to_owned());
        if form.format == Format::Json {
            words.push("JSON".to_owned());
        }
        if form.proof {
            words.push("DPoP".to_owned());
        }
        words.join(", ")
    }

    /// The same, and each change of the server by its name.
    pub fn said(&self) -> String {
        let what = ("what", self.briefly());
        if self.changes.is_empty() {
            return filled("scenario.this", &[what]);
        }
        let names: Vec<&str> = self
            .changes
            .iter()
            .map(|change| change.deed().name())
            .collect();
        filled("scenario.changes", &[what, ("changes", names.join("; "))])
    }
}

/// What is to be made again, so that a server that nobody has changed stands as this one does. One that replaced or took back another stands
/// for it.
pub fn in_order(made: &[Wish], in_force: Vec<ByHand>) -> Vec<ByHand> {
    let although = |wish: &&Wish| {
        matches!(
            wish,
            Wish::WithoutAudience(WithoutAudience::OpaqueAlthoughDefault)
        )
    };
    let opaque = |wish: &&Wish| matches!(wish, Wish::WithoutAudience(_));
    let needs_default = made
        .iter()
        .rev()
        .find(opaque)
        .as_ref()
        .is_some_and(although);
    let mut deeds = in_force;
    // It is another change where there is a default, so the default goes before it.
    let place = |of: Deed| deeds.iter().position(|one| one.deed() == of);
    let (at, default) = (place(Deed::Opaque), place(Deed::Audience));
    if let (true, Some(at), Some(default)) = (needs_default, at, default)
        && at < default
    {
        let opaque = deeds.remove(at);
        deeds.insert(default, opaque);
    }
    deeds
}

/// A name as it is kept.
///
/// # Errors
/// Why it cannot be one, in words: too long, of signs that cannot be seen, or telling a secret.
pub fn named(typed: &str, bench: &Workbench) -> Result<String, String> {
    let name = typed.trim();
    let length = name.chars().count();
    if length > LONGEST_NAME {
        let numbers = [("most", LONGEST_NAME), ("length", length)];
        let numbers = numbers.map(|(name, number)| (name, number.to_string()));
        return Err(filled("scenario.long", &numbers));
    }
    if name.chars().any(is_hidden) {
        return Err(words("scenario.hidden").to_owned());
    }
    if bench.is_telling(name) {
        return Err(words("scenario.telling").to_owned());
    }
    Ok(name.to_owned())
}

impl Workbench {
    /// True for a text that tells a secret or a token, of this bench or as anybody's look.
    fn is_telling(&self, text: &str) -> bool {
        let mut tokens = self.runs.iter().filter_map(|run| run.token.as_ref());
        self.must_not_keep(text)
            || text::carries(text)
            || text::is_random(text)
            || tokens.any(|token| holds(text, &ClientSecret::new(token.expose())))
    }
}

/// The scenarios that are kept, and what is done with them.
#[derive(Debug, Default)]
pub struct Scenarios {
    /// All of them, as they were last read.
    pub kept: Kept,
    /// Why they cannot be read, where they cannot.
    pub fault: Option<String>,
    /// What stood here before one was loaded.
    pub before: Option<Scenario>,
    /// What was asked of the file.
    pub(crate) asked: Option<(RunId, Asked)>,
    /// What is being loaded.
    pub(crate) loading: Option<Loading>,
}

/// What was asked of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// What is in it.
    Read,
    /// To keep one of this name.
    Keep(String, LeftOut),
    /// To delete one of this name.
    Drop(String),
}

/// A scenario on its way into the sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Loading {
    /// What it is called; nothing where it is what stood before another.
    pub(crate) name: Option<String>,
    pub(crate) scenario: Scenario,
    /// The changes of the server that are not made yet.
    pub(crate) left: VecDeque<ByHand>,
}

impl Scenarios {
    /// Those of this tenant, by name.
    pub fn of(&self, target: TargetName) -> impl Iterator<Item = (&str, &Scenario)> {
        let all = self.kept.iter();
        all.filter(move |(_, one)| one.target == target)
            .map(|(name, one)| (name.as_str(), one))
    }

    /// What stood before one was loaded at this tenant.
    pub fn before_at(&self, target: TargetName) -> Option<&Scenario> {
        self.before.as_ref().filter(|one| one.target == target)
    }

    /// Nobody waits any more.
    pub(crate) fn give_up(&mut self) {
        self.asked = None;
        self.loading = None;
    }

    /// The first name of its kind that is free.
    pub fn next_name(&self, target: TargetName) -> String {
        let name = |number: usize| format!("{} {number}", target.word());
        let mut names = (1..=self.kept.len()).map(name);
        let free = names.find(|name| !self.kept.contains_key(name));
        free.unwrap_or_else(|| name(self.kept.len() + 1))
    }
}
