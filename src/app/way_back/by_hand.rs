//! Which checks a change of the server by hand can make fail.

use crate::app::deed::Deed;

/// True where the change can be why a check of that name failed; a fault answers before any check.
pub(super) fn may_fail(deed: Deed, check: Option<&str>) -> bool {
    match deed {
        Deed::ApiClock => check == Some("exp"),
        Deed::KeyRoll => matches!(check, Some("key" | "signature")),
        Deed::Secret => check == Some("secret"),
        Deed::Bound | Deed::Unbound => check == Some("dpop"),
        Deed::Audience | Deed::NoAudience | Deed::Refused | Deed::Opaque => {
            matches!(
                check,
                Some("audience" | "resource" | "client-grant" | "aud" | "jwt")
            )
        }
        // With one more, more is granted.
        Deed::Scope => false,
        Deed::Deny | Deed::Claim | Deed::NoRule => check == Some("rules"),
        Deed::TooMany | Deed::Broken | Deed::Slow | Deed::Cut | Deed::NoFault => {
            matches!(check, None | Some("fault" | "rate"))
        }
        Deed::Unplug | Deed::PlugIn => matches!(check, None | Some("introspection")),
    }
}
