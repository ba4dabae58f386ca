//! SD-JWT (RFC 9901): the disclosures behind a token, and whether the token holds the digest of each.

use std::collections::BTreeSet;

use aws_lc_rs::digest::{self, Algorithm, SHA256, SHA384, SHA512};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::oauth::json::{Document, Kind, NodeId};

/// What came along with an SD-JWT.
#[derive(Clone)]
pub struct Disclosed {
    /// The disclosures, in order.
    pub disclosures: Vec<Disclosure>,
    /// The token that proves who holds it (RFC 9901 4.3), if one stands at the end.
    pub key_binding: Option<String>,
    /// How many digests in the token have no disclosure here: kept back, or decoys.
    pub kept_back: usize,
}

/// One disclosure (RFC 9901 4.2).
#[derive(Clone)]
pub struct Disclosure {
    /// As it is written.
    written: String,
    /// What it decodes to: `[salt, name, value]`, or `[salt, value]` for an item of a list.
    pub document: Option<Document>,
    /// True where its digest stands in the token, or in another disclosure that fits.
    pub fits: bool,
}

impl Disclosure {
    /// The claim's name; `None` for an item of a list.
    pub fn name(&self) -> Option<&str> {
        let items = self.items()?;
        let document = self.document.as_ref()?;
        (items.len() == 3)
            .then(|| document.string(*items.get(1)?))
            .flatten()
    }

    /// The claim's value, as written.
    pub fn value(&self) -> Option<&str> {
        let document = self.document.as_ref()?;
        self.items()?.last().map(|value| document.raw(*value))
    }

    fn items(&self) -> Option<Vec<NodeId>> {
        let document = self.document.as_ref()?;
        let items: Vec<_> = document.items(document.root()?).take(4).collect();
        matches!(items.len(), 2 | 3).then_some(items)
    }

    fn read(written: &str) -> Self {
        let bytes = URL_SAFE_NO_PAD.decode(written).ok();
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        let document = text
            .map(Document::new)
            .filter(|document| document.faults().is_empty());
        Self {
            written: written.to_owned(),
            document,
            fits: false,
        }
    }
}

/// The token before the first tilde, and what stands behind it; `None` for a text without one.
pub(super) fn split(text: &str) -> Option<(&str, Disclosed)> {
    let (token, rest) = text.split_once('~')?;
    if !token.starts_with("eyJ") {
        return None;
    }
    let mut pieces: Vec<&str> = rest.split('~').collect();
    // RFC 9901 4: what stands behind the last tilde is a key binding, or nothing.
    let last = pieces.pop().unwrap_or_default();
    Some((
        token,
        Disclosed {
            disclosures: pieces.into_iter().map(Disclosure::read).collect(),
            key_binding: (!last.is_empty()).then(|| last.to_owned()),
            kept_back: 0,
        },
    ))
}

impl Disclosed {
    /// The same, with each disclosure compared with the digests of `payload` and of the disclosures that fit.
    pub(super) fn compared_with(mut self, payload: Option<&Document>) -> Self {
        let Some(payload) = payload else {
            return self;
        };
        let Some(algorithm) = algorithm(payload) else {
            return self;
        };
        let mut held = BTreeSet::new();
        digests(payload, &mut held);
        let own: Vec<String> = self
            .disclosures
            .iter()
            .map(|one| URL_SAFE_NO_PAD.encode(digest::digest(algorithm, one.written.as_bytes())))
            .collect();
        // A disclosure may hold the digests of further ones, so each that fits may bring others to fit.
        let mut waiting: Vec<usize> = (0..own.len()).collect();
        while let Some(at) = waiting
            .iter()
            .position(|index| own.get(*index).is_some_and(|own| held.contains(own)))
        {
            let index = waiting.swap_remove(at);
            if let Some(one) = self.disclosures.get_mut(index) {
                one.fits = true;
                if let Some(document) = &one.document {
                    digests(document, &mut held);
                }
            }
        }
        let shown = own.iter().filter(|own| held.contains(*own)).count();
        self.kept_back = held.len().saturating_sub(shown);
        self
    }
}

/// RFC 9901 4.1.1: SHA-256 where nothing is said.
fn algorithm(payload: &Document) -> Option<&'static Algorithm> {
    let said = payload
        .root()
        .and_then(|root| payload.member(root, "_sd_alg"));
    match said.map(|said| payload.string(said).unwrap_or_default()) {
        None | Some("sha-256") => Some(&SHA256),
        Some("sha-384") => Some(&SHA384),
        Some("sha-512") => Some(&SHA512),
        Some(_) => None,
    }
}

/// Every digest in a document: the items of `_sd`, and the values of the member `...` (RFC 9901 4.2.4).
fn digests(document: &Document, held: &mut BTreeSet<String>) {
    let mut waiting: Vec<NodeId> = document.root().into_iter().collect();
    while let Some(node) = waiting.pop() {
        waiting.extend(document.items(node));
        for member in document.members(node) {
            match (member.name, document.kind(member.value)) {
                ("_sd", Kind::Array) => {
                    let items = document.items(member.value);
                    held.extend(
                        items
                            .filter_map(|item| document.string(item))
                            .map(str::to_owned),
                    );
                }
                ("...", Kind::String) => {
                    held.extend(document.string(member.value).map(str::to_owned));
                }
                (_, _) => waiting.push(member.value),
            }
        }
    }
}
