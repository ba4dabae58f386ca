//! PEM (RFC 7468): the labelled blocks of a text, decoded.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// One block.
pub(super) struct Block<'a> {
    /// The words between `BEGIN` and the dashes.
    pub(super) label: &'a str,
    /// What it holds.
    pub(super) der: Vec<u8>,
}

/// The blocks of `text`, in order. Blocks that do not decode are left out; the caller says when nothing is left.
pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("-----BEGIN ") {
        let Some((label, body)) = after.split_once("-----") else {
            break;
        };
        let Some((base64, tail)) = body.split_once("-----END ") else {
            break;
        };
        rest = tail;
        // A key copied out of JSON or an environment file often carries its line breaks as the two characters \ and n.
        let compact: String = base64
            .replace("\\n", "")
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        if let Ok(der) = STANDARD.decode(compact) {
            found.push(Block { label, der });
        }
    }
    found
}
