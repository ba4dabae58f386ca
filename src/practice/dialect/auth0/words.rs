//! Auth0's words for refusals, where they are known; the others are in its manner and say so.

use serde_json::Value;

use super::super::Said;
use crate::practice::proof::dpop;
use crate::practice::tenant::pace::Spent;
use crate::practice::tenant::setup::DenyCode;
use crate::practice::token::refusal::{OrganizationFault, Refusal, Who, Written};

/// The words of a refusal.
pub(super) fn refuse(refusal: &Refusal, _: &str) -> Said {
    use Refusal as R;
    match refusal {
        R::Written(fault) => written(fault),
        R::Who(fault) => who(fault),
        R::NoGrantType { unread } => {
            let missing = "Missing required parameter: grant_type";
            said(400, "invalid_request", missing).invented_if(*unread)
        }
        R::UnknownGrantType { .. } => {
            said(400, "unsupported_grant_type", "Grant type not supported")
        }
        R::GrantNotEnabled { grant_type, .. } => grant_not_enabled(grant_type),
        R::NoAudience => said(
            403,
            "access_denied",
            "Non-global clients are not allowed access to APIv1",
        ),
        R::UnknownAudience { given } => {
            said(403, "access_denied", format!("Service not found: {given}"))
        }
        R::NotAuthorised { audience } => said(403, "access_denied", not_authorised(audience)),
        R::ScopeNotGranted { missing } => {
            // How Auth0 joins several is not known.
            let text = format!("Client has not been granted scopes: {}", missing.join(", "));
            said(403, "access_denied", text).invented_if(missing.len() > 1)
        }
        R::Organization(fault) => organization(*fault),
        R::Denied { code, reason } => denied(*code, reason),
        R::Dpop(fault) => proof(*fault),
        R::Quota(spent) => quota(spent),
        R::TooMany => {
            let text = "Rate limit exceeded. Please retry after some time.";
            said(429, "too_many_requests", text)
        }
        R::Policy => said(429, "too_many_requests", "Rate limit exceeded."),
        R::Fault { .. } | R::Hook => said(500, "server_error", "Internal Server Error").invented(),
        // Not in Auth0's steps.
        R::OtherServer | R::Place(_) | R::Target { .. } | R::Scope(_) => {
            said(403, "access_denied", "Forbidden").invented()
        }
    }
}

/// None of these texts is known.
fn written(fault: &Written) -> Said {
    use Written as R;
    let said = match fault {
        R::Method { .. } => said(404, "not_found", "Not Found"),
        R::BodyTooLarge => said(413, "invalid_request", "Request body too large"),
        R::BodyTooSlow => said(408, "invalid_request", "Request timed out"),
        R::BodyBroken => said(400, "invalid_request", "Request aborted"),
        R::BodyType | R::Unreadable(_) | R::Accept => {
            said(400, "invalid_request", "Invalid request body")
        }
        R::Repeated { names } => {
            let text = format!("Duplicate parameter: {}", names.join(", "));
            said(400, "invalid_request", text)
        }
        R::NotText { name } => {
            let text = format!("Parameter must be a string: {name}");
            said(400, "invalid_request", text)
        }
        R::Missing { name } => {
            let text = format!("Missing required parameter: {name}");
            said(400, "invalid_request", text)
        }
    };
    said.invented()
}

/// Why the app is not who it says.
fn who(fault: &Who) -> Said {
    match fault {
        Who::NoClientId => said(401, "invalid_client", "Missing client_id"),
        Who::Assertion(_) | Who::AssertionType => {
            // The reason stands in the tenant's log only; the wire text is not known.
            said(401, "invalid_client", "Client authentication failed").invented()
        }
        // One text for all of them: nobody learns from it whether an app exists.
        Who::UnknownClient | Who::NoSecret | Who::WrongSecret { .. } => {
            said(401, "access_denied", "Unauthorized")
        }
        Who::OtherMethod { .. }
        | Who::BadBasic
        | Who::SeveralCredentials
        | Who::CredentialsInUrl => said(401, "access_denied", "Unauthorized").invented(),
    }
}

fn organization(fault: OrganizationFault) -> Said {
    let text = match fault {
        OrganizationFault::Unknown => "Organization not found",
        OrganizationFault::NotMember => "Client is not authorized to access the organization",
        OrganizationFault::NotAllowed => {
            "Client is not allowed to use organization with this client-grant"
        }
        OrganizationFault::Missing => "organization is required for this client-grant",
    };
    said(403, "access_denied", text).invented()
}

/// Auth0 tells its words for the app's quota; those for an organization's are in their manner.
fn quota(spent: &Spent) -> Said {
    let own = spent.client.iter().any(|bucket| bucket.remaining == 0);
    let whose = if own { "Client" } else { "Organization" };
    said(429, "too_many_requests", format!("{whose} quota exceeded")).invented_if(!own)
}

/// What an Action's `api.access.deny(code, reason)` becomes.
fn denied(code: DenyCode, reason: &str) -> Said {
    let status = match code {
        DenyCode::InvalidScope | DenyCode::InvalidRequest => 400,
        DenyCode::ServerError => 500,
    };
    said(status, code.name(), reason)
}

fn proof(fault: dpop::Fault) -> Said {
    if fault == dpop::Fault::Nonce {
        let text = "Authorization server requires nonce in DPoP proof";
        return said(400, "use_dpop_nonce", text);
    }
    said(400, "invalid_dpop_proof", "Failed to verify DPoP proof").invented()
}

fn grant_not_enabled(grant_type: &str) -> Said {
    let text = format!("Grant type '{grant_type}' not allowed for the client.");
    let mut said = said(403, "unauthorized_client", text);
    let page = "https://auth0.com/docs/clients/client-grant-types";
    if let Value::Object(members) = &mut said.body {
        members.insert("error_uri".into(), page.into());
    }
    said
}

fn not_authorised(audience: &str) -> String {
    // The quotes break the character set of RFC 6749 5.2; Auth0 sends them all the same.
    format!(
        "Client is not authorized to access \"{audience}\". You need to create a \"client-grant\" associated to this API. \
         See: https://auth0.com/docs/api/management/v2/client-grants/post-client-grants"
    )
}

fn said(status: u16, error: &'static str, description: impl Into<String>) -> Said {
    Said::error(status, error, description)
}
