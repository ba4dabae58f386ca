//! What a URL must not carry: secrets and tokens, which histories, process lists and the logs of servers and proxies would keep.

use url::Url;

use crate::oauth::kind::secret_in;
use crate::oauth::wire::form;

pub mod text;

/// Parameters that carry what opens doors, as the vendors and the standards spell them, bare: see [`bare`]. Names that only begin or end
/// like these (`kid`, `keyset`, `page_token`, `token_type`, `code_challenge`) carry nothing.
const CARRIERS: [&str; 41] = [
    "accesskey",
    "accesstoken",
    "apikey",
    "apisecret",
    "apitoken",
    "assertion",
    "auth",
    "authkey",
    "authorization",
    "authtoken",
    "bearer",
    "clientassertion",
    "clientsecret",
    "clienttoken",
    "cookie",
    "credential",
    "credentials",
    "idtoken",
    "jsessionid",
    "jwt",
    "key",
    "otp",
    "pass",
    "passwd",
    "password",
    "pin",
    "privatetoken",
    "pw",
    "pwd",
    "refreshtoken",
    "sas",
    "sastoken",
    "secret",
    "session",
    "sessionid",
    "sessiontoken",
    "sid",
    // What a shared access signature of Azure and a presigned URL end with: whoever has the URL is let in.
    "sig",
    "signature",
    "token",
    "xamzsignature",
];

/// How such names end where somebody put a word of his own in front: `x-ms-access-token`, `Ocp-Apim-Subscription-Key`, `DB_PASSWORD`.
const ENDS: [&str; 19] = [
    "accesstoken",
    "apikey",
    "apitoken",
    "authtoken",
    "clientassertion",
    "clientsecret",
    "functionskey",
    "googsignature",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "refreshtoken",
    "secret",
    "secretaccesskey",
    "secretkey",
    "securitytoken",
    "sharedaccesssignature",
    "subscriptionkey",
];

/// `code` is a key of Azure Functions and what an authorization server sends back; a shorter one is a country's, or a currency's.
const SHORTEST_CODE: usize = 8;

/// True for a URL that carries a secret or a token: as user and password, in its query, behind its `#`, or between the parts of its path.
pub fn carries_secret(url: &Url) -> bool {
    let has_user = !url.username().is_empty() || url.password().is_some() || is_login(url);
    let beside = [url.query(), url.fragment()];
    has_user || beside.into_iter().flatten().any(pairs_carry) || path_carries(url.path())
}

/// Schemes of names with an `@` in them that is no login: RFC 8141, 4151, 6068, 7565, 3261, 6121, 3860 and 3859.
const NAMES: [&str; 9] = [
    "urn", "tag", "mailto", "acct", "sip", "sips", "xmpp", "im", "pres",
];

/// True for `user:password@host`, which an address would call a scheme and its path.
fn is_login(url: &Url) -> bool {
    let is_name = !url.cannot_be_a_base() || NAMES.contains(&url.scheme());
    let login = url.path().split_once('@');
    !is_name && login.is_some_and(|(password, host)| !password.is_empty() && !host.is_empty())
}

/// True for a text in which somebody logs in with a password, as an address has it, though it may be none that can be read.
pub fn logs_in(text: &str) -> bool {
    let text = spelled(text);
    let Some((_, rest)) = text.split_once("//") else {
        return false;
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    match authority.rsplit_once('@') {
        Some((user, _)) => user.contains(':'),
        // A password with a slash in it; behind the colon of a host stands a number.
        None => authority.split_once(':').is_some_and(|(_, behind)| {
            !behind.bytes().all(|b| b.is_ascii_digit()) && path.contains('@')
        }),
    }
}

/// True for a text that is an address with a secret in it, or was meant as one.
pub fn is_telling_address(text: &str) -> bool {
    Url::parse(text).map_or_else(|_| logs_in(text), |url| carries_secret(&url))
}

/// True for pairs of which one carries a secret, however often they are encoded: an address within an address is looked into as well.
fn pairs_carry(encoded: &str) -> bool {
    let text = spelled(encoded);
    // `;` parts pairs too (HTML 4.01 B.2.2), and a page's own routes put a second `?` behind the `#`.
    let mut pairs = text.split(['&', ';', '?', '#']);
    pairs.any(|pair| pair.split_once('=').is_some_and(opens))
        || holds_one(&text)
        || text::in_json(&text)
}

/// The same for a path: parameters of its segments stand behind `;` (RFC 3986 3.3).
fn path_carries(path: &str) -> bool {
    let text = spelled(path);
    let mut parameters = text.split('/').flat_map(|part| part.split(';').skip(1));
    parameters.any(|pair| pair.split_once('=').is_some_and(opens)) || holds_one(&text)
}

/// True for a pair of this name that opens a door.
fn opens((name, value): (&str, &str)) -> bool {
    let is_code = bare(name) == "code" && value.len() >= SHORTEST_CODE;
    !value.trim().is_empty() && (is_carrier(name) || is_code)
}

/// True for a name under which secrets and tokens travel.
pub fn is_carrier(name: &str) -> bool {
    CARRIERS.contains(&bare(name).as_str()) || is_surely(name)
}

/// True for a name that means a secret wherever it stands, and not in a URL alone: nobody calls a scope or a field of a form so.
pub fn is_surely(name: &str) -> bool {
    let bare = bare(name);
    bare == "pwd" || ENDS.iter().any(|end| bare.ends_with(end))
}

/// What is written there, once nothing of it is encoded any more.
fn spelled(text: &str) -> String {
    // Nobody encodes more often; a text that goes on changing would be no address.
    const OFTEN: usize = 3;
    // A plus is a blank in a form alone, and neither is looked for.
    (0..OFTEN).fold(text.to_owned(), |text, _| {
        form::decoded(&text.replace('&', "%26").replace('+', "%2B"))
    })
}

/// True for a text in which a token stands, or a secret that is known by how it begins.
fn holds_one(text: &str) -> bool {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.split(|c| !is_of_token(c)).any(is_token)
        || secret_in(text).is_some()
        || text::has_vendors(text)
}

/// A parameter's name as it is compared: letters and digits alone, without case.
pub fn bare(name: &str) -> String {
    let counted = name.chars().filter(|c| c.is_alphanumeric());
    counted.collect::<String>().to_lowercase()
}

/// A JWT: every one begins like this, since its header is a JSON object.
pub fn is_token(text: &str) -> bool {
    text.starts_with("eyJ") && text.matches('.').count() >= 2
}

#[cfg(test)]
mod tests;
