//! The token that an API is shown in an experiment: header, payload and signature, with a mark where it is not the one that came.

use super::mark::mark;
use ratatui::text::{Line, Span};

use crate::app::forging::{Signature, carried, compared};
use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::token::ApiAnswer;
use crate::oauth::jwt::Jwt;
use crate::tui::text::{ending, width as wide};
use crate::tui::theme::{Look, Role};

/// What the third part is called.
const SIGNATURE: &str = "signature";

/// The token that this call carried.
pub(super) fn shown(
    run: &Run,
    answer: &ApiAnswer,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let (Some(jwt), Some(token)) = (carried(answer), &run.token) else {
        return Vec::new();
    };
    lines("The API was shown", &jwt, &token.jwt, (width, look))
}

/// The token that the next call carries.
pub(super) fn to_show(
    player: &Player,
    run: &Run,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let Some(token) = &run.token else {
        return Vec::new();
    };
    let copy = player.bench.forging.of(run.number);
    let jwt = copy.map_or(&token.jwt, |copy| &copy.jwt);
    lines("The API will be shown", jwt, &token.jwt, (width, look))
}

fn lines(
    title: &str,
    jwt: &Jwt,
    came: &Jwt,
    (width, look): (u16, &Look<'_>),
) -> Vec<Line<'static>> {
    let compared = compared(jwt, came);
    let members = || compared.parts.iter().flatten();
    let names = members().map(|one| wide(&one.name)).max().unwrap_or(0);
    let names = names.max(wide(SIGNATURE));
    let room = usize::from(width).saturating_sub(names + 4);
    let row = |name: &str, words: &str, is_other: bool| {
        let gap = " ".repeat(names.saturating_sub(wide(name)) + 2);
        Line::from(vec![
            mark(is_other, look),
            Span::styled(name.to_owned(), look.style(Role::Name)),
            Span::raw(gap),
            value(&ending(words, room, look), is_other, look),
        ])
    };
    let is_other = compared.signature != Signature::Same;
    let signature = row(SIGNATURE, compared.signature.words(), is_other);
    let of = |wanted: bool| {
        let some = members().filter(move |one| one.is_other == wanted);
        some.map(|one| row(&one.name, &one.value, one.is_other))
    };
    let mut lines = vec![Line::styled(title.to_owned(), look.style(Role::Title))];
    // What is not as it came is what this is about, so it stands first.
    lines.extend(of(true));
    lines.push(signature);
    lines.extend(of(false));
    lines
}

fn value(words: &str, is_other: bool, look: &Look<'_>) -> Span<'static> {
    let role = if is_other { Role::Warn } else { Role::Text };
    Span::styled(words.to_owned(), look.style(role))
}
