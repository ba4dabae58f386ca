//! Which dialect a name stands for.

use crate::practice::dialect::auth0::AUTH0;
use crate::practice::dialect::okta::OKTA;
use crate::practice::dialect::rfc::RFC;
use crate::practice::dialect::{Dialect, DialectName};

/// The dialect of that name.
pub(in crate::practice) fn dialect(name: DialectName) -> &'static Dialect {
    match name {
        DialectName::Rfc => &RFC,
        DialectName::Auth0 => &AUTH0,
        DialectName::Okta => &OKTA,
    }
}
