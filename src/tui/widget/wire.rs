//! The wire view: a request as it is sent, with the lines of one field picked out.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::oauth::request::Field;
use crate::oauth::text::visible_line;
use crate::oauth::text::wrap::{self, graphemes};
use crate::oauth::wire::{Secrets, View, WireRequest};
use crate::tui::theme::{Look, Role};

/// The four views in the order of their key, with the word on the screen.
pub(crate) const VIEWS: [(View, &str); 4] = [
    (View::Http, "HTTP"),
    (View::Curl, "curl"),
    (View::PowerShell, "PowerShell"),
    (View::Bytes, "bytes"),
];

/// The views by name, the open one in brackets.
pub(crate) fn names(open: usize) -> String {
    let names = VIEWS.iter().enumerate().map(|(at, (_, name))| {
        if at == open {
            format!("[{name}]")
        } else {
            (*name).to_owned()
        }
    });
    names.collect::<Vec<_>>().join(" ")
}

/// A view as drawn, and where the picked field begins, so that it can be scrolled to.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    /// The lines, none wider than asked for.
    pub(crate) lines: Vec<Line<'static>>,
    /// Index of the first line of the picked field.
    pub(crate) picked: Option<usize>,
}

/// `request` in `view`, `width` cells wide, with the lines of `picked` marked.
pub(crate) fn draw(
    request: &WireRequest,
    view: View,
    picked: Option<Field>,
    width: u16,
    look: &Look<'_>,
) -> Drawn {
    let secrets = if look.revealed {
        Secrets::Shown
    } else {
        Secrets::Masked
    };
    let mut drawn = Drawn::default();
    for spans in request.view(view, secrets) {
        let hit = picked.is_some() && spans.iter().any(|span| span.field == picked);
        if hit && drawn.picked.is_none() {
            drawn.picked = Some(drawn.lines.len());
        }
        let styled: Vec<Span<'static>> = spans
            .iter()
            .map(|span| {
                let role = role_of(span.field, (span.secret, look.revealed), picked);
                Span::styled(visible_line(&span.text), look.style(role))
            })
            .collect();
        drawn.lines.extend(marked(&styled, hit, width, look));
    }
    drawn
}

fn role_of(field: Option<Field>, (secret, revealed): (bool, bool), picked: Option<Field>) -> Role {
    if secret {
        // What is shown for some seconds is there to be read.
        return if revealed { Role::Strong } else { Role::Masked };
    }
    if field.is_some() && field == picked {
        return Role::Accent;
    }
    match field {
        Some(Field::Endpoint) => Role::Method,
        Some(Field::Credentials | Field::Possession | Field::ContentType | Field::Other) => {
            Role::Name
        }
        None => Role::Dim,
        Some(
            Field::GrantType
            | Field::ClientId
            | Field::ClientSecret
            | Field::Audience
            | Field::Scope
            | Field::Resource
            | Field::Organization,
        ) => Role::Text,
    }
}

/// One line of the view with its margin: a bar beside the picked field, so that the mark does not hang on colour alone.
fn marked(spans: &[Span<'static>], hit: bool, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let bar = if look.unicode { "▌ " } else { "> " };
    wrapped(spans, width.saturating_sub(2), look)
        .into_iter()
        .map(|mut line| {
            let margin = if hit {
                Span::styled(bar, look.style(Role::Accent))
            } else {
                Span::raw("  ")
            };
            line.spans.insert(0, margin);
            line
        })
        .collect()
}

/// `spans` broken at `width` cells: before a word that fits on a line, else wherever that falls.
/// Lines after the first begin with a mark, so that the break is not taken for one on the wire.
pub(crate) fn wrapped(spans: &[Span<'static>], width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let again = if look.unicode { "↳ " } else { "\\ " };
    let pieces = spans.iter().flat_map(|span| {
        let all = graphemes(&span.content);
        all.map(move |(_, one)| (one, span.style))
    });
    let pieces: Vec<(&str, Style)> = pieces.collect();
    let mut lines = Vec::new();
    let mut line: Vec<Span<'static>> = Vec::new();
    let mut begins = begins(&pieces, usize::from(width).max(4))
        .into_iter()
        .peekable();
    for (at, (one, style)) in pieces.iter().enumerate() {
        if begins.next_if_eq(&at).is_some() {
            lines.push(Line::from(std::mem::take(&mut line)));
            line.push(Span::styled(again, look.style(Role::Dim)));
            line.push(Span::styled(String::new(), *style));
        }
        match line.last_mut().filter(|last| last.style == *style) {
            Some(last) => last.content.to_mut().push_str(one),
            None => line.push(Span::styled((*one).to_owned(), *style)),
        }
    }
    lines.push(Line::from(line));
    lines
}

/// Where each line but the first begins. The mark in front of those takes two cells.
fn begins(pieces: &[(&str, Style)], width: usize) -> Vec<usize> {
    let is_blank = |at: usize| pieces.get(at).is_none_or(|(one, _)| *one == " ");
    let cells = |from: usize, to: usize| -> usize {
        let them = pieces.get(from..to).unwrap_or_default().iter();
        them.map(|(one, _)| wrap::cells(one)).sum()
    };
    let mut all = Vec::new();
    // Where this line begins, where its newest word does, and how many cells are taken.
    let (mut line, mut word, mut used) = (0, 0, 0);
    for (at, (one, _)) in pieces.iter().enumerate() {
        if at > 0 && is_blank(at - 1) {
            word = at;
        }
        let wide = wrap::cells(one);
        if used + wide > width {
            // What is longer than a line is looked at no further than that.
            let end = (at..at + width).find(|at| is_blank(*at));
            let fits = end.is_some_and(|end| cells(word, end) + 2 <= width);
            let has_words = (line..word).any(|at| !is_blank(at));
            line = if fits && has_words && !is_blank(at) {
                word
            } else {
                at
            };
            all.push(line);
            used = 2 + cells(line, at);
        }
        used += wide;
    }
    all
}

#[cfg(test)]
mod tests {
    use ratatui::text::Span;

    use super::wrapped;
    use crate::tui::theme::Look;

    fn rows(text: &str, width: u16) -> Vec<String> {
        let look = Look::measuring();
        let spans = [Span::raw(text.to_owned())];
        let lines = wrapped(&spans, width, &look);
        lines.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_word_that_fits_on_a_line_is_not_broken() {
        let rows = rows("  \"error_description\": \"Unauthorized\"", 34);
        assert_eq!(rows.len(), 2, "{rows:?}");
        assert_eq!(rows[0], "  \"error_description\": ");
        assert!(rows[1].ends_with("\"Unauthorized\""), "{rows:?}");
    }

    #[test]
    fn what_is_longer_than_a_line_fills_it() {
        let rows = rows("scope: 0123456789012345678901234567890123456789", 20);
        assert_eq!(rows[0], "scope: 0123456789012");
        assert!(rows.iter().all(|row| row.chars().count() <= 20), "{rows:?}");
    }
}
