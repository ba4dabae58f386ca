//! A secret in a field of `token` that is sent and shown as it stands: refused before anything goes out, and never repeated.

use secrecy::ExposeSecret;

use crate::cli::environment::Environment;
use crate::cli::targets::inside::is_misplaced;
use crate::cli::token::args::TokenArgs;
use crate::oauth::names::ClientSecret;
use crate::oauth::reply::echo::holds;

/// What is said; `{flag}` is filled in.
const REFUSAL: &str = include_str!("../../../assets/token/secret-inside.txt");

impl TokenArgs {
    /// Why nothing is asked with what was typed: a secret or a token stands there by its looks, or the secret that the environment holds
    /// and that would be used.
    pub(super) fn misplaced(&self) -> Option<String> {
        let mut named = self.named();
        let told = named.find(|(flag, text)| is_misplaced((flag, text), None));
        let has_other = self.client_secret_file.is_some() || self.key.is_some();
        let known = Environment::read().client_secret.filter(|_| !has_other);
        let known = known.map(|known| ClientSecret::new(known.expose_secret()));
        told.map(|(flag, _)| refusal(flag))
            .or_else(|| self.tells(&known?))
    }

    /// The same once the secret is at hand, which is no more to be sent in another field than it is to be shown. It has to stand there whole:
    /// ids, names and hosts of one maker have pieces in common with its secrets. An id that is the secret is that app's id, as servers
    /// for a trial have it.
    pub(super) fn tells(&self, secret: &ClientSecret) -> Option<String> {
        let further = self.params.iter();
        let further = further.flat_map(|(name, value)| [name.as_str(), value.as_str()]);
        let further = further.map(|text| ("--param", text));
        let addresses = given([
            ("--token-url", &self.token_url),
            ("--issuer", &self.issuer),
            ("--call", &self.call),
            ("--data", &self.data),
        ]);
        let secret = secret.expose();
        let mut all = self.named().chain(further).chain(addresses);
        let told = all.find(|(flag, text)| {
            let is_id = *flag == "--client-id" && *text == secret;
            !is_id && holds(text, secret)
        });
        told.map(|(flag, _)| refusal(flag))
    }

    /// What is named by words, and by which flag.
    fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let texts = given([
            ("--client-id", &self.client_id),
            ("--scope", &self.scope),
            ("--audience", &self.audience),
            ("--organization", &self.organization),
            ("--kid", &self.kid),
            ("--assertion-audience", &self.assertion_audience),
        ]);
        let resources = self.resource.iter();
        texts.chain(resources.map(|text| ("--resource", text.as_str())))
    }
}

/// Those of the flags that were given, with what they say.
fn given<'a, const COUNT: usize>(
    flags: [(&'static str, &'a Option<String>); COUNT],
) -> impl Iterator<Item = (&'static str, &'a str)> {
    let flags = flags.into_iter();
    flags.filter_map(|(flag, text)| Some((flag, text.as_deref()?)))
}

fn refusal(flag: &str) -> String {
    REFUSAL.trim_end().replace("{flag}", flag)
}
