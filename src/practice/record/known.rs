//! What a log may repeat of what others sent: words that this tenant knows already. Whatever else comes may be a secret in the wrong place.

use crate::practice::Tenant;

/// Parameters and headers whose names may be repeated; their values, only where the tenant knows them.
const NAMES: [&str; 24] = [
    "Authorization",
    "Content-Type",
    "DPoP",
    "access_token in the URL",
    "audience",
    "client token",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "code",
    "code_verifier",
    "expires_in",
    "grant_type",
    "organization",
    "password",
    "redirect_uri",
    "refresh_token",
    "resource",
    "scope",
    "token",
    "token_type",
    "token_type_hint",
    "username",
];

/// Values that anybody may send, since the standards and the vendors define them.
const VALUES: [&str; 22] = [
    "(absent)",
    "(JSON, not text)",
    "null",
    "GET",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "HEAD",
    "OPTIONS",
    "application/x-www-form-urlencoded",
    "application/json",
    "text/plain",
    "multipart/form-data",
    "client_credentials",
    "authorization_code",
    "refresh_token",
    "password",
    "implicit",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    "openid",
];

impl Tenant {
    /// True for the name of a parameter or header that may be repeated.
    pub fn knows_name(&self, name: &str) -> bool {
        NAMES.contains(&name)
    }

    /// True for a word that may be repeated: one of the standards, or one of this tenant's own ids, audiences, scopes, organizations, paths.
    pub fn knows_word(&self, word: &str) -> bool {
        let inner = &self.inner;
        let of_api = inner.apis.iter().any(|api| {
            let scopes = api.scopes.iter().any(|(scope, _)| *scope == word);
            scopes || api.identifier == word || api.needs == word || api.path == word
        });
        VALUES.contains(&word) || of_api || self.knows_path(word) || self.knows_id(word)
    }

    fn knows_path(&self, word: &str) -> bool {
        let mut issuers = self.inner.issuers.iter();
        word == "/"
            || issuers.any(|issuer| {
                let paths = &issuer.spec.paths;
                let more = [paths.introspection, paths.revocation, paths.registration];
                [paths.token, paths.jwks].contains(&word)
                    || paths.metadata.contains(&word)
                    || more.contains(&Some(word))
            })
    }

    fn knows_id(&self, word: &str) -> bool {
        self.book(|book| {
            book.app(word).is_some()
                || book
                    .setup
                    .organizations
                    .iter()
                    .any(|known| known.id == word)
        })
    }
}
