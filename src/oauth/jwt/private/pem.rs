//! PEM (RFC 7468) as people have it: line breaks lost or escaped, lines cut off, the wrong file.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use secrecy::zeroize::Zeroizing;

use crate::oauth::jwt::private::damage::{BadKey, Repair};
use crate::oauth::jwt::private::der;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// `ENCRYPTED PRIVATE KEY`, the longest label of a key, has 21 characters.
const LONGEST_LABEL: usize = 40;

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

/// A block as it stands in the text.
struct Found<'a> {
    /// The words of the first line.
    label: &'a str,
    /// What stands behind that line, up to the next line with dashes.
    body: &'a str,
    /// The words of the last line.
    end: Option<&'a str>,
    /// Where `body` begins, in bytes.
    at: usize,
}

/// Finds and decodes the private key of `text`, which is trimmed and not empty.
///
/// # Errors
/// [`BadKey`].
pub(super) fn read(text: &str) -> Result<Block, BadKey> {
    let mut repairs = Vec::new();
    let text = unquoted(text, &mut repairs);
    let text = unescaped(text, &mut repairs);
    let blocks = blocks(&text);
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
    let der = decoded(block.body, line)?;
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
fn known_label(block: &Found<'_>) -> Result<&'static str, BadKey> {
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

fn blocks(text: &str) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(BEGIN) {
        let Some((label, behind)) = words(after) else {
            break;
        };
        let (body, tail) = behind.split_once(DASHES).unwrap_or((behind, ""));
        let end = tail
            .strip_prefix("END ")
            .and_then(words)
            .map(|(label, _)| label);
        found.push(Found {
            label,
            body,
            end,
            at: text.len() - behind.len(),
        });
        // From the end of this body on, where another block may begin.
        rest = behind.get(body.len()..).unwrap_or_default();
    }
    found
}

/// The words up to the next dashes, and what follows those. Where dashes are lost, the next ones stand behind the key, and then what
/// stands in front of them must never be taken for words that can be shown.
fn words(text: &str) -> Option<(&str, &str)> {
    text.split_once(DASHES).filter(|(words, _)| {
        let is_plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == ' ';
        words.len() <= LONGEST_LABEL && words.chars().all(is_plain)
    })
}

/// What a text without a private key's block is instead.
fn instead(text: &str, blocks: &[Found<'_>]) -> BadKey {
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
        .and_then(|(_, after)| words(after))
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
        && let Ok(bytes) = decoded(text, 1)
    {
        return match der::pair(&bytes) {
            Some(_) => BadKey::NoLines {
                label: der::label(&bytes),
            },
            None => der::fault(&bytes, "nothing"),
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

/// The bytes of a body that begins on `first` line.
fn decoded(body: &str, first: usize) -> Result<Zeroizing<Vec<u8>>, BadKey> {
    const FORGIVING: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    const ENGINE: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, FORGIVING);
    let mut compact = Zeroizing::new(String::with_capacity(body.len()));
    for (index, line) in body.lines().enumerate() {
        let number = first + index;
        if line.contains("...") || line.contains('\u{2026}') {
            return Err(BadKey::Abridged { line: number });
        }
        for (column, found) in line.chars().enumerate() {
            if found.is_ascii_alphanumeric() || matches!(found, '+' | '/' | '=') {
                compact.push(found);
            } else if !found.is_whitespace() {
                return Err(BadKey::Character {
                    line: number,
                    column: column + 1,
                    found,
                });
            }
        }
    }
    let decoded = ENGINE.decode(compact.as_bytes());
    decoded.map(Zeroizing::new).map_err(|_| BadKey::Length)
}
