//! What a change does to the request form itself, once its references are filled in.

use url::Url;

use crate::app::draft::Draft;
use crate::lesson::change::{AssertionChange, DraftAuth, DraftChange, DraftField};
use crate::lesson::template::Filled;
use crate::oauth::jwt::assertion::{Edit, Flaws};
use crate::oauth::jwt::forge::json_of;
use crate::oauth::request::{AuthMethod, BodyFormat, Field};
use crate::oauth::wire::stays_here;

/// How the app proves who it is, in the words of the protocol core.
pub(super) fn client_auth(auth: DraftAuth) -> AuthMethod {
    match auth {
        DraftAuth::Post => AuthMethod::ClientSecretPost,
        DraftAuth::Basic | DraftAuth::Both => AuthMethod::ClientSecretBasic,
        DraftAuth::PrivateKeyJwt => AuthMethod::PrivateKeyJwt,
    }
}

/// The field of the request form, in the words of the protocol core.
pub(super) fn field(field: DraftField) -> Field {
    match field {
        DraftField::GrantType => Field::GrantType,
        DraftField::ClientId => Field::ClientId,
        DraftField::ClientSecret => Field::ClientSecret,
        DraftField::Audience => Field::Audience,
        DraftField::Scope => Field::Scope,
        DraftField::Resource => Field::Resource,
        DraftField::Organization => Field::Organization,
    }
}

/// Makes the change on `draft`; `filled` is the text of one that has a text.
pub(super) fn of_draft(draft: &mut Draft, change: &DraftChange, filled: Option<&Filled>) {
    match change {
        DraftChange::Set(which, _) => {
            let text = filled.map_or("", Filled::expose);
            draft.set(field(*which), text);
        }
        DraftChange::Auth(auth) => {
            draft.auth = client_auth(*auth);
            draft.misuse.also_in_body = *auth == DraftAuth::Both;
        }
        DraftChange::Json(json) => {
            draft.format = if json.is_on() {
                BodyFormat::Json
            } else {
                BodyFormat::Form
            };
        }
        DraftChange::RawBasic(raw) => draft.misuse.raw_basic = raw.is_on(),
        DraftChange::InUrl(what) => draft.misuse.in_url = *what,
        DraftChange::Proof(sent) => draft.bound = sent.is_on(),
        DraftChange::ProofAgain => draft.proof_again = true,
        DraftChange::Endpoint(_) => draft.endpoint = filled.and_then(elsewhere),
        DraftChange::Assertion(change) => flawed(&mut draft.flaws, change, filled),
    }
}

/// The address, where a lesson may have it asked.
fn elsewhere(filled: &Filled) -> Option<Url> {
    let Filled::Open(text) = filled else {
        return None;
    };
    Url::parse(text).ok().filter(|_| stays_here(text))
}

/// Makes the assertion say something else. A secret is never said in one: whoever receives it can read it.
fn flawed(flaws: &mut Flaws, change: &AssertionChange, filled: Option<&Filled>) {
    let json = || match filled {
        Some(Filled::Open(text)) => Some(json_of(text)),
        Some(Filled::Secret(_)) | None => None,
    };
    let edit = match change {
        AssertionChange::Claim(name, _) => json().map(|value| Edit::Claim(name.clone(), value)),
        AssertionChange::Header(name, _) => json().map(|value| Edit::Header(name.clone(), value)),
        AssertionChange::Time(name, by) => Some(Edit::Time(name.clone(), *by)),
        AssertionChange::OtherKey => {
            flaws.other_key = true;
            None
        }
    };
    flaws.edits.extend(edit);
}
