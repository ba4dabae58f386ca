//! Which checks a token endpoint can make. Their order is the dialect's; what each does is in `steps` and beside it.

/// One check of the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Step {
    /// POST only.
    Method,
    /// The body is of a type that is read, and whole.
    ContentType,
    /// The client takes JSON (Okta).
    Accept,
    /// No parameter twice, all of them text.
    Parameters,
    /// The tenant's rate limit.
    Rate,
    /// `grant_type` is there and known.
    GrantType,
    /// The credentials name an app.
    Client,
    /// The app may be used at this authorization server.
    Place,
    /// The app proves that it is the app.
    Secret,
    /// The app has the grant.
    Grant,
    /// The API is known, by `audience` (Auth0).
    Audience,
    /// The API is known, by `resource` (RFC 8707).
    Resource,
    /// The API is the server's only one (Okta).
    OwnAudience,
    /// The app is authorised for the API.
    ClientGrant,
    /// The organization is right (Auth0).
    Organization,
    /// The scopes asked for are granted.
    Scope,
    /// The scopes exist, and an access policy takes them (Okta's custom server).
    CustomScope,
    /// The scopes are granted to the app (Okta's org server).
    OrgScope,
    /// The app has not had all its tokens (Auth0).
    Quota,
    /// The tenant's own code does not say no.
    Rules,
    /// The app proves that it holds a key (RFC 9449).
    Dpop,
}
