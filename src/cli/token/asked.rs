//! Where a run of `token` goes, checked before anything else is done.

use url::Url;

use crate::cli::secret;
use crate::cli::token::args::TokenArgs;
use crate::oauth::carrier::bare;

/// Parameters with a place of their own; RFC 6749 3.2 forbids to send one twice.
const TAKEN: [(&str, &str); 6] = [
    ("grant_type", "it is always client_credentials here"),
    ("client_id", "use --client-id"),
    ("scope", "use --scope"),
    ("audience", "use --audience"),
    ("client_assertion", "no flag takes a secret"),
    (
        "client_assertion_type",
        "it goes with an assertion: use --key, or --auth secret-jwt",
    ),
];

/// Where the token request goes.
pub(super) enum Place {
    /// Straight to here. The text is kept: the audience of an assertion is compared with it byte for byte.
    Endpoint(String, Url),
    /// To where this issuer's metadata says. The text is kept, since it is compared byte for byte.
    Issuer(String, Url),
}

/// The addresses of the flags, checked before anything else is done.
pub(super) struct Asked {
    pub(super) place: Place,
    pub(super) call: Option<Url>,
}

impl Asked {
    pub(super) fn of(own: &TokenArgs) -> Result<Self, String> {
        for (name, _) in &own.params {
            if ["clientsecret", "password", "secret"].contains(&bare(name).as_str()) {
                return Err(secret::REFUSAL.to_owned());
            }
            if let Some((_, instead)) = TAKEN.iter().find(|(taken, _)| taken == name) {
                return Err(format!("--param does not take {name}: {instead}."));
            }
            if name == "organization" && own.organization.is_some() {
                return Err("organization is given twice; leave one of the two out.".to_owned());
            }
        }
        let named = own.audience.iter().map(|text| ("--audience", text));
        let named = named.chain(own.resource.iter().map(|text| ("--resource", text)));
        for (flag, text) in named {
            if secret::is_in_url_of(text) {
                return Err(format!("{flag}: {}", secret::IN_URL));
            }
        }
        if let Some(why) = own.misplaced() {
            return Err(why);
        }
        own.check_who()?;
        let place = match (&own.token_url, &own.issuer) {
            (Some(text), _) => Place::Endpoint(text.clone(), own.endpoint(text)?),
            (None, Some(text)) => Place::Issuer(text.clone(), own.address("--issuer", text)?),
            (None, None) => return Err("Say where with --token-url or --issuer.".to_owned()),
        };
        if (own.dry_run || own.curl) && matches!(place, Place::Issuer(..)) {
            let flag = if own.curl { "--curl" } else { "--dry-run" };
            return Err(format!(
                "{flag} sends nothing, so it cannot ask the issuer where the token endpoint is. Use --token-url."
            ));
        }
        let call = own.call.as_deref();
        let call = call.map(|text| own.address("--call", text)).transpose()?;
        Ok(Self { place, call })
    }
}
