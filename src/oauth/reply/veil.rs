//! A reply as somebody may see it who looks over a shoulder, or reads a page that is handed out.

use crate::oauth::carrier::bare;
use crate::oauth::json::{self, Document, Kind, NodeId};
use crate::oauth::reply::echo;

/// Of a shorter one nothing is shown: front and back would be most of it.
const LONG: usize = 24;

/// A body that is one word of at least so many letters and digits is a token.
const WORD: usize = 20;

/// What stands in place of a value of which nothing is shown.
const STARS: &str = "********";

/// The text of a reply with the middle of its tokens left out, and whole secrets: whoever looks over a shoulder, or at a recording, sees no
/// more. It is cut where the value stands, at any depth and however the server spells its characters; a reply may be a form too (RFC 6749
/// 5.1 was not always heeded), or words of a page.
pub fn tokens(text: &str) -> String {
    match alone(text) {
        Some(word) => text.replace(word, &shortened(word)),
        None => Tokens::of(text).hide(text),
    }
}

/// The tokens that a reply brings: each is hidden wherever the reply has it again.
#[derive(Debug, Default)]
pub struct Tokens(Vec<String>);

/// So many different tokens are looked for a second time; a token reply has two or three.
const MOST: usize = 4;

impl Tokens {
    /// Those of a body.
    pub fn of(body: &str) -> Self {
        let document = json::read(body);
        let mut found = Found::default();
        if let Some(root) = document.root() {
            kept(&document, root, &mut found);
        }
        let texts = found.nodes.iter().filter_map(|node| document.string(*node));
        // A word of the protocol is none, and may be the name of a member.
        let made = texts.filter(|text| text.len() >= echo::AT_LEAST && !is_words(text));
        let mut all: Vec<String> = Vec::new();
        for token in made {
            if all.len() < MOST && !all.iter().any(|one| one == token) {
                all.push(token.to_owned());
            }
        }
        Self(all)
    }

    /// A part of the reply, or all of it, without them.
    pub fn hide(&self, text: &str) -> String {
        self.value("", text)
    }

    /// The value of a member of that name, as it is written.
    pub fn value(&self, name: &str, text: &str) -> String {
        let document = json::read(text);
        let mut found = Found::default();
        match document.root() {
            Some(root) if is_kept(name) => leaves(&document, root, &mut found),
            Some(root) => kept(&document, root, &mut found),
            None => {}
        }
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for node in found.nodes {
            out.push_str(text.get(from..document.offset(node)).unwrap_or_default());
            out.push_str(&shortened(document.raw(node)));
            from = document.end(node);
        }
        out.push_str(text.get(from..).unwrap_or_default());
        let known: Vec<&str> = self.0.iter().map(String::as_str).collect();
        within(&echo::hidden(&out, &known), shortened)
    }

    /// The value of a header of the reply.
    pub fn header(&self, name: &str, value: &str) -> String {
        let value = &self.hide(value);
        match bare(name).as_str() {
            "authorization" => STARS.to_owned(),
            "setcookie" => {
                let (pair, rest) = value.split_at(value.find(';').unwrap_or(value.len()));
                let (name, _) = pair.split_once('=').unwrap_or_default();
                format!("{name}={STARS}{rest}")
            }
            _ if is_kept(name) => shortened(value),
            _ => value.clone(),
        }
    }
}

/// A body that is one long word as machines make them, in quotation marks or not.
fn alone(text: &str) -> Option<&str> {
    let word = text.trim().trim_matches('"');
    let is_of_token = |b: u8| b.is_ascii_alphanumeric() || b"-._~+/=".contains(&b);
    let is_one = word.len() >= WORD && word.bytes().all(is_of_token);
    (is_one && !is_words(word)).then_some(word)
}

/// Words as people make them, one or several: `unsupported_grant_type`, `Bearer`, `The field is required.`
fn is_words(text: &str) -> bool {
    let is_sign = |c: char| c.is_whitespace() || ".,;:!?'_-/()".contains(c);
    text.split(is_sign).all(|word| {
        let mut letters = word.chars();
        let is_small = |c: char| c.is_alphabetic() && !c.is_ascii_uppercase();
        letters.next().is_none_or(char::is_alphabetic) && letters.all(is_small)
    })
}

