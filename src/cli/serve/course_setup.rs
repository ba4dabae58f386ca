//! `--course-setup FILE`: changes that the tenants begin with, spelled as those of `--control`.

use std::path::Path;

use serde_json::{Map, Value};

use super::control::{Done, Spelled, carry_out, of_object};
use crate::cli::input::{self, InputError};
use crate::oauth::text::visible_line;
use crate::practice::Tenant;

/// Changes, each for the tenant that it names, or for every one.
pub(super) struct CourseSetup(Vec<(Option<String>, Map<String, Value>)>);

/// Why a file is no set-up.
pub(super) enum NoSetup {
    /// It cannot be read.
    Unreadable(InputError),
    /// What it says cannot be done.
    Wrong(String),
}

impl CourseSetup {
    /// Reads the file: a list of changes, each with a `tenant` of its own where it is not for all.
    ///
    /// # Errors
    /// [`NoSetup`].
    pub(super) fn read(path: &Path) -> Result<Self, NoSetup> {
        // Empty, too large, no text: not to be read, whatever it was meant to be.
        let text = input::text(Some(path)).map_err(NoSetup::Unreadable)?.text;
        // Editors put a byte order mark in front.
        let text = text.trim_start_matches('\u{feff}');
        let list: Vec<Map<String, Value>> = serde_json::from_str(text)
            .map_err(|why| NoSetup::Wrong(format!("this is no list of changes in JSON: {why}")))?;
        let each = list.into_iter().zip(1..).map(|(mut change, place)| {
            let tenant = match change.shift_remove("tenant") {
                None => None,
                Some(Value::String(name)) if ["rfc", "auth0", "okta"].contains(&name.as_str()) => {
                    Some(name)
                }
                Some(_) => return Err(wrong(place, "tenant is rfc, auth0 or okta")),
            };
            // Read here too, so that a slip is told before anything listens.
            match of_object(change.clone()) {
                Ok(Spelled::App { .. }) => Err(wrong(
                    place,
                    "apps come and go over --control: the ready line would not tell them",
                )),
                Ok(_) => Ok((tenant, change)),
                Err(why) => Err(wrong(place, &why.words())),
            }
        });
        each.collect::<Result<_, _>>().map(Self)
    }

    /// Makes the changes.
    ///
    /// # Errors
    /// Which of them cannot be made, and why.
    pub(super) fn carry_out(&self, tenants: &[Tenant]) -> Result<(), String> {
        for ((name, change), place) in self.0.iter().zip(1..) {
            for tenant in tenants {
                let own = tenant.dialect().name();
                if name.as_deref().is_some_and(|name| name != own) {
                    continue;
                }
                let spelled = of_object(change.clone()).map_err(|why| why.words());
                let done = spelled.and_then(|spelled| carry_out(tenant, spelled));
                match done {
                    Ok(Done::Changed | Done::Secret(..)) => {}
                    Err(why) => return Err(format!("change {place} at {own}: {why}")),
                }
            }
        }
        Ok(())
    }
}

fn wrong(place: usize, why: &str) -> NoSetup {
    NoSetup::Wrong(format!("change {place}: {}", visible_line(why)))
}
