//! How a client proves at the token endpoint that it is the client: what a request does, and what an app is registered for.

/// A method of client authentication, by the registered names of `token_endpoint_auth_method` (RFC 7591 2, OpenID Connect Core 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuthMethod {
    /// `client_secret_basic`: id and secret in the `Authorization` header (RFC 6749 2.3.1).
    ClientSecretBasic,
    /// `client_secret_post`: id and secret in the body (RFC 6749 2.3.1).
    ClientSecretPost,
    /// `client_secret_jwt`: a JWT with an HMAC under the client secret (OpenID Connect Core 9).
    ClientSecretJwt,
    /// `private_key_jwt`: a JWT signed with the client's private key (RFC 7523 2.2, OpenID Connect Core 9).
    PrivateKeyJwt,
    /// `none`: a public client, which says who it is and proves nothing (RFC 6749 2.1).
    Public,
}

impl AuthMethod {
    /// The registered name.
    pub fn name(self) -> &'static str {
        match self {
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
            Self::ClientSecretJwt => "client_secret_jwt",
            Self::PrivateKeyJwt => "private_key_jwt",
            Self::Public => "none",
        }
    }

    /// The method with this registered name.
    pub fn named(name: &str) -> Option<Self> {
        let all = [
            Self::ClientSecretBasic,
            Self::ClientSecretPost,
            Self::ClientSecretJwt,
            Self::PrivateKeyJwt,
            Self::Public,
        ];
        all.into_iter().find(|method| method.name() == name)
    }

    /// True where client and server share a secret.
    pub fn has_secret(self) -> bool {
        match self {
            Self::ClientSecretBasic | Self::ClientSecretPost | Self::ClientSecretJwt => true,
            Self::PrivateKeyJwt | Self::Public => false,
        }
    }
}