/// `text` without these secrets, however they are encoded there. Nothing of one is shown.
pub fn secrets(text: &str, secrets: &[&str]) -> String {
    echo::hidden(text, secrets)
}

/// Words of somebody else without the values that they give away: `client_secret=...`, `password: "..."`, `Basic ...`, a token.
pub fn said(text: &str) -> String {
    within(text, |_| HIDDEN.to_owned())
}

/// `text` with each value that is given away in it as `hide` has it.
fn within(text: &str, hide: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_of_word) {
        let (before, word) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let length = word.find(|c| !is_of_word(c)).unwrap_or(word.len());
        let (word, behind) = word.split_at_checked(length).unwrap_or((word, ""));
        out.push_str(before);
        rest = behind;
        if is_jwt(word) {
            out.push_str(&hide(word));
            continue;
        }
        out.push_str(word);
        if let Some((sign, value)) = given(word, behind) {
            let (sign, behind) = behind.split_at_checked(sign).unwrap_or((behind, ""));
            let (value, behind) = behind.split_at_checked(value).unwrap_or((behind, ""));
            out.push_str(sign);
            out.push_str(&if is_hidden(value) {
                value.to_owned()
            } else {
                hide(value)
            });
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

/// What stands in place of a value.
const HIDDEN: &str = "(hidden)";

/// True for what stands in place of a value already.
fn is_hidden(value: &str) -> bool {
    value.starts_with("****") || value.contains("...") && value.len() < LONG
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

fn is_jwt(word: &str) -> bool {
    word.starts_with("eyJ") && word.contains('.')
}

/// No token or secret is longer, so no text is read further for one.
const LONGEST: usize = 16 * 1024;

/// Of what stands behind `word` the lengths of the sign and of the value, where that value must not be shown.
fn given(word: &str, behind: &str) -> Option<(usize, usize)> {
    let scheme = ["basic", "bearer", "dpop"]
        .iter()
        .any(|scheme| word.eq_ignore_ascii_case(scheme));
    let named = is_secret(word) || is_token(word);
    if !scheme && !named {
        return None;
    }
    let is_sign = |c: char| matches!(c, ' ' | '=' | ':' | '"' | '\'' | '\\' | '>');
    let length = behind.find(|c| !is_sign(c)).unwrap_or(behind.len());
    let (sign, rest) = behind.split_at_checked(length)?;
    // A word in quotation marks, or an attribute of a page, has no value behind it.
    let is_opened = matches!(sign, " \"" | " '");
    let may_be = if scheme {
        sign == " "
    } else {
        sign == ">" || is_opened || sign.contains(['=', ':'])
    };
    if !may_be {
        return None;
    }
    let ends = |c: char| c.is_whitespace() || "\"'\\&;,)}]<".contains(c);
    let within = rest.get(..rest.floor_char_boundary(LONGEST))?;
    let value = within.get(..within.find(ends).unwrap_or(within.len()))?;
    let is_given = if scheme {
        // Behind a scheme a challenge has parameters: `Bearer error="invalid_token"` (RFC 9110 11.3).
        let quoted = rest
            .get(value.len()..)
            .is_some_and(|rest| rest.starts_with('"'));
        let name = value.trim_end_matches('=');
        !(is_words(value) || name.contains('=') || quoted && name != value)
    } else {
        let is_assigned = sign.contains('=') && (sign == "=" || is_secret(word));
        let is_member = sign.contains(':') && sign.contains('"') && is_secret(word);
        let is_tag = sign == ">" && word.contains('_');
        is_assigned || is_member || is_tag || !is_words(value) || sign == ":" && is_secret(word)
    };
    let is_value = !value.is_empty() && !value.starts_with(['[', '{']);
    (is_given && is_value).then_some((sign.len(), value.len()))
}

/// True for a name that ends as those of secrets do, whatever stands around it.
fn is_secret(name: &str) -> bool {
    let name = name
        .trim_matches(|c: char| !c.is_ascii_alphanumeric())
        .to_ascii_lowercase();
    let ends = [
        "secret",
        "password",
        "passwd",
        "pwd",
        "assertion",
        "api_key",
        "apikey",
        "private_key",
        "jwt",
    ];
    ends.iter().any(|end| name.ends_with(end))
}

/// True for a member under which a token travels, as servers spell it: `access_token`, `accessToken`.
pub fn is_token(name: &str) -> bool {
    bare(name).ends_with("token")
}

/// True for a member or a header whose value opens a door: a token, or what a token is asked for with.
pub fn is_kept(name: &str) -> bool {
    let bare = bare(name);
    let ends = ["token", "tokens", "tokenvalue", "privatekey"];
    ends.iter().any(|end| bare.ends_with(end)) || is_secret(name)
}

/// What is hidden of a document, in the order of the places.
#[derive(Default)]
struct Found {
    nodes: Vec<NodeId>,
}

/// Every value under such a name, at any depth, and every JSON text within a string that has one.
fn kept(document: &Document, node: NodeId, out: &mut Found) {
    for member in document.members(node) {
        if is_kept(member.name) {
            leaves(document, member.value, out);
        } else {
            kept(document, member.value, out);
        }
    }
    for item in document.items(node) {
        kept(document, item, out);
    }
    let inner = document.string(node).map(str::trim);
    if inner.is_some_and(|text| text.starts_with(['{', '[']) && tokens(text) != text) {
        out.nodes.push(node);
    }
}

/// Every text and number there; what is neither true, false nor nothing tells something. A sentence is none: servers say of a member of
/// this name what is wrong with it.
fn leaves(document: &Document, node: NodeId, out: &mut Found) {
    for member in document.members(node) {
        leaves(document, member.value, out);
    }
    for item in document.items(node) {
        leaves(document, item, out);
    }
    let is_told = match document.kind(node) {
        Kind::Number => true,
        Kind::String => {
            let text = document.string(node).unwrap_or_default();
            let is_sentence = text.trim().contains(' ') && is_words(text);
            !text.is_empty() && !is_sentence
        }
        _ => false,
    };
    if is_told {
        out.nodes.push(node);
    }
}

/// True for a text of which nothing is shown.
pub fn is_short(raw: &str) -> bool {
    raw.len() < LONG
}

/// Front and back of a long text; a JSON text keeps its quotation marks.
fn shortened(raw: &str) -> String {
    if is_short(raw) {
        let quote = if raw.starts_with('"') { "\"" } else { "" };
        return format!("{quote}{STARS}{quote}");
    }
    // One more than is to be seen, for the quotation mark on either side.
    let end = raw.ceil_char_boundary(raw.len() - 5);
    let start = raw.floor_char_boundary(5);
    let (front, back) = (raw.get(..start), raw.get(end..));
    format!(
        "{}...{}",
        front.unwrap_or_default(),
        back.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::wire::form;
    use crate::oauth::wire::json::escape;

    #[test]
    fn a_token_is_masked_however_its_characters_are_spelled() {
        for body in [
            r#"{"access_token":"SECRETabcdefghijklmnopqrstuvwxyzTAIL","token_type":"Bearer"}"#,
            r#"{"access_token":"SECRETab\/cdefghijklmnopqrstuvwxyzTAIL"}"#,
            r#"{"access_token":"SECRETab\u002bcdefghijklmnopqrstuvwxyzTAIL"}"#,
            r#"{"data":[{"access_token":"SECRETabcdefghijklmnopqrstuvwxyzTAIL"}]}"#,
        ] {
            let shown = tokens(body);
            assert!(shown.contains(r#""access_token":"SECR...TAIL""#), "{shown}");
        }
    }

    #[test]
    fn a_token_is_masked_however_its_member_is_spelled_and_alone() {
        for body in [
            r#"{"accessToken":"SECRETabcdefghijklmnopqrstuvwxyzTAIL"}"#,
            r#"{"access_token":"SECRETabcdefghijklmnopqrstuvwxyzTAIL",}"#,
            r#"[{"access_token":"SECRETabcdefghijklmnopqrstuvwxyzTAIL"}]"#,
            "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJSECRETab.SECRETabcdef",
        ] {
            let shown = tokens(body);
            assert!(!shown.contains("SECRETab"), "{shown}");
        }
        for plain in [
            r#"{"token_type":"Bearer tokens, all"}"#,
            "eyJhbGci is how they begin. All.",
        ] {
            assert_eq!(tokens(plain), plain);
        }
    }

    #[test]
    fn a_token_is_masked_wherever_a_server_puts_it() {
        const TOKEN: &str = "Abc1-SECRETab-defghijklmnop-9TAIL";
        let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJSECRETab.SECRETabcdef";
        for body in [
            format!(r#"{{"access_token":["{TOKEN}"]}}"#),
            format!(r#"{{"access_token":{{"value":"{TOKEN}"}}}}"#),
            format!(r#"{{"tokens":["{TOKEN}"]}}"#),
            format!(r#"{{"client_assertion":"{TOKEN}"}}"#),
            format!(r#"{{"access_token_value":"{TOKEN}"}}"#),
            format!(r#"{{"client_secret":"{TOKEN}"}}"#),
            format!(r#"{{"private_key":"{TOKEN}"}}"#),
            format!(r#"{{"body":"{{\"access_token\":\"{TOKEN}\"}}"}}"#),
            format!(r#"{{"access_token":"{TOKEN}","note":"{TOKEN}"}}"#),
            format!(r#"{{"jwt":"{jwt}"}}"#),
            format!(r#"{{"error_description":"{jwt} is over"}}"#),
            format!(r#"{{"error_description":"client_secret={TOKEN}"}}"#),
            format!("\"{TOKEN}\""),
            TOKEN.to_owned(),
            format!("Bearer {TOKEN}"),
            format!("<p>Your token: {jwt}</p>"),
            format!("<r><access_token>{TOKEN}</access_token></r>"),
            format!("access_token={TOKEN};token_type=bearer"),
            format!("token_type=bearer\naccess_token={TOKEN}"),
            format!(r#")]}}',{{"access_token":"{TOKEN}"}}"#),
            format!(r#"{{"a":1}}{{"access_token":"{TOKEN}"}}"#),
        ] {
            let shown = tokens(&body);
            assert!(!shown.contains("ECRETab"), "{body}: {shown}");
        }
        assert_eq!(
            tokens(r#"{"access_token":123456789}"#),
            r#"{"access_token":********}"#
        );
        for (name, value) in [
            ("Set-Cookie", format!("sid={TOKEN}; Path=/")),
            ("X-Access-Token", TOKEN.to_owned()),
            ("Authorization", format!("Bearer {TOKEN}")),
            ("X-Auth", format!("Bearer {TOKEN}")),
            ("Location", format!("https://x/#access_token={TOKEN}&a=b")),
            ("X-Note", jwt.to_owned()),
        ] {
            let shown = Tokens::default().header(name, &value);
            assert!(!shown.contains("ECRETab"), "{name}: {shown}");
        }
    }

    #[test]
    fn a_token_is_masked_in_every_part_of_the_reply_that_brings_it() {
        let token = "Abc1.SECRETab/defghijklmnop-9TAIL";
        let body = format!(
            r#"{{"access_token":"{}","note":"issued {token} to you"}}"#,
            token.replace('/', "\\/")
        );
        let tokens = Tokens::of(&body);
        for part in [format!("\"issued {token} to you\""), body, token.to_owned()] {
            assert!(!tokens.hide(&part).contains("SECRETab"), "{part}");
        }
        let header = tokens.header("X-Note", &format!("for {token}"));
        assert!(!header.contains("SECRETab"), "{header}");
    }

    #[test]
    fn masking_costs_little_whatever_is_sent() {
        for body in [
            "basic/".repeat(20_000),
            "token=".repeat(20_000),
            "bearer a".repeat(20_000),
            format!(r#"{{"token":[{}"x"]}}"#, r#""t0000001","#.repeat(10_000)),
        ] {
            assert!(!tokens(&body).is_empty());
        }
    }

    #[test]
    fn what_is_no_token_stays_as_it_is() {
        for plain in [
            r#"{"token_type":"Bearer","expires_in":86400,"scope":"read:reports"}"#,
            r#"{"error":"invalid_token","error_description":"The token: expired"}"#,
            r#"{"token_endpoint":"https://as.example/token"}"#,
            "<p>Password</p>",
            "Not found",
            "unsupported_grant_type",
            r#"{"error":"unsupported_grant_type","scope":"customScope.readwrite.all"}"#,
            r#"{"error_description":"Grant type 'password' not allowed for the client."}"#,
            r#"{"error_description":"The 'client_secret' parameter is missing"}"#,
            r#"{"error_description":"Missing Bearer Token. Basic Authentication failed."}"#,
            r#"{"errors":{"client_secret":["The client_secret field is required."]}}"#,
            r#"<label for="password">Password</label><input type="password" name="password">"#,
        ] {
            assert_eq!(tokens(plain), plain);
        }
        for (name, value) in [
            (
                "WWW-Authenticate",
                r#"Bearer error="invalid_token", error_description="over""#,
            ),
            ("WWW-Authenticate", r#"DPoP algs="ES256 RS256""#),
            ("WWW-Authenticate", "Basic realm=corp"),
            ("WWW-Authenticate", "Bearer"),
            ("Content-Type", "application/json;charset=UTF-8"),
            ("DPoP-Nonce", "Abc1-9TAIL"),
            ("Location", "https://x.example/login?next=/"),
        ] {
            assert_eq!(Tokens::default().header(name, value), value);
        }
    }

    #[test]
    fn a_token_in_a_form_is_masked_too() {
        let shown = tokens("access_token=SECRETabcdefghijklmnopqrstuvwxyzTAIL&token_type=bearer");
        assert_eq!(shown, "access_token=SECRE...zTAIL&token_type=bearer");
        assert_eq!(tokens("no token here"), "no token here");
    }

    #[test]
    fn of_a_short_token_nothing_is_shown() {
        let shown = tokens(r#"{"access_token":"abcdefghij"}"#);
        assert_eq!(shown, r#"{"access_token":"********"}"#);
        assert_eq!(
            secrets("hunter2 and hunter", &["hunter2"]),
            "******** and hunter"
        );
    }

    #[test]
    fn words_of_others_give_no_value_away_however_they_are_written() {
        for (text, secret) in [
            ("client_secret: hunter2abc wrong", "hunter2"),
            ("got client_secret = hunter2", "hunter2"),
            ("client_secret=hunter", "hunter"),
            ("the secret \"abc12xyz\" is wrong", "abc12"),
            ("{\"client_secret\":\"abc12xyz\"}", "abc12"),
            ("Authorization: Basic YTpodW50ZXIy was bad", "YTpo"),
            ("token=eyJabc.def.ghi", "eyJ"),
            ("no such token: eyJabc.def.ghi", "eyJ"),
            ("?client_id=a&client_secret=hunter2&x=y", "hunter2"),
            ("password:hunter2", "hunter2"),
            ("DB_PASSWORD='hunter2'", "hunter2"),
        ] {
            let shown = said(text);
            assert!(
                !shown.contains(secret) && shown.contains(HIDDEN),
                "{text}: {shown}"
            );
        }
        assert_eq!(
            said("?client_id=a&client_secret=hunter2&x=y"),
            "?client_id=a&client_secret=(hidden)&x=y"
        );
        for plain in [
            "Basic authentication is required.",
            "Invalid client secret provided. Ensure the secret being sent is the value, for a secret added to app 'a1b2'.",
            "Bearer token is missing",
            "Unsupported grant_type: password",
            "The token: expired",
            "",
            "é=ü",
        ] {
            assert_eq!(said(plain), plain);
        }
    }

    #[test]
    fn a_known_secret_is_hidden_however_it_is_written() {
        let secret = r#"a"secret with/blanks"#;
        for text in [secret.to_owned(), form::encode(secret), escape(secret)] {
            let shown = secrets(&format!("before {text} after"), &[secret]);
            assert!(!shown.contains(&text), "{shown}");
        }
    }
}
