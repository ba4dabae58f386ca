//! What stands in the place of a secret where a request is written down to be run: a variable, named by what the secret is.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::oauth::field::Field;
use crate::oauth::wire::{Piece, WireRequest, form};

/// What a secret of a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// Id and secret in one, as `Basic` has them (RFC 7617 2).
    Basic,
    /// The client secret.
    ClientSecret,
    /// The client id. It is no secret, but whoever runs the request for another app has another.
    ClientId,
    /// A client assertion (RFC 7523 2.2).
    Assertion,
    /// A proof of possession (RFC 9449 4).
    Proof,
    /// An access token.
    Token,
}

impl Slot {
    /// All of them.
    pub(crate) const ALL: [Self; 6] = [
        Self::Basic,
        Self::ClientSecret,
        Self::ClientId,
        Self::Assertion,
        Self::Proof,
        Self::Token,
    ];

    /// What `secret` is, by the header or parameter that `word` spells.
    pub(crate) fn of(secret: &Piece, word: &[Piece]) -> Self {
        let begins = |start: &str| {
            word.first()
                .is_some_and(|first| first.text.starts_with(start))
        };
        let follows = |text: &str| word.iter().any(|piece| piece.text == text);
        if follows("Basic ") {
            Self::Basic
        } else if secret.field == Some(Field::ClientSecret) {
            Self::ClientSecret
        } else if secret.field == Some(Field::ClientId) {
            Self::ClientId
        } else if begins("Dpop: ") {
            Self::Proof
        } else if begins("client_assertion=") || follows("\"client_assertion\":\"") {
            Self::Assertion
        } else {
            Self::Token
        }
    }

    /// The environment variable that holds it.
    pub(crate) fn variable(self) -> &'static str {
        match self {
            Self::Basic => "BASIC_CREDENTIALS",
            Self::ClientSecret => "CLIENT_SECRET",
            Self::ClientId => "CLIENT_ID",
            Self::Assertion => "CLIENT_ASSERTION",
            Self::Proof => "DPOP_PROOF",
            Self::Token => "ACCESS_TOKEN",
        }
    }
}

/// A header as the word of a command line that it makes.
pub(super) fn header_word(name: &str, value: &[Piece]) -> Vec<Piece> {
    let field = value.first().and_then(|piece| piece.field);
    let mut word = vec![Piece::open(&format!("{name}: "), field)];
    word.extend(value.iter().cloned());
    word
}

fn one_by_one(pieces: &[Piece]) -> impl Iterator<Item = &[Piece]> {
    let ends = |piece: &Piece| piece.field.is_none() && piece.text == "&";
    let all = pieces.split(ends);
    all.filter(|parameter| !parameter.is_empty())
}

impl WireRequest {
    /// The words that may hold a secret: each header, and the parameters of a form one by one, or the body whole.
    pub(crate) fn words(&self) -> Vec<Vec<Piece>> {
        let headers = self.headers.iter();
        let mut words: Vec<_> = headers
            .map(|(name, value)| header_word(name, value))
            .collect();
        words.extend(self.parameters().into_iter().map(<[Piece]>::to_vec));
        words.extend(one_by_one(&self.query).map(<[Piece]>::to_vec));
        words
    }

    /// The parameters of a form one by one; a body of another kind is one.
    pub(crate) fn parameters(&self) -> Vec<&[Piece]> {
        if self.is_json() {
            return vec![&self.body];
        }
        one_by_one(&self.body).collect()
    }

    /// True where the body is a JSON object.
    pub(crate) fn is_json(&self) -> bool {
        self.body.first().is_some_and(|piece| piece.text == "{")
    }

    /// What secrets are in it, each once, in their order.
    pub(crate) fn slots(&self) -> Vec<Slot> {
        let mut slots = Vec::new();
        for word in self.words() {
            let secrets = word.iter().filter(|piece| piece.secret);
            for slot in secrets.map(|secret| Slot::of(secret, &word)) {
                if !slots.contains(&slot) {
                    slots.push(slot);
                }
            }
        }
        slots
    }

    /// True where the client shows id and secret as `Basic` (RFC 6749 2.3.1).
    pub(crate) fn is_basic(&self) -> bool {
        let mut pieces = self.headers.iter().flat_map(|(_, value)| value);
        pieces.any(|piece| piece.text == "Basic ")
    }

    /// The client id, of the body or of the credentials of `Basic`; none where the client is known by an assertion alone.
    pub(crate) fn client_id(&self) -> Option<String> {
        if let Some(at) = self.id_in_body() {
            let spelled = &*self.body.get(at)?.text;
            return if self.is_json() {
                serde_json::from_str(&format!("\"{spelled}\"")).ok()
            } else {
                Some(form::decoded(spelled))
            };
        }
        self.basic().map(|(id, _)| id)
    }

    /// Id and secret in the credentials of `Basic`, as they were before they were form-encoded (RFC 6749 2.3.1).
    pub(crate) fn basic(&self) -> Option<(String, String)> {
        let mut pieces = self.headers.iter().flat_map(|(_, value)| value);
        pieces.find(|piece| piece.text == "Basic ")?;
        let both = STANDARD.decode(&*pieces.next()?.text).ok()?;
        let both = String::from_utf8_lossy(&both);
        let (id, secret) = both.split_once(':')?;
        Some((form::decoded(id), form::decoded(secret)))
    }

    /// The same request with a place in place of the client id.
    pub(crate) fn with_place_for_id(&self) -> Self {
        let mut request = self.clone();
        if let Some(at) = self.id_in_body() {
            request.body[at].secret = true;
        }
        request
    }

    /// Which piece of the body is the client id: the one behind its name.
    fn id_in_body(&self) -> Option<usize> {
        let is_name = |piece: &Piece| {
            let ends = piece.text.ends_with('=') || piece.text.ends_with(":\"");
            piece.field == Some(Field::ClientId) && ends
        };
        let name = self.body.iter().position(is_name)?;
        let value = self.body.get(name + 1)?;
        (value.field == Some(Field::ClientId)).then_some(name + 1)
    }

    /// A word as it is written down, each secret replaced.
    pub(crate) fn written(word: &[Piece], place: impl Fn(Slot) -> String) -> String {
        let text = |piece: &Piece| {
            if piece.secret {
                place(Slot::of(piece, word))
            } else {
                piece.text.to_string()
            }
        };
        word.iter().map(text).collect()
    }
}
