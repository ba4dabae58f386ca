//! A vendor's dashboard as data: forms whose fields are changes of the practice tenant.

use serde::Deserialize;

use crate::lesson::change::Change;
use crate::lesson::fact::Condition;
use crate::lesson::target::TargetName;
use crate::lesson::template::Template;

/// The dashboard of a vendor.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Dashboard {
    /// The file format, that of lessons.
    pub format: u32,
    /// Whose tenant it changes.
    pub target: TargetName,
    /// The vendor's name, as a reader sees it.
    pub name: String,
    /// What its types of app are called.
    pub types: Vec<AppTypeWords>,
    /// The forms.
    #[serde(rename = "form")]
    pub forms: Vec<Form>,
}

/// What a type of app is called.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct AppTypeWords {
    /// `native`, `spa`, `regular-web`, `m2m`.
    pub id: String,
    /// Its name on the dashboard.
    pub label: String,
    /// One line on what it is.
    pub says: String,
}

/// A form.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// What lessons call it.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Where it is in the real dashboard of today.
    pub path: String,
    /// Where the source found it, in its older words.
    #[serde(default)]
    pub older: Option<String>,
    /// The fields, from top to bottom.
    #[serde(rename = "field")]
    pub fields: Vec<FormField>,
}

/// A field.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// Its name; the note of the lesson on it goes by the same.
    pub id: String,
    /// Its label.
    pub label: String,
    /// What kind it is.
    pub kind: FieldKind,
    /// The choices of a `choice`.
    #[serde(default)]
    pub options: Vec<FieldOption>,
    /// What a `shown` field shows.
    #[serde(default)]
    pub shows: Option<Template>,
    /// What a `button` changes; the one that makes the app changes nothing by itself.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// What has to stand in the form before the button works: ids of text fields.
    #[serde(default)]
    pub needs: Vec<String>,
    /// An example, shown in an empty text field.
    #[serde(default)]
    pub example: String,
}

/// The kinds of fields.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// The name of the app to be made.
    AppName,
    /// Its type.
    AppType,
    /// The APIs that it may ask tokens for, each with its permissions.
    AppApis,
    /// The button that makes the app.
    Create,
    /// A text that a button uses.
    Text,
    /// One of a few; choosing makes the change at once.
    Choice,
    /// Something to read.
    Shown,
    /// Makes changes.
    Button,
}

/// A choice of a field.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct FieldOption {
    /// Its label.
    pub label: String,
    /// A few words on it.
    #[serde(default)]
    pub says: String,
    /// Holds when it is chosen, as the tenant really is.
    pub when: Condition,
    /// What choosing changes.
    pub changes: Vec<Change>,
}

impl Dashboard {
    /// The form with this id.
    pub fn form(&self, id: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.id == id)
    }

    /// What a type of app is called here.
    pub fn app_type(&self, id: &str) -> Option<&AppTypeWords> {
        self.types.iter().find(|words| words.id == id)
    }

    /// The things that a lesson explains of these forms.
    pub fn notes(&self, forms: &[String]) -> Vec<String> {
        let mut notes = Vec::new();
        for field in forms
            .iter()
            .filter_map(|id| self.form(id))
            .flat_map(|form| &form.fields)
        {
            match field.kind {
                FieldKind::AppName => notes.push("name".to_owned()),
                FieldKind::AppType => {
                    notes.push("type".to_owned());
                    notes.extend(self.types.iter().map(|words| words.id.clone()));
                }
                FieldKind::AppApis => notes.extend(["api".to_owned(), "scopes".to_owned()]),
                FieldKind::Create => notes.push("credentials".to_owned()),
                FieldKind::Text | FieldKind::Choice | FieldKind::Shown | FieldKind::Button => {
                    notes.push(field.id.clone());
                }
            }
        }
        notes
    }
}
