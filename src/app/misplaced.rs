//! Secrets in the fields of a target's form, which are for all to see: known by their looks when a field is left, and not only when all of
//! them are sent off.

use crate::app::own_targets::{FIELDS, TypedTarget};
use crate::oauth::carrier::text;

impl TypedTarget {
    /// True where a secret or a token stands in this field, by its looks.
    pub(crate) fn is_misplaced(&self, field: usize) -> bool {
        let Some((text, (name, _))) = self.texts().into_iter().zip(FIELDS).nth(field) else {
            return false;
        };
        match name {
            // Words that people choose: what a machine has made is none of them.
            "own.target.name"
            | "own.target.audience"
            | "own.target.resource"
            | "own.target.scope" => text::carries(text) || text::is_random(text),
            // A path may have any words in it.
            "own.target.key" => text::assigns(text) || text::is_more_than_an_id(text),
            _ => text::carries(text) || text::is_more_than_an_id(text),
        }
    }

    /// This with the text that `before` has in that field.
    #[must_use]
    pub(crate) fn with_field_of(&self, before: &Self, field: usize) -> Self {
        let texts = self.texts().into_iter().zip(before.texts());
        let texts = texts.enumerate();
        let mut texts =
            texts.map(|(at, (now, was))| if at == field { was } else { now }.to_owned());
        Self::of(std::array::from_fn(|_| texts.next().unwrap_or_default()))
    }
}
