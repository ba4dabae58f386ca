//! Secrets in the fields of a target's form, which are for all to see: known by their looks when a field is left, and not only when all of
//! them are sent off.

use crate::app::own_targets::{FIELDS, TypedTarget};
use crate::oauth::carrier::text;

impl TypedTarget {
    /// True where a secret or a token stands in this field, by its looks.
    pub(crate) fn is_misplaced(&self, field: usize) -> bool {
        let Some((text, name)) = self.field(field) else {
            return false;
        };
        match name {
            // Words that people choose: what a machine has made is none of them.
            "own.target.name"
            | "own.target.audience"
            | "own.target.resource"
            | "own.target.scope" => text::carries(text) || text::is_random(text),
            // A path may have any words in it.
            "own.target.key" => text::assigns(text) || text::is_longer_than_most_ids(text),
            // Ids of some vendors are as long as secrets and longer; a secret of a usual kind is known by its length.
            "own.target.client" | "own.target.kid" => {
                text::carries(text) || text::is_as_a_secret(text)
            }
            _ => text::carries(text) || text::is_longer_than_most_ids(text),
        }
    }

    /// True where an id is so long that it may be a secret. Some vendors' ids are, as Salesforce's, so it can be kept.
    pub(crate) fn may_be_misplaced(&self, field: usize) -> bool {
        let is_id = |name: &str| matches!(name, "own.target.client" | "own.target.kid");
        let typed = self.field(field);
        typed.is_some_and(|(text, name)| is_id(name) && text::is_longer_than_most_ids(text))
    }

    /// What stands in this field, and its name.
    fn field(&self, field: usize) -> Option<(&str, &'static str)> {
        let mut named = self.texts().into_iter().zip(FIELDS);
        named.nth(field).map(|(text, (name, _))| (text, name))
    }

    /// This, with what `before` has in each of these fields; nothing where that is the same text.
    #[must_use]
    pub(crate) fn without(&self, fields: &[usize], before: &Self) -> Self {
        let texts = self.texts().into_iter().zip(before.texts());
        let mut texts = texts.enumerate().map(|(at, (now, was))| {
            let is_same = now.trim() == was.trim();
            match (fields.contains(&at), is_same) {
                (false, _) => now.to_owned(),
                (true, false) => was.to_owned(),
                (true, true) => String::new(),
            }
        });
        Self::of(std::array::from_fn(|_| texts.next().unwrap_or_default()))
    }
}
