//! PEM (RFC 7468) as people have it: line breaks lost or escaped, lines cut off, the wrong file.

use secrecy::zeroize::Zeroizing;

use crate::oauth::jwt::keys::pair;
use crate::oauth::jwt::pem::{self, BadBody};
use crate::oauth::jwt::private::damage::{BadKey, Repair};
use crate::oauth::jwt::private::fault;

const END: &str = "-----END ";

/// Base64 shorter than this is no key; Ed25519, the shortest, has 64.
const SHORTEST: usize = 60;

/// The block with the private key.
pub(super) struct Block {
    /// What the line in front says.
    pub(super) label: &'static str,
    /// What it holds.
    pub(super) der: Zeroizing<Vec<u8>>,
    /// What was mended.
    pub(super) repairs: Vec<Repair>,
}

/// Finds and decodes the private key of `text`, which is trimmed and not empty.
///
/// # Errors
/// [`BadKey`].
pub(super) fn read(text: &str) -> Result<Block, BadKey> {
    let mut repairs = Vec::new();
    let text = unquoted(text, &mut repairs);
    let text = unescaped(text, &mut repairs);
    let blocks = pem::blocks(&text);
    let Some(block) = blocks.iter().find(|b| b.label.ends_with("PRIVATE KEY")) else {
        return Err(instead(&text, &blocks));
    };
    let label = known_label(block)?;
    let before = text.get(..block.at).unwrap_or_default();
    let line = 1 + before.matches('\n').count();
    let end = block.end.ok_or_else(|| BadKey::NoEnd {
        line,
        label: label.to_owned(),
    })?;
    if end != label {
        return Err(BadKey::LabelsDiffer {
            begin: label.to_owned(),
            end: end.to_owned(),
        });
    }
    let der = pem::decoded(block.body, line)?;
    if !block.body.contains(['\n', '\r']) {
        repairs.push(Repair::OneLine);
    }
    Ok(Block {
        label,
        der,
        repairs,
    })
}

/// The label, where it is that of a key that can be read.
fn known_label(block: &pem::Block<'_>) -> Result<&'static str, BadKey> {
    let is_encrypted = block.body.contains("Proc-Type:") && block.body.contains("ENCRYPTED");
    match block.label {
        _ if is_encrypted => Err(BadKey::Encrypted),
        "PRIVATE KEY" => Ok("PRIVATE KEY"),
        "RSA PRIVATE KEY" => Ok("RSA PRIVATE KEY"),
        "EC PRIVATE KEY" => Ok("EC PRIVATE KEY"),
        "ENCRYPTED PRIVATE KEY" => Err(BadKey::Encrypted),
        "OPENSSH PRIVATE KEY" => Err(BadKey::OtherForm {
            name: "OpenSSH",
            way: "ssh-keygen -p -m PKCS8 -N '' -f COPY-OF-THE-FILE, which works for RSA and EC",
        }),
        other => Err(BadKey::OtherLabel {
            label: other.to_owned(),
        }),
    }
}

fn unquoted<'a>(text: &'a str, repairs: &mut Vec<Repair>) -> &'a str {
    let inside = ['"', '\'', '`']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    if inside.is_some() {
        repairs.push(Repair::Quotes);
    }
    inside.unwrap_or(text)
}

/// Neither PEM nor base64 knows a backslash, so that it can stand for nothing but a line break.
fn unescaped(text: &str, repairs: &mut Vec<Repair>) -> Zeroizing<String> {
    if text.contains("\\n") {
        repairs.push(Repair::EscapedLineBreaks);
        return Zeroizing::new(text.replace("\\r\\n", "\n").replace("\\n", "\n"));
    }
    Zeroizing::new(text.to_owned())
}

/// What a text without a private key's block is instead.
fn instead(text: &str, blocks: &[pem::Block<'_>]) -> BadKey {
    let has = |words: &str| blocks.iter().any(|block| block.label.ends_with(words));
    if has("PUBLIC KEY") {
        let what = "its first line says PUBLIC KEY";
        return BadKey::Public { what };
    }
    if has("CERTIFICATE") {
        return BadKey::Certificate;
    }
    if let Some(block) = blocks.first() {
        return BadKey::OtherLabel {
            label: block.label.to_owned(),
        };
    }
    if text.starts_with("ssh-") || text.starts_with("ecdsa-sha2-") {
        let what = "in OpenSSH's form";
        return BadKey::Public { what };
    }
    if text.starts_with("PuTTY-User-Key-File") {
        return BadKey::OtherForm {
            name: "PuTTY",
            way: "puttygen FILE -O private-openssh -o key, then ssh-keygen -p -m PKCS8 -N '' -f key",
        };
    }
    lost_lines(text)
}

fn lost_lines(text: &str) -> BadKey {
    if let Some((label, _)) = text
        .split_once(END)
        .and_then(|(_, after)| pem::words(after))
        .filter(|(label, _)| label.ends_with("PRIVATE KEY"))
    {
        let label = label.to_owned();
        // What stands in front tells a lost line from one with damaged dashes.
        return damaged_line(text, "BEGIN").unwrap_or(BadKey::NoBegin { label });
    }
    if let Some(damaged) = damaged_line(text, "BEGIN").or_else(|| damaged_line(text, "END")) {
        return damaged;
    }
    if text.len() >= SHORTEST
        && let Ok(bytes) = pem::decoded(text, 1)
    {
        return match pair::read(&bytes) {
            Some(_) => BadKey::NoLines {
                label: fault::label(&bytes),
            },
            None => fault::of(&bytes, "nothing"),
        };
    }
    BadKey::NotKey
}

/// The line that has the words of a first or last line and not its marks.
fn damaged_line(text: &str, word: &str) -> Option<BadKey> {
    let at = text.lines().position(|line| {
        let line = line.to_ascii_uppercase();
        line.contains(word) && line.contains("KEY")
    })?;
    Some(BadKey::DamagedLine { line: at + 1 })
}

impl From<BadBody> for BadKey {
    fn from(bad: BadBody) -> Self {
        match bad {
            BadBody::Abridged { line } => Self::Abridged { line },
            BadBody::Character {
                line,
                column,
                found,
            } => Self::Character {
                line,
                column,
                found,
            },
            BadBody::Length => Self::Length,
        }
    }
}
