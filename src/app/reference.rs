//! What `{app.client_id}`, `{api.reports}` and the like stand for at the moment.

use crate::app::player::Player;
use crate::app::tenant::TenantFacts;
use crate::lesson::template::{Filled, Template};

/// The template with its references filled in; `None` where one of them stands for nothing yet.
pub fn fill(template: &Template, player: &Player, facts: Option<&TenantFacts>) -> Option<Filled> {
    template.fill(|name| reference(name, player, facts))
}

/// What a reference stands for.
pub fn reference(name: &str, player: &Player, facts: Option<&TenantFacts>) -> Option<Filled> {
    let bench = &player.bench;
    let open = |text: &str| Some(Filled::Open(text.to_owned()));
    let (head, rest) = name.split_once('.')?;
    match (head, rest) {
        ("app", "client_id") => open(&bench.app.as_ref()?.client_id.0),
        ("app", "name") => open(&bench.app.as_ref()?.form.name),
        ("app", "secret") => bench
            .app
            .as_ref()?
            .client_secret
            .clone()
            .map(Filled::Secret),
        ("app", "kid") => open(&bench.app.as_ref()?.key.as_ref()?.kid),
        ("app", "private_key") => {
            let key = bench.app.as_ref()?.key.as_ref()?;
            key.private.clone().map(Filled::Secret)
        }
        // A tenant of one's own may have an API and no name for it.
        ("api", key) => {
            let identifier = &facts?.api(key)?.identifier;
            open(identifier).filter(|_| !identifier.is_empty())
        }
        ("tenant", "issuer") => open(&facts?.issuer),
        ("tenant", "token_endpoint") => open(facts?.token_endpoint.as_str()),
        ("tenant", "org_token_endpoint") => open(facts?.at_org()?.token_endpoint.as_str()),
        ("tenant", "domain") => open(&facts?.host),
        ("tenant", "scheme") => open(facts?.token_endpoint.scheme()),
        ("tenant", "jwks_uri") => open(facts?.jwks_uri.as_str()),
        ("organization", wanted) => {
            let all = &facts?.organizations;
            let found = all.iter().find(|(name, _)| name == wanted);
            open(&found?.1)
        }
        ("form", field) => open(bench.fields.get(field).map_or("", String::as_str)),
        ("run", "good.token") => {
            let token = bench.token()?.expose();
            Some(Filled::Secret(crate::oauth::names::ClientSecret::new(
                token,
            )))
        }
        _ => None,
    }
}
