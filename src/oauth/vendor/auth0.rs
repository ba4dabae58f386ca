//! Auth0: how its tokens are known.

use crate::oauth::jwt::Jwt;
use crate::oauth::vendor::has;

/// What Auth0 puts behind the client id in `sub`
/// (<https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles>).
pub const CLIENT_SUFFIX: &str = "@clients";

/// True when the token holds what only Auth0 writes: `gty`, or a subject that ends in `@clients`.
pub fn evident(jwt: &Jwt) -> bool {
    jwt.payload
        .as_ref()
        .is_some_and(|payload| has(payload, "gty"))
        || jwt
            .claim_text("sub")
            .is_some_and(|sub| sub.ends_with(CLIENT_SUFFIX))
}
