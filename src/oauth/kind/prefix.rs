//! Tokens and secrets that are known by how they begin, as their makers have published it.

/// A maker whose tokens begin alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vendor {
    /// How they begin.
    pub prefix: &'static str,
    /// Who makes them, and what they are.
    pub name: &'static str,
}

/// A secret that is known by how it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret {
    /// What it is.
    pub name: &'static str,
    /// Where it begins.
    pub offset: usize,
    /// How long it is.
    pub length: usize,
}

/// Tokens: they are shown to an API as they are.
const TOKENS: [(&str, &str); 32] = [
    ("ghp_", "GitHub, a personal access token"),
    ("gho_", "GitHub, an OAuth access token"),
    ("ghu_", "GitHub, a user's token for an app"),
    ("ghs_", "GitHub, an installation's token"),
    ("ghr_", "GitHub, a refresh token"),
    (
        "github_pat_",
        "GitHub, a fine-grained personal access token",
    ),
    ("glpat-", "GitLab, a personal access token"),
    ("gloas-", "GitLab, an OAuth application's secret"),
    ("glcbt-", "GitLab, a job token"),
    ("glptt-", "GitLab, a trigger token"),
    ("ya29.", "Google, an access token"),
    ("1//", "Google, a refresh token"),
    ("xoxb-", "Slack, a bot token"),
    ("xoxp-", "Slack, a user token"),
    ("xoxe.", "Slack, a rotated token"),
    ("xoxe-", "Slack, a refresh token"),
    ("xoxa-", "Slack, a workspace token"),
    ("xapp-", "Slack, an app-level token"),
    ("hvs.", "Vault, a service token"),
    ("hvb.", "Vault, a batch token"),
    ("hvr.", "Vault, a recovery token"),
    ("npm_", "npm, an access token"),
    ("pypi-", "PyPI, an API token"),
    ("dop_v1_", "DigitalOcean, a personal access token"),
    ("doo_v1_", "DigitalOcean, an OAuth access token"),
    ("shpat_", "Shopify, an app's access token"),
    ("shpca_", "Shopify, a custom app's access token"),
    ("EAA", "Meta, an access token"),
    ("dapi", "Databricks, a personal access token"),
    ("lin_oauth_", "Linear, an OAuth access token"),
    ("sq0atp-", "Square, an access token"),
    ("hf_", "Hugging Face, a user's access token"),
];

/// Secrets: client secrets and keys, which no API is shown and nobody pastes on purpose. Each with the least length of what
/// follows its beginning, so that a word of prose is none.
const SECRETS: [(&str, usize, &str); 19] = [
    ("GOCSPX-", 20, "a client secret of Google"),
    ("sk_live_", 16, "a secret key of Stripe"),
    ("sk_test_", 16, "a secret key of Stripe for tests"),
    ("rk_live_", 16, "a restricted key of Stripe"),
    ("whsec_", 16, "a webhook secret"),
    ("shpss_", 16, "a shared secret of Shopify"),
    ("sk-ant-", 16, "an API key of Anthropic"),
    ("sk-proj-", 16, "an API key of OpenAI"),
    ("AIza", 30, "an API key of Google"),
    ("SG.", 40, "an API key of SendGrid"),
    ("AGE-SECRET-KEY-", 20, "a private key of age"),
    ("sq0csp-", 20, "an application secret of Square"),
    ("gloas-", 20, "an OAuth application's secret of GitLab"),
    ("xoxr-", 20, "a secret of Slack"),
    ("PMAK-", 20, "an API key of Postman"),
    ("SSWS 00", 40, "an API token of Okta"),
    ("key-", 32, "an API key of Mailgun"),
    ("dckr_pat_", 16, "a personal access token of Docker"),
    ("sbp_", 32, "an access token of Supabase's management"),
];

/// Who made `token`, by how it begins.
pub fn vendor_of(token: &str) -> Option<Vendor> {
    if is_salesforce(token) {
        return Some(Vendor {
            prefix: "00D",
            name: "Salesforce, a session or an access token",
        });
    }
    TOKENS
        .iter()
        .find(|(prefix, _)| {
            let rest = token.strip_prefix(prefix);
            rest.is_some_and(|rest| rest.len() >= 10)
        })
        .map(|&(prefix, name)| Vendor { prefix, name })
}

/// `00D` and the rest of an organization's id, an exclamation mark, the session.
fn is_salesforce(token: &str) -> bool {
    token.split_once('!').is_some_and(|(id, session)| {
        id.starts_with("00D") && matches!(id.len(), 15 | 18) && session.len() >= 20
    })
}

/// The first secret in `text` that is known by how it begins.
pub fn secret_in(text: &str) -> Option<Secret> {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
    let known = SECRETS.iter().filter_map(|&(prefix, least, name)| {
        text.match_indices(prefix).find_map(|(offset, _)| {
            let before = text.get(..offset)?.chars().next_back();
            let rest = text.get(offset + prefix.len()..)?;
            let length = rest.find(|c| !word(c)).unwrap_or(rest.len());
            let random = rest
                .bytes()
                .take(length)
                .any(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
            let apart = before.is_none_or(|c| !word(c));
            (apart && length >= least && random).then_some(Secret {
                name,
                offset,
                length: prefix.len() + length,
            })
        })
    });
    known.chain(entra_secret(text)).min_by_key(|one| one.offset)
}

/// What Entra makes: three characters, a digit, `Q~`, and 34 more.
fn entra_secret(text: &str) -> Option<Secret> {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
    text.match_indices("Q~").find_map(|(at, _)| {
        let before = text.get(..at)?;
        let start = before
            .char_indices()
            .rev()
            .take_while(|(_, c)| word(*c))
            .last()
            .map_or(at, |(start, _)| start);
        let rest = text.get(start..)?;
        let length = rest.find(|c| !word(c)).unwrap_or(rest.len());
        (at - start == 4 && (38..=42).contains(&length)).then_some(Secret {
            name: "a client secret of Microsoft Entra",
            offset: start,
            length,
        })
    })
}
