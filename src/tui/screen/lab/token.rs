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
    let mut lines = vec![Line::styled(title.to_owned(), look.style(Role::Title))];
    for members in compared.parts {
        let names = members.iter().map(|one| wide(&one.name)).max().unwrap_or(0);
        for one in members {
            let gap = " ".repeat(names.saturating_sub(wide(&one.name)) + 2);
            let room = usize::from(width).saturating_sub(names + 4);
            lines.push(Line::from(vec![
                mark(one.is_other, look),
                Span::styled(one.name, look.style(Role::Name)),
                Span::raw(gap),
                value(&ending(&one.value, room, look), one.is_other, look),
            ]));
        }
    }
    let is_other = compared.signature != Signature::Same;
    lines.push(Line::from(vec![
        mark(is_other, look),
        Span::styled("signature  ", look.style(Role::Name)),
        value(compared.signature.words(), is_other, look),
    ]));
    lines
}

fn value(words: &str, is_other: bool, look: &Look<'_>) -> Span<'static> {
    let role = if is_other { Role::Warn } else { Role::Text };
    Span::styled(words.to_owned(), look.style(role))
}
