//! A secret in a field of `token` that is sent and shown as it stands: refused before anything goes out, and never repeated.

use secrecy::ExposeSecret;

use crate::app::leak::holds;
use crate::cli::environment::Environment;
use crate::cli::targets::inside::is_misplaced;
use crate::cli::token::args::TokenArgs;
use crate::oauth::names::ClientSecret;

/// What is said; `{flag}` is filled in.
const REFUSAL: &str = include_str!("../../../assets/token/secret-inside.txt");

impl TokenArgs {
    /// Why nothing is asked with what was typed: a secret or a token stands there by its looks, or the one that the environment holds.
    pub(super) fn misplaced(&self) -> Option<String> {
        let known = Environment::read().client_secret;
        let known = known.as_ref().map(ExposeSecret::expose_secret);
        let mut named = self.named();
        let told = named.find(|(flag, text)| is_misplaced((flag, text), known));
        told.map(|(flag, _)| refusal(flag))
    }

    /// The same once the secret is at hand, which is no more to be sent in another field than it is to be shown. What somebody names a
    /// parameter of their own for is not judged by its looks, but the secret does not belong there either.
    pub(super) fn tells(&self, secret: &ClientSecret) -> Option<String> {
        let further = self.params.iter();
        let further = further.map(|(_, value)| ("--param", value.as_str()));
        let addresses = [
            ("--token-url", &self.token_url),
            ("--issuer", &self.issuer),
            ("--call", &self.call),
            ("--data", &self.data),
        ];
        let addresses = addresses.into_iter();
        let addresses = addresses.filter_map(|(flag, text)| Some((flag, text.as_deref()?)));
        let mut all = self.named().chain(further).chain(addresses);
        let told = all.find(|(_, text)| holds(text, secret));
        told.map(|(flag, _)| refusal(flag))
    }

    /// What is named by words, and by which flag.
    fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let texts = [
            ("--client-id", &self.client_id),
            ("--scope", &self.scope),
            ("--audience", &self.audience),
            ("--organization", &self.organization),
            ("--kid", &self.kid),
            ("--assertion-audience", &self.assertion_audience),
        ];
        let texts = texts.into_iter();
        let texts = texts.filter_map(|(flag, text)| Some((flag, text.as_deref()?)));
        let resources = self.resource.iter();
        texts.chain(resources.map(|text| ("--resource", text.as_str())))
    }
}

fn refusal(flag: &str) -> String {
    REFUSAL.trim_end().replace("{flag}", flag)
}
