//! What a URL must not carry: secrets and tokens, which histories, process lists and the logs of servers and proxies would keep.

use url::Url;

use crate::oauth::kind::secret_in;
use crate::oauth::wire::form;

pub mod text;

/// Parameters that carry what opens doors, as the vendors and the standards spell them, bare: see [`bare`]. Names that only begin or end
/// like these (`kid`, `keyset`, `page_token`, `token_type`, `code_challenge`) carry nothing.
const CARRIERS: [&str; 33] = [
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
    "idtoken",
    "jsessionid",
    "jwt",
    "key",
    "pass",
    "passwd",
    "password",
    "privatetoken",
    "pw",
    "pwd",
    "refreshtoken",
    "sastoken",
    "secret",
    "sessionid",
    "sessiontoken",
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

/// Parameters that carry what opens doors only where their value was made by a machine: `session=winter` and `sid=12` open none.
const OFTEN_PLAIN: [&str; 6] = [
    "cookie",
    "credential",
    "credentials",
    "sas",
    "session",
    "sid",
];
const SHORTEST_MADE: usize = 16;

/// What stands before the colon of a text with an `@` that is no login: RFC 8141, 4151, 6068, 7565, 3261, 6121, 3860 and 3859, and the
/// names that AWS and Google's IAM give to things and people.
const NAMES: [&str; 15] = [
    "arn",
    "urn",
    "tag",
    "mailto",
    "acct",
    "sip",
    "sips",
    "xmpp",
    "im",
    "pres",
    "serviceaccount",
    "user",
    "group",
    "domain",
    "principal",
];

/// True for a URL that carries a secret or a token: as user and password, in its query, behind its `#`, or between the parts of its path.
pub fn carries_secret(url: &Url) -> bool {
    let has_user = !url.username().is_empty() || url.password().is_some();
    let beside = [url.query(), url.fragment()];
    has_user || beside.into_iter().flatten().any(pairs_carry) || path_carries(url.path())
}

/// True for a text in which somebody logs in with a password, as an address has it, though it may be none that can be read. An address
/// within an address is looked into as well.
pub fn logs_in(text: &str) -> bool {
    let text = spelled(text);
    if is_login(text.trim()) {
        return true;
    }
    let mut addresses = text.match_indices("//").map(|(at, sign)| {
        let rest = text.get(at + sign.len()..).unwrap_or_default();
        let end = rest.find(['/', '?', '#', '&', '"', ' ']);
        rest.split_at(end.unwrap_or(rest.len()))
    });
    let names_user = |authority: &str| {
        let user = authority.rsplit_once('@').map(|(user, _)| user);
        user.is_some_and(|user| user.contains(':'))
    };
    // A password with a slash in it; behind the colon of a host stands a number.
    let is_cut = |(authority, path): (&str, &str)| {
        let behind = authority.split_once(':').map(|(_, behind)| behind);
        let is_port = |behind: &str| behind.bytes().all(|b| b.is_ascii_digit());
        !authority.contains('@') && behind.is_some_and(|it| !is_port(it)) && path.contains('@')
    };
    let first = addresses.next();
    first.is_some_and(|(authority, path)| names_user(authority) || is_cut((authority, path)))
        || addresses.any(|(authority, _)| names_user(authority))
}

/// True for `user:password@host`, which looks like a scheme and its path, or like a name and its version.
fn is_login(text: &str) -> bool {
    let Some((user, rest)) = text.split_once(':') else {
        return false;
    };
    let Some((password, host)) = rest.rsplit_once('@') else {
        return false;
    };
    let is_name = NAMES.iter().any(|name| user.eq_ignore_ascii_case(name));
    let has_blank = text.contains(char::is_whitespace) || user.contains('/');
    let is_apart = !rest.starts_with("//") && !has_blank && !is_name;
    let is_host = host.starts_with(|c: char| c.is_alphanumeric() || c == '[' || c == '_');
    is_apart && is_host && !is_version(host) && is_password(password)
}

/// So much is the least that a password has.
const PASSWORD: usize = 6;

/// True for what people take for a password, and not for a name of anything: letters and digits, signs, or the words that everybody takes.
fn is_password(text: &str) -> bool {
    const USUAL: [&str; 9] = [
        "admin", "changeme", "letmein", "pass", "password", "pw", "pwd", "root", "secret",
    ];
    let has = |of: fn(u8) -> bool| text.bytes().any(of);
    let is_mixed = has(|b| b.is_ascii_digit()) && has(|b| b.is_ascii_alphabetic());
    let is_signed = has(|b| b"!#$%^&*+=?~".contains(&b));
    USUAL.contains(&text.to_ascii_lowercase().as_str())
        || text.len() >= PASSWORD && (is_mixed || is_signed) && !is_version(text)
}

/// `2`, `v2`, `1.2.3`, `1.2.3-beta`; four numbers are an address.
fn is_version(text: &str) -> bool {
    let numbers = text.strip_prefix('v').unwrap_or(text);
    let numbers = numbers.split(['-', '+']).next().unwrap_or_default();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = numbers.split('.');
    parts.clone().count() <= 3 && parts.all(is_number)
}

/// True for a text that is an address with a secret in it, or was meant as one.
pub fn is_telling_address(text: &str) -> bool {
    logs_in(text) || Url::parse(text).is_ok_and(|url| carries_secret(&url))
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
    let named = bare(name);
    let is_code = named == "code" && value.len() >= SHORTEST_CODE;
    let is_made = || value.len() >= SHORTEST_MADE && text::looks_made(value);
    let is_often = OFTEN_PLAIN.contains(&named.as_str()) && is_made();
    !value.trim().is_empty() && (is_carrier(name) || is_code || is_often)
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
