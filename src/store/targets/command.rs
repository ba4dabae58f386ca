//! Secrets in a command that is to fetch one: the command's words are kept, so none of them may be what they are to fetch.

mod script;

use crate::oauth::carrier::text::{self, Given};
use url::Url;

use crate::oauth::carrier::{bare, carries_secret, is_carrier, is_surely};

/// Programs that run the program which their words name.
const WRAPPERS: [&str; 13] = [
    "busybox", "chronic", "command", "doas", "env", "exec", "ionice", "nice", "nohup", "setsid",
    "stdbuf", "sudo", "timeout",
];

/// The program of a command that prints its own words, by way of others or not.
pub(super) fn printer(words: &[String]) -> Option<String> {
    let name = program(words)?.to_ascii_lowercase();
    if script::PRINTERS.contains(&name.as_str()) {
        return Some(name);
    }
    let rest = words.get(1..).unwrap_or_default();
    if WRAPPERS.contains(&name.as_str()) {
        // Flags and variables stand before the program, and some flags have a value.
        let inner = (0..rest.len()).find_map(|start| printer(rest.get(start..)?));
        // What `env` sets may be what its program prints.
        let is_set = script::prints("sh", &rest.join(" "));
        return inner.or_else(|| is_set.then_some(name));
    }
    // A whole line in quotes is no program, but it would be kept as it stands.
    let line = words.first().filter(|first| first.contains(' '));
    let is_line = line.is_some_and(|line| script::prints("sh", line));
    let prints = is_line || rest.iter().any(|word| script::prints(&name, word));
    prints.then_some(if is_line { "sh".to_owned() } else { name })
}

/// The name of a command's program, without the folders before it.
fn program(words: &[String]) -> Option<&str> {
    let first = words.first()?;
    first.rsplit('/').next()
}

/// True where one of the words is a secret or a token, or gives one.
pub(super) fn carries(words: &[String]) -> bool {
    let name = program(words).unwrap_or_default();
    let behind = words.iter().skip(1).map(Some).chain([None]);
    words.iter().zip(behind).any(|(word, next)| {
        let plain = text::plain(word);
        text::is_one(&plain)
            || word.split(is_around_a_url).any(is_in_url_beside_a_name)
            || text::given(&plain).any(|given| gives(&given, &plain))
            || next.is_some_and(|next| is_told(name, word, next))
            || is_login(name, word, next.map(String::as_str))
    })
}

/// True for an address with a secret in it; the name of a user without a password is none.
fn is_in_url_beside_a_name(text: &str) -> bool {
    Url::parse(text).is_ok_and(|mut url| {
        if url.password().is_none() {
            // A URL that can have no user has none.
            let _ = url.set_username("");
        }
        carries_secret(&url)
    })
}

fn is_around_a_url(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>')
}

/// `client_secret=...`, `VAULT_TOKEN=...`, `X-Vault-Token: ...`, `pass:...` of openssl; inside a script `--password ...` too.
fn gives(given: &Given<'_>, word: &str) -> bool {
    // A backslash that escapes no quote is one of a pattern: `client_secret=\K.*`.
    let is_escaped = given.sign.contains('\\') && !given.sign.contains(['"', '\'']);
    if is_escaped || is_pattern(given.value) {
        return false;
    }
    let is_token = bare(given.name).ends_with("token");
    if given.sign.contains('=') {
        // Which secret is meant is said so: `gcloud ... --secret=m2m`.
        let names_one = given.name.starts_with('-') && bare(given.name) == "secret";
        return !names_one && (is_surely(given.name) || is_token);
    }
    let is_header = given.sign.contains(':') && given.sign.len() > 1;
    let is_flag = given.name.starts_with("--") && given.sign.trim().is_empty();
    (is_header && (is_carrier(given.name) || is_token))
        || (is_flag && is_surely(given.name) && bare(given.name) != "secret")
        || (given.sign == ":" && given.name == "pass" && word.starts_with("pass:"))
}

/// What is searched for, or stands for a value: `/^client_secret=/p`, `$TOKEN`, `{.data.password}`.
fn is_pattern(value: &str) -> bool {
    value.starts_with([
        '/', '$', '(', '{', '[', '\\', '.', '^', '*', '<', '`', '|', '%',
    ]) && !is_made(value)
}

/// Programs that keep secrets: with them a flag of such a name says what is to be printed.
const KEEPERS: [&str; 9] = [
    "bw",
    "gopass",
    "keepassxc-cli",
    "lpass",
    "op",
    "pass",
    "rbw",
    "secret-tool",
    "security",
];

/// `--client-secret S`, `--password S`: a flag that gives what stands behind it.
fn is_told(program: &str, word: &str, next: &str) -> bool {
    let bare = bare(word);
    let tells =
        word.starts_with('-') && !word.contains('=') && !next.starts_with('-') && !is_pattern(next);
    let named = is_surely(&bare) || bare == "token" || bare == "session";
    let asks = bare == "secret" || (KEEPERS.contains(&program) && !bare.ends_with("clientsecret"));
    tells && named && (!asks || is_made(next))
}

/// The least length of what a machine has made.
const MADE: usize = 20;

/// True for a text as machines make secrets: long, without blanks, of letters great and small and of digits, and no path.
fn is_made(text: &str) -> bool {
    let has = |of: fn(&u8) -> bool| text.bytes().any(|b| of(&b));
    text.len() >= MADE
        && !text.starts_with(['~', '.'])
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_+/=~.".contains(&b))
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
        && text.matches('/').count() * 10 < text.len()
}

/// `curl -u ID:SECRET`, `sshpass -p SECRET`.
fn is_login(program: &str, word: &str, next: Option<&str>) -> bool {
    let value = |flags: [&str; 2]| {
        let glued = flags.iter().find_map(|flag| word.strip_prefix(flag));
        let glued = glued.map(|rest| rest.trim_start_matches('='));
        match glued {
            Some("") => next,
            glued => glued,
        }
    };
    match program {
        "curl" | "wget" | "http" | "https" | "xh" => value(["--user", "-u"]).is_some_and(|pair| {
            let secret = pair.split_once(':').map_or("", |(_, secret)| secret);
            !secret.is_empty() && !is_pattern(secret)
        }),
        "sshpass" => value(["-p", "-p"]).is_some_and(|secret| !secret.is_empty()),
        _ => false,
    }
}
