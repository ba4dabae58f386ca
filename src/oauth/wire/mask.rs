//! What a view shows in place of a secret.

use crate::oauth::field::Field;
use crate::oauth::wire::{Piece, Secrets, Span};

/// In place of a client secret. Its length would say more than a glance needs, so it is always the same.
const STARS: &str = "********";

/// Characters of a token that are shown in front. A JWT begins with its header, which is the same for all tokens of a server.
const HEAD: usize = 6;

/// A token shorter than this is hidden whole.
const LONG: usize = 24;

/// `piece` as a view shows it.
pub(super) fn span(piece: &Piece, secrets: Secrets) -> Span {
    let text = match secrets {
        Secrets::Masked if piece.secret => masked(piece),
        Secrets::Masked | Secrets::Shown => piece.text.to_string(),
    };
    Span {
        text,
        field: piece.field,
        secret: piece.secret,
    }
}

/// Stars for a client secret; head and tail for a long token, so that two tokens can be told apart.
fn masked(piece: &Piece) -> String {
    let length = piece.text.chars().count();
    if piece.field == Some(Field::ClientSecret) || length < LONG {
        return STARS.to_owned();
    }
    let head: String = piece.text.chars().take(HEAD).collect();
    let tail: String = piece.text.chars().skip(length - 2).collect();
    format!("{head}…{tail}")
}
